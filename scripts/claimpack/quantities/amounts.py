"""Amounts: one number with its unit, or two that make a range.

A range may name its unit and its multiplier once: $3-5bn, 10 to 12 million.
"""

from __future__ import annotations

from dataclasses import dataclass

from claimpack.document import Unresolved
from claimpack.quantities.number_phrases import Number, read_number
from claimpack.quantities.numerals import Value, is_year
from claimpack.quantities.units import (
    FRACTION,
    MONEY_TOKENS,
    read_leading_currency,
    read_unit,
)

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
    is_money = not MONEY_TOKENS.isdisjoint(tokens)
    first = read_amount(tokens, position, is_money=is_money)
    if not isinstance(first, Amount):
        return first
    connectors = CONNECTORS | {"and"} if is_between else CONNECTORS
    connector = tokens[first.position : first.position + 1]
    if connector and connector[0] in connectors:
        second = read_amount(tokens, first.position + 1, is_money=is_money)
        if second is not None:
            return second if isinstance(second, Unresolved) else join(first, second)
    return Phrase(
        modifier="exact",
        number=first.number.value,
        unit=first.unit,
        position=first.position,
    )


def read_amount(
    tokens: list[str], position: int, *, is_money: bool
) -> Amount | Unresolved | None:
    """Return a number with the currency before it or the unit after it."""
    currency, start = read_leading_currency(tokens, position)
    number = read_number(tokens, start, is_money=is_money)
    if not isinstance(number, Number):
        return number
    at = number.position
    if number.is_fraction and tokens[at : at + 1] in (["a"], ["an"], ["of"]):
        article = tokens[at : at + 2][-1] in ("a", "an")
        at += 2 if article and tokens[at] == "of" else 1
    found = read_unit(tokens, at)
    if isinstance(found, Unresolved):
        return (
            found
            if currency is None
            else Amount(number=number, unit=currency, position=number.position)
        )
    unit, after = found
    if currency and unit and currency != unit:
        return Unresolved(reason=f"the amount is in {currency} and in {unit}")
    if unit is None:
        after = number.position
        unit = currency or (FRACTION if number.is_fraction else None)
    return Amount(number=number, unit=unit, position=after)


def join(first: Amount, second: Amount) -> Phrase | Unresolved:
    """Return the range of two amounts, which may share a unit and a multiplier."""
    if first.unit and second.unit and first.unit != second.unit:
        reason = f"the range goes from {first.unit} to {second.unit}"
        return Unresolved(reason=reason)
    unit = first.unit or second.unit
    if is_year(first.number.digits) and unit is None and is_year(second.number.digits):
        return Unresolved(reason="two bare numbers from 1900 to 2099 are years")
    low, high = first.number.value, second.number.value
    if first.number.scale == 1 and low < THOUSAND:
        if is_elliptic(second.number.digits, low, high):
            return Unresolved(
                reason=f"the range may begin with {low} or with {low},000"
            )
        shared = low * second.number.scale
        low = shared if shared <= high and low != 0 else low
    if low > high:
        return Unresolved(reason="the range is reversed")
    return Phrase(
        modifier="between", low=low, high=high, unit=unit, position=second.position
    )


def is_elliptic(digits: str | None, low: Value, high: Value) -> bool:
    """Return whether `10 to 12,000` may have left out a `,000`."""
    is_grouped = digits is not None and not digits.isdigit() and high >= THOUSAND
    return is_grouped and 0 < low * THOUSAND <= high
