"""Rows as JSON objects against the JSON Schemas in `schemas/rows`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry

from claimpack.findings import Finding, Rule, Severity, make_finding, quote
from claimpack.schema_files import load_json
from claimpack.sources import TableRows, make_object

ROW_SCHEMA = Rule(
    code="row-schema",
    severity=Severity.ERROR,
    template="by the JSON Schema of the row, {message}",
    explanation=(
        "Those who read rows as JSON check them by these schemas; they say the same "
        "as the tables' own."
    ),
)
RULES = (ROW_SCHEMA,)


def check_rows_as_json(
    tables: Mapping[str, TableRows], folder: Traversable
) -> Iterator[Finding]:
    """Yield what the JSON Schema of each table says against its rows.

    An empty cell is an absent key. `folder` has one schema for each table, by name.

    Raises:
        SchemaError: a table has no schema there.

    """
    for name, rows in tables.items():
        validator = load_validator(folder, name)
        for index, row in enumerate(rows.cells.to_pylist()):
            for error in sorted(validator.iter_errors(make_object(row)), key=str):
                field = str(error.absolute_path[0]) if error.absolute_path else None
                yield make_finding(
                    ROW_SCHEMA, rows.locate(index, field), message=quote(error.message)
                )


def load_validator(folder: Traversable, table: str) -> Draft202012Validator:
    """Return the validator of one table's rows, which looks up nothing elsewhere."""
    schema = load_json(folder, f"{table}.json")
    registry: Registry[Any] = Registry()
    return Draft202012Validator(
        schema, registry=registry, format_checker=FormatChecker(["date"])
    )
