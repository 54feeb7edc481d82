"""Which rows of a large package are looked at together: those of some documents.

A row belongs where its ids stand in their order: ids of rows begin with that of their
document and a dot (docs/decisions/0020). Whatever the ids, rows that a rule joins are
looked at together; what is out of order only makes slices larger.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pyarrow as pa
from pyarrow import compute

from claimpack.sources import TableRows

JOINED = {
    "documents": ("document_id",),
    "claims": ("claim_id", "document_id"),
    "attributions": ("attribution_id", "claim_id"),
    "participants": ("claim_id",),
    "spans": ("span_id", "mark_id", "document_id", "claim_id", "attribution_id"),
    "claim_links": ("claim_id",),
    "claims_flat": ("claim_id",),
    "entities": ("entity_id",),
    "events": ("event_id",),
}
"""By table the columns on which rules join its rows with others of the same document.

The first says where a row belongs."""
OWNERS = {("spans", "claim_id"), ("spans", "attribution_id")}
"""Those of them that are empty where a row belongs to something else."""
MENTIONED = {
    "claims": {"event_id": "events", "place_id": "entities"}
    | {"counted_entity_id": "entities"},
    "attributions": {"source_id": "entities"},
    "events": {"place_id": "entities"},
}
"""By table the columns on which rules join its rows with entities and events, which
rows of any document may mention."""
GUESTS = {"entities": "entity_id", "events": "event_id"}
"""Tables whose rows come along where they are mentioned, and their keys."""
DOCUMENT = "document_id"
MOST_RUNS = 10
"""Stretches of a table for each slice, at most; with more it is not in order."""

Run = tuple[int, int, int]
"""A slice, and rows that belong to it: the first, and that after the last."""
Ranges = dict[str, list[range]]
"""Rows by table."""


@dataclass(slots=True, kw_only=True)
class Slicing:
    """Which rows belong to which slice."""

    bounds: list[str]
    """Beginnings of the ids with which each slice but the first begins, in order."""
    joined: list[int]
    """By slice another one with which it is looked at, or itself: a forest."""
    runs: dict[str, list[Run]]
    """By table, in order of its rows."""
    mentioned: dict[str, set[str]]
    """Ids of entities and events that rows of other slices mention, by table."""

    def find_root(self, number: int) -> int:
        """Return the slice that stands for all with which one is looked at."""
        while self.joined[number] != number:
            self.joined[number] = self.joined[self.joined[number]]
            number = self.joined[number]
        return number

    def join(self, one: int, other: int) -> None:
        """Have two slices looked at together."""
        low, high = sorted((self.find_root(one), self.find_root(other)))
        self.joined[high] = low

    @property
    def is_ordered(self) -> bool:
        """Whether each table is nearly in order."""
        most = MOST_RUNS * len(self.joined)
        return all(len(runs) <= most for runs in self.runs.values())

    def iter_ranges(self) -> Iterator[tuple[int, Ranges]]:
        """Yield the rows of each slice, with the slice that stands for it."""
        ranges: dict[int, Ranges] = defaultdict(lambda: {name: [] for name in JOINED})
        for name, runs in self.runs.items():
            for number, start, stop in runs:
                own = ranges[self.find_root(number)][name]
                if own and own[-1].stop == start:
                    own[-1] = range(own[-1].start, stop)
                else:
                    own.append(range(start, stop))
        yield from sorted(ranges.items())


def plan_slices(tables: Mapping[str, TableRows], rows_of_slice: int) -> Slicing:
    """Return which rows of stored tables are looked at together.

    A slice has about so many rows. Where a table is not in order, it has all.
    """
    total = sum(rows.row_count for rows in tables.values())
    slicing = place_tables(tables, find_bounds(tables, rows_of_slice / max(1, total)))
    return slicing if slicing.is_ordered else place_tables(tables, [])


def find_bounds(tables: Mapping[str, TableRows], share: float) -> list[str]:
    """Return the ids with which slices begin, each with a share of the documents.

    None begins among the rows of another document, as `dam.2` does among those of
    `dam`.
    """
    if "documents" not in tables:
        return []
    column = read_column(tables["documents"], DOCUMENT)
    keys = sorted({f"{key}." for key in column.to_pylist() if key is not None})
    size = max(1, int(len(keys) * share))
    bounds: list[str] = []
    outer, last = "", 0
    for number, key in enumerate(keys):
        if outer and key.startswith(outer):
            continue
        outer = key
        if number - last >= size:
            bounds.append(key)
            last = number
    return bounds


def read_column(rows: TableRows, name: str) -> pa.ChunkedArray:
    """Return a column of a stored table."""
    return rows.values.read_all([name]).column(name)


def place_tables(tables: Mapping[str, TableRows], bounds: list[str]) -> Slicing:
    """Return which rows belong to the slices that begin at some ids."""
    slicing = Slicing(
        bounds=bounds,
        joined=list(range(len(bounds) + 1)),
        runs={name: [] for name in JOINED if name in tables},
        mentioned={name: set() for name in GUESTS},
    )
    for name in slicing.runs:
        names = (*JOINED[name], *MENTIONED.get(name, ()))
        for first, cells in tables[name].values.iter_chunks(names):
            place_rows(slicing, name, first, cells.combine_chunks())
            if not slicing.is_ordered:
                return slicing
    return slicing


def place_rows(slicing: Slicing, name: str, first: int, cells: pa.Table) -> None:
    """Note where some rows of a table belong, and what they mention elsewhere."""
    own, *others = (
        place_cells(slicing, name, field, cells.column(field)) for field in JOINED[name]
    )
    for other in others:
        is_elsewhere = compute.fill_null(compute.not_equal(own, other), False)  # noqa: FBT003  # the value
        pairs = (each.filter(is_elsewhere).to_pylist() for each in (own, other))
        for pair in set(zip(*pairs, strict=True)):
            slicing.join(*pair)
    for field, target in MENTIONED.get(name, {}).items():
        column = cells.column(field)
        is_elsewhere = compute.not_equal(own, place_words(slicing.bounds, column))
        slicing.mentioned[target].update(
            compute.unique(column.filter(is_elsewhere)).to_pylist()
        )
    add_runs(slicing.runs[name], first, own)


def place_cells(
    slicing: Slicing, name: str, field: str, column: pa.ChunkedArray
) -> pa.Array:
    """Return the slices that the cells of a column of `JOINED` belong to.

    Rules may take empty cells for equal: all of them belong to the first slice, but
    those of `OWNERS`, which are null.
    """
    if field == DOCUMENT:
        column = compute.binary_join_element_wise(column, "", ".")
    placed = place_words(slicing.bounds, column)
    return placed if (name, field) in OWNERS else placed.fill_null(0)


def place_words(bounds: list[str], column: pa.ChunkedArray) -> pa.Array:
    """Return the slices that ids belong to, null for null."""
    words = column.combine_chunks()
    ends = compute.min_max(words).as_py()
    if ends["min"] is None:
        return pa.nulls(len(words), pa.int32())
    low, high = (bisect_right(bounds, ends[end]) for end in ("min", "max"))
    # Words in order are of few slices, so that few bounds are compared.
    placed = compute.if_else(words.is_valid(), pa.scalar(low, pa.int32()), None)
    for bound in bounds[low:high]:
        is_beyond = compute.greater_equal(words, bound)
        placed = compute.add(placed, is_beyond.cast(pa.int32()))
    return placed


def add_runs(runs: list[Run], first: int, placed: pa.Array) -> None:
    """Note the slices of the rows from one on, as stretches of equal ones."""
    if not len(placed):
        return
    encoded = compute.run_end_encode(placed)
    start = first
    for number, end in zip(
        encoded.values.to_pylist(), encoded.run_ends.to_pylist(), strict=True
    ):
        if runs and runs[-1][0] == number:
            runs[-1] = (number, runs[-1][1], first + end)
        else:
            runs.append((number, start, first + end))
        start = first + end
