"""Keys in DuckDB: which rows repeat a key, and which refer to none.

Keys are texts that are equal where their values are; null is no value. Tables and
columns get names of our own: a stranger's never enters SQL.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import pyarrow as pa
from pyarrow import compute

from claimpack.engine import Connection, bound, connect, run
from claimpack.key_store import Budget

Key = tuple[str, ...]


class Repeat(NamedTuple):
    """A row that has the key of another one before it."""

    row: int
    """Number of the row, counted from 1."""
    first_row: int
    key: Key


class Dangling(NamedTuple):
    """A row that refers to a key that no row has."""

    row: int
    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Columns of a table that are a key, or refer to one."""

    table: str
    fields: tuple[str, ...]


@contextmanager
def open_keys(
    tables: Mapping[str, pa.Table], budget: Budget | None = None
) -> Iterator[KeyEngine]:
    """Give an engine over the key columns of tables, all of them text."""
    aliases = {name: f"t{index}" for index, name in enumerate(tables)}
    columns = {
        name: {field: f"c{index}" for index, field in enumerate(table.column_names)}
        for name, table in tables.items()
    }
    renamed = {
        aliases[name]: table.rename_columns(list(columns[name].values()))
        for name, table in tables.items()
    }
    with connect(renamed, bound(budget)) as connection:
        yield KeyEngine(
            connection=connection, tables=tables, aliases=aliases, columns=columns
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEngine:
    """Answers questions about keys."""

    connection: Connection
    tables: Mapping[str, pa.Table]
    aliases: Mapping[str, str]
    columns: Mapping[str, Mapping[str, str]]

    def list_columns(self, table: str, fields: Sequence[str]) -> list[str]:
        """Return our names of the columns of a table."""
        return [self.columns[table][field] for field in fields]

    def ask(self, query: str) -> list[tuple[object, ...]]:
        """Return the rows of a query."""
        return run(self.connection, query).fetchall()

    def find_empty(self, table: str, field: str, most: int) -> tuple[list[int], int]:
        """Return the first rows without a value in a column, and how many there are."""
        rows = compute.indices_nonzero(self.tables[table][field].is_null())
        return [row + 1 for row in rows[:most].to_pylist()], len(rows)

    def find_repeats(
        self, table: str, fields: Sequence[str], most: int
    ) -> tuple[list[Repeat], int]:
        """Return the first rows that repeat a key, and how many there are.

        Keys with a part that is null count as unlike every other.
        """
        names = self.list_columns(table, fields)
        key = ", ".join(names)
        is_whole = " AND ".join(f"{name} IS NOT NULL" for name in names)
        source = f"FROM {self.aliases[table]} WHERE {is_whole}"
        repeated = f"SELECT {key} {source} GROUP BY ALL HAVING count(*) > 1"
        if not self.count(f"FROM ({repeated})"):
            return [], 0
        numbered = (
            "SELECT row_number, "
            f"min(row_number) OVER (PARTITION BY {key}) AS first_row, "
            f"{key} {source} AND ({key}) IN ({repeated})"
        )
        repeats = f"FROM ({numbered}) WHERE row_number <> first_row"
        rows = self.ask(f"SELECT * {repeats} ORDER BY 1 LIMIT {most}")
        found = [
            Repeat(int(str(row)), int(str(first)), tuple(map(str, parts)))
            for row, first, *parts in rows
        ]
        return found, self.count(repeats)

    def find_dangling(
        self, references: Sequence[Reference], target: Reference, most: int
    ) -> list[tuple[list[Dangling], int]]:
        """Return, for each reference, its first dangling rows and how many there are.

        The set of target keys is built once for all of them.
        """
        width = len(target.fields)
        keys = [f"k{index}" for index in range(width)]
        referring = " UNION ALL ".join(
            self.select_keys(index, reference, keys)
            for index, reference in enumerate(references)
        )
        target_keys = ", ".join(
            f"{column} AS {key}"
            for column, key in zip(
                self.list_columns(target.table, target.fields), keys, strict=True
            )
        )
        run(
            self.connection,
            "CREATE OR REPLACE TEMP TABLE dangling AS "
            f"SELECT * FROM ({referring}) AS referring ANTI JOIN "
            f"(SELECT {target_keys} FROM {self.aliases[target.table]}) AS target "
            f"USING ({', '.join(keys)})",
        )
        return [
            self.read_dangling(index, keys, most) for index in range(len(references))
        ]

    def select_keys(self, index: int, reference: Reference, keys: Sequence[str]) -> str:
        """Return the query of the keys that one reference has, none with a null."""
        names = self.list_columns(reference.table, reference.fields)
        columns = ", ".join(
            f"{name} AS {key}" for name, key in zip(names, keys, strict=True)
        )
        is_whole = " AND ".join(f"{name} IS NOT NULL" for name in names)
        return (
            f"SELECT {index} AS reference, row_number, {columns} "
            f"FROM {self.aliases[reference.table]} WHERE {is_whole}"
        )

    def read_dangling(
        self, index: int, keys: Sequence[str], most: int
    ) -> tuple[list[Dangling], int]:
        """Return the first dangling rows of one reference, and how many there are."""
        source = f"FROM dangling WHERE reference = {index}"
        total = self.count(source)
        if not total:
            return [], 0
        rows = self.ask(
            f"SELECT row_number, {', '.join(keys)} {source} ORDER BY 1 LIMIT {most}"
        )
        found = [Dangling(int(str(row)), tuple(map(str, key))) for row, *key in rows]
        return found, total

    def list_texts(self, table: str, field: str, most: int) -> list[str]:
        """Return the first texts of a column, sorted, each once."""
        (column,) = self.list_columns(table, [field])
        rows = self.ask(
            f"SELECT DISTINCT {column} FROM {self.aliases[table]} "
            f"WHERE {column} IS NOT NULL ORDER BY 1 LIMIT {most}"
        )
        return [str(row[0]) for row in rows]

    def count(self, source: str) -> int:
        """Return how many rows a FROM clause gives."""
        return int(str(self.ask(f"SELECT count(*) {source}")[0][0]))
