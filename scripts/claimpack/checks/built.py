"""Tables that were just built: what is wrong with them, placed in the seeds.

No file holds their rows yet, and people mend the annotation, not the row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from claimpack.checks import check_tables
from claimpack.corpus import Corpus
from claimpack.findings import Finding, Location, move_finding
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.sources import Package

if TYPE_CHECKING:
    import pyarrow as pa

KEYS_TO_SEEDS = ("mark_id", "claim_id", "entity_id", "event_id")
"""Columns that lead to the seeds; the first that a row has leads the closest."""

LocateRow = Callable[[Row], Location | None]


def check_built(
    tables: Mapping[str, pa.Table],
    corpus: Corpus,
    schema: Schema,
    package: Package | None = None,
) -> Iterator[Finding]:
    """Yield all that is wrong with the tables that a corpus gives.

    `package` is the one that they are to be in, and expects something of them.
    """
    locate_row = make_locate_row(corpus)
    for finding in check_tables(tables, schema, package):
        yield trace(finding, tables, locate_row)


def make_locate_row(corpus: Corpus) -> LocateRow:
    """Return a function from a row of the tables to the place that gives it.

    That is a line of an annotation or of a register; None for a row that comes from
    no line, as an article or a code.
    """
    articles = {
        member.document.article.document_id: member.locate for member in corpus.members
    }
    registers = {
        "entity_id": corpus.entities.entries,
        "event_id": corpus.events.entries,
    }

    def locate_row(row: Row) -> Location | None:
        names = [name for name in KEYS_TO_SEEDS if row.get(name) is not None]
        if not names:
            return None
        key = str(row[names[0]])
        entry = registers.get(names[0], {}).get(key)
        if entry is not None:
            return entry.location
        document_id, _, annotation_id = key.rpartition(".")
        return articles[document_id](annotation_id)

    return locate_row


def trace(
    finding: Finding, tables: Mapping[str, pa.Table], locate_row: LocateRow
) -> Finding:
    """Return the finding about a row at the place in the seeds that gives the row.

    It stays where it is if it is about no row, or if the row has no such place.
    """
    place = finding.location
    if place.resource is None or place.row is None:
        return finding
    (row,) = tables[place.resource].slice(place.row - 1, 1).to_pylist()
    origin = locate_row(row)
    if origin is None:
        return finding
    return move_finding(
        finding,
        path=origin.path,
        line=origin.line,
        column=origin.column,
        excerpt=origin.excerpt,
        row=None,
    )
