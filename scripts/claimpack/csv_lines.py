"""CSV as rows of text with the physical line that each row begins on.

This is the exact reading (RFC 4180): `csv.reader` in strict mode defines rows, cells
and lines. Rows end with LF or CRLF; a quoted cell may hold line ends.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from claimpack.content import CodingError
from claimpack.csv_files import (
    DEFAULT_DIALECT,
    LONGEST_CELL,
    CsvContent,
    CsvFault,
    Dialect,
    Record,
)

LONE_RETURN = re.compile(r"\r(?:\r\n)?\Z")
"""End of a line that `csv.reader` takes for the end of a row, and we do not."""
NO_TEXT = frozenset({"encoding-error", "byte-order-mark", "nul-character"})
"""Faults of what is no plain text: no row of it is sure."""


class LineReader:
    """The lines of a file as text, with what is wrong with each.

    Lines end with LF alone; U+FEFF is a byte order mark at the beginning of the file
    and nowhere else. Reading ends at the first line that is not UTF-8.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """Begin with the first line."""
        self.stream = stream
        self.offset = 0
        self.number = 0
        """Of the line that was read last, counted from 1."""
        self.line = ""
        self.faults: list[CsvFault] = []

    def __iter__(self) -> Iterator[str]:
        """Yield each line with its end."""
        while raw := self.read_line():
            self.number += 1
            try:
                self.line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                at = self.offset + error.start
                found = f"the byte 0x{raw[error.start]:02x} at offset {at}"
                self.add("encoding-error", found, "UTF-8")
                return
            if self.number == 1 and self.line.startswith("\ufeff"):
                self.line = self.line[1:]
                self.add("byte-order-mark", "a byte order mark", "plain text")
            if "\0" in self.line:
                self.add("nul-character", "a NUL character", "plain text")
            self.offset += len(raw)
            yield self.line

    def read_line(self) -> bytes:
        """Return the next line, nothing at the end and where the encoding breaks."""
        try:
            return self.stream.readline(4 * LONGEST_CELL)
        except CodingError as error:
            self.number += 1
            self.add("encoding-error", error.found, error.expected)
            return b""

    def add(self, code: str, found: str, expected: str, line: int = 0) -> None:
        """Note what is wrong with the line that was read last, or with another."""
        fault = CsvFault(
            code=code, line=line or self.number, found=found, expected=expected
        )
        self.faults.append(fault)

    def add_blank_header(self, *, has_line: bool) -> None:
        """Note that there are no labels; `has_line` tells a blank line from no line."""
        found = "a blank line" if has_line else "an empty file"
        expected = "a header with the names of the columns"
        self.add("blank-header", found, expected, 1)

    def add_blank_row(self, line: int) -> None:
        """Note that a row has no cell with text in it."""
        self.add("blank-row", "a blank row", "no such row", line)


def iter_records(
    lines: LineReader, dialect: Dialect
) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its line, up to the first that breaks the quoting rules.

    Rows that are comments are left out; blank ones are noted and left out.
    """
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(iter(lines), strict=True, **dialect.options)
    number = 1
    try:
        for cells in reader:
            if LONE_RETURN.search(lines.line):
                expected = "LF or CRLF at the end of the row"
                lines.add("source-error", "a CR without its LF", expected)
            if not dialect.is_comment(number, cells):
                yield number, cells
            number = lines.number + 1
    except csv.Error as error:
        found = f"a row that cannot be read ({error})"
        expected = "cells as in RFC 4180, quotes doubled inside quoted cells"
        lines.add("source-error", found, expected, number)


def parse_csv(content: bytes) -> CsvContent:
    """Return the rows of a CSV file as we write them; none of what is no plain text.

    Of faults that leave no row sure, the first of each kind is told.
    """
    lines = LineReader(io.BytesIO(content))
    records = iter_records(lines, DEFAULT_DIALECT)
    rows = [Record(line=line, cells=tuple(cells)) for line, cells in records]
    grave = {f.code: f for f in reversed(lines.faults) if f.code in NO_TEXT}
    if grave:
        faults = tuple(reversed(grave.values()))
        return CsvContent(header=(), records=(), faults=faults)
    header = rows[0].cells if rows else ()
    if not header and (rows or not lines.faults):
        lines.add_blank_header(has_line=bool(rows))
    for row in rows[1:]:
        if not any(row.cells):
            lines.add_blank_row(row.line)
    filled = tuple(row for row in rows[1:] if any(row.cells))
    return CsvContent(header=header, records=filled, faults=tuple(lines.faults))
