"""Which of its weeks a weekday is in: bare, this, last, next.

A bare weekday is the nearest one before the day of reading, or after it in a sentence
that looks ahead; the day of reading itself is meant in both.
"""

from __future__ import annotations

from datetime import timedelta

from claimpack.dates.periods import Interval, find_weekday, shift, span_day
from claimpack.dates.recurring import Clock, Rule, Values

ONE_DAY = timedelta(days=1)
LAST_WEEK, THIS_WEEK, NEXT_WEEK = -1, 0, 1


def read_weekday(values: Values, clock: Clock) -> Interval:
    """Return the nearest such weekday, the day itself included."""
    day = find_weekday(values[-1], clock.day, is_later=clock.is_ahead)
    return span_day(day)


def read_last_weekday(values: Values, clock: Clock) -> Interval:
    """Return the nearest such weekday before the day."""
    day = find_weekday(values[-1], clock.day - ONE_DAY, is_later=False)
    return span_day(day)


def read_next_weekday(values: Values, clock: Clock) -> Interval:
    """Return the nearest such weekday after the day."""
    day = find_weekday(values[-1], clock.day + ONE_DAY, is_later=True)
    return span_day(day)


def read_this_weekday(values: Values, clock: Clock) -> Interval:
    """Return that weekday of the current week, or the coming one."""
    if clock.is_ahead:
        return read_weekday(values, clock)
    monday = clock.day - timedelta(days=clock.day.weekday())
    day = monday + timedelta(days=values[-1])
    return span_day(day)


def weekday_of_week(offset: int) -> Rule:
    """Return the rule for a weekday of last, this or next week."""

    def rule(values: Values, clock: Clock) -> Interval | None:
        if values[-1] != "week":
            return None
        day = shift("week", clock.day, offset)
        found = day + timedelta(days=values[0] - day.weekday())
        return span_day(found)

    return rule


WEEKDAY_RULES: dict[str, Rule] = {
    "w": read_weekday,
    "L w": read_last_weekday,
    "P w": read_last_weekday,
    "T P w": read_last_weekday,
    "X w": read_next_weekday,
    "T X w": read_next_weekday,
    "T w": read_this_weekday,
    "w L u": weekday_of_week(LAST_WEEK),
    "w T u": weekday_of_week(THIS_WEEK),
    "w X u": weekday_of_week(NEXT_WEEK),
}
