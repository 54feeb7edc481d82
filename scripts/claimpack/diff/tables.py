"""The tables that two packages have, each compared with what looks on meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from claimpack.diff.columns import Columns, make_plan
from claimpack.diff.multisets import compare_multisets
from claimpack.diff.plans import Observer, Plan
from claimpack.diff.reading import ReadTable, read_rows
from claimpack.diff.reuse import (
    SPANS,
    ReuseWatch,
    SpanWatch,
    judge_spans,
    list_reused,
)
from claimpack.diff.rows import RowDiff, compare_rows
from claimpack.diff.same_bytes import have_same_bytes
from claimpack.diff.schemas import SchemaChange, compare_schemas
from claimpack.diff.sides import Side
from claimpack.diff.tombstones import (
    NO_TOMBSTONES,
    Tombstones,
    TombstoneWatch,
    read_tombstones,
)
from claimpack.diff.versions import Kind
from claimpack.key_store import Budget
from claimpack.schema_files import load_shipped_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class TableDiff:
    """What differs in one table that both packages have."""

    name: str
    key: tuple[str, ...]
    """The columns that tell its rows apart; none where rows are told by all cells."""
    rows: RowDiff
    schema: tuple[SchemaChange, ...]
    reused: tuple[str, ...] = ()
    """Ids whose content is another one now, sorted."""
    tombstones: Tombstones = NO_TOMBSTONES

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return self.rows.is_empty and not self.schema


def compare_tables(
    old: Side, new: Side, columns: Mapping[str, Columns], budget: Budget
) -> dict[str, TableDiff]:
    """Return what differs in each table; spans come last, because others own them.

    Raises:
        SourceError: a row cannot be read, or two have one primary key.

    """
    watches = Watches(tombstones=read_tombstones(old, new), budget=budget)
    found: dict[str, TableDiff] = {}
    for name in sorted(columns, key=lambda each: each == SPANS):
        tables = read_rows(old, name), read_rows(new, name)
        plan = make_plan(columns[name], old, new, name, tables)
        rows, tombstones = watches.compare(plan, tables)
        schema = compare_schemas(old, new, name, columns[name])
        if rows.is_empty and not schema and not have_same_bytes(old, new, name):
            schema.append(tell_other_bytes(name))
        found[name] = TableDiff(
            name=name,
            key=tuple(pair.new.name for pair in plan.key),
            rows=rows,
            schema=tuple(schema),
            tombstones=tombstones,
        )
    return {
        name: replace(table, reused=tuple(watches.list_reused(name)))
        for name, table in found.items()
    }


def tell_other_bytes(name: str) -> SchemaChange:
    """Return that a file has other bytes; only where nothing else says why."""
    kind = Kind.SERIALISATION_CHANGED
    return SchemaChange(kind=kind, table=name, what="bytes of the file")


@dataclass(kw_only=True)
class Watches:
    """What looks at the rows of the tables while they are compared."""

    tombstones: Mapping[str, set[str | None]]
    """The ids of each table that have one."""
    budget: Budget
    changed: dict[str, ReuseWatch] = field(default_factory=dict)
    """By table with ids: what saw its rows that changed."""
    by_spans: dict[str, dict[str, bool]] = field(default_factory=dict)
    """By table and id, where spans tell: whether something is left of its content."""

    def compare(
        self, plan: Plan, tables: tuple[ReadTable, ReadTable]
    ) -> tuple[RowDiff, Tombstones]:
        """Return what became of the rows of a table, and of its ids."""
        if not plan.key:
            return compare_multisets(plan, tables, self.budget), NO_TOMBSTONES
        changed = {name: each.changed_keys for name, each in self.changed.items()}
        graves = TombstoneWatch(self.tombstones, plan.name)
        spans = SpanWatch(plan=plan, changed=changed)
        watches: list[Observer] = []
        if has_ids(plan):
            self.changed[plan.name] = ReuseWatch(plan)
            watches = [graves, self.changed[plan.name]]
        if plan.name == SPANS:
            watches.append(spans)
        rows = compare_rows(plan, tables, self.budget, watches)
        for table, sides in spans.found.items():
            self.by_spans[table] = judge_spans(sides, self.budget)
        return rows, graves.finish()

    def list_reused(self, name: str) -> list[str]:
        """Return the ids of a table whose content is another one now."""
        watch = self.changed.get(name)
        told = self.by_spans.get(name, {})
        return [] if watch is None else list_reused(watch.unlike_keys, told)


def has_ids(plan: Plan) -> bool:
    """Return whether the rows of a table have an id of their own.

    Those of a view have that of a row of another table.
    """
    table = load_shipped_schema().tables.get(plan.name)
    return len(plan.key) == 1 and not (table is not None and table.is_view)
