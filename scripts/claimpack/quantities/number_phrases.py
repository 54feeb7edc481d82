"""One number read from a list of tokens, in digits, in words or in both.

The functions know nothing of what is counted: units, modifiers and ranges are the
business of `quantities`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from claimpack.document import Unresolved
from claimpack.quantities.number_words import (
    add_part,
    is_scale,
    read_below_thousand,
    read_scale,
    word_at,
)
from claimpack.quantities.numerals import (
    GROUPS,
    HIGHEST_VALUE,
    PARTS,
    PLURAL_PARTS,
    SCALES,
    VULGAR_FRACTIONS,
    Value,
    is_year,
    read_digits,
)

HIGHEST_PART = 10
LONGEST_MONTH = 31
"""In days: 9/11 may be a date, 1/40 cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number and where it ends."""

    value: Value
    position: int
    """Index of the first token after the number."""
    scale: int = 1
    """Its last multiplier, the 10**6 of `3 million`; 1 where it has none."""
    digits: str | None = None
    """The digits themselves, where the number is nothing else."""
    is_fraction: bool = False
    """True for a share of a whole: `half`, `two-thirds`, `1/5`."""


def read_number(
    tokens: list[str], position: int, *, is_money: bool = False
) -> Number | Unresolved | None:
    """Return the number that starts at a token; None where no number starts there.

    >>> read_number("two hundred and fifty thousand men".split(), 0).value
    250000
    >>> read_number(["half", "a", "million"], 0).value
    500000
    >>> read_number(["two", "-", "thirds"], 0).is_fraction
    True
    """
    first = word_at(tokens, position)
    if first == "half" or first in VULGAR_FRACTIONS:
        return read_half(tokens, position)
    number: Number | Unresolved | None = None
    if first in ("a", "an"):
        number = read_after_article(tokens, position)
    if number is None:
        number = read_scaled(tokens, position, is_money=is_money)
    if not isinstance(number, Number) or number.is_fraction:
        return number
    if number.value > HIGHEST_VALUE:
        return Unresolved(reason="the number is higher than 10**15")
    return read_ratio(tokens, number) or number


def read_after_article(tokens: list[str], position: int) -> Number | Unresolved | None:
    """Return the number after `a`: a million, a dozen, a half-million, a third."""
    following = word_at(tokens, position + 1)
    if following == "half":
        return read_half(tokens, position + 1)
    if following in PARTS:
        return read_part_of_scale(tokens, position + 2, Fraction(1, PARTS[following]))
    return None


def read_half(tokens: list[str], position: int) -> Number | Unresolved:
    """Return a share, or that share of a multiplier: half, half a million, ¼."""
    word = tokens[position]
    return read_part_of_scale(
        tokens, position + 1, VULGAR_FRACTIONS.get(word, Fraction(1, 2))
    )


def read_part_of_scale(
    tokens: list[str], position: int, share: Fraction
) -> Number | Unresolved:
    """Return the share, times the multiplier that follows: half a million, half."""
    after = position
    while after < len(tokens) and tokens[after] in ("of", "a", "an", "-"):
        after += 1
    scale = SCALES.get(tokens[after]) if after < len(tokens) else None
    if scale is None:
        return Number(value=share, position=position, is_fraction=True)
    if (share * scale).denominator != 1:
        return Unresolved(reason=f"{share} of {scale} is not a whole number")
    return Number(value=int(share * scale), position=after + 1, scale=scale)


def read_scaled(
    tokens: list[str], position: int, *, is_money: bool
) -> Number | Unresolved | None:
    """Return groups with falling multipliers, added: two million three hundred."""
    total: Value = 0
    lowest = 10**18
    number = None
    while (group := read_group(tokens, position, is_money=is_money)) is not None:
        if isinstance(group, Unresolved):
            return group
        if group.scale >= lowest or (number and group.value >= lowest):
            break
        total += group.value
        position = group.position
        number = Number(
            value=total,
            position=position,
            scale=group.scale,
            digits=None if number else group.digits,
        )
        lowest = group.scale
        if lowest == 1 or group.digits or tokens[position - 1] in GROUPS:
            break
        if position < len(tokens) and tokens[position] == "and":
            position += 1
    return number


def read_group(
    tokens: list[str], position: int, *, is_money: bool
) -> Number | Unresolved | None:
    """Return a number below a thousand, or digits, with one multiplier."""
    word = word_at(tokens, position)
    if word[:1].isdigit():
        return read_digit_group(tokens, position, is_money=is_money)
    value: Value
    small = read_below_thousand(tokens, position)
    if small is not None:
        value, after = add_part(tokens, small[1], small[0])
    elif is_scale(tokens, position) and word != "score":
        value, after = 1, position
    elif word in ("a", "an") and is_scale(tokens, position + 1):
        value, after = 1, position + 1
    else:
        return None
    scale, after = read_scale(tokens, after)
    value, after = add_part(tokens, after, value)
    number = Number(value=value * scale, position=after, scale=scale)
    if scale == 1 and tokens[after - 1] == "hundred":
        return replace(number, scale=100)
    return number


def read_digit_group(
    tokens: list[str], position: int, *, is_money: bool
) -> Number | Unresolved:
    """Return digits with their separators, part and multiplier: 1,100; 3½; 12k; 2m."""
    text = tokens[position]
    scale, after = read_scale(tokens, position + 1, is_money=is_money)
    value = read_digits(text, is_scaled=scale > 1)
    if isinstance(value, Unresolved):
        return value
    if after == position + 1 and after < len(tokens):
        glyph = VULGAR_FRACTIONS.get(tokens[after])
        if glyph is not None:
            scale, after = read_scale(tokens, after + 1, is_money=is_money)
            return Number(value=(value + glyph) * scale, position=after, scale=scale)
    value, after = add_part(tokens, after, value)
    is_plain = after == position + 1
    digits = text if is_plain else None
    return Number(value=value * scale, position=after, scale=scale, digits=digits)


def read_ratio(tokens: list[str], number: Number) -> Number | Unresolved | None:
    """Return the share that a number begins: two-thirds, 1/5, one in five."""
    after = number.position
    words = tokens[after : after + 2]
    if not words or isinstance(number.value, Fraction) or number.scale > 1:
        return None
    if words[0] == "-":
        after, words = after + 1, tokens[after + 1 : after + 3]
    parts = PARTS if number.value == 1 else PLURAL_PARTS
    if words and words[0] in parts and number.value < parts[words[0]]:
        share = Fraction(number.value, parts[words[0]])
        return read_part_of_scale(tokens, after + 1, share)
    if words and words[0] == "/":
        return divide(tokens, number, after + 1, is_written_with_slash=True)
    if words[:1] == ["in"]:
        return divide(tokens, number, after + 1)
    if words == ["out", "of"]:
        return divide(tokens, number, after + 2)
    return None


def divide(
    tokens: list[str],
    number: Number,
    position: int,
    *,
    is_written_with_slash: bool = False,
) -> Number | Unresolved | None:
    """Return the share whose whole starts at a token; None where none starts there."""
    whole = read_scaled(tokens, position, is_money=False)
    if not isinstance(whole, Number) or is_year(whole.digits):
        return whole if isinstance(whole, Unresolved) else None
    if is_written_with_slash and not is_share(number.value, whole.value):
        return Unresolved(reason="digits with a slash may be a date, not a share")
    if not 0 < number.value < whole.value or isinstance(whole.value, Fraction):
        return Unresolved(reason="the part of a share must be less than its whole")
    share = Fraction(number.value) / whole.value
    return Number(value=share, position=whole.position, is_fraction=True)


def is_share(part: Value, whole: Value) -> bool:
    """Return whether `part/whole` can only be a share: 1/5, but not 9/11."""
    may_be_date = HIGHEST_PART < whole <= LONGEST_MONTH
    return 0 < part < whole and not may_be_date
