"""Web Annotations: what is said of each text, where it is, and what is wrong."""

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
from claimpack.errors import SourceError
from claimpack.findings import Severity
from claimpack.readers.web_annotation import is_web_annotation, read_web_annotation

TEXT = "Eva Lind said 400 🕯 died. Eva left Arvika."
CONTEXT = "http://www.w3.org/ns/anno.jsonld"
SOURCE = "http://example.org/texts/a.txt"
Json = dict[str, Any]


def read(value: Any, **form: Any) -> list[Reading]:  # noqa: ANN401  # JSON
    """The readings of a file beside `a.txt`."""
    content = value if isinstance(value, bytes) else json.dumps(value, **form).encode()
    texts = {"a.txt": TEXT.encode(), "b.txt": b"Bo left.", "bad.txt": b"\xff"}
    file = AnnotationFile(path="a.jsonld", content=content, find_beside=texts.get)
    return list(read_web_annotation(file))


def read_one(*annotations: Json) -> Reading:
    """The only reading of a list of annotations."""
    (reading,) = read(list(annotations))
    return reading


def position(start: Any, end: Any, **more: Any) -> Json:  # noqa: ANN401  # JSON
    return {"type": "TextPositionSelector", "start": start, "end": end, **more}


def quoted(exact: Any, **more: Any) -> Json:  # noqa: ANN401  # JSON
    return {"type": "TextQuoteSelector", "exact": exact, **more}


def select(*selectors: Json, source: Any = SOURCE) -> Json:  # noqa: ANN401  # JSON
    """A target with one selector or several."""
    one = selectors[0] if len(selectors) == 1 else list(selectors)
    return {"source": source, "selector": one}


def tag(value: str, purpose: str = "tagging") -> Json:
    return {"type": "TextualBody", "value": value, "purpose": purpose}


def annotate(name: str | None, target: Any, *body: Any, **more: Any) -> Json:  # noqa: ANN401  # JSON
    """An annotation of a target."""
    value = {"id": name, "type": "Annotation", "body": list(body), "target": target}
    return {key: it for key, it in (value | more).items() if it is not None}


def show(reading: Reading) -> list[tuple[str, str, int, int, str]]:
    """The marks of a reading, without their places in the file."""
    return [
        (mark.mark_id, mark.label, *mark.fragments[0], mark.text)
        for mark in reading.annotations.marks
    ]


EVA = annotate("#e", select(position(0, 8), quoted("Eva Lind")), tag("Person"))
ARVIKA = annotate("#v", select(position(35, 41), quoted("Arvika")), tag("Place"))


def test_every_kind_of_body_is_read() -> None:
    bodies = [
        tag("Person", "classifying"),
        tag("minister", "commenting"),
        tag("sure", "assessing"),
        {"source": "http://example.org/Q1", "purpose": "identifying"},
        {"source": "http://example.org/types#Minister", "purpose": "tagging"},
    ]
    annotation = annotate("#e", select(position(0, 8), quoted("Eva Lind")), *bodies)
    link = annotate("#r", ["#e", "#v"], tag("in"), motivation="linking")
    items = [annotation, ARVIKA, link, annotate("#c", "#v", tag("a town", ""))]
    page = {"@context": CONTEXT, "type": "AnnotationPage", "items": items}
    content = json.dumps(page, indent=1).encode()
    lines = content.decode().split("\n")

    def at(name: str) -> Origin:
        """The line with the id of an annotation."""
        line = next(i for i, it in enumerate(lines) if f'"id": "{name}"' in it)
        return Origin("a.jsonld", line + 1, lines[line])

    e, v = at("#e"), at("#v")
    assert read(content) == [
        Reading(
            annotations=Annotations(
                path="a.jsonld",
                text=TEXT,
                marks=(
                    Mark("#e", "Person", (Fragment(0, 8),), "Eva Lind", e),
                    Mark("#e.2", "Minister", (Fragment(0, 8),), "Eva Lind", e),
                    Mark("#v", "Place", (Fragment(35, 41),), "Arvika", v),
                ),
                attributes=(
                    Attribute("A1", "assessing", "#e", "sure", e),
                    Attribute(
                        "A2", "tagging", "#e", "http://example.org/types#Minister", e
                    ),
                    Attribute("A3", "identifying", "#e", "http://example.org/Q1", e),
                ),
                notes=(
                    Note("#1", "commenting", "#e", "minister", e),
                    Note("#2", "commenting", "#v", "a town", at("#c")),
                ),
                links=(Link("#r", "in", "#e", "#v", at("#r")),),
                ids=frozenset("#e #e.2 #v #r A1 A2 A3 #1 #2".split()),  # noqa: SIM905  # short
            ),
            name="a",
            is_proved=True,
        )
    ]


