"""Twins of any package: equal values, in whatever words, types and batches."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from claimpack.files import sha256_hex
from claimpack.findings import Finding, Location, Severity
from packages import Row, check, dump, edit_descriptor, write_files, write_foreign

TWIN: Row = {"name": "t-parquet", "twinOf": "t", "path": "t.parquet", "format": "pq"}


def write_twins(
    root: Path, csv: str, twin: pa.Table, *fields: Row | str, **schema: object
) -> Path:
    """Write a package of another model with the table `t` in CSV and its twin."""
    write_foreign(root, csv, fields, **schema)
    write_files(root, {"t.parquet": dump(twin)})
    edit_descriptor(root, lambda content: content["resources"].append(TWIN))
    return root


def declare_hash(root: Path, csv: str) -> None:
    """Say of the twin that its rows are those of some CSV."""
    content_hash = f"sha256:{sha256_hex(csv.encode())}"
    edit_descriptor(
        root, lambda content: content["resources"][1].update(contentHash=content_hash)
    )


ZONED = pa.timestamp("us", "UTC")
EQUAL: dict[str, tuple[Row, list[str], pa.Array]] = {
    "text": ({"type": "string"}, ["a", "NA", ""], pa.array(["a", "NA", None])),
    "a dictionary": ({}, ["a", "a"], pa.array(["a", "a"]).dictionary_encode()),
    "a missing value": (
        {"type": "integer", "missingValues": ["NA", "-"]},
        ["1", "NA", "-"],
        pa.array([1, None, None]),
    ),
    "missing text": (
        {"type": "string", "missingValues": ["NA"]},
        ["a", "NA", ""],
        pa.array(["a", None, ""]),
    ),
    "integers": ({"type": "integer"}, ["+1", "007", "-0"], pa.array([1, 7, 0])),
    "grouped digits": ({"type": "integer", "groupChar": "_"}, ["1_0"], pa.array([10])),
    "doubles": (
        {"type": "number"},
        ["1.0", "-0", "nan", "-INF", "1E300", "0.10000000000000000001"],
        pa.array([1.0, 0.0, math.nan, -math.inf, 1e300, 0.1]),
    ),
    "a zero below zero": ({"type": "number"}, ["0"], pa.array([-0.0])),
    "half floats": ({"type": "number"}, ["0.50"], pa.array([0.5], pa.float16())),
    "whole numbers": ({"type": "number"}, ["1.0", "2e0"], pa.array([1, 2])),
    "decimals": ({"type": "number"}, ["0.50"], pa.array([Decimal("0.5")])),
    "booleans": (
        {"type": "boolean", "trueValues": ["yes"], "falseValues": ["no"]},
        ["yes", "no"],
        pa.array([True, False]),
    ),
    "dates of a format": (
        {"type": "date", "format": "%d.%m.%Y"},
        ["06.05.2031"],
        pa.array([date(2031, 5, 6)]),
    ),
    "moments": (
        {"type": "datetime"},
        ["2031-05-06T09:00:00+02:00"],
        pa.array([datetime(2031, 5, 6, 7, tzinfo=UTC)], ZONED),
    ),
    "moments of nanoseconds": (
        {"type": "datetime"},
        ["1970-01-01T00:00:00.000000001"],
        pa.array([1], pa.timestamp("ns")),
    ),
    "times of nanoseconds": (
        {"type": "time", "format": "%H:%M:%S.%f"},
        ["00:00:00.000001"],
        pa.array([1000], pa.time64("ns")),
    ),
    "durations of nanoseconds": (
        {"type": "duration"},
        ["-PT0.000000001S"],
        pa.array([-1], pa.duration("ns")),
    ),
    "a year": ({"type": "year"}, ["2031"], pa.array([2031])),
    "lists": ({"type": "list"}, ['"a,b"'], pa.array([["a", "b"]])),
    "no value": ({"type": "integer"}, ["", ""], pa.nulls(2)),
}
"""A column as it is declared, its cells in CSV, and as it is stored."""


@pytest.mark.parametrize("name", EQUAL)
def test_equal_values_are_no_difference(tmp_path: Path, name: str) -> None:
    declared, cells, stored = EQUAL[name]
    csv = "".join(f"{row},{cell}\n" for row, cell in enumerate(["a", *cells]))
    twin = pa.table({"0": range(1, len(cells) + 1), "a": stored})
    fields: list[Row] = [{"name": "0", "type": "integer"}, {"name": "a", **declared}]

    assert check(write_twins(tmp_path, csv, twin, *fields)) == []


OTHER: dict[str, tuple[Row, str, pa.Array, str, str]] = {
    "text": ({}, "a", pa.array(["b"]), '"b"', '"a"'),
    "an empty text": ({}, "", pa.array([""]), '""', "an empty cell"),
    "a text for none": ({}, "", pa.array(["a"]), '"a"', "an empty cell"),
    "none for a text": ({}, "a", pa.array([None], pa.string()), "an empty cell", '"a"'),
    "an infinite number": (
        {"type": "number"},
        "1e999",
        pa.array([math.inf]),
        '"INF"',
        '"1E+999"',
    ),
    "a number of four bytes": (
        {"type": "number"},
        "0.1",
        pa.array([0.1], pa.float32()),
        '"0.10000000149011612"',
        '"0.1"',
    ),
    "a long integer": (
        {"type": "integer"},
        "9007199254740993",
        pa.array([9007199254740992]),
        '"9007199254740992"',
        '"9007199254740993"',
    ),
    "a time between two microseconds": (
        {"type": "time", "format": "%H:%M:%S.%f"},
        "00:00:00.000001",
        pa.array([1001], pa.time64("ns")),
        '"1001 in time64[ns]"',
        '"00:00:00.000001"',
    ),
    "a day of no calendar": (
        {"type": "date"},
        "2031-05-06",
        pa.array([10_000_000], pa.date32()),
        '"10000000 in date32[day]"',
        '"2031-05-06"',
    ),
}
"""A column as it is declared, a cell in CSV and as it is stored, and both as shown."""


@pytest.mark.parametrize("name", OTHER)
def test_another_value_is_a_difference(tmp_path: Path, name: str) -> None:
    declared, cell, stored, found, expected = OTHER[name]
    twin = pa.table({"0": [1], "a": stored})
    fields: list[Row] = [{"name": "0", "type": "integer"}, {"name": "a", **declared}]

    (finding,) = check(write_twins(tmp_path, f"0,a\n1,{cell}\n", twin, *fields))

    assert finding == Finding(
        code="twin-differs",
        severity=Severity.ERROR,
        location=Location(path="t.parquet", resource="t-parquet", row=1, field="a"),
        message=f"found {found}; cells that differ from the CSV file: 1",
        expected=f"{expected}, as in t.csv",
        hint="build the package again; never edit one of the two files",
    )


def test_all_cells_that_differ_are_counted_and_the_top_row_is_named(
    tmp_path: Path,
) -> None:
    numbers = list(range(150_000))
    words = [f"a word with the number {number}" for number in numbers]
    csv = "a,b\n" + "".join(f"{number},{words[number]}\n" for number in numbers)
    numbers[149_000] = -1
    words[148_000] = words[149_000] = "other"
    twin = pa.table({"a": numbers, "b": words})
    fields: list[Row] = [{"name": "a", "type": "integer"}, {"name": "b"}]

    (finding,) = check(write_twins(tmp_path, csv, twin, *fields))

    assert (finding.location.row, finding.location.field) == (148_001, "b")
    assert finding.message == 'found "other"; cells that differ from the CSV file: 3'
    assert finding.expected == '"a word with the number 148000", as in t.csv'


@pytest.mark.parametrize(
    "csv",
    ['a,b\r\n1,"x\r\ny"\r\n2,z\r\n', 'a,b\n1,"x\r\ny"\n"2","z"', "b,a\nq,2\n"],
    ids=["CRLF", "quotes", "other order"],
)
def test_a_file_in_another_form_is_compared_with_its_twin(
    tmp_path: Path, csv: str
) -> None:
    is_turned = csv.startswith("b")
    rows: dict[str, Any] = {"a": [1, 2], "b": ["x\r\ny", "z"]}
    twin = pa.table({"a": [2], "b": ["q"]} if is_turned else rows)
    fields: list[Row] = [{"name": "a", "type": "integer"}, {"name": "b"}]

    root = write_twins(tmp_path, csv, twin, *fields, fieldsMatch="equal")

    assert check(root) == []


def test_the_twin_of_several_files_has_the_rows_of_all(tmp_path: Path) -> None:
    twin = pa.table({"a": [1, 2, 3, 5]})
    field: Row = {"name": "a", "type": "integer"}
    root = write_twins(tmp_path, "a\n1\n2\n", twin, field)
    write_files(root, {"u.csv": b"a\r\n3\r\n4\r\n"})
    edit_descriptor(
        root, lambda content: content["resources"][0].update(path=["t.csv", "u.csv"])
    )

    (finding,) = check(root)

    assert (finding.location.row, finding.location.field) == (4, "a")
    assert finding.message == 'found "5"; cells that differ from the CSV file: 1'


@pytest.mark.parametrize("csv", ["a\n", "a\r\n"], ids=["LF", "CRLF"])
def test_a_table_without_rows_has_a_twin_without_rows(tmp_path: Path, csv: str) -> None:
    twin = pa.table({"a": pa.array([], pa.string())})

    assert check(write_twins(tmp_path, csv, twin, "a")) == []


@pytest.mark.parametrize(
    ("csv", "code"),
    [("a\n1\n", "twin-rows"), ("a\n1\n2\n3\n", "twin-rows"), ("a\n1\n2\n", None)],
    ids=["fewer", "more", "as many"],
)
def test_both_files_have_as_many_rows(
    tmp_path: Path, csv: str, code: str | None
) -> None:
    field: Row = {"name": "a", "type": "integer"}

    found = check(write_twins(tmp_path, csv, pa.table({"a": [1, 2]}), field))

    assert [finding.code for finding in found] == ([code] if code else [])


def test_a_cell_that_cannot_be_read_is_like_an_empty_one(tmp_path: Path) -> None:
    twin = pa.table({"a": pa.array([None, 2], pa.int64())})
    field: Row = {"name": "a", "type": "integer"}

    found = check(write_twins(tmp_path, "a\nx\n2\n", twin, field))

    assert [finding.code for finding in found] == ["type-error"]


def test_a_twin_stored_in_another_type_is_an_error(tmp_path: Path) -> None:
    twin = pa.table({"a": ["1"], "b": ["y"]})
    fields: list[Row] = [{"name": "a", "type": "integer"}, {"name": "b"}]

    found = check(write_twins(tmp_path, "a,b\n1,x\n", twin, *fields))

    assert [(finding.code, finding.location.field) for finding in found] == [
        ("stored-type", "a"),
        ("twin-differs", "b"),
    ]
    assert found[0].expected == "a type that holds integer"


def test_the_content_hash_is_of_the_rows_as_we_write_them(tmp_path: Path) -> None:
    csv = 'a,b\n"+1","x"\n2,"y, ""z"""\n'
    twin = pa.table({"a": [1.0, 2.0], "b": ["x", 'y, "z"']})
    fields: list[Row] = [{"name": "a", "type": "number"}, {"name": "b"}]
    root = write_twins(tmp_path, csv, twin, *fields)

    declare_hash(root, 'a,b\n1,x\n2,"y, ""z"""\n')
    as_we_write = check(root)
    declare_hash(root, csv)
    as_it_is = check(root)

    assert as_we_write == []
    assert [finding.code for finding in as_it_is] == ["content-hash"]


def test_the_twin_of_a_file_that_cannot_be_read_is_verified(tmp_path: Path) -> None:
    table = pa.table({"b": [str(number) for number in range(1000)]})
    root = write_twins(tmp_path, "", table, "a")
    unread = check(root)
    content = bytearray((root / "t.parquet").read_bytes())
    content[100] ^= 1
    (root / "t.parquet").write_bytes(content)

    damaged = check(root)

    assert [finding.code for finding in unread] == ["blank-header"]
    assert [finding.code for finding in damaged] == ["blank-header", "parquet-error"]


def test_only_a_table_in_csv_has_a_twin(tmp_path: Path) -> None:
    root = write_twins(tmp_path, "a\n1\n", pa.table({"a": ["1"]}), "a")
    edit_descriptor(
        root, lambda content: content["resources"][0].update(path="t.parquet")
    )

    (finding,) = check(root)

    assert finding.code == "reference-error"
    assert finding.message == '`twinOf` names "t", which is no table in CSV here'
