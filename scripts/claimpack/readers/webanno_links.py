"""The annotations of WebAnno TSV 3, put together from what its cells say."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

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
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.brat_marks import AFTER_START, SPAN_ORDER
from claimpack.readers.own_restoration import restore
from claimpack.readers.webanno_layers import (
    CHAIN,
    CHAIN_RELATION,
    DEPENDENCY,
    UNTYPED,
    Features,
    join_label,
    shorten,
)
from claimpack.readers.webanno_rows import Row
from claimpack.readers.webanno_spans import (
    Cells,
    Filler,
    Relation,
    Span,
    Target,
)
from claimpack.readers.webanno_text import Settled

AMBIGUOUS_TARGET = Rule(
    code="ambiguous-target",
    severity=Severity.ERROR,
    template="{found} may be any of {count} annotations",
    explanation="Without a disambiguation id one of them would be taken by chance.",
)
CHAIN_GAP = Rule(
    code="chain-gap",
    severity=Severity.ERROR,
    template="{found} is the next of its chain after number {before}",
    explanation="An element is missing, so that the two are not linked to each other.",
)
RULES = (AMBIGUOUS_TARGET, CHAIN_GAP)

TOKEN = "Token"  # noqa: S105  # of a text


class Assembly:
    """Puts together the annotations of one file."""

    def __init__(
        self, cells: Cells, units: dict[str, Row], settled: Settled, defects: Defects
    ) -> None:
        """Begin with nothing; `units` are the rows by the number of their token."""
        self.cells = cells
        self.units = units
        self.settled = settled
        self.defects = defects
        self.bases = {layer.name for layer in cells.layers} | {UNTYPED}
        """What has columns, or any of it."""
        self.strays = {row.unit_id for row in settled.strays}
        self.marks: list[Mark] = []
        self.nodes: list[Node] = []
        self.attributes: list[Attribute] = []
        self.links: list[Link] = []
        self.implied: dict[tuple[str, str], str] = {}
        """Mark by token and label: what is referred to and has no column."""
        self.refused_count = 0

    def build(self, path: str) -> Annotations:
        """Return the annotations."""
        for span in self.cells.spans:
            self.add_span(span)
        for number, relation in enumerate(self.cells.relations, 1):
            self.add_relation(f"R{number}", relation)
        self.add_chains()
        spans = self.cells.spans
        ids = {f"T{span.number}" for span in spans}
        ids.update(map(name_annotation, spans))
        ids.update(self.implied.values())
        ids.update(attribute.attribute_id for attribute in self.attributes)
        ids.update(link.link_id for link in self.links)
        return restore(
            Annotations(
                path=path,
                text=self.settled.text,
                marks=tuple(self.marks),
                nodes=tuple(self.nodes),
                attributes=tuple(self.attributes),
                links=tuple(self.links),
                ids=frozenset(ids),
            )
        )

    def add_span(self, span: Span) -> None:
        """Add the mark of a span, its values, and its node if it has slots."""
        fragment = None if span.is_refused else self.place(span.first, span.last)
        if fragment is None:
            self.refused_count += span.layer.weight
            return
        origin = span.first.origin
        label = span.layer.name_annotation(span.features)
        self.add_mark(f"T{span.number}", label, fragment, origin)
        annotation_id = name_annotation(span)
        self.add_attributes(annotation_id, span.features, origin)
        if span.layer.slots:
            self.add_node(annotation_id, label, span)

    def place(self, first: Row, last: Row) -> Fragment | None:
        """Return where two tokens begin and end, None where they do not fit."""
        if first.unit_id in self.strays or last.unit_id in self.strays:
            return None
        if last.end < first.begin:
            place, fault = f"{first.begin}-{last.end}", "ends before it starts"
            values = {"place": place, "fault": fault, "expected": AFTER_START}
            self.defects.refuse(SPAN_ORDER, first.origin, **values)
            return None
        return self.settled.place(first.begin, last.end)

    def add_mark(
        self, mark_id: str, label: str, fragment: Fragment, origin: Origin
    ) -> None:
        """Add a mark with the words that it covers."""
        words = self.settled.text[slice(*fragment)]
        self.marks.append(Mark(mark_id, label, (fragment,), words, origin))

    def add_attributes(
        self, target_id: str, features: Features, origin: Origin
    ) -> None:
        """Add the values of an annotation."""
        for name, value in features:
            attribute_id = f"A{len(self.attributes) + 1}"
            self.attributes.append(
                Attribute(attribute_id, name, target_id, value, origin)
            )

    def add_node(self, node_id: str, label: str, span: Span) -> None:
        """Add the node of a span, whose slots are roles; it is refused without one."""
        origin = span.first.origin
        roles = []
        for filler in span.fillers:
            target_id = self.find(filler.slot.base, filler.target, origin)
            if target_id is None:
                self.refused_count += 1
                return
            roles.append(Role(name_role(filler, len(span.layer.slots)), target_id))
        node = Node(node_id, label, f"T{span.number}", tuple(roles), origin)
        self.nodes.append(node)

    def add_relation(self, link_id: str, relation: Relation) -> None:
        """Add the link of a relation and its values; it is refused without an end."""
        layer, row, features, source, target = relation
        is_of_tokens = layer.name == DEPENDENCY
        source_id, target_id = [
            self.find(layer.base, end, row.origin, is_of_tokens=is_of_tokens)
            for end in (source, target)
        ]
        if source_id is None or target_id is None:
            self.refused_count += 1
            return
        label = layer.name_annotation(features)
        self.links.append(Link(link_id, label, source_id, target_id, row.origin))
        self.add_attributes(link_id, features, row.origin)

    def find(
        self, base: str, target: Target, origin: Origin, *, is_of_tokens: bool = False
    ) -> str | None:
        """Return the id of what a cell refers to; None with a defect.

        A base that has no columns, and the tokens of a dependency, get a mark.
        """
        found = self.cells.on_units.get((target.unit_id, base, target.number), [])
        if len(found) == 1:
            return name_annotation(found[0])
        if not found and target.unit_id in self.units and not target.number:
            if base not in self.bases:
                return self.imply(target.unit_id, shorten(base))
            if is_of_tokens:
                return self.imply(target.unit_id, TOKEN)
        self.refuse_target(base, target, len(found), origin)
        return None

    def refuse_target(
        self, base: str, target: Target, count: int, origin: Origin
    ) -> None:
        """Report that a cell refers to nothing, or to any of several annotations."""
        rule, expected = DANGLING_ID, f"an annotation of {shorten(base)} on that token"
        if count:
            rule, expected = AMBIGUOUS_TARGET, "a disambiguation id, like 1-2[3]"
        self.defects.refuse(
            rule,
            origin,
            target.unit_id,
            found=quote(target),
            count=count,
            expected=expected,
        )

    def imply(self, unit_id: str, label: str) -> str:
        """Return the mark of a token that has no column, made when it is needed."""
        key = unit_id, label
        if key not in self.implied:
            row = self.units[unit_id]
            mark_id = f"T{len(self.cells.spans) + len(self.implied) + 1}"
            self.implied[key] = mark_id
            fragment = self.place(row, row)
            if fragment is not None:
                self.add_mark(mark_id, label, fragment, row.origin)
        return self.implied[key]

    def add_chains(self) -> None:
        """Add a link from each element of a chain to the next one."""
        chains: dict[tuple[str, int], dict[int, Span]] = defaultdict(dict)
        for (name, number, place), span in self.cells.continued.items():
            if span.layer.kind == CHAIN:
                chains[name, number][place] = span
        count = len(self.cells.relations)
        for elements in chains.values():
            for before, place in pairwise(sorted(elements)):
                count += 1
                self.add_chain_link(f"R{count}", elements, before, place)

    def add_chain_link(
        self, link_id: str, elements: dict[int, Span], before: int, place: int
    ) -> None:
        """Add the link between two elements of a chain, if none is missing."""
        span, following = elements[before], elements[place]
        origin = span.first.origin
        if place != before + 1:
            words = following.entries[following.layer.reference]
            self.defects.report(
                CHAIN_GAP,
                following.first.origin,
                words,
                found=quote(words),
                before=before,
                expected=f"number {before + 1}",
            )
            return
        relation = dict(span.features).get(CHAIN_RELATION)
        label = join_label(span.layer.label, relation)
        ends = f"T{span.number}", f"T{following.number}"
        self.links.append(Link(link_id, label, *ends, origin))


def name_annotation(span: Span) -> str:
    """Return the id by which others refer to a span: its node, or else its mark."""
    return f"{'E' if span.layer.slots else 'T'}{span.number}"


def name_role(filler: Filler, count: int) -> str:
    """Return the role of a filler; of several slots, with the name of the slot."""
    slot, role, _ = filler
    if role is None:
        return slot.name
    return role if count == 1 else f"{slot.name}:{role}"
