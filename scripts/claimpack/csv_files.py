"""CSV as rows of text with the physical line that each row begins on.

This is the exact reading (RFC 4180): `csv.reader` in strict mode defines rows,
cells and lines. Rows end with LF or CRLF; a quoted cell may hold line ends.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from claimpack.cells import Value, format_cell
from claimpack.findings import quote

LONGEST_CELL = 16 * 1024 * 1024
"""Characters of one cell; `docs/limits.md` lists it."""
BYTE_ORDER_MARK = "\ufeff"
LONE_RETURN = re.compile(r"\r(?:\r\n)?\Z")
NEEDS_QUOTES = re.compile(r'[",\r\n]')


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a CSV file is written (Data Package 2.0, Table Dialect)."""

    delimiter: str = ","
    quote_char: str | None = '"'
    double_quote: bool = True
    escape_char: str | None = None
    skip_initial_space: bool = False
    header_rows: tuple[int, ...] = (1,)
    """Rows with labels, counted from 1; none where the file has no labels."""
    header_join: str = " "
    """Between the parts of a label that stands in several rows."""
    comment_rows: frozenset[int] = frozenset()
    comment_char: str | None = None
    """What a row begins with that is a comment."""
    null_sequence: str | None = None
    """A word that stands for no value, besides those of the schema."""

    @property
    def options(self) -> dict[str, Any]:
        """What `csv.reader` is told of it."""
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote_char,
            "doublequote": self.double_quote,
            "escapechar": self.escape_char,
            "skipinitialspace": self.skip_initial_space,
            "quoting": csv.QUOTE_NONE if self.quote_char is None else csv.QUOTE_MINIMAL,
        }

    @property
    def is_plain(self) -> bool:
        """Whether it is the default one, but for an ASCII delimiter."""
        plain = Dialect(delimiter=self.delimiter, null_sequence=self.null_sequence)
        return self.delimiter.isascii() and self == plain

    def join_labels(self, rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
        """Return the labels that stand in some rows, part by part.

        >>> Dialect().join_labels([["killed", "id"], ["women", "", "year"]])
        ('killed women', 'id', 'year')
        """
        labels = zip_longest(*rows, fillvalue="")
        return tuple(self.header_join.join(filter(None, label)) for label in labels)

    def is_comment(self, number: int, cells: Sequence[str]) -> bool:
        """Return whether the row on a line is no data and no labels."""
        if number in self.comment_rows:
            return True
        mark = self.comment_char
        return bool(mark and cells and cells[0].startswith(mark))


DEFAULT_DIALECT = Dialect()


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a CSV file, the header included."""

    line: int
    """Physical line on which the row begins, counted from 1."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvFault:
    """What is wrong with the form of the file; the cells after it may be lost."""

    code: str
    line: int
    found: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvContent:
    """The rows of a file and what is wrong with its form."""

    header: tuple[str, ...]
    records: tuple[Record, ...]
    """The rows below the header, blank ones left out."""
    faults: tuple[CsvFault, ...]


def parse_csv(data: bytes) -> CsvContent:
    """Return the rows of a CSV file in UTF-8; what cannot be read is a fault."""
    faults: list[CsvFault] = []
    text = decode_csv(data, faults)
    rows = read_records(text, faults) if not faults else []
    header = rows[0].cells if rows else ()
    if not header and (rows or not faults):
        faults.append(
            CsvFault(
                code="blank-header",
                line=1,
                found="a blank line" if rows else "an empty file",
                expected="a header with the names of the columns",
            )
        )
    faults.extend(
        CsvFault(
            code="blank-row", line=row.line, found="a blank row", expected="no such row"
        )
        for row in rows[1:]
        if is_blank(row)
    )
    return CsvContent(
        header=header,
        records=tuple(row for row in rows[1:] if not is_blank(row)),
        faults=tuple(faults),
    )


def is_blank(record: Record) -> bool:
    """Return whether the row has no cell with text in it."""
    return not any(record.cells)


def decode_csv(data: bytes, faults: list[CsvFault]) -> str:
    """Return the text of the file, and record what is not plain UTF-8.

    U+FEFF is a byte order mark at the beginning of the file and nowhere else.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(
            CsvFault(
                code="encoding-error",
                line=data.count(b"\n", 0, error.start) + 1,
                found=f"the byte 0x{data[error.start]:02x} at offset {error.start}",
                expected="UTF-8",
            )
        )
        return ""
    for code, position, found in (
        ("byte-order-mark", text.find(BYTE_ORDER_MARK, 0, 1), "a byte order mark"),
        ("nul-character", text.find("\0"), "a NUL character"),
    ):
        if position >= 0:
            line = text.count("\n", 0, position) + 1
            faults.append(
                CsvFault(code=code, line=line, found=found, expected="plain text")
            )
    return text


def read_records(text: str, faults: list[CsvFault]) -> list[Record]:
    """Return the rows of the text up to the first that breaks the quoting rules."""
    csv.field_size_limit(LONGEST_CELL)
    lines = io.StringIO(text, newline="\n").readlines()
    reader = csv.reader(lines, strict=True)
    records: list[Record] = []
    line = 1
    try:
        for cells in reader:
            records.append(Record(line=line, cells=tuple(cells)))
            faults.extend(iter_return_faults(lines, reader.line_num))
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(
            CsvFault(
                code="source-error",
                line=line,
                found=f"a row that cannot be read ({error})",
                expected="cells as in RFC 4180, quotes doubled inside quoted cells",
            )
        )
    return records


def iter_return_faults(lines: Sequence[str], number: int) -> Iterator[CsvFault]:
    """Yield a fault where the last line of a row has a CR too many or no LF.

    `csv.reader` takes any number of CR for the end of a row.
    """
    if LONE_RETURN.search(lines[number - 1]):
        yield CsvFault(
            code="source-error",
            line=number,
            found="a CR without its LF",
            expected="LF or CRLF at the end of the row",
        )


def format_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    r"""Return a CSV file: UTF-8, LF, quotes only where they are needed.

    >>> format_csv(["id", "text"], [["a", 'an "x" here'], ["b", "1\r2"], ["c", None]])
    b'id,text\na,"an ""x"" here"\nb,"1\r2"\nc,\n'
    """
    lines = [header, *(map(format_cell, row) for row in rows)]
    return "".join(f"{','.join(map(quote_cell, line))}\n" for line in lines).encode()


def quote_cell(text: str) -> str:
    """Return the text of a cell, in quotes where it has a character that needs them.

    `csv.writer` of Python 3.11 leaves a lone CR without quotes, which no strict
    reader takes.
    """
    if NEEDS_QUOTES.search(text):
        return '"' + text.replace('"', '""') + '"'
    return text


def describe_header(
    header: Sequence[str], expected: Sequence[str]
) -> tuple[str, str] | None:
    """Return what a header has and should have; None where they agree."""
    if tuple(header) == tuple(expected):
        return None
    return quote(",".join(header)), quote(",".join(expected))
