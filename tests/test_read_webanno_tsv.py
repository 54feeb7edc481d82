"""WebAnno TSV: what its cells say, and how its text is put together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import (
    CODE_POINTS,
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
from claimpack.readers.offsets import UTF_16
from claimpack.readers.webanno_tsv import is_webanno_tsv, read_webanno_tsv

SUITE = Path(__file__).parent.parent.parent / "shared/corpora/inception-tsv3-suite"
FORMAT = "#FORMAT=WebAnno TSV 3.3\n"
SPANS = "#T_SP=webanno.custom.Span|value\n"
SAID = """\
#Text=Eva said so .
1-1\t0-3\tEva\t{}\t
1-2\t4-8\tsaid\t{}\t
1-3\t9-11\tso\t{}\t
1-4\t12-13\t.\t{}\t
"""
"""A sentence of four tokens, with room for the columns of each."""

Place = tuple[str, int, int, str]


def read(content: str) -> Reading:
    file = AnnotationFile(path="a.tsv", content=content.encode())
    (reading,) = read_webanno_tsv(file)
    return reading


def read_said(layers: str, *cells: str) -> Reading:
    """The reading of one sentence with these layers and the cells of its tokens."""
    return read(f"{FORMAT}{layers}\n\n{SAID.format(*cells)}")


def list_places(reading: Reading) -> list[Place]:
    """Label, start, end and words of each mark, in code points."""
    return [
        (mark.label, *fragment, mark.text)
        for mark in reading.annotations.marks
        for fragment in mark.fragments
    ]


def list_links(reading: Reading) -> list[tuple[str, ...]]:
    return [tuple(link[1:4]) for link in reading.annotations.links]


def test_every_kind_of_annotation_is_read() -> None:
    content = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Frame|ROLE_webanno.custom.Frame:links_webanno.custom.FrameLink|\
uima.tcas.Annotation|act
#T_SP=de.ner.NamedEntity|identifier|value
#T_CH=de.coref.CoreferenceLink|referenceType|referenceRelation
#T_RL=webanno.custom.Rel|type|BT_de.ner.NamedEntity


#Sentence.id=s1
#Text=Eva 😊 said
#Text=so .
1-1\t0-3\tEva\t_\t_\t_\tQ1[1]\tPER[1]\tpr[1]\tcoref->1-1\t_\t_\t
1-2\t4-6\t😊\t_\t_\t_\tQ1[1]|*[2]\tPER[1]|*[2]\t_\t_\tof\t1-1[1_2]\t
1-3\t7-11\tsaid\tsource;*\t1-1[1];1-4.1\tsay\t_\t_\t_\t_\t_\t_\t
1-4\t12-14\tso\t_\t*\t_\t_\t_\tpr[1]\t*->1-2\t_\t_\t
1-4.1\t13-13\t\t_\t_\t_\t_\tX\\_\\|\\[1\\]\t_\t_\t_\t_\t
1-5\t15-16\t.\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
"""
    lines = content.split("\n")
    at = {
        line.partition("\t")[0]: Origin("a.tsv", number, line)
        for number, line in enumerate(lines, 1)
        if line[:1] == "1"
    }

    reading = read(content)

    roles = Role("source", "T2"), Role("links", "T8")
    assert reading == Reading(
        annotations=Annotations(
            path="a.tsv",
            text="Eva 😊 said\nso .",
            marks=(
                Mark(
                    "T1",
                    "Sentence",
                    (Fragment(0, 15),),
                    "Eva 😊 said\nso .",
                    at["1-1"],
                ),
                Mark("T2", "NamedEntity", (Fragment(0, 5),), "Eva 😊", at["1-1"]),
                Mark("T3", "CoreferenceLink:pr", (Fragment(0, 3),), "Eva", at["1-1"]),
                Mark("T4", "NamedEntity", (Fragment(4, 5),), "😊", at["1-2"]),
                Mark("T5", "Frame:say", (Fragment(6, 10),), "said", at["1-3"]),
                Mark("T6", "Frame", (Fragment(11, 13),), "so", at["1-4"]),
                Mark("T7", "CoreferenceLink:pr", (Fragment(11, 13),), "so", at["1-4"]),
                Mark("T8", "NamedEntity", (Fragment(12, 12),), "", at["1-4.1"]),
            ),
            nodes=(
                Node("E5", "Frame:say", "T5", roles, at["1-3"]),
                Node("E6", "Frame", "T6", (), at["1-4"]),
            ),
            attributes=(
                Attribute("A1", "id", "T1", "s1", at["1-1"]),
                Attribute("A2", "identifier", "T2", "Q1", at["1-1"]),
                Attribute("A3", "value", "T2", "PER", at["1-1"]),
                Attribute("A4", "referenceType", "T3", "pr", at["1-1"]),
                Attribute("A5", "referenceRelation", "T3", "coref", at["1-1"]),
                Attribute("A6", "act", "E5", "say", at["1-3"]),
                Attribute("A7", "referenceType", "T7", "pr", at["1-4"]),
                Attribute("A8", "value", "T8", "X_|[1]", at["1-4.1"]),
                Attribute("A9", "type", "R1", "of", at["1-2"]),
            ),
            links=(
                Link("R1", "Rel:of", "T2", "T4", at["1-2"]),
                Link("R2", "CoreferenceLink:coref", "T3", "T7", at["1-1"]),
            ),
            ids=frozenset(
                [f"T{n}" for n in range(1, 9)]
                + [f"A{n}" for n in range(1, 10)]
                + ["E5", "E6", "R1", "R2"]
            ),
        ),
        unit=UTF_16,
        is_proved=True,
    )


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        pytest.param("#FORMAT=WebAnno TSV 3.3\n", True, id="version-that-is-read"),
        pytest.param("#FORMAT=WebAnno TSV 3.9\n", True, id="version-that-is-not"),
        pytest.param("\ufeff#FORMAT=WebAnno TSV 3.1", True, id="byte-order-mark"),
        pytest.param("#FORMAT=CoNLL\n", False, id="other-format"),
        pytest.param("T1\tA 0 1\tx\n", False, id="brat"),
        pytest.param("", False, id="empty"),
    ],
)
def test_a_file_is_known_by_its_first_line(head: str, *, expected: bool) -> None:
    assert is_webanno_tsv(head.encode()) is expected


