"""An id that has a tombstone is not in use."""

from pathlib import Path

import pytest

from claimpack.checks import package as checks
from claimpack.checks.package import check_package
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rest, Severity
from packages import (
    SCHEMA,
    check,
    edit_descriptor,
    write_descriptor,
    write_files,
    write_package,
)

STRINGS = [{"name": name, "type": "string"} for name in ("id", "table")]


def write(root: Path, stones: str, key: list[str]) -> Path:
    """Write the towns Oslo, Bergen and Hamar, and tombstones."""
    fields = [{"name": "id", "type": "string"}, {"name": "n", "type": "string"}]
    towns = {
        "name": "towns",
        "path": "towns.csv",
        "schema": {"fields": fields, "primaryKey": key},
    }
    header = stones.split("\n", 1)[0].split(",")
    columns = [{"name": name, "type": "string"} for name in header]
    withdrawn = {"name": "withdrawn", "path": "w.csv", "schema": {"fields": columns}}
    files = {
        "towns.csv": b"id,n\noslo,1\nbergen,2\nhamar,3\n",
        "w.csv": stones.encode(),
    }
    write_files(root, files)
    write_descriptor(root, {"resources": [towns, withdrawn]})
    return root


STONES = "id,table\nhamar,towns\noslo,towns\nbergen,rivers\n"


def test_each_row_with_a_withdrawn_id_is_found(tmp_path: Path) -> None:
    findings = check(write(tmp_path, STONES, ["id"]))

    assert [(it.code, it.location.row) for it in findings] == [
        ("withdrawn-id", 1),
        ("withdrawn-id", 3),
    ]
    assert findings[0] == Finding(
        code="withdrawn-id",
        severity=Severity.ERROR,
        location=Location(
            path="towns.csv", line=2, resource="towns", row=1, field="id"
        ),
        message='the id "oslo" was withdrawn',
        expected="an id that was never used",
        hint="give the row another id, or remove the tombstone if it is wrong",
    )


def test_beyond_the_limit_they_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "MOST_DESCRIBED", 1)
    write(tmp_path, STONES, ["id"])

    found = list(check_package(Folder(tmp_path), SCHEMA))

    place = Location(path="towns.csv", resource="towns")
    assert [type(each) for each in found] == [Finding, Rest]
    assert found[1] == Rest(
        code="withdrawn-id", severity=Severity.ERROR, location=place, count=1
    )


@pytest.mark.parametrize(
    ("stones", "key"),
    [(STONES, ["id", "n"]), (STONES, []), ("id,what\nhamar,towns\n", ["id"])],
    ids=["a key of two columns", "no key", "a table of another form"],
)
def test_only_ids_and_tombstones_are_compared(
    tmp_path: Path, stones: str, key: list[str]
) -> None:
    assert check(write(tmp_path, stones, key)) == []


def test_a_package_of_the_model_may_have_tombstones(tmp_path: Path) -> None:
    package = write_package(tmp_path)
    (package / "data/withdrawn.csv").write_text("id,table\nd1.e1,claims\n")
    resource = {
        "name": "withdrawn",
        "path": "data/withdrawn.csv",
        "schema": {"fields": STRINGS},
    }
    edit_descriptor(package, lambda it: it["resources"].append(resource))

    (finding,) = check(package)

    assert finding.code == "withdrawn-id"
    assert finding.location.row == 1
