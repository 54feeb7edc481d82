"""The rows that belong to one row, chosen by following the keys of the tables."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.row_source import Row
from claimpack.schema import Table
from claimpack.show.reading import ADVICE
from claimpack.sources import TableRows

Rows = Mapping[str, Sequence[Row]]
"""Rows by table, sorted by key as every table is."""


def select_rows(tables: Mapping[str, TableRows], table: str, row_id: str) -> Rows:
    """Return the row with an id and all rows that belong to it.

    These are the rows that refer to it; of every claim among them or named by them
    the chain, the participants, the links and the spans; and, one step on, what all
    of these refer to.

    Raises:
        SourceError: a row refers to one that does not exist.

    """
    selection = Selection(tables)
    selection.add_ids(table, {row_id})
    selection.add_referring(table, {row_id})
    selection.add_referred("claims")
    selection.add_referring("claims", selection.ids("claims"))
    selection.add_referring("attributions", selection.ids("attributions"))
    for name in ("claims", "documents", "events", "entities"):
        selection.add_referred(name)
    return selection.rows()


class Selection:
    """Rows that have been chosen from tables, each of them once."""

    def __init__(self, tables: Mapping[str, TableRows]) -> None:
        """Begin with no row."""
        self.tables = tables
        self.chosen: dict[str, dict[tuple[str, ...], Row]] = {
            name: {} for name in tables
        }
        """By table and primary key."""

    def rows(self) -> Rows:
        """Return what has been chosen."""
        return {
            name: [rows[key] for key in sorted(rows)]
            for name, rows in self.chosen.items()
        }

    def ids(self, table: str) -> set[str]:
        """Return the ids of the chosen rows of a table."""
        return {row_id for (row_id,) in self.chosen[table]}

    def add(self, table: str, column: str, ids: Collection[str]) -> None:
        """Choose the rows that have one of the ids in a column."""
        rows = self.tables[table]
        wanted = pack_words(sorted(ids))
        is_wanted = compute.is_in(rows.cells.column(column), value_set=wanted)
        for row in rows.cells.filter(is_wanted).to_pylist():
            key = tuple(str(row[name]) for name in rows.table.primary_key)
            self.chosen[table][key] = row

    def add_ids(self, table: str, ids: Collection[str]) -> None:
        """Choose the rows with these ids, each of which there must be."""
        rows = self.tables[table]
        (key,) = rows.table.primary_key
        self.add(table, key, ids)
        for missing in sorted(set(ids) - self.ids(table)):
            expected = f"expected one, as other rows refer to {quote(missing)}"
            raise refusal(rows.path, "found no row of that id", expected, ADVICE)

    def add_referring(self, target: str, ids: Collection[str]) -> None:
        """Choose the rows of any table that refer to rows with these ids."""
        for name, rows in self.tables.items():
            for column in list_references(rows.table, target):
                self.add(name, column, ids)

    def add_referred(self, target: str) -> None:
        """Choose the rows of a table that chosen rows of any table refer to."""
        self.add_ids(
            target,
            {
                str(row[column])
                for name, rows in self.chosen.items()
                for column in list_references(self.tables[name].table, target)
                for row in rows.values()
                if row[column] is not None
            },
        )


def list_references(table: Table, target: str) -> list[str]:
    """Return the columns that refer to a table; each key of the model is one column."""
    return [key.fields[0] for key in table.foreign_keys if key.table == target]
