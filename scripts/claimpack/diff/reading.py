"""The rows of a table of one side, batch by batch, in which every cell can be read.

A table with a Parquet twin is read from the twin, any other one from its own files, as
`claimpack query` does it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.arrow_columns import EMPTY
from claimpack.checks.rows import make_form_finding
from claimpack.checks.stored import read_stored, write_stored
from claimpack.checks.table_files import READ_ON, refuse_types
from claimpack.checks.table_folds import ColumnFold, TableFold
from claimpack.checks.table_plans import TablePlan
from claimpack.columns import Column
from claimpack.csv_lines import LineReader
from claimpack.csv_scan import Batch, Scan, scan_exact, scan_plain
from claimpack.diff.sides import Side, naming, refuse
from claimpack.field_types.storage import is_text, unwrap
from claimpack.files import FileReader
from claimpack.findings import Finding
from claimpack.gate import Gate, NotPlainError, Passing
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.schema import Table
from claimpack.sources import Resource

Write = Callable[[Any], Any]
"""Makes of cells texts that are equal where the values are, null for no value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadColumn:
    """How the cells of a column become texts that can be compared."""

    name: str
    column: Column
    is_stored: bool
    """Whether they come from a Parquet file."""
    is_written: bool = False
    """Whether they are such texts already."""

    def write(self, cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return texts that are equal where the values are, null for no value."""
        if types.is_null(cells.type):
            return cells.cast(pa.string())
        if self.is_written:
            return cells
        if not self.is_stored:
            return self.column.key_texts(cells)
        if types.is_integer(cells.type) and self.column.reader.type == "integer":
            return cells.cast(pa.string())
        texts = write_stored(cells, self.column.reader).fill_null(EMPTY)
        return self.column.key_texts(texts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """A table that is being read."""

    place: str
    """What messages call it: its side and its name."""
    columns: Mapping[str, ReadColumn]
    """The declared columns, in order."""
    batches: Iterator[pa.Table]
    """Its rows, under the names of the columns; a `SourceError` names the side."""


def read_rows(side: Side, name: str) -> ReadTable:
    """Return the rows of a table of one side.

    The columns of all batches have the same types. Rows are refused while they are
    read.

    Raises:
        SourceError: a file cannot be read, or a cell is none of its type.

    """
    with naming(side.label):
        source = side.opened.find_source(side.opened.resources[name])
        plan = make_plan(source, side.tables[name])
        columns = list_columns(side, plan)
    return ReadTable(
        place=f"{side.label}: {name}",
        columns={
            each.name: replace(each, is_written=is_in_parts(source)) for each in columns
        },
        batches=iter_rows(side, source, plan),
    )


def is_in_parts(source: Resource) -> bool:
    """Return whether the parts of a table may be stored under several types."""
    return source.format == "parquet" and len(source.paths) > 1


def make_plan(source: Resource, table: Table) -> TablePlan:
    """Return what the cells of a table are checked against: their types alone."""
    free = [replace(each, constraints=(), is_required=False) for each in source.columns]
    return TablePlan(
        resource=source.name,
        path=str(source.path),
        table=table,
        columns=tuple(free),
        wrapping=source.wrapping,
        dialect=source.dialect,
        has_lines=source.format == "csv",
        fields_match=source.fields_match,
    )


def list_columns(side: Side, plan: TablePlan) -> list[ReadColumn]:
    """Return how the cells of one file are written."""
    if plan.has_lines:
        return [
            ReadColumn(name=each.name, column=each, is_stored=False)
            for each in plan.columns
        ]
    with side.opened.files.open_file(plan.path) as file:
        schema = open_parquet(plan.path, file).schema_arrow
    return [
        ReadColumn(name=each.name, column=read_stored(each, schema), is_stored=True)
        for each in plan.columns
    ]


def iter_rows(side: Side, source: Resource, plan: TablePlan) -> Iterator[pa.Table]:
    """Yield the rows of all files of a table; columns that a file lacks are null."""
    first_row = 0
    read = iter_csv if plan.has_lines else iter_parquet
    for path in source.paths:
        file_plan = replace(plan, path=path, first_row=first_row)
        with naming(side.label):
            for cells in read(side, file_plan):
                rows = pa.table(cells)
                if is_in_parts(source):
                    rows = write_all(rows, list_columns(side, file_plan))
                first_row += rows.num_rows
                yield fill_columns(rows, plan)


def write_all(rows: pa.Table, columns: Sequence[ReadColumn]) -> pa.Table:
    """Return rows as texts that are equal where the values are."""
    return pa.table(
        {
            each.name: each.write(flatten(rows[each.name]))
            for each in columns
            if each.name in rows.column_names
        }
    )


def fill_columns(rows: pa.Table, plan: TablePlan) -> pa.Table:
    """Return rows with all declared columns, in order."""
    names = plan.table.field_names
    if tuple(rows.column_names) == names:
        return rows
    nothing = pa.nulls(rows.num_rows, pa.string())
    return pa.table(
        {name: rows[name] if name in rows.column_names else nothing for name in names}
    )


def iter_csv(side: Side, plan: TablePlan) -> Iterator[dict[str, Any]]:
    """Yield the cells of a CSV file as they stand there, by column."""
    files, done = side.opened.files, 0
    with suppress(NotPlainError), files.open_file(plan.path) as file:
        for cells, count in iter_checked(plan, scan_plain_file(file, plan)):
            done += count
            yield cells
        return
    with files.open_file(plan.path) as file:
        text = Passing(plan.wrapping.unwrap(file, plan.path))
        lines = LineReader(io.BufferedReader(text))
        scan = scan_exact(lines, plan.dialect, len(plan.columns))
        for cells, count in iter_checked(plan, scan) if scan else ():
            refuse_form(plan, lines)
            seen, done = min(done, count), max(0, done - count)
            if seen < count:  # both ways of reading give the same rows
                yield {name: column.slice(seen) for name, column in cells.items()}
        refuse_form(plan, lines)


def scan_plain_file(file: FileReader, plan: TablePlan) -> Scan:
    """Return the rows of a plain file; raise NotPlainError for any other."""
    if not plan.dialect.is_plain:
        raise NotPlainError
    text = plan.wrapping.unwrap(file, plan.path)
    return scan_plain(Gate(text, plan.dialect.delimiter.encode()), plan.dialect)


def iter_checked(plan: TablePlan, scan: Scan) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the cells of each batch and how many rows it has.

    Raises:
        SourceError: a label, a row or a cell is not as the schema has it.

    """
    fold = TableFold(plan, scan.header, 1)
    refuse_first(fold.collected.findings)
    for batch in scan.batches:
        fold.add(batch)
        refuse_first(fold.collected.findings)
        cells = {each.column.name: batch.columns[each.index] for each in fold.columns}
        yield cells, batch.row_count


def refuse_first(findings: Sequence[Finding]) -> None:
    """Raise `SourceError` for the first of some findings."""
    if findings:
        raise refuse(findings[0])


def refuse_form(plan: TablePlan, lines: LineReader) -> None:
    """Raise `SourceError` for a fault after which no row of a file is sure."""
    grave = [fault for fault in lines.faults if fault.code not in READ_ON]
    if grave:
        raise refuse(make_form_finding(plan.location, grave[0]))


def iter_parquet(side: Side, plan: TablePlan) -> Iterator[dict[str, Any]]:
    """Yield the columns of a Parquet file: as they are stored, or as texts."""
    with side.opened.files.open_file(plan.path) as file:
        stored = open_parquet(plan.path, file)
        fold, kept = match_stored(plan, stored.schema_arrow)
        for batch in iter_batches(plan.path, stored):
            cells = {each.index: pick_cells(batch, each) for each in kept}
            if fold.columns:
                refuse_words(fold, batch.num_rows, cells)
            yield {each.column.name: cells[each.index] for each in kept}


def match_stored(
    plan: TablePlan, schema: pa.Schema
) -> tuple[TableFold, list[ColumnFold]]:
    """Return what checks the cells that are stored as text, and all columns.

    Other cells need no check: the type that they are stored in holds the declared one.
    """
    columns = tuple(read_stored(each, schema) for each in plan.columns)
    fold = TableFold(replace(plan, columns=columns), tuple(schema.names), 1)
    refuse_types(fold, schema)
    refuse_first(fold.collected.findings)
    kept = list(fold.columns)
    fold.columns = [each for each in kept if is_unsure(schema, each.column)]
    return fold, kept


def pick_cells(batch: pa.RecordBatch, fold: ColumnFold) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return a stored column, as texts where its values cannot be compared."""
    column = batch.column(fold.index)
    if is_plain_type(column.type):
        return column
    return write_stored(column, fold.column.reader)


def refuse_words(fold: TableFold, row_count: int, cells: Mapping[int, Any]) -> None:
    """Raise `SourceError` for a cell stored as text that is no word of its type."""
    columns = {each.index: cells[each.index].fill_null(EMPTY) for each in fold.columns}
    width = max(columns) + 1
    texts = [columns.get(index) for index in range(width)]
    fold.add(Batch(first_row=fold.row_count, row_count=row_count, columns=texts))
    refuse_first(fold.collected.findings)


def is_unsure(schema: pa.Schema, column: Column) -> bool:
    """Return whether a column is stored as text and may hold what is no value."""
    stored = unwrap(schema.field(column.name).type)
    return is_text(stored) and not column.reader.accepts_all


def is_plain_type(kind: pa.DataType) -> bool:
    """Return whether stored values can be compared, and sorted about, as they are."""
    tests = (
        types.is_string,
        types.is_integer,
        types.is_float32,
        types.is_float64,
        types.is_boolean,
        types.is_date32,
    )
    return any(test(kind) for test in tests)


def flatten(column: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return a column in one piece."""
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
