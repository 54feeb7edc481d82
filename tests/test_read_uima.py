"""UIMA CAS: what its feature structures are read as, in XMI and in JSON."""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Iterator

import cassis
import pytest
from hypothesis import given
from hypothesis import strategies as st

import test_read_webanno_tsv
from claimpack.annotations import (
    AnnotationFile,
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Origin,
    Reading,
    Role,
)
from claimpack.errors import ClaimpackError
from claimpack.findings import Severity
from claimpack.readers.offsets import UTF_16
from claimpack.readers.uima import (
    is_cas_json,
    is_cas_xmi,
    read_cas_json,
    read_cas_xmi,
)
from test_read_webanno_tsv import SUITE, Place, list_places, needs_suite
from uima_files import (
    META,
    SEGMENT,
    mark,
    read_all_xmi,
    read_json,
    read_xmi,
    write_json,
    write_types,
    write_xmi,
)

TEXT = "Eva 😊 said\nso ."
TOKEN = f"{SEGMENT}.Token"
NAMES = '<n0:Names xmlns:n0="http:///a.ecore" xmi:id="2" sofa="1" begin="0" end="3">'


def describe(reading: Reading) -> list[str]:
    """Marks, nodes, links and attributes, each in some words."""
    it = reading.annotations
    marks = [f"{m.mark_id} {m.label} {m.text!r}" for m in it.marks]
    nodes = [
        " ".join([n.node_id, n.label, n.trigger_id, *map(":".join, n.roles)])
        for n in it.nodes
    ]
    links = [" ".join(link[:4]) for link in it.links]
    attributes = [f"{a.target_id} {a.label}={a.value}" for a in it.attributes]
    return [*marks, *nodes, *links, *attributes]


def test_every_kind_of_annotation_is_read() -> None:
    elements = [
        f'{META}.DocumentMetaData 2 0 16 documentTitle="a.txt"',
        f'{SEGMENT}.Sentence 3 0 15 id="s1"',
        f"{SEGMENT}.Sentence 4 0 15",
        f"{TOKEN} 5 0 3",
        f"{TOKEN} 6 4 6",
        'a.Span 7 0 6 value="PER"',
        "a.Span 8 4 6",
        'a.Many 9 7 11 text="x" number="0" flag="false"',
        'a.Rel 10 7 11 Governor="7" Dependent="9" kind="of"',
        'a.Rel 11 7 11 Governor="5" Dependent="20"',
        'a.Filler 12 - - role="source" target="7"',
        'a.Filler 13 - - target="5"',
        'a.Frame 20 7 11 links="12 13" act="say"',
        "a.Frame 21 12 14",
        'a.Link 30 0 3 next="31" referenceType="pr" referenceRelation="coref"',
        "a.Link 31 12 14",
        '<n0:Chain xmlns:n0="http:///a.ecore" xmi:id="32" sofa="1" first="30"/>',
    ]
    content = write_xmi(TEXT, *elements, members=[2, 7, 7, 20])
    lines = content.decode().split("\n")
    at = {
        int(match[1]): Origin("a.xmi", number, line)
        for number, line in enumerate(lines, 1)
        if (match := re.search(r'xmi:id="(\d+)"', line))
    }

    (reading,) = read_all_xmi(content)

    def place(fs_id: int, label: str, begin: int, end: int) -> Mark:
        words = TEXT[begin:end]
        return Mark(f"T{fs_id}", label, (Fragment(begin, end),), words, at[fs_id])

    roles = Role("source", "T7"), Role("links", "T5")
    assert reading == Reading(
        annotations=Annotations(
            path="a.xmi",
            text=TEXT,
            marks=(
                place(3, "Sentence", 0, 14),
                place(7, "Span:PER", 0, 5),
                place(8, "Span", 4, 5),
                place(9, "Many", 6, 10),
                place(5, "Token", 0, 3),
                place(20, "Frame:say", 6, 10),
                place(21, "Frame", 11, 13),
                place(30, "Link:pr", 0, 3),
                place(31, "Link", 11, 13),
            ),
            nodes=(
                Node("E20", "Frame:say", "T20", roles, at[20]),
                Node("E21", "Frame", "T21", (), at[21]),
            ),
            attributes=(
                Attribute("A1", "id", "T3", "s1", at[3]),
                Attribute("A2", "value", "T7", "PER", at[7]),
                Attribute("A3", "text", "T9", "x", at[9]),
                Attribute("A4", "number", "T9", "0", at[9]),
                Attribute("A5", "flag", "T9", "false", at[9]),
                Attribute("A6", "kind", "R10", "of", at[10]),
                Attribute("A7", "act", "E20", "say", at[20]),
                Attribute("A8", "referenceType", "T30", "pr", at[30]),
                Attribute("A9", "referenceRelation", "T30", "coref", at[30]),
            ),
            links=(
                Link("R10", "Rel:of", "T7", "T9", at[10]),
                Link("R11", "Rel", "T5", "E20", at[11]),
                Link("R30", "Link:coref", "T30", "T31", at[30]),
            ),
            ids=frozenset(
                [f"T{n}" for n in (3, 5, 7, 8, 9, 20, 21, 30, 31)]
                + [f"A{n}" for n in range(1, 10)]
                + ["E20", "E21", "R10", "R11", "R30"]
            ),
        ),
        name="a.txt",
        unit=UTF_16,
        is_proved=False,
    )


