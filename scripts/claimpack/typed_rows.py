"""Files of tables of the model, read as a whole into the types of their columns.

For those who look up rows; the checks read files batch by batch.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from pyarrow import types

from claimpack.arrow_columns import pack_words
from claimpack.cells import CELL_TYPES, format_cell, parse_cell
from claimpack.csv_files import CsvContent, Record
from claimpack.schema import Field, Table
from claimpack.sources import TablePart, TableRows

WIDE_INTEGER = pa.decimal256(76, 0)
"""For columns with an integer beyond 64 bits; `cells.LONGEST_INTEGER` fits."""


def type_csv(resource: str, path: str, table: Table, content: CsvContent) -> TableRows:
    """Return the rows of a CSV file in the types that its table declares.

    A column whose label is not the declared one at its place is left out.
    """
    damaged: set[int] = set()
    columns = {
        field.name: type_column(field, index, content.records, damaged)
        for index, field in enumerate(table.fields)
        if content.header[index : index + 1] == (field.name,)
    }
    return TableRows(
        resource=resource,
        parts=(
            TablePart(path=path, lines=[record.line for record in content.records]),
        ),
        table=table,
        cells=pa.table(columns),
        row_count=len(content.records),
        damaged=frozenset(damaged),
    )


def type_column(
    field: Field, index: int, records: Sequence[Record], damaged: set[int]
) -> pa.Array:
    """Return the column at an index, null where a cell is empty or has no value.

    The rows of cells that are missing or unreadable are added to `damaged`.
    """
    words: list[str | None] = []
    for row, record in enumerate(records):
        try:
            value = parse_cell(record.cells[index], field)
        except (IndexError, ValueError):
            value = None
            damaged.add(row)
        words.append(None if value is None else format_cell(value))
    column = pack_words(words)
    try:
        return column.cast(CELL_TYPES[field.type])
    except pa.ArrowInvalid:
        return column.cast(WIDE_INTEGER)


def type_parquet(resource: str, path: str, table: Table, stored: pa.Table) -> TableRows:
    """Return the rows of a Parquet file.

    A column is left out unless its label is the declared one at its place and its
    stored type can hold what is declared.
    """
    columns = {
        field.name: widen(stored.column(index))
        for index, field in enumerate(table.fields)
        if stored.column_names[index : index + 1] == [field.name]
        and holds_type(stored.field(index).type, field.type)
    }
    return TableRows(
        resource=resource,
        parts=(TablePart(path=path),),
        table=table,
        cells=pa.table(columns),
        row_count=stored.num_rows,
    )


def widen(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return the column without the encodings that Python would see.

    Views of strings become strings: Arrow cannot filter the former.
    """
    if types.is_string_view(column.type):
        return column.cast(pa.string())
    if types.is_dictionary(column.type):
        return column.cast(column.type.value_type)
    if types.is_decimal(column.type):
        return column.cast(pa.float64())
    return column


def holds_type(stored: pa.DataType, declared: str) -> bool:
    """Return whether a stored type holds the values of a Table Schema type."""
    if types.is_dictionary(stored):
        stored = stored.value_type
    tests = {
        "string": (types.is_string, types.is_large_string, types.is_string_view),
        "integer": (types.is_integer,),
        "number": (types.is_floating, types.is_integer, types.is_decimal),
        "boolean": (types.is_boolean,),
        "date": (types.is_date,),
    }
    return any(test(stored) for test in tests[declared])
