"""The rows of one table, taken batch by batch: what is wrong, and what is kept."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import Any

import pyarrow as pa

from claimpack.arrow_columns import EMPTY
from claimpack.checks.collector import Collector
from claimpack.checks.labels import match_labels
from claimpack.checks.rows import make_cell_finding, make_ragged_finding
from claimpack.checks.stored import write_stored
from claimpack.checks.table_plans import TablePlan, plan_model_table
from claimpack.columns import Column, ColumnChecker, JudgedCells
from claimpack.csv_scan import Batch, Header
from claimpack.findings import Location
from claimpack.key_store import KeyStore
from claimpack.schema import Table
from claimpack.sources import TablePart, TableRows
from claimpack.value_store import ValueStore


class ColumnFold:
    """Takes the cells of one column, batch by batch."""

    def __init__(self, index: int, column: Column, plan: TablePlan) -> None:
        """Begin with no cells; `index` is that of the label."""
        self.index = index
        self.column = column
        self.checker = ColumnChecker(column)
        self.is_key = column.name in plan.key_fields
        self.is_kept = column.name in plan.kept_fields
        self.is_looked_at = column.is_required or not column.is_free

    def add(self, batch: Batch) -> JudgedCells | None:
        """Take the cells of a batch; return what they are worth, None for nothing."""
        cells = batch.columns[self.index]
        if not self.is_looked_at or self.checker.is_filled(cells):
            return None
        return self.checker.check(cells)

    def key_texts(self, batch: Batch) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells of a batch as texts that are equal where the values are."""
        return self.column.key_texts(batch.columns[self.index])

    def values(self, batch: Batch) -> Any:  # noqa: ANN401  # as above
        """Return the cells of a batch as values in the type of the column."""
        return self.column.type_values(batch.columns[self.index])


Judged = tuple[ColumnFold, JudgedCells]
"""A column, and what the cells of a batch are worth in it."""


