"""The rows of one table that were added, withdrawn or changed, cell by cell."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.keyed_rows import KeyedRows
from claimpack.diff.lines import Lines, LineStore
from claimpack.diff.pairing import KEY, Met, pair_rows
from claimpack.diff.plans import Observer, Plan, SideColumns
from claimpack.diff.reading import ReadTable, flatten
from claimpack.key_store import Budget


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


def compare_rows(
    plan: Plan,
    tables: tuple[ReadTable, ReadTable],
    budget: Budget,
    observers: Sequence[Observer] = (),
) -> RowDiff:
    """Return what became of the rows of a table with a primary key.

    Raises:
        SourceError: a row cannot be read, or two have one key.

    """
    old = KeyedRows(plan.old, tables[0], budget, [it.see_old for it in observers])
    new = KeyedRows(plan.new, tables[1], budget, [it.see_new for it in observers])
    added, withdrawn, changed = (LineStore(budget) for _ in range(3))
    for met in pair_rows(iter(old), iter(new), (old.schema, new.schema), budget):
        add_changed(plan, met, changed, observers)
        add_alone(old.side, met.only_old, withdrawn, is_new=False)
        add_alone(new.side, met.only_new, added, is_new=True)
        for observer in observers:
            observer.see_withdrawn(met.only_old)
    old.require_distinct()
    new.require_distinct()
    return RowDiff(
        old_count=old.count,
        new_count=new.count,
        added=added.finish(),
        withdrawn=withdrawn.finish(),
        changed=changed.finish(),
    )


def add_changed(
    plan: Plan, met: Met, changed: LineStore, observers: Iterable[Observer]
) -> None:
    """Add the cells that differ in rows that both have."""
    suspects = compute.and_(met.is_met, find_suspects(plan, met))
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


def add_alone(
    side: SideColumns, rows: pa.Table, lines: LineStore, *, is_new: bool
) -> None:
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
