"""What follows from the schema files agrees with them and with the standards."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from claimpack.data_dictionary import describe_tables
from claimpack.derivation import code_rows, derived_files, row_schema, table_schema
from claimpack.schema import Code, Field, ForeignKey, Schema, Table, Vocabulary
from claimpack.schema_files import load_shipped_schema

SHIPPED = load_shipped_schema()
SHIPPED_TABLES = list(SHIPPED.tables.values())

PLACES = Table(
    name="places",
    title="Places",
    description="One row per place.",
    fields=(
        Field(
            name="place_id",
            type="string",
            description="Id.",
            example="kyiv",
            exact_match="http://purl.org/dc/terms/identifier",
            is_required=True,
            pattern="[a-z]+|[0-9]+",
        ),
        Field(
            name="precision",
            type="integer",
            description="How exact.",
            example="2",
            when_empty="Not annotated.",
            vocabulary="precision",
            codes=("1", "2"),
        ),
        Field(
            name="latitude",
            type="number",
            description="North | south.",
            example="50.45",
            when_empty="Not located.",
            unit="degree",
            rdf_type="http://www.w3.org/2003/01/geo/wgs84_pos#Point",
            is_unique=True,
            minimum=-90,
            maximum=90,
        ),
        Field(
            name="seen",
            type="date",
            description="Day.",
            example="2024-12-23",
            when_empty="Never.",
        ),
        Field(
            name="part_of_id",
            type="string",
            description="Wider place.",
            example="ukraine",
            when_empty="None.",
        ),
    ),
    primary_key=("place_id",),
    unique_keys=(("latitude", "seen"),),
    foreign_keys=(
        ForeignKey(fields=("part_of_id",), table="places", target_fields=("place_id",)),
    ),
)
VISITS = Table(
    name="visits",
    title="Visits",
    description="One row per visit.",
    fields=(
        Field(
            name="place_id",
            type="string",
            description="Where.",
            example="kyiv",
            is_required=True,
        ),
    ),
    primary_key=("place_id",),
    foreign_keys=(
        ForeignKey(fields=("place_id",), table="places", target_fields=("place_id",)),
    ),
)
PRECISION = Vocabulary(
    name="precision",
    title="Precision",
    description="How exact a place is.",
    codes=(
        Code(code="2", label="Near", definition="Close by.", source="claimpack"),
        Code(
            code="1",
            label="Exact",
            definition="The spot | its centre.",
            source="UCDP",
            source_version="24.1",
            source_url="https://example.org/ucdp",
            close_match="where_prec 1",
        ),
    ),
)
SMALL = Schema(
    tables={"places": PLACES, "visits": VISITS},
    vocabularies={"precision": PRECISION},
    rules=(),
)


def test_a_row_schema_says_what_each_cell_may_hold() -> None:
    assert row_schema(PLACES) == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:claimpack:model:1.0.0:rows:places",
        "title": "Places: one row",
        "description": "One row per place.",
        "type": "object",
        "properties": {
            "place_id": {
                "description": "Id.",
                "type": "string",
                "minLength": 1,
                "pattern": "^(?:[a-z]+|[0-9]+)$",
                "examples": ["kyiv"],
            },
            "precision": {
                "description": "How exact. Absent: Not annotated.",
                "type": "integer",
                "enum": [1, 2],
                "examples": [2],
            },
            "latitude": {
                "description": "North | south. Unit: degree. Absent: Not located.",
                "type": "number",
                "minimum": -90,
                "maximum": 90,
                "examples": [50.45],
            },
            "seen": {
                "description": "Day. Absent: Never.",
                "type": "string",
                "format": "date",
                "examples": ["2024-12-23"],
            },
            "part_of_id": {
                "description": "Wider place. Absent: None.",
                "type": "string",
                "minLength": 1,
                "examples": ["ukraine"],
            },
        },
        "required": ["place_id"],
        "additionalProperties": False,
    }


def test_a_table_schema_keeps_what_the_schema_file_says() -> None:
    schema = table_schema(PLACES)

    assert schema["fields"][:3] == [
        {
            "name": "place_id",
            "type": "string",
            "description": "Id.",
            "example": "kyiv",
            "skos:exactMatch": "http://purl.org/dc/terms/identifier",
            "constraints": {"required": True, "pattern": "[a-z]+|[0-9]+"},
        },
        {
            "name": "precision",
            "type": "integer",
            "description": "How exact.",
            "example": "2",
            "whenEmpty": "Not annotated.",
            "vocabulary": "precision",
            "constraints": {"enum": [1, 2]},
        },
        {
            "name": "latitude",
            "type": "number",
            "description": "North | south.",
            "example": "50.45",
            "unit": "degree",
            "whenEmpty": "Not located.",
            "rdfType": "http://www.w3.org/2003/01/geo/wgs84_pos#Point",
            "constraints": {"unique": True, "minimum": -90, "maximum": 90},
        },
    ]


def test_a_table_schema_keeps_the_keys_of_the_table() -> None:
    schema = table_schema(PLACES)
    del schema["fields"]

    reference = {"resource": "", "fields": ["place_id"]}
    assert schema == {
        "primaryKey": ["place_id"],
        "uniqueKeys": [["latitude", "seen"]],
        "foreignKeys": [{"fields": ["part_of_id"], "reference": reference}],
    }


def test_a_foreign_key_names_the_other_table() -> None:
    reference = {"resource": "places", "fields": ["place_id"]}

    assert table_schema(VISITS)["foreignKeys"] == [
        {"fields": ["place_id"], "reference": reference}
    ]


def test_code_rows_are_sorted_and_have_no_empty_cells() -> None:
    assert code_rows(SMALL) == [
        {
            "list": "precision",
            "code": "1",
            "label": "Exact",
            "definition": "The spot | its centre.",
            "source": "UCDP",
            "source_version": "24.1",
            "source_url": "https://example.org/ucdp",
            "close_match": "where_prec 1",
        },
        {
            "list": "precision",
            "code": "2",
            "label": "Near",
            "definition": "Close by.",
            "source": "claimpack",
        },
    ]


def section(page: str, heading: str) -> str:
    """The part of a Markdown page below a heading, up to the next heading."""
    return page.partition(f"# {heading}\n\n")[2].partition("\n\n#")[0].strip()


def test_the_data_dictionary_describes_a_table() -> None:
    page = describe_tables(SMALL)

    assert section(page, "places") == (
        "One row per place.\n\n"
        "- Primary key: `place_id`\n"
        "- Unique: `latitude`, `seen`\n"
        "- `part_of_id` refers to [places](#places) `place_id`\n"
        "- [visits](#visits) `place_id` refers here\n\n"
        "| column | type | required | unit | meaning | example "
        "| empty means | values |\n"
        "| --- | --- | --- | --- | --- | --- | --- | --- |\n"
        "| `place_id` | string | yes |  | Id. | `kyiv` |  | `[a-z]+\\|[0-9]+` |\n"
        "| `precision` | integer |  |  | How exact. | `2` | Not annotated. "
        "| [precision](#precision) |\n"
        "| `latitude` | number |  | degree | North \\| south. | `50.45` "
        "| Not located. | unique, at least -90, at most 90 |\n"
        "| `seen` | date |  |  | Day. | `2024-12-23` | Never. |  |\n"
        "| `part_of_id` | string |  |  | Wider place. | `ukraine` | None. |  |"
    )


def test_the_data_dictionary_describes_a_code_list() -> None:
    page = describe_tables(SMALL)

    assert section(page, "precision") == (
        "How exact a place is.\n\n"
        "Used by `places.precision`.\n\n"
        "Source: claimpack; UCDP (24.1), <https://example.org/ucdp>.\n\n"
        "| code | label | definition | close match | source |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| `2` | Near | Close by. |  | claimpack |\n"
        "| `1` | Exact | The spot \\| its centre. | where_prec 1 | UCDP |"
    )


def test_a_code_list_that_no_column_uses_says_nothing_of_use() -> None:
    unused = replace(PRECISION, description="", codes=PRECISION.codes[:1])
    page = describe_tables(Schema(tables={}, vocabularies={"": unused}, rules=()))

    assert section(page, "precision") == (
        "Source: claimpack.\n\n"
        "| code | label | definition |\n"
        "| --- | --- | --- |\n"
        "| `2` | Near | Close by. |"
    )


def test_the_data_dictionary_says_that_it_is_generated() -> None:
    top = describe_tables(SMALL)[:200]

    assert "generated" in top
    assert "`claimpack schema`" in top


def test_every_link_of_our_data_dictionary_leads_somewhere() -> None:
    page = describe_tables(SHIPPED)
    headings = [line.lstrip("# ") for line in page.splitlines() if line[:1] == "#"]
    links = {part.partition(")")[0] for part in page.split("](#")[1:]}

    assert links <= set(headings)
    assert len(set(headings)) == len(headings)


def test_derived_files_have_one_path_each() -> None:
    files = derived_files(SMALL)

    assert list(files) == [
        "schemas/rows/places.json",
        "schemas/rows/visits.json",
        "docs/tables.md",
    ]
    assert json.loads(files["schemas/rows/places.json"]) == row_schema(PLACES)
    assert files["docs/tables.md"].decode() == describe_tables(SMALL)


def example_row(table: Table) -> dict[str, Any]:
    """A row made of the example of each column."""
    properties = row_schema(table)["properties"]
    return {name: cell["examples"][0] for name, cell in properties.items()}


@pytest.mark.parametrize("table", SHIPPED_TABLES, ids=lambda table: str(table.name))
def test_the_examples_of_our_tables_make_a_valid_row(table: Table) -> None:
    schema = row_schema(table)
    validator = Draft202012Validator(
        schema, format_checker=Draft202012Validator.FORMAT_CHECKER
    )

    Draft202012Validator.check_schema(schema)

    assert list(validator.iter_errors(example_row(table))) == []


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"certainty": "sure"}, id="not in the list"),
        pytest.param({"claim_id": "a b"}, id="not the pattern"),
        pytest.param({"place_precision": 8}, id="no code of the list"),
        pytest.param({"place_precision": "4"}, id="wrong type"),
        pytest.param({"event_date_start": "2024-13-01"}, id="no such day"),
        pytest.param({"event_id": ""}, id="empty string"),
        pytest.param({"event_id": None}, id="null"),
        pytest.param({"colour": "red"}, id="unknown column"),
    ],
)
def test_a_row_that_breaks_the_schema_is_not_valid(change: dict[str, Any]) -> None:
    claims = SHIPPED.tables["claims"]
    checker = Draft202012Validator.FORMAT_CHECKER
    validator = Draft202012Validator(row_schema(claims), format_checker=checker)

    assert not validator.is_valid({**example_row(claims), **change})


def test_our_codes_fit_the_table_of_codes() -> None:
    validator = Draft202012Validator(row_schema(SHIPPED.tables["codes"]))
    rows = code_rows(SHIPPED)

    assert [row for row in rows if not validator.is_valid(row)] == []
    assert len({(row["list"], row["code"]) for row in rows}) == len(rows)
