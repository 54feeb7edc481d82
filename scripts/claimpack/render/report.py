"""Findings as JSON, in the shape of a report of frictionless.

What its users read (`valid`, `tasks`, `errors`, `rowNumber`, `cells` …) is where they
look for it; our own keys stand beside.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimpack.excerpts import Excerpt
from claimpack.findings import Finding, Rest, Severity
from claimpack.render.places import describe_place
from claimpack.render.summary import MOST_SHOWN, Summary, name_message, summarize
from claimpack.rule_book import Entry

NOTHING = Excerpt()


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What a report knows beside the findings; all of it may be missing."""

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The names of the declared columns, by resource."""
    excerpts: Mapping[str, Excerpt] = field(default_factory=dict)
    """What the files hold, by path."""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    """The rules, by code."""


def render_json(
    findings: Iterable[Finding | Rest],
    resources: Sequence[tuple[str, str]] = (),
    limit: int = MOST_SHOWN,
    background: Background | None = None,
) -> str:
    """Return the report; each of `resources`, as (name, path), gets a task.

    One in several files stands there once for each, and gets one task. So does every
    other resource that has a finding. What is about the package as a whole stands in
    `errors` and `notes` at the top. `warnings` are sentences, and `rowNumber` counts
    the header and blank rows, as there. `stats` are of all findings, the lists of the
    first `limit`.
    """
    summary = summarize(findings, limit)
    known = background or Background()
    paths: dict[str, list[str]] = {}
    for name, path in resources:
        paths.setdefault(name, []).append(path)
    for finding in summary.shown:
        if finding.location.resource is not None:
            paths.setdefault(finding.location.resource, [finding.location.path or ""])
    report = {
        "valid": summary.is_valid,
        "stats": {
            "tasks": len(paths),
            **count_severities(summary.by_severity),
            "codes": dict(sorted(summary.by_code.items())),
            "notShown": summary.left_out,
        },
        **list_findings(summary, None, known),
        "tasks": [
            make_task(name, files, summary, known) for name, files in paths.items()
        ],
    }
    return json.dumps(report, indent=2)


def count_severities(counts: Mapping[Severity, int]) -> dict[str, int]:
    """Return the counts by the plural of each severity."""
    return {f"{severity.value}s": counts.get(severity, 0) for severity in Severity}


def make_task(
    name: str, files: Sequence[str], summary: Summary, background: Background
) -> dict[str, Any]:
    """Return the part of the report about one resource."""
    counts = {severity: summary.by_resource[name, severity] for severity in Severity}
    return {
        "name": name,
        "type": "table",
        "valid": counts[Severity.ERROR] == 0,
        "place": files[0] if len(files) == 1 else f"{files[0]} (multipart)",
        "labels": list(background.excerpts.get(files[0], NOTHING).labels),
        "stats": count_severities(counts),
        **list_findings(summary, name, background),
    }


def list_findings(
    summary: Summary, resource: str | None, background: Background
) -> dict[str, list[Any]]:
    """Return what is shown about a resource; None: about none.

    `errors` and `notes` have entries with places, `warnings` sentences. A warning
    is in `notes` too.
    """
    own = [item for item in summary.shown if item.location.resource == resource]
    errors = [item for item in own if item.severity is Severity.ERROR]
    warnings = [item for item in own if item.severity is Severity.WARNING]
    lesser = [item for item in own if item.severity is not Severity.ERROR]
    return {
        "errors": [make_entry(item, background) for item in errors],
        "warnings": [name_message(item) for item in warnings],
        "notes": [make_entry(item, background) for item in lesser],
    }


def make_entry(finding: Finding, background: Background) -> dict[str, Any]:
    """Return one finding: frictionless's keys first, then ours; none without value."""
    location = finding.location
    rule = background.entries.get(finding.code)
    columns = background.columns.get(location.resource or "", ())
    excerpt = background.excerpts.get(location.path or "", NOTHING)
    entry = {
        "type": finding.code,
        "title": finding.code.replace("-", " ").title(),
        "description": rule.explanation if rule else None,
        "message": name_message(finding),
        "note": finding.message,
        **describe_place(finding, columns, excerpt),
        "severity": finding.severity.value,
        "path": location.path,
        "row": location.row,
        "line": location.line,
        "column": location.column,
        "expected": finding.expected,
        "hint": finding.hint,
    }
    return {key: value for key, value in entry.items() if value is not None}
