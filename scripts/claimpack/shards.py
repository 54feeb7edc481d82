"""Shards: loose annotated documents packed into Parquet files.

A shard is one file, one row per document, sorted by `order_article`; its columns are
strings without nulls, named as the fields of `PackedArticle`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Literal

import pyarrow as pa
from pyarrow import parquet

from claimpack.annotations import Reading
from claimpack.annotations_json import format_annotations, parse_annotations
from claimpack.errors import UsageError
from claimpack.files import LARGEST_FILE_BYTES, PackageFiles, refusal, require_size
from claimpack.findings import quote
from claimpack.identifiers import ID_FORM, is_valid_id
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.readers.brat import read_brat
from claimpack.source_files import accept_unit
from claimpack.writers import ZSTD_LEVEL

PackedFormat = Literal["brat", "annotations"]
BRAT: PackedFormat = "brat"
ANNOTATIONS: PackedFormat = "annotations"
FORMATS: Mapping[str, PackedFormat] = {BRAT: BRAT, ANNOTATIONS: ANNOTATIONS}
PACK_AGAIN = "pack the source again"


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedArticle:
    """One annotated document, as a row of a shard has it."""

    document_id: str
    path: str
    """The file with the annotation, relative to what was packed, as findings name it.

    It is never opened.
    """
    text: str
    """The exact text, every character of it."""
    format: PackedFormat
    """`brat`: an .ann file, character by character; `annotations`: our own JSON."""
    annotations: str
    """In that format; `read_annotations` reads them."""
    metadata: str
    """A JSON object with the keys of `.meta.json`, if `pack` wrote it."""


COLUMNS = tuple(field.name for field in fields(PackedArticle))
ROW_SCHEMA = pa.schema([pa.field(it, pa.string(), nullable=False) for it in COLUMNS])
DESCRIPTION = f"strings without nulls: {', '.join(COLUMNS)}"
"""The columns in words, for messages."""


def order_article(document_id: str) -> str:
    """Return the key by which the documents of shards are sorted.

    The ids of rows begin with the id of their document and a dot, so this is their
    order too: `dam-2` comes before `dam`, as `dam-2.t1` does before `dam.t1`. Only the
    rows of a document whose id goes on behind the dot (`dam.2`) stand among those of
    the other (`dam.2.t1` before `dam.e1`), whatever the order of the documents.

    >>> sorted(["dam", "dam-2", "dam.2"], key=order_article)
    ['dam-2', 'dam', 'dam.2']
    """
    return f"{document_id}."


def pack_reading(
    document_id: str, reading: Reading, brat: str | None, metadata: str
) -> PackedArticle:
    """Return a text as it is packed: with its own .ann file, or else with our JSON."""
    return PackedArticle(
        document_id=document_id,
        path=reading.annotations.path,
        text=reading.annotations.text,
        format=ANNOTATIONS if brat is None else BRAT,
        annotations=format_annotations(reading) if brat is None else brat,
        metadata=metadata,
    )


def read_annotations(article: PackedArticle) -> Reading:
    """Return the annotations of a text, as the reader of their format gave them.

    The document has its name, its annotator and all else that is known of it in its
    metadata. What `pack` has reported is found again in brat only.

    Raises:
        SourceError: they are not as `pack` writes them.

    """
    if article.format == BRAT:
        content = article.annotations.encode()
        return accept_unit(read_brat(content, article.text, article.path))
    where = f"{article.path}, packed as {article.document_id}"
    return parse_annotations(article.annotations, article.text, where)


def measure_article(article: PackedArticle) -> int:
    """Return how many bytes a document takes in a shard, if they are not compressed."""
    return sum(len(getattr(article, column).encode()) for column in COLUMNS)


def iter_runs(
    articles: Iterable[PackedArticle], shard_size: int
) -> Iterator[list[PackedArticle]]:
    """Yield the documents of each shard: so many, but for the last one.

    Raises:
        UsageError: so many take more bytes than a file may have.

    """
    run: list[PackedArticle] = []
    size_bytes = 0
    for article in articles:
        run.append(article)
        size_bytes += measure_article(article)
        if size_bytes > LARGEST_FILE_BYTES:
            raise UsageError(describe_excess(run))
        if len(run) == shard_size:
            yield run
            run, size_bytes = [], 0
    if run:
        yield run


def describe_excess(run: Sequence[PackedArticle]) -> str:
    """Return the sentence on documents that have no room in one shard."""
    last = run[-1].document_id
    advice = "give a smaller --shard-size" if len(run) > 1 else "leave it out"
    return (
        f"{last}: found more than {LARGEST_FILE_BYTES:,} bytes in a shard of"
        f" {len(run):,} up to it; expected no more; {advice}."
    )


def write_shard(articles: Sequence[PackedArticle]) -> bytes:
    """Return the Parquet file with these documents, in the order that they have."""
    columns = {it: [getattr(article, it) for article in articles] for it in COLUMNS}
    buffer = io.BytesIO()
    parquet.write_table(
        pa.table(columns, schema=ROW_SCHEMA),
        buffer,
        version="2.6",
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        use_dictionary=["format"],
        write_statistics=["document_id"],
        write_page_checksum=True,
    )
    return buffer.getvalue()


def read_shard(folder: PackageFiles, path: str) -> list[PackedArticle]:
    """Return the documents of a shard, every checksum verified.

    The annotations and the metadata may be anything.

    Raises:
        SourceError: the file cannot be read, it is damaged, or it is no shard: it has
            other columns, nulls, unknown formats, ids that are none, one of them
            twice, or not in order.

    """
    rows = read_rows(folder, path, COLUMNS)
    require_ids(path, [row[0] for row in rows])
    return [make_article(f"{path} row {n}", row) for n, row in enumerate(rows, start=1)]


def make_article(where: str, row: tuple[str, ...]) -> PackedArticle:
    """Return the document of a row; raise `SourceError` for an unknown format."""
    document_id, path, text, name, annotations, metadata = row
    known = FORMATS.get(name)
    if known is None:
        parts = (f"found {quote(name)}", f"expected {' or '.join(FORMATS)}", PACK_AGAIN)
        raise refusal(f"{where}, format", *parts)
    return PackedArticle(
        document_id=document_id,
        path=path,
        text=text,
        format=known,
        annotations=annotations,
        metadata=metadata,
    )


def read_ids(folder: PackageFiles, path: str) -> list[str]:
    """Return the ids of the documents of a shard, and read nothing else of it.

    Raises:
        SourceError: as `read_shard` does, as far as the ids show it.

    """
    ids = [document_id for (document_id,) in read_rows(folder, path, COLUMNS[:1])]
    require_ids(path, ids)
    return ids


def read_rows(
    folder: PackageFiles, path: str, columns: Sequence[str]
) -> list[tuple[str, ...]]:
    """Return the rows of a file that has the columns of a shard, some columns only."""
    rows: list[tuple[str, ...]] = []
    with folder.open_file(path) as file:
        require_size(path, file.size_bytes, LARGEST_FILE_BYTES)
        stored = open_parquet(path, file)
        require_columns(path, stored.schema_arrow)
        for batch in iter_batches(path, stored, columns):
            for name in columns:
                require_filled(path, name, batch.column(name), len(rows))
            values = [batch.column(name).to_pylist() for name in columns]
            rows += zip(*values, strict=True)
    return rows


def require_columns(path: str, schema: pa.Schema) -> None:
    """Raise `SourceError` unless a file has just the columns of a shard."""
    found = ", ".join(f"{field.name} {field.type}" for field in schema)
    if found != ", ".join(f"{name} string" for name in COLUMNS):
        found = f"found the columns {quote(found)}"
        raise refusal(path, found, f"expected {DESCRIPTION}", PACK_AGAIN)


def require_filled(path: str, name: str, column: pa.Array, rows_before: int) -> None:
    """Raise `SourceError` where a column of a shard has a null."""
    if column.null_count:
        row = rows_before + column.is_valid().index(pa.scalar(value=False)).as_py() + 1
        where = f"{path} row {row}, {name}"
        raise refusal(where, "found null", "expected text", PACK_AGAIN)


def require_ids(path: str, ids: Sequence[str]) -> None:
    """Raise `SourceError` unless these are ids of documents, in order, each once."""
    for number, document_id in enumerate(ids, start=1):
        if not is_valid_id(document_id):
            where, found = f"{path} row {number}, document_id", quote(document_id)
            expected = f"expected {ID_FORM}"
            raise refusal(where, f"found {found}", expected, "rename the document")
    for number, (before, after) in enumerate(pairwise(ids), start=2):
        if order_article(before) >= order_article(after):
            where = f"{path} row {number}, document_id"
            found = f"found {quote(after)} behind {quote(before)}"
            expected = "expected each document once, in order of its id and a dot"
            raise refusal(where, found, expected, PACK_AGAIN)
