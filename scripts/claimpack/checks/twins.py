"""Twins: a table in Parquet holds what it holds in CSV, cell by cell.

Both are read side by side, batch by batch, so that no table is ever in memory as
a whole. Nearly all cells are equal as texts, which Arrow compares in one go; of the
others the values are compared.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from claimpack.checks.labels import match_labels
from claimpack.checks.stored import (
    check_our_types,
    make_unheld_finding,
)
from claimpack.checks.stored_twin import StoredFile, Twin
from claimpack.checks.table_plans import TablePlan
from claimpack.checks.twin_columns import TwinColumn, make_twin_column
from claimpack.csv_columns import format_columns
from claimpack.csv_files import format_csv
from claimpack.csv_scan import Batch, Header
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Table
from claimpack.sources import TableRows

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


def make_columns_finding(file: StoredFile, table: Table) -> Finding:
    """Return the finding that the labels of a twin are not those of its table."""
    return make_finding(
        TWIN_COLUMNS,
        file.place,
        found=quote(",".join(file.labels)),
        expected=quote(",".join(table.field_names)),
    )


def check_twin_types(file: StoredFile, plan: TablePlan) -> Iterator[Finding]:
    """Yield each column that is stored under another type than it should be."""
    if plan.is_of_model:
        yield from check_our_types(file.place, plan.table, file.columns)
        return
    for column, field in zip(plan.columns, file.columns, strict=True):
        if not column.reader.holds(field.type):
            yield make_unheld_finding(file.place, column, field.type)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The first cell that differs."""

    place: Location
    """The file of the twin that it is in."""
    row: int
    """Counted from 0."""
    field: str
    expected: str | None
    """The cell in CSV, None for an empty one."""
    found: str | None
    """The stored cell, likewise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pending:
    """Rows of one file of a twin that were read and are not compared yet."""

    place: Location
    columns: Sequence[TwinColumn]
    rows: Any
    """A record batch of texts."""

    def drop(self, count: int) -> Pending:
        """Return what is left without some rows."""
        return replace(self, rows=self.rows.slice(count))


class TwinFold:
    """Takes the batches of a table in CSV, and reads its twin beside them."""

    def __init__(self, twin: Twin, plan: TablePlan) -> None:
        """Begin with the first row of the twin, which has the columns of the table."""
        self.twin = twin
        self.plan = plan
        self.columns = {file.path: list_twin_columns(file, plan) for file in twin.files}
        """How the columns of each file are compared."""
        self.places: list[int] = []
        """For each column the index of its label in the CSV file."""
        self.hash = None
        """Of the rows of the twin, as CSV; None where it is not asked for."""
        is_whole = all(it.is_held for each in self.columns.values() for it in each)
        if twin.resource.content_hash is not None and is_whole:
            self.hash = hashlib.sha256(format_csv(plan.table.field_names, ()))
        self.batches = self.iter_texts()
        self.pending: Pending | None = None
        self.row_count = 0
        """Of the table in CSV, so far."""
        self.count = 0
        """Cells that differ."""
        self.first: Difference | None = None

    def iter_texts(self) -> Iterator[Pending]:
        """Yield the rows of the twin as record batches of texts."""
        names = self.plan.table.field_names
        for file, batch in self.twin.iter_batches():
            columns = self.columns[file.path]
            pairs = zip(columns, batch.columns, strict=True)
            texts = [column.write(cells) for column, cells in pairs]
            if self.hash is not None:
                self.hash.update(format_columns(texts))
            rows = pa.RecordBatch.from_arrays(texts, names)
            yield Pending(place=file.place, columns=columns, rows=rows)

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
        while start < batch.row_count and (pending := self.find_pending()):
            count = min(batch.row_count - start, pending.rows.num_rows)
            cells = [batch.columns[place].slice(start, count) for place in self.places]
            self.compare(self.row_count + start, cells, pending)
            self.pending = pending.drop(count)
            start += count
        self.row_count += batch.row_count

    def find_pending(self) -> Pending | None:
        """Return the next rows of the twin, None where it has no more."""
        while self.pending is None or not self.pending.rows.num_rows:
            self.pending = next(self.batches, None)
            if self.pending is None:
                return None
        return self.pending

    def compare(self, first_row: int, cells: Sequence[Any], pending: Pending) -> None:
        """Count the cells of some rows that differ, and note the first."""
        places = []
        twin = pending.rows.slice(0, len(cells[0]))
        for position, column in enumerate(pending.columns):
            rows = column.list_differences(cells[position], twin.column(position))
            self.count += len(rows)
            places += [(row, position) for row in rows[:1]]
        if places and self.first is None:
            row, position = min(places)
            column = pending.columns[position]
            self.first = Difference(
                place=pending.place,
                row=first_row + row,
                field=column.column.name,
                expected=column.read(cells[position].slice(row, 1))[0].as_py(),
                found=twin.column(position)[row].as_py(),
            )

    def finish(self) -> None:
        """Read the rest of the twin: its pages are verified, and its rows hashed."""
        for _ in self.batches:
            pass

    def iter_findings(self, rows: TableRows) -> Iterator[Finding]:
        """Yield what tells the twin from the rows of CSV."""
        location, count = self.twin.resource.place, self.twin.row_count
        if rows.is_complete and rows.row_count != count:
            expected = f"{rows.row_count}, as in {rows.path}"
            yield make_finding(TWIN_ROWS, location, found=count, expected=expected)
        elif self.first is not None:
            path = str(rows.locate(self.first.row).path)
            yield make_difference(self.first, self.count, path)
        if self.hash is not None:
            found = f"sha256:{self.hash.hexdigest()}"
            declared = self.twin.resource.content_hash
            if found != declared:
                yield make_finding(
                    CONTENT_HASH, location, found=found, expected=quote(declared)
                )


def list_twin_columns(file: StoredFile, plan: TablePlan) -> list[TwinColumn]:
    """Return how each column of a file of a twin is compared."""
    pairs = zip(plan.columns, file.columns, strict=True)
    return [make_twin_column(column, stored.type) for column, stored in pairs]


def make_difference(first: Difference, count: int, path: str) -> Finding:
    """Return the finding that cells differ, at the first: top row, leftmost column."""
    return make_finding(
        TWIN_DIFFERS,
        replace(first.place, row=first.row + 1, field=first.field),
        count=count,
        found=show_cell(first.found),
        expected=f"{show_cell(first.expected)}, as in {path}",
        hint="build the package again; never edit one of the two files",
    )


def show_cell(text: str | None) -> str:
    """Return the text of a cell in quotes, or that there is none."""
    return "an empty cell" if text is None else quote(text)
