"""What year and yearmonth share: years of any length, time zones, and an order."""

from __future__ import annotations

import re
from fractions import Fraction

from claimpack.field_types.clock import (
    ZONE,
    Instant,
    compare_instants,
    count_days,
    read_zone,
    write_zone,
)
from claimpack.field_types.digits import MOST_DIGITS
from claimpack.field_types.reader import WordError
from claimpack.field_types.values import Month

YEAR = f"-?(?!0000)(?:[1-9][0-9]{{3,{MOST_DIGITS - 1}}}|0[0-9]{{3}})"
"""Pattern of a year: four digits, more only where the first is no 0, and no year 0."""
MONTH = re.compile(f"({YEAR})(?:-(0[1-9]|1[0-2]))?({ZONE})?")


def parse_month(text: str, *, is_year: bool) -> Month:
    """Return the month that a text writes, or the year without a month.

    Raises ValueError where it writes neither, or the other one.
    """
    match = MONTH.fullmatch(text)
    if match is None or (match[2] is None) is not is_year:
        raise WordError(text)
    return Month(
        year=int(match[1]),
        month=int(match[2] or 1),
        offset=read_zone(match[3]) if match[3] else None,
    )


def write_month(value: Month, *, is_year: bool) -> str:
    """Return the canonical text of a month, or of the year alone.

    >>> write_month(Month(year=-44, month=3, offset=60), is_year=False)
    '-0044-03+01:00'
    """
    sign = "-" if value.year < 0 else ""
    month = "" if is_year else f"-{value.month:02}"
    return f"{sign}{abs(value.year):04}{month}{write_zone(value.offset)}"


def compare_months(first: Month, second: Month) -> int | None:
    """Return the order of two months, None where it depends on an unknown zone."""
    return compare_instants(find_instant(first), find_instant(second))


def find_instant(value: Month) -> Instant:
    """Return where a month begins on the time line."""
    days = count_days(value.year * 12 + value.month - 1)
    seconds = Fraction(days * 86_400 - (value.offset or 0) * 60)
    return Instant(seconds=seconds, is_zoned=value.offset is not None)
