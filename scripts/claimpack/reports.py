"""The report of a validation, in each form that there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimpack.checked import Checked
from claimpack.checks.own_rules import list_own_rules
from claimpack.checks.reread import reread_package
from claimpack.excerpts import read_excerpts
from claimpack.findings import Finding, Rest, Severity
from claimpack.render import (
    Background,
    render_github,
    render_json,
    render_sarif,
    render_text,
)
from claimpack.rule_book import Entry, Part, index_entries
from claimpack.schema import CrossRule
from claimpack.schema_files import load_shipped_schema
from claimpack.sources import Package


def reread(checked: Checked) -> Package | None:
    """Return what the descriptor says; None for a folder of annotations."""
    if checked.descriptor is None:
        return None
    return reread_package(checked.files, checked.descriptor)


def list_entries(checked: Checked) -> dict[str, Entry]:
    """Return the rules that findings may name, by code."""
    schema, package = load_shipped_schema(), reread(checked)
    if package is None:
        return index_entries(schema, Part.ANNOTATIONS)
    own = list_own_rules(checked.files, package, schema)
    entries = [make_entry(each.rule) for each in own]
    return {
        **index_entries(schema, Part.PACKAGES),
        **{entry.code: entry for entry in entries},
    }


def make_entry(rule: CrossRule) -> Entry:
    """Return what a report says of a rule that the package brings along."""
    return Entry(
        part=Part.OWN,
        code=rule.code,
        severity=rule.severity,
        explanation=rule.explanation,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a report is to be: how long, and what counts as failed."""

    limit: int
    fail_on: Severity


Report = Callable[[Sequence[Finding | Rest], Checked, Terms], str]


def report_text(findings: Sequence[Finding | Rest], _: Checked, terms: Terms) -> str:
    """Return the report for people."""
    return render_text(findings, limit=terms.limit)


def report_json(
    findings: Sequence[Finding | Rest], checked: Checked, terms: Terms
) -> str:
    """Return the report for programs, with the cells that the shown findings name."""
    described = [item for item in findings if isinstance(item, Finding)]
    shown, package = described[: terms.limit], reread(checked)
    resources = package.resources if package is not None else ()
    background = Background(
        columns={each.name: each.table.field_names for each in resources if each.table},
        excerpts=read_excerpts(checked.files, resources, shown),
        entries=list_entries(checked) if shown else {},
    )
    return render_json(findings, checked.places, terms.limit, background)


def report_github(
    findings: Sequence[Finding | Rest], checked: Checked, terms: Terms
) -> str:
    """Return the report that annotates a pull request."""
    return render_github(findings, name_folder(checked.files.root), limit=terms.limit)


def report_sarif(
    findings: Sequence[Finding | Rest], checked: Checked, terms: Terms
) -> str:
    """Return the report for code scanners."""
    folder = name_folder(checked.files.root)
    return render_sarif(findings, list_entries(checked), folder, limit=terms.limit)


def report_junit(
    findings: Sequence[Finding | Rest], checked: Checked, terms: Terms
) -> str:
    """Return the report for servers that show tests."""
    # The library for XML takes as long to load as ten tables to check.
    from claimpack.render.junit import render_junit

    return render_junit(findings, checked.places, terms.limit, terms.fail_on)


REPORTS: dict[str, Report] = {
    "text": report_text,
    "json": report_json,
    "github": report_github,
    "sarif": report_sarif,
    "junit": report_junit,
}
"""The functions that make a report, by the name of its form."""


def name_folder(root: Path) -> str:
    """Return the folder as a forge names it: from where the command runs."""
    try:
        name = root.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return root.resolve().as_posix()
    return "" if name == "." else name
