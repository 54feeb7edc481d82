"""Annotations as W3C Web Annotations: plain ones for marks, and nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping

from hypothesis import given

from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Reading,
    Reference,
    Role,
)
from claimpack.readers.web_annotation import read_web_annotation
from claimpack.strict_json import parse_json
from exported import (
    NOWHERE,
    WILD,
    export,
    forget_places,
    make_annotations,
    make_text,
    read_seed,
)

TEXT = "The 🕯 “dam\u2028\r\nburst”, Anna said.\n"
MARKS = (
    Mark("T1", "Claim", (Fragment(4, 5), Fragment(7, 10)), "🕯 dam", NOWHERE),
    Mark("T2", "Person", (Fragment(21, 25),), "Anna", NOWHERE),
)


def read_page(files: Mapping[str, bytes]) -> Reading:
    """What our reader makes of the article `dam`."""
    path = "dam.jsonld"
    file = AnnotationFile(path=path, content=files[path], find_beside=files.get)
    (reading,) = read_web_annotation(file)
    assert reading.name == "dam"
    return reading


def make_target(start: int, end: int, exact: str, prefix: str, suffix: str) -> object:
    """A fragment of the text in the form of the standard."""
    return {
        "type": "SpecificResource",
        "source": "dam.txt",
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": exact,
                "prefix": prefix,
                "suffix": suffix,
            },
        ],
    }


def make_tag(value: str, purpose: str = "tagging") -> object:
    """A body of words."""
    return {"type": "TextualBody", "purpose": purpose, "value": value}


def test_the_seed_comes_back_as_it_was() -> None:
    annotations = read_seed()

    files, lost = export("web-annotation", make_text(annotations))

    reading = read_page(files)
    assert (reading.findings, reading.is_proved) == ((), True)
    assert forget_places(reading.annotations) == forget_places(annotations)
    assert lost == {}


@given(make_annotations(WILD))
def test_whatever_annotations_say_comes_back(annotations: Annotations) -> None:
    files, lost = export("web-annotation", make_text(annotations))

    assert lost == {}
    if annotations.marks:
        reading = read_page(files)
        assert reading.findings == ()
        assert forget_places(reading.annotations) == annotations
    assert parse_json(files["dam.jsonld"], "dam.jsonld")["type"] == "AnnotationPage"


def test_a_mark_is_a_tag_on_each_of_its_fragments() -> None:
    annotations = Annotations(path="", text=TEXT, marks=MARKS[:1])

    files, _ = export("web-annotation", make_text(annotations, "kim"))

    rest = "\u2028\r\nburst”, Anna said.\n"
    assert files["dam.txt"] == TEXT.encode()
    assert json.loads(files["dam.jsonld"]) == {
        "@context": [
            "http://www.w3.org/ns/anno.jsonld",
            {
                "claimpack": "urn:claimpack:annotations:",
                "claimpack:roles": {"@container": "@list"},
                "claimpack:ends": {"@container": "@list"},
            },
        ],
        "id": "dam.jsonld",
        "type": "AnnotationPage",
        "creator": {"type": "Person", "name": "kim"},
        "items": [
            {
                "id": "#T1",
                "type": "Annotation",
                "motivation": "tagging",
                "body": [make_tag("Claim")],
                "target": [
                    make_target(4, 5, "🕯", "The ", f" “dam{rest}"),
                    make_target(7, 10, "dam", "The 🕯 “", rest),
                ],
                "claimpack:kind": "mark",
            }
        ],
    }


def test_what_is_not_on_the_text_is_on_another_annotation() -> None:
    annotations = Annotations(
        path="",
        text=TEXT,
        marks=MARKS,
        nodes=(Node("E1", "Claim", "T1", (Role("Source", "T2"),), NOWHERE),),
        attributes=(
            Attribute("A1", "Kind", "E1", "Event", NOWHERE),
            Attribute("A2", "Negated", "E1", None, NOWHERE),
        ),
        references=(Reference("N1", "T2", "Entity", "anna", "Anna", NOWHERE),),
        notes=(Note("#1", "Doubt", "E1", "really?", NOWHERE),),
        links=(Link("R1", "Near", "T1", "E1", NOWHERE, ("From", "To")),),
    )

    files, _ = export("web-annotation", make_text(annotations))

    assert json.loads(files["dam.jsonld"])["items"][2:] == [
        {
            "id": "#E1",
            "type": "Annotation",
            "motivation": "tagging",
            "body": [make_tag("Claim")],
            "target": "#T1",
            "claimpack:kind": "node",
            "claimpack:roles": [
                {"claimpack:name": "Source", "claimpack:filler": {"id": "#T2"}}
            ],
        },
        {
            "id": "#A1",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [make_tag("Kind"), make_tag("Event", "classifying")],
            "target": "#E1",
            "claimpack:kind": "attribute",
        },
        {
            "id": "#A2",
            "type": "Annotation",
            "motivation": "classifying",
            "body": [make_tag("Negated")],
            "target": "#E1",
            "claimpack:kind": "attribute",
        },
        {
            "id": "#N1",
            "type": "Annotation",
            "motivation": "identifying",
            "body": [make_tag("Entity:anna", "identifying")],
            "target": "#T2",
            "claimpack:kind": "reference",
            "claimpack:register": "Entity",
            "claimpack:key": "anna",
            "claimpack:text": "Anna",
        },
        {
            "id": "#%231",
            "type": "Annotation",
            "motivation": "commenting",
            "body": [make_tag("Doubt"), make_tag("really?", "commenting")],
            "target": "#E1",
            "claimpack:kind": "note",
        },
        {
            "id": "#R1",
            "type": "Annotation",
            "motivation": "linking",
            "body": [
                make_tag("Near"),
                {"type": "SpecificResource", "purpose": "linking", "source": "#E1"},
            ],
            "target": "#T1",
            "claimpack:kind": "link",
            "claimpack:ends": ["From", "To"],
        },
    ]
