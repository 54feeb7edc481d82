"""Durations: years and months, days and seconds, in the form of ISO 8601.

Source: Table Schema, `duration`; XML Schema Part 2, second edition, 3.2.6. A year is 12
months and a day 24 hours, so `P1Y` and `P12M` are one value.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pyarrow import types

from claimpack.field_types.clock import count_days
from claimpack.field_types.declarations import read_format
from claimpack.field_types.digits import MOST_DIGITS
from claimpack.field_types.reader import CellReader, WordError, order, read_stored
from claimpack.field_types.storage import is_text, one_of
from claimpack.field_types.values import Duration

DIGITS = f"[0-9]{{1,{MOST_DIGITS}}}"
DURATION = re.compile(
    rf"(-?)P(?=[0-9T])(?:({DIGITS})Y)?(?:({DIGITS})M)?(?:({DIGITS})D)?"
    rf"(?:T(?=[0-9])(?:({DIGITS})H)?(?:({DIGITS})M)?(?:({DIGITS})(?:\.({DIGITS}))?S)?)?"
)
LEXICAL = "-?P(?:[0-9]{1,9}[YMD]|T(?:[0-9]{1,9}[HM]|[0-9]{1,9}(?:\\.[0-9]{1,9})?S))"
STARTS = tuple(
    year * 12 + month - 1
    for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
)
"""Months after which months have all lengths that they can have (3.2.6.2)."""


def read_duration(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of durations.

    Raises:
        DeclarationError: the field has a format.

    """
    read_format(declaration)
    return CellReader(
        type="duration",
        expected="a duration as P1Y2M3DT4H5M6S",
        parse=parse_duration,
        lexical=LEXICAL,
        holds=one_of(is_text, types.is_duration),
        from_stored=read_stored(parse_duration, take_duration),
        write=write_duration,
        compare=compare_durations,
    )


def parse_duration(text: str) -> Duration:
    """Return the duration that a text writes."""
    match = DURATION.fullmatch(text)
    if match is None:
        raise WordError(text)
    years, months, days, hours, minutes, seconds = (
        int(part or 0) for part in match.groups()[1:7]
    )
    whole = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
    return Duration(
        months=int(f"{match[1]}{years * 12 + months}"),
        seconds=Decimal(f"{match[1]}{whole}.{match[8] or 0}"),
    )


def take_duration(value: object) -> Duration:
    """Return the duration of a stored one; ValueError for all else."""
    if isinstance(value, Duration):
        return value
    if not isinstance(value, timedelta):
        raise WordError(value)
    microseconds = value // timedelta(microseconds=1)
    # Where pandas is installed, pyarrow gives its Timedelta for nanoseconds.
    nanoseconds = microseconds * 1000 + getattr(value, "nanoseconds", 0)
    return Duration(seconds=Decimal(nanoseconds).scaleb(-9))


def write_duration(value: Duration) -> str:
    """Return the canonical text of a duration.

    >>> write_duration(parse_duration("-P14MT36H0.50S"))
    '-P1Y2M1DT12H0.5S'
    >>> write_duration(parse_duration("P0Y"))
    'PT0S'
    """
    years, months = divmod(abs(value.months), 12)
    whole, _, fraction = f"{value.seconds.copy_abs():f}".partition(".")
    minutes, seconds = divmod(int(whole), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    fraction = fraction.rstrip("0")
    date_parts = write_parts({"Y": years, "M": months, "D": days})
    time_parts = write_parts({"H": hours, "M": minutes})
    if seconds or fraction:
        time_parts += f"{seconds}{'.' * bool(fraction)}{fraction}S"
    sign = "-" if value.months < 0 or value.seconds < 0 else ""
    text = f"{date_parts}{'T' * bool(time_parts)}{time_parts}"
    return f"{sign}P{text or 'T0S'}"


def write_parts(parts: Mapping[str, int]) -> str:
    """Return the parts of a duration that are not 0, each before its letter."""
    return "".join(f"{count}{letter}" for letter, count in parts.items() if count)


def compare_durations(first: Duration, second: Duration) -> int | None:
    """Return the order of two durations, None where it depends on the month.

    One month has 28 to 31 days: it is less than 32 days, and more or less than 30.
    """
    seconds = Fraction(first.seconds) - Fraction(second.seconds)
    signs = {
        order(count_seconds(first, start) - count_seconds(second, start) + seconds, 0)
        for start in STARTS
    }
    return signs.pop() if len(signs) == 1 else None


def count_seconds(value: Duration, start: int) -> int:
    """Return the seconds of the months of a duration that begins with a month."""
    return (count_days(start + value.months) - count_days(start)) * 86_400
