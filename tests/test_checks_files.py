"""Files of a package: bytes, hashes, strays, Parquet, and the two files of a table."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.findings import Finding, Location, Severity
from packages import (
    check,
    dump,
    edit_descriptor,
    edit_file,
    in_turn,
    replace_file,
    write_descriptor,
    write_files,
    write_foreign,
    write_package,
)

Make = Callable[[Path], object]
CLAIMS = "data/claims.parquet"


def change_twin(change: Callable[[pa.Table], pa.Table]) -> Make:
    """A valid package with twins, then the claims of one twin changed."""

    def make(root: Path) -> None:
        write_package(root, twins=True)
        table = parquet.read_table(root / CLAIMS)
        replace_file(root, CLAIMS, dump(change(table)))

    return make


def set_column(name: str, values: list[Any], kind: pa.DataType) -> Make:
    """A valid package with twins, then one column of a twin replaced."""

    def change(table: pa.Table) -> pa.Table:
        index = table.column_names.index(name)
        return table.set_column(index, name, pa.array(values, kind))

    return change_twin(change)


def flip_byte(root: Path) -> None:
    """Damage a page of a Parquet file; the descriptor knows the damaged bytes."""
    write_package(root, twins=True)
    content = bytearray((root / CLAIMS).read_bytes())
    content[len(content) // 8] ^= 1
    replace_file(root, CLAIMS, bytes(content))


def hide_content_hash(make: Make) -> Make:
    """The same package, without the hash of the rows of `claims`."""

    def change(content: dict[str, Any]) -> None:
        for resource in content["resources"]:
            resource.pop("contentHash", None)

    return in_turn(make, lambda root: edit_descriptor(root, change))


def set_resource(**properties: object) -> Make:
    """A valid package of another model, a property of its resource set."""
    return lambda root: edit_descriptor(
        write_foreign(root, "a\nx\n", ["a"]),
        lambda content: content["resources"][0].update(properties),
    )


CASES: dict[str, Make] = {
    "scheme-error": set_resource(path="u.csv"),
    "byte-count": set_resource(bytes=5),
    "hash-count": set_resource(hash="sha256:" + "0" * 64),
    "hash-not-checked": set_resource(hash="crc32:00"),
    "stray-file": in_turn(
        write_package,
        lambda root: write_files(root, {"data/claims_old.csv": b"a\n"}),
    ),
    "unfinished-build": in_turn(
        write_package,
        lambda root: write_files(root, {".build/journal.json": b"{}"}),
    ),
    "parquet-error": flip_byte,
    "stored-type": hide_content_hash(
        set_column("place_precision", [None, None], pa.int64())
    ),
    "twin-columns": change_twin(lambda table: table.drop_columns(["unit"])),
    "twin-rows": hide_content_hash(change_twin(lambda table: table.slice(0, 1))),
    "twin-differs": hide_content_hash(
        set_column("quantity", [None, 41.0], pa.float64())
    ),
    "content-hash": lambda root: edit_descriptor(
        write_package(root, twins=True),
        lambda content: content["resources"][1].update(contentHash="sha256:0"),
    ),
}
"""By code: how to make the smallest package that has it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    CASES[code](tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [code]


def test_a_package_with_twins_is_valid(tmp_path: Path) -> None:
    assert check(write_package(tmp_path, twins=True)) == []


@pytest.mark.parametrize("algorithm", ["", "md5", "sha1", "sha256", "SHA512"])
def test_hashes_are_computed_by_their_algorithm(tmp_path: Path, algorithm: str) -> None:
    digest = hashlib.new(algorithm or "md5", b"a\nx\n").hexdigest()
    set_resource(hash=f"{algorithm}:{digest}".lstrip(":"))(tmp_path)

    assert check(tmp_path) == []


def test_a_wrong_hash_shows_both(tmp_path: Path) -> None:
    set_resource(hash="md5:0")(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="hash-count",
            severity=Severity.ERROR,
            location=Location(path="t.csv", resource="t"),
            message="the hash of the file is 499abb6fc48aea576fef06c17b7c0802",
            expected='"0"',
            hint="restore the file, or build the package again",
        )
    ]


