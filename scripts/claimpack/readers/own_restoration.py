"""Annotations in the layers that claimpack writes for UIMA, as they were before.

The readers know nothing of these layers (`own_layers`): they give spans whose ids,
labels and targets are attributes, and here these become what they stand for. What
people have added since has no id, and gets one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, count, pairwise

from claimpack.annotations import (
    LINK_ENDS,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reference,
    Role,
)
from claimpack.readers.own_layers import FLAG, LINK, NOTE, REFERENCE, SPAN, TERMS

FRAGMENTS_PATTERN = re.compile("[0-9]{1,9}-[0-9]{1,9}(?:;[0-9]{1,9}-[0-9]{1,9})+")

Values = Mapping[str, str]


def restore(shown: Annotations) -> Annotations:
    """Return annotations with all that stands in our layers as what it stands for."""
    if all(mark.label != SPAN for mark in shown.marks):
        return shown
    return Restoration(shown).build()


class Restoration:
    """Turns what stands in our layers into marks, nodes, references, notes and links.

    A reader calls a span T3, and E3 if it may have roles; `names` has what both were
    called before.
    """

    def __init__(self, shown: Annotations) -> None:
        """Look at what the features say, and name everything."""
        self.shown = shown
        self.values = gather_values(shown)
        self.nodes = {node.trigger_id: node for node in shown.nodes}
        self.triggers = set(self.iter_trigger_ids())
        self.names = name_all([*self.iter_wanted()])

    def describe(self, mark: Mark) -> Values:
        """Return the features of a mark of ours, which a reader may say of its node."""
        if mark.label not in TERMS:
            return {}
        node = self.values.get(name_node(mark))
        return node or self.values.get(mark.mark_id, {})

    def iter_trigger_ids(self) -> Iterator[str]:
        """Yield what those spans were called that are marks."""
        for mark in self.shown.marks:
            values = self.describe(mark)
            if mark.label == SPAN and "id" in values and "trigger" not in values:
                yield values["id"]

    def find_trigger(self, mark: Mark) -> str | None:
        """Return what triggers a span that is only a node; None where it is a mark."""
        values = self.describe(mark) if mark.label == SPAN else {}
        trigger = values.get("trigger") if "node" in values else None
        return trigger if trigger in self.triggers else None

    def has_node(self, mark: Mark) -> bool:
        """Return whether a mark has a node: spans do by its id or its roles.

        A node of which features are said, but which is not there, was refused.
        """
        node = self.nodes.get(mark.mark_id)
        if mark.label != SPAN or (node is None and name_node(mark) in self.values):
            return node is not None
        return "node" in self.describe(mark) or bool(node and node.roles)

    def iter_wanted(self) -> Iterator[tuple[str, str]]:
        """Yield what everything is called, and was called before; empty: not known.

        Marks come first: nodes know their triggers by these names.
        """
        spans_first = sorted(self.shown.marks, key=lambda it: it.label != SPAN)
        for mark in spans_first:
            if self.find_trigger(mark) is None:
                yield mark.mark_id, self.describe(mark).get("id", "")
        for mark in spans_first:
            if self.has_node(mark):
                yield name_node(mark), self.describe(mark).get("node", "")
        for link in self.shown.links:
            values = self.values.get(link.link_id, {}) if link.label == LINK else {}
            yield link.link_id, values.get("id", "")
        for attribute in self.shown.attributes:
            yield attribute.attribute_id, ""

    def refer(self, shown_id: str) -> str:
        """Return the name of what a reader calls by an id: the node, or its mark."""
        tried = f"E{shown_id[1:]}", f"T{shown_id[1:]}"
        if shown_id not in tried:
            tried = shown_id, shown_id
        return next((self.names[it] for it in tried if it in self.names), shown_id)

    def build(self) -> Annotations:
        """Return the annotations.

        References and notes stay marks where what they are said of is not there, or
        where something refers to them.
        """
        nodes = tuple(self.iter_nodes())
        links = tuple(map(self.restore_link, self.shown.links))
        marks = [it for it in self.shown.marks if self.find_trigger(it) is None]
        said = self.list_said(marks, {it.node_id for it in nodes})
        left = {it.mark_id for it in said}
        return replace(
            self.shown,
            marks=tuple(
                self.restore_mark(it) for it in marks if it.mark_id not in left
            ),
            nodes=nodes,
            links=links,
            attributes=tuple(self.iter_attributes(left)),
            references=tuple(
                self.restore_reference(it) for it in said if it.label == REFERENCE
            ),
            notes=tuple(self.restore_note(it) for it in said if it.label == NOTE),
            ids=frozenset({*map(self.refer, self.shown.ids), *self.names.values()}),
        )

    def list_said(self, marks: Iterable[Mark], node_ids: set[str]) -> list[Mark]:
        """Return the spans that are references and notes."""
        statements = {REFERENCE, NOTE}
        known = {self.names[it.mark_id] for it in marks if it.label not in statements}
        known |= node_ids | {self.names[it.link_id] for it in self.shown.links}
        ends = {it.source_id for it in self.shown.links}
        ends |= {it.target_id for it in self.shown.links}
        ends |= {it.target_id for node in self.shown.nodes for it in node.roles}
        return [
            it
            for it in marks
            if it.label in statements
            and self.describe(it).get("target") in known
            and it.mark_id not in self.nodes
            and it.mark_id not in ends
        ]

    def restore_mark(self, mark: Mark) -> Mark:
        """Return a mark by its name, with the label and the fragments that it had."""
        values = self.describe(mark) if mark.label == SPAN else {}
        fragments = find_fragments(mark, values.get("fragments", ""))
        words = (self.shown.text[slice(*it)] for it in fragments)
        return mark._replace(
            mark_id=self.names[mark.mark_id],
            label=self.find_label(mark),
            fragments=fragments,
            text=" ".join(words),
        )

    def find_label(self, mark: Mark) -> str:
        """Return the label of a mark; what is no span of ours keeps the one it has."""
        values = self.describe(mark) if mark.label == SPAN else {}
        return values.get("label", mark.label)

    def iter_nodes(self) -> Iterator[Node]:
        """Yield the nodes, with the names of their triggers and of what fills them."""
        for mark in self.shown.marks:
            if not self.has_node(mark):
                continue
            node = self.nodes.get(mark.mark_id)
            trigger_id = self.find_trigger(mark)
            yield Node(
                node_id=self.names[name_node(mark)],
                label=self.find_label(mark),
                trigger_id=trigger_id or self.names[mark.mark_id],
                roles=tuple(
                    Role(role.name, self.refer(role.target_id))
                    for role in (node.roles if node else ())
                ),
                origin=mark.origin,
            )

    def restore_link(self, link: Link) -> Link:
        """Return a link by its name, with the label and the ends that it had."""
        values = self.values.get(link.link_id, {}) if link.label == LINK else {}
        first, second = LINK_ENDS
        return link._replace(
            link_id=self.names[link.link_id],
            label=values.get("label", link.label),
            source_id=self.refer(link.source_id),
            target_id=self.refer(link.target_id),
            names=(
                values.get("source_name", first),
                values.get("target_name", second),
            ),
        )

    def iter_attributes(self, left: set[str]) -> Iterator[Attribute]:
        """Yield the attributes that are no terms of ours, and are not of `left`."""
        spans = [mark for mark in self.shown.marks if mark.label == SPAN]
        ids = (it for mark in spans for it in (mark.mark_id, name_node(mark)))
        terms = dict.fromkeys(ids, TERMS[SPAN])
        links = (link.link_id for link in self.shown.links if link.label == LINK)
        terms |= dict.fromkeys(links, TERMS[LINK])
        for it in self.shown.attributes:
            own = terms.get(it.target_id, ())
            if it.target_id in left or it.label in own:
                continue
            value = None if own and it.value == FLAG else it.value
            yield it._replace(
                attribute_id=self.names[it.attribute_id],
                target_id=self.refer(it.target_id),
                value=value,
            )

    def restore_reference(self, mark: Mark) -> Reference:
        """Return the reference that a span on the words of its target stands for."""
        values = self.describe(mark)
        return Reference(
            reference_id=self.names[mark.mark_id],
            target_id=values["target"],
            register=values.get("register", ""),
            key=values.get("key", ""),
            text=values.get("text", ""),
            origin=mark.origin,
        )

    def restore_note(self, mark: Mark) -> Note:
        """Return the note that a span on the words of its target stands for."""
        values = self.describe(mark)
        return Note(
            note_id=self.names[mark.mark_id],
            label=values.get("label", ""),
            target_id=values["target"],
            text=values.get("text", ""),
            origin=mark.origin,
        )


def find_fragments(mark: Mark, words: str) -> tuple[Fragment, ...]:
    """Return the fragments of a mark, which it has only if they still fill it."""
    (whole,) = mark.fragments
    start, end = whole
    if not FRAGMENTS_PATTERN.fullmatch(words):
        return mark.fragments
    places = [int(number) for number in re.findall("[0-9]+", words)]
    is_in_order = all(before <= after for before, after in pairwise(places))
    if not is_in_order or (places[0], places[-1]) != (0, end - start):
        return mark.fragments
    pairs = zip(places[::2], places[1::2], strict=True)
    return tuple(Fragment(start + first, start + last) for first, last in pairs)


def gather_values(annotations: Annotations) -> dict[str, dict[str, str]]:
    """Return the values of all that has some, by its id and their labels."""
    values: dict[str, dict[str, str]] = defaultdict(dict)
    for it in annotations.attributes:
        values[it.target_id].setdefault(it.label, it.value or "")
    return dict(values)


def name_node(mark: Mark) -> str:
    """Return what a reader calls the node of a mark."""
    return f"E{mark.mark_id[1:]}"


def name_all(wanted: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a name of its own for each id: the one it had, or else one like the id.

    >>> name_all([("T1", ""), ("T2", "T1"), ("T3", "T1")])
    {'T2': 'T1', 'T1': 'T1.2', 'T3': 'T3'}
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for shown_id, name in wanted:
        if name and name not in taken:
            names[shown_id] = name
            taken.add(name)
    for shown_id, _ in wanted:
        if shown_id not in names:
            tried = chain([shown_id], (f"{shown_id}.{n}" for n in count(2)))
            names[shown_id] = next(it for it in tried if it not in taken)
            taken.add(names[shown_id])
    return names
