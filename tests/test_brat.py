"""brat stand-off: what each line says of the text, and what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from claimpack.findings import Severity
from claimpack.readers import READERS
from claimpack.readers.brat import read_brat

SHARED = Path(__file__).parent.parent.parent / "shared"
TEXT = "Eva Lind said 40 people died.\r\nShe 🕯 left Arvika.\n"
MARK = "T1\tPerson 0 8\tEva Lind\n"


def read(ann: str, text: str = TEXT) -> Reading:
    return read_brat(ann.encode(), text, "a.ann")


def origin(line: int, excerpt: str) -> Origin:
    return Origin(path="a.ann", line=line, excerpt=excerpt)


def find_read_lines(annotations: Annotations) -> set[int]:
    """Lines that something was read from."""
    kinds = (
        annotations.marks,
        annotations.nodes,
        annotations.attributes,
        annotations.references,
        annotations.notes,
        annotations.links,
    )
    return {item.origin.line for items in kinds for item in items}


def test_brat_is_a_format_by_its_name() -> None:
    assert READERS["brat"] is read_brat


def test_every_kind_of_line_is_read() -> None:
    lines = [
        "T1\tPerson 0 8\tEva Lind",
        "T2\tClaim 14 16;24 29\t40 died.",
        "E1\tClaim:T2 Source:T1 Source2:E1",
        "R1\tSameAs Arg2:T1 Arg1:T2",
        "R2\tCoref Anaphora:T1 Antecedent:T2",
        "A1\tKind E1 Event",
        "M1\tNegated E1",
        "N1\tReference T1 Entity:eva\tEva Lind",
        "N2\tReference T1 Entity:eva",
        "#1\tAnnotatorNotes E1\tForty people\tdied.",
        "*\tEquiv T1 T2 E1",
    ]
    at = [origin(number, line) for number, line in enumerate(lines, 1)]

    reading = read("\n".join([*lines, ""]))

    words = Fragment(0, 8), Fragment(14, 16), Fragment(24, 29)
    roles = Role("Source", "T1"), Role("Source", "E1")
    assert reading == Reading(
        annotations=Annotations(
            path="a.ann",
            text=TEXT,
            marks=(
                Mark("T1", "Person", words[:1], "Eva Lind", at[0]),
                Mark("T2", "Claim", words[1:], "40 died.", at[1]),
            ),
            nodes=(Node("E1", "Claim", "T2", roles, at[2]),),
            attributes=(
                Attribute("A1", "Kind", "E1", "Event", at[5]),
                Attribute("M1", "Negated", "E1", None, at[6]),
            ),
            references=(
                Reference("N1", "T1", "Entity", "eva", "Eva Lind", at[7]),
                Reference("N2", "T1", "Entity", "eva", "", at[8]),
            ),
            notes=(Note("#1", "AnnotatorNotes", "E1", "Forty people\tdied.", at[9]),),
            links=(
                Link("R1", "SameAs", "T2", "T1", at[3]),
                Link("R2", "Coref", "T1", "T2", at[4], ("Anaphora", "Antecedent")),
                Link("*11.1", "Equiv", "T1", "T2", at[10]),
                Link("*11.2", "Equiv", "T2", "E1", at[10]),
            ),
            ids=frozenset(["T1", "T2", "E1", "R1", "R2", "A1", "M1", "N1", "N2", "#1"]),
        ),
        is_proved=True,
    )


def test_an_empty_file_has_no_annotations() -> None:
    assert read("") == Reading(annotations=Annotations(path="a.ann", text=TEXT))


@pytest.mark.parametrize(
    ("ann", "text"),
    [
        pytest.param(MARK.removesuffix("\n"), TEXT, id="last-line-without-lf"),
        pytest.param("T1\tWord 24 30\tdied.\r\n", TEXT, id="cr-of-the-text"),
        pytest.param("T1\tA 0 1;2 4\ta c\r\n", "abc\r", id="cr-after-fragments"),
        pytest.param("T1\tA 0 3\ta\tb\n", "a\tb", id="tab-of-the-text"),
        pytest.param(
            "T1\tA 0 9\t\u2028\x85\v\fabcde\n",
            "\u2028\x85\v\fabcde",
            id="other-line-ends-of-the-text",
        ),
        pytest.param("T1\tA 0 2;2 4\tab cd\n", "abcd", id="adjacent-fragments"),
        pytest.param("T01\tA 0 1\ta\n", "a", id="id-with-leading-zero"),
        pytest.param(
            "T1\tA 12345 12346\ta\n", "-" * 12345 + "a", id="offset-of-five-digits"
        ),
        pytest.param(MARK + f"E1\tClaim:T1 {'Long' * 20}:T1\n", TEXT, id="long-role"),
        pytest.param(MARK + "E1\tClaim:T1 \n", TEXT, id="space-at-the-end"),
        pytest.param(MARK + "E1\tClaim:T1\t\n", TEXT, id="tab-at-the-end"),
        pytest.param(MARK + "A1\tB T1\nA2\tB T1\n", TEXT, id="same-value-twice"),
        pytest.param(MARK + "#1\tA T1\t\n#2\tB #1\tx\n", TEXT, id="note-on-note"),
        pytest.param(
            MARK + "*\tA T1 T2\n*\tA T2 T1\n" + MARK.replace("T1", "T2"),
            TEXT,
            id="two-equivalences",
        ),
    ],
)
def test_what_brat_and_texts_have_is_no_defect(ann: str, text: str) -> None:
    reading = read(ann, text)

    lines = range(1, len(ann.removesuffix("\n").split("\n")) + 1)
    assert reading.findings == ()
    assert find_read_lines(reading.annotations) == set(lines)


def test_what_refers_to_a_refused_line_is_not_called_dangling() -> None:
    reading = read("T1\tPerson 8 0\tx\nE1\tClaim:T1\nA1\tNegated E1\n")

    assert [finding.code for finding in reading.findings] == ["span-order"]
    assert find_read_lines(reading.annotations) == {2, 3}


@given(ann=st.binary(), text=st.text())
def test_no_bytes_raise(ann: bytes, text: str) -> None:
    read_brat(ann, text, "a.ann")


WORDS = st.lists(
    st.sampled_from(
        [
            "T1",
            "T2",
            "E1",
            "A1",
            "N1",
            "R1",
            "#1",
            "*",
            "M2",
            "\t",
            " ",
            "Claim",
            ":",
            "Arg1",
            "0",
            "3",
            "8",
            ";",
            "Reference",
            "Entity:x",
            "Eva",
            "\r",
            "\x01",
        ]
    ),
    max_size=12,
).map("".join)


@given(st.lists(WORDS, max_size=8))
def test_every_line_is_read_or_refused_with_a_finding(lines: list[str]) -> None:
    reading = read("\n".join([*lines, ""]))

    read_lines = find_read_lines(reading.annotations)
    errors = {
        it.location.line for it in reading.findings if it.severity is Severity.ERROR
    }
    whole = {number for number, line in enumerate(lines, 1) if line}
    empty = {it.location.line for it in reading.findings if it.code == "empty-line"}
    assert read_lines | errors == whole - empty
    assert not read_lines & errors or "offset-unit" in {
        it.code for it in reading.findings
    }
    assert reading.refused_count == len(whole - empty - read_lines)


@given(st.text(alphabet="ab\r\v\x85\u2028é🕯 ", min_size=1), st.data())
def test_marks_of_any_text_are_read_as_they_were_written(
    text: str, data: st.DataObject
) -> None:
    cuts = st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)
    pieces = data.draw(st.lists(cuts.map(sorted), max_size=5))
    marks = [list(zip(cut[::2], cut[1::2], strict=False)) for cut in pieces]
    lines = []
    for number, spans in enumerate(marks, 1):
        place = ";".join(f"{start} {end}" for start, end in spans)
        words = " ".join(text[start:end] for start, end in spans)
        lines.append(f"T{number}\tA {place}\t{words}\n")

    reading = read("".join(lines), text)

    assert reading.findings == ()
    assert [list(mark.fragments) for mark in reading.annotations.marks] == marks


@pytest.mark.skipif(
    not SHARED.exists(), reason="the corpora are not part of the project"
)
@pytest.mark.parametrize("part", ["entities", "events"])
def test_litbank_is_read_whole(part: str) -> None:
    for path in sorted((SHARED / "corpora/litbank" / part / "brat").glob("*.ann")):
        text = path.with_suffix(".txt").read_bytes().decode()
        content = path.read_bytes()

        reading = read_brat(content, text, path.name)

        codes = {finding.code for finding in reading.findings}
        assert codes <= {"dangling-note"}
        assert reading.refused_count == 0
        assert len(find_read_lines(reading.annotations)) == content.count(b"\n")


@pytest.mark.skipif(
    not SHARED.exists(), reason="the example is not part of the project"
)
def test_the_worked_example_has_no_defect() -> None:
    (path,) = (SHARED / "example").glob("*.ann")
    text = path.with_suffix(".txt").read_bytes().decode()

    reading = read_brat(path.read_bytes(), text, path.name)

    assert reading.findings == ()
    assert len(reading.annotations.marks) == 26


def test_time_grows_with_lines_and_no_faster() -> None:
    text = "Eva Lind " * 5000
    lines = [f"T{i}\tA {i * 9} {i * 9 + 8}\tEva Lind\n" for i in range(5000)]
    strays = [line.replace("Lind", "Lund") for line in lines]

    assert read("".join(lines), text).findings == ()
    assert read("".join(strays), text).refused_count == 5000
