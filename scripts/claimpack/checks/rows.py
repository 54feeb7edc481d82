"""Rows and cells: labels, structure, types, and what each column allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from claimpack.cells import (
    CellFault,
    format_cell,
    iter_cell_faults,
    iter_constraint_faults,
)
from claimpack.csv_files import CsvContent, Record
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.schema import Field, Table
from claimpack.sources import TableRows


def error(code: str, template: str, explanation: str) -> Rule:
    """Return the rule of an error."""
    return Rule(
        code=code,
        severity=Severity.ERROR,
        template=template,
        explanation=explanation,
    )


FORM_RULES = (
    error("encoding-error", "{found}", "Tables are UTF-8, so that all read the same."),
    error("source-error", "{found}", "After a row that breaks the form, none is sure."),
    error("byte-order-mark", "{found}", "It would become a part of the first label."),
    error("nul-character", "{found}", "Many readers end the file at a NUL."),
    error("blank-header", "{found}", "Without labels nobody knows what a cell says."),
    error("blank-row", "{found}", "Some readers skip it, and some read empty cells."),
)
"""Of `csv_files`, which finds them."""
MISSING_LABEL = error(
    "missing-label",
    "the header has no label for the column {field}",
    "The columns of the file are those of the schema, in its order.",
)
EXTRA_LABEL = error(
    "extra-label",
    "the header has the label {label} after the last column",
    "The columns of the file are those of the schema, in its order.",
)
BLANK_LABEL = error(
    "blank-label",
    "the label of column {number} is blank",
    "Without a label nobody knows what a cell says.",
)
INCORRECT_LABEL = error(
    "incorrect-label",
    "the label of column {number} is {label}",
    "The columns of the file are those of the schema, in its order.",
)
DUPLICATE_LABEL = error(
    "duplicate-label",
    "the label {label} of column {number} stands in the header before",
    "Of two columns with one label, some readers keep the first and some the last.",
)
MISSING_CELL = error(
    "missing-cell",
    "the row ends after cell {count}, before this column",
    "A row that is too short was cut, or a comma is missing in it.",
)
EXTRA_CELL = error(
    "extra-cell",
    "the row has {count} cells; the first of too many is {cell}",
    "A comma in words that are not quoted moves all cells after it.",
)
TYPE = error(
    "type-error", "found {found}", "A word of another type is lost when it is read."
)
CONSTRAINT = error(
    "constraint-error", "found {found}", "The column says what may stand in it."
)
RULES = (
    *FORM_RULES,
    MISSING_LABEL,
    EXTRA_LABEL,
    BLANK_LABEL,
    INCORRECT_LABEL,
    DUPLICATE_LABEL,
    MISSING_CELL,
    EXTRA_CELL,
    TYPE,
    CONSTRAINT,
)
FORM_RULE = {rule.code: rule for rule in FORM_RULES}
CELL_RULE = {rule.code: rule for rule in (TYPE, CONSTRAINT)}


def check_csv(rows: TableRows, content: CsvContent) -> Iterator[Finding]:
    """Yield what is wrong with a CSV file, its form first, then row by row."""
    place = Location(path=rows.path, resource=rows.resource)
    for fault in content.faults:
        yield make_finding(
            FORM_RULE[fault.code],
            replace(place, line=fault.line),
            found=fault.found,
            expected=fault.expected,
        )
    if not content.header:
        return
    yield from check_labels(replace(place, line=1), content.header, rows.table)
    checked = set(rows.cells.column_names)
    for index, record in enumerate(content.records):
        yield from check_record(rows, index, record, len(content.header))
        cells = zip(rows.table.fields, record.cells, strict=False)
        for field, text in cells:
            if field.name in checked:
                location = rows.locate(index, field.name)
                faults = iter_cell_faults(text, field)
                yield from make_cell_findings(location, field, text, faults)


def check_labels(
    location: Location, labels: Sequence[str], table: Table
) -> Iterator[Finding]:
    """Yield what is wrong with the header, from left to right.

    Source: frictionless's names of the errors; Table Schema, `fieldsMatch` exact.
    """
    names = table.field_names
    for index, label in enumerate(labels):
        number = index + 1
        name = names[index] if index < len(names) else None
        place = replace(location, field=name)
        expected = quote(name) if name else "no further column"
        if not label.strip():
            yield make_finding(BLANK_LABEL, place, number=number, expected=expected)
        elif label in labels[:index]:
            yield make_finding(
                DUPLICATE_LABEL,
                place,
                label=quote(label),
                number=number,
                expected=expected,
            )
        elif name is None:
            yield make_finding(
                EXTRA_LABEL, place, label=quote(label), expected=expected
            )
        elif label != name:
            yield make_finding(
                INCORRECT_LABEL,
                place,
                number=number,
                label=quote(label),
                expected=expected,
            )
    for name in names[len(labels) :]:
        place = replace(location, field=name)
        yield make_finding(
            MISSING_LABEL,
            place,
            field=quote(name),
            expected="all columns of the schema",
        )


def check_record(
    rows: TableRows, index: int, record: Record, width: int
) -> Iterator[Finding]:
    """Yield a finding where a row has fewer or more cells than the header."""
    count = len(record.cells)
    expected = f"{width} cells, as the header has"
    if count < width:
        names = rows.table.field_names[count : count + 1]
        place = rows.locate(index, names[0] if names else None)
        yield make_finding(MISSING_CELL, place, count=count, expected=expected)
    if count > width:
        cell = quote(record.cells[width])
        yield make_finding(
            EXTRA_CELL,
            rows.locate(index),
            count=count,
            cell=cell,
            expected=expected,
            hint="put quotes around a cell that has a comma in it",
        )


def make_cell_findings(
    location: Location, field: Field, text: str, faults: Iterable[CellFault]
) -> Iterator[Finding]:
    """Yield a finding for each fault of one cell, with the code nearest to it."""
    for fault in faults:
        near = get_close_matches(text, field.codes, n=1)
        is_near = bool(near) and text not in near
        yield make_finding(
            CELL_RULE[fault.code],
            location,
            found=fault.found,
            expected=fault.expected,
            hint=f"did you mean {quote(near[0])}?" if is_near else None,
        )


def check_typed(rows: TableRows) -> Iterator[Finding]:
    """Yield the constraints that values of a Parquet file break, row by row."""
    fields = [field for field in rows.table.fields if rows.has([field.name])]
    columns = [rows.column(field.name) for field in fields]
    for index, values in enumerate(zip(*columns, strict=True)):
        for field, value in zip(fields, values, strict=True):
            text = format_cell(value)
            if value is None:
                faults = iter_cell_faults("", field)
            else:
                faults = iter_constraint_faults(text, value, field)
            location = rows.locate(index, field.name)
            yield from make_cell_findings(location, field, text, faults)
