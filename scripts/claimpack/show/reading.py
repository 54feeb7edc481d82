"""The tables of a package for those who look up rows: sound, or refused.

`validate` names every defect; here the first one ends the work, because a row that
is shown must be the row that is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO

from claimpack import journal
from claimpack.csv_lines import parse_csv
from claimpack.errors import SourceError
from claimpack.files import PackageFiles, refusal
from claimpack.findings import quote
from claimpack.package import list_places, read_descriptor, twin_name
from claimpack.parquet_files import read_parquet
from claimpack.schema import MODEL_VERSION, Schema, Table
from claimpack.sources import TableRows, join_rows
from claimpack.typed_rows import type_csv, type_parquet

ADVICE = "run `claimpack validate`, which says all that is wrong"


def read_tables(
    folder: PackageFiles, name: str, schema: Schema
) -> dict[str, TableRows]:
    """Return the rows of each table of the model but the view and the code lists.

    `name` is the path of the descriptor.

    Raises:
        SourceError: the package is half built or follows another model, or one of
            the tables is missing, damaged, or has not all of its cells.

    """
    if folder.exists(journal.JOURNAL):
        expected = "expected a package that was published as a whole"
        advice = "run `claimpack build`, which completes it"
        raise refusal(name, "found an unfinished build", expected, advice)
    model = read_descriptor(folder, name).get("claimpack", {}).get("model")
    if model != MODEL_VERSION:
        found = f"found the model {quote(model)}" if model else "found no model"
        advice = "use the version of claimpack that built the package"
        raise refusal(name, found, f"expected the model {MODEL_VERSION}", advice)
    places = defaultdict(list)
    for resource, path in list_places(folder, name):
        places[resource].append(path)
    return {
        table.name: read_table(folder, table, find_files(folder, name, table, places))
        for table in schema.tables.values()
        if not table.is_view and table.name != "codes"
    }


def find_files(
    folder: PackageFiles,
    descriptor: str,
    table: Table,
    places: Mapping[str, Sequence[str]],
) -> Sequence[str]:
    """Return the paths of a table in Parquet, or else in CSV.

    Parquet comes first because it has types and checksums; whoever took only the
    CSV files along is served too.
    """
    twin = places.get(twin_name(table.name), ())
    if twin and all(map(folder.exists, twin)):
        return twin
    if table.name not in places:
        found = f"found no file of the table {table.name}"
        raise refusal(descriptor, found, "expected every table of the model", ADVICE)
    return places[table.name]


def read_table(folder: PackageFiles, table: Table, paths: Sequence[str]) -> TableRows:
    """Return the rows of a table, which has every cell that it requires."""
    files: list[TableRows] = []
    for path in paths:
        rows = read_file(folder, table, path)
        if files and not rows.cells.schema.equals(files[0].cells.schema):
            raise unsound(rows, f"found other types than in {files[0].path}")
        (part,) = rows.parts
        first_row = sum(file.row_count for file in files)
        files.append(replace(rows, parts=(replace(part, first_row=first_row),)))
    return join_rows(files)


def read_file(folder: PackageFiles, table: Table, path: str) -> TableRows:
    """Return the rows of one file, which has every cell that its table requires."""
    content = folder.read_bytes(path)
    if path.endswith((".parquet", ".pq")):
        stored = read_parquet(path, BytesIO(content))
        rows = type_parquet(table.name, path, table, stored)
    else:
        rows = read_csv(path, table, content)
    require_cells(rows)
    return rows


def read_csv(path: str, table: Table, content: bytes) -> TableRows:
    """Return the rows of a CSV file without a fault in its form."""
    csv = parse_csv(content)
    for fault in csv.faults:
        where = f"{path} line {fault.line}"
        found, expected = f"found {fault.found}", f"expected {fault.expected}"
        raise refusal(where, found, expected, ADVICE)
    return type_csv(table.name, path, table, csv)


def require_cells(rows: TableRows) -> None:
    """Refuse rows without a declared column, a readable or a required cell."""
    for field in rows.table.fields:
        if not rows.has([field.name]):
            raise unsound(rows, f"found no column {quote(field.name)} at its place")
        if field.is_required and rows.cells.column(field.name).null_count:
            raise unsound(rows, f"found an empty or unreadable cell in {field.name}")
    if rows.damaged:
        number = min(rows.damaged) + 1
        raise unsound(rows, f"found a missing or unreadable cell in row {number}")


def unsound(rows: TableRows, found: str) -> SourceError:
    """Return the error for a table that has not what the model asks for."""
    expected = f"expected {rows.resource} as the model has it"
    return refusal(rows.path, found, expected, ADVICE)