class TableFold:
    """Takes the batches of a file one after the other, and gives its rows."""

    def __init__(self, plan: TablePlan, header: Header, most: int) -> None:
        """Match the labels of a file with the columns of its table."""
        self.plan = plan
        self.header = header
        self.collected = Collector(plan.location, most)
        names = plan.table.field_names
        place = replace(plan.location, line=1 if plan.has_lines else None)
        labels = header or names if plan.has_lines else header
        matched = match_labels(place, labels, names, plan.fields_match)
        for fault in matched.findings:
            self.collected.add(fault)
        self.columns = [
            ColumnFold(matched.places[column.name], column, plan)
            for column in plan.columns
            if column.name in matched.places
        ]
        """The declared columns that the file has, in order of their declaration."""
        self.width = len(labels)
        """Cells of a row that is whole."""
        self.row_count = 0
        """Rows of the file, so far."""
        self.lines: array[int] | range = range(0)
        """Physical lines that they begin on; a range in a plain file."""
        self.damaged: set[int] = set()
        """Rows of the table, counted from 0, that no rule is asked about."""
        self.values = ValueStore(plan.room)
        """The values that later checks look at."""

    def add(self, batch: Batch) -> None:
        """Check the rows of a batch and keep what later checks need."""
        kept = {f.column.name: f.values(batch) for f in self.columns if f.is_kept}
        self.values.add(kept, batch.row_count)
        checked = [(fold, fold.add(batch)) for fold in self.columns]
        faulty = [(fold, found) for fold, found in checked if found is not None]
        self.add_keys(batch)
        self.add_lines(batch)
        self.row_count += batch.row_count
        if faulty or batch.ragged:
            self.mark_damaged(batch, faulty)
            self.tally(batch, faulty, self.describe(batch, faulty))

    @cached_property
    def keys(self) -> KeyStore:
        """The cells that are in keys; the columns are settled when it is first used."""
        names = [fold.column.name for fold in self.columns if fold.is_key]
        return KeyStore(names, self.plan.key_budget)

    def add_keys(self, batch: Batch) -> None:
        """Keep the cells that are in keys."""
        keys = {f.column.name: f.key_texts(batch) for f in self.columns if f.is_key}
        if keys:
            self.keys.add(keys)

    def add_lines(self, batch: Batch) -> None:
        """Keep the physical lines of the rows."""
        if isinstance(batch.lines, range):
            start = self.lines.start if self.row_count else batch.lines.start  # type: ignore[union-attr]  # plain batches have ranges, all of them
            self.lines = range(start, batch.lines.stop)
        elif isinstance(self.lines, range):
            self.lines = array("q", batch.lines)
        else:
            self.lines.extend(batch.lines)

    def mark_damaged(self, batch: Batch, faulty: Sequence[Judged]) -> None:
        """Note the rows that no rule is asked about, where rules may be."""
        if not self.plan.kept_fields:
            return
        short = (row for row, (count, _) in batch.ragged.items() if count < self.width)
        unreadable = (checked.faulty_rows("type-error") for _, checked in faulty)
        for row in chain(short, *unreadable):
            self.damaged.add(self.number(batch, row))

    def tally(self, batch: Batch, faulty: Sequence[Judged], first_row: int) -> None:
        """Count what is wrong with a batch from a row on."""
        for _, checked in faulty:
            for code, count in checked.tally(first_row).items():
                self.collected.count(code, count)
        for row, (count, _) in batch.ragged.items():
            if row >= first_row:
                code = "extra-cell" if count > self.width else "missing-cell"
                self.collected.count(code, 1)

    def describe(self, batch: Batch, faulty: Sequence[Judged]) -> int:
        """Collect what is wrong with a batch, row by row, from left to right.

        Returns the first row for which there was no room.
        """
        room = self.collected.room
        if not room:
            return 0
        cells: dict[int, list[Judged]] = {row: [] for row in batch.ragged}
        for fold, checked in faulty:
            for row in checked.faulty_rows()[:room]:
                cells.setdefault(row, []).append((fold, checked))
        rows = sorted(cells)[:room]
        for row in rows:
            self.describe_row(batch, row, cells[row])
        return rows[-1] + 1 if len(rows) == room else batch.row_count

    def describe_row(self, batch: Batch, row: int, cells: Sequence[Judged]) -> None:
        """Collect what is wrong with one row."""
        place = self.locate(batch, row)
        if row in batch.ragged:
            count, extra = batch.ragged[row]
            names = self.plan.table.field_names
            self.collected.add(
                make_ragged_finding(place, count, extra, self.width, names)
            )
        for fold, checked in cells:
            cell = replace(place, field=fold.column.name)
            word, faults = checked.faults_of(row)
            for fault in faults:
                self.collected.add(make_cell_finding(cell, word, fault, fold.column))

    def number(self, batch: Batch, row: int) -> int:
        """Return the index in the table of a row of a batch."""
        return self.plan.first_row + batch.first_row + row

    def locate(self, batch: Batch, row: int) -> Location:
        """Return the place of a row of a batch."""
        return replace(
            self.plan.location,
            line=batch.lines[row] if batch.lines else None,
            row=self.number(batch, row) + 1,
        )

    @property
    def part(self) -> TablePart:
        """Where the rows stand."""
        plan = self.plan
        return TablePart(path=plan.path, first_row=plan.first_row, lines=self.lines)

    def finish(self) -> TableRows:
        """Return what is kept of the rows; where there is a limit, not as `cells`."""
        names = [fold.column.name for fold in self.columns if fold.is_kept]
        values = self.values.finish(names)
        is_limited = self.plan.room is not None
        return TableRows(
            resource=self.plan.resource,
            parts=(self.part,),
            table=self.plan.table,
            row_count=self.row_count,
            labels=tuple(fold.column.name for fold in self.columns),
            key_columns=self.keys.finish(),
            cells=pa.table({}) if is_limited else values.read_all(),
            stored=values if is_limited else None,
            damaged=frozenset(self.damaged),
        )


def fold_cells(
    table: Table, path: str, cells: pa.Table, key_fields: frozenset[str]
) -> TableFold:
    """Return what is wrong with the cells of a table that no file holds yet."""
    plan = plan_model_table(table, path, key_fields)
    fold = TableFold(plan, table.field_names, sys.maxsize)
    readers = [each.column.reader for each in fold.columns]
    columns = [
        write_stored(cells.column(name).combine_chunks(), reader).fill_null(EMPTY)
        for name, reader in zip(table.field_names, readers, strict=True)
    ]
    fold.add(Batch(first_row=0, row_count=cells.num_rows, columns=columns))
    return fold
