"""What each table of a package is checked against, and what is kept of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimpack.checks.own_rule_files import OwnRule, list_ruled_fields
from claimpack.checks.tombstones import TOMBSTONE, WITHDRAWN
from claimpack.columns import Column
from claimpack.content import PLAIN, Wrapping
from claimpack.csv_files import DEFAULT_DIALECT, Dialect
from claimpack.derivation import field_schema
from claimpack.field_types import read_constraints, read_field_type
from claimpack.findings import Location
from claimpack.key_store import Budget
from claimpack.schema import Field, Schema, Table
from claimpack.sources import Package
from claimpack.value_store import Room


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlan:
    """What one table is checked against, and what is kept of its rows."""

    resource: str
    path: str
    """The file; of a table in several files, the one that is looked at."""
    first_row: int = 0
    """How many rows of the table stand in the files before that."""
    table: Table
    columns: tuple[Column, ...]
    """The declared columns, in order."""
    wrapping: Wrapping = PLAIN
    dialect: Dialect = DEFAULT_DIALECT
    fields_match: str = "exact"
    """How labels and columns go together (Table Schema, `fieldsMatch`)."""
    key_fields: frozenset[str] = frozenset()
    """Columns that are a part of a key or refer to one."""
    budget: Budget | None = None
    """For what is kept of keys; None for no limit."""
    has_lines: bool = True
    """Whether the file is text."""
    kept_fields: frozenset[str] = frozenset()
    """Columns whose values later checks look at."""
    is_of_model: bool = False
    """Whether it is a table of the model, in a package that declares it."""
    room: Room | None = None
    """For the values that are kept; None for no limit."""

    @property
    def key_budget(self) -> Budget | None:
        """For what is kept of keys from now on; None for no limit."""
        return self.budget or (self.room.budget if self.room else None)

    @property
    def location(self) -> Location:
        """The place of the table as a whole."""
        return Location(path=self.path, resource=self.resource)


def make_plans(
    package: Package,
    schema: Schema,
    rules: Sequence[OwnRule] = (),
    budget: Budget | None = None,
    room: Room | None = None,
) -> dict[str, TablePlan]:
    """Return what each table of a package is checked against.

    Of a package of the model all values are kept, of another those of keys and those
    that it has expectations or rules of.
    """
    tables = [it.table for it in package.resources if it.table is not None]
    keys = list_key_fields(tables)
    return {
        resource.name: TablePlan(
            resource=resource.name,
            path=str(resource.path),
            table=resource.table,
            columns=resource.columns,
            wrapping=resource.wrapping,
            dialect=resource.dialect,
            budget=budget,
            has_lines=resource.format == "csv",
            fields_match=resource.fields_match,
            key_fields=keys.get(resource.name, frozenset()),
            kept_fields=list_kept_fields(package, resource.table, schema)
            | list_ruled_fields(rules, resource.table),
            is_of_model=is_of_model(package, resource.table, schema),
            room=room if is_of_model(package, resource.table, schema) else None,
        )
        for resource in reversed(package.resources)
        if resource.table is not None
    }


def list_key_fields(tables: Iterable[Table]) -> dict[str, frozenset[str]]:
    """Return the columns of each table that are in keys, referred to or tombstones."""
    fields: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        fields[table.name].update(table.primary_key, *table.unique_keys)
        fields[table.name].update(f.name for f in table.fields if f.is_unique)
        for key in table.foreign_keys:
            fields[table.name].update(key.fields)
            fields[key.table].update(key.target_fields)
        if table.name == WITHDRAWN:
            fields[table.name].update(TOMBSTONE)
    return {name: frozenset(names) for name, names in fields.items()}


def list_kept_fields(package: Package, table: Table, schema: Schema) -> frozenset[str]:
    """Return the columns of a table whose values later checks look at."""
    if is_of_model(package, table, schema):
        return frozenset(table.field_names)
    return list_expected_fields(package, table)


def is_of_model(package: Package, table: Table, schema: Schema) -> bool:
    """Return whether a package declares the model, and a table is one of it."""
    return package.is_model and table.name in schema.tables


def list_expected_fields(package: Package, table: Table) -> frozenset[str]:
    """Return the columns of a table that a package has expectations of."""
    expected = package.expectations if isinstance(package.expectations, dict) else {}
    return frozenset(
        name for name in table.field_names if f"{table.name}.{name}" in expected
    )


def plan_model_table(table: Table, path: str, key_fields: frozenset[str]) -> TablePlan:
    """Return what a table of the model is checked against before a file holds it.

    All its values are kept; `path` is where they will stand.
    """
    return TablePlan(
        resource=table.name,
        path=path,
        table=table,
        columns=tuple(map(make_column, table.fields)),
        has_lines=False,
        key_fields=key_fields,
    )


def make_column(field: Field) -> Column:
    """Return how the cells of a column of the model are checked."""
    declaration = field_schema(field)
    reader = read_field_type(declaration)
    return Column(
        name=field.name,
        reader=reader,
        constraints=read_constraints(declaration, reader),
        is_required=field.is_required,
        codes=field.codes,
    )
