"""Lists: values of one type with a delimiter between them.

Source: Table Schema, `list`: items are read in the default format of their type.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from claimpack.field_types.boolean import read_boolean
from claimpack.field_types.date import read_date
from claimpack.field_types.datetime import read_datetime
from claimpack.field_types.declarations import (
    DeclarationError,
    list_names,
    read_format,
    read_text,
    suggest,
)
from claimpack.field_types.integer import read_integer
from claimpack.field_types.number import read_number
from claimpack.field_types.reader import ANY_TEXT, CellReader, WordError, read_stored
from claimpack.field_types.storage import is_sequence, is_text, one_of
from claimpack.field_types.string import read_string
from claimpack.field_types.time import read_time
from claimpack.findings import quote

ITEM_TYPES: Mapping[str, Callable[[Mapping[str, Any]], CellReader]] = {
    "string": read_string,
    "integer": read_integer,
    "boolean": read_boolean,
    "number": read_number,
    "datetime": read_datetime,
    "date": read_date,
    "time": read_time,
}
ITEM_CHARACTERS = "[0-9A-Za-z+.:-]"
"""What all words of items but strings are made of."""


def read_list(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of lists, whose values are tuples of the values of items.

    Raises:
        DeclarationError: items cannot have the type, or nothing stands between them.

    """
    read_format(declaration)
    delimiter = read_text(declaration, "delimiter", ",")
    if not delimiter:
        raise DeclarationError('delimiter is ""; expected what stands between items')
    item = read_item_type(declaration)

    def parse(text: str) -> tuple[Any, ...]:
        return tuple(map(item.parse, text.split(delimiter)))

    def take(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WordError(value)
        return tuple(map(item.from_stored, value))

    def write(value: tuple[Any, ...]) -> str:
        return json.dumps([*map(item.write, value)], ensure_ascii=False)

    def parse_written(text: str) -> tuple[Any, ...]:
        return tuple(map(item.parse, json.loads(text)))

    def holds_items(stored: pa.DataType) -> bool:
        return is_sequence(stored) and item.holds(stored.value_type)

    return CellReader(
        type="list",
        expected=f"values with {quote(delimiter)} between, each {item.expected}",
        parse=parse,
        lexical=prove_items(item, delimiter),
        holds=one_of(is_text, holds_items),
        from_stored=read_stored(parse, take),
        write=write,
        parse_written=parse_written,
    )


def read_item_type(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of the items of a list.

    Raises:
        DeclarationError: items cannot have the declared type.

    """
    name = read_text(declaration, "itemType", "string")
    if name not in ITEM_TYPES:
        raise DeclarationError(
            f"the itemType is {quote(name)}; expected {list_names(ITEM_TYPES)}"
            f"{suggest(name, ITEM_TYPES)}"
        )
    return ITEM_TYPES[name]({})


def prove_items(item: CellReader, delimiter: str) -> str | None:
    """Return a pattern of lists of items; None where it could split an item.

    It cannot where the delimiter has a character that no item has.
    """
    if item.accepts_all:
        return ANY_TEXT
    if not re.sub(ITEM_CHARACTERS, "", delimiter):
        return None
    return f"(?:{item.lexical})(?:{re.escape(delimiter)}(?:{item.lexical}))*"
