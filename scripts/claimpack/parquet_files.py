"""Parquet files as they are stored, read by pyarrow with every checksum verified.

DuckDB's reader ignores checksums (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
from pyarrow import parquet

from claimpack.csv_scan import ROWS_OF_BATCH
from claimpack.errors import SourceError
from claimpack.files import refusal
from claimpack.findings import quote

BUFFER_BYTES = 1 << 18
"""Of a column; without a buffer pyarrow reads all that a row group has of it."""


def open_parquet(path: str, file: BinaryIO) -> parquet.ParquetFile:
    """Return a Parquet file whose pages are verified when they are read.

    A file of an archive, which is read in order only, is read whole before.

    Raises:
        SourceError: it is no Parquet file.

    """
    try:
        source = (
            pa.PythonFile(file, mode="r")
            if file.seekable()
            else pa.BufferReader(file.read())
        )
        return parquet.ParquetFile(
            source, page_checksum_verification=True, buffer_size=BUFFER_BYTES
        )
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(path, quote(str(error).partition("\n")[0])) from error


def iter_batches(path: str, file: parquet.ParquetFile) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file as they are stored.

    Raises:
        SourceError: a page or a value is damaged, or rows are missing.

    """
    total = 0
    try:
        # Threads would decode ahead, and every column at once: memory without speed.
        for batch in file.iter_batches(ROWS_OF_BATCH, use_threads=False):
            batch.validate(full=True)
            total += batch.num_rows
            yield batch
    except (pa.ArrowException, OSError, ValueError) as error:
        raise damaged(path, quote(str(error).partition("\n")[0])) from error
    # A checksum covers a page and not its header: one bit there can hide all rows.
    if total != file.metadata.num_rows:
        raise damaged(path, f"{total} of {file.metadata.num_rows} rows")


def read_parquet(path: str, content: BinaryIO) -> pa.Table:
    """Return the table that a Parquet file holds.

    Raises:
        SourceError: it is no Parquet file, or it is damaged.

    """
    file = open_parquet(path, content)
    return pa.Table.from_batches(list(iter_batches(path, file)), file.schema_arrow)


def damaged(path: str, found: str) -> SourceError:
    """Return the error for a Parquet file that cannot be read as a whole."""
    expected = "expected an undamaged Parquet file"
    return refusal(path, f"found {found}", expected, "write it again")
