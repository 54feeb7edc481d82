"""Quantities: a number as it was said, and the bounds that its wording entails.

`parse` reads words, `apply_reading` what an annotator says of them; both come to
`policy.bound`, so that one policy holds. What is read and what is not, and why, is in
docs/normalisers.md.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from claimpack.document import Quantity, Unresolved
from claimpack.findings import quote
from claimpack.quantities.phrases import read_phrase
from claimpack.quantities.policy import BOUNDS, INTERVALS, bound
from claimpack.quantities.tokens import LONGEST_QUANTITY, split_tokens

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
