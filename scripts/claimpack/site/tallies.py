"""How the cells of a table are filled: how many, how many different, and which.

Words are counted batch by batch and lie on the disk; DuckDB adds them up, which takes
what `MEMORY_BYTES` allows, however many rows there are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from pyarrow import compute, ipc

from claimpack.columns import cast_texts
from claimpack.diff.reading import ReadColumn, ReadTable, flatten, read_rows
from claimpack.diff.sides import Side
from claimpack.engine import Connection, bound, connect, iter_batches, run
from claimpack.key_store import Budget
from claimpack.scratch import open_scratch

MEMORY_BYTES = 256 << 20
"""What adding up may take; what does not fit lies on the disk."""
MOST_VALUES = 20
"""Values that are told of a column without a list of codes; of more, none is."""
COUNTED = pa.schema([("place", pa.int32()), ("word", pa.string()), ("n", pa.int64())])
"""How often a word stands in the column at a place."""
ADD_UP = """
    CREATE TEMP TABLE words AS
    SELECT place, word, sum(n)::BIGINT AS n FROM counted GROUP BY place, word
"""
TOTALS = "SELECT place, count(*), sum(n)::BIGINT FROM words GROUP BY place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which values of a column are told."""

    codes: Collection[str] | None = None
    """Those that are counted; None: all, if they are few."""
    is_ordered: bool = False
    """Whether the least and the greatest one are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What stands in a column."""

    filled_count: int = 0
    """Cells with a value."""
    distinct_count: int = 0
    """Different values among them."""
    counts: Mapping[str, int] = field(default_factory=dict)
    """How often values stand there that are told, the most frequent first."""
    bounds: tuple[str, str] | None = None
    """The least and the greatest value; None where that is not told, or none is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTally:
    """What stands in a table."""

    row_count: int
    columns: Mapping[str, Tally]


class Bounds:
    """The least and the greatest of the values that are added, with their texts."""

    def __init__(self, kind: str) -> None:
        """Begin with none; `kind` is a type of Table Schema that Arrow orders."""
        self.kind = kind
        self.ends: list[tuple[Any, str]] | None = []
        """None once there was a value that Arrow does not hold."""

    def add(self, texts: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Add values by their canonical texts; none of them is null."""
        if self.ends is None:
            return
        try:
            values = cast_texts(texts, self.kind)
        except pa.ArrowInvalid:
            self.ends = None
            return
        found = compute.min_max(values).as_py()
        for end in found.values():
            place = compute.index(values, pa.scalar(end, values.type)).as_py()
            if place >= 0:  # neither nothing nor NaN
                self.ends.append((end, texts[place].as_py()))
        self.ends = [min(self.ends), max(self.ends)] if self.ends else []

    def tell(self) -> tuple[str, str] | None:
        """Return the texts of both ends, None where there are none."""
        return (self.ends[0][1], self.ends[-1][1]) if self.ends else None


def tally_table(side: Side, name: str, wishes: Mapping[str, Wish]) -> TableTally:
    """Return what stands in a table; values only of columns with a wish.

    Raises:
        SourceError: a file cannot be read, or a cell is none of its type.

    """
    with open_scratch() as folder:
        budget = Budget(size_bytes=MEMORY_BYTES, folder=folder)
        path = str(folder / "counted")
        stored = store_counts(read_rows(side, name), wishes, path)
        with (
            pa.OSFile(path) as file,
            ipc.open_stream(file) as reader,
            connect({"counted": reader}, bound(budget)) as connection,
        ):
            run(connection, ADD_UP)
            columns = dict(iter_tallies(connection, stored, wishes))
    return TableTally(row_count=stored.row_count, columns=columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is known of a table whose counts lie on the disk."""

    row_count: int
    names: tuple[str, ...]
    """The columns; a count has the index of its own."""
    bounds: Mapping[str, Bounds]


def store_counts(table: ReadTable, wishes: Mapping[str, Wish], path: str) -> Stored:
    """Write how often each word stands in each batch to a file.

    An error in reading stays itself: in DuckDB it would be one of DuckDB's.
    """
    bounds = {
        name: Bounds(table.columns[name].column.reader.type)
        for name, wish in wishes.items()
        if wish.is_ordered
    }
    row_count = 0
    with ipc.new_stream(path, COUNTED) as writer:
        for batch in table.batches:
            row_count += batch.num_rows
            for place, (name, column) in enumerate(table.columns.items()):
                words, counts = count_words(column, flatten(batch[name]))
                if name in bounds:
                    bounds[name].add(words)
                places = pa.repeat(pa.scalar(place, pa.int32()), len(words))
                writer.write(pa.record_batch([places, words, counts], COUNTED))
    return Stored(row_count=row_count, names=tuple(table.columns), bounds=bounds)


def count_words(column: ReadColumn, cells: Any) -> tuple[Any, Any]:  # noqa: ANN401  # pyarrow ships no types
    """Return the canonical texts of the values in some cells, and how often each is."""
    found = compute.value_counts(cells)
    words = column.write(found.field("values"))
    is_filled = compute.is_valid(words)
    return words.filter(is_filled), found.field("counts").filter(is_filled)


def iter_tallies(
    connection: Connection, stored: Stored, wishes: Mapping[str, Wish]
) -> Iterator[tuple[str, Tally]]:
    """Yield each column with what was counted."""
    totals = {place: rest for place, *rest in run(connection, TOTALS).fetchall()}
    for place, name in enumerate(stored.names):
        distinct, filled = totals.get(place, (0, 0))
        wish = wishes.get(name)
        bounds = stored.bounds.get(name)
        yield (
            name,
            Tally(
                filled_count=filled,
                distinct_count=distinct,
                counts=read_counts(connection, place, distinct, wish) if wish else {},
                bounds=bounds.tell() if bounds else None,
            ),
        )


def read_counts(
    connection: Connection, place: int, distinct: int, wish: Wish
) -> dict[str, int]:
    """Return how often those values of a column stand there that are told."""
    if wish.codes is None and distinct > MOST_VALUES:
        return {}
    query = f"SELECT word, n FROM words WHERE place = {place} ORDER BY n DESC, word"  # noqa: S608  # a number of ours
    return {
        row["word"]: row["n"]
        for batch in iter_batches(connection, query)
        for row in batch.to_pylist()
        if wish.codes is None or row["word"] in wish.codes
    }
