"""The two forms of a table, read side by side."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimpack.checks.files import check_row_count
from claimpack.checks.stored_twin import DamagedTwinError, Twin, open_twin
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
    """Yield what tells the Parquet files of a table from its original."""
    try:
        # Damage is found at any page, and then nothing else counts.
        findings = list(iter_differences(folder, resource, original))
    except SourceError as error:
        path = error.path if isinstance(error, DamagedTwinError) else resource.path
        place = replace(resource.place, path=path)
        findings = [make_finding(DAMAGED, place, reason=str(error))]
    yield from findings


def iter_differences(
    folder: PackageFiles, resource: Resource, original: Original
) -> Iterator[Finding]:
    """Yield what tells Parquet files from their original, if that could be read.

    Raises SourceError where one of them is damaged.
    """
    twin = open_twin(folder, resource)
    plan, rows = original.plan, original.rows
    odd = [file for file in twin.files if file.labels != plan.table.field_names]
    if rows is None or odd:
        for _ in twin.iter_batches():
            pass  # their pages are verified all the same
        if rows is not None:
            yield make_columns_finding(odd[0], plan.table)
        return
    fold = fold_twin(folder, twin, plan, rows)
    for file in twin.files:
        yield from check_row_count(file.place, file.declared, file.row_count)
        yield from check_twin_types(file, plan)
    yield from fold.iter_findings(rows)


def fold_twin(
    folder: PackageFiles, twin: Twin, plan: TablePlan, rows: TableRows
) -> TwinFold:
    """Return what came of reading both forms of a table, or the twin alone.

    A table without all its columns is not compared.
    """
    fold = TwinFold(twin, plan)
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
