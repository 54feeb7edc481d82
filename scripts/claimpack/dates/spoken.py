"""Numbers that take several words, written in figures: ninety-seven is 97.

The other modules read dates word by word; this one comes before them.
"""

from __future__ import annotations

import re

from claimpack.quantities.numerals import ONES, ORDINALS, TENS

DIGITS = {word: value for word, value in ONES.items() if 1 <= value <= 9}  # noqa: PLR2004  # one to nine
DIGIT_ORDINALS = {word: value for word, value in ORDINALS.items() if value <= 9}  # noqa: PLR2004  # first to ninth
CENTURIES = {"seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20}
ENDINGS = {word: value for word, value in (ONES | TENS).items() if value}


def one_of(words: dict[str, int]) -> str:
    """Return a pattern that matches any of the words."""
    return "|".join(words)


FIRST_WORD = re.compile(rf"\b(?:{one_of(TENS)}|{one_of(CENTURIES)}|two thousand)\b")
COMPOUND = re.compile(
    rf"\b({one_of(TENS)})[- ](?:({one_of(DIGITS)})|({one_of(DIGIT_ORDINALS)}))\b"
)
YEAR_OF_CENTURY = re.compile(
    rf"\b({one_of(CENTURIES)}) (?:hundred (?:and )?)?([1-9][0-9]|{one_of(ENDINGS)})\b"
)
YEAR_OF_MILLENNIUM = re.compile(
    rf"\btwo thousand(?: (?:and )?([1-9][0-9]?|{one_of(ENDINGS)}))?\b"
)


def write_figures(text: str) -> str:
    """Return the text, in lower case, with such numbers in figures.

    >>> write_figures("may nineteen ninety-seven"), write_figures("may twenty-first")
    ('may 1997', 'may 21th')
    >>> write_figures("the year two thousand and four")
    'the year 2004'
    """
    if not FIRST_WORD.search(text):
        return text
    text = COMPOUND.sub(write_compound, text)
    text = YEAR_OF_CENTURY.sub(
        lambda match: str(CENTURIES[match[1]] * 100 + read_ending(match[2])), text
    )
    return YEAR_OF_MILLENNIUM.sub(
        lambda match: str(2000 + read_ending(match[1] or "")), text
    )


def write_compound(match: re.Match[str]) -> str:
    """Return tens and a digit in figures, an ordinal number with its ending."""
    tens, digit, ordinal = match.groups()
    if digit:
        return str(TENS[tens] + DIGITS[digit])
    return f"{TENS[tens] + DIGIT_ORDINALS[ordinal]}th"


def read_ending(word: str) -> int:
    """Return the last part of a year, 0 for none."""
    return ENDINGS.get(word) or int(word or 0)
