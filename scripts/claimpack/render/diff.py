"""Differences of two packages as text for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimpack.diff.lines import Line, Lines
from claimpack.diff.packages import PackageDiff
from claimpack.diff.rows import RowDiff
from claimpack.diff.tables import TableDiff
from claimpack.render.diff_words import (
    ARROW,
    NO_DIFFERENCE,
    contrast,
    count_left,
    describe_reason,
    describe_version,
    iter_ids,
    list_differing,
    list_groups,
    list_sections,
    name_sides,
    shorten,
)
from claimpack.render.results import cut
from claimpack.render.summary import escape
from claimpack.render.text import measure_width

WIDEST_CHANGE = 60
"""Columns of a cell before and after in one line; what is wider takes two."""
HEADS = ("table", "OLD", "NEW", "withdrawn", "changed", "added", "cells changed")


def render_diff_text(diff: PackageDiff, limit: int) -> Iterator[str]:
    """Yield the lines: counts of each table, the changes, and the version due.

    Of each list, the first `limit` entries are shown.
    """
    for word, label in name_sides(diff):
        yield f"{word}  {escape(label)}"
    yield ""
    if diff.is_empty:
        yield NO_DIFFERENCE
    else:
        yield from iter_changes(diff, limit)
        yield ""
    yield from iter_verdict(diff)


def iter_changes(diff: PackageDiff, limit: int) -> Iterator[str]:
    """Yield the lines of all that differs."""
    yield from iter_counts(diff.tables)
    for head, entries in list_sections(diff):
        yield from ("", head)
        yield from (f"  {escape(entry)}" for entry in entries[:limit])
        yield from indent(count_left(len(entries), limit, "entry"))
    for table in diff.tables:
        for sign, head, lines in list_groups(table):
            yield from ("", escape(head))
            yield from iter_rows(sign, lines, limit)
    for head, ids in iter_ids(diff):
        yield from ("", escape(head))
        yield from (f"  {escape(shorten(each))}" for each in ids[:limit])
        yield from indent(count_left(len(ids), limit, "id"))


def indent(lines: Iterator[str]) -> Iterator[str]:
    """Yield lines behind two blanks."""
    yield from (f"  {line}" for line in lines)


def iter_counts(tables: Sequence[TableDiff]) -> Iterator[str]:
    """Yield a line for each table whose rows differ, and one for all others."""
    differing = list_differing(tables)
    lines = [HEADS, *((escape(it.name), *count_rows(it.rows)) for it in differing)]
    if differing:
        widths = [max(map(measure_width, cells)) for cells in zip(*lines, strict=True)]
        for name, *counts in lines:
            blanks = " " * (widths[0] - measure_width(name))
            numbers = map(str.rjust, counts, widths[1:])
            yield "  ".join([name + blanks, *numbers])
    names = [escape(it.name) for it in tables if it.rows.is_empty]
    if names:
        yield f"The same rows: {', '.join(names)}."


def count_rows(rows: RowDiff) -> list[str]:
    """Return how many rows there are, and what became of them."""
    counts = (
        *(rows.old_count, rows.new_count, rows.withdrawn.row_count),
        *(rows.changed.row_count, rows.added.row_count, len(rows.changed)),
    )
    return [f"{count:,}" for count in counts]


def iter_rows(sign: str, lines: Lines, limit: int) -> Iterator[str]:
    """Yield the lines of the first rows, and how many there are besides."""
    for row in lines.iter_rows(limit):
        yield f"  {sign} {escape(shorten(row[0].key))}"
        if sign != "-":
            for line in row:
                yield from iter_cell(line, is_new=sign == "+")
    yield from indent(count_left(lines.row_count, limit, "row"))


def iter_cell(line: Line, *, is_new: bool) -> Iterator[str]:
    """Yield the lines of one cell."""
    if line.column is None:
        return
    head = f"      {escape(line.column)}:"
    before, after = map(escape, contrast(line.old, line.new))
    if is_new:
        yield f"{head} {cut(after)}"
    elif measure_width(before + after) <= WIDEST_CHANGE:
        yield f"{head} {before}{ARROW}{after}"
    else:
        yield from (head, f"      - {before}", f"      + {after}")


def iter_verdict(diff: PackageDiff) -> Iterator[str]:
    """Yield the version that is asked for, and each reason."""
    yield escape(describe_version(diff))
    for reason in diff.reasons:
        yield f"  {reason.bump.word}  {escape(describe_reason(reason))}"
