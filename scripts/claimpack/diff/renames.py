"""Columns that have another name now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.columns import Columns, list_fields
from claimpack.diff.keys import join_keys
from claimpack.diff.reading import ReadTable, flatten, read_rows
from claimpack.diff.rows import differ
from claimpack.diff.sides import Json, Side


def match_columns(old: Side, new: Side, name: str) -> Columns:
    """Return which column of a table was which.

    A column was renamed where one is gone, and another one of its type is there with
    its description or in its place; and, where rows tell, with mostly its values.

    Raises:
        SourceError: the first rows cannot be read.

    """
    columns = Columns(
        old=list_fields(old, name), new=list_fields(new, name), renamed={}
    )
    candidates = find_candidates(columns)
    if not candidates:
        return columns
    key = new.tables[name].primary_key
    former = [(candidates.get(each, each), each) for each in key]
    sample = take_sample(read_rows(old, name), read_rows(new, name), former)
    renamed = {
        now: was
        for now, was in candidates.items()
        if (now not in key or sample.are_met)
        and sample.is_same(was, now, has_same_words(columns, was, now))
    }
    return replace(columns, renamed=renamed)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """Some of the first rows of two tables, those of one key at one place."""

    tables: tuple[ReadTable, ReadTable]
    rows: tuple[pa.Table, pa.Table]
    are_met: bool
    """Whether most of them have their like by the key, or there are none."""

    def is_same(self, was: str, now: str, default: bool) -> bool:  # noqa: FBT001  # an answer
        """Return whether two columns have mostly one value; `default`: none tells."""
        before, after = (
            table.columns[name].write(flatten(rows[name]))
            for table, rows, name in zip(
                self.tables, self.rows, (was, now), strict=True
            )
        )
        is_told = compute.and_(before.is_valid(), after.is_valid())
        told = compute.sum(is_told).as_py() or 0
        if not told:
            return default
        others = compute.sum(differ(before, after).filter(is_told)).as_py() or 0
        return bool(others * 2 < told)


def take_sample(
    old: ReadTable, new: ReadTable, key: Sequence[tuple[str, str]]
) -> Sample:
    """Return the first rows of two tables; without a key, they go by their places.

    `key` has the names of its columns in OLD and in NEW.
    """
    tables = old, new
    before, after = (next(it.batches, empty_rows(it)) for it in tables)
    read = min(before.num_rows, after.num_rows)
    if key and all(was in old.columns for was, _ in key):
        names = zip(*key, strict=True)
        old_keys, new_keys = (
            join_keys([table.columns[each].write(flatten(rows[each])) for each in own])
            for table, rows, own in zip(tables, (before, after), names, strict=True)
        )
        places = compute.index_in(old_keys, value_set=new_keys)
        before, after = before.filter(places.is_valid()), after.take(places.drop_null())
    count = min(before.num_rows, after.num_rows)
    return Sample(
        tables=tables,
        rows=(before.slice(0, count), after.slice(0, count)),
        are_met=count * 2 > read or not read,
    )


def empty_rows(table: ReadTable) -> pa.Table:
    """Return no rows, with the columns of a table."""
    return pa.schema([(name, pa.string()) for name in table.columns]).empty_table()
