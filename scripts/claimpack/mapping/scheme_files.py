"""Mapping files: what the labels of somebody else's scheme are in ours, in TOML.

A label is what a mark, a node, a role, an attribute or a link is called in the source;
`"*"` stands for every other label of its kind. Tables of the file, all of which may be
missing:

    title = "…"              what the scheme is, in a line
    ignore = ["Sentence"]    labels that are left out without a word
    asserts_events = true    each event is also a claim of the writer
    [entities]               label = an entity type: person, place …
    [words]                  label = source, hedge, quantity, time or medium
    [events]                 label = a PLOVER event type, or "" for none of them
    [roles]                  role of an event = actor, recipient, object, place or when
    [attributions.LABEL]     source, content, said, medium, addressee = [roles]
    [claims.LABEL]           about, quantity, counted, when, place, hedge = [roles]
    [attributes.LABEL]       as = one of ours, values = {their word = our code}
    [links]                  label = a link relation, or same_as
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimpack.errors import SourceError
from claimpack.files import decode_text, refusal
from claimpack.findings import quote
from claimpack.mapping.scheme import Codes, suggest_name

ANY_OTHER = "*"
WORDS = ("source", "hedge", "quantity", "time", "medium")
EVENT_ROLES = ("actor", "recipient", "object", "place", "when")
ATTRIBUTION_ROLES = ("source", "content", "said", "medium", "addressee")
CLAIM_ROLES = ("about", "quantity", "counted", "when", "place", "hedge")
SAME_AS_CODE = "same_as"
TABLES = {"entities", "words", "events", "roles", "attributions", "claims"} | {
    "attributes",
    "links",
}
VALUES = {"title", "ignore", "asserts_events"}

Labels = Mapping[str, str]
NodeRoles = Mapping[str, Mapping[str, str]]
"""By label of a node: what a role of the source is in ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeMapping:
    """What an attribute of the source is in ours."""

    name: str
    """As brat has it: `Certainty`."""
    values: Labels = field(default_factory=dict)
    """By their word, ours; empty for a flag."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeMapping:
    """What the labels of a foreign scheme are in ours; the file says it in words."""

    title: str = ""
    ignored: frozenset[str] = frozenset()
    asserts_events: bool = False
    entities: Labels = field(default_factory=dict)
    words: Labels = field(default_factory=dict)
    events: Labels = field(default_factory=dict)
    roles: Labels = field(default_factory=dict)
    attributions: NodeRoles = field(default_factory=dict)
    claims: NodeRoles = field(default_factory=dict)
    attributes: Mapping[str, AttributeMapping] = field(default_factory=dict)
    links: Labels = field(default_factory=dict)


def find_label(labels: Mapping[str, Any], label: str) -> Any:  # noqa: ANN401  # its value
    """Return what a label is mapped to; None where it is not."""
    return labels.get(label, labels.get(ANY_OTHER))


def read_mapping(content: bytes, path: str, codes: Codes) -> SchemeMapping:
    """Return the mapping that a file describes; `codes` are the code lists by name.

    Raises:
        SourceError: it is no TOML, or has something else than a mapping has.

    """
    text = decode_text(content, path)
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = f"found {quote(str(error))}"
        raise refusal(path, reason, "expected TOML", "correct that place") from error
    return MappingReader(path, codes).read(parsed)


class MappingReader:
    """Reads the tables of one file, and refuses what they should not have."""

    def __init__(self, path: str, codes: Codes) -> None:
        """Read the file at `path`, with the codes of our lists."""
        self.path = path
        self.codes = codes

    def read(self, parsed: Mapping[str, Any]) -> SchemeMapping:
        """Return the mapping of a parsed file."""
        for name in parsed:
            self.require_word("", name, TABLES | VALUES)
        codes = self.codes
        return SchemeMapping(
            title=self.read_value(parsed, "title", str, ""),
            ignored=frozenset(self.read_list("ignore", parsed.get("ignore", []))),
            asserts_events=self.read_value(parsed, "asserts_events", bool, False),  # noqa: FBT003  # a default
            entities=self.read_labels(parsed, "entities", codes["entity_type"]),
            words=self.read_labels(parsed, "words", WORDS),
            events=self.read_labels(parsed, "events", codes["event_type"] | {""}),
            roles=self.read_labels(parsed, "roles", EVENT_ROLES),
            attributions=self.read_nodes(parsed, "attributions", ATTRIBUTION_ROLES),
            claims=self.read_nodes(parsed, "claims", CLAIM_ROLES),
            attributes=self.read_attributes(parsed),
            links=self.read_labels(
                parsed, "links", codes["link_relation"] | {SAME_AS_CODE}
            ),
        )

    def refuse(self, where: str, found: object, expected: str) -> SourceError:
        """Return the error for something that should not stand at a place."""
        place = f"{self.path}: {where}" if where else self.path
        advice = "docs/readers.md has the form of a mapping"
        return refusal(place, f"found {quote(str(found))}", expected, advice)

    def require_word(self, where: str, word: str, known: Collection[str]) -> None:
        """Raise `SourceError` for a word that is not one of those known."""
        if word not in known:
            near = suggest_name(word, known)
            names = ", ".join(sorted(filter(None, known)))
            raise self.refuse(where, word, near or f"expected one of {names}")

    def read_value(
        self,
        parsed: Mapping[str, Any],
        name: str,
        kind: type,
        default: Any,  # noqa: ANN401  # TOML
    ) -> Any:  # noqa: ANN401  # as above
        """Return a value of the file, or the default where it has none."""
        value = parsed.get(name, default)
        if not isinstance(value, kind):
            raise self.refuse(name, value, f"expected a {kind.__name__}")
        return value

    def read_table(self, parsed: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return a table of the file, an empty one where it has none."""
        table: Mapping[str, Any] = self.read_value(parsed, name, dict, {})
        return table

    def read_list(self, where: str, value: object) -> list[str]:
        """Return a list of words; a word alone is one of one."""
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(w, str) for w in words):
            raise self.refuse(where, value, "expected a list of texts")
        return words

    def read_labels(
        self, parsed: Mapping[str, Any], name: str, known: Collection[str]
    ) -> Labels:
        """Return what the labels of a table are in ours."""
        table = self.read_table(parsed, name)
        for label, word in table.items():
            where = f"{name}.{label}"
            if not isinstance(word, str):
                raise self.refuse(where, word, "expected a text")
            self.require_word(where, word, known)
        return table

    def read_nodes(
        self, parsed: Mapping[str, Any], name: str, known: Collection[str]
    ) -> NodeRoles:
        """Return by label what the roles of a node are in ours."""
        nodes = {}
        for label in (table := self.read_table(parsed, name)):
            roles = self.read_table(table, label)
            for role in roles:
                self.require_word(f"{name}.{label}", role, known)
            nodes[label] = {
                theirs: role
                for role in roles
                for theirs in self.read_list(f"{name}.{label}.{role}", roles[role])
            }
        return nodes

    def read_attributes(
        self, parsed: Mapping[str, Any]
    ) -> Mapping[str, AttributeMapping]:
        """Return by label what an attribute is in ours."""
        attributes = {}
        for label in (table := self.read_table(parsed, "attributes")):
            where = f"attributes.{label}"
            content = self.read_table(table, label)
            for name in content:
                self.require_word(where, name, {"as", "values"})
            values = self.read_table(content, "values")
            attributes[label] = AttributeMapping(
                name=self.read_value(content, "as", str, label),
                values={word: str(code) for word, code in values.items()},
            )
        return attributes
