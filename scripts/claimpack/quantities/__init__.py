"""Quantities: a number as it was said, and the bounds that its wording entails.

Source: the policy table of the design, docs/codebook.md. A modifier means n + 1 or
n - 1 for counts; for money, shares and measures it means n itself, and only the
modifier tells that n is left out. `parse` reads words, `apply_reading` what an
annotator says of them; both come to `bound`, so that one policy holds.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from claimpack.document import Quantity, Unresolved
from claimpack.findings import quote
from claimpack.quantities.phrases import read_phrase
from claimpack.quantities.words import LONGEST_QUANTITY, split_tokens

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
READING_PATTERN = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,15})?")


def parse(words: str) -> Quantity | Unresolved:
    """Return the number that words give, with modifier, bounds and unit.

    Stable under letter case and spaces. Never raises: what the policy does not
    settle is unresolved, with the reason.

    >>> parse("around 1,100")
    Quantity(modifier='approx', quantity=1100.0, low=None, high=None, unit=None)
    >>> parse("More than 1,000").low
    1001.0
    >>> parse("$3-5bn").high, parse("$3-5bn").unit
    (5000000000.0, 'USD')
    >>> parse("T-72").reason
    '"t" begins no number, and it is no modifier of one'
    """  # the whole value stands in one line
    if len(words) > LONGEST_QUANTITY:
        return Unresolved(reason=f"longer than {LONGEST_QUANTITY} characters")
    return parse_short(words)


@lru_cache(maxsize=16384)
def parse_short(words: str) -> Quantity | Unresolved:
    """Return what `parse` does, for words that are short enough to be kept."""
    tokens = split_tokens(words)
    if isinstance(tokens, Unresolved):
        return tokens
    phrase = read_phrase(tokens)
    if isinstance(phrase, Unresolved):
        return phrase
    return bound(
        phrase.modifier,
        None if phrase.number is None else float(phrase.number),
        low=None if phrase.low is None else float(phrase.low),
        high=None if phrase.high is None else float(phrase.high),
        unit=phrase.unit,
    )


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


def apply_reading(
    quantity: Quantity | Unresolved, number: str | None, modifier: str | None
) -> Quantity | Unresolved:
    """Return the quantity of the words, with an annotator's reading put over it.

    `number` is a decimal number or two with `..` between, `modifier` a code; None
    keeps what the words give. The unit is always that of the words.

    >>> apply_reading(Unresolved(reason="…"), "300..500", None)
    Quantity(modifier='between', quantity=None, low=300.0, high=500.0, unit=None)
    """
    if number is None:
        return apply_modifier(quantity, modifier)
    low, dots, high = number.partition("..")
    if not all(map(READING_PATTERN.fullmatch, (low, high) if dots else (low,))):
        reason = f"{quote(number)} is not a number, or two with .. between"
        return Unresolved(reason=reason)
    numbers = [float(side) for side in ((low, high) if dots else (low,))]
    known = quantity if isinstance(quantity, Quantity) else Quantity(modifier="")
    allowed, fallback = (INTERVALS, "between") if dots else (BOUNDS.keys(), "exact")
    code = modifier or (known.modifier if known.modifier in allowed else fallback)
    if dots:
        return bound(code, low=numbers[0], high=numbers[1], unit=known.unit)
    return bound(code, numbers[0], unit=known.unit)


def apply_modifier(
    quantity: Quantity | Unresolved, modifier: str | None
) -> Quantity | Unresolved:
    """Return the quantity with another modifier and the bounds that belong to it."""
    if isinstance(quantity, Unresolved) or modifier is None:
        return quantity
    if modifier == quantity.modifier:
        return quantity
    if modifier == "vague":
        return replace(quantity, modifier="vague", quantity=None, high=None)
    if quantity.quantity is None and quantity.modifier not in INTERVALS:
        return Unresolved(reason=f"modifier {modifier} needs a number")
    is_one = quantity.quantity is not None
    return bound(
        modifier,
        quantity.quantity,
        low=None if is_one else quantity.low,
        high=None if is_one else quantity.high,
        unit=quantity.unit,
    )
