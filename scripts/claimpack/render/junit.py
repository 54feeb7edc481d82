"""Findings as JUnit XML, which CI servers show as tests.

Source: GitLab, "Unit test reports"; Jenkins, JUnit plugin. Both show a suite by its
name and a case by class and name, and neither needs a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from claimpack.findings import Finding, Rest, Severity
from claimpack.render.summary import (
    MOST_SHOWN,
    PACKAGE,
    Summary,
    count_words,
    escape,
    name_message,
    name_place,
    summarize,
)
from claimpack.render.text import finding_lines

NO_FINDINGS = "no findings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """All findings of one code in one resource, or in one file of none."""

    place: str
    code: str
    severity: Severity
    count: int
    shown: tuple[Finding, ...]


def render_junit(
    findings: Iterable[Finding | Rest],
    resources: Sequence[tuple[str, str]] = (),
    limit: int = MOST_SHOWN,
    fail_on: Severity = Severity.ERROR,
) -> str:
    """Return a suite per resource, with a case per code that was found in it.

    Each of `resources`, as (name, path), has a suite. A case fails where its
    findings reach `fail_on`; lesser ones stand in its output. The text is ASCII.
    """
    summary = summarize(findings, limit)
    suites: dict[str, list[Case]] = {name: [] for name, _ in resources}
    for case in iter_cases(summary):
        suites.setdefault(case.place, []).append(case)
    root = ET.Element("testsuites", name="claimpack")
    for place, cases in (suites or {PACKAGE: []}).items():
        suite = ET.SubElement(root, "testsuite", name=escape(place))
        add_cases(suite, cases, fail_on)
    for element in (root, *root):
        failures = sum(1 for _ in element.iter("failure"))
        tests = sum(1 for _ in element.iter("testcase"))
        element.attrib |= {
            "tests": str(tests),
            "failures": str(failures),
            "errors": "0",
        }
    ET.indent(root)
    content: bytes = ET.tostring(root, "us-ascii", xml_declaration=True)
    return content.decode("ascii")


def iter_cases(summary: Summary) -> Iterator[Case]:
    """Yield the cases in the order in which their first findings were found."""
    shown = defaultdict(list)
    for finding in summary.shown:
        place = name_place(finding.location)
        shown[place, finding.code, finding.severity].append(finding)
    for key, count in summary.by_place.items():
        place, code, severity = key
        yield Case(
            place=place,
            code=code,
            severity=severity,
            count=count,
            shown=tuple(shown[key]),
        )


def add_cases(suite: ET.Element, cases: Sequence[Case], fail_on: Severity) -> None:
    """Add the cases to the suite of their place, or one that says there are none."""
    for case in cases:
        add_case(suite, case, fail_on)
    if not cases:
        attributes = {"classname": suite.attrib["name"], "name": NO_FINDINGS}
        ET.SubElement(suite, "testcase", attributes)


def add_case(suite: ET.Element, case: Case, fail_on: Severity) -> None:
    """Add one case: a failure, or a passed test with some output."""
    attributes = {"classname": suite.attrib["name"], "name": case.code}
    paths = [item.location.path for item in case.shown if item.location.path]
    if paths:
        attributes["file"] = escape(paths[0])
    element = ET.SubElement(suite, "testcase", attributes)
    words = count_words(case.count, case.severity.value)
    lines = [line for finding in case.shown for line in finding_lines(finding)]
    left_out = case.count - len(case.shown)
    if left_out:
        lines.append(f"{count_words(left_out, 'finding')} not shown")
    if case.severity.reaches(fail_on):
        first = [name_message(finding) for finding in case.shown[:1]]
        message = ": ".join([words, *first])
        child = ET.SubElement(element, "failure", type=case.code, message=message)
    else:
        child = ET.SubElement(element, "system-out")
    child.text = "\n".join(lines)
