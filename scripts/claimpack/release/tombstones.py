"""Tombstones for the ids that a release withdraws (docs/versions.md)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from claimpack.checks.tombstones import WITHDRAWN
from claimpack.csv_files import format_csv
from claimpack.diff.packages import PackageDiff
from claimpack.diff.reading import flatten, read_rows
from claimpack.diff.sides import Side
from claimpack.diff.tombstones import read_tombstones
from claimpack.diff.versions import Kind
from claimpack.errors import UsageError
from claimpack.files import explain, refusal
from claimpack.findings import quote
from claimpack.package import Json, hash_value
from claimpack.render.summary import count_words
from claimpack.schema import Table
from claimpack.sources import Resource

RESOURCE: Json = {
    "name": WITHDRAWN,
    "type": "table",
    "title": "Withdrawn ids",
    "description": (
        "One row per id that an earlier version had and that is never used again."
    ),
    "path": "data/withdrawn.csv",
    "format": "csv",
    "mediatype": "text/csv",
    "encoding": "utf-8",
    "schema": {
        "fields": [
            {
                "name": "id",
                "type": "string",
                "description": "The id that was withdrawn.",
                "constraints": {"required": True},
            },
            {
                "name": "table",
                "type": "string",
                "description": "The table that it was in.",
                "constraints": {"required": True},
            },
            {
                "name": "version",
                "type": "string",
                "description": "The version of the data from which on it is gone.",
                "constraints": {"required": True},
            },
            {
                "name": "reason",
                "type": "string",
                "description": "Why it was withdrawn.",
            },
        ],
        "primaryKey": ["table", "id"],
    },
}
"""The table, where a package has none yet."""


class Stone(NamedTuple):
    """A tombstone, in the columns of the table."""

    id: str
    table: str
    version: str
    reason: str


def require_unused(diff: PackageDiff) -> None:
    """Raise `SourceError` where an id is in use that was withdrawn before."""
    for table in diff.tables:
        if ids := table.tombstones.used:
            found = f"found {count_ids(len(ids))} in use, such as {quote(ids[0])}"
            expected, advice = "expected ids that were never used", "give others"
            raise refusal(table.name, found, expected, advice)


def count_ids(count: int) -> str:
    """Return how many withdrawn ids there are, in words."""
    return count_words(count, "withdrawn id")


def list_stones(diff: PackageDiff, version: str, reason: str | None) -> list[Stone]:
    """Return the tombstones that are missing, by table and id.

    Raises:
        UsageError: there are some, and nobody says why they were withdrawn.
        SourceError: a table that is gone cannot be read.

    """
    stones = [
        Stone(each, name, version, reason or "")
        for name, ids in iter_missing(diff)
        for each in ids
    ]
    if stones and not reason:
        first = stones[0]
        found = f"found {count_ids(len(stones))} without a tombstone, such as "
        found += f"{quote(first.id)} of {first.table}"
        advice = "say it with --reason, or write their rows into the table withdrawn"
        raise UsageError(explain("the release", found, "expected a reason", advice))
    return sorted(stones, key=lambda each: (each.table, each.id))


def iter_missing(diff: PackageDiff) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the ids that were withdrawn without a tombstone, table by table."""
    for table in diff.tables:
        yield table.name, table.tombstones.missing
    known = read_tombstones(diff.old, diff.new)
    for change in diff.schema:
        table_of_old = diff.old.tables.get(change.table)
        if change.kind is Kind.TABLE_REMOVED and table_of_old is not None:
            ids = list_ids(diff.old, table_of_old)
            yield change.table, ids - known.get(change.table, set())


def list_ids(side: Side, table: Table) -> set[str]:
    """Return the ids of a table; none where its key is no id of its own."""
    if len(table.primary_key) != 1 or table.is_view:
        return set()
    read = read_rows(side, table.name)
    (column,) = table.primary_key
    return {
        key
        for rows in read.batches
        for key in read.columns[column].write(flatten(rows[column])).to_pylist()
    }


def add_stones(
    side: Side, descriptor: Json, stones: Sequence[Stone]
) -> tuple[Json, dict[str, bytes]]:
    """Return the descriptor of a package, and its table with some more tombstones.

    Raises:
        SourceError: rows cannot be added to its table.

    """
    if not stones:
        return descriptor, {}
    resources = list(descriptor["resources"])
    names = [resource.get("name") for resource in resources]
    if WITHDRAWN in names:
        table = require_plain(side)
        path, columns = table.paths[0], [field.name for field in table.columns]
        old, at = side.opened.files.read_bytes(path), names.index(WITHDRAWN)
    else:
        path, columns, old, at = RESOURCE["path"], [*Stone._fields], b"", len(names)
        require_free(side, path)
        resources.append(RESOURCE)
    content = append_stones(old, columns, stones)
    size = {"bytes": len(content), "hash": hash_value(content)}
    resources[at] = {**resources[at], **size}
    return {**descriptor, "resources": resources}, {path: content}


def require_free(side: Side, path: str) -> None:
    """Raise `SourceError` where a file has the path of the table that is to be made."""
    if side.opened.files.exists(path):
        found = f"found a file that is no table called {WITHDRAWN}"
        expected = "expected none, or the table of tombstones"
        raise refusal(path, found, expected, "describe it as that table, or move it")


def require_plain(side: Side) -> Resource:
    """Return the table of tombstones, to which lines can be added.

    Raises:
        SourceError: it is no CSV file of our kind with their columns.

    """
    table = side.opened.resources.get(WITHDRAWN)
    plain = Resource(name=WITHDRAWN)
    twins = [
        each for each in side.opened.package.resources if each.twin_of == WITHDRAWN
    ]
    if (
        table is not None
        and not twins
        and (table.format, len(table.paths)) == ("csv", 1)
        and (table.dialect, table.wrapping) == (plain.dialect, plain.wrapping)
        and table.fields_match == plain.fields_match
        and {field.name for field in table.columns} >= set(Stone._fields)
    ):
        return table
    found = "found a table that no row can be added to"
    names = ", ".join(Stone._fields)
    expected = f"expected one CSV file in UTF-8 with {names}, and no twin"
    raise refusal(WITHDRAWN, found, expected, "add the rows yourself")


def append_stones(
    content: bytes, columns: Sequence[str], stones: Sequence[Stone]
) -> bytes:
    """Return a CSV file with tombstones behind its rows; an empty one gets a header."""
    rows = [[stone._asdict().get(name) for name in columns] for stone in stones]
    written = format_csv(columns, rows)
    if not content:
        return written
    _, _, lines = written.partition(b"\n")
    return content.removesuffix(b"\n") + b"\n" + lines
