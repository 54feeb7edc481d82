"""How much work a type system is for dkpro-cassis, before it is given to it.

It makes the class of a type anew for each feature that the type has or inherits, and
compares all of them each time: a type of 2,000 features took two minutes (0.12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET  # its parser is not used

HIGHEST_COST = 100_000_000
"""Of all types, each with the cube of its features and of the types above it.

Two seconds; that of the 211 types of DKPro Core is 300,000.
"""


class Declared(NamedTuple):
    """A type as its type system declares it."""

    above: str
    """The type that it is a kind of."""
    features: int
    """How many features it adds to those of that."""


def list_xml_types(root: ET.Element) -> dict[str, Declared]:
    """Return the types of a type system description in XML, by name."""
    return {
        (it.findtext("{*}name") or "").strip(): Declared(
            (it.findtext("{*}supertypeName") or "").strip(),
            len(it.findall("{*}features/{*}featureDescription")),
        )
        for it in root.iter()
        if it.tag.rpartition("}")[2] == "typeDescription"
    }


def list_json_types(types: Mapping[str, Any]) -> dict[str, Declared]:
    """Return the types of a CAS in JSON, by name."""
    return {
        name: Declared(str(it.get("%SUPER_TYPE")), len(it))
        for name, it in types.items()
        if isinstance(it, dict)
    }


def is_too_costly(types: Mapping[str, Declared]) -> bool:
    """Return whether a type system is more work than any real one by far."""
    sizes: dict[str, int] = {}
    cost = 0
    for name in types:
        path: list[str] = []
        while name in types and name not in sizes and len(path) <= len(types):
            path.append(name)
            name = types[name].above  # noqa: PLW2901  # on the way up
        for below in reversed(path):
            size = sizes.get(types[below].above, 0) + types[below].features + 1
            cost += size**3 if below not in sizes else 0
            sizes[below] = size
        if cost > HIGHEST_COST:
            return True
    return False
