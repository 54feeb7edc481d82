"""One rule for each shape of a simple date: what `m y` or `n u ago` denotes.

A rule takes the values of the tokens and a clock, and returns days. Rules that need
to know the day of reading are apart from those that do not.
"""

from __future__ import annotations

from datetime import date, timedelta

from claimpack.dates.holidays import find_holiday
from claimpack.dates.periods import (
    CLOCK_UNITS,
    Interval,
    find_period,
    shift,
    span_date,
    span_day,
    span_months,
    span_season,
    span_years,
)
from claimpack.dates.recurring import (
    AbsoluteRule,
    Clock,
    Rule,
    Values,
    choose,
    recur_on_day,
    recurring_rules,
)
from claimpack.dates.weekdays import WEEKDAY_RULES

PAST_NAMED, THIS_NAMED, NEXT_NAMED = -1, 0, 1
LAST_OF = {"quarter": 4, "half": 2, "month": 12}
"""How many of a unit a year has."""
LONG_UNITS = frozenset({"decade", "century"})


def unit_away(offset: int) -> Rule:
    """Return the rule for last, this or next week, month or year."""

    def rule(values: Values, clock: Clock) -> Interval | None:
        unit = values[-1]
        if unit in CLOCK_UNITS:
            return None
        if unit == "weekend" and offset == PAST_NAMED:
            day = clock.day - timedelta(days=clock.day.weekday() + 1)
            return find_period(unit, day)
        return find_period(unit, shift(unit, clock.day, offset))

    return rule


def read_bare_unit(values: Values, clock: Clock) -> Interval | None:
    """Return the nearest weekend or the quarter reported on: no other stands alone."""
    if values[0] == "quarter" and clock.reported:
        return find_period("quarter", clock.reported)
    if values[0] != "weekend":
        return None
    this = find_period("weekend", clock.day)
    if clock.is_ahead or (this.start and this.start <= clock.day):
        return this
    return find_period("weekend", shift("week", clock.day, -1))


def read_trailing(values: Values, clock: Clock) -> Interval:
    """Return the days from so many units ago to the day: the past two years."""
    return Interval(start=go_back(values[-1], values[-2], clock.day), end=clock.day)


def read_past_unit(values: Values, clock: Clock) -> Interval:
    """Return the days from one unit ago to the day: the past week."""
    return Interval(start=go_back(values[-1], 1, clock.day), end=clock.day)


