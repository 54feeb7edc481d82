"""Rows, cells and keys of CSV files, each fault at its row and physical line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from claimpack.checks.package import check_tables
from claimpack.findings import Finding, Location, Severity
from claimpack.writers import build_arrow
from packages import SCHEMA, Row, check, make_rows, write_files, write_foreign

Make = Callable[[Path], object]
ID: Row = {"name": "id", "type": "integer", "constraints": {"required": True}}
FIELDS: list[Row | str] = [ID, "name"]


def table(csv: str, **schema: object) -> Make:
    """A package of another model with the columns id (required integer) and name."""
    return lambda root: write_foreign(root, csv, FIELDS, **schema)


def raw(content: bytes) -> Make:
    """The same with the exact bytes of the file."""
    return lambda root: write_files(write_foreign(root, "", FIELDS), {"t.csv": content})


CASES: dict[str, Make] = {
    "encoding-error": raw(b"id,name\n1,\xff\n"),
    "source-error": table('id,name\n1,"a"b\n'),
    "byte-order-mark": raw(b"\xef\xbb\xbfid,name\n1,a\n"),
    "nul-character": table("id,name\n1,a\0\n"),
    "blank-header": table(""),
    "blank-row": table("id,name\n1,a\n\n2,b\n"),
    "missing-label": table("id\n1\n"),
    "extra-label": table("id,name,more\n1,a,x\n"),
    "blank-label": table("id,\n1,a\n"),
    "incorrect-label": table("id,nmae\n1,a\n"),
    "duplicate-label": table("id,id\n1,a\n"),
    "missing-cell": table("id,name\n1\n"),
    "extra-cell": table("id,name\n1,a,b\n"),
    "type-error": table("id,name\n1.5,a\n"),
    "constraint-error": table("id,name\n,a\n"),
}
"""By code: how to make the smallest package that has it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    CASES[code](tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [code]


def test_a_table_without_faults_has_no_findings(tmp_path: Path) -> None:
    csv = 'id,name\r\n1,"a\nb, ""c"""\r\n+2,\r\n'
    table(csv, primaryKey="id", uniqueKeys=[["name"]])(tmp_path)

    assert check(tmp_path) == []


def test_a_finding_has_the_row_and_the_physical_line(tmp_path: Path) -> None:
    table('id,name\n1,"two\nlines"\n\nx,b\n')(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="blank-row",
            severity=Severity.ERROR,
            location=Location(path="t.csv", line=4, resource="t"),
            message="a blank row",
            expected="no such row",
        ),
        Finding(
            code="type-error",
            severity=Severity.ERROR,
            location=Location(path="t.csv", line=5, resource="t", row=2, field="id"),
            message='found "x"',
            expected="an integer in ASCII digits, as 1200",
        ),
    ]


def test_all_faults_of_a_file_are_found_in_one_run(tmp_path: Path) -> None:
    table("id,name\nx,a\n,b\n1\n1,c\n1,d,e\n", primaryKey="id")(tmp_path)

    found = [(item.code, item.location.row) for item in check(tmp_path)]

    assert found == [
        ("type-error", 1),
        ("constraint-error", 2),
        ("missing-cell", 3),
        ("extra-cell", 5),
        ("primary-key", 4),
        ("primary-key", 5),
    ]


@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        (
            {"type": "integer"},
            ["0", "-12", "+3", "9" * 30],
            ["1.0", "1e3", "1_0", "٤٠"],
        ),
        ({"type": "number"}, ["1", "-1.5", "1e3", "INF"], ["1,5", "0x1", "1e", "one"]),
        ({"type": "boolean"}, ["true", "False", "1", "0"], ["yes", "tRUE", "2"]),
        ({"type": "date"}, ["2024-02-29"], ["2023-02-29", "2024-1-5", "20240105"]),
        ({"type": "string"}, ["a", "1", "true"], []),
        ({"type": "any"}, ["a", "1", "true"], []),
    ],
    ids=["integer", "number", "boolean", "date", "string", "any"],
)
def test_the_words_of_a_type_are_those_of_the_standard(
    tmp_path: Path, field: Row, good: list[str], bad: list[str]
) -> None:
    rows = [f'"{word}"\n' for word in (*good, *bad)]
    write_foreign(tmp_path, "x\n" + "".join(rows), [{"name": "x", **field}])

    found = [(item.code, item.location.row) for item in check(tmp_path)]

    rejected = range(len(good) + 1, len(rows) + 1)
    assert found == [("type-error", row) for row in rejected]


