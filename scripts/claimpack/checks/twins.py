"""Twins: the Parquet file of a table holds what its CSV file holds, cell by cell.

Both files are read side by side, batch by batch, so that no table is ever in memory as
a whole. Nearly all cells are equal as texts, which Arrow compares in one go; of the
others the values are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from claimpack.checks.labels import match_labels
from claimpack.checks.stored import (
    check_our_types,
    make_unheld_finding,
)
from claimpack.checks.table_plans import TablePlan
from claimpack.checks.twin_columns import make_twin_column
from claimpack.csv_columns import format_columns
from claimpack.csv_files import format_csv
from claimpack.csv_scan import Batch, Header
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.parquet_files import iter_batches
from claimpack.schema import Table
from claimpack.sources import Resource, TableRows

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


def make_columns_finding(
    resource: Resource, labels: Sequence[str], table: Table
) -> Finding:
    """Return the finding that the labels of a twin are not those of its table."""
    return make_finding(
        TWIN_COLUMNS,
        resource.place,
        found=quote(",".join(labels)),
        expected=quote(",".join(table.field_names)),
    )


def check_twin_types(
    resource: Resource, plan: TablePlan, stored: pa.Schema
) -> Iterator[Finding]:
    """Yield each column that is stored under another type than it should be."""
    if plan.is_of_model:
        yield from check_our_types(resource.place, plan.table, stored)
        return
    for column, field in zip(plan.columns, stored, strict=True):
        if not column.reader.holds(field.type):
            yield make_unheld_finding(resource.place, column, field.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first cell that differs."""

    row: int
    """Counted from 0."""
    field: str
    expected: str | None
    """The cell in CSV, None for an empty one."""
    found: str | None
    """The stored cell, likewise."""


class TwinFold:
    """Takes the batches of a CSV file, and reads its twin beside them."""

    def __init__(
        self, resource: Resource, stored: parquet.ParquetFile, plan: TablePlan
    ) -> None:
        """Begin with the first row of the twin, which has the columns of the table."""
        self.resource = resource
        self.plan = plan
        self.columns = [
            make_twin_column(column, field.type)
            for column, field in zip(plan.columns, stored.schema_arrow, strict=True)
        ]
        self.places: list[int] = []
        """For each column the index of its label in the CSV file."""
        self.hash = None
        """Of the rows of the twin, as CSV; None where it is not asked for."""
        is_whole = all(column.is_held for column in self.columns)
        if resource.content_hash is not None and is_whole:
            self.hash = hashlib.sha256(format_csv(plan.table.field_names, ()))
        self.batches = self.iter_texts(stored)
        self.pending = pa.RecordBatch.from_arrays([], [])
        """Rows of the twin that were read and are not compared yet."""
        self.row_count = 0
        """Of the CSV file, so far."""
        self.count = 0
        """Cells that differ."""
        self.first: Difference | None = None

    def iter_texts(self, stored: parquet.ParquetFile) -> Iterator[Any]:
        """Yield the rows of the twin as record batches of texts."""
        names = self.plan.table.field_names
        for batch in iter_batches(str(self.resource.path), stored):
            pairs = zip(self.columns, batch.columns, strict=True)
            texts = [column.write(cells) for column, cells in pairs]
            if self.hash is not None:
                self.hash.update(format_columns(texts))
            yield pa.RecordBatch.from_arrays(texts, names)

    def match(self, header: Header) -> TwinFold:
        """Take the labels of the CSV file, which has all columns; return this fold."""
        names = self.plan.table.field_names
        mode = self.plan.fields_match
        matched = match_labels(self.plan.location, header or names, names, mode)
        self.places = [matched.places[name] for name in names]
        return self

    def add(self, batch: Batch) -> None:
        """Compare the rows of a batch with as many of the twin, while it has any."""
        start = 0
        while start < batch.row_count and self.has_pending():
            count = min(batch.row_count - start, self.pending.num_rows)
            cells = [batch.columns[place].slice(start, count) for place in self.places]
            self.compare(self.row_count + start, cells, self.pending.slice(0, count))
            self.pending = self.pending.slice(count)
            start += count
        self.row_count += batch.row_count

    def has_pending(self) -> bool:
        """Return whether the twin has a further row, and have it pending."""
        if not self.pending.num_rows:
            self.pending = next(self.batches, self.pending)
        return bool(self.pending.num_rows)

    def compare(self, first_row: int, cells: Sequence[Any], twin: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Count the cells of some rows that differ, and note the first."""
        places = []
        for position, column in enumerate(self.columns):
            rows = column.list_differences(cells[position], twin.column(position))
            self.count += len(rows)
            places += [(row, position) for row in rows[:1]]
        if places and self.first is None:
            row, position = min(places)
            column = self.columns[position]
            self.first = Difference(
                row=first_row + row,
                field=column.column.name,
                expected=column.read(cells[position].slice(row, 1))[0].as_py(),
                found=twin.column(position)[row].as_py(),
            )

    def finish(self) -> None:
        """Read the rest of the twin: its pages are verified, and its rows hashed."""
        for _ in self.batches:
            pass

    def iter_findings(self, rows: TableRows, twin_count: int) -> Iterator[Finding]:
        """Yield what tells the twin, which has so many rows, from the rows of CSV."""
        location = self.resource.place
        if rows.is_complete and rows.row_count != twin_count:
            expected = f"{rows.row_count}, as in {rows.path}"
            yield make_finding(TWIN_ROWS, location, found=twin_count, expected=expected)
        elif self.first is not None:
            yield make_difference(location, self.first, self.count, rows.path)
        if self.hash is not None:
            found = f"sha256:{self.hash.hexdigest()}"
            declared = self.resource.content_hash
            if found != declared:
                yield make_finding(
                    CONTENT_HASH, location, found=found, expected=quote(declared)
                )


def make_difference(
    location: Location, first: Difference, count: int, path: str
) -> Finding:
    """Return the finding that cells differ, at the first: top row, leftmost column."""
    return make_finding(
        TWIN_DIFFERS,
        replace(location, row=first.row + 1, field=first.field),
        count=count,
        found=show_cell(first.found),
        expected=f"{show_cell(first.expected)}, as in {path}",
        hint="build the package again; never edit one of the two files",
    )


def show_cell(text: str | None) -> str:
    """Return the text of a cell in quotes, or that there is none."""
    return "an empty cell" if text is None else quote(text)
