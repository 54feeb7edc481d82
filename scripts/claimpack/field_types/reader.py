"""What the checks know of a column: its words, their values, and their order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from claimpack.field_types.values import Value

Compare = Callable[[Any, Any], int | None]
"""-1, 0 or 1 for two values of one type; None where neither is the greater."""
ANY_TEXT = "(?s:.*)"


class WordError(ValueError):
    """A text is no word of a type, or what is stored is no value of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellReader:
    """How the cells of one declared field are read."""

    type: str
    """The type by its name in the standard."""
    expected: str
    """A word of the type, described for messages: `text`."""
    parse: Callable[[str], Value]
    """The value of a text; ValueError where it is no word of the type."""
    lexical: str | None = None
    """RE2 pattern; each text that it matches as a whole is a word of the type.

    It need not match every word. None where no pattern proves a word.
    """
    accepts_all: bool = False
    """Whether every text is a word, and its own value."""
    holds: Callable[[pa.DataType], bool]
    """Whether a column that is stored in an Arrow type can hold the field."""
    from_stored: Callable[[object], Value]
    """The value of what `to_pylist` gives, or of what JSON writes for it.

    ValueError where it is no value of the type.
    """
    write: Callable[[Any], str]
    """The canonical text of a value: equal values have equal texts, others not.

    It does not depend on the format of the field, so that keys of two fields match.
    """
    parse_written: Callable[[str], Value] | None = None
    """The value of a text of `write`.

    None where the type reads such a text, whatever its format, or in its default one.
    """
    compare: Compare | None = None
    """None where the standard gives the type no order."""


def read_stored(
    parse: Callable[[str], Value], native: Callable[[object], Value]
) -> Callable[[object], Value]:
    """Return a reader of stored values: text as in CSV, all else as it is."""

    def from_stored(value: object) -> Value:
        return parse(value) if isinstance(value, str) else native(value)

    return from_stored


def refuse(value: object) -> Value:
    """Raise ValueError: of some types only text has a value."""
    raise WordError(value)


def order(first: Any, second: Any) -> int:  # noqa: ANN401  # any two of one type
    """Return -1, 0 or 1 for two values of which one is the greater, or neither."""
    return int(first > second) - int(first < second)
