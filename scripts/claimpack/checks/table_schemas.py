"""Table Schemas of descriptors: columns and keys.

Source: Data Package 2.0, Table Schema. What a column declares wrongly is a finding, and
its cells then pass unchecked.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain
from typing import Any

from claimpack.checks.labels import MODES
from claimpack.columns import Column
from claimpack.derivation import FOREIGN_KEYS
from claimpack.field_types import (
    CellReader,
    Constraint,
    DeclarationError,
    PatternError,
    read_constraints,
    read_field_type,
    read_missing_values,
)
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
    template="in the schema, {what}",
    explanation=(
        "Patterns run on RE2, in linear time, because they may be a stranger's; it has "
        "no look-around and no back references."
    ),
)
RULES = (SCHEMA, FIELD, PATTERN)

FLAGS = ("required", "unique")
"""Constraints of a column as a whole."""
CATEGORIES = ("categories", "categoriesOrdered")
"""What says that a column holds some values only, besides its constraints."""
ANYTHING = {"type": "any"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a schema declares of a table."""

    table: Table
    columns: tuple[Column, ...]
    fields_match: str


def read_table(
    location: Location,
    name: str,
    schema: Any,  # noqa: ANN401  # JSON enters here
) -> Generator[Finding, None, Declared | None]:
    """Return the table that a schema declares, None where it declares none."""
    entries = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(entries, list) or not entries:
        yield schema_finding(location, "`fields` is not a list of columns")
        return None
    fields: list[Field] = []
    columns: list[Column] = []
    for index, entry in enumerate(entries):
        found = yield from read_field(location, index, entry, schema)
        if found is not None:
            fields.append(found[0])
            columns.append(found[1])
    if len({field.name for field in fields}) < len(entries):
        what = "two columns have the same name, or one has none"
        yield schema_finding(location, what)
        return None
    fields_match = yield from read_fields_match(location, schema)
    table = yield from read_keys(location, name, tuple(fields), schema)
    return Declared(table=table, columns=tuple(columns), fields_match=fields_match)


def schema_finding(location: Location, what: str, hint: str | None = None) -> Finding:
    """Return the finding that the schema as a whole is wrong."""
    return make_finding(SCHEMA, location, what=what, hint=hint)


def read_fields_match(
    location: Location, schema: Mapping[str, Any]
) -> Generator[Finding, None, str]:
    """Return how labels and columns go together; both written forms are read."""
    declared = schema.get("fieldsMatch", "exact")
    mode = declared[0] if isinstance(declared, list) and declared else declared
    if mode in MODES:
        return str(mode)
    near = get_close_matches(str(mode), MODES, n=1)
    hint = f"did you mean {quote(near[0])}?" if near else None
    yield schema_finding(location, f"`fieldsMatch` is {quote(declared)}", hint)
    return "exact"


def read_field(
    location: Location,
    index: int,
    entry: Any,  # noqa: ANN401  # JSON
    schema: Mapping[str, Any],
) -> Generator[Finding, None, tuple[Field, Column] | None]:
    """Return one column, None where it has no name."""
    name = entry.get("name") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name:
        yield schema_finding(location, f"`fields[{index}]` has no name")
        return None
    place = Location(path=location.path, resource=location.resource, field=name)
    limits = entry.get("constraints", {})
    if not isinstance(limits, dict):
        yield field_finding(place, "`constraints` is not an object")
        limits = {}
    reader = yield from read_reader(place, entry)
    flags = yield from read_flags(place, limits)
    constraints: list[Constraint] = []
    for declaration in split_constraints(entry, limits):
        constraints += yield from read_constraint(place, declaration, reader)
    column = Column(
        name=name,
        reader=reader,
        constraints=tuple(constraints),
        missing_values=(yield from read_missing(place, schema, entry)),
        is_required=flags["required"],
        codes=list_codes(limits),
    )
    return make_field(entry, limits, flags), column


def read_missing(
    location: Location, schema: Mapping[str, Any], entry: Mapping[str, Any]
) -> Generator[Finding, None, frozenset[str]]:
    """Return the words for no value; the empty one, where they are declared wrongly."""
    try:
        return read_missing_values(schema, entry)
    except DeclarationError as error:
        yield field_finding(location, str(error))
        return frozenset({""})


def make_field(
    entry: Mapping[str, Any], limits: Mapping[str, Any], flags: Mapping[str, bool]
) -> Field:
    """Return a column as the model has it, to compare the two."""
    return Field(
        name=entry["name"],
        type=str(entry.get("type", "any")),
        is_required=flags["required"],
        is_unique=flags["unique"],
        codes=list_codes(limits),
        pattern=limits.get("pattern"),
        minimum=limits.get("minimum"),
        maximum=limits.get("maximum"),
    )


def list_codes(limits: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the words of a closed column, none where it is open."""
    codes = limits.get("enum")
    return tuple(map(str, codes)) if isinstance(codes, list) else ()


def field_finding(location: Location, what: str, hint: str | None = None) -> Finding:
    """Return the finding that a column is declared wrongly."""
    return make_finding(FIELD, location, what=what, hint=hint)


def read_reader(
    location: Location, entry: Mapping[str, Any]
) -> Generator[Finding, None, CellReader]:
    """Return what reads the cells; anything, where the type is declared wrongly."""
    try:
        return read_field_type(entry)
    except DeclarationError as error:
        yield field_finding(location, str(error))
        return read_field_type(ANYTHING)


def read_flags(
    location: Location, limits: Mapping[str, Any]
) -> Generator[Finding, None, dict[str, bool]]:
    """Return whether the column is required and unique."""
    flags = {}
    for key in FLAGS:
        flags[key] = limits.get(key, False) is True
        if not isinstance(limits.get(key, False), bool):
            what = f"the constraint `{key}` is {quote(limits[key])}"
            yield field_finding(location, what)
    return flags


def split_constraints(
    entry: Mapping[str, Any], limits: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return a column once for each of its constraints, so that one may be wrong.

    `enum` and `categories` go together, because one is a part of the other.
    """
    plain = sorted(limits.keys() - {*FLAGS, "enum"})
    apart = [{"constraints": {key: limits[key]}} for key in plain]
    lists = {key: entry[key] for key in CATEGORIES if key in entry}
    enum = {key: limits[key] for key in ("enum",) if key in limits}
    return [*apart, {**lists, "constraints": enum}]


def read_constraint(
    location: Location, declaration: Mapping[str, Any], reader: CellReader
) -> Generator[Finding, None, tuple[Constraint, ...]]:
    """Return the constraints of a column, none where they are declared wrongly."""
    try:
        return read_constraints(declaration, reader)
    except PatternError as error:
        yield make_finding(PATTERN, location, what=str(error))
    except DeclarationError as error:
        yield field_finding(location, str(error))
    return ()


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
    entries = [as_list(schema.get(key, [])) for key in FOREIGN_KEYS]
    for entry in chain(*entries):
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
    if len(as_list(entry.get("fields"))) != len(as_list(reference.get("fields"))):
        yield schema_finding(location, "a foreign key has two lists of unequal length")
        return []
    if not fields or not targets:
        return []
    return [ForeignKey(fields=fields, table=resource or name, target_fields=targets)]
