"""One table: its labels, its rows and its cells, in one pass over the file."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from claimpack.checks.labels import match_labels
from claimpack.checks.rows import make_cell_finding, make_ragged_finding
from claimpack.checks.stored import write_stored
from claimpack.columns import Checked, Column, ColumnChecker, encode
from claimpack.csv_files import DEFAULT_DIALECT, Dialect
from claimpack.csv_scan import Batch, Header
from claimpack.derivation import field_schema
from claimpack.field_types import read_constraints, read_field_type
from claimpack.findings import Finding, Location, Rest, Severity
from claimpack.schema import Field, Schema, Table
from claimpack.sources import Package, TableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """What one table is checked against, and what is kept of its rows."""

    resource: str
    path: str
    table: Table
    columns: tuple[Column, ...]
    """The declared columns, in order."""
    dialect: Dialect = DEFAULT_DIALECT
    fields_match: str = "exact"
    """How labels and columns go together (Table Schema, `fieldsMatch`)."""
    key_fields: frozenset[str] = frozenset()
    """Columns that are a part of a key or refer to one."""
    has_lines: bool = True
    """Whether the file is text."""
    kept_fields: frozenset[str] = frozenset()
    """Columns whose values later checks look at."""

    @property
    def location(self) -> Location:
        """The place of the table as a whole."""
        return Location(path=self.path, resource=self.resource)


class Collector:
    """Findings of one table: the first are kept, the others counted."""

    def __init__(self, location: Location, most: int) -> None:
        """Begin with none; at most `most` are kept."""
        self.location = location
        self.most = most
        self.findings: list[Finding] = []
        self.rest: Counter[tuple[str, Severity]] = Counter()

    @property
    def is_full(self) -> bool:
        """Whether further findings are only counted."""
        return len(self.findings) >= self.most

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        if self.is_full:
            self.count(finding.code, 1, finding.severity)
        else:
            self.findings.append(finding)

    def count(self, code: str, count: int, severity: Severity = Severity.ERROR) -> None:
        """Take findings that are not described."""
        self.rest[code, severity] += count

    def __iter__(self) -> Iterator[Finding | Rest]:
        """Yield the findings that were kept, and then the counts of the others."""
        yield from self.findings
        for (code, severity), count in sorted(self.rest.items()):
            yield Rest(
                code=code, severity=severity, location=self.location, count=count
            )


class ColumnFold:
    """Takes the cells of one column, batch by batch."""

    def __init__(self, index: int, column: Column, plan: TablePlan) -> None:
        """Begin with no cells; `index` is that of the label."""
        self.index = index
        self.column = column
        self.checker = ColumnChecker(column)
        self.is_key = column.name in plan.key_fields
        self.is_kept = column.name in plan.kept_fields
        self.is_looked_at = not (column.is_free and not column.is_required)
        self.texts: list[Any] = []
        self.values: list[Any] = []

    def add(self, batch: Batch) -> Checked | None:
        """Take the cells of a batch; return what they are worth, None for nothing."""
        cells = batch.columns[self.index]
        if not (self.is_looked_at or self.is_key or self.is_kept):
            return None
        if self.is_key:
            self.texts.append(self.column.key_texts(cells))
        if self.is_kept:
            self.values.append(self.column.type_values(cells))
        if not self.is_looked_at or self.checker.is_filled(cells):
            return None
        checked = self.checker.check(encode(cells))
        return None if checked.is_sound else checked


class TableFold:
    """Takes the batches of a table one after the other, and gives its rows."""

    def __init__(self, plan: TablePlan, header: Header, most: int) -> None:
        """Match the labels of a table with its columns."""
        self.plan = plan
        self.collected = Collector(plan.location, most)
        names = plan.table.field_names
        place = replace(plan.location, line=1 if plan.has_lines else None)
        labels = header or names
        matched = match_labels(place, labels, names, plan.fields_match)
        for fault in matched.findings:
            self.collected.add(fault)
        self.columns = [
            ColumnFold(matched.places[column.name], column, plan)
            for column in plan.columns
            if column.name in matched.places
        ]
        self.width = len(header or names)
        self.row_count = 0
        self.lines: array[int] | range = range(0)
        self.damaged: set[int] = set()

    def add(self, batch: Batch) -> None:
        """Check the rows of a batch and keep what later checks need."""
        checked = [(fold, fold.add(batch)) for fold in self.columns]
        faulty = [(fold, found) for fold, found in checked if found is not None]
        self.add_lines(batch)
        self.row_count += batch.row_count
        if not (faulty or batch.ragged):
            return
        if self.plan.kept_fields or not self.collected.is_full:
            self.describe(batch, faulty)
        else:
            self.tally(batch, faulty)

    def add_lines(self, batch: Batch) -> None:
        """Keep the physical lines of the rows."""
        if isinstance(batch.lines, range):
            start = self.lines.start if self.row_count else batch.lines.start  # type: ignore[union-attr]  # plain batches have ranges, all of them
            self.lines = range(start, batch.lines.stop)
        elif isinstance(self.lines, range):
            self.lines = array("q", batch.lines)
        else:
            self.lines.extend(batch.lines)

    def tally(self, batch: Batch, faulty: Sequence[tuple[ColumnFold, Checked]]) -> None:
        """Count what is wrong with a batch."""
        for _, checked in faulty:
            for code, count in checked.tally().items():
                self.collected.count(code, count)
        for count, _ in batch.ragged.values():
            code = "extra-cell" if count > self.width else "missing-cell"
            self.collected.count(code, 1)

    def describe(
        self, batch: Batch, faulty: Sequence[tuple[ColumnFold, Checked]]
    ) -> None:
        """Collect what is wrong with a batch, row by row, from left to right."""
        rows: dict[int, list[tuple[ColumnFold, Checked]]] = {
            row: [] for row in batch.ragged
        }
        for fold, checked in faulty:
            for row in checked.faulty_rows():
                rows.setdefault(row, []).append((fold, checked))
        for row in sorted(rows):
            self.describe_row(batch, row, rows[row])

    def describe_row(
        self, batch: Batch, row: int, cells: Sequence[tuple[ColumnFold, Checked]]
    ) -> None:
        """Collect what is wrong with one row."""
        place = self.locate(batch, row)
        if row in batch.ragged:
            count, extra = batch.ragged[row]
            names = self.plan.table.field_names
            self.collected.add(
                make_ragged_finding(place, count, extra, self.width, names)
            )
            if count < self.width:
                self.damaged.add(batch.first_row + row)
        for fold, checked in cells:
            for fault in checked.faults_of(row):
                cell = replace(place, field=fold.column.name)
                self.collected.add(make_cell_finding(cell, fault, fold.column))
                if fault.code == "type-error":
                    self.damaged.add(batch.first_row + row)

    def locate(self, batch: Batch, row: int) -> Location:
        """Return the place of a row of a batch."""
        return replace(
            self.plan.location,
            line=batch.lines[row] if batch.lines else None,
            row=batch.first_row + row + 1,
        )

    def finish(self) -> TableRows:
        """Return what is kept of the rows."""
        return TableRows(
            resource=self.plan.resource,
            path=self.plan.path,
            table=self.plan.table,
            row_count=self.row_count,
            labels=tuple(fold.column.name for fold in self.columns),
            key_columns=join_columns(
                {f.column.name: f.texts for f in self.columns if f.is_key}
            ),
            cells=join_columns(
                {f.column.name: f.values for f in self.columns if f.is_kept}
            ),
            lines=self.lines,
            damaged=frozenset(self.damaged),
        )


def make_plans(package: Package, schema: Schema) -> dict[str, TablePlan]:
    """Return what each table of a package is checked against.

    Of a package of the model all values are kept, and of a table with a twin; of
    another those of keys and those that it has expectations of.
    """
    keys = list_key_fields(package)
    return {
        resource.name: TablePlan(
            resource=resource.name,
            path=str(resource.path),
            table=resource.table,
            columns=resource.columns,
            dialect=resource.dialect,
            fields_match=resource.fields_match,
            key_fields=keys.get(resource.name, frozenset()),
            kept_fields=list_kept_fields(package, resource.table, schema),
        )
        for resource in reversed(package.resources)
        if resource.table is not None
    }


def list_key_fields(package: Package) -> dict[str, frozenset[str]]:
    """Return the columns of each table that are in keys or referred to."""
    fields: dict[str, set[str]] = defaultdict(set)
    for resource in package.resources:
        table = resource.table
        if table is None:
            continue
        fields[table.name].update(table.primary_key, *table.unique_keys)
        fields[table.name].update(f.name for f in table.fields if f.is_unique)
        for key in table.foreign_keys:
            fields[table.name].update(key.fields)
            fields[key.table].update(key.target_fields)
    return {name: frozenset(names) for name, names in fields.items()}


def list_kept_fields(package: Package, table: Table, schema: Schema) -> frozenset[str]:
    """Return the columns of a table whose values later checks look at."""
    has_twin = any(resource.twin_of == table.name for resource in package.resources)
    if has_twin or (package.is_model and table.name in schema.tables):
        return frozenset(table.field_names)
    expected = package.expectations if isinstance(package.expectations, dict) else {}
    return frozenset(
        name for name in table.field_names if f"{table.name}.{name}" in expected
    )


def make_column(field: Field) -> Column:
    """Return how the cells of a column of the model are checked."""
    declaration = field_schema(field)
    reader = read_field_type(declaration)
    limits = {
        key: value
        for key, value in declaration.get("constraints", {}).items()
        if key not in ("required", "unique")
    }
    return Column(
        name=field.name,
        reader=reader,
        constraints=read_constraints({**declaration, "constraints": limits}, reader),
        is_required=field.is_required,
        codes=field.codes,
    )


def fold_cells(table: Table, path: str, cells: pa.Table, most: int) -> TableFold:
    """Return the rows of a table of the model that no file holds yet."""
    names = frozenset(table.field_names)
    plan = TablePlan(
        resource=table.name,
        path=path,
        table=table,
        columns=tuple(map(make_column, table.fields)),
        has_lines=False,
        key_fields=names,
        kept_fields=names,
    )
    fold = TableFold(plan, table.field_names, most)
    readers = [each.column.reader for each in fold.columns]
    columns = [
        write_stored(cells.column(name).combine_chunks(), reader)
        for name, reader in zip(table.field_names, readers, strict=True)
    ]
    fold.add(Batch(first_row=0, row_count=cells.num_rows, columns=columns))
    return fold


def join_columns(chunks: dict[str, list[Any]]) -> pa.Table:
    """Return a table of columns that came in chunks."""
    return pa.table({name: join_chunks(parts) for name, parts in chunks.items()})


def join_chunks(parts: list[Any]) -> pa.ChunkedArray:
    """Return one column; all of it is text where a part is, or where there is none."""
    types = {part.type for part in parts}
    if len(types) == 1:
        return pa.chunked_array(parts)
    return pa.chunked_array([part.cast(pa.string()) for part in parts], pa.string())