def row(begin: int, end: int, words: str, number: int = 1) -> str:
    return f"{number}-1\t{begin}-{end}\t{words}\t\n"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        pytest.param("", "", id="no-sentence"),
        pytest.param("#Text=a b\n" + row(0, 1, "a"), "a b", id="one"),
        pytest.param("#Text=a b\n1-1\t0-1\ta", "a b", id="no-tab-no-line-end"),
        pytest.param("#Text=a\n" + row(3, 4, "a"), "   a", id="text-before-the-first"),
        pytest.param(
            "#Text=a\n" + row(0, 1, "a") + "\n#Text=b\n" + row(1, 2, "b", 2),
            "ab",
            id="nothing-between",
        ),
        pytest.param(
            "#Text=a\n" + row(0, 1, "a") + "\n#Text=b\n" + row(2, 3, "b", 2),
            "a\nb",
            id="one-between",
        ),
        pytest.param(
            "#Text=a\n" + row(0, 1, "a") + "#Text=b\n" + row(4, 5, "b", 2),
            "a\n  b",
            id="three-between-and-no-empty-line",
        ),
        pytest.param("#Text=\n#Text=a\n" + row(1, 2, "a"), "\na", id="empty-line"),
        pytest.param("#Text= a\n" + row(1, 2, "a"), " a", id="blank-before-token"),
        pytest.param(
            "#Text=\\ta\\r\\\\t\\x\n" + row(0, 8, "\\ta\\r\\\\t"),
            None,
            id="not-the-words",
        ),
        pytest.param(
            "#Text=a\\tb\\r\\f\\b\\\\t\\x\\\x01\n" + row(0, 1, "a"),
            "a\tb\r\f\b\\t\\x\x01",
            id="escapes",
        ),
        pytest.param("#Text=\u2028\x85\n" + row(1, 2, "\x85"), None, id="other-ends"),
    ],
)
def test_the_text_is_put_together_from_sentences_and_offsets(
    body: str, text: str | None
) -> None:
    reading = read(f"{FORMAT}\n\n{body}")

    if text is None:
        assert [finding.code for finding in reading.findings] == ["covered-text"]
    else:
        assert reading.findings == ()
        assert reading.annotations.text == text
        assert reading.is_proved is bool(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("\\u00e9\\uD83D\\uDE0A", "é😊", id="characters"),
        pytest.param("\\ta\\101\\7\\'", "\taA\a'", id="letters-and-octal"),
        pytest.param("a\\[b\\\\", "a[b\\", id="lone-backslash"),
        pytest.param("\\uD83Da", "\\uD83Da", id="half-of-a-pair"),
    ],
)
def test_version_3_1_escapes_texts_as_java_does(text: str, words: str) -> None:
    size = len(words.encode("utf-16-le")) // 2

    reading = read(
        f"#FORMAT=WebAnno TSV 3.1\n\n\n#Text={text}\n1-1\t0-{size}\t{words}\t\n"
        if "\t" not in words
        else f"#FORMAT=WebAnno TSV 3.1\n\n\n#Text={text}\n1-1\t0-0\t\t\n"
    )

    assert reading.findings == ()
    assert reading.annotations.text == words


