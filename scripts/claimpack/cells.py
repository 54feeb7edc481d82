"""Cells of a CSV file: the words of each type, and what a column allows.

The lexical forms are those of Table Schema (Data Package 2.0, "Field types"),
default format: `12.7` is no integer, `yes` no boolean, `2024-1-5` no date.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.findings import quote
from claimpack.schema import Field

Value = str | int | float | bool | date | None

INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)
NUMBER = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|NaN|-?INF", re.ASCII
)
DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", re.ASCII)
BOOLEANS = {
    **dict.fromkeys(("true", "True", "TRUE", "1"), True),
    **dict.fromkeys(("false", "False", "FALSE", "0"), False),
}
LONGEST_INTEGER = 76
"""Digits with sign: what the widest decimals of Arrow hold; no count has as many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFault:
    """What is wrong with one cell of a register or of metadata."""

    found: str
    expected: str


def parse_string(text: str) -> str:
    """Return the text: every text is a string."""
    return text


def parse_integer(text: str) -> int:
    """Return the integer that ASCII digits with an optional sign write."""
    if not INTEGER.fullmatch(text) or len(text) > LONGEST_INTEGER:
        raise ValueError(text)
    return int(text)


def parse_number(text: str) -> float:
    """Return the number that a decimal with an optional exponent writes.

    One beyond a double is refused: `1e999` would become infinite, silently.
    """
    if not NUMBER.fullmatch(text):
        raise ValueError(text)
    number = float(text)
    if math.isinf(number) and not text.endswith("INF"):
        raise ValueError(text)
    return number


def parse_boolean(text: str) -> bool:
    """Return the truth value of one of the default words of Table Schema."""
    if text not in BOOLEANS:
        raise ValueError(text)
    return BOOLEANS[text]


def parse_date(text: str) -> date:
    """Return the day that `YYYY-MM-DD` writes, if the calendar has it."""
    match = DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    return date(int(match[1]), int(match[2]), int(match[3]))


CELL_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
"""How values are held in memory."""
PARSERS: Mapping[str, Callable[[str], Value]] = {
    "string": parse_string,
    "integer": parse_integer,
    "number": parse_number,
    "boolean": parse_boolean,
    "date": parse_date,
}
FORMS = {
    "string": "text",
    "integer": "an integer in ASCII digits, as 1200",
    "number": "a number with a decimal point, as 0.25",
    "boolean": "true or false",
    "date": "a day of the calendar as YYYY-MM-DD",
}


def parse_cell(text: str, field: Field) -> Value:
    """Return the value of a cell, None for an empty one.

    Raises:
        ValueError: the text is not a word of the column's type.

    """
    return PARSERS[field.type](text) if text else None


def format_cell(value: Value) -> str:
    """Return the text of a value in CSV: the shortest that reads back the same.

    >>> format_cell(1100.0), format_cell(0.25), format_cell(True), format_cell(None)
    ('1100', '0.25', 'true', '')
    >>> format_cell(1e300), format_cell(float("-inf")), format_cell(float("nan"))
    ('1e+300', '-INF', 'NaN')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value).removesuffix(".0")
        return {"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(text, text)
    return str(value)


def iter_cell_faults(text: str, field: Field) -> Iterator[CellFault]:
    """Yield what is wrong with the cell of a column, type first."""
    if not text:
        if field.is_required:
            yield CellFault(found="an empty cell", expected="a value")
        return
    try:
        value = parse_cell(text, field)
    except ValueError:
        yield CellFault(found=quote(text), expected=FORMS[field.type])
        return
    yield from iter_constraint_faults(text, value, field)


def iter_constraint_faults(
    text: str, value: Value, field: Field
) -> Iterator[CellFault]:
    """Yield each constraint of the column that a well-typed value breaks."""
    if breaks_codes(format_cell(value), field):
        yield CellFault(found=quote(text), expected=describe_codes(field))
    if breaks_pattern(text, field.pattern):
        yield CellFault(found=quote(text), expected=f"a match of {field.pattern}")
    if is_below(value, field.minimum):
        yield CellFault(found=quote(text), expected=f"at least {field.minimum}")
    if is_below(field.maximum, value):
        yield CellFault(found=quote(text), expected=f"at most {field.maximum}")


def breaks_codes(text: str, field: Field) -> bool:
    """Return whether the column is closed and the text is none of its codes."""
    return bool(field.codes) and text not in field.codes


def describe_codes(field: Field) -> str:
    """Return the codes of the column in words, or the list where it is long."""
    longest_list = 20
    if len(field.codes) > longest_list:
        return f"a code of the list {field.vocabulary or 'in the schema'}"
    return f"one of {', '.join(field.codes)}"


@functools.lru_cache(maxsize=65536)
def breaks_pattern(text: str, pattern: str | None) -> bool:
    """Return whether the text as a whole does not match the pattern.

    The pattern may be a stranger's, so it runs on RE2, in linear time
    (docs/architecture.md); `a|b` is anchored as a whole.
    """
    if pattern is None:
        return False
    whole = rf"\A(?:{pattern})\z"
    return not compute.match_substring_regex(pack_words([text]), whole)[0].as_py()


def is_below(value: Value, bound: Value) -> bool:
    """Return whether a number lies below another; nothing lies below None."""
    if isinstance(value, int | float) and isinstance(bound, int | float):
        return value < bound
    return False
