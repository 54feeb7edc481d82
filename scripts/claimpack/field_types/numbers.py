"""Numbers, integers, booleans and years.

Source: Data Package 2.0, Table Schema, "number", "integer", "boolean", "year"; the
forms are those of XML Schema.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import pyarrow as pa
from pyarrow import types

from claimpack.field_types.readers import (
    CellReader,
    Declaration,
    DeclarationError,
    read_option,
)
from claimpack.findings import quote

INTEGER = r"[+-]?[0-9]+"
NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|-?INF"
YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})(?:Z|[+-][0-9]{2}:[0-9]{2})?"
INTEGER_FORM = re.compile(INTEGER, re.ASCII)
NUMBER_FORM = re.compile(NUMBER, re.ASCII)
YEAR_FORM = re.compile(f"(-?[0-9]+){YEAR[YEAR.rindex('(?:Z') :]}", re.ASCII)
YEAR_WHOLE = re.compile(YEAR, re.ASCII)
BARE = re.compile(r"\A[^0-9.+-]*(.*?)[^0-9.]*\Z", re.DOTALL)
"""What is left of a number that other characters stand around: 95%, € 95."""
LONGEST_NUMBER = 4000
"""Characters; Python refuses to read integers of more than 4,300 digits."""
LARGEST_EXPONENT = 10_000
MOST_PLAIN_DIGITS = 40
"""A longer number is written with an exponent."""
TRUE_VALUES = ["true", "True", "TRUE", "1"]
FALSE_VALUES = ["false", "False", "FALSE", "0"]
SPECIAL = {"NaN": "NaN", "INF": "Infinity", "-INF": "-Infinity"}


def holds_integer(stored: pa.DataType) -> bool:
    """Return whether a stored type holds integers."""
    return bool(types.is_integer(stored))


def holds_number(stored: pa.DataType) -> bool:
    """Return whether a stored type holds numbers."""
    tests = (types.is_integer, types.is_floating, types.is_decimal)
    return any(test(stored) for test in tests)


def make_cleaner(declaration: Declaration) -> Callable[[str], str]:
    """Return what takes from a word the characters that the column allows beside it."""
    group = read_option(declaration, "groupChar", "")
    decimal = read_option(declaration, "decimalChar", ".")
    is_bare = read_option(declaration, "bareNumber", default=True)
    if decimal == group or len(decimal) != 1:
        raise DeclarationError(f"`decimalChar` is {quote(decimal)}")

    def clean(word: str) -> str:
        if len(word) > LONGEST_NUMBER:
            raise ValueError(word)
        if word in SPECIAL:
            return word
        if not is_bare:
            match = BARE.match(word)
            word = match[1] if match else word
        word = word.replace(group, "") if group else word
        if decimal != "." and "." in word:
            raise ValueError(word)
        return word.replace(decimal, ".") if decimal != "." else word

    return clean


def is_default(declaration: Declaration) -> bool:
    """Return whether the words are written in the default way."""
    options = {"groupChar": "", "decimalChar": ".", "bareNumber": True}
    return all(declaration.get(key, value) == value for key, value in options.items())


def read_integer(declaration: Declaration) -> CellReader:
    """Return the reader of an integer column; values stay exact beyond 64 bits."""
    clean = make_cleaner({**declaration, "decimalChar": "."})

    def parse(word: str) -> int:
        word = clean(word)
        if not INTEGER_FORM.fullmatch(word):
            raise ValueError(word)
        return int(word)

    return CellReader(
        type="integer",
        expected="an integer in ASCII digits, as 1200",
        parse=parse,
        holds=holds_integer,
        lexical="[+-]?[0-9]{1,18}" if is_default(declaration) else None,
    )


def read_number(declaration: Declaration) -> CellReader:
    """Return the reader of a number column; values are exact decimals."""
    clean = make_cleaner(declaration)

    def parse(word: str) -> Decimal:
        word = clean(word)
        if not NUMBER_FORM.fullmatch(word):
            raise ValueError(word)
        number = Decimal(SPECIAL.get(word, word))
        if number.is_finite() and abs(number.adjusted()) > LARGEST_EXPONENT:
            raise ValueError(word)
        return number

    return CellReader(
        type="number",
        expected="a number with a decimal point, as 0.25",
        parse=parse,
        holds=holds_number,
        lexical=r"[+-]?[0-9]{1,300}(?:\.[0-9]{0,300})?"
        if is_default(declaration)
        else None,
        write=write_number,
        from_stored=lambda value: Decimal(str(value)),
    )


def write_number(number: Decimal) -> str:
    """Return the one text of a number: 1, 1.0 and +1 are the same.

    >>> write_number(Decimal("+1.50")), write_number(Decimal("1e3"))
    ('1.5', '1000')
    """
    if not number.is_finite():
        return {"Infinity": "INF", "-Infinity": "-INF"}.get(str(number), "NaN")
    if number == 0:
        return "0"
    shortest = number.normalize()
    is_short = abs(number.adjusted()) < MOST_PLAIN_DIGITS
    return f"{shortest:f}" if is_short else str(shortest)


def read_boolean(declaration: Declaration) -> CellReader:
    """Return the reader of a boolean column."""
    words: dict[str, bool] = {}
    for key, default, value in (
        ("trueValues", TRUE_VALUES, True),
        ("falseValues", FALSE_VALUES, False),
    ):
        listed = read_option(declaration, key, default)
        if not all(isinstance(word, str) for word in listed):
            raise DeclarationError(f"`{key}` is {quote(listed)}")
        words |= dict.fromkeys(listed, value)

    def parse(word: str) -> bool:
        if word not in words:
            raise ValueError(word)
        return words[word]

    return CellReader(
        type="boolean",
        expected=" or ".join(list(words)[:: max(1, len(words) // 2)][:2]) or "nothing",
        parse=parse,
        holds=types.is_boolean,
        write=lambda value: "true" if value else "false",
    )


def read_year(_: Declaration) -> CellReader:
    """Return the reader of a column of years (XML Schema, gYear)."""

    def parse(word: str) -> int:
        match = YEAR_FORM.fullmatch(word) if len(word) < LONGEST_NUMBER else None
        if match is None or not YEAR_WHOLE.fullmatch(word):
            raise ValueError(word)
        return int(match[1])

    return CellReader(
        type="year",
        expected="a year of four digits, as 2024",
        parse=parse,
        holds=holds_integer,
        lexical="[1-9][0-9]{3}",
        write=lambda year: f"{year:05d}" if year < 0 else f"{year:04d}",
    )


READERS: dict[str, Callable[[Declaration], CellReader]] = {
    "integer": read_integer,
    "number": read_number,
    "boolean": read_boolean,
    "year": read_year,
}
