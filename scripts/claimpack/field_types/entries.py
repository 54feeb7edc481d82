"""Lists of values, each perhaps with a label: missing values and categories.

Source: Table Schema, "missingValues" and "categories".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimpack.field_types.declarations import DeclarationError
from claimpack.field_types.json_text import Json
from claimpack.findings import quote


def read_entries(key: str, entries: Json) -> list[Json]:
    """Return the values of a list that a field declares under a key.

    Raises:
        DeclarationError: it is no list of values, or of objects with a value each; or
            two have the same value, or the same label.

    """
    if not isinstance(entries, list | tuple):
        raise DeclarationError(f"{key} is {quote(entries)}; expected a list")
    objects = [entry for entry in entries if isinstance(entry, Mapping)]
    if objects and len(objects) < len(entries):
        raise DeclarationError(f"{key} has objects and values; expected one of both")
    if not all("value" in entry for entry in objects):
        raise DeclarationError(f"an object of {key} has no value; expected one in each")
    require_labels(key, [entry["label"] for entry in objects if "label" in entry])
    values = [entry["value"] for entry in objects] or [*entries]
    require_different(key, values)
    return values


def require_labels(key: str, labels: Sequence[Json]) -> None:
    """Raise DeclarationError where labels are no texts, or two are equal."""
    for label in labels:
        if not isinstance(label, str):
            raise DeclarationError(f"a label of {key} is {quote(label)}; expected text")
    require_different(f"the labels of {key}", labels)


def require_different(name: str, values: Sequence[Json]) -> None:
    """Raise DeclarationError where one of some values comes twice."""
    seen: set[str] = set()
    for value in values:
        if repr(value) in seen:
            raise DeclarationError(f"{name} has {quote(value)} twice; expected it once")
        seen.add(repr(value))
