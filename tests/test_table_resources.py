"""The resources of a table in parts say what is where, and others can read them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimpack.build import build_package
from claimpack.derivation import table_schema
from claimpack.errors import SourceError
from claimpack.files import Folder, sha256_hex
from claimpack.schema import Field, ForeignKey, Schema, Table
from claimpack.schema_files import load_shipped_schema
from claimpack.staging import StagedFile
from claimpack.table_parts import PartFile, TableParts
from claimpack.table_resources import (
    WrittenTable,
    data_files,
    derive_resources,
    list_generated,
    own_resources,
    refresh_resources,
)
from claimpack.writers import TableFiles
from invented_package import build_invented
from packages import write_files
from parted_package import cut_package
from test_journal import read_package
from test_profiles import list_errors, needs_profiles

NOTES = Table(
    name="notes",
    title="Notes",
    description="One row per note.",
    fields=(Field(name="note_id", type="string", description="Id.", example="a"),),
    primary_key=("note_id",),
)
KEY = ForeignKey(fields=("note_id",), table="notes", target_fields=("note_id",))
OTHERS = replace(NOTES, name="others", foreign_keys=(KEY,))
SMALL = Schema(tables={"notes": NOTES, "others": OTHERS}, vocabularies={}, rules=())
STAGED = StagedFile(path=Path("cache/1"), size_bytes=9, sha256="ab" * 32)
PARTS = (PartFile(content=b"PAR1", row_count=2), PartFile(content=STAGED, row_count=1))
CSV = (PartFile(content=b"note_id\na\n", row_count=1),)
ONE_FILE = TableFiles(csv=b"note_id\na\n", parquet=b"PAR1")
WRITER = f"pyarrow {pa.__version__}"
PARQUET = {
    "path": ["data/notes/part-00000.parquet", "data/notes/part-00001.parquet"],
    "format": "pq",
    "mediatype": "application/vnd.apache.parquet",
    "bytes": 13,
    "parts": [
        {
            "path": "data/notes/part-00000.parquet",
            "rows": 2,
            "bytes": 4,
            "hash": f"sha256:{sha256_hex(b'PAR1')}",
        },
        {
            "path": "data/notes/part-00001.parquet",
            "rows": 1,
            "bytes": 9,
            "hash": f"sha256:{'ab' * 32}",
        },
    ],
    "writer": WRITER,
}
WORDS = {"title": "Notes", "description": "One row per note."}


def test_a_table_in_parquet_parts_is_one_resource_with_its_schema() -> None:
    written = {"notes": TableParts(parquet=PARTS)}

    assert derive_resources(SMALL, written) == [
        {"name": "notes", **WORDS, **PARQUET, "schema": table_schema(NOTES)}
    ]


def test_a_table_in_parts_of_both_kinds_is_csv_with_a_twin() -> None:
    written = {"notes": TableParts(parquet=PARTS, csv=CSV)}

    assert derive_resources(SMALL, written) == [
        {
            "name": "notes",
            "type": "table",
            **WORDS,
            "path": ["data/notes/part-00000.csv"],
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "parts": [
                {
                    "path": "data/notes/part-00000.csv",
                    "rows": 1,
                    "bytes": 10,
                    "hash": f"sha256:{sha256_hex(CSV[0].content)}",  # type: ignore[arg-type]  # bytes
                }
            ],
            "schema": table_schema(NOTES),
        },
        {"name": "notes-parquet", "twinOf": "notes", **PARQUET},
    ]


def test_the_parts_of_a_table_have_the_paths_that_its_resource_names() -> None:
    written: dict[str, WrittenTable] = {
        "notes": TableParts(parquet=PARTS, csv=CSV),
        "others": ONE_FILE,
    }

    assert data_files(written) == {
        "data/notes/part-00000.csv": CSV[0].content,
        "data/notes/part-00000.parquet": b"PAR1",
        "data/notes/part-00001.parquet": STAGED,
        "data/others.csv": ONE_FILE.csv,
        "data/others.parquet": ONE_FILE.parquet,
    }


def test_keys_of_csv_that_lead_to_parquet_alone_stand_apart() -> None:
    written: dict[str, WrittenTable] = {
        "notes": TableParts(parquet=PARTS),
        "others": ONE_FILE,
    }

    _, others, _ = derive_resources(SMALL, written)

    key = {
        "fields": ["note_id"],
        "reference": {"resource": "notes", "fields": ["note_id"]},
    }
    whole = table_schema(OTHERS)
    assert whole["foreignKeys"] == [key]
    del whole["foreignKeys"]
    assert others["schema"] == {**whole, "foreignKeysToParquet": [key]}


def test_a_refresh_leaves_the_files_of_a_table_in_parts_alone() -> None:
    written: dict[str, WrittenTable] = {
        "notes": TableParts(parquet=PARTS),
        "others": ONE_FILE,
    }
    built = derive_resources(SMALL, written)
    stale = [{**resource, "title": "Old", "schema": {}} for resource in built[:2]]

    refreshed = refresh_resources(SMALL, [*stale, built[2]], {})

    assert refreshed == [built[0], {**built[1], "title": "Notes"}, built[2]]


@pytest.mark.parametrize(
    "path",
    [
        "data/notes.csv",
        ["data/notes/part-00000.parquet"],
        ["data/notes/part-00000.csv", "data/notes/part-123456.csv"],
    ],
)
def test_resources_of_tables_are_generated_in_each_form(path: Any) -> None:  # noqa: ANN401  # JSON
    assert own_resources({"resources": [{"name": "notes", "path": path}]}, SMALL) == []


@pytest.mark.parametrize(
    "path",
    [
        "data/others.csv",
        [],
        ["data/notes/part-1.parquet"],
        ["data/notes/part-00000.parquet", "data/notes/mine.parquet"],
        ["data/others/part-00000.parquet"],
    ],
)
def test_the_name_of_a_table_with_other_files_is_refused(path: Any) -> None:  # noqa: ANN401  # JSON
    with pytest.raises(SourceError, match='found the name "notes", which is that of'):
        own_resources({"resources": [{"name": "notes", "path": path}]}, SMALL)


def test_the_files_of_each_form_are_found(tmp_path: Path) -> None:
    made = [
        "data/notes.csv",
        "data/notes/part-00000.csv",
        "data/notes/part-00000.parquet",
        "data/others.parquet",
    ]
    mine = ["data/notes/mine.csv", "data/notes/part-1.csv", "data/mine.csv"]
    write_files(tmp_path, dict.fromkeys([*made, *mine], b""))

    assert list_generated(Folder(tmp_path), SMALL.tables) == made


@pytest.fixture
def one_file(tmp_path: Path) -> Path:
    """The package of the two invented articles."""
    (tmp_path / "one").mkdir()
    return build_invented(tmp_path / "one").parent


FORMS: dict[str, dict[str, Any]] = {
    "parquet parts": {},
    "parts of both kinds": {"has_csv": True},
    "one table in parts": {"large": ["claims"]},
    "two tables in parts": {"large": ["spans", "documents"], "has_csv": True},
}


@needs_profiles
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_package_in_parts_fits_the_official_profiles(
    one_file: Path, tmp_path: Path, form: dict[str, Any]
) -> None:
    root = cut_package(one_file, tmp_path / "parts", **form)

    descriptor = json.loads((root / "datapackage.json").read_bytes())
    assert list_errors("datapackage", descriptor) == []
    for resource in descriptor["resources"]:
        assert list_errors("dataresource", resource) == []
        if "schema" in resource:
            assert list_errors("tableschema", resource["schema"]) == []


WITHOUT_PANDAS = """
import sys
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("pandas", "fastparquet"):
            raise ImportError(name)