def test_json_says_the_same() -> None:
    reading = read_json(
        TEXT,
        mark(7, "a.Span", 0, 6, value="PER"),
        mark(9, "a.Many", 7, 11, text="x", number=3, flag=True),
        mark(10, "a.Rel", 7, 11, _Governor=7, _Dependent=9, kind="of"),
        {"%ID": 12, "%TYPE": "a.Filler", "role": "source", "@target": 7},
        {"%ID": 14, "%TYPE": "a.Filler[]", "%ELEMENTS": [12, None]},
        mark(20, "a.Frame", 7, 11, _links=14, act=None),
        {"%ID": 15, "%TYPE": "uima.cas.String[]", "%ELEMENTS": ["a", None, "b"]},
        mark(21, "a.Names", 12, 14, _names=15),
    )

    assert reading.findings == ()
    assert (reading.refused_count, reading.unit) == (0, UTF_16)
    assert reading.annotations.marks[0].origin == Origin(
        "a.json",
        3,
        '{"%ID": 7, "%TYPE": "a.Span", "@sofa": 1, "begin": 0, "end": 6, '
        '"value": "PER"},',
    )
    assert describe(reading) == [
        "T7 Span:PER 'Eva 😊'",
        "T9 Many 'said'",
        "T20 Frame 'said'",
        "T21 Names 'so'",
        "E20 Frame T20 source:T7",
        "R10 Rel:of T7 T9",
        "T7 value=PER",
        "T9 text=x",
        "T9 number=3",
        "T9 flag=true",
        "R10 kind=of",
        "T21 names=a",
        "T21 names=b",
    ]


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        pytest.param(["a.Span 2 0 0"], ["T2 Span ''"], id="no-characters"),
        pytest.param(
            [(f"{NAMES}<names>a</names><names>b</names></n0:Names>")],
            ["T2 Names 'Eva'", "T2 names=a", "T2 names=b"],
            id="strings",
        ),
        pytest.param(
            [f"{NAMES}<names>a</names></n0:Names>"],
            ["T2 Names:a 'Eva'", "T2 names=a"],
            id="one-string",
        ),
        pytest.param(
            ['a.Tree 2 0 6 children="3 0 3"', 'a.Tree 3 0 3 parent="2"'],
            [
                "T2 Tree 'Eva 😊'",
                "T3 Tree 'Eva'",
                "R2.1 Tree:children T2 T3",
                "R2.2 Tree:children T2 T3",
                "R3.1 Tree:parent T3 T2",
            ],
            id="references-and-a-cycle",
        ),
        pytest.param(
            ['a.Link 2 0 3 next="3"', 'a.Link 3 4 6 next="2"'],
            ["T2 Link 'Eva'", "T3 Link '😊'", "R2 Link T2 T3", "R3 Link T3 T2"],
            id="chain-that-is-a-cycle",
        ),
        pytest.param(
            ['a.Rel 2 0 3 Governor="2" Dependent="3"', f"{TOKEN} 3 0 3"],
            ["T3 Token 'Eva'", "R2 Rel R2 T3"],
            id="relation-of-itself",
        ),
        pytest.param(
            ['a.Filler 2 - - role="r" target="3"', 'a.Frame 3 0 3 links="2"'],
            ["T3 Frame 'Eva'", "E3 Frame T3 r:E3"],
            id="slot-filled-by-itself",
        ),
    ],
)
def test_annotations_are_read(elements: list[str], expected: list[str]) -> None:
    null = '<cas:NULL xmi:id="0"/>'

    reading = read_xmi(TEXT, null, *elements)

    assert reading.findings == ()
    assert describe(reading) == expected


