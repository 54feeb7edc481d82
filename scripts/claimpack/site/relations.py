"""How the tables of a package refer to each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimpack.schema import ForeignKey, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A foreign key from one table of a package to another, or to itself."""

    table: str
    key: ForeignKey
    is_optional: bool
    """Whether a row may refer to none."""
    is_single: bool
    """Whether no two rows refer to the same."""


def list_relations(tables: Sequence[Table]) -> list[Relation]:
    """Return the foreign keys that refer to columns of some tables, in their order."""
    known = {table.name: set(table.field_names) for table in tables}
    return [
        Relation(
            table=table.name,
            key=key,
            is_optional=not list_required(table).issuperset(key.fields),
            is_single=any(set(key.fields).issuperset(own) for own in iter_keys(table)),
        )
        for table in tables
        for key in table.foreign_keys
        if known.get(key.table, set()).issuperset(key.target_fields)
    ]


def list_required(table: Table) -> set[str]:
    """Return the columns of which no cell is empty."""
    required = {field.name for field in table.fields if field.is_required}
    return required.union(table.primary_key)


def iter_keys(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the columns that tell rows apart, together or alone."""
    if table.primary_key:
        yield table.primary_key
    yield from table.unique_keys
    yield from ((field.name,) for field in table.fields if field.is_unique)
