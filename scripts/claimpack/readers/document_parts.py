"""What is read of the parts of a document: marks, nodes, and what is said of them."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from claimpack.annotations import (
    Attribute,
    Node,
    Note,
    Origin,
    Reference,
    Role,
)
from claimpack.mapping.readings import EDTF, NUMBER
from claimpack.mapping.scheme import make_scheme
from claimpack.readers.json_files import Draft, Json
from claimpack.schema_files import load_shipped_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the codes of our vocabularies are called in annotations."""

    entities: Mapping[str, str]
    events: Mapping[str | None, str]
    participants: Mapping[str, str]
    relations: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    """Name by code, by label of the attribute."""


@functools.cache
def load_names() -> Names:
    """Return the names of the codes in the shipped vocabularies."""
    scheme = make_scheme(load_shipped_schema().codes)
    return Names(
        entities={code: label for label, code in scheme.entities.items()},
        events={code: label for label, code in scheme.events.items()},
        participants={code: name for name, code in scheme.participants.items()},
        relations={code: label for label, code in scheme.relations.items()},
        values={
            label: {code: name for name, code in (rule.values or {}).items()}
            for label, rule in scheme.attributes.items()
        },
    )


class Declared(NamedTuple):
    """What an id stands for."""

    label: str
    part: Json
    """The part of the document that has the id, the same wherever it comes again."""
    origin: Origin


@dataclass(slots=True, kw_only=True)
class Parts:
    """The parts of one document, as they are read."""

    draft: Draft
    is_one_line: bool
    """Whether all stand on one line, whose place they share."""
    names: Names = field(default_factory=load_names)
    declared: dict[str, Declared] = field(default_factory=dict)
    """Marks and nodes by their ids."""
    passages: dict[str, Json] = field(default_factory=dict)
    """The words of each mark."""

    def locate(self, words: str) -> Origin:
        """Return where these words stand next as a key or a value."""
        if self.is_one_line:
            return self.draft.origin
        return self.draft.places.find(f'"{words}"')

    def find_origin(self, part_id: str) -> Origin:
        """Return where a mark or node was declared."""
        return self.declared[part_id].origin

    def declare(self, part_id: str, label: str, part: Json) -> bool:
        """Return whether an id is new; if it stands for another part, that is refused.

        A part may come again: one attribution is around several claims.
        """
        known = self.declared.get(part_id)
        if known is None:
            self.declared[part_id] = Declared(label, part, self.locate(part_id))
            self.draft.ids.add(part_id)
            return True
        if known.label != label or known.part != part:
            self.refuse_twin(part_id)
        return False

    def declare_once(self, part_id: str, label: str, part: Json) -> bool:
        """Return whether an id is new; otherwise the part is refused."""
        if part_id not in self.declared:
            return self.declare(part_id, label, part)
        self.refuse_twin(part_id)
        return False

    def refuse_twin(self, part_id: str) -> None:
        """Refuse a part whose id another has."""
        line = self.find_origin(part_id).line
        self.draft.refuse_twin(1, part_id, line, self.locate(part_id))

    def add_mark(self, label: str, passage: Json, whole: Json = None) -> bool:
        """Add the mark of a passage, and return whether it is new.

        `whole` is what has the passage and is said of it, wherever it comes again.
        """
        mark_id = passage["mark_id"]
        is_new = self.declare(mark_id, label, whole or passage)
        if is_new:
            self.passages[mark_id] = passage
        return is_new

    def add_node(
        self, node_id: str, label: str, trigger_id: str, roles: Iterable[Role]
    ) -> None:
        """Add a node that is declared."""
        origin = self.find_origin(node_id)
        self.draft.nodes.append(Node(node_id, label, trigger_id, tuple(roles), origin))

    def fill(self, name: str, label: str, passages: Iterable[Json]) -> list[Role]:
        """Return the roles that words fill, whose marks are added."""
        return [self.fill_one(name, label, it, it) for it in passages]

    def fill_one(self, name: str, label: str, passage: Json, whole: Json) -> Role:
        """Return the role that words fill, whose mark is added."""
        self.add_mark(label, passage, whole)
        return Role(name, passage["mark_id"])

    def fill_times(self, name: str, times: Iterable[Json]) -> list[Role]:
        """Return the roles that dates fill, whose marks and readings are added."""
        roles = []
        for time in times:
            mark_id = time["passage"]["mark_id"]
            if self.add_mark("Time", time["passage"], time) and "edtf" in time:
                self.refer(mark_id, EDTF, time["edtf"], self.locate("edtf"))
            roles.append(Role(name, mark_id))
        return roles

    def fill_quantity(self, quantity: Json) -> Role:
        """Return the role that a number fills, whose mark and reading are added."""
        mark_id = quantity["passage"]["mark_id"]
        if self.add_mark("Quantity", quantity["passage"], quantity):
            number = quantity.get("number")
            if number is not None:
                self.refer(mark_id, NUMBER, number, self.locate("number"))
            self.add_value(mark_id, "Modifier", quantity.get("modifier"))
        return Role("Quantity", mark_id)

    def refer(self, target_id: str, register: str, key: str, origin: Origin) -> None:
        """Add a reference."""
        made = self.draft.make_id("N")
        self.draft.references.append(
            Reference(made, target_id, register, key, "", origin)
        )

    def add_note(self, target_id: str, label: str, words: str, origin: Origin) -> None:
        """Add a note."""
        made = self.draft.make_id("#")
        self.draft.notes.append(Note(made, label, target_id, words, origin))

    def add_date(self, node_id: str, label: str, part: Json, key: str) -> None:
        """Add the note of a date for which there are no words, if a part has one."""
        if key in part:
            self.add_note(node_id, label, part[key], self.locate(key))

    def add_value(self, target_id: str, label: str, code: Json) -> None:
        """Add an attribute with the name of a code, if there is one."""
        if code is not None:
            self.add_attribute(target_id, label, self.names.values[label][str(code)])

    def add_attribute(
        self, target_id: str, label: str, value: str | None = None
    ) -> None:
        """Add an attribute, which is a flag without a value."""
        made, origin = self.draft.make_id("A"), self.find_origin(target_id)
        self.draft.attributes.append(Attribute(made, label, target_id, value, origin))
