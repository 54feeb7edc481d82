"""Findings as SARIF 2.1.0."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from claimpack import __version__
from claimpack.findings import Finding, Location, Severity
from claimpack.render import render_sarif
from claimpack.rule_book import Entry, Example, Part, index_entries
from packages import SCHEMA
from published_schemas import SARIF, find_faults
from test_render import CELL, HOSTILE, LINE, NOTE, WARNING

RULE = Entry(
    part=Part.PACKAGES,
    code="constraint-error",
    severity=Severity.ERROR,
    explanation="The column says what may stand in it.",
    example=Example(valid={"t.csv": "a\n"}, invalid={"t.csv": "b\n"}),
)
ENTRIES = {RULE.code: RULE}


def render(*findings: Finding, folder: str = "", limit: int = 100) -> Any:  # noqa: ANN401  # JSON
    """The run of a log."""
    log = json.loads(render_sarif(findings, ENTRIES, folder, limit))
    return log["runs"][0]


def test_a_log_names_its_standard() -> None:
    log = json.loads(render_sarif([], {}))

    assert log == {
        "$schema": (
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/"
            "sarif-schema-2.1.0.json"
        ),
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {"name": "claimpack", "version": __version__, "rules": []}
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "%SRCROOT%": {
                        "description": {"text": "The folder that the command ran in."}
                    }
                },
                "results": [],
                "properties": {
                    "valid": True,
                    "errors": 0,
                    "warnings": 0,
                    "notes": 0,
                    "notShown": 0,
                },
            }
        ],
    }


@pytest.mark.parametrize("folder", ["", "p/q r", "/srv/p"])
def test_a_log_is_what_the_schema_of_the_standard_describes(folder: str) -> None:
    findings = [CELL, LINE, NOTE, WARNING, HOSTILE, replace(LINE, location=Location())]
    entries = index_entries(SCHEMA, Part.PACKAGES)

    log = json.loads(render_sarif(findings, entries, folder))

    assert find_faults(log, SARIF) == []


def test_the_schema_of_the_standard_finds_a_fault() -> None:
    log = json.loads(render_sarif([CELL], {}))
    log["runs"][0]["results"][0]["level"] = "fatal"

    assert [fault.split(":")[0] for fault in find_faults(log, SARIF)] == [
        "$.runs[0].results[0].level"
    ]


def test_a_finding_in_a_table_is_placed_at_its_line() -> None:
    assert render(CELL)["results"] == [
        {
            "ruleId": "constraint-error",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": 'claims row 3, certainty: found "sure"\n'
                "expected: one of certain, probable\n"
                'hint: did you mean "certain"?'
            },
            "properties": {
                "resource": "claims",
                "row": 3,
                "field": "certainty",
                "expected": "one of certain, probable",
                "hint": 'did you mean "certain"?',
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {
                            "uri": "data/claims.csv",
                            "uriBaseId": "%SRCROOT%",
                        },
                        "region": {"startLine": 4},
                    }
                }
            ],
        }
    ]


def locate(finding: Finding, folder: str = "") -> Any:  # noqa: ANN401  # JSON
    """The place of a finding."""
    (result,) = render(finding, folder=folder)["results"]
    (location,) = result["locations"]
    return location["physicalLocation"]


def test_a_finding_in_a_line_has_its_column_and_the_line() -> None:
    assert locate(LINE)["region"] == {
        "startLine": 2,
        "startColumn": 4,
        "snippet": {"text": "T1\tPlace 0 4\tOslo"},
    }


def test_a_finding_about_a_file_as_a_whole_has_no_region() -> None:
    assert locate(WARNING) == {
        "artifactLocation": {"uri": "datapackage.json", "uriBaseId": "%SRCROOT%"}
    }


@pytest.mark.parametrize(
    ("folder", "expected"),
    [
        ("p", {"uri": "p/a%20%C3%A9%23.csv", "uriBaseId": "%SRCROOT%"}),
        ("p/q", {"uri": "p/q/a%20%C3%A9%23.csv", "uriBaseId": "%SRCROOT%"}),
        ("/", {"uri": "file:///a%20%C3%A9%23.csv"}),
        ("/srv/p", {"uri": "file:///srv/p/a%20%C3%A9%23.csv"}),
    ],
)
def test_a_path_is_a_uri_from_where_the_command_ran(
    folder: str, expected: dict[str, str]
) -> None:
    finding = replace(CELL, location=Location(path="a é#.csv"))

    assert locate(finding, folder) == {"artifactLocation": expected}


def test_a_finding_about_no_file_has_no_place() -> None:
    (result,) = render(replace(CELL, location=Location()))["results"]

    assert "locations" not in result


def test_each_code_is_one_rule_with_its_explanation() -> None:
    run = render(CELL, LINE, CELL)

    explanation = {"text": "The column says what may stand in it."}
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 0]
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "constraint-error",
            "shortDescription": explanation,
            "fullDescription": explanation,
            "help": {
                "text": (
                    "constraint-error (error): any data package\n\n"
                    "The column says what may stand in it.\n\n"
                    "Valid:\n  t.csv\n    a\n\n"
                    "Invalid:\n  t.csv\n    b"
                ),
                "markdown": (
                    "### constraint-error\n\n"
                    "Error: The column says what may stand in it.\n\n"
                    "Valid, `t.csv`:\n\n```text\na\n```\n\n"
                    "Invalid, `t.csv`:\n\n```text\nb\n```"
                ),
            },
            "defaultConfiguration": {"level": "error"},
        },
        {"id": "mark-offset"},
    ]


def test_braces_of_a_message_are_no_placeholders() -> None:
    (result,) = render(replace(LINE, message='found "{0}"'))["results"]

    assert result["message"] == {"text": 'found "{{0}}"'}


def test_the_totals_count_what_is_not_shown() -> None:
    run = render(CELL, NOTE, CELL, limit=1)

    assert len(run["results"]) == 1
    assert run["properties"] == {
        "valid": False,
        "errors": 2,
        "warnings": 0,
        "notes": 1,
        "notShown": 2,
    }


@pytest.mark.parametrize(
    ("part", "severity"),
    [(Part.PACKAGES, Severity.ERROR), (Part.ANNOTATIONS, Severity.WARNING)],
)
def test_a_code_of_two_parts_is_that_of_what_is_checked(
    part: Part, severity: Severity
) -> None:
    entries = index_entries(SCHEMA, part)

    assert entries["byte-order-mark"].severity is severity
