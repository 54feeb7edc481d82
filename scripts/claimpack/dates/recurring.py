"""What recurs each year, and which of its years a text means: months, holidays.

A bare month is the nearest one before the day of reading, or after it in a sentence
that looks ahead; what holds that day itself is meant in both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimpack.dates.periods import Interval, span_date, span_months, span_season
from claimpack.dates.tenses import FUTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The day on which the words are read, and where their sentence looks."""

    day: date
    direction: int
    """PAST, UNKNOWN or FUTURE of `tenses`; unknown is read as past."""

    @property
    def is_ahead(self) -> bool:
        """Return whether the sentence looks into the future."""
        return self.direction == FUTURE


Values = Sequence[Any]  # Any: what a token's kind says, an int, a unit or a date
Rule = Callable[[Values, Clock], Interval | None]
AbsoluteRule = Callable[[Values], Interval | None]


def choose(make: Callable[[int], Interval], clock: Clock) -> Interval:
    """Return what recurs each year nearest to the day: before it, or after it.

    What holds the day itself is taken in both directions.
    """
    interval = make(clock.day.year)
    if clock.is_ahead:
        is_over = interval.end is not None and interval.end < clock.day
        return make(clock.day.year + 1) if is_over else interval
    is_to_come = interval.start is not None and interval.start > clock.day
    return make(clock.day.year - 1) if is_to_come else interval


def choose_strictly(
    make: Callable[[int], Interval], clock: Clock, *, is_later: bool
) -> Interval:
    """Return what recurs each year and lies wholly before or after the day."""
    years = range(clock.day.year - 2, clock.day.year + 3)
    candidates = [make(year) for year in years]
    if is_later:
        return next(each for each in candidates if each.start > clock.day)  # type: ignore[operator]  # made with both ends
    return next(each for each in reversed(candidates) if each.end < clock.day)  # type: ignore[operator]  # made with both ends


def recur_on_day(month: int, day: int, clock: Clock) -> Interval:
    """Return the nearest such day; 29 February is looked for in leap years."""
    step = 1 if clock.is_ahead else -1
    for years in range(9):
        try:
            found = date(clock.day.year + step * years, month, day)
        except ValueError:
            continue
        if (found - clock.day).days * step >= 0:
            return Interval(start=found, end=found)
    raise ValueError(month, day)


def make_recurring(kind: str, values: Values) -> Callable[[int], Interval]:
    """Return what gives a month, season, quarter or holiday its year."""
    value = values[-1]
    if kind == "m":
        return lambda year: span_date(year, value)
    if kind == "s":
        return lambda year: span_season(value, year)
    if kind == "q":
        return lambda year: span_months(year, 3 * value - 2, 3)
    return lambda year: span_date(year, value // 100, value % 100)


def recurring_rules(kind: str) -> dict[str, Rule]:
    """Return the rules of what recurs each year: bare, this, last, next."""

    def bare(values: Values, clock: Clock) -> Interval:
        return choose(make_recurring(kind, values), clock)

    def this(values: Values, clock: Clock) -> Interval:
        return make_recurring(kind, values)(clock.day.year)

    def last(values: Values, clock: Clock) -> Interval:
        make = make_recurring(kind, values)
        return choose_strictly(make, clock, is_later=False)

    def following(values: Values, clock: Clock) -> Interval:
        make = make_recurring(kind, values)
        return choose_strictly(make, clock, is_later=True)

    return {
        kind: bare,
        f"T {kind}": this,
        f"L {kind}": last,
        f"T P {kind}": last,
        f"P {kind}": last,
        f"X {kind}": following,
        f"T X {kind}": following,
    }
