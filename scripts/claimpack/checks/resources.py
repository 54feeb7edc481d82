"""Every resource, read once: its files, its rows, and the twin that repeats them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace

import pyarrow as pa

from claimpack.checks.files import (
    UNREADABLE,
    check_bytes,
    check_row_count,
    list_algorithms,
)
from claimpack.checks.table_files import (
    FileRows,
    measure_file,
    read_csv,
    read_parquet,
)
from claimpack.checks.table_plans import TablePlan
from claimpack.checks.twin_files import Original, compare_twin
from claimpack.csv_files import describe_header
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Rest, Rule, Severity, make_finding
from claimpack.gate import Digest
from claimpack.sources import Package, Resource, TableRows, join_rows

PART_LABELS = Rule(
    code="part-labels",
    severity=Severity.ERROR,
    template="the labels are not those of the first file of the table: found {found}",
    explanation=(
        "The files of a table in several parts are read as one: each begins with the "
        "same labels, in the same order. The rows of another one are not read."
    ),
)
RULES = (PART_LABELS,)

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
        plan = plans.get(resource.name) if resource.table is not None else None
        if plan is None:
            yield from check_plain_file(folder, resource)
        else:
            rows = yield from check_table(folder, resource, plan, most)
            if rows is not None:
                tables.setdefault(resource.name, rows)
    for resource in package.resources:
        if resource.twin_of is not None and resource.path is not None:
            rows = tables.get(resource.twin_of)
            original = Original(plan=plans[resource.twin_of], rows=rows)
            yield from compare_twin(folder, resource, original)
            release_memory()
    return tables


def check_plain_file(folder: PackageFiles, resource: Resource) -> Iterator[Finding]:
    """Yield what is wrong with a resource of which only the bytes are looked at."""
    whole = Digest(list_algorithms(resource))
    for path, part in resource.iter_files():
        place = replace(resource.place, path=path)
        digest = Digest(list_algorithms(part), whole)
        try:
            measure_file(folder, path, digest)
        except SourceError as error:
            yield make_finding(UNREADABLE, place, reason=str(error))
            return
        yield from check_bytes(place, part, digest)
    if resource.paths:
        yield from check_bytes(resource.place, resource, whole)


def check_table(
    folder: PackageFiles, resource: Resource, plan: TablePlan, most: int
) -> TableFindings:
    """Return the rows of a table, None where they cannot be read to the end."""
    whole = Digest(list_algorithms(resource))
    read = read_csv if resource.format == "csv" else read_parquet
    files: list[FileRows] = []
    for path, part in resource.iter_files():
        first_row = sum(file.rows.row_count for file in files if file.rows)
        left = max(0, most - sum(len(file.findings) for file in files))
        file_plan = replace(plan, path=path, first_row=first_row)
        digest = Digest(list_algorithms(part), whole)
        try:
            file = read(folder, file_plan, digest, left)
        except SourceError as error:
            unreadable = make_finding(UNREADABLE, file_plan.location, reason=str(error))
            file = FileRows(findings=[unreadable])
        else:
            yield from check_bytes(file_plan.location, part, digest)
        if file.rows is not None:
            count = file.rows.row_count
            yield from check_row_count(file_plan.location, part, count)
        files.append(refuse_labels(file_plan, files[0], file) if files else file)
        release_memory()
    findings = [finding for file in files for finding in file.findings]
    if all(finding.code != UNREADABLE.code for finding in findings):
        yield from check_bytes(resource.place, resource, whole)
    yield from findings
    rows = [file.rows for file in files if file.rows is not None]
    return join_rows(rows) if len(rows) == len(files) else None


def refuse_labels(plan: TablePlan, first: FileRows, file: FileRows) -> FileRows:
    """Return a further file of a table, without rows where its labels are others."""
    differing = describe_header(file.header, first.header)
    if differing is None or not (file.header and first.header):
        return file
    found, expected = differing
    line = 1 if plan.has_lines else None
    place = replace(plan.location, line=line)
    fault = make_finding(
        PART_LABELS, place, found=found, expected=f"{expected}, as there"
    )
    return FileRows(findings=[fault])


def release_memory() -> None:
    """Give back what Arrow has freed but keeps: a third of a large package's peak."""
    pa.default_memory_pool().release_unused()
