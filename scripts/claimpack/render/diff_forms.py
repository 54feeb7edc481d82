"""Differences of two packages for programs: a change file in CSV, and JSON.

Both have all differences, whatever their number, and are written while they are read.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from claimpack.csv_files import quote_cell
from claimpack.diff.codes import CodeChange
from claimpack.diff.lines import Lines
from claimpack.diff.packages import PackageDiff
from claimpack.diff.sides import Side
from claimpack.diff.tables import TableDiff
from claimpack.diff.versions import Kind

COLUMNS = ("id", "table", "action", "key", "column", "old", "new", "note")
"""The columns of a published change file."""
ADD, CHANGE, WITHDRAW = "add", "change", "withdraw"
ACTIONS = {
    Kind.TABLE_ADDED: ADD,
    Kind.COLUMN_ADDED: ADD,
    Kind.COLUMN_INSERTED: ADD,
    Kind.CODE_ADDED: ADD,
    Kind.TABLE_REMOVED: WITHDRAW,
    Kind.COLUMN_REMOVED: WITHDRAW,
    Kind.CODE_REMOVED: WITHDRAW,
}
"""What is done where it is not a change."""

Entry = tuple[str | None, ...]
"""A line of the change file without its id."""


def render_diff_csv(diff: PackageDiff) -> Iterator[str]:
    """Yield the lines of a change file, the header first.

    A line is one cell; what is not about a row has no key. The id is its number.
    """
    yield ",".join(COLUMNS)
    for number, entry in enumerate(iter_entries(diff), start=1):
        yield ",".join([str(number), *(quote_cell(cell or "") for cell in entry)])


def iter_entries(diff: PackageDiff) -> Iterator[Entry]:
    """Yield the lines, those about no row first."""
    for unread in diff.unread:
        note = f"not compared, rows of {unread.package} not read: {unread.reason}"
        yield (unread.table, "", "", None, None, None, note)
    for item in diff.metadata:
        note = str(Kind.METADATA_CHANGED)
        yield ("", CHANGE, "", item.place, item.old, item.new, note)
    for change in diff.schema_changes:
        action = ACTIONS.get(change.kind, CHANGE)
        note = ", ".join(filter(None, (change.kind, change.what)))
        yield (change.table, action, "", change.column, change.old, change.new, note)
    yield from map(describe_code, diff.codes)
    for table in diff.tables:
        yield from iter_rows(table)


def describe_code(change: CodeChange) -> Entry:
    """Return the line about a code; of one with another label it has the labels."""
    action, code = ACTIONS.get(change.kind, CHANGE), change.code
    pairs = {ADD: (None, code), WITHDRAW: (code, None)}
    labels = change.old_label, change.new_label
    pair, note = pairs.get(action, (code, code)), str(change.kind)
    if labels != (None, None):
        pair, note = labels, f"{note}, label of {code}"
    return ("", action, "", change.list, *pair, note)


def iter_rows(table: TableDiff) -> Iterator[Entry]:
    """Yield the cells of the rows of a table that changed, and ids that are odd."""
    reused = dict.fromkeys(table.reused, str(Kind.ID_REUSED))
    missing = dict.fromkeys(table.tombstones.missing, "withdrawn without a tombstone")
    rows = table.rows
    yield from iter_cells(table.name, WITHDRAW, rows.withdrawn, missing)
    yield from iter_cells(table.name, CHANGE, rows.changed, reused)
    yield from iter_cells(table.name, ADD, rows.added, {})
    for key in table.tombstones.used:  # of rows that are the same too
        note = "in use, and has a tombstone"
        yield (table.name, "", key, None, None, None, note)


def iter_cells(
    table: str, action: str, lines: Lines, notes: Mapping[str, str]
) -> Iterator[Entry]:
    """Yield a line for each cell; the notes are about rows, by their keys."""
    for key, column, old, new in lines:
        words = [notes.get(key, "")]
        words += [
            f"{name} is an empty text, not nothing"
            for name, value in (("key", key), ("old", old), ("new", new))
            if value == ""
        ]
        note = "; ".join(filter(None, words))
        yield (table, action, key, column, old, new, note)


def render_diff_json(diff: PackageDiff) -> Iterator[str]:
    """Yield the parts of one JSON object with all differences."""
    head = {
        "old": describe_side(diff.old),
        "new": describe_side(diff.new),
        "version": {
            "bump": diff.bump.word,
            "least": diff.next_version,
            "is_sure": not diff.unread,
            "reasons": [{"bump": it.bump.word, **asdict(it)} for it in diff.reasons],
        },
        "not_compared": list(map(asdict, diff.unread)),
        "metadata": list(map(asdict, diff.metadata)),
        "schema": list(map(asdict, diff.schema_changes)),
        "codes": list(map(asdict, diff.codes)),
    }
    yield dump(head, indent=2).removesuffix("\n}") + ","
    yield '  "tables": ['
    for index, table in enumerate(diff.tables):
        yield from iter_table(table, is_last=index == len(diff.tables) - 1)
    yield "  ]"
    yield "}"


def dump(value: Any, indent: int | None = None) -> str:  # noqa: ANN401  # JSON
    """Return a value as JSON."""
    return json.dumps(value, indent=indent, ensure_ascii=False, allow_nan=False)


def describe_side(side: Side) -> dict[str, str | None]:
    """Return what a package is called."""
    name = side.content.get("name")
    return {
        "label": side.label,
        "name": name if isinstance(name, str) else None,
        "version": side.version,
    }


def iter_table(table: TableDiff, *, is_last: bool) -> Iterator[str]:
    """Yield the parts of the object about one table."""
    rows = table.rows
    head = {
        "name": table.name,
        "key": table.key,
        "old_rows": rows.old_count,
        "new_rows": rows.new_count,
        "reused": table.reused,
        "withdrawn_without_tombstone": table.tombstones.missing,
        "used_with_tombstone": table.tombstones.used,
    }
    yield "    " + dump(head).removesuffix("}") + ","
    groups = (
        ("withdrawn", rows.withdrawn),
        ("changed", rows.changed),
        ("added", rows.added),
    )
    for index, (name, lines) in enumerate(groups):
        end = "" if index == len(groups) - 1 else ","
        yield from iter_objects(name, lines, end)
    yield "    }" + ("" if is_last else ",")


def iter_objects(name: str, lines: Lines, end: str) -> Iterator[str]:
    """Yield a list of rows; what has no value has no key in `old` and `new`."""
    yield f'      "{name}": ['
    before = ""
    for row in lines.iter_rows(lines.row_count):
        if before:
            yield f"{before},"
        cells = [line for line in row if line.column is not None]
        content = {
            "key": row[0].key,
            "old": {it.column: it.old for it in cells if it.old is not None},
            "new": {it.column: it.new for it in cells if it.new is not None},
        }
        before = f"        {dump(content)}"
    if before:
        yield before
    yield f"      ]{end}"
