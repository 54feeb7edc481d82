"""Annotations in the terms of a poorer format: step by step, each loss counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reference,
)
from claimpack.exporters.losses import FRAGMENTS, NODES, Losses

Statement = TypeVar("Statement", Attribute, Reference, Note)


def keep_whole(annotations: Annotations, losses: Losses) -> Annotations:
    """Return the annotations without what points at something that is not there."""
    marks = losses.sift("marks without words", annotations.marks, has_words)
    ids = {mark.mark_id for mark in marks}
    nodes = losses.sift(
        "nodes without a trigger", annotations.nodes, lambda it: it.trigger_id in ids
    )
    ids |= {node.node_id for node in nodes}
    links = losses.sift(
        "links to what is not there",
        annotations.links,
        lambda it: {it.source_id, it.target_id} <= ids,
    )
    nodes = tuple(drop_roles(node, ids, losses) for node in nodes)
    ids |= {link.link_id for link in links}
    return replace(
        annotations,
        marks=marks,
        nodes=nodes,
        links=links,
        attributes=keep_said(annotations.attributes, ids, losses),
        references=keep_said(annotations.references, ids, losses),
        notes=keep_said(annotations.notes, ids, losses),
    )


def keep_said(
    statements: Iterable[Statement], ids: set[str], losses: Losses
) -> tuple[Statement, ...]:
    """Return what is said of something that is there."""
    what = "attributes, references and notes of what is not there"
    return losses.sift(what, statements, lambda it: it.target_id in ids)


def has_words(mark: Mark) -> bool:
    """Return whether a mark covers any character."""
    return bool(mark.fragments)


def drop_roles(node: Node, ids: set[str], losses: Losses) -> Node:
    """Return a node without the roles whose filler is not there."""
    kept = tuple(role for role in node.roles if role.target_id in ids)
    for _ in range(len(node.roles) - len(kept)):
        losses.add("roles filled by what is not there", node.origin)
    return node._replace(roles=kept)


def join_fragments(annotations: Annotations, losses: Losses) -> Annotations:
    """Return the annotations with one fragment per mark: from its first to its last."""
    return replace(
        annotations,
        marks=tuple(
            join_mark(mark, annotations.text, losses) for mark in annotations.marks
        ),
    )


def join_mark(mark: Mark, text: str, losses: Losses) -> Mark:
    """Return a mark of one fragment."""
    if len(mark.fragments) <= 1:
        return mark
    losses.add(FRAGMENTS, mark.origin)
    whole = Fragment(mark.fragments[0].char_start, mark.fragments[-1].char_end)
    words = text[whole.char_start : whole.char_end]
    return mark._replace(fragments=(whole,), text=words)


def flatten_nodes(annotations: Annotations, losses: Losses) -> Annotations:
    """Return the annotations with marks and links in the place of nodes and roles.

    The first node of a trigger becomes the trigger mark, with the label of the node;
    each other one becomes a mark of its own on the same words. What points at a node
    points at its mark then. The annotations are whole (`keep_whole`).
    """
    stand_ins = find_stand_ins(annotations)
    losses.add_all(NODES, annotations.nodes)
    links = [*annotations.links, *iter_role_links(annotations)]
    return replace(
        annotations,
        marks=tuple(iter_flat_marks(annotations, losses)),
        nodes=(),
        links=tuple(
            link._replace(
                source_id=stand_ins.get(link.source_id, link.source_id),
                target_id=stand_ins.get(link.target_id, link.target_id),
            )
            for link in links
        ),
        attributes=retarget(annotations.attributes, stand_ins),
        references=retarget(annotations.references, stand_ins),
        notes=retarget(annotations.notes, stand_ins),
    )


def retarget(
    statements: Iterable[Statement], stand_ins: Mapping[str, str]
) -> tuple[Statement, ...]:
    """Return what is said of nodes as said of their marks."""
    return tuple(
        it._replace(target_id=stand_ins.get(it.target_id, it.target_id))
        for it in statements
    )


def find_stand_ins(annotations: Annotations) -> dict[str, str]:
    """Return the id of the mark that each node becomes, by the id of the node."""
    taken: set[str] = set()
    stand_ins = {}
    for node in annotations.nodes:
        is_first = node.trigger_id not in taken
        stand_ins[node.node_id] = node.trigger_id if is_first else node.node_id
        taken.add(node.trigger_id)
    return stand_ins


def iter_flat_marks(annotations: Annotations, losses: Losses) -> Iterator[Mark]:
    """Yield the marks, and after a trigger the marks of its other nodes."""
    nodes: dict[str, list[Node]] = {}
    for node in annotations.nodes:
        nodes.setdefault(node.trigger_id, []).append(node)
    for mark in annotations.marks:
        if mark.mark_id not in nodes:
            yield mark
            continue
        first, *others = nodes[mark.mark_id]
        if first.label != mark.label:
            losses.add("labels of triggers, which are now those of nodes", mark.origin)
        yield mark._replace(label=first.label)
        for node in others:
            yield mark._replace(
                mark_id=node.node_id, label=node.label, origin=node.origin
            )


def iter_role_links(annotations: Annotations) -> Iterator[Link]:
    """Yield a link for each role, from the node to what fills it; it has no id yet."""
    for node in annotations.nodes:
        for role in node.roles:
            yield Link(
                link_id="",
                label=role.name,
                source_id=node.node_id,
                target_id=role.target_id,
                origin=node.origin,
            )
