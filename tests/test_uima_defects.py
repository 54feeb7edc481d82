"""Defects of UIMA CAS: each is one finding, placed at what is wrong."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from claimpack.annotations import AnnotationFile, Annotations, Reading
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.uima import read_cas_json, read_cas_xmi
from uima_files import (
    SEGMENT,
    TYPES,
    mark,
    read_all_xmi,
    read_json,
    write_json,
    write_type,
    write_types,
    write_xmi,
)

TEXT = "Eva 😊 said so ."
EVA = 'a.Span 2 0 3 value="x"'


def show(finding: Finding) -> str:
    """Code, line and message of a finding."""
    line = finding.location.line
    return f"{finding.code} {line}: {finding.message}" if line else show_file(finding)


def show_file(finding: Finding) -> str:
    """Code and message of a finding about a whole file."""
    return f"{finding.code}: {finding.message}"


def test_a_finding_stands_at_the_id_of_what_is_wrong() -> None:
    content = write_xmi(TEXT, EVA, "a.Span 3 4 5")

    (reading,) = read_all_xmi(content)

    line = '<n0:Span xmi:id="3" sofa="1" begin="4" end="5" />'
    assert reading.findings == (
        Finding(
            code="split-character",
            severity=Severity.ERROR,
            location=Location(path="a.xmi", line=4, column=14, excerpt=line),
            message=(
                "the span 4-5 begins or ends within a character, in UTF-16 code units"
            ),
        ),
    )
    assert [it.mark_id for it in reading.annotations.marks] == ["T2"]
    assert reading.annotations.ids == {"T2", "T3", "A1"}
    assert reading.refused_count == 1


NODE = '<n0:{} xmlns:n0="http:///a.ecore" {}/>'


@pytest.mark.parametrize(
    ("elements", "findings", "counts"),
    [
        pytest.param(
            [EVA, "a.Span 3 9 4"],
            ["span-order 4: the span 9-4 ends before it starts"],
            (1, 1),
            id="reversed",
        ),
        pytest.param(
            [EVA, "a.Span 3 0 17"],
            ["span-beyond-text 4: the span ends at 17, the text at 16"],
            (1, 1),
            id="beyond-the-text",
        ),
        pytest.param(
            [EVA, "a.Span 3 -1 2", "a.Span 4 +1 2", "a.Span 5 1e1 2", "a.Span 6 ٣ 4"],
            [
                'offset-value 4: an offset is "-1"',
                'offset-value 5: an offset is "+1"',
                'offset-value 6: an offset is "1e1"',
                'offset-value 7: an offset is "٣"',
            ],
            (1, 4),
            id="offsets",
        ),
        pytest.param(
            [NODE.format("Span", 'xmi:id="2" sofa="1" end="3"')],
            ["offset-value 3: an offset is missing"],
            (0, 1),
            id="no-begin",
        ),
        pytest.param(
            [NODE.format("Span", 'sofa="1" begin="0" end="3"')],
            ["id-form 3: the id is missing"],
            (0, 1),
            id="no-id",
        ),
        pytest.param(
            [EVA, "a.Span 2 4 6"],
            ["duplicate-id 4: 2 is declared again, first on line 3"],
            (1, 1),
            id="id-twice",
        ),
        pytest.param(
            [EVA, "a.Span 1 4 6"],
            ["duplicate-id 4: 1 is declared again, first on line 5"],
            (1, 1),
            id="id-of-the-text",
        ),
        pytest.param(
            [EVA, 'b.Other 3 0 3 value="x"'],
            ['type-unknown 4: the type "b.Other" is not in the type system'],
            (1, 1),
            id="unknown-type",
        ),
        pytest.param(
            ['<x:y xmlns:x="urn:z" xmi:id="2"/>'],
            ['type-unknown 3: the type "{urn:z}y" is not in the type system'],
            (0, 1),
            id="name-that-is-no-type",
        ),
        pytest.param(
            ['<x:Span xmlns:x="http:///uima/noNamespace.ecore" xmi:id="2"/>'],
            ['type-unknown 3: the type "Span" is not in the type system'],
            (0, 1),
            id="last-part-of-a-type",
        ),
        pytest.param(
            [EVA, 'a.Span 3 0 3 worth="x"'],
            [
                (
                    'feature-unknown 4: Span has the feature "worth", '
                    "which is not in the type system"
                )
            ],
            (1, 1),
            id="unknown-feature",
        ),
        pytest.param(
            [NODE.format("Span", 'xmi:id="2" sofa="9" begin="0" end="3"')],
            ['dangling-id 3: "9" stands on no line of the file'],
            (0, 1),
            id="no-such-text",
        ),
        pytest.param(
            [EVA, 'a.Rel 3 0 3 Governor="2" Dependent="9"'],
            ['dangling-id 4: "9" stands on no line of the file'],
            (1, 1),
            id="relation-to-nowhere",
        ),
        pytest.param(
            [EVA, 'a.Rel 3 0 3 Governor="2"'],
            ["relation-end 4: Rel has nothing as its Dependent"],
            (1, 1),
            id="relation-without-an-end",
        ),
        pytest.param(
            [EVA, 'a.Rel 3 0 3 Governor="2" Dependent="1"'],
            ['relation-end 4: Rel has "1" as its Dependent'],
            (1, 1),
            id="relation-to-the-text",
        ),
        pytest.param(
            [EVA, 'a.Rel 3 0 3 Governor="2" Dependent="two"'],
            ['structure-form 4: a feature structure has "two" as a value'],
            (1, 1),
            id="reference-that-is-none",
        ),
        pytest.param(
            [
                "a.Span 2 0 99",
                EVA.replace("2", "3"),
                'a.Rel 4 0 3 Governor="2" Dependent="3"',
            ],
            ["span-beyond-text 3: the span ends at 99, the text at 16"],
            (2, 1),
            id="relation-to-what-is-refused",
        ),
        pytest.param(
            [EVA, 'a.Filler 3 - - target="2"', 'a.Frame 4 0 3 links="3 9"'],
            ['dangling-id 5: "9" stands on no line of the file'],
            (2, 1),
            id="slot-filled-from-nowhere",
        ),
        pytest.param(
            [EVA, 'a.Filler 3 - - target="9"', 'a.Frame 4 0 3 links="3"'],
            [
                'dangling-id 4: "9" stands on no line of the file',
                (
                    'feature-left-out 4: "links without a target" of Frame is not read '
                    "(1 of them)"
                ),
            ],
            (2, 1),
            id="slot-filled-by-what-is-nowhere",
        ),
        pytest.param(
            ['a.Filler 3 - - target="4" extra="x"', 'a.Frame 4 0 3 links="3"'],
            ['feature-left-out 3: "extra" of Filler is not read (1 of them)'],
            (2, 0),
            id="value-of-a-slot",
        ),
        pytest.param(
            ['a.Tree 2 0 3 parent="1" children="1 9"'],
            [
                'dangling-id 3: "9" stands on no line of the file',
                'feature-left-out 3: "children" of Tree is not read (1 of them)',
                'feature-left-out 3: "parent" of Tree is not read (1 of them)',
            ],
            (1, 0),
            id="references-to-no-annotation",
        ),
        pytest.param(
            ['a.Link 2 0 3 next="9"', "a.Link 3 0 3"],
            ['dangling-id 3: "9" stands on no line of the file'],
            (2, 0),
            id="chain-that-is-broken",
        ),
        pytest.param(
            [EVA, 'a.Filler 3 - - target="2"'],
            [
                (
                    'annotation-without-span 4: "Filler" has no place in a text and is '
                    "not read (1 of them)"
                )
            ],
            (1, 1),
            id="slot-of-nothing",
        ),
        pytest.param(
            [
                NODE.format("Whole", f'xmi:id="{number}" sofa="1" author="x"')
                for number in (2, 3)
            ],
            [
                (
                    'annotation-without-span 3: "Whole" has no place in a text and is '
                    "not read (2 of them)"
                )
            ],
            (0, 2),
            id="annotation-of-the-whole-text",
        ),
    ],
)
def test_each_defect_refuses_what_it_is_about(
    elements: list[str], findings: list[str], counts: tuple[int, int]
) -> None:
    (reading,) = read_all_xmi(write_xmi(TEXT, *elements))

    it = reading.annotations
    relations = [link for link in it.links if link.label == "Rel"]
    read_count = len(it.marks) + len(it.nodes) + len(relations)
    assert list(map(show, reading.findings)) == findings
    assert (read_count, reading.refused_count) == counts


@pytest.mark.parametrize(
    ("structures", "findings", "counts"),
    [
        pytest.param(
            [mark(2, "a.Span", 0, 3) | {"begin": True}],
            ["offset-value 3: an offset is true or false"],
            (0, 1),
            id="offset-true",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 3) | {"end": 3.0}],
            ['offset-value 3: an offset is "3.0"'],
            (0, 1),
            id="offset-decimal",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 12345678901)],
            ['offset-value 3: an offset is "12345678901"'],
            (0, 1),
            id="offset-huge",
        ),
        pytest.param(
            [mark(2, "a.Span", 4, 5)],
            [
                (
                    "split-character 3: the span 4-5 begins or ends within a character"
                    ", in UTF-16 code units"
                )
            ],
            (0, 1),
            id="within-a-character",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 3), mark(2, "a.Span", 0, 3)],
            ["duplicate-id 4: 2 is declared again, first on line 3"],
            (1, 1),
            id="id-twice",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 3) | {"%ID": "2"}, mark(3, "a.Span", 0, 3)],
            ['id-form 3: the id is "2"'],
            (1, 1),
            id="id-in-quotes",
        ),
        pytest.param(
            [mark(2, "a.Rel", 0, 3, _Governor=True, _Dependent=2)],
            ['structure-form 3: a feature structure has "true" as a value'],
            (0, 1),
            id="reference-true",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 3, value={"x": 1})],
            [
                (
                    'structure-form 3: a feature structure has "{"value": {"x": 1}}" '
                    "as a value"
                )
            ],
            (0, 1),
            id="value-that-is-an-object",
        ),
        pytest.param(
            [{"%ID": 3, "%TYPE": "uima.cas.String[]", "%ELEMENTS": [[]]}],
            [
                (
                    'structure-form 3: a feature structure has "{"%ELEMENTS": [[]]}" '
                    "as a value"
                )
            ],
            (0, 0),
            id="elements-that-are-lists",
        ),
        pytest.param(
            [
                mark(2, "a.Span", 0, 3),
                {"%ID": 3, "%TYPE": "a.Filler", "@target": 2},
                {"%ID": 4, "%TYPE": "a.Filler[]", "%ELEMENTS": [3, 9]},
                mark(5, "a.Frame", 0, 3, _links=4),
            ],
            ['dangling-id 5: "9" stands on no line of the file'],
            (2, 1),
            id="array-with-what-is-nowhere",
        ),
        pytest.param(
            [mark(2, "a.Frame", 0, 3, _links=9)],
            ['dangling-id 3: "9" stands on no line of the file'],
            (1, 1),
            id="array-that-is-nowhere",
        ),
        pytest.param(
            [mark(2, "a.Span", 0, 3) | {"^begin": 0}],
            [
                (
                    'feature-unknown 3: Span has the feature "^begin", which is not in '
                    "the type system"
                )
            ],
            (0, 1),
            id="anchor",
        ),
    ],
)
def test_each_defect_of_json_refuses_what_it_is_about(
    structures: list[dict[str, Any]], findings: list[str], counts: tuple[int, int]
) -> None:
    reading = read_json(TEXT, *structures)

    it = reading.annotations
    read_count = len(it.marks) + len(it.nodes)
    assert list(map(show, reading.findings)) == findings
    assert (read_count, reading.refused_count) == counts


XMI = write_xmi(TEXT, EVA)
IT = "nothing is read of it: "
NOT_READ = f"cas-not-read: {IT}"
REFUSED = f"{NOT_READ}dkpro-cassis refuses it with "
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        pytest.param(
            XMI.replace(b"<xmi", BOMB + b"<xmi", 1),
            f"cas-not-read 2: {IT}a document type (DOCTYPE), which could define "
            "entities",
            id="doctype",
        ),
        pytest.param(
            XMI.replace(b'"1.0"', b'"1.1"', 1),
            f'cas-not-read 1: {IT}version "1.1" of XML instead of 1.0',
            id="xml-1.1",
        ),
        pytest.param(
            XMI.replace(b"UTF-8", b"ISO-8859-1", 1),
            f'cas-not-read 1: {IT}the encoding "ISO-8859-1" instead of UTF-8',
            id="declared-encoding",
        ),
        pytest.param(
            XMI.replace(b"Eva", b"Ev\xe4"),
            "text-encoding 4: byte 308 of the file, 0xE4, is not UTF-8: nothing is "
            "read",
            id="encoding",
        ),
        pytest.param(XMI[:-10], f"cas-not-read 5: {IT}unclosed token", id="truncated"),
        pytest.param(
            XMI.replace(b'value="x"', b'value="&x;"'),
            f"cas-not-read 3: {IT}undefined entity",
            id="entity",
        ),
        pytest.param(
            b"<a/>", f'{NOT_READ}the element "a" instead of xmi:XMI', id="other-xml"
        ),
        pytest.param(
            XMI.replace(b"<cas:View", b"<a>" * 20 + b"</a>" * 20 + b"<cas:View"),
            f"cas-not-read 5: {IT}elements in more than 16 levels",
            id="depth",
        ),
        pytest.param(
            XMI.replace(b'sofaNum="1"', b'sofaNum="one"'),
            f"{REFUSED}ValueError \"invalid literal for int() with base 10: 'one'\"",
            id="what-the-library-refuses",
        ),
        pytest.param(
            XMI.replace(
                b"<cas:Sofa",
                b"".join(b'<cas:Sofa xmi:id="%d"/>' % it for it in range(10, 110))
                + b"<cas:Sofa",
            ),
            f"{NOT_READ}101 texts; 100 are read at most",
            id="texts",
        ),
    ],
)
def test_a_file_that_is_not_read_has_one_finding(content: bytes, finding: str) -> None:
    (reading,) = read_all_xmi(content)

    assert list(map(show, reading.findings)) == [finding]
    assert reading == Reading(
        annotations=Annotations(path="a.xmi", text=""),
        findings=reading.findings,
        refused_count=content.count(b"begin="),
    )


def test_a_large_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimpack.readers.uima.LARGEST_CAS_BYTES", 100)

    (reading,) = read_all_xmi(XMI)

    found = f"a.xmi: found {len(XMI)} bytes; expected at most 100; split it or raise "
    assert list(map(show, reading.findings)) == [f"{NOT_READ}{found}the limit."]


JSON = write_json(TEXT, mark(2, "a.Span", 0, 3))
TEXTS = b", ".join(
    b'{"%%ID": %d, "%%TYPE": "uima.cas.Sofa"}' % number for number in range(1, 102)
)


@pytest.mark.parametrize(
    ("content", "finding"),
    [
        pytest.param(
            JSON[:-2],
            "json-syntax 4: found the end (Expecting ',' delimiter): the file is not "
            "read",
            id="truncated",
        ),
        pytest.param(
            JSON.replace(b'"begin": 0', b'"begin": 0, "begin": 1'),
            'json-syntax 3: found the key "begin" a second time in one object: the '
            "file is not read",
            id="key-twice",
        ),
        pytest.param(b"[]", f"{NOT_READ}no list %FEATURE_STRUCTURES", id="a-list"),
        pytest.param(b"{}", f"{NOT_READ}no list %FEATURE_STRUCTURES", id="nothing"),
        pytest.param(
            b'{"%FEATURE_STRUCTURES": {"1": {}}}',
            f"{NOT_READ}no list %FEATURE_STRUCTURES",
            id="structures-by-id",
        ),
        pytest.param(
            b'{"%TYPES": [], "%FEATURE_STRUCTURES": []}',
            f"{NOT_READ}%TYPES that are no types",
            id="types-in-a-list",
        ),
        pytest.param(
            b'{"%TYPES": {"a.A": []}, "%FEATURE_STRUCTURES": []}',
            f"{NOT_READ}%TYPES that are no types",
            id="type-that-is-a-list",
        ),
        pytest.param(
            b'{"%TYPES": {}, "%FEATURE_STRUCTURES": [' + TEXTS + b"]}",
            f"{NOT_READ}101 texts; 100 are read at most",
            id="texts",
        ),
        pytest.param(
            JSON.replace(b'"sofaNum": 1, "sofaID": "_InitialView",', b""),
            f"{REFUSED}TypeError "
            "\"(\"'sofaID' must be <class 'str'> (got None that is a <class…\"",
            id="what-the-library-refuses",
        ),
    ],
)
def test_json_that_is_not_read_has_one_finding(content: bytes, finding: str) -> None:
    (reading,) = read_cas_json(AnnotationFile(path="a.json", content=content))

    assert list(map(show, reading.findings)) == [finding]
    assert reading.refused_count == content.count(b'"begin"')


def test_objects_that_are_no_feature_structures_are_refused() -> None:
    content = JSON.replace(b"[\n", b"[\n1, {}, ")

    (reading,) = read_cas_json(AnnotationFile(path="a.json", content=content))

    assert list(map(show, reading.findings)) == [
        'structure-form 1: a feature structure has "1" as a value',
        "id-form 1: the id is missing",
    ]
    assert reading.refused_count == 2
    assert len(reading.annotations.marks) == 1


MANY = {f"f{number}": "uima.cas.String" for number in range(600)}


@pytest.mark.parametrize(
    ("types", "fault"),
    [
        pytest.param(None, "is missing", id="missing"),
        pytest.param(
            BOMB + write_types(),
            "cannot be read from TypeSystem.xml line 1: a document type (DOCTYPE), "
            "which could define entities",
            id="doctype",
        ),
        pytest.param(
            write_types({"a.A": ("a.B", {})}),
            "cannot be read from TypeSystem.xml: dkpro-cassis refuses it with "
            "KeyError \"'a.B'\"",
            id="unknown-type",
        ),
        pytest.param(
            write_types({"a.A": ("a.B", {}), "a.B": ("a.A", {})}),
            'cannot be read from TypeSystem.xml: the type "a.A" above itself',
            id="cycle",
        ),
        pytest.param(
            write_types({"a.A": ("uima.tcas.Annotation", MANY)}),
            "cannot be read from TypeSystem.xml: more features and levels of types "
            "than any real one has",
            id="features",
        ),
    ],
)
def test_without_a_type_system_nothing_is_read(types: bytes | None, fault: str) -> None:
    beside = {"TypeSystem.xml": types}
    file = AnnotationFile(path="a.xmi", content=XMI, find_beside=beside.get)

    (reading,) = read_cas_xmi(file)

    message = f"nothing is read, because the type system {fault}"
    assert list(map(show, reading.findings)) == [f"type-system: {message}"]
    assert (reading.refused_count, reading.annotations.text) == (1, "")


def test_types_of_json_that_contradict_themselves_are_not_read() -> None:
    types = json.dumps({"a.A": write_type("a.A", {"a.A": ("a.B", {})})})
    content = f'{{"%TYPES": {types}, "%FEATURE_STRUCTURES": []}}'.encode()

    (reading,) = read_cas_json(AnnotationFile(path="a.json", content=content))

    (finding,) = reading.findings
    assert finding.code == "type-system"
    assert "cannot be read from %TYPES: " in finding.message


def test_a_text_that_is_not_in_the_file_is_missed() -> None:
    address = b'sofaURI="file:/a.txt"/>'
    content = XMI.replace(f'sofaString="{TEXT}"/>'.encode(), address)

    (reading,) = read_all_xmi(content)

    assert list(map(show, reading.findings)) == [
        (
            'cas-without-text 4: the text "_InitialView" is not in the file '
            "(annotations about it: 1)"
        ),
    ]


SECOND = 'xmi:id="8" sofaNum="2" sofaID="second" sofaString="Eve"'
OTHER = '<n0:Span xmlns:n0="http:///a.ecore" xmi:id="9" sofa="8" begin="0" end="3"/>'
RELATION = 'a.Rel 3 0 3 Governor="2" Dependent="9"'


def test_a_relation_does_not_lead_to_another_text() -> None:
    content = write_xmi(TEXT, f"<cas:Sofa {SECOND}/>", OTHER, EVA, RELATION)

    readings = read_all_xmi(content)

    found = [show(it) for reading in readings for it in reading.findings]
    assert found == ['relation-end 6: Rel has "9" as its Dependent']
    assert [len(it.annotations.marks) for it in readings] == [1, 1]
    assert sum(it.refused_count for it in readings) == 1


def test_a_text_that_nothing_is_about_may_be_elsewhere() -> None:
    address = 'xmi:id="8" sofaNum="2" sofaID="pdf" sofaURI="file:/a.pdf"'

    (reading,) = read_all_xmi(write_xmi(TEXT, f"<cas:Sofa {address}/>", EVA))

    assert reading.findings == ()
    assert len(reading.annotations.marks) == 1


def test_annotations_without_any_text_are_refused() -> None:
    content = re.sub(rb"<cas:(?:Sofa|View)[^>]*>", b"", XMI)

    (reading,) = read_all_xmi(content)

    assert list(map(show, reading.findings)) == [
        (
            "cas-without-text 1: the text of the annotations is not in the file "
            "(annotations about it: 0)"
        ),
        'dangling-id 3: "1" stands on no line of the file',
    ]
    assert reading.refused_count == 1


def test_words_are_not_copied_without_bounds() -> None:
    text = "a" * 2000
    spans = [f"a.Span {number} 0 1999" for number in range(2, 120)]
    sentence = f'{SEGMENT}.Sentence 300 0 1999 id="s"'
    span = EVA.replace("2", "200")

    (reading,) = read_all_xmi(write_xmi(text, *spans, sentence, span))

    assert list(map(show, reading.findings)) == [
        "crowded-text 103: the spans before this one cover the text 100 times"
    ]
    assert len(reading.annotations.marks) + reading.refused_count == 120


def test_elements_of_shared_arrays_are_not_counted_out() -> None:
    types = dict(TYPES)
    marks = [mark(number, "a.Tree", 0, 0, _children=9) for number in range(10, 1100)]
    elements = {"%ID": 9, "%TYPE": "uima.cas.FSArray", "%ELEMENTS": [10] * 1000}

    content = write_json(TEXT, elements, *marks, types=types)
    (reading,) = read_cas_json(AnnotationFile(path="a.json", content=content))

    (finding,) = reading.findings
    assert finding.message.endswith("more than 1,000,000 elements of arrays and lists")