@pytest.mark.parametrize(
    "wrap",
    [
        lambda it: it,
        lambda it: [it],
        lambda it: {"type": "AnnotationPage", "items": [it]},
        lambda it: {"type": "AnnotationPage", "items": it},
        lambda it: {"@context": CONTEXT, "@graph": [it]},
        lambda it: {"type": "AnnotationCollection", "first": {"items": [it]}},
        lambda it: {"first": {"items": [], "next": {"items": [it]}}},
    ],
    ids=["one", "list", "page", "one of a page", "graph", "collection", "next page"],
)
def test_annotations_stand_alone_in_lists_and_in_pages(wrap: Any) -> None:  # noqa: ANN401  # a function
    (reading,) = read(wrap(EVA))

    assert show(reading) == [("#e", "Person", 0, 8, "Eva Lind")]


def test_terms_may_have_the_prefix_of_their_vocabulary() -> None:
    annotation = {
        "@id": "#e",
        "@type": ["oa:Annotation"],
        "motivation": "oa:classifying",
        "body": {"@type": "oa:TextualBody", "value": "Person"},
        "target": select({"@type": "oa:TextPositionSelector", "start": 0, "end": 8}),
    }

    assert show(read_one(annotation)) == [("#e", "Person", 0, 8, "Eva Lind")]


PLACES = {
    "position": ([position(35, 41)], False),
    "quote": ([quoted("Arvika")], True),
    "position and quote": ([quoted("Arvika"), position(35, 41)], True),
    "with one that is not read": (
        [{"type": "XPathSelector", "value": "/p[1]"}, quoted("Arvika")],
        True,
    ),
    "prefix": ([quoted("Arvika", prefix="left ")], True),
    "refined by a position": (
        [quoted("Eva left Arvika", refinedBy=position(9, 15))],
        True,
    ),
    "refined by a quote": ([position(26, 41, refinedBy=quoted("Arvika"))], True),
    "refined twice": (
        [
            quoted(
                "Eva left Arvika.",
                refinedBy=position(4, 15, refinedBy=[position(5, 11)]),
            )
        ],
        True,
    ),
}


@pytest.mark.parametrize(("selectors", "is_proved"), PLACES.values(), ids=PLACES)
def test_a_target_is_found_by_any_selector(
    selectors: list[Json],
    is_proved: bool,  # noqa: FBT001  # a case
) -> None:
    reading = read_one(annotate("#v", select(*selectors), tag("Place")))

    assert show(reading) == [("#v", "Place", 35, 41, "Arvika")]
    assert (reading.findings, reading.is_proved) == ((), is_proved)


def test_prefix_and_suffix_tell_places_apart() -> None:
    first = annotate("#1", select(quoted("Eva", suffix=" Lind")), tag("A"))
    second = annotate("#2", select(quoted("Eva", prefix=". ")), tag("A"))

    assert [it[2] for it in show(read_one(first, second))] == [0, 26]


def test_positions_may_count_utf_16_if_all_quotes_say_so() -> None:
    moved = annotate("#v", select(position(36, 42), quoted("Arvika")), tag("Place"))

    reading = read_one(EVA, moved)

    assert [it[2:] for it in show(reading)] == [(0, 8, "Eva Lind"), (35, 41, "Arvika")]
    assert (reading.unit, reading.is_proved) == ("UTF-16 code units", True)


def test_a_span_is_moved_to_its_quote_if_that_stands_at_one_place() -> None:
    moved = annotate("#v", select(position(30, 36), quoted("Arvika")), tag("Place"))
    beyond = annotate("#w", select(position(90, 94), quoted("died")), tag("A"))

    reading = read_one(moved, EVA, beyond)

    assert [it[2:] for it in show(reading)] == [
        (35, 41, "Arvika"),
        (0, 8, "Eva Lind"),
        (20, 24, "died"),
    ]
    assert [(it.code, it.severity, it.message) for it in reading.findings] == [
        (
            "moved-span",
            Severity.WARNING,
            "#v says 30 36, its quote stands at 35 41 (2 like it)",
        )
    ]
    assert (reading.is_proved, reading.refused_count) == (False, 0)


