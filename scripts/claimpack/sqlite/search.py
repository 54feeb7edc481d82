"""Full-text search: FTS5 over the words of claims and of spans.

The tables have external content: they hold the index, and the text stands once, in the
table that they are about. `rowid` is the same in both.
"""

from __future__ import annotations

from sqlite3 import Connection

from claimpack.sqlite.names import quote_name

SEARCHED = {"claims": "claim_text", "spans": "text"}
"""The column that is searched, by table of the model."""
SHADOWS = ("config", "data", "docsize", "idx")
"""What FTS5 keeps an index in: tables with the name of the index, `_` and this."""


def name_search(table: str) -> str:
    """Return the name of the table that searches another one."""
    return f"{table}_search"


def list_search_names() -> list[str]:
    """Return the names of all tables that are there for the search."""
    names = list(map(name_search, SEARCHED))
    return names + [f"{name}_{shadow}" for name in names for shadow in SHADOWS]


def write_search(connection: Connection, table: str) -> None:
    """Make the index of a table whose rows are there."""
    name, column = quote_name(name_search(table)), SEARCHED[table]
    connection.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5({column}, "
        f'content="{table}", tokenize="unicode61 remove_diacritics 2")'
    )
    for command in ("rebuild", "optimize"):
        connection.execute(f"INSERT INTO {name}({name}) VALUES (?)", (command,))  # noqa: S608  # ours