if sys.argv[2] == "without":
    sys.meta_path.insert(0, Refuse())
import frictionless
report = frictionless.validate(sys.argv[1])
print(report.valid, [(it.name, each.type) for it in report.tasks for each in it.errors])
"""


@pytest.mark.parametrize("extra", ["with", "without"])
@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_frictionless_finds_a_package_in_parts_valid(
    one_file: Path, tmp_path: Path, form: dict[str, Any], extra: str
) -> None:
    root = cut_package(one_file, tmp_path / "parts", **form)
    path = str(root / "datapackage.json")

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANDAS, path, extra],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.stdout == "True []\n", done.stderr


def test_frictionless_notices_a_part_that_is_longer(
    one_file: Path, tmp_path: Path
) -> None:
    root = cut_package(one_file, tmp_path / "parts")
    with (root / "data/claims/part-00001.parquet").open("ab") as file:
        file.write(b"x")

    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_PANDAS, str(root / "datapackage.json"), "with"],
        capture_output=True,
        check=False,
        text=True,
    )

    assert done.stdout == "False [('claims', 'byte-count')]\n"


def test_a_build_of_few_rows_replaces_parts_by_one_file(
    one_file: Path, tmp_path: Path
) -> None:
    root = cut_package(one_file, tmp_path / "parts")

    report = build_package(root, load_shipped_schema())

    assert report.findings == ()
    assert read_package(root) == read_package(one_file)
    assert not (root / "data/claims").exists()


def test_parts_that_a_person_describes_as_others_are_kept(
    one_file: Path, tmp_path: Path
) -> None:
    root = cut_package(one_file, tmp_path / "parts")
    descriptor = json.loads((root / "datapackage.json").read_bytes())
    mine = {"name": "mine", "path": "data/claims/part-00002.parquet"}
    descriptor["resources"].append(mine)
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")

    build_package(root, load_shipped_schema())

    left = [path.name for path in (root / "data/claims").iterdir()]
    assert left == ["part-00002.parquet"]
