"""Rows of Parquet files for SQL, which reads of them what it asks for.

Apart from `claimpack.stored_tables`, because what it imports takes long.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from pyarrow import dataset

from claimpack.files import FileReader, PackageFiles
from claimpack.parquet_files import open_source

BATCHES_AHEAD = 2
FILES_AHEAD = 1
"""How far Arrow decodes ahead; its own 16 and 4 take twice the memory, for no time."""


class StoredRows(dataset.FileSystemDataset):  # type: ignore[misc]  # pyarrow ships no types
    """Rows of Parquet files that are decoded while they are asked for."""

    def scanner(self, **options: Any) -> dataset.Scanner:  # noqa: ANN401  # as DuckDB has them
        """Return what reads some columns of some rows, not far ahead of its reader."""
        ahead = {"batch_readahead": BATCHES_AHEAD, "fragment_readahead": FILES_AHEAD}
        return super().scanner(**options, **ahead)


def open_rows(files: PackageFiles, paths: Sequence[str]) -> StoredRows:
    """Return the rows of Parquet files, to be read in part; checksums are verified.

    Raises:
        SourceError: a file cannot be opened.

    """
    options = dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
    form = dataset.ParquetFileFormat(default_fragment_scan_options=options)
    sources = [open_for_threads(files.open_file(path)) for path in paths]
    fragments = [form.make_fragment(source) for source in sources]
    return StoredRows(fragments, fragments[0].physical_schema, form)


def open_for_threads(file: FileReader) -> pa.NativeFile:
    """Return a file as Arrow reads it in several threads.

    Of a Python file (`open_source`) they have read from one another's places: rows were
    missing, without an error.
    """
    if not file.seekable():
        return open_source(file)
    with file:
        return pa.OSFile(f"/dev/fd/{file.fileno()}")