def test_several_targets_and_tags_are_marks_of_their_own() -> None:
    targets = [select(quoted("Eva Lind")), select(quoted("Eva left"))]

    reading = read_one(annotate("#e", targets, tag("A"), tag("B"), tag("hm", "")))

    assert [it[:3] for it in show(reading)] == [
        ("#e", "A", 0),
        ("#e.2", "B", 0),
        ("#e.3", "A", 26),
        ("#e.4", "B", 26),
    ]
    assert [it.target_id for it in reading.annotations.notes] == ["#e", "#e.3"]


def test_without_an_id_or_a_tag_a_mark_has_names_of_ours() -> None:
    targets = select(position(0, 8)), select(position(9, 13))
    said = annotate(None, targets[1], motivation="highlighting", bodyValue="cue")

    reading = read_one(annotate(None, targets[0]), said)

    assert [it[:2] for it in show(reading)] == [
        ("T1", "annotation"),
        ("T2", "highlighting"),
    ]
    assert [(it.label, it.text) for it in reading.annotations.notes] == [
        ("highlighting", "cue")
    ]


def test_a_body_that_is_an_annotation_is_a_link() -> None:
    linked = annotate(
        "#s", select(position(9, 13)), tag("Cue"), {"id": "#e", "purpose": "linking"}
    )
    said = annotate("#l", "#e", "#v", motivation="linking")

    links = read_one(linked, EVA, ARVIKA, said).annotations.links

    assert [(it.link_id, it.label, it.source_id, it.target_id) for it in links] == [
        ("R1", "linking", "#s", "#e"),
        ("R2", "linking", "#e", "#v"),
    ]


def test_one_annotation_may_link_several() -> None:
    link = annotate("#r", ["#e", "#v", "#e"], tag("a"), tag("b"), motivation="linking")

    links = read_one(EVA, ARVIKA, link).annotations.links

    assert [(it.link_id, it.label, it.target_id) for it in links] == [
        ("#r", "a", "#v"),
        ("#r.2", "b", "#v"),
        ("#r.3", "a", "#e"),
        ("#r.4", "b", "#e"),
    ]


def test_links_without_an_id_of_their_own_have_one_of_ours() -> None:
    nameless = annotate(None, ["#e", "#v"], motivation="linking")
    targets = [select(position(9, 13)), "#e", "#v"]
    both = annotate("#b", targets, motivation="linking")

    reading = read_one(EVA, ARVIKA, nameless, both)

    assert [it.link_id for it in reading.annotations.links] == ["R1", "#b.2"]
    assert [it[0] for it in show(reading)] == ["#e", "#v", "#b"]


def test_tags_of_an_annotation_are_attributes() -> None:
    reading = read_one(EVA, annotate("#t", "#e", tag("checked")))

    assert [it[1:4] for it in reading.annotations.attributes] == [
        ("tagging", "#e", "checked")
    ]


def test_each_text_is_a_reading() -> None:
    bo = annotate("#b", select(position(0, 2), source={"id": "b"}), tag("Person"))
    link = annotate("#r", ["#e", "#b"], motivation="linking")

    first, second = read([EVA, bo, link])

    assert (first.name, show(first)) == ("a", [("#e", "Person", 0, 8, "Eva Lind")])
    assert (second.name, show(second)) == ("b", [("#b", "Person", 0, 2, "Bo")])
    assert [(it.code, it.message) for it in first.findings] == [
        ("dangling-id", '"#b" stands on no line of the file')
    ]


@pytest.mark.parametrize(
    ("creators", "annotator"),
    [
        ([{"name": "kim"}, {"name": "kim"}], "kim"),
        (
            ["http://example.org/kim", "http://example.org/kim"],
            "http://example.org/kim",
        ),
        ([{"name": "kim"}, {"name": "jo"}], ""),
        ([{"name": "kim"}, None], ""),
    ],
    ids=["name", "address", "two", "one of two"],
)
def test_the_annotator_is_the_only_creator(creators: list[Any], annotator: str) -> None:
    annotations = [
        {**it, "creator": creator}
        for it, creator in zip([EVA, ARVIKA], creators, strict=True)
    ]

    assert read_one(*annotations).annotator == annotator


