"""The descriptor says what the files are and keeps what people wrote in it."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow as pa
import pytest
from frictionless import Package
from referencing import Registry, Resource

from claimpack.cells import Value, parse_cell
from claimpack.derivation import code_rows, table_schema
from claimpack.errors import SourceError
from claimpack.files import Folder, sha256_hex
from claimpack.package import merge_descriptor, read_descriptor
from claimpack.schema import Field, Schema, Table
from claimpack.schema_files import load_shipped_schema
from claimpack.strict_json import format_json
from claimpack.table_resources import (
    data_files,
    derive_resources,
    own_resources,
    refresh_resources,
)
from claimpack.writers import TableFiles, build_arrow, write_table

ROOT = Path(__file__).parents[1]
PROFILES = ROOT.parent / "shared" / "profiles" / "2.0"
SHIPPED = load_shipped_schema()

NOTES = Table(
    name="notes",
    title="Notes",
    description="One row per note.",
    fields=(
        Field(
            name="note_id",
            type="string",
            description="Id.",
            example="a",
            is_required=True,
        ),
    ),
    primary_key=("note_id",),
)
OTHERS = Table(
    name="others",
    title="Others",
    description="One row per other.",
    fields=NOTES.fields,
    primary_key=("note_id",),
)
SMALL = Schema(tables={"notes": NOTES, "others": OTHERS}, vocabularies={}, rules=())
FILES = {"notes": TableFiles(csv=b"note_id\na\n", parquet=b"PAR1")}
CSV_SHA256 = sha256_hex(b"note_id\na\n")
PARQUET_SHA256 = sha256_hex(b"PAR1")


def test_a_table_has_a_csv_resource_with_its_schema_and_a_parquet_twin() -> None:
    assert derive_resources(SMALL, FILES) == [
        {
            "name": "notes",
            "type": "table",
            "title": "Notes",
            "description": "One row per note.",
            "path": "data/notes.csv",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "bytes": 10,
            "hash": f"sha256:{CSV_SHA256}",
            "schema": table_schema(NOTES),
        },
        {
            "name": "notes-parquet",
            "twinOf": "notes",
            "path": "data/notes.parquet",
            "format": "pq",
            "mediatype": "application/vnd.apache.parquet",
            "bytes": 4,
            "hash": f"sha256:{PARQUET_SHA256}",
            "contentHash": f"sha256:{CSV_SHA256}",
            "writer": f"pyarrow {pa.__version__}",
        },
    ]


def test_resources_stand_in_publication_order() -> None:
    files = dict.fromkeys(("others", "notes"), FILES["notes"])

    names = [entry["name"] for entry in derive_resources(SMALL, files)]

    assert names == ["notes", "notes-parquet", "others", "others-parquet"]


def test_each_file_has_the_path_that_its_resource_names() -> None:
    contents = data_files(FILES)

    assert contents == {
        "data/notes.csv": b"note_id\na\n",
        "data/notes.parquet": b"PAR1",
    }
    assert list(contents) == [entry["path"] for entry in derive_resources(SMALL, FILES)]


def test_a_merge_keeps_what_people_wrote_and_its_order() -> None:
    descriptor = {
        "name": "seed",
        "resources": [{"name": "old"}],
        "claimpack": {"expect": {"claims": {"rows_min": 20}}, "model": "0.9.0"},
        "custom": [1],
    }

    merged = merge_descriptor(descriptor, [{"name": "new"}], "1.0.0")

    assert list(merged.items()) == [
        ("name", "seed"),
        ("resources", [{"name": "new"}]),
        ("claimpack", {"expect": {"claims": {"rows_min": 20}}, "model": "1.0.0"}),
        ("custom", [1]),
    ]
    assert descriptor["resources"] == [{"name": "old"}]


def test_all_resources_but_the_two_of_each_table_are_of_people() -> None:
    notes = {"name": "notes", "path": "data/notes.csv"}
    twin = {"name": "notes-parquet", "path": "data/notes.parquet"}
    own = [{"name": "b", "path": "data/b.csv"}, {"name": "a", "data": [1]}, {}]

    resources = [own[0], twin, own[1], notes, own[2]]

    assert own_resources({"resources": resources}, SMALL) == own


def test_a_resource_with_the_name_of_a_generated_one_is_refused() -> None:
    notes = {"name": "notes", "path": "data/notes.csv"}
    descriptor = {"resources": [notes, {"name": "notes", "path": "mine.csv"}]}

    with pytest.raises(SourceError) as raised:
        own_resources(descriptor, SMALL)

    assert str(raised.value) == (
        'datapackage.json, resource 2: found the name "notes", which is that of'
        " data/notes.csv; expected another; rename the resource."
    )


def test_a_merge_adds_what_a_new_descriptor_lacks() -> None:
    assert merge_descriptor({"name": "seed"}, [], "1.0.0") == {
        "name": "seed",
        "claimpack": {"model": "1.0.0"},
        "resources": [],
    }


def test_before_any_data_only_the_derived_tables_have_resources() -> None:
    assert refresh_resources(SMALL, [], FILES) == derive_resources(SMALL, FILES)


def test_a_refresh_changes_words_and_schema_and_leaves_the_files_alone() -> None:
    built = derive_resources(SMALL, {"notes": FILES["notes"], "others": FILES["notes"]})
    stale = [
        {**built[2], "title": "Old", "schema": {"fields": []}, "bytes": 7},
        {**built[3], "writer": "pyarrow 1"},
        {"name": "gone"},
    ]

    refreshed = refresh_resources(SMALL, stale, FILES)

    assert refreshed == [
        *derive_resources(SMALL, FILES),
        {**built[2], "bytes": 7},
        {**built[3], "writer": "pyarrow 1"},
    ]


def test_a_descriptor_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "datapackage.json").write_bytes(b'{"b": 1, "a": {"x": null}}')

    descriptor = read_descriptor(Folder(tmp_path))

    assert list(descriptor.items()) == [("b", 1), ("a", {"x": None})]


UNREADABLE = {
    "a list": (b"[]", 'datapackage.json: found "[]"; expected an object'),
    "resources that are no list": (
        b'{"resources": {}}',
        'datapackage.json, resources: found "{}"; expected a list of objects',
    ),
    "resources that are null": (
        b'{"resources": null}',
        'datapackage.json, resources: found "null"; expected a list of objects',
    ),
    "a resource that is no object": (
        b'{"resources": [{}, "claims.csv"]}',
        'datapackage.json, resource 2: found "claims.csv"; expected an object',
    ),
    "a claimpack that is no object": (
        b'{"claimpack": "1.0.0"}',
        'datapackage.json, claimpack: found "1.0.0"; expected an object',
    ),
}


@pytest.mark.parametrize(("content", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_descriptor_of_the_wrong_shape_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "datapackage.json").write_bytes(content)

    with pytest.raises(SourceError) as raised:
        read_descriptor(Folder(tmp_path))

    advice = "correct it; `claimpack validate` tells all that is wrong."
    assert str(raised.value) == f"{message}; {advice}"


@pytest.mark.parametrize("content", [b'{"a": 1, "a": 2}', b"{", b"\xff", None])
def test_a_descriptor_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        (tmp_path / "datapackage.json").write_bytes(content)

    with pytest.raises(SourceError, match=r"^datapackage\.json"):
        read_descriptor(Folder(tmp_path))


def test_our_descriptor_expects_claims_that_are_fully_annotated() -> None:
    descriptor = read_descriptor(Folder(ROOT))
    full = {"filled": 1.0}

    assert descriptor["claimpack"]["model"] == "1.0.0"
    assert descriptor["claimpack"]["expect"] == {
        "claims": {"rows_min": 20},
        "claims.claim_type": full,
        "claims.certainty": full,
        "claims.polarity": full,
        "claims.time_relation": full,
        "claims.quotation": full,
    }


def example_row(table: Table) -> dict[str, Value]:
    """A row with the example of each column that refers to no other table."""
    keys = {name for key in table.foreign_keys for name in key.fields}
    return {
        field.name: parse_cell(field.example, field)
        for field in table.fields
        if field.name not in keys
    }


def write_package(folder: Path) -> dict[str, Any]:
    """A package with our metadata: documents, entities and codes; the rest empty."""
    rows = {
        name: [example_row(SHIPPED.tables[name])] for name in ("documents", "entities")
    }
    rows["codes"] = [{**row} for row in code_rows(SHIPPED)]
    files = {
        name: write_table(table, build_arrow(table, rows.get(name, [])))
        for name, table in SHIPPED.tables.items()
    }
    descriptor = merge_descriptor(
        read_descriptor(Folder(ROOT)), derive_resources(SHIPPED, files)
    )
    (folder / "data").mkdir()
    for path, content in data_files(files).items():
        (folder / path).write_bytes(content)
    (folder / "datapackage.json").write_bytes(format_json(descriptor))
    return descriptor


@pytest.mark.skipif(not PROFILES.is_dir(), reason="needs the official profiles")
def test_a_built_descriptor_fits_the_official_profile(tmp_path: Path) -> None:
    profiles = {
        f"https://datapackage.org/profiles/2.0/{path.name}": Resource.from_contents(
            json.loads(path.read_bytes())
        )
        for path in PROFILES.glob("*.json")
    }
    validator = jsonschema.Draft7Validator(
        json.loads((PROFILES / "datapackage.json").read_bytes()),
        registry=Registry().with_resources(profiles.items()),
        format_checker=jsonschema.Draft7Validator.FORMAT_CHECKER,
    )

    descriptor = write_package(tmp_path)

    assert [error.message for error in validator.iter_errors(descriptor)] == []


def frictionless_errors(folder: Path) -> list[tuple[str, str]]:
    """Resource and type of each error that frictionless finds in a package."""
    report = Package(folder / "datapackage.json").validate()
    errors = [("package", error.type) for error in report.errors]
    for task in report.tasks:
        errors.extend((task.name, error.type) for error in task.errors)
    return errors


def test_frictionless_finds_a_built_package_valid(tmp_path: Path) -> None:
    write_package(tmp_path)

    assert frictionless_errors(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "resource"),
    [("data/codes.csv", "codes"), ("data/codes.parquet", "codes-parquet")],
)
def test_frictionless_notices_a_changed_file(
    tmp_path: Path, path: str, resource: str
) -> None:
    write_package(tmp_path)
    content = (tmp_path / path).read_bytes()
    (tmp_path / path).write_bytes(content.replace(b"ertain", b"ertian", 1))

    assert frictionless_errors(tmp_path) == [(resource, "hash-count")]
