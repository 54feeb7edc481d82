"""Two packages compared: all that differs, and the version that it asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from claimpack.diff.codes import CODES, CodeChange, compare_codes
from claimpack.diff.columns import Columns, make_plan
from claimpack.diff.metadata import VERSION, MetadataChange, compare_metadata
from claimpack.diff.multisets import compare_multisets
from claimpack.diff.plans import Observer, Plan
from claimpack.diff.reading import read_rows
from claimpack.diff.renames import match_columns
from claimpack.diff.reuse import (
    OWNERS,
    SPANS,
    ReuseWatch,
    SpanWatch,
    judge_spans,
    list_reused,
)
from claimpack.diff.rows import RowDiff, compare_rows
from claimpack.diff.schemas import SchemaChange, compare_schemas, iter_bytes
from claimpack.diff.sides import Side
from claimpack.diff.tombstones import (
    NO_TOMBSTONES,
    Tombstones,
    TombstoneWatch,
    read_tombstones,
)
from claimpack.diff.versions import Bump, Kind, Reason, find_next
from claimpack.errors import UsageError
from claimpack.files import explain
from claimpack.findings import quote
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


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDiff:
    """All that differs between two packages."""

    old: Side
    new: Side
    tables: tuple[TableDiff, ...]
    """Those that both have, in the order of NEW."""
    schema: tuple[SchemaChange, ...]
    """Tables that only one has."""
    codes: tuple[CodeChange, ...]
    metadata: tuple[MetadataChange, ...]

    @property
    def schema_changes(self) -> list[SchemaChange]:
        """All changes of declarations, table by table."""
        return [*self.schema, *(each for it in self.tables for each in it.schema)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, not even the version that they name."""
        is_same = all(table.is_empty for table in self.tables)
        return is_same and not (self.schema or self.codes or self.metadata)

    @property
    def reasons(self) -> list[Reason]:
        """What asks for a version, the gravest first, then in the order of tables."""
        return sorted(iter_reasons(self), key=lambda each: -each.bump)

    @property
    def bump(self) -> Bump:
        """What all of it asks for."""
        return max((each.bump for each in self.reasons), default=Bump.NONE)

    @property
    def next_version(self) -> str | None:
        """The least version that NEW may have; None where OLD has no plain one."""
        return find_next(self.old.version, self.bump)


def compare_packages(old: Side, new: Side, budget: Budget) -> PackageDiff:
    """Return all that differs between two packages.

    Raises:
        UsageError: they have no table in common.
        SourceError: a file cannot be read, a cell is none of its type, or two rows of a
            table have one primary key.

    """
    names = [name for name in new.tables if name in old.tables]
    if not names:
        raise UsageError(explain_foreign(old, new))
    columns = {name: match_columns(old, new, name) for name in names}
    tables = compare_tables(old, new, columns, budget)
    keys = {name: table.key for name, table in tables.items()}
    rows = {name: table.rows for name, table in tables.items()}
    return PackageDiff(
        old=old,
        new=new,
        tables=tuple(tables[name] for name in names),
        schema=tuple(iter_tables(old, new)),
        codes=tuple(compare_codes(columns, rows, keys.get(CODES, ()))),
        metadata=tuple(compare_metadata(old, new)),
    )


def explain_foreign(old: Side, new: Side) -> str:
    """Return that two packages have nothing in common, with their tables."""
    tables = [", ".join(map(quote, side.tables)) for side in (old, new)]
    found = f"found no table that both have ({tables[0]}; {tables[1]})"
    expected = "expected two versions of one package"
    advice = "name an earlier and a later version of it"
    return explain(f"{old.label}, {new.label}", found, expected, advice)


def iter_tables(old: Side, new: Side) -> Iterator[SchemaChange]:
    """Yield the tables that only one package has."""
    for name in old.tables:
        if name not in new.tables:
            yield SchemaChange(kind=Kind.TABLE_REMOVED, table=name)
    for name in new.tables:
        if name not in old.tables:
            yield SchemaChange(kind=Kind.TABLE_ADDED, table=name)


