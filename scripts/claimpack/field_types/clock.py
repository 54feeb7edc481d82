"""Time zones and the order of instants, of which some have no time zone.

Source: XML Schema Part 2, second edition, 3.2.7: without a time zone an instant may be
14 hours earlier or later, so one with and one without are often neither the greater.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

from claimpack.field_types.reader import order

ZONE = "Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)"
"""Pattern of a time zone (XML Schema Part 2, 3.2.7.3)."""
ZONE_REACH = 14 * 3600
"""Seconds that an unknown time zone can move an instant."""
YEARS_OF_CYCLE, DAYS_OF_CYCLE = 400, 146_097
"""After which the days of the Gregorian calendar repeat."""


class Instant(NamedTuple):
    """A point on the time line, for comparisons."""

    seconds: Fraction
    """From the first day of the year 1: in UTC, or by a clock of an unknown zone."""
    is_zoned: bool


def read_zone(text: str) -> int:
    """Return the minutes east of UTC of a time zone that matches `ZONE`.

    >>> read_zone("-05:30"), read_zone("Z")
    (-330, 0)
    """
    if text == "Z":
        return 0
    minutes = int(text[1:3]) * 60 + int(text[4:])
    return -minutes if text.startswith("-") else minutes


def write_zone(offset: int | None) -> str:
    """Return the canonical text of a time zone, nothing for none.

    >>> write_zone(-330), write_zone(0), write_zone(None)
    ('-05:30', 'Z', '')
    """
    if not offset:
        return "" if offset is None else "Z"
    hours, minutes = divmod(abs(offset), 60)
    return f"{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def count_days(months: int) -> int:
    """Return the days from the year 1 to the first of a month, counted from year 0.

    >>> count_days(12), count_days(2024 * 12 + 2) - count_days(2024 * 12 + 1)
    (1, 29)
    """
    year, month = divmod(months, 12)
    like = 2000 + year % YEARS_OF_CYCLE
    cycles = (year - like) // YEARS_OF_CYCLE
    return date(like, month + 1, 1).toordinal() + cycles * DAYS_OF_CYCLE


def compare_instants(first: Instant, second: Instant) -> int | None:
    """Return the order of two instants, None where it depends on an unknown zone."""
    difference = first.seconds - second.seconds
    is_known = first.is_zoned == second.is_zoned or abs(difference) > ZONE_REACH
    return order(difference, 0) if is_known else None
