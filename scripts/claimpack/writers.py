"""Tables as the bytes of their files: the same rows give the same bytes.

Parquet bytes also depend on the version of pyarrow, which the descriptor records;
CSV bytes depend on nothing else, and so serve as the hash of the content.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet

from claimpack.arrow_columns import (
    EMPTY,
    pack_days,
    pack_flags,
    pack_numbers,
    pack_words,
)
from claimpack.cells import Value
from claimpack.csv_columns import format_columns, write_texts
from claimpack.csv_files import format_csv
from claimpack.derivation import table_schema
from claimpack.errors import BuildError
from claimpack.schema import MODEL_VERSION, Field, Table
from claimpack.schema_entries import suggest

ROWS_PER_GROUP = 100_000
ROWS_PER_PIECE = 10_000
"""Rows of a CSV file that are put together at a time."""
ZSTD_LEVEL = 9
ARROW_TYPES = {
    "string": pa.string(),
    "integer": pa.int32(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
PACKERS: Mapping[str, Callable[[Sequence[Any]], pa.Array]] = {
    "string": pack_words,
    "integer": partial(pack_numbers, code="i", kind=pa.int32()),
    "number": partial(pack_numbers, code="d", kind=pa.float64()),
    "boolean": pack_flags,
    "date": pack_days,
}
"""Make columns of these types without `pyarrow.array`, which would import pandas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """The two files of a table, which hold the same cells."""

    csv: bytes
    parquet: bytes


def arrow_schema(table: Table) -> pa.Schema:
    """Return the Arrow schema of the table, with its descriptions as metadata."""
    metadata = {
        "description": table.description,
        "model": MODEL_VERSION,
        "table_schema": json.dumps(table_schema(table), ensure_ascii=False),
    }
    return pa.schema(map(arrow_field, table.fields), metadata=metadata)


def arrow_field(field: Field) -> pa.Field:
    """Return the Arrow field of a column; it has nulls unless it is required."""
    words = {"description": field.description, "unit": field.unit}
    return pa.field(
        field.name,
        ARROW_TYPES[field.type],
        nullable=not field.is_required,
        metadata={key: value for key, value in words.items() if value},
    )


def build_arrow(table: Table, rows: Sequence[Mapping[str, Value]]) -> pa.Table:
    """Return the rows in the types of the schema, sorted by the primary key.

    A column that a row does not name is null there. Text is in order of its code
    points, whatever the locale.

    Raises:
        BuildError: a row names a column that the table does not have, or a value
            does not fit the type of its column.

    """
    return sort_rows(table, arrange_rows(table, arrow_schema(table), rows))


def arrange_rows(
    table: Table, schema: pa.Schema, rows: Sequence[Mapping[str, Value]]
) -> pa.Table:
    """Return the rows as `build_arrow` does, but in the order that they have.

    `schema` is the one of the table.
    """
    named = list_columns(table, rows)
    columns = {name: [row.get(name) for row in rows] for name in named}
    return arrange_columns(table, schema, columns, len(rows))