@pytest.mark.parametrize(
    "source",
    [
        "a.txt",
        "a",
        "http://example.org/texts/a.txt?version=2#top",
        "http://example.org/a/",
        "file:///texts/%61.txt",
    ],
)
def test_the_text_is_the_file_that_the_address_ends_with(source: str) -> None:
    (reading,) = read(annotate("#e", select(position(0, 8), source=source)))

    assert (reading.name, reading.annotations.text) == ("a", TEXT)


SOURCES = {
    "another file": ("http://example.org/c.txt", "text-missing"),
    "page with markup": ("http://example.org/a.txt.html", "text-missing"),
    "no name": ("http://example.org/", "text-missing"),
    "folder above": ("http://example.org/..", "text-missing"),
    "slash in a name": ("http://example.org/x%2F..%2Fa.txt%00", "text-missing"),
    "broken address": ("http://[", "text-missing"),
    "not UTF-8": ("bad.txt", "text-unreadable"),
}


@pytest.mark.parametrize(("source", "code"), SOURCES.values(), ids=SOURCES)
def test_a_text_that_is_not_there_is_a_finding(source: str, code: str) -> None:
    target = select(position(0, 8), source=source)

    (reading,) = read([annotate("#e", target, tag("A"), tag("hm", ""))])

    assert [it.code for it in reading.findings] == [code]
    assert reading.refused_count == 2


def test_a_text_that_must_not_be_read_is_a_finding() -> None:
    def fail(_name: str) -> bytes:
        raise SourceError("a.txt: found a symbolic link")

    content = json.dumps(EVA).encode()
    file = AnnotationFile(path="a.jsonld", content=content, find_beside=fail)

    (reading,) = read_web_annotation(file)

    assert [it.code for it in reading.findings] == ["text-unreadable"]


def of_text(*selectors: Json, **more: Any) -> Json:  # noqa: ANN401  # JSON
    """An annotation with a defect."""
    return annotate("#x", select(*selectors), tag("A"), **more)


DEFECTS = {
    "position beyond the text": (
        of_text(position(0, 99)),
        ("span-beyond-text", "the span ends at 99, the text at 42"),
    ),
    "wrong order": (
        of_text(position(8, 0)),
        ("span-order", "the span 8-0 ends before it starts"),
    ),
    "no position": (
        of_text(position(None, 8)),
        ("offset-value", "an offset is missing"),
    ),
    "decimal": (of_text(position(0, 8.5)), ("offset-value", 'an offset is "8.5"')),
    "quote of nothing": (of_text(quoted("")), ("json-shape", "exact is missing")),
    "quote that is a number": (of_text(quoted(3)), ("json-shape", 'exact is "3"')),
    "prefix that is a list": (
        of_text(position(0, 8), quoted("Eva Lind", prefix=["a"])),
        ("json-shape", "prefix is an array"),
    ),
    "quote that is not there": (
        of_text(quoted("Bo")),
        ("quote-place", 'the quote "Bo" stands nowhere'),
    ),
    "quote with another suffix": (
        of_text(quoted("Eva", suffix=" died")),
        ("quote-place", 'the quote "Eva" stands nowhere'),
    ),
    "quote at two places": (
        of_text(quoted("Eva")),
        ("quote-place", 'the quote "Eva" stands at several places'),
    ),
    "quote that fits neither its place nor one place": (
        of_text(position(9, 12), quoted("Eva")),
        ("covered-text", '#x says "Eva", the text has "sai" at 9 12'),
    ),
    "refinement beyond its part": (
        of_text(quoted("Eva left", refinedBy=position(4, 9))),
        ("span-beyond-text", "the span ends at 9, the text at 8"),
    ),
    "refinement of a place that is not there": (
        of_text(quoted("Bo", refinedBy=position(0, 1))),
        ("quote-place", 'the quote "Bo" stands nowhere'),
    ),
    "refinement without a position": (
        of_text(quoted("Eva left", refinedBy=position(None, 1))),
        ("offset-value", "an offset is missing"),
    ),
    "refined quote that is a number": (
        of_text(quoted(3, refinedBy=position(0, 1))),
        ("json-shape", 'exact is "3"'),
    ),
    "another selector": (
        of_text({"type": "XPathSelector", "value": "/p"}),
        (
            "annotation-kind",
            '"XPathSelector" is no kind of annotation that is read (1 of them)',
        ),
    ),
    "refinement of another selector": (
        of_text({"type": "FragmentSelector", "refinedBy": position(0, 8)}),
        (
            "annotation-kind",
            '"FragmentSelector" is no kind of annotation that is read (1 of them)',
        ),
    ),
    "selector that is an address": (
        of_text("http://example.org/s"),  # type: ignore[arg-type]  # a defect
        (
            "annotation-kind",
            (
                '"a selector without a type" is no kind of annotation that is read '
                "(1 of them)"
            ),
        ),
    ),
    "no selector": (
        annotate("#x", SOURCE, tag("A")),
        (
            "whole-text",
            (
                '"a target without a selector" is about the whole text, and not read '
                "(1 of them)"
            ),
        ),
    ),
    "no source": (
        annotate("#x", {"selector": position(0, 8)}, tag("A")),
        ("json-shape", "the source of the target is missing"),
    ),
    "no target": (
        annotate("#x", None, tag("A")),
        ("json-shape", "the target is missing"),
    ),
    "an id twice": (
        annotate("#v", select(position(0, 8)), tag("A")),
        ("duplicate-id", '"#v" is declared again, first on line 1'),
    ),
    "a link to a text": (
        annotate("#r", ["#q", "#v"], motivation="linking"),
        ("dangling-id", '"#q" stands on no line of the file'),
    ),
    "nothing said of an annotation": (
        annotate("#x", "#v"),
        ("json-shape", "the body is missing"),
    ),
    "said of what has no words": (
        annotate("#x", "#q", tag("A")),
        ("dangling-id", '"#q" stands on no line of the file'),
    ),
    "a body of another shape": (
        annotate("#x", "#v", {"type": "Choice", "items": []}),
        ("json-shape", "a body is an object"),
    ),
    "an annotation that is a number": (3, ("json-shape", 'an annotation is "3"')),
    "an object without a target": (
        {"id": "#x"},
        ("json-shape", "an annotation is an object"),
    ),
    "a page elsewhere": (
        {"first": "http://example.org/p1"},
        (
            "page-elsewhere",
            ('the page "http://example.org/p1" of the collection is not in the file'),
        ),
    ),
}


