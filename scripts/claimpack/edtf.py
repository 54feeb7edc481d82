"""Dates in EDTF: the strict subset that the tables use, read and written.

Source: ISO 8601-2:2019, level 0 (`2024`, `2024-12`, `2024-12-23`, and `A/B`), with
three forms of level 1: an open end `..`, and the qualifiers `~` (approximate) and
`?` (uncertain) after a date.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from claimpack.document import Unresolved, When
from claimpack.findings import quote

LONGEST_EDTF = 25
"""Characters of the longest form, `2024-12-01~/2024-12-23~`, and two to spare."""
OPEN_END = ".."
DATE_PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?[~?]?")
TIME_OF_DAY_PATTERN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]")
DECEMBER = 12
ONE_DAY = timedelta(days=1)
Bounds = tuple[date | None, date | None]


@lru_cache(maxsize=4096)
def parse_edtf(words: str) -> When | Unresolved:
    """Return the interval that an EDTF string denotes, both days inclusive.

    A qualifier stays in `edtf` and moves neither bound; `..` gives None. Nothing is
    stripped or mended: what is not in the subset is unresolved.

    >>> parse_edtf("2024-02~")  # doctest: +NORMALIZE_WHITESPACE
    When(edtf='2024-02~',
         start=datetime.date(2024, 2, 1), end=datetime.date(2024, 2, 29))
    >>> parse_edtf("../2024-12-23").start is None
    True
    >>> parse_edtf("2023-02-29").reason
    '"2023-02-29" is a day that the calendar does not have'
    """
    if not words:
        return Unresolved(reason="no date is given")
    if len(words) > LONGEST_EDTF:
        return Unresolved(reason=f"{quote(words)} is longer than any EDTF date")
    first, slash, last = words.partition("/")
    start = parse_bounds(first, is_end_open=bool(slash))
    end = parse_bounds(last, is_end_open=True) if slash else start
    if isinstance(start, Unresolved):
        return start
    if isinstance(end, Unresolved):
        return end
    if start[0] and end[1] and start[0] > end[1]:
        return Unresolved(reason=f"{quote(words)} ends before it starts")
    return When(edtf=words, start=start[0], end=end[1])


def find_days(words: object) -> Bounds | Unresolved:
    """Return the two days that belong beside a cell with an EDTF string.

    Beside an empty cell (None) both are empty.

    >>> find_days("2024-12-23/..")
    (datetime.date(2024, 12, 23), None)
    """
    if words is None:
        return None, None
    when = parse_edtf(str(words))
    return when if isinstance(when, Unresolved) else (when.start, when.end)


def parse_bounds(words: str, *, is_end_open: bool) -> Bounds | Unresolved:
    """Return the first and last day of one side of an interval, or of a lone date."""
    if words == OPEN_END and is_end_open:
        return None, None
    match = DATE_PATTERN.fullmatch(words)
    if match is None:
        return Unresolved(reason=explain_form(words))
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        return find_bounds(year or 0, month, day)
    except ValueError:
        return Unresolved(reason=explain_bounds(words, year, month))


def explain_bounds(words: str, year: int | None, month: int | None) -> str:
    """Return which part of a date the calendar does not have."""
    unit = "day"
    if month is not None and not 1 <= month <= DECEMBER:
        unit = "month"
    if not year:
        unit = "year"
    return f"{quote(words)} is a {unit} that the calendar does not have"


def find_bounds(year: int, month: int | None, day: int | None) -> tuple[date, date]:
    """Return the first and last day of a year, a month or a day.

    Raises ValueError where the calendar has no such year (1 to 9999), month or day.
    """
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), find_month_end(year, month)
    return date(year, month, day), date(year, month, day)


def find_month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    if month == DECEMBER:
        return date(year, 12, 31)
    return date(year, month + 1, 1) - ONE_DAY


def explain_form(words: str) -> str:
    """Return why words have not the form of a date."""
    if TIME_OF_DAY_PATTERN.match(words):
        return f"{quote(words)} has a time of day; dates are kept to the day"
    if not words.isascii() and any(character.isdigit() for character in words):
        return f"{quote(words)} has digits other than 0 to 9"
    if not words:
        return "one side of the interval is empty; an open end is written .."
    return f"{quote(words)} is not YYYY, YYYY-MM, YYYY-MM-DD or two of them with /"


def format_interval(start: date | None, end: date | None) -> str:
    """Return the shortest EDTF of an interval: a day, month or year where it is one.

    None stands for an open end. Raises ValueError where it ends before it starts.

    >>> format_interval(date(2024, 12, 1), date(2024, 12, 31))
    '2024-12'
    >>> format_interval(date(2024, 12, 16), date(2024, 12, 22))
    '2024-12-16/2024-12-22'
    >>> format_interval(None, date(2024, 12, 31))
    '../2024-12-31'
    """
    if start is None or end is None:
        return f"{start or OPEN_END}/{end or OPEN_END}"
    if start > end:
        message = f"the interval from {start} to {end} ends before it starts"
        raise ValueError(message)
    if start == end:
        return str(start)
    if (start, end) == find_bounds(start.year, None, None):
        return f"{start:%Y}".zfill(4)
    if (start, end) == find_bounds(start.year, start.month, None):
        return str(start)[:7]
    return f"{start}/{end}"


def make_when(start: date | None, end: date | None, qualifier: str = "") -> When:
    """Return the interval with its EDTF; the qualifier stands after each date.

    >>> make_when(date(2024, 3, 1), date(2024, 5, 31), "~").edtf
    '2024-03-01~/2024-05-31~'
    """
    sides = format_interval(start, end).split("/")
    edtf = "/".join(side if side == OPEN_END else side + qualifier for side in sides)
    return When(edtf=edtf, start=start, end=end)


def hull(first: When, second: When) -> When:
    """Return the least interval that holds both."""
    if first == second:
        return first
    starts = (first.start, second.start)
    ends = (first.end, second.end)
    start = None if None in starts else min(filter(None, starts))
    end = None if None in ends else max(filter(None, ends))
    return make_when(start, end, "~" if "~" in first.edtf + second.edtf else "")
