"""What a field allows beyond its type, asked of each value that is not missing.

Source: Table Schema, "Field Constraints" and "categories". `required` and `unique` are
no questions to one value, and are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claimpack.field_types.declarations import (
    DeclarationError,
    list_names,
    read_flag,
    show,
    suggest,
)
from claimpack.field_types.entries import read_entries
from claimpack.field_types.json_schema import compile_schema
from claimpack.field_types.json_text import Json
from claimpack.field_types.patterns import anchor, is_found, translate
from claimpack.field_types.reader import CellReader
from claimpack.field_types.values import Value
from claimpack.findings import quote

Keeps = Callable[[str, Any], bool]
MOST_SHOWN = 20
"""Values of an enum that a message names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One thing that a field allows its values."""

    name: str
    """The property of the standard: `minimum`."""
    expected: str
    """What a value must be, for messages: `at least 0`."""
    keeps: Keeps
    """Whether a cell, by its text and its value, is as the constraint wants it."""
    pattern: str | None = None
    """RE2 pattern that a text as a whole matches exactly where it keeps the constraint.

    None where the constraint is no pattern.
    """


def read_constraints(
    declaration: Mapping[str, Any], reader: CellReader
) -> tuple[Constraint, ...]:
    """Return what a field asks of each value, in the order of its declaration.

    `categories` come last, as a constraint of that name.

    Raises:
        DeclarationError: the standard has no such constraint for the type, or the
            constraint has a value that the type does not allow.

    """
    declared = declaration.get("constraints", {})
    if not isinstance(declared, Mapping):
        raise DeclarationError(f"constraints is {quote(declared)}; expected an object")
    constraints = [
        read_constraint(name, value, reader)
        for name, value in declared.items()
        if name not in READ_ELSEWHERE
    ]
    if "categories" in declaration:
        constraints.append(read_categories(declaration, reader))
    return tuple(constraints)


def read_constraint(name: str, value: Json, reader: CellReader) -> Constraint:
    """Return one constraint.

    Raises:
        DeclarationError: as `read_constraints`.

    """
    if name not in CONSTRAINTS:
        raise DeclarationError(
            f"there is no constraint {quote(name)}; expected "
            f"{list_names([*CONSTRAINTS, *READ_ELSEWHERE])}{suggest(name, CONSTRAINTS)}"
        )
    types, read = CONSTRAINTS[name]
    require_type(name, types, reader)
    return read(name, value, reader)


def require_type(name: str, types: Collection[str], reader: CellReader) -> None:
    """Raise DeclarationError where a property is not for the type of the field."""
    if types and reader.type not in types:
        raise DeclarationError(
            f"{name} stands on a field of the type {reader.type}; "
            f"expected {list_names(types)}"
        )


def read_value(name: str, value: Json, reader: CellReader) -> Value:
    """Return the value that a constraint names, as the type of the field reads it."""
    try:
        return reader.from_stored(value)
    except ValueError as error:
        raise DeclarationError(
            f"{name} is {quote(value)}; expected {reader.expected}"
        ) from error


def read_bound(name: str, value: Json, reader: CellReader) -> Constraint:
    """Return a constraint on the order of values.

    A value without an order to the bound, such as NaN, does not keep it.
    """
    words, signs = BOUNDS[name]
    bound = read_value(name, value, reader)
    compare = reader.compare

    def keeps(_: str, cell: Any) -> bool:  # noqa: ANN401  # of the type of the field
        return compare is not None and compare(cell, bound) in signs

    return Constraint(name=name, expected=f"{words} {show(value)}", keeps=keeps)


def read_length(name: str, value: Json, _: CellReader) -> Constraint:
    """Return a constraint on how many characters, items or members a value has."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise DeclarationError(f"{name} is {quote(value)}; expected an integer")
    words = {"minLength": "at least", "maxLength": "at most"}[name]
    is_minimum = name == "minLength"

    def keeps(_: str, cell: Any) -> bool:  # noqa: ANN401  # of a type with a length
        return value <= len(cell) if is_minimum else len(cell) <= value

    return Constraint(name=name, expected=f"a length of {words} {value}", keeps=keeps)


