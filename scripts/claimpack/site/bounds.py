"""The bounds of a figure: in words, and as a line over an axis of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimpack.site.axes import NumberAxis, find_number, write_number
from claimpack.site.selection import Row

COUNTS = ("person", "item")
"""Units whose bounds are whole: more than 40 of them are 41 at least."""
STRICT = ("more_than", "less_than")
End = Literal["arrow", "cap", "strict"]
"""What a line ends in: no bound, a bound, or a bound that is itself excluded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A figure over its axis, in percent of the width."""

    left: float | None
    right: float | None
    """The line from bound to bound; None where there is none."""
    left_end: End
    right_end: End
    mark: float | None
    """The number itself; None where bounds say it all."""
    is_around: bool
    """Whether the mark is only near the true number."""


def list_numbers(row: Row) -> list[float]:
    """Return the numbers of a claim that an axis must have room for."""
    columns = ("quantity_low", "quantity", "quantity_high")
    found = (find_number(row[column]) for column in columns)
    return [number for number in found if number is not None]


def is_strict(row: Row) -> bool:
    """Whether the bound of a claim is itself excluded, as it is of money and shares."""
    return row["quantity_modifier"] in STRICT and row["unit"] not in COUNTS


def draw_shape(row: Row, axis: NumberAxis) -> Shape | None:
    """Return how a figure is drawn; None for one without any number."""
    if not list_numbers(row):
        return None
    number, low, high = (
        find_number(row[column])
        for column in ("quantity", "quantity_low", "quantity_high")
    )
    end: End = "strict" if is_strict(row) else "cap"
    has_line = (low is not None or high is not None) and low != high
    is_around = row["quantity_modifier"] == "approx"
    mark = number if is_around or not has_line else None
    return Shape(
        left=(axis.place(low) if low is not None else 0.0) if has_line else None,
        right=(axis.place(high) if high is not None else 100.0) if has_line else None,
        left_end="arrow" if low is None else end,
        right_end="arrow" if high is None else end,
        mark=None if mark is None else axis.place(mark),
        is_around=is_around,
    )


def tell_bounds(row: Row) -> str:
    """Return the bounds of a figure in words.

    >>> low = {"quantity": 71.0, "quantity_modifier": "at_least", "unit": "person",
    ...     "quantity_low": 71.0, "quantity_high": None}
    >>> tell_bounds(low)
    '71 at least'
    >>> tell_bounds({**low, "quantity_modifier": "more_than", "unit": "USD"})
    'more than 71'
    """
    low, high, number = (
        None if row[column] is None else write_number(row[column])
        for column in ("quantity_low", "quantity_high", "quantity")
    )
    parts = []
    if number and (row["quantity_modifier"] == "approx" or not (low or high)):
        parts.append(
            f"around {number}" if row["quantity_modifier"] == "approx" else number
        )
    if low and high:
        parts.append(low if low == high else f"{low} to {high}")
    elif low:
        parts.append(f"more than {low}" if is_strict(row) else f"{low} at least")
    elif high:
        parts.append(f"less than {high}" if is_strict(row) else f"{high} at most")
    return ", ".join(parts) or "no number"