@pytest.mark.parametrize(
    ("kind", "constraints", "good", "bad", "expected"),
    [
        ("string", {"enum": ["a", "b"]}, "a", "c", "one of a, b"),
        ("integer", {"enum": [1, "2"]}, "+1", "3", "one of 1, 2"),
        ("boolean", {"enum": [True]}, "TRUE", "false", "one of true"),
        ("string", {"pattern": "a|b"}, "b", "ab", "a match of a|b"),
        ("integer", {"minimum": 2}, "2", "1", "at least 2"),
        ("number", {"maximum": 0.5}, "0.5", "0.51", "at most 0.5"),
        (
            "string",
            {"enum": [f"c{number}" for number in range(30)]},
            "c29",
            "c30",
            f"one of {', '.join(f'c{number}' for number in range(20))} and 10 more",
        ),
    ],
    ids=["enum", "integers", "booleans", "pattern", "minimum", "maximum", "long enum"],
)
def test_each_constraint_has_a_cell_that_breaks_it(  # noqa: PLR0913, PLR0917  # a table
    tmp_path: Path,
    kind: str,
    constraints: dict[str, Any],
    good: str,
    bad: str,
    expected: str,
) -> None:
    field = {"name": "x", "type": kind, "constraints": constraints}
    write_foreign(tmp_path, f"x\n{good}\n{bad}\n", [field])

    (finding,) = check(tmp_path)

    assert (finding.code, finding.location.row) == ("constraint-error", 2)
    assert (finding.message, finding.expected) == (f'found "{bad}"', expected)


@pytest.mark.parametrize("constraints", [{}, {"minLength": 1, "maxLength": 9}])
def test_a_word_outside_the_categories_is_told_once(
    tmp_path: Path, constraints: dict[str, Any]
) -> None:
    field = {"name": "x", "type": "string", "categories": ["apple", "orange"]}
    write_foreign(tmp_path, "x\napple\nplum\n", [{**field, "constraints": constraints}])

    found = [(item.code, item.location.row) for item in check(tmp_path)]

    assert found == [("constraint-error", 2)]


def test_a_word_near_a_code_gets_a_hint(tmp_path: Path) -> None:
    codes = {"enum": ["certain", "probable", "possible"]}
    field = {"name": "x", "type": "string", "constraints": codes}
    write_foreign(tmp_path, "x\nprobabel\n", [field])

    assert check(tmp_path)[0].hint == 'did you mean "probable"?'


def test_columns_under_a_wrong_label_are_not_checked_further(tmp_path: Path) -> None:
    table("name,id\na,1\nb,x\n", primaryKey="id", uniqueKeys=[["name"]])(tmp_path)

    found = [
        (item.code, item.location.field, item.expected) for item in check(tmp_path)
    ]

    assert found == [
        ("incorrect-label", "id", '"id"'),
        ("incorrect-label", "name", '"name"'),
    ]


def test_integers_beyond_64_bits_stay_exact(tmp_path: Path) -> None:
    big = 2**63 + 1
    csv = f"id,name\n{big},a\n{big + 1},b\n{big},c\n"
    table(csv, primaryKey="id")(tmp_path)

    (finding,) = check(tmp_path)

    assert finding.message == f'the key "{big}" stands in row 1 too'


def test_tables_that_no_file_holds_yet_are_checked_without_lines() -> None:
    rows = make_rows()
    rows["claims"][0]["certainty"] = "sure"
    rows["claims"][0]["event_id"] = "brust"
    names = [name for name in SCHEMA.tables if name != "claims_flat"]
    tables = {name: build_arrow(SCHEMA.tables[name], rows[name]) for name in names}

    findings = list(check_tables(tables, SCHEMA))

    assert [(item.code, item.location) for item in findings] == [
        (
            "constraint-error",
            Location(
                path="data/claims.csv", resource="claims", row=1, field="certainty"
            ),
        ),
        (
            "foreign-key",
            Location(
                path="data/claims.csv", resource="claims", row=1, field="event_id"
            ),
        ),
        (
            "participant-event",
            Location(
                path="data/participants.csv",
                resource="participants",
                row=1,
                field="event_id",
            ),
        ),
    ]
