"""One number read from a list of tokens, in digits, in words or in both.

Modifiers and ranges are the business of `phrases` and `amounts`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from claimpack.document import Unresolved
from claimpack.quantities.forms import find_longest, index_forms
from claimpack.quantities.number_words import (
    add_part,
    is_digits,
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
from claimpack.quantities.units import read_unit

HUNDRED = 100
HIGHEST_PART = 10
LONGEST_MONTH = 31
"""In days: 9/11 may be a date, 1/40 cannot."""
RATIO_FORMS = index_forms({True: "in|in every|out of|out of every|of every|for every"})
"""What stands between the part and the whole of a share."""


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


def read_number(tokens: list[str], position: int) -> Number | Unresolved | None:
    """Return the number that starts at a token; None where no number starts there.

    >>> read_number("two hundred and fifty thousand men".split(), 0).value
    250000
    >>> read_number(["half", "a", "million"], 0).value
    500000
    >>> read_number(["two", "-", "thirds"], 0).is_fraction
    True
    """
    number = read_share(tokens, position) or read_scaled(tokens, position)
    if not isinstance(number, Number) or number.is_fraction:
        return number
    if number.value > HIGHEST_VALUE:
        return Unresolved(reason="the number is higher than 10**15")
    return read_ratio(tokens, number) or number


def read_share(tokens: list[str], position: int) -> Number | Unresolved | None:
    """Return a share that is one word, or the number that it makes of a multiplier.

    That is half, a third, ¼; half a million, a quarter of a million, a half-million.
    """
    has_article = word_at(tokens, position) in {"a", "an"}
    at = position + has_article
    word = word_at(tokens, at)
    if word in {"half", "quarter"} or (has_article and word in PARTS):
        return read_part_of_scale(tokens, at + 1, Fraction(1, PARTS[word]))
    if word in VULGAR_FRACTIONS and not has_article:
        return read_part_of_scale(tokens, at + 1, VULGAR_FRACTIONS[word])
    return None


def read_part_of_scale(
    tokens: list[str], position: int, share: Fraction
) -> Number | Unresolved:
    """Return the share, times the multiplier that follows: half a million, half."""
    after = position
    while word_at(tokens, after) in {"of", "a", "an", "-"}:
        after += 1
    scale = SCALES.get(word_at(tokens, after))
    if scale is None:
        return Number(value=share, position=position, is_fraction=True)
    if (share * scale).denominator != 1:
        return Unresolved(reason=f"{share} of {scale} is not a whole number")
    return Number(value=int(share * scale), position=after + 1, scale=scale)


def read_scaled(tokens: list[str], position: int) -> Number | Unresolved | None:
    """Return groups with falling multipliers, added: two million three hundred.

    All are in digits or all in words; `one hundred, 20` is two numbers.
    """
    number = read_group(tokens, position)
    is_in_digits = is_digits(word_at(tokens, position))
    while isinstance(number, Number) and may_go_on(tokens, number):
        after = number.position
        after += word_at(tokens, after) == "and"
        if is_scale(tokens, after) or is_digits(word_at(tokens, after)) != is_in_digits:
            break
        group = read_group(tokens, after)
        if not isinstance(group, Number):
            return group or number
        if group.value >= number.scale:
            break
        number = replace(group, value=number.value + group.value, digits=None)
    return number


def may_go_on(tokens: list[str], number: Number) -> bool:
    """Return whether a lower group may follow: two million three hundred, no 3.5."""
    is_last = number.scale == 1 or number.digits is not None
    return not is_last and tokens[number.position - 1] not in GROUPS


def read_group(tokens: list[str], position: int) -> Number | Unresolved | None:
    """Return a number below a thousand, or digits, with one multiplier."""
    if is_digits(word_at(tokens, position)):
        return read_digit_group(tokens, position)
    small = read_below_thousand(tokens, position)
    if small is not None:
        value, after = add_part(tokens, small[1], small[0])
    else:
        after = position + (word_at(tokens, position) in {"a", "an"})
        value = 1
        if not is_scale(tokens, after) or word_at(tokens, position) == "score":
            return None
    scale, after = read_scale(tokens, after)
    value, after = add_part(tokens, after, value)
    is_hundred = scale == 1 and tokens[after - 1] == "hundred"
    return Number(
        value=value * scale, position=after, scale=HUNDRED if is_hundred else scale
    )


def read_digit_group(tokens: list[str], position: int) -> Number | Unresolved:
    """Return digits with their separators, part and multiplier: 1,100; 3½; 12k."""
    text = tokens[position]
    glyph = VULGAR_FRACTIONS.get(word_at(tokens, position + 1), 0)
    scale, after = read_scale(tokens, position + (2 if glyph else 1))
    value = read_digits(text, is_scaled=scale > 1)
    if isinstance(value, Unresolved):
        return value
    value, after = add_part(tokens, after, value + glyph)
    digits = text if after == position + 1 else None
    return Number(value=value * scale, position=after, scale=scale, digits=digits)


def read_ratio(tokens: list[str], number: Number) -> Number | Unresolved | None:
    """Return the share that a number begins: two-thirds, 1/5, one in five."""
    if isinstance(number.value, Fraction) or number.scale > 1:
        return None
    after = number.position + (word_at(tokens, number.position) == "-")
    parts = PARTS if number.value == 1 else PLURAL_PARTS
    part = parts.get(word_at(tokens, after))
    if part is not None and number.value < part:
        return read_part_of_scale(tokens, after + 1, Fraction(number.value, part))
    if word_at(tokens, number.position) == "/":
        return read_slash(tokens, number.value, number.position + 1)
    is_ratio, after = find_longest(RATIO_FORMS, tokens, number.position)
    return read_odds(tokens, number.value, after) if is_ratio else None


def read_slash(tokens: list[str], part: int, position: int) -> Number | Unresolved:
    """Return the share of digits with a slash, times a multiplier: 1/5, 1/2 million."""
    whole = word_at(tokens, position)
    if not (whole.isdigit() and is_share(part, int(whole))):
        return Unresolved(reason="digits with a slash may be a date, not a share")
    return read_part_of_scale(tokens, position + 1, Fraction(part, int(whole)))


def read_odds(
    tokens: list[str], part: int, position: int
) -> Number | Unresolved | None:
    """Return the share whose whole starts at a token; None for `20 in 2024`."""
    whole = read_scaled(tokens, position)
    if not isinstance(whole, Number) or is_year(whole.digits):
        return whole if isinstance(whole, Unresolved) else None
    if not 0 < part < whole.value or isinstance(whole.value, Fraction):
        return Unresolved(reason="the part of a share must be less than its whole")
    if read_unit(tokens, whole.position) != (None, whole.position):
        return Unresolved(reason="a number in a measure is not a share: 3 in 10 days")
    share = Fraction(part, whole.value)
    return Number(value=share, position=whole.position, is_fraction=True)


def is_share(part: int, whole: int) -> bool:
    """Return whether `part/whole` can only be a share: 1/5, but not 9/11."""
    may_be_date = HIGHEST_PART < whole <= LONGEST_MONTH
    return 0 < part < whole and not may_be_date
