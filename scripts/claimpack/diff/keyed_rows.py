"""The rows of one of two tables, under names of ours and with their keys."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.keys import join_keys
from claimpack.diff.pairing import KEY
from claimpack.diff.plans import SideColumns
from claimpack.diff.reading import ReadTable, flatten
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.key_engine import open_keys
from claimpack.key_store import Budget, KeyStore

ADVICE = "mend it: rows are told apart by the primary key"
See = Callable[[pa.Table], None]


class KeyedRows:
    """Gives the rows of a table, and knows afterwards whether their keys differ."""

    def __init__(
        self, side: SideColumns, table: ReadTable, budget: Budget, see: Sequence[See]
    ) -> None:
        """Begin before the first row; what is in `see` is told of each batch."""
        self.side = side
        self.table = table
        self.see = see
        self.budget = budget
        self.keys = KeyStore([KEY], budget)
        self.is_rising = True
        """Whether each key was greater than the one before: then none came twice."""
        self.last: Any = None
        self.count = 0
        self.first = next(table.batches, None)

    @property
    def schema(self) -> pa.Schema:
        """The columns of all batches, with their types."""
        if self.first is None:
            names = (KEY, *self.side.columns)
            return pa.schema([(name, pa.string()) for name in names])
        return self.name_columns(self.first.slice(0, 0)).schema

    def __iter__(self) -> Iterator[pa.Table]:
        """Yield the rows, batch by batch.

        Raises:
            SourceError: a row cannot be read, or has no key.

        """
        ahead = [] if self.first is None else [self.first]
        for batch in chain(ahead, self.table.batches):
            rows = self.name_columns(batch)
            self.note_keys(flatten(rows[KEY]))
            for see in self.see:
                see(rows)
            yield rows

    def name_columns(self, batch: pa.Table) -> pa.Table:
        """Return a batch under names of ours; without a part, a key is null."""
        parts = [each.write(flatten(batch[each.name])) for each in self.side.key]
        names = self.side.columns.items()
        columns = {name: batch[each.name] for name, each in names}
        keys = join_keys(parts)
        if any(part.null_count for part in parts):
            is_whole = functools.reduce(compute.and_, map(compute.is_valid, parts))
            keys = compute.if_else(is_whole, keys, pa.scalar(None, pa.string()))
        return pa.table({KEY: keys, **columns})

    def note_keys(self, keys: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Keep the keys of a batch; refuse a row without one."""
        if keys.null_count:
            empty = compute.index(keys.is_null(), value=True).as_py()
            found = "found an empty cell in the primary key"
            expected = "expected a value in each of its columns"
            where = f"{self.table.place} row {self.count + empty + 1}"
            raise refusal(where, found, expected, ADVICE)
        self.keys.add({KEY: keys})
        if len(keys):
            self.is_rising = self.is_rising and is_rising(self.last, keys)
            self.last = keys[-1]
        self.count += len(keys)

    def require_distinct(self) -> None:
        """Raise `SourceError` where two of the rows that were read have one key."""
        keys = self.keys.finish()
        if self.is_rising:
            return
        with open_keys({KEY: keys}, self.budget) as engine:
            repeats, _ = engine.find_repeats(KEY, [KEY], 1)
        for repeat in repeats:
            found = f"found the key {quote(repeat.key[0])} of row {repeat.first_row}"
            where = f"{self.table.place} row {repeat.row}"
            expected = "expected a key of its own for each row"
            raise refusal(where, found, expected, ADVICE)


def is_rising(last: Any, keys: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
    """Return whether each key is greater than the one before, the first than `last`.

    They are compared as bytes. There is one key at least.
    """
    if last is not None and last.as_py().encode() >= keys[0].as_py().encode():
        return False
    return compute.all(compute.greater(keys[1:], keys[:-1])).as_py() is not False
