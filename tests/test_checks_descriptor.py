"""Descriptors: what they may declare, and what is named instead of passed over."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from claimpack.checks.profile import check_profile
from claimpack.errors import SchemaError
from claimpack.findings import Finding, Location, Severity
from descriptors import (
    Edit,
    Make,
    drop_resource,
    reference,
    set_field,
    set_resource,
    set_schema,
    set_words,
    spoil,
    spoil_model,
)
from packages import (
    check,
    in_turn,
    write_descriptor,
    write_files,
    write_foreign,
    write_package,
)


def add_plain_file(content: Any) -> None:  # noqa: ANN401  # JSON
    """Add a resource that is no table, and a key that refers to it."""
    content["resources"].append({"name": "u", "path": "t.csv", "format": "txt"})
    reference("u", "id")(content)


CASES: dict[str, tuple[str, Make]] = {
    "package-error": ("error", spoil(lambda content: content.update(resources=[]))),
    "resource-error": ("error", spoil(set_resource(bytes="12"))),
    "duplicate-name": (
        "error",
        spoil(lambda content: content["resources"].append(content["resources"][0])),
    ),
    "unsafe-path": (
        "error",
        spoil_model(
            lambda content: content["resources"].append(
                {"name": "x", "path": "../secret.txt"}
            )
        ),
    ),
    "nothing-checked": (
        "error",
        in_turn(
            lambda root: write_files(root, {"a.txt": b"a"}),
            lambda root: write_descriptor(
                root, {"resources": [{"name": "a", "path": "a.txt"}]}
            ),
        ),
    ),
    "reference-error": ("error", spoil(reference("u", "id"))),
    "key-not-checked": ("warning", spoil(add_plain_file)),
    "resource-not-checked": (
        "warning",
        spoil_model(
            lambda content: content["resources"].append({"name": "x", "data": []})
        ),
    ),
    "schema-error": ("error", spoil(set_schema(primaryKey=["nmae"]))),
    "field-error": ("error", spoil(set_field(type="intger"))),
    "pattern-error": (
        "error",
        spoil(set_field(type="string", constraints={"pattern": "(?=x)"})),
    ),
    "dialect-error": ("error", spoil(set_resource(dialect={"delimiter": ""}))),
    "model-version": (
        "error",
        spoil_model(lambda content: content["claimpack"].update(model="2.0.0")),
    ),
    "missing-table": (
        "error",
        in_turn(
            spoil_model(drop_resource("codes")),
            lambda root: (root / "data/codes.csv").unlink(),
        ),
    ),
    "integer-range": ("error", set_words("documents", ",35,", f",{2**31},")),
    "table-differs": (
        "error",
        spoil_model(set_field(constraints={"required": True, "pattern": ".*"})),
    ),
}
"""By code: its severity, and how to make the smallest package that has it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    severity, make = CASES[code]
    make(tmp_path)

    found = [(finding.code, finding.severity) for finding in check(tmp_path)]

    assert found == [(code, severity)]


