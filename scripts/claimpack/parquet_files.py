"""Parquet files as they are stored, read by pyarrow with every checksum verified.

DuckDB's reader ignores checksums (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from claimpack.archives.entries import HIGHEST_RATIO
from claimpack.csv_scan import ROWS_OF_BATCH
from claimpack.errors import SourceError
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.memory_bounds import bounded_memory

MOST_BATCH_BYTES = 4 * 1024**3
"""Memory that the reading of one batch may take."""
HARMLESS_ROWS = 10_000_000
LARGEST_HARMLESS_BYTES = 256 * 1024**2
BUFFER_BYTES = 1 << 18
"""Of a column; without a buffer pyarrow reads all that a row group has of it."""
ADVICE = "have it written anew, with shorter cells or in several files"
READING_ERRORS = (pa.ArrowException, MemoryError, OSError, ValueError)


def open_parquet(path: str, file: BinaryIO) -> parquet.ParquetFile:
    """Return a Parquet file whose pages are verified when they are read.

    Raises:
        SourceError: it is no Parquet file.

    """
    try:
        source = open_source(file)
        size_bytes = source.size()
        with bounded_memory(MOST_BATCH_BYTES):
            stored = parquet.ParquetFile(
                source, page_checksum_verification=True, buffer_size=BUFFER_BYTES
            )
    except READING_ERRORS as error:
        raise refuse_reading(path, error) from error
    require_measure(path, stored.metadata, size_bytes)
    return stored


def open_source(file: BinaryIO) -> pa.NativeFile:
    """Return a file as Arrow reads it, from any place.

    A file of an archive, which is read in order only, is read whole before.
    """
    if file.seekable():
        return pa.PythonFile(file, mode="r")
    return pa.BufferReader(file.read())


def require_measure(path: str, metadata: parquet.FileMetaData, size_bytes: int) -> None:
    """Raise SourceError for a file that says it is far more than its bytes can be."""
    most = max(HARMLESS_ROWS, HIGHEST_RATIO * size_bytes)
    if metadata.num_rows > most:
        found = f"found {metadata.num_rows:,} rows in {size_bytes:,} bytes"
        raise refusal(path, found, f"expected {most:,} at most", ADVICE)
    chunks = (
        metadata.row_group(group).column(index)
        for group in range(metadata.num_row_groups)
        for index in range(metadata.num_columns)
    )
    unpacked_bytes = sum(chunk.total_uncompressed_size for chunk in chunks)
    most = max(LARGEST_HARMLESS_BYTES, HIGHEST_RATIO * size_bytes)
    if unpacked_bytes > most:
        found = f"found {unpacked_bytes:,} bytes in {size_bytes:,} packed ones"
        raise refusal(path, found, f"expected {most:,} at most", ADVICE)


def iter_batches(
    path: str, file: parquet.ParquetFile, columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file as they are stored; `columns` names some of them.

    Raises:
        SourceError: a page or a value is damaged, or rows are missing.

    """
    total = 0
    try:
        # Threads would decode ahead, and every column at once: memory without speed.
        batches = file.iter_batches(
            ROWS_OF_BATCH,
            columns=None if columns is None else list(columns),
            use_threads=False,
        )
        while batch := take_batch(batches):
            batch.validate(full=True)
            total += batch.num_rows
            yield batch
    except READING_ERRORS as error:
        raise refuse_reading(path, error) from error
    # A checksum covers a page and not its header: one bit there can hide all rows.
    if total != file.metadata.num_rows:
        raise damaged(path, f"{total} of {file.metadata.num_rows} rows")


def take_batch(batches: Iterator[pa.RecordBatch]) -> pa.RecordBatch | None:
    """Return the next batch, None after the last one."""
    with bounded_memory(MOST_BATCH_BYTES):
        return next(batches, None)


def read_parquet(path: str, content: BinaryIO) -> pa.Table:
    """Return the table that a Parquet file holds.

    Raises:
        SourceError: it is no Parquet file, or it is damaged.

    """
    file = open_parquet(path, content)
    return pa.Table.from_batches(list(iter_batches(path, file)), file.schema_arrow)


def refuse_reading(path: str, error: Exception) -> SourceError:
    """Return the error for a file whose reading has ended with another one."""
    if isinstance(error, MemoryError):
        found = "found rows that take gigabytes of memory"
        most = f"expected at most {MOST_BATCH_BYTES:,} bytes for {ROWS_OF_BATCH:,} rows"
        return refusal(path, found, most, ADVICE)
    return damaged(path, quote(str(error).partition("\n")[0]))


def damaged(path: str, found: str) -> SourceError:
    """Return the error for a Parquet file that cannot be read as a whole."""
    expected = "expected an undamaged Parquet file"
    return refusal(path, f"found {found}", expected, "write it again")
