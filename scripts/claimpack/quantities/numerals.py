"""The words and digits of which news English makes numbers, and their values.

`number_phrases` puts them together: here are the tables, and the digits themselves.
"""

from __future__ import annotations

import re
from fractions import Fraction

from claimpack.document import Unresolved
from claimpack.findings import quote


def words_in(text: str) -> list[str]:
    """Return the words of a table that is written as one line of text.

    >>> words_in("one two")
    ['one', 'two']
    """
    return text.split()


ONES = {
    word: value
    for value, word in enumerate(
        words_in(
            "zero one two three four five six seven eight nine ten eleven"
            " twelve thirteen fourteen fifteen sixteen seventeen eighteen"
            " nineteen"
        )
    )
}
TENS = {
    word: value
    for value, word in zip(
        range(20, 100, 10),
        words_in("twenty thirty forty fifty sixty seventy eighty ninety"),
        strict=True,
    )
}
POWERS = {
    "hundred": 100,
    "thousand": 10**3,
    "lakh": 10**5,
    "million": 10**6,
    "crore": 10**7,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
}
GROUPS = {"dozen": 12, "score": 20}
SCALES = POWERS | GROUPS
ABBREVIATED_SCALES = {
    "k": 10**3,
    "mn": 10**6,
    "mln": 10**6,
    "bn": 10**9,
    "bln": 10**9,
    "tn": 10**12,
    "trn": 10**12,
}
LETTER_SCALES = {"m": "million", "b": "billion", "t": "trillion"}
"""Letters that are a multiplier where the words around say so; `5m` may be metres."""
PLURAL_SCALES = {f"{word}s": value for word, value in SCALES.items()} | {"tens": 10}
ORDINALS = {
    word: value
    for value, word in enumerate(
        words_in(
            "first second third fourth fifth sixth seventh eighth ninth tenth"
            " eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
            " seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {"thirtieth": 30}
ORDINAL_SUFFIXES = frozenset({"st", "nd", "rd", "th"})
PARTS = (
    {"half": 2, "quarter": 4}
    | {word: value for word, value in ORDINALS.items() if value > ORDINALS["second"]}
    | {"hundredth": 100, "thousandth": 1000}
)
"""What a whole is divided into, by the name of one part."""
PLURAL_PARTS = {"halves": 2} | {
    f"{word}s": value for word, value in PARTS.items() if word != "half"
}
VULGAR_FRACTIONS = {
    "½": Fraction(1, 2),
    "⅓": Fraction(1, 3),
    "⅔": Fraction(2, 3),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅖": Fraction(2, 5),
    "⅗": Fraction(3, 5),
    "⅘": Fraction(4, 5),
    "⅙": Fraction(1, 6),
    "⅚": Fraction(5, 6),
    "⅛": Fraction(1, 8),
    "⅜": Fraction(3, 8),
    "⅝": Fraction(5, 8),
    "⅞": Fraction(7, 8),
}
NUMBER_WORDS = frozenset({*ONES, *TENS, *SCALES, *PLURAL_SCALES, "half"})

GLUED = "_"
"""Stands before letters that follow a digit without a space: `12k` is 12, _k."""
MOST_DIGITS = 15
"""A float keeps every decimal number of that many digits."""
HIGHEST_VALUE = 10**15
YEARS = ("19", "20")
GROUPED_DIGITS = re.compile(
    r"(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.(?P<comma_rest>[0-9]+))?"
    r"|(?P<indian>[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3})(?:\.(?P<indian_rest>[0-9]+))?"
    r"|(?P<apart>[1-9][0-9]{0,2}(?:(?:' ?| )[0-9]{3})+)(?:[.,](?P<apart_rest>[0-9]+))?"
    r"|(?P<dots>[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})(?:,(?P<dots_rest>[0-9]+))?"
    r"|(?P<dot>[1-9][0-9]{0,2}\.[0-9]{3}),(?P<dot_rest>[0-9]+)"
    r"|(?P<point>0?|[1-9][0-9]*)\.(?P<point_rest>[0-9]+)"
    r"|(?P<decimal>0|[1-9][0-9]*),(?P<decimal_rest>[0-9]{1,2})"
)
RARE_DECIMALS = re.compile(r"[0-9]+,[0-9]{1,2}|\.[0-9]+")
ONE_DOT_GROUP = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
NOT_A_DIGIT = re.compile(r"[^0-9]")

Value = int | Fraction


def read_digits(text: str, *, is_scaled: bool = False) -> Value | Unresolved:
    """Return the value of digits with separators, of any one unambiguous convention.

    `is_scaled`: a multiplier follows, so that one dot can only be a decimal point.

    >>> read_digits("1,100"), read_digits("1.100.000"), read_digits("2.5")
    (1100, 1100000, Fraction(5, 2))
    >>> read_digits("1.100").reason
    '"1.100" is 1.1 or 1,100: the separator is ambiguous'
    """
    if sum(map(str.isdigit, text)) > MOST_DIGITS:
        return Unresolved(reason=f"{quote(text)} has more than {MOST_DIGITS} digits")
    if text.isascii() and text.isdigit():
        if text[0] == "0" and text != "0":
            return Unresolved(reason=f"{quote(text)} starts with 0, as a code does")
        return int(text)
    if ONE_DOT_GROUP.fullmatch(text) and not is_scaled:
        plain = f"{text.rstrip('0').rstrip('.')} or {text.replace('.', ',')}"
        reason = f"{quote(text)} is {plain}: the separator is ambiguous"
        return Unresolved(reason=reason)
    match = GROUPED_DIGITS.fullmatch(text)
    if match is None:
        return Unresolved(reason=f"{quote(text)} follows no convention of separators")
    whole, *rest = (group for group in match.groups() if group is not None)
    return join_decimals(NOT_A_DIGIT.sub("", whole), rest[0] if rest else "")


def is_rare_decimal(digits: str | None) -> bool:
    """Return whether digits need a unit or a multiplier to be read as a decimal.

    `3,5` may be two numbers and `.50` a calibre, where `3,5 million` and `.5%` are not.
    """
    return digits is not None and RARE_DECIMALS.fullmatch(digits) is not None


def join_decimals(whole: str, decimals: str) -> Value:
    """Return the number with these digits before and after the point."""
    value = Fraction(int(whole + decimals), 10 ** len(decimals))
    return value.numerator if value.denominator == 1 else value


def is_year(digits: str | None) -> bool:
    """Return whether digits alone are a year rather than a count: 1900 to 2099.

    >>> is_year("2024"), is_year("2,024"), is_year("1100")
    (True, False, False)
    """
    return digits is not None and len(digits) == len("2024") and digits[:2] in YEARS