@pytest.mark.parametrize("kind", ["link", "fifo", "folder", "linked folder"])
def test_only_regular_files_are_read_and_nothing_waits(
    tmp_path: Path, kind: str
) -> None:
    root = write_foreign(tmp_path / "p", "a\nx\n", ["a"])
    (root / "t.csv").rename(tmp_path / "t.csv")
    if kind == "link":
        (root / "t.csv").symlink_to(tmp_path / "t.csv")
    elif kind == "fifo":
        os.mkfifo(root / "t.csv")
    elif kind == "folder":
        (root / "t.csv").mkdir()
    else:
        (root / "d").symlink_to(tmp_path)
        set_path = {"path": "d/t.csv"}
        edit_descriptor(root, lambda content: content["resources"][0].update(set_path))

    assert [finding.code for finding in check(root)] == ["scheme-error"]


def test_a_stray_file_in_a_package_of_another_model_is_a_warning(
    tmp_path: Path,
) -> None:
    write_files(tmp_path, {"d/t.csv": b"a\nx\n", "d/u.csv": b"", "d/e/v.txt": b""})
    schema = {"fields": [{"name": "a", "type": "string"}]}
    table = {"name": "t", "path": "./d/t.csv", "schema": schema}
    other = {"name": "v", "path": "d/e/v.txt"}
    write_descriptor(tmp_path, {"resources": [table, other]})

    assert [(finding.severity, finding.location) for finding in check(tmp_path)] == [
        ("warning", Location(path="d/u.csv"))
    ]


def test_the_first_cell_that_differs_is_named(tmp_path: Path) -> None:
    CASES["twin-differs"](tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="twin-differs",
            severity=Severity.ERROR,
            location=Location(
                path=CLAIMS, resource="claims-parquet", row=2, field="quantity"
            ),
            message='found "41"; cells that differ from the CSV file: 1',
            expected='"40", as in data/claims.csv',
            hint="build the package again; never edit one of the two files",
        )
    ]


def test_an_empty_cell_in_a_twin_is_not_an_empty_string(tmp_path: Path) -> None:
    hide_content_hash(set_column("unit", ["", "person"], pa.string()))(tmp_path)

    (finding,) = check(tmp_path)

    assert finding.message == 'found ""; cells that differ from the CSV file: 1'
    assert finding.expected == "an empty cell, as in data/claims.csv"


def test_the_content_hash_is_of_the_rows_of_the_parquet_file(tmp_path: Path) -> None:
    set_column("quantity", [None, 41.0], pa.float64())(tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [
        "twin-differs",
        "content-hash",
    ]


def test_a_column_of_another_stored_type_is_not_compared(tmp_path: Path) -> None:
    hide_content_hash(set_column("quantity", ["", "41"], pa.string()))(tmp_path)

    assert [finding.code for finding in check(tmp_path)] == ["stored-type"]


def test_a_twin_of_a_file_that_cannot_be_read_is_left_alone(tmp_path: Path) -> None:
    write_package(tmp_path, twins=True)
    (tmp_path / "data/codes.csv").unlink()

    assert [finding.code for finding in check(tmp_path)] == ["scheme-error"]


def test_a_twin_of_a_file_with_a_wrong_label_is_not_compared(tmp_path: Path) -> None:
    write_package(tmp_path, twins=True)
    edit_file(tmp_path, "data/codes.csv", "definition", "meaning")

    assert [finding.code for finding in check(tmp_path)] == ["incorrect-label"]


def write_twins(root: Path, stored: pa.Table) -> Path:
    """A package of another model with the table `t` in CSV and in Parquet."""
    fields = [{"name": "year", "type": "year"}, {"name": "at", "type": "time"}]
    write_foreign(root, "year,at\n2031,06:05:00\n2032,-\n", fields, missingValues=["-"])
    write_files(root, {"t.parquet": dump(stored)})
    twin = {"name": "t-parquet", "path": "t.parquet", "twinOf": "t"}
    edit_descriptor(root, lambda content: content["resources"].append(twin))
    return root


@pytest.mark.parametrize(
    ("years", "times", "codes"),
    [
        ([2031, 2032], [time(6, 5), None], []),
        ([2031, 2033], [time(6, 5), None], ["twin-differs"]),
        ([2031], [time(6, 5)], ["twin-rows"]),
        ([2031.0, 2032.0], [time(6, 5), None], ["stored-type"]),
        ([2031, 2032], [time(6, 5), time(6, 5)], ["twin-differs"]),
    ],
    ids=["alike", "another year", "a row less", "years as floats", "a time more"],
)
def test_twins_of_another_model_are_compared_by_their_values(
    tmp_path: Path, years: list[Any], times: list[Any], codes: list[str]
) -> None:
    root = write_twins(tmp_path, pa.table({"year": years, "at": times}))

    assert [finding.code for finding in check(root)] == codes
