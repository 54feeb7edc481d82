"""Tombstones: rows of the table `withdrawn` (id, table, version, reason).

They say of an id that it was withdrawn, and so is never used again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.lines import flatten
from claimpack.diff.pairing import KEY
from claimpack.diff.reading import read_rows
from claimpack.diff.rows import Observer
from claimpack.diff.sides import Side

WITHDRAWN = "withdrawn"
"""The table with the tombstones."""
COLUMNS = ("table", "id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """What one table has to do with tombstones."""

    missing: tuple[str, ...] = ()
    """Ids that were withdrawn and have none, sorted."""
    used: tuple[str, ...] = ()
    """Ids that have one and are in use, sorted."""


def read_tombstones(*sides: Side) -> dict[str, set[str]]:
    """Return the ids of each table that have a tombstone in one of the packages.

    Raises:
        SourceError: a table of them cannot be read.

    """
    found: dict[str, set[str]] = defaultdict(set)
    for side in sides:
        table = side.tables[WITHDRAWN].table if WITHDRAWN in side.tables else None
        if table is None or not set(COLUMNS) <= set(table.field_names):
            continue
        read = read_rows(side, WITHDRAWN)
        for rows in read.batches:
            names, ids = (
                read.columns[each].write(flatten(rows[each])).to_pylist()
                for each in COLUMNS
            )
            for name, key in zip(names, ids, strict=True):
                found[name].add(key)
    return found


class TombstoneWatch(Observer):
    """Notes ids of one table that lack a tombstone, or should not be there."""

    def __init__(self, tombstones: Mapping[str, set[str]], table: str) -> None:
        """Begin with none."""
        known = sorted(key for key in tombstones.get(table, ()) if key is not None)
        self.known = pa.array(known, pa.string())
        self.missing: list[str] = []
        self.used: list[str] = []

    def see_rows(self, old: pa.Table | None, new: pa.Table | None) -> None:  # noqa: ARG002  # only NEW counts
        """Take rows of one side, as they are read."""
        if new is not None and len(self.known):
            self.used += self.pick(new, is_known=True)

    def see_alone(self, old: pa.Table, new: pa.Table) -> None:  # noqa: ARG002  # as above
        """Take rows that were withdrawn and that were added."""
        if old.num_rows:
            self.missing += self.pick(old, is_known=False)

    def pick(self, rows: pa.Table, *, is_known: bool) -> list[str]:
        """Return the keys of rows that have a tombstone, or have none."""
        keys = flatten(rows[KEY])
        found: Any = compute.is_in(keys, value_set=self.known)
        mask = found if is_known else compute.invert(found)
        return keys.filter(mask).to_pylist()  # type: ignore[no-any-return]  # pyarrow ships no types

    def finish(self) -> Tombstones:
        """Return what was noted."""
        return Tombstones(
            missing=tuple(sorted(self.missing)), used=tuple(sorted(self.used))
        )
