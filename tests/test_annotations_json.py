"""A reading becomes strict JSON and is the same again, to the line of each part."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from claimpack import annotations_json
from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Origin,
    Reading,
    Reference,
    Role,
)
from claimpack.annotations_json import Json, format_annotations, parse_annotations
from claimpack.errors import SourceError
from claimpack.findings import quote

TEXT = "\ufeffDam\u2028bursts.\r\n"
FIRST = Origin(path="a.xmi", line=1, excerpt="<one\tline>")
SECOND = Origin(path="a.a2", line=7, excerpt="…")
READING = Reading(
    annotations=Annotations(
        path="a.xmi",
        text=TEXT,
        marks=(
            Mark("T1", "A label", (Fragment(1, 4),), "Dam", FIRST),
            Mark("T2", "x", (Fragment(1, 2), Fragment(4, 5)), "D \u2028", FIRST),
            Mark("T3", "nothing", (Fragment(2, 2),), "", SECOND),
        ),
        nodes=(Node("E1", "Burst", "T2", (Role("Place", "T1"),), SECOND),),
        attributes=(
            Attribute("A1", "Negated", "E1", None, FIRST),
            Attribute("A2", "Mood", "E1", "two\nlines", FIRST),
        ),
        references=(Reference("N1", "T1", "Entity", "dam", "the dam", FIRST),),
        notes=(Note("#1", "AnnotatorNotes", "E1", 'He said "\u2029".', SECOND),),
        links=(
            Link("R1", "SameAs", "T1", "T2", FIRST),
            Link("R2", "part of", "T1", "T9", FIRST, ("from", "to")),
        ),
        ids=frozenset({"T1", "T2", "T3", "E1", "refused"}),
    ),
    refused_count=2,
    unit="UTF-16 units",
    is_proved=True,
)
PACKED = (
    '{"path":"a.xmi","unit":"UTF-16 units","is_proved":true,"refused_count":2,'
    '"lines":[["a.xmi",1,"<one\\tline>"],["a.a2",7,"…"]],'
    '"marks":[["T1","A label",[[1,4]],"Dam",0],'
    '["T2","x",[[1,2],[4,5]],"D \u2028",0],["T3","nothing",[[2,2]],"",1]],'
    '"nodes":[["E1","Burst","T2",[["Place","T1"]],1]],'
    '"attributes":[["A1","Negated","E1",null,0],'
    '["A2","Mood","E1","two\\nlines",0]],'
    '"references":[["N1","T1","Entity","dam","the dam",0]],'
    '"notes":[["#1","AnnotatorNotes","E1","He said \\"\u2029\\".",1]],'
    '"links":[["R1","SameAs","T1","T2",0,"Arg1","Arg2"],'
    '["R2","part of","T1","T9",0,"from","to"]],'
    '"ids":["E1","T1","T2","T3","refused"]}'
)


def parse(packed: str) -> Reading:
    """The reading that some JSON stands for."""
    return parse_annotations(packed, TEXT, "a.xmi, packed as a")


def test_a_reading_is_one_line_of_json() -> None:
    assert format_annotations(READING) == PACKED


def test_it_is_read_back_as_it_was() -> None:
    assert parse(PACKED) == READING


def test_a_reading_of_nothing_is_read_back_as_it_was() -> None:
    reading = Reading(annotations=Annotations(path="a.json", text=TEXT))

    assert parse(format_annotations(reading)) == reading


def change(key: str, value: Json) -> str:
    """The packed reading with another value of a key."""
    return json.dumps({**json.loads(PACKED), key: value})


def change_mark(*cells: Json) -> tuple[str, Json]:
    """The packed reading with one mark alone, and what of it is shown."""
    return change("marks", [["T1", "x", *cells, 0]]), ["T1", "x", *cells]


def change_note(*cells: Json) -> tuple[str, Json]:
    """The packed reading with one note alone, and what of it is shown."""
    row = ["#1", "x", "T1", *cells]
    return change("notes", [row]), row


SHAPES: dict[str, tuple[str, Json]] = {
    "no object": ("[]", []),
    "a key too few": ("{}", []),
    "a key too many": (change("more", 1), [*json.loads(PACKED), "more"]),
    "a number for a string": (change("path", 7), 7),
    "yes for a number": (change("refused_count", value=True), True),
    "an object for rows": (change("marks", {}), {}),
    "no row": (change("notes", ["x"]), "x"),
    "a short row": change_note("words"),
    "null for words": change_note(None, 0),
    "yes for a line": change_note("words", json.loads("true")),
    "no such line": change_note("words", 2),
    "a line from the end": change_note("words", -1),
    "other words": change_mark([[1, 4]], "dam"),
    "beyond the text": change_mark([[1, 99]], "Dam"),
    "before the text": change_mark([[-1, 0]], ""),
    "no fragment": change_mark([], ""),
    "fragments not in order": change_mark([[4, 5], [1, 2]], "\u2028 D"),
    "no number": (change_mark([["1", 4]], "Dam")[0], ["1", 4]),
    "no role": (change("nodes", [["E1", "x", "T1", [["a"]], 0]]), ["a"]),
    "an id that is none": (change("ids", ["T1", 1]), ["T1", 1]),
    "an id twice": (change("nodes", [["T1", "x", "T2", [], 0]]), "T1"),
}


@pytest.mark.parametrize(("packed", "shown"), SHAPES.values(), ids=SHAPES)
def test_another_shape_is_refused(packed: str, shown: Json) -> None:
    with pytest.raises(SourceError) as caught:
        parse(packed)

    assert str(caught.value) == (
        f"a.xmi, packed as a: found {quote(json.dumps(shown, ensure_ascii=False))};"
        " expected the annotations of a text as `claimpack pack` writes them;"
        " pack the source again."
    )


@pytest.mark.parametrize(
    "packed", ['{"path": 1, "path": 2}', PACKED + "x", PACKED[:-1], "NaN", ""]
)
def test_what_is_no_strict_json_is_refused(packed: str) -> None:
    with pytest.raises(SourceError, match=r"^a\.xmi, packed as a: found .+; .+; .+\.$"):
        parse(packed)


def test_too_many_annotations_are_neither_packed_nor_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotations_json, "LARGEST_ANNOTATIONS_BYTES", 100)

    with pytest.raises(SourceError, match=r"a\.xmi: found 6.. bytes; expected at most"):
        format_annotations(READING)
    with pytest.raises(SourceError, match=r"as a: found 6.. bytes; expected at most"):
        parse(PACKED)


def test_what_is_known_of_the_article_and_its_defects_stay_behind() -> None:
    reading = replace(READING, name="a", annotator="kim", metadata={"title": "Dam"})

    assert format_annotations(reading) == PACKED
