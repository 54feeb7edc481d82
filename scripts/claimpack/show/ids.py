"""Ids as people type them, found in the tables of a package."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

from claimpack.errors import UsageError
from claimpack.findings import quote

if TYPE_CHECKING:
    from claimpack.sources import TableRows  # which takes too long to import for help

SHOWN_TABLES = ("claims", "entities", "events")
"""The tables whose rows can be shown."""
MOST_NEAR_IDS = 20_000
"""Ids that are searched for one like an unknown id; the search is slow."""
MOST_NAMED = 5
"""Ids that a message names."""

RowId = tuple[str, str]
"""A table and the id of one of its rows."""


def find_id(
    tables: Mapping[str, TableRows], words: str, table: str | None = None
) -> RowId:
    """Return the row that the words name, by its id or by the end of its id.

    The end is what follows a dot, in small or capital letters: `E24` stands for
    `000_8b7fbf13361c99b6.e24` as long as no other id ends so. Where `table` is
    given, no other one is searched.

    Raises:
        UsageError: no row has that id, or more than one.

    """
    known = [
        (name, str(row_id))
        for name in ([table] if table else SHOWN_TABLES)
        for row_id in tables[name].column(*tables[name].table.primary_key)
    ]
    named = [row for row in known if row[1] == words]
    end = f".{words.lower()}"
    found = named or [row for row in known if row[1].endswith(end)]
    if not found:
        where = table or "claims, entities and events"
        raise UsageError(describe_unknown(where, words, [row[1] for row in known]))
    if len(found) > 1:
        raise UsageError(describe_ambiguous(words, found))
    return found[0]


def describe_unknown(where: str, words: str, ids: Sequence[str]) -> str:
    """Return what to say of an id that no row has, with near ones."""
    near = list_near(words, ids)
    hint = f"; did you mean {join(map(quote, near))}?" if near else ""
    return f"{where}: no row has the id {quote(words)}{hint}"


def list_near(words: str, ids: Sequence[str]) -> list[str]:
    """Return the ids that begin like the words, or else those most like them.

    The id of a document so leads to its claims, that of an attribution to its claim.
    Words without a dot are else compared with the ends of the ids.
    """
    alike = [
        row_id
        for row_id in ids
        if row_id.startswith(words) or words.startswith(f"{row_id}.")
    ]
    if alike or len(ids) > MOST_NEAR_IDS:
        return alike
    by_key: dict[str, list[str]] = defaultdict(list)
    for row_id in ids:
        by_key[row_id if "." in words else row_id.rpartition(".")[2]].append(row_id)
    near = get_close_matches(words.lower(), by_key)
    return [row_id for key in near for row_id in by_key[key]]


def describe_ambiguous(words: str, found: Sequence[RowId]) -> str:
    """Return what to say of words that name more than one row."""
    rows = join(f"{quote(row_id)} of {table}" for table, row_id in found)
    return (
        f"{quote(words)} may be any of {len(found):,} rows: {rows}; give the whole id, "
        "and --table where two tables have it"
    )


def join(names: Iterable[str]) -> str:
    """Return the first names, and how many there are in all if there are more."""
    known = list(names)
    rest = [f"… ({len(known):,} in all)"] if len(known) > MOST_NAMED else []
    return ", ".join([*known[:MOST_NAMED], *rest])
