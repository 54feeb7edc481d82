"""What is shown of the findings, and what is counted of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from claimpack.findings import Finding, Location, Rest, Severity, escape_character

MOST_SHOWN = 100
PACKAGE = "package"
"""What a finding is counted under that is about no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The findings that are shown, and how many there are in all."""

    shown: tuple[Finding, ...]
    by_severity: Counter[Severity]
    by_code: Counter[str]
    by_resource: Counter[tuple[str | None, Severity]]
    by_place: Counter[tuple[str, str, Severity]]
    """By place (`name_place`), code and severity, in the order found."""

    @property
    def is_valid(self) -> bool:
        """Whether there is no error."""
        return self.by_severity[Severity.ERROR] == 0

    @property
    def left_out(self) -> int:
        """How many findings are not shown."""
        return self.by_severity.total() - len(self.shown)


def summarize(findings: Iterable[Finding | Rest], limit: int) -> Summary:
    """Return the first findings and the totals of all, reading them once."""
    shown: list[Finding] = []
    by_code: Counter[str] = Counter()
    by_resource: Counter[tuple[str | None, Severity]] = Counter()
    by_place: Counter[tuple[str, str, Severity]] = Counter()
    for finding in findings:
        count = finding.count if isinstance(finding, Rest) else 1
        if isinstance(finding, Finding) and len(shown) < limit:
            shown.append(finding)
        by_code[finding.code] += count
        by_resource[finding.location.resource, finding.severity] += count
        place = name_place(finding.location)
        by_place[place, finding.code, finding.severity] += count
    by_severity: Counter[Severity] = Counter()
    for (_, severity), count in by_resource.items():
        by_severity[severity] += count
    return Summary(
        shown=tuple(shown),
        by_severity=by_severity,
        by_code=by_code,
        by_resource=by_resource,
        by_place=by_place,
    )


def name_place(location: Location) -> str:
    """Return what a finding is counted under: its resource, else its file.

    >>> name_place(Location(path="seeds/a.ann"))
    'seeds/a.ann'
    """
    return location.resource or location.path or PACKAGE


def escape(text: str) -> str:
    r"""Return the text with everything escaped that could fool a terminal.

    >>> escape("a\nb")
    'a\\nb'
    """
    return "".join(map(escape_character, text))


def count_words(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> count_words(1, "error"), count_words(1200, "error")
    ('1 error', '1,200 errors')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def verdict(summary: Summary) -> str:
    """Return the last line: whether it is valid, and the counts by severity."""
    counts = [
        count_words(summary.by_severity[severity], severity.value)
        for severity in Severity
        if summary.by_severity[severity]
    ]
    word = "Valid" if summary.is_valid else "Not valid"
    return f"{word}: {', '.join(counts)}." if counts else f"{word}."


def name_cell(location: Location) -> str:
    """Return the table, the row and the column, as far as they are known.

    >>> name_cell(Location(resource="claims", row=3, field="unit"))
    'claims row 3, unit'
    """
    table = escape(location.resource or "")
    row = f"row {location.row}" if location.row is not None else ""
    place = " ".join(filter(None, (table, row)))
    return ", ".join(filter(None, (place, escape(location.field or ""))))


def explain_lines(finding: Finding) -> list[str]:
    """Return a line for what was expected and one for what to do, where known."""
    words = {"expected": finding.expected, "hint": finding.hint}
    return [f"{label}: {escape(text)}" for label, text in words.items() if text]


def name_message(finding: Finding) -> str:
    """Return table, row and column of a finding before its message."""
    parts = (name_cell(finding.location), escape(finding.message))
    return ": ".join(part for part in parts if part)
