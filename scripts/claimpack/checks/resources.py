"""Every resource, read once: its file, its rows, and the twin that repeats them."""

from __future__ import annotations

import io
from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from claimpack.checks.files import UNREADABLE, check_bytes, list_algorithms
from claimpack.checks.rows import make_form_finding
from claimpack.checks.stored import (
    check_our_types,
    make_stored_finding,
    open_parquet,
    read_stored,
    scan_parquet,
    write_stored,
)
from claimpack.checks.tables import TableFold, TablePlan
from claimpack.checks.twins import check_twin, check_twin_columns
from claimpack.csv_files import CsvFault
from claimpack.csv_scan import Batch, LineReader, scan_exact, scan_plain
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest, Rule, Severity, make_finding
from claimpack.gate import Gate, NotPlainError
from claimpack.sources import (
    Package,
    Resource,
    TableRows,
    read_parquet,
    type_parquet,
)

DAMAGED = Rule(
    code="parquet-error",
    severity=Severity.ERROR,
    template="the file cannot be read: {reason}",
    explanation=(
        "Pages carry checksums; of a damaged file, no reader that does not verify "
        "them can be trusted."
    ),
)
RULES = (DAMAGED,)
READ_ON = frozenset({"blank-row", "byte-order-mark", "nul-character"})
"""Faults of a CSV file after which its rows are read all the same."""

TableFindings = Generator[Finding | Rest, None, TableRows | None]


def check_resources(
    folder: PackageFiles, package: Package, plans: Mapping[str, TablePlan], most: int
) -> Generator[Finding | Rest, None, dict[str, TableRows]]:
    """Return the rows of each table that can be read, by resource.

    Yields what is wrong with the files and their rows, in the order of the
    descriptor, and then what tells twins apart.
    """
    tables: dict[str, TableRows] = {}
    for resource in package.resources:
        if resource.path is None:
            continue
        try:
            plan = plans.get(resource.name) if resource.table is not None else None
            rows = yield from check_resource(folder, resource, plan, most)
        except SourceError as error:
            yield make_finding(UNREADABLE, resource.place, reason=str(error))
            continue
        if rows is not None:
            tables.setdefault(resource.name, rows)
    for resource in package.resources:
        if resource.twin_of is not None and resource.path is not None:
            rows = tables.get(resource.twin_of)
            plan = None if package.is_model else plans.get(resource.twin_of)
            yield from compare_twin(folder, resource, rows, plan)
    return tables


def check_resource(
    folder: PackageFiles, resource: Resource, plan: TablePlan | None, most: int
) -> TableFindings:
    """Return the rows of one resource, None where it is no table or cannot be read."""
    if plan is None:
        with folder.open_file(str(resource.path)) as file:
            gate = Gate(file, list_algorithms(resource))
            gate.drain()
        yield from check_bytes(resource, gate)
        return None
    if resource.format == "csv":
        return (yield from read_csv(folder, resource, plan, most))
    return (yield from read_parquet_table(folder, resource, plan, most))


def read_csv(
    folder: PackageFiles, resource: Resource, plan: TablePlan, most: int
) -> TableFindings:
    """Return the rows of a CSV file, yielding what is wrong with it and with them."""
    try:
        fold, gate, faults = fold_plain(folder, resource, plan, most)
    except NotPlainError:
        fold, gate, faults = fold_exact(folder, resource, plan, most)
    yield from check_bytes(resource, gate)
    yield from (make_form_finding(plan.location, fault) for fault in faults)
    if fold is None:
        return None
    yield from fold.collected
    return fold.finish() if all(fault.code in READ_ON for fault in faults) else None


Folded = tuple[TableFold | None, Gate, list[CsvFault]]
"""The rows of a file, what is known of its bytes, and what is wrong with its form."""


def fold_plain(
    folder: PackageFiles, resource: Resource, plan: TablePlan, most: int
) -> Folded:
    """Return the rows of a plain file; raise NotPlainError for any other."""
    if not plan.dialect.is_plain:
        raise NotPlainError
    delimiter = plan.dialect.delimiter.encode()
    with folder.open_file(str(resource.path)) as file:
        gate = Gate(file, list_algorithms(resource), delimiter)
        scan = scan_plain(gate, plan.dialect)
        fold = TableFold(plan, scan.header, most)
        for batch in scan.batches:
            fold.add(batch)
    return fold, gate, []


