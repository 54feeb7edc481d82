"""Calendar arithmetic: the period of a unit that holds a day, and steps by units.

Weeks are those of ISO 8601, Monday to Sunday. Decades begin with a year that ends
in 0, centuries with one that ends in 01 (ISO 8601-2 has no word for either).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from claimpack.edtf import find_bounds, find_month_end

DAYS = {"day": 1, "week": 7, "fortnight": 14, "weekend": 7}
MONTHS = {
    "month": 1,
    "quarter": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
}
CLOCK_UNITS = {"second": 86_400, "minute": 1440, "hour": 24}
"""Units that are shorter than a day, by how many of them a day has."""
SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
"""First month of each season, as news of the northern hemisphere has them."""
SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Days from `start` to `end`, both included; None where it is open."""

    start: date | None
    end: date | None
    is_approximate: bool = False


def find_period(unit: str, day: date) -> Interval:
    """Return the period of that unit which holds a day.

    >>> find_period("week", date(2024, 12, 18)).end
    datetime.date(2024, 12, 22)
    """
    if unit == "day" or unit in CLOCK_UNITS:
        return span_day(day)
    if unit in DAYS:
        monday = day - timedelta(days=day.weekday())
        first = SATURDAY if unit == "weekend" else 0
        return Interval(
            start=monday + timedelta(days=first), end=monday + timedelta(days=6)
        )
    if unit == "century":
        return span_years((day.year - 1) // 100 * 100 + 1, 100)
    if unit == "decade":
        return span_years(day.year // 10 * 10, 10)
    length = MONTHS[unit]
    first_month = (day.month - 1) // length * length + 1
    return span_months(day.year, first_month, length)


def span_months(year: int, month: int, length: int) -> Interval:
    """Return an interval of whole months; the last may lie in a later year."""
    last = year * 12 + month - 1 + length - 1
    return Interval(
        start=date(year, month, 1), end=find_month_end(last // 12, last % 12 + 1)
    )


def span_years(year: int, length: int) -> Interval:
    """Return an interval of whole years."""
    return Interval(start=date(year, 1, 1), end=date(year + length - 1, 12, 31))


def span_season(season: str, year: int) -> Interval:
    """Return the three months of a season that begins in a year, approximately."""
    months = span_months(year, SEASON_MONTHS[season], 3)
    return Interval(start=months.start, end=months.end, is_approximate=True)


def span_day(day: date) -> Interval:
    """Return the interval of one day."""
    return Interval(start=day, end=day)


def span_date(year: int, month: int | None = None, day: int | None = None) -> Interval:
    """Return a year, a month or a day; ValueError where the calendar has none."""
    start, end = find_bounds(year, month, day)
    return Interval(start=start, end=end)


def shift(unit: str, day: date, count: int) -> date:
    """Return the day that lies `count` units later, in a short month its last day.

    Raises ValueError or OverflowError outside the years 1 to 9999.

    >>> shift("month", date(2024, 3, 31), -1)
    datetime.date(2024, 2, 29)
    """
    if unit in CLOCK_UNITS:
        return day + timedelta(days=count // CLOCK_UNITS[unit])
    if unit in DAYS:
        return day + timedelta(days=DAYS[unit] * count)
    index = day.year * 12 + day.month - 1 + MONTHS[unit] * count
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, find_month_end(year, month).day))


def find_weekday(weekday: int, day: date, *, is_later: bool) -> date:
    """Return the nearest such weekday (Monday is 0), the day itself included.

    >>> find_weekday(3, date(2024, 12, 23), is_later=False)
    datetime.date(2024, 12, 19)
    """
    distance = (weekday - day.weekday()) % 7
    return day + timedelta(days=distance if is_later or not distance else distance - 7)
