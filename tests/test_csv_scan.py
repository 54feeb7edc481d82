"""Plain CSV is read fast, all other CSV exactly, and both alike."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimpack.csv_files import DEFAULT_DIALECT, CsvFault, Dialect
from claimpack.csv_lines import LineReader
from claimpack.csv_scan import MOST_COLUMNS, Batch, Scan, scan_exact, scan_plain
from claimpack.gate import Gate, NotPlainError

Read = tuple[tuple[str, ...], list[list[Any]], list[int]]


def gather(scan: Scan) -> Read:
    """The header, the rows and their lines."""
    rows: list[list[Any]] = []
    lines: list[int] = []
    for batch in scan.batches:
        columns = [column.to_pylist() for column in batch.columns]
        rows += [list(row) for row in zip(*columns, strict=True)]
        lines += batch.lines
    return scan.header, rows, lines


def read_plain(content: bytes, dialect: Dialect = DEFAULT_DIALECT) -> Read | None:
    """What the fast reading gives, None where it refuses the file."""
    try:
        gate = Gate(io.BytesIO(content), dialect.delimiter.encode())
        return gather(scan_plain(gate, dialect))
    except NotPlainError:
        return None


def read_exact(
    content: bytes, dialect: Dialect = DEFAULT_DIALECT
) -> tuple[Read | None, list[CsvFault]]:
    """What the exact reading gives, and what is wrong with the form of the file."""
    lines = LineReader(io.BytesIO(content))
    scan = scan_exact(lines, dialect, 2)
    return None if scan is None else gather(scan), lines.faults


CELL = st.text(alphabet='ab,"\n\r ;é\u2028\ufeff\0', max_size=4)
ROWS = st.lists(st.lists(CELL, min_size=1, max_size=3), max_size=4)


def write(rows: list[list[str]]) -> bytes:
    """Rows as a CSV file, as Python writes it."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


@given(st.binary(max_size=30) | ROWS.map(write))
@example(b'a,b\n"",x\n')
@example(b'a,b\n""x,y\n')
@example(b'a,b\n"a,"b",c\n"d",e",f\n')
@example(b"a\n\n1\n")
@example(b"a,b\n,\n1,2\n")
@example(b"a\n\xef\xbb\xbf1\n")
def test_what_is_read_fast_is_read_alike(content: bytes) -> None:
    fast = read_plain(content)

    if fast is not None:
        assert read_exact(content) == (fast, [])


SOUP = st.text(alphabet='a,"\n', max_size=24).map(lambda text: f"h,i\n{text}".encode())


@given(SOUP)
def test_any_play_of_quotes_is_read_alike(content: bytes) -> None:
    fast = read_plain(content)

    if fast is not None:
        assert read_exact(content) == (fast, [])


PLAIN = {
    "no rows": (b"a,b\n", (("a", "b"), [], [])),
    "no end of the last line": (b"a,b\n1,2", (("a", "b"), [["1", "2"]], [2])),
    "quotes around cells": (
        b'a,b\n"1,5","x ""y"""\n2,\n',
        (("a", "b"), [["1,5", 'x "y"'], ["2", ""]], [2, 3]),
    ),
}


@pytest.mark.parametrize("case", PLAIN)
def test_a_plain_file_is_read_fast(case: str) -> None:
    content, expected = PLAIN[case]

    assert read_plain(content) == expected


NOT_PLAIN = {
    "nothing": b"",
    "no line end": b"a,b",
    "a blank header": b"\n1\n",
    "CRLF": b"a,b\r\n1,2\r\n",
    "NUL": b"a,b\n1,\0\n",
    "a byte order mark": b"\xef\xbb\xbfa,b\n1,2\n",
    "no UTF-8": b"a,b\n1,\xff\n",
    "half a character at the end": b"a,b\n1,\xc3",
    "a line end in quotes": b'a,b\n1,"x\ny"\n',
    "an empty cell in quotes": b'a,b\n"",1\n',
    "a quote that opens nothing": b'a,b\nx"y,1\n',
    "a quote that is not closed": b'a,b\n1,"x\n',
    "a blank row": b"a,b\n\n1,2\n",
    "a row of empty cells": b"a,b\n,\n",
    "too few cells": b"a,b\n1\n",
    "too many cells": b"a,b\n1,2,3\n",
    "very many columns": b"a" + b",a" * MOST_COLUMNS + b"\n",
}


@pytest.mark.parametrize("case", NOT_PLAIN)
def test_what_readers_take_differently_is_not_read_fast(case: str) -> None:
    assert read_plain(NOT_PLAIN[case]) is None


def test_a_quoted_line_end_makes_rows_and_lines_differ() -> None:
    read, faults = read_exact(b'a,b\r\n1,"x\ny"\r\n2,z\r\n')

    assert read == (("a", "b"), [["1", "x\ny"], ["2", "z"]], [2, 4])
    assert faults == []


def test_a_row_of_another_width_says_how_many_cells_it_has() -> None:
    lines = LineReader(io.BytesIO(b"a,b\n1\n1,2,x\n3,4\n"))
    scan = scan_exact(lines, Dialect(), 2)
    assert scan is not None

    (batch,) = scan.batches

    assert isinstance(batch, Batch)
    assert batch.ragged == {0: (1, ""), 1: (3, '"x"')}
    assert [column.to_pylist() for column in batch.columns] == [
        ["1", "1", "3"],
        [None, "2", "4"],
    ]


DIALECTS = {
    "a semicolon": (Dialect(delimiter=";"), b"a;b\n1,5;2\n", [["1,5", "2"]]),
    "a single quote": (Dialect(quote_char="'"), b"a,b\n'1,5',2\n", [["1,5", "2"]]),
    "no quote": (Dialect(quote_char=None), b'a,b\n"1,2"\n', [['"1', '2"']]),
    "an escape": (
        Dialect(escape_char="\\", double_quote=False),
        b'a,b\n"x \\"y\\"",2\n',
        [['x "y"', "2"]],
    ),
    "initial spaces": (Dialect(skip_initial_space=True), b"a, b\n1, 2\n", [["1", "2"]]),
    "comments": (Dialect(comment_char="#"), b"#x\na,b\n#y\n1,2\n", [["1", "2"]]),
    "comment rows": (
        Dialect(comment_rows=frozenset({1, 3})),
        b"x\na,b\ny\n1,2\n",
        [["1", "2"]],
    ),
    "two header rows": (
        Dialect(header_rows=(1, 2), header_join=""),
        b"a,\n,b\n1,2\n",
        [["1", "2"]],
    ),
    "a header in the third row": (
        Dialect(header_rows=(3,)),
        b"Towns\n\na,b\n1,2\n",
        [["1", "2"]],
    ),
    "header rows with one between": (
        Dialect(header_rows=(3, 1), header_join=""),
        b"a,\nx\n,b\n1,2\n",
        [["1", "2"]],
    ),
}


@pytest.mark.parametrize("case", DIALECTS)
def test_a_dialect_says_how_a_file_is_cut(case: str) -> None:
    dialect, content, rows = DIALECTS[case]

    read, faults = read_exact(content, dialect)

    assert faults == []
    assert read is not None
    assert read[:2] == (("a", "b"), rows)


def test_a_file_without_labels_is_cut_to_the_width_of_its_columns() -> None:
    read, faults = read_exact(b"1,2\n3,4\n", Dialect(header_rows=()))

    assert (read, faults) == (((), [["1", "2"], ["3", "4"]], [1, 2]), [])
