"""A date in words cut into tokens, and the figures in it read.

Figures have a value only where one reading is possible: 05/06/2024 has none.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from claimpack.dates.holidays import HOLIDAYS
from claimpack.dates.spoken import write_figures
from claimpack.dates.words import FIRST_YEAR, LAST_YEAR, LEXICON, Token
from claimpack.document import Unresolved
from claimpack.findings import quote

PHRASES = {
    "a.m": "am",
    "p.m": "pm",
    **{name: name.replace(" ", "") for name in HOLIDAYS},
    "prior to": "before",
    "ahead of": "before",
    "up to": "until",
    "as of": "",
    "from now": "hence",
    "upwards of": "more than",
    "at least": "more than",
    "at the beginning of": "early",
    "the beginning of": "early",
    "later on": "later",
    "earlier on": "earlier",
    "so far": "earlier",
    "early hours": "early",
    "mid-": "mid ",
    "year-end": "end year",
    "year's end": "end year",
    "year-earlier period": "year-earlier quarter",
    "year-ago period": "year-ago quarter",
    "latest period": "latest quarter",
    "half a year": "6 months",
    "a year and a half": "18 months",
    "no later than": "by",
    "not later than": "by",
    "on or before": "by",
    "ever since": "since",
    "just over": "over",
    "just under": "under",
    "little over": "over",
    "well over": "over",
    "or so": "approximately",
    "or later": "onward",
    "and beyond": "onward",
    "onwards": "onward",
}
WHOLE = {"the year": "this year", "the full year": "this year"}
"""Expressions that mean another one where nothing stands beside them."""
DASHED_DAY = re.compile(r"\b([0-9]{1,2})-([a-z]{3,9})-([0-9]{4})\b")
PHRASE_PATTERN = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(phrase)}" + (r"(?![a-z])" if phrase[-1] != "-" else "")
        for phrase in sorted(PHRASES, key=len, reverse=True)
    )
)
TOKEN_PATTERN = re.compile(
    r"(?P<iso>[0-9]{4}-[0-9]{2}-[0-9]{2})(?![0-9])(?:t(?=[0-9]))?"
    r"|(?P<compact>[0-9]{8})(?![0-9])"
    r"|(?P<figures>[0-9]{1,4}(?:[/.-])[0-9]{1,2}[/.-][0-9]{1,4})(?![0-9])"
    r"|(?P<clock>[0-9]{1,2}(?::[0-9]{1,2}){1,2}(?: ?[ap]m)?|[0-9]{1,2} ?[ap]m)"
    r"(?:z|[+-][0-9]{2}:?[0-9]{2})?(?![a-z0-9])"
    r"|(?P<month>[0-9]{4}-[0-9]{2})(?![0-9-])"
    r"|(?P<decade>'?[0-9]{2,4}s)\b"
    r"|(?P<ordinal>[0-9]{1,2})(?:st|nd|rd|th)\b"
    r"|(?P<number>[0-9]+)(?![a-z])"
    r"|(?P<word>[a-z]+[1-4]?(?:'[a-z]+)?)"
    r"|(?P<mark>[-,/.] ?)"
    r"|(?P<space> )"
    r"|(?P<unreadable>.)",
    re.DOTALL,
)
REPLACED_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc`", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    }
)
OUTER_PUNCTUATION = ' .,;:!?"()[]'
MONTHS_OF_YEAR, LONGEST_MONTH, LAST_MINUTE = 12, 31, 59
FIRST_CLEAR_DECADE = 30
"""The '20s may be the 1920s or the 2020s; the '30s are the 1930s."""
ENDS_OF_RANGE = frozenset({"w", "m", "y", "n", "o", "d", "D", "h"})


def split_tokens(words: str) -> list[Token] | Unresolved:
    """Return the tokens of a date that play a part in it.

    >>> [token.kind for token in split_tokens("earlier in November")]
    ['earlier', 'in', 'm']
    """
    text = " ".join(words.translate(REPLACED_CHARACTERS).casefold().split())
    text = text.strip(OUTER_PUNCTUATION)
    if not text:
        return Unresolved(reason="no words are given")
    text = write_figures(WHOLE.get(text, text))
    text = PHRASE_PATTERN.sub(lambda match: PHRASES[match[0]], text)
    if "-" in text:
        text = DASHED_DAY.sub(r"\1 \2 \3", text)
    tokens: list[Token] = []
    for match in TOKEN_PATTERN.finditer(text):
        token = READERS[match.lastgroup or ""](match[match.lastgroup or ""])
        if isinstance(token, Unresolved):
            return token
        if token.kind == "us" and tokens and tokens[-1].kind in ("n", "-"):
            token = Token("u", token.value)
        if token.kind:
            tokens.append(token)
    return join_hyphens(tokens)


def join_hyphens(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each hyphen read: `to` in a range, else nothing."""
    joined: list[Token] = []
    for index, token in enumerate(tokens):
        if token.kind != "-":
            joined.append(token)
            continue
        after = tokens[index + 1].kind if index + 1 < len(tokens) else ""
        if joined and joined[-1].kind in ENDS_OF_RANGE and after in ENDS_OF_RANGE:
            joined.append(Token("to"))
    return joined