ALLOWED: dict[str, Edit] = {
    "nothing changed": lambda _: None,
    "no profile of tables": set_resource(type=None),
    "a default dialect": set_resource(dialect={"delimiter": ",", "$schema": "x"}),
    "an encoding in capitals": set_resource(encoding="UTF-8"),
    "a key that is one string": set_schema(primaryKey="id"),
    "unique keys": set_schema(uniqueKeys=[["id", "name"]]),
    "a key to the table itself": reference("", "name"),
    "default missing values": set_schema(missingValues=[""]),
    "fields that match exactly": set_schema(fieldsMatch=["exact"]),
    "a column of any type": set_field(type="any"),
    "a column without a type": lambda content: content["resources"][0]["schema"][
        "fields"
    ][0].pop("type"),
    "an enumeration of numbers": set_field(constraints={"enum": [1, 2]}),
    "an enumeration of words": set_field(constraints={"enum": ["01"]}),
    "bounds as words": set_field(constraints={"minimum": "1", "maximum": 1}),
    "a pattern with alternatives": set_field(
        type="string", constraints={"pattern": "1|2"}
    ),
    "other missing values": set_schema(missingValues=["NA", "-"]),
    "missing values with labels": set_schema(
        missingValues=[{"value": "", "label": "not asked"}, {"value": "-"}]
    ),
    "another way to match": set_schema(fieldsMatch="subset"),
    "a group character": set_field(groupChar=","),
    "a file by itself in a list": set_resource(path=["t.csv"]),
    "another encoding": set_resource(encoding="latin-1"),
    "an exclusive bound": set_field(constraints={"exclusiveMinimum": 0}),
    "an enumeration of anything": set_field(
        type="any", constraints={"enum": ["1", "2"]}
    ),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_standard_allows_is_allowed(tmp_path: Path, name: str) -> None:
    spoil(ALLOWED[name])(tmp_path)

    assert check(tmp_path) == []


UNCHECKED: dict[str, Edit] = {
    "rows in the descriptor": lambda content: content["resources"][0].update(
        data=[], path=None
    ),
    "a compressed file": set_resource(compression="zip"),
    "another format": set_resource(format="xlsx"),
    "another encoding": set_resource(encoding="rot13"),
    "no schema": set_resource(schema=None),
    "a schema from the network": set_resource(schema="https://a.org/schema.json"),
}


@pytest.mark.parametrize("name", UNCHECKED)
def test_rows_that_are_not_read_are_named_and_never_valid(
    tmp_path: Path, name: str
) -> None:
    spoil(UNCHECKED[name])(tmp_path)

    first, last = check(tmp_path)

    assert first.severity == Severity.WARNING
    assert last.code == "nothing-checked"


WRONG_FIELDS: dict[str, Edit] = {
    "an unknown format": set_field(format="x"),
    "words for true that are no list": set_field(type="boolean", trueValues="ja"),
    "missing values that are no words": set_field(missingValues=[1]),
    "a bound of text": set_field(type="string", constraints={"minimum": 1}),
    "an unknown constraint": set_field(constraints={"minimun": 1}),
    "an empty enumeration": set_field(constraints={"enum": []}),
    "a length of numbers": set_field(constraints={"minLength": 1}),
    "a flag that is a word": set_field(constraints={"required": "yes"}),
    "constraints that are a list": set_field(constraints=[]),
    "a category that stands twice": set_field(categories=[1, 1]),
}


@pytest.mark.parametrize("name", WRONG_FIELDS)
def test_a_column_that_is_declared_wrongly_is_told(tmp_path: Path, name: str) -> None:
    spoil(WRONG_FIELDS[name])(tmp_path)

    codes = {(finding.code, finding.location.field) for finding in check(tmp_path)}

    assert ("field-error", "id") in codes


def test_a_finding_about_a_column_names_resource_and_field(tmp_path: Path) -> None:
    spoil(set_field(type="intger"))(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="field-error",
            severity=Severity.ERROR,
            location=Location(path="datapackage.json", resource="t", field="id"),
            message=(
                'in the schema, the type is "intger"; expected one of string, number, '
                "integer, boolean, object, array, list, datetime, date, time, year, "
                'yearmonth, duration, geopoint, geojson, any; did you mean "integer"?'
            ),
        )
    ]


def test_a_pattern_that_is_not_linear_says_why(tmp_path: Path) -> None:
    CASES["pattern-error"][1](tmp_path)

    (finding,) = check(tmp_path)

    assert finding.message == (
        'in the schema, the pattern "(?=x)" cannot run in linear time on RE2: '
        "invalid perl operator: (?="
    )


PROFILE = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "properties": {"name": {"$ref": "name.json"}},
    "required": ["name"],
}


def test_a_profile_is_a_json_schema_of_the_descriptor(tmp_path: Path) -> None:
    root = write_foreign(tmp_path, "a\n1\n", ["a"])
    profiles = {"datapackage.json": PROFILE, "name.json": {"type": "string"}}

    findings = check(root, profiles=profiles)

    assert [(item.code, item.message) for item in findings] == [
        ("profile-error", "the descriptor: \"'name' is a required property\"")
    ]


@pytest.mark.parametrize("profiles", [{}, {"datapackage.json": PROFILE}])
def test_a_profile_is_never_fetched(profiles: dict[str, Any]) -> None:
    with pytest.raises(SchemaError):
        list(check_profile("datapackage.json", {"name": "a"}, profiles))


def test_our_package_has_the_official_profile(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "shared" / "profiles" / "2.0"
    if not folder.is_dir():
        pytest.skip("../shared/profiles is not there")
    profiles = {
        path.name: json.loads(path.read_bytes()) for path in folder.glob("*.json")
    }
    root = write_package(tmp_path, twins=True)

    assert check(root, profiles=profiles) == []
