"""What a reader of cells is, whatever the type."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from claimpack.findings import quote

Value = Any
"""Of a type: str, int, Decimal, bool, date, time, datetime, Duration, tuple, JSON."""
Declaration = Mapping[str, Any]


class DeclarationError(ValueError):
    """A column is declared as the standard does not allow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """Reads the words of one type, in the format that a column declares."""

    type: str
    expected: str
    """The words of the type, for messages."""
    parse: Callable[[str], Value]
    """From a word to its value; raises ValueError where it is no word of the type."""
    holds: Callable[[pa.DataType], bool]
    """Whether a stored type of Arrow holds the values."""
    lexical: str | None = None
    """A pattern of RE2 whose whole matches are words of the type; None: not known."""
    accepts_all: bool = False
    """Whether every text is a word of the type."""
    write: Callable[[Value], str] = str
    """From a value to its one text: equal values have equal texts."""
    from_stored: Callable[[Any], Value] = lambda value: value
    """From a stored value to that of `parse`; raises ValueError where there is none."""


def choose_format(declaration: Declaration, known: Collection[str]) -> str:
    """Return the format of a column, `default` where it declares none.

    Raises:
        DeclarationError: the type has no such format.

    """
    found = declaration.get("format", "default")
    if found in known:
        return str(found)
    near = get_close_matches(str(found), known, n=1)
    hint = f"; did you mean {quote(near[0])}?" if near else ""
    kind = declaration.get("type", "any")
    raise DeclarationError(f"the type {kind} has no format {quote(found)}{hint}")


def read_option(declaration: Declaration, key: str, default: Any) -> Any:  # noqa: ANN401  # JSON
    """Return an option of a column, which has the kind of its default.

    Raises:
        DeclarationError: it is of another kind.

    """
    value = declaration.get(key, default)
    if type(value) is not type(default):
        raise DeclarationError(f"`{key}` is {quote(value)}")
    return value
