"""Findings as text, as a report in JSON, and as GitHub's workflow commands."""

import json
from dataclasses import replace

import frictionless
import pytest

from claimpack.findings import Finding, Location, Severity
from claimpack.render import render_github, render_json, render_text

CELL = Finding(
    code="constraint-error",
    severity=Severity.ERROR,
    location=Location(
        path="data/claims.csv", line=4, resource="claims", row=3, field="certainty"
    ),
    message='found "sure"',
    expected="one of certain, probable",
    hint='did you mean "certain"?',
)
LINE = Finding(
    code="mark-offset",
    severity=Severity.ERROR,
    location=Location(
        path="seeds/a.ann", line=2, column=4, excerpt="T1\tPlace 0 4\tOslo"
    ),
    message="the text does not match",
)
NOTE = Finding(
    code="text-not-here",
    severity=Severity.NOTE,
    location=Location(path="data/documents.csv", line=2, resource="documents", row=1),
    message="the spans are not verifiable here",
)
WARNING = Finding(
    code="field-not-checked",
    severity=Severity.WARNING,
    location=Location(path="datapackage.json", resource="t", field="x"),
    message="not checked: the type time",
)


def test_text_is_like_a_compilers() -> None:
    assert render_text([CELL, LINE, NOTE, WARNING]) == (
        "data/claims.csv:4: error[constraint-error]: claims row 3, certainty: "
        'found "sure"\n'
        "  expected: one of certain, probable\n"
        '  hint: did you mean "certain"?\n'
        "seeds/a.ann:2:4: error[mark-offset]: the text does not match\n"
        "  | T1\\tPlace 0 4\\tOslo\n"
        "  |     ^\n"
        "data/documents.csv:2: note[text-not-here]: documents row 1: "
        "the spans are not verifiable here\n"
        "datapackage.json: warning[field-not-checked]: t, x: "
        "not checked: the type time\n"
        "\n"
        "constraint-error        1\n"
        "field-not-checked       1\n"
        "mark-offset             1\n"
        "text-not-here           1\n"
        "Not valid: 2 errors, 1 warning, 1 note."
    )


def test_text_without_findings_is_the_verdict() -> None:
    assert render_text([]) == "Valid."


def test_notes_and_warnings_leave_a_package_valid() -> None:
    assert render_text([NOTE, WARNING]).endswith("Valid: 1 warning, 1 note.")


def test_a_limit_cuts_what_is_shown_and_not_the_totals() -> None:
    text = render_text((CELL for _ in range(1200)), limit=1)

    assert text.splitlines()[3:] == [
        "… and 1,199 findings more",
        "",
        "constraint-error   1,200",
        "Not valid: 1,200 errors.",
    ]


def test_a_limit_of_zero_shows_the_totals_only() -> None:
    assert render_text([CELL], limit=0) == (
        "… and 1 finding more\n\nconstraint-error       1\nNot valid: 1 error."
    )


def test_a_finding_without_a_place_begins_with_its_severity() -> None:
    finding = replace(LINE, location=Location())

    assert render_text([finding]).startswith("error[mark-offset]: the text")


@pytest.mark.parametrize(
    ("excerpt", "column", "expected"),
    [
        ("abc", 1, ["  | abc", "  | ^"]),
        ("a\x1bb", 3, ["  | a\\x1bb", "  |      ^"]),
        ("漢字x", 3, ["  | 漢字x", "  |     ^"]),
        ("e\u0301x", 3, ["  | e\u0301x", "  |  ^"]),
        ("x" * 300, 201, [f"  | {'x' * 100}", f"  | {' ' * 50}^"]),
        ("abc", None, ["  | abc"]),
    ],
    ids=["plain", "control", "wide", "combining", "long", "no column"],
)
def test_the_caret_stands_below_the_column(
    excerpt: str, column: int | None, expected: list[str]
) -> None:
    location = Location(path="a", line=1, column=column, excerpt=excerpt)

    lines = render_text([replace(LINE, location=location)]).splitlines()

    assert lines[1 : len(expected) + 1] == expected


def test_the_caret_stands_below_the_column_of_a_line_that_is_shown_in_part() -> None:
    location = Location(path="a", line=1, column=103, excerpt="abc", excerpt_start=101)

    lines = render_text([replace(LINE, location=location)]).splitlines()

    assert lines[0].startswith("a:1:103: ")
    assert lines[1:3] == ["  | abc", "  |   ^"]