def read_pattern(name: str, value: Json, _: CellReader) -> Constraint:
    """Return a constraint on the text as a whole."""
    if not isinstance(value, str):
        raise DeclarationError(f"{name} is {quote(value)}; expected text")
    pattern = translate(value)
    whole = anchor(pattern)
    return Constraint(
        name=name,
        expected=f"a match of {show(value)}",
        keeps=lambda _, cell: is_found(cell, whole),
        pattern=pattern,
    )


def read_enum(name: str, value: Json, reader: CellReader) -> Constraint:
    """Return a constraint to some values, which must be listed."""
    if not isinstance(value, list | tuple) or not value:
        raise DeclarationError(f"{name} is {quote(value)}; expected a list of values")
    allowed = identify_values(name, value, reader)

    def keeps(_: str, cell: Any) -> bool:  # noqa: ANN401  # of the type of the field
        return identify(cell, reader) in allowed

    return Constraint(name=name, expected=describe_values(value), keeps=keeps)


def read_categories(declaration: Mapping[str, Any], reader: CellReader) -> Constraint:
    """Return the categories of a field as a constraint.

    Raises:
        DeclarationError: the type has none; or they are no list of different values,
            or leave out a value of `enum`; or `categoriesOrdered` is no truth value.

    """
    read_flag(declaration, "categoriesOrdered", default=False)
    require_type("categories", TYPES_WITH_CATEGORIES, reader)
    values = read_entries("categories", declaration["categories"])
    constraint = read_enum("categories", values, reader)
    enum = declaration.get("constraints", {}).get("enum", ())
    for value in enum:
        if not constraint.keeps("", read_value("enum", value, reader)):
            raise DeclarationError(
                f"enum has {quote(value)}, which is not in categories; "
                "expected a part of them"
            )
    return constraint


def identify_values(
    name: str, values: Sequence[Json], reader: CellReader
) -> frozenset[tuple[type, str]]:
    """Return what tells the values of a list from all others."""
    return frozenset(
        identify(read_value(name, value, reader), reader) for value in values
    )


def identify(value: Value, reader: CellReader) -> tuple[type, str]:
    """Return what tells a value from all others, those of other types included.

    By its text alone, `1` as text and as a number would be one value of `any`.
    """
    return type(value), reader.write(value)


def describe_values(values: Sequence[Json]) -> str:
    """Return values in words, cut where they are many.

    >>> describe_values(["killed", "wounded"])
    'one of killed, wounded'
    """
    shown = ", ".join(map(show, values[:MOST_SHOWN]))
    more = len(values) - MOST_SHOWN
    return f"one of {shown}" + (f" and {more} more" if more > 0 else "")


def read_json_schema(name: str, value: Json, _: CellReader) -> Constraint:
    """Return a constraint to JSON values that a JSON Schema allows."""
    is_valid = compile_schema(value)
    return Constraint(
        name=name,
        expected="what its JSON Schema allows",
        keeps=lambda _, cell: is_valid(cell),
    )


READ_ELSEWHERE = ("required", "unique")
TYPES_WITH_ORDER = (
    *("integer", "number", "date", "time", "datetime", "duration"),
    *("year", "yearmonth"),
)
TYPES_WITH_LENGTH = ("string", "array", "object", "list", "geojson")
"""The collections; the published profile has the last two, the text only means them."""
TYPES_WITH_CATEGORIES = ("string", "integer")
BOUNDS: Mapping[str, tuple[str, Collection[int]]] = {
    "minimum": ("at least", (0, 1)),
    "maximum": ("at most", (0, -1)),
    "exclusiveMinimum": ("more than", (1,)),
    "exclusiveMaximum": ("less than", (-1,)),
}
"""Each bound in words, and how a value that keeps it compares to it."""
CONSTRAINTS: Mapping[
    str,
    tuple[Collection[str], Callable[[str, Json, CellReader], Constraint]],
] = {
    "minLength": (TYPES_WITH_LENGTH, read_length),
    "maxLength": (TYPES_WITH_LENGTH, read_length),
    **dict.fromkeys(BOUNDS, (TYPES_WITH_ORDER, read_bound)),
    "jsonSchema": (("array", "object"), read_json_schema),
    "pattern": (("string",), read_pattern),
    "enum": ((), read_enum),
}
"""The types that each constraint is for, none for all types, and what reads it."""