def test_features_may_have_names_that_python_reserves() -> None:
    features = {"type": "uima.cas.String", "self": "uima.tcas.Annotation"}
    types = write_types({"a.B": ("uima.tcas.Annotation", features)})

    (reading,) = read_all_xmi(write_xmi(TEXT, 'a.B 2 0 3 type="t" self="2"'), types)

    assert reading.findings == ()
    assert describe(reading) == ["T2 B:t 'Eva'", "R2.1 B:self T2 T2", "T2 type=t"]


LISTS = """\
<n0:Lists xmlns:n0="http:///a.ecore" xmi:id="2" sofa="1" begin="0" end="3" \
spans="2 3" words="10" numbers="12"><texts>a</texts><texts>b</texts></n0:Lists>
<n0:Lists xmlns:n0="http:///a.ecore" xmi:id="3" sofa="1" begin="0" end="3"/>
<cas:NonEmptyStringList xmi:id="10" head="c" tail="11"/>
<cas:NonEmptyStringList xmi:id="11" head="d" tail="10"/>
<cas:IntegerArray xmi:id="12" elements="1 2"/>"""


def test_lists_and_shared_arrays_are_read() -> None:
    """One of the lists begins anew where it ends."""
    features = {
        "spans": "uima.cas.FSList",
        "texts": "uima.cas.StringList",
        "words": "uima.cas.StringList",
        "numbers": "uima.cas.IntegerArray",
    }
    types = write_types({"a.Lists": ("uima.tcas.Annotation", features)})
    shared = b"<multipleReferencesAllowed>true</multipleReferencesAllowed>"
    for name in (b"words", b"numbers"):
        start = types.index(b"<name>" + name)
        end = types.index(b"</featureDescription>", start)
        types = types[:end] + shared + types[end:]

    (reading,) = read_all_xmi(write_xmi(TEXT, *LISTS.split("\n")), types)

    assert reading.findings == ()
    assert describe(reading) == [
        "T2 Lists 'Eva'",
        "T3 Lists 'Eva'",
        "R2.1 Lists:spans T2 T2",
        "R2.2 Lists:spans T2 T3",
        *[f"T2 texts={it}" for it in "ab"],
        *[f"T2 words={it}" for it in "cd"],
        *[f"T2 numbers={it}" for it in "12"],
    ]


def test_subtypes_that_dkpro_makes_of_values_are_one_layer() -> None:
    pos = "de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos"
    types = write_types(
        {
            f"{pos}.POS": ("uima.tcas.Annotation", {"PosValue": "uima.cas.String"}),
            f"{pos}.POS_NOUN": (f"{pos}.POS", {}),
            "a.Thing": ("uima.tcas.Annotation", {}),
            "a.Part": ("a.Thing", {}),
        }
    )
    content = write_xmi(
        TEXT, f'{pos}.POS_NOUN 2 0 3 PosValue="NN"', "a.Part 3 0 3", "a.Thing 4 0 3"
    )

    (reading,) = read_all_xmi(content, types)

    labels = [it.label for it in reading.annotations.marks]
    assert labels == ["POS:NN", "Part", "Thing"]


