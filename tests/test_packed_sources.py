"""What is read of packed documents is what is read of them where they lie.

Of all sources of the cases, in each format, and of the corpora of others where they
are beside the checkout.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from cases import SOURCE, list_cases
from claimpack.annotations import Reading
from claimpack.conversion import convert_source, write_files
from claimpack.document import Article
from claimpack.exporters.targets import EXPORTERS
from claimpack.files import Folder, sha256_hex
from claimpack.findings import has_errors
from claimpack.metadata import read_article
from claimpack.readers.formats import FORMATS
from claimpack.sharding.plans import Options
from claimpack.shards import PackedArticle, pack_reading, read_annotations
from claimpack.source_corpus import Choices, describe_article, read_texts
from claimpack.source_files import (
    SourceText,
)
from claimpack.source_shards import pack_source
from exported import SEED
from packages import SCHEMA
from packed_shards import iter_packed
from test_read_uima import iter_suite
from test_read_webanno_tsv import needs_suite

CORPORA = Path(__file__).parents[2] / "shared" / "corpora"
FEWEST = 100
"""Documents of the cases that have no error, at least."""
SOURCES = [it.folder / SOURCE for it in list_cases() if (it.folder / SOURCE).is_dir()]


class Known(NamedTuple):
    """All that tables are made of, of one document."""

    article: Article
    reading: Reading


def read_loose(source: Path) -> Iterator[tuple[SourceText, Known]]:
    """The documents of a folder that have no error, read where they lie."""
    folder = Folder(source)
    for named in read_texts(folder, Choices()).texts:
        article, faults = describe_article(named, SCHEMA, "quotes")
        reading = named.text.reading
        if not has_errors([*reading.findings, *faults]):
            yield named.text, Known(article, reading)


def drop_told(text: SourceText, known: Known) -> Known:
    """What is left to tell of a document, beside its metadata and what was found."""
    reading = replace(known.reading, name="", annotator="", metadata={})
    if text.format != "brat":
        reading = replace(reading, findings=())
    return known._replace(reading=reading)


def read_packed(packed: PackedArticle) -> Known:
    """A document as it is read from a shard."""
    article, findings = read_article(
        document_id=packed.document_id,
        text=packed.text,
        text_path="",
        text_sha256=sha256_hex(packed.text.encode()),
        metadata=json.loads(packed.metadata),
        metadata_path=packed.path,
        metadata_text=packed.metadata,
        table=SCHEMA.tables["documents"],
    )
    assert findings == []
    return Known(replace(article, text_path=None), read_annotations(packed))


def compare(source: Path, output: Path) -> Counter[str]:
    """How many documents of each format are the same when they are packed: all.

    None where something is wrong with the files, so that nothing is packed.
    """
    loose = {known.article.document_id: (it, known) for it, known in read_loose(source)}
    choices = Choices(text_access="quotes")
    options = Options(articles_per_shard=3, skips_invalid=True)
    pack_source(source, output, SCHEMA, choices, options)
    if not output.exists():
        return Counter()
    packed = {
        it.document_id: read_packed(it) for it in iter_packed(Folder(output), ".")
    }
    assert packed == {name: drop_told(*it) for name, it in loose.items()}
    return Counter(text.format for text, _ in loose.values())


@pytest.mark.slow
def test_the_cases_of_all_formats_are_the_same(tmp_path: Path) -> None:
    counts: Counter[str] = Counter()
    for number, source in enumerate(SOURCES):
        counts += compare(source, tmp_path / str(number))

    assert set(counts) == set(FORMATS)
    assert counts.total() > FEWEST


@pytest.mark.parametrize("target", EXPORTERS)
def test_the_seed_in_each_format_is_the_same(tmp_path: Path, target: str) -> None:
    converted = convert_source(SEED, target, SCHEMA)
    write_files(SEED, tmp_path / "in", converted.files, is_replacing=False)

    assert compare(tmp_path / "in", tmp_path / "out").total() == 1


@pytest.mark.slow
@pytest.mark.skipif(not CORPORA.is_dir(), reason=f"{CORPORA} is not there")
@pytest.mark.parametrize(
    ("name", "count"),
    [("litbank/entities", 100), ("litbank/events", 100), ("inception-tsv3-suite", 75)],
)
def test_the_corpora_are_the_same(tmp_path: Path, name: str, count: int) -> None:
    assert compare(CORPORA / name, tmp_path / "out").total() == count


@needs_suite
def test_real_uima_with_its_types_is_the_same() -> None:
    for path, _, reading in iter_suite():
        packed = pack_reading("a", reading, None, "{}")

        plain = replace(reading, findings=(), name="", annotator="", metadata={})
        assert read_annotations(packed) == plain, path
