"""Numbers: decimals with an optional exponent, exact, and NaN, INF and -INF.

Source: Table Schema, `number`; XML Schema Part 2, 3.2.3 (`decimal`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pyarrow import types

from claimpack.field_types.declarations import (
    DeclarationError,
    read_format,
    read_text,
    show,
)
from claimpack.field_types.digits import (
    PROVED_DIGITS,
    Notation,
    read_notation,
    require_separator,
)
from claimpack.field_types.reader import CellReader, WordError, order, read_stored
from claimpack.field_types.storage import is_whole, one_of
from claimpack.findings import quote

EXPONENT = "(?:[eE][+-]?[0-9]+)?"
SPECIAL = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}
"""The words that need no digit, in any case, and what Python calls them."""
PLAIN_EXPONENTS = range(-20, 40)
"""Numbers of this size are written without an exponent."""
SOME_DIGITS = f"{{1,{PROVED_DIGITS}}}"
LEXICAL = (
    rf"[+-]?(?:[0-9]{SOME_DIGITS}(?:\.[0-9]{{0,{PROVED_DIGITS}}})?"
    rf"|\.[0-9]{SOME_DIGITS})(?:[eE][+-]?[0-9]{{1,4}})?|(?i:nan|-?inf)"
)


def read_number(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of numbers.

    Raises:
        DeclarationError: a property of the field is none that numbers can have.

    """
    read_format(declaration)
    notation = read_notation(declaration)
    decimal_char = read_decimal_char(declaration, notation)
    parse = make_parser(notation, decimal_char)
    sign = "a decimal point" if decimal_char == "." else quote(decimal_char)
    return CellReader(
        type="number",
        expected=f"a number with {sign}, as 0{show(decimal_char)}25",
        parse=parse,
        lexical=LEXICAL if notation.is_plain and decimal_char == "." else None,
        holds=one_of(types.is_floating, is_whole, types.is_decimal),
        from_stored=read_stored(parse, take_number),
        write=write_number,
        compare=compare_numbers,
    )


def read_decimal_char(declaration: Mapping[str, Any], notation: Notation) -> str:
    """Return what stands before the decimals.

    Raises:
        DeclarationError: it is nothing, or is also what groups digits.

    """
    decimal_char = read_text(declaration, "decimalChar", ".")
    require_separator("decimalChar", decimal_char)
    if decimal_char in {"", notation.group_char}:
        raise DeclarationError(
            f"decimalChar is {quote(decimal_char)} and groupChar "
            f"{quote(notation.group_char)}; expected two that can be told apart"
        )
    return decimal_char


def make_parser(notation: Notation, decimal_char: str) -> Callable[[str], Decimal]:
    """Return the parser of the numbers of a field.

    Digits are grouped before the decimals only: `1,234.5` is refused where `,` is the
    decimal sign and `.` groups, because it would give 1.2345.
    """
    point = re.escape(decimal_char)
    number = f"[+-]?(?:{notation.digits}(?:{point}[0-9]*)?|{point}[0-9]+){EXPONENT}"
    pattern = notation.surround(number)

    def parse(text: str) -> Decimal:
        if text.lower() in SPECIAL:
            return Decimal(SPECIAL[text.lower()])
        match = pattern.fullmatch(text)
        if match is None:
            raise WordError(text)
        return make_number(notation.ungroup(match[1]).replace(decimal_char, "."))

    return parse


def make_number(text: str) -> Decimal:
    """Return the number that Python's own notation writes.

    Raises ValueError where its exponent has more than 18 digits.
    """
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise WordError(text) from error


def take_number(value: object) -> Decimal:
    """Return a stored number; a double is the shortest decimal that reads back."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise WordError(value)
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def write_number(value: Decimal) -> str:
    """Return the canonical text of a number.

    >>> [write_number(Decimal(text)) for text in ("+1.0", "-0", "1e300", "0.250")]
    ['1', '0', '1E+300', '0.25']
    """
    if not value.is_finite():
        return "NaN" if value.is_nan() else "-INF" if value < 0 else "INF"
    if not value:
        return "0"
    mantissa, _, exponent = f"{value:E}".partition("E")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    shortest = f"{mantissa}E{exponent}"
    if int(exponent) in PLAIN_EXPONENTS:
        return f"{Decimal(shortest):f}"
    return shortest


def compare_numbers(first: Decimal, second: Decimal) -> int | None:
    """Return the order of two numbers; NaN has none."""
    if first.is_nan() or second.is_nan():
        return None
    return order(first, second)
