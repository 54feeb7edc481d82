"""Constraints: what a column allows of the words of its type.

Source: Data Package 2.0, Table Schema, "Field constraints". `required` and `unique`
are about a column as a whole and are read elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.field_types.readers import (
    CellReader,
    Declaration,
    DeclarationError,
    Value,
)
from claimpack.findings import quote

LONGEST_LIST = 20
"""Codes that a message lists."""
ORDERED = frozenset(
    {"integer", "number", "date", "time", "datetime", "duration", "year", "yearmonth"}
)
SIZED = frozenset({"string", "array", "object", "list", "geojson"})
NESTED = frozenset({"array", "object", "geojson", "list", "geopoint"})
STRUCTURED = frozenset({"array", "object", "geojson", "list"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """One thing that a column asks of a word that is of its type."""

    name: str
    expected: str
    """What is asked, for messages."""
    keeps: Callable[[str, Value], bool]
    """Whether a word with its value keeps the constraint."""
    pattern: str | None = None
    """A pattern of RE2 that exactly the words match which keep it, if there is one."""


def read_constraint(
    declaration: Declaration, reader: CellReader, name: str
) -> Constraint:
    """Return one constraint of a column.

    Raises:
        DeclarationError: the type has no such constraint, or it cannot have the value.

    """
    maker = MAKERS.get(name)
    if maker is None:
        raise DeclarationError(f"there is no constraint `{name}`")
    kinds, make = maker
    if kinds and reader.type not in kinds:
        raise DeclarationError(f"the type {reader.type} has no constraint `{name}`")
    return make(name, declaration["constraints"][name], reader)


def read_constraints(
    declaration: Declaration, reader: CellReader
) -> tuple[Constraint, ...]:
    """Return the constraints of a column, as `read_constraint` does, sorted by name."""
    names = sorted(declaration.get("constraints", {}).keys() - {"required", "unique"})
    return tuple(read_constraint(declaration, reader, name) for name in names)


def read_limit(name: str, limit: Any, reader: CellReader) -> Value:  # noqa: ANN401  # JSON
    """Return a value of the column's type, written as JSON or as a cell."""
    try:
        if isinstance(limit, bool):
            return reader.parse("true" if limit else "false")
        if isinstance(limit, list | dict) and reader.type in NESTED:
            return reader.from_stored(limit)
        return reader.parse(limit if isinstance(limit, str) else write_number(limit))
    except (ValueError, TypeError, AttributeError) as error:
        message = f"the constraint `{name}` is {quote(limit)}"
        raise DeclarationError(message) from error


def write_number(value: object) -> str:
    """Return a JSON number as a cell has it; ValueError for what is no number."""
    if isinstance(value, int | float):
        return repr(value)
    raise ValueError(value)


def make_bound(name: str, limit: Any, reader: CellReader) -> Constraint:  # noqa: ANN401  # JSON
    """Return a minimum or a maximum, the value itself allowed or not."""
    bound = read_limit(name, limit, reader)
    words, compare = BOUNDS[name]

    def keeps(_: str, value: Value) -> bool:
        return bool(compare(value, bound))

    return Constraint(name=name, expected=f"{words} {limit}", keeps=keeps)


BOUNDS: dict[str, tuple[str, Callable[[Any, Any], bool]]] = {
    "minimum": ("at least", lambda value, bound: value >= bound),
    "maximum": ("at most", lambda value, bound: value <= bound),
    "exclusiveMinimum": ("more than", lambda value, bound: value > bound),
    "exclusiveMaximum": ("less than", lambda value, bound: value < bound),
}


def make_length(name: str, limit: Any, reader: CellReader) -> Constraint:  # noqa: ANN401  # JSON
    """Return a least or a greatest length: code points of text, entries of others."""
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 0:
        raise DeclarationError(f"the constraint `{name}` is {quote(limit)}")
    is_least = name == "minLength"
    what = "characters" if reader.type == "string" else "entries"

    def keeps(_: str, value: Value) -> bool:
        return len(value) >= limit if is_least else len(value) <= limit

    words = "at least" if is_least else "at most"
    return Constraint(name=name, expected=f"{words} {limit} {what}", keeps=keeps)


def make_enum(name: str, codes: Any, reader: CellReader) -> Constraint:  # noqa: ANN401  # JSON
    """Return a closed list; words are compared by their values."""
    if not isinstance(codes, list) or not codes:
        raise DeclarationError(f"the constraint `{name}` is {quote(codes)}")
    words = [reader.write(read_limit(name, code, reader)) for code in codes]
    known = frozenset(words)
    expected = f"one of {', '.join(words)}"
    if len(codes) > LONGEST_LIST:
        expected = "a code of the list in the schema"
    return Constraint(
        name=name,
        expected=expected,
        keeps=lambda _, value: reader.write(value) in known,
    )


def make_pattern(name: str, pattern: Any, _: CellReader) -> Constraint:  # noqa: ANN401  # JSON
    """Return a pattern that the whole word matches: `a|b` is anchored as a whole.

    It may be a stranger's, so it runs on RE2, in linear time (docs/architecture.md).
    """
    if not isinstance(pattern, str):
        raise DeclarationError(f"the constraint `{name}` is {quote(pattern)}")
    whole = rf"\A(?:{pattern})\z"
    try:
        compute.match_substring_regex(pack_words([""]), whole)
    except pa.ArrowInvalid as error:
        reason = str(error).rpartition("regular expression: ")[2]
        raise DeclarationError(quote(reason)) from error

    @lru_cache(maxsize=65536)
    def matches(word: str) -> bool:
        found = compute.match_substring_regex(pack_words([word]), whole)
        return bool(found[0].as_py())

    return Constraint(
        name=name,
        expected=f"a match of {pattern}",
        keeps=lambda word, _: matches(word),
        pattern=pattern,
    )


def make_json_schema(name: str, schema: Any, _: CellReader) -> Constraint:  # noqa: ANN401  # JSON
    """Return a JSON Schema that the value fulfils; nothing is fetched for it."""
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import SchemaError
    from referencing import Registry
    from referencing.exceptions import Unresolvable

    if not isinstance(schema, dict):
        raise DeclarationError(f"the constraint `{name}` is {quote(schema)}")
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        message = f"`{name}` is no JSON Schema: {quote(error.message)}"
        raise DeclarationError(message) from error
    registry: Registry[Any] = Registry()
    validator = Draft202012Validator(schema, registry=registry)

    def keeps(_: str, value: Value) -> bool:
        try:
            return bool(validator.is_valid(value))
        except Unresolvable:
            return False

    return Constraint(name=name, expected="what its JSON Schema describes", keeps=keeps)


Maker = Callable[[str, Any, CellReader], Constraint]
MAKERS: dict[str, tuple[frozenset[str], Maker]] = {
    **dict.fromkeys(BOUNDS, (ORDERED, make_bound)),
    "minLength": (SIZED, make_length),
    "maxLength": (SIZED, make_length),
    "enum": (frozenset(), make_enum),
    "pattern": (frozenset(), make_pattern),
    "jsonSchema": (STRUCTURED, make_json_schema),
}
"""By name: the types that have the constraint (none for all), and what makes it."""
