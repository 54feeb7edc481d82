"""What a column allows: whether it became tighter or looser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from claimpack.diff.json_values import is_same, list_keys
from claimpack.diff.sides import Json
from claimpack.diff.versions import Kind
from claimpack.field_types import CellReader, read_field_type
from claimpack.field_types.reader import order

LOOSER = {
    **dict.fromkeys(("minimum", "exclusiveMinimum", "minLength"), -1),
    **dict.fromkeys(("maximum", "exclusiveMaximum", "maxLength"), 1),
}
"""Bounds, and where each goes when it allows more: down or up."""
LENGTHS = ("minLength", "maxLength")
FLAGS = ("required", "unique")
LISTS = ("enum", "categories")
"""Constraints whose changes are those of code lists."""
NO_FORMAT = "default"
"""The format of a string that may be any."""


class FieldChange(NamedTuple):
    """One change of the declaration of a column."""

    kind: Kind
    what: str | None
    """The constraint or the property; None where the kind says it."""
    old: Any
    """What OLD says, None for nothing; `new` likewise."""
    new: Any


def iter_limits(old: Json, new: Json) -> Iterator[FieldChange]:
    """Yield the constraints of a column that changed."""
    limits = [list_limits(field) for field in (old, new)]
    readers = read_field_type(old), read_field_type(new)
    for name in list_keys(*limits):
        before, after = (each.get(name) for each in limits)
        kind = judge(name, before, after, readers)
        if kind is not None:
            yield FieldChange(kind, name, before, after)


def list_limits(field: Json) -> Json:
    """Return what a field allows, its categories and the format of a string too.

    What allows everything is left out.
    """
    limits = dict(field.get("constraints", {}))
    if "categories" in field:
        limits["categories"] = field["categories"]
    if is_limited_by_format(field):
        limits["format"] = field["format"].removeprefix("fmt:")
    nothing = {**dict.fromkeys(FLAGS, False), "format": NO_FORMAT}
    return {
        name: value
        for name, value in limits.items()
        if name not in nothing or value != nothing[name]
    }


def is_limited_by_format(field: Json) -> bool:
    """Return whether a format says which texts are allowed, not how they are read."""
    return field.get("type") == "string" and "format" in field


def judge(
    name: str,
    old: Any,  # noqa: ANN401  # JSON
    new: Any,  # noqa: ANN401  # JSON
    readers: tuple[CellReader, CellReader],
) -> Kind | None:
    """Return whether a constraint became tighter or looser; None for neither.

    What is neither more nor less may exclude what was there: it counts as tighter, as a
    pattern that changed does. `readers` are those of the column in OLD and in NEW.
    """
    if is_same(old, new):
        return None
    if old is None or new is None:
        return Kind.CONSTRAINT_TIGHTENED if old is None else Kind.CONSTRAINT_LOOSENED
    if name in LISTS:
        return None
    if name in LOOSER:
        sign = compare_bounds(name, old, new, readers)
        if sign == 0:
            return None
        if sign == LOOSER[name]:
            return Kind.CONSTRAINT_LOOSENED
    return Kind.CONSTRAINT_TIGHTENED


def compare_bounds(
    name: str,
    old: Any,  # noqa: ANN401  # JSON
    new: Any,  # noqa: ANN401  # JSON
    readers: tuple[CellReader, CellReader],
) -> int | None:
    """Return 1 where a bound is the greater in NEW, -1 where it is the lesser, or 0.

    None where it is neither, or the column has another type now.
    """
    if name in LENGTHS:
        return order(new, old)
    before, after = readers
    if before.type != after.type or after.compare is None:
        return None
    return after.compare(after.from_stored(new), before.from_stored(old))
