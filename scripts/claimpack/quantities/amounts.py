"""Amounts: one number with its unit, or two that make a range.

A range may name its unit and its multiplier once: $3-5bn, 10 to 12 million.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.forms import find_longest
from claimpack.quantities.number_phrases import Number, read_number
from claimpack.quantities.number_words import word_at
from claimpack.quantities.numerals import ORDINALS, Value, is_rare_decimal, is_year
from claimpack.quantities.units import FRACTION, LEADING_FORMS, read_unit

CONNECTORS = frozenset({"to", "-", "or"})
THOUSAND = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """What was said: a number, two, or a vague word; a modifier; a unit."""

    modifier: str
    position: int
    """Index of the first token after what was read."""
    number: Value | None = None
    low: Value | None = None
    high: Value | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number with its unit."""

    number: Number
    unit: str | None
    position: int


def read_amounts(
    tokens: list[str], position: int, *, is_between: bool
) -> Phrase | Unresolved | None:
    """Return one number or a range of two; only a range `between` has `and`."""
    first = read_amount(tokens, position)
    if not isinstance(first, Amount):
        return first
    connectors = CONNECTORS | {"and"} if is_between else CONNECTORS
    if word_at(tokens, first.position) in connectors:
        second = read_amount(tokens, first.position + 1)
        if second is not None:
            return second if isinstance(second, Unresolved) else join(first, second)
    problem = refuse_decimal(first.number, first.unit)
    if problem is not None:
        return Unresolved(reason=problem)
    return Phrase(
        modifier="exact",
        number=first.number.value,
        unit=first.unit,
        position=first.position,
    )


def read_amount(tokens: list[str], position: int) -> Amount | Unresolved | None:
    """Return a number with the currency before it or the unit after it."""
    currency, start = find_longest(LEADING_FORMS, tokens, position)
    number = read_number(tokens, start)
    if not isinstance(number, Number):
        return number
    found = read_unit_after(tokens, number)
    if isinstance(found, Unresolved):
        return found
    unit, after = found
    if currency and unit and currency != unit:
        return Unresolved(reason=f"the amount is in {currency} and in {unit}")
    if unit is None:
        after = number.position
        unit = currency or (FRACTION if number.is_fraction else None)
    return Amount(number=number, unit=unit, position=after)


def read_unit_after(
    tokens: list[str], number: Number
) -> tuple[str | None, int] | Unresolved:
    """Return the unit of a number (half an hour); none for that of a third day."""
    at = number.position
    if number.is_fraction:
        at += word_at(tokens, at) == "of"
        at += word_at(tokens, at) in {"a", "an"}
        if at == number.position and tokens[at - 1] in ORDINALS:
            return None, at
    return read_unit(tokens, at)


def join(first: Amount, second: Amount) -> Phrase | Unresolved:
    """Return the range of two amounts, which may share a unit and a multiplier."""
    unit = first.unit or second.unit
    low, high = share_scale(first.number, second.number), second.number.value
    problem = (
        refuse_range(first, second)
        or refuse_decimal(first.number, unit)
        or refuse_decimal(second.number, unit)
        or (None if low < high else "the range is reversed or has no width")
    )
    if problem is not None:
        return Unresolved(reason=problem)
    return Phrase(
        modifier="between", low=low, high=high, unit=unit, position=second.position
    )


def share_scale(first: Number, second: Number) -> Value:
    """Return the first value of a range, with the multiplier that it has from the last.

    3 to 5 million begins with three million, 500 to 1 million with five hundred.
    """
    shared = first.value * second.scale
    is_shared = first.scale == 1 and first.value < THOUSAND and shared <= second.value
    return shared if is_shared else first.value


def refuse_range(first: Amount, second: Amount) -> str | None:
    """Return why two amounts make no range, None where they may."""
    if first.unit and second.unit and first.unit != second.unit:
        return f"the range goes from {first.unit} to {second.unit}"
    unit = first.unit or second.unit
    if unit is None and is_year(first.number.digits) and is_year(second.number.digits):
        return "two bare numbers from 1900 to 2099 are years"
    if is_elliptic(first.number, second.number):
        low = first.number.value
        return f"the range may begin with {low} or with {low},000"
    return None


def is_elliptic(first: Number, second: Number) -> bool:
    """Return whether `10 to 12,000` may have left out a `,000`."""
    is_grouped = second.digits is not None and not second.digits.isdigit()
    return (
        is_grouped and first.scale == 1 and 0 < first.value * THOUSAND <= second.value
    )


def refuse_decimal(number: Number, unit: str | None) -> str | None:
    """Return why digits are no number without a unit (3,5 and .50), or None."""
    if unit is not None or not is_rare_decimal(number.digits):
        return None
    return f"{quote(str(number.digits))} may be something else than one decimal number"
