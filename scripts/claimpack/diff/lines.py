"""Cells that changed, one line each, on the disk where they are many."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.diff.reading import flatten
from claimpack.key_store import Budget, KeyStore

COLUMNS = ("key", "column", "old", "new")
LINES_AT_ONCE = 10_000


class Line(NamedTuple):
    """One cell of a row that was added, withdrawn or changed."""

    key: str
    column: str | None
    """None where the row has no value but its key."""
    old: str | None
    """None for no value, as `new`."""
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """The cells of all rows of one table that were added, withdrawn or changed."""

    row_count: int
    cells: pa.Table
    order: Any
    """The places of the cells, those of a row together and rows by their keys."""

    def __iter__(self) -> Iterator[Line]:
        """Yield each cell; those of one row follow each other as its columns do."""
        for start in range(0, len(self.order), LINES_AT_ONCE):
            some = self.cells.take(self.order.slice(start, LINES_AT_ONCE))
            columns = (column.to_pylist() for column in some.columns)
            yield from map(Line._make, zip(*columns, strict=True))

    def __len__(self) -> int:
        """Return how many cells there are."""
        return self.cells.num_rows  # type: ignore[no-any-return]  # pyarrow ships no types

    def iter_rows(self, most: int) -> Iterator[list[Line]]:
        """Yield the cells of the first rows, row by row.

        A line without a column is a row of its own: without a key, one may come twice.
        """
        row: list[Line] = []
        rows = 0
        for line in self if most else ():
            if row and (row[0].key != line.key or line.column is None):
                yield row
                row, rows = [], rows + 1
                if rows == most:
                    return
            row.append(line)
        if row:
            yield row


class LineStore:
    """Takes cells column by column, and gives them row by row."""

    def __init__(self, budget: Budget) -> None:
        """Begin with none."""
        self.row_count = 0
        self.store = KeyStore(COLUMNS, budget)

    def add(self, keys: Any, column: str | None, old: Any, new: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Take cells of one column, of which None stands for no value in all rows."""
        if not len(keys):
            return
        nothing = pa.nulls(len(keys), pa.string())
        names = pack_words([column]).take(pa.repeat(0, len(keys)))
        values = (
            keys,
            names,
            nothing if old is None else old,
            nothing if new is None else new,
        )
        self.store.add(dict(zip(COLUMNS, map(flatten, values), strict=True)))

    def finish(self) -> Lines:
        """Return all cells."""
        cells = self.store.finish()
        return Lines(
            row_count=self.row_count,
            cells=cells,
            order=compute.sort_indices(cells["key"]),
        )
