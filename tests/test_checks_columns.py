"""Cells of any table, in CSV and in Parquet: what is found, placed and counted."""

from __future__ import annotations

import io
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.checks.package import MOST_DESCRIBED, check_package
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rest, Severity
from packages import SCHEMA, check, edit_descriptor, write_files, write_foreign

ID: dict[str, Any] = {
    "name": "id",
    "type": "integer",
    "constraints": {"required": True},
}


def write_parquet(root: Path, table: pa.Table, fields: list[Any]) -> Path:
    """A package of another model with one table, stored as Parquet."""
    write_foreign(root, "", fields)
    buffer = io.BytesIO()
    parquet.write_table(table, buffer, write_page_checksum=True)
    write_files(root, {"t.parquet": buffer.getvalue()})
    edit_descriptor(
        root, lambda content: content["resources"][0].update(path="t.parquet")
    )
    (root / "t.csv").unlink()
    return root


def test_more_findings_than_are_described_are_counted(tmp_path: Path) -> None:
    count = MOST_DESCRIBED + 70_000
    write_foreign(tmp_path, "id\n" + "x\n" * count, [ID])

    found = list(check_package(Folder(tmp_path), SCHEMA))

    assert sum(isinstance(item, Finding) for item in found) == MOST_DESCRIBED
    assert found[-1] == Rest(
        code="type-error",
        severity=Severity.ERROR,
        location=Location(path="t.csv", resource="t"),
        count=count - MOST_DESCRIBED,
    )


def test_rows_with_several_faults_are_all_described_or_all_counted(
    tmp_path: Path,
) -> None:
    fields = [ID, {**ID, "name": "n"}, {**ID, "name": "m"}]
    extra = "x,1,x,1\n"  # a type error, another one, and a cell too many
    write_foreign(tmp_path, "id,n,m\n" + extra * 1000 + "1,x\n", fields)

    described = list(check_package(Folder(tmp_path), SCHEMA))[:MOST_DESCRIBED]
    rest = list(check_package(Folder(tmp_path), SCHEMA))[MOST_DESCRIBED:]

    codes = [item.code for item in described if isinstance(item, Finding)]
    assert codes == [*["extra-cell", "type-error", "type-error"] * 333, "extra-cell"]
    assert [(item.code, item.count) for item in rest if isinstance(item, Rest)] == [
        ("extra-cell", 1000 - 334),
        ("missing-cell", 1),
        ("type-error", 2001 - 666),
    ]


def test_repeated_keys_beyond_those_that_are_described_are_counted(
    tmp_path: Path,
) -> None:
    write_foreign(tmp_path, "id\n" + "1\n" * 3000, [ID], primaryKey="id")

    found = list(check_package(Folder(tmp_path), SCHEMA))

    assert isinstance(found[-1], Rest)
    assert (found[-1].code, found[-1].count) == ("primary-key", 2999 - MOST_DESCRIBED)


