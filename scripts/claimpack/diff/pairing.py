"""The rows of two tables that have the same key, found while both are read.

Two versions of a table have most rows in the same order. So a batch of each is held at
a time, and what meets its like is let go of. Where too much is left over, the orders
are others: then the rest of both is sorted, on the disk where it has no room.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any
from uuid import uuid4

import pyarrow as pa
from pyarrow import compute, ipc

from claimpack.engine import bound, connect, iter_batches
from claimpack.key_store import Budget

KEY = "key"
"""The column that tells rows apart, as text; those of the table are `c0`, `c1` …"""
MOST_HELD_BYTES = 128 * 1024**2
"""Of the rows of both tables that have not met their like."""
SORTED = f"SELECT * FROM unsorted ORDER BY {KEY}"  # noqa: S608  # names of our own

Rows = Iterator[pa.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Some rows of both tables."""

    old: pa.Table
    """Rows of OLD …"""
    new: pa.Table
    """… and for each that of NEW with its key; null where there is none yet."""
    is_met: Any
    """Which of them have met their like: to copy them alone would take long."""
    only_old: pa.Table
    only_new: pa.Table


@dataclass(slots=True, kw_only=True)
class Held:
    """The rows of one table that have not met their like yet, and what follows."""

    batches: Rows
    rows: pa.Table
    count: int = 0
    """Rows that were read."""
    last: Any = None
    """Key of the last of them."""
    is_done: bool = False

    def read(self) -> None:
        """Take the next batch."""
        batch = next(self.batches, None)
        self.is_done = batch is None
        if batch is not None and batch.num_rows:
            held = [self.rows, batch] if self.rows.num_rows else [batch]
            self.rows = pa.concat_tables(held).combine_chunks()
            self.count += batch.num_rows
            self.last = batch[KEY][-1]

    def let_go(self, is_gone: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Hold some rows no longer."""
        self.rows = self.rows.filter(compute.invert(is_gone))


def pair_rows(
    old: Rows, new: Rows, schemas: tuple[pa.Schema, pa.Schema], budget: Budget
) -> Iterator[Met]:
    """Yield the rows of two tables, those of one key together, each row once.

    A key stands once in a table; who calls this makes sure of it. All batches of a
    table have the schema that is given.
    """
    held = [
        Held(batches=rows, rows=schema.empty_table())
        for rows, schema in zip((old, new), schemas, strict=True)
    ]
    first, second = held
    while not all(each.is_done for each in held):
        left = [each for each in held if not each.is_done]
        behind = min(left, key=lambda each: each.count)
        behind.read()
        if behind.count < max(each.count for each in left):
            continue  # it has not caught up: few of the rows can meet yet
        if (met := meet(first, second)) is not None:
            yield met
        if sum(each.rows.nbytes for each in held) > MOST_HELD_BYTES:
            yield from pair_sorted(first, second, budget)
            return
    yield part(first.rows, second.rows)


def part(old: pa.Table, new: pa.Table) -> Met:
    """Return rows that have not met their like."""
    nothing = old.slice(0, 0), new.slice(0, 0)
    is_met = pa.nulls(0, pa.bool_())
    return Met(
        old=nothing[0], new=nothing[1], is_met=is_met, only_old=old, only_new=new
    )


def meet(old: Held, new: Held) -> Met | None:
    """Return the rows that both hold by their key, and let go of them.

    None where there are none.
    """
    if not old.rows.num_rows or not new.rows.num_rows:
        return None
    old_keys, new_keys = (each.rows[KEY].combine_chunks() for each in (old, new))
    places = compute.index_in(old_keys, value_set=new_keys)
    is_met = compute.is_valid(places)
    if not compute.any(is_met).as_py():
        return None
    rows = part(old.rows.slice(0, 0), new.rows.slice(0, 0))
    met = replace(rows, old=old.rows, new=new.rows.take(places), is_met=is_met)
    numbers = pa.array(range(len(new_keys)), places.type)
    old.let_go(is_met)
    new.let_go(compute.is_in(numbers, value_set=places.drop_null()))
    return met


def pair_sorted(old: Held, new: Held, budget: Budget) -> Iterator[Met]:
    """Yield all rows that are held and that follow, after both were sorted.

    Rows that are held and stand before all that follows are alone: little is held.
    """
    with ExitStack() as stack:
        held = [
            Held(
                batches=stack.enter_context(sorting(each, budget)),
                rows=each.rows.slice(0, 0),
            )
            for each in (old, new)
        ]
        first, second = held
        while not all(each.is_done for each in held):
            find_behind(first, second).read()
            met = meet(first, second)
            alone = part(*(take_alone(each, held) for each in held))
            yield from (each for each in (met, alone) if each is not None)
    yield part(first.rows, second.rows)


def find_behind(old: Held, new: Held) -> Held:
    """Return the table of which the next rows are read: that with the lesser key."""
    if old.is_done or new.is_done:
        return new if old.is_done else old
    if old.last is None or new.last is None:
        return old if old.last is None else new
    return old if old.last.as_py() <= new.last.as_py() else new


def take_alone(held: Held, both: list[Held]) -> pa.Table:
    """Return the rows that no row which follows can meet, and hold them no longer."""
    bounds = [each.last for each in both if not each.is_done and each is not held]
    if not bounds or not held.rows.num_rows:
        return held.rows.slice(0, 0)
    if bounds[0] is None:
        return held.rows.slice(0, 0)
    is_behind = compute.less_equal(held.rows[KEY], bounds[0])
    alone = held.rows.filter(is_behind)
    held.let_go(is_behind)
    return alone


@contextmanager
def sorting(held: Held, budget: Budget) -> Iterator[Rows]:
    """Give the rows that are held and that follow in the order of their keys.

    They lie on the disk before they are sorted: an error in reading them stays itself.
    """
    schema = held.rows.schema
    path = str(budget.folder / uuid4().hex)
    with ipc.new_stream(path, schema) as writer:
        for rows in chain([held.rows], held.batches):
            writer.write_table(rows)
    with (
        pa.OSFile(path) as file,
        ipc.open_stream(file) as reader,
        connect({"unsorted": reader}, bound(budget)) as connection,
    ):
        batches = iter_batches(connection, SORTED)
        yield (pa.Table.from_batches([batch]).cast(schema) for batch in batches)
