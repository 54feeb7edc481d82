"""The texts that stand for no value.

Source: Table Schema, "missingValues", of the schema and of a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimpack.field_types.declarations import DeclarationError
from claimpack.field_types.entries import read_entries
from claimpack.findings import quote


def read_missing_values(
    schema: Mapping[str, Any], field: Mapping[str, Any]
) -> frozenset[str]:
    """Return the texts that stand for no value in a field.

    Those of the field take the place of those of the schema; where neither declares
    any, the empty text is the only one.

    Raises:
        DeclarationError: they are no list of texts that are all different.

    """
    owner = field if "missingValues" in field else schema
    values = read_entries("missingValues", owner.get("missingValues", [""]))
    for value in values:
        if not isinstance(value, str):
            raise DeclarationError(
                f"missingValues has {quote(value)}; expected text, as in the file"
            )
    return frozenset(values)
