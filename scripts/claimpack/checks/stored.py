"""Parquet files: their stored types, and their columns as texts.

Beyond the stored types a Parquet file is checked as a CSV file is: its values become
the texts that CSV would have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
from pyarrow import parquet, types

from claimpack.arrow_columns import EMPTY, pack_words
from claimpack.columns import Column
from claimpack.csv_scan import Batch
from claimpack.field_types import CellReader, read_field_type
from claimpack.field_types.storage import is_text, unwrap
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.parquet_files import iter_batches
from claimpack.schema import Table
from claimpack.stored_values import list_values
from claimpack.writers import ARROW_TYPES

STORED_TYPE = Rule(
    code="stored-type",
    severity=Severity.ERROR,
    template="the column is stored as {found}",
    explanation=(
        "Parquet has types of its own: what is stored under another one than the "
        "column declares reads back as something else."
    ),
)
RULES = (STORED_TYPE,)

TYPES_WITH_FORMATS = frozenset(
    {"boolean", "date", "datetime", "integer", "number", "time"}
)
"""Types whose words have forms that a field chooses, and their values one."""


def make_stored_finding(
    location: Location, found: pa.DataType, expected: str
) -> Finding:
    """Return the finding that a column is stored under another type."""
    return make_finding(STORED_TYPE, location, found=quote(found), expected=expected)


def make_unheld_finding(
    location: Location, column: Column, found: pa.DataType
) -> Finding:
    """Return the finding that a stored type does not hold a declared one."""
    expected = f"a type that holds {column.reader.type}"
    return make_stored_finding(replace(location, field=column.name), found, expected)


def check_our_types(
    location: Location, table: Table, stored: pa.Schema
) -> Iterator[Finding]:
    """Yield each column of a file of ours that is not stored as we store it.

    Columns with another label than the declared one at their place are passed over.
    """
    for index, field in enumerate(table.fields):
        if stored.names[index : index + 1] != [field.name]:
            continue
        found, expected = stored.field(index).type, ARROW_TYPES[field.type]
        if found != expected:
            words = f"{expected}, as the column is declared {field.type}"
            yield make_stored_finding(replace(location, field=field.name), found, words)


def scan_parquet(
    path: str, file: parquet.ParquetFile, readers: dict[int, CellReader]
) -> Iterator[Batch]:
    """Yield the rows of a Parquet file with the columns at some places as texts.

    Null becomes an empty text; other columns are null. Raises SourceError where a page
    or a value is damaged.
    """
    first_row = 0
    for batch in iter_batches(path, file):
        texts = [
            write_stored(column, readers[index]).fill_null(EMPTY)
            if index in readers
            else None
            for index, column in enumerate(batch.columns)
        ]
        yield Batch(first_row=first_row, row_count=batch.num_rows, columns=texts)
        first_row += batch.num_rows


def write_stored(column: Any, reader: CellReader) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return a stored column as the texts that CSV would have; null stays null."""
    if isinstance(column.type, pa.BaseExtensionType):  # Arrow computes with none
        column = column.storage
    if types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if types.is_large_string(column.type) or types.is_string_view(column.type):
        column = column.cast(pa.string())
    if types.is_string(column.type):
        return column
    if types.is_integer(column.type) and reader.type == "integer":
        return column.cast(pa.string())
    if types.is_nested(column.type):
        return pack_words([write_value(value, reader) for value in list_values(column)])
    if types.is_float16(column.type):  # pyarrow 21 cannot encode it
        column = column.cast(pa.float32())
    encoded = column.dictionary_encode()
    values = list_values(encoded.dictionary)
    words = [write_value(value, reader) for value in values]
    return pack_words(words).take(encoded.indices)


def write_value(value: object, reader: CellReader) -> str | None:
    """Return a stored value as text; one that the type does not have, as it prints."""
    if value is None:
        return None
    try:
        return reader.write(reader.from_stored(value))
    except ValueError:
        return str(value)


def read_stored(column: Column, schema: pa.Schema) -> Column:
    """Return a column as a Parquet file has it.

    Null is no value, and a value that is stored in a type of its own has no format: it
    becomes the text of the default one.
    """
    index = schema.get_field_index(column.name)
    is_typed = index >= 0 and not is_text(unwrap(schema.field(index).type))
    return replace(
        column,
        reader=read_written(column.reader) if is_typed else column.reader,
        missing_values=column.missing_values | {""},
    )


def read_written(reader: CellReader) -> CellReader:
    """Return the reader of the texts that a reader writes."""
    if reader.type in TYPES_WITH_FORMATS:
        return read_field_type({"type": reader.type})
    if reader.parse_written is not None:
        return replace(reader, parse=reader.parse_written, lexical=None)
    return reader