def read_word(word: str) -> Token:
    """Return the token of a word; an unknown word is of the kind ?."""
    return LEXICON.get(word) or LEXICON.get(word.partition("'")[0]) or Token("?", word)


def read_plain_number(digits: str) -> Token | Unresolved:
    """Return a year or a small number."""
    if len(digits) <= len("31"):
        return Token("n", int(digits))
    if len(digits) == len("2024"):
        year = int(digits)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return Token("y", year)
        reason = f"the year {digits} is outside {FIRST_YEAR} to {LAST_YEAR}"
        return Unresolved(reason=reason)
    if len(digits) == len("100") and digits[0] != "0":
        return Token("n", int(digits))
    return Unresolved(reason=f"{quote(digits)} is no day and no year")


def read_clock(words: str) -> Token | Unresolved:
    """Return a time of day, which is not kept, if a clock can show it."""
    hour, *rest = (int(part) for part in re.findall("[0-9]+", words))
    highest = 12 if words.endswith("m") else 24
    if hour > highest or any(part > LAST_MINUTE for part in rest):
        return Unresolved(reason=f"{quote(words)} is a time that no clock shows")
    return Token("t")


def read_figures(words: str) -> Token | Unresolved:
    """Return a day in figures, in whichever order is the only possible one."""
    parts = re.findall("[0-9]+", words)
    first, second, third = map(int, parts)
    if len(parts[0]) == len("2024") and third <= LONGEST_MONTH:
        return read_day(first, second, third, words)
    if third < FIRST_YEAR or first > LONGEST_MONTH:
        return Unresolved(reason=f"{quote(words)} has no year of four figures")
    if max(first, second) <= MONTHS_OF_YEAR and first != second:
        return Unresolved(reason=f"{quote(words)} may have the month or the day first")
    if first > MONTHS_OF_YEAR:
        return read_day(third, second, first, words)
    return read_day(third, first, second, words)


def split_day(figures: str) -> tuple[int, int, int]:
    """Return the year, month and day of eight figures."""
    return int(figures[:4]), int(figures[4:6]), int(figures[6:])


def read_day(year: int, month: int, day: int, words: str) -> Token | Unresolved:
    """Return the day, if the calendar has it and the year is near enough."""
    try:
        found = date(year, month, day)
    except ValueError:
        return Unresolved(reason=f"{quote(words)} is a day that no calendar has")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reason = f"the year {year} is outside {FIRST_YEAR} to {LAST_YEAR}"
        return Unresolved(reason=reason)
    return Token("D", found)


def read_month_or_years(words: str) -> Token | Unresolved:
    """Return the month of `2024-12`; `2010-12` may be two years and is unresolved."""
    year, second = int(words[:4]), int(words[5:])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reason = f"the year {words[:4]} is outside {FIRST_YEAR} to {LAST_YEAR}"
        return Unresolved(reason=reason)
    is_month, is_year = 1 <= second <= MONTHS_OF_YEAR, second > year % 100
    if is_month == is_year:
        return Unresolved(reason=f"{quote(words)} may be a month or a range of years")
    if is_month:
        return Token("M", year * 100 + second)
    return Token("Y", year * 10_000 + year // 100 * 100 + second)


def read_decade(words: str) -> Token | Unresolved:
    """Return a decade: 1990s, '90s."""
    digits = words.strip("'s")
    if digits[-1] != "0" or len(digits) == len("199"):
        return Unresolved(reason=f"{quote(words)} is no decade")
    if len(digits) == len("2020"):
        return Token("d", int(digits)) if int(digits) >= FIRST_YEAR else Token("?")
    if int(digits) < FIRST_CLEAR_DECADE:
        return Unresolved(reason=f"{quote(words)} does not say of which century")
    return Token("d", 1900 + int(digits))


def read_unreadable(character: str) -> Unresolved:
    """Return why a character stands in no date."""
    if character.isdigit():
        return Unresolved(reason=f"{quote(character)} is a digit other than 0 to 9")
    return Unresolved(reason=f"{quote(character)} is no character of an English date")


READERS: dict[str, Callable[[str], Token | Unresolved]] = {
    "iso": read_figures,
    "compact": lambda figures: read_day(*split_day(figures), figures),
    "figures": read_figures,
    "clock": read_clock,
    "month": read_month_or_years,
    "decade": read_decade,
    "ordinal": lambda digits: Token("o", int(digits)),
    "number": read_plain_number,
    "word": read_word,
    "mark": lambda mark: Token("-" if mark[0] == "-" else ""),
    "space": lambda _: Token(""),
    "unreadable": read_unreadable,
}
