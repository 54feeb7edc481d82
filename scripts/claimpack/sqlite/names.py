"""Names in SQLite: how they are written, and which a package cannot have.

To SQLite `a` and `A` are one name, and `é` and `É` are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from string import ascii_lowercase, ascii_uppercase

from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.guarded_sql import find_pair
from claimpack.render.summary import count_words

OF_SQLITE = "sqlite_"
"""What the names of SQLite's own tables begin with."""
MOST_COLUMNS = 2_000
"""Columns of a table, as SQLite has them unless somebody built another one."""
LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


def quote_name(name: str) -> str:
    """Return a name as SQL has it, whatever its characters.

    >>> print(quote_name('a "b" c'))
    "a ""b"" c"
    """
    return '"' + name.replace('"', '""') + '"'


def quote_names(names: Iterable[str]) -> str:
    """Return names as SQL lists them."""
    return ", ".join(map(quote_name, names))


def fold(name: str) -> str:
    """Return a name as SQLite compares it: with the letters of ASCII in lower case.

    >>> fold("ÉTÉ"), fold("Ete")
    ('ÉtÉ', 'ete')
    """
    return name.translate(LOWER)


def require_names(where: str, tables: Sequence[str], own: Iterable[str]) -> None:
    """Raise `SourceError` where a package has a table that SQLite cannot have.

    `own` are the tables that we add.
    """
    added = set(map(fold, own))
    for name in tables:
        found = f"found a table with the name {quote(name)}"
        if fold(name).startswith(OF_SQLITE):
            refuse_name(where, found, "which SQLite keeps for itself")
        if fold(name) in added:
            refuse_name(where, found, "which the database has for a table of its own")
    require_distinct(where, "table", tables)


def require_columns(where: str, table: str, names: Sequence[str]) -> None:
    """Raise `SourceError` where a table of SQLite cannot have all these columns."""
    if not 0 < len(names) <= MOST_COLUMNS:
        count = count_words(len(names), "column")
        found = f"found {count} of the table {quote(table)} in its file"
        expected = f"expected from 1 to {MOST_COLUMNS:,}, as SQLite has them"
        raise refusal(
            where, found, expected, "declare those of the file, in several tables"
        )
    require_distinct(where, f"column of {table}", names)


def require_distinct(where: str, what: str, names: Sequence[str]) -> None:
    """Raise `SourceError` where SQLite cannot tell names apart, or cannot hold one."""
    if pair := find_pair(names, fold):
        one, other = map(quote, pair)
        found = f"found a {what} {one} and a {what} {other}"
        refuse_name(where, found, "which SQLite cannot tell apart")
    for name in names:
        if "\0" in name:
            found = f"found a {what} with the name {quote(name)}"
            refuse_name(where, found, "in which a NUL character ends the SQL")


def refuse_name(where: str, found: str, reason: str) -> None:
    """Raise the `SourceError` for a name."""
    raise refusal(where, f"{found}, {reason}", "expected another name", "rename it")
