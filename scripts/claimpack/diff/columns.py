"""Which column of NEW was which column of OLD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.keys import join_keys
from claimpack.diff.lines import flatten
from claimpack.diff.reading import ReadTable, read_rows
from claimpack.diff.rows import Pair, Plan, differ
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


def match_columns(old: Side, new: Side, name: str) -> Columns:
    """Return which column was which.

    A column was renamed where one is gone, and another one of its type is there with
    its description or in its place; and, where rows tell, with mostly its values.

    Raises:
        SourceError: the first rows cannot be read.

    """
    before, after = (list_fields(side, name) for side in (old, new))
    columns = Columns(old=before, new=after, renamed={})
    candidates = find_candidates(columns)
    if not candidates:
        return columns
    renamed = {
        now: was
        for now, was in candidates.items()
        if is_proved(old, new, name, was, now, candidates)
    }
    return Columns(old=before, new=after, renamed=renamed)


def list_fields(side: Side, name: str) -> dict[str, Json]:
    """Return what a package declares of each column of a table, in order."""
    fields = side.entries[name]["schema"]["fields"]
    return {each["name"]: each for each in fields}


def find_candidates(columns: Columns) -> dict[str, str]:
    """Return the columns of NEW that may have had another name, and which."""
    left = list(columns.removed)
    found: dict[str, str] = {}
    for test in (has_same_words, has_same_place):
        for now in columns.added:
            was = next((each for each in left if test(columns, each, now)), None)
            if now not in found and was is not None:
                found[now] = was
                left.remove(was)
    return found


def has_same_words(columns: Columns, was: str, now: str) -> bool:
    """Return whether two columns have one type and one description."""
    old, new = columns.old[was], columns.new[now]
    words = old.get("description")
    return bool(words) and words == new.get("description") and has_type(old, new)


def has_same_place(columns: Columns, was: str, now: str) -> bool:
    """Return whether two columns have one type and stand at one place."""
    places = list(columns.old).index(was), list(columns.new).index(now)
    return places[0] == places[1] and has_type(columns.old[was], columns.new[now])


def has_type(old: Json, new: Json) -> bool:
    """Return whether two fields declare one type."""
    return bool(old.get("type", "any") == new.get("type", "any"))


def is_proved(  # noqa: PLR0913  # two columns in two packages
    old: Side, new: Side, name: str, was: str, now: str, renamed: Mapping[str, str]
) -> bool:
    """Return whether the first rows have mostly the same values in two columns.

    Where no row tells, the description decides.
    """
    former = {**{now: was}, **renamed}
    key = new.tables[name].table.primary_key  # type: ignore[union-attr]  # a table
    if now in key:
        return True
    sample = sample_rows(
        read_rows(old, name), read_rows(new, name), [(former.get(k, k), k) for k in key]
    )
    before, after = (
        table.columns[column].write(flatten(rows[column]))
        for (table, rows), column in zip(sample, (was, now), strict=True)
    )
    is_told = compute.and_(before.is_valid(), after.is_valid())
    told = compute.sum(is_told).as_py() or 0
    if not told:
        words = list_fields(old, name)[was].get("description")
        return bool(words) and words == list_fields(new, name)[now].get("description")
    same = told - (compute.sum(differ(before, after).filter(is_told)).as_py() or 0)
    return bool(same * 2 >= told)


def sample_rows(
    old: ReadTable, new: ReadTable, key: Sequence[tuple[str, str]]
) -> tuple[tuple[ReadTable, pa.Table], tuple[ReadTable, pa.Table]]:
    """Return rows of both tables that have one key; without a key, one place."""
    before, after = next(old.batches, None), next(new.batches, None)
    if before is None or after is None:
        nothing = [
            pa.table({n: pa.nulls(0, pa.string()) for n in t.columns})
            for t in (old, new)
        ]
        return (old, nothing[0]), (new, nothing[1])
    if not all(was in old.columns for was, _ in key) or not key:
        count = min(before.num_rows, after.num_rows)
        return (old, before.slice(0, count)), (new, after.slice(0, count))
    keys = [
        join_keys([table.columns[each].write(flatten(rows[each])) for each in names])
        for table, rows, names in zip(
            (old, new), (before, after), zip(*key, strict=True), strict=True
        )
    ]
    places = compute.index_in(keys[0], value_set=keys[1])
    met = before.filter(places.is_valid()), after.take(places.drop_null())
    return (old, met[0]), (new, met[1])


def make_plan(
    columns: Columns, old: Side, new: Side, name: str, tables: tuple[ReadTable, ReadTable]
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
    before, after = (
        side.tables[name].table.primary_key  # type: ignore[union-attr]  # a table
        for side in (old, new)
    )
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


def read_keys(value: Any) -> list[str]:  # noqa: ANN401  # JSON
    """Return the names that a key in a descriptor lists."""
    return list(value) if isinstance(value, list) else [value]
