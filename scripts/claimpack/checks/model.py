"""Whether a package that declares our model has its tables as the model has them."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest

import pyarrow as pa

from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import MODEL_VERSION, Field, ForeignKey, Schema, Table
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
    template="{aspect} differs from the model: found {found}",
    explanation=(
        "Who reads a package by the model relies on the columns, types, limits and "
        "keys of its tables."
    ),
)
INTEGER_RANGE = Rule(
    code="integer-range",
    severity=Severity.ERROR,
    template="found {found}",
    explanation=(
        "Integers of the model have 32 bits: a larger one has no place in Parquet, "
        "and no offset, level or count is as large."
    ),
)
RULES = (MODEL_VERSION_UNKNOWN, MISSING_TABLE, TABLE_DIFFERS, INTEGER_RANGE)

LARGEST_INTEGER = 2_147_483_647
SMALLEST_INTEGER = -LARGEST_INTEGER - 1

ASPECTS = {
    "type": "the type",
    "is_required": "what is required",
    "is_unique": "what is unique",
    "codes": "the list of codes",
    "pattern": "the pattern",
    "minimum": "the minimum",
    "maximum": "the maximum",
}
"""Attributes of a field that the model fixes, in words."""
FLAGS = {
    "is_required": ("a column that may be empty", "a required column"),
    "is_unique": ("a column that may repeat a value", "a unique column"),
}
"""Attributes that are true or false, in words: first what false is."""


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
        names = (declared.field_names, table.field_names)
        yield differs(
            location, "the list of columns", *find_difference("column", *names)
        )
        return
    for attribute, aspect in ASPECTS.items():
        for found, expected in zip(declared.fields, table.fields, strict=True):
            yield from compare_fields(location, attribute, aspect, found, expected)
    for aspect, is_keys, ought in (
        ("the primary key", [declared.primary_key], [table.primary_key]),
        ("the list of unique keys", declared.unique_keys, table.unique_keys),
    ):
        columns = [[", ".join(key) for key in keys if key] for keys in (is_keys, ought)]
        yield from compare_keys(location, aspect, *columns)
    references = [
        [describe_foreign_key(key) for key in keys]
        for keys in (declared.foreign_keys, table.foreign_keys)
    ]
    yield from compare_keys(location, "the list of foreign keys", *references)


def compare_fields(
    location: Location, attribute: str, aspect: str, found: Field, expected: Field
) -> Iterator[Finding]:
    """Yield a finding where one attribute of a column departs from the model's."""
    is_value, ought = getattr(found, attribute), getattr(expected, attribute)
    if is_value == ought:
        return
    place = replace(location, field=found.name)
    if attribute == "codes":
        yield differs(place, aspect, *find_difference("code", is_value, ought))
    else:
        words = (show(attribute, is_value), show(attribute, ought))
        yield differs(place, aspect, *words)


def show(attribute: str, value: object) -> str:
    """Return the value of an attribute in words."""
    if value is None:
        return "none that can be used"
    return FLAGS[attribute][bool(value)] if attribute in FLAGS else quote(value)


def find_difference(
    noun: str, found: Sequence[str], expected: Sequence[str]
) -> tuple[str, str]:
    """Return what two lists have at the first place where they differ, in words."""
    pairs = list(zip_longest(found, expected))
    index = next(index for index, (one, other) in enumerate(pairs) if one != other)
    place = f"{noun} {index + 1}"
    one, other = (
        f"no {place}" if name is None else f"{quote(name)} as {place}"
        for name in pairs[index]
    )
    return one, other


def describe_foreign_key(key: ForeignKey) -> str:
    """Return a foreign key in words: its columns, the table and the columns there."""
    target = ", ".join(key.target_fields)
    return f"{', '.join(key.fields)} to {key.table}, {target}"


def compare_keys(
    location: Location, aspect: str, found: Sequence[str], expected: Sequence[str]
) -> Iterator[Finding]:
    """Yield a finding where keys, in words, are not the model's: at the first one."""
    extra = [quote(key) for key in found if key not in expected]
    missing = [quote(key) for key in expected if key not in found]
    if extra or missing:
        none = "none such"
        yield differs(location, aspect, [*extra, none][0], [*missing, none][0])


def differs(location: Location, aspect: str, found: str, expected: str) -> Finding:
    """Return the finding that an aspect of a table is not the model's."""
    return make_finding(
        TABLE_DIFFERS,
        location,
        aspect=aspect,
        found=found,
        expected=expected,
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


def fit_numbers(
    tables: Mapping[str, TableRows],
) -> Generator[Finding, None, dict[str, TableRows]]:
    """Return tables of the model with the numbers that its rules can count with.

    Numbers are doubles, and integers have 64 bits, so that one more or less is no
    overflow. An integer that the 32 bits of the model do not hold is a finding; its
    cell is empty, and its row damaged.
    """
    fitted = {}
    for name, rows in tables.items():
        fitted[name] = yield from fit_table(rows)
    return fitted


def fit_table(rows: TableRows) -> Generator[Finding, None, TableRows]:
    """Return the rows with the numbers that rules can count with."""
    for field in rows.table.fields:
        column = rows.cells.column(field.name)
        if field.type == "number":
            rows = set_column(rows, field.name, column.cast(pa.float64(), safe=False))
        elif field.type == "integer":
            try:
                fitting = column.cast(pa.int32()).cast(pa.int64())
                rows = set_column(rows, field.name, fitting)
            except pa.ArrowInvalid:
                rows = yield from empty_beyond(rows, field.name)
    return rows


def empty_beyond(rows: TableRows, name: str) -> Generator[Finding, None, TableRows]:
    """Return the rows without the integers of a column that 32 bits do not hold."""
    values: list[int | None] = [
        None if value is None else int(str(value)) for value in rows.column(name)
    ]
    beyond = {
        index: value
        for index, value in enumerate(values)
        if value is not None and not SMALLEST_INTEGER <= value <= LARGEST_INTEGER
    }
    for index, value in beyond.items():
        yield make_finding(
            INTEGER_RANGE,
            rows.locate(index, name),
            found=quote(value),
            expected=f"an integer from {SMALLEST_INTEGER} to {LARGEST_INTEGER}",
        )
    fitting = [None if index in beyond else value for index, value in enumerate(values)]
    rows = set_column(rows, name, pa.array(fitting, pa.int64()))
    return replace(rows, damaged=rows.damaged.union(beyond))


def set_column(rows: TableRows, name: str, column: pa.ChunkedArray) -> TableRows:
    """Return the rows with another column in the place of one."""
    position = rows.cells.column_names.index(name)
    return replace(rows, cells=rows.cells.set_column(position, name, column))
