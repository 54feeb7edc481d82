"""Times of the day without a date.

Source: Table Schema, `time`. A time with a time zone, which only a pattern can read, is
kept in UTC: it comes again each day.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from pyarrow import types

from claimpack.field_types.clock import Instant, compare_instants
from claimpack.field_types.datetime import CLOCK
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import one_of
from claimpack.field_types.time_forms import read_time_form

TIME = re.compile("[0-9]{2}:[0-9]{2}:[0-9]{2}")
ANY_DAY = date(2000, 1, 1)


def read_time(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of times.

    Raises:
        DeclarationError: the format of the field is none that can be read.

    """
    form = read_time_form(declaration, "a time")
    if form is None:
        return make_reader("a time as hh:mm:ss", parse_time, CLOCK)
    return make_reader(form.expected, lambda text: take_time(form.parse(text).timetz()))


def make_reader(
    expected: str, parse: Callable[[str], time], lexical: str | None = None
) -> CellReader:
    """Return the reader of times in one format."""
    return CellReader(
        type="time",
        expected=expected,
        parse=parse,
        lexical=lexical,
        holds=one_of(types.is_time),
        from_stored=read_stored(parse, take_time),
        write=write_time,
        compare=compare_times,
    )


def parse_time(text: str) -> time:
    """Return the time that the default format writes; 24:00:00 is midnight."""
    if not TIME.fullmatch(text):
        raise WordError(text)
    return time.fromisoformat("00:00:00" if text == "24:00:00" else text)


def take_time(value: object) -> time:
    """Return a stored time, in UTC where it has a zone; ValueError for all else."""
    if not isinstance(value, time):
        raise WordError(value)
    if value.tzinfo is None:
        return value
    return datetime.combine(ANY_DAY, value).astimezone(UTC).timetz()


def write_time(value: time) -> str:
    """Return the canonical text of a time.

    >>> write_time(time(15, 0, 0, 300_000)), write_time(time(20, tzinfo=UTC))
    ('15:00:00.3', '20:00:00Z')
    """
    clock = value.replace(tzinfo=None).isoformat()
    if value.microsecond:
        clock = clock.rstrip("0")
    return f"{clock}{'Z' * (value.tzinfo is not None)}"


def compare_times(first: time, second: time) -> int | None:
    """Return the order of two times, None where it depends on an unknown zone."""
    return compare_instants(find_instant(first), find_instant(second))


def find_instant(value: time) -> Instant:
    """Return where a time is on the time line of one day."""
    seconds = (value.hour * 60 + value.minute) * 60 + value.second
    fraction = Fraction(value.microsecond, 10**6)
    return Instant(seconds=seconds + fraction, is_zoned=value.tzinfo is not None)
