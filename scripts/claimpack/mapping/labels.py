"""Labels that the native scheme does not have: each is told once, not line by line.

Annotations by another scheme have a few labels on all of their lines. What helps then
is the list of these labels, and which ones there are instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from claimpack.annotations import Origin
from claimpack.findings import Finding, Rule, Severity, make_finding, quote
from claimpack.mapping.scheme import (
    Codes,
    Scheme,
    list_near_first,
    make_scheme,
    suggest_name,
)

UNKNOWN_LABEL = Rule(
    code="unknown-label",
    severity=Severity.ERROR,
    template="{found} is no label of {kind} (lines: {lines:,}, files: {files:,})",
    explanation="What has an unknown label would be missing in the tables.",
)
RULES = (UNKNOWN_LABEL,)

GUIDE = "docs/codebook.md, section 2"

LabelLines = Mapping[str, Sequence[Origin]]
"""The lines of one file by their label."""


def report_labels(unknown: Iterable[LabelLines], codes: Codes) -> list[Finding]:
    """Return one finding for each unknown label of some files, where it first stands.

    `unknown` has the lines with such labels, file by file.
    """
    scheme = make_scheme(codes)
    by_label: dict[str, list[Sequence[Origin]]] = {}
    for label_lines in unknown:
        for label, origins in label_lines.items():
            by_label.setdefault(label, []).append(origins)
    return [report_label(label, files, scheme) for label, files in by_label.items()]


def report_label(label: str, files: list[Sequence[Origin]], scheme: Scheme) -> Finding:
    """Return the finding of one label, with the lines that have it in each file.

    One that marks may have is unknown only as that of a node.
    """
    is_of_marks = label in scheme.mark_labels
    names = list_near_first(label, scheme.roles if is_of_marks else scheme.mark_labels)
    return make_finding(
        UNKNOWN_LABEL,
        files[0][0].locate(label),
        found=quote(label),
        kind="an E line" if is_of_marks else "the scheme",
        lines=sum(map(len, files)),
        files=len(files),
        expected=f"one of {', '.join(names)} ({GUIDE})",
        hint=suggest_name(label, names),
    )
