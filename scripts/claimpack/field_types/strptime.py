"""Dates and times by a pattern of `strptime`, the same on every machine.

Source: Table Schema, `datetime`, `<PATTERN>`: the syntax of Python's and C's strptime.
What Python 3.11 reads is read, with English names under any locale, and ASCII digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone

from claimpack.field_types.declarations import DeclarationError
from claimpack.field_types.reader import WordError
from claimpack.findings import quote

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
)
WEEKDAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
SHORT_MONTHS = tuple(name[:3] for name in MONTHS)
SHORT_WEEKDAYS = tuple(name[:3] for name in WEEKDAYS)
COMPOUNDS = {
    "c": "%a %b %d %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
}
"""Directives for several others, as the locale C has them."""
DIRECTIVES = {
    "a": "|".join(SHORT_WEEKDAYS),
    "A": "|".join(WEEKDAYS),
    "b": "|".join(SHORT_MONTHS),
    "B": "|".join(MONTHS),
    "d": "3[01]|[12][0-9]|0?[1-9]| [1-9]",
    "f": "[0-9]{1,6}",
    "G": "[0-9]{4}",
    "H": "2[0-3]|[01]?[0-9]",
    "I": "1[0-2]|0?[1-9]",
    "j": "36[0-6]|3[0-5][0-9]|[12][0-9]{2}|0?[1-9][0-9]|0{0,2}[1-9]",
    "m": "1[0-2]|0?[1-9]",
    "M": "[0-5]?[0-9]",
    "p": "am|pm",
    "S": "6[01]|[0-5]?[0-9]",
    "u": "[1-7]",
    "U": "5[0-3]|[0-4]?[0-9]",
    "V": "5[0-3]|[1-4][0-9]|0?[1-9]",
    "w": "[0-6]",
    "W": "5[0-3]|[0-4]?[0-9]",
    "y": "[0-9]{2}",
    "Y": "[0-9]{4}",
    "z": (
        r"[+-][0-9]{2}(?::[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,6})?)?"
        r"|[0-5][0-9](?:[0-5][0-9](?:\.[0-9]{1,6})?)?)|(?-i:Z)"
    ),
    "Z": "utc|gmt",
}
"""What each directive stands for."""
TOKEN = re.compile(r"%(?P<directive>.?)|(?P<space>\s+)|(?P<literal>.)", re.DOTALL)
WEEKDAY_DIRECTIVES = frozenset("aAuw")
Found = Mapping[str, str]
"""The words of a text by their directives, in lower case."""


def compile_pattern(pattern: str) -> Callable[[str], datetime]:
    """Return the reader of texts in a pattern; it raises ValueError for others.

    Raises:
        DeclarationError: the pattern is none of `strptime`.

    """
    expanded = re.sub("%(.)", lambda found: COMPOUNDS.get(found[1], found[0]), pattern)
    tokens = [*TOKEN.finditer(expanded)]
    directives = [token["directive"] for token in tokens if token["directive"] != "%"]
    if fault := find_fault([name for name in directives if name is not None]):
        raise DeclarationError(
            f"the format {quote(pattern)} is no pattern of strptime: {fault}"
        )
    compiled = re.compile("".join(map(write_token, tokens)), re.ASCII | re.IGNORECASE)

    def parse(text: str) -> datetime:
        match = compiled.fullmatch(text)
        if match is None:
            raise WordError(text)
        found = {name: word.lower() for name, word in match.groupdict().items()}
        try:
            return datetime.combine(find_day(found), find_time(found))
        except OverflowError as error:
            raise WordError(text) from error

    return parse


def write_token(token: re.Match[str]) -> str:
    """Return the regular expression for one token of a pattern."""
    if token["space"]:
        return r"\s+"
    name = token["directive"]
    if name in DIRECTIVES:
        return f"(?P<{name}>{DIRECTIVES[name]})"
    return re.escape(name or token["literal"])


def find_fault(names: Sequence[str]) -> str | None:
    """Return what is wrong with the directives of a pattern, None for nothing."""
    unknown = [name for name in names if name not in DIRECTIVES]
    if unknown:
        return f"there is no %{unknown[0]}"
    if not names:
        return "it has no directive, as %Y-%m-%d has three"
    if len(set(names)) < len(names):
        return "it has one directive twice"
    known = set(names)
    if {"U", "W"} <= known:
        return "it counts weeks in two ways"
    has_weekday = not known.isdisjoint(WEEKDAY_DIRECTIVES)
    is_iso = {"G", "V"} <= known and has_weekday and "j" not in known
    if not known.isdisjoint("GV") and not is_iso:
        return "%G, %V and a day of the week belong together, without %j"
    return None


def find_day(found: Found) -> date:
    """Return the day that words say, from 1900-01-01 where they leave it open."""
    first = date(find_year(found), 1, 1)
    weekday = find_weekday(found)
    if "j" in found:
        return date.fromordinal(first.toordinal() + int(found["j"]) - 1)
    if weekday is not None and not found.keys().isdisjoint("UW"):
        return find_day_of_week(found, first, weekday)
    if weekday is not None and "G" in found:
        return date.fromisocalendar(int(found["G"]), int(found["V"]), weekday + 1)
    return date(first.year, find_month(found), int(found.get("d", 1)))


def find_day_of_week(found: Found, first: date, weekday: int) -> date:
    """Return a day by the number of its week (`%U` from Sunday, `%W` from Monday).

    Week 1 begins with the first such day; what is before it is week 0.
    """
    shift = 1 if "U" in found else 0
    week = int(found["U" if shift else "W"])
    first_weekday = (first.weekday() + shift) % 7
    days = 7 * (week - 1) + -first_weekday % 7 if week else -first_weekday
    return first + timedelta(days=days + (weekday + shift) % 7)


def find_year(found: Found) -> int:
    """Return the year that words say, 1900 where they say none."""
    if "Y" in found:
        return int(found["Y"])
    return complete_year(int(found["y"])) if "y" in found else 1900


def complete_year(year: int) -> int:
    """Return the year that two digits stand for: 1969 to 2068, as POSIX has it.

    >>> complete_year(68), complete_year(69)
    (2068, 1969)
    """
    first_of_last_century = 69
    return year + (1900 if year >= first_of_last_century else 2000)


def find_month(found: Found) -> int:
    """Return the month that words say, January where they say none."""
    if "m" in found:
        return int(found["m"])
    name = found.get("B") or found.get("b") or "jan"
    return SHORT_MONTHS.index(name[:3]) + 1


def find_weekday(found: Found) -> int | None:
    """Return the day of the week that words say, Monday as 0; None for none."""
    if "w" in found:
        return (int(found["w"]) - 1) % 7
    if "u" in found:
        return int(found["u"]) - 1
    name = found.get("A") or found.get("a")
    return None if name is None else SHORT_WEEKDAYS.index(name[:3])


def find_time(found: Found) -> time:
    """Return the time of the day that words say, 0 for each part they leave open."""
    return time(
        find_hour(found),
        int(found.get("M", 0)),
        int(found.get("S", 0)),
        int(found.get("f", "0").ljust(6, "0")),
        tzinfo=find_zone(found["z"]) if "z" in found else None,
    )


def find_hour(found: Found) -> int:
    """Return the hour that words say: by a clock of 12 hours, or of 24."""
    if "I" in found:
        return int(found["I"]) % 12 + 12 * (found.get("p") == "pm")
    return int(found.get("H", 0))


def find_zone(word: str) -> timezone:
    """Return the time zone that words of `%z` say.

    >>> find_zone("-0530") == find_zone("-05:30:00") == timezone(-timedelta(hours=5.5))
    True
    """
    if word == "z":
        return UTC
    digits, _, fraction = word[1:].replace(":", "").partition(".")
    offset = timedelta(
        hours=int(digits[:2]),
        minutes=int(digits[2:4]),
        seconds=int(digits[4:] or 0),
        microseconds=int(fraction.ljust(6, "0")),
    )
    return timezone(-offset if word.startswith("-") else offset)
