"""The type system of our layers, which INCEpTION must have before it reads them.

Sources: Apache UIMA, "UIMA References", chapter "Component Descriptor Reference", for
the description in XML; the draft "JSON serialization of the Apache UIMA CAS" 0.4.0.
INCEpTION imports layers from the description ("Layers", "Import"): it takes a type
with `Governor` and `Dependent` for relations, and an array of what has `role` and
`target` for slots.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from xml.etree import ElementTree as ET  # it writes; it parses nothing

from claimpack.exporters.layers import Layered
from claimpack.readers.own_layers import LINK, PREFIX, ROLES, SPAN, TERMS

ANNOTATION, TOP = "uima.tcas.Annotation", "uima.cas.TOP"
STRING, ARRAY = "uima.cas.String", "uima.cas.FSArray"
SPAN_TYPE, LINK_TYPE = f"{PREFIX}{SPAN}", f"{PREFIX}{LINK}"
SLOT_TYPE = f"{SPAN_TYPE}RolesLink"
"""Of what fills a role: the name that INCEpTION gives it, by layer and feature."""
SOURCE, TARGET = "Governor", "Dependent"
"""Features of a link."""
NAMESPACE = "http://uima.apache.org/resourceSpecifier"

Types = Mapping[str, Mapping[str, str]]
"""The features of each type by their names, with what they hold; `[]` is an array."""


def list_types(texts: Iterable[Layered]) -> Types:
    """Return the types of all layers with the features that some text has."""
    types: dict[str, dict[str, str]] = {f"{PREFIX}{layer}": {} for layer in TERMS}
    for layer, terms in TERMS.items():
        own = types[f"{PREFIX}{layer}"]
        own |= dict.fromkeys(terms, STRING)
        for text in texts:
            own |= dict.fromkeys(text.list_features(layer), STRING)
    types[SPAN_TYPE][ROLES] = f"{SLOT_TYPE}[]"
    types[LINK_TYPE] |= {SOURCE: SPAN_TYPE, TARGET: SPAN_TYPE}
    types[SLOT_TYPE] = {"role": STRING, "target": SPAN_TYPE}
    return types


def find_supertype(name: str) -> str:
    """Return the type above one of ours: what fills a role has no place in a text."""
    return TOP if name == SLOT_TYPE else ANNOTATION


def format_json_types(types: Types) -> dict[str, Any]:
    """Return the value of `%TYPES`."""
    return {
        name: {
            "%NAME": name,
            "%SUPER_TYPE": find_supertype(name),
            **{it: {"%NAME": it, "%RANGE": held} for it, held in features.items()},
        }
        for name, features in types.items()
    }


def format_xml_types(types: Types) -> bytes:
    """Return the description of the types in XML."""
    root = ET.Element("typeSystemDescription", {"xmlns": NAMESPACE})
    add_text(root, "name", "claimpack")
    parent = ET.SubElement(root, "types")
    for name, features in types.items():
        described = ET.SubElement(parent, "typeDescription")
        add_text(described, "name", name)
        add_text(described, "supertypeName", find_supertype(name))
        listed = ET.SubElement(described, "features")
        for it, held in features.items():
            add_feature(ET.SubElement(listed, "featureDescription"), it, held)
    ET.indent(root)
    xml = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n'.encode()


def add_feature(parent: ET.Element, name: str, held: str) -> None:
    """Add the description of a feature."""
    element = held.removesuffix("[]")
    add_text(parent, "name", name)
    if element == held:
        add_text(parent, "rangeTypeName", held)
    else:
        add_text(parent, "rangeTypeName", ARRAY)
        add_text(parent, "elementType", element)


def add_text(parent: ET.Element, name: str, text: str) -> None:
    """Add an element that holds words."""
    ET.SubElement(parent, name).text = text
