"""The values of tables: some rows in memory, all further ones on disk.

Any rows can be read again, so that a table larger than the memory can be looked at
piece by piece.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
from pyarrow import ipc

from claimpack.key_store import Budget
from claimpack.scratch import open_scratch

MOST_KEY_BYTES = 2_000_000_000
"""Memory for comparing the keys of a package that has values on disk."""
COMPRESSION = "zstd"
"""Of what lies on disk: a sixth of what it takes in memory."""


class Room:
    """How many rows of values may be in memory, of all tables of a package."""

    def __init__(self, most_rows: int, opened: ExitStack) -> None:
        """Begin with no rows; `opened` closes what is opened for those on disk."""
        self.most_rows = most_rows
        self.row_count = 0
        self.opened = opened
        self.folder: Path | None = None
        """Where rows lie; None until one has to."""

    @property
    def is_full(self) -> bool:
        """Whether there are more rows than may be in memory."""
        return self.row_count > self.most_rows

    def take(self, row_count: int) -> bool:
        """Count rows; return whether they may be in memory."""
        self.row_count += row_count
        return not self.is_full

    @property
    def budget(self) -> Budget | None:
        """For the keys: they lie on disk too where the room is full, else None."""
        if not self.is_full:
            return None
        return Budget(size_bytes=MOST_KEY_BYTES, folder=self.open_folder())

    def open_folder(self) -> Path:
        """Return the folder for what lies on disk."""
        if self.folder is None:
            self.folder = self.opened.enter_context(open_scratch())
        return self.folder

    def name_file(self) -> str:
        """Return the path of a new file."""
        return str(self.open_folder() / uuid4().hex)


@contextmanager
def open_room(most_rows: int) -> Iterator[Room]:
    """Give room for rows in memory; of what lies on disk nothing is left."""
    with ExitStack() as opened:
        yield Room(most_rows, opened)


@dataclass(frozen=True, kw_only=True)  # without slots: `table` is a batch in memory
class Chunk:
    """Some rows that follow each other."""

    schema: pa.Schema
    row_count: int
    cells: pa.Table | None = None
    """The rows, if they are in memory."""
    path: str = ""
    """Else the file that has them …"""
    number: int = 0
    """… and which of its batches they are."""

    def read(self, names: Sequence[str] | None = None) -> pa.Table:
        """Return the rows, with the columns of these names or with all."""
        if self.cells is not None:
            return self.cells if names is None else self.cells.select(list(names))
        if names is None:
            return read_batch(self.path, self.number)
        places = [self.schema.get_field_index(name) for name in names]
        return load_batch(self.path, self.number, places).select(list(names))


def load_batch(path: str, number: int, places: Sequence[int] = ()) -> pa.Table:
    """Return a batch of a file, with the columns at some places or with all."""
    options = ipc.IpcReadOptions(included_fields=list(places))
    with pa.memory_map(path) as file:
        batch = ipc.open_file(file, options=options).get_batch(number)
    return pa.Table.from_batches([batch])


@lru_cache(maxsize=1)
def read_batch(path: str, number: int) -> pa.Table:
    """Return a batch of a file; the last one is remembered, for row after row."""
    return load_batch(path, number)


class ValueStore:
    """Takes the values of a file of a table, batch by batch."""

    def __init__(self, room: Room | None) -> None:
        """Begin with no rows; without `room` all are in memory."""
        self.room = room
        self.chunks: list[Chunk] = []
        self.writer: Any = None
        self.path = ""
        self.schema: pa.Schema | None = None
        """Of the rows in the file that is written."""
        self.written = 0
        """Batches in that file."""

    def add(self, columns: Mapping[str, Any], row_count: int) -> None:
        """Take the rows of a batch, by column."""
        cells = pa.table(dict(columns))
        if self.room is None or not row_count or self.room.take(row_count):
            chunk = Chunk(schema=cells.schema, row_count=row_count, cells=cells)
        else:
            chunk = self.write(cells, self.room)
        self.chunks.append(chunk)

    def write(self, cells: pa.Table, room: Room) -> Chunk:
        """Write rows to disk; those with other types than before to a new file."""
        if cells.schema != self.schema:
            self.end_file()
            self.begin_file(cells.schema, room)
        (batch,) = cells.combine_chunks().to_batches()
        self.writer.write(batch)
        self.written += 1
        return Chunk(
            schema=cells.schema,
            row_count=cells.num_rows,
            path=self.path,
            number=self.written - 1,
        )

    def begin_file(self, schema: pa.Schema, room: Room) -> None:
        """Begin a file."""
        self.path, self.schema, self.written = room.name_file(), schema, 0
        options = ipc.IpcWriteOptions(compression=COMPRESSION)
        self.writer = ipc.new_file(self.path, schema, options=options)

    def end_file(self) -> None:
        """End the file, if one was begun."""
        if self.writer is not None:
            self.writer.close()

    def finish(self, names: Sequence[str]) -> StoredValues:
        """Return all rows, whose columns have these names."""
        self.end_file()
        return StoredValues(names=tuple(names), chunks=tuple(self.chunks))


@dataclass(frozen=True, kw_only=True)  # without slots: what follows is made once
class StoredValues:
    """The values of a table."""

    names: tuple[str, ...]
    """Its columns, in order."""
    chunks: tuple[Chunk, ...]

    @cached_property
    def starts(self) -> list[int]:
        """The index of the first row of each chunk, and the number of all rows."""
        return list(accumulate((it.row_count for it in self.chunks), initial=0))

    @cached_property
    def types(self) -> dict[str, pa.DataType]:
        """The type of each column; text where its chunks have several, or none."""
        found: dict[str, set[pa.DataType]] = {name: set() for name in self.names}
        for field in chain.from_iterable(chunk.schema for chunk in self.chunks):
            found[field.name].add(field.type)
        return {
            name: next(iter(kinds)) if len(kinds) == 1 else pa.string()
            for name, kinds in found.items()
        }

    def iter_chunks(
        self, names: Sequence[str] | None = None
    ) -> Iterator[tuple[int, pa.Table]]:
        """Yield all rows in order, some at a time, with the index of the first."""
        for start, chunk in zip(self.starts, self.chunks, strict=False):
            yield start, self.settle(chunk.read(names))

    def read_all(self, names: Sequence[str] | None = None) -> pa.Table:
        """Return all rows, with the columns of these names or with all."""
        return self.join((cells for _, cells in self.iter_chunks(names)), names)

    def read(self, start: int, stop: int) -> pa.Table:
        """Return the rows from one index to before another."""
        first = bisect_right(self.starts, start) - 1
        pieces = []
        for number in range(max(first, 0), len(self.chunks)):
            begin = self.starts[number]
            if begin >= stop:
                break
            cells = self.chunks[number].read()
            low = max(0, start - begin)
            pieces.append(self.settle(cells.slice(low, stop - begin - low)))
        return self.join(pieces)

    def settle(self, cells: pa.Table) -> pa.Table:
        """Return rows of a chunk in the types of the table."""
        schema = pa.schema([(name, self.types[name]) for name in cells.column_names])
        return cells if cells.schema.equals(schema) else cells.cast(schema)

    def join(
        self, pieces: Iterable[pa.Table], names: Sequence[str] | None = None
    ) -> pa.Table:
        """Return rows one after the other."""
        listed = self.names if names is None else names
        # Columns without rows: some versions of pyarrow crash on one without a chunk.
        nothing = pa.table({name: pa.nulls(0, self.types[name]) for name in listed})
        return pa.concat_tables([nothing, *pieces])


def wrap_values(cells: pa.Table) -> StoredValues:
    """Return values that are in memory as one chunk."""
    chunk = Chunk(schema=cells.schema, row_count=cells.num_rows, cells=cells)
    return StoredValues(names=tuple(cells.column_names), chunks=(chunk,))


def join_values(stored: Sequence[StoredValues]) -> StoredValues:
    """Return the values of tables with the same columns, one after the other."""
    chunks = tuple(chunk for values in stored for chunk in values.chunks)
    return StoredValues(names=stored[0].names, chunks=chunks)