HOSTILE = replace(
    CELL,
    location=Location(path="a\x1b[2J", resource="r\n", row=1, field="\u202e"),
    message="m\r",
    expected="e\x07",
    hint="h\x00",
)


def test_no_control_character_reaches_the_terminal() -> None:
    for text in (render_text([HOSTILE]), render_github([HOSTILE])):
        assert all(line.isprintable() for line in text.split("\n"))
    assert "\\u202e" in render_json([HOSTILE])


def test_json_has_the_shape_of_a_frictionless_report() -> None:
    report = json.loads(
        render_json([CELL, NOTE, LINE], [("claims", "data/claims.csv")])
    )

    entry = {
        "type": "constraint-error",
        "title": "Constraint Error",
        "message": 'claims row 3, certainty: found "sure"',
        "note": 'found "sure"',
        "tags": ["#table", "#row"],
        "rowNumber": 4,
        "fieldName": "certainty",
        "severity": "error",
        "path": "data/claims.csv",
        "row": 3,
        "line": 4,
        "expected": "one of certain, probable",
        "hint": 'did you mean "certain"?',
    }
    assert report["valid"] is False
    assert report["stats"] == {
        "tasks": 2,
        "errors": 2,
        "warnings": 0,
        "notes": 1,
        "codes": {"constraint-error": 1, "mark-offset": 1, "text-not-here": 1},
        "notShown": 0,
    }
    assert report["tasks"][0] == {
        "name": "claims",
        "type": "table",
        "valid": False,
        "place": "data/claims.csv",
        "labels": [],
        "stats": {"errors": 1, "warnings": 0, "notes": 0},
        "errors": [entry],
        "warnings": [],
        "notes": [],
    }
    assert report["tasks"][1]["valid"] is True
    assert [error["type"] for error in report["errors"]] == ["mark-offset"]


def test_json_has_warnings_as_sentences_and_with_places() -> None:
    (task,) = json.loads(render_json([WARNING]))["tasks"]

    assert task["warnings"] == ["t, x: not checked: the type time"]
    assert task["notes"][0]["type"] == "field-not-checked"


def test_json_counts_what_it_does_not_show() -> None:
    report = json.loads(render_json([CELL, CELL], limit=0, resources=[("claims", "c")]))

    assert report["stats"]["notShown"] == 2
    assert report["tasks"][0]["valid"] is False


def test_json_has_the_keys_that_frictionless_has() -> None:
    source = [["id", "name"], [1, "a"], ["x", "b"]]
    fields = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]
    schema = frictionless.Schema.from_descriptor({"fields": fields})
    theirs = frictionless.Resource(source, schema=schema).validate().to_dict()

    ours = json.loads(render_json([CELL], [("claims", "data/claims.csv")]))

    assert set(theirs) <= set(ours)
    assert set(theirs["tasks"][0]) <= set(ours["tasks"][0])
    taken = {"type", "title", "message", "note", "tags", "rowNumber", "fieldName"}
    assert taken <= set(theirs["tasks"][0]["errors"][0])


def test_github_commands_annotate_files() -> None:
    assert render_github([CELL, LINE, NOTE, WARNING], folder="p,q") == (
        "::error file=p%2Cq/data/claims.csv,line=4,title=constraint-error::"
        'claims row 3, certainty: found "sure"%0Aexpected: one of certain, probable'
        '%0Ahint: did you mean "certain"?\n'
        "::error file=p%2Cq/seeds/a.ann,line=2,col=4,title=mark-offset::"
        "the text does not match\n"
        "::notice file=p%2Cq/data/documents.csv,line=2,title=text-not-here::"
        "documents row 1: the spans are not verifiable here\n"
        "::warning file=p%2Cq/datapackage.json,title=field-not-checked::"
        "t, x: not checked: the type time\n"
        "Not valid: 2 errors, 1 warning, 1 note."
    )


def test_github_commands_escape_percent_signs_and_say_what_is_left_out() -> None:
    finding = replace(CELL, message="50%", expected=None, hint=None)

    assert render_github([finding, finding], limit=1).splitlines()[0:2] == [
        (
            "::error file=data/claims.csv,line=4,title=constraint-error::"
            "claims row 3, certainty: 50%25"
        ),
        "1 finding not shown",
    ]
