"""Which findings a report is about, chosen by their codes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from claimpack.errors import UsageError
from claimpack.findings import Finding, Rest
from claimpack.rule_book import require_codes

OBSTACLES = frozenset(
    {
        "check-crashed",
        "package-error",
        "resource-error",
        "unsafe-path",
        "nothing-checked",
        "schema-error",
        "field-error",
        "dialect-error",
        "fields-match",
        "reference-file",
        "rules-file",
        "rule-error",
        "rule-not-checked",
        "pattern-error",
        "unfinished-build",
        "scheme-error",
        "parquet-error",
        "encoding-error",
        "source-error",
        "byte-order-mark",
        "nul-character",
        "blank-header",
        "missing-label",
        "blank-label",
        "incorrect-label",
        "duplicate-label",
        "part-labels",
        "no-article",
        "document-id",
        "text-missing",
        "text-unreadable",
        "text-encoding",
        "json-syntax",
        "task-text",
        "page-elsewhere",
    }
)
"""Codes of what keeps a file, a row or a column from being looked at.

They stay in every report: without them "valid" could mean "nothing was checked".
"""


def require_choice(
    selected: Collection[str], ignored: Collection[str], known: Collection[str]
) -> None:
    """Raise `UsageError` for a code that is not known or cannot be ignored."""
    require_codes([*selected, *ignored], known)
    for code in ignored:
        if code in OBSTACLES:
            message = (
                f"--ignore {code}: found a code of what is then not checked at all; "
                "expected one of what was checked and is wrong; mend it instead"
            )
            raise UsageError(message)


def choose_findings(
    findings: Iterable[Finding | Rest],
    selected: Collection[str],
    ignored: Collection[str],
) -> Iterator[Finding | Rest]:
    """Yield the findings whose code is selected, or any if none is, and not ignored.

    What could not be read (`OBSTACLES`) is yielded whatever is selected.
    """
    for finding in findings:
        is_selected = not selected or finding.code in selected
        if finding.code in OBSTACLES or (is_selected and finding.code not in ignored):
            yield finding
