"""One file of a table, read once: what is wrong with it, and its rows."""

from __future__ import annotations

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import pyarrow as pa

from claimpack.checks.rows import make_form_finding
from claimpack.checks.stored import (
    make_unheld_finding,
    read_stored,
    scan_parquet,
)
from claimpack.checks.table_folds import TableFold
from claimpack.checks.table_plans import TablePlan
from claimpack.csv_files import CsvFault
from claimpack.csv_lines import LineReader
from claimpack.csv_scan import Batch, Header, scan_exact, scan_plain
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest, Rule, Severity, make_finding
from claimpack.gate import (
    ByteStream,
    Digest,
    Gate,
    Measured,
    NotPlainError,
    Passing,
)
from claimpack.parquet_files import open_parquet
from claimpack.sources import TableRows

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


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRows:
    """What one file of a table has."""

    findings: list[Finding | Rest]
    rows: TableRows | None = None
    """None where they cannot be read to the end."""
    header: Header = ()
    """The labels; none where there are none, or they cannot be read."""


def measure_file(folder: PackageFiles, path: str, digest: Digest) -> None:
    """Add the bytes of a file to a digest."""
    with folder.open_file(path) as file:
        Measured(file, digest).drain()


def read_csv(
    folder: PackageFiles, plan: TablePlan, digest: Digest, most: int
) -> FileRows:
    """Return the rows of a CSV file, whose bytes are added to a digest.

    At most `most` findings about cells are described.
    """
    fold, faults = fold_csv(
        folder, plan, digest, lambda header: TableFold(plan, header, most)
    )
    findings: list[Finding | Rest] = [
        make_form_finding(plan.location, fault) for fault in faults
    ]
    if fold is None:
        return FileRows(findings=findings)
    is_whole = all(fault.code in READ_ON for fault in faults)
    return FileRows(
        findings=[*findings, *fold.collected],
        rows=fold.finish() if is_whole else None,
        header=fold.header,
    )


class Fold(Protocol):
    """What takes the rows of a file."""

    def add(self, batch: Batch) -> None:
        """Take a batch of rows."""


AnyFold = TypeVar("AnyFold", bound=Fold)


def fold_csv(
    folder: PackageFiles,
    plan: TablePlan,
    digest: Digest,
    make_fold: Callable[[Header], AnyFold],
) -> tuple[AnyFold | None, list[CsvFault]]:
    """Return what took the rows of a CSV file, and what is wrong with its form.

    None without header. `make_fold` makes it of the labels: once, and for a file that
    turns out not to be plain a second time.
    """
    with folder.open_file(plan.path) as file, suppress(NotPlainError):
        measured = Measured(file, digest)
        try:
            return fold_plain(measured, plan, make_fold), []
        finally:
            measured.drain()
    with folder.open_file(plan.path) as file:
        return fold_exact(file, plan, make_fold)


def fold_plain(
    stream: ByteStream, plan: TablePlan, make_fold: Callable[[Header], AnyFold]
) -> AnyFold:
    """Return what took the rows of a plain file; raise NotPlainError for any other.

    `make_fold` makes it of the labels.
    """
    if not plan.dialect.is_plain:
        raise NotPlainError
    text = plan.wrapping.unwrap(stream, plan.path)
    scan = scan_plain(Gate(text, plan.dialect.delimiter.encode()), plan.dialect)
    fold = make_fold(scan.header)
    for batch in scan.batches:
        fold.add(batch)
    return fold


def fold_exact(
    stream: ByteStream, plan: TablePlan, make_fold: Callable[[Header], AnyFold]
) -> tuple[AnyFold | None, list[CsvFault]]:
    """Return what took the rows of any CSV file, and what is wrong with its form.

    None without header.
    """
    text = Passing(plan.wrapping.unwrap(stream, plan.path))
    lines = LineReader(io.BufferedReader(text))
    scan = scan_exact(lines, plan.dialect, len(plan.columns))
    if scan is None:
        return None, lines.faults
    fold = make_fold(scan.header)
    for batch in scan.batches:
        fold.add(batch)
    return fold, lines.faults


def read_parquet(
    folder: PackageFiles, plan: TablePlan, digest: Digest, most: int
) -> FileRows:
    """Return the rows of a Parquet file, as `read_csv` does those of a CSV file."""
    measure_file(folder, plan.path, digest)
    try:
        with folder.open_file(plan.path) as file:
            stored = open_parquet(plan.path, file)
            schema = stored.schema_arrow
            columns = tuple(read_stored(each, schema) for each in plan.columns)
            labels = tuple(stored.schema_arrow.names)
            stored_plan = replace(plan, columns=columns)
            fold = TableFold(stored_plan, labels, most)
            refuse_types(fold, stored.schema_arrow)
            readers = {each.index: each.column.reader for each in fold.columns}
            for batch in scan_parquet(plan.path, stored, readers):
                fold.add(batch)
    except SourceError as error:
        damage = make_finding(DAMAGED, plan.location, reason=str(error))
        return FileRows(findings=[damage])
    return FileRows(
        findings=list(fold.collected), rows=fold.finish(), header=fold.header
    )


def refuse_types(fold: TableFold, stored: pa.Schema) -> None:
    """Leave out each column whose stored type does not hold its declared type."""
    for column in tuple(fold.columns):
        found, place = stored.field(column.index).type, fold.plan.location
        if not column.column.reader.holds(found):
            fold.collected.add(make_unheld_finding(place, column.column, found))
            fold.columns.remove(column)
