"""The code lists of a package, with the number of rows that have each code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from claimpack.site.anchors import Anchors
from claimpack.site.library import Library
from claimpack.site.selection import Row

DERIVED = "claims_flat"
"""Has the codes of other tables again."""
MOST_OPEN = 40
"""Codes of a list in sight; of a longer one those that no row has are folded."""
RESERVED = ("main", "lists")


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedCode:
    """A code with the number of cells that have it."""

    row: Row
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeList:
    """A list of codes, and where the tables use it."""

    name: str
    anchor: str
    title: str
    description: str
    columns: tuple[str, ...]
    """As `claims.certainty`."""
    sources: tuple[tuple[str, str | None], ...]
    """What the codes are from, with its address in the web."""
    codes: tuple[CountedCode, ...]
    has_matches: bool
    """Whether some code has a close match elsewhere."""

    @property
    def shown(self) -> Sequence[CountedCode]:
        """The codes that are in sight."""
        if len(self.codes) <= MOST_OPEN:
            return self.codes
        return [code for code in self.codes if code.count]

    @property
    def folded(self) -> Sequence[CountedCode]:
        """The others: no row has them."""
        if len(self.codes) <= MOST_OPEN:
            return ()
        return [code for code in self.codes if not code.count]


def list_code_lists(library: Library) -> list[CodeList]:
    """Return the code lists in the order of the table of codes."""
    anchors = Anchors(RESERVED)
    return [
        view_list(library, name, rows, anchors.take(name))
        for name, rows in library.group("codes", "list").items()
    ]


def view_list(
    library: Library, name: str, rows: Sequence[Row], anchor: str
) -> CodeList:
    """Return a list of codes with their counts."""
    columns = find_columns(library, name)
    counts = Counter(
        str(row[column])
        for table, column in columns
        for row in library.rows[table]
        if row[column] is not None
    )
    known = library.schema.vocabularies.get(name)
    return CodeList(
        name=name,
        anchor=anchor,
        title=known.title if known else name,
        description=known.description if known else "",
        columns=tuple(f"{table}.{column}" for table, column in columns),
        sources=tuple(dict.fromkeys(map(name_source, rows))),
        codes=tuple(CountedCode(row=row, count=counts[row["code"]]) for row in rows),
        has_matches=any(row["close_match"] for row in rows),
    )


def find_columns(library: Library, name: str) -> list[tuple[str, str]]:
    """Return the tables and columns that a list closes; what is derived is left out."""
    return [
        (table.name, field.name)
        for table in library.schema.tables.values()
        if table.name != DERIVED
        for field in table.fields
        if field.vocabulary == name
    ]


def name_source(code: Row) -> tuple[str, str | None]:
    """Return what a code is from, with its version, and its address in the web."""
    url = code["source_url"]
    words = " ".join(filter(None, (code["source"], code["source_version"])))
    return words, url if url and url.startswith(("https://", "http://")) else None
