"""Where in the seeds the rows of the tables come from.

Row ids are made of annotation ids (docs/codebook.md, section 7), and what has another
id stands in a register, so that each row leads back to its line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from claimpack.corpus import LINK_COLUMNS, Corpus, Member
from claimpack.findings import Finding, Location
from claimpack.registers import Entry

NOT_OF_SEEDS = "codes"
"""The table that is made from the schema alone."""
ENTRY_KEYS = {
    "entities": ("entity_id",),
    "events": ("event_id",),
    "claim_links": LINK_COLUMNS,
}
"""Primary key by table, of those whose rows people enter in a register."""
ANNOTATION_COLUMNS = {
    "spans": "mark_id",
    "entities": "entity_id",
    "events": "event_id",
}
"""Column with the id of the annotation, by table; in all others it is claim_id."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origins:
    """The seeds of a corpus by what the rows made of them have in their cells."""

    members: Mapping[str, Member]
    """By document."""
    entries: Mapping[tuple[object, ...], Entry]
    """By table and primary key."""


def place_findings(
    findings: Iterable[Finding], tables: Mapping[str, pa.Table], corpus: Corpus
) -> Iterator[Finding]:
    """Yield findings about rows at the lines of the seeds that the rows come from.

    Table and column are kept; the number of the row is not, as no file may have it yet.
    A finding about no row, or about a row of the schema, stays as it is.
    """
    for _, finding in file_findings(findings, tables, corpus):
        yield finding


def file_findings(
    findings: Iterable[Finding], tables: Mapping[str, pa.Table], corpus: Corpus
) -> Iterator[tuple[str | None, Finding]]:
    """Yield findings at their lines in the seeds, each behind its document.

    None stands for what no article says.
    """
    origins: Origins | None = None
    for finding in findings:
        table, number = finding.location.resource, finding.location.row
        if table is None or table == NOT_OF_SEEDS or number is None:
            yield None, finding
            continue
        if origins is None:  # to go through a large corpus again takes long
            origins = index_origins(corpus)
        row = tables[table].slice(number - 1, 1).to_pylist()[0]
        field = finding.location.field
        origin = locate_row(table, row, field, origins)
        location = replace(origin, resource=table, field=field)
        yield find_document(table, row, origins), replace(finding, location=location)


def find_document(table: str, row: Row, origins: Origins) -> str | None:
    """Return the document that a row comes from; None for a row of a register."""
    if name_entry(table, row) in origins.entries:
        return None
    if table == "documents":
        return str(row["document_id"])
    return name_annotation(table, row).rpartition(".")[0]


def index_origins(corpus: Corpus) -> Origins:
    """Return the seeds of a corpus by what their rows have in their cells."""
    registers = {
        "entities": corpus.entities.entries.values(),
        "events": corpus.events.entries.values(),
        "claim_links": corpus.links,
    }
    return Origins(
        members={it.document.article.document_id: it for it in corpus.members},
        entries={
            name_entry(table, entry.values): entry
            for table, entries in registers.items()
            for entry in entries
        },
    )


def name_entry(table: str, row: Row) -> tuple[object, ...]:
    """Return the table and the primary key of a row, as far as registers have it."""
    return (table, *[row[name] for name in ENTRY_KEYS.get(table, ())])


def locate_row(table: str, row: Row, field: str | None, origins: Origins) -> Location:
    """Return the place of a row in the seeds; in a register, that of its cell.

    There is none of an entity or event that articles share without a register.
    """
    entry = origins.entries.get(name_entry(table, row))
    if entry is not None:
        return entry.locate(field)
    if table == "documents":
        member = origins.members[row["document_id"]]
        path = member.document.article.text_path
        return Location(path=path) if path is not None else member.locate("")
    document_id, _, annotation_id = name_annotation(table, row).rpartition(".")
    if document_id not in origins.members:
        return Location()
    member = origins.members[document_id]
    if table == "claim_links":
        return member.link_places[tuple([row[name] for name in LINK_COLUMNS])]
    return member.locate(annotation_id)


def name_annotation(table: str, row: Row) -> str:
    """Return the id of the mark or node that a row comes from, after its document's."""
    if table == "attributions" and row["source_kind"] != "writer":
        claim_id = row["claim_id"]
        document_id = claim_id.rpartition(".")[0]
        node_id = row["attribution_id"].removeprefix(f"{claim_id}.").split(".")[0]
        return f"{document_id}.{node_id}"
    return str(row[ANNOTATION_COLUMNS.get(table, "claim_id")])
