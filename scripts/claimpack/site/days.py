"""An axis of days, and dates as bars over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from claimpack.edtf import ONE_DAY
from claimpack.site.axes import Tick, locate
from claimpack.site.selection import Row

STEPS = ((1, 0), (2, 0), (7, 0), (14, 0), (0, 1), (0, 3), (0, 6), (0, 12))
"""Days, or months, from one tick to the next; after these, years."""
TICKS = 5
"""An axis has at most so many."""
OUTLYING = 10
"""Of so many rows one may lie off an end of the axis, if that makes it half as long."""
MONTHS, QUALIFIERS = 12, "~?"
NamedDay = tuple[date, str, str]
"""A day, its name on an axis, and its year where that is no part of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayAxis:
    """A scale of days, the first and the last one included."""

    first: date
    last: date
    ticks: tuple[Tick, ...]

    def place(self, day: date, *, is_end: bool = False) -> float:
        """Return where a day begins, or ends, in percent; at an end what is beyond."""
        low, high = self.first.toordinal(), self.last.toordinal() + 1
        return locate(low, high, min(max(day.toordinal() + is_end, low), high))


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """A date over an axis of days, in percent of its width."""

    left: float
    right: float
    is_start_open: bool
    """Whether no first day is known."""
    is_end_open: bool
    is_cut_left: bool
    """Whether it begins before the axis."""
    is_cut_right: bool
    is_day: bool
    is_qualified: bool
    """Whether it is about so, or uncertain."""

    @property
    def middle(self) -> float:
        """Where a single day stands."""
        return round((self.left + self.right) / 2, 2)

    @property
    def width(self) -> float:
        """How wide it is."""
        return round(self.right - self.left, 2)


def list_days(row: Row, stem: str) -> list[date]:
    """Return the days that a date has: none, its only end, or both."""
    days = (row[f"{stem}_start"], row[f"{stem}_end"])
    return [day for day in days if day is not None]


def make_day_axis(dates: Sequence[Sequence[date]]) -> DayAxis:
    """Return the axis for rows that have some days each; there is a day in one of them.

    Where a tenth of the rows would stretch it to more than twice the length, it does
    not go as far as they do.
    """
    starts = sorted(min(days) for days in dates if days)
    ends = sorted(max(days) for days in dates if days)
    spare = len(starts) // OUTLYING
    near, late = starts[spare], ends[-1 - spare]
    length = late - near
    first = near if length * 2 < late - starts[0] else starts[0]
    last = late if length * 2 < ends[-1] - near else ends[-1]
    ticks = (
        Tick(
            place=locate(first.toordinal(), last.toordinal() + 1, day.toordinal()),
            label=label,
            below=below,
        )
        for day, label, below in choose_ticks(first, last)
    )
    return DayAxis(first=first, last=last, ticks=tuple(ticks))


def choose_ticks(first: date, last: date) -> list[NamedDay]:
    """Return the days that an axis names, by name; the year stands where it is new.

    >>> choose_ticks(date(2024, 11, 20), date(2025, 1, 3))[0]
    (datetime.date(2024, 11, 25), '11-25', '2024')
    """
    for days, months in STEPS:
        found = list(islice(iter_ticks(first, last, days, months), TICKS + 1))
        if len(found) <= TICKS:
            return found
    years = -(-(last.year - first.year + 1) // TICKS)
    return [
        (date(year, 1, 1), f"{year:04d}", "")
        for year in range(first.year + 1, last.year + 1, years)
    ]


def iter_ticks(first: date, last: date, days: int, months: int) -> Iterator[NamedDay]:
    """Yield days at equal steps from one to another: Mondays, or firsts of months."""
    if days:
        number = first.toordinal()
        if days % 7 == 0:
            number += -first.weekday() % 7
        for ordinal in range(number, last.toordinal() + 1, days):
            day = date.fromordinal(ordinal)
            is_new = ordinal == number or day.year != (day - days * ONE_DAY).year
            yield day, f"{day:%m-%d}", f"{day.year:04d}" if is_new else ""
        return
    month = first.year * MONTHS + first.month - 1
    if first.day > 1:
        month += 1
    month += -month % months
    while month < last.year * MONTHS + last.month:
        day = date(month // MONTHS, month % MONTHS + 1, 1)
        yield day, str(day)[: 4 if months == MONTHS else 7], ""
        month += months


def draw_days(row: Row, stem: str, axis: DayAxis) -> DayBar | None:
    """Return the bar of a date; None where a row has none."""
    edtf, start, end = (row[f"{stem}_{part}"] for part in ("edtf", "start", "end"))
    if edtf is None:
        return None
    left = axis.place(start) if start else 0.0
    right = axis.place(end, is_end=True) if end else 100.0
    return DayBar(
        left=left,
        right=right,
        is_start_open=start is None,
        is_end_open=end is None,
        is_cut_left=start is not None and start < axis.first,
        is_cut_right=end is not None and end > axis.last,
        is_day=start is not None and start == end,
        is_qualified=any(sign in edtf for sign in QUALIFIERS),
    )
