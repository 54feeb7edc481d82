"""Findings as workflow commands, which annotate the files of a pull request.

Source: GitHub, "Workflow commands"; escapes as in actions/toolkit, `command.ts`.
"""

from __future__ import annotations

from collections.abc import Iterable

from claimpack.findings import Finding, Rest, Severity
from claimpack.render.summary import (
    MOST_SHOWN,
    count_words,
    escape,
    explain_lines,
    name_message,
    summarize,
    verdict,
)

COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "notice",
}


def render_github(
    findings: Iterable[Finding | Rest], folder: str = "", limit: int = MOST_SHOWN
) -> str:
    """Return workflow commands that annotate the files of a pull request.

    `folder` is where the package is in the repository. The last line is the verdict,
    which GitHub shows in the log.
    """
    summary = summarize(findings, limit)
    lines = [make_command(finding, folder) for finding in summary.shown]
    if summary.left_out:
        lines.append(f"{count_words(summary.left_out, 'finding')} not shown")
    return "\n".join([*lines, verdict(summary)])


def make_command(finding: Finding, folder: str) -> str:
    """Return the command of one finding."""
    location = finding.location
    path = "/".join(filter(None, (folder, location.path)))
    properties = {
        "file": path or None,
        "line": location.line,
        "col": location.column,
        "title": finding.code,
    }
    written = ",".join(
        f"{key}={escape_property(str(value))}"
        for key, value in properties.items()
        if value is not None
    )
    words = [name_message(finding), *explain_lines(finding)]
    message = "%0A".join(word.replace("%", "%25") for word in words)
    return f"::{COMMANDS[finding.severity]} {written}::{message}"


def escape_property(value: str) -> str:
    """Return the value of a property of a workflow command."""
    escaped = escape(value).replace("%", "%25")
    return escaped.replace(":", "%3A").replace(",", "%2C")