def arrange_columns(
    table: Table,
    schema: pa.Schema,
    columns: Mapping[str, Sequence[Value]],
    row_count: int,
) -> pa.Table:
    """Return columns in the types of the schema; those that are not there are null.

    Raises:
        BuildError: a value does not fit the type of its column.

    """
    arrays = [
        build_column(table, field, columns[field.name])
        if field.name in columns
        else pa.nulls(row_count, ARROW_TYPES[field.type])
        for field in table.fields
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def sort_rows(table: Table, rows: pa.Table) -> pa.Table:
    """Return the rows sorted by the primary key of their table."""
    # Arrow compares the bytes of UTF-8, whose order is that of the code points.
    keys = [(name, "ascending") for name in table.primary_key]
    return rows.take(compute.sort_indices(rows, sort_keys=keys))


def list_columns(table: Table, rows: Sequence[Mapping[str, Value]]) -> frozenset[str]:
    """Return the columns that rows name; refuse one that the table does not have."""
    named = frozenset[str]().union(*rows)
    if not named.issubset(table.field_names):
        raise BuildError(describe_stranger(table, rows))
    return named


def describe_stranger(table: Table, rows: Sequence[Mapping[str, Value]]) -> str:
    """Return what to say of the first column that rows name and the table lacks."""
    known = table.field_names
    places = ((number, name) for number, row in enumerate(rows, 1) for name in row)
    number, name = next(place for place in places if place[1] not in known)
    message = f"{table.name} row {number}: no column is called {name!r}"
    return f"{message}; {suggest(name, known)}"


def build_column(table: Table, field: Field, values: Sequence[Value]) -> pa.Array:
    """Return one column in the type that the schema declares."""
    try:
        return PACKERS[field.type](values)
    except (AttributeError, OverflowError, TypeError, UnicodeError):
        return convert(table, field, values)


def convert(table: Table, field: Field, values: Sequence[Value]) -> pa.Array:
    """Return one column of values that do not fit as they are."""
    try:
        return pa.array(values, ARROW_TYPES[field.type])
    except (pa.ArrowException, OverflowError, UnicodeError) as error:
        message = f"{table.name}.{field.name}: expected {field.type}: {error}"
        raise BuildError(message) from error


def write_table(table: Table, rows: pa.Table) -> TableFiles:
    """Return the CSV file and the Parquet file of the rows.

    Raises:
        BuildError: a required cell is empty, or some cell is an empty string,
            which CSV could not tell from an empty cell.

    """
    return TableFiles(csv=write_csv(table, rows), parquet=write_parquet(table, rows))


def write_csv(table: Table, rows: pa.Table) -> bytes:
    """Return the CSV file of rows that `build_arrow` has made."""
    check_cells(table, rows)
    pieces: list[bytes | memoryview] = [format_csv(table.field_names, ())]
    for start in range(0, rows.num_rows, ROWS_PER_PIECE):
        columns = rows.slice(start, ROWS_PER_PIECE).columns
        texts = [write_texts(column.combine_chunks()) for column in columns]
        pieces.append(format_columns(texts))
    return b"".join(pieces)


def write_parquet(table: Table, rows: pa.Table) -> bytes:
    """Return the Parquet file of rows that `build_arrow` has made."""
    check_cells(table, rows)
    sorting = parquet.SortingColumn.from_ordering(
        rows.schema, [(name, "ascending") for name in table.primary_key]
    )
    buffer = io.BytesIO()
    parquet.write_table(
        rows.combine_chunks(),  # so that chunks leave no trace in the pages
        buffer,
        version="2.6",
        compression="zstd",
        compression_level=ZSTD_LEVEL,
        row_group_size=ROWS_PER_GROUP,
        sorting_columns=sorting,
        write_page_index=True,
        # Without it most single flipped bits read back as other data, silently.
        write_page_checksum=True,
    )
    return buffer.getvalue()


def check_cells(table: Table, rows: pa.Table) -> None:
    """Refuse columns of other types, empty required cells and empty strings.

    pyarrow builds a table with nulls in a column that allows none, and only the
    Parquet writer stumbles over it.
    """
    if not rows.schema.equals(arrow_schema(table), check_metadata=True):
        message = f"{table.name}: the columns are not those that build_arrow makes"
        raise BuildError(message)
    for field in table.fields:
        column = rows.column(field.name)
        if field.is_required and column.null_count:
            row = compute.index(column.is_null(), value=True).as_py() + 1
            message = f"{table.name} row {row}, {field.name}: empty, but it is required"
            raise BuildError(message)
        if field.type == "string":
            row = compute.index(column, EMPTY).as_py() + 1
            if row:
                place = f"{table.name} row {row}, {field.name}"
                message = f"{place}: an empty string; an empty cell is null"
                raise BuildError(message)
