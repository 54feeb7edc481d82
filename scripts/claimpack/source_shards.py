"""Loose annotated documents, packed into a folder of shards: all of them or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from claimpack.document import Article
from claimpack.durable import making_folder
from claimpack.errors import UsageError
from claimpack.files import Folder, decode_text, explain
from claimpack.findings import (
    Finding,
    Location,
    Severity,
    has_errors,
    make_finding,
    quote,
)
from claimpack.journal import building
from claimpack.members import (
    ArticleFiles,
    load_files,
    name_document,
    read_optional,
    read_own_article,
)
from claimpack.metadata import COMPUTED
from claimpack.package import DESCRIPTOR_PATH
from claimpack.readers.brat import read_brat
from claimpack.schema import SEEDS, Schema
from claimpack.seeds import NO_ARTICLE
from claimpack.shard_folders import is_shard_name, list_shards, name_shard
from claimpack.sharding.plans import Options
from claimpack.shards import (
    BRAT,
    PackedArticle,
    iter_runs,
    order_article,
    pack_reading,
    write_shard,
)
from claimpack.source_build import require_outside
from claimpack.source_corpus import (
    TEXT_LEFT_OUT,
    Choices,
    describe_article,
    read_texts,
    report_omission,
)
from claimpack.source_files import AUTO, SourceText
from claimpack.streamed_publication import publishing
from claimpack.unread import REGISTERS, iter_unread

NATIVE = "native"
"""What is chosen as a format for annotations by the codebook, with registers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """What was found in the documents, and what was made of them."""

    findings: tuple[Finding, ...]
    texts: tuple[SourceText, ...]
    """What was read of others; nothing of what is annotated by the codebook."""
    article_count: int
    shard_count: int
    completed: tuple[str, ...]
    """Paths of an unfinished pack, which was completed before all else."""

    @property
    def refused_count(self) -> int:
        """How many articles are left out for their errors."""
        return sum(it.code == TEXT_LEFT_OUT.code for it in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """Documents that are read while they are packed."""

    articles: Iterable[PackedArticle]
    """In order of `order_article`."""
    findings: list[Finding]
    """Complete when all articles have been taken."""
    texts: tuple[SourceText, ...] = ()
    registers: Mapping[str, bytes] = field(default_factory=dict)
    """Content of the registers by name."""


def pack_source(
    source: Path, output: Path, schema: Schema, choices: Choices, options: Options
) -> PackReport:
    """Pack the documents below `source` into a folder, in the place of a former pack.

    An error among the findings keeps everything as it was.

    Raises:
        UsageError: one folder lies in the other, `output` has anything but a pack, no
            format has the name that is chosen, nobody of that name annotated, or a
            shard becomes too large.
        SourceError: a file cannot be read.
        BuildError: another build is at work, or the files cannot be written.

    """
    require_outside(source, output)
    require_outside(output, source)
    require_pack(output)
    loose = open_loose(Folder(source), schema, choices, options)
    with making_folder(output), building(output) as completed:
        former = list_names(output)
        return write_shards(
            output, loose, options.articles_per_shard, former, completed
        )


def write_shards(
    output: Path,
    loose: Loose,
    shard_size: int,
    former: Iterable[str],
    completed: Iterable[str],
) -> PackReport:
    """Publish the documents in shards, unless there is an error in any of them."""
    article_count = shard_count = 0
    with publishing(output) as publication:
        for run in iter_runs(loose.articles, shard_size):
            if not has_errors(loose.findings):
                publication.add(name_shard(shard_count), write_shard(run))
            shard_count += 1
            article_count += len(run)
            del run  # or it would stay in memory beside the next one
        if not article_count and not has_errors(loose.findings):
            place, expected = Location(path="."), "at least one without errors"
            loose.findings.append(make_finding(NO_ARTICLE, place, expected=expected))
        if not has_errors(loose.findings):
            for name, content in loose.registers.items():
                publication.add(name, content)
            kept = {*map(name_shard, range(shard_count)), *loose.registers}
            publication.publish(name for name in former if name not in kept)
    return PackReport(
        findings=tuple(loose.findings),
        texts=loose.texts,
        article_count=article_count,
        shard_count=shard_count,
        completed=tuple(completed),
    )


def require_pack(output: Path) -> None:
    """Raise `UsageError` where a folder has anything that `pack` does not write."""
    names = list_names(output)
    strays = [it for it in names if not (is_shard_name(it) or it in REGISTERS)]
    if not strays and not any(map(is_shard_name, names)):
        strays = names
    if strays:
        found = f"found {quote(strays[0])}, which is no part of a former pack"
        expected = "expected an empty folder, or the shards of a former pack alone"
        raise UsageError(explain(str(output), found, expected, "choose another folder"))


def list_names(output: Path) -> list[str]:
    """Return the names in a folder, dot files left out; none where it is not there."""
    return [*Folder(output).iter_files(".", "")] if output.is_dir() else []


def open_loose(
    folder: Folder, schema: Schema, choices: Choices, options: Options
) -> Loose:
    """Return the documents of a folder: seeds of a package, or what others have."""
    where = find_seeds(folder, choices.format_name)
    packed = next(iter(list_shards(folder, where or ".")), None)
    if packed is not None:
        found = f"found the shard {quote(packed)}"
        advice = "pack the articles that it was made of"
        raise UsageError(explain(str(folder.root), found, "expected none", advice))
    if where is None:
        return open_foreign(folder, schema, choices, options)
    if choices.annotator is not None:
        found = "found seeds, which have one annotation of each text"
        raise UsageError(explain("--annotator", found, "expected none", "leave it out"))
    return open_seeds(folder, where, schema, choices, options)


def find_seeds(folder: Folder, format_name: str) -> str | None:
    """Return where a folder has the seeds of a package, None where they are none.

    A package has them in a folder of their own; by themselves they are known by a
    register, or by the choice of `NATIVE`.
    """
    if format_name not in {AUTO, NATIVE}:
        return None
    if folder.exists(DESCRIPTOR_PATH) and folder.exists(SEEDS):
        return SEEDS
    is_native = format_name == NATIVE or any(map(folder.exists, REGISTERS))
    return "." if is_native else None


def open_seeds(
    folder: Folder, where: str, schema: Schema, choices: Choices, options: Options
) -> Loose:
    """Return the documents of seeds, which are read one by one."""
    findings: list[Finding] = []
    paths = {name: str(PurePosixPath(where) / name) for name in REGISTERS}
    contents = {name: read_optional(folder, path) for name, path in paths.items()}
    pack = partial(pack_seed, schema=schema, text_access=choices.text_access)
    return Loose(
        articles=iter_seeds(folder, where, pack, options, findings),
        findings=findings,
        registers={name: it for name, it in contents.items() if it is not None},
    )


def iter_seeds(
    folder: Folder,
    where: str,
    pack: Callable[[ArticleFiles], Packed],
    options: Options,
    findings: list[Finding],
) -> Iterator[PackedArticle]:
    """Yield the documents of seeds that have no error, and add what is found."""
    paths = {name_document(it): it for it in folder.iter_files(where, ".ann")}
    for document_id in sorted(paths, key=order_article):
        path = paths[document_id]
        packed, found = pack(load_files(folder, path))
        findings += tell(path, document_id, found, options)
        if packed is not None:
            yield packed
    findings += iter_unread(folder, where)


Packed = tuple[PackedArticle | None, list[Finding]]
"""A document, None where it has an error, and what is wrong with it."""


def pack_seed(files: ArticleFiles, schema: Schema, text_access: str) -> Packed:
    """Return a document of seeds as it is packed."""
    defaults = {"text_access": text_access}
    article, findings = read_own_article(files, schema, defaults)
    if article is None:
        return None, findings
    reading = read_brat(files.annotation, article.text, files.path)
    findings += reading.findings
    if has_errors(findings):
        return None, findings
    brat, metadata = files.annotation.decode(), format_metadata(article, schema)
    return pack_reading(article.document_id, reading, brat, metadata), findings


def tell(
    path: str, document_id: str, findings: Sequence[Finding], options: Options
) -> Iterable[Finding]:
    """Return what is wrong with a document, as warnings if it may be left out."""
    errors = sum(it.severity is Severity.ERROR for it in findings)
    if options.skips_invalid and errors:
        return report_omission(path, document_id, findings, errors)
    return findings


def format_metadata(article: Article, schema: Schema) -> str:
    """Return what is known of an article, as JSON with the keys of `.meta.json`."""
    names = [it for it in schema.tables["documents"].field_names if it not in COMPUTED]
    values = {name: getattr(article, name) for name in names}
    known = {name: value for name, value in values.items() if value is not None}
    return json.dumps(known, ensure_ascii=False)


def open_foreign(
    folder: Folder, schema: Schema, choices: Choices, options: Options
) -> Loose:
    """Return the documents of others, all of which are read before they are packed."""
    read = read_texts(folder, choices)
    findings = [*read.findings]
    kept: dict[str, tuple[SourceText, Article]] = {}
    for named in read.texts:
        article, faults = describe_article(named, schema, choices.text_access)
        found = [*named.text.reading.findings, *faults]
        path = str(named.text.path)
        findings += tell(path, named.document_id, found, options)
        if not has_errors(found):
            kept[named.document_id] = named.text, article
    articles = (
        pack_text(folder, document_id, *kept[document_id], schema)
        for document_id in sorted(kept, key=order_article)
    )
    texts = tuple(named.text for named in read.texts)
    return Loose(articles=articles, findings=findings, texts=texts)


def pack_text(
    folder: Folder, document_id: str, text: SourceText, article: Article, schema: Schema
) -> PackedArticle:
    """Return a text of others as it is packed."""
    path = str(text.path)
    is_brat = text.format == BRAT
    brat = decode_text(folder.read_bytes(path), path) if is_brat else None
    metadata = format_metadata(article, schema)
    return pack_reading(document_id, text.reading, brat, metadata)
