"""Where a finding is and what stands there, by the keys of frictionless."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from claimpack.excerpts import Excerpt
from claimpack.findings import Finding

ABOUT_ROWS = {"primary-key", "foreign-key"}
"""Codes that frictionless uses for a row as a whole; we name the column too."""


def describe_place(
    finding: Finding, columns: Sequence[str], excerpt: Excerpt
) -> dict[str, Any]:
    """Return the keys about the place; None where something is not known.

    `columns` are those that the schema declares, `excerpt` what the file holds.
    """
    if finding.code == "blank-header" or finding.code.endswith("-label"):
        return describe_label(finding, columns, excerpt)
    return describe_cell(finding, columns, excerpt)


def describe_label(
    finding: Finding, columns: Sequence[str], excerpt: Excerpt
) -> dict[str, Any]:
    """Return the keys of a finding about the header."""
    name = finding.location.field
    number = find_number(name, columns)
    return {
        "tags": ["#table", "#header", "#label"],
        "labels": list(excerpt.labels),
        "rowNumbers": [1],
        "label": take_cell(excerpt.labels, number),
        "fieldName": name,
        "fieldNumber": number,
    }


def describe_cell(
    finding: Finding, columns: Sequence[str], excerpt: Excerpt
) -> dict[str, Any]:
    """Return the keys of a finding about a cell, a row, a column or none of them.

    `rowNumber` counts the header and blank rows, if the file could be read again.
    """
    location = finding.location
    name, number = location.field, find_number(location.field, columns)
    if finding.code == "extra-cell":
        name, number = "", len(excerpt.labels) + 1
    row = excerpt.rows.get(location.line or location.row or 0)
    row_number = None if location.row is None else location.row + 1
    is_cell = number is not None and finding.code not in ABOUT_ROWS
    return {
        "tags": list_tags(is_row=bool(row or row_number), is_cell=is_cell),
        "cells": list(row.cells) if row else None,
        "rowNumber": row.number if row else row_number,
        "cell": take_cell(row.cells, number) if row and is_cell else None,
        "fieldName": name,
        "fieldNumber": number,
    }


def list_tags(*, is_row: bool, is_cell: bool) -> list[str]:
    """Return what a finding is about, as frictionless tags it."""
    if not is_row:
        return []
    return ["#table", "#row", "#cell"] if is_cell else ["#table", "#row"]


def find_number(name: str | None, columns: Sequence[str]) -> int | None:
    """Return the number of a column, counted from 1; None where it is not declared."""
    return columns.index(name) + 1 if name in columns else None


def take_cell(cells: Sequence[str], number: int | None) -> str | None:
    """Return the cell of that number, "" behind the last one; None without number."""
    if number is None:
        return None
    return cells[number - 1] if number <= len(cells) else ""
