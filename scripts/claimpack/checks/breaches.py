"""What a function of `schemas/rules.json` yields, and how its values are shown."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping
from itertools import zip_longest

from claimpack.cells import Value, format_cell
from claimpack.findings import quote
from claimpack.schema import CrossRule, Schema
from claimpack.sources import TableRows

SHOWN_BEFORE = 20
"""Characters that are shown before the place where long words differ."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One row that breaks a rule, or a table that lacks a row."""

    index: int | None
    """Of the row, counted from 0; None where it is the table as a whole."""
    field: str | None = None
    """The column to look at; None: the one that the rule names."""
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    """What the message shows besides the columns of the row, as it is shown."""
    count: int = 1
    """How many breaches it stands for."""
    origin: int = 0
    """Where a row is missing, the index of the row that it would follow from."""


RuleFunction = Callable[[CrossRule, Mapping[str, TableRows], Schema], Iterable[Breach]]


def show_value(value: Value) -> str:
    """Return a value as it stands in a message; words in quotes, numbers bare."""
    if value is None:
        return "empty"
    if isinstance(value, str):
        return quote(value)
    return format_cell(value)


def show_difference(found: Value, right: Value) -> tuple[str, str]:
    """Return two values as they stand in a message, so that one sees how they differ.

    Of long words that begin alike, what stands around the first difference.
    """
    shown, ought = show_value(found), show_value(right)
    if shown != ought:
        return shown, ought
    texts = (format_cell(found), format_cell(right))
    pairs = enumerate(zip_longest(*texts))
    place = next((index for index, (one, other) in pairs if one != other), 0)
    start = max(0, place - SHOWN_BEFORE)
    return quote(f"…{texts[0][start:]}"), quote(f"…{texts[1][start:]}")
