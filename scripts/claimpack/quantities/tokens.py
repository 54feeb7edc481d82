"""The words of a quantity, split into tokens that compare without regard to form."""

from __future__ import annotations

import re

from claimpack.document import Unresolved
from claimpack.findings import quote
from claimpack.quantities.numerals import GLUED, LETTER_SCALES
from claimpack.quantities.units import CURRENCIES, CURRENCY_SIGNS, MONEY_TOKENS
from claimpack.quantities.words import COUNTED_NOUNS

LONGEST_QUANTITY = 200
"""Characters; what is longer is no expression of a quantity."""

REPLACED_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        "\u2044": "/",
        "\u2248": "~",
    }
)
OUTER_PUNCTUATION = " .,;:!?\"'()[]"
INITIAL_PUNCTUATION = OUTER_PUNCTUATION.replace(".", "")
"""Without the point, which may be that of a number: .5 percent."""
SPELLINGS = {
    "u.s.": "us",
    "a.m": "am",
    "p.m": "pm",
    "per cent": "percent",
    "per-cent": "percent",
    "km2": "km²",
    "m2": "m²",
    "m3": "m³",
    "$us": "us$",
    "$a": "a$",
    "-and-a-": " and a ",
    "-in-": " in ",
    "-to-": " to ",
    **{
        f"{mark}{parts}": glyph
        for mark in " -"
        for parts, glyph in zip(
            ("1/2", "1/3", "2/3", "1/4", "3/4"), "½⅓⅔¼¾", strict=True
        )
    },
}
"""What is written in several ways, by the way that the tables have."""
SPELLING_PATTERN = re.compile(
    r"(?<![a-z0-9])(?:u\.s\.|(?:[ap]\.m|per[ -]cent|km2|m[23])(?![a-z0-9]))"
    r"|\$(?:us|a)(?=[0-9])|-(?:and-a|in|to)-"
    r"|(?<=[0-9])[ -](?:[12]/3|1/2|[13]/4)(?![0-9/])"
)
LETTER = "[a-z\u00df-\u024f]"
TOKEN_PATTERN = re.compile(
    r"[0-9]{1,3}(?: [0-9]{3})+(?:[.,][0-9]+)?(?![0-9])"
    r"|[0-9]+(?:[.,'][0-9]+)*"
    rf"|(?<!{LETTER})\.[0-9]+"
    r"|(?P<glued>(?<=[0-9])[a-z]+)"
    r"|k?m[²³]|°[cf]"
    r"|[a-z]{1,3}[$£¥]"
    rf"|{LETTER}+(?:'[a-z]+)*"
    r"|[.,] ?"
    rf"|[-{re.escape(CURRENCY_SIGNS)}%~+/<>=≤≥½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞:'²]"
    r"|(?P<space> )"
    r"|(?P<unreadable>.)",
    re.DOTALL,
)
SEPARATORS = frozenset({" ", ".", ",", ". ", ", "})
NAME_PATTERN = re.compile(
    rf"{LETTER}(?<!\b(?:{'|'.join(sorted(CURRENCIES)).lower()}))[0-9]"
)
"""A letter and a digit after it, as in MH17; the code of a currency makes no name."""


def split_tokens(words: str) -> list[str] | Unresolved:
    """Return the tokens of a quantity, in small letters; commas and points are gone.

    Letters that follow a digit without a space begin with an underscore, unless they
    stand for a multiplier beyond doubt.

    >>> split_tokens("More than US$1,100.5m")
    ['more', 'than', 'us$', '1,100.5', 'million']
    >>> split_tokens("170mm")
    ['170', '_mm']
    """
    text = " ".join(words.translate(REPLACED_CHARACTERS).casefold().split())
    text = text.lstrip(INITIAL_PUNCTUATION).rstrip(OUTER_PUNCTUATION)
    text = SPELLING_PATTERN.sub(lambda match: SPELLINGS[match[0]], text)
    if NAME_PATTERN.search(text):
        return Unresolved(reason="digits right after letters make a name, not a count")
    tokens = []
    for match in TOKEN_PATTERN.finditer(text):
        token = match[0]
        if match.lastgroup == "unreadable":
            return Unresolved(reason=explain_character(token))
        if match.lastgroup == "glued":
            is_currency = token.upper() in CURRENCIES
            tokens.append(token if is_currency else GLUED + token)
        elif token not in SEPARATORS:
            tokens.append(token)
    return spell_scales(tokens) if tokens else Unresolved(reason="no words are given")


def spell_scales(tokens: list[str]) -> list[str]:
    """Return the tokens with the letters m, b and t after digits written out.

    They are multipliers of money, and before what is counted: $5m, 5m people. `5m`
    alone may be five metres.
    """
    is_money = not MONEY_TOKENS.isdisjoint(tokens)
    spelled = list(tokens)
    for position, token in enumerate(tokens[1:], start=1):
        scale = LETTER_SCALES.get(token.removeprefix(GLUED))
        is_counted = not COUNTED_NOUNS.isdisjoint(tokens[position + 1 : position + 2])
        if scale and tokens[position - 1][-1].isdigit() and (is_money or is_counted):
            spelled[position] = scale
    return spelled


def explain_character(character: str) -> str:
    """Return why a character stands in no quantity."""
    if character.isdigit() or character.isnumeric():
        return f"{quote(character)} is a digit other than 0 to 9"
    return f"{quote(character)} is no character of an English quantity"
