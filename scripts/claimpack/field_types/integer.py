"""Integers: whole numbers in ASCII digits, exact however long.

Source: Table Schema, `integer`: "in the standard way for any valid integer", that is an
optional sign and digits (XML Schema Part 2, 3.3.13).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from claimpack.field_types.declarations import read_format, show
from claimpack.field_types.digits import PROVED_DIGITS, read_notation
from claimpack.field_types.reader import CellReader, WordError, order, read_stored
from claimpack.field_types.storage import is_whole, one_of


def read_integer(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of integers.

    Raises:
        DeclarationError: a property of the field is none that integers can have.

    """
    read_format(declaration)
    notation = read_notation(declaration)
    pattern = notation.surround(f"[+-]?{notation.digits}")

    def parse(text: str) -> int:
        match = pattern.fullmatch(text)
        if match is None:
            raise WordError(text)
        return int(notation.ungroup(match[1]))

    lexical = f"[+-]?[0-9]{{1,{PROVED_DIGITS}}}" if notation.is_plain else None
    example = f"1{show(notation.group_char)}200"
    return CellReader(
        type="integer",
        expected=f"an integer in ASCII digits, as {example}",
        parse=parse,
        lexical=lexical,
        holds=one_of(is_whole),
        from_stored=read_stored(parse, take_integer),
        write=str,
        compare=order,
    )


def take_integer(value: object) -> int:
    """Return a stored number as an integer; ValueError where it is not whole."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise WordError(value)
    # Not `value % 1`: of more than 28 digits, Python's Decimal has no remainder.
    if not math.isfinite(value) or int(value) != value:
        raise WordError(value)
    return int(value)
