"""The package is what its standards and its own JSON Schemas say, by jsonschema.

Nothing is fetched: every validator has a registry with what it may refer to.
"""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator, FormatChecker
from referencing import Registry, Resource

from claimpack.document_json import document_to_json
from claimpack.files import Folder
from claimpack.schema_files import load_shipped_schema
from claimpack.seeds import read_seeds

ROOT = Path(__file__).parent.parent
PROFILES = ROOT.parent / "shared" / "profiles" / "2.0"
DESCRIPTOR = ROOT / "datapackage.json"
TABLES = sorted(path.stem for path in (ROOT / "schemas" / "tables").glob("*.json"))
FORMATS = FormatChecker(["date"])

needs_profiles = pytest.mark.skipif(
    not PROFILES.is_dir(), reason=f"{PROFILES} is not there"
)


def read_json(path: Path) -> Any:  # noqa: ANN401  # JSON enters here
    """The value of a JSON file."""
    return json.loads(path.read_bytes())


def list_errors(profile: str, value: object) -> list[str]:
    """What an official profile says against a value."""
    resources = [
        (path.name, Resource.from_contents(read_json(path)))
        for path in PROFILES.glob("*.json")
    ]
    registry: Registry[Any] = Registry().with_resources(resources)
    schema = read_json(PROFILES / f"{profile}.json")
    validator = Draft7Validator(schema, registry=registry, format_checker=FORMATS)
    return [
        f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)
    ]


def our_validator(path: Path) -> Draft202012Validator:
    """The validator of one of our schemas, which is itself valid."""
    schema = read_json(path)
    Draft202012Validator.check_schema(schema)
    registry: Registry[Any] = Registry()
    return Draft202012Validator(schema, registry=registry, format_checker=FORMATS)


@needs_profiles
def test_the_descriptor_fits_the_official_profile() -> None:
    assert list_errors("datapackage", read_json(DESCRIPTOR)) == []


@needs_profiles
def test_each_resource_and_its_schema_fit_their_own_profiles() -> None:
    resources = read_json(DESCRIPTOR)["resources"]
    schemas = [entry["schema"] for entry in resources if "schema" in entry]

    assert [
        error for entry in resources for error in list_errors("dataresource", entry)
    ] == []
    assert [
        error for schema in schemas for error in list_errors("tableschema", schema)
    ] == []
    assert (len(resources), len(schemas)) == (2 * len(TABLES), len(TABLES))


@needs_profiles
def test_the_official_profile_refuses_a_descriptor_without_a_path() -> None:
    """So that the tests above cannot pass because nothing is looked at."""
    descriptor = read_json(DESCRIPTOR)
    del descriptor["resources"][0]["path"]

    assert list_errors("datapackage", descriptor) != []


def test_frictionless_finds_the_package_valid() -> None:
    program = Path(sys.executable).with_name("frictionless")

    done = subprocess.run(
        [program, "validate", DESCRIPTOR.name, "--json"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    report = json.loads(done.stdout)
    assert (report["valid"], report["stats"]["errors"]) == (True, 0)
    assert report["stats"]["tasks"] == 2 * len(TABLES)


PARSE: dict[str, Callable[[str], object]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": lambda text: date.fromisoformat(text).isoformat(),
}


def read_objects(table: str) -> list[dict[str, object]]:
    """The rows of a table as JSON has them: no key for an empty cell."""
    fields = read_json(ROOT / "schemas" / "tables" / f"{table}.json")["fields"]
    parsers = {field["name"]: PARSE[field["type"]] for field in fields}
    path = ROOT / "data" / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [
            {name: parsers[name](text) for name, text in row.items() if text}
            for row in csv.DictReader(file, strict=True)
        ]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_fits_the_schema_of_its_table(table: str) -> None:
    validator = our_validator(ROOT / "schemas" / "rows" / f"{table}.json")

    rows = read_objects(table)

    assert [
        (number, error.message)
        for number, row in enumerate(rows, start=1)
        for error in validator.iter_errors(row)
    ] == []
    assert rows != []


@pytest.mark.parametrize("table", TABLES)
def test_the_schema_of_a_row_refuses_what_is_no_row(table: str) -> None:
    """A column more, and each required column less."""
    path = ROOT / "schemas" / "rows" / f"{table}.json"
    validator = our_validator(path)
    row = read_objects(table)[0]

    spoiled = [
        {**row, "no_such_column": "x"},
        *(
            {name: value for name, value in row.items() if name != column}
            for column in read_json(path)["required"]
        ),
    ]

    assert [entry for entry in spoiled if validator.is_valid(entry)] == []
    assert len(spoiled) > 1


def test_every_article_read_as_json_fits_the_schema_of_documents() -> None:
    validator = our_validator(ROOT / "schemas" / "document.json")
    seeds = read_seeds(Folder(ROOT), load_shipped_schema())

    articles = [
        json.loads(json.dumps(document_to_json(member.document)))
        for member in seeds.corpus.members
    ]

    assert [
        (error.json_path, error.message)
        for article in articles
        for error in validator.iter_errors(article)
    ] == []
    assert [article["article"]["document_id"] for article in articles] == [
        "000_8b7fbf13361c99b6"
    ]
