"""The annotations of one text by id, as far as the native scheme knows their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from claimpack.annotations import Annotations, Defects, Mark, Node, Origin
from claimpack.findings import Rule, Severity
from claimpack.mapping.labels import LabelLines
from claimpack.mapping.scheme import Scheme

TRIGGER_LABEL = Rule(
    code="trigger-label",
    severity=Severity.ERROR,
    template="{node_id} is {found}, but its trigger {mark_id} is {label}",
    explanation=(
        "brat gives a node and its trigger one label; where they differ, one of "
        "them was changed by hand and the other forgotten."
    ),
)
RULES = (TRIGGER_LABEL,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Marks and nodes that can be mapped, by id.

    An id that is in neither was refused by the reader or here: whoever meets one leaves
    it out and says nothing.
    """

    scheme: Scheme
    marks: dict[str, Mark]
    nodes: dict[str, Node]
    kinds: dict[str, str]
    """Label of each mark and node, by its id; triggers have none, their nodes do."""
    other_ids: frozenset[str]
    """Ids of what is neither a mark nor a node: attributes, notes, links …"""
    triggered: dict[str, str]
    """First node by the mark that triggers it."""
    unknown_labels: LabelLines
    """The lines whose labels the scheme does not have."""
    is_whole: bool
    """True where nothing was refused, so that what is not used was not meant to be."""

    def find(self, target_id: str) -> Mark | Node | None:
        """Return the mark or node that has the id; None where there is none."""
        return self.marks.get(target_id) or self.nodes.get(target_id)

    def describe(self, target_id: str) -> str:
        """Return what has the id, for a message: a Time, or the trigger of E2."""
        target = self.find(target_id)
        if target_id in self.triggered:
            return f"the trigger of {self.triggered[target_id]}"
        if target is None:
            return "neither a mark nor a node"
        return f"{'an' if target.label[0] in 'AEIOU' else 'a'} {target.label}"

    def suggest(self, target_id: str, labels: Iterable[str]) -> str | None:
        """Return a hint where the node was meant and its trigger was written."""
        node_id = self.triggered.get(target_id)
        is_meant = node_id is not None and self.nodes[node_id].label in labels
        return f"write {node_id}" if is_meant else None


def make_index(annotations: Annotations, scheme: Scheme, defects: Defects) -> Index:
    """Return the marks and nodes with known labels, and the lines of the others."""
    labels, roles = scheme.mark_labels, scheme.roles
    marks = {it.mark_id: it for it in annotations.marks if it.label in labels}
    nodes = {
        it.node_id: it
        for it in annotations.nodes
        if it.label in roles and has_trigger(it, marks, defects)
    }
    count = len(annotations.marks) + len(annotations.nodes)
    other_ids = frozenset(iter_other_ids(annotations))
    return Index(
        scheme=scheme,
        marks=marks,
        nodes=nodes,
        kinds={it: mark.label for it, mark in marks.items() if mark.label not in roles}
        | {it: node.label for it, node in nodes.items()},
        other_ids=other_ids,
        triggered={it.trigger_id: it.node_id for it in reversed(nodes.values())},
        unknown_labels=find_unknown(annotations, scheme),
        is_whole=len(marks) + len(nodes) == count
        and annotations.ids <= other_ids.union(marks, nodes),
    )


def iter_other_ids(annotations: Annotations) -> Iterator[str]:
    """Yield the ids of everything that was read and is neither mark nor node."""
    yield from (attribute.attribute_id for attribute in annotations.attributes)
    yield from (reference.reference_id for reference in annotations.references)
    yield from (note.note_id for note in annotations.notes)
    yield from (link.link_id for link in annotations.links)


def find_unknown(annotations: Annotations, scheme: Scheme) -> dict[str, list[Origin]]:
    """Return the lines with labels that the scheme does not have, by label."""
    labels, roles = scheme.mark_labels, scheme.roles
    strangers: list[Mark | Node] = [
        *(mark for mark in annotations.marks if mark.label not in labels),
        *(node for node in annotations.nodes if node.label not in roles),
    ]
    unknown: dict[str, list[Origin]] = {}
    for it in strangers:
        unknown.setdefault(it.label, []).append(it.origin)
    return unknown


def has_trigger(node: Node, marks: dict[str, Mark], defects: Defects) -> bool:
    """Return whether the trigger of a node is there and has its label."""
    trigger = marks.get(node.trigger_id)
    if trigger is None:
        return False
    if trigger.label == node.label:
        return True
    defects.refuse(
        TRIGGER_LABEL,
        node.origin,
        node.label,
        node_id=node.node_id,
        found=node.label,
        mark_id=node.trigger_id,
        label=trigger.label,
        expected=f"the label {trigger.label} on both lines, or {node.label}",
    )
    return False
