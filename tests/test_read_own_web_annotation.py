"""Web Annotations of our own export: terms without a shape, and what is dangling."""

from __future__ import annotations

import json
from typing import Any

import pytest

from claimpack.annotations import AnnotationFile, Fragment, Reading
from claimpack.readers.web_annotation import read_web_annotation

TEXT = "Eva Lind said 400 died."
Json = dict[str, Any]


def select(start: int, end: int) -> Json:
    """A target in the text."""
    selector = {"type": "TextPositionSelector", "start": start, "end": end}
    words = {"type": "TextQuoteSelector", "exact": TEXT[start:end] or "x"}
    return {"source": "dam.txt", "selector": [selector, words]}


def annotate(name: str, kind: Any, target: Any, *tags: str, **terms: Any) -> Json:  # noqa: ANN401  # JSON
    """An annotation of our own export."""
    body = [{"value": it, "purpose": "tagging"} for it in tags]
    own = {f"claimpack:{key}": it for key, it in {"kind": kind, **terms}.items()}
    return {"id": name, "type": "Annotation", "body": body, "target": target, **own}


def make_items() -> dict[str, Json]:
    """An annotation of each kind."""
    comment = {"value": "sure?", "purpose": "commenting"}
    end = {"source": "#T1", "purpose": "linking"}
    role = {"claimpack:name": "Source", "claimpack:filler": {"id": "#T1"}}
    note = annotate("#%231", "note", "#A1", "Doubt")
    link = annotate("#R1", "link", "#E1", "Near", ends=["From", "To"])
    note["body"].append(comment)
    link["body"].append(end)
    return {
        "T1": annotate("#T1", "mark", [select(0, 8)], "Person"),
        "T2": annotate("#T2", "mark", [select(14, 17), select(18, 22)], "Claim"),
        "E1": annotate("#E1", "node", "#T2", "Claim", roles=[role]),
        "A1": annotate("#A1", "attribute", "#E1", "Kind", "Event"),
        "N1": annotate("#N1", "reference", "#T1", register="E", key="eva", text="Eva"),
        "#1": note,
        "R1": link,
    }


def read(items: dict[str, Json]) -> Reading:
    """The reading of a page that Kim made."""
    page = {"creator": {"name": "Kim"}, "items": list(items.values())}
    file = AnnotationFile(
        path="dam.jsonld",
        content=json.dumps(page).encode(),
        find_beside={"dam.txt": TEXT.encode()}.get,
    )
    (reading,) = read_web_annotation(file)
    return reading


def list_ids(reading: Reading) -> list[str]:
    """The ids of all that was read."""
    it = reading.annotations
    return [
        *(mark.mark_id for mark in it.marks),
        *(node.node_id for node in it.nodes),
        *(attribute.attribute_id for attribute in it.attributes),
        *(reference.reference_id for reference in it.references),
        *(note.note_id for note in it.notes),
        *(link.link_id for link in it.links),
    ]


def test_each_kind_is_read_under_its_own_id() -> None:
    reading = read(make_items())

    assert reading.findings == ()
    assert list_ids(reading) == list(make_items())
    assert reading.annotations.ids == make_items().keys()
    assert reading.annotations.marks[1].fragments == (
        Fragment(14, 17),
        Fragment(18, 22),
    )
    assert reading.annotations.marks[1].text == "400 died"
    assert (reading.annotator, reading.is_proved) == ("Kim", True)


def test_what_is_about_others_may_stand_before_them() -> None:
    items = make_items()

    reading = read({name: items[name] for name in reversed(items)})

    assert reading.findings == ()
    assert sorted(list_ids(reading)) == sorted(items)


ABOUT = {"E1": {"A1", "#1", "R1"}, "A1": {"#1"}}
"""What is about an annotation."""
SHAPES: dict[str, tuple[str, str, Json]] = {
    "kind that is none": ("N1", "claimpack:kind", {"claimpack:kind": "odd"}),
    "kind that is a list": ("N1", "claimpack:kind", {"claimpack:kind": ["note"]}),
    "node without roles": ("E1", "claimpack:roles", {"claimpack:roles": None}),
    "role that is a word": ("E1", "a role", {"claimpack:roles": ["Source"]}),
    "role without a filler": ("E1", "a role", {"claimpack:roles": [{}]}),
    "node without a tag": ("E1", "the body of the node", {"body": []}),
    "attribute without a tag": ("A1", "the body of the attribute", {"body": []}),
    "reference without a key": ("N1", "claimpack:key", {"claimpack:key": 4}),
    "note without a comment": (
        "#1",
        "the body of the note",
        {"body": [{"value": "Doubt", "purpose": "tagging"}]},
    ),
    "link with one end": ("R1", "claimpack:ends", {"claimpack:ends": ["From"]}),
    "link that leads nowhere": (
        "R1",
        "the body of the link",
        {"body": [{"value": "Near", "purpose": "tagging"}]},
    ),
    "attribute of two": ("A1", "the attribute", {"target": ["#E1", "#T1"]}),
    "reference without an id": ("N1", "the reference", {"id": None}),
}


@pytest.mark.parametrize(("name", "what", "change"), SHAPES.values(), ids=SHAPES)
def test_a_term_without_its_shape_is_told(name: str, what: str, change: Json) -> None:
    items = make_items()
    items[name] |= change

    reading = read({key: items[key] for key in items if key not in ABOUT.get(name, ())})

    (finding,) = reading.findings
    assert finding.code == "json-shape"
    assert finding.message.startswith(f"{what} is ")
    assert name not in list_ids(reading)
    assert reading.refused_count == 1


ENDS: dict[str, Json] = {
    "target": {"target": "#T9"},
    "target that is a text": {"target": "dam.txt"},
    "filler": {
        "claimpack:roles": [{"claimpack:name": "A", "claimpack:filler": {"id": "#T9"}}]
    },
    "itself": {"target": "#E1"},
}


@pytest.mark.parametrize("change", ENDS.values(), ids=ENDS)
def test_what_leads_nowhere_is_told(change: Json) -> None:
    items = make_items()
    items["E1"] |= change

    reading = read({key: items[key] for key in ("T1", "T2", "E1")})

    assert [it.code for it in reading.findings] == ["dangling-id"]
    assert (list_ids(reading), reading.refused_count) == (["T1", "T2"], 1)


def test_a_mark_of_which_a_fragment_is_refused_is_refused_once() -> None:
    items = make_items()
    items["T2"]["target"] = [select(14, 17), select(90, 94), select(95, 99)]

    reading = read({key: items[key] for key in ("T1", "T2")})

    assert list_ids(reading) == ["T1"]
    assert {it.code for it in reading.findings} == {"span-beyond-text"}
    assert reading.refused_count == 1
