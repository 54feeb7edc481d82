"""The types of Table Schema: what a cell's word is worth, and what a column allows.

Source: Data Package 2.0, Table Schema. The standard decides; where frictionless departs
from it, docs/departures.md says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from claimpack.field_types import moments, numbers, structures, texts
from claimpack.field_types.constraints import Constraint, read_constraints
from claimpack.field_types.readers import (
    CellReader,
    Declaration,
    DeclarationError,
    Value,
    choose_format,
)
from claimpack.findings import quote

__all__ = [
    "CellReader",
    "Constraint",
    "DeclarationError",
    "Value",
    "read_constraints",
    "read_field_type",
    "read_missing_values",
]

READERS: dict[str, Callable[[Declaration], CellReader]] = {
    "any": texts.read_any,
    "string": texts.read_string,
    **numbers.READERS,
    **moments.READERS,
    **structures.READERS,
}
WITH_FORMATS = frozenset({"string", "date", "time", "datetime", "geopoint", "geojson"})


def read_field_type(declaration: Declaration) -> CellReader:
    """Return what reads the cells of a column.

    Raises:
        DeclarationError: there is no such type or format, or an option is wrong.

    """
    kind = declaration.get("type", "any")
    if not isinstance(kind, str) or kind not in READERS:
        near = get_close_matches(str(kind), READERS, n=1)
        hint = f"; did you mean {quote(near[0])}?" if near else ""
        raise DeclarationError(f"there is no type {quote(kind)}{hint}")
    if kind not in WITH_FORMATS:
        choose_format(declaration, ("default",))
    return READERS[kind](declaration)


def read_missing_values(
    schema: Mapping[str, Any], declaration: Declaration
) -> frozenset[str]:
    """Return the words that stand for no value; those of the column come first.

    Raises:
        DeclarationError: they are no list of words, or of words with labels.

    """
    listed = declaration.get("missingValues", schema.get("missingValues", [""]))
    words = [
        entry.get("value") if isinstance(entry, dict) else entry
        for entry in (listed if isinstance(listed, list) else [None])
    ]
    if not all(isinstance(word, str) for word in words):
        raise DeclarationError(f"`missingValues` is {quote(listed)}")
    return frozenset(map(str, words))
