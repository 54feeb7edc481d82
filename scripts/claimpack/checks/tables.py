"""One table: its labels, its rows and its cells, in one pass over the file."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any

import pyarrow as pa

from claimpack.checks.labels import match_labels
from claimpack.checks.own_rule_files import OwnRule, list_ruled_fields
from claimpack.checks.rows import make_cell_finding, make_ragged_finding
from claimpack.checks.stored import write_stored
from claimpack.columns import Checked, Column, ColumnChecker, encode
from claimpack.content import PLAIN, Wrapping
from claimpack.csv_files import DEFAULT_DIALECT, Dialect
from claimpack.csv_scan import Batch, Header
from claimpack.derivation import field_schema
from claimpack.field_types import read_constraints, read_field_type
from claimpack.findings import Finding, Location, Rest, Severity
from claimpack.key_store import Budget, KeyStore
from claimpack.schema import Field, Schema, Table
from claimpack.sources import Package, Part, TableRows, join_chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """What one table is checked against, and what is kept of its rows."""

    resource: str
    path: str
    """The file; of a table in several files, the one that is looked at."""
    first_row: int = 0
    """How many rows of the table stand in the files before that."""
    table: Table
    columns: tuple[Column, ...]
    """The declared columns, in order."""
    wrapping: Wrapping = PLAIN
    dialect: Dialect = DEFAULT_DIALECT
    fields_match: str = "exact"
    """How labels and columns go together (Table Schema, `fieldsMatch`)."""
    key_fields: frozenset[str] = frozenset()
    """Columns that are a part of a key or refer to one."""
    budget: Budget | None = None
    """For what is kept of keys; None for no limit."""
    has_lines: bool = True
    """Whether the file is text."""
    kept_fields: frozenset[str] = frozenset()
    """Columns whose values later checks look at."""
    is_of_model: bool = False
    """Whether it is a table of the model, in a package that declares it."""

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
    def room(self) -> int:
        """How many findings are still kept."""
        return self.most - len(self.findings)

    def add(self, finding: Finding) -> None:
        """Take one finding."""
        if not self.room:
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
        self.values: list[Any] = []

    def add(self, batch: Batch) -> Checked | None:
        """Take the cells of a batch; return what they are worth, None for nothing."""
        cells = batch.columns[self.index]
        if self.is_kept:
            self.values.append(self.column.type_values(cells))
        if not self.is_looked_at or self.checker.is_filled(cells):
            return None
        checked = self.checker.check(encode(cells))
        return None if checked.is_sound else checked

    def key_texts(self, batch: Batch) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells of a batch as texts that are equal where the values are."""
        return self.column.key_texts(batch.columns[self.index])


Judged = tuple[ColumnFold, Checked]
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
        self.width = len(labels)
        self.row_count = 0
        self.lines: array[int] | range = range(0)
        self.damaged: set[int] = set()

    def add(self, batch: Batch) -> None:
        """Check the rows of a batch and keep what later checks need."""
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
        return KeyStore(names, self.plan.budget)

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
    def part(self) -> Part:
        """Where the rows stand."""
        plan = self.plan
        return Part(path=plan.path, first_row=plan.first_row, lines=self.lines)

    def finish(self) -> TableRows:
        """Return what is kept of the rows."""
        return TableRows(
            resource=self.plan.resource,
            parts=(self.part,),
            table=self.plan.table,
            row_count=self.row_count,
            labels=tuple(fold.column.name for fold in self.columns),
            key_columns=self.keys.finish(),
            cells=join_batches(
                {f.column.name: f.values for f in self.columns if f.is_kept}
            ),
            damaged=frozenset(self.damaged),
        )


def make_plans(
    package: Package,
    schema: Schema,
    rules: Sequence[OwnRule] = (),
    budget: Budget | None = None,
) -> dict[str, TablePlan]:
    """Return what each table of a package is checked against.

    Of a package of the model all values are kept, of another those of keys and those
    that it has expectations or rules of.
    """
    keys = list_key_fields(package)
    return {
        resource.name: TablePlan(
            resource=resource.name,
            path=str(resource.path),
            table=resource.table,
            columns=resource.columns,
            wrapping=resource.wrapping,
            dialect=resource.dialect,
            budget=budget,
            has_lines=resource.format == "csv",
            fields_match=resource.fields_match,
            key_fields=keys.get(resource.name, frozenset()),
            kept_fields=list_kept_fields(package, resource.table, schema)
            | list_ruled_fields(rules, resource.table),
            is_of_model=package.is_model and resource.table.name in schema.tables,
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
    if package.is_model and table.name in schema.tables:
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
        write_stored(cells.column(name).combine_chunks(), reader).fill_null("")
        for name, reader in zip(table.field_names, readers, strict=True)
    ]
    fold.add(Batch(first_row=0, row_count=cells.num_rows, columns=columns))
    return fold


def join_batches(chunks: dict[str, list[Any]]) -> pa.Table:
    """Return a table of columns that came in batches."""
    return pa.table({name: join_chunks(parts) for name, parts in chunks.items()})
