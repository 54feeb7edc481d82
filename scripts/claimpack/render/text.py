"""Findings as text, in the style of a good compiler."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from claimpack.findings import Finding, Location, Rest
from claimpack.render.summary import (
    MOST_SHOWN,
    Summary,
    count_words,
    escape,
    explain_lines,
    name_message,
    summarize,
    verdict,
)

WIDEST_EXCERPT = 100
"""Characters of a line that are shown around the place of a finding."""


def render_text(findings: Iterable[Finding | Rest], limit: int = MOST_SHOWN) -> str:
    """Return the findings as a compiler prints them, the totals and the verdict."""
    summary = summarize(findings, limit)
    lines = [line for finding in summary.shown for line in finding_lines(finding)]
    if summary.left_out:
        lines.append(f"… and {count_words(summary.left_out, 'finding')} more")
    lines += [""] if lines else []
    return "\n".join([*lines, *total_lines(summary)])


def render_totals(findings: Iterable[Finding | Rest]) -> str:
    """Return how many findings there are of each code, and the verdict."""
    return "\n".join(total_lines(summarize(findings, limit=0)))


def total_lines(summary: Summary) -> Iterator[str]:
    """Yield a line per code, and the verdict."""
    width = max(map(len, summary.by_code), default=0)
    for code, count in sorted(summary.by_code.items()):
        yield f"{code:<{width}}  {count:>6,}"
    yield verdict(summary)


def finding_lines(finding: Finding) -> Iterator[str]:
    """Yield the lines of one finding."""
    place, location = name_position(finding.location), finding.location
    head = f"{finding.severity.value}[{finding.code}]"
    yield f"{place}{head}: {name_message(finding)}"
    if location.excerpt is not None:
        before = location.excerpt_start - 1
        column = location.column and location.column - before
        yield from excerpt_lines(location.excerpt, column)
    yield from (f"  {line}" for line in explain_lines(finding))


def name_finding(finding: Finding) -> str:
    """Return place and message of a finding on one line."""
    return f"{name_position(finding.location)}{name_message(finding)}"


def name_position(location: Location) -> str:
    """Return file, line and column, with a colon after each."""
    parts = [location.path and escape(location.path), location.line]
    if location.line is not None:
        parts.append(location.column)
    words = ":".join(str(part) for part in parts if part is not None)
    return f"{words}: " if words else ""


def excerpt_lines(excerpt: str, column: int | None) -> Iterator[str]:
    """Yield the line, cut to the part around the column, and a caret below it."""
    index = (column or 1) - 1
    start = max(0, index - WIDEST_EXCERPT // 2)
    shown = excerpt[start : start + WIDEST_EXCERPT]
    yield f"  | {escape(shown)}"
    if column is not None:
        yield f"  | {' ' * measure_width(escape(excerpt[start:index]))}^"


def measure_width(text: str) -> int:
    """Return how many columns of a terminal the text takes.

    Source: Unicode, UAX #11 (wide characters take two).
    """
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    joined = sum(unicodedata.combining(character) > 0 for character in text)
    return len(text) + wide - joined