@pytest.mark.parametrize(("value", "found"), DEFECTS.values(), ids=DEFECTS)
def test_a_defect_is_a_finding_and_the_rest_is_read(
    value: Any,  # noqa: ANN401  # JSON
    found: tuple[str, str],
) -> None:
    about_link = annotate("#q", ["#v", "#v"], motivation="linking")

    (reading,) = read([ARVIKA, about_link, value])

    assert [(it.code, it.message) for it in reading.findings] == [found]
    assert show(reading) == [("#v", "Place", 35, 41, "Arvika")]
    assert reading.refused_count == (found[0] != "page-elsewhere")


def test_what_is_about_no_text_is_a_reading_of_its_own() -> None:
    (reading,) = read({"first": "http://example.org/p1"})

    assert [it.code for it in reading.findings] == ["page-elsewhere"]
    assert (reading.annotations.text, reading.refused_count) == ("", 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "json-syntax"),
        (b'{"target": ', "json-syntax"),
        (b'[{"id": 1, "id": 2}]', "json-syntax"),
        (b"\xef\xbb\xbf{}", "json-syntax"),
        (b"\xff\xfe{\0", "text-encoding"),
        (b'{"items":[' * 1000, "json-syntax"),
    ],
    ids=["nothing", "truncated", "key twice", "byte order mark", "UTF-16", "deep"],
)
def test_a_defect_of_the_file_is_a_finding(content: bytes, code: str) -> None:
    (reading,) = read(content)

    assert [it.code for it in reading.findings] == [code]
    assert reading.refused_count == 1


def test_an_empty_list_has_no_texts() -> None:
    assert read([]) == []


def test_parts_that_cover_a_text_too_often_are_refused() -> None:
    text = b"a" * 10_000
    target = select(position(0, 10_000, refinedBy=position(0, 9_999)))
    annotations = [annotate(f"#{i}", target, tag("A")) for i in range(102)]
    content = json.dumps(annotations).encode()
    file = AnnotationFile(path="a", content=content, find_beside=lambda _: text)

    (reading,) = read_web_annotation(file)

    assert (len(reading.annotations.marks), reading.refused_count) == (100, 2)
    assert {it.code for it in reading.findings} == {"crowded-text"}


