"""What a package declares, and the rows of its tables, which know where they stand.

A cell that cannot be read is null here; `claimpack.checks.rows` says why.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from operator import attrgetter
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.arrow_columns import pack_words
from claimpack.cells import Value, format_cell
from claimpack.columns import Column
from claimpack.content import PLAIN, Wrapping
from claimpack.csv_files import DEFAULT_DIALECT, Dialect
from claimpack.findings import Location
from claimpack.schema import MODEL_VERSION, Table
from claimpack.value_store import StoredValues, join_values, wrap_values


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPart:
    """What a descriptor says of one file of a resource in parts."""

    row_count: int | None = None
    size_bytes: int | None = None
    hash: str | None = None
    """As that of a resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One entry of a descriptor, as far as we can read what it describes."""

    name: str
    paths: tuple[str, ...] = ()
    """Files, relative to the package, whose rows follow each other; none where the
    descriptor gives no safe ones."""
    format: str | None = None
    """csv or parquet; None for a file that we do not read as a table."""
    table: Table | None = None
    """The columns that the descriptor declares; None where rows are not checked."""
    columns: tuple[Column, ...] = ()
    """How the cells of these columns are checked, in the same order."""
    wrapping: Wrapping = PLAIN
    dialect: Dialect = DEFAULT_DIALECT
    fields_match: str = "exact"
    """How labels and columns go together (Table Schema, `fieldsMatch`)."""
    twin_of: str | None = None
    """The resource that has the same rows in CSV."""
    size_bytes: int | None = None
    hash: str | None = None
    """As in the descriptor: algorithm, colon, digest; without algorithm: MD5."""
    parts: tuple[DeclaredPart, ...] = ()
    """What is said of each of its files, in their order; empty where nothing is."""
    content_hash: str | None = None
    """Of a twin: hash of its rows as we write them in CSV."""

    @property
    def path(self) -> str | None:
        """The first of its files; None where it has none."""
        return self.paths[0] if self.paths else None

    @property
    def place(self) -> Location:
        """The place of the resource as a whole."""
        return Location(path=self.path, resource=self.name)

    def iter_files(self) -> Iterator[tuple[str, DeclaredPart]]:
        """Yield the path of each file, with what is said of it alone."""
        yield from zip_longest(self.paths, self.parts, fillvalue=DeclaredPart())


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What a descriptor says that can be checked."""

    path: str
    """The descriptor, relative to the package."""
    resources: tuple[Resource, ...] = ()
    model: Any = None
    """`claimpack.model` as it stands in the descriptor; None where there is none."""
    expectations: Any = None
    """`claimpack.expect` as it stands in the descriptor; None where there is none."""
    rules_path: Any = None
    """`claimpack.rules` as it stands in the descriptor; None where there is none."""

    @property
    def is_model(self) -> bool:
        """Whether the package declares our model, in the version that we know."""
        return bool(self.model == MODEL_VERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePart:
    """Rows of a table that stand in one file."""

    path: str
    first_row: int = 0
    """Index in the table of the first row, counted from 0."""
    lines: Sequence[int] = ()
    """Physical line on which each row begins; empty where there are no lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """The rows of one table."""

    resource: str
    parts: tuple[TablePart, ...]
    """The files that they stand in, in order; one at least."""
    table: Table
    cells: pa.Table
    """The columns that are kept, in order; null: empty or unreadable."""
    row_count: int
    damaged: frozenset[int] = frozenset()
    """Rows with a cell that is missing or unreadable: no rule is asked about them."""
    labels: tuple[str, ...] | None = None
    """The declared columns that the file has; None: those that are kept."""
    key_columns: pa.Table | None = None
    """Texts of the columns that are in keys, equal where the values are, null for no
    value; None: to be made of the cells."""
    stored: StoredValues | None = None
    """All values, where `cells` has none of them."""
    origins: Sequence[int] = ()
    """Index in the whole table of each row; empty where these are all rows."""

    @property
    def names(self) -> tuple[str, ...]:
        """The declared columns that the file has, in order."""
        return tuple(self.cells.column_names) if self.labels is None else self.labels

    @property
    def values(self) -> StoredValues:
        """All values, wherever they are."""
        return wrap_values(self.cells) if self.stored is None else self.stored

    def hold(self, cells: pa.Table) -> TableRows:
        """Return the same with some of the values as `cells`."""
        return replace(self, cells=cells, stored=None)

    @property
    def path(self) -> str:
        """The first file."""
        return self.parts[0].path

    @property
    def place(self) -> Location:
        """The place of the table as a whole."""
        return Location(path=self.path, resource=self.resource)

    @property
    def is_complete(self) -> bool:
        """Whether the file has every declared column."""
        return self.names == self.table.field_names

    def has(self, names: Sequence[str]) -> bool:
        """Return whether the file has all these columns."""
        return set(names) <= set(self.names)

    def list_key_columns(self) -> pa.Table:
        """Return the columns that are in keys, as texts."""
        if self.key_columns is not None:
            return self.key_columns
        return pa.table({name: write_texts(self.cells[name]) for name in self.names})

    def column(self, name: str) -> list[Value]:
        """Return the values of a column, in the order of the rows."""
        return self.cells.column(name).to_pylist()  # type: ignore[no-any-return]  # pyarrow ships no types

    def keys(self, names: Sequence[str]) -> list[tuple[Value, ...]]:
        """Return the values of some columns, one tuple for each row."""
        return list(zip(*map(self.column, names), strict=True))

    def row(self, index: int) -> dict[str, Value]:
        """Return one row, None for an empty cell."""
        rows = self.cells.slice(index, 1).to_pylist()
        return rows[0] if rows else {}  # no column is kept

    def locate(self, index: int, field: str | None = None) -> Location:
        """Return the place of a row, or of one of its cells."""
        index = self.origins[index] if self.origins else index
        number = bisect_right(self.parts, index, key=attrgetter("first_row"))
        part = self.parts[number - 1]
        return Location(
            path=part.path,
            line=part.lines[index - part.first_row] if part.lines else None,
            resource=self.resource,
            row=index + 1,
            field=field,
        )


def join_rows(files: Sequence[TableRows]) -> TableRows:
    """Return the rows of all files of a table, in order; there is one at least."""
    first = files[0]
    if len(files) == 1:
        return first
    has_keys = any(rows.key_columns is not None for rows in files)
    keys = [rows.list_key_columns() for rows in files] if has_keys else []
    stored = [rows.stored for rows in files if rows.stored is not None]
    return replace(
        first,
        parts=tuple(part for rows in files for part in rows.parts),
        row_count=sum(rows.row_count for rows in files),
        damaged=frozenset().union(*(rows.damaged for rows in files)),
        cells=join_columns([rows.cells for rows in files]),
        key_columns=join_columns(keys) if has_keys else None,
        stored=join_values(stored) if stored else None,
    )


def join_columns(tables: Sequence[pa.Table]) -> pa.Table:
    """Return tables with the same columns, one after the other."""
    columns = [table.columns for table in tables]
    joined = [join_chunks(parts) for parts in zip(*columns, strict=True)]
    return pa.table(dict(zip(tables[0].column_names, joined, strict=True)))


def join_chunks(parts: Sequence[Any]) -> pa.ChunkedArray:
    """Return one column; all of it is text where a part is, or where there is none."""
    types_found = {part.type for part in parts}
    if len(types_found) != 1:
        parts = [part.cast(pa.string()) for part in parts]
    chunks = [chunk for part in parts for chunk in list_chunks(part)]
    return pa.chunked_array(chunks, chunks[0].type if chunks else pa.string())


def list_chunks(column: Any) -> Sequence[Any]:  # noqa: ANN401  # pyarrow ships no types
    """Return the arrays that a column is made of."""
    return column.chunks if isinstance(column, pa.ChunkedArray) else (column,)


def write_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as text, as CSV has it; null stays null."""
    if types.is_string(column.type):
        return column
    values = column.to_pylist()
    texts = [None if value is None else format_cell(value) for value in values]
    return pa.chunked_array([pack_words(texts)])


def make_object(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row as JSON has it: no key for an empty cell, days as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in row.items()
        if value is not None
    }