def test_escapes_as_the_guide_has_them_are_read_where_the_tokens_prove_them() -> None:
    body = "#Text=a\\[b\\]\\_ \\; c\n1-1\t0-5\ta\\[b\\]\\_\t\n1-2\t6-7\t;\t\n"

    reading = read(f"#FORMAT=WebAnno TSV 3.2\n\n\n{body}")

    assert reading.findings == ()
    assert reading.annotations.text == "a[b]_ ; c"
    assert reading.is_proved


@pytest.mark.parametrize(
    ("unit", "measure"),
    [
        pytest.param(UTF_16, lambda it: len(it.encode("utf-16-le")) // 2, id="utf-16"),
        pytest.param(CODE_POINTS, len, id="code-points"),
        pytest.param("UTF-8 bytes", lambda it: len(it.encode()), id="utf-8"),
    ],
)
def test_the_unit_is_the_one_that_fits_all_tokens(
    unit: str, measure: Callable[[str], int]
) -> None:
    sentences = ["é 😊 a", "b 😊", "é"]
    lines, size, text = [], 0, "\n  ".join(sentences)
    for number, sentence in enumerate(sentences, 1):
        lines.append(f"#Text={sentence}")
        for place, words in enumerate(sentence.split(), 1):
            end = size + measure(words)
            lines.append(f"{number}-{place}\t{size}-{end}\t{words}\t{words}\t")
            size = end + 1
        size += 2
        lines.append("")

    reading = read("\n".join([f"{FORMAT}{SPANS}\n", *lines]))

    assert reading.findings == ()
    assert (reading.unit, reading.is_proved) == (unit, True)
    assert reading.annotations.text == text
    assert all(f"Span:{words}" == label for label, _, _, words in list_places(reading))
    assert len(list_places(reading)) == 6


@pytest.mark.parametrize(
    ("layers", "cells", "places", "links"),
    [
        pytest.param(
            "#T_SP=a.B|\n",
            ["*", "_", "*[1]", "*[1]"],
            ["B Eva", "B so ."],
            [],
            id="none",
        ),
        pytest.param("#T_SP=a.B\n", ["*", "_", "_", "_"], ["B Eva"], [], id="no-bar"),
        pytest.param(
            SPANS,
            ["\\_", "\\*", "_", "*"],
            ["Span:_ Eva", "Span:* said", "Span ."],
            [],
            id="escaped",
        ),
        pytest.param(
            SPANS,
            ["a\\|b|c\\\\|d", "\\->\\;\\n", "x\\]", "_"],
            [
                "Span:a|b Eva",
                "Span:c\\ Eva",
                "Span:d Eva",
                "Span:->;\n said",
                "Span:x] so",
            ],
            [],
            id="stacks",
        ),
        pytest.param(
            "#T_SP=a.B|x|y\n",
            ["*[1]|3[2]\t1[1]|2[2]", "_|3[2]\t1[1]|2[2]", "_\t1[1]", "_\t_"],
            ["B Eva said so", "B Eva said"],
            [],
            id="no-value-in-a-stack",
        ),
        pytest.param(
            "#T_SP=a.B|x\n#T_RL=a.R|BT_a.B\n",
            ["*\t_", "*\t1-1|1-2", "_\t_", "_\t_"],
            ["B Eva", "B said"],
            ["R T1 T2", "R T2 T2"],
            id="relation-without-features",
        ),
        pytest.param(
            "#T_RL=a.R|k|BT_x.Token\n",
            ["_\t_", "v\t1-1", "_\t1-2", "_\t_"],
            ["Token Eva", "Token said", "Token so"],
            ["R:v T1 T2", "R T2 T3"],
            id="relation-of-tokens",
        ),
        pytest.param(
            "#T_SP=x.POS|p\n#T_RL=de.tudarmstadt.ukp.dkpro.core.api.syntax.type."
            "dependency.Dependency|k|BT_x.POS\n",
            ["N\t_\t_", "_\tsubj\t1-1", "_\t_\t_", "_\t_\t_"],
            ["POS:N Eva", "Token said"],
            ["Dependency:subj T1 T2"],
            id="dependency-of-a-token-without-part-of-speech",
        ),
        pytest.param(
            "#T_SP=a.B|x\n#T_RL=a.R|BT_uima.tcas.Annotation\n",
            ["*\t_", "_\t_", "*\t1-1", "_\t_"],
            ["B Eva", "B so"],
            ["R T1 T2"],
            id="relation-of-anything",
        ),
        pytest.param(
            "#T_CH=a.C|referenceRelation|referenceType\n",
            ["r->1-2\t*[1]", "*->1-1|s->2-1\tt[1]|t[2]", "*->1-3\t*[1]", "_\t_"],
            ["C Eva", "C:t said", "C:t said", "C so"],
            ["C T2 T1", "C:r T1 T4"],
            id="chains",
        ),
    ],
)
def test_cells_say_spans_and_links(
    layers: str, cells: list[str], places: list[str], links: list[str]
) -> None:
    reading = read_said(layers, *cells)

    found = [f"{label} {words}" for label, _, _, words in list_places(reading)]
    assert reading.findings == ()
    assert found == places
    assert [" ".join(link) for link in list_links(reading)] == links


def test_of_several_slots_a_role_has_the_name_of_its_slot() -> None:
    layer = "#T_SP=a.F|ROLE_a.F:x_a.L|a.F|ROLE_a.F:y_y.L|a.F"

    reading = read_said(
        layer + "\n",
        "p;*\t1-2;1-2\tq\t1-3",
        "_\t*\t_\t_",
        "_\t_\t_\t*",
        "_\t_\t_\t_",
    )

    roles = Role("x:p", "E2"), Role("x", "E2"), Role("y:q", "E3")
    assert reading.findings == ()
    assert reading.annotations.nodes[0].roles == roles
    assert [node.node_id for node in reading.annotations.nodes] == ["E1", "E2", "E3"]


SENTENCES = st.lists(
    st.lists(st.text("aé😊\\\\#_", min_size=1, max_size=3), min_size=1, max_size=5),
    min_size=1,
    max_size=3,
)


def measure(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(SENTENCES, st.data())
def test_what_is_written_is_read(
    sentences: list[list[str]], data: st.DataObject
) -> None:
    """Spans of any tokens in two layers, stacked as they overlap; nothing is lost."""
    tokens = [
        (f"{number}-{place}", words)
        for number, sentence in enumerate(sentences, 1)
        for place, words in enumerate(sentence, 1)
    ]
    place = st.integers(0, len(tokens) - 1)
    value = st.text("x_*|[];\\\\->\t\n1", min_size=1, max_size=4)
    layer = st.sampled_from(["S", "U"])
    spans = data.draw(st.lists(st.tuples(place, place, layer, value), max_size=5))
    spans = [(*sorted(span[:2]), *span[2:]) for span in spans]  # type: ignore[misc]

    content = write_tsv(sentences, spans)
    reading = read(content)

    text = "\n".join(" ".join(sentence) for sentence in sentences)
    ends = [match.span() for match in re.finditer(r"[^ \n]+", text)]
    written = sorted(
        (f"{name}:{value}", ends[first][0], ends[last][1])
        for first, last, name, value in spans
    )
    assert reading.findings == ()
    assert reading.refused_count == 0
    assert reading.annotations.text == text
    assert sorted(place[:3] for place in list_places(reading)) == written


def write_tsv(
    sentences: list[list[str]], spans: list[tuple[int, int, str, str]]
) -> str:
    """WebAnno TSV with spans of the layers S and U, from a token to another one."""
    lines, begin, token = [f"{FORMAT}#T_SP=S|v\n#T_SP=U|v\n"], 0, 0
    for number, sentence in enumerate(sentences, 1):
        lines += ["", "#Text=" + " ".join(sentence).replace("\\", "\\\\")]
        for place, words in enumerate(sentence, 1):
            cells = [
                "|".join(
                    f"{escape(value)}[{index}]"
                    for index, (first, last, of, value) in enumerate(spans, 1)
                    if first <= token <= last and of == name
                )
                for name in "SU"
            ]
            end = begin + measure(words)
            shown = "\t".join(cell or "_" for cell in cells)
            lines.append(f"{number}-{place}\t{begin}-{end}\t{words}\t{shown}\t")
            begin, token = end + 1, token + 1
    return "\n".join([*lines, ""])


def escape(value: str) -> str:
    """A value with the reserved characters of the guide escaped."""
    escaped = re.sub(r"->|[\\\[\]|_;*]", lambda it: f"\\{it[0]}", value)
    return escaped.replace("\t", "\\t").replace("\n", "\\n")


def iter_suite() -> Iterator[tuple[str, str]]:
    """Name and content of each file of INCEpTION's suite."""
    for path in sorted(SUITE.glob("tsv3-suite/*/reference.tsv")):
        yield path.parent.name, path.read_bytes().decode()


def list_suite() -> dict[str, list[Place]]:
    """The places of all marks of the layers, by document of the suite.

    To be compared with what is read from its XMI files.
    """
    implied = {"Token", "Sentence"}
    return {
        name: [it for it in list_places(read(content)) if it[0] not in implied]
        for name, content in iter_suite()
    }


MOVED = {
    "testAnnotationWithLeadingWhitespace",
    "testAnnotationWithLeadingWhitespaceAtStart",
    "testAnnotationWithTrailingWhitespace",
    "testAnnotationWithTrailingWhitespaceAtEnd",
    "testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken",
    "testZeroWidthAnnotationBetweenTokenIsMovedToEndOfPreviousToken",
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
}
"""Documents with spans that begin or end between tokens, where TSV has no place."""
CUT = {
    "testAnnotationWithTrailingWhitespaceAtEnd",
    "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
}
"""Documents with blanks behind the last sentence, which TSV does not have."""
XMI_ID = "{http://www.omg.org/XMI}id"


class Xmi:
    """What an XMI file has, taken from it by its bare attributes."""

    def __init__(self, content: bytes) -> None:
        """Read the elements of a file."""
        self.elements = list(ET.fromstring(content))  # noqa: S314  # of the suite
        (sofa,) = [it for it in self.elements if it.tag.endswith("}Sofa")]
        self.text = sofa.attrib["sofaString"]
        self.by_id = {
            it.attrib[XMI_ID]: it for it in self.elements if XMI_ID in it.attrib
        }

    def place(self, element: ET.Element) -> tuple[int, int]:
        """Begin and end in code points."""
        units = self.text.encode("utf-16-le")
        begin, end = (
            len(units[: 2 * int(element.attrib[name])].decode("utf-16-le"))
            for name in ("begin", "end")
        )
        return begin, end

    def list_spans(self) -> list[tuple[int, int]]:
        """Where spans are that are no tokens, sentences, relations or metadata."""
        others = ("}Token", "}Sentence", "}DocumentMetaData")
        return sorted(
            self.place(it)
            for it in self.elements
            if "begin" in it.attrib
            and "Governor" not in it.attrib
            and not it.tag.endswith(others)
        )

    def list_links(self) -> list[tuple[tuple[int, int], tuple[int, int]]]:
        """Where relations and the steps of chains begin and end."""
        ends = [
            (self.by_id[it.attrib["Governor"]], self.by_id[it.attrib["Dependent"]])
            for it in self.elements
            if "Governor" in it.attrib
        ]
        ends += [
            (it, self.by_id[it.attrib["next"]])
            for it in self.elements
            if "next" in it.attrib
        ]
        return sorted((self.place(one), self.place(other)) for one, other in ends)

    def list_fillers(self) -> list[tuple[str, tuple[int, int]]]:
        """Role and place of what fills slots; without a role, the slot."""
        return sorted(
            (
                it.attrib.get("role", "links"),
                self.place(self.by_id[it.attrib["target"]]),
            )
            for it in self.elements
            if "target" in it.attrib
        )


needs_suite = pytest.mark.skipif(
    not SUITE.exists(), reason="the corpora are not part of the project"
)


@needs_suite
def test_the_suite_is_read_whole() -> None:
    suite = dict(iter_suite())
    for name, content in suite.items():
        reading = read(content)

        assert (name, reading.findings, reading.refused_count) == (name, (), 0)
        assert reading.is_proved
        assert reading.unit == UTF_16
    assert len(suite) == 75
    assert sum(map(len, list_suite().values())) == 218


@needs_suite
def test_the_suite_says_what_its_xmi_files_say() -> None:
    """But for blanks between tokens, which have no place in TSV."""
    moved, cut = set(), set()
    for name, content in iter_suite():
        path = SUITE / "tsv3-suite" / name / "reference.xmi"
        if not path.exists():
            continue
        xmi = Xmi(path.read_bytes())

        annotations = read(content).annotations

        marks = {it.mark_id: tuple(it.fragments[0]) for it in annotations.marks}
        marks |= {f"E{key[1:]}": place for key, place in marks.items()}
        links = [(marks[it.source_id], marks[it.target_id]) for it in annotations.links]
        roles = [
            (it.name, marks[it.target_id])
            for node in annotations.nodes
            for it in node.roles
        ]
        if sorted(it[1:3] for it in list_suite()[name]) != xmi.list_spans():
            moved.add(name)
        if annotations.text != xmi.text:
            cut.add(name)
        assert annotations.text == xmi.text.rstrip() or name not in CUT
        assert sorted(links) == xmi.list_links()
        assert sorted(roles) == xmi.list_fillers()
    assert (moved, cut) == (MOVED, CUT)


@given(st.binary())
def test_no_bytes_raise(content: bytes) -> None:
    file = AnnotationFile(path="a.tsv", content=content)

    assert len(list(read_webanno_tsv(file))) == 1


def test_time_grows_with_lines_and_no_faster() -> None:
    tokens = "".join(
        f"1-{i}\t{2 * i - 2}-{2 * i - 1}\ta\tx[1]\t\n" for i in range(1, 9999)
    )
    stack = "|".join(f"*[{i}]" for i in range(1, 9999))
    links = "|".join(f"1-1[{i}_{i}]" for i in range(1, 9999))
    text = "#Text=" + "a " * 9999 + "\n"
    wide = f"#T_SP=S|v\n#T_RL=R|BT_S\n\n\n{text}1-1\t0-1\ta\t{stack}\t{links}\t\n"

    many = read(f"{FORMAT}{SPANS}\n\n{text}{tokens}")
    wrong = read(f"{FORMAT}{SPANS}\n\n{text}{tokens.replace('a', 'b')}")

    assert many.annotations.marks[0].fragments == (Fragment(0, 19995),)
    assert len(wrong.findings) == 1
    assert len(read(FORMAT + wide).annotations.links) == 9998
