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
from typing import Any, BinaryIO

from claimpack.csv_files import LONGEST_CELL
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding
from claimpack.gate import ByteStream, NotPlainError, Passing
from claimpack.parquet_files import iter_batches, open_parquet
from claimpack.sources import Resource
from claimpack.stored_values import list_values

LONGEST_SHOWN_CELL = 200
MOST_SHOWN_CELLS = 1_000
LABELS_PLACE = 0
"""Of the labels of a Parquet file, whose rows are numbered from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row of a file, the header and blank rows included."""

    number: int
    """Counted from 1."""
    cells: tuple[str, ...]
    """At most `MOST_SHOWN_CELLS`, each cut to `LONGEST_SHOWN_CELL` characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a report shows of one file."""

    labels: tuple[str, ...] = ()
    """Of the columns; none where the file has none, or they cannot be read."""
    rows: Mapping[int, ShownRow] = field(default_factory=dict)
    """Rows by the physical line that they begin on, in Parquet by their number."""


def read_excerpts(
    folder: PackageFiles, resources: Iterable[Resource], findings: Iterable[Finding]
) -> dict[str, Excerpt]:
    """Return the labels of each table's file, and its rows with findings, by path."""
    places: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        place = finding.location.line or finding.location.row
        if finding.location.path is not None and place is not None:
            places[finding.location.path].add(place)
    return {
        path: read_excerpt(folder, path, resource, places[path])
        for resource in resources
        if resource.format is not None
        for path in resource.paths
    }


def read_excerpt(
    folder: PackageFiles, path: str, resource: Resource, places: Collection[int]
) -> Excerpt:
    """Return the labels of a file, and the rows at the given places.

    What stands after a place that cannot be read is left out.
    """
    is_csv = resource.format == "csv"
    header_places = resource.dialect.header_rows if is_csv else (LABELS_PLACE,)
    header: list[tuple[str, ...]] = []
    rows: dict[int, ShownRow] = {}
    last = max((*places, *header_places), default=0)
    with (
        suppress(SourceError, NotPlainError, csv.Error),
        folder.open_file(path) as file,
    ):
        for place, row in (
            iter_rows(file, path, resource)
            if is_csv
            else iter_stored_rows(file, path, places)
        ):
            if place > last:
                break
            if place in header_places:
                header.append(row.cells)
            if place in places:
                rows[place] = row
    return Excerpt(labels=resource.dialect.join_labels(header), rows=rows)


def iter_rows(
    file: ByteStream, path: str, resource: Resource
) -> Iterator[tuple[int, ShownRow]]:
    """Yield each row with the line that it begins on, comments and blank ones too.

    Bytes that are no UTF-8 are shown as U+FFFD; reading raises what keeps the others
    from being read.
    """
    csv.field_size_limit(LONGEST_CELL)
    stream = BufferedReader(Passing(resource.wrapping.unwrap(file, path)))
    text = TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="\n")
    reader = csv.reader(text, strict=True, **resource.dialect.options)
    line = 1
    for number, cells in enumerate(reader, start=1):
        yield line, ShownRow(number=number, cells=cut_cells(cells))
        line = reader.line_num + 1


def iter_stored_rows(
    file: BinaryIO, path: str, places: Collection[int]
) -> Iterator[tuple[int, ShownRow]]:
    """Yield the labels of a Parquet file, and then its rows at the given places."""
    stored = open_parquet(path, file)
    labels = cut_cells(stored.schema_arrow.names)
    yield LABELS_PLACE, ShownRow(number=1, cells=labels)
    before = 0
    for batch in iter_batches(path, stored) if places else ():
        for place in sorted(places):
            if before < place <= before + batch.num_rows:
                index = place - before - 1
                cells = [show_stored(column, index) for column in batch.columns]
                yield place, ShownRow(number=place + 1, cells=cut_cells(cells))
        before += batch.num_rows
        if before >= max(places):
            return


def show_stored(column: Any, index: int) -> str:  # noqa: ANN401  # pyarrow ships no types
    """Return a value of a stored column as text; null is empty."""
    (value,) = list_values(column.slice(index, 1))
    return "" if value is None else str(value)


def cut_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells, their number and their lengths bounded."""
    return tuple(cell[:LONGEST_SHOWN_CELL] for cell in cells[:MOST_SHOWN_CELLS])
