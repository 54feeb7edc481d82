"""Table Schemas of descriptors: columns and keys, as far as we check them.

Source: Data Package 2.0, Table Schema. Of types we read string, integer, number,
boolean and date in their default formats; what else a column declares is named in a
warning, and its cells then pass unchecked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.cells import PARSERS, format_cell, pack_words, parse_cell
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Field, ForeignKey, Table

SCHEMA = Rule(
    code="schema-error",
    severity=Severity.ERROR,
    template="in the schema, {what}",
    explanation="A table can only be checked by a schema that says what it has.",
)
FIELD = Rule(
    code="field-error",
    severity=Severity.ERROR,
    template="in the schema, {what}",
    explanation="A column or a constraint that is written wrongly would check nothing.",
)
PATTERN = Rule(
    code="pattern-error",
    severity=Severity.ERROR,
    template="the pattern {pattern} cannot be used: {reason}",
    explanation=(
        "Patterns run on RE2, in linear time, because they may be a stranger's; it has "
        "no look-around and no back references."
    ),
)
NOT_CHECKED = Rule(
    code="field-not-checked",
    severity=Severity.WARNING,
    template="not checked: {what}",
    explanation="This version does not check all that Table Schema allows.",
)
RULES = (SCHEMA, FIELD, PATTERN, NOT_CHECKED)

STANDARD_TYPES = (
    *("any", "array", "boolean", "date", "datetime", "duration", "geojson"),
    *("geopoint", "integer", "list", "number", "object", "string", "time", "year"),
    "yearmonth",
)
PLAIN = {
    "format": "default",
    "decimalChar": ".",
    "groupChar": "",
    "bareNumber": True,
    "missingValues": [""],
}
"""Properties that change how cells are read, and the values that change nothing."""
READING_KEYS = (*PLAIN, "trueValues", "falseValues", "categories")
CHECKED = ("required", "unique", "pattern", "enum", "minimum", "maximum")


def read_table(
    location: Location,
    name: str,
    schema: Any,  # noqa: ANN401  # JSON enters here
) -> Generator[Finding, None, Table | None]:
    """Return the table that a schema declares, None where it declares none."""
    entries = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(entries, list) or not entries:
        yield schema_finding(location, "`fields` is not a list of columns")
        return None
    for key, plain in (
        ("missingValues", [[""]]),
        ("fieldsMatch", ["exact", ["exact"]]),
    ):
        if key in schema and schema[key] not in plain:
            yield unchecked(location, f"a table with a `{key}` of its own")
            return None
    fields: list[Field] = []
    for index, entry in enumerate(entries):
        fields += yield from read_field(location, index, entry)
    names = [field.name for field in fields]
    if len(set(names)) < len(entries):
        yield schema_finding(
            location, "two columns have the same name, or one has none"
        )
        return None
    return (yield from read_keys(location, name, tuple(fields), schema))


def schema_finding(location: Location, what: str, hint: str | None = None) -> Finding:
    """Return the finding that the schema as a whole is wrong."""
    return make_finding(SCHEMA, location, what=what, hint=hint)


def unchecked(location: Location, what: str) -> Finding:
    """Return the finding that something is declared that we do not check."""
    return make_finding(NOT_CHECKED, location, what=what)


def read_field(
    location: Location,
    index: int,
    entry: Any,  # noqa: ANN401  # JSON
) -> Generator[Finding, None, list[Field]]:
    """Return the column in a list, which is empty where it has no name.

    A column of a type that we do not read is a string without constraints.
    """
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        yield schema_finding(location, f"`fields[{index}]` has no name")
        return []
    place = Location(path=location.path, resource=location.resource, field=name)
    constraints = entry.get("constraints", {})
    if not isinstance(constraints, dict):
        yield field_finding(place, "`constraints` is not an object")
        constraints = {}
    declared = entry.get("type", "any")
    reason = find_obstacle(declared, entry)
    if reason:
        yield reason_finding(place, declared, reason)
    is_read = reason is None and declared in PARSERS
    field = Field(name=name, type=declared if is_read else "string")
    limits = yield from read_constraints(place, field, constraints, is_read=is_read)
    return [Field(name=name, type=field.type, **limits)]


def field_finding(location: Location, what: str, hint: str | None = None) -> Finding:
    """Return the finding that a column is declared wrongly."""
    return make_finding(FIELD, location, what=what, hint=hint)


def find_obstacle(declared: object, entry: Mapping[str, Any]) -> str | None:
    """Return why the cells of a column cannot be checked, or None."""
    if declared not in (*PARSERS, "any"):
        return f"the type {quote(declared)}"
    for key in READING_KEYS:
        if key in entry and entry[key] != PLAIN.get(key):
            return f"a column with `{key}`"
    return None


def reason_finding(location: Location, declared: object, reason: str) -> Finding:
    """Return a warning for a type that we do not read, an error for none at all."""
    if declared in STANDARD_TYPES:
        return unchecked(location, reason)
    near = get_close_matches(str(declared), STANDARD_TYPES, n=1)
    hint = f"did you mean {quote(near[0])}?" if near else None
    return field_finding(location, f"there is no type {quote(declared)}", hint)


def read_constraints(
    location: Location, field: Field, constraints: Mapping[str, Any], *, is_read: bool
) -> Generator[Finding, None, dict[str, Any]]:
    """Return the constraints by the names that `Field` has for them."""
    limits: dict[str, Any] = {}
    for key, value in constraints.items():
        if key not in CHECKED or not (is_read or key in {"required", "unique"}):
            yield unchecked(location, f"the constraint `{key}`")
        elif key in {"minimum", "maximum"} and field.type not in {"integer", "number"}:
            yield unchecked(location, f"the constraint `{key}` of a {field.type}")
        elif key == "pattern":
            limits[key] = yield from read_pattern(location, value)
        else:
            try:
                limits.update([read_constraint(field, key, value)])
            except ValueError:
                what = f"the constraint `{key}` is {quote(value)}"
                yield field_finding(location, what)
    return limits


def read_constraint(
    field: Field,
    key: str,
    value: Any,  # noqa: ANN401  # JSON
) -> tuple[str, Any]:
    """Return name and value of an attribute of `Field`.

    Raises:
        ValueError: the value is not one that the constraint can have.

    """
    if key in {"required", "unique"}:
        if not isinstance(value, bool):
            raise ValueError(value)
        return f"is_{key}", value
    if key == "enum":
        if not isinstance(value, list) or not value:
            raise ValueError(value)
        return "codes", tuple(format_cell(read_value(field, code)) for code in value)
    return key, read_value(field, value)


def read_value(field: Field, value: Any) -> Any:  # noqa: ANN401  # JSON
    """Return a value of the column's type, written as JSON or as a cell."""
    if isinstance(value, list | dict) or value is None:
        raise ValueError(value)
    return parse_cell(value if isinstance(value, str) else format_cell(value), field)


