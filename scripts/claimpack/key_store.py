"""The key columns of tables, in memory, or on disk where memory is scarce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow as pa
from pyarrow import ipc

from claimpack.scratch import open_scratch


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How much memory the comparing of keys may take, and where the rest goes."""

    size_bytes: int
    folder: Path
    """A private one, of which nothing is left in the end."""


@contextmanager
def open_budget(memory_bytes: int | None) -> Iterator[Budget | None]:
    """Give a budget, None for no limit.

    Half of the memory is for comparing keys: reading tables takes some as well.
    """
    if memory_bytes is None:
        yield None
        return
    with open_scratch() as folder:
        yield Budget(size_bytes=memory_bytes // 2, folder=folder)


class KeyStore:
    """Takes key columns batch by batch, all of them text, and gives them as a table."""

    def __init__(self, names: Sequence[str], budget: Budget | None) -> None:
        """Begin with no rows; with a budget, rows lie in its folder."""
        self.schema = pa.schema([(name, pa.string()) for name in names])
        self.batches: list[pa.RecordBatch] = []
        self.path = str(budget.folder / uuid4().hex) if budget and names else None
        self.writer = ipc.new_file(self.path, self.schema) if self.path else None

    def add(self, columns: Mapping[str, Any]) -> None:
        """Take the cells of a batch, by column."""
        batch = pa.record_batch([columns[n] for n in self.schema.names], self.schema)
        if self.writer is None:
            self.batches.append(batch)
        else:
            self.writer.write(batch)

    def finish(self) -> pa.Table:
        """Return all rows; those on disk are mapped into memory as they are read."""
        if self.writer is None:
            return pa.Table.from_batches(self.batches, self.schema)
        self.writer.close()
        with pa.memory_map(self.path) as file:
            return ipc.open_file(file).read_all()