def test_of_several_slots_a_role_has_the_name_of_its_slot() -> None:
    types = write_types(
        {
            "a.Filler": ("uima.cas.TOP", {"role": "uima.cas.String", "target": "a.F"}),
            "a.F": ("uima.tcas.Annotation", {"x": "a.Filler[]", "y": "a.Filler[]"}),
        }
    )
    filler = 'a.Filler {} - - target="3" {}'
    content = write_xmi(
        TEXT,
        filler.format(5, 'role="p"'),
        filler.format(6, ""),
        filler.format(7, 'role="q"'),
        'a.F 3 0 3 x="5 6" y="7"',
    )

    (reading,) = read_all_xmi(content, types)

    assert reading.findings == ()
    assert describe(reading) == ["T3 F 'Eva'", "E3 F T3 x:p:E3 x:E3 y:q:E3"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        pytest.param({"documentTitle": "a.txt"}, ("a.txt", ""), id="title"),
        pytest.param({"documentId": "a"}, ("a", ""), id="id-alone"),
        pytest.param(
            {"documentTitle": "A", "documentId": "a", "documentUri": "file:/a"},
            ("A", ""),
            id="dkpro",
        ),
        pytest.param(
            {
                "documentTitle": "a.txt",
                "documentId": "kim",
                "collectionId": "p",
                "documentBaseUri": "p",
                "documentUri": "p/a.txt",
            },
            ("a.txt", "kim"),
            id="inception",
        ),
    ],
)
def test_metadata_name_the_text_and_the_annotator(
    values: dict[str, str], expected: tuple[str, str]
) -> None:
    words = " ".join(f'{key}="{value}"' for key, value in values.items())

    reading = read_xmi(TEXT, f"{META}.DocumentMetaData 2 0 16 {words}")

    assert (reading.name, reading.annotator) == expected
    assert reading.annotations.marks == ()


def test_each_text_of_a_file_has_a_reading() -> None:
    second = 'xmi:id="8" sofaNum="2" sofaID="translation" sofaString="Ève 😊!"'
    span = '<n0:Span xmlns:n0="http:///a.ecore" xmi:id="9" sofa="8" begin="4" end="6"/>'
    content = write_xmi(TEXT, "a.Span 2 4 6", f"<cas:Sofa {second}/>", span)
    structures = [
        mark(2, "a.Span", 4, 6),
        {"%ID": 8, "%TYPE": "uima.cas.Sofa", "sofaNum": 2, "sofaID": "translation"}
        | {"sofaString": "Ève 😊!"},
        mark(9, "a.Span", 4, 6) | {"@sofa": 8},
    ]
    in_json = AnnotationFile(path="a.json", content=write_json(TEXT, *structures))

    for readings in (read_all_xmi(content), list(read_cas_json(in_json))):
        found = {it.name: describe(it) for it in readings}
        assert [it.findings for it in readings] == [(), ()]
        assert {it.annotations.text for it in readings} == {TEXT, "Ève 😊!"}
        assert found == {"": ["T2 Span '😊'"], "translation": ["T9 Span '😊'"]}


@pytest.mark.parametrize("name", ["TypeSystem.xml", "typesystem.xml"])
def test_the_type_system_lies_beside_the_file(name: str) -> None:
    beside = {name: write_types()}
    content = write_xmi(TEXT, "a.Span 2 0 3")
    file = AnnotationFile(path="x/a.xmi", content=content, find_beside=beside.get)

    (reading,) = read_cas_xmi(file)

    assert describe(reading) == ["T2 Span 'Eva'"]


def test_json_without_types_is_read_with_those_beside_it() -> None:
    content = write_json(TEXT, mark(2, "a.Span", 0, 3), types=None)
    beside = {"TypeSystem.xml": write_types()}
    file = AnnotationFile(path="a.json", content=content, find_beside=beside.get)

    (reading,) = read_cas_json(file)

    assert describe(reading) == ["T2 Span 'Eva'"]


XMI = write_xmi(TEXT)


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param(XMI, (True, False), id="xmi"),
        pytest.param(b"\xef\xbb\xbf" + XMI, (True, False), id="byte-order-mark"),
        pytest.param(
            XMI.replace(b"http:///uima", b"x"), (False, False), id="other-xmi"
        ),
        pytest.param(write_types(), (False, False), id="type-system"),
        pytest.param(write_json(TEXT), (False, True), id="json"),
        pytest.param(b' {\n"%VIEWS": {}}', (False, True), id="json-views-first"),
        pytest.param(b'{"text": "%TYPES"}', (False, False), id="other-json"),
        pytest.param(b"", (False, False), id="empty"),
    ],
)
def test_a_file_is_known_by_its_content(
    head: bytes, expected: tuple[bool, bool]
) -> None:
    assert (is_cas_xmi(head), is_cas_json(head)) == expected


