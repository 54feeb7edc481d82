"""Rows and cells: what is wrong with their form, their words and their values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

from claimpack.columns import Column, WordFault
from claimpack.csv_files import CsvFault
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote


def row_rule(code: str, template: str, explanation: str) -> Rule:
    """Return the rule of an error in a row or a cell."""
    return Rule(
        code=code,
        severity=Severity.ERROR,
        template=template,
        explanation=explanation,
    )


FORM_RULES = (
    row_rule("encoding-error", "{found}", "In another encoding its words are others."),
    row_rule("source-error", "{found}", "After a row of no form none is sure."),
    row_rule("byte-order-mark", "{found}", "It would be a part of the first label."),
    row_rule("nul-character", "{found}", "Many readers end the file at a NUL."),
    row_rule("blank-header", "{found}", "Without labels no cell says anything."),
    row_rule("blank-row", "{found}", "Some readers skip it, others do not."),
)
"""Of `csv_lines`, which finds them."""
MISSING_CELL = row_rule(
    "missing-cell",
    "the row ends after cell {count}, before this column",
    "A row that is too short was cut, or a comma is missing in it.",
)
EXTRA_CELL = row_rule(
    "extra-cell",
    "the row has {count} cells; the first of too many is {cell}",
    "A comma in words that are not quoted moves all cells after it.",
)
TYPE = row_rule(
    "type-error", "found {found}", "A word of another type is lost when it is read."
)
CONSTRAINT = row_rule(
    "constraint-error", "found {found}", "The column says what may stand in it."
)
RULES = (*FORM_RULES, MISSING_CELL, EXTRA_CELL, TYPE, CONSTRAINT)
FORM_RULE = {rule.code: rule for rule in FORM_RULES}
CELL_RULE = {rule.code: rule for rule in (TYPE, CONSTRAINT)}


def make_form_finding(location: Location, fault: CsvFault) -> Finding:
    """Return the finding of what is wrong with the form of a file."""
    return make_finding(
        FORM_RULE[fault.code],
        replace(location, line=fault.line),
        found=fault.found,
        expected=fault.expected,
    )


def make_ragged_finding(
    location: Location, count: int, extra: str, width: int, names: Sequence[str]
) -> Finding:
    """Return the finding of a row that has fewer or more cells than the header."""
    expected = f"{width} cells, as the header has"
    if count < width:
        field = names[count] if count < len(names) else None
        return make_finding(
            MISSING_CELL, replace(location, field=field), count=count, expected=expected
        )
    return make_finding(
        EXTRA_CELL,
        location,
        count=count,
        cell=extra,
        expected=expected,
        hint="put quotes around a cell that has a comma in it",
    )


def make_cell_finding(
    location: Location, word: str, fault: WordFault, column: Column
) -> Finding:
    """Return the finding of a cell, with the code nearest to its word."""
    found = "an empty cell" if fault.is_missing else quote(word)
    near = get_close_matches(word, column.codes, n=1)
    is_near = bool(near) and word not in near
    return make_finding(
        CELL_RULE[fault.code],
        location,
        found=found,
        expected=fault.expected,
        hint=f"did you mean {quote(near[0])}?" if is_near else None,
    )
