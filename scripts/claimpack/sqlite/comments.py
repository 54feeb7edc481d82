"""What the descriptor says in words, as tables of SQLite, which knows no comments."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from claimpack import __version__
from claimpack.sqlite.columns import SqlColumn
from claimpack.sqlite.tables import Filled, SqlTable

Json = dict[str, Any]
Row = tuple[str | int | None, ...]
PACKAGE, TABLES, COLUMNS, QUESTIONS = (
    *("package_metadata", "table_comments"),
    *("column_comments", "question_comments"),
)
DECLARATIONS = {
    PACKAGE: """\
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL""",
    TABLES: """\
    table_name TEXT NOT NULL PRIMARY KEY,
    title TEXT,
    description TEXT,
    row_count INTEGER NOT NULL,
    content_hash TEXT""",
    COLUMNS: """\
    table_name TEXT NOT NULL REFERENCES table_comments (table_name),
    column_number INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    type TEXT NOT NULL,
    title TEXT,
    description TEXT,
    unit TEXT,
    example TEXT,
    empty_means TEXT,
    constraints TEXT,
    PRIMARY KEY (table_name, column_name)""",
    QUESTIONS: """\
    table_name TEXT NOT NULL PRIMARY KEY,
    question TEXT NOT NULL,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    parameters TEXT NOT NULL,
    sql TEXT NOT NULL""",
}
"""The columns of each of our tables."""
LEFT_OUT = {"$schema", "resources"}
"""Keys of a descriptor that are about its files."""


def describe_package(descriptor: Json) -> list[Row]:
    """Return what the descriptor says of the package, and what wrote the database.

    What is no text is there as JSON; what is null is not there.
    """
    said = {
        key: value
        for key, value in descriptor.items()
        if key not in LEFT_OUT and value is not None
    }
    said |= {
        "writer.claimpack": __version__,
        "writer.duckdb": version("duckdb"),
        "writer.sqlite": sqlite3.sqlite_version,
    }
    return [(key, write_word(value)) for key, value in said.items()]


def describe_table(table: SqlTable, filled: Filled) -> Row:
    """Return what the descriptor says of a table, its number of rows and their hash."""
    said = [write_word(table.entry.get(key)) for key in ("title", "description")]
    return (table.name, *said, filled.row_count, filled.content_hash)


def describe_columns(table: SqlTable) -> Iterator[Row]:
    """Yield what the descriptor says of each column of a table."""
    for number, column in enumerate(table.columns, start=1):
        yield (table.name, number, *describe_column(column))


def describe_column(column: SqlColumn) -> Row:
    """Return what the descriptor says of a column."""
    keys = ("title", "description", "unit", "example", "whenEmpty", "constraints")
    said = [write_word(column.entry.get(key)) for key in keys]
    return (column.column.name, column.column.reader.type, *said)


def write_word(value: Any) -> str | None:  # noqa: ANN401  # JSON enters here
    """Return a value of the descriptor as text; None where there is none."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