def go_back(unit: str, count: int, day: date) -> date:
    """Return the day that lies so many units back, at least one day for hours."""
    if unit in CLOCK_UNITS:
        return day - timedelta(days=-(-count // CLOCK_UNITS[unit]))
    return shift(unit, day, -count)


def read_coming(values: Values, clock: Clock) -> Interval:
    """Return the days from the day to so many units later: the next two weeks."""
    return Interval(start=clock.day, end=shift(values[-1], clock.day, values[-2]))


def read_ago(values: Values, clock: Clock) -> Interval:
    """Return the unit that lies so many units back: its day, week, month or year.

    Some hours ago may be the day before, and a decade ago is a year. In a report on a
    quarter, a year ago is that quarter of the year before.
    """
    count, unit = values[0], values[1]
    if clock.reported and (count, unit) == (1, "year"):
        return find_period("quarter", go_back(unit, count, clock.reported))
    day = go_back(unit, count, clock.day)
    if unit in CLOCK_UNITS:
        return Interval(start=day, end=clock.day)
    return find_period("year" if unit in LONG_UNITS else unit, day)


def read_quarter_before(values: Values, clock: Clock) -> Interval | None:
    """Return a quarter of the year before: year-ago quarter, year-ago third quarter.

    One that is not named is the quarter reported on, else the one that ended last.
    """
    if values[0] != "year" or values[-1] != "quarter":
        return None
    quarter = clock.reported or shift("quarter", clock.day, -1)
    index = values[-2]
    if index:
        named = choose(lambda year: find_part(index, "quarter", year), clock)
        quarter = named.start or quarter
    return find_period("quarter", shift("year", quarter, -1))


def read_hence(values: Values, clock: Clock) -> Interval:
    """Return the unit that lies so many units ahead."""
    count, unit = values[0], values[1]
    return find_period(unit, shift(unit, clock.day, count))


def read_in_units(values: Values, clock: Clock) -> Interval | None:
    """Return what `in two weeks` denotes in a sentence that looks ahead."""
    return read_hence(values[1:], clock) if clock.is_ahead else None


def read_within_units(values: Values, clock: Clock) -> Interval:
    """Return the days of `within two weeks`, ahead unless the sentence looks back."""
    if clock.direction < 0:
        return read_trailing(values, clock)
    return read_coming(values, clock)


def read_neighbour(step: int, *, is_relative: bool) -> Rule:
    """Return the rule for the day before, or the day before yesterday."""

    def rule(values: Values, clock: Clock) -> Interval | None:
        offset = step + (values[2] if is_relative else 0)
        unit = values[0]
        if is_relative and unit != "day":
            return None
        return find_period(unit, shift(unit, clock.day, offset))

    return rule


def read_relative_day(values: Values, clock: Clock) -> Interval:
    """Return today, yesterday or tomorrow."""
    day = clock.day + timedelta(days=values[0])
    return span_day(day)


def read_day_of_month(values: Values, clock: Clock) -> Interval:
    """Return the nearest such day of a month: on the 19th."""
    step = 1 if clock.is_ahead else -1
    first = clock.day.replace(day=1)
    for months in range(13):
        month = shift("month", first, step * months)
        try:
            found = month.replace(day=values[0])
        except ValueError:
            continue
        if (found - clock.day).days * step >= 0:
            return span_day(found)
    raise ValueError(values[0])


def read_part_of_year(values: Values, clock: Clock) -> Interval | None:
    """Return the nearest first half, third quarter: the one that has begun."""
    index, unit = values
    if unit not in LAST_OF:
        return None
    return choose(lambda year: find_part(index, unit, year), clock)


def find_part(index: int, unit: str, year: int) -> Interval:
    """Return the index-th half, quarter or month of a year, counted from 1."""
    if not 1 <= index <= LAST_OF[unit]:
        raise ValueError(index)
    length = 12 // LAST_OF[unit]
    return span_months(year, (index - 1) * length + 1, length)


def read_part_of_given_year(values: Values) -> Interval | None:
    """Return a half, quarter or month of a named year."""
    return find_part(*values) if values[1] in LAST_OF else None


def read_century(values: Values) -> Interval | None:
    """Return a century: the 19th is 1801 to 1900."""
    if values[1] != "century":
        return None
    return span_years((values[0] - 1) * 100 + 1, 100)


def read_first_units(values: Values) -> Interval | None:
    """Return the first or last so many months of a year."""
    which, count, unit, year = values
    if unit != "month" or which not in {0, 1} or count not in range(1, 13):  # months
        return None
    return span_months(year, 1 if which == 1 else 13 - count, count)


ABSOLUTE_RULES: dict[str, AbsoluteRule] = {
    "y": lambda v: span_date(v[0]),
    "u y": lambda v: span_date(v[1]) if v[0] == "year" else None,
    "m y": lambda v: span_date(v[1], v[0]),
    "y m": lambda v: span_date(v[0], v[1]),
    "m n y": lambda v: span_date(v[2], v[0], v[1]),
    "m o y": lambda v: span_date(v[2], v[0], v[1]),
    "n m y": lambda v: span_date(v[2], v[1], v[0]),
    "o m y": lambda v: span_date(v[2], v[1], v[0]),
    "y m n": lambda v: span_date(v[0], v[1], v[2]),
    "D": lambda v: span_day(v[0]),
    "M": lambda v: span_date(v[0] // 100, v[0] % 100),
    "Y": lambda v: span_years(v[0] // 10_000, v[0] % 10_000 - v[0] // 10_000 + 1),
    "d": lambda v: span_years(v[0], 10),
    "s y": lambda v: span_season(v[0], v[1]),
    "q y": lambda v: span_months(v[1], 3 * v[0] - 2, 3),
    "y q": lambda v: span_months(v[0], 3 * v[1] - 2, 3),
    "h y": lambda v: span_day(find_holiday(v[0], v[1])),
    "o u y": read_part_of_given_year,
    "y o u": lambda v: read_part_of_given_year((v[1], v[2], v[0])),
    "L u y": lambda v: read_part_of_given_year((LAST_OF.get(v[1], 0), v[1], v[2])),
    "o u": read_century,
    "o n u y": read_first_units,
    "L n u y": read_first_units,
}
RELATIVE_RULES: dict[str, Rule] = {
    **WEEKDAY_RULES,
    **recurring_rules("m"),
    **recurring_rules("s"),
    **recurring_rules("q"),
    **recurring_rules("h"),
    "m n": lambda v, clock: recur_on_day(v[0], v[1], clock),
    "m o": lambda v, clock: recur_on_day(v[0], v[1], clock),
    "n m": lambda v, clock: recur_on_day(v[1], v[0], clock),
    "o m": lambda v, clock: recur_on_day(v[1], v[0], clock),
    "o": read_day_of_month,
    "r": read_relative_day,
    "L u": unit_away(PAST_NAMED),
    "T u": unit_away(THIS_NAMED),
    "X u": unit_away(NEXT_NAMED),
    "T X u": unit_away(NEXT_NAMED),
    "u": read_bare_unit,
    "P u": read_past_unit,
    "T P u": read_past_unit,
    "L n u": read_trailing,
    "P n u": read_trailing,
    "T P n u": read_trailing,
    "X n u": read_coming,
    "within n u": read_within_units,
    "in n u": read_in_units,
    "n u ago": read_ago,
    "n u earlier": read_ago,
    "n u before": read_ago,
    "n u hence": read_hence,
    "u ago": lambda v, clock: read_ago((1, v[0]), clock),
    "u earlier": lambda v, clock: read_ago((1, v[0]), clock),
    "u ago u": read_quarter_before,
    "u earlier u": read_quarter_before,
    "u ago o u": read_quarter_before,
    "u earlier o u": read_quarter_before,
    "u n u ago": lambda v, clock: read_quarter_before((v[2], 0, v[0]), clock),
    "u before": read_neighbour(-1, is_relative=False),
    "u after": read_neighbour(1, is_relative=False),
    "u before r": read_neighbour(-1, is_relative=True),
    "u after r": read_neighbour(1, is_relative=True),
    "o u": read_part_of_year,
}
