"""Rows of Parquet files for SQL, which reads of them what it asks for.

Apart from `claimpack.stored_tables`, because what it imports takes long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import dataset, parquet, types

from claimpack.files import FileReader, PackageFiles
from claimpack.parquet_files import open_source

NUMBERED = frozenset({"PLAIN", "RLE", "RLE_DICTIONARY", "PLAIN_DICTIONARY"})
BYTES_OF_REPEATED = 2
"""Of a value that is stored as the number of a word in a list."""
BATCHES_AHEAD = 4
FILES_AHEAD = 1
"""How far Arrow decodes ahead; its own 16 and 4 take twice the memory, for no time.

A group of more rows than two batches would be decoded on one core at a time.
"""


class StoredRows(dataset.FileSystemDataset):  # type: ignore[misc]  # pyarrow ships no types
    """Rows of Parquet files that are decoded while they are asked for."""

    blank_fields: Sequence[str] = ()
    """Columns of text in which an empty text may stand for no value."""

    def scanner(self, **options: Any) -> dataset.Scanner:  # noqa: ANN401  # as DuckDB has them
        """Return what reads some columns of some rows, not far ahead of its reader."""
        ahead = {"batch_readahead": BATCHES_AHEAD, "fragment_readahead": FILES_AHEAD}
        return super().scanner(**options, **ahead)


def open_rows(
    files: PackageFiles, paths: Sequence[str], text_fields: Sequence[str]
) -> StoredRows:
    """Return the rows of Parquet files, to be read in part; checksums are verified.

    `text_fields` are the columns that hold text.

    Raises:
        SourceError: a file cannot be opened.

    """
    sources = [open_for_threads(files.open_file(path)) for path in paths]
    stored = [parquet.ParquetFile(source) for source in sources]
    form = dataset.ParquetFileFormat(
        dictionary_columns=list_repetitive(stored),
        default_fragment_scan_options=dataset.ParquetFragmentScanOptions(
            page_checksum_verification=True
        ),
    )
    fragments = [form.make_fragment(source) for source in sources]
    rows = StoredRows(fragments, fragments[0].physical_schema, form)
    rows.blank_fields = list_blank(stored, text_fields)
    return rows


def list_repetitive(files: Sequence[parquet.ParquetFile]) -> list[str]:
    """Return the columns of text that say the same few words again and again.

    They are read as numbers of words, which takes a third less time than as words.
    """
    schema = files[0].schema_arrow
    return [
        name
        for index, name in enumerate(schema.names)
        if types.is_string(schema.field(index).type)
        and all(is_repetitive(file.metadata, index) for file in files)
    ]


def is_repetitive(metadata: parquet.FileMetaData, index: int) -> bool:
    """Return whether a column is stored in a byte or two for each of its values.

    Arrow makes numbers of words from no other encodings than these.
    """
    return all(
        chunk.total_uncompressed_size <= BYTES_OF_REPEATED * chunk.num_values
        and NUMBERED.issuperset(chunk.encodings)
        for chunk in iter_chunks(metadata, index)
    )


def iter_chunks(metadata: parquet.FileMetaData, index: int) -> Iterator[Any]:
    """Yield what a file says of a column, group of rows by group."""
    for group in range(metadata.num_row_groups):
        yield metadata.row_group(group).column(index)


def list_blank(
    stored: Sequence[parquet.ParquetFile], text_fields: Sequence[str]
) -> list[str]:
    """Return the columns of text in which an empty text may stand for no value.

    It is the least of all texts, so that the statistics of a column show it.
    """
    names = stored[0].schema_arrow.names
    return [
        name
        for name in text_fields
        if not all(
            is_least_filled(chunk)
            for file in stored
            for chunk in iter_chunks(file.metadata, names.index(name))
        )
    ]


def is_least_filled(chunk: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
    """Return whether the least text is known not to be empty, or there is no text."""
    try:
        statistics = chunk.statistics
        least = statistics.min if statistics and statistics.has_min_max else None
    except ValueError:  # it was cut within a character
        return False
    return bool(least) or (statistics is not None and statistics.num_values == 0)


def open_for_threads(file: FileReader) -> pa.NativeFile:
    """Return a file as Arrow reads it in several threads.

    Of a Python file (`open_source`) they have read from one another's places: rows were
    missing, without an error.
    """
    if not file.seekable():
        return open_source(file)
    with file:
        return pa.OSFile(f"/dev/fd/{file.fileno()}")
