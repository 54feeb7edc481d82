"""What changed in the declaration of a table: its columns, constraints and keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.derivation import FOREIGN_KEYS
from claimpack.diff.codes import describe_order, is_reordered
from claimpack.diff.columns import Columns, iter_order
from claimpack.diff.constraints import (
    FieldChange,
    is_limited_by_format,
    iter_limits,
)
from claimpack.diff.json_values import is_same, list_keys, write_json
from claimpack.diff.sides import Json, Side
from claimpack.diff.versions import Kind
from claimpack.schema import ForeignKey, Table

FORMS = ("path", "format", "mediatype", "encoding", "dialect", "compression")
READING_OF_TABLE = ("missingValues", "fieldsMatch")
KEYS = ("primaryKey", "uniqueKeys", *FOREIGN_KEYS)
READINGS = frozenset(
    {"format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"}
    | {"missingValues", "delimiter"}
)
"""How a field says that the words of its cells are read."""
COMPARED = READINGS | frozenset(
    {"name", "type", "itemType", "constraints", "unit"}
    | {"categories", "categoriesOrdered"}
)
"""All else of a field is for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaChange:
    """One change of the declaration of a table."""

    kind: Kind
    table: str
    column: str | None = None
    """By its name in NEW, or in OLD where it is gone; None for the table as a whole."""
    what: str | None = None
    """The constraint, the key or the words; None where the kind says it."""
    old: str | None = None
    """What OLD says, in words; None for nothing."""
    new: str | None = None


def compare_schemas(
    old: Side, new: Side, name: str, columns: Columns
) -> list[SchemaChange]:
    """Return what changed in the declaration of a table that both have."""
    tables = [side.tables[name] for side in (old, new)]
    entries = [side.entries[name] for side in (old, new)]
    return [
        *iter_columns(name, columns),
        *(
            change
            for now, was in columns.former.items()
            for change in iter_field(name, now, columns.old[was], columns.new[now])
        ),
        *iter_keys(name, columns, *tables),
        *iter_forms(name, *entries),
    ]


def iter_columns(table: str, columns: Columns) -> Iterator[SchemaChange]:
    """Yield the columns that came, went, or have another name or place."""
    for name in columns.removed:
        old = name_type(columns.old[name])
        yield SchemaChange(kind=Kind.COLUMN_REMOVED, table=table, column=name, old=old)
    shared = set(columns.former)
    last = max((i for i, n in enumerate(columns.new) if n in shared), default=-1)
    for index, name in enumerate(columns.new):
        if name not in shared:
            kind = Kind.COLUMN_INSERTED if index < last else Kind.COLUMN_ADDED
            new = name_type(columns.new[name])
            yield SchemaChange(kind=kind, table=table, column=name, new=new)
    for now, was in columns.renamed.items():
        yield SchemaChange(
            kind=Kind.COLUMN_RENAMED, table=table, column=now, old=was, new=now
        )
    orders = list(iter_order(columns)), [n for n in columns.new if n in shared]
    if orders[0] != orders[1]:
        old, new = (", ".join(order) for order in orders)
        yield SchemaChange(kind=Kind.COLUMNS_REORDERED, table=table, old=old, new=new)


def name_type(field: Json) -> str:
    """Return the type that a field declares."""
    return str(field.get("type", "any"))


def iter_field(table: str, name: str, old: Json, new: Json) -> Iterator[SchemaChange]:
    """Yield what changed in the declaration of one column."""
    for found in iter_declared(old, new):
        yield SchemaChange(
            kind=found.kind,
            table=table,
            column=name,
            what=found.what,
            old=write_json(found.old),
            new=write_json(found.new),
        )