def read_pattern(
    location: Location,
    pattern: Any,  # noqa: ANN401  # JSON
) -> Generator[Finding, None, str | None]:
    """Return the pattern if RE2 takes it."""
    if not isinstance(pattern, str):
        yield field_finding(location, f"the constraint `pattern` is {quote(pattern)}")
        return None
    try:
        compute.match_substring_regex(pack_words([""]), rf"\A(?:{pattern})\z")
    except pa.ArrowInvalid as error:
        reason = quote(str(error).rpartition("regular expression: ")[2])
        yield make_finding(PATTERN, location, pattern=quote(pattern), reason=reason)
        return None
    return pattern


def read_keys(
    location: Location,
    name: str,
    fields: tuple[Field, ...],
    schema: Mapping[str, Any],
) -> Generator[Finding, None, Table]:
    """Return the table with those of its keys that are made of its columns."""
    names = [field.name for field in fields]
    primary = yield from read_key(
        location, "primaryKey", schema.get("primaryKey", []), names
    )
    unique_keys = []
    for entry in as_list(schema.get("uniqueKeys", [])):
        key = yield from read_key(location, "uniqueKeys", entry, names)
        unique_keys.append(key)
    foreign_keys = []
    for entry in as_list(schema.get("foreignKeys", [])):
        foreign_key = yield from read_foreign_key(location, name, entry, names)
        foreign_keys.extend(foreign_key)
    return Table(
        name=name,
        title="",
        description="",
        fields=fields,
        primary_key=primary,
        unique_keys=tuple(key for key in unique_keys if key),
        foreign_keys=tuple(foreign_keys),
    )


def as_list(value: Any) -> list[Any]:  # noqa: ANN401  # JSON
    """Return a list as it is, and anything else as the only entry of one."""
    return value if isinstance(value, list) else [value]


def read_key(
    location: Location,
    where: str,
    value: Any,  # noqa: ANN401  # JSON
    names: Iterable[str] | None,
) -> Generator[Finding, None, tuple[str, ...]]:
    """Return the columns of a key, none where it is not a list of column names."""
    key = as_list(value)
    for name in key:
        if not isinstance(name, str) or (names is not None and name not in names):
            near = get_close_matches(str(name), names or (), n=1)
            yield schema_finding(
                location,
                f"`{where}` names {quote(name)}, which is no column",
                f"did you mean {quote(near[0])}?" if near else None,
            )
            return ()
    return tuple(key)


def read_foreign_key(
    location: Location,
    name: str,
    entry: Any,  # noqa: ANN401  # JSON
    names: Iterable[str],
) -> Generator[Finding, None, list[ForeignKey]]:
    """Return the key in a list, an empty one where it cannot be read."""
    reference = entry.get("reference") if isinstance(entry, dict) else None
    if not isinstance(reference, dict) or not isinstance(
        resource := reference.get("resource", ""), str
    ):
        yield schema_finding(location, "a foreign key has no `reference` to a resource")
        return []
    where = "foreignKeys"
    fields = yield from read_key(location, where, entry.get("fields"), names)
    targets = yield from read_key(location, where, reference.get("fields"), None)
    if len(fields) != len(targets):
        yield schema_finding(location, "a foreign key has two lists of unequal length")
    if not fields or len(fields) != len(targets):
        return []
    return [ForeignKey(fields=fields, table=resource or name, target_fields=targets)]
