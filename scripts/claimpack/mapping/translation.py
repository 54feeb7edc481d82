"""Annotations by a foreign scheme, said in the labels of ours.

What comes out is read by `map_native`, so that everything behind it is the same for
every scheme. An id stays what it is in the source, and what is made of one beside it
has the id with a word behind: `T7-claim`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from claimpack.annotations import (
    Annotations,
    Attribute,
    Link,
    Mark,
    Node,
    Origin,
    Role,
)
from claimpack.mapping.nesting import Stretch, find_enclosing
from claimpack.mapping.scheme import (
    ATTRIBUTE_OWNERS,
    ATTRIBUTION,
    CLAIM,
    SAME_AS,
    UNTYPED_EVENT,
    Scheme,
    name_codes,
)
from claimpack.mapping.scheme_files import (
    SAME_AS_CODE,
    SchemeMapping,
    find_label,
)

RESTATES = "Restates"
COUNTED = "QuantityOf"
NESTED = "Of"


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


def name_label(code: str) -> str:
    """Return what brat calls a code: `killed_or_wounded` is KilledOrWounded."""
    return next(iter(name_codes([code])))


def has_characters(mark: Mark) -> bool:
    """Return whether all fragments of a mark hold some of the text."""
    return all(start < end for start, end in mark.fragments)


def make_stretch(mark: Mark, owner: str) -> Stretch:
    """Return the part of the text from the first to the last fragment of a mark."""
    return Stretch(mark.fragments[0].char_start, mark.fragments[-1].char_end, owner)


class Translator:
    """Says one text's annotations in the labels of ours."""

    def __init__(
        self, annotations: Annotations, scheme: SchemeMapping, native: Scheme
    ) -> None:
        """Begin with nothing said."""
        self.source = annotations
        self.scheme = scheme
        self.native = native
        self.marks = {
            mark.mark_id: mark for mark in annotations.marks if has_characters(mark)
        }
        self.nodes = {node.node_id: node for node in annotations.nodes}
        self.said_marks: dict[str, Mark] = {}
        self.said_nodes: dict[str, Node] = {}
        self.claims: dict[str, str] = {}
        """Claim by the mark or the node that it is made of."""
        self.links: list[Link] = []
        self.made_of: dict[str, str] = {}
        """Mark of the source by the mark that says it."""
        self.left_out: dict[str, list[Origin]] = defaultdict(list)

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
        self.add_attributions(attributions)
        if self.scheme.asserts_events:
            self.assert_events()
        for node in list(self.said_nodes.values()):
            self.said_nodes[node.node_id] = self.settle_roles(node)
        attributes = tuple(self.iter_attributes())
        self.add_links()
        self.count_marks()
        said = replace(
            self.source,
            marks=tuple(self.said_marks.values()),
            nodes=tuple(self.said_nodes.values()),
            attributes=attributes,
            references=(),
            notes=(),
            links=tuple(self.links),
            ids=frozenset(),
        )
        return Translated(annotations=said, left_out=self.left_out)

    def leave_out(self, what: str, origin: Origin) -> None:
        """Count something that is in no table, unless it is ignored."""
        if what not in self.scheme.ignored:
            self.left_out[what].append(origin)

    def add_filler(self, mark: Mark) -> None:
        """Say a mark that is an entity, or words that fill a role."""
        kind = self.scheme.words.get(mark.label) or self.scheme.entities.get(mark.label)
        if kind is None and not self.is_trigger(mark):
            kind = find_label(self.scheme.words, mark.label)
            kind = kind or find_label(self.scheme.entities, mark.label)
        if kind is not None:
            self.say_mark(mark.mark_id, mark, name_label(kind))

    def say_mark(self, mark_id: str, mark: Mark, label: str) -> None:
        """Say a mark under an id and a label of its own."""
        self.said_marks[mark_id] = mark._replace(mark_id=mark_id, label=label)
        self.made_of[mark_id] = mark.mark_id

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
            self.add_claim(node.node_id, node.trigger_id, node)
        elif node.label in self.scheme.attributions:
            return
        elif (code := find_label(self.scheme.events, node.label)) is not None:
            self.add_event(node.node_id, node.trigger_id, code, node)
        else:
            self.leave_out(node.label, node.origin)

    def add_event(
        self, node_id: str, trigger_id: str, code: str, node: Node | None
    ) -> None:
        """Say an event, with those who take part in it."""
        label = code.capitalize() or UNTYPED_EVENT
        roles = self.map_roles(node, self.scheme.roles) if node else ()
        self.add_node(node_id, label, trigger_id, roles)

    def add_untriggered_events(self) -> None:
        """Say the marks that are events by themselves, with no node on them."""
        triggers = {node.trigger_id for node in self.source.nodes}
        for mark in self.source.marks:
            code = self.scheme.events.get(mark.label)
            is_free = mark.mark_id in self.marks and mark.mark_id not in triggers
            if code is not None and is_free:
                node_id = f"{mark.mark_id}-event"
                self.add_event(node_id, mark.mark_id, code, None)

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
        trigger = self.marks.get(trigger_id)
        if trigger is None:
            return
        mark_id = trigger_id
        if mark_id in self.said_marks:  # it has another label there
            mark_id = f"{trigger_id}-{node_id}"
        self.say_mark(mark_id, trigger, label)
        origin = self.nodes[node_id].origin if node_id in self.nodes else trigger.origin
        self.said_nodes[node_id] = Node(node_id, label, mark_id, roles, origin)

    def add_attributions(self, nodes: list[Node]) -> None:
        """Say all attributions; one within the content of another is wrapped by it."""
        inner = self.nest(nodes)
        for node in nodes:
            names = self.scheme.attributions[node.label]
            roles = list(self.map_roles(node, names))
            contents = [role.target_id for role in roles if role.name == "Content"]
            wrapped = [self.claim_content(it, node) for it in contents]
            wrapped += inner.get(node.node_id, [])
            if not wrapped:
                self.leave_out(f"{node.label} without content", node.origin)
                continue
            rest = [role for role in roles if role.name != "Content"]
            ours = (*(Role(NESTED, it) for it in dict.fromkeys(wrapped)), *rest)
            self.add_node(node.node_id, ATTRIBUTION, node.trigger_id, ours)

    def claim_content(self, content_id: str, node: Node) -> str:
        """Return the claim that the content of an attribution is.

        A second attribution of one content is an independent route to the reader: it
        has a claim of its own, which restates the first.
        """
        target = self.nodes.get(content_id)
        if target is not None and target.label in self.scheme.attributions:
            return content_id
        first = self.claims.get(content_id)
        claim_id = f"{content_id}-claim"
        if first is not None:
            claim_id = f"{content_id}-claim-{node.node_id}"
            link_id = f"{claim_id}-restates"
            self.links.append(Link(link_id, RESTATES, claim_id, first, node.origin))
        trigger_id = content_id if target is None else target.trigger_id
        self.add_claim(claim_id, trigger_id, None)
        self.claims.setdefault(content_id, claim_id)
        if target is not None and claim_id in self.said_nodes:
            self.point_to_event(claim_id, content_id)
        return claim_id

    def point_to_event(self, claim_id: str, event_id: str) -> None:
        """Let a claim be about an event, with its days and its place."""
        event = self.said_nodes.get(event_id)
        if event is None:
            return
        shared = [role for role in event.roles if role.name in {"When", "Place"}]
        claim = self.said_nodes[claim_id]
        self.said_nodes[claim_id] = claim._replace(
            roles=(*claim.roles, Role("About", event_id), *shared)
        )

    def nest(self, nodes: list[Node]) -> dict[str, list[str]]:
        """Return the attributions whose cue lies within the content of each other one.

        Of several the one with the shortest content wraps it.
        """
        cues = {node.node_id: self.marks.get(node.trigger_id) for node in nodes}
        enclosing = find_enclosing(
            [make_stretch(cue, it) for it, cue in cues.items() if cue is not None],
            self.iter_contents(nodes),
        )
        inner: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            if node.node_id in enclosing:
                inner[enclosing[node.node_id]].append(node.node_id)
        return inner

    def iter_contents(self, nodes: list[Node]) -> Iterator[Stretch]:
        """Yield the contents of attributions."""
        for node in nodes:
            names = self.scheme.attributions[node.label]
            for role in node.roles:
                mark = self.marks.get(role.target_id)
                if find_label(names, role.name) == "content" and mark is not None:
                    yield make_stretch(mark, node.node_id)

    def assert_events(self) -> None:
        """Say a claim of the writer of each event that no other claim is about."""
        told = {
            role.target_id
            for node in self.said_nodes.values()
            for role in node.roles
            if role.name == "About"
        }
        for node in list(self.said_nodes.values()):
            is_event = node.label not in {CLAIM, ATTRIBUTION}
            if is_event and node.node_id not in told:
                claim_id = f"{node.node_id}-claim"
                self.add_claim(claim_id, self.made_of[node.trigger_id], None)
                self.claims[node.node_id] = claim_id
                self.point_to_event(claim_id, node.node_id)

    def settle_roles(self, node: Node) -> Node:
        """Return a node without the fillers that our scheme does not let it have."""
        rules = self.native.roles[node.label]
        kept: list[Role] = []
        for role in node.roles:
            rule = rules.get(role.name)
            taken = any(other.name == role.name for other in kept)
            target = self.said_marks.get(role.target_id) or self.said_nodes.get(
                role.target_id
            )
            if rule is None or target is None or target.label not in rule.fillers:
                self.leave_out(f"{node.label}.{role.name} of another kind", node.origin)
            elif rule.is_single and taken:
                self.leave_out(f"a second {node.label}.{role.name}", node.origin)
            else:
                kept.append(role)
        return node._replace(roles=tuple(kept))

    def iter_attributes(self) -> Iterator[Attribute]:
        """Yield the attributes in the names of ours, on what has them there."""
        for attribute in self.source.attributes:
            ours = self.scheme.attributes.get(attribute.label)
            value = attribute.value
            if ours is not None and ours.values:
                value = ours.values.get(value or "")
            if ours is None or (ours.values and value is None):
                self.leave_out(attribute.label, attribute.origin)
                continue
            target = attribute.target_id
            if CLAIM in ATTRIBUTE_OWNERS.get(ours.name, ()):
                target = self.claims.get(target, target)
            yield attribute._replace(label=ours.name, value=value, target_id=target)

    def add_links(self) -> None:
        """Say the links; those between anything but claims are of entities."""
        for link in self.source.links:
            code = find_label(self.scheme.links, link.label)
            if code is None:
                self.leave_out(link.label, link.origin)
                continue
            label = SAME_AS if code == SAME_AS_CODE else name_label(code)
            source, target = (
                it if code == SAME_AS_CODE else self.claims.get(it, it)
                for it in (link.source_id, link.target_id)
            )
            said = link._replace(label=label, source_id=source, target_id=target)
            self.links.append(said)

    def count_marks(self) -> None:
        """Count the marks that nothing is made of."""
        used = set(self.made_of.values())
        for mark in self.source.marks:
            if mark.mark_id not in self.marks:
                self.leave_out(f"{mark.label} without characters", mark.origin)
            elif mark.mark_id not in used:
                self.leave_out(mark.label, mark.origin)
