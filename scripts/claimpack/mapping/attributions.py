"""Attributions of a foreign scheme: who said what, through whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from claimpack.annotations import Link, Mark, Node, Role
from claimpack.mapping.nesting import Stretch, find_enclosing
from claimpack.mapping.said import Said
from claimpack.mapping.scheme import ATTRIBUTION
from claimpack.mapping.scheme_files import find_label

RESTATES = "Restates"
NESTED = "Of"


def make_stretch(mark: Mark, owner: str) -> Stretch:
    """Return the part of the text from the first to the last fragment of a mark."""
    return Stretch(mark.fragments[0].char_start, mark.fragments[-1].char_end, owner)


class Attributions:
    """Says the attributions of one text in the labels of ours."""

    def __init__(self, said: Said) -> None:
        """Add to what has been said."""
        self.said = said

    def add(self, nodes: Sequence[Node]) -> None:
        """Say all attributions; one within the content of another is wrapped by it."""
        inner = self.nest(nodes)
        for node in nodes:
            names = self.said.scheme.attributions[node.label]
            roles = list(self.said.map_roles(node, names))
            contents = [role.target_id for role in roles if role.name == "Content"]
            wrapped = [self.claim_content(it, node) for it in contents]
            wrapped += inner.get(node.node_id, [])
            if not wrapped:
                self.said.leave_out(f"{node.label} without content", node.origin)
                continue
            rest = [role for role in roles if role.name != "Content"]
            ours = (*(Role(NESTED, it) for it in dict.fromkeys(wrapped)), *rest)
            self.said.add_node(node.node_id, ATTRIBUTION, node.trigger_id, ours)

    def claim_content(self, content_id: str, node: Node) -> str:
        """Return the claim that the content of an attribution is.

        A second attribution of one content is an independent route to the reader: it
        has a claim of its own, which restates the first.
        """
        target = self.said.source_nodes.get(content_id)
        if target is not None and target.label in self.said.scheme.attributions:
            return content_id
        first = self.said.claims.get(content_id)
        claim_id = f"{content_id}-claim"
        if first is not None:
            claim_id = f"{content_id}-claim-{node.node_id}"
            link_id = f"{claim_id}-restates"
            self.said.links.append(
                Link(link_id, RESTATES, claim_id, first, node.origin)
            )
        trigger_id = content_id if target is None else target.trigger_id
        self.said.add_claim(claim_id, trigger_id, None)
        self.said.claims.setdefault(content_id, claim_id)
        if target is not None and claim_id in self.said.nodes:
            self.said.point_to_event(claim_id, content_id)
        return claim_id

    def nest(self, nodes: Sequence[Node]) -> dict[str, list[str]]:
        """Return the attributions whose cue lies within the content of each other one.

        Of several the one with the shortest content wraps it.
        """
        cues = {
            node.node_id: self.said.source_marks.get(node.trigger_id) for node in nodes
        }
        enclosing = find_enclosing(
            [make_stretch(cue, it) for it, cue in cues.items() if cue is not None],
            self.iter_contents(nodes),
        )
        inner: dict[str, list[str]] = defaultdict(list)
        for node in nodes:
            if node.node_id in enclosing:
                inner[enclosing[node.node_id]].append(node.node_id)
        return inner

    def iter_contents(self, nodes: Sequence[Node]) -> Iterator[Stretch]:
        """Yield the contents of attributions."""
        for node in nodes:
            names = self.said.scheme.attributions[node.label]
            for role in node.roles:
                mark = self.said.source_marks.get(role.target_id)
                if find_label(names, role.name) == "content" and mark is not None:
                    yield make_stretch(mark, node.node_id)
