"""All that a package says of one claim, entity or event: its card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimpack.files import PackageFiles
from claimpack.schema import Schema
from claimpack.show.ids import find_id
from claimpack.show.reading import read_tables
from claimpack.show.selection import Rows, select_rows
from claimpack.show.sentence import Sentence, read_sentence
from claimpack.sources import TableRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a package says of one row."""

    table: str
    """The table that the row is in: claims, entities or events."""
    row_id: str
    rows: Rows
    """The row and all that belong to it (`selection.select_rows`)."""
    sentence: Sentence | None
    """A claim's words as they stand in the text; None for an entity or event."""


def read_card(
    files: PackageFiles,
    descriptor_path: str,
    schema: Schema,
    words: str,
    table: str | None = None,
) -> Card:
    """Return the card of the row that the words name (`ids.find_id`).

    Raises:
        UsageError: the words name no row, or more than one.
        SourceError: the package cannot be read.

    """
    return make_card(files, read_tables(files, descriptor_path, schema), words, table)


def make_card(
    files: PackageFiles,
    tables: Mapping[str, TableRows],
    words: str,
    table: str | None = None,
) -> Card:
    """Return the card of a row, as `read_card` does, of tables that were read."""
    found, row_id = find_id(tables, words, table)
    rows = select_rows(tables, found, row_id)
    sentence = read_sentence(files, rows, row_id) if found == "claims" else None
    return Card(table=found, row_id=row_id, rows=rows, sentence=sentence)
