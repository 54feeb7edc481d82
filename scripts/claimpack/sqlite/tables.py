"""Tables of a package as tables of SQLite: how they are declared and filled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from sqlite3 import Connection
from typing import Any

import pyarrow as pa

from claimpack.checks.table_plans import TablePlan, make_plans
from claimpack.csv_columns import format_columns
from claimpack.csv_files import format_csv
from claimpack.opening import Opened
from claimpack.schema import ForeignKey, Table
from claimpack.schema_files import load_shipped_schema
from claimpack.sqlite.columns import SqlColumn
from claimpack.sqlite.exact_rows import read_rows
from claimpack.sqlite.names import quote_name, quote_names

Json = dict[str, Any]
ROWS_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlTable:
    """One table: its columns that the file has, its keys and its rows."""

    table: Table
    columns: tuple[SqlColumn, ...]
    """In the order of the descriptor."""
    batches: Iterator[pa.RecordBatch]
    entry: Json
    """What the descriptor says of it."""

    @property
    def name(self) -> str:
        """Its name in the package."""
        return self.table.name

    def has(self, names: Iterable[str]) -> bool:
        """Return whether it has all these columns."""
        return set(names) <= {column.column.name for column in self.columns}

    def list_columns(self, names: Iterable[str]) -> list[SqlColumn]:
        """Return the columns of these names, in the same order."""
        columns = {column.column.name: column for column in self.columns}
        return [columns[name] for name in names]

    @property
    def primary_key(self) -> tuple[str, ...]:
        """The columns of its primary key; none where it has none."""
        key = self.table.primary_key
        return key if self.has(key) else ()

    @property
    def unique_keys(self) -> list[tuple[str, ...]]:
        """The columns of its other keys."""
        own = [(field.name,) for field in self.table.fields if field.is_unique]
        keys = dict.fromkeys([*own, *self.table.unique_keys])
        return [key for key in keys if self.has(key) and key != self.primary_key]

    def is_key(self, names: Iterable[str]) -> bool:
        """Return whether these columns, in any order, tell its rows apart."""
        keys = [self.primary_key, *self.unique_keys]
        return sorted(names) in [sorted(key) for key in keys]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What came of the rows of a table."""

    row_count: int
    content_hash: str | None
    """SHA-256 of its rows as our CSV has them; None where a column holds moments, of
    which the time zone is not kept."""


def open_tables(opened: Opened, descriptor: Json) -> list[SqlTable]:
    """Return the tables of a package in its order; their rows are read when asked for.

    `descriptor` has the schemas that stand in files of their own in their places.
    """
    plans = make_plans(opened.package, load_shipped_schema())
    listed = descriptor.get("resources", [])
    entries = {entry.get("name"): entry for entry in listed}
    return [
        open_table(plans[name], entries[name], *read_rows(opened, name))
        for name in opened.resources
    ]


def open_table(
    plan: TablePlan, entry: Json, stored: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> SqlTable:
    """Return one table, whose rows come in the columns `stored`."""
    fields = {field["name"]: field for field in entry["schema"]["fields"]}
    columns = [
        SqlColumn(
            column=column,
            stored=stored.field(column.name).type,
            entry=fields[column.name],
        )
        for column in plan.columns
        if column.name in stored.names
    ]
    return SqlTable(
        table=plan.table, columns=tuple(columns), batches=batches, entry=entry
    )


def declare_table(table: SqlTable, tables: Mapping[str, SqlTable]) -> str:
    """Return the CREATE TABLE of one of some tables."""
    lines = [
        column.declare(is_key=column.column.name in table.primary_key)
        for column in table.columns
    ]
    if table.primary_key:
        lines.append(f"PRIMARY KEY ({quote_names(table.primary_key)})")
    lines += [f"UNIQUE ({quote_names(key)})" for key in table.unique_keys]
    lines += [
        declare_foreign_key(key)
        for key in table.table.foreign_keys
        if key.table in tables and can_refer(table, key, tables[key.table])
    ]
    body = ",\n    ".join(lines)
    return f"CREATE TABLE {quote_name(table.name)} (\n    {body}\n) STRICT"


def can_refer(table: SqlTable, key: ForeignKey, target: SqlTable) -> bool:
    """Return whether SQLite finds the rows that a key of a table refers to.

    It looks the values up in the index of a key of the target, where the words of a
    number are not the number.
    """
    if not table.has(key.fields) or not target.is_key(key.target_fields):
        return False
    pairs = zip(
        table.list_columns(key.fields),
        target.list_columns(key.target_fields),
        strict=True,
    )
    return all(one.is_like(other) for one, other in pairs)


def declare_foreign_key(key: ForeignKey) -> str:
    """Return a foreign key as CREATE TABLE has it."""
    target = f"{quote_name(key.table)} ({quote_names(key.target_fields)})"
    return f"FOREIGN KEY ({quote_names(key.fields)}) REFERENCES {target}"


def fill_table(connection: Connection, table: SqlTable) -> Filled:
    """Insert the rows of a table in their order.

    Raises:
        SourceError: its file cannot be read, or has a number that SQLite has not.

    """
    names = [column.column.name for column in table.columns]
    digest = hashlib.sha256(format_csv(names, ()))
    row_count = 0
    for batch in iter_slices(table.batches):
        cells = [batch.column(name) for name in names]
        pairs = list(zip(table.columns, cells, strict=True))
        texts = [column.write_texts(each) for column, each in pairs]
        digest.update(format_columns(texts))
        values = [
            column.list_values(each, text)
            for (column, each), text in zip(pairs, texts, strict=True)
        ]
        insert_rows(connection, table.name, values)
        row_count += batch.num_rows
    has_moments = any(pa.types.is_timestamp(each.stored) for each in table.columns)
    content_hash = None if has_moments else f"sha256:{digest.hexdigest()}"
    return Filled(row_count=row_count, content_hash=content_hash)


def iter_slices(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Yield the rows of batches in smaller ones: as values of Python they take more."""
    for batch in batches:
        for start in range(0, batch.num_rows, ROWS_AT_ONCE):
            yield batch.slice(start, ROWS_AT_ONCE)


def insert_rows(connection: Connection, table: str, columns: list[list[Any]]) -> None:
    """Insert rows that come column by column into a table with just these columns."""
    places = ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quote_name(table)} VALUES ({places})"  # noqa: S608  # quoted
    connection.executemany(statement, zip(*columns, strict=True))