def fold_exact(
    folder: PackageFiles, resource: Resource, plan: TablePlan, most: int
) -> Folded:
    """Return the rows of any CSV file, and what is wrong with its form."""
    fold = None
    with folder.open_file(str(resource.path)) as file:
        gate = Gate(file, list_algorithms(resource))
        lines = LineReader(io.BufferedReader(gate))
        scan = scan_exact(lines, plan.dialect, len(plan.columns))
        if scan is not None:
            fold = TableFold(plan, scan.header, most)
            for batch in scan.batches:
                fold.add(batch)
        gate.drain()
    return fold, gate, lines.faults


def read_parquet_table(
    folder: PackageFiles, resource: Resource, plan: TablePlan, most: int
) -> TableFindings:
    """Return the rows of a Parquet file, yielding what is wrong with it and them."""
    path = str(resource.path)
    with folder.open_file(path) as file:
        gate = Gate(file, list_algorithms(resource))
        gate.drain()
    yield from check_bytes(resource, gate)
    try:
        with folder.open_file(path) as file:
            stored = open_parquet(path, file)
            schema = stored.schema_arrow
            columns = tuple(read_stored(each, schema) for each in plan.columns)
            stored_plan = replace(plan, columns=columns, has_lines=False)
            fold = TableFold(stored_plan, tuple(schema.names), most)
            for fault in refuse_types(fold, schema):
                fold.collected.add(fault)
            readers = {each.index: each.column.reader for each in fold.columns}
            for batch in scan_parquet(path, stored, readers):
                fold.add(batch)
    except SourceError as error:
        yield make_finding(DAMAGED, plan.location, reason=str(error))
        return None
    yield from fold.collected
    return fold.finish()


def refuse_types(fold: TableFold, stored: pa.Schema) -> Iterator[Finding]:
    """Leave out each column whose stored type does not hold its declared type."""
    for column in tuple(fold.columns):
        found = stored.field(column.index).type
        if not column.column.reader.holds(found):
            place = replace(fold.plan.location, field=column.column.name)
            expected = f"a type that holds {column.column.reader.type}"
            fold.columns.remove(column)
            yield make_stored_finding(place, found, expected)


def compare_twin(
    folder: PackageFiles,
    resource: Resource,
    rows: TableRows | None,
    plan: TablePlan | None,
) -> Iterator[Finding]:
    """Yield what tells a Parquet file from the CSV file with the same rows.

    `rows` are those of the CSV file, None where it cannot be read; `plan` is what it
    was checked against, None in a package of our model.
    """
    try:
        stored = read_parquet(str(resource.path), folder.read_bytes(str(resource.path)))
    except SourceError as error:
        yield make_finding(DAMAGED, resource.place, reason=str(error))
        return
    if rows is None:
        return
    if faults := list(check_twin_columns(rows, resource, stored.schema)):
        yield from faults
        return
    if plan is None:
        yield from check_our_types(resource.place, rows.table, stored.schema)
        twin = type_parquet(resource.name, str(resource.path), rows.table, stored)
    else:
        twin = yield from fold_twin(resource, plan, stored)
    yield from check_twin(rows, resource, twin)


def fold_twin(
    resource: Resource, plan: TablePlan, stored: pa.Table
) -> Generator[Finding, None, TableRows]:
    """Return the rows of the Parquet file of another model, typed as those in CSV.

    Yields where a stored type does not hold the declared one. What is wrong with the
    cells themselves is not told again.
    """
    stored_plan = replace(
        plan,
        resource=resource.name,
        path=str(resource.path),
        columns=tuple(read_stored(each, stored.schema) for each in plan.columns),
        has_lines=False,
    )
    fold = TableFold(stored_plan, tuple(stored.column_names), 0)
    yield from refuse_types(fold, stored.schema)
    columns: list[pa.Array | None] = [None] * stored.num_columns
    for each in fold.columns:
        cells = stored.column(each.index).combine_chunks()
        columns[each.index] = write_stored(cells, each.column.reader)
    fold.add(Batch(first_row=0, row_count=stored.num_rows, columns=columns))
    return fold.finish()
