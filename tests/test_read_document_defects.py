"""What is wrong with documents of our own, and what of them is read all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from articles import make_document
from claimpack.findings import Finding, Location, Severity
from claimpack.mapping.chains import MOST_LINKS
from claimpack.readers.document_shape import MOST_FAULTS, load_check
from claimpack.schema_files import load_document_schema
from documents import (
    TEXT,
    Json,
    find_part,
    make_content,
    map_again,
    read_file,
    read_one,
)

MISSING = object()
"""Stands for a key that is taken away."""
SCHEMA_ERRORS: dict[str, tuple[str, Any, str]] = {
    "no article": ("article", MISSING, "article is missing"),
    "no text": ("article.text", MISSING, "text of article is missing"),
    "a text that is a number": ("article.text", 3, 'text of article is "3"'),
    "a key that is not known": ("claims.0.sure", 1, "sure of claim 1 is there"),
    "claims that are an object": ("claims", {}, "claims is an object"),
    "a claim that is a number": ("claims.0", 3, 'claim 1 is "3"'),
    "a code that is not known": (
        "claims.0.certainty",
        "sure",
        'certainty of claim 1 is "sure"',
    ),
    "a precision that is a decimal": (
        "claims.0.place_precision",
        1.0,
        'place_precision of claim 1 is "1.0"',
    ),
    "a precision that is true": (
        "claims.0.place_precision",
        True,
        "place_precision of claim 1 is true or false",
    ),
    "an id in capitals": (
        "claims.0.node_id",
        "E2",
        'node_id of claim 1 is "E2"',
    ),
    "an id with a line break": (
        "events.0.node_id",
        "e1\n",
        'node_id of event 1 is "e1\\n"',
    ),
    "no words": (
        "mentions.0.passage.spans",
        [],
        "spans of passage of mention 1 is empty",
    ),
    "a negative offset": (
        "mentions.0.passage.spans.0.char_start",
        -1,
        'char_start of span 1 of passage of mention 1 is "-1"',
    ),
    "an offset that is a decimal": (
        "mentions.0.passage.spans.0.char_start",
        0.0,
        'char_start of span 1 of passage of mention 1 is "0.0"',
    ),
    "an offset in quotes": (
        "mentions.0.passage.spans.0.char_end",
        "8",
        'char_end of span 1 of passage of mention 1 is "8"',
    ),
    "a level that is no number": (
        "claims.0.attributions.1.level",
        None,
        "level of attribution 2 of claim 1 is missing",
    ),
    "a flag in words": (
        "claims.0.is_presupposed",
        "yes",
        'is_presupposed of claim 1 is "yes"',
    ),
}


def change(content: Json, path: str, value: Any) -> Json:  # noqa: ANN401  # JSON
    """The document with another value at a path, or without the key there."""
    above, _, name = path.rpartition(".")
    part = find_part(content, above)
    if value is MISSING:
        del part[name]
    else:
        part[int(name) if name.isdigit() else name] = value
    return content


def list_findings(content: Json, **form: Any) -> list[tuple[str, str]]:  # noqa: ANN401  # JSON
    """The codes and messages of what is found in a document."""
    return [(it.code, it.message) for it in read_one(content, **form).findings]


@pytest.mark.parametrize(
    ("path", "value", "message"), SCHEMA_ERRORS.values(), ids=SCHEMA_ERRORS
)
def test_a_document_of_another_shape_is_refused_with_all_its_parts(
    path: str,
    value: Any,  # noqa: ANN401  # JSON
    message: str,
) -> None:
    reading = read_one(change(make_content(), path, value), indent=1)

    assert [(it.code, it.message) for it in reading.findings] == [
        ("json-shape", message)
    ]
    assert reading.annotations.marks == ()
    expected = 5 if path == "claims" else 6
    assert reading.refused_count == expected


def test_a_fault_of_the_shape_is_told_at_its_line() -> None:
    content = change(make_content(), "events.0.participants", [{"role": "actor"}])
    text = json.dumps(content, indent=1)
    line = text.split("\n").index('     "role": "actor"')

    (finding,) = read_one(content, indent=1).findings

    assert finding == Finding(
        code="json-shape",
        severity=Severity.ERROR,
        location=Location(
            path="a.json", line=line, column=5, excerpt="    {", excerpt_start=1
        ),
        message="mark_id of participant 1 of event 1 is missing",
        expected="a value",
    )


def test_no_more_faults_are_told_than_one_reads() -> None:
    content = {"article": {}, "claims": [3] * 100, "events": dict.fromkeys("ab", 1)}

    reading = read_one(content)

    assert len(reading.findings) == MOST_FAULTS
    assert {it.hint for it in reading.findings} == {"there are more such places"}
    assert reading.refused_count == 100


DEFECTS: dict[str, tuple[str, Any, tuple[str, str], int]] = {
    "another text": (
        "article.text_sha256",
        "0" * 64,
        (
            "not-of-text",
            f'text_sha256 is "{"0" * 59}…", which is not that of the text',
        ),
        0,
    ),
    "a title elsewhere": (
        "article.title_start",
        3,
        ("not-of-text", 'title_start is "3", which is not that of the text'),
        0,
    ),
    "a day that is none": (
        "article.retrieved",
        "2031-02-30",
        ("metadata-value", 'retrieved is "2031-02-30"'),
        0,
    ),
    "a span that moved": (
        "mentions.0.passage.spans.0",
        {"char_start": 1, "char_end": 9, "text": "Eva Lind"},
        ("covered-text", 't1 says "Eva Lind", the text has "va Lind " at 1 9'),
        1,
    ),
    "a span beyond the text": (
        "mentions.0.passage.spans.0",
        {"char_start": 1, "char_end": 999, "text": "Eva Lind"},
        ("span-beyond-text", f"the span ends at 999, the text at {len(TEXT)}"),
        1,
    ),
    "a span that ends before it starts": (
        "mentions.0.passage.spans.0",
        {"char_start": 8, "char_end": 1, "text": "Eva Lind"},
        ("span-order", "the span 8-1 ends before it starts"),
        1,
    ),
    "a fragment before the other": (
        "claims.0.hedges.0.spans.1",
        {"char_start": 1, "char_end": 3, "text": "va"},
        ("fragment-order", "the fragment 1-3 starts before 3, where another ends"),
        1,
    ),
    "a fragment that moved": (
        "claims.0.hedges.0.spans.1",
        {"char_start": 4, "char_end": 6, "text": "va"},
        ("covered-text", 't11 says "va", the text has "Li" at 4 6'),
        1,
    ),
    "a place that is not there": (
        "claims.0.place_mark_id",
        "t99",
        ("dangling-id", '"t99" stands on no line of the file'),
        0,
    ),
    "a link to nothing": (
        "links",
        [{"claim_node_id": "e2", "relation": "restates", "target_node_id": "e99"}],
        ("dangling-id", '"e99" stands on no line of the file'),
        1,
    ),
    "one mark as two": (
        "claims.0.hedges.0.mark_id",
        "t3",
        ("duplicate-id", '"t3" is declared again, first on line 1'),
        1,
    ),
    "levels with a gap": (
        "claims.0.attributions.1.level",
        3,
        ("chain-levels", "the attributions of e2 have the levels 1, 3"),
        0,
    ),
}


@pytest.mark.parametrize(
    ("path", "value", "found", "refused"), DEFECTS.values(), ids=DEFECTS
)
def test_a_defect_is_a_finding_and_the_rest_is_read(
    path: str,
    value: Any,  # noqa: ANN401  # JSON
    found: tuple[str, str],
    refused: int,
) -> None:
    content = change(make_content(), path, value)

    reading = read_one(content)

    assert [(it.code, it.message) for it in reading.findings] == [found]
    assert reading.refused_count == refused
    is_link = path == "links"
    assert len(reading.annotations.marks) == 11 - (refused and not is_link)
    assert len(reading.annotations.nodes) == 4


LISTS = ["mentions", "events", "claims", "claims.0.attributions"]


@pytest.mark.parametrize("part", LISTS)
def test_what_stands_in_a_list_twice_is_read_once(part: str) -> None:
    content = make_content()
    items = find_part(content, part)
    items.append(items[0])

    reading = read_one(content)

    assert [it.code for it in reading.findings] == ["duplicate-id"]
    assert reading.refused_count == 1
    assert len(reading.annotations.marks) + len(reading.annotations.nodes) == 15


def test_an_attribution_around_two_claims_says_the_same_of_itself() -> None:
    content = make_content()
    first = content["claims"][0]
    link = {**first["attributions"][0], "act": "fact"}
    content["claims"].append({**first, "node_id": "e9", "attributions": [link]})

    assert list_findings(content) == [
        ("duplicate-id", '"e4" is declared again, first on line 1')
    ]


def test_a_claim_is_no_attribution_of_another() -> None:
    content = make_content()
    second = {**content["claims"][0], "node_id": "e9"}
    link = {**content["claims"][0]["attributions"][0], "node_id": "e2"}
    content["claims"].append({**second, "attributions": [link]})

    reading = read_one(content)

    assert [it.code for it in reading.findings] == ["duplicate-id"]
    assert len(reading.annotations.nodes) == 5


def test_a_chain_that_is_too_long_is_told_when_it_is_mapped() -> None:
    content = make_content()
    first = content["claims"][0]["attributions"][0]
    content["claims"][0]["attributions"] = [
        {**first, "node_id": f"e{number}", "level": number}
        for number in range(10, 11 + MOST_LINKS)
    ]
    reading = read_one(content)

    mapped = map_again(reading, make_document(TEXT, "", ""))

    assert reading.findings == ()
    assert [it.code for it in mapped.findings] == ["chain-length"]


@pytest.mark.parametrize(
    ("encoding", "unit"),
    [("utf-16-le", "UTF-16 code units"), ("utf-8", "UTF-8 bytes")],
    ids=["UTF-16", "UTF-8"],
)
def test_the_words_prove_what_offsets_count(encoding: str, unit: str) -> None:
    content = make_content()
    size = len("a".encode(encoding))
    for span in iter_spans(content):
        for key in ("char_start", "char_end"):
            span[key] = len(TEXT[: span[key]].encode(encoding)) // size

    reading = read_one(content)

    assert (reading.unit, reading.is_proved, reading.findings) == (unit, True, ())
    marks = read_one(make_content()).annotations.marks
    assert [it[:-1] for it in reading.annotations.marks] == [it[:-1] for it in marks]


def iter_spans(part: Any) -> Iterator[Json]:  # noqa: ANN401  # JSON
    """Yield the spans in a part of a document."""
    if isinstance(part, dict):
        if "char_start" in part:
            yield part
        part = list(part.values())
    for item in part if isinstance(part, list) else ():
        yield from iter_spans(item)


def test_a_bad_value_of_the_metadata_is_told_at_its_line_and_left_out() -> None:
    content = make_content(publisher="The Herald")
    content["article"]["title"] = "Flood"
    text = json.dumps(content, indent=1)
    line = text.split("\n").index('  "title": "Flood",') + 1

    reading = read_one(content, indent=1)

    assert [(it.code, it.location.line) for it in reading.findings] == [
        ("metadata-title", line)
    ]
    assert "title" not in reading.metadata
    assert reading.metadata["publisher"] == "The Herald"


def test_a_place_of_no_title_is_told() -> None:
    content = change(make_content(), "article.title", MISSING)

    assert [code for code, _ in list_findings(content)] == ["not-of-text"] * 2


def test_all_marks_and_nodes_are_read_or_refused() -> None:
    content = make_content()
    content["mentions"][0]["passage"]["spans"][0]["char_start"] = 2
    content["mentions"][1]["passage"]["spans"][0]["char_end"] = 2

    reading = read_one(content)

    count = len(reading.annotations.marks) + len(reading.annotations.nodes)
    assert (count, reading.refused_count) == (13, 2)


GOOD = json.dumps(make_content()).encode()
FILES = {
    "nothing": (b"", "json-syntax", 1),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, "json-syntax", 1),
    "Latin 1": (GOOD.replace(b"Eva", b"\xe9va"), "text-encoding", 1),
    "the end is missing": (GOOD[:-1], "json-syntax", 1),
    "a key twice": (
        GOOD.replace(b'"claims"', b'"events": [], "claims"'),
        "json-syntax",
        1,
    ),
    "not a number": (
        GOOD.replace(b'"char_start": 0', b'"char_start": NaN'),
        "json-syntax",
        1,
    ),
    "deep": (b'{"article": ' + b"[" * 100_000, "json-syntax", 1),
    "half of a character": (GOOD.replace(b"40 died.", b"\\ud83d"), "json-syntax", 1),
    "a number": (b"[3]", "json-shape", 1),
    "one document twice": (b"[" + GOOD + b"," + GOOD + b"]", "duplicate-id", 6),
}


@pytest.mark.parametrize(("content", "code", "refused"), FILES.values(), ids=FILES)
def test_a_defect_of_the_file_is_a_finding(
    content: bytes, code: str, refused: int
) -> None:
    readings = read_file(content)

    findings = [finding for reading in readings for finding in reading.findings]
    assert [it.code for it in findings] == [code]
    assert sum(it.refused_count for it in readings) == refused


def list_paths(part: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:  # noqa: ANN401  # JSON
    """Yield the paths of all parts of a document."""
    if path:
        yield path
    items = dict(enumerate(part)) if isinstance(part, list) else part
    for name, item in items.items() if isinstance(items, dict) else ():
        yield from list_paths(item, (*path, str(name)))


VALUES = st.sampled_from(
    [
        MISSING,
        None,
        True,
        0,
        1,
        7,
        8,
        -3,
        "",
        "x",
        "E 1",
        "t1",
        "2031",
        [],
        {},
        [1],
        ["a"],
    ]
)


@given(
    st.lists(
        st.tuples(st.sampled_from([*list_paths(make_content())]), VALUES),
        max_size=2,
    )
)
def test_a_document_has_its_shape_where_jsonschema_finds_no_error(
    changes: list[tuple[tuple[str, ...], Any]],
) -> None:
    content = make_content()
    for path, value in changes:
        is_item = path[-1].isdigit()
        try:
            change(
                content, ".".join(path), [] if is_item and value is MISSING else value
            )
        except (KeyError, IndexError, TypeError):
            continue
    registry: Registry[Any] = Registry()
    validator = Draft202012Validator(load_document_schema(), registry=registry)

    assert (not load_check()(content)) == validator.is_valid(content)


def test_every_keyword_of_the_schema_is_one_that_is_checked() -> None:
    keywords = {
        "type",
        "properties",
        "required",
        "additionalProperties",
        "items",
        "minItems",
        "enum",
        "pattern",
        "minLength",
        "minimum",
        "$ref",
    }
    others = {"description", "vocabulary", "title", "$schema", "$id", "$defs"}
    # A day of the metadata is checked as the cell that it becomes.
    others.add("format")

    assert {*iter_keywords(load_document_schema())} == keywords | others


def iter_keywords(schema: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    """Yield the keywords of a schema and of those within it."""
    yield from schema
    for key in ("properties", "$defs"):
        for part in schema.get(key, {}).values():
            yield from iter_keywords(part)
    yield from iter_keywords(schema["items"]) if "items" in schema else ()
    if schema.get("type") == "object":
        assert schema["additionalProperties"] is False