def test_quotes_are_not_looked_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimpack.readers.web_annotation_anchors.MOST_SEARCHED", 50)
    quotes = [annotate(f"#{i}", select(quoted("Arvika")), tag("A")) for i in range(3)]

    reading = read_one(*quotes)

    assert len(show(reading)) == 1
    assert {it.message for it in reading.findings} == {
        'the quote "Arvika" is not looked for, after so many others'
    }


def count_annotation(value: Json, known: set[str]) -> int:
    """How many annotations one of a file is, counted by its JSON alone."""
    bodies = value["body"]
    tags = sum(1 for it in bodies if it.get("purpose") == "tagging")
    others = len(bodies) - tags
    targets = value["target"]
    ends = [it for it in targets if isinstance(it, str) and it in known]
    words = len(targets) - len(ends)
    total = words * (max(1, tags) + others)
    if len(ends) > 1 and value.get("motivation") == "linking":
        return total + (len(ends) - 1) * max(1, tags) + others
    return total + len(ends) * max(1, tags + others)


SELECTORS = st.one_of(
    st.builds(position, st.integers(-1, 45), st.integers(-1, 45)),
    st.builds(quoted, st.sampled_from(["Eva", "Arvika", "", "🕯 died"])),
    st.builds(
        position,
        st.integers(0, 9),
        st.integers(9, 30),
        refinedBy=st.builds(quoted, st.just("Eva")),
    ),
    st.just({"type": "XPathSelector"}),
)
TARGETS = st.one_of(
    st.builds(
        select, SELECTORS, source=st.sampled_from(["a.txt", "b.txt", "c.txt", ""])
    ),
    st.builds(select, SELECTORS, SELECTORS),
    st.sampled_from(["#1", "#2", "#3", SOURCE]),
)
BODIES = st.one_of(
    st.builds(
        tag, st.sampled_from(["A", "B"]), st.sampled_from(["tagging", "", "linking"])
    ),
    st.sampled_from(
        [{"id": "#1"}, {"id": "#2", "purpose": "linking"}, {"type": "Choice"}]
    ),
)
ANNOTATIONS = st.fixed_dictionaries(
    {
        "target": st.lists(TARGETS, min_size=1, max_size=3),
        "body": st.lists(BODIES, max_size=3),
    },
    optional={"motivation": st.just("linking")},
)


@given(st.lists(ANNOTATIONS, max_size=5))
def test_all_that_is_in_the_file_is_read_or_refused(values: list[Json]) -> None:
    annotations = [{"id": f"#{i}", **it} for i, it in enumerate(values)]
    known = {it["id"] for it in annotations}

    readings = read(annotations)

    total = sum(count_annotation(it, known) for it in annotations)
    counted = 0
    for reading in readings:
        it = reading.annotations
        ids = [
            *(mark.mark_id for mark in it.marks),
            *(attribute.attribute_id for attribute in it.attributes),
            *(note.note_id for note in it.notes),
            *(link.link_id for link in it.links),
        ]
        counted += len(ids) + reading.refused_count
        assert len(set(ids)) == len(ids)
        assert it.ids >= set(ids)
        for mark in it.marks:
            ((start, end),) = mark.fragments
            assert it.text[start:end] == mark.text
    assert counted == total


@given(st.binary(max_size=30), st.integers(0, 500), st.integers(0, 20))
def test_no_bytes_are_too_much(more: bytes, place: int, size: int) -> None:
    link = annotate("#r", ["#e", "#v"], motivation="linking")
    content = json.dumps([EVA, ARVIKA, link]).encode()

    readings = read(content[:place] + more + content[place + size :])

    assert all(isinstance(it, Reading) for it in readings)


@pytest.mark.parametrize(
    ("head", "is_it"),
    [
        (json.dumps(EVA).encode(), True),
        (b'\xef\xbb\xbf [{"@type": "oa:Annotation", "target": "a"', True),
        (b'{"@context": "http://www.w3.org/ns/anno.jsonld", "target"', True),
        (b'{"data": {}, "annotations": [{"result": []}]}', False),
        (b'{"type": "Annotation"}', False),
        (b'"Annotation" "target"', False),
        (b"", False),
    ],
    ids=["one", "prefix", "context", "label studio", "no target", "no object", "none"],
)
def test_the_format_is_known_by_its_content(head: bytes, is_it: bool) -> None:  # noqa: FBT001  # a case
    assert is_web_annotation(head) is is_it
