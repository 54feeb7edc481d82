"""Whoever reads a package reads one whose tables are in parts, with the same result."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pyarrow as pa
import pytest
from pyarrow import parquet

import claimpack
from claimpack.cells import Value
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.questions import load_shipped_questions
from claimpack.show.reading import read_tables
from command_line import read_files, run_claimpack
from invented_package import build_invented
from packages import SCHEMA
from parted_package import cut_package
from test_quick_starts import describe, of_each_tool, run_start

FORMS: dict[str, dict[str, Any]] = {
    "parquet parts": {"parts": 4},
    "parts of both kinds": {"has_csv": True},
    "some tables in parts": {"large": ["claims", "spans"], "parts": 2},
}
PARAMETERS: dict[str, dict[str, Value]] = {
    "estimates": {"method": "latest"},
    "events-in-period": {"first_day": "2031-01-01", "last_day": "2031-12-31"},
}
CLAIM = "invented-2031-05-14.e31"


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles, a file for each table."""
    root = tmp_path_factory.mktemp("read") / "package"
    root.mkdir()
    return build_invented(root).parent


@pytest.fixture(scope="module", params=list(FORMS.values()), ids=list(FORMS))
def in_parts(
    request: pytest.FixtureRequest,
    one_file: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The same package with tables in parts."""
    return cut_package(one_file, tmp_path_factory.mktemp("cut") / "p", **request.param)


def run(*arguments: str | Path) -> str:
    """What the command prints."""
    done = run_claimpack(*arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_table_and_every_question_has_the_same_rows(
    one_file: Path, in_parts: Path
) -> None:
    before, after = map(claimpack.open, (one_file, in_parts))

    assert after.tables == before.tables
    for name in before.tables:
        assert after[name].equals(before[name])
    for name in load_shipped_questions():
        values = PARAMETERS.get(name, {})
        answers = [each.ask(name, **values) for each in (before, after)]
        assert answers[1].equals(answers[0])


def test_a_claim_is_shown_alike(one_file: Path, in_parts: Path) -> None:
    cards = [claimpack.open(root).claim(CLAIM) for root in (one_file, in_parts)]

    assert cards[0] == cards[1]


def test_show_prints_the_same(one_file: Path, in_parts: Path) -> None:
    shown = [run("show", CLAIM, root) for root in (one_file, in_parts)]

    assert shown[0] == shown[1]


def test_a_difference_of_form_is_none_of_rows(one_file: Path, in_parts: Path) -> None:
    found = json.loads(run("diff", "--format", "json", one_file, in_parts))

    kinds = ("withdrawn", "changed", "added")
    assert [
        table[kind] for table in found["tables"] for kind in kinds if table[kind]
    ] == []
    assert sum(table["new_rows"] for table in found["tables"]) > 500


def test_a_package_in_parts_does_not_differ_from_itself(in_parts: Path) -> None:
    assert "No difference." in run("diff", in_parts, in_parts)


def read_database(path: Path) -> dict[str, list[Any]]:
    """The rows of each table of a database."""
    with sqlite3.connect(path) as database:
        names = database.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        ).fetchall()
        return {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608  # a test
            for (name,) in names
            if "fts" not in name
        }


def test_a_database_has_the_same_rows(
    one_file: Path, in_parts: Path, tmp_path: Path
) -> None:
    for name, root in (("one", one_file), ("parts", in_parts)):
        run("sqlite", "--output", tmp_path / f"{name}.sqlite", root)

    before, after = (
        read_database(tmp_path / f"{name}.sqlite") for name in ("one", "parts")
    )
    assert after == before


def test_the_pages_are_the_same_but_for_the_list_of_files(
    one_file: Path, in_parts: Path, tmp_path: Path
) -> None:
    for name, root in (("one", one_file), ("parts", in_parts)):
        run("site", "--output", tmp_path / name, root)

    before, after = (read_files(tmp_path / name) for name in ("one", "parts"))
    differing = [path for path in before if before[path] != after.get(path)]
    assert list(after) == list(before)
    assert set(differing) <= {"index.html", "dictionary.html"}


def test_an_archive_in_parts_is_valid(in_parts: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "package.zip", "w") as archive:
        for path in sorted(in_parts.rglob("*")):
            if path.is_file() and not path.name.startswith("."):
                archive.write(path, path.relative_to(in_parts))

    assert run("validate", tmp_path / "package.zip") == "Valid.\n"


def test_croissant_links_the_tables_alike(one_file: Path, in_parts: Path) -> None:
    links = [
        [
            field.get("references", {}).get("extract")
            for table in json.loads(run("export", "croissant", root))["recordSet"]
            for field in table["field"]
        ]
        for root in (one_file, in_parts)
    ]

    assert links[0] == links[1]


@of_each_tool
@pytest.mark.slow
def test_a_quick_start_finds_all_of_many_parts(
    one_file: Path, tmp_path: Path, tool: str
) -> None:
    # R reads Parquet with a package of its own, which may be missing.
    root = cut_package(one_file, tmp_path / "p", parts=5, has_csv=tool == "R")

    printed = run_start(tool, describe(root), root)

    assert "42" in printed


def test_many_parts_are_listed_by_the_first_and_the_last(
    one_file: Path, tmp_path: Path
) -> None:
    part = describe(cut_package(one_file, tmp_path / "p", parts=5))

    first, last = (f"data/claims/part-0000{number}.parquet" for number in (0, 4))
    assert f"| [{first}]({first}) to [{last}]({last}) (5 files) |" in part
    assert "part-00002" not in part


def change_type(path: Path, column: str) -> None:
    """Store an integer column of a Parquet file in 64 bits."""
    table = parquet.read_table(path)
    place = table.schema.get_field_index(column)
    table = table.set_column(place, column, table[column].cast(pa.int64()))
    parquet.write_table(table, path)


def test_parts_of_other_types_are_not_shown(tmp_path: Path, one_file: Path) -> None:
    root = cut_package(one_file, tmp_path / "p", parts=2)
    path = "data/claims/part-00001.parquet"
    change_type(root / path, "place_precision")

    with pytest.raises(SourceError) as caught:
        read_tables(Folder(root), "datapackage.json", SCHEMA)

    assert str(caught.value).startswith(
        f"{path}: found other types than in data/claims/part-00000.parquet;"
    )
