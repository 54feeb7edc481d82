"""Twins: the Parquet file of a table holds what its CSV file holds, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from claimpack.cells import Value, format_cell
from claimpack.csv_files import format_csv
from claimpack.files import sha256_hex
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.sources import Resource, TableRows

if TYPE_CHECKING:
    import pyarrow as pa

TWIN_COLUMNS = Rule(
    code="twin-columns",
    severity=Severity.ERROR,
    template="the columns differ from those of the CSV file: found {found}",
    explanation="Both files of a table have the same columns in the same order.",
)
TWIN_ROWS = Rule(
    code="twin-rows",
    severity=Severity.ERROR,
    template="the number of rows is {found}",
    explanation="Both files of a table have the same rows in the same order.",
)
TWIN_DIFFERS = Rule(
    code="twin-differs",
    severity=Severity.ERROR,
    template="found {found}; cells that differ from the CSV file: {count}",
    explanation=(
        "Some read the CSV file and some the Parquet file: a cell that differs makes "
        "two data sets of one."
    ),
)
CONTENT_HASH = Rule(
    code="content-hash",
    severity=Severity.ERROR,
    template="the hash of the rows, as CSV, is {found}",
    explanation=(
        "The bytes of Parquet depend on the version of the writer; this hash tells "
        "whether the rows are the published ones."
    ),
)
RULES = (TWIN_COLUMNS, TWIN_ROWS, TWIN_DIFFERS, CONTENT_HASH)


def check_twin_columns(
    rows: TableRows, resource: Resource, stored: pa.Schema
) -> Iterator[Finding]:
    """Yield a finding where the Parquet file of `resource` has other columns."""
    names = rows.table.field_names
    if tuple(stored.names) != names:
        yield make_finding(
            TWIN_COLUMNS,
            resource.place,
            found=quote(",".join(stored.names)),
            expected=quote(",".join(names)),
        )


def check_twin(
    rows: TableRows, resource: Resource, twin: TableRows
) -> Iterator[Finding]:
    """Yield what tells the rows of the Parquet file from those of the CSV file."""
    if rows.is_complete and rows.row_count != twin.row_count:
        yield make_finding(
            TWIN_ROWS,
            resource.place,
            found=twin.row_count,
            expected=f"{rows.row_count}, as in {rows.path}",
        )
    elif rows.is_complete:
        yield from compare_cells(rows, twin)
    yield from check_content_hash(resource.place, twin, resource.content_hash)


def compare_cells(rows: TableRows, twin: TableRows) -> Iterator[Finding]:
    """Yield one finding where cells differ, at the first: top row, leftmost column.

    Columns that are stored in a type of another kind are passed over.
    """
    count = 0
    first = (rows.row_count, 0)
    for position, name in enumerate(rows.table.field_names):
        if not twin.has([name]):
            continue
        differing = list_differences(rows.column(name), twin.column(name))
        count += len(differing)
        first = min([first, *((index, position) for index in differing[:1])])
    if count == 0:
        return
    index, position = first
    name = rows.table.field_names[position]
    yield make_finding(
        TWIN_DIFFERS,
        replace(twin.locate(index), field=name),
        count=count,
        found=show_cell(twin.column(name)[index]),
        expected=f"{show_cell(rows.column(name)[index])}, as in {rows.path}",
        hint="build the package again; never edit one of the two files",
    )


def list_differences(expected: Sequence[Value], found: Sequence[Value]) -> list[int]:
    """Return where two columns differ; NaN is like NaN."""
    pairs = enumerate(zip(expected, found, strict=True))
    return [
        index
        for index, (one, other) in pairs
        if one != other and not (is_nan(one) and is_nan(other))
    ]


def is_nan(value: Value) -> bool:
    """Return whether the value is the number that is not even like itself."""
    return isinstance(value, float) and value != value  # noqa: PLR0124  # that is NaN


def show_cell(value: Value) -> str:
    """Return the value as CSV has it, in quotes, or that there is none."""
    return "an empty cell" if value is None else quote(format_cell(value))


def check_content_hash(
    location: Location, twin: TableRows, declared: str | None
) -> Iterator[Finding]:
    """Yield a finding where the declared hash is not that of the rows."""
    if declared is None or not twin.is_complete:
        return
    names = twin.table.field_names
    content = format_csv(names, twin.keys(names))
    found = f"sha256:{sha256_hex(content)}"
    if found != declared:
        yield make_finding(
            CONTENT_HASH, location, found=found, expected=quote(declared)
        )