def test_without_the_library_it_is_said_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "cassis", None)
    file = AnnotationFile(path="a", content=b"")

    for read in (read_cas_xmi, read_cas_json):
        with pytest.raises(ClaimpackError, match=r"; pip install claimpack\[uima\]$"):
            list(read(file))


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6)


@given(st.text("aé😊🕯\n &<\"'\t\r", min_size=9, max_size=9), SPANS)
def test_what_the_library_writes_is_read(
    text: str, spans: list[tuple[int, int]]
) -> None:
    """In XMI and in JSON, of texts with characters of two UTF-16 units."""
    types = cassis.load_typesystem(io.BytesIO(write_types()))
    cas = cassis.Cas(types, sofa_string=text)
    span = cas.typesystem.get_type("a.Span")
    places = [(min(it), max(it)) for it in spans]
    for begin, end in places:
        cas.add(span(begin=begin, end=end, value=text[begin:end]))

    (as_xmi,) = read_all_xmi(cas.to_xmi().encode())
    as_json = AnnotationFile(path="a", content=cas.to_json().encode())

    for reading in (as_xmi, *read_cas_json(as_json)):
        it = reading.annotations
        assert reading.findings == ()
        assert it.text == text
        assert sorted(place[1:3] for place in list_places(reading)) == sorted(places)
        assert [mark.text for mark in it.marks] == [it.value for it in it.attributes]


OFFSETS = st.integers(-2, 20)


@given(st.text("a😊", max_size=9), st.lists(st.tuples(OFFSETS, OFFSETS), max_size=6))
def test_every_span_is_read_or_refused_with_a_finding(
    text: str, spans: list[tuple[int, int]]
) -> None:
    units = text.encode("utf-16-le")
    elements = [f"a.Span {n} {b} {e}" for n, (b, e) in enumerate(spans, 2)]

    reading = read_xmi(text, *elements)

    marks = {it.mark_id: it for it in reading.annotations.marks}
    for number, (begin, end) in enumerate(spans, 2):
        words = units[2 * begin : 2 * end] if 0 <= begin <= end else None
        if f"T{number}" in marks:
            assert words is not None
            assert marks[f"T{number}"].text.encode("utf-16-le") == words
    assert len(marks) + reading.refused_count == len(spans)
    assert len(reading.findings) == reading.refused_count


def write_suite_types() -> bytes:
    """The types of INCEpTION's suite: its own, and those of DKPro Core."""
    path = SUITE / "desc/type/webannoTestTypes.xml"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        own = cassis.load_typesystem(path)
        types = cassis.merge_typesystems(cassis.load_dkpro_core_typesystem(), own)
    document = f"{META}.DocumentMetaData"
    described = types.create_type(document, "uima.tcas.DocumentAnnotation")
    types.create_feature(described, "documentId", "uima.cas.String")
    types.create_feature(described, "isLastSegment", "uima.cas.Boolean")
    return bytes(types.to_xml().encode())


def iter_suite() -> Iterator[tuple[str, bytes, Reading]]:
    """Name, content and reading of each XMI file of INCEpTION's suite."""
    types = (SUITE / "desc/type/webannoTestTypes.xml").read_bytes()
    for path in sorted(SUITE.glob("tsv3-suite/*/reference.xmi")):
        content = path.read_bytes()
        (reading,) = read_all_xmi(content, types)
        yield path.parent.name, content, reading


def list_suite() -> dict[str, list[Place]]:
    """The places of all marks of the layers, by document of the suite.

    `test_read_webanno_tsv.list_suite` lists those of its TSV files.
    """
    implied = {"Token", "Sentence"}
    return {
        name: [it for it in list_places(reading) if it[0] not in implied]
        for name, _, reading in iter_suite()
    }


