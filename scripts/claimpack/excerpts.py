"""The rows that a report shows, read again from their files.

A check keeps places, not rows; of the few findings that are shown, the rows are worth
a second look.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import BufferedReader, TextIOWrapper
from typing import Any

from claimpack.checks.stored import iter_stored, open_parquet
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding
from claimpack.gate import NotPlainError, Passing
from claimpack.sources import Resource

LONGEST_CELL = 200
MOST_CELLS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row of a file, the header and blank rows included."""

    number: int
    """Counted from 1."""
    cells: tuple[str, ...]
    """At most `MOST_CELLS`, each cut to `LONGEST_CELL` characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a report shows of one file."""

    labels: tuple[str, ...] = ()
    """Empty where there are none, or they cannot be read."""
    records: Mapping[int, Record] = field(default_factory=dict)
    """Rows by the physical line that they begin on, in Parquet by their number."""


def read_excerpts(
    folder: PackageFiles, resources: Iterable[Resource], findings: Iterable[Finding]
) -> dict[str, Excerpt]:
    """Return the labels of the file of each table, and its rows that have findings."""
    places: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        place = finding.location.line or finding.location.row
        if finding.location.path is not None and place is not None:
            places[finding.location.path].add(place)
    return {
        path: read_excerpt(folder, resource, path, places[path])
        for resource in resources
        for path in resource.paths
        if resource.format is not None
    }


def read_excerpt(
    folder: PackageFiles, resource: Resource, path: str, places: Collection[int]
) -> Excerpt:
    """Return the labels of a file of a table, and its rows at the given places.

    What stands after a place that cannot be read is left out.
    """
    records: dict[int, Record] = {}
    labels: tuple[str, ...] = ()
    rows = (
        iter_csv(folder, resource, path, places)
        if resource.format == "csv"
        else iter_parquet(folder, path, places)
    )
    with suppress(SourceError, NotPlainError, csv.Error):
        for place, record in rows:
            labels = labels or record.cells
            if place in places:
                records[place] = record
    return Excerpt(labels=labels, records=records)


def iter_csv(
    folder: PackageFiles, resource: Resource, path: str, places: Collection[int]
) -> Iterator[tuple[int, Record]]:
    """Yield the rows of a CSV file with their lines, up to the last that is wanted."""
    last = max(places, default=1)
    with folder.open_file(path) as file:
        content = Passing(resource.wrapping.unwrap(file, path))
        text = TextIOWrapper(
            BufferedReader(content), "utf-8-sig", errors="replace", newline="\n"
        )
        reader = csv.reader(text, strict=True, **resource.dialect.options)
        line = 1
        for number, cells in enumerate(reader, start=1):
            yield line, Record(number=number, cells=cut_cells(cells))
            line = reader.line_num + 1
            if line > last:
                return


def iter_parquet(
    folder: PackageFiles, path: str, places: Collection[int]
) -> Iterator[tuple[int, Record]]:
    """Yield the labels of a Parquet file, which are no row, and the rows wanted."""
    wanted = sorted(places)
    with folder.open_file(path) as file:
        stored = open_parquet(path, file)
        yield 0, Record(number=1, cells=cut_cells(stored.schema_arrow.names))
        before = 0
        for columns, count in iter_stored(path, stored) if wanted else ():
            for place in wanted:
                if before < place <= before + count:
                    cells = [show_stored(each[place - before - 1]) for each in columns]
                    yield place, Record(number=place + 1, cells=cut_cells(cells))
            before += count
            if before >= wanted[-1]:
                return


def show_stored(value: Any) -> str:  # noqa: ANN401  # pyarrow ships no types
    """Return a value of Parquet as text; null is empty."""
    found = value.as_py()
    return "" if found is None else str(found)


def cut_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells, their number and their lengths bounded."""
    return tuple(cell[:LONGEST_CELL] for cell in cells[:MOST_CELLS])
