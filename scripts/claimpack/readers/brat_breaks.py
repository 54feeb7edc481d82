"""Marks of brat whose words hold a line break and so run over several lines.

brat itself makes a fragment of each line; other tools write the words as they are.
"""

from __future__ import annotations

from claimpack.annotations import Defects, Mark
from claimpack.findings import Rule, Severity
from claimpack.readers.brat_columns import Row
from claimpack.readers.brat_marks import parse_mark

BROKEN_WORDS = Rule(
    code="broken-words",
    severity=Severity.WARNING,
    template="the words of {mark_id} hold a line break, and run over {count} lines",
    explanation=(
        "A line of stand-off is one annotation: other readers lose the words, and take "
        "the rest of them for lines of its own."
    ),
)
RULES = (BROKEN_WORDS,)


def join_rows(rows: list[Row], text: str, defects: Defects) -> list[Row]:
    """Return the lines, those with the words of one mark as one.

    They are joined where, with the line breaks, they are the very words of the text.
    """
    joined: list[Row] = []
    skipped = 0
    for index, row in enumerate(rows):
        if skipped:
            skipped -= 1
            continue
        mark = find_broken(row, text)
        lines = [] if mark is None else list_rest(mark, rows, index + 1, text)
        if mark is None or not lines:
            joined.append(row)
            continue
        skipped = len(lines)
        cells, origin = row
        words = "\n".join([cells[2], *lines])
        defects.report(
            BROKEN_WORDS,
            origin,
            cells[2],
            mark_id=mark.mark_id,
            count=skipped + 1,
            expected="a fragment for each line, as brat has them",
            hint="the words are read as the text has them",
        )
        joined.append(([*cells[:2], words], origin))
    return joined


def find_broken(row: Row, text: str) -> Mark | None:
    """Return the mark of a line whose words may be a part of those in the text."""
    cells, origin = row
    if not cells[0].startswith("T") or len(cells) != 3:  # noqa: PLR2004  # id, label and offsets, words
        return None
    mark = parse_mark(cells, origin, Defects())
    if mark is None or len(mark.fragments) > 1:
        return None
    start, end = mark.fragments[0]
    is_cut = end - start > len(mark.text) and text.startswith(f"{mark.text}\n", start)
    return mark if is_cut else None


def list_rest(mark: Mark, rows: list[Row], index: int, text: str) -> list[str]:
    """Return the lines from an index on that complete a mark's words, else none.

    The text is not copied: a hostile span may cover all of it, on every line.
    """
    start, end = mark.fragments[0]
    words = mark.text
    lines: list[str] = []
    while text.startswith(words, start) and start + len(words) < end:
        if index + len(lines) == len(rows):
            return []
        start += len(words)
        _, origin = rows[index + len(lines)]
        lines.append(origin.excerpt)
        words = f"\n{origin.excerpt}"
    is_whole = text.startswith(words, start) and start + len(words) == end
    return lines if is_whole else []
