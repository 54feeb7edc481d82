"""The packages of cases with their tables in Parquet: each cell in a typed column."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Generator, Mapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from cases import DESCRIPTOR, read_json
from claimpack.checks.dereference import dereference
from claimpack.checks.descriptor import read_package
from claimpack.columns import Column
from claimpack.csv_lines import LineReader
from claimpack.csv_scan import scan_exact
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.gate import Passing
from claimpack.sources import Package, Resource
from packages import dump, write_files

Result = TypeVar("Result")

TYPES: Mapping[str, tuple[pa.DataType, Callable[[Any], object]]] = {
    "integer": (pa.int64(), int),
    "number": (pa.float64(), float),
    "boolean": (pa.bool_(), bool),
    "year": (pa.int32(), attrgetter("year")),
}
"""How values of some types are stored, and what makes them so."""
OF_THE_FILE = ("compression", "encoding", "format", "mediatype")
"""Properties of a resource that are about its file and not about its rows."""


class NoParquetError(Exception):
    """A table has a form, or a cell, that Parquet cannot have."""


def write_as_parquet(root: Path) -> int:
    """Store the CSV tables of a package as Parquet; return how many there are.

    Raises:
        NoParquetError: one of them cannot be stored so, or has a twin in Parquet.

    """
    content = read_json(root / DESCRIPTOR)
    package = read_declared(root, content)
    if any(resource.twin_of is not None for resource in package.resources):
        raise NoParquetError
    entries = [entry for entry in list_entries(content) if isinstance(entry, dict)]
    count = 0
    for entry, resource in zip(entries, package.resources, strict=True):
        if resource.format == "csv" and resource.table is not None:
            store_table(root, entry, resource)
            count += 1
    (root / DESCRIPTOR).write_text(json.dumps(content), encoding="utf-8")
    return count


def list_entries(content: Any) -> list[Any]:  # noqa: ANN401  # JSON enters here
    """The resources of a descriptor, none where it has no list of them."""
    entries = content.get("resources") if isinstance(content, dict) else None
    return entries if isinstance(entries, list) else []


def store_table(root: Path, entry: dict[str, Any], resource: Resource) -> None:
    """Store one CSV table as Parquet, and say so in its entry of the descriptor."""
    files = [root / path for path in resource.paths]
    is_fixed = not {"bytes", "hash", "parts"}.isdisjoint(entry)
    if is_fixed or not all(map(Path.is_file, files)):
        raise NoParquetError
    stored = [read_typed(path.read_bytes(), resource) for path in files]
    for path in files:
        path.unlink()
    for key in OF_THE_FILE:
        entry.pop(key, None)
    paths = [f"{path}.parquet" for path in resource.paths]
    entry["path"] = paths if isinstance(entry["path"], list) else paths[0]
    write_files(root, dict(zip(paths, map(dump, stored), strict=True)))


def read_declared(root: Path, content: object) -> Package:
    """What the descriptor of a package declares, whatever is wrong with it."""
    whole = take_result(dereference(Folder(root), DESCRIPTOR, content))
    return take_result(read_package(DESCRIPTOR, whole))


def take_result(checks: Generator[object, None, Result]) -> Result:
    """What a generator of findings returns."""
    while True:
        try:
            next(checks)
        except StopIteration as stop:
            result: Result = stop.value
            return result


def read_typed(content: bytes, resource: Resource) -> pa.Table:
    """The rows of a CSV file in typed columns.

    Raises:
        NoParquetError: the file has a fault of form, or a cell that is no word of
            its column.

    """
    text = Passing(resource.wrapping.unwrap(io.BytesIO(content), "a file"))
    lines = LineReader(io.BufferedReader(text))
    try:
        scan = scan_exact(lines, resource.dialect, len(resource.columns))
        batches = [] if scan is None else list(scan.batches)
    except SourceError as error:  # what is packed is damaged
        raise NoParquetError from error
    if scan is None or lines.faults or any(batch.ragged for batch in batches):
        raise NoParquetError
    labels = scan.header or tuple(column.name for column in resource.columns)
    columns = {column.name: column for column in resource.columns}
    return pa.Table.from_arrays(
        [
            store(
                [
                    word
                    for batch in batches
                    for word in batch.columns[index].to_pylist()
                ],
                columns.get(label),
            )
            for index, label in enumerate(labels)
        ],
        names=list(labels),
    )


def store(words: Sequence[str], column: Column | None) -> pa.Array:
    """Cells as a column of Parquet; that of no declared column has text."""
    if column is None:
        return pa.array(words, pa.string())
    try:
        values = [
            None if word in column.missing_values else column.reader.parse(word)
            for word in words
        ]
        if column.reader.type in TYPES:
            kind, make = TYPES[column.reader.type]
            return pa.array([v if v is None else make(v) for v in values], kind)
    except (ValueError, OverflowError) as error:
        raise NoParquetError from error
    if column.reader.holds(pa.string()):
        pairs = zip(words, values, strict=True)
        return pa.array([v if v is None else w for w, v in pairs], pa.string())
    try:
        return pa.array(values)
    except pa.ArrowException as error:
        raise NoParquetError from error
