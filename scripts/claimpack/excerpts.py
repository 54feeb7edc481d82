"""The rows that a report shows, read again from their CSV files.

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

from claimpack.csv_files import LONGEST_CELL
from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding
from claimpack.gate import ByteStream, NotPlainError, Passing
from claimpack.sources import Resource

LONGEST_SHOWN_CELL = 200
MOST_SHOWN_CELLS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRow:
    """One row of a CSV file, the header and blank rows included."""

    number: int
    """Counted from 1."""
    cells: tuple[str, ...]
    """At most `MOST_SHOWN_CELLS`, each cut to `LONGEST_SHOWN_CELL` characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """What a report shows of one CSV file."""

    labels: tuple[str, ...] = ()
    """Of the columns; none where the file has none, or they cannot be read."""
    rows: Mapping[int, ShownRow] = field(default_factory=dict)
    """Rows by the physical line that they begin on."""


def read_excerpts(
    folder: PackageFiles, resources: Iterable[Resource], findings: Iterable[Finding]
) -> dict[str, Excerpt]:
    """Return the labels of each CSV file, and its rows that have findings, by path."""
    lines: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        if finding.location.path is not None and finding.location.line is not None:
            lines[finding.location.path].add(finding.location.line)
    return {
        path: read_excerpt(folder, path, resource, lines[path])
        for resource in resources
        if resource.format == "csv"
        for path in resource.paths
    }


def read_excerpt(
    folder: PackageFiles, path: str, resource: Resource, lines: Collection[int]
) -> Excerpt:
    """Return the labels of a CSV file, and the rows that begin on the given lines.

    What stands after a place that cannot be read is left out.
    """
    header_lines = resource.dialect.header_rows
    header: list[tuple[str, ...]] = []
    rows: dict[int, ShownRow] = {}
    last = max((*lines, *header_lines), default=0)
    with (
        suppress(SourceError, NotPlainError, csv.Error),
        folder.open_file(path) as file,
    ):
        for number, (line, cells) in enumerate(iter_rows(file, path, resource), 1):
            if line > last:
                break
            if line in header_lines:
                header.append(cells)
            if line in lines:
                rows[line] = ShownRow(number=number, cells=cells)
    return Excerpt(labels=resource.dialect.join_labels(header), rows=rows)


def iter_rows(
    file: ByteStream, path: str, resource: Resource
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield each row with the line that it begins on, comments and blank ones too.

    Bytes that are no UTF-8 are shown as U+FFFD; reading raises what keeps the others
    from being read.
    """
    csv.field_size_limit(LONGEST_CELL)
    stream = BufferedReader(Passing(resource.wrapping.unwrap(file, path)))
    text = TextIOWrapper(stream, "utf-8-sig", errors="replace", newline="\n")
    reader = csv.reader(text, strict=True, **resource.dialect.options)
    line = 1
    for row in reader:
        yield line, cut_cells(row)
        line = reader.line_num + 1


def cut_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells, their number and their lengths bounded."""
    return tuple(cell[:LONGEST_SHOWN_CELL] for cell in cells[:MOST_SHOWN_CELLS])
