"""What changed in the declaration of a table: its columns, constraints and keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimpack.diff.columns import WORDS, Columns, iter_order
from claimpack.diff.sides import Json, Side
from claimpack.diff.versions import Kind
from claimpack.schema import ForeignKey, Table

LEAST = ("minimum", "exclusiveMinimum", "minLength")
MOST = ("maximum", "exclusiveMaximum", "maxLength")
FLAGS = ("required", "unique")
LISTS = ("enum", "categories")
"""Constraints whose changes are those of code lists."""
FORMS = ("path", "format", "mediatype", "encoding", "dialect", "compression")
READING_OF_TABLE = ("missingValues", "fieldsMatch")
READINGS = frozenset(
    {"format", "decimalChar", "groupChar", "bareNumber", "trueValues", "falseValues"}
    | {"missingValues", "delimiter", "itemType"}
)


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

    def change(kind: Kind, what: str | None, before: Any, after: Any) -> SchemaChange:  # noqa: ANN401  # JSON
        return SchemaChange(
            kind=kind,
            table=table,
            column=name,
            what=what,
            old=write_json(before),
            new=write_json(after),
        )

    types = name_type(old), name_type(new)
    if types[0] != types[1]:
        yield change(Kind.COLUMN_RETYPED, None, *types)
    limits = [list_limits(field) for field in (old, new)]
    for key in list_keys(*limits):
        before, after = limits[0].get(key), limits[1].get(key)
        if (kind := judge(key, before, after)) is not None:
            yield change(kind, key, before, after)
    if old.get("unit") != new.get("unit"):
        yield change(Kind.UNIT_CHANGED, None, old.get("unit"), new.get("unit"))
    for key in list_keys(old, new):
        before, after = old.get(key), new.get(key)
        if before != after and key in READINGS:
            yield change(Kind.SERIALISATION_CHANGED, key, before, after)
        elif before != after and (key in WORDS or is_unknown(key)):
            yield change(Kind.WORDS_CHANGED, key, before, after)


def list_limits(field: Json) -> Json:
    """Return the constraints of a field, the categories among them."""
    limits = field.get("constraints")
    categories = {key: field[key] for key in ("categories",) if key in field}
    return {**(limits if isinstance(limits, dict) else {}), **categories}


def is_unknown(key: str) -> bool:
    """Return whether nobody but people reads a property of a field."""
    known = {"name", "type", "constraints", "unit", "categories", "categoriesOrdered"}
    return key not in known | READINGS


def list_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the keys of two objects, each once, those of the first before."""
    return list(dict.fromkeys([*old, *new]))


def judge(key: str, old: Any, new: Any) -> Kind | None:  # noqa: ANN401  # JSON
    """Return whether a constraint became tighter or looser; None for neither.

    A pattern that changed may exclude what was there: it counts as tighter.
    """
    if key in FLAGS:
        old, new = old or None, new or None
    if old == new:
        return None
    if old is None or new is None:
        return Kind.CONSTRAINT_TIGHTENED if old is None else Kind.CONSTRAINT_LOOSENED
    if key in LISTS:
        return None
    is_ordered = type(old) is type(new) or not {type(old), type(new)} - {int, float}
    if is_ordered and isinstance(old, int | float | str):
        is_more = new > old
        if (key in LEAST and not is_more) or (key in MOST and is_more):
            return Kind.CONSTRAINT_LOOSENED
    return Kind.CONSTRAINT_TIGHTENED


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
        [", ".join(now.get(each, each) for each in key) for key in old.unique_keys],
        [", ".join(key) for key in new.unique_keys],
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


def describe_key(key: ForeignKey, now: Mapping[str, str]) -> str:
    """Return a foreign key in words."""
    fields = ", ".join(now.get(each, each) for each in key.fields)
    return f"{fields} to {key.table}, {', '.join(key.target_fields)}"


def iter_forms(name: str, old: Json, new: Json) -> Iterator[SchemaChange]:
    """Yield how the file of a table is written otherwise."""
    schemas = old["schema"], new["schema"]
    pairs = [
        *((key, old.get(key), new.get(key)) for key in FORMS),
        *((key, *(schema.get(key) for schema in schemas)) for key in READING_OF_TABLE),
    ]
    for key, before, after in pairs:
        if before != after:
            yield SchemaChange(
                kind=Kind.SERIALISATION_CHANGED,
                table=name,
                what=key,
                old=write_json(before),
                new=write_json(after),
            )


def iter_bytes(name: str, old: Json, new: Json) -> Iterator[SchemaChange]:
    """Yield that a file has other bytes, by what the descriptors say.

    It is a change of its own where the rows and all that is declared are the same.
    """
    if old.get("hash") != new.get("hash"):
        kind = Kind.SERIALISATION_CHANGED
        yield SchemaChange(kind=kind, table=name, what="bytes of the file")


def write_json(value: Any) -> str | None:  # noqa: ANN401  # JSON
    """Return a value of a descriptor as text: strings as they are, others as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
