r"""CSV by the letter: rows, cells, physical lines, and what is wrong with the form.

Cases of the reading are written as bytes; `\r\n` in them is CRLF.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.csv_files import (
    LONGEST_CELL,
    CsvContent,
    CsvFault,
    Record,
    describe_header,
    format_csv,
)
from claimpack.csv_lines import parse_csv

AB = ("a", "b")
RFC = "cells as in RFC 4180, quotes doubled inside quoted cells"
LABELS = "a header with the names of the columns"
LINE_ENDS = "LF or CRLF at the end of the row"


def content(
    header: tuple[str, ...],
    *records: tuple[int, tuple[str, ...]],
    faults: tuple[CsvFault, ...] = (),
) -> CsvContent:
    """What a file holds, each row as its line and its cells."""
    rows = tuple(Record(line=line, cells=cells) for line, cells in records)
    return CsvContent(header=header, records=rows, faults=faults)


def fault(code: str, line: int, found: str, expected: str) -> tuple[CsvFault, ...]:
    """The only fault of a file."""
    return (CsvFault(code=code, line=line, found=found, expected=expected),)


READ: dict[str, tuple[bytes, CsvContent]] = {
    "lf": (b"a,b\n1,2\n", content(AB, (2, ("1", "2")))),
    "crlf": (b"a,b\r\n1,2\r\n", content(AB, (2, ("1", "2")))),
    "lf and crlf": (
        b"a,b\r\n1,2\n3,4\r\n",
        content(AB, (2, ("1", "2")), (3, ("3", "4"))),
    ),
    "no line end at the end": (b"a,b\n1,2", content(AB, (2, ("1", "2")))),
    "header only": (b"a,b\n", content(AB)),
    "header only, no line end": (b"a,b", content(AB)),
    "empty cells": (b"a,b\n,2\n1,\n", content(AB, (2, ("", "2")), (3, ("1", "")))),
    "quotes that nobody needs": (b'"a","b"\n"1","2"\n', content(AB, (2, ("1", "2")))),
    "a comma in quotes": (b'a,b\n"1,5",2\n', content(AB, (2, ("1,5", "2")))),
    "doubled quotes": (b'a,b\n"""x""",2\n', content(AB, (2, ('"x"', "2")))),
    "spaces": (b'a,b\n 1 , "2"\n', content(AB, (2, (" 1 ", ' "2"')))),
    "a quote within words": (b'a,b\n6" gun,2\n', content(AB, (2, ('6" gun', "2")))),
    "more and fewer cells": (
        b"a,b\n1\n1,2,3\n",
        content(AB, (2, ("1",)), (3, ("1", "2", "3"))),
    ),
    "line ends in quotes": (
        b'a,b\n"1\n2\r\n3\r4",x\n5,6\n',
        content(AB, (2, ("1\n2\r\n3\r4", "x")), (5, ("5", "6"))),
    ),
    "line ends in the header": (
        b'"a\n1",b\n2,3\n',
        content(("a\n1", "b"), (3, ("2", "3"))),
    ),
    "characters that end lines elsewhere": (
        "a,b\n1\u2028\u0085,\v\f\n".encode(),
        content(AB, (2, ("1\u2028\u0085", "\v\f"))),
    ),
    "a zero width no-break space within": (
        "a,b\nx\ufeffy,2\n\ufeff,3\n".encode(),
        content(AB, (2, ("x\ufeffy", "2")), (3, ("\ufeff", "3"))),
    ),
}
REFUSED: dict[str, tuple[bytes, CsvContent]] = {
    "an empty file": (
        b"",
        content((), faults=fault("blank-header", 1, "an empty file", LABELS)),
    ),
    "a blank line alone": (
        b"\n",
        content((), faults=fault("blank-header", 1, "a blank line", LABELS)),
    ),
    "a blank line first": (
        b"\r\na,b\n1,2\n",
        content(
            (),
            (2, ("a", "b")),
            (3, ("1", "2")),
            faults=fault("blank-header", 1, "a blank line", LABELS),
        ),
    ),
    "a blank row": (
        b"a,b\n\n1,2\n",
        content(
            AB,
            (3, ("1", "2")),
            faults=fault("blank-row", 2, "a blank row", "no such row"),
        ),
    ),
    "a blank row at the end": (
        b"a,b\r\n1,2\r\n\r\n",
        content(
            AB,
            (2, ("1", "2")),
            faults=fault("blank-row", 3, "a blank row", "no such row"),
        ),
    ),
    "a row of empty cells": (
        b'a,b\n,""\n',
        content(AB, faults=fault("blank-row", 2, "a blank row", "no such row")),
    ),
    "a byte order mark": (
        b"\xef\xbb\xbfa,b\n1,2\n",
        content(
            (), faults=fault("byte-order-mark", 1, "a byte order mark", "plain text")
        ),
    ),
    "a NUL": (
        b"a,b\n1,\0\n",
        content((), faults=fault("nul-character", 2, "a NUL character", "plain text")),
    ),
    "bytes that are not UTF-8": (
        b"a,b\n1,2\nK\xf6ln,3\n",
        content(
            (),
            faults=fault("encoding-error", 3, "the byte 0xf6 at offset 9", "UTF-8"),
        ),
    ),
    "half of a surrogate pair": (
        b"a\n\xed\xa0\x80\n",
        content(
            (),
            faults=fault("encoding-error", 2, "the byte 0xed at offset 2", "UTF-8"),
        ),
    ),
    "words after a closing quote": (
        b'a,b\n1,2\n"x"y,2\n3,4\n',
        content(
            AB,
            (2, ("1", "2")),
            faults=fault(
                "source-error",
                3,
                "a row that cannot be read (',' expected after '\"')",
                RFC,
            ),
        ),
    ),
    "a quote that nothing closes": (
        b'a,b\n1,"2\n3,4\n',
        content(
            AB,
            faults=fault(
                "source-error",
                2,
                "a row that cannot be read (unexpected end of data)",
                RFC,
            ),
        ),
    ),
    "a lone CR in a row": (
        b"a,b\n1\r2,3\n",
        content(
            AB,
            faults=fault(
                "source-error",
                2,
                "a row that cannot be read (new-line character seen in unquoted field "
                "- do you need to open the file in universal-newline mode?)",
                RFC,
            ),
        ),
    ),
    "a lone CR at the end": (
        b"a,b\n1,2\r",
        content(
            AB,
            (2, ("1", "2")),
            faults=fault("source-error", 2, "a CR without its LF", LINE_ENDS),
        ),
    ),
    "a CR too many": (
        b'a,b\r\n1,"2\r\r\n"\r\r\n3,4\r\n',
        content(
            AB,
            (2, ("1", "2\r\r\n")),
            (4, ("3", "4")),
            faults=fault("source-error", 3, "a CR without its LF", LINE_ENDS),
        ),
    ),
}


@pytest.mark.parametrize(("file", "expected"), list(READ.values()), ids=list(READ))
def test_a_file_in_good_form_gives_its_rows(file: bytes, expected: CsvContent) -> None:
    assert parse_csv(file) == expected


@pytest.mark.parametrize(
    ("file", "expected"), list(REFUSED.values()), ids=list(REFUSED)
)
def test_what_is_wrong_with_the_form_is_a_fault_at_its_line(
    file: bytes, expected: CsvContent
) -> None:
    assert parse_csv(file) == expected


def test_both_a_mark_and_a_nul_are_told() -> None:
    faults = parse_csv(b"\xef\xbb\xbfa\n\0\n").faults

    assert [(item.code, item.line) for item in faults] == [
        ("byte-order-mark", 1),
        ("nul-character", 2),
    ]


def test_a_cell_may_have_sixteen_million_characters() -> None:
    file = format_csv(["a", "b"], [["x" * LONGEST_CELL, "1"]])

    read = parse_csv(file)

    assert read.faults == ()
    assert [tuple(map(len, record.cells)) for record in read.records] == [
        (LONGEST_CELL, 1)
    ]


def test_a_longer_cell_is_a_fault_at_its_row() -> None:
    file = format_csv(["a", "b"], [["1", "2"], ["x" * (LONGEST_CELL + 1), "3"]])

    read = parse_csv(file)

    found = (
        f"a row that cannot be read (field larger than field limit ({LONGEST_CELL}))"
    )
    assert read == content(
        AB, (2, ("1", "2")), faults=fault("source-error", 3, found, RFC)
    )


WORDS = st.lists(
    # A text of these alphabets would be one of all characters, each as rare.
    st.one_of(
        st.sampled_from(' ,"\r\n\ufeff\u2028\t='),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    )
).map("".join)
LABEL = WORDS.filter(lambda label: label != "" and not label.startswith("\ufeff"))
ROWS = st.tuples(WORDS.filter(bool), WORDS, WORDS)
"""Not all cells are empty: such a row cannot be told from none."""


@given(st.tuples(LABEL, WORDS, WORDS), st.lists(ROWS))
def test_any_text_reads_back_as_it_was(
    header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    """Cells keep every character, and each row knows its physical line."""
    read = parse_csv(format_csv(header, rows))

    line = 1
    expected = []
    for cells in (header, *rows):
        expected.append((line, cells))
        line += 1 + "".join(cells).count("\n")
    assert read == content(header, *expected[1:])


@given(st.lists(ROWS))
def test_crlf_between_rows_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    lines = format_csv(["a", "b", "c"], []), *(format_csv(row, []) for row in rows)
    file = b"".join(line.removesuffix(b"\n") + b"\r\n" for line in lines)

    assert parse_csv(file) == parse_csv(format_csv(["a", "b", "c"], rows))


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        pytest.param("plain words", b"plain words", id="words"),
        pytest.param(" spaces ", b" spaces ", id="spaces"),
        pytest.param("1,100", b'"1,100"', id="comma"),
        pytest.param('"x"', b'"""x"""', id="quotes"),
        pytest.param("a\rb", b'"a\rb"', id="lone-cr"),
        pytest.param("a\nb", b'"a\nb"', id="lf"),
        pytest.param("“é”", "“é”".encode(), id="utf-8"),
        pytest.param(None, b"", id="empty"),
    ],
)
def test_quotes_stand_only_where_they_are_needed(
    cell: str | None, written: bytes
) -> None:
    assert format_csv(["a", "b"], [[cell, 1.0]]) == b"a,b\n" + written + b",1\n"


def test_a_header_that_is_the_expected_one_needs_no_words() -> None:
    assert describe_header(["a", "b"], AB) is None


def test_another_header_is_quoted_beside_the_expected_one() -> None:
    assert describe_header(["b", "a"], AB) == ('"b,a"', '"a,b"')
