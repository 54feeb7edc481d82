"""The rows that a report shows, read again from their CSV files.

A check keeps places, not rows; of the few findings that are shown, the rows are worth
a second look.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from io import TextIOWrapper

from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding

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
    """The cells of the first row that has any; empty where it cannot be read."""
    rows: Mapping[int, ShownRow] = field(default_factory=dict)
    """Rows by the physical line that they begin on."""


def read_excerpts(
    folder: PackageFiles, paths: Iterable[str], findings: Iterable[Finding]
) -> dict[str, Excerpt]:
    """Return the labels of each CSV file, and its rows that have findings."""
    lines: dict[str, set[int]] = defaultdict(set)
    for finding in findings:
        if finding.location.path is not None and finding.location.line is not None:
            lines[finding.location.path].add(finding.location.line)
    return {
        path: read_excerpt(folder, path, lines[path])
        for path in paths
        if path.endswith(".csv")
    }


def read_excerpt(folder: PackageFiles, path: str, lines: Collection[int]) -> Excerpt:
    """Return the labels of a CSV file, and the rows that begin on the given lines.

    What stands after a place that cannot be read is left out.
    """
    labels: tuple[str, ...] = ()
    rows: dict[int, ShownRow] = {}
    last = max(lines, default=1)
    with suppress(SourceError, csv.Error), folder.open_file(path) as file:
        text = TextIOWrapper(file, "utf-8-sig", errors="replace", newline="\n")
        reader = csv.reader(text, strict=True)
        line = 1
        for number, row in enumerate(reader, start=1):
            cells = cut_cells(row)
            labels = labels or cells
            if line in lines:
                rows[line] = ShownRow(number=number, cells=cells)
            line = reader.line_num + 1
            if line > last:
                break
    return Excerpt(labels=labels, rows=rows)


def cut_cells(cells: Sequence[str]) -> tuple[str, ...]:
    """Return the cells, their number and their lengths bounded."""
    return tuple(cell[:LONGEST_SHOWN_CELL] for cell in cells[:MOST_SHOWN_CELLS])
