"""Which change asks for which version of the data (docs/versions.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum, StrEnum

NUMBER = "(0|[1-9][0-9]{0,8})"
VERSION = re.compile(rf"{NUMBER}\.{NUMBER}\.{NUMBER}")


class Bump(IntEnum):
    """How far a change moves the version; the greatest of all changes counts."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """Its name, as messages have it."""
        return self.name.lower()


class Kind(StrEnum):
    """The kinds of changes that are told apart."""

    TABLE_ADDED = "table added"
    TABLE_REMOVED = "table removed"
    COLUMN_ADDED = "column added at the end"
    COLUMN_INSERTED = "column added before others"
    COLUMN_REMOVED = "column removed"
    COLUMN_RENAMED = "column renamed"
    COLUMN_RETYPED = "column retyped"
    COLUMNS_REORDERED = "columns reordered"
    UNIT_CHANGED = "unit changed"
    CONSTRAINT_TIGHTENED = "constraint tightened"
    CONSTRAINT_LOOSENED = "constraint loosened"
    KEY_CHANGED = "primary key changed"
    CODE_ADDED = "code added"
    CODE_REMOVED = "code removed"
    CODE_REDEFINED = "code redefined"
    CODES_REORDERED = "codes reordered"
    ROW_ADDED = "row added"
    ROW_CHANGED = "row changed"
    ROW_WITHDRAWN = "row withdrawn"
    ID_REUSED = "id reused"
    WORDS_CHANGED = "words changed"
    METADATA_CHANGED = "metadata changed"
    SERIALISATION_CHANGED = "serialisation changed"


BUMPS = {
    Kind.TABLE_ADDED: Bump.MINOR,
    Kind.TABLE_REMOVED: Bump.MAJOR,
    Kind.COLUMN_ADDED: Bump.MINOR,
    Kind.COLUMN_INSERTED: Bump.MAJOR,
    Kind.COLUMN_REMOVED: Bump.MAJOR,
    Kind.COLUMN_RENAMED: Bump.MAJOR,
    Kind.COLUMN_RETYPED: Bump.MAJOR,
    Kind.COLUMNS_REORDERED: Bump.MAJOR,
    Kind.UNIT_CHANGED: Bump.MAJOR,
    Kind.CONSTRAINT_TIGHTENED: Bump.MAJOR,
    Kind.CONSTRAINT_LOOSENED: Bump.MINOR,
    Kind.KEY_CHANGED: Bump.MAJOR,
    Kind.CODE_ADDED: Bump.MINOR,
    Kind.CODE_REMOVED: Bump.MAJOR,
    Kind.CODE_REDEFINED: Bump.MINOR,
    Kind.CODES_REORDERED: Bump.MAJOR,
    Kind.ROW_ADDED: Bump.MINOR,
    Kind.ROW_CHANGED: Bump.MINOR,
    Kind.ROW_WITHDRAWN: Bump.MAJOR,
    Kind.ID_REUSED: Bump.MAJOR,
    Kind.WORDS_CHANGED: Bump.PATCH,
    Kind.METADATA_CHANGED: Bump.PATCH,
    Kind.SERIALISATION_CHANGED: Bump.PATCH,
}
"""What each kind of change asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a version has to move: so many changes of one kind in one place."""

    kind: Kind
    place: str
    """The table, or the code list; empty for the package as a whole."""
    count: int

    @property
    def bump(self) -> Bump:
        """How far they move it."""
        return BUMPS[self.kind]


def find_next(version: str | None, bump: Bump) -> str | None:
    """Return the least version that a bump of another one gives.

    None where that is unknown, or not three numbers.

    >>> find_next("0.1.0", Bump.MINOR), find_next("1.2.3", Bump.NONE)
    ('0.2.0', '1.2.3')
    """
    parts = read_version(version)
    if parts is None:
        return None
    steps = {
        Bump.NONE: parts,
        Bump.PATCH: (parts[0], parts[1], parts[2] + 1),
        Bump.MINOR: (parts[0], parts[1] + 1, 0),
        Bump.MAJOR: (parts[0] + 1, 0, 0),
    }
    return ".".join(map(str, steps[bump]))


def find_least(version: str | None, bump: Bump) -> str | None:
    """Return the least version that changes of a kind ask for after another one.

    None as `find_next` has it. Below 1.0.0 a major change asks for what a minor one
    does: nothing is promised there (Semantic Versioning 2.0.0, 4).

    >>> find_least("0.1.0", Bump.MAJOR), find_least("1.2.3", Bump.MAJOR)
    ('0.2.0', '2.0.0')
    """
    parts = read_version(version)
    is_early = parts is not None and parts[0] == 0
    return find_next(version, min(bump, Bump.MINOR) if is_early else bump)


def is_enough(version: str | None, least: str | None) -> bool | None:
    """Return whether a version is at least another one; None where one is unknown."""
    found, asked = read_version(version), read_version(least)
    return None if found is None or asked is None else found >= asked


def read_version(version: str | None) -> tuple[int, int, int] | None:
    """Return the three numbers of a version, None where it does not have three."""
    found = VERSION.fullmatch(version or "")
    if found is None:
        return None
    major, minor, patch = map(int, found.groups())
    return major, minor, patch
