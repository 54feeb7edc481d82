"""What has been said of one text in the labels of ours, and what it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from claimpack.annotations import Annotations, Link, Mark, Node, Origin, Role
from claimpack.mapping.scheme import CLAIM, name_codes
from claimpack.mapping.scheme_files import SchemeMapping, find_label

COUNTED = "QuantityOf"


def name_label(code: str) -> str:
    """Return what brat calls a code: `killed_or_wounded` is KilledOrWounded."""
    return next(iter(name_codes([code])))


def has_characters(mark: Mark) -> bool:
    """Return whether all fragments of a mark hold some of the text."""
    return all(start < end for start, end in mark.fragments)


class Said:
    """Marks, nodes and links in our labels, beside the annotations they are made of."""

    def __init__(self, annotations: Annotations, scheme: SchemeMapping) -> None:
        """Begin with nothing said."""
        self.source = annotations
        self.scheme = scheme
        self.source_marks = {
            mark.mark_id: mark for mark in annotations.marks if has_characters(mark)
        }
        self.source_nodes = {node.node_id: node for node in annotations.nodes}
        self.marks: dict[str, Mark] = {}
        self.nodes: dict[str, Node] = {}
        self.claims: dict[str, str] = {}
        """Claim by the mark or the node that it is made of."""
        self.links: list[Link] = []
        self.made_of: dict[str, str] = {}
        """Mark of the source by the mark that says it."""
        self.left_out: dict[str, list[Origin]] = defaultdict(list)

    def leave_out(self, what: str, origin: Origin) -> None:
        """Count something that is in no table, unless it is ignored."""
        if what not in self.scheme.ignored:
            self.left_out[what].append(origin)

    def say_mark(self, mark_id: str, mark: Mark, label: str) -> None:
        """Say a mark under an id and a label of its own."""
        self.marks[mark_id] = mark._replace(mark_id=mark_id, label=label)
        self.made_of[mark_id] = mark.mark_id

    def add_claim(self, node_id: str, trigger_id: str, node: Node | None) -> None:
        """Say a claim, with what the roles of its node are in ours."""
        names = self.scheme.claims.get(node.label, {}) if node else {}
        roles = self.map_roles(node, names) if node else ()
        self.add_node(node_id, CLAIM, trigger_id, roles)
        self.claims[node_id] = node_id

    def map_roles(self, node: Node, names: Mapping[str, str]) -> tuple[Role, ...]:
        """Return the roles of a node in the names of ours; the others are counted."""
        roles = []
        for role in node.roles:
            name = find_label(names, role.name)
            if name is None:
                self.leave_out(f"{node.label}.{role.name}", node.origin)
            else:
                ours = COUNTED if name == "counted" else name_label(name)
                roles.append(Role(ours, role.target_id))
        return tuple(roles)

    def add_node(
        self, node_id: str, label: str, trigger_id: str, roles: tuple[Role, ...]
    ) -> None:
        """Say a node, its trigger under the same label."""
        trigger = self.source_marks.get(trigger_id)
        if trigger is None:
            return
        mark_id = trigger_id
        if mark_id in self.marks:  # it has another label there
            mark_id = f"{trigger_id}-{node_id}"
        self.say_mark(mark_id, trigger, label)
        origin = (
            self.source_nodes[node_id].origin
            if node_id in self.source_nodes
            else trigger.origin
        )
        self.nodes[node_id] = Node(node_id, label, mark_id, roles, origin)

    def point_to_event(self, claim_id: str, event_id: str) -> None:
        """Let a claim be about an event, with its days and its place."""
        event = self.nodes.get(event_id)
        if event is None:
            return
        shared = [role for role in event.roles if role.name in {"When", "Place"}]
        claim = self.nodes[claim_id]
        self.nodes[claim_id] = claim._replace(
            roles=(*claim.roles, Role("About", event_id), *shared)
        )
