"""SQL over Arrow tables, closed off from files, network and Python variables.

The only module that imports duckdb. DuckDB never opens a file of a package: its
readers of CSV and Parquet pass over defects in silence (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa

from claimpack.arrow_columns import pack_integers
from claimpack.errors import SchemaError
from claimpack.key_store import Budget

ROW_NUMBER = "row_number"
"""Column that is added to each table: the number of the row, counted from 1."""
ROWS_OF_STEP = 65_536
"""Rows of an answer to us, which we take batch by batch."""
Settings = dict[str, str | bool | int | float | list[str]]
SETTINGS: Settings = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "temp_directory": "",  # it would be one in the folder where the command runs
}
ONE_THREAD: Settings = SETTINGS | {"threads": 1}
"""For tables of which several are looked at in as many processes."""

Connection = duckdb.DuckDBPyConnection
EngineError = duckdb.Error
"""What DuckDB says of a statement that it cannot run."""
EngineMemoryError = duckdb.OutOfMemoryException
"""… because it needs more memory than there is."""


@contextmanager
def connect(
    tables: Mapping[str, Any], settings: Settings = SETTINGS
) -> Iterator[Connection]:
    """Give a private database in memory that has the tables and nothing else.

    Each is a table or a dataset of Arrow; a table gets the column `row_number` besides
    its own. The names come from our own schema: they enter SQL, so a stranger's name
    must not be among them.
    """
    connection = duckdb.connect(":memory:", config=settings)
    try:
        for name, table in tables.items():
            is_table = isinstance(table, pa.Table)
            connection.register(name, number_rows(table) if is_table else table)
        connection.execute("SET lock_configuration = true")
        yield connection
    finally:
        connection.close()


def number_rows(table: pa.Table) -> pa.Table:
    """Return the table with the column `row_number` behind its own."""
    numbers = pack_integers(range(1, table.num_rows + 1))
    return table.append_column(ROW_NUMBER, numbers)


def bound(budget: Budget | None) -> Settings:
    """Return the settings that keep a database within a budget; None: unbounded."""
    if budget is None:
        return SETTINGS
    return SETTINGS | {
        "memory_limit": f"{budget.size_bytes}B",
        "temp_directory": str(budget.folder),
        "preserve_insertion_order": "false",
    }


def run(connection: Connection, query: str) -> Connection:
    """Run a query of ours; raise MemoryError where it needs more than there is."""
    try:
        return connection.execute(query)
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error


def iter_batches(connection: Connection, query: str) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a query of ours; MemoryError as `run` has it."""
    try:
        reader: Any = connection.sql(query).to_arrow_reader(ROWS_OF_STEP)
        yield from reader
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error


def relate(
    connection: Connection, query: str, values: Mapping[str, Any]
) -> duckdb.DuckDBPyRelation:
    """Return a SELECT of which nothing is run yet; its rows are found while read.

    `execute` would find them all before it gives the first.
    """
    return connection.sql(query, params=values or None)


@contextmanager
def locating(
    connection: Connection, query: str, values: Mapping[str, Any]
) -> Iterator[None]:
    """Raise an `EngineError` from within as `execute` has it, which says where."""
    try:
        yield
    except duckdb.Error:
        connection.execute(query, values)
        raise


def list_held(
    connection: Connection, table: str, conditions: Sequence[str]
) -> list[bool]:
    """Return for each condition whether all rows of a table keep it.

    One pass over the table for all; null counts as true, as in `find_rows`.
    """
    flags = ", ".join(f"bool_and(coalesce(({each}), true))" for each in conditions)
    query = f'SELECT {flags} FROM "{table}"'  # noqa: S608  # names of our own schema
    (row,) = select(connection, query)
    return [flag is not False for flag in row]


def find_rows(connection: Connection, table: str, condition: str) -> list[int]:
    """Return the numbers of the rows for which the condition is false, in order.

    Null counts as true: a rule says nothing about what is not stated.
    """
    rows = select(
        connection,
        f'SELECT {ROW_NUMBER} FROM "{table}" '  # noqa: S608  # names of our own schema
        f"WHERE NOT coalesce(({condition}), true) ORDER BY 1",
    )
    return [row[0] for row in rows]


def select(connection: Connection, query: str) -> Sequence[tuple[Any, ...]]:
    """Return the rows of a query.

    Raises:
        SchemaError: the query is no SQL, or is not about the tables there are.

    """
    try:
        return connection.execute(query).fetchall()
    except duckdb.Error as error:
        message = f"the query cannot be run: {query}: {error}"
        raise SchemaError(message) from error


def ask_one(connection: Connection, query: str, *values: str) -> Any:  # noqa: ANN401  # what the query gives
    """Return the first value that a query gives; raises `EngineError`."""
    rows = connection.execute(query, values).fetchall()
    return rows[0][0]
