"""Findings as JUnit XML, read by a reader of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Failure, JUnitXml, TestCase

from claimpack.findings import Finding, Location, Severity
from claimpack.render.junit import render_junit
from test_render import CELL, HOSTILE, LINE, NOTE, WARNING

PLACES = [("claims", "data/claims.csv"), ("codes", "data/codes.csv")]


def read(text: str) -> JUnitXml:
    """The report, read by a library that others read it with."""
    return JUnitXml.fromstring(text.encode())


def list_cases(text: str) -> list[TestCase]:
    """All cases of a report."""
    return [case for suite in read(text) for case in suite]


def outline(text: str) -> dict[str, list[tuple[str, bool]]]:
    """The name of each case and whether it passed, by suite."""
    return {
        suite.name: [(case.name, case.is_passed) for case in suite]
        for suite in read(text)
    }


def test_the_report_has_a_suite_per_resource_and_a_case_per_code() -> None:
    text = render_junit([CELL, LINE, WARNING], PLACES)

    assert text == (
        "<?xml version='1.0' encoding='us-ascii'?>\n"
        '<testsuites name="claimpack" tests="4" failures="2" errors="0">\n'
        '  <testsuite name="claims" tests="1" failures="1" errors="0">\n'
        '    <testcase classname="claims" name="constraint-error"'
        ' file="data/claims.csv">\n'
        '      <failure type="constraint-error" message="1 error: claims row 3,'
        ' certainty: found &quot;sure&quot;">'
        "data/claims.csv:4: error[constraint-error]: claims row 3, certainty:"
        ' found "sure"\n'
        "  expected: one of certain, probable\n"
        '  hint: did you mean "certain"?</failure>\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="codes" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="codes" name="no findings" />\n'
        "  </testsuite>\n"
        '  <testsuite name="seeds/a.ann" tests="1" failures="1" errors="0">\n'
        '    <testcase classname="seeds/a.ann" name="mark-offset"'
        ' file="seeds/a.ann">\n'
        '      <failure type="mark-offset" message="1 error: the text does not match">'
        "seeds/a.ann:2:4: error[mark-offset]: the text does not match\n"
        "  | T1\\tPlace 0 4\\tOslo\n"
        "  |     ^</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="t" tests="1" failures="0" errors="0">\n'
        '    <testcase classname="t" name="field-not-checked"'
        ' file="datapackage.json">\n'
        "      <system-out>datapackage.json: warning[field-not-checked]: t, x: not"
        " checked: the type time</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>"
    )


def test_a_reader_of_junit_finds_the_failures() -> None:
    report = read(render_junit([CELL, CELL, NOTE], PLACES))

    (case,) = next(iter(report))
    (failure,) = case.result
    assert (report.tests, report.failures, report.errors) == (3, 1, 0)
    assert isinstance(failure, Failure)
    assert failure.type == "constraint-error"
    assert failure.message == '2 errors: claims row 3, certainty: found "sure"'
    assert failure.text.count("error[constraint-error]") == 2


def test_a_report_without_findings_has_a_test_that_passed() -> None:
    assert outline(render_junit([])) == {"package": [("no findings", True)]}
    assert outline(render_junit([], PLACES)) == {
        "claims": [("no findings", True)],
        "codes": [("no findings", True)],
    }


@pytest.mark.parametrize(
    ("fail_on", "passed"),
    [
        (Severity.ERROR, [False, True, True]),
        (Severity.WARNING, [False, False, True]),
        (Severity.NOTE, [False, False, False]),
    ],
)
def test_a_case_fails_where_the_command_does(
    fail_on: Severity, passed: list[bool]
) -> None:
    findings = [replace(item, location=LINE.location) for item in (CELL, WARNING, NOTE)]

    cases = list_cases(render_junit(findings, fail_on=fail_on))

    assert [case.is_passed for case in cases] == passed


def test_a_code_that_the_limit_hides_fails_all_the_same() -> None:
    (shown, hidden) = list_cases(render_junit([CELL, CELL, LINE], limit=1))

    (first,), (second,) = shown.result, hidden.result
    assert first.message.startswith("2 errors: claims row 3")
    assert first.text.endswith("\n1 finding not shown")
    assert (second.message, second.text) == ("1 error", "1 finding not shown")


def test_a_finding_about_no_file_is_one_of_the_package() -> None:
    finding = replace(LINE, location=Location())

    assert outline(render_junit([finding])) == {"package": [("mark-offset", False)]}


def test_what_xml_forbids_is_escaped() -> None:
    (case,) = list_cases(render_junit([HOSTILE]))

    assert case.classname == r"r\n"
    assert case.result[0].message == r"1 error: r\n row 1, \u202e: m\r"


@given(st.text(min_size=1, max_size=20))
def test_every_text_can_be_read_back(text: str) -> None:
    location = Location(path=text, resource=text, field=text, excerpt=text, column=1)
    finding: Finding = replace(
        CELL, location=location, message=text, expected=text, hint=text
    )

    (case,) = list_cases(render_junit([finding], [(text, text)]))

    assert len(case.result) == 1
