"""A new file of SQLite: how it is opened, and what is asked of it at the end."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection

from claimpack.errors import BuildError, ClaimpackError, SourceError
from claimpack.files import explain
from claimpack.findings import quote

OLDEST = (3, 37)
"""The first version of SQLite with STRICT tables."""
CACHE_KIB = 262_144
SETTINGS = {
    "page_size": "4096",
    # Nobody sees the file before it is whole, so nothing has to be undone.
    "journal_mode": "OFF",
    "synchronous": "OFF",
    # Else the unused bytes of a page keep what stood there before.
    "secure_delete": "ON",
    "cache_size": f"-{CACHE_KIB}",
}


def require_sqlite(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise `ClaimpackError` where SQLite is too old."""
    if version < OLDEST:
        found = ".".join(map(str, version))
        raise ClaimpackError(
            f"Python has SQLite {found}, which knows no STRICT tables; expected "
            f"{OLDEST[0]}.{OLDEST[1]} or newer; use a Python with one"
        )


@contextmanager
def writing(path: Path) -> Iterator[Connection]:
    """Give a connection to an empty file, which is compacted and checked at the end.

    Raises:
        SourceError: a row breaks what the database declares, or is too long for it.
        BuildError: the file cannot be written.

    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for name, value in SETTINGS.items():
            connection.execute(f"PRAGMA {name} = {value}")
        connection.execute("BEGIN")
        yield connection
        connection.execute("COMMIT")
        connection.execute("VACUUM")
        require_integrity(connection)
    except sqlite3.IntegrityError as error:
        found = f"found a row that breaks its declaration ({error})"
        raise refuse_rows(found) from error
    except sqlite3.DataError as error:
        found = f"found a value or a statement that SQLite cannot hold ({error})"
        parts = (found, "expected shorter ones", "shorten it")
        raise SourceError(explain("the database", *parts)) from error
    except sqlite3.Error as error:
        found = f"found the error {quote(str(error))} of SQLite"
        parts = (found, "expected none", "look at the disk and try again")
        raise BuildError(explain(str(path.parent), *parts)) from error
    finally:
        connection.close()


def require_integrity(connection: Connection) -> None:
    """Raise `SourceError` for a row that refers to none, `BuildError` for damage."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        parts = (f"found {quote(verdict)}", "expected a sound file", "try again")
        raise BuildError(explain("the database", *parts))
    wrong = connection.execute("PRAGMA foreign_key_check").fetchone()
    if wrong is not None:
        table, row, target, _ = wrong
        found = f"found that row {row} of {quote(table)} refers to no row of"
        raise refuse_rows(f"{found} {quote(target)}")


def refuse_rows(found: str) -> SourceError:
    """Return the error for rows that are not as the package declares them."""
    advice = (
        "run `claimpack validate`, which tells all such rows; what it does not tell, "
        "SQLite does not hold exactly (docs/sqlite.md)"
    )
    return SourceError(explain("the database", found, "expected valid rows", advice))
