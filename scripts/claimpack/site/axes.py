"""An axis of numbers: where each stands on it, in percent of its width."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

EDGE = 4.0
"""Percent at both ends that are left to arrows."""
NEAR = 6.0
"""So near an end, in percent, a label does not go on both sides of its place."""
DECADES = 2
"""Numbers that span more are drawn by their logarithms."""
TICKS = 4
"""So many steps are wanted between the ends of an axis."""
NAMED = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
"""Numbers with words, the greatest first."""
NAMED_BELOW = 1e15
EXTREME = 1e300
"""Numbers that are larger, or whose inverse is, are on no axis."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A number or a day that an axis names."""

    place: float
    """In percent of the width."""
    label: str
    below: str = ""
    """The year of a day, where it is new."""

    @property
    def anchor(self) -> str:
        """Which end of the label stands at the place, so that it stays within."""
        return (
            "start"
            if self.place < NEAR
            else "end"
            if self.place > 100 - NEAR
            else "middle"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAxis:
    """A scale from one number to a greater one."""

    low: float
    high: float
    """The ends; their logarithms where it is logarithmic."""
    is_log: bool
    ticks: tuple[Tick, ...]

    def place(self, number: float) -> float:
        """Return where a number stands, in percent."""
        return locate(self.low, self.high, scale(number, is_log=self.is_log))


def locate(low: float, high: float, value: float) -> float:
    """Return where a value between two others stands, in percent.

    >>> locate(0, 10, 0), locate(0, 10, 5), locate(0, 10, 10)
    (4.0, 50.0, 96.0)
    """
    return round(EDGE + (100 - 2 * EDGE) * (value - low) / (high - low), 2)


def scale(number: float, *, is_log: bool) -> float:
    """Return a number as the axis has it."""
    return math.log10(number) if is_log else number


def make_axis(numbers: Iterable[float], *, is_whole: bool = False) -> NumberAxis:
    """Return an axis for some numbers, none of them at its right end.

    It begins at 0, or at the lowest below, unless it is logarithmic. Of whole things
    no part is named.
    """
    found = sorted(numbers)
    least, most = (found[0], found[-1]) if found else (0.0, 0.0)
    if least > 0 and most / least > 10**DECADES:
        low = math.floor(math.log10(least))
        high = math.floor(math.log10(most)) + 1
        values = [10.0**it for it in range(low, high + 1, -(-(high - low) // TICKS))]
        return close_axis(low, high, values, is_log=True)
    low_end, high_end = min(0.0, least), max(0.0, most)
    step = find_step((high_end - low_end) or 1.0)
    if is_whole:
        step = max(step, 1.0)
    first = math.floor(low_end / step)
    last = max(math.floor(high_end / step + 1e-9) + 1, first + 1)
    values = [step * index for index in range(first, last + 1)]
    return close_axis(values[0], values[-1], values, is_log=False)


def close_axis(
    low: float, high: float, values: Iterable[float], *, is_log: bool
) -> NumberAxis:
    """Return the axis between two ends that names some values."""
    ticks = (
        Tick(
            place=locate(low, high, scale(value, is_log=is_log)),
            label=write_number(float(f"{value:.12g}")),
        )
        for value in values
    )
    return NumberAxis(low=low, high=high, is_log=is_log, ticks=tuple(ticks))


def find_step(width: float) -> float:
    """Return the step of an axis: 1, 2 or 5 times a power of ten.

    >>> find_step(71), find_step(40_000_000)
    (20.0, 10000000.0)
    """
    power = 10.0 ** math.floor(math.log10(width / TICKS))
    return next(power * it for it in (1, 2, 5, 10) if power * it >= width / TICKS)


def write_number(number: float) -> str:
    """Return a number for people.

    >>> write_number(1100.0), write_number(12_500_000.0), write_number(0.25)
    ('1,100', '12.5 million', '0.25')
    >>> write_number(1234567.0), write_number(1e300)
    ('1,234,567', '1e+300')
    """
    size = abs(number)
    if size >= NAMED_BELOW:
        return f"{number:.6g}"
    for unit, name in NAMED:
        if size >= unit and f"{number / unit:.3g}" == f"{number / unit:.12g}":
            return f"{number / unit:.3g} {name}"
    return f"{number:,.10g}" if number % 1 else f"{number:,.0f}"


def find_number(number: float | None) -> float | None:
    """Return a number that has a place on an axis, None for any other.

    >>> find_number(40.0), find_number(float("inf")), find_number(1e-310)
    (40.0, None, None)
    """
    if number is None or not math.isfinite(number):
        return None
    is_extreme = number != 0 and not 1 / EXTREME < abs(number) < EXTREME
    return None if is_extreme else number
