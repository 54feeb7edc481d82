"""Objects of JSON.

Source: Table Schema, `object`: "a valid JSON object".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimpack.field_types.declarations import read_format
from claimpack.field_types.json_text import parse_json, take_json, write_json
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import is_mapping, is_text, one_of


def read_object(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of JSON objects.

    Raises:
        DeclarationError: the field has a format.

    """
    read_format(declaration)
    return CellReader(
        type="object",
        expected='a JSON object, as {"a": 1}',
        parse=parse_object,
        holds=one_of(is_text, is_mapping),
        from_stored=read_stored(parse_object, take_object),
        write=write_json,
    )


def parse_object(text: str) -> dict[str, Any]:
    """Return the object that a JSON text writes."""
    return require_object(parse_json(text))


def take_object(value: object) -> dict[str, Any]:
    """Return a stored struct or map as a JSON object; pyarrow has [] for no pairs."""
    return {} if value == [] else require_object(take_json(value))


def require_object(value: object) -> dict[str, Any]:
    """Return a JSON value; ValueError where it is no object."""
    if not isinstance(value, dict):
        raise WordError(value)
    return value
