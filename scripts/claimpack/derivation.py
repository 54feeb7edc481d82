"""What follows from the schema files alone, so that nobody writes it twice.

`claimpack schema` writes these values to their files; nothing here reads a file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from claimpack.cells import parse_cell
from claimpack.data_dictionary import describe_tables
from claimpack.schema import MODEL_VERSION, Code, Field, ForeignKey, Schema, Table
from claimpack.strict_json import format_json

JSON_SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FOREIGN_KEYS_TO_PARQUET = "foreignKeysToParquet"
"""Foreign keys of a table that lead to one in Parquet only."""
FOREIGN_KEYS = ("foreignKeys", FOREIGN_KEYS_TO_PARQUET)
"""Where the foreign keys of a table stand in its Table Schema."""
JSON_TYPES: dict[str, dict[str, Any]] = {
    "string": {"type": "string", "minLength": 1},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
}


def derived_files(schema: Schema) -> dict[str, bytes]:
    """Return the derived files outside `data/`, by path in the repository."""
    rows = {
        f"schemas/rows/{table.name}.json": format_json(row_schema(table))
        for table in schema.tables.values()
    }
    return {**rows, "docs/tables.md": describe_tables(schema).encode()}


def row_schema(table: Table) -> dict[str, Any]:
    """Return the JSON Schema of one row of the table, read as a JSON object.

    An empty cell is an absent key; neither null nor an empty string stands for it.
    """
    return {
        "$schema": JSON_SCHEMA_DIALECT,
        "$id": f"urn:claimpack:model:{MODEL_VERSION}:rows:{table.name}",
        "title": f"{table.title}: one row",
        "description": table.description,
        "type": "object",
        "properties": {field.name: cell_schema(field) for field in table.fields},
        "required": [field.name for field in table.fields if field.is_required],
        "additionalProperties": False,
    }


def cell_schema(field: Field) -> dict[str, Any]:
    """Return the JSON Schema of one cell that is not empty."""
    example = parse_cell(field.example, field)
    words = [field.description]
    if field.unit:
        words.append(f"Unit: {field.unit}.")
    if field.when_empty:
        words.append(f"Absent: {field.when_empty}")
    limits = constraint_values(field)
    if field.pattern is not None:
        limits["pattern"] = f"^(?:{field.pattern})$"
    return {
        "description": " ".join(words),
        **JSON_TYPES[field.type],
        **limits,
        "examples": [field.example if field.type == "date" else example],
    }


def constraint_values(field: Field) -> dict[str, Any]:
    """Return what limits the values of a column, by the names both standards use."""
    values = {
        "enum": [parse_cell(code, field) for code in field.codes] or None,
        "pattern": field.pattern,
        "minimum": field.minimum,
        "maximum": field.maximum,
    }
    return {key: value for key, value in values.items() if value is not None}


def table_schema(table: Table, parquet_only: Collection[str] = ()) -> dict[str, Any]:
    """Return the Table Schema (Data Package 2.0) of the table, its code lists inline.

    Keys that the standard does not know (`unit`, `whenEmpty`, `vocabulary`,
    `skos:exactMatch`) stay; it allows them. Foreign keys to the tables `parquet_only`
    stand under one of ours: frictionless 5.21 breaks off where a key of a CSV file
    leads to a resource that it does not read as a table.
    """
    foreign_keys: dict[str, list[Any]] = {
        "foreignKeys": [],
        FOREIGN_KEYS_TO_PARQUET: [],
    }
    for key in table.foreign_keys:
        place = FOREIGN_KEYS_TO_PARQUET if key.table in parquet_only else "foreignKeys"
        foreign_keys[place].append(foreign_key_schema(table, key))
    keys = {"uniqueKeys": [list(key) for key in table.unique_keys], **foreign_keys}
    return {
        "fields": [field_schema(field) for field in table.fields],
        "primaryKey": list(table.primary_key),
        **{key: value for key, value in keys.items() if value},
    }


def field_schema(field: Field) -> dict[str, Any]:
    """Return the entry of a column in a Table Schema."""
    rules = {"required": field.is_required, "unique": field.is_unique}
    constraints = {key: True for key, is_set in rules.items() if is_set}
    constraints |= constraint_values(field)
    entry = {
        "name": field.name,
        "type": field.type,
        "description": field.description,
        "example": field.example,
        "unit": field.unit,
        "whenEmpty": field.when_empty,
        "vocabulary": field.vocabulary,
        "skos:exactMatch": field.exact_match,
        "rdfType": field.rdf_type,
        "constraints": constraints or None,
    }
    return {key: value for key, value in entry.items() if value is not None}


def foreign_key_schema(table: Table, foreign_key: ForeignKey) -> dict[str, Any]:
    """Return the entry of a foreign key in a Table Schema; "" is the table itself."""
    is_self_reference = foreign_key.table == table.name
    return {
        "fields": list(foreign_key.fields),
        "reference": {
            "resource": "" if is_self_reference else foreign_key.table,
            "fields": list(foreign_key.target_fields),
        },
    }


def code_rows(schema: Schema) -> list[dict[str, str]]:
    """Return the rows of the table `codes`, sorted by list and code."""
    rows = [
        {"list": vocabulary.name, **list_attributes(code)}
        for vocabulary in schema.vocabularies.values()
        for code in vocabulary.codes
    ]
    return sorted(rows, key=lambda row: (row["list"], row["code"]))


def list_attributes(code: Code) -> dict[str, str]:
    """Return what is known of a code, by the names of the columns."""
    # `asdict` would copy each value: ten times the time, in each validation.
    values = {field.name: getattr(code, field.name) for field in fields(code)}
    return {key: value for key, value in values.items() if value is not None}
