"""Documents in a shard come back character by character, or the shard is refused."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack import shards
from claimpack.annotations import Annotations, Fragment, Mark, Origin, Reading
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.identifiers import ID_FORM
from claimpack.readers.brat import read_brat
from claimpack.shards import (
    COLUMNS,
    PackedArticle,
    order_article,
    pack_reading,
    read_annotations,
    read_ids,
    read_shard,
    write_shard,
)

TEXT = "\ufeffDam\r\nbursts\u2028,\x0b\x00 4\u0085\U0001f30a\n"
ANN = "T1\tDam 1 4\tDam\r\n"
FIRST = PackedArticle(
    document_id="dam-2",
    path="a/dam-2.ann",
    text=TEXT,
    format="brat",
    annotations=ANN,
    metadata='{"title": "Dam"}',
)
SECOND = replace(FIRST, document_id="dam", path="dam.ann", text="", annotations="")
ARTICLES = [FIRST, SECOND]


def store(folder: Path, articles: list[PackedArticle]) -> Folder:
    """A folder with a shard of some documents."""
    (folder / "s.parquet").write_bytes(write_shard(articles))
    return Folder(folder)


def test_documents_come_back_as_they_were(tmp_path: Path) -> None:
    folder = store(tmp_path, ARTICLES)

    assert read_shard(folder, "s.parquet") == ARTICLES
    assert read_ids(folder, "s.parquet") == ["dam-2", "dam"]


def test_a_shard_of_nothing_is_one(tmp_path: Path) -> None:
    assert read_shard(store(tmp_path, []), "s.parquet") == []


def test_the_same_documents_are_the_same_bytes() -> None:
    assert write_shard(ARTICLES) == write_shard([replace(it) for it in ARTICLES])


def test_the_pages_have_checksums_and_zstd() -> None:
    metadata = parquet.ParquetFile(io.BytesIO(write_shard(ARTICLES))).metadata

    column = metadata.row_group(0).column(2)
    assert (metadata.format_version, column.compression) == ("2.6", "ZSTD")
    assert not column.has_dictionary_page


def test_duckdb_and_pandas_read_the_same_words(tmp_path: Path) -> None:
    store(tmp_path, ARTICLES)
    path = str(tmp_path / "s.parquet")

    rows = duckdb.read_parquet(path).fetchall()
    frame = pd.read_parquet(path)

    expected = [tuple(getattr(it, name) for name in COLUMNS) for it in ARTICLES]
    assert rows == expected
    assert list(frame.itertuples(index=False, name=None)) == expected


def test_a_shard_that_duckdb_has_written_is_read(tmp_path: Path) -> None:
    store(tmp_path, ARTICLES)
    duckdb.read_parquet(f"{tmp_path}/s.parquet").write_parquet(f"{tmp_path}/t.parquet")

    assert read_shard(Folder(tmp_path), "t.parquet") == ARTICLES


def test_brat_is_read_as_it_was_packed() -> None:
    assert read_annotations(FIRST) == read_brat(ANN.encode(), TEXT, "a/dam-2.ann")


def test_other_annotations_are_read_with_their_lines() -> None:
    origin = Origin(path="a.xmi", line=3, excerpt="<x/>")
    mark = Mark("T9", "two words", (Fragment(1, 4),), "Dam", origin)
    annotations = Annotations(
        path="a.xmi", text=TEXT, marks=(mark,), ids=frozenset({"T9"})
    )
    reading = Reading(annotations=annotations, unit="bytes", is_proved=True)

    article = pack_reading("dam", reading, None, "{}")

    assert (article.path, article.format) == ("a.xmi", "annotations")
    assert read_annotations(article) == reading


def test_spans_that_count_otherwise_are_no_error() -> None:
    text, ann = "\U0001f30a Dam bursts", "T1\tx 3 6\tDam\nT2\tx 7 13\tbursts\n"
    article = replace(FIRST, text=text, annotations=ann)

    reading = read_annotations(article)

    assert [(it.code, it.severity) for it in reading.findings] == [
        ("other-unit", "note")
    ]


def test_annotations_that_are_none_are_refused_by_name() -> None:
    article = replace(FIRST, format="annotations")

    with pytest.raises(SourceError, match=r"^a/dam-2\.ann, packed as dam-2: found "):
        read_annotations(article)


def test_documents_are_in_order_of_their_id_and_a_dot() -> None:
    ids = ["dam", "dam.2", "dam-2", "dam0"]

    assert sorted(ids, key=order_article) == ["dam-2", "dam", "dam.2", "dam0"]


def table_of(**columns: list[str | None]) -> pa.Table:
    """Two documents as a table of any shape."""
    cells = {name: [getattr(it, name) for it in ARTICLES] for name in COLUMNS}
    return pa.table({**cells, **columns})


IN_ORDER = "expected each document once, in order of its id and a dot"
AGAIN = "pack the source again"
STRINGS = (
    "expected strings without nulls: document_id, path, text, format, annotations,"
    " metadata"
)
TABLES: dict[str, tuple[pa.Table, str, str, str]] = {
    "a column too few": (
        table_of().drop_columns(["path", "text"]),
        "s.parquet: found the columns",
        '"document_id string, format string, annotations string, meta…"',
        f"{STRINGS}; {AGAIN}",
    ),
    "another type": (
        table_of().set_column(0, "document_id", pa.array([b"a", b"b"])),
        "s.parquet: found the columns",
        '"document_id binary, path string, text string, format string…"',
        f"{STRINGS}; {AGAIN}",
    ),
    "a null": (
        table_of(text=["", None]),
        "s.parquet row 2, text: found",
        "null",
        f"expected text; {AGAIN}",
    ),
    "an unknown format": (
        table_of(format=["brat", "conll"]),
        "s.parquet row 2, format: found",
        '"conll"',
        f"expected brat or annotations; {AGAIN}",
    ),
    "no id": (
        table_of(document_id=["../x", "y"]),
        "s.parquet row 1, document_id: found",
        '"../x"',
        f"expected {ID_FORM}; rename the document",
    ),
    "an id twice": (
        table_of(document_id=["x", "x"]),
        "s.parquet row 2, document_id: found",
        '"x" behind "x"',
        f"{IN_ORDER}; {AGAIN}",
    ),
    "another order": (
        table_of(document_id=["dam", "dam-2"]),
        "s.parquet row 2, document_id: found",
        '"dam-2" behind "dam"',
        f"{IN_ORDER}; {AGAIN}",
    ),
}


@pytest.mark.parametrize(
    ("table", "where", "found", "rest"), TABLES.values(), ids=TABLES
)
def test_a_file_that_is_no_shard_is_refused(
    tmp_path: Path, table: pa.Table, where: str, found: str, rest: str
) -> None:
    parquet.write_table(table, tmp_path / "s.parquet")

    with pytest.raises(SourceError) as caught:
        read_shard(Folder(tmp_path), "s.parquet")

    assert str(caught.value) == f"{where} {found}; {rest}."


def test_the_row_of_a_null_is_counted_through_the_file(tmp_path: Path) -> None:
    ids = [f"d{number:05}" for number in range(70_000)]
    cells: dict[str, list[str | None]] = {name: [*ids] for name in COLUMNS}
    cells["metadata"][-1] = None
    parquet.write_table(pa.table(cells), tmp_path / "s.parquet")

    with pytest.raises(SourceError, match=r"^s\.parquet row 70000, metadata: found nu"):
        read_shard(Folder(tmp_path), "s.parquet")


def test_what_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.parquet").write_bytes(b"id,text\n")

    with pytest.raises(SourceError, match=r"expected an undamaged Parquet file; write"):
        read_shard(Folder(tmp_path), "s.parquet")


def test_a_flipped_bit_is_seen(tmp_path: Path) -> None:
    content = bytearray(write_shard(ARTICLES))
    chunk = parquet.ParquetFile(io.BytesIO(content)).metadata.row_group(0).column(2)
    content[chunk.data_page_offset + chunk.total_compressed_size - 1] ^= 1
    (tmp_path / "s.parquet").write_bytes(content)

    with pytest.raises(SourceError, match=r"expected an undamaged Parquet file; write"):
        read_shard(Folder(tmp_path), "s.parquet")


def test_a_file_of_any_size_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = store(tmp_path, ARTICLES)
    monkeypatch.setattr(shards, "LARGEST_FILE_BYTES", 100)

    with pytest.raises(
        SourceError, match=r"^s\.parquet: found .+ expected at most 100"
    ):
        read_shard(folder, "s.parquet")
