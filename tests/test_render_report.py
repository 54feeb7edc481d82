"""A script that reads a report of frictionless can read ours."""

from __future__ import annotations

import gzip
import json
import warnings
from pathlib import Path
from typing import Any

import pytest

from command_line import run_claimpack
from packages import Row, edit_descriptor, write_descriptor, write_files, write_foreign

CELL_KEYS = {"type", "tags", "cells", "rowNumber", "cell", "fieldName", "fieldNumber"}
ROW_KEYS = {"type", "tags", "cells", "rowNumber"}
LABEL_KEYS = {
    "type",
    "tags",
    "labels",
    "rowNumbers",
    "label",
    "fieldName",
    "fieldNumber",
}

FIELDS: list[Row | str] = [
    {"name": "id", "type": "integer"},
    "name",
    {"name": "killed", "type": "integer", "constraints": {"maximum": 100}},
]
CSV = """\
id,name,killed
1,"Anna
Berg",100
x,b,about 40

1,c
2,d,5,6
3,e,101
"""


def validate_by_frictionless(root: Path) -> Any:  # noqa: ANN401  # JSON
    """The report of frictionless on a package."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import frictionless

        report = frictionless.validate(str(root / "datapackage.json"))
    return report.to_dict()


def validate_by_us(root: Path) -> Any:  # noqa: ANN401  # JSON
    """Our report on a package."""
    return json.loads(run_claimpack("validate", "--format", "json", root).stdout)


def pick(report: Any, keys: set[str], code: str) -> list[dict[str, Any]]:  # noqa: ANN401  # JSON
    """Some keys of the errors with a code."""
    return [
        {key: error.get(key) for key in keys}
        for error in report["tasks"][0]["errors"]
        if error["type"] == code
    ]


@pytest.mark.parametrize(
    ("code", "keys"),
    [
        ("type-error", CELL_KEYS),
        ("constraint-error", CELL_KEYS),
        ("missing-cell", CELL_KEYS),
        ("extra-cell", CELL_KEYS),
        ("blank-row", ROW_KEYS),
        ("primary-key", ROW_KEYS),
    ],
)
def test_an_error_in_a_row_has_the_same_place_and_cells(
    tmp_path: Path, code: str, keys: set[str]
) -> None:
    write_foreign(tmp_path, CSV, FIELDS, primaryKey=["name"])
    write_files(tmp_path, {"t.csv": f"{CSV}4,c,1\n".encode()})

    theirs = pick(validate_by_frictionless(tmp_path), keys, code)
    ours = pick(validate_by_us(tmp_path), keys, code)

    assert theirs
    assert [error for error in theirs if error not in ours] == (
        # They take a blank row for one with an empty key.
        [{**error, "cells": []} for error in theirs if error["cells"] == []]
        if code == "primary-key"
        else []
    )


@pytest.mark.parametrize(
    ("code", "header"),
    [
        ("incorrect-label", "id,nmae,killed"),
        ("missing-label", "id,name"),
        ("blank-label", "id,,killed"),
    ],
)
def test_an_error_in_the_header_has_the_same_place_and_labels(
    tmp_path: Path, code: str, header: str
) -> None:
    write_foreign(tmp_path, f"{header}\n", FIELDS)

    theirs = pick(validate_by_frictionless(tmp_path), LABEL_KEYS, code)
    ours = pick(validate_by_us(tmp_path), LABEL_KEYS, code)

    assert theirs
    assert ours == theirs


WRITTEN: dict[str, tuple[str, bytes, Row]] = {
    "semicolons": ("t.csv", b"id;name\n1;a\nx;b\n", {"dialect": {"delimiter": ";"}}),
    "another encoding": (
        "t.csv",
        "id,name\n1,a\nx,é\n".encode("latin-1"),
        {"encoding": "latin-1"},
    ),
    "gzip": ("t.csv.gz", gzip.compress(b"id,name\n1,a\nx,b\n"), {}),
    "no labels": ("t.csv", b"1,a\nx,b\n", {"dialect": {"header": False}}),
    "a schema in a file": ("t.csv", b"id,name\n1,a\nx,b\n", {"schema": "s.json"}),
}


@pytest.mark.parametrize(
    ("path", "content", "properties"), WRITTEN.values(), ids=WRITTEN
)
def test_cells_and_labels_are_those_of_the_file_however_it_is_written(
    tmp_path: Path, path: str, content: bytes, properties: Row
) -> None:
    schema = {"fields": [{"name": "id", "type": "integer"}, {"name": "name"}]}
    files = {path: content, "s.json": json.dumps(schema).encode()}
    write_files(tmp_path, files)
    resource = {"name": "t", "path": path, "schema": schema, **properties}
    write_descriptor(tmp_path, {"resources": [resource]})

    theirs, ours = validate_by_frictionless(tmp_path), validate_by_us(tmp_path)

    assert ours["tasks"][0]["labels"] == theirs["tasks"][0]["labels"]
    (found,) = pick(theirs, CELL_KEYS, "type-error")
    assert pick(ours, CELL_KEYS, "type-error") == [found]


def test_the_report_and_its_tasks_have_their_keys(tmp_path: Path) -> None:
    write_foreign(tmp_path, CSV, FIELDS)

    theirs, ours = validate_by_frictionless(tmp_path), validate_by_us(tmp_path)

    (their_task,), (our_task,) = theirs["tasks"], ours["tasks"]
    assert set(theirs) <= set(ours)
    assert set(their_task) <= set(our_task)
    same = ("name", "type", "valid", "place", "labels")
    assert {key: our_task[key] for key in same} == {
        key: their_task[key] for key in same
    }
    for their_error in their_task["errors"]:
        (our_error,) = (
            error
            for error in our_task["errors"]
            if error["type"] == their_error["type"]
            and error.get("rowNumber") == their_error["rowNumber"]
            and error.get("fieldName") == their_error.get("fieldName")
        )
        assert set(their_error) <= set(our_error)


def test_a_column_is_found_whatever_the_descriptor_holds(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\na\n", ["id"])
    edit_descriptor(
        tmp_path,
        lambda content: content["resources"].extend(
            [1, {"name": "u", "schema": {"fields": 1}}, {"name": "v", "schema": "s"}]
        ),
    )

    report = validate_by_us(tmp_path)

    assert report["valid"] is False
    assert report["tasks"][0]["labels"] == ["id"]
