"""Quoted words that are gone are not published once more by what tells that they are.

An article may be withdrawn, or the right to quote it. The change file and the changelog
of a release then say that cells are gone, and not what they said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa
from pyarrow import compute

from claimpack.diff.lines import Lines
from claimpack.diff.packages import PackageDiff
from claimpack.diff.tables import TableDiff

GONE = "(words that are gone)"
"""What stands for them."""
QUOTED = {
    "documents": ("title",),
    "claims": ("claim_text",),
    "attributions": ("source_text", "cue", "medium"),
    "spans": ("text",),
    "claims_flat": (
        *("claim_text", "source_text", "chain", "quantity_text"),
        *("title", "content_text"),
    ),
}
"""Columns of the model with words of articles, or near to them, by table."""


def forget_words(diff: PackageDiff) -> PackageDiff:
    """Return a difference in which words of articles that are gone are not told."""
    if not diff.new.opened.package.is_model:
        return diff
    return replace(diff, tables=tuple(map(forget_in_table, diff.tables)))


def forget_in_table(table: TableDiff) -> TableDiff:
    """Return what differs in a table without such words."""
    quoted = QUOTED.get(table.name, ())
    rows = replace(
        table.rows,
        withdrawn=forget_in_lines(table.rows.withdrawn, quoted),
        changed=forget_in_lines(table.rows.changed, quoted),
    )
    return replace(table, rows=rows)


def forget_in_lines(lines: Lines, quoted: Sequence[str]) -> Lines:
    """Return lines without the old words of cells that have none any more."""
    cells: Any = lines.cells
    is_quoted: Any = compute.is_in(
        cells["column"], value_set=pa.array(quoted, pa.string())
    )
    is_gone = compute.and_(is_quoted, compute.is_null(cells["new"]))
    told = compute.if_else(is_gone, GONE, cells["old"])
    place = cells.schema.get_field_index("old")
    return replace(lines, cells=cells.set_column(place, "old", told))