def count_annotations(content: bytes) -> int:
    """Annotations of an XMI file by its bare words: those with slots are two."""
    places = len(re.findall(rb' begin="', content))
    structure = len(re.findall(rb":(?:Token|Sentence|DocumentMetaData) ", content))
    hosts = len(re.findall(rb":[A-Za-z]+LinkHost ", content))
    ids = len(re.findall(rb':Sentence [^>]* id="', content))
    return places - structure + hosts + ids


@needs_suite
def test_the_suite_is_read_or_refused_with_reasons() -> None:
    refused = {}
    for name, content, reading in iter_suite():
        it = reading.annotations
        relations = [link for link in it.links if link.link_id in relation_ids(content)]
        marks = [mark for mark in it.marks if mark.label != "Token"]

        read_count = len(marks) + len(it.nodes) + len(relations)
        assert read_count + reading.refused_count == count_annotations(content), name
        if reading.findings:
            assert {it.code for it in reading.findings} == {"feature-unknown"}
            refused[name] = reading.refused_count
    # Their type system calls the feature `integerValue`, and they `intValue`.
    assert refused == {
        "testSingleNonMultiTokenRelationWithMultipleFeatureValues": 1,
        "testSingleTokenRelationWithMultipleFeatureValues": 1,
        "testStackedNonMultiTokenRelationWithMultipleFeatureValues": 2,
    }


def relation_ids(content: bytes) -> set[str]:
    """Ids of all relations of an XMI file."""
    found = re.findall(rb'xmi:id="(\d+)"[^>]* Governor=', content)
    return {f"R{it.decode()}" for it in found}


@needs_suite
def test_the_suite_says_what_its_tsv_files_say() -> None:
    """But for spans between tokens, and for layers that it calls otherwise in TSV.

    What is `webanno.custom.Span` in TSV is `NamedEntity` in XMI; both have a value, but
    with the identifier of the second it is no part of the label.
    """
    moved = set()
    tsv = test_read_webanno_tsv.list_suite()
    for name, places in list_suite().items():
        found = sorted(it[1:] for it in places)
        moved |= {name} if found != sorted(it[1:] for it in tsv[name]) else set()
        layers = {it[0].partition(":")[0] for it in places}
        if "NamedEntity" not in layers and name not in moved:
            assert sorted(places) == sorted(tsv[name])
    assert moved == test_read_webanno_tsv.MOVED


@needs_suite
def test_the_library_puts_the_same_words_at_the_same_places() -> None:
    types = cassis.load_typesystem(io.BytesIO(write_suite_types()))
    for path in sorted(SUITE.glob("tsv3-suite/*/reference.xmi")):
        content = path.read_bytes().replace(b"intValue", b"integerValue")
        cas = cassis.load_cas_from_xmi(io.BytesIO(content), types)
        words = {
            f"T{it.xmiID}": it.get_covered_text() or ""
            for it in cas.select("uima.tcas.Annotation")
        }

        (reading,) = read_all_xmi(content, write_suite_types())
        as_json = AnnotationFile(path="a.json", content=cas.to_json().encode())
        (again,) = read_cas_json(as_json)

        assert reading.findings == again.findings == ()
        assert sorted(describe(reading)) == sorted(describe(again)), path
        for it in reading.annotations.marks:
            assert it.text == words[it.mark_id], path


def test_time_grows_with_the_file_and_no_faster() -> None:
    spans = [f"a.Span {n} {n} {n + 1}" for n in range(2, 8000)]
    wrong = [f"a.Span {n} 9 {n}" for n in range(20_000, 28_000)]
    links = [f'a.Link {n} 0 1 next="{n + 1}"' for n in range(30_000, 38_000)]
    text = "a" * 9000

    assert read_xmi(text, *spans).refused_count == 0
    reading = read_xmi(text, *wrong)
    assert (len(reading.findings), reading.refused_count) == (8000, 8000)
    assert read_xmi(text, *links, "a.Link 38000 0 1").refused_count == 0
    one_line = write_xmi(text, *wrong).replace(b"\n", b" ")
    assert len(read_all_xmi(one_line)[0].findings) == 21


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    file = AnnotationFile(path="a", content=content)

    for read in (read_cas_xmi, read_cas_json):
        (reading,) = read(file)
        assert any(it.severity is Severity.ERROR for it in reading.findings)
