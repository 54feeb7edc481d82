"""Differences of two packages in words, as text and Markdown share them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimpack.diff.codes import CodeChange
from claimpack.diff.lines import Lines
from claimpack.diff.metadata import MetadataChange
from claimpack.diff.packages import PackageDiff
from claimpack.diff.schemas import SchemaChange
from claimpack.diff.tables import TableDiff
from claimpack.diff.unread import Unread
from claimpack.diff.versions import Bump, Kind, Reason, is_enough
from claimpack.render.summary import count_words

NOTHING = "nothing"
"""What stands for no value."""
LONGEST_SHOWN = 300
"""Characters of a value or a key in text and Markdown; what is longer has `…`."""
SHOWN_BEFORE = 20
"""Characters of such a value before it begins to differ from the other one."""
HINT = " (--limit)"
"""What stands behind the number of those that are not shown."""
NO_DIFFERENCE = "No difference."
PLURALS = {
    Kind.ROW_ADDED: "rows added",
    Kind.ROW_CHANGED: "rows changed",
    Kind.ROW_WITHDRAWN: "rows withdrawn",
    Kind.ID_REUSED: "ids reused",
    Kind.CODE_ADDED: "codes added",
    Kind.CODE_REMOVED: "codes removed",
    Kind.CODE_REDEFINED: "codes redefined",
}
WITH_TYPE = (Kind.COLUMN_ADDED, Kind.COLUMN_INSERTED, Kind.COLUMN_REMOVED)
"""Kinds that are told with the type of the column."""
ARROW = " → "


def describe_schema(change: SchemaChange) -> str:
    """Return a change of a declaration in words."""
    place = ", ".join(filter(None, (change.table, change.column)))
    words = f"{place}: {change.kind}"
    if change.what is not None:
        words += f", {change.what}"
    if change.kind is Kind.WORDS_CHANGED:
        return words  # they may be long, and are no data
    if change.kind in WITH_TYPE:
        return f"{words} ({change.new or change.old})"
    values = describe_values(change.old, change.new)
    return f"{words}: {values}" if values else words


def describe_values(old: str | None, new: str | None) -> str:
    """Return what was and what is, in words; empty where neither is told."""
    return "" if old is None and new is None else ARROW.join(contrast(old, new))


def contrast(old: str | None, new: str | None) -> tuple[str, str]:
    """Return two values for people; long ones from where they begin to differ.

    >>> contrast("a" * 400, "a" * 400 + "b")[1]
    '…aaaaaaaaaaaaaaaaaaaab'
    """
    before, after = old or "", new or ""
    start = 0
    if max(len(before), len(after)) > LONGEST_SHOWN:
        pairs = enumerate(zip(before, after, strict=False))
        same = min(len(before), len(after))
        same = next((place for place, (a, b) in pairs if a != b), same)
        start = max(0, same - SHOWN_BEFORE)
    return shorten(old, start), shorten(new, start)


def shorten(value: str | None, start: int = 0) -> str:
    """Return a value for people, from a character on, cut where it is long.

    >>> shorten(None), shorten(""), shorten("a claim", 2)
    ('nothing', '""', '…claim')
    """
    if value is None:
        return NOTHING
    text = f"…{value[start:]}" if start else value
    text = text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
    return text or '""'


def describe_code(change: CodeChange) -> str:
    """Return a change of a code list in words."""
    labels = describe_values(change.old_label, change.new_label)
    words = f"{change.list}: {change.kind}: {change.code}"
    return f"{words} ({labels})" if labels else words


def describe_metadata(change: MetadataChange) -> str:
    """Return a change of the descriptor in words."""
    return f"{change.place}: {describe_values(change.old, change.new)}"


def describe_reason(reason: Reason) -> str:
    """Return why a version has to move, in words."""
    words = PLURALS.get(reason.kind)
    if words is None:
        times = f" ({reason.count:,} times)" if reason.count > 1 else ""
        words = f"{reason.kind}{times}"
    else:
        words = f"{reason.count:,} {words if reason.count > 1 else reason.kind}"
    return f"{reason.place}: {words}" if reason.place else words


def describe_unread(unread: Unread) -> str:
    """Return that a table was not compared in words."""
    return f"{unread.table}: the rows of {unread.package} are not read: {unread.reason}"


def describe_version(diff: PackageDiff) -> str:
    """Return which version the differences ask for, and whether that is sure."""
    words, count = describe_bump(diff), len({it.table for it in diff.unread})
    if count:
        verb = "was" if count == 1 else "were"
        tables = f"{count_words(count, 'table')} {verb} not compared"
        words += f" That is the least: {tables}, and may ask for more."
    return words


def describe_bump(diff: PackageDiff) -> str:
    """Return which version the differences ask for, and whether NEW has it."""
    least, found = diff.next_version, diff.new.version
    is_met = is_enough(found, least)
    if diff.bump is Bump.NONE:
        words = "This asks for no new version"
        is_less = is_met is False
        return (
            f"{words}; NEW says {found}, less than {least}." if is_less else f"{words}."
        )
    words = f"The changes are {diff.bump.word}"
    if least is not None:
        words += f": {diff.old.version}{ARROW}{least} at least"
    if is_met is None:
        return f"{words}."
    return f"{words}; NEW says {found}{'' if is_met else ', which is too little'}."


def name_sides(diff: PackageDiff) -> list[tuple[str, str]]:
    """Return OLD and NEW, each with its label and its version."""
    return [
        (word, f"{side.label} ({side.version or 'no version'})")
        for word, side in (("OLD", diff.old), ("NEW", diff.new))
    ]


def list_sections(diff: PackageDiff) -> list[tuple[str, list[str]]]:
    """Return what changed besides rows, under headings; none that is empty."""
    sections = [
        ("Not compared", list(map(describe_unread, diff.unread))),
        ("Declarations", list(map(describe_schema, diff.schema_changes))),
        ("Codes", list(map(describe_code, diff.codes))),
        ("Metadata", list(map(describe_metadata, diff.metadata))),
    ]
    return [(head, entries) for head, entries in sections if entries]


def list_groups(table: TableDiff) -> list[tuple[str, str, Lines]]:
    """Return the rows of a table that changed, by sign and heading; none is empty."""
    rows = table.rows
    groups = (
        ("-", "withdrawn", rows.withdrawn),
        ("~", "changed", rows.changed),
        ("+", "added", rows.added),
    )
    return [
        (sign, f"{table.name}: {count_words(lines.row_count, 'row')} {verb}", lines)
        for sign, verb, lines in groups
        if lines.row_count
    ]


def iter_ids(diff: PackageDiff) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the ids of each table that ask for a look, under headings."""
    for table in diff.tables:
        graves = table.tombstones
        lists = (
            ("ids reused, with other content than before", table.reused),
            ("ids withdrawn without a tombstone", graves.missing),
            ("ids in use that have a tombstone", graves.used),
        )
        yield from ((f"{table.name}: {head}", ids) for head, ids in lists if ids)


def count_left(count: int, shown: int, noun: str) -> Iterator[str]:
    """Yield how many are not shown, where some are not."""
    if count > shown:
        yield f"… and {count_words(count - shown, noun)} more{HINT}"


def list_differing(tables: Iterable[TableDiff]) -> list[TableDiff]:
    """Return the tables whose rows are not all the same."""
    return [table for table in tables if not table.rows.is_empty]
