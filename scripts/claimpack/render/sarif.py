"""Findings as SARIF 2.1.0, which code scanners of forges and editors read.

Source: OASIS, "Static Analysis Results Interchange Format (SARIF) Version 2.1.0",
2020; what GitHub shows of it, "SARIF support for code scanning".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from claimpack import __version__
from claimpack.findings import Finding, Location, Rest
from claimpack.render.report import count_severities
from claimpack.render.rules import render_rule
from claimpack.render.rules_page import iter_entry_blocks
from claimpack.render.summary import (
    MOST_SHOWN,
    Summary,
    explain_lines,
    name_message,
    summarize,
)
from claimpack.rule_book import Entry

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
)
ROOT = "%SRCROOT%"
"""What GitHub calls the folder that the files of a report are in."""


def render_sarif(
    findings: Iterable[Finding | Rest],
    entries: Mapping[str, Entry],
    folder: str = "",
    limit: int = MOST_SHOWN,
) -> str:
    """Return a log with one run; `entries` are the rules by code.

    `folder` is where the package is, from where the command runs; an absolute one
    gives absolute locations. A code without an entry is a rule without explanation.
    """
    summary = summarize(findings, limit)
    codes = list(dict.fromkeys(finding.code for finding in summary.shown))
    rules = [make_rule(code, entries.get(code)) for code in codes]
    driver = {"name": "claimpack", "version": __version__, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ROOT: {"description": {"text": "The folder that the command ran in."}}
        },
        "results": [
            make_result(finding, codes.index(finding.code), folder)
            for finding in summary.shown
        ],
        "properties": count_all(summary),
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def count_all(summary: Summary) -> dict[str, Any]:
    """Return the verdict and the totals, of what is not shown too."""
    counts = count_severities(summary.by_severity)
    return {"valid": summary.is_valid, **counts, "notShown": summary.left_out}


def make_rule(code: str, entry: Entry | None) -> dict[str, Any]:
    """Return what the log says of a rule."""
    if entry is None:
        return {"id": code}
    explanation = {"text": entry.explanation}
    return {
        "id": code,
        "shortDescription": explanation,
        "fullDescription": explanation,
        "help": {
            "text": render_rule([entry]),
            "markdown": "\n\n".join(iter_entry_blocks(entry)),
        },
        "defaultConfiguration": {"level": entry.severity.value},
    }


def make_result(finding: Finding, rule_index: int, folder: str) -> dict[str, Any]:
    """Return one finding; what only we know of it is among the properties."""
    location = finding.location
    own = {
        "resource": location.resource,
        "row": location.row,
        "field": location.field,
        "expected": finding.expected,
        "hint": finding.hint,
    }
    words = "\n".join([name_message(finding), *explain_lines(finding)])
    result = {
        "ruleId": finding.code,
        "ruleIndex": rule_index,
        "level": finding.severity.value,
        "message": {"text": double_braces(words)},
        "properties": {key: value for key, value in own.items() if value is not None},
    }
    if location.path is not None:
        physical = make_location(location, location.path, folder)
        result["locations"] = [{"physicalLocation": physical}]
    return result


def double_braces(text: str) -> str:
    """Return the text as a message has it, in which `{0}` stands for an argument.

    Source: SARIF 2.1.0, 3.11.5.
    """
    return text.replace("{", "{{").replace("}", "}}")


def make_location(location: Location, path: str, folder: str) -> dict[str, Any]:
    """Return the file of a finding, and where in it, as far as that is known."""
    uri = quote("/".join(filter(None, (folder.strip("/"), path))))
    if folder.startswith("/"):
        artifact = {"uri": f"file:///{uri}"}
    else:
        artifact = {"uri": uri, "uriBaseId": ROOT}
    if location.line is None:
        return {"artifactLocation": artifact}
    region: dict[str, Any] = {"startLine": location.line}
    if location.column is not None:
        region["startColumn"] = location.column
    if location.excerpt is not None:
        region["snippet"] = {"text": location.excerpt}
    return {"artifactLocation": artifact, "region": region}
