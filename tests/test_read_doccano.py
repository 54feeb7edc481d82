"""doccano JSONL: the spans and relations of each line, and what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Fragment,
    Link,
    Mark,
    Origin,
    Reading,
)
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.doccano import is_doccano, read_doccano

TEXT = "Eva Lind said so in Arvika."
Json = dict[str, Any]


def read(content: bytes) -> list[Reading]:
    """The readings of a file."""
    return list(read_doccano(AnnotationFile(path="a.jsonl", content=content)))


def read_one(**line: Any) -> Reading:  # noqa: ANN401  # JSON
    """The only reading of a line."""
    (reading,) = read(json.dumps({"text": TEXT, **line}).encode())
    return reading


def make_span(number: int | str | None, start: int, end: int, label: str) -> Json:
    """A span of relation extraction."""
    span = {"id": number, "label": label, "start_offset": start, "end_offset": end}
    return {key: value for key, value in span.items() if value is not None}


def show(reading: Reading) -> list[tuple[str, str, int, int, str]]:
    """The marks of a reading, without their places in the file."""
    return [
        (mark.mark_id, mark.label, *mark.fragments[0], mark.text)
        for mark in reading.annotations.marks
    ]


EVA = ("Person", 0, 8, "Eva Lind")
ARVIKA = ("Place", 20, 26, "Arvika")
SPANS = [make_span(4, 0, 8, "Person"), make_span(9, 20, 26, "Place")]


def test_lines_of_sequence_labeling_are_read() -> None:
    lines = [
        json.dumps({"id": 7, "text": TEXT, "label": [[0, 8, "Person"]]}),
        "",
        json.dumps({"text": "a", "label": []}),
    ]

    first, second = read("\n".join(lines).encode())

    at = Origin("a.jsonl", 1, lines[0])
    assert first == Reading(
        annotations=Annotations(
            path="a.jsonl",
            text=TEXT,
            marks=(Mark("T1", "Person", (Fragment(0, 8),), "Eva Lind", at),),
            ids=frozenset(["T1"]),
        ),
        name="7",
    )
    assert (second.name, second.annotations.text) == ("", "a")


@pytest.mark.parametrize("key", ["label", "labels", "entities"])
def test_spans_stand_under_any_of_these_keys(key: str) -> None:
    reading = read_one(**{key: [[0, 8, "Person"], [20, 26, "Place"]]})

    assert show(reading) == [("T1", *EVA), ("T2", *ARVIKA)]


def test_a_line_of_relation_extraction_is_read() -> None:
    relations = [
        {"id": 4, "from_id": 4, "to_id": 9, "type": "in"},
        {"from_id": 9, "to_id": 4, "type": "has"},
    ]

    reading = read_one(entities=SPANS, relations=relations)

    origin = reading.annotations.marks[0].origin
    assert show(reading) == [("T4", *EVA), ("T9", *ARVIKA)]
    assert reading.annotations.links == (
        Link("R4", "in", "T4", "T9", origin),
        Link("R1", "has", "T9", "T4", origin),
    )
    assert reading.annotations.ids == {"T4", "T9", "R4", "R1"}


def test_ids_may_be_words_or_missing() -> None:
    spans = [make_span("e", 0, 8, "Person"), make_span(None, 20, 26, "Place")]
    relation = {"id": "r", "from_id": "e", "to_id": "e", "type": "is"}

    reading = read_one(label=[[0, 8, "Person"]], entities=spans, relations=[relation])

    assert show(reading) == [("T1", *EVA), ("e", *EVA), ("T2", *ARVIKA)]
    assert [it.link_id for it in reading.annotations.links] == ["r"]


def test_spans_of_two_lists_have_ids_of_their_own() -> None:
    spans = [[0, 8, "Person"]]

    assert [it[0] for it in show(read_one(label=spans, entities=spans))] == ["T1", "T2"]


def test_old_versions_call_the_text_data() -> None:
    (reading,) = read(json.dumps({"data": TEXT, "label": [[0, 8, "Person"]]}).encode())

    assert show(reading) == [("T1", *EVA)]


@pytest.mark.parametrize(
    ("line", "found", "count"),
    [
        ({"label": ["good", "bad"]}, "label", 2),
        ({"label": "good"}, "label", 1),
        ({"cats": ["good"]}, "cats", 1),
        ({"Comments": [{"id": 1, "comment": "hm"}]}, "Comments", 1),
    ],
    ids=["classification", "without a list", "intents", "comments"],
)
def test_what_is_about_the_whole_text_is_counted_and_not_read(
    line: Json, found: str, count: int
) -> None:
    reading = read_one(**line)

    assert [(it.code, it.severity, it.message) for it in reading.findings] == [
        (
            "whole-text",
            Severity.WARNING,
            f'"{found}" is about the whole text, and not read ({count} of them)',
        )
    ]
    assert (show(reading), reading.refused_count) == ([], count)


def test_a_rare_character_before_a_span_is_a_warning() -> None:
    line = json.dumps({"text": "a 🕯 b", "label": [[0, 1, "A"], [4, 5, "B"]]})

    (reading,) = read(line.encode())

    assert [it[4] for it in show(reading)] == ["a", "b"]
    assert reading.findings == (
        Finding(
            code="unit-unknown",
            severity=Severity.WARNING,
            location=Location(path="a.jsonl", line=1, column=1, excerpt=line),
            message='no words tell whether "🕯" counts once or twice for the offsets',
            hint="compare some spans behind it with what was marked",
        ),
    )


def test_a_rare_character_behind_all_spans_is_none() -> None:
    (reading,) = read(json.dumps({"text": "a 🕯", "label": [[0, 1, "A"]]}).encode())

    assert reading.findings == ()


DEFECTS = {
    "offset beyond the text": (
        {"label": [[0, 28, "A"]]},
        ("span-beyond-text", "the span ends at 28, the text at 27"),
    ),
    "wrong order": (
        {"label": [[8, 0, "A"]]},
        ("span-order", "the span 8-0 ends before it starts"),
    ),
    "no characters": (
        {"label": [[8, 8, "A"]]},
        ("span-order", "the span 8-8 is empty"),
    ),
    "negative": ({"label": [[-1, 8, "A"]]}, ("offset-value", 'an offset is "-1"')),
    "decimal": ({"label": [[0, 8.0, "A"]]}, ("offset-value", 'an offset is "8.0"')),
    "false": (
        {"label": [[False, 8, "A"]]},
        ("offset-value", "an offset is true or false"),
    ),
    "no label": ({"label": [[0, 8, None]]}, ("json-shape", "a span is an array")),
    "empty label": ({"label": [[0, 8, ""]]}, ("json-shape", "a span is an array")),
    "two values": ({"label": [[0, 8]]}, ("json-shape", "a span is an array")),
    "number": ({"label": [3]}, ("json-shape", 'a span is "3"')),
    "other object": ({"label": [{"id": 1}]}, ("json-shape", "a span is an object")),
    "one id twice": (
        {"entities": [make_span(4, 9, 13, "Said")]},
        ("duplicate-id", '"T4" is declared again, first on line 1'),
    ),
    "relation twice": (
        {"relations": [{"id": 1, "from_id": 4, "to_id": 4, "type": "is"}] * 2},
        ("duplicate-id", '"R1" is declared again, first on line 1'),
    ),
    "relation to nothing": (
        {"relations": [{"id": 1, "from_id": 4, "to_id": 5, "type": "is"}]},
        ("dangling-id", '"5" stands on no line of the file'),
    ),
    "relation from nothing": (
        {"relations": [{"id": 1, "to_id": 4, "type": "is"}]},
        ("json-shape", "a relation is an object"),
    ),
    "relation without a type": (
        {"relations": [{"id": 1, "from_id": 4, "to_id": 4}]},
        ("json-shape", "a relation is an object"),
    ),
    "relation that is a number": (
        {"relations": [3]},
        ("json-shape", 'a relation is "3"'),
    ),
    "numbers of labels": (
        {"annotations": [{"label": 3, "start_offset": 0, "end_offset": 8, "user": 1}]},
        (
            "annotation-kind",
            '"annotations" is no kind of annotation that is read (1 of them)',
        ),
    ),
}


@pytest.mark.parametrize(("line", "found"), DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_a_finding_and_the_rest_is_read(
    line: Json, found: tuple[str, str]
) -> None:
    line = {**line, "entities": [*SPANS, *line.get("entities", [])]}

    reading = read_one(**line)

    assert [(it.code, it.message) for it in reading.findings] == [found]
    assert show(reading) == [("T4", *EVA), ("T9", *ARVIKA)]
    annotations = reading.annotations
    count = len(annotations.marks) + len(annotations.links) + reading.refused_count
    assert count == count_line(line)


def test_a_finding_is_at_its_span() -> None:
    line = json.dumps({"text": TEXT, "label": [[0, 8, "A"], [5, 4, "B"]]})

    (reading,) = read(line.encode())

    assert [it.location for it in reading.findings] == [
        Location(path="a.jsonl", line=1, column=line.index("[5, 4") + 1, excerpt=line)
    ]


LINES = {
    "no JSON": (b"a", "json-syntax", 1),
    "half of an object": (b'{"text": "a"', "json-syntax", 1),
    "a key twice": (b'{"text": "a", "text": "b"}', "json-syntax", 1),
    "more than an object": (b'{"text": "a"} {}', "json-syntax", 1),
    "a list": (b"[]", "json-shape", 1),
    "no text": (b'{"label": [1, 2], "relations": [3]}', "json-shape", 3),
    "text that is no string": (b'{"text": 3}', "json-shape", 0),
    "an id twice": (
        b'{"id": 1, "text": "b", "label": [[0, 1, "A"]]}',
        "duplicate-id",
        1,
    ),
}


@pytest.mark.parametrize(("line", "code", "refused"), LINES.values(), ids=LINES)
def test_a_line_that_cannot_be_read_leaves_the_others(
    line: bytes, code: str, refused: int
) -> None:
    good = b'{"id": 1, "text": "a", "label": [[0, 1, "A"]]}'
    last = b'{"id": 2, "text": "a", "label": [[0, 1, "A"]]}'

    first, second, third = read(b"\n".join([good, line, last]))

    assert [len(it.annotations.marks) for it in (first, second, third)] == [1, 0, 1]
    (finding,) = second.findings
    assert (finding.code, finding.location.line) == (code, 2)
    assert second.refused_count == refused


def test_lines_end_with_lf_alone() -> None:
    line = '{"text": "a\u2028\x85b", "label": []}\r\n'

    (reading,) = read(line.encode())

    assert (reading.annotations.text, reading.findings) == ("a\u2028\x85b", ())


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"\xef\xbb\xbf{}", "json-syntax"), (b"\xff\xfe{\0", "text-encoding")],
    ids=["byte order mark", "UTF-16"],
)
def test_a_file_in_another_encoding_is_refused(content: bytes, code: str) -> None:
    (reading,) = read(content)

    assert [it.code for it in reading.findings] == [code]
    assert reading.refused_count == 1


def test_an_empty_file_has_no_texts() -> None:
    assert read(b"\n \n") == []


def test_spans_that_cover_a_text_too_often_are_refused() -> None:
    line = {"text": "a" * 10_000, "label": [[0, 9_999, "A"]] * 102}

    (reading,) = read(json.dumps(line).encode())

    assert (len(reading.annotations.marks), reading.refused_count) == (100, 2)
    assert [it.code for it in reading.findings] == ["crowded-text"] * 2


LISTED = (
    *("label", "labels", "entities", "relations"),
    *("cats", "Comments", "annotations"),
)
"""Keys of a line whose lists hold annotations."""


def count_line(line: Json) -> int:
    """How many annotations a line has, counted by its JSON alone."""
    values = [line[name] for name in LISTED if line.get(name) is not None]
    return sum(len(it) if isinstance(it, list) else 1 for it in values)


NUMBERS = st.integers(-2, 30) | st.none() | st.booleans()
LABELS = st.sampled_from(["A", "", "B"]) | st.none()
PLAIN = st.tuples(NUMBERS, NUMBERS, LABELS).map(list)
OBJECTS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.integers(1, 4) | st.sampled_from(["T1", "R1", ""]),
        "start_offset": NUMBERS,
        "end_offset": NUMBERS,
        "label": LABELS,
        "from_id": st.integers(1, 4) | st.just("T1"),
        "to_id": st.integers(1, 4),
        "type": LABELS,
    },
)
LISTS = st.lists(PLAIN | OBJECTS | LABELS, max_size=5) | LABELS


@given(
    st.dictionaries(
        st.sampled_from(LISTED),
        LISTS,
    )
)
def test_all_that_is_in_the_file_is_read_or_refused(line: Json) -> None:
    reading = read_one(**line)

    marks, links = reading.annotations.marks, reading.annotations.links
    ids = [*(it.mark_id for it in marks), *(it.link_id for it in links)]
    assert len(marks) + len(links) + reading.refused_count == count_line(line)
    assert len(set(ids)) == len(ids)
    assert reading.annotations.ids == set(ids)
    for mark in marks:
        ((start, end),) = mark.fragments
        assert TEXT[start:end] == mark.text


@given(st.binary(max_size=30), st.integers(0, 200), st.integers(0, 20))
def test_no_bytes_are_too_much(more: bytes, place: int, size: int) -> None:
    line = {"id": 1, "text": TEXT, "entities": SPANS, "relations": []}
    content = b"\n".join([json.dumps(line).encode()] * 2)

    readings = read(content[:place] + more + content[place + size :])

    assert all(isinstance(it, Reading) for it in readings)


LONG = b'{"text": "' + b"a" * 70_000


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (b'{"text": "a", "label": [[0, 1, "A"]]}\n{', True),
        (b'\xef\xbb\xbf{"id": 1, "text": "a", "label": []}', True),
        (b'\n{"text": "a", "entities": [{"id": 1}], "relations": []}', True),
        (b'{"data": "a", "label": ["x"]}', True),
        (b'{"label": [], "text": "' + b"a" * 70_000, True),
        (LONG, False),
        (b'{"text": "a", "labels": [3]}', False),
        (b'{"text": "a"}', False),
        (b'{"data": {"text": "a"}, "annotations": [], "label": []}', False),
        (b'[{"text": "a", "label": []}]', False),
        (b'{\n"text": "a"', False),
        (b'{"text": "Ev\xe4", "label": [[0, 3, "A"]]}\n', True),
        (b'{"text": "Eva", "label": [[0, 3\n{"text": "b", "label": []}', True),
        (b"T1\tPerson 0 8\tEva Lind\n", False),
        (b"", False),
    ],
    ids=[
        "labeling",
        "byte order mark",
        "relations",
        "old",
        "long line",
        "long text",
        "numbers",
        "no labels",
        "task",
        "array",
        "indented",
        "latin-1",
        "cut off",
        "brat",
        "none",
    ],
)
def test_the_format_is_known_by_its_content(head: bytes, is_it: bool) -> None:  # noqa: FBT001  # a case
    assert is_doccano(head[:65536]) is is_it
