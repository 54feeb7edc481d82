"""The rows of one table that were added, withdrawn or changed, cell by cell."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.keys import join_keys
from claimpack.diff.lines import Lines, LineStore, flatten
from claimpack.diff.pairing import KEY, Met, pair_rows
from claimpack.diff.reading import ReadColumn, ReadTable
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.key_engine import open_keys
from claimpack.key_store import Budget, KeyStore

Texts = Mapping[str, tuple[Any, Any]]
"""By column of NEW: the texts of some rows in OLD and in NEW."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A column that both tables have, maybe under two names."""

    old: ReadColumn
    new: ReadColumn
    is_alike: bool
    """Whether equal cells have equal values; else their texts are compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How two tables are compared."""

    name: str
    key: tuple[Pair, ...]
    """The columns that tell rows apart."""
    pairs: tuple[Pair, ...]
    """The other columns that both have."""
    removed: tuple[ReadColumn, ...] = ()
    added: tuple[ReadColumn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDiff:
    """What became of the rows of one table."""

    old_count: int
    new_count: int
    added: Lines
    withdrawn: Lines
    changed: Lines

    @property
    def is_empty(self) -> bool:
        """Whether all rows are the same."""
        return not (len(self.added) or len(self.withdrawn) or len(self.changed))


class Observer:
    """What looks at rows while they pass: this one does nothing."""

    def see_rows(self, old: pa.Table | None, new: pa.Table | None) -> None:
        """Take rows of one side, as they are read, with their keys."""

    def see_changed(self, keys: Any, texts: Texts) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Take rows that both have and that changed."""

    def see_alone(self, old: pa.Table, new: pa.Table) -> None:
        """Take rows that were withdrawn and that were added."""


def compare_rows(
    plan: Plan,
    old: ReadTable,
    new: ReadTable,
    labels: tuple[str, str],
    budget: Budget,
    observers: Sequence[Observer] = (),
) -> RowDiff:
    """Return what became of the rows of a table with a primary key.

    Raises:
        SourceError: a row cannot be read, or two have one key; `labels` are what the
            sides are called.

    """
    sides = (
        Keyed(plan, 0, old, f"{labels[0]}: {plan.name}", budget, observers),
        Keyed(plan, 1, new, f"{labels[1]}: {plan.name}", budget, observers),
    )
    added, withdrawn, changed = (LineStore(budget) for _ in range(3))
    schemas = (sides[0].find_schema(), sides[1].find_schema())
    for met in pair_rows(iter(sides[0]), iter(sides[1]), schemas, budget):
        add_changed(plan, met, changed, observers)
        add_alone(sides[0], met.only_old, withdrawn, is_new=False)
        add_alone(sides[1], met.only_new, added, is_new=True)
        for observer in observers:
            observer.see_alone(met.only_old, met.only_new)
    for side in sides:
        side.require_distinct(budget)
    return RowDiff(
        old_count=sides[0].count,
        new_count=sides[1].count,
        added=added.finish(),
        withdrawn=withdrawn.finish(),
        changed=changed.finish(),
    )


class Keyed:
    """The rows of one side under names that both sides have, with their keys."""

    def __init__(  # noqa: PLR0913  # what is read, and how
        self,
        plan: Plan,
        side: int,
        table: ReadTable,
        where: str,
        budget: Budget,
        observers: Sequence[Observer],
    ) -> None:
        """Begin before the first row; `side` is 0 for OLD and 1 for NEW."""
        self.plan = plan
        self.side = side
        self.where = where
        self.observers = observers
        self.batches = table.batches
        pick = (lambda pair: pair.new) if side else (lambda pair: pair.old)
        self.key = [pick(pair) for pair in plan.key]
        shared = {f"c{i}": pick(pair) for i, pair in enumerate(plan.pairs)}
        own = plan.added if side else plan.removed
        self.columns = {**shared, **{f"x{i}": each for i, each in enumerate(own)}}
        self.keys = KeyStore([KEY], budget)
        self.is_rising = True
        self.last: Any = None
        self.count = 0
        self.ahead: list[pa.Table] = []

    def find_schema(self) -> pa.Schema:
        """Return the columns of all batches; the first batch is read for it."""
        first = next(self.batches, None)
        if first is None:
            return pa.schema([(name, pa.string()) for name in (KEY, *self.columns)])
        self.ahead.append(first)
        return self.name_columns(first.slice(0, 0)).schema

    def __iter__(self) -> Iterator[pa.Table]:
        """Yield the rows, batch by batch."""
        yield from map(self.take, self.ahead)
        yield from map(self.take, self.batches)

    def take(self, batch: pa.Table) -> pa.Table:
        """Return a batch with its keys, and note those."""
        rows = self.name_columns(batch)
        keys = flatten(rows[KEY])
        self.require_filled(keys)
        self.keys.add({KEY: keys})
        self.is_rising = self.is_rising and is_rising(self.last, keys)
        self.last = keys[-1] if len(keys) else self.last
        self.count += len(keys)
        for observer in self.observers:
            observer.see_rows(*((None, rows) if self.side else (rows, None)))
        return rows

    def name_columns(self, batch: pa.Table) -> pa.Table:
        """Return a batch under the names that both sides have, with its keys."""
        parts = [each.write(flatten(batch[each.name])) for each in self.key]
        columns = {name: batch[each.name] for name, each in self.columns.items()}
        is_whole = functools.reduce(compute.and_, map(compute.is_valid, parts))
        keys = compute.if_else(is_whole, join_keys(parts), None)
        return pa.table({KEY: keys.cast(pa.string()), **columns})

    def require_filled(self, keys: Any) -> None:  # noqa: ANN401  # pyarrow ships no types
        """Raise `SourceError` for a row without a key."""
        if keys.null_count:
            empty = compute.index(keys.is_null(), value=True).as_py()
            where = f"{self.where} row {self.count + empty + 1}"
            found = "found an empty cell in the primary key"
            raise refusal(where, found, "expected a value in each of its columns", KEYS)

    def require_distinct(self, budget: Budget) -> None:
        """Raise `SourceError` where two rows have one key."""
        table = self.keys.finish()
        if self.is_rising:
            return
        with open_keys({self.where: table}, budget) as engine:
            repeats, _ = engine.find_repeats(self.where, [KEY], 1)
        for repeat in repeats:
            found = f"found the key {quote(repeat.key[0])} of row {repeat.first_row}"
            expected = "expected a key of its own for each row"
            raise refusal(f"{self.where} row {repeat.row}", found, expected, KEYS)


KEYS = "mend it: rows are told apart by the primary key"


def is_rising(last: Any, keys: Any) -> bool:  # noqa: ANN401  # pyarrow ships no types
    """Return whether each key is greater than the one before, and the first than last.

    So no two are the same, and nobody has to look for such.
    """
    if not len(keys):
        return True
    if last is not None and last.as_py().encode() >= keys[0].as_py().encode():
        return False
    return compute.all(compute.greater(keys[1:], keys[:-1])).as_py() is not False


def add_changed(
    plan: Plan, met: Met, changed: LineStore, observers: Iterable[Observer]
) -> None:
    """Add the cells that differ in rows that both have."""
    suspects = find_suspects(plan, met)
    old, new = met.old.filter(suspects), met.new.filter(suspects)
    if not old.num_rows:
        return
    texts = [
        (pair.old.write(flatten(old[f"c{i}"])), pair.new.write(flatten(new[f"c{i}"])))
        for i, pair in enumerate(plan.pairs)
    ]
    differing = [differ(*each) for each in texts]
    is_changed = functools.reduce(compute.or_, differing)
    keys = flatten(old[KEY])
    for pair, (before, after), mask in zip(plan.pairs, texts, differing, strict=True):
        cells = (each.filter(mask) for each in (keys, before, after))
        kept, was, is_now = cells
        changed.add(kept, pair.new.name, was, is_now)
    changed.row_count += compute.sum(is_changed).as_py() or 0
    named = {
        pair.new.name: (before.filter(is_changed), after.filter(is_changed))
        for pair, (before, after) in zip(plan.pairs, texts, strict=True)
    }
    for observer in observers:
        observer.see_changed(keys.filter(is_changed), named)


def find_suspects(plan: Plan, met: Met) -> Any:  # noqa: ANN401  # as above
    """Return which rows may have another value in some column."""
    nothing = pa.repeat(pa.scalar(False), met.old.num_rows)  # noqa: FBT003  # a value
    masks = [nothing]
    for index, pair in enumerate(plan.pairs):
        old, new = (flatten(rows[f"c{index}"]) for rows in (met.old, met.new))
        if not pair.is_alike or old.type != new.type:
            return compute.invert(nothing)
        masks.append(differ(old, new))
    return functools.reduce(compute.or_, masks)


def differ(old: Any, new: Any) -> Any:  # noqa: ANN401  # as above
    """Return where two columns have other values, or only one has a value."""
    is_other = compute.fill_null(compute.not_equal(old, new), fill_value=False)
    return compute.or_(is_other, compute.xor(old.is_null(), new.is_null()))


def add_alone(side: Keyed, rows: pa.Table, lines: LineStore, *, is_new: bool) -> None:
    """Add the filled cells of rows that one side has; without any, the row itself."""
    if not rows.num_rows:
        return
    keys = flatten(rows[KEY])
    is_bare = pa.repeat(pa.scalar(True), len(keys))  # noqa: FBT003  # a value
    for name, column in side.columns.items():
        texts = column.write(flatten(rows[name]))
        is_filled = texts.is_valid()
        is_bare = compute.and_(is_bare, compute.invert(is_filled))
        cells = texts.filter(is_filled)
        values = (None, cells) if is_new else (cells, None)
        lines.add(keys.filter(is_filled), column.name, *values)
    lines.add(keys.filter(is_bare), None, None, None)
    lines.row_count += rows.num_rows
