"""The values that cells can have, where Python has none that is exact.

Each is in one canonical form, so that equal values compare and hash equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A date with a time, exact to any fraction of a second."""

    second: datetime
    """Whole second: in UTC where the cell gives a time zone, else without one."""
    fraction: Decimal = Decimal(0)
    """Part of a second, from 0 up to and without 1."""

    @property
    def is_zoned(self) -> bool:
        """Whether the cell gives a time zone."""
        return self.second.tzinfo is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """A month of a year; for the type `year`, the first month stands for all."""

    year: int
    """Any but 0: the year before 1 is -1 (XML Schema Part 2, second edition, 3.2.7)."""
    month: int = 1
    offset: int | None = None
    """Minutes east of UTC; None where the cell gives no time zone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A length of time: its months and its seconds, which have the same sign.

    A year is 12 months and a day 86,400 seconds; how many days a month has is not
    known before it begins somewhere.
    """

    months: int = 0
    seconds: Decimal = Decimal(0)


Value = (
    str
    | int
    | Decimal
    | date
    | time
    | Moment
    | Month
    | Duration
    | tuple[Any, ...]
    | dict[str, Any]
    | list[Any]
)
"""What a cell means; bool is an int to Python. JSON values are dict and list."""
