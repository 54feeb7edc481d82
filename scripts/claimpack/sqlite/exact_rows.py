"""Rows with every number as it is: as a double, or as its words where none holds it.

SQLite has no numbers but 64-bit integers and doubles. As doubles, 9007199254740993 and
9007199254740992 would be one number, and 1e400 would be infinite.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pyarrow as pa
from pyarrow import compute, types

from claimpack.columns import Column
from claimpack.csv_scan import ROWS_OF_BATCH
from claimpack.field_types import CellReader
from claimpack.opening import Opened
from claimpack.sources import Resource
from claimpack.stored_tables import SQL_TYPES

FEW_DIGITS = r"\A-?[0-9.]{1,15}\z"
"""Numbers that a double always holds: it has 15 decimal digits and more."""


def read_rows(opened: Opened, name: str) -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
    """Return the columns of a table, and its rows one batch after the other.

    They are those of `Opened.read_batches`, but a column of numbers is text where a
    double does not hold one of them.

    Raises:
        SourceError: the file cannot be read to the end.

    """
    stored = opened.find_stored(name)
    if stored and SQL_TYPES[pa.float64()] not in stored.cast_fields.values():
        return opened.read_batches(name)  # numbers that were doubles from the start
    resources = tuple(map(keep_words, opened.package.resources))
    package = replace(opened.package, resources=resources)
    rows = replace(opened, package=package).read_words(name)
    for column in filter(is_number, opened.resources[name].columns):
        if column.name in rows.column_names:
            place = rows.column_names.index(column.name)
            numbers = type_numbers(rows.column(place), column.reader)
            rows = rows.set_column(place, column.name, numbers)
    return rows.schema, iter(rows.to_batches(ROWS_OF_BATCH))


def keep_words(resource: Resource) -> Resource:
    """Return a table whose numbers are read as their canonical texts."""
    columns = [
        replace(column, reader=replace(column.reader, type="string"))
        if is_number(column)
        else column
        for column in resource.columns
    ]
    return replace(resource, columns=tuple(columns))


def is_number(column: Column) -> bool:
    """Return whether a column is declared to hold numbers."""
    return column.reader.type == "number"


def type_numbers(texts: pa.ChunkedArray, reader: CellReader) -> pa.ChunkedArray:
    """Return numbers, which come as their canonical texts, as doubles.

    They stay text where a double does not hold one of them.
    """
    if not types.is_string(texts.type):  # those of a table without rows
        return texts
    words = texts.unique()
    is_long = compute.invert(compute.match_substring_regex(words, FEW_DIGITS))
    doubtful = words.filter(is_long).to_pylist()
    is_exact = all(is_held(word, reader) for word in doubtful)
    return texts.cast(pa.float64()) if is_exact else texts


def is_held(text: str, reader: CellReader) -> bool:
    """Return whether the double nearest to a number gives its canonical text again."""
    return reader.write(reader.from_stored(float(text))) == text
