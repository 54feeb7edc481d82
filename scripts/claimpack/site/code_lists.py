"""The lists of values that close a column, with what is known of each value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.columns import Column
from claimpack.package import Json
from claimpack.schema import Vocabulary

CLOSING = {"enum", "categories"}
"""Constraints that list all values of a column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCode:
    """One value that a column may have."""

    code: str
    """As its canonical text."""
    label: str | None = None
    definition: str | None = None


def list_codes(
    column: Column, entry: Json, vocabularies: Mapping[str, Vocabulary]
) -> tuple[ListedCode, ...]:
    """Return the values that a column may have, none where it is open.

    `entry` is what the descriptor says of it; `vocabularies` has the definitions.
    """
    if not any(each.name in CLOSING for each in column.constraints):
        return ()
    labels = dict(iter_categories(column, entry))
    enum = entry.get("constraints", {}).get("enum")
    codes = labels if enum is None else [write_value(column, each) for each in enum]
    name = entry.get("vocabulary")
    known = vocabularies.get(name) if isinstance(name, str) else None
    defined = {code.code: code for code in known.codes} if known else {}
    return tuple(
        ListedCode(
            code=code,
            label=defined[code].label if code in defined else labels.get(code),
            definition=defined[code].definition if code in defined else None,
        )
        for code in codes
    )


def iter_categories(column: Column, entry: Json) -> Iterator[tuple[str, str | None]]:
    """Yield each category with its label, None where it has none."""
    for category in entry.get("categories", ()):
        if isinstance(category, dict):
            yield write_value(column, category["value"]), category.get("label")
        else:
            yield write_value(column, category), None


def write_value(column: Column, value: Any) -> str:  # noqa: ANN401  # JSON enters here
    """Return the canonical text of a value that a declaration has."""
    return column.reader.write(column.reader.from_stored(value))
