"""Every resource, read once: its file, its rows, and the twin that repeats them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping

from claimpack.checks.files import read_file
from claimpack.checks.rows import check_csv, check_labels, check_typed
from claimpack.checks.stored import check_stored_types
from claimpack.checks.twins import check_twin
from claimpack.csv_files import parse_csv
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rule, Severity, make_finding
from claimpack.schema import Table
from claimpack.sources import (
    Package,
    Resource,
    TableRows,
    read_parquet,
    type_csv,
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


def check_resources(
    folder: Folder, package: Package
) -> Generator[Finding, None, dict[str, TableRows]]:
    """Return the rows of each table that can be read, by resource.

    Yields what is wrong with the files and their rows, in the order of the
    descriptor, and then what tells twins apart.
    """
    tables: dict[str, TableRows] = {}
    twins: list[tuple[Resource, bytes]] = []
    for resource in package.resources:
        content = yield from read_file(folder, resource)
        if content is not None and resource.twin_of is not None:
            twins.append((resource, content))
        if content is not None and resource.table is not None:
            rows = yield from read_rows(resource, resource.table, content)
            if rows is not None:
                tables.setdefault(resource.name, rows)
    for resource, content in twins:
        yield from compare_twin(resource, content, tables)
    return tables


def read_rows(
    resource: Resource, table: Table, content: bytes
) -> Generator[Finding, None, TableRows | None]:
    """Return the rows of one file, yielding what is wrong with them."""
    path = str(resource.path)
    if resource.format == "csv":
        csv_content = parse_csv(content)
        rows = type_csv(resource.name, path, table, csv_content)
        yield from check_csv(rows, csv_content)
        is_whole = not any(fault.code != "blank-row" for fault in csv_content.faults)
        return rows if is_whole else None
    location = Location(path=path, resource=resource.name)
    try:
        stored = read_parquet(path, content)
    except SourceError as error:
        yield make_finding(DAMAGED, location, reason=str(error))
        return None
    rows = type_parquet(resource.name, path, table, stored)
    yield from check_labels(location, stored.column_names, table)
    yield from check_stored_types(location, table, stored, is_ours=False)
    yield from check_typed(rows)
    return rows


def compare_twin(
    resource: Resource, content: bytes, tables: Mapping[str, TableRows]
) -> Iterator[Finding]:
    """Yield what tells a Parquet file from the CSV file with the same rows."""
    try:
        stored = read_parquet(str(resource.path), content)
    except SourceError as error:
        location = Location(path=resource.path, resource=resource.name)
        yield make_finding(DAMAGED, location, reason=str(error))
        return
    rows = tables.get(str(resource.twin_of))
    if rows is not None:
        yield from check_twin(rows, resource, stored)
