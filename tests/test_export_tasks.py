"""Annotations as tasks of Label Studio and as lines of doccano."""

from __future__ import annotations

import json

from hypothesis import given

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
from claimpack.strict_json import parse_json
from exported import NOWHERE, WILD, export, make_annotations, make_text, read_seed

TEXT = 'The 🕯\r\n"dam"\u2028\x85burst.\n'
ALL = Annotations(
    path="",
    text=TEXT,
    marks=(
        Mark("T1", "Thing", (Fragment(4, 5), Fragment(8, 11)), "🕯 dam", NOWHERE),
        Mark("T2", "Burst", (Fragment(14, 19),), "burst", NOWHERE),
    ),
    nodes=(Node("E1", "Event", "T2", (Role("Of", "T1"),), NOWHERE),),
    attributes=(Attribute("A1", "Kind", "E1", "Event", NOWHERE),),
    references=(Reference("N1", "T1", "Entity", "dam", "", NOWHERE),),
    notes=(Note("#1", "Doubt", "E1", "really?", NOWHERE),),
    links=(Link("R1", "Near", "T1", "E1", NOWHERE, ("From", "To")),),
)
LOST = {
    "marks in fragments, which now cover what lies between": 1,
    "attributes": 1,
    "references": 1,
    "notes": 1,
    "names of annotators": 1,
}
PLAIN = Annotations(path="", text="a b", marks=ALL.marks[:0])


def test_marks_are_regions_in_utf_16_and_roles_and_links_are_relations() -> None:
    files, lost = export("label-studio", make_text(ALL, "kim"), make_text(PLAIN))

    first, second = json.loads(files.pop("label-studio.json"))
    assert first["data"] == {"text": TEXT, "document_id": "dam"}
    assert first["annotations"] == [
        {
            "result": [
                {
                    "id": "T1",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": 4,
                        "end": 12,
                        "text": '🕯\r\n"dam',
                        "labels": ["Thing"],
                    },
                },
                {
                    "id": "T2",
                    "from_name": "label",
                    "to_name": "text",
                    "type": "labels",
                    "value": {
                        "start": 15,
                        "end": 20,
                        "text": "burst",
                        "labels": ["Event"],
                    },
                },
                {
                    "type": "relation",
                    "from_id": "T1",
                    "to_id": "T2",
                    "direction": "right",
                    "labels": ["Near"],
                },
                {
                    "type": "relation",
                    "from_id": "T2",
                    "to_id": "T1",
                    "direction": "right",
                    "labels": ["Of"],
                },
            ]
        }
    ]
    assert second == {
        "data": {"text": "a b", "document_id": "dam"},
        "annotations": [{"result": []}],
    }
    assert files == {}
    assert lost == LOST | {
        "ids, which are now others or none": 1,
        "names of the ends of links": 1,
        "nodes, which are now marks with links for their roles": 1,
        "labels of triggers, which are now those of nodes": 1,
    }


@given(make_annotations(WILD))
def test_regions_cover_their_words_in_utf_16(annotations: Annotations) -> None:
    files, _ = export("label-studio", make_text(annotations))

    (task,) = parse_json(files["label-studio.json"], "label-studio.json")
    content = annotations.text.encode("utf-16-le")
    values = [it.get("value") for it in task["annotations"][0]["result"]]
    for value in filter(None, values):
        units = content[2 * value["start"] : 2 * value["end"]]
        assert units.decode("utf-16-le") == value["text"]


def test_a_line_has_a_text_and_its_labelled_spans_in_code_points() -> None:
    files, lost = export("doccano", make_text(ALL, "kim"), make_text(PLAIN))

    assert files == {
        "doccano.jsonl": (
            r'{"text": "The 🕯\r\n\"dam\"\u2028\u0085burst.\n", '
            '"label": [[4, 11, "Thing"], [14, 19, "Burst"]], "document_id": "dam"}\n'
            '{"text": "a b", "label": [], "document_id": "dam"}\n'
        ).encode()
    }
    assert lost == LOST | {
        "nodes": 1,
        "links": 1,
        "ids, which are now others or none": 2,
    }


@given(make_annotations(WILD))
def test_every_text_is_one_line_whoever_counts(annotations: Annotations) -> None:
    files, _ = export("doccano", make_text(annotations), make_text(annotations))

    lines = files["doccano.jsonl"].decode().splitlines()
    assert [json.loads(line)["text"] for line in lines] == [annotations.text] * 2


def test_all_marks_of_the_seed_are_spans() -> None:
    seed = read_seed()

    files, lost = export("doccano", make_text(seed))

    assert len(json.loads(files["doccano.jsonl"])["label"]) == len(seed.marks)
    assert lost["nodes"] == len(seed.nodes)
