"""Label Studio JSON: what each annotator marked in each task, and what is wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Note,
    Origin,
    Reading,
)
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.label_studio import is_label_studio, read_label_studio

TEXT = "Eva Lind said:\r\n40 🕯 died in Arvika."
Json = dict[str, Any]


def read(tasks: Any, **form: Any) -> list[Reading]:  # noqa: ANN401  # JSON
    """The readings of a file with these tasks."""
    content = tasks if isinstance(tasks, bytes) else json.dumps(tasks, **form).encode()
    return list(read_label_studio(AnnotationFile(path="a.json", content=content)))


def make_task(*results: Any, text: str = TEXT) -> Json:  # noqa: ANN401  # JSON
    """A task that one annotator has done."""
    annotation = {"id": 5, "completed_by": 3, "result": list(results)}
    return {"id": 1, "annotations": [annotation], "data": {"text": text}}


def label(region: str, start: Any, end: Any, *labels: str, **value: Any) -> Json:  # noqa: ANN401  # JSON
    """The result for labels of a region, with the words that it covers."""
    if isinstance(start, int) and isinstance(end, int):
        value = {"text": TEXT[start:end], **value}
    value = {"start": start, "end": end, "labels": list(labels), **value}
    return {
        "id": region,
        "from_name": "ner",
        "to_name": "text",
        "type": "labels",
        "value": value,
    }


def relate(start: str, end: str, **more: Any) -> Json:  # noqa: ANN401  # JSON
    """The result for a relation."""
    return {"type": "relation", "from_id": start, "to_id": end, **more}


def say(region: str, kind: str, **value: Any) -> Json:  # noqa: ANN401  # JSON
    """The result of choices or a text area."""
    name = {"id": region, "from_name": "form", "to_name": "text", "type": kind}
    return {**name, "value": value}


EVA = label("e", 0, 8, "Person")
ARVIKA = label("v", 29, 35, "Place")


def read_one(*results: Any) -> Reading:  # noqa: ANN401  # JSON
    """The only reading of a task with these results."""
    (reading,) = read([make_task(*results)])
    return reading


def show(reading: Reading) -> list[tuple[str, str, int, int, str]]:
    """The marks of a reading, without their places in the file."""
    return [
        (mark.mark_id, mark.label, *mark.fragments[0], mark.text)
        for mark in reading.annotations.marks
    ]


def count_read(reading: Reading) -> int:
    """How many annotations of any kind were read."""
    it = reading.annotations
    return sum(map(len, (it.marks, it.attributes, it.notes, it.links)))


def test_every_kind_of_result_is_read() -> None:
    results = [
        {**EVA, "meta": {"text": ["the minister"]}},
        ARVIKA,
        relate("e", "v", direction="right", labels=["In"], notes="yes"),
        say("e", "choices", start=0, end=8, choices=["f"]),
        say("v", "textarea", start=29, end=35, text=["a town"]),
    ]
    content = json.dumps([make_task(*results)], indent=1).encode()
    lines = content.decode().split("\n")

    def at(words: str, number: int = 0) -> Origin:
        """The line with the words, the first of them left out."""
        place = [i for i, line in enumerate(lines) if words in line][number]
        return Origin("a.json", place + 1, lines[place])

    assert read(content) == [
        Reading(
            annotations=Annotations(
                path="a.json",
                text=TEXT,
                marks=(
                    Mark("e", "Person", (Fragment(0, 8),), "Eva Lind", at('"e"')),
                    Mark("v", "Place", (Fragment(29, 35),), "Arvika", at('"v"')),
                ),
                attributes=(Attribute("A1", "form", "e", "f", at('"e"', 2)),),
                notes=(
                    Note("#1", "meta", "e", "the minister", at('"e"')),
                    Note("#2", "notes", "R1", "yes", at('"e"', 1)),
                    Note("#3", "form", "v", "a town", at('"v"', 2)),
                ),
                links=(Link("R1", "In", "e", "v", at('"e"', 1)),),
                ids=frozenset(["e", "v", "A1", "#1", "#2", "#3", "R1"]),
            ),
            name="1",
            annotator="3",
            is_proved=True,
        )
    ]


@pytest.mark.parametrize(
    ("direction", "ends"),
    [
        ({"direction": "right"}, [("e", "v")]),
        ({"direction": "left"}, [("v", "e")]),
        ({"direction": "bi"}, [("e", "v"), ("v", "e")]),
        ({}, [("e", "v")]),
    ],
    ids=["right", "left", "both", "not said"],
)
def test_a_relation_leads_as_its_arrow_does(
    direction: Json, ends: list[tuple[str, str]]
) -> None:
    links = read_one(EVA, ARVIKA, relate("e", "v", **direction)).annotations.links

    assert [(it.source_id, it.target_id) for it in links] == ends
    assert {it.label for it in links} == {"relation"}


def test_each_label_of_a_region_is_a_mark() -> None:
    several = label("e", 0, 8, "Person", "Minister")
    tag = {**label("e", 0, 8, "Female"), "from_name": "sex"}
    taken = label("e.2", 29, 35, "Place")

    assert show(read_one(several, tag, taken)) == [
        ("e", "Person", 0, 8, "Eva Lind"),
        ("e.3", "Minister", 0, 8, "Eva Lind"),
        ("e.4", "Female", 0, 8, "Eva Lind"),
        ("e.2", "Place", 29, 35, "Arvika"),
    ]


def test_each_annotation_is_a_reading_of_its_own() -> None:
    def done(number: int, who: Any, **more: Any) -> Json:  # noqa: ANN401  # JSON
        return {"id": number, "completed_by": who, "result": [EVA], **more}

    person = {"id": 9, "email": "kim@example.org"}
    annotations = [done(5, 3), done(6, person), done(7, 3), done(8, None)]
    cancelled = done(9, 4, was_cancelled=True)
    predictions = [{"result": [EVA, ARVIKA]}]
    task = {
        "id": 1,
        "data": {"text": TEXT},
        "annotations": [*annotations, cancelled],
        "predictions": predictions,
        "drafts": [{"result": [EVA]}],
    }

    readings = read([task, {**task, "id": 2, "annotations": []}])

    assert [(it.name, it.annotator, count_read(it)) for it in readings] == [
        ("1", "3", 1),
        ("1", "kim@example.org", 1),
        ("1", "3.7", 1),
        ("1", "8", 1),
    ]


def test_a_single_task_and_the_old_name_of_annotations_are_read() -> None:
    task = make_task(EVA)
    task["completions"] = task.pop("annotations")

    assert [show(it) for it in read(task)] == [[("e", "Person", 0, 8, "Eva Lind")]]


def test_each_text_of_a_task_is_a_reading() -> None:
    title = {**label("t", 0, 4, "Topic", text="Eart"), "to_name": "head"}
    task = make_task(EVA, title, relate("e", "t"), relate("t", "t"))
    task["data"]["head"] = "Earthquake"

    body, head = read([task])

    assert (body.name, body.annotations.text, show(body)[0][0]) == ("1-text", TEXT, "e")
    assert [it.code for it in body.findings] == ["dangling-id"]
    assert (head.name, head.annotations.text) == ("1-head", "Earthquake")
    assert [it.source_id for it in head.annotations.links] == ["t"]


@pytest.mark.parametrize(
    ("data", "more"),
    [
        ({"text": TEXT, "url": "x"}, {}),
        ({"article": TEXT, "number": 3}, {}),
        ({"text": "no", "body": TEXT}, {"to_name": "body"}),
        ({"text": "no", "body": TEXT}, {"source": "$body"}),
    ],
    ids=["called text", "only string", "name of the tag", "source"],
)
def test_the_text_is_found_among_the_data(data: Json, more: Json) -> None:
    task = {**make_task({**EVA, **more}), "data": data}

    (reading,) = read([task])

    assert reading.annotations.text == TEXT


def test_records_of_json_min_are_read() -> None:
    record = {
        "id": 7,
        "text": TEXT,
        "ner": [EVA["value"], ARVIKA["value"]],
        "mood": {"choices": ["sad", "calm"]},
        "annotator": 3,
        "annotation_id": 11,
        "lead_time": 2.5,
    }

    first, second = read([record, {**record, "annotation_id": 12}])

    assert (first.name, first.annotator, first.is_proved) == ("7", "3", True)
    assert show(first) == [
        ("T1", "Person", 0, 8, "Eva Lind"),
        ("T2", "Place", 29, 35, "Arvika"),
    ]
    assert [it.code for it in first.findings] == ["whole-text"]
    assert first.refused_count == 2
    assert (second.name, second.annotator) == ("7", "3.12")


@pytest.mark.parametrize(
    ("spans", "unit"),
    [
        ([(0, 8, "Eva Lind"), (29, 35, "Arvika")], "code points"),
        ([(0, 8, "Eva Lind"), (30, 36, "Arvika")], "UTF-16 code units"),
        ([(0, 8, "Eva Lind"), (32, 38, "Arvika")], "UTF-8 bytes"),
        ([(0, 8, "Eva Lind"), (28, 34, "Arvika")], "code points, CRLF as one"),
    ],
    ids=["code points", "UTF-16", "UTF-8", "CRLF"],
)
def test_the_words_prove_what_offsets_count(
    spans: list[tuple[int, int, str]], unit: str
) -> None:
    reading = read_one(
        *[label(f"r{s}", s, e, "A", text=words) for s, e, words in spans]
    )

    assert (reading.unit, reading.is_proved, reading.findings) == (unit, True, ())
    assert [it[2:] for it in show(reading)] == [
        (0, 8, "Eva Lind"),
        (29, 35, "Arvika"),
    ]


def test_words_may_have_line_breaks_as_the_editor_writes_them() -> None:
    reading = read_one(label("e", 9, 18, "A", text="said:\\n\\n40"))

    assert show(reading) == [("e", "A", 9, 18, "said:\r\n40")]
    assert reading.is_proved


def test_regions_without_words_are_not_proved() -> None:
    reading = read_one(label("e", 0, 8, "Person", text=None))

    assert show(reading) == [("e", "Person", 0, 8, "Eva Lind")]
    assert (reading.unit, reading.is_proved) == ("code points", False)


def test_offsets_may_be_written_as_strings() -> None:
    reading = read_one(label("e", "0", "8", "Person", text="Eva Lind"))

    assert show(reading) == [("e", "Person", 0, 8, "Eva Lind")]


def test_words_that_no_unit_fits_are_one_finding() -> None:
    results = [
        label("a", 0, 8, "A", text="Eva Lind"),
        label("b", 30, 36, "A", text="Arvika"),
        label("c", 1, 4, "A", text="Ev"),
        label("d", 2, 5, "A", text="Ev"),
        label("e", 30, 36, "A", text=None),
        label("f", 19, 20, "A", text=None),
    ]

    reading = read_one(*results)

    assert (reading.unit, reading.is_proved) == ("UTF-16 code units", False)
    assert [it[0] for it in show(reading)] == ["a", "b", "e"]
    assert [(it.code, it.message, it.hint) for it in reading.findings] == [
        (
            "split-character",
            "the span 19 20 begins or ends within a character, in UTF-16 code units",
            None,
        ),
        (
            "covered-text",
            'c says "Ev", the text has "va " at 1 4',
            (
                "2 of 4 spans do not cover their words; "
                "the others do in UTF-16 code units"
            ),
        ),
    ]
    assert reading.refused_count == 3


DEFECTS = {
    "offset beyond the text": (
        label("e", 0, 99, "A", text=None),
        ("span-beyond-text", "the span ends at 99, the text at 36"),
    ),
    "offsets in the wrong order": (
        label("e", 8, 0, "A"),
        ("span-order", "the span 8-0 ends before it starts"),
    ),
    "no characters": (
        label("e", 8, 8, "A"),
        ("span-order", "the span 8-8 is empty"),
    ),
    "negative offset": (
        label("e", -1, 8, "A"),
        ("offset-value", 'an offset is "-1"'),
    ),
    "true as an offset": (
        label("e", True, 8, "A"),  # noqa: FBT003  # JSON has it
        ("offset-value", "an offset is true or false"),
    ),
    "decimal as an offset": (
        label("e", 0, 8.0, "A"),
        ("offset-value", 'an offset is "8.0"'),
    ),
    "other digits": (
        label("e", 0, "\uff18", "A"),
        ("offset-value", 'an offset is "\uff18"'),
    ),
    "no offset": (
        label("e", None, 8, "A"),
        ("offset-value", "an offset is missing"),
    ),
    "labels that are no list": (
        {**EVA, "value": {"start": 0, "end": 8, "labels": {"a": 1}}},
        ("json-shape", "labels is an object"),
    ),
    "no label": (label("e", 0, 8), ("json-shape", "labels is an empty array")),
    "value that is no object": (
        {**EVA, "value": [0, 8]},
        ("json-shape", "labels is missing"),
    ),
    "words that are no string": (
        label("e", 0, 8, "A", text=["Eva"]),
        ("json-shape", "text is an array"),
    ),
    "result that is no object": ("e", ("json-shape", 'a result is "e"')),
    "hypertext": (
        {"id": "h", "type": "hypertextlabels", "value": {"start": "/p[1]/text()[1]"}},
        (
            "annotation-kind",
            '"hypertextlabels" is no kind of annotation that is read (1 of them)',
        ),
    ),
    "image": (
        {"id": "h", "type": ["x"], "value": {"x": 1}},
        (
            "annotation-kind",
            "an array is no kind of annotation that is read (1 of them)",
        ),
    ),
    "choices for the whole text": (
        say("w", "choices", choices=["a", "b"]),
        ("whole-text", '"form" is about the whole text, and not read (2 of them)'),
    ),
    "relation to nothing": (
        relate("v", "x"),
        ("dangling-id", '"x" stands on no line of the file'),
    ),
    "relation from nothing": (
        relate("None", "v", from_id=None),
        ("json-shape", "from_id is missing"),
    ),
    "direction": (
        relate("v", "v", direction="up"),
        ("json-shape", 'direction is "up"'),
    ),
    "labels of a relation": (
        relate("v", "v", labels=[3]),
        ("json-shape", "labels is an array"),
    ),
    "choices that are no list": (
        say("v", "choices", choices=3),
        ("json-shape", 'choices is "3"'),
    ),
    "text area that is no list": (
        {**say("v", "textarea"), "value": None},
        ("json-shape", "text is missing"),
    ),
    "one region twice": (
        label("v", 29, 35, "Town"),
        ("duplicate-id", '"v" is declared again, first on line 1'),
    ),
    "one region at two places": (
        {**label("v", 0, 8, "Town"), "from_name": "other"},
        ("duplicate-id", '"v" is declared again, first on line 1'),
    ),
}


@pytest.mark.parametrize(("result", "found"), DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_a_finding_and_the_rest_is_read(
    result: Any,  # noqa: ANN401  # JSON
    found: tuple[str, str],
) -> None:
    reading = read_one(ARVIKA, result)

    assert [(it.code, it.message) for it in reading.findings] == [found]
    assert [it[0] for it in show(reading)] == ["v"]
    assert reading.refused_count == count_results([result])


def test_a_finding_shows_the_part_of_a_long_line_that_it_is_about() -> None:
    task = json.dumps([{"x": "." * 5000, **make_task(label("bad", 9, 1, "A"))}])
    column = task.index('"bad"')

    (reading,) = read(task.encode())

    (finding,) = reading.findings
    assert finding == Finding(
        code="span-order",
        severity=Severity.ERROR,
        location=Location(
            path="a.json",
            line=1,
            column=column + 1,
            excerpt=task[column - 100 : column + 900],
            excerpt_start=column - 99,
        ),
        message="the span 9-1 ends before it starts",
        expected="an end after the start",
    )


FILES = {
    "nothing": (b"", "json-syntax", 1),
    "blanks": (b" \n", "json-syntax", 1),
    "a byte order mark": (b"\xef\xbb\xbf[]", "json-syntax", 1),
    "UTF-16": (b"\xff\xfe[\0", "text-encoding", 1),
    "a task that is a number": (b"[3]", "json-shape", 1),
    "annotations that are an object": (b'{"annotations": {}}', "json-shape", 1),
    "data that are a list": (
        b'{"annotations": [{"result": [{}]}], "data": []}',
        "json-shape",
        1,
    ),
    "an annotation that is a number": (b'{"annotations": [3]}', "json-shape", 1),
    "no text": (
        b'{"annotations": [{"result": [{}, {}]}], "data": {"a": "", "b": ""}}',
        "task-text",
        2,
    ),
    "a key twice": (b'[{"id": 1, "id": 2}]', "json-syntax", 1),
    "not a number": (b'[{"id": NaN}]', "json-syntax", 1),
    "deep": (b"[" * 1000, "json-syntax", 1),
    "too deep": (b"[" * 100_000, "json-syntax", 1),
    "the end is missing": (b'[{"id": 1}', "json-syntax", 1),
    "no comma": (b'[{"id": 1} {"id": 2}]', "json-syntax", 1),
    "more than one value": (b"[] []", "json-syntax", 1),
    "two tasks of one id": (
        b'[{"id": 1, "annotations": []}, {"id": 1, "annotations": [{"result": [1]}]}]',
        "duplicate-id",
        1,
    ),
    "two annotations of one id": (
        b'{"data": {"text": ""}, "annotations": ['
        + b", ".join([b'{"id": 1, "result": []}'] * 3)
        + b"]}",
        "duplicate-id",
        0,
    ),
}


@pytest.mark.parametrize(("content", "code", "refused"), FILES.values(), ids=FILES)
def test_a_defect_of_the_file_is_a_finding(
    content: bytes, code: str, refused: int
) -> None:
    readings = read(content)

    findings = [finding for reading in readings for finding in reading.findings]
    assert [it.code for it in findings] == [code]
    assert sum(it.refused_count for it in readings) == refused


def test_what_stands_before_a_defect_is_read() -> None:
    content = json.dumps([make_task(EVA)]).encode()[:-1] + b',\n {"id"]'

    task, rest = read(content)

    assert show(task) == [("e", "Person", 0, 8, "Eva Lind")]
    assert rest.findings == (
        Finding(
            code="json-syntax",
            severity=Severity.ERROR,
            location=Location(path="a.json", line=2, column=7, excerpt=' {"id"]'),
            message="found \"]\" (Expecting ':' delimiter): what follows is not read",
            expected="JSON",
            hint="correct that place",
        ),
    )


def test_words_beyond_the_text_are_one_finding() -> None:
    regions = [label(f"r{i}", 90, 94, "A", text="Arvi") for i in range(3)]

    reading = read_one(*regions)

    assert [(it.code, it.hint) for it in reading.findings] == [
        ("span-beyond-text", "3 of 3 spans do not cover their words")
    ]
    assert (show(reading), reading.refused_count) == ([], 3)


def test_a_task_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimpack.readers.json_files.LARGEST_JSON_BYTES", 500)

    first, rest = read([make_task(EVA), make_task(*[EVA] * 9)])

    assert show(first) == [("e", "Person", 0, 8, "Eva Lind")]
    assert [it.message for it in rest.findings] == [
        "found a value of 1,444 characters: what follows is not read"
    ]


def test_spans_that_cover_a_text_too_often_are_refused() -> None:
    text = "a" * 10_000
    regions = [label(f"r{i}", 0, 9_999, "A", text=None) for i in range(102)]

    (reading,) = read([make_task(*regions, text=text)])

    assert (len(reading.annotations.marks), reading.refused_count) == (100, 2)
    assert [it.code for it in reading.findings] == ["crowded-text"] * 2


def count_results(results: list[Any]) -> int:
    """How many annotations the results are, counted by their JSON alone."""
    total = 0
    for item in results:
        value = item.get("value") if isinstance(item, dict) else None
        kind = item.get("type") if isinstance(item, dict) else None
        lists = {"labels": "labels", "choices": "choices", "textarea": "text"}
        listed = None
        if kind == "relation":
            listed = item.get("labels")
        elif isinstance(value, dict) and isinstance(kind, str) and kind in lists:
            listed = value.get(lists[kind])
        count = len(listed) if isinstance(listed, list) and listed else 1
        if kind == "relation":
            count *= 2 if item.get("direction") == "bi" else 1
            count += bool(item.get("notes"))
        total += count
    return total


NUMBERS = st.integers(-2, 40) | st.none() | st.booleans()
WORDS = st.sampled_from(["Eva Lind", "Arvika", "", "x", "a", "b"])
REGIONS = st.sampled_from(["a", "b", "c", "a.2", "T1", "R1"])
VALUES = st.fixed_dictionaries(
    {},
    optional={
        "start": NUMBERS,
        "end": NUMBERS,
        "text": st.none() | WORDS | st.lists(WORDS, max_size=2),
        "labels": st.lists(WORDS, max_size=3),
        "choices": st.lists(WORDS, max_size=3),
    },
)
RESULTS = st.fixed_dictionaries(
    {},
    optional={
        "id": REGIONS | st.integers(0, 3) | st.none(),
        "type": st.sampled_from(["labels", "relation", "choices", "textarea", "x"]),
        "value": VALUES,
        "from_id": REGIONS,
        "to_id": REGIONS,
        "direction": st.sampled_from(["left", "bi", "x"]),
        "from_name": WORDS,
        "labels": st.lists(WORDS, max_size=2),
    },
)


@given(st.lists(RESULTS | WORDS, max_size=8))
def test_all_that_is_in_the_file_is_read_or_refused(results: list[Any]) -> None:
    reading = read_one(*results)

    annotations = reading.annotations
    ids = [
        *(it.mark_id for it in annotations.marks),
        *(it.attribute_id for it in annotations.attributes),
        *(it.note_id for it in annotations.notes),
        *(it.link_id for it in annotations.links),
    ]
    assert count_read(reading) + reading.refused_count == count_results(results)
    assert len(set(ids)) == len(ids)
    assert annotations.ids >= set(ids)
    assert bool(reading.findings) == bool(reading.refused_count)
    for mark in annotations.marks:
        ((start, end),) = mark.fragments
        assert TEXT[start:end] == mark.text


@given(st.binary(max_size=30), st.integers(0, 500), st.integers(0, 20))
def test_no_bytes_are_too_much(more: bytes, place: int, size: int) -> None:
    content = json.dumps([make_task(EVA, ARVIKA, relate("e", "v"))]).encode()

    readings = read(content[:place] + more + content[place + size :])

    assert all(isinstance(it, Reading) for it in readings)


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (b'[{"id":1,"annotations":[{"id":5,"result":[', True),
        (b' {"data": {"text": ""}, "annotations": []}', True),
        (b'\xef\xbb\xbf\n[\n {"completions": [{"result": []', True),
        (b'[{"text": "", "annotator": 1, "annotation_id": 2}]', True),
        (b'{"text": "a", "label": []}', False),
        (b'{"images": [], "annotations": []}', False),
        (b"T1\tPerson 0 8\tEva Lind\n", False),
        (b"[]", False),
        (b"", False),
    ],
    ids=["export", "task", "old", "min", "doccano", "images", "brat", "empty", "none"],
)
def test_the_format_is_known_by_its_content(head: bytes, is_it: bool) -> None:  # noqa: FBT001  # a case
    assert is_label_studio(head) is is_it
