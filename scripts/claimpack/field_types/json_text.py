"""JSON in cells, read by the letter of RFC 8259, and written in one form."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from typing import Any

from claimpack.field_types.reader import WordError

Json = Any
"""What JSON can say: dict, list, str, int, float, bool or None."""
DEEPEST_JSON = 64
"""Levels of nesting, as in the JSON files of a package."""
STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
BRACKET = re.compile(r"[\[{]|[\]}]")


def parse_json(text: str, read_decimal: Callable[[str], Json] | None = None) -> Json:
    """Return the value of a JSON text; numbers with decimals are doubles.

    `read_decimal` makes something else of these numbers.

    Raises:
        ValueError: it is no JSON; or it has one key twice in an object, nesting over
            64 levels, half of a surrogate pair, an integer of more than 4,300 digits
            or a decimal beyond a double.

    """
    require_shallow(text)
    value = json.loads(
        text,
        object_pairs_hook=make_object,
        parse_constant=refuse_constant,
        parse_float=read_decimal or read_double,
    )
    if "\\u" in text:
        # An escape can write half of a character, which no encoding has.
        json.dumps(value, ensure_ascii=False, default=str).encode()
    return value


def require_shallow(text: str) -> None:
    """Raise ValueError where brackets nest too deep for a reader that recurses."""
    if text.count("[") + text.count("{") <= DEEPEST_JSON:
        return
    depth = 0
    for bracket in BRACKET.finditer(STRING.sub("", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST_JSON:
            raise WordError(text)


def make_object(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    """Return the object of some pairs; ValueError where a key comes twice."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise WordError(pairs)
    return members


def refuse_constant(word: str) -> None:
    """Raise ValueError: NaN and Infinity are no JSON, though Python reads them."""
    raise WordError(word)


def read_double(text: str) -> float:
    """Return the double of a decimal; ValueError where it would be infinite."""
    number = float(text)
    if math.isinf(number):
        raise WordError(text)
    return number


def take_json(value: Json, level: int = DEEPEST_JSON) -> Json:
    """Return a stored value as JSON has it; a map of Arrow is an object.

    Raises:
        ValueError: it is none, or nests too deep.

    """
    value = open_map(value)
    is_finite = not isinstance(value, float) or math.isfinite(value)
    if value is None or (isinstance(value, str | int | float) and is_finite):
        return value
    if level and isinstance(value, dict):
        return {str(key): take_json(each, level - 1) for key, each in value.items()}
    if level and isinstance(value, list):
        return [take_json(each, level - 1) for each in value]
    raise WordError(value)


def open_map(value: Json) -> Json:
    """Return what pyarrow gives for a map, pairs in a list, as a dict."""
    is_list = isinstance(value, list) and bool(value)
    if is_list and all(isinstance(each, tuple) for each in value):
        return dict(value)
    return value


def write_json(value: object) -> str:
    """Return the canonical text of a JSON value: 1.0 and 1 are one number.

    >>> write_json({"b": [1.0, True], "a": None})
    '{"a":null,"b":[1,true]}'
    """
    return json.dumps(
        level_numbers(value),
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    )


def level_numbers(value: object) -> object:
    """Return a JSON value in which whole numbers are integers."""
    if isinstance(value, dict):
        return {key: level_numbers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [level_numbers(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
