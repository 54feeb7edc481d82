"""Defects of brat stand-off: each is one finding, placed at what is wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimpack.annotations import Annotations, Reading
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.brat import read_brat

TEXT = "Eva Lind said 40 people died.\r\nShe 🕯 left Arvika.\n"
MARK = "T1\tPerson 0 8\tEva Lind\n"


def read(ann: str, text: str = TEXT) -> Reading:
    return read_brat(ann.encode(), text, "a.ann")


def error(
    code: str,
    at: tuple[int, int],
    message: str,
    expected: str | None = None,
    hint: str | None = None,
) -> Finding:
    """An error at line and column; the test adds the line itself."""
    return Finding(
        code=code,
        severity=Severity.ERROR,
        location=Location(path="a.ann", line=at[0], column=at[1]),
        message=message,
        expected=expected,
        hint=hint,
    )


def warning(
    code: str,
    at: tuple[int, int],
    message: str,
    expected: str | None = None,
    hint: str | None = None,
) -> Finding:
    """A warning at line and column; the test adds the line itself."""
    finding = error(code, at, message, expected, hint)
    return replace(finding, severity=Severity.WARNING)


@pytest.mark.parametrize(
    ("ann", "finding"),
    [
        pytest.param(
            "\ufeffT1\tPerson 0 8\tEva Lind\n",
            warning(
                "byte-order-mark",
                (1, 1),
                "the file starts with a byte order mark",
                expected="UTF-8 without a byte order mark",
                hint="save the file as plain UTF-8; the mark is left out here",
            ),
            id="byte-order-mark",
        ),
        pytest.param(
            "T1\tPerson 0 8\tEva Lind\r\nT2\tTime 0 3\tEva\n",
            warning(
                "carriage-return",
                (1, 23),
                "the line ends with a carriage return, as 1 of 2 lines do",
                expected="lines that end with LF alone",
                hint=(
                    "convert the line ends of the .ann file; the CR are left out here"
                ),
            ),
            id="carriage-return",
        ),
        pytest.param(
            MARK + "#1\tAnnotatorNotes T1\ta\x01b\n",
            warning(
                "control-character",
                (2, 23),
                "the line holds the control character U+0001",
            ),
            id="control-character",
        ),
        pytest.param(
            MARK + "\nT2\tPerson 0 8\tEva Lind\n",
            warning("empty-line", (2, 1), "the line is empty", hint="delete the line"),
            id="empty-line",
        ),
        pytest.param(
            MARK + "X1\tPerson 0 8\tEva Lind\n",
            error(
                "line-type",
                (2, 1),
                'the line starts with "X", which no kind of annotation does',
                expected="one of T, E, R, A, M, N, # and *",
                hint=(
                    "if these are marked words that go on from the line "
                    "before, split their mark into fragments at the line break"
                ),
            ),
            id="line-type",
        ),
        pytest.param(
            "T\tPerson 0 8\tEva Lind\n",
            error(
                "id-form",
                (1, 1),
                'the id is "T"',
                expected="T and a number of up to nine digits",
            ),
            id="id-form",
        ),
        pytest.param(
            "T1234567890\tPerson 0 8\tEva Lind\n",
            error(
                "id-form",
                (1, 1),
                'the id is "T1234567890"',
                expected="T and a number of up to nine digits",
            ),
            id="id-form-of-ten-digits",
        ),
        pytest.param(
            "T1 Person 0 8 Eva Lind\nE1\tClaim:T1\n",
            error(
                "id-column",
                (1, 1),
                "no tab stands after the id T1",
                expected="a tab",
                hint=(
                    "put a tab after the id, and another before the words of the text"
                ),
            ),
            id="id-column",
        ),
        pytest.param(
            MARK + "T1\tTime 0 3\tEva\n",
            error(
                "duplicate-id",
                (2, 1),
                "T1 is declared again, first on line 1",
                expected="an id that no other line has",
                hint="give one of the two lines a number that was never used",
            ),
            id="duplicate-id",
        ),
        pytest.param(
            "T1\tPerson 0 8\n",
            error(
                "line-columns",
                (1, 1),
                "the line has 2 columns",
                expected="3: the id, the label with its offsets, the words of the text",
                hint="separate the columns by single tabs",
            ),
            id="line-columns-of-a-mark",
        ),
        pytest.param(
            MARK + "E1\tClaim:T1\tx\n",
            error(
                "line-columns",
                (2, 1),
                "the line has 3 columns",
                expected=(
                    "2, separated by tabs; the second like Type:T1 Role:T2 Role2:E3 …"
                ),
            ),
            id="line-columns-of-an-event",
        ),
        pytest.param(
            MARK + "#1\tAnnotatorNotes T1\n",
            error(
                "line-columns",
                (2, 1),
                "the line has 2 columns",
                expected="3, separated by tabs; the second like Type T1",
            ),
            id="line-columns-of-a-note",
        ),
        pytest.param(
            "T1\tPerson 00 8\tEva Lind\n",
            error(
                "offset-syntax",
                (1, 4),
                '"Person 00 8" is not the label and the offsets of a mark',
                expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
            ),
            id="offset-syntax-leading-zero",
        ),
        pytest.param(
            "T1\tPerson 0 1_0\tEva Lind s\n",
            error(
                "offset-syntax",
                (1, 4),
                '"Person 0 1_0" is not the label and the offsets of a mark',
                expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
            ),
            id="offset-syntax-underscore",
        ),
        pytest.param(
            "T1\tPerson 0 ٨\tEva Lind\n",
            error(
                "offset-syntax",
                (1, 4),
                '"Person 0 ٨" is not the label and the offsets of a mark',
                expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
            ),
            id="offset-syntax-other-digits",
        ),
        pytest.param(
            "T1\tPerson\tEva Lind\n",
            error(
                "offset-syntax",
                (1, 4),
                '"Person" is not the label and the offsets of a mark',
                expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
            ),
            id="offset-syntax-missing",
        ),
        pytest.param(
            "T1\t 0 8\tEva Lind\n",
            error(
                "offset-syntax",
                (1, 4),
                '" 0 8" is not the label and the offsets of a mark',
                expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
            ),
            id="offset-syntax-no-label",
        ),
        pytest.param(
            "T1\tPerson 8 0\tEva Lind\n",
            error(
                "span-order",
                (1, 11),
                "the span 8-0 ends before it starts",
                expected="an end after the start",
            ),
            id="span-order-reversed",
        ),
        pytest.param(
            "T1\tPerson 8 8\t\n",
            error(
                "span-order",
                (1, 11),
                "the span 8-8 is empty",
                expected="an end after the start",
            ),
            id="span-order-empty",
        ),
        pytest.param(
            "T1\tPerson 0 4;3 8\tEva   Lind\n",
            error(
                "fragment-order",
                (1, 15),
                "the fragment 3-8 starts before 4, where another ends",
                expected="fragments in the order of the text",
            ),
            id="fragment-order-overlap",
        ),
        pytest.param(
            "T1\tPerson 4 8;0 3\tLind Eva\n",
            error(
                "fragment-order",
                (1, 15),
                "the fragment 0-3 starts before 8, where another ends",
                expected="fragments in the order of the text",
            ),
            id="fragment-order-backwards",
        ),
        pytest.param(
            "T1\tPerson 0 800\tEva Lind\nT2\tPerson 0 8\tEva Lind\n",
            error(
                "span-beyond-text",
                (1, 11),
                "the span ends at 800, the text at 50",
                expected="an end of at most 50",
                hint="the words stand at 0 8",
            ),
            id="span-beyond-text",
        ),
        pytest.param(
            "T1\tPerson 0 8\tEva Lund\nT2\tPerson 0 8\tEva Lind\n",
            error(
                "covered-text",
                (1, 11),
                'T1 says "Eva Lund", the text has "Eva Lind" at 0 8',
                expected='"Eva Lind"',
                hint="mark the words anew, or take the text that was annotated",
            ),
            id="covered-text",
        ),
        pytest.param(
            "T1\tPerson 2 10\tEva Lind\nT2\tPerson 0 3\tEva\n",
            error(
                "covered-text",
                (1, 11),
                'T1 says "Eva Lind", the text has "a Lind s" at 2 10',
                expected='"a Lind s"',
                hint="the words stand at 0 8, 2 earlier",
            ),
            id="covered-text-elsewhere",
        ),
        pytest.param(
            "T1\tPlace 40 46\tArvika\nT2\tPerson 0 3\tEva\n",
            error(
                "covered-text",
                (1, 10),
                'T1 says "Arvika", the text has "t Arvi" at 40 46',
                expected='"t Arvi"',
                hint="the words stand at 42 48, 2 later",
            ),
            id="covered-text-later",
        ),
        pytest.param(
            "T1\tClaim 24 34\tdied.\n",
            error(
                "covered-text",
                (1, 10),
                'T1 says "died.", the text has "died.\\r\\nShe" at 24 34',
                expected='"died.\\r\\nShe"',
                hint=(
                    "make a fragment of each line: a line of .ann holds no line break"
                ),
            ),
            id="covered-text-over-lines",
        ),
        pytest.param(
            MARK + "E1\tClaim:T1 About\n",
            error(
                "role-syntax",
                (2, 13),
                '"About" is not a role with the mark or node that fills it',
                expected="like Type:T1 Role:T2 Role2:E3 …",
            ),
            id="role-syntax-nothing-fills-it",
        ),
        pytest.param(
            MARK + "E1\tClaim:T1 2:T1\n",
            error(
                "role-syntax",
                (2, 13),
                '"2:T1" is not a role with the mark or node that fills it',
                expected="like Type:T1 Role:T2 Role2:E3 …",
            ),
            id="role-syntax-without-name",
        ),
        pytest.param(
            MARK + "E1\tClaim:t1\n",
            error(
                "role-syntax",
                (2, 4),
                '"Claim:t1" is not a role with the mark or node that fills it',
                expected="like Type:T1 Role:T2 Role2:E3 …",
            ),
            id="role-syntax-no-id",
        ),
        pytest.param(
            MARK + "E1\tClaim:T1 About:E9\n",
            error(
                "dangling-id",
                (2, 19),
                '"E9" stands on no line of the file',
                expected="a mark (T) or a node (E)",
                hint="refer to another line, or restore the one that is gone",
            ),
            id="dangling-role",
        ),
        pytest.param(
            MARK + "E1\tClaim:T9\n",
            error(
                "dangling-id",
                (2, 10),
                '"T9" stands on no line of the file',
                expected="a mark (T)",
                hint="refer to another line, or restore the one that is gone",
            ),
            id="dangling-trigger",
        ),
        pytest.param(
            MARK + "E1\tClaim:E1\n",
            error(
                "target-kind",
                (2, 1),
                '"E1" is of a kind that cannot stand here',
                expected="a mark (T)",
            ),
            id="target-kind-of-a-trigger",
        ),
        pytest.param(
            MARK + "A1\tNegated T1\nA2\tNegated A1\n",
            error(
                "target-kind",
                (3, 12),
                '"A1" is of a kind that cannot stand here',
                expected="a mark (T), a node (E) or a link (R)",
            ),
            id="target-kind-of-an-attribute",
        ),
        pytest.param(
            MARK + "E1\t\n",
            error(
                "line-syntax",
                (2, 4),
                'the second column, "", has not the form of its kind of line',
                expected="like Type:T1 Role:T2 Role2:E3 …",
            ),
            id="line-syntax-of-an-event",
        ),
        pytest.param(
            MARK + "R1\tSameAs Arg1:T1 Arg1:T1\n",
            error(
                "line-syntax",
                (2, 4),
                (
                    'the second column, "SameAs Arg1:T1 Arg1:T1", has not the '
                    "form of its kind of line"
                ),
                expected="like Type Arg1:T1 Arg2:T2",
            ),
            id="line-syntax-of-a-relation",
        ),
        pytest.param(
            MARK + "A1\tNegated\n",
            error(
                "line-syntax",
                (2, 4),
                ('the second column, "Negated", has not the form of its kind of line'),
                expected="like Name T1, or Name T1 Value",
            ),
            id="line-syntax-of-an-attribute",
        ),
        pytest.param(
            MARK + "N1\tReference T1 jcs\tx\n",
            error(
                "line-syntax",
                (2, 4),
                (
                    'the second column, "Reference T1 jcs", has not the form '
                    "of its kind of line"
                ),
                expected="like Reference T1 Register:key",
            ),
            id="line-syntax-of-a-reference",
        ),
        pytest.param(
            MARK + "#1\tAnnotatorNotes T1 T1\tx\n",
            error(
                "line-syntax",
                (2, 4),
                (
                    'the second column, "AnnotatorNotes T1 T1", has not the '
                    "form of its kind of line"
                ),
                expected="like Type T1",
            ),
            id="line-syntax-of-a-note",
        ),
        pytest.param(
            MARK + "R1\tSameAs\n",
            error(
                "line-syntax",
                (2, 4),
                'the second column, "SameAs", has not the form of its kind of line',
                expected="like Type Arg1:T1 Arg2:T2",
            ),
            id="line-syntax-of-a-lone-relation",
        ),
        pytest.param(
            MARK + "N1\tReference\tx\n",
            error(
                "line-syntax",
                (2, 4),
                'the second column, "Reference", has not the form of its kind of line',
                expected="like Reference T1 Register:key",
            ),
            id="line-syntax-of-a-lone-reference",
        ),
        pytest.param(
            MARK + "R1\tSameAs Arg1:T1 Arg2:t1\n",
            error(
                "dangling-id",
                (2, 24),
                '"t1" stands on no line of the file',
                expected="a mark (T) or a node (E)",
                hint="write T1",
            ),
            id="dangling-relation",
        ),
        pytest.param(
            MARK + "A1\tNegated T9\n",
            error(
                "dangling-id",
                (2, 12),
                '"T9" stands on no line of the file',
                expected="a mark (T), a node (E) or a link (R)",
                hint="refer to another line, or restore the one that is gone",
            ),
            id="dangling-attribute",
        ),
        pytest.param(
            MARK + "N1\tReference T9 Entity:x\tx\n",
            error(
                "dangling-id",
                (2, 14),
                '"T9" stands on no line of the file',
                expected="a mark (T), a node (E) or a link (R)",
                hint="refer to another line, or restore the one that is gone",
            ),
            id="dangling-reference",
        ),
        pytest.param(
            MARK + "*\tEquiv T1 T9\n",
            error(
                "dangling-id",
                (2, 12),
                '"T9" stands on no line of the file',
                expected="a mark (T) or a node (E)",
                hint="refer to another line, or restore the one that is gone",
            ),
            id="dangling-equivalence",
        ),
        pytest.param(
            MARK + "#1\tAnnotatorNotes T9\tx\n",
            warning(
                "dangling-note",
                (2, 19),
                'the note is on "T9", which stands on no line of the file',
                expected="the id of another line",
                hint="delete the note, or put it on what it is about",
            ),
            id="dangling-note",
        ),
        pytest.param(
            MARK + "A1\tKind T1 Event\nA2\tKind T1 State\n",
            error(
                "attribute-conflict",
                (3, 12),
                'Kind of T1 is "State" here, "Event" on line 2',
                expected="one value",
                hint="delete one of the two lines",
            ),
            id="attribute-conflict",
        ),
        pytest.param(
            MARK + "A1\tKind T1 Event\nA2\tKind T1\n",
            error(
                "attribute-conflict",
                (3, 4),
                'Kind of T1 is without a value here, "Event" on line 2',
                expected="one value",
                hint="delete one of the two lines",
            ),
            id="attribute-conflict-flag",
        ),
        pytest.param(
            MARK + "*\tEquiv T1 T1\n",
            error(
                "equivalence-size",
                (2, 1),
                "the equivalence has 1 members",
                expected="two or more, like Type T1 T2 …",
            ),
            id="equivalence-size",
        ),
    ],
)
def test_a_defect_is_one_finding_with_its_line(ann: str, finding: Finding) -> None:
    excerpt = ann.split("\n")[(finding.location.line or 0) - 1]
    location = replace(finding.location, excerpt=excerpt)

    assert read(ann).findings == (replace(finding, location=location),)


@pytest.mark.parametrize(
    ("ann", "byte", "location", "found", "hint"),
    [
        pytest.param(
            b"T1\tPerson 0 8\tEva Lind\nT2\tTime 0 3\tEv\xe9\n",
            37,
            Location(path="a.ann", line=2, column=15, excerpt="T2\tTime 0 3\tEv\\xe9"),
            "0xE9",
            "save the file as UTF-8",
            id="latin-1",
        ),
        pytest.param(
            b"\xff\xfeT1",
            0,
            Location(path="a.ann", line=1, column=1, excerpt="\\xff\\xfeT1"),
            "0xFF",
            "save the file as UTF-8; it looks like UTF-16",
            id="utf-16",
        ),
    ],
)
def test_nothing_is_read_of_a_file_that_is_not_utf_8(
    ann: bytes, byte: int, location: Location, found: str, hint: str
) -> None:
    finding = Finding(
        code="text-encoding",
        severity=Severity.ERROR,
        location=location,
        message=f"byte {byte} of the file, {found}, is not UTF-8: nothing is read",
        expected="UTF-8",
        hint=hint,
    )

    assert read_brat(ann, TEXT, "a.ann") == Reading(
        annotations=Annotations(path="a.ann", text=TEXT),
        findings=(finding,),
        refused_count=len(ann.splitlines()),
    )


def test_all_defects_of_a_file_are_reported_by_line() -> None:
    ann = "T1\tPerson 8 0\tx\nT2 Person\nE1\tClaim:T9\n#1\tA T8\tx\n" + MARK

    reading = read(ann)

    found = [(it.location.line, it.code) for it in reading.findings]
    assert found == [
        (1, "span-order"),
        (2, "id-column"),
        (3, "dangling-id"),
        (4, "dangling-note"),
        (5, "duplicate-id"),
    ]
    assert reading.refused_count == 4


def test_an_id_is_pointed_at_as_a_whole_word() -> None:
    (finding,) = read(MARK + "R1\tA Arg1:T11 Arg2:T1\n").findings

    assert finding.location.column == 11


def test_a_long_difference_is_shown_where_it_starts() -> None:
    text = "a" * 100 + "b"

    (finding,) = read("T1\tA 0 101\t" + "a" * 100 + "c\n", text).findings

    shown = "a" * 20
    assert finding.message == f'T1 says "…{shown}c", the text has "…{shown}b" at 0 101'
