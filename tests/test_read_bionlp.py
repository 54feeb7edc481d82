"""BioNLP stand-off: the lines of two files are read as those of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
    Node,
    Origin,
    Reading,
    Role,
)
from claimpack.readers.bionlp import read_bionlp

TEXT = "RFLAT-1 activates RANTES and RANTES (CCL5).\n"
A1 = "T1\tProtein 0 7\tRFLAT-1\nT2\tProtein 18 24\tRANTES\n"


def read(a1: str, others: Mapping[str, str | bytes]) -> Reading:
    """The reading of `corpus/p.a1` with other files beside it."""
    beside = {
        name: content if isinstance(content, bytes) else content.encode()
        for name, content in others.items()
    }
    file = AnnotationFile(
        path="corpus/p.a1", content=a1.encode(), find_beside=beside.get
    )
    (reading,) = read_bionlp(file)
    return reading


def at(name: str, line: int, excerpt: str) -> Origin:
    return Origin(f"corpus/{name}", line, excerpt)


def list_places(reading: Reading) -> list[tuple[str | None, int | None, str]]:
    """File, line and code of each finding."""
    return [(it.location.path, it.location.line, it.code) for it in reading.findings]


def test_both_files_are_read_with_one_series_of_ids() -> None:
    a1 = [*A1.splitlines(), "*\tEquiv T1 T2"]
    a2 = [
        "T3\tPositive_regulation 8 17\tactivates",
        "T4\tProtein 29 35;37 41\tRANTES CCL5",
        "*\tEquiv T2 T4",
        "E1\tPositive_regulation:T3 Theme:T2 Theme2:T4 Cause:T1 ",
        "E2\tRegulation:T3 Theme:E1",
        "M1\tSpeculation E1",
        "R1\tSubunit-Complex Arg1:T1 Arg2:T2",
    ]

    reading = read("\n".join(a1), {"p.txt": TEXT, "p.a2": "\n".join([*a2, ""])})

    first = [at("p.a1", number, line) for number, line in enumerate(a1, 1)]
    second = [at("p.a2", number, line) for number, line in enumerate(a2, 1)]
    pieces = (Fragment(29, 35), Fragment(37, 41))
    roles = Role("Theme", "T2"), Role("Theme", "T4"), Role("Cause", "T1")
    assert reading == Reading(
        annotations=Annotations(
            path="corpus/p.a1",
            text=TEXT,
            marks=(
                Mark("T1", "Protein", (Fragment(0, 7),), "RFLAT-1", first[0]),
                Mark("T2", "Protein", (Fragment(18, 24),), "RANTES", first[1]),
                Mark(
                    "T3",
                    "Positive_regulation",
                    (Fragment(8, 17),),
                    "activates",
                    second[0],
                ),
                Mark("T4", "Protein", pieces, "RANTES CCL5", second[1]),
            ),
            nodes=(
                Node("E1", "Positive_regulation", "T3", roles, second[3]),
                Node("E2", "Regulation", "T3", (Role("Theme", "E1"),), second[4]),
            ),
            attributes=(Attribute("M1", "Speculation", "E1", None, second[5]),),
            links=(
                Link("R1", "Subunit-Complex", "T1", "T2", second[6]),
                Link("*a1.3.1", "Equiv", "T1", "T2", first[2]),
                Link("*3.1", "Equiv", "T2", "T4", second[2]),
            ),
            ids=frozenset(["T1", "T2", "T3", "T4", "E1", "E2", "M1", "R1"]),
        ),
        name="p",
        is_proved=True,
    )


def test_entities_alone_are_whole() -> None:
    reading = read(A1, {"p.txt": TEXT})

    assert reading.findings == ()
    assert [mark.mark_id for mark in reading.annotations.marks] == ["T1", "T2"]
    assert reading.is_proved


def test_findings_name_the_file_of_their_line() -> None:
    a2 = "M1\tSpeculation E9\nT2\tProtein 29 35\tRANTES\nT3\tProtein 30 36\tRANTES\n"

    reading = read(A1 + "T5\tProtein 7 0\tx\n", {"p.txt": TEXT, "p.a2": a2})

    assert list_places(reading) == [
        ("corpus/p.a1", 3, "span-order"),
        ("corpus/p.a2", 1, "dangling-id"),
        ("corpus/p.a2", 2, "duplicate-id"),
        ("corpus/p.a2", 3, "covered-text"),
    ]
    assert reading.findings[2].message == (
        "T2 is declared again, first on line 2 of corpus/p.a1"
    )
    assert [mark.mark_id for mark in reading.annotations.marks] == ["T1", "T2"]
    assert reading.refused_count == 4
    assert not reading.is_proved


def test_a_line_that_is_refused_takes_none_of_the_same_number_with_it() -> None:
    a1 = "T1\tProtein 0 7\tRFLAT-1\n*\tEquiv T1 T2\nT2\tProtein 18 24\tRANTES\n"
    a2 = "T3\tProtein 1 7\tRFLAT-1\n*\tEquiv T1 T9\n"

    reading = read(a1, {"p.txt": TEXT, "p.a2": a2})

    assert [mark.mark_id for mark in reading.annotations.marks] == ["T1", "T2"]
    assert [link.link_id for link in reading.annotations.links] == ["*a1.2.1"]
    assert reading.refused_count == 2


def test_a_file_that_is_not_utf_8_leaves_the_other_one() -> None:
    reading = read(A1, {"p.txt": TEXT, "p.a2": b"E1\tA:T1\nM1\tB\xe9 E1\n"})

    assert list_places(reading) == [("corpus/p.a2", 2, "text-encoding")]
    assert len(reading.annotations.marks) == 2
    assert reading.refused_count == 2


@pytest.mark.parametrize(
    ("others", "path", "code"),
    [
        pytest.param({}, "corpus/p.a1", "text-missing", id="no-text"),
        pytest.param(
            {"p.txt": b"\xff"},
            "corpus/p.txt",
            "text-unreadable",
            id="text-of-other-bytes",
        ),
    ],
)
def test_without_a_text_no_line_of_either_file_is_read(
    others: dict[str, str | bytes], path: str, code: str
) -> None:
    reading = read(A1, {**others, "p.a2": "E1\tA:T1\n"})

    assert list_places(reading) == [(path, None, code)]
    assert replace(reading, findings=()) == Reading(
        annotations=Annotations(path="corpus/p.a1", text=""),
        refused_count=3,
        name="p",
    )


def test_bytes_for_code_points_are_one_finding() -> None:
    text = "é " + TEXT
    a1 = "T1\tProtein 3 10\tRFLAT-1\nT2\tProtein 21 27\tRANTES\n"

    reading = read(a1, {"p.txt": text})

    assert list_places(reading) == [("corpus/p.a1", 1, "offset-unit")]
    assert reading.annotations.marks[0].fragments == (Fragment(2, 9),)
    assert (reading.unit, reading.is_proved) == ("in UTF-8 bytes", True)


LINES = st.lists(
    st.sampled_from(
        [
            "T1\tProtein 0 7\tRFLAT-1",
            "T2\tProtein 18 24\tRANTES",
            "T2\tProtein 17 24\tRANTES",
            "E1\tBinding:T1 Theme:T2 Theme2:T1",
            "M1\tNegation E1",
            "R1\tCoref Anaphora:T1 Antecedent:T2",
            "*\tEquiv T1 T2",
            "*\tEquiv T1",
            "N1\tOntoBiotope Annotation:T1 Referent:OBT:000061",
            "x",
        ]
    ),
    max_size=8,
)


@given(LINES, LINES)
def test_every_line_of_both_files_is_read_or_refused(
    first: list[str], second: list[str]
) -> None:
    reading = read("\n".join(first), {"p.txt": TEXT, "p.a2": "\n".join(second)})

    annotations = reading.annotations
    kinds = (
        annotations.marks,
        annotations.nodes,
        annotations.attributes,
        annotations.links,
    )
    read_lines = {item.origin[:2] for items in kinds for item in items}
    ids = [item[0] for items in kinds for item in items]
    assert len(read_lines) + reading.refused_count == len(first) + len(second)
    assert len(ids) == len(set(ids))


@given(st.binary(), st.binary(), st.binary())
def test_no_bytes_raise(a1: bytes, a2: bytes, text: bytes) -> None:
    beside = {"p.a2": a2, "p.txt": text}
    file = AnnotationFile(path="p.a1", content=a1, find_beside=beside.get)

    assert len(list(read_bionlp(file))) == 1
