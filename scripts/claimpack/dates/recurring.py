"""What recurs each year, and which of its years a text means: months, holidays.

A bare month is the nearest one before the day of reading, or after it in a sentence
that looks ahead; what holds that day itself is meant in both. The cues of a sentence
may mislead, so that a reading in this year which is much nearer than the other is meant
unless the verb of the past stands close.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from claimpack.dates.holidays import find_holiday
from claimpack.dates.periods import (
    Interval,
    span_date,
    span_day,
    span_months,
    span_season,
)
from claimpack.dates.tenses import FUTURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The day on which the words are read, and where their sentence looks."""

    day: date
    direction: int
    """PAST, UNKNOWN or FUTURE of `tenses`; unknown is read as past."""
    is_certain: bool = False
    """Whether the words say so (since), or a verb of the past that stands close."""
    reported: date | None = None
    """First day of the quarter that the sentence reports on, if it reports on one."""

    @property
    def is_ahead(self) -> bool:
        """Return whether the sentence looks into the future."""
        return self.direction == FUTURE


MUCH_NEARER = 6
"""How many times as far the other reading must lie to be left out of account."""

Values = Sequence[Any]  # Any: what a token's kind says, an int, a unit or a date
Rule = Callable[[Values, Clock], Interval | None]
AbsoluteRule = Callable[[Values], Interval | None]


def choose(make: Callable[[int], Interval], clock: Clock) -> Interval:
    """Return what recurs each year nearest to the day: before it, or after it.

    What holds the day itself is taken in both directions.
    """
    this = make(clock.day.year)
    is_over = this.end is not None and this.end < clock.day
    is_to_come = this.start is not None and this.start > clock.day
    if not (is_over or is_to_come):
        return this
    behind = this if is_over else make(clock.day.year - 1)
    ahead = this if is_to_come else make(clock.day.year + 1)
    is_later = is_meant_ahead(behind.end or clock.day, ahead.start or clock.day, clock)
    return ahead if is_later else behind


def is_meant_ahead(behind: date, ahead: date, clock: Clock) -> bool:
    """Return whether the later of two readings is meant: the nearer ends of both.

    "redeemed on Dec. 7" of 30 October is the next one: of the last one a newspaper
    would give the year.
    """
    back, forth = (clock.day - behind).days, (ahead - clock.day).days
    if clock.is_certain:
        return clock.is_ahead
    if clock.is_ahead:
        return forth <= back * MUCH_NEARER
    return ahead.year == clock.day.year and forth * MUCH_NEARER < back


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
    behind, ahead = (find_day_of_year(month, day, clock.day, step) for step in (-1, 1))
    return span_day(ahead if is_meant_ahead(behind, ahead, clock) else behind)


def find_day_of_year(month: int, day: int, start: date, step: int) -> date:
    """Return the nearest such day in steps of a year, the first day included.

    Raises ValueError where the calendar has none.
    """
    for years in range(9):
        try:
            found = date(start.year + step * years, month, day)
        except ValueError:
            continue
        if (found - start).days * step >= 0:
            return found
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
    return lambda year: span_day(find_holiday(value, year))


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
