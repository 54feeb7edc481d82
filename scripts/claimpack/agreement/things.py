"""What one annotator made of a text, as things that another may have made too.

A thing is a node, such as a claim, or a mark that triggers none, such as a mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimpack.agreement.alignment import Extent
from claimpack.annotations import Annotations, Node, Origin
from claimpack.mapping.scheme import ATTRIBUTION, CLAIM, SOURCE, Scheme

NAMES = {
    CLAIM: "claims",
    ATTRIBUTION: "attributions",
    SOURCE: "sources",
    "Hedge": "hedges",
    "Quantity": "quantities",
    "Time": "times",
    "Medium": "media",
}
"""What things of a label are called, where that is not said by the label itself."""
WRAPPED = "Of"
"""Role of an attribution: the claim or attribution that it is about."""
CHAIN = "Source of its chain"
"""What the sources of all levels of a claim's chain are called together."""
FLAGGED = "yes"
"""What the value of a flag is, an attribute that is there or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A node, or a mark that triggers none."""

    thing_id: str
    kind: str
    label: str
    extent: Extent
    """Where its mark is: of a node, that of its trigger."""
    words: str
    """The words of that mark."""
    origin: Origin
    values: Mapping[str, str]
    """Value by attribute; several values of one are joined by a comma."""
    references: frozenset[tuple[str, str]]
    """Registers that it points into, with the keys there."""
    fillers: Mapping[str, tuple[str, ...]]
    """Things that fill a role of it, or that it is linked to, by role or link."""


def name_kind(label: str, scheme: Scheme) -> str:
    """Return what things of a label are counted as; for a label of others, itself."""
    if label in scheme.entities:
        return "entities"
    if label in scheme.events:
        return "events"
    return NAMES.get(label, label)


def list_things(annotations: Annotations, scheme: Scheme) -> dict[str, Thing]:
    """Return the things of a text by their ids, in the order of the file."""
    marks = {mark.mark_id: mark for mark in annotations.marks}
    nodes = [node for node in annotations.nodes if node.trigger_id in marks]
    # A role may name the mark instead of the node that it triggers.
    triggered = {node.trigger_id: node.node_id for node in reversed(nodes)}
    values, fillers = join_values(annotations), join_fillers(annotations)
    references: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for it in annotations.references:
        references[it.target_id].add((it.register, it.key))
    made = [
        (mark.mark_id, mark.label, mark, mark.origin)
        for mark in annotations.marks
        if mark.mark_id not in triggered
    ]
    made += [
        (node.node_id, node.label, marks[node.trigger_id], node.origin)
        for node in nodes
    ]
    return {
        thing_id: Thing(
            thing_id=thing_id,
            kind=name_kind(label, scheme),
            label=label,
            extent=mark.fragments,
            words=mark.text,
            origin=origin,
            values=values.get(thing_id, {}),
            references=frozenset(references.get(thing_id, ())),
            fillers={
                role: tuple(triggered.get(it, it) for it in ids)
                for role, ids in fillers.get(thing_id, {}).items()
            },
        )
        for thing_id, label, mark, origin in made
    }


def join_values(annotations: Annotations) -> Mapping[str, dict[str, str]]:
    """Return the values of each thing by attribute, several of one sorted."""
    values: defaultdict[str, defaultdict[str, set[str]]]
    values = defaultdict(lambda: defaultdict(set))
    for it in annotations.attributes:
        values[it.target_id][it.label].add(it.value or FLAGGED)
    return {
        target_id: {
            label: ", ".join(sorted(found)) for label, found in by_label.items()
        }
        for target_id, by_label in values.items()
    }


def join_fillers(annotations: Annotations) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the ids that fill the roles of each thing, and those it is linked to."""
    fillers: defaultdict[str, defaultdict[str, list[str]]]
    fillers = defaultdict(lambda: defaultdict(list))
    for node in annotations.nodes:
        for role in node.roles:
            fillers[node.node_id][role.name].append(role.target_id)
    for link in annotations.links:
        fillers[link.source_id][link.label].append(link.target_id)
    for claim_id, source_ids in iter_chain_sources(annotations.nodes):
        fillers[claim_id][CHAIN] += source_ids
    return fillers


def iter_chain_sources(nodes: Iterable[Node]) -> Iterator[tuple[str, list[str]]]:
    """Yield the sources of all attributions around each claim, if there are any."""
    nodes = list(nodes)
    wrappers: defaultdict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        if node.label == ATTRIBUTION:
            for role in node.roles:
                if role.name == WRAPPED:
                    wrappers[role.target_id].append(node)
    for claim in nodes:
        if claim.label == CLAIM:
            sources = dict.fromkeys(iter_sources(claim.node_id, wrappers))
            if sources:
                yield claim.node_id, list(sources)


def iter_sources(node_id: str, wrappers: Mapping[str, list[Node]]) -> Iterator[str]:
    """Yield the sources of all that wraps a node, each attribution once."""
    pending, seen = [node_id], {node_id}
    while pending:
        for node in wrappers.get(pending.pop(), ()):
            if node.node_id not in seen:
                seen.add(node.node_id)
                pending.append(node.node_id)
                yield from (it.target_id for it in node.roles if it.name == SOURCE)
