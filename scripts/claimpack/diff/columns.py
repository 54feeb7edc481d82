"""Which column of NEW was which column of OLD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimpack.diff.plans import Pair, Plan
from claimpack.diff.reading import ReadTable
from claimpack.diff.sides import Json, Side

WORDS = frozenset(
    {"title", "description", "example", "whenEmpty", "vocabulary", "rdfType"}
    | {"skos:exactMatch"}
)
"""What a field says for people, and for other models."""
NO_READING = WORDS | {"name", "constraints", "unit", "categories", "categoriesOrdered"}
"""What does not tell how the words of its cells are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The columns of one table in both packages."""

    old: Mapping[str, Json]
    """What OLD declares of each column, in order."""
    new: Mapping[str, Json]
    renamed: Mapping[str, str]
    """By name in NEW: the former name."""

    @property
    def former(self) -> dict[str, str]:
        """By name in NEW of each column that both have: its name in OLD."""
        shared = {name: self.renamed.get(name, name) for name in self.new}
        return {name: old for name, old in shared.items() if old in self.old}

    @property
    def added(self) -> list[str]:
        """The columns that only NEW has."""
        return [name for name in self.new if name not in self.former]

    @property
    def removed(self) -> list[str]:
        """The columns that only OLD has."""
        kept = set(self.former.values())
        return [name for name in self.old if name not in kept]


def list_fields(side: Side, name: str) -> dict[str, Json]:
    """Return what a package declares of each column of a table, in order."""
    fields = side.entries[name]["schema"]["fields"]
    return {each["name"]: each for each in fields}


def make_plan(
    columns: Columns,
    old: Side,
    new: Side,
    name: str,
    tables: tuple[ReadTable, ReadTable],
) -> Plan:
    """Return how the rows of a table are compared.

    Without a key that both have, the plan has none.
    """
    before, after = tables
    former = columns.former
    pairs = {
        now: make_pair(columns, before, after, was, now) for now, was in former.items()
    }
    keys = list_keys(columns, old, new, name)
    return Plan(
        name=name,
        key=tuple(pairs[now] for now in keys),
        pairs=tuple(pair for now, pair in pairs.items() if now not in keys),
        removed=tuple(before.columns[each] for each in columns.removed),
        added=tuple(after.columns[each] for each in columns.added),
    )


def list_keys(columns: Columns, old: Side, new: Side, name: str) -> tuple[str, ...]:
    """Return the primary key of NEW, none unless it is that of OLD."""
    before, after = (side.tables[name].primary_key for side in (old, new))
    was = {columns.former.get(each) for each in after}
    return after if was == set(before) else ()


def make_pair(
    columns: Columns, before: ReadTable, after: ReadTable, was: str, now: str
) -> Pair:
    """Return how the cells of a column that both have are compared."""
    old, new = before.columns[was], after.columns[now]
    readings = [
        {key: value for key, value in field.items() if key not in NO_READING}
        for field in (columns.old[was], columns.new[now])
    ]
    is_alike = (
        readings[0] == readings[1]
        and old.is_stored == new.is_stored
        and old.column.missing_values == new.column.missing_values
    )
    return Pair(old=old, new=new, is_alike=is_alike)


def iter_order(columns: Columns) -> Iterator[str]:
    """Yield the columns that both have, by their names in NEW, in the order of OLD."""
    names = {was: now for now, was in columns.former.items()}
    yield from (names[was] for was in columns.old if was in names)
