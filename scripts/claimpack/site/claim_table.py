"""All claims as one table: its columns, and its cells as a script reads them.

The columns and the cells are those of `claims_flat`, as CSV has them, so that what a
reader takes from the page is what `claimpack query` gives.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from claimpack.cells import format_cell
from claimpack.flat import SEPARATOR
from claimpack.site.library import Library
from claimpack.site.pages import UNSAFE
from claimpack.site.selection import Row

MOST_CLAIMS = 20_000
"""Claims that the page searches; of a package with more it lists the first ones."""
MOST_STATIC = 200
"""Claims that the page lists without script."""
ROWS_PER_PAGE = 50
"""Rows that the script shows at a time."""
ORDER = ("document_id", "char_start", "char_end", "claim_id")
"""What claims are sorted by where the reader asks for no other order: their place."""
USUAL = (
    "claim_text",
    "chain",
    "said_edtf",
    "certainty",
    "polarity",
    "quantity_text",
    "event_label",
)
"""The columns that are shown at first."""
SEARCHED = ("claim_text", "content_text", "source_text", "chain", "event_label")
"""The columns that have the words of the claim, of its sources and of its event."""
FILTERS = (
    "sources",
    "source_sector",
    "source_country",
    "certainty",
    "polarity",
    "event_label",
    "measure",
)
"""The columns of which a reader chooses a value."""
JOINED = {"sources": None, "source_sector": "sector", "source_country": "country"}
"""The columns with several values in a cell, with the list that they are codes of."""
LABELS = {
    "claim_id": "Id",
    "claim_text": "Claim",
    "sources": "Source",
    "source_text": "Words for the source",
    "source_sector": "Sector",
    "source_country": "Country",
    "chain": "Who says so",
    "said_edtf": "Said",
    "event_label": "Event",
    "event_date_edtf": "Date of the event",
    "place_name": "Place",
    "quantity_text": "Number in words",
    "quantity": "Number",
    "quantity_modifier": "Modifier",
    "quantity_low": "Low",
    "quantity_high": "High",
    "quantity_scope": "Scope",
    "counted_name": "Counted",
    "restates_claim_id": "Restates",
    "is_headline": "In the headline",
    "document_id": "Article id",
    "title": "Article",
    "published_edtf": "Published",
    "url": "Address",
    "content_text": "Own words",
    "char_start": "First character",
    "char_end": "Character after it",
}
"""What people call a column whose name says too little, or too much."""
NEEDS_ESCAPE = re.compile(f"[<]|{UNSAFE.pattern}")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column of the table."""

    name: str
    label: str
    is_number: bool
    codes: str | None
    """The list that its values are codes of; None where they are words."""

    @property
    def is_usual(self) -> bool:
        """Whether it is shown at first."""
        return self.name in USUAL

    def mark(self, row: Row) -> str:
        """Return the class of the cell of a row, empty where it has none."""
        if self.name == "polarity" and row[self.name] == "negative":
            return "negative"
        return "number" if self.is_number else ""

    def show(self, library: Library, row: Row) -> str:
        """Return the cell of a row for people: the labels of codes, not the codes."""
        text = format_cell(row[self.name])
        if self.codes is None:
            return text
        parts = text.split(SEPARATOR)
        return SEPARATOR.join(library.name_code(self.codes, part) for part in parts)


def list_columns(library: Library) -> list[TableColumn]:
    """Return the columns of `claims_flat`, in their order."""
    return [
        TableColumn(
            name=field.name,
            label=name_column(field.name),
            is_number=field.type in {"integer", "number"},
            codes=field.vocabulary or JOINED.get(field.name),
        )
        for field in library.schema.tables["claims_flat"].fields
    ]


def name_column(name: str) -> str:
    """Return what people call a column.

    >>> name_column("said_edtf"), name_column("event_date_start")
    ('Said', 'Event date start')
    """
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def sort_claims(library: Library) -> list[Row]:
    """Return the claims in one row each, in the order of the articles."""
    return sorted(library.flat.values(), key=lambda row: [row[name] for name in ORDER])


def write_claims(library: Library) -> bytes:
    """Return a script that holds all claims, for that of the page."""
    rows = sort_claims(library)
    table = {
        "columns": [
            describe_column(library, column, rows) for column in list_columns(library)
        ],
        "order": ORDER,
        "usual": USUAL,
        "searched": SEARCHED,
        "joined": [*JOINED],
        "separator": SEPARATOR,
        "rowsPerPage": ROWS_PER_PAGE,
    }
    return f"const claimpackClaims = {write_json(table)};\n".encode()


def describe_column(
    library: Library, column: TableColumn, rows: Sequence[Row]
) -> dict[str, Any]:
    """Return a column with its cells; where words recur, as their places in a list."""
    cells = [format_cell(row[column.name]) for row in rows]
    words = list(dict.fromkeys(cells))
    described: dict[str, Any] = {
        "name": column.name,
        "label": column.label,
        "isNumber": column.is_number,
    }
    if column.codes:
        described["labels"] = label_codes(library, column.codes, words)
    if 2 * len(words) > len(cells):
        return {**described, "cells": cells}
    places = {word: place for place, word in enumerate(words)}
    return {**described, "words": words, "cells": [places[cell] for cell in cells]}


def label_codes(library: Library, codes: str, cells: Sequence[str]) -> dict[str, str]:
    """Return the label of each code that stands in some cells."""
    parts = {part for cell in cells for part in cell.split(SEPARATOR) if part}
    return {part: library.name_code(codes, part) for part in sorted(parts)}


def write_json(value: object) -> str:
    r"""Return JSON in which no character can end a script, or turn what is read.

    >>> write_json(["</script>", "a\u202eb"])
    '["\\u003c/script>","a\\u202eb"]'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return NEEDS_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