def iter_declared(old: Json, new: Json) -> Iterator[FieldChange]:
    """Yield what changed in a field: type, constraints, unit, then all else."""
    types = name_type(old), name_type(new)
    if types[0] != types[1]:
        yield FieldChange(Kind.COLUMN_RETYPED, None, *types)
    items = [field.get("itemType", "string") for field in (old, new)]
    if items[0] != items[1]:
        yield FieldChange(Kind.COLUMN_RETYPED, "itemType", *items)
    yield from iter_limits(old, new)
    if is_reordered(old, new):
        orders = describe_order(old), describe_order(new)
        yield FieldChange(Kind.CODES_REORDERED, None, *orders)
    units = old.get("unit"), new.get("unit")
    if not is_same(*units):
        yield FieldChange(Kind.UNIT_CHANGED, None, *units)
    yield from iter_words(old, new)


def iter_words(old: Json, new: Json) -> Iterator[FieldChange]:
    """Yield how the cells of a column are read otherwise, and what is for people."""
    is_limited = any(map(is_limited_by_format, (old, new)))
    for key in list_keys(old, new):
        before, after = old.get(key), new.get(key)
        if is_same(before, after) or (key == "format" and is_limited):
            continue
        if key in READINGS:
            yield FieldChange(Kind.SERIALISATION_CHANGED, key, before, after)
        elif key not in COMPARED:
            yield FieldChange(Kind.WORDS_CHANGED, key, before, after)


def iter_keys(
    name: str, columns: Columns, old: Table, new: Table
) -> Iterator[SchemaChange]:
    """Yield what changed in the keys of a table; a name that changed is no change."""
    now = {was: name for name, was in columns.former.items()}
    keys = [now.get(each, each) for each in old.primary_key], list(new.primary_key)
    if set(keys[0]) != set(keys[1]):
        before, after = (", ".join(each) or None for each in keys)
        yield SchemaChange(kind=Kind.KEY_CHANGED, table=name, old=before, new=after)
    unique = [
        [describe_columns(key, now) for key in old.unique_keys],
        [describe_columns(key, {}) for key in new.unique_keys],
    ]
    yield from iter_list(name, "unique key", *unique)
    foreign = [
        [describe_key(key, now) for key in old.foreign_keys],
        [describe_key(key, {}) for key in new.foreign_keys],
    ]
    yield from iter_list(name, "foreign key", *foreign)


def iter_list(
    name: str, what: str, old: Sequence[str], new: Sequence[str]
) -> Iterator[SchemaChange]:
    """Yield the keys that only one of two tables has."""
    for key in old:
        if key not in new:
            kind = Kind.CONSTRAINT_LOOSENED
            yield SchemaChange(kind=kind, table=name, what=what, old=key)
    for key in new:
        if key not in old:
            kind = Kind.CONSTRAINT_TIGHTENED
            yield SchemaChange(kind=kind, table=name, what=what, new=key)


def describe_columns(key: Sequence[str], now: Mapping[str, str]) -> str:
    """Return the columns of a unique key in words; their order does not matter."""
    return ", ".join(sorted(now.get(each, each) for each in key))


def describe_key(key: ForeignKey, now: Mapping[str, str]) -> str:
    """Return a foreign key in words; the order of its pairs does not matter."""
    fields = [now.get(each, each) for each in key.fields]
    pairs = sorted(zip(fields, key.target_fields, strict=True))
    own, others = (", ".join(each) for each in zip(*pairs, strict=True))
    return f"{own} to {key.table}, {others}"


def iter_forms(name: str, old: Json, new: Json) -> Iterator[SchemaChange]:
    """Yield how the file of a table is written otherwise, and what is for people."""
    schemas = old["schema"], new["schema"]
    known = {"fields", *KEYS, *READING_OF_TABLE}
    words = [key for key in list_keys(*schemas) if key not in known]
    form, said = Kind.SERIALISATION_CHANGED, Kind.WORDS_CHANGED
    for kind, keys, objects in (
        (form, FORMS, (old, new)),
        (form, READING_OF_TABLE, schemas),
        (said, words, schemas),
    ):
        for key in keys:
            before, after = (each.get(key) for each in objects)
            if not is_same(before, after):
                values = {"old": write_json(before), "new": write_json(after)}
                yield SchemaChange(kind=kind, table=name, what=key, **values)
