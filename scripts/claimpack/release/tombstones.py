"""Tombstones for the ids that a release withdraws (docs/versions.md)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from claimpack.checks.tombstones import WITHDRAWN
from claimpack.csv_files import format_csv
from claimpack.diff.packages import PackageDiff
from claimpack.diff.sides import Side
from claimpack.errors import UsageError
from claimpack.files import explain, refusal
from claimpack.findings import quote
from claimpack.package import Json, hash_value
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
            found = f"found {count(ids)} in use, such as {quote(ids[0])}"
            expected, advice = "expected ids that were never used", "give others"
            raise refusal(table.name, found, expected, advice)


def count(ids: Sequence[str]) -> str:
    """Return how many withdrawn ids there are, in words."""
    return f"{len(ids):,} withdrawn {'id' if len(ids) == 1 else 'ids'}"


def list_stones(diff: PackageDiff, version: str, reason: str | None) -> list[Stone]:
    """Return the tombstones that are missing, by table and id.

    Raises:
        UsageError: there are some, and nobody says why they were withdrawn.

    """
    stones = [
        Stone(each, table.name, version, reason or "")
        for table in diff.tables
        for each in table.tombstones.missing
    ]
    if stones and not reason:
        first = stones[0]
        found = f"found {count([it.id for it in stones])} without a tombstone, such as "
        found += f"{quote(first.id)} of {first.table}"
        advice = "say it with --reason, or write their rows into the table withdrawn"
        raise UsageError(explain("the release", found, "expected a reason", advice))
    return sorted(stones, key=lambda each: (each.table, each.id))


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
        resources.append(RESOURCE)
    content = append(old, columns, stones)
    size = {"bytes": len(content), "hash": hash_value(content)}
    resources[at] = {**resources[at], **size}
    return {**descriptor, "resources": resources}, {path: content}


def require_plain(side: Side) -> Resource:
    """Return the table of tombstones, to which lines can be added.

    Raises:
        SourceError: it is no CSV file of our kind with their columns.

    """
    table = side.opened.resources.get(WITHDRAWN)
    plain = Resource(name=WITHDRAWN)
    if (
        table is not None
        and (table.format, len(table.paths)) == ("csv", 1)
        and (table.dialect, table.wrapping) == (plain.dialect, plain.wrapping)
        and {field.name for field in table.columns} >= set(Stone._fields)
    ):
        return table
    found = "found a table that no row can be added to"
    expected = f"expected one CSV file in UTF-8 with {', '.join(Stone._fields)}"
    raise refusal(WITHDRAWN, found, expected, "add the rows yourself")


def append(content: bytes, columns: Sequence[str], stones: Sequence[Stone]) -> bytes:
    """Return a CSV file with tombstones behind its rows; an empty one gets a header."""
    rows = [[stone._asdict().get(name) for name in columns] for stone in stones]
    written = format_csv(columns, rows)
    if not content:
        return written
    _, _, lines = written.partition(b"\n")
    return content.removesuffix(b"\n") + b"\n" + lines
