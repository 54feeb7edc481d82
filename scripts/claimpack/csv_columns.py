"""Columns of text as the bytes of CSV, the same as `csv_files.format_csv` writes."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

from pyarrow import compute, types

from claimpack.arrow_columns import pack_words
from claimpack.cells import format_cell
from claimpack.csv_files import EMPTY_CELL

MARKS = (b'"', b",", b"\r", b"\n")
"""What a cell has quotes for, as in `csv_files.NEEDS_QUOTES`."""
NOTHING, COMMA, LINE_END, QUOTE = pack_words(["", ",", "\n", '"'])


def format_columns(columns: Sequence[Any]) -> memoryview:
    r"""Return rows as CSV without header; null is an empty cell.

    >>> from claimpack.arrow_columns import pack_words
    >>> columns = [pack_words(["a", "b"]), pack_words(['an "x" here', None])]
    >>> bytes(format_columns(columns))
    b'a,"an ""x"" here"\nb,\n'
    """
    cells = [quote_cells(column) for column in columns]
    if len(cells) == 1:
        cells = [quote_empty(cells[0])]
    joined = join(*cells, COMMA)
    return view_texts(join(joined, NOTHING, LINE_END))


def write_texts(column: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return an array as the texts that CSV has for its values; null stays null.

    >>> import pyarrow as pa
    >>> write_texts(pa.array([1.0, None, 0.25])).to_pylist()
    ['1', None, '0.25']
    """
    if types.is_string(column.type):
        return column
    if types.is_integer(column.type):
        return column.cast("string")
    encoded = column.dictionary_encode()
    words = [
        None if it is None else format_cell(it) for it in encoded.dictionary.to_pylist()
    ]
    return pack_words(words).take(encoded.indices)


def join(*texts: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return texts joined row by row by the last one; null is empty."""
    return compute.binary_join_element_wise(
        *texts, null_handling="replace", null_replacement=""
    )


def quote_cells(column: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return texts with quotes around those that need them."""
    content = bytes(view_texts(column))
    marks = [mark for mark in MARKS if mark in content]
    if not marks:
        return column
    doubled = column
    if b'"' in marks:
        doubled = compute.replace_substring(column, '"', '""')
    has_mark = [compute.match_substring(column, mark) for mark in marks]
    is_quoted = functools.reduce(compute.or_, has_mark)
    return compute.if_else(is_quoted, join(QUOTE, doubled, QUOTE, NOTHING), column)


def quote_empty(column: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return the only cells of rows, with quotes instead of nothing."""
    filled = compute.fill_null(column, "")
    return compute.if_else(compute.equal(filled, ""), EMPTY_CELL, filled)


def view_texts(column: Any) -> memoryview:  # noqa: ANN401  # pyarrow ships no types
    """Return the bytes of all texts of a column, one after the other."""
    _, offsets, content = column.buffers()
    places = memoryview(offsets).cast("i")
    start, stop = places[column.offset], places[column.offset + len(column)]
    return memoryview(content or b"")[start:stop]
