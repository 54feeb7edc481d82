"""The tables of the large package, as Table Schema.

Six tables in the shape of ours, with what a validator has to look at: types, required
cells, enums, patterns, bounds, dates, keys of one and of several columns, a unique key,
and eight foreign keys, of which one refers to its own table and one has two columns.
"""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

ID = "[a-z0-9][a-z0-9._-]{0,99}"
LANGUAGES = "[a-z]{2,3}"
COUNTRIES = "[A-Z]{3}"
CERTAINTIES = ["certain", "probable", "possible", "uncommitted"]
POLARITIES = ["positive", "negative"]
KINDS = ["person", "organization", "group", "place"]
ROLES = ["content", "source", "cue"]
SOURCES = ["writer", "named", "unnamed"]
RELATIONS = ["restates", "updates"]
BASES = ["text", "annotator"]


def column(name: str, kind: str = "string", **constraints: object) -> Json:
    """Return the entry of a column in a Table Schema."""
    return {"name": name, "type": kind, "constraints": constraints}


def refers(resource: str, fields: list[str], target: list[str] | None = None) -> Json:
    """Return the entry of a foreign key; "" is the table itself.

    The columns have the same names there, unless `target` has others.
    """
    return {
        "fields": fields,
        "reference": {"resource": resource, "fields": target or fields},
    }


SCHEMAS: dict[str, Json] = {
    "documents": {
        "fields": [
            column("document_id", required=True, pattern=ID),
            column("title", required=True),
            column("publisher", required=True),
            column("url", required=True),
            column("published_start", "date"),
            column("language", required=True, pattern=LANGUAGES),
            column("char_count", "integer", required=True, minimum=0),
        ],
        "primaryKey": ["document_id"],
        "uniqueKeys": [["publisher", "url"]],
    },
    "entities": {
        "fields": [
            column("entity_id", required=True, pattern=ID),
            column("name", required=True),
            column("entity_type", required=True, enum=KINDS),
            column("country", pattern=COUNTRIES),
            column("latitude", "number", minimum=-90, maximum=90),
            column("part_of_id"),
        ],
        "primaryKey": ["entity_id"],
        "foreignKeys": [refers("", ["part_of_id"], ["entity_id"])],
    },
    "claims": {
        "fields": [
            column("claim_id", required=True, pattern=ID),
            column("document_id", required=True),
            column("claim_text", required=True),
            column("certainty", enum=CERTAINTIES),
            column("polarity", enum=POLARITIES),
            column("place_id"),
            column("quantity", "number", minimum=0),
            column("quantity_low", "number", minimum=0),
            column("event_date_start", "date"),
            column("event_date_end", "date"),
        ],
        "primaryKey": ["claim_id"],
        "foreignKeys": [
            refers("documents", ["document_id"]),
            refers("entities", ["place_id"], ["entity_id"]),
        ],
    },
    "attributions": {
        "fields": [
            column("claim_id", required=True),
            column("level", "integer", required=True, minimum=1),
            column("source_id"),
            column("source_kind", required=True, enum=SOURCES),
            column("cue"),
            column("said_start", "date"),
        ],
        "primaryKey": ["claim_id", "level"],
        "foreignKeys": [
            refers("claims", ["claim_id"]),
            refers("entities", ["source_id"], ["entity_id"]),
        ],
    },
    "spans": {
        "fields": [
            column("span_id", required=True, pattern=ID),
            column("document_id", required=True),
            column("char_start", "integer", required=True, minimum=0),
            column("char_end", "integer", required=True, minimum=0),
            column("text"),
            column("role", required=True, enum=ROLES),
            column("claim_id", required=True),
            column("level", "integer", required=True, minimum=1),
        ],
        "primaryKey": ["span_id"],
        "foreignKeys": [
            refers("documents", ["document_id"]),
            refers("attributions", ["claim_id", "level"]),
        ],
    },
    "claim_links": {
        "fields": [
            column("claim_id", required=True),
            column("relation", required=True, enum=RELATIONS),
            column("target_id", required=True),
            column("basis", required=True, enum=BASES),
            column("weight", "number", minimum=0, maximum=1),
            column("noted_on", "date"),
        ],
        "primaryKey": ["claim_id", "relation", "target_id"],
        "foreignKeys": [refers("claims", ["target_id"], ["claim_id"])],
    },
}


def list_key_columns(schema: Json) -> set[str]:
    """Return the columns of a table that are in a key, unique or foreign."""
    keys = [schema["primaryKey"], *schema.get("uniqueKeys", [])]
    keys += [key["fields"] for key in schema.get("foreignKeys", [])]
    return {name for key in keys for name in key}


def list_faults(schema: Json) -> list[tuple[int, str]]:
    """Return by the index of its column each word that has no place there.

    One for each type but text, enum, pattern and bound. Columns of keys have none: a
    fault there would be one of other tables too.
    """
    faults: list[tuple[int, str]] = []
    keys = list_key_columns(schema)
    for index, field in enumerate(schema["fields"]):
        constraints = field["constraints"]
        words = {
            "soon": field["type"] != "string",
            "unheard": "enum" in constraints,
            "?": "pattern" in constraints,
            "-99": "minimum" in constraints,
        }
        if field["name"] not in keys:
            faults += [(index, word) for word, is_one in words.items() if is_one]
    return faults
