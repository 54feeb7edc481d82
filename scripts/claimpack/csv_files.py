"""CSV files: how they may be written, what one holds, and how we write them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from claimpack.cells import Value, format_cell
from claimpack.findings import quote

LONGEST_CELL = 16 * 1024 * 1024
"""Characters of one cell; `docs/limits.md` lists it."""
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


EMPTY_CELL = '""'


def format_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    r"""Return a CSV file: UTF-8, LF, quotes only where they are needed.

    >>> format_csv(["id", "text"], [["a", 'an "x" here'], ["b", "1\r2"], ["c", None]])
    b'id,text\na,"an ""x"" here"\nb,"1\r2"\nc,\n'

    The only cell of a row has quotes where it is empty: a line with nothing is no row.

    >>> format_csv(["id"], [[1], [None]])
    b'id\n1\n""\n'
    """
    lines = [header, *([*map(format_cell, row)] for row in rows)]
    return "".join(f"{format_line(line)}\n" for line in lines).encode()


def format_line(cells: Sequence[str]) -> str:
    """Return the cells of a row as CSV, without the end of the line."""
    line = ",".join(map(quote_cell, cells))
    return line or (EMPTY_CELL if cells else "")


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
