"""Every resource, read once: its file, its rows, and the twin that repeats them."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import pyarrow as pa
from pyarrow import parquet

from claimpack.checks.files import UNREADABLE, check_bytes, list_algorithms
from claimpack.checks.rows import make_form_finding
from claimpack.checks.stored import (
    allow_null,
    iter_stored,
    make_stored_finding,
    open_parquet,
    scan_parquet,
)
from claimpack.checks.tables import TableFold, TablePlan
from claimpack.checks.twins import (
    TwinFold,
    check_twin_types,
    make_columns_finding,
)
from claimpack.csv_files import CsvFault
from claimpack.csv_scan import Batch, Header, LineReader, scan_exact, scan_plain
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest, Rule, Severity, make_finding
from claimpack.gate import Gate, NotPlainError
from claimpack.sources import Package, Resource, TableRows

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
        release_memory()
    originals = {resource.name: resource for resource in reversed(package.resources)}
    for resource in package.resources:
        if resource.twin_of is not None and resource.path is not None:
            original = Original(
                resource=originals[resource.twin_of],
                plan=plans[resource.twin_of],
                rows=tables.get(resource.twin_of),
            )
            yield from compare_twin(folder, resource, original)
            release_memory()
    return tables


def release_memory() -> None:
    """Give back what Arrow has freed but keeps: an eighth of a large package's peak.

    DuckDB, which comes next, has memory of its own.
    """
    pa.default_memory_pool().release_unused()


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
    fold, gate, faults = fold_csv(
        folder, resource, plan, lambda header: TableFold(plan, header, most)
    )
    yield from check_bytes(resource, gate)
    yield from (make_form_finding(plan.location, fault) for fault in faults)
    if fold is None:
        return None
    yield from fold.collected
    return fold.finish() if all(fault.code in READ_ON for fault in faults) else None


class Fold(Protocol):
    """What takes the rows of a file."""

    def add(self, batch: Batch) -> None:
        """Take a batch of rows."""


AnyFold = TypeVar("AnyFold", bound=Fold)
Folded = tuple[AnyFold | None, Gate, list[CsvFault]]
"""The rows of a file, what is known of its bytes, and what is wrong with its form."""


def fold_csv(
    folder: PackageFiles,
    resource: Resource,
    plan: TablePlan,
    make_fold: Callable[[Header], AnyFold],
) -> Folded[AnyFold]:
    """Return the rows of a CSV file, as a fold takes them that is made of its labels.

    The fold is made anew where the file turns out not to be plain.
    """
    try:
        return fold_plain(folder, resource, plan, make_fold)
    except NotPlainError:
        return fold_exact(folder, resource, plan, make_fold)


def fold_plain(
    folder: PackageFiles,
    resource: Resource,
    plan: TablePlan,
    make_fold: Callable[[Header], AnyFold],
) -> Folded[AnyFold]:
    """Return the rows of a plain file; raise NotPlainError for any other."""
    if not plan.dialect.is_plain:
        raise NotPlainError
    delimiter = plan.dialect.delimiter.encode()
    with folder.open_file(str(resource.path)) as file:
        gate = Gate(file, list_algorithms(resource), delimiter)
        scan = scan_plain(gate, plan.dialect)
        fold = make_fold(scan.header)
        for batch in scan.batches:
            fold.add(batch)
    return fold, gate, []


def fold_exact(
    folder: PackageFiles,
    resource: Resource,
    plan: TablePlan,
    make_fold: Callable[[Header], AnyFold],
) -> Folded[AnyFold]:
    """Return the rows of any CSV file, and what is wrong with its form."""
    fold = None
    with folder.open_file(str(resource.path)) as file:
        gate = Gate(file, list_algorithms(resource))
        lines = LineReader(io.BufferedReader(gate))
        scan = scan_exact(lines, plan.dialect, len(plan.columns))
        if scan is not None:
            fold = make_fold(scan.header)
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
            columns = tuple(map(allow_null, plan.columns))
            labels = tuple(stored.schema_arrow.names)
            stored_plan = replace(plan, columns=columns, has_lines=False)
            fold = TableFold(stored_plan, labels, most)
            refuse_types(fold, stored.schema_arrow)
            readers = {each.index: each.column.reader for each in fold.columns}
            for batch in scan_parquet(path, stored, readers):
                fold.add(batch)
    except SourceError as error:
        yield make_finding(DAMAGED, plan.location, reason=str(error))
        return None
    yield from fold.collected
    return fold.finish()


def refuse_types(fold: TableFold, stored: pa.Schema) -> None:
    """Leave out each column whose stored type does not hold its declared type."""
    for column in tuple(fold.columns):
        found = stored.field(column.index).type
        if not column.column.reader.holds(found):
            place = replace(fold.plan.location, field=column.column.name)
            expected = f"a type that holds {column.column.reader.type}"
            fold.collected.add(make_stored_finding(place, found, expected))
            fold.columns.remove(column)


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The CSV file that a Parquet file is the twin of."""

    resource: Resource
    plan: TablePlan
    rows: TableRows | None
    """What was kept of its rows; None where they cannot be read."""


def compare_twin(
    folder: PackageFiles, resource: Resource, original: Original
) -> Iterator[Finding]:
    """Yield what tells a Parquet file from its original."""
    try:
        # Damage is found at any page, and then nothing else counts.
        findings = list(iter_differences(folder, resource, original))
    except SourceError as error:
        findings = [make_finding(DAMAGED, resource.place, reason=str(error))]
    yield from findings


def iter_differences(
    folder: PackageFiles, resource: Resource, original: Original
) -> Iterator[Finding]:
    """Yield what tells a Parquet file from its original, if that could be read.

    Raises SourceError where the Parquet file is damaged.
    """
    path, plan, rows = str(resource.path), original.plan, original.rows
    with folder.open_file(path) as file:
        stored = open_parquet(path, file)
        labels = tuple(stored.schema_arrow.names)
        if rows is None or labels != plan.table.field_names:
            for _ in iter_stored(path, stored):
                pass  # its pages are verified all the same
            if rows is not None:
                yield make_columns_finding(resource, labels, plan.table)
            return
        fold = fold_twin(folder, resource, stored, original)
    yield from check_twin_types(resource, plan, stored.schema_arrow)
    yield from fold.iter_findings(rows, stored.metadata.num_rows)


def fold_twin(
    folder: PackageFiles,
    resource: Resource,
    stored: parquet.ParquetFile,
    original: Original,
) -> TwinFold:
    """Return what came of reading both files, or of the twin alone.

    A file without all its columns is not compared.
    """

    def begin(header: Header) -> TwinFold:
        return TwinFold(resource, stored, plan).match(header)

    plan, fold = original.plan, None
    if original.rows is not None and original.rows.is_complete:
        is_hashed_before = replace(original.resource, hash=None)
        fold, _, _ = fold_csv(folder, is_hashed_before, plan, begin)
    fold = fold or TwinFold(resource, stored, plan)
    fold.finish()
    return fold