@dataclass(kw_only=True)
class Watches:
    """What looks at the rows of the tables while they are compared."""

    tombstones: Mapping[str, set[str | None]]
    changed: dict[str, ReuseWatch] = field(default_factory=dict)
    """By table, of those that have ids."""

    def make(self, plan: Plan) -> tuple[list[Observer], TombstoneWatch, SpanWatch]:
        """Return what looks at the rows of one table."""
        keys = {name: each.changed_keys for name, each in self.changed.items()}
        spans = SpanWatch(plan=plan, changed=keys)
        graves = TombstoneWatch(self.tombstones, plan.name)
        watches: list[Observer] = []
        if has_ids(plan):
            self.changed[plan.name] = ReuseWatch()
            watches = [graves, self.changed[plan.name]]
        if plan.name == SPANS:
            watches.append(spans)
        return watches, graves, spans


def compare_tables(
    old: Side, new: Side, columns: Mapping[str, Columns], budget: Budget
) -> dict[str, TableDiff]:
    """Return what differs in each table; spans come last, because others own them."""
    watches = Watches(tombstones=read_tombstones(old, new))
    found: dict[str, TableDiff] = {}
    by_spans: dict[str, dict[str, bool]] = {}
    for name in sorted(columns, key=lambda each: each == SPANS):
        tables = read_rows(old, name), read_rows(new, name)
        plan = make_plan(columns[name], old, new, name, tables)
        observers, graves, spans = watches.make(plan)
        if plan.key:
            rows = compare_rows(plan, tables, budget, observers)
        else:
            rows = compare_multisets(plan, tables, budget)
        by_spans |= {
            table: judge_spans(sides, budget) for table, sides in spans.found.items()
        }
        schema = compare_schemas(old, new, name, columns[name])
        if rows.is_empty and not schema:
            schema += iter_bytes(name, old.entries[name], new.entries[name])
        found[name] = TableDiff(
            name=name,
            key=tuple(pair.new.name for pair in plan.key),
            rows=rows,
            schema=tuple(schema),
            tombstones=graves.finish(),
        )
    return {
        name: replace(table, reused=tuple(find_reused(name, watches, by_spans)))
        for name, table in found.items()
    }


def find_reused(
    name: str, watches: Watches, by_spans: Mapping[str, Mapping[str, bool]]
) -> Sequence[str]:
    """Return the ids of a table whose content is another one now."""
    watch = watches.changed.get(name)
    if watch is None:
        return ()
    told = by_spans.get(name, {}) if name in OWNERS else {}
    return list_reused(watch.unlike_keys, told)


def has_ids(plan: Plan) -> bool:
    """Return whether the rows of a table have an id of their own.

    Those of a view have that of a row of another table.
    """
    table = load_shipped_schema().tables.get(plan.name)
    return len(plan.key) == 1 and not (table is not None and table.is_view)


def iter_reasons(diff: PackageDiff) -> Iterator[Reason]:
    """Yield what asks for a version: each kind of changes in each place."""
    counts: dict[tuple[Kind, str], int] = {}

    def add(kind: Kind, place: str, count: int = 1) -> None:
        counts[kind, place] = counts.get((kind, place), 0) + count

    for change in diff.schema_changes:
        add(change.kind, change.table)
    for code in diff.codes:
        add(code.kind, code.list)
    for table in diff.tables:
        add(Kind.ROW_WITHDRAWN, table.name, table.rows.withdrawn.row_count)
        add(Kind.ID_REUSED, table.name, len(table.reused))
        add(Kind.ROW_ADDED, table.name, table.rows.added.row_count)
        add(Kind.ROW_CHANGED, table.name, table.rows.changed.row_count)
    add(
        Kind.METADATA_CHANGED,
        "",
        sum(each.place != VERSION for each in diff.metadata),
    )
    for (kind, place), count in counts.items():
        if count:
            yield Reason(kind=kind, place=place, count=count)
