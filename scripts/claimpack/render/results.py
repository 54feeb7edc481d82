"""The rows that a query gives, in the forms that people and programs read.

Only the form for people cuts cells; nothing is left out silently. Cells are as CSV has
them; lists and structures are JSON.
"""

from __future__ import annotations

import io
import json
import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import parquet, types

from claimpack.cells import format_cell
from claimpack.csv_files import format_csv
from claimpack.errors import UsageError
from claimpack.findings import quote
from claimpack.render.markdown import escape_signs
from claimpack.render.summary import count_words, escape
from claimpack.render.text import measure_width

WIDEST_CELL = 60
"""Characters of a cell in the form for people; what is longer ends with `…`."""
NO_ROWS = "No rows."
ROWS_OF_GROUP = 200_000
"""Rows that Parquet has side by side: a group is written while more rows are found."""


def render_table(rows: pa.Table) -> str:
    """Return rows in aligned columns, numbers to the right, and how many there are."""
    if not rows.num_rows:
        return NO_ROWS
    lines = [rows.column_names, *list_texts(rows)]
    cells = [[cut(escape(cell)) for cell in line] for line in lines]
    widths = [max(map(measure_width, column)) for column in zip(*cells, strict=True)]
    is_number = [is_numeric(field.type) for field in rows.schema]
    rule = ["-" * width for width in widths]
    shown = [
        "  ".join(map(align, line, widths, is_number)).rstrip()
        for line in (cells[0], rule, *cells[1:])
    ]
    return "\n".join([*shown, "", f"{count_words(rows.num_rows, 'row')}."])


def cut(text: str) -> str:
    """Return a text that has at most `WIDEST_CELL` characters."""
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"


def align(text: str, width: int, is_number: bool) -> str:  # noqa: FBT001  # of a map
    """Return a text with blanks up to a width in columns of a terminal."""
    blanks = " " * (width - measure_width(text))
    return blanks + text if is_number else text + blanks


def is_numeric(kind: pa.DataType) -> bool:
    """Return whether a type is one of numbers."""
    return bool(
        types.is_integer(kind) or types.is_floating(kind) or types.is_decimal(kind)
    )


def render_markdown(rows: pa.Table) -> str:
    """Return rows as a table of GitHub's Markdown; signs of it are escaped."""
    if not rows.num_rows:
        return NO_ROWS
    rule = ["---:" if is_numeric(field.type) else "---" for field in rows.schema]
    names, *lines = [
        map(escape_signs, line) for line in (rows.column_names, *list_texts(rows))
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in (names, rule, *lines))


def render_csv(rows: pa.Table) -> str:
    """Return rows as CSV with a header."""
    return format_csv(rows.column_names, list_texts(rows)).decode().removesuffix("\n")


def render_json(rows: pa.Table) -> str:
    """Return a JSON list of objects, null for what is not there.

    Numbers that JSON does not have are there in the words of CSV, as are decimals that
    a double does not hold.

    Raises:
        UsageError: two columns have the same name.

    """
    names, columns = rows.column_names, list_columns(rows)
    for name in names:
        if names.count(name) > 1:
            what = f"two columns are called {quote(name)}"
            raise UsageError(f"{what}; JSON needs a name for each: use AS")
    objects = [
        json.dumps(dict(zip(names, map(to_json, row), strict=True)), allow_nan=False)
        for row in zip(*columns, strict=True)
    ]
    return "[\n  " + ",\n  ".join(objects) + "\n]" if objects else "[]"


def render_parquet(schema: pa.Schema, batches: Iterator[pa.RecordBatch]) -> bytes:
    """Return rows as a Parquet file with checksums, made while they come."""
    sink = io.BytesIO()
    with parquet.ParquetWriter(
        sink, schema, compression="zstd", write_page_checksum=True
    ) as file:
        for rows in iter_groups(schema, batches):
            file.write_table(rows, ROWS_OF_GROUP)
    return sink.getvalue()


def iter_groups(
    schema: pa.Schema, batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.Table]:
    """Yield rows in tables of `ROWS_OF_GROUP`, of which the last may have fewer."""
    held: list[pa.RecordBatch] = []
    for batch in batches:
        held.append(batch)
        while sum(each.num_rows for each in held) >= ROWS_OF_GROUP:
            rows = pa.Table.from_batches(held, schema)
            yield rows.slice(0, ROWS_OF_GROUP)
            held = rows.slice(ROWS_OF_GROUP).to_batches()
    if held:
        yield pa.Table.from_batches(held, schema)


RESULTS: dict[str, Callable[[pa.Table], str]] = {
    "table": render_table,
    "csv": render_csv,
    "json": render_json,
    "markdown": render_markdown,
}
"""What makes a text of rows, by the name of its form."""


def list_texts(rows: pa.Table) -> list[tuple[str, ...]]:
    """Return the cells of each row as texts."""
    columns = [[write(value) for value in column] for column in list_columns(rows)]
    return list(zip(*columns, strict=True))


def list_columns(rows: pa.Table) -> list[Sequence[Any]]:
    """Return the values of each column."""
    return [column.to_pylist() for column in rows.columns]


def write(value: Any) -> str:  # noqa: ANN401  # what SQL gives
    """Return a value as text."""
    if isinstance(value, list | dict):
        return json.dumps(to_json(value), ensure_ascii=False)
    if isinstance(value, datetime | time):
        return value.isoformat()
    return format_cell(value)


def to_json(value: Any) -> Any:  # noqa: ANN401  # what SQL gives, and JSON has
    """Return a value as JSON has it."""
    if isinstance(value, list | tuple):  # a tuple is a pair of a map
        return [to_json(each) for each in value]
    if isinstance(value, dict):
        return {str(name): to_json(each) for name, each in value.items()}
    if isinstance(value, Decimal):
        return shorten(value)
    if isinstance(value, float) and not math.isfinite(value):
        return format_cell(value)
    if isinstance(value, date | time):
        return value.isoformat()
    is_plain = value is None or isinstance(value, bool | int | float | str)
    return value if is_plain else str(value)


def shorten(number: Decimal) -> int | float | str:
    """Return a decimal as a number of JSON, or its digits where a double loses some.

    >>> shorten(Decimal("3")), shorten(Decimal("0.10"))
    (3, 0.1)
    >>> shorten(Decimal("0.12345678901234567890"))
    '0.12345678901234567890'
    """
    if number == number.to_integral_value():
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else str(number)
