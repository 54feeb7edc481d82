"""The rows of a CSV file in batches of columns, as text.

Plain files are cut into cells by pyarrow, all others by the exact reading of
`csv_lines`. Both give the same where both read a file.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import compute
from pyarrow import csv as arrow_csv

from claimpack.arrow_columns import find_filled, pack_words
from claimpack.csv_files import Dialect
from claimpack.csv_lines import LineReader, iter_records
from claimpack.findings import quote
from claimpack.gate import BYTE_ORDER_MARK, Gate, NotPlainError

BLOCK_BYTES = 4 << 20
ROWS_OF_BATCH = 65_536
MOST_COLUMNS = 10_000
"""With more, pyarrow takes gigabytes: it makes room for a whole block in each."""

Header = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some rows of a table, column by column."""

    first_row: int
    """Index of the first row, counted from 0."""
    row_count: int
    columns: Sequence[Any]
    """pyarrow arrays of text, one for each label; null: the row has no cell."""
    lines: Sequence[int] = ()
    """Physical line on which each row begins; empty where there are no lines."""
    ragged: Mapping[int, tuple[int, str]] = field(default_factory=dict)
    """By index in the batch: how many cells a row has that has too many or too few,
    and the first of too many."""


class Scan(NamedTuple):
    """The rows of a file, as they are read."""

    header: Header
    """The labels; none where the file has no header."""
    batches: Iterator[Batch]


def scan_plain(gate: Gate, dialect: Dialect) -> Scan:
    """Return the header of a plain CSV file, and its rows.

    Raises `NotPlainError`, also after some batches, where the file is not plain.
    """
    head = gate.read(BLOCK_BYTES)
    line, line_end, rest = head.partition(b"\n")
    if not line_end:
        raise NotPlainError
    header = tuple(next(csv.reader([line.decode()], **dialect.options), ()))
    if not any(header) or len(header) > MOST_COLUMNS:
        raise NotPlainError
    columns = open_arrow(Joined(rest, gate), dialect, len(header))
    return Scan(header, iter_plain(columns))


def iter_plain(batches: Iterator[list[Any]]) -> Iterator[Batch]:
    """Yield the rows of a plain file, of which each stands on a line."""
    first_row = 0
    for columns in batches:
        refuse_blank_rows(columns)
        count = len(columns[0])
        lines = range(first_row + 2, first_row + 2 + count)
        yield Batch(first_row=first_row, row_count=count, columns=columns, lines=lines)
        first_row += count


class Joined:
    """A binary stream of some bytes and then of a gate, for pyarrow."""

    closed = False

    def __init__(self, head: bytes, gate: Gate) -> None:
        """Begin with `head`; where that is empty, with the gate."""
        self.head = head or gate.read(BLOCK_BYTES)
        self.gate = gate

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes; at most `size` of them once the head is read."""
        head, self.head = self.head, b""
        return head or self.gate.read(size)

    def readable(self) -> bool:
        """Return true: this stream can be read."""
        return True

    def writable(self) -> bool:
        """Return false."""
        return False

    def seekable(self) -> bool:
        """Return false: the bytes pass once."""
        return False

    def close(self) -> None:
        """Leave the gate open: it belongs to whoever opened it."""


def open_arrow(stream: Joined, dialect: Dialect, width: int) -> Iterator[list[Any]]:
    """Yield the columns of plain rows, batch by batch, as pyarrow cuts them."""
    if not stream.head:
        return
    if stream.head.startswith(BYTE_ORDER_MARK):
        raise NotPlainError  # here it is text, which pyarrow would drop
    names = [f"c{index}" for index in range(width)]
    try:
        yield from (
            batch.columns
            for batch in arrow_csv.open_csv(
                stream,
                read_options=arrow_csv.ReadOptions(
                    column_names=names, block_size=BLOCK_BYTES, use_threads=False
                ),
                parse_options=arrow_csv.ParseOptions(
                    delimiter=dialect.delimiter, ignore_empty_lines=False
                ),
                convert_options=arrow_csv.ConvertOptions(
                    column_types=dict.fromkeys(names, pa.string()),
                    strings_can_be_null=False,
                    check_utf8=False,  # the gate has
                ),
            )
            if batch.num_rows
        )
    except pa.ArrowInvalid as error:
        raise NotPlainError from error


def refuse_blank_rows(columns: Sequence[Any]) -> None:
    """Raise `NotPlainError` where a row has no cell with text in it."""
    has_text = None
    for column in columns:
        filled = find_filled(column)
        has_text = filled if has_text is None else compute.or_(has_text, filled)
        if compute.all(has_text).as_py():
            return
    raise NotPlainError


def scan_exact(lines: LineReader, dialect: Dialect, width: int) -> Scan | None:
    """Return the header of any CSV file, and its rows; None without header.

    What is wrong with its form is in `lines.faults` afterwards. `width` is the number
    of columns where the file has no labels.
    """
    records = iter_records(lines, dialect)
    if not dialect.header_rows:
        return Scan((), iter_exact(records, lines, width))
    header = read_header(records, lines, dialect)
    if header is None:
        return None
    return Scan(header, iter_exact(records, lines, len(header)))


def iter_exact(
    records: Iterator[tuple[int, list[str]]], lines: LineReader, width: int
) -> Iterator[Batch]:
    """Yield the rows of a file; blank ones are noted and left out."""
    first_row = 0
    numbers: array[int] = array("q")
    rows: list[list[str]] = []
    for number, cells in records:
        if not any(cells):
            lines.add_blank_row(number)
            continue
        numbers.append(number)
        rows.append(cells)
        if len(rows) == ROWS_OF_BATCH:
            yield make_batch(first_row, width, numbers, rows)
            first_row += len(rows)
            numbers, rows = array("q"), []
    if rows:
        yield make_batch(first_row, width, numbers, rows)


def read_header(
    records: Iterator[tuple[int, list[str]]], lines: LineReader, dialect: Dialect
) -> Header | None:
    """Return the labels, None where there are none: the fault is noted.

    Rows before and between those of the header are left out.
    """
    parts = []
    for row in sorted(dialect.header_rows):
        rest = (record for record in records if record[0] >= row)
        number, cells = next(rest, (0, []))
        if not cells:
            if not lines.faults:
                lines.add_blank_header(has_line=bool(number))
            return None
        parts.append(cells)
    return dialect.join_labels(parts)


def make_batch(
    first_row: int, width: int, lines: Sequence[int], rows: Sequence[list[str]]
) -> Batch:
    """Return rows as a batch, cut and filled up to the width of the header."""
    ragged = {
        index: (len(cells), quote(cells[width]) if len(cells) > width else "")
        for index, cells in enumerate(rows)
        if len(cells) != width
    }
    columns = [
        pack_words([cells[index] if index < len(cells) else None for cells in rows])
        for index in range(width)
    ]
    return Batch(
        first_row=first_row,
        row_count=len(rows),
        columns=columns,
        lines=lines,
        ragged=ragged,
    )
