"""Two packages compared: all that differs, and the version that it asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimpack.diff.codes import CODES, CodeChange, compare_codes
from claimpack.diff.metadata import VERSION, MetadataChange, compare_metadata
from claimpack.diff.renames import match_columns
from claimpack.diff.schemas import SchemaChange
from claimpack.diff.sides import Side
from claimpack.diff.tables import TableDiff, compare_tables
from claimpack.diff.unread import Unread, list_unread
from claimpack.diff.versions import Bump, Kind, Reason, find_least
from claimpack.errors import UsageError
from claimpack.files import explain
from claimpack.findings import quote
from claimpack.key_store import Budget


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
    unread: tuple[Unread, ...]
    """Tables that both have and that were not compared."""

    @property
    def schema_changes(self) -> list[SchemaChange]:
        """All changes of declarations, table by table."""
        return [*self.schema, *(each for it in self.tables for each in it.schema)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs, not even the version that they name.

        Not so where a table was not compared.
        """
        is_same = all(table.is_empty for table in self.tables)
        others = self.schema, self.codes, self.metadata, self.unread
        return is_same and not any(others)

    @property
    def reasons(self) -> list[Reason]:
        """What asks for a version, the gravest first, then in the order of tables."""
        return sorted(iter_reasons(self), key=lambda each: -each.bump)

    @property
    def bump(self) -> Bump:
        """What all of it asks for, at least where a table was not compared."""
        return max((each.bump for each in self.reasons), default=Bump.NONE)

    @property
    def next_version(self) -> str | None:
        """The least version that NEW may have; None where OLD has no plain one."""
        return find_least(self.old.version, self.bump)


def compare_packages(old: Side, new: Side, budget: Budget) -> PackageDiff:
    """Return all that differs between two packages.

    Raises:
        UsageError: they have no table in common.
        SourceError: a file cannot be read, a cell is none of its type, or two rows of a
            table have one primary key.

    """
    names = [name for name in new.tables if name in old.tables]
    if not names and not any(name in old.all_tables for name in new.all_tables):
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
        unread=tuple(list_unread(old, new)),
    )


def explain_foreign(old: Side, new: Side) -> str:
    """Return that two packages have nothing in common, with their tables."""
    tables = [", ".join(map(quote, side.all_tables)) for side in (old, new)]
    found = f"found no table that both have ({tables[0]}; {tables[1]})"
    expected = "expected two versions of one package"
    advice = "name an earlier and a later version of it"
    return explain(f"{old.label}, {new.label}", found, expected, advice)


def iter_tables(old: Side, new: Side) -> Iterator[SchemaChange]:
    """Yield the tables that only one package has."""
    for name in old.all_tables:
        if name not in new.all_tables:
            yield SchemaChange(kind=Kind.TABLE_REMOVED, table=name)
    for name in new.all_tables:
        if name not in old.all_tables:
            yield SchemaChange(kind=Kind.TABLE_ADDED, table=name)


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
