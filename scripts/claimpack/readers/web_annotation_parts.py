"""Parts of Web Annotations: what their bodies say, and what their targets select.

Source: Web Annotation Data Model, W3C Recommendation of 23 February 2017: sections 3.2
(bodies and targets), 3.3.5 (motivation and purpose), 4 (specific resources) and 4.2
(selectors).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import unquote

from claimpack.annotations import Origin
from claimpack.readers.json_files import Json, read_id

TAGGING = ("tagging", "classifying")
VALUES = ("assessing", "identifying", "linking", "moderating")
"""Purposes of bodies that are values; those of any other are free words."""
COMMENTING = "commenting"
PREFIX = "claimpack:"
"""Of terms of our own export; see `web_annotation_terms`."""
LINKING = "linking"
POSITION = "TextPositionSelector"
QUOTE = "TextQuoteSelector"


class Selector(NamedTuple):
    """A selector of a part of a resource."""

    kind: str
    """Its class; empty: it has none."""
    fields: dict[str, Json]
    refinements: list[Selector]
    """Selectors of a part of that part, which tell the same; none: all of it."""


@dataclass(slots=True, kw_only=True)
class Target:
    """What an annotation is about."""

    source: str
    """Address of a resource or of an annotation; empty: it has none."""
    selectors: list[Selector]
    """Different ways to tell the same part; none: all of it."""


@dataclass(slots=True, kw_only=True)
class Parsed:
    """An annotation, before it is known what its addresses stand for."""

    annotation_id: str | None
    origin: Origin
    motivation: str
    """The first; empty: it has none."""
    creator: str
    targets: list[Target]
    tags: list[str] = field(default_factory=list)
    values: list[tuple[str, str]] = field(default_factory=list)
    """Purpose and value."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Purpose and words."""
    addresses: list[tuple[str, str]] = field(default_factory=list)
    """Purpose and address of a body that is elsewhere, maybe an annotation."""
    odd: list[Json] = field(default_factory=list)
    """Bodies of another shape."""
    terms: dict[str, Json] = field(default_factory=dict)
    """Those of our own export, without their prefix; none: it is not ours."""

    def count_bodies(self) -> int:
        """Return how many annotations it makes of each target: tags are marks."""
        others = (self.values, self.notes, self.addresses, self.odd)
        return max(1, len(self.tags)) + sum(map(len, others))


def list_values(value: Json) -> list[Json]:
    """Return the elements of a list; JSON-LD writes one value without a list."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def list_words(value: Json) -> list[str]:
    """Return the words of a value that may be one or several."""
    return [it for it in list_values(value) if isinstance(it, str)]


def read_address(value: Json) -> str:
    """Return the address of a resource, given alone or in an object; empty: none."""
    if isinstance(value, dict):
        value = value.get("id", value.get("@id"))
    return read_id(value) or ""


def list_types(value: dict[str, Json]) -> list[str]:
    """Return the classes of an object, without the prefix of their vocabulary."""
    return [cut_prefix(it) for it in list_words(value.get("type", value.get("@type")))]


def cut_prefix(word: str) -> str:
    """Return a term without the prefix or address of its vocabulary.

    >>> cut_prefix("oa:tagging"), cut_prefix("http://www.w3.org/ns/oa#tagging")
    ('tagging', 'tagging')
    """
    return word if word.isalnum() else re.split(r"[:#/]", word)[-1]


def parse_annotation(
    value: dict[str, Json], origin: Origin, creator: Json = None
) -> Parsed:
    """Return an annotation; what has not the shape of a part is among its parts.

    `creator` made the page that it is on, and it, unless it says who did.
    """
    motivations = list_words(value.get("motivation"))
    parsed = Parsed(
        annotation_id=read_address(value) or None,
        origin=origin,
        motivation=cut_prefix(motivations[0]) if motivations else "",
        creator=name_creator(value.get("creator", creator)),
        targets=[parse_target(it) for it in list_values(value.get("target"))],
    )
    for words in list_values(value.get("bodyValue")):
        parse_body({"value": words}, parsed)
    for body in list_values(value.get("body")):
        parse_body(body, parsed)
    if f"{PREFIX}kind" in value:
        own = {key: it for key, it in value.items() if key.startswith(PREFIX)}
        parsed.terms = {key.removeprefix(PREFIX): it for key, it in own.items()}
        localize(parsed)
    return parsed


def name_own(address: str) -> str:
    """Return the id that an address in the page stands for; others stay as they are.

    >>> name_own("#%231"), name_own("a.txt")
    ('#1', 'a.txt')
    """
    return unquote(address[1:]) if address.startswith("#") else address


def localize(parsed: Parsed) -> None:
    """Give the ids of our own export to an annotation, and to what it refers to."""
    parsed.annotation_id = parsed.annotation_id and name_own(parsed.annotation_id)
    for target in parsed.targets:
        target.source = name_own(target.source)
    parsed.addresses = [(it, name_own(address)) for it, address in parsed.addresses]


def name_creator(value: Json) -> str:
    """Return who made an annotation: a name, or else an address; empty: nobody."""
    names = [
        (isinstance(it, dict) and read_id(it.get("name"))) or read_address(it)
        for it in list_values(value)
    ]
    return ", ".join(filter(None, names))


def parse_body(body: Json, parsed: Parsed) -> None:
    """Add what a body says to its annotation.

    A body without a purpose has that of the annotation, its motivation.
    """
    fields = body if isinstance(body, dict) else {}
    purposes = list_words(fields.get("purpose"))
    purpose = cut_prefix(purposes[0]) if purposes else parsed.motivation
    words = fields.get("value", fields.get("rdf:value"))
    address = read_address(fields.get("source")) or read_address(body)
    if isinstance(words, str):
        if purpose in TAGGING:
            parsed.tags.append(words)
        elif purpose in VALUES:
            parsed.values.append((purpose, words))
        else:
            parsed.notes.append((purpose or COMMENTING, words))
    elif not address or "value" in fields:
        parsed.odd.append(body)
    elif purpose in TAGGING:
        parsed.tags.append(re.split(r"[#/]", address.rstrip("/#"))[-1])
        parsed.values.append((purpose, address))
    else:
        parsed.addresses.append((purpose or LINKING, address))


def parse_target(value: Json) -> Target:
    """Return what an annotation is about; an object without a source is one itself."""
    fields = value if isinstance(value, dict) else {}
    source = read_address(fields.get("source")) or read_address(value)
    selectors = [parse_selector(it) for it in list_values(fields.get("selector"))]
    return Target(source=source, selectors=selectors)


def parse_selector(value: Json) -> Selector:
    """Return a selector with what refines it (section 4.2.9)."""
    fields = value if isinstance(value, dict) else {}
    refinements = list_values(fields.get("refinedBy"))
    kinds = list_types(fields)
    return Selector(
        kind=kinds[0] if kinds else "",
        fields=fields,
        refinements=[parse_selector(it) for it in refinements],
    )
