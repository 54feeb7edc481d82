"""Defects found in data, as values: what was found, where, and what to do."""

from __future__ import annotations

import string
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST_QUOTE = 60


class Severity(StrEnum):
    """How much a finding matters: only an error makes a package invalid."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    def reaches(self, least: Severity) -> bool:
        """Return whether it matters at least as much as `least`."""
        order = list(Severity)
        return order.index(self) <= order.index(least)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where a finding is; None stands for "does not apply"."""

    path: str | None = None
    """File, relative to the package, with forward slashes."""
    line: int | None = None
    """Physical line of the file, counted from 1."""
    column: int | None = None
    """Code point of that line, counted from 1."""
    excerpt: str | None = None
    """That line itself, without its line end; of a long line the part around."""
    excerpt_start: int = 1
    """Column at which the excerpt starts."""
    resource: str | None = None
    """Table of the package."""
    row: int | None = None
    """Row of the table, counted from 1, the header not counted."""
    field: str | None = None
    """Column of the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a code stands for, for good: a new meaning gets a new code."""

    code: str
    severity: Severity
    template: str
    """Message, with the names of the values it shows in braces."""
    explanation: str
    """Why the rule exists and what breaks without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One defect, placed and explained."""

    code: str
    severity: Severity
    location: Location
    message: str
    """What is wrong, in one sentence that quotes what was found."""
    expected: str | None = None
    """What would have been right."""
    hint: str | None = None
    """What to do about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Further findings of one code about one table: counted, not described."""

    code: str
    severity: Severity
    location: Location
    """The table they are about."""
    count: int


def quote(value: object) -> str:
    r"""Return the value in quotes, control characters escaped, cut to 60 characters.

    >>> quote("a\tb")
    '"a\\tb"'
    """
    text = str(value)[: LONGEST_QUOTE + 1]
    if not text.isprintable():
        text = "".join(map(escape_character, text))
    if len(text) > LONGEST_QUOTE:
        text = text[: LONGEST_QUOTE - 1] + "…"
    return f'"{text}"'


def escape_character(character: str) -> str:
    """Return the character, or its escape where it could fool a terminal.

    Escaped are controls, line separators and the bidirectional controls of
    Unicode (UAX #9), which change the order of what stands around them.
    """
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode("ascii")


def make_finding(
    rule: Rule,
    location: Location,
    *,
    expected: str | None = None,
    hint: str | None = None,
    **values: object,
) -> Finding:
    """Return the finding of `rule` at `location`, its message filled with `values`."""
    return Finding(
        code=rule.code,
        severity=rule.severity,
        location=location,
        message=string.Formatter().vformat(rule.template, (), values),
        expected=expected,
        hint=hint,
    )


def has_errors(findings: Iterable[Finding | Rest]) -> bool:
    """Return whether any of the findings makes the package invalid."""
    return any(finding.severity is Severity.ERROR for finding in findings)
