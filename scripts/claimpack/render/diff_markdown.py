"""Differences of two packages as GitHub's Markdown, for a changelog or a review."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.diff.lines import Line
from claimpack.diff.packages import PackageDiff
from claimpack.render.diff import HEADS, count_rows
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
from claimpack.render.markdown import escape_line, escape_signs

ALL_SIGNS = "-~+"
"""Of rows that were withdrawn, changed and added."""


def render_diff_markdown(diff: PackageDiff, limit: int) -> Iterator[str]:
    """Yield the lines: counts of each table, the changes, and the version due.

    Of each list, the first `limit` entries are shown.
    """
    old, new = (escape_signs(label) for _, label in name_sides(diff))
    yield f"## {old}{ARROW}{new}"
    if diff.is_empty:
        yield from ("", NO_DIFFERENCE)
    else:
        yield from iter_changes(diff, limit)
    yield from ("", "### Version", "", escape_signs(describe_version(diff)))
    if diff.reasons:
        yield ""
    for reason in diff.reasons:
        yield f"- {reason.bump.word}: {escape_signs(describe_reason(reason))}"


def iter_changes(
    diff: PackageDiff, limit: int, signs: str = ALL_SIGNS
) -> Iterator[str]:
    """Yield the lines of all that differs; rows with one of the signs are listed."""
    if tables := list_differing(diff.tables):
        yield from ("", "### Rows", "", join_cells(HEADS))
        yield join_cells(("---", *["---:"] * (len(HEADS) - 1)))
        for table in tables:
            yield join_cells((escape_signs(table.name), *count_rows(table.rows)))
    for head, entries in list_sections(diff):
        yield from iter_list(head, list(map(escape_line, entries)), limit, "entry")
    for table in diff.tables:
        for sign, head, lines in list_groups(table):
            if sign not in signs:
                continue
            rows = [describe_row(sign, row) for row in lines.iter_rows(limit)]
            yield from iter_list(
                escape_signs(head), rows, limit, "row", lines.row_count
            )
    for head, ids in iter_ids(diff):
        yield from iter_list(
            escape_signs(head),
            [escape_line(shorten(each)) for each in ids],
            limit,
            "id",
        )


def join_cells(cells: tuple[str, ...]) -> str:
    """Return a line of a table."""
    return f"| {' | '.join(cells)} |"


def iter_list(
    head: str, entries: list[str], limit: int, noun: str, count: int | None = None
) -> Iterator[str]:
    """Yield a heading and the first entries; `count` is of all where there are more."""
    yield from ("", f"### {head}", "")
    yield from (f"- {entry}" for entry in entries[:limit])
    for line in count_left(len(entries) if count is None else count, limit, noun):
        yield f"- {line}"


def describe_row(sign: str, row: list[Line]) -> str:
    """Return a row with its cells; of one that was withdrawn the key alone."""
    key = f"**{escape_signs(shorten(row[0].key))}**"
    if sign == "-":
        return key
    cells = [
        f"{escape_signs(line.column)}: {describe_cell(sign, line)}"
        for line in row
        if line.column is not None
    ]
    return "; ".join([key, *cells])


def describe_cell(sign: str, line: Line) -> str:
    """Return what a cell was and is; of a row that was added, what it has."""
    if sign == "+":
        return escape_signs(shorten(line.new))
    return ARROW.join(map(escape_signs, contrast(line.old, line.new)))
