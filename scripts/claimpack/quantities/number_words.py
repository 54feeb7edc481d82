"""Number words up to a hundred, multipliers, and the parts that `and` adds.

Each reader takes the tokens and the place of the first, and returns a value with
the place after the last.
"""

from __future__ import annotations

from fractions import Fraction

from claimpack.quantities.numerals import (
    ABBREVIATED_SCALES,
    GLUED,
    NUMBER_WORDS,
    ONES,
    PARTS,
    PLURAL_SCALES,
    SCALES,
    TENS,
    Value,
    words_in,
)

DIGIT_WORDS = frozenset(word for word, value in ONES.items() if value in range(1, 10))
SAID_IN_PLURAL = words_in("millions billions trillions lakhs crores")
READ_SCALES = (
    SCALES | ABBREVIATED_SCALES | {word: PLURAL_SCALES[word] for word in SAID_IN_PLURAL}
)
"""Multipliers that follow a numeral: `ten millions` is said, `ten tens` is not."""
ADDED_PARTS = {
    ("and", article, part): Fraction(1, PARTS[part])
    for article in ("a", "one")
    for part in ("half", "third", "quarter")
}


def word_at(tokens: list[str], position: int) -> str:
    """Return the token there, an empty one past the end."""
    return tokens[position] if position < len(tokens) else ""


def is_digits(token: str) -> bool:
    """Return whether a token is written in digits: 1,100 or .5."""
    return token.lstrip(".")[:1].isdigit()


def is_number(tokens: list[str], position: int) -> bool:
    """Return whether a numeral stands there."""
    token = word_at(tokens, position)
    return is_digits(token) or token in NUMBER_WORDS


def is_scale(tokens: list[str], position: int) -> bool:
    """Return whether a multiplier stands there."""
    return position < len(tokens) and tokens[position] in SCALES


def read_below_thousand(tokens: list[str], position: int) -> tuple[int, int] | None:
    """Return a number in words below 10,000 (`twelve hundred`), and where it ends."""
    at = position + (word_at(tokens, position) == "a")
    is_bare = word_at(tokens, at) == "hundred"
    small = (1, at) if is_bare else read_below_hundred(tokens, position)
    if small is None or word_at(tokens, small[1]) != "hundred":
        return small
    value, after = small[0] * 100, small[1] + 1
    rest_at = after + (word_at(tokens, after) == "and")
    rest = read_below_hundred(tokens, rest_at)
    if rest is None or word_at(tokens, rest[1]) == "hundred":  # between a hundred and …
        return value, after
    return value + rest[0], rest[1]


def read_below_hundred(tokens: list[str], position: int) -> tuple[int, int] | None:
    """Return a number in words below a hundred, and where it ends."""
    token = word_at(tokens, position)
    if token in ONES:
        return ONES[token], position + 1
    if token not in TENS:
        return None
    after = position + 1
    rest_at = after + (word_at(tokens, after) == "-")
    rest = word_at(tokens, rest_at)
    if rest in DIGIT_WORDS:
        return TENS[token] + ONES[rest], rest_at + 1
    return TENS[token], after


def read_scale(tokens: list[str], position: int) -> tuple[int, int]:
    """Return the multiplier at a token (1 where there is none), and where it ends."""
    at = position + (word_at(tokens, position) == "-")
    scale = READ_SCALES.get(word_at(tokens, at).removeprefix(GLUED))
    return (1, position) if scale is None else (scale, at + 1)


def add_part(tokens: list[str], position: int, value: Value) -> tuple[Value, int]:
    """Return the number with the part that `and` adds to it: two and a half."""
    words = tuple(tokens[position : position + 3])
    if words in ADDED_PARTS:
        return value + ADDED_PARTS[words], position + len(words)
    return value, position
