"""Whether a package that declares our model has its tables as the model has them."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import MODEL_VERSION, Field, Schema, Table
from claimpack.sources import Package, TableRows

MODEL_VERSION_UNKNOWN = Rule(
    code="model-version",
    severity=Severity.ERROR,
    template="the package declares the model {found}",
    explanation=(
        "The rules across rows belong to a version of the model; those of another "
        "version are not known to this tool."
    ),
)
MISSING_TABLE = Rule(
    code="missing-table",
    severity=Severity.ERROR,
    template="the table {name} is missing",
    explanation="Every table of the model is there, if without rows.",
)
TABLE_DIFFERS = Rule(
    code="table-differs",
    severity=Severity.ERROR,
    template="{aspect} differ from the model: found {found}",
    explanation=(
        "Who reads a package by the model relies on the columns, types, limits and "
        "keys of its tables."
    ),
)
RULES = (MODEL_VERSION_UNKNOWN, MISSING_TABLE, TABLE_DIFFERS)

ASPECTS = {
    "type": "the types",
    "is_required": "the required columns",
    "is_unique": "the unique columns",
    "codes": "the codes",
    "pattern": "the patterns",
    "minimum": "the minima",
    "maximum": "the maxima",
}
"""Attributes of a field that the model fixes, in words."""


def check_model(package: Package, schema: Schema) -> Iterator[Finding]:
    """Yield where the descriptor departs from the model that it declares."""
    if package.model is None:
        return
    if not package.is_model:
        yield make_finding(
            MODEL_VERSION_UNKNOWN,
            Location(path=package.path),
            found=quote(package.model),
            expected=f"the model {MODEL_VERSION}",
            hint="use the version of claimpack that the package was built with",
        )
        return
    tables = {resource.name: resource.table for resource in package.resources}
    for table in schema.tables.values():
        location = Location(path=package.path, resource=table.name)
        declared = tables.get(table.name)
        if declared is not None:
            yield from compare_tables(location, declared, table)
        elif not table.is_view:
            yield make_finding(MISSING_TABLE, location, name=quote(table.name))


def compare_tables(
    location: Location, declared: Table, table: Table
) -> Iterator[Finding]:
    """Yield each aspect in which a declared table departs from the model's."""
    if declared.field_names != table.field_names:
        yield differs(location, "the columns", declared.field_names, table.field_names)
        return
    for attribute, aspect in ASPECTS.items():
        for found, expected in zip(declared.fields, table.fields, strict=True):
            yield from compare_fields(location, attribute, aspect, found, expected)
    for aspect, is_key, ought in (
        ("the primary keys", declared.primary_key, table.primary_key),
        ("the unique keys", declared.unique_keys, table.unique_keys),
        ("the foreign keys", declared.foreign_keys, table.foreign_keys),
    ):
        if set(is_key) != set(ought):
            yield differs(location, aspect, is_key, ought)


def compare_fields(
    location: Location, attribute: str, aspect: str, found: Field, expected: Field
) -> Iterator[Finding]:
    """Yield a finding where one attribute of a column departs from the model's."""
    is_value, ought = getattr(found, attribute), getattr(expected, attribute)
    if is_value != ought:
        place = Location(
            path=location.path, resource=location.resource, field=found.name
        )
        yield differs(place, aspect, is_value, ought)


def differs(
    location: Location, aspect: str, found: object, expected: object
) -> Finding:
    """Return the finding that an aspect of a table is not the model's."""
    return make_finding(
        TABLE_DIFFERS,
        location,
        aspect=aspect,
        found=quote(found),
        expected=quote(expected),
        hint="build the package again, or declare no model",
    )


def is_of_model(rows: TableRows, schema: Schema) -> bool:
    """Return whether the rows are those of a table of the model, column by column."""
    table = schema.tables.get(rows.resource)
    return (
        table is not None
        and rows.is_complete
        and [(field.name, field.type) for field in rows.table.fields]
        == [(field.name, field.type) for field in table.fields]
    )
