"""Keys: primary, unique and foreign ones."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.findings import Finding, Location, Severity
from packages import Row, check, write_foreign

Make = Callable[[Path], object]
ID: Row = {"name": "id", "type": "integer", "constraints": {"required": True}}


def table(csv: str, **schema: object) -> Make:
    """A package of another model with the columns id (required integer) and name."""
    return lambda root: write_foreign(root, csv, [ID, "name"], **schema)


def point_to_codes(root: Path) -> Path:
    """A package whose foreign key is broken by its second row."""
    key = {"fields": ["name"], "reference": {"resource": "", "fields": ["parent"]}}
    csv = "id,name,parent\n1,alpha,alpha\n2,alhpa,beta\n3,,\n"
    return write_foreign(root, csv, [ID, "name", "parent"], foreignKeys=[key])


CASES: dict[str, Make] = {
    "primary-key": table("id,name\n1,a\n1,b\n", primaryKey=["id"]),
    "unique-error": table("id,name\n1,a\n2,a\n", uniqueKeys=[["name"]]),
    "foreign-key": point_to_codes,
}
"""By code: how to make the smallest package that has it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    CASES[code](tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [code]


def test_a_part_of_a_primary_key_is_never_empty(tmp_path: Path) -> None:
    table("id,name\n1,a\n1,\n", primaryKey=["id", "name"])(tmp_path)

    (finding,) = check(tmp_path)

    assert (finding.code, finding.location.field) == ("primary-key", "name")
    assert finding.message == "the key has an empty part"


def test_a_key_of_a_thousand_columns_takes_no_minutes(tmp_path: Path) -> None:
    names = [f"column{number}" for number in range(1000)]
    csv = f"{','.join(names)}\n{'a,' * 999}\n"
    root = write_foreign(tmp_path, csv, names, primaryKey=names)
    start = time.process_time()

    (finding,) = check(root)

    assert time.process_time() - start < 10
    assert finding.location.field == "column999"


def test_an_empty_part_makes_a_unique_key_unlike_all_others(tmp_path: Path) -> None:
    table("id,name\n1,\n1,\n", uniqueKeys=[["id", "name"]])(tmp_path)

    assert check(tmp_path) == []


def test_a_unique_column_has_each_value_once(tmp_path: Path) -> None:
    field = {"name": "x", "type": "integer", "constraints": {"unique": True}}
    write_foreign(tmp_path, "x,y\n1,a\n01,b\n,\n", [field, "y"])

    assert [(item.code, item.message) for item in check(tmp_path)] == [
        ("blank-row", "a blank row"),
        ("unique-error", '"1" stands in row 1 too'),
    ]


def test_a_missing_key_gets_the_nearest_that_exists(tmp_path: Path) -> None:
    point_to_codes(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="foreign-key",
            severity=Severity.ERROR,
            location=Location(path="t.csv", line=3, resource="t", row=2, field="name"),
            message='"alhpa" is not in "t", parent',
            expected="the key of a row that exists",
            hint='did you mean "alpha"?',
        )
    ]


def test_a_composite_foreign_key_is_compared_as_a_whole(tmp_path: Path) -> None:
    key = {"fields": ["a", "b"], "reference": {"fields": ["c", "d"]}}
    csv = "a,b,c,d\n1,2,1,2\n1,4,3,4\n,9,,\n"
    write_foreign(tmp_path, csv, list("abcd"), foreignKeys=[key])

    (finding,) = check(tmp_path)

    assert finding.message == '"1", "4" is not in "t", c, d'
    assert (finding.location.row, finding.location.field) == (2, None)


def test_keys_of_columns_that_the_file_does_not_have_are_passed_over(
    tmp_path: Path,
) -> None:
    key = {"fields": ["name"], "reference": {"fields": ["id"]}}
    table("id\n1\n", primaryKey="name", uniqueKeys=[["name"]], foreignKeys=[key])(
        tmp_path
    )

    assert [finding.code for finding in check(tmp_path)] == ["missing-label"]


def test_hints_are_given_for_the_first_missing_keys_only(tmp_path: Path) -> None:
    key = {"fields": ["name"], "reference": {"fields": ["parent"]}}
    rows = "".join(f"{number},alhpa,alpha\n" for number in range(25))
    write_foreign(
        tmp_path, "id,name,parent\n" + rows, [ID, "name", "parent"], foreignKeys=[key]
    )

    hints = [finding.hint for finding in check(tmp_path)]

    assert hints == ['did you mean "alpha"?'] * 20 + [None] * 5
