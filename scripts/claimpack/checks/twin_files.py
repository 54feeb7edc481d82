"""The two files of a table, read side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyarrow import parquet

from claimpack.checks.table_files import DAMAGED, fold_exact, fold_plain
from claimpack.checks.table_plans import TablePlan
from claimpack.checks.twins import (
    TwinFold,
    check_twin_types,
    make_columns_finding,
)
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, make_finding
from claimpack.gate import NotPlainError
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.sources import Resource, TablePart, TableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The table in CSV that a Parquet file is the twin of."""

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
            for _ in iter_batches(path, stored):
                pass  # its pages are verified all the same
            if rows is not None:
                yield make_columns_finding(resource, labels, plan.table)
            return
        fold = fold_twin(folder, resource, stored, plan, rows)
    yield from check_twin_types(resource, plan, stored.schema_arrow)
    yield from fold.iter_findings(rows, stored.metadata.num_rows)


def fold_twin(
    folder: PackageFiles,
    resource: Resource,
    stored: parquet.ParquetFile,
    plan: TablePlan,
    rows: TableRows,
) -> TwinFold:
    """Return what came of reading both files, or of the twin alone.

    A table without all its columns is not compared.
    """
    fold = TwinFold(resource, stored, plan)
    if rows.is_complete:
        for part in rows.parts:
            add_part(folder, plan, part, fold)
    fold.finish()
    return fold


def add_part(
    folder: PackageFiles, plan: TablePlan, part: TablePart, fold: TwinFold
) -> None:
    """Have the rows of one file compared, read as they were for the checks."""
    file_plan = replace(plan, path=part.path)
    if isinstance(part.lines, range):
        try:
            with folder.open_file(part.path) as file:
                fold_plain(file, file_plan, fold.match)
        except NotPlainError:
            pass  # without any row
        else:
            return
    with folder.open_file(part.path) as file:
        fold_exact(file, file_plan, fold.match)
