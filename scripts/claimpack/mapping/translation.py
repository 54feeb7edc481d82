"""Annotations by a foreign scheme, said in the labels of ours.

What comes out is read by `map_native`, so that everything behind it is the same for
every scheme. An id stays what it is in the source, and what is made of one beside it
has the id with a word behind: `T7-claim`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claimpack.annotations import (
    Annotations,
    Attribute,
    Mark,
    Node,
    Origin,
    Role,
)
from claimpack.mapping.attributions import Attributions
from claimpack.mapping.said import Said, has_characters, name_label
from claimpack.mapping.scheme import (
    ATTRIBUTE_OWNERS,
    ATTRIBUTION,
    CLAIM,
    SAME_AS,
    UNTYPED_EVENT,
    Scheme,
)
from claimpack.mapping.scheme_files import (
    SAME_AS_CODE,
    SchemeMapping,
    find_label,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Translated:
    """Annotations in the labels of the native scheme, and what has none."""

    annotations: Annotations
    left_out: Mapping[str, list[Origin]]
    """The lines of what is in no table, by what it is: its label, or what it lacks."""


def translate(
    annotations: Annotations, scheme: SchemeMapping, native: Scheme
) -> Translated:
    """Return annotations in the labels of the native scheme, as a mapping says."""
    return Translator(annotations, scheme, native).translate()


class Translator:
    """Says one text's annotations in the labels of ours."""

    def __init__(
        self, annotations: Annotations, scheme: SchemeMapping, native: Scheme
    ) -> None:
        """Begin with nothing said."""
        self.source = annotations
        self.scheme = scheme
        self.native = native
        self.said = Said(annotations, scheme)

    def translate(self) -> Translated:
        """Return what is said in the end."""
        for mark in self.source.marks:
            if has_characters(mark):
                self.add_filler(mark)
        for node in self.source.nodes:
            self.add_event_or_claim(node)
        self.add_untriggered_events()
        attributions = [
            node for node in self.source.nodes if node.label in self.scheme.attributions
        ]
        Attributions(self.said).add(attributions)
        if self.scheme.asserts_events:
            self.assert_events()
        for node in list(self.said.nodes.values()):
            self.said.nodes[node.node_id] = self.settle_roles(node)
        attributes = tuple(self.iter_attributes())
        self.add_links()
        self.count_marks()
        said = replace(
            self.source,
            marks=tuple(self.said.marks.values()),
            nodes=tuple(self.said.nodes.values()),
            attributes=attributes,
            references=(),
            notes=(),
            links=tuple(self.said.links),
            ids=frozenset(),
        )
        return Translated(annotations=said, left_out=self.said.left_out)

    def add_filler(self, mark: Mark) -> None:
        """Say a mark that is an entity, or words that fill a role."""
        kind = self.scheme.words.get(mark.label) or self.scheme.entities.get(mark.label)
        if kind is None and not self.is_trigger(mark):
            kind = find_label(self.scheme.words, mark.label)
            kind = kind or find_label(self.scheme.entities, mark.label)
        if kind is not None:
            self.said.say_mark(mark.mark_id, mark, name_label(kind))

    def is_trigger(self, mark: Mark) -> bool:
        """Return whether a mark is of a kind that events or claims are made of."""
        labels = self.scheme
        names = (labels.events, labels.attributions, labels.claims)
        return any(mark.label in name for name in names) or mark.label in self.fillers

    @property
    def fillers(self) -> frozenset[str]:
        """Labels of the contents and cues of attributions, as far as they are roles."""
        return frozenset(
            role for roles in self.scheme.attributions.values() for role in roles
        )

    def add_event_or_claim(self, node: Node) -> None:
        """Say a node that is an event or a claim."""
        if node.label in self.scheme.claims:
            self.said.add_claim(node.node_id, node.trigger_id, node)
        elif node.label in self.scheme.attributions:
            return
        elif (code := find_label(self.scheme.events, node.label)) is not None:
            self.add_event(node.node_id, node.trigger_id, code, node)
        else:
            self.said.leave_out(node.label, node.origin)

    def add_event(
        self, node_id: str, trigger_id: str, code: str, node: Node | None
    ) -> None:
        """Say an event, with those who take part in it."""
        label = code.capitalize() or UNTYPED_EVENT
        roles = self.said.map_roles(node, self.scheme.roles) if node else ()
        self.said.add_node(node_id, label, trigger_id, roles)

    def add_untriggered_events(self) -> None:
        """Say the marks that are events by themselves, with no node on them."""
        triggers = {node.trigger_id for node in self.source.nodes}
        for mark in self.source.marks:
            code = self.scheme.events.get(mark.label)
            is_free = (
                mark.mark_id in self.said.source_marks and mark.mark_id not in triggers
            )
            if code is not None and is_free:
                node_id = f"{mark.mark_id}-event"
                self.add_event(node_id, mark.mark_id, code, None)

    def assert_events(self) -> None:
        """Say a claim of the writer of each event that no other claim is about."""
        told = {
            role.target_id
            for node in self.said.nodes.values()
            for role in node.roles
            if role.name == "About"
        }
        for node in list(self.said.nodes.values()):
            is_event = node.label not in {CLAIM, ATTRIBUTION}
            if is_event and node.node_id not in told:
                claim_id = f"{node.node_id}-claim"
                self.said.add_claim(claim_id, self.said.made_of[node.trigger_id], None)
                self.said.claims[node.node_id] = claim_id
                self.said.point_to_event(claim_id, node.node_id)

    def settle_roles(self, node: Node) -> Node:
        """Return a node without the fillers that our scheme does not let it have."""
        rules = self.native.roles[node.label]
        kept: list[Role] = []
        filled: set[str] = set()
        for role in node.roles:
            rule = rules.get(role.name)
            target = self.said.marks.get(role.target_id) or self.said.nodes.get(
                role.target_id
            )
            if rule is None or target is None or target.label not in rule.fillers:
                self.said.leave_out(
                    f"{node.label}.{role.name} of another kind", node.origin
                )
            elif rule.is_single and role.name in filled:
                self.said.leave_out(f"a second {node.label}.{role.name}", node.origin)
            else:
                kept.append(role)
                filled.add(role.name)
        return node._replace(roles=tuple(kept))

    def iter_attributes(self) -> Iterator[Attribute]:
        """Yield the attributes in the names of ours, on what has them there."""
        for attribute in self.source.attributes:
            ours = self.scheme.attributes.get(attribute.label)
            value = attribute.value
            if ours is not None and ours.values:
                value = ours.values.get(value or "")
            if ours is None or (ours.values and value is None):
                self.said.leave_out(attribute.label, attribute.origin)
                continue
            target = attribute.target_id
            if CLAIM in ATTRIBUTE_OWNERS.get(ours.name, ()):
                target = self.said.claims.get(target, target)
            yield attribute._replace(label=ours.name, value=value, target_id=target)

    def add_links(self) -> None:
        """Say the links; those between anything but claims are of entities."""
        for link in self.source.links:
            code = find_label(self.scheme.links, link.label)
            if code is None:
                self.said.leave_out(link.label, link.origin)
                continue
            label = SAME_AS if code == SAME_AS_CODE else name_label(code)
            source, target = (
                it if code == SAME_AS_CODE else self.said.claims.get(it, it)
                for it in (link.source_id, link.target_id)
            )
            said = link._replace(label=label, source_id=source, target_id=target)
            self.said.links.append(said)

    def count_marks(self) -> None:
        """Count the marks that nothing is made of."""
        used = set(self.said.made_of.values())
        for mark in self.source.marks:
            if mark.mark_id not in self.said.source_marks:
                self.said.leave_out(f"{mark.label} without characters", mark.origin)
            elif mark.mark_id not in used:
                self.said.leave_out(mark.label, mark.origin)
