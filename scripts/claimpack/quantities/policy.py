"""The policy: which bounds a modifier entails.

Source: the table of docs/codebook.md, section 6. A modifier means n + 1 or n - 1 for
counts; for money, shares and measures it means n itself, and only the modifier tells
that n is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from claimpack.document import Quantity, Unresolved
from claimpack.findings import quote

OPEN, SAME, NEXT = None, 0, 1
BOUNDS: dict[str, tuple[int | None, int | None]] = {
    "exact": (SAME, SAME),
    "more_than": (NEXT, OPEN),
    "at_least": (SAME, OPEN),
    "less_than": (OPEN, NEXT),
    "at_most": (OPEN, SAME),
    "approx": (OPEN, OPEN),
}
"""By modifier: whether low and high are open, the number, or the next count."""
INTERVALS = frozenset({"between", "approx"})
"""The modifiers that two numbers may have."""
MODIFIERS = frozenset({*BOUNDS, "between", "vague"})


def bound(
    modifier: str,
    quantity: float | None = None,
    *,
    low: float | None = None,
    high: float | None = None,
    unit: str | None = None,
) -> Quantity | Unresolved:
    """Return the quantity of a modifier, with the bounds that the policy entails.

    One number has the bounds of its modifier; `approx` keeps a bound that is given
    (nearly 100 is at most 100). Two numbers are `low` and `high`, for `between` and
    `approx`. `vague` has at most a `low`.

    >>> bound("more_than", 1000).low, bound("more_than", 1000, unit="USD").low
    (1001, 1000)
    >>> bound("exact", low=3, high=5).reason
    'modifier exact needs one number'
    """
    problem = refuse_numbers(modifier, (quantity, low, high))
    if problem is not None:
        return Unresolved(reason=problem)
    if modifier == "vague":
        return Quantity(modifier=modifier, low=low, unit=unit)
    if quantity is None:
        return bound_interval(modifier, low, high, unit)
    if modifier == "between":
        return Unresolved(reason="modifier between needs a low and a high number")
    return bound_number(modifier, quantity, high, unit)


def refuse_numbers(modifier: str, numbers: Iterable[float | None]) -> str | None:
    """Return why no quantity has such a modifier or number, None where one may."""
    given = [number for number in numbers if number is not None]
    if modifier not in MODIFIERS:
        return f"{quote(modifier)} is no modifier; known are {sorted(MODIFIERS)}"
    if not all(map(math.isfinite, given)):
        return "a quantity is a finite number"
    if any(number < 0 for number in given):
        return "a quantity is not negative"
    return None


def bound_interval(
    modifier: str, low: float | None, high: float | None, unit: str | None
) -> Quantity | Unresolved:
    """Return the quantity that two numbers give."""
    if modifier not in INTERVALS:
        return Unresolved(reason=f"modifier {modifier} needs one number")
    if low is None or high is None:
        return Unresolved(reason=f"modifier {modifier} needs a low and a high number")
    if low > high:
        return Unresolved(reason=f"the range from {low:g} to {high:g} is reversed")
    return Quantity(modifier=modifier, low=low, high=high, unit=unit)


def bound_number(
    modifier: str, quantity: float, high: float | None, unit: str | None
) -> Quantity | Unresolved:
    """Return the quantity that one number gives, its bounds looked up."""
    lower, upper = BOUNDS[modifier]
    if upper == NEXT and unit is None and quantity <= 0:
        return Unresolved(reason="no count is less than 0")
    return Quantity(
        modifier=modifier,
        quantity=quantity,
        low=None if lower is None else find_bound(quantity, lower, unit),
        high=high if upper is None else find_bound(quantity, -upper, unit),
        unit=unit,
    )


def find_bound(quantity: float, step: int, unit: str | None) -> float:
    """Return the number, or for a count the next whole number in a direction.

    >>> find_bound(1000, 1, None), find_bound(2.5, 1, None), find_bound(2.5, -1, None)
    (1001, 3.0, 2.0)
    """
    if unit is not None or step == SAME:
        return quantity
    next_count = math.floor(quantity) + 1 if step > 0 else math.ceil(quantity) - 1
    return type(quantity)(next_count)
