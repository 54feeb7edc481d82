"""How two tables are compared, and what looks on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from claimpack.diff.reading import ReadColumn

Texts = Mapping[str, tuple[Any, Any]]
"""By column of NEW: the texts of some rows in OLD and in NEW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A column that both tables have, maybe under two names."""

    old: ReadColumn
    new: ReadColumn
    is_alike: bool
    """Whether equal cells have equal values; else their texts are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideColumns:
    """The columns of one of two tables that are compared."""

    key: tuple[ReadColumn, ...]
    columns: Mapping[str, ReadColumn]
    """The others, by names of ours: `c0`, `c1` … for those that both tables have, in
    the same order, and `x0`, `x1` … for those that only this one has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How two tables are compared."""

    name: str
    key: tuple[Pair, ...]
    """The columns that tell rows apart; none where all columns do."""
    pairs: tuple[Pair, ...]
    """The other columns that both have."""
    removed: tuple[ReadColumn, ...] = ()
    """The columns that only OLD has."""
    added: tuple[ReadColumn, ...] = ()
    """The columns that only NEW has."""

    @property
    def old(self) -> SideColumns:
        """The columns of OLD."""
        shared = {f"c{index}": pair.old for index, pair in enumerate(self.pairs)}
        own = {f"x{index}": column for index, column in enumerate(self.removed)}
        key = tuple(pair.old for pair in self.key)
        return SideColumns(key=key, columns={**shared, **own})

    @property
    def new(self) -> SideColumns:
        """The columns of NEW."""
        shared = {f"c{index}": pair.new for index, pair in enumerate(self.pairs)}
        own = {f"x{index}": column for index, column in enumerate(self.added)}
        key = tuple(pair.new for pair in self.key)
        return SideColumns(key=key, columns={**shared, **own})


class Observer:
    """What looks at rows while they pass; it takes what it wants to see."""

    def see_old(self, rows: pa.Table) -> None:
        """Take rows of OLD as they are read, under names of ours, with their keys."""

    def see_new(self, rows: pa.Table) -> None:
        """Take rows of NEW, likewise."""

    def see_withdrawn(self, rows: pa.Table) -> None:
        """Take rows that only OLD has, likewise."""

    def see_changed(self, keys: Any, texts: Texts) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Take rows that both have and that changed."""
