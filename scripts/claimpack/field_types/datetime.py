"""Dates with a time, exact to any fraction of a second, with or without a time zone.

Source: Table Schema, `datetime`; XML Schema Part 2, second edition, 3.2.7. The years
are 1 to 9999, in UTC where there is a time zone; XML Schema lets a processor have such
limits (5.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from pyarrow import types

from claimpack.field_types.clock import ZONE, Instant, compare_instants, read_zone
from claimpack.field_types.digits import MOST_DIGITS
from claimpack.field_types.reader import CellReader, WordError, order, read_stored
from claimpack.field_types.storage import one_of
from claimpack.field_types.time_forms import read_time_form
from claimpack.field_types.values import Moment

DATETIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T)([0-9]{2})(:[0-9]{2}:[0-9]{2})"
    rf"(?:\.([0-9]{{1,{MOST_DIGITS}}}))?({ZONE})?"
)
DAY = (
    r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    r"|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""Pattern of the days that every year has."""
FIRST_SECOND = datetime(1, 1, 1)  # noqa: DTZ001  # by any clock
CLOCK = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
LEXICAL = rf"[12][0-9]{{3}}-{DAY}T{CLOCK}(?:\.[0-9]{{1,9}})?(?:{ZONE})?"


def read_datetime(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of dates with a time.

    Raises:
        DeclarationError: the format of the field is none that can be read.

    """
    form = read_time_form(declaration, "a date with a time")
    if form is None:
        expected = "a date with a time as YYYY-MM-DDThh:mm:ss"
        return make_reader(expected, parse_datetime, LEXICAL)
    return make_reader(form.expected, lambda text: take_datetime(form.parse(text)))


def make_reader(
    expected: str, parse: Callable[[str], Moment], lexical: str | None = None
) -> CellReader:
    """Return the reader of dates with a time in one format."""
    return CellReader(
        type="datetime",
        expected=expected,
        parse=parse,
        lexical=lexical,
        holds=one_of(types.is_timestamp),
        from_stored=read_stored(parse, take_datetime),
        write=write_datetime,
        compare=compare_moments,
    )


def parse_datetime(text: str) -> Moment:
    """Return the moment that the default format writes.

    The hour 24 is the first of the next day, as in XML Schema.
    """
    match = DATETIME.fullmatch(text)
    if match is None:
        raise WordError(text)
    day, hour, rest, digits, zone = match.groups()
    fraction = Decimal(f"0.{digits or 0}")
    if hour == "24" and (rest != ":00:00" or fraction):
        raise WordError(text)
    clock = datetime.fromisoformat(f"{day}{hour.replace('24', '00')}{rest}")
    shift = timedelta(days=hour == "24", minutes=-read_zone(zone or "Z"))
    try:
        second = (clock + shift).replace(tzinfo=UTC if zone else None)
    except OverflowError as error:
        raise WordError(text) from error
    return Moment(second=second, fraction=fraction)


def take_datetime(value: object) -> Moment:
    """Return the moment of a stored timestamp; ValueError for all else."""
    if isinstance(value, Moment):
        return value
    if not isinstance(value, datetime):
        raise WordError(value)
    if value.tzinfo is not None:
        try:
            value = value.astimezone(UTC)
        except OverflowError as error:
            raise WordError(value) from error
    # Where pandas is installed, pyarrow gives its Timestamp for nanoseconds.
    nanoseconds = value.microsecond * 1000 + getattr(value, "nanosecond", 0)
    return Moment(
        second=datetime.combine(value.date(), value.time(), value.tzinfo).replace(
            microsecond=0
        ),
        fraction=Decimal(nanoseconds).scaleb(-9),
    )


def write_datetime(value: Moment) -> str:
    """Return the canonical text of a moment, in UTC where it has a time zone.

    >>> write_datetime(parse_datetime("2024-01-26T15:00:00.300-05:00"))
    '2024-01-26T20:00:00.3Z'
    """
    clock = value.second.replace(tzinfo=None).isoformat()
    fraction = f"{value.fraction:f}"[1:].rstrip("0").rstrip(".")
    return f"{clock}{fraction}{'Z' * value.is_zoned}"


def compare_moments(first: Moment, second: Moment) -> int | None:
    """Return the order of two moments, None where it depends on an unknown zone."""
    if first.is_zoned is second.is_zoned:
        return order((first.second, first.fraction), (second.second, second.fraction))
    return compare_instants(find_instant(first), find_instant(second))


def find_instant(moment: Moment) -> Instant:
    """Return where a moment is on the time line."""
    clock = moment.second.replace(tzinfo=None) - FIRST_SECOND
    seconds = clock // timedelta(seconds=1) + Fraction(moment.fraction)
    return Instant(seconds=seconds, is_zoned=moment.is_zoned)
