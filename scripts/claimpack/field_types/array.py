"""Arrays of JSON.

Source: Table Schema, `array`: "a valid JSON array".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimpack.field_types.declarations import read_format
from claimpack.field_types.json_text import parse_json, take_json, write_json
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import is_sequence, is_text, one_of


def read_array(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of JSON arrays.

    Raises:
        DeclarationError: the field has a format.

    """
    read_format(declaration)
    return CellReader(
        type="array",
        expected="a JSON array, as [1, 2]",
        parse=parse_array,
        holds=one_of(is_text, is_sequence),
        from_stored=read_stored(parse_array, take_array),
        write=write_json,
    )


def parse_array(text: str) -> list[Any]:
    """Return the array that a JSON text writes."""
    return require_array(parse_json(text))


def take_array(value: object) -> list[Any]:
    """Return a stored list as a JSON array."""
    return require_array(take_json(value))


def require_array(value: object) -> list[Any]:
    """Return a JSON value; ValueError where it is no array."""
    if not isinstance(value, list):
        raise WordError(value)
    return value
