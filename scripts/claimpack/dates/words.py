"""The words of dates in news English, each with the part it plays in an expression.

A token is a kind and a value; the kinds of an expression in a row are its shape, and
`dates` has one rule for each shape. What narrows a date without saying to what
(early, late, mid) is dropped, so that the interval stays as wide as the words.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from claimpack.dates.holidays import HOLIDAYS
from claimpack.quantities.numerals import ONES, ORDINALS, TENS, words_in

LONGEST_DATE = 200
"""Characters; what is longer is no expression of a date."""
FIRST_YEAR, LAST_YEAR = 1000, 2999


class Token(NamedTuple):
    """A word's part in an expression; most kinds are one letter (`KINDS`)."""

    kind: str
    value: int | str | date = 0


KINDS = {
    "w": "weekday, Monday is 0",
    "m": "month",
    "y": "year",
    "n": "number",
    "o": "ordinal number",
    "u": "unit",
    "us": "unit in the plural, without a number before it",
    "s": "season",
    "h": "holiday, by its name",
    "r": "day, counted from the day of reading",
    "d": "decade, by its first year",
    "D": "day in figures",
    "M": "month in figures",
    "q": "quarter of a year",
    "p": "part of a day",
    "e": "part of a longer period, which does not narrow it",
    "t": "time of day",
    "L": "last",
    "P": "past",
    "T": "this",
    "X": "next",
}
"""Other kinds are the words themselves: ago, since, to."""

WEEKDAYS = words_in("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = words_in(
    "january february march april may june july august september"
    " october november december"
)
UNITS = words_in(
    "second minute hour day week fortnight weekend month quarter half"
    " year decade century"
)
SAME_WORD: dict[str, dict[str, int | str]] = {
    "w": {
        "mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3,
        "fri": 4, "sat": 5, "sun": 6,
    },
    "m": {
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
        "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
    },
    "n": {"a": 1, "an": 1},
    "s": {"spring": "spring", "summer": "summer", "autumn": "autumn",
          "fall": "autumn", "winter": "winter", "springtime": "spring",
          "summertime": "summer", "wintertime": "winter"},
    "r": {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1},
    "q": {"q1": 1, "q2": 2, "q3": 3, "q4": 4},
    "d": {"thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960,
          "seventies": 1970, "eighties": 1980, "nineties": 1990},
    "us": {"centuries": "century", "yrs": "year", "mins": "minute"},
}  # fmt: skip
PLAYERS = {
    "L": "last previous preceding latest",
    "P": "past",
    "T": "this current",
    "X": "next coming",
    "p": "morning afternoon evening night noon midnight midday dawn dusk daybreak"
    " lunchtime overnight midmorning",
    "e": "early late mid beginning end start middle",
    "": "the its period of on at , during throughout comparable sometime time local"
    " gmt utc est edt et pst cet bst ist",
    "vague": "recently recent lately soon now currently once formerly eventually"
    " presently shortly nowadays then former future immediately few several many some"
    " couple ever previously upcoming long",
    "repeated": "every each daily weekly monthly yearly annually annual nightly hourly"
    " mondays tuesdays wednesdays thursdays fridays saturdays sundays",
    "anaphoric": "that same",
    "fiscal": "fiscal financial",
    "approx": "about around nearly almost roughly approximately circa",
}
"""Kinds of words without a value; the kind "" is dropped."""
LITERALS = words_in(
    "ago earlier later before after since until till by from to through between and"
    " within hence onward for more less over than least most starting beginning"
    " as effective under in following - /"
)


def build_lexicon() -> dict[str, Token]:
    """Return the token of each word."""
    lexicon = {word: Token(word) for word in LITERALS}
    for kind, words in PLAYERS.items():
        lexicon |= {word: Token(kind) for word in words.split()}
    lexicon |= {word: Token("w", index) for index, word in enumerate(WEEKDAYS)}
    lexicon |= {word: Token("m", index) for index, word in enumerate(MONTHS, start=1)}
    lexicon |= {name.replace(" ", ""): Token("h", name) for name in HOLIDAYS}
    lexicon |= {unit: Token("u", unit) for unit in UNITS}
    lexicon |= {f"{unit}s": Token("us", unit) for unit in UNITS}
    lexicon |= {word: Token("n", value) for word, value in (ONES | TENS).items()}
    lexicon |= {word: Token("o", value) for word, value in ORDINALS.items()}
    for kind, values in SAME_WORD.items():
        lexicon |= {word: Token(kind, value) for word, value in values.items()}
    return lexicon


LEXICON = build_lexicon()
