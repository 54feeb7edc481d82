"""The tables of a package: what is said of them, and what is counted in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimpack.diff.sides import Side
from claimpack.schema import Table
from claimpack.site.anchors import Anchors
from claimpack.site.code_lists import ListedCode
from claimpack.site.said import SaidColumn, SaidTable, read_said
from claimpack.site.tallies import Tally, Wish, tally_table

ORDERED = {"integer", "number", "year", "date", "datetime", "time"}
"""Types whose least and greatest values are told."""
LISTED = {"boolean", "integer", "number", "year"}
"""Types whose values are told where they are few: no text, which may be quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedColumn:
    """A column with its place on the page."""

    said: SaidColumn
    anchor: str
    is_key: bool
    """Whether it is a part of the primary key."""
    tally: Tally

    @property
    def codes(self) -> list[tuple[ListedCode, int]]:
        """All values that it may have, with their counts; none where it is open."""
        counts = self.tally.counts
        return [(each, counts.get(each.code, 0)) for each in self.said.codes]

    @property
    def unlisted_count(self) -> int:
        """Cells of a closed column whose value is not in its list."""
        listed = sum(count for _, count in self.codes)
        return self.tally.filled_count - listed if self.codes else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedTable:
    """A table with its place on the page."""

    said: SaidTable
    anchor: str
    row_count: int
    columns: tuple[DescribedColumn, ...]

    @property
    def name(self) -> str:
        """Its name."""
        return self.said.table.name

    @property
    def anchors(self) -> dict[str, str]:
        """The place of each column, by its name."""
        return {each.said.name: each.anchor for each in self.columns}


def describe_tables(side: Side, anchors: Anchors) -> list[DescribedTable]:
    """Return the tables of a package in its order, each read to the end.

    Raises:
        SourceError: a file cannot be read, or a cell is none of its type.

    """
    slugs = {name: anchors.take(name) for name in side.tables}
    return [describe_table(side, name, slugs[name], anchors) for name in slugs]


def describe_table(
    side: Side, name: str, anchor: str, anchors: Anchors
) -> DescribedTable:
    """Return one table."""
    said = read_said(side, name)
    tally = tally_table(side, name, dict(iter_wishes(said)))
    columns = [
        DescribedColumn(
            said=column,
            anchor=anchors.take(f"{anchor}.{column.name}"),
            is_key=column.name in said.table.primary_key,
            tally=tally.columns[column.name],
        )
        for column in said.columns
    ]
    return DescribedTable(
        said=said, anchor=anchor, row_count=tally.row_count, columns=tuple(columns)
    )


def iter_wishes(said: SaidTable) -> Iterator[tuple[str, Wish]]:
    """Yield each column of which values are told: codes, numbers, days, yes and no.

    Of ids none is, whatever their type.
    """
    ids = list_ids(said.table)
    for column in said.columns:
        name, kind = column.name, column.type
        if column.codes:
            yield name, Wish(codes={each.code for each in column.codes})
        elif name not in ids and kind in ORDERED | LISTED:
            codes = None if kind in LISTED else ()
            yield name, Wish(codes=codes, is_ordered=kind in ORDERED)


def list_ids(table: Table) -> set[str]:
    """Return the columns that tell rows apart or refer to some."""
    keys = [*table.unique_keys, *(key.fields for key in table.foreign_keys)]
    unique = {field.name for field in table.fields if field.is_unique}
    return unique.union(table.primary_key, *keys)