def test_keys_are_equal_where_their_values_are(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\n1\n+1\n01\n2\n", [ID], primaryKey="id")

    found = [(item.code, item.location.row) for item in check(tmp_path)]

    assert found == [("primary-key", 2), ("primary-key", 3)]


def test_a_missing_value_is_no_word_of_the_column(tmp_path: Path) -> None:
    fields = [ID, {"name": "n", "type": "integer", "missingValues": ["-", "NA"]}]
    write_foreign(tmp_path, "id,n\n1,-\n2,NA\n3,\n", fields)

    found = [(item.code, item.location.row) for item in check(tmp_path)]

    assert found == [("type-error", 3)]


@pytest.mark.parametrize(
    ("mode", "csv", "codes"),
    [
        ("equal", "b,a\n1,2\n", []),
        ("equal", "b\n1\n", ["missing-label"]),
        ("subset", "c,b,a\n1,2,3\n", []),
        ("subset", "c,b\n1,2\n", ["missing-label"]),
        ("superset", "b\n1\n", []),
        ("superset", "b,c\n1,2\n", ["extra-label"]),
        ("partial", "c,b\n1,2\n", []),
        ("partial", "c,d\n1,2\n", ["fields-match"]),
        (["equal"], "b,a\n1,2\n", []),
        ("equal", "a,a,b\n1,2,3\n", ["duplicate-label"]),
        ("partial", "a,\n1,2\n", ["blank-label"]),
        ("equl", "a,b\n1,2\n", ["schema-error"]),
    ],
    ids=str,
)
def test_labels_and_columns_go_together_as_the_schema_says(
    tmp_path: Path, mode: object, csv: str, codes: list[str]
) -> None:
    write_foreign(tmp_path, csv, ["a", "b"], fieldsMatch=mode)

    assert [finding.code for finding in check(tmp_path)] == codes


def test_columns_that_match_by_name_are_checked_by_name(tmp_path: Path) -> None:
    write_foreign(tmp_path, "x,id\n1,a\n", [ID], fieldsMatch="subset")

    (finding,) = check(tmp_path)

    assert (finding.code, finding.location.field) == ("type-error", "id")


@pytest.mark.parametrize("mode", ["exact", "equal"])
def test_a_hundred_thousand_labels_take_no_minutes(tmp_path: Path, mode: str) -> None:
    labels = ",".join(f"label{number}" for number in range(100_000))
    write_foreign(tmp_path, f"{labels}\n", ["label0"], fieldsMatch=mode)
    start = time.process_time()

    found = list(check_package(Folder(tmp_path), SCHEMA))

    assert time.process_time() - start < 10
    assert sum(each.count if isinstance(each, Rest) else 1 for each in found) == 99_999


def test_a_dialect_says_how_the_file_is_cut(tmp_path: Path) -> None:
    write_foreign(tmp_path, "# made by hand\n1;'a;b'\nx;c\n", [ID, "name"])
    dialect = {"delimiter": ";", "quoteChar": "'", "header": False, "commentChar": "#"}
    edit_descriptor(
        tmp_path, lambda content: content["resources"][0].update(dialect=dialect)
    )

    (finding,) = check(tmp_path)

    assert finding.code == "type-error"
    assert (finding.location.row, finding.location.line) == (2, 3)


def test_schema_and_dialect_may_stand_in_files_of_their_own(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id;n\n1;2\nx;3\n", [ID])
    schema = b'{"fields": [{"name": "id", "type": "integer"}, {"name": "n"}]}'
    write_files(tmp_path, {"s.json": schema, "d.json": b'{"delimiter": ";"}'})
    edit_descriptor(
        tmp_path,
        lambda content: content["resources"][0].update(
            schema="s.json", dialect="d.json"
        ),
    )

    (finding,) = check(tmp_path)

    assert (finding.code, finding.location.row) == ("type-error", 2)


def test_a_schema_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\n1\n", [ID])
    edit_descriptor(
        tmp_path, lambda content: content["resources"][0].update(schema="s.json")
    )

    assert [finding.code for finding in check(tmp_path)] == [
        "reference-file",
        "resource-not-checked",
        "nothing-checked",
    ]


def test_a_dialect_file_that_is_not_there_is_told_once(tmp_path: Path) -> None:
    write_foreign(tmp_path, "id\n1\n", [ID])
    edit_descriptor(
        tmp_path, lambda content: content["resources"][0].update(dialect="d.json")
    )

    assert [finding.code for finding in check(tmp_path)] == ["reference-file"]


def test_parquet_is_checked_as_csv_is(tmp_path: Path) -> None:
    table = pa.table(
        {
            "id": pa.array([1, None, 3], pa.int64()),
            "kind": pa.array(["a", "b", None]).dictionary_encode(),
            "day": pa.array(["2024-01-05", "x", None]),
        }
    )
    fields = [
        ID,
        {"name": "kind", "type": "string", "constraints": {"enum": ["a"]}},
        {"name": "day", "type": "yearmonth"},
    ]
    write_parquet(tmp_path, table, fields)

    found = [(f.code, f.location.row, f.location.field) for f in check(tmp_path)]

    assert found == [
        ("type-error", 1, "day"),
        ("constraint-error", 2, "id"),
        ("constraint-error", 2, "kind"),
        ("type-error", 2, "day"),
    ]


def test_a_stored_type_that_holds_no_such_values_is_an_error(tmp_path: Path) -> None:
    table = pa.table({"id": ["1", "2"], "name": ["a", "b"]})
    write_parquet(tmp_path, table, [ID, "name"])

    assert check(tmp_path) == [
        Finding(
            code="stored-type",
            severity=Severity.ERROR,
            location=Location(path="t.parquet", resource="t", field="id"),
            message='the column is stored as "string"',
            expected="a type that holds integer",
        )
    ]


def test_nested_columns_are_read_value_by_value(tmp_path: Path) -> None:
    table = pa.table({"id": [1, 2], "tags": [["a"], ["b", "c"]]})
    limits = {"maxLength": 1}
    fields = [ID, {"name": "tags", "type": "array", "constraints": limits}]
    write_parquet(tmp_path, table, fields)

    found = [(f.code, f.location.row, f.message) for f in check(tmp_path)]

    assert found == [("constraint-error", 2, 'found "["b","c"]"')]


NESTED: dict[str, tuple[dict[str, Any], pa.Array]] = {
    "a list of integers": (
        {"type": "list", "itemType": "integer", "constraints": {"minLength": 2}},
        pa.array([[1, 2], None]),
    ),
    "a list of words with the delimiter": (
        {"type": "list", "constraints": {"maxLength": 1}},
        pa.array([["a,b"], []]),
    ),
    "a point as a list": (
        {"type": "geopoint", "format": "array"},
        pa.array([[90.5, 45.5], [0.0, 0.0]], pa.list_(pa.float64(), 2)),
    ),
    "a point as a struct": (
        {"type": "geopoint", "format": "object"},
        pa.array([{"lon": 90.5, "lat": 45.5}, None]),
    ),
}


@pytest.mark.parametrize("name", NESTED)
def test_a_stored_list_or_point_is_a_value_of_its_type(
    tmp_path: Path, name: str
) -> None:
    declared, column = NESTED[name]
    table = pa.table({"id": [1, 2], "nested": column})

    write_parquet(tmp_path, table, [ID, {"name": "nested", **declared}])

    assert check(tmp_path) == []


def test_keys_of_parquet_and_csv_tables_are_compared(tmp_path: Path) -> None:
    write_parquet(tmp_path, pa.table({"id": [1, 2]}), [ID])
    reference = {"fields": ["to"], "reference": {"resource": "t", "fields": ["id"]}}
    other = {
        "name": "u",
        "path": "u.csv",
        "schema": {
            "fields": [{"name": "to", "type": "integer"}],
            "foreignKeys": [reference],
        },
    }
    write_files(tmp_path, {"u.csv": b"to\n1\n3\n02\n"})
    edit_descriptor(tmp_path, lambda content: content["resources"].append(other))

    (finding,) = check(tmp_path)

    assert (finding.code, finding.message) == (
        "foreign-key",
        '"3" is not in "t", id',
    )
