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

from claimpack.checks.tombstones import TOMBSTONE, WITHDRAWN
from claimpack.diff.pairing import KEY
from claimpack.diff.plans import Observer
from claimpack.diff.reading import flatten, read_rows
from claimpack.diff.sides import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstones:
    """What one table has to do with tombstones."""

    missing: tuple[str, ...] = ()
    """Ids that were withdrawn and have none, sorted."""
    used: tuple[str, ...] = ()
    """Ids that have one and are in use, sorted."""


def read_tombstones(*sides: Side) -> dict[str, set[str | None]]:
    """Return the ids of each table that have a tombstone in one of the packages.

    Raises:
        SourceError: a table of them cannot be read.

    """
    found: dict[str, set[str | None]] = defaultdict(set)
    for side in sides:
        table = side.tables.get(WITHDRAWN)
        if table is None or not set(TOMBSTONE) <= set(table.field_names):
            continue
        read = read_rows(side, WITHDRAWN)
        for rows in read.batches:
            names, ids = (
                read.columns[each].write(flatten(rows[each])).to_pylist()
                for each in TOMBSTONE
            )
            for name, key in zip(names, ids, strict=True):
                found[name].add(key)
    return found


NO_TOMBSTONES = Tombstones()


class TombstoneWatch(Observer):
    """Notes ids of one table that lack a tombstone, or should not be there."""

    def __init__(self, tombstones: Mapping[str, set[str | None]], table: str) -> None:
        """Begin with none."""
        known = sorted(key for key in tombstones.get(table, ()) if key is not None)
        self.known = pa.array(known, pa.string())
        self.missing: list[str] = []
        self.used: list[str] = []

    def see_new(self, rows: pa.Table) -> None:
        """Take rows of NEW, with their keys."""
        if len(self.known):
            self.used += self.pick(rows, is_known=True)

    def see_withdrawn(self, rows: pa.Table) -> None:
        """Take rows that only OLD has, with their keys."""
        self.missing += self.pick(rows, is_known=False)

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
