"""Annotations of all kinds for tests of exporters, and what they are compared by."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from hypothesis import strategies as st

from articles import make_article
from claimpack.annotations import (
    LINK_ENDS,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Origin,
    Reference,
    Role,
)
from claimpack.exporters.losses import Losses
from claimpack.exporters.targets import EXPORTERS
from claimpack.exporters.texts import AnnotatedText
from claimpack.readers.brat import read_brat

SEED = Path(__file__).parent.parent / "seeds" / "000_8b7fbf13361c99b6.ann"
NOWHERE = Origin(path="", line=1, excerpt="")
HOSTILE = 'ab "“\t\r\n\x00\x85\u2028🕯'
"""Characters that some reader or writer takes for something else."""


def read(ann: bytes, text: str) -> Annotations:
    """Annotations of an .ann file in which nothing is wrong."""
    reading = read_brat(ann, text, "a.ann")
    assert reading.findings == ()
    return reading.annotations


def read_seed() -> Annotations:
    """Annotations of the article of this package."""
    text = SEED.with_suffix(".txt").read_bytes().decode()
    return read(SEED.read_bytes(), text)


def make_text(annotations: Annotations, annotator: str = "") -> AnnotatedText:
    """The article `dam` with these annotations."""
    return AnnotatedText(
        document_id="dam",
        annotations=annotations,
        article=make_article(annotations.text),
        annotator=annotator,
    )


def export(
    target: str, *texts: AnnotatedText
) -> tuple[dict[str, bytes], dict[str, int]]:
    """The files of an export, and how often it lost what."""
    losses = Losses()
    files = EXPORTERS[target](texts, losses)
    return files, {it.what: it.count for it in losses.found.values()}


def forget_places(annotations: Annotations) -> Annotations:
    """The annotations without the lines that they stood on."""
    return replace(
        annotations,
        path="",
        marks=tuple(it._replace(origin=NOWHERE) for it in annotations.marks),
        nodes=tuple(it._replace(origin=NOWHERE) for it in annotations.nodes),
        attributes=tuple(it._replace(origin=NOWHERE) for it in annotations.attributes),
        references=tuple(it._replace(origin=NOWHERE) for it in annotations.references),
        notes=tuple(it._replace(origin=NOWHERE) for it in annotations.notes),
        links=tuple(it._replace(origin=NOWHERE) for it in annotations.links),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the words of annotations are made of."""

    text: st.SearchStrategy[str]
    label: st.SearchStrategy[str]
    role: st.SearchStrategy[str]
    value: st.SearchStrategy[str | None]
    line: st.SearchStrategy[str]
    id_form: st.SearchStrategy[str]
    """`{kind}` and `{number}` stand for what every id has."""
    ends: st.SearchStrategy[tuple[str, str]]


ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.text(
    HOSTILE + ":;12", max_size=5
)
WORD = st.from_regex(r"[a-zA-ZÄ🕯_-]{1,5}", fullmatch=True)
WILD = Wording(
    text=st.text(HOSTILE, max_size=30),
    label=ANY,
    role=ANY,
    value=st.none() | ANY,
    line=ANY,
    id_form=st.sampled_from(["{kind}{number}", "{kind}.{number}", "#/ {number}"]),
    ends=st.tuples(ANY, ANY) | st.just(LINK_ENDS),
)
"""Whatever another format may have."""
TIDY = Wording(
    text=st.text(HOSTILE.replace("\n", ""), max_size=30),
    label=WORD,
    role=WORD,
    value=st.none() | st.lists(WORD, min_size=1, max_size=3).map(" ".join),
    line=st.text('ab\t\x85\u2028"🕯 ', max_size=6),
    id_form=st.just("{kind}{number}"),
    ends=st.just(LINK_ENDS) | st.just(("Anaphora", "Antecedent")),
)
"""What brat has."""


@st.composite
def make_annotations(draw: st.DrawFn, wording: Wording) -> Annotations:
    """Annotations of each kind, whose ids are their own and whose targets are there."""
    text = draw(wording.text)
    numbers = iter(range(1, 100))

    def name(kind: str) -> str:
        return draw(wording.id_form).format(kind=kind, number=next(numbers))

    def some(limit: int) -> range:
        return range(draw(st.integers(0, limit)))

    marks = [draw_mark(draw, wording, name("T"), text) for _ in some(3) if text]
    ids = [mark.mark_id for mark in marks]
    nodes = [draw_node(draw, wording, name("E"), tuple(ids)) for _ in some(3) if marks]
    ids += [node.node_id for node in nodes]
    links = [
        Link(
            name("R"),
            draw(wording.label),
            draw(st.sampled_from(ids)),
            draw(st.sampled_from(ids)),
            NOWHERE,
            draw(wording.ends),
        )
        for _ in some(2)
        if ids
    ]
    ids += [link.link_id for link in links]
    attributes = {
        (target := draw(st.sampled_from(ids)), label := draw(wording.label)): Attribute(
            name("A"), label, target, draw(wording.value), NOWHERE
        )
        for _ in some(2)
        if ids
    }
    references = [
        Reference(
            name("N"),
            draw(st.sampled_from(ids)),
            draw(wording.label),
            draw(wording.label),
            draw(wording.line),
            NOWHERE,
        )
        for _ in some(2)
        if ids
    ]
    notes = [
        Note(
            name("#"),
            draw(wording.label),
            draw(st.sampled_from(ids)),
            draw(wording.line),
            NOWHERE,
        )
        for _ in some(2)
        if ids
    ]
    others = [
        *(it.attribute_id for it in attributes.values()),
        *(it.reference_id for it in references),
        *(it.note_id for it in notes),
    ]
    return Annotations(
        path="",
        text=text,
        marks=tuple(marks),
        nodes=tuple(nodes),
        links=tuple(links),
        attributes=tuple(attributes.values()),
        references=tuple(references),
        notes=tuple(notes),
        ids=frozenset([*ids, *others]),
    )


def draw_mark(draw: st.DrawFn, wording: Wording, mark_id: str, text: str) -> Mark:
    """A mark with one or two fragments in the text."""
    places = st.integers(0, len(text))
    cuts = sorted(draw(st.sets(places, min_size=2, max_size=4)))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    fragments = tuple(Fragment(start, end) for start, end in pairs)
    words = " ".join(text[start:end] for start, end in fragments)
    return Mark(mark_id, draw(wording.label), fragments, words, NOWHERE)


def draw_node(
    draw: st.DrawFn, wording: Wording, node_id: str, mark_ids: tuple[str, ...]
) -> Node:
    """A node with up to three roles, which some marks or the node itself fill."""
    fillers = st.sampled_from([*mark_ids, node_id])
    roles = draw(st.lists(st.builds(Role, wording.role, fillers), max_size=3))
    trigger = draw(st.sampled_from(mark_ids))
    return Node(node_id, draw(wording.label), trigger, tuple(roles), NOWHERE)
