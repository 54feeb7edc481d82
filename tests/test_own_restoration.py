"""What comes back from our layers after people have changed it in INCEpTION."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import (
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
from claimpack.readers.own_layers import TERMS
from claimpack.readers.own_restoration import restore
from exported import NOWHERE
from inception_files import put_in_order

TEXT = "Anna said so."
PLACES = {"Anna": (0, 4), "said": (5, 9), "so": (10, 12)}


def make_mark(mark_id: str, label: str, word: str) -> Mark:
    """A mark on a word of the text."""
    return Mark(mark_id, label, (Fragment(*PLACES[word]),), word, NOWHERE)


def show(*items: Mark | Node | Link, **said: dict[str, str]) -> Annotations:
    """Annotations as a reader shows them, with what features of each by its id say."""
    pairs = [(it, name, value) for it in said for name, value in said[it].items()]
    return Annotations(
        path="",
        text=TEXT,
        marks=tuple(it for it in items if isinstance(it, Mark)),
        nodes=tuple(it for it in items if isinstance(it, Node)),
        links=tuple(it for it in items if isinstance(it, Link)),
        attributes=tuple(
            Attribute(f"A{n}", name, target, value, NOWHERE)
            for n, (target, name, value) in enumerate(pairs)
        ),
        ids=frozenset(it[0] for it in items),
    )


def list_attributes(annotations: Annotations) -> list[tuple[str, str, str | None]]:
    """Target, label and value of all attributes."""
    return [(it.target_id, it.label, it.value) for it in annotations.attributes]


def test_annotations_of_others_are_left_as_they_are() -> None:
    shown = show(make_mark("T3", "Span", "Anna"), T3={"id": "T1", "label": "Person"})

    assert restore(shown) is shown


def test_a_new_span_gets_an_id_that_nothing_has() -> None:
    shown = show(
        make_mark("T1", "ClaimpackSpan", "said"),
        make_mark("T2", "ClaimpackSpan", "Anna"),
        make_mark("T3", "ClaimpackSpan", "so"),
        T1={"label": "Cue"},
        T2={"id": "T1", "label": "Source"},
    )

    restored = restore(shown)

    assert put_in_order(restored).marks == (
        make_mark("T1", "Source", "Anna"),
        make_mark("T1.2", "Cue", "said"),
        make_mark("T3", "ClaimpackSpan", "so"),
    )
    assert restored.ids >= {"T1", "T1.2", "T3"}
    assert restored.attributes == ()


def test_a_copied_span_does_not_have_the_id_of_the_first() -> None:
    shown = show(
        make_mark("T8", "ClaimpackSpan", "Anna"),
        make_mark("T9", "ClaimpackSpan", "so"),
        T8={"id": "T1", "label": "Source"},
        T9={"id": "T1", "label": "Source"},
    )

    marks = restore(shown).marks

    assert [mark.mark_id for mark in marks] == ["T1", "T9"]


def test_a_span_that_was_given_roles_is_a_node() -> None:
    role = Role("By", "E6")
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        Node("E5", "ClaimpackSpan", "T5", (role,), NOWHERE),
        make_mark("T6", "ClaimpackSpan", "Anna"),
        Node("E6", "ClaimpackSpan", "T6", (), NOWHERE),
        E5={"id": "T1", "label": "Said", "Sure": "true"},
        E6={"id": "T2", "label": "Source"},
    )

    restored = restore(shown)

    role = Role("By", "T2")
    assert restored.nodes == (Node("E5", "Said", "T1", (role,), NOWHERE),)
    assert list_attributes(restored) == [("E5", "Sure", None)]


def test_a_node_that_a_reader_refused_does_not_come_back() -> None:
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        E5={"id": "T1", "label": "Said", "node": "E1"},
    )

    restored = restore(shown)

    assert restored.marks == (make_mark("T1", "Said", "said"),)
    assert restored.nodes == ()


def test_a_node_whose_mark_was_deleted_is_a_mark_of_its_own() -> None:
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        T5={"label": "Said", "node": "E1", "trigger": "T7"},
    )

    restored = restore(shown)

    assert restored.marks == (make_mark("T5", "Said", "said"),)
    assert restored.nodes == (Node("E1", "Said", "T5", (), NOWHERE),)


def test_a_reference_to_what_was_deleted_is_shown_as_it_is() -> None:
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        make_mark("T6", "ClaimpackReference", "Anna"),
        make_mark("T7", "ClaimpackNote", "Anna"),
        T5={"id": "T1", "label": "Said"},
        T6={"id": "N1", "target": "T2", "register": "Entity", "key": "anna"},
        T7={"label": "Doubt", "text": "who?"},
    )

    restored = restore(shown)

    assert (restored.references, restored.notes) == ((), ())
    assert restored.marks[1:] == (
        make_mark("N1", "ClaimpackReference", "Anna"),
        make_mark("T7", "ClaimpackNote", "Anna"),
    )
    assert list_attributes(restored)[:2] == [("N1", "id", "N1"), ("N1", "target", "T2")]


def test_what_is_said_of_a_span_leaves_its_own_attributes() -> None:
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        make_mark("T6", "ClaimpackNote", "said"),
        make_mark("T7", "ClaimpackReference", "said"),
        T5={"id": "T1", "label": "Said", "target": "T1"},
        T6={"id": "#1", "label": "Doubt", "target": "T1", "text": "who?"},
        T7={"id": "N1", "target": "T1", "register": "Event", "key": "ev"},
    )

    restored = restore(shown)

    assert restored.marks == (make_mark("T1", "Said", "said"),)
    assert restored.notes == (Note("#1", "Doubt", "T1", "who?", NOWHERE),)
    assert restored.references == (Reference("N1", "T1", "Event", "ev", "", NOWHERE),)
    assert list_attributes(restored) == [("T1", "target", "T1")]


WORDS = st.sampled_from(["T1", "T2", "E1", "R1", "x", "true", "0-1;2-4"])
FEATURES = st.dictionaries(st.sampled_from(sorted({*chain(*TERMS.values())})), WORDS)
LABELS = st.sampled_from([*TERMS, "Frame"])


@given(
    st.lists(st.tuples(LABELS, st.booleans(), FEATURES, st.integers(1, 4)), max_size=4)
)
def test_whatever_the_features_say_ids_are_own_and_ends_are_there(
    drawn: list[tuple[str, bool, dict[str, str], int]],
) -> None:
    items: list[Mark | Node | Link] = [make_mark("T9", "ClaimpackSpan", "said")]
    said: dict[str, dict[str, str]] = {}
    for n, (label, has_node, features, _) in enumerate(drawn, 1):
        items.append(make_mark(f"T{n}", label, "Anna"))
        if has_node:
            items.append(Node(f"E{n}", label, f"T{n}", (Role("r", "T9"),), NOWHERE))
        said[f"{'E' if has_node else 'T'}{n}"] = features
    for n, (label, _, features, end) in enumerate(drawn, 1):
        target = f"T{min(end, len(drawn))}"
        items.append(Link(f"R{n}", label, "T9", target, NOWHERE))
        said[f"R{n}"] = features

    restored = restore(show(*items, **said))

    marks = [it.mark_id for it in restored.marks]
    nodes = [it.node_id for it in restored.nodes]
    links = [it.link_id for it in restored.links]
    others = [it.reference_id for it in restored.references]
    others += [it.note_id for it in restored.notes]
    others += [it.attribute_id for it in restored.attributes]
    ids = [*marks, *nodes, *links, *others]
    assert len(ids) == len(set(ids))
    assert {it.trigger_id for it in restored.nodes} <= set(marks)
    assert {it.target_id for it in restored.references} <= {*marks, *nodes, *links}
    ends = {it.target_id for it in restored.links}
    assert ends | {it.source_id for it in restored.links} <= {*marks, *nodes}
    assert len(links) == len(drawn)


@pytest.mark.parametrize(
    ("words", "fragments"),
    [
        ("0-1;3-4", (Fragment(0, 1), Fragment(3, 4))),
        ("0-2;2-4", (Fragment(0, 2), Fragment(2, 4))),
        ("0-1;2-3", (Fragment(0, 4),)),
        ("1-2;3-4", (Fragment(0, 4),)),
        ("0-3;2-4", (Fragment(0, 4),)),
        ("0-4", (Fragment(0, 4),)),
        ("0-1;3-4;", (Fragment(0, 4),)),
        ("all", (Fragment(0, 4),)),
    ],
)
def test_fragments_are_those_that_fill_the_span(
    words: str, fragments: tuple[Fragment, ...]
) -> None:
    mark = make_mark("T5", "ClaimpackSpan", "Anna")
    shown = show(mark, T5={"id": "T1", "label": "Person", "fragments": words})

    (restored,) = restore(shown).marks

    assert restored.fragments == fragments
    assert restored.text == " ".join(TEXT[slice(*it)] for it in fragments)


def test_other_layers_beside_ours_keep_their_ids_labels_and_values() -> None:
    shown = show(
        make_mark("T5", "ClaimpackSpan", "said"),
        make_mark("T6", "Frame", "so"),
        Node("E6", "Frame", "T6", (Role("of", "T5"),), NOWHERE),
        Link("R7", "Near", "E6", "T5", NOWHERE),
        T5={"id": "T1", "label": "Said"},
        E6={"label": "true"},
    )

    restored = restore(shown)

    assert restored.marks[1:] == (make_mark("T6", "Frame", "so"),)
    assert restored.nodes == (Node("E6", "Frame", "T6", (Role("of", "T1"),), NOWHERE),)
    assert restored.links == (Link("R7", "Near", "E6", "T1", NOWHERE),)
    assert list_attributes(restored) == [("E6", "label", "true")]
