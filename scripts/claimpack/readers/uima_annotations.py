"""The annotations of one text of a UIMA CAS, made of its feature structures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from claimpack.annotations import (
    Annotations,
    Attribute,
    Defects,
    Fragment,
    Link,
    Mark,
    Node,
    Origin,
    Role,
)
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.own_restoration import restore
from claimpack.readers.span_rules import CROWDED_TEXT, MOST_COVERS, limit_room
from claimpack.readers.uima_checks import CasFile, Raw
from claimpack.readers.uima_library import Ref, Structure, Value
from claimpack.readers.uima_types import (
    CHAIN_RELATION,
    DEPENDENT,
    GOVERNOR,
    NEXT,
    ROLE,
    SENTENCE,
    TARGET,
    Layer,
    join_label,
)

RELATION_END = Rule(
    code="relation-end",
    severity=Severity.ERROR,
    template="{label} has {found} as its {end}",
    explanation="A relation is between two annotations of one text, or it is not read.",
)
FEATURE_LEFT_OUT = Rule(
    code="feature-left-out",
    severity=Severity.WARNING,
    template="{found} of {label} is not read ({count:,} of them)",
    explanation="It refers to no annotation of this text, or belongs to a slot.",
)
RULES = (RELATION_END, FEATURE_LEFT_OUT)


class Assembly:
    """Puts together the annotations of one text."""

    def __init__(
        self, file: CasFile, text_id: int, layers: Mapping[str, Layer], defects: Defects
    ) -> None:
        """Begin with nothing."""
        self.file = file
        self.text_id = text_id
        self.text = file.texts[text_id].content or ""
        self.layers = layers
        self.defects = defects
        self.room = limit_room(self.text)
        self.marks: dict[int, Mark] = {}
        self.nodes: list[Node] = []
        self.attributes: list[Attribute] = []
        self.links: list[Link] = []
        self.implied: set[int] = set()
        """Tokens and the like to which something refers."""
        self.left_out: Counter[tuple[str, str]] = Counter()
        self.left_out_origins: dict[tuple[str, str], Origin] = {}
        self.fillers: set[int] = set()
        """What fills slots of annotations of this text."""
        self.refused_count = 0

    def build(self, path: str) -> Annotations:
        """Return the annotations, each kind in the order of the file."""
        for fs_id, raw in self.file.sieve.accepted.items():
            if raw.place[0] == self.text_id:
                self.add(self.file.structures[fs_id], raw)
        for (label, found), count in self.left_out.items():
            origin = self.left_out_origins[label, found]
            self.defects.report(
                FEATURE_LEFT_OUT, origin, found=quote(found), label=label, count=count
            )
        return restore(
            Annotations(
                path=path,
                text=self.text,
                marks=tuple(self.marks.values()),
                nodes=tuple(self.nodes),
                attributes=tuple(self.attributes),
                links=tuple(self.links),
                ids=frozenset(self.iter_ids()),
            )
        )

    def iter_ids(self) -> Iterator[str]:
        """Yield all ids, those of annotations that are refused included."""
        sieve = self.file.sieve
        for fs_id, raw in sieve.declared.items():
            layer = self.layers.get(raw.type_name)
            if fs_id not in sieve.accepted:
                if layer is None or layer.kind.is_annotation:
                    yield self.name(fs_id)
            elif raw.place[0] == self.text_id and layer is not None and layer.is_read:
                yield self.name(fs_id)
        yield from (f"T{fs_id}" for fs_id in self.implied)
        yield from (mark.mark_id for mark in self.marks.values())
        yield from (attribute.attribute_id for attribute in self.attributes)
        yield from (link.link_id for link in self.links)

    def name(self, fs_id: int) -> str:
        """Return the id by which others refer to an annotation.

        It is that of its node, if it has one, and else of its mark or its link.
        """
        layer = self.layers.get(self.file.sieve.declared[fs_id].type_name)
        if layer is None or layer.kind.is_structure:
            return f"T{fs_id}"
        return f"{'R' if layer.is_relation else 'E' if layer.slots else 'T'}{fs_id}"

    def add(self, structure: Structure, raw: Raw) -> None:
        """Add what a feature structure of this text is."""
        layer = self.layers[raw.type_name]
        if layer.is_read and layer.is_relation:
            self.add_relation(structure, layer, raw)
        elif layer.is_read:
            self.add_span(structure, layer, raw)
        elif raw.type_name == SENTENCE and structure.values.get("id"):
            if self.imply(structure.fs_id):
                values = (("id", structure.values["id"]),)
                self.add_values(self.name(structure.fs_id), values, raw.origin)
            else:
                self.refused_count += 1

    def add_span(self, structure: Structure, layer: Layer, raw: Raw) -> None:
        """Add the mark of an annotation, its values, its node and its links."""
        values = tuple(iter_values(structure, layer))
        label = layer.name_annotation(values)
        if not self.add_mark(structure, label, raw.origin):
            self.refused_count += layer.weight
            return
        annotation_id = self.name(structure.fs_id)
        self.add_values(annotation_id, values, raw.origin)
        if layer.slots:
            self.add_node(structure, layer, label, raw)
        if layer.is_chain:
            self.add_next(structure, layer, raw)
        self.add_references(structure, layer, raw)

    def add_mark(self, structure: Structure, label: str, origin: Origin) -> bool:
        """Add a mark with the words that it covers, if the text has room for it."""
        fragment = Fragment(structure.begin, structure.end)
        had_room, self.room = self.room >= 0, self.room - (fragment[1] - fragment[0])
        if self.room < 0:
            if had_room:
                self.defects.report(CROWDED_TEXT, origin, times=MOST_COVERS)
            return False
        words = self.text[slice(*fragment)]
        mark_id = f"T{structure.fs_id}"
        mark = Mark(mark_id, label, (fragment,), words, origin)
        self.marks[structure.fs_id] = mark
        return True

    def add_values(
        self, target_id: str, values: tuple[tuple[str, str], ...], origin: Origin
    ) -> None:
        """Add the values of an annotation."""
        for name, value in values:
            attribute_id = f"A{len(self.attributes) + 1}"
            self.attributes.append(
                Attribute(attribute_id, name, target_id, value, origin)
            )

    def imply(self, fs_id: int) -> bool:
        """Add the mark of a token or the like to which something refers, once."""
        if fs_id in self.marks:
            return True
        self.implied.add(fs_id)
        raw = self.file.sieve.accepted[fs_id]
        label = self.layers[raw.type_name].label
        return self.add_mark(self.file.structures[fs_id], label, raw.origin)

    def resolve(self, target_id: int) -> str | None:
        """Return the id of an annotation; None where it is none of this text.

        What is refused keeps its id.
        """
        sieve = self.file.sieve
        raw = sieve.declared.get(target_id)
        if raw is None:
            return None
        layer = self.layers.get(raw.type_name)
        if layer is not None and not layer.kind.is_annotation:
            return None
        if target_id in sieve.accepted:
            if raw.place[0] != self.text_id:
                return None
            if layer is not None and layer.kind.is_structure:
                self.imply(target_id)
        return self.name(target_id)

    def add_relation(self, structure: Structure, layer: Layer, raw: Raw) -> None:
        """Add the link of a relation and its values; it is refused without an end."""
        ends = [self.find_end(it, layer, raw) for it in (GOVERNOR, DEPENDENT)]
        source_id, target_id = ends
        if source_id is None or target_id is None:
            self.refused_count += 1
            return
        values = tuple(iter_values(structure, layer))
        label, link_id = layer.name_annotation(values), self.name(structure.fs_id)
        self.links.append(Link(link_id, label, source_id, target_id, raw.origin))
        self.add_values(link_id, values, raw.origin)
        self.add_references(structure, layer, raw)

    def find_end(self, end: str, layer: Layer, raw: Raw) -> str | None:
        """Return the id of an end of a relation; None is reported.

        An id that is nowhere has been reported before.
        """
        target_id = dict(raw.references).get(end)
        found = None if target_id is None else self.resolve(target_id)
        is_nowhere = target_id is not None and target_id not in self.file.sieve.declared
        if found is None and not is_nowhere:
            self.defects.report(
                RELATION_END,
                raw.origin,
                f'id="{raw.fs_id}"',
                label=layer.label,
                found="nothing" if target_id is None else quote(target_id),
                end=end,
                expected="an annotation of the same text",
            )
        return found

    def add_next(self, structure: Structure, layer: Layer, raw: Raw) -> None:
        """Add the link from an element of a chain to the next one, if it has one."""
        target_id = self.find_target(NEXT, raw)
        if target_id is None:
            return
        label = join_label(layer.label, structure.values.get(CHAIN_RELATION))
        link_id, source_id = f"R{structure.fs_id}", self.name(structure.fs_id)
        self.links.append(Link(link_id, label, source_id, target_id, raw.origin))

    def find_target(self, name: str, raw: Raw) -> str | None:
        """Return the id of the annotation that a feature refers to, None for none."""
        target_id = dict(raw.references).get(name)
        return None if target_id is None else self.resolve(target_id)

    def add_node(
        self, structure: Structure, layer: Layer, label: str, raw: Raw
    ) -> None:
        """Add the node of an annotation, whose slots are roles.

        It is refused if something that fills a slot is not read.
        """
        roles = []
        for slot in layer.slots:
            is_torn = slot in self.file.sieve.torn.get(raw.fs_id, ())
            for ref in iter_refs(structure.values.get(slot)):
                role = self.find_role(ref.fs_id, slot, layer)
                is_torn = is_torn or role is None
                roles += [role] if role else []
            if is_torn:
                self.refused_count += 1
                return
        node_id, trigger_id = f"E{structure.fs_id}", f"T{structure.fs_id}"
        self.nodes.append(Node(node_id, label, trigger_id, tuple(roles), raw.origin))

    def find_role(self, filler_id: int, slot: str, layer: Layer) -> Role | None:
        """Return what fills a slot; None where it is no annotation of this text."""
        raw = self.file.sieve.accepted[filler_id]
        structure = self.file.structures[filler_id]
        filler = self.layers[raw.type_name]
        self.fillers.add(filler_id)
        for name, _ in iter_values(structure, filler):
            if name != ROLE:
                self.leave_out(filler.label, name, raw)
        role = structure.values.get(ROLE) or slot
        name = role if len(layer.slots) == 1 or role == slot else f"{slot}:{role}"
        target_id = self.find_target(TARGET, raw)
        if target_id is not None:
            return Role(name, target_id)
        self.leave_out(layer.label, f"{name} without a target", raw)
        return None

    def add_references(self, structure: Structure, layer: Layer, raw: Raw) -> None:
        """Add a link for all else that an annotation refers to."""
        count = 0
        for name in layer.references:
            for target in self.list_targets(name, structure, raw):
                target_id = self.resolve(target)
                if target_id is None:
                    self.leave_out(layer.label, name, raw)
                    continue
                count += 1
                link_id, label = f"R{structure.fs_id}.{count}", f"{layer.label}:{name}"
                source_id = self.name(structure.fs_id)
                self.links.append(
                    Link(link_id, label, source_id, target_id, raw.origin)
                )

    def list_targets(self, name: str, structure: Structure, raw: Raw) -> list[int]:
        """Return all that a feature refers to and that is in the file.

        What is refused is not among its values, and comes after them.
        """
        sieve = self.file.sieve
        found = [ref.fs_id for ref in iter_refs(structure.values.get(name))]
        if name in sieve.cut.get(raw.fs_id, ()):
            said = [it for key, it in raw.references if key == name and it not in found]
            found += [it for it in said if it in sieve.declared]
        return found

    def leave_out(self, label: str, found: str, raw: Raw) -> None:
        """Count something that is not read, to be reported once."""
        self.left_out[label, found] += 1
        self.left_out_origins.setdefault((label, found), raw.origin)


def iter_values(structure: Structure, layer: Layer) -> Iterator[tuple[str, str]]:
    """Yield name and value of the features that have one; several of one with many."""
    for name in layer.values:
        value = structure.values.get(name)
        for it in value if isinstance(value, list) else [value]:
            if it is not None:
                yield name, show_value(it)


def show_value(value: Value) -> str:
    """Return a value as UIMA writes it.

    >>> show_value(True), show_value(1.5)
    ('true', '1.5')
    """
    return str(value).lower() if isinstance(value, bool) else str(value)


def iter_refs(value: Value) -> Iterator[Ref]:
    """Yield what a value refers to; nothing where it refers to nothing."""
    for it in value if isinstance(value, list) else [value]:
        if isinstance(it, Ref) and it.fs_id:
            yield it
