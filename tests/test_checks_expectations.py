"""Expectations that a package sets itself, and its rows as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.derivation import row_schema
from claimpack.errors import SchemaError
from claimpack.findings import Finding, Location, Severity
from claimpack.strict_json import format_json
from packages import (
    SCHEMA,
    change_rows,
    check,
    edit_descriptor,
    edit_file,
    write_files,
    write_foreign,
    write_package,
)

Make = Callable[[Path], object]


def expect(expectations: object) -> Make:
    """A valid package with expectations."""
    return lambda root: write_package(root, expect=expectations)


MET = {
    "rows": {"claims": {"rows_min": 2}},
    "no rows at all": {"claims": {"rows_min": 0}},
    "all cells": {"claims.certainty": {"filled": 1.0}},
    "half of the cells": {"claims.quantity": {"filled": 0.5}},
    "nothing": {},
}


CASES: dict[str, Make] = {
    "expectation": expect({"claims": {"rows_min": 3}}),
    "expectation-form": expect({"claim": {"rows_min": 1}}),
}
"""By code: how to make the smallest package that has it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    CASES[code](tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [code]


@pytest.mark.parametrize("name", MET)
def test_a_floor_that_is_met_has_no_finding(tmp_path: Path, name: str) -> None:
    expect(MET[name])(tmp_path)

    assert check(tmp_path) == []


def test_a_missed_floor_of_filled_cells_is_placed(tmp_path: Path) -> None:
    expect({"claims.quantity": {"filled": 0.75}})(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="expectation",
            severity=Severity.ERROR,
            location=Location(
                path="data/claims.csv",
                line=2,
                resource="claims",
                row=1,
                field="quantity",
            ),
            message='empty cells: 1 of 2, the first in "d1.e1"',
            expected="at least 75% of the cells filled",
        )
    ]


def test_a_missed_floor_of_a_table_without_a_key_is_placed_by_its_row(
    tmp_path: Path,
) -> None:
    write_foreign(tmp_path, "a,b\n1,\n", ["a", "b"])
    expect_more = {"expect": {"t.b": {"filled": 1}}}
    edit_descriptor(tmp_path, lambda content: content.update(claimpack=expect_more))

    (finding,) = check(tmp_path)

    assert finding.message == "empty cells: 1 of 1, the first here"


def test_a_missed_floor_of_rows_counts_them(tmp_path: Path) -> None:
    expect({"claims": {"rows_min": 3}})(tmp_path)

    (finding,) = check(tmp_path)

    assert (finding.message, finding.expected) == (
        "the number of rows is 2",
        "at least 3",
    )


@pytest.mark.parametrize(
    ("expectations", "hint"),
    [
        ([], None),
        ({"claims.certainity": {"filled": 1}}, 'did you mean "claims.certainty"?'),
        ({"claims": {"row_min": 1}}, 'did you mean "rows_min"?'),
        ({"claims": {"filled": 1}}, None),
        ({"claims.certainty": {"rows_min": 1}}, None),
        ({"claims": 3}, None),
        ({"claims": {"rows_min": "3"}}, None),
        ({"claims": {"rows_min": True}}, None),
        ({"claims.certainty": {"filled": 1.5}}, None),
        ({"claims.certainty": {"filled": -1}}, None),
    ],
    ids=repr,
)
def test_an_expectation_that_cannot_be_understood_is_a_finding(
    tmp_path: Path, expectations: object, hint: str | None
) -> None:
    expect(expectations)(tmp_path)

    (finding,) = check(tmp_path)

    assert (finding.code, finding.hint) == ("expectation-form", hint)


def test_a_floor_of_a_column_that_the_file_does_not_have_is_not_met(
    tmp_path: Path,
) -> None:
    expect({"codes.label": {"filled": 1}})(tmp_path)
    edit_file(tmp_path, "data/codes.csv", "label", "name")

    assert [finding.code for finding in check(tmp_path)] == ["incorrect-label"]


def write_row_schemas(root: Path) -> Path:
    """The JSON Schemas of rows, derived anew into a folder."""
    files = {
        f"{table.name}.json": format_json(row_schema(table))
        for table in SCHEMA.tables.values()
    }
    write_files(root, files)
    return root


def check_with_schemas(root: Path, schemas: Path) -> list[Finding]:
    """All findings about a package, those of the JSON Schemas included."""
    return check(root, row_schemas=schemas)


def test_rows_are_right_as_json_too(tmp_path: Path) -> None:
    root, schemas = write_package(tmp_path / "p"), write_row_schemas(tmp_path / "s")

    assert check_with_schemas(root, schemas) == []


def write_wrong_certainty(root: Path) -> None:
    """A package with a code that its list does not have."""
    change_rows(lambda rows: rows["claims"][0].update(certainty="sure"))(root)


def test_a_row_that_breaks_its_json_schema_is_placed(tmp_path: Path) -> None:
    write_wrong_certainty(tmp_path / "p")

    findings = check_with_schemas(tmp_path / "p", write_row_schemas(tmp_path / "s"))

    assert [
        (item.code, item.location.row, item.location.field) for item in findings
    ] == [
        ("constraint-error", 1, "certainty"),
        ("constraint-error", 1, "certainty"),
        ("row-schema", 1, "certainty"),
        ("row-schema", 1, "certainty"),
    ]


def test_a_row_without_a_required_cell_breaks_its_json_schema(tmp_path: Path) -> None:
    change_rows(lambda rows: rows["claims"][0].update(is_presupposed=None))(
        tmp_path / "p"
    )

    findings = check_with_schemas(tmp_path / "p", write_row_schemas(tmp_path / "s"))

    (finding,) = [item for item in findings if item.code == "row-schema"]
    assert finding.location.field is None
    assert "'is_presupposed' is a required property" in finding.message


def test_a_table_without_its_json_schema_cannot_be_checked(tmp_path: Path) -> None:
    root = write_package(tmp_path / "p")

    with pytest.raises(SchemaError, match=r"documents\.json: found nothing"):
        check_with_schemas(root, tmp_path)
