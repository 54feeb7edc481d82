"""How much work a type system is for dkpro-cassis, before it is given to it.

It makes the class of a type anew for each feature that the type has or inherits, and
compares all of them each time: a type of 2,000 features took two minutes (0.12).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from xml.etree import ElementTree as ET  # its parser is not used

from claimpack.findings import quote

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


def find_fault(types: Mapping[str, Declared]) -> str | None:
    """Return what keeps a type system from being read, None for nothing.

    It is more work than any real one by far, or a type is above itself.
    """
    sizes: dict[str, int] = {}
    cost = 0
    for name in types:
        path: dict[str, None] = {}
        above = name
        while above in types and above not in sizes and above not in path:
            path[above] = None
            above = types[above].above
        if above in path:
            return f"the type {quote(above)} above itself"
        for below in reversed(path):
            size = sizes.get(types[below].above, 0) + types[below].features + 1
            sizes[below] = size
            cost += size**3
        if cost > HIGHEST_COST:
            return "more features and levels of types than any real one has"
    return None
