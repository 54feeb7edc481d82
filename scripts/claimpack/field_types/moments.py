"""Dates, times, months and lengths of time.

Source: Data Package 2.0, Table Schema, "date", "time", "datetime", "yearmonth",
"duration"; the default forms are those of XML Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import total_ordering
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.field_types.readers import (
    CellReader,
    Declaration,
    DeclarationError,
    Value,
)
from claimpack.field_types.texts import holds_text
from claimpack.findings import quote

ZONE = r"(?:Z|[+-](?:0[0-9]|1[0-4]):[0-5][0-9])?"
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?"
TIME = re.compile(CLOCK + ZONE, re.ASCII)
DATETIME = re.compile(rf"{DATE.pattern}T{TIME.pattern}", re.ASCII)
MONTH = re.compile(rf"(-?[0-9]{{4,9}})-(0[1-9]|1[0-2]){ZONE}", re.ASCII)
DURATION = re.compile(
    r"(-)?P(?=.)(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=.)(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9}(?:\.[0-9]{1,9})?)S)?)?",
    re.ASCII,
)
DAYS_OF_MONTH = Decimal("30.436875")
"""Of the Gregorian calendar on average, to compare months with days."""
SECONDS_OF_DAY = 86_400
EXPECTED = {
    "date": "a day of the calendar as YYYY-MM-DD",
    "time": "a time of day as hh:mm:ss",
    "datetime": "a day and a time as YYYY-MM-DDThh:mm:ss",
}


@total_ordering
@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time; months and seconds are kept apart."""

    months: int
    seconds: Decimal

    @property
    def total(self) -> Decimal:
        """Seconds, with months of average length."""
        return self.months * DAYS_OF_MONTH * SECONDS_OF_DAY + self.seconds

    def __lt__(self, other: Duration) -> bool:
        """Return whether this one is shorter."""
        return self.total < other.total


def parse_date(word: str) -> date:
    """Return the day that YYYY-MM-DD writes."""
    if not DATE.fullmatch(word):
        raise ValueError(word)
    return date.fromisoformat(word)


def parse_time(word: str) -> time:
    """Return the time that hh:mm:ss writes, with a zone where it has one."""
    if not TIME.fullmatch(word):
        raise ValueError(word)
    moment: time = make_aware(time.fromisoformat(cut_fraction(word)))
    return moment


def parse_datetime(word: str) -> datetime:
    """Return the moment that a day and a time write, with a zone where it has one."""
    if not DATETIME.fullmatch(word):
        raise ValueError(word)
    moment: datetime = make_aware(datetime.fromisoformat(cut_fraction(word)))
    return moment


def cut_fraction(word: str) -> str:
    """Return a time without more than six digits of a second."""
    return re.sub(r"(\.[0-9]{6})[0-9]+", r"\1", word)


def make_aware(moment: Any) -> Any:  # noqa: ANN401  # a time or a datetime
    """Return a moment that can be compared with every other: without zone it is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


PARSERS: dict[str, Callable[[str], Value]] = {
    "date": parse_date,
    "time": parse_time,
    "datetime": parse_datetime,
}
HOLDS: dict[str, Callable[[pa.DataType], bool]] = {
    "date": types.is_date,
    "time": types.is_time,
    "datetime": types.is_timestamp,
}


def make_reader(kind: str) -> Callable[[Declaration], CellReader]:
    """Return what makes the reader of dates, times or moments."""

    def read(declaration: Declaration) -> CellReader:
        name = declaration.get("format", "default")
        if not isinstance(name, str):
            raise DeclarationError(f"`format` is {quote(name)}")
        is_default = name == "default"
        expected = EXPECTED[kind] if is_default else f"a {kind} in the format {name}"
        return CellReader(
            type=kind,
            expected=expected,
            parse=PARSERS[kind] if is_default else make_parser(kind, name),
            holds=lambda stored: (
                HOLDS[kind](stored) or (not is_default and holds_text(stored))
            ),
            write=lambda value: value.isoformat(),
            from_stored=make_aware if kind != "date" else lambda value: value,
        )

    return read


def make_parser(kind: str, name: str) -> Callable[[str], Value]:
    """Return what reads words in a format of `strptime`, or in any that we know."""
    if name == "any":
        return PARSERS[kind]
    if "%" not in name:
        raise DeclarationError(f"the type {kind} has no format {quote(name)}")

    def parse(word: str) -> Value:
        moment = datetime.strptime(word, name)  # noqa: DTZ007  # as it is written
        if kind == "date":
            return moment.date()
        return make_aware(moment.timetz() if kind == "time" else moment)

    return parse


def read_yearmonth(_: Declaration) -> CellReader:
    """Return the reader of months of a year (XML Schema, gYearMonth)."""

    def parse(word: str) -> tuple[int, int]:
        match = MONTH.fullmatch(word)
        if match is None:
            raise ValueError(word)
        return int(match[1]), int(match[2])

    return CellReader(
        type="yearmonth",
        expected="a month of a year as YYYY-MM",
        parse=parse,
        holds=holds_text,
        lexical="[0-9]{4}-(?:0[1-9]|1[0-2])",
        write=lambda value: f"{value[0]:04d}-{value[1]:02d}",
    )


def read_duration(_: Declaration) -> CellReader:
    """Return the reader of lengths of time (XML Schema, duration)."""

    def parse(word: str) -> Duration:
        match = DURATION.fullmatch(word)
        if match is None:
            raise ValueError(word)
        sign = -1 if match[1] else 1
        years, months, days, hours, minutes, seconds = (
            Decimal(part or 0) for part in match.groups()[1:]
        )
        total = ((days * 24 + hours) * 60 + minutes) * 60 + seconds
        return Duration(int(sign * (years * 12 + months)), sign * total)

    return CellReader(
        type="duration",
        expected="a length of time as P1Y2M3DT4H5M6S",
        parse=parse,
        holds=lambda stored: holds_text(stored) or types.is_duration(stored),
        write=lambda value: f"{value.months} months {value.seconds.normalize():f} s",
        from_stored=lambda value: (
            parse(value)
            if isinstance(value, str)
            else Duration(0, Decimal(str(value.total_seconds())))
        ),
    )


READERS: dict[str, Callable[[Declaration], CellReader]] = {
    **{kind: make_reader(kind) for kind in EXPECTED},
    "yearmonth": read_yearmonth,
    "duration": read_duration,
}
