"""Annotations as those of the four layers that INCEpTION is given.

`readers.own_layers` says what the layers and their features are called, and
`readers.own_restoration` makes annotations of them again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from keyword import kwlist
from typing import NamedTuple

from claimpack.annotations import (
    LINK_ENDS,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Origin,
    Role,
)
from claimpack.exporters.losses import IDS, Losses
from claimpack.exporters.narrowing import keep_whole
from claimpack.readers.own_layers import (
    FLAG,
    LINK,
    NOTE,
    REFERENCE,
    ROLES,
    SPAN,
    TERMS,
)

FEATURES = (
    "names of attributes that are no names of features, which are now spelt with _"
)
CONFLICTS = "attributes of what has one of that name already"
FLAGS = f"attributes with the value {FLAG}, which are read as flags"
CROWDED = "attributes with rare names, of more than a layer may have"
UNNAMED = f"roles without a name, which are now called {ROLES}"

NAME_PATTERN = re.compile("[A-Za-z][A-Za-z0-9_]*")
"""Names of features: those of UIMA in ASCII, as INCEpTION has them."""
RESERVED = frozenset(
    {
        *("sofa", "begin", "end", "Governor", "Dependent", ROLES),
        *(*TERMS[SPAN], *TERMS[LINK]),
        *(*kwlist, "self", "type", "xmiID"),
    }
)
"""Names with another meaning: in UIMA, in our layers, or in dkpro-cassis."""
MOST_FEATURES = 100
"""Attributes by name that a text may have: UIMA is slow with types of many features."""

Features = dict[str, str]


class Filler(NamedTuple):
    """What fills a role of a span."""

    role: str
    span: int
    """Its place among the spans."""


class Span(NamedTuple):
    """A stretch of the text in one of the layers."""

    layer: str
    place: Fragment
    features: Features
    origin: Origin
    fillers: tuple[Filler, ...] = ()


class Relation(NamedTuple):
    """A link from one span to another, by their places among the spans."""

    features: Features
    source: int
    target: int
    origin: Origin


class Layered(NamedTuple):
    """What is annotated on one text."""

    text: str
    spans: list[Span]
    relations: list[Relation]

    def list_features(self, layer: str) -> list[str]:
        """Return the features of a layer: its terms, and attributes by the alphabet.

        Terms that are never said are left out; what everything says is always there.
        """
        items: Iterable[Span | Relation] = self.relations
        if layer != LINK:
            items = (span for span in self.spans if span.layer == layer)
        used = {name for item in items for name in item.features}
        terms = [name for name in TERMS[layer] if name in used]
        return [*terms, *sorted(used.difference(terms))]


class Draft(NamedTuple):
    """A span whose roles still have the ids of what fills them."""

    annotation_id: str
    """By which others refer to it."""
    span: Span
    roles: tuple[Role, ...]


def layer_annotations(annotations: Annotations, losses: Losses) -> Layered:
    """Return annotations as those of the layers; what is lost is counted."""
    whole = keep_whole(annotations, losses)
    features = name_features(whole.attributes, losses)
    drafts = list(iter_drafts(whole, features))
    numbers = {draft.annotation_id: i for i, draft in enumerate(drafts)}
    spans = [fill_roles(draft, numbers, losses) for draft in drafts]
    relations = [
        Relation(
            describe_link(link) | features.get(link.link_id, {}),
            numbers[link.source_id],
            numbers[link.target_id],
            link.origin,
        )
        for link in whole.links
    ]
    places = {name: spans[i].place for name, i in numbers.items()}
    places |= {link.link_id: places[link.source_id] for link in whole.links}
    return Layered(whole.text, [*spans, *iter_statements(whole, places)], relations)


def name_features(
    attributes: Iterable[Attribute], losses: Losses
) -> dict[str, Features]:
    """Return the attributes of everything that has some, by its id, as features."""
    attributes = list(attributes)
    losses.add_all(IDS, attributes)
    common = Counter(name_feature(it.label) for it in attributes)
    names = {name for name, _ in common.most_common(MOST_FEATURES)}
    features: dict[str, Features] = {}
    for it in attributes:
        name = name_feature(it.label)
        own = features.setdefault(it.target_id, {})
        if name not in names or name in own:
            losses.add(CONFLICTS if name in names else CROWDED, it.origin)
            continue
        if name != it.label:
            losses.add(FEATURES, it.origin)
        if it.value == FLAG:
            losses.add(FLAGS, it.origin)
        own[name] = FLAG if it.value is None else it.value
    return features


def name_feature(label: str) -> str:
    """Return the name of the feature that an attribute becomes.

    >>> name_feature("Certainty"), name_feature("2nd word"), name_feature("end")
    ('Certainty', 'x2nd_word', 'end_')
    """
    name = re.sub("[^A-Za-z0-9_]", "_", label)
    if not NAME_PATTERN.fullmatch(name):
        name = f"x{name}"
    return f"{name}_" if name in RESERVED else name


def iter_drafts(
    annotations: Annotations, features: Mapping[str, Features]
) -> Iterator[Draft]:
    """Yield a span for each mark, and for each node that its mark cannot stand for."""
    nodes: dict[str, list[Node]] = {}
    for node in annotations.nodes:
        nodes.setdefault(node.trigger_id, []).append(node)
    meant = find_meant(annotations)
    for mark in annotations.marks:
        others = nodes.get(mark.mark_id, [])
        own = describe_mark(mark)
        is_node = others and others[0].label == mark.label
        if is_node and mark.mark_id not in meant:
            node, *others = others
            own |= {"node": node.node_id} | features.get(node.node_id, {})
            yield draft_node(node, mark, own)
        else:
            own |= features.get(mark.mark_id, {})
            span = Span(SPAN, cover(mark), own, mark.origin)
            yield Draft(mark.mark_id, span, ())
        for node in others:
            own = {"label": node.label, "node": node.node_id, "trigger": mark.mark_id}
            own |= features.get(node.node_id, {})
            yield draft_node(node, mark, own)


def describe_mark(mark: Mark) -> Features:
    """Return the terms of a mark; its fragments count from where it begins."""
    features = {"label": mark.label, "id": mark.mark_id}
    if len(mark.fragments) > 1:
        begin = mark.fragments[0].char_start
        places = (f"{start - begin}-{end - begin}" for start, end in mark.fragments)
        features["fragments"] = ";".join(places)
    return features


def cover(mark: Mark) -> Fragment:
    """Return the stretch of the text from the begin of a mark to its end."""
    return Fragment(mark.fragments[0].char_start, mark.fragments[-1].char_end)


def find_meant(annotations: Annotations) -> set[str]:
    """Return the ids of all that something refers to."""
    meant = {it.target_id for it in annotations.attributes}
    meant |= {it.target_id for it in annotations.references}
    meant |= {it.target_id for it in annotations.notes}
    meant |= {role.target_id for node in annotations.nodes for role in node.roles}
    for link in annotations.links:
        meant |= {link.source_id, link.target_id}
    return meant


def draft_node(node: Node, mark: Mark, features: Features) -> Draft:
    """Return the span of a node, on the words of the mark that triggers it."""
    span = Span(SPAN, cover(mark), features, node.origin)
    return Draft(node.node_id, span, node.roles)


def fill_roles(draft: Draft, numbers: Mapping[str, int], losses: Losses) -> Span:
    """Return a span with its roles filled by spans."""
    for role in draft.roles:
        if not role.name:
            losses.add(UNNAMED, draft.span.origin)
    fillers = (Filler(it.name or ROLES, numbers[it.target_id]) for it in draft.roles)
    return draft.span._replace(fillers=tuple(fillers))


def describe_link(link: Link) -> Features:
    """Return the terms of a link."""
    features = {"label": link.label, "id": link.link_id}
    if link.names != LINK_ENDS:
        features |= zip(("source_name", "target_name"), link.names, strict=True)
    return features


def iter_statements(
    annotations: Annotations, places: Mapping[str, Fragment]
) -> Iterator[Span]:
    """Yield a span for each reference and note; those of a link are at its source."""
    for it in annotations.references:
        features = {
            "id": it.reference_id,
            "target": it.target_id,
            "register": it.register,
            "key": it.key,
            "text": it.text,
        }
        yield Span(REFERENCE, places[it.target_id], features, it.origin)
    for note in annotations.notes:
        features = {
            "label": note.label,
            "id": note.note_id,
            "target": note.target_id,
            "text": note.text,
        }
        yield Span(NOTE, places[note.target_id], features, note.origin)
