"""Tables whose rows are not compared, because they cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimpack.diff.json_values import is_same
from claimpack.diff.same_bytes import have_same_bytes
from claimpack.diff.schemas import FORMS
from claimpack.diff.sides import Side

DECLARED = (*FORMS, "schema", "data")
"""What says which rows the bytes of a resource stand for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A table that both packages have and that one of them does not let us read."""

    table: str
    package: Literal["OLD", "NEW"]
    reason: str
    """Why its rows cannot be read, in words."""


def list_unread(old: Side, new: Side) -> list[Unread]:
    """Return the tables that are not compared, once for each package that it is due to.

    One that is declared in the same way and has the same bytes is the same.

    Raises:
        SourceError: a file cannot be read.

    """
    sides: tuple[tuple[Literal["OLD", "NEW"], Side], ...]
    sides = ("OLD", old), ("NEW", new)
    return [
        Unread(table=name, package=package, reason=side.unread[name])
        for name in find_unread(old, new)
        for package, side in sides
        if name in side.unread
    ]


def find_unread(old: Side, new: Side) -> list[str]:
    """Return the names of those tables, in the order of NEW."""
    return [
        name
        for name in new.all_tables
        if name in old.all_tables
        and (name in old.unread or name in new.unread)
        and not (is_declared_alike(old, new, name) and have_same_bytes(old, new, name))
    ]


def is_declared_alike(old: Side, new: Side, name: str) -> bool:
    """Return whether the same bytes are the same rows in both packages."""
    entries = old.entries[name], new.entries[name]
    return all(is_same(*(each.get(key) for each in entries)) for key in DECLARED)
