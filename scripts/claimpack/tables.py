"""The rows that one annotated article gives to each table.

Rows come in the order of the text; `claimpack.writers` sorts them by key.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from claimpack.document import Claim, Document
from claimpack.resolution import Resolved
from claimpack.row_source import Names, Row, RowSource, SourceLink, date_cells

Rows = dict[str, list[Row]]
"""Rows by table."""

WITHHELD = "[The words of the article may not be shipped.]"
"""Stands for the sentence of a claim that has none of its own."""
DOCUMENT_COLUMNS = (
    "document_id",
    "title_start",
    "title_end",
    "publisher",
    "author",
    "url",
    "archive_url",
    "language",
    "text_path",
    "text_sha256",
    "rights",
    "text_access",
    "guideline_version",
    "annotator",
    "is_reviewed",
)


def make_source(document: Document, resolved: Resolved, names: Names) -> RowSource:
    """Return an article with everything its rows are made of."""
    return RowSource(
        document=document,
        resolved=resolved,
        names=names,
        mentions={mention.passage.mark_id: mention for mention in document.mentions},
        events={event.node_id: event for event in document.events},
    )


def build_rows(source: RowSource) -> Rows:
    """Return the rows of one article, for the tables that articles fill.

    These are documents, claims, attributions, participants and claim_links; `spans`
    are made apart, and entities and events come from the registers.
    """
    document = source.document
    return {
        "documents": [document_row(source)],
        "claims": [claim_row(source, claim) for claim in document.claims],
        "attributions": [attribution_row(source, link) for link in source.links],
        "participants": list(iter_participants(source)),
        "claim_links": list(iter_links(source)),
    }


def parse_day(text: str | None) -> date | None:
    """Return the day of a metadata value, which has been checked."""
    return None if text is None else date.fromisoformat(text)


def document_row(source: RowSource) -> Row:
    """Return the row of the article itself."""
    article = source.document.article
    return {
        **{name: getattr(article, name) for name in DOCUMENT_COLUMNS},
        "title": article.title or article.document_id,
        "retrieved": parse_day(article.retrieved),
        "updated": parse_day(article.updated),
        "char_count": len(article.text),
        **date_cells("published", source.resolved.published),
    }


def claim_row(source: RowSource, claim: Claim) -> Row:
    """Return the row of a claim; its words stand in where it has no sentence."""
    event = source.event_of(claim)
    return {
        "claim_id": source.claim_id(claim.node_id),
        "document_id": source.document_id,
        "claim_text": claim.claim_text or source.quote(claim.content) or WITHHELD,
        "claim_type": claim.claim_type,
        "event_id": event.event_id if event else None,
        "certainty": claim.certainty,
        "polarity": claim.polarity,
        "time_relation": claim.time_relation,
        **date_cells("event_date", source.resolved.event_dates.get(claim.node_id)),
        "place_id": source.entity_at(claim.place_mark_id),
        "place_precision": claim.place_precision,
        "quotation": claim.quotation,
        **quantity_cells(source, claim),
        "is_presupposed": claim.is_presupposed,
    }


def quantity_cells(source: RowSource, claim: Claim) -> Row:
    """Return the columns of a claim's quantity, none where it has none."""
    quantity = source.resolved.quantities.get(claim.node_id)
    if quantity is None:
        return {}
    return {
        "measure": claim.measure,
        "quantity": quantity.quantity,
        "quantity_modifier": quantity.modifier,
        "quantity_low": quantity.low,
        "quantity_high": quantity.high,
        "quantity_scope": claim.quantity_scope,
        "unit": quantity.unit or source.names.measure_units.get(claim.measure or ""),
        "counted_entity_id": source.entity_at(claim.counted_mark_id),
    }


def attribution_row(source: RowSource, link: SourceLink) -> Row:
    """Return the row of one source at one level of a claim."""
    row: Row = {
        "attribution_id": link.link_id,
        "claim_id": source.claim_id(link.claim.node_id),
    }
    attribution = link.attribution
    if attribution is None:
        return {
            **row,
            "level": 1,
            "source_kind": "writer",
            "act": "assertion",
            **date_cells("said", source.resolved.published),
        }
    entity_id = source.entity_at(link.source.mark_id if link.source else None)
    is_named = entity_id in source.names.named_entities
    said = source.resolved.said.get((link.claim.node_id, attribution.node_id))
    return {
        **row,
        "level": attribution.level,
        "source_id": entity_id,
        "source_kind": "named" if is_named else "unnamed",
        "source_text": source.quote(link.source),
        "act": attribution.act,
        "cue": source.quote(attribution.cue),
        **date_cells("said", said),
        "medium": source.quote(attribution.medium),
        "addressee_id": source.entity_at(attribution.addressee_mark_id),
    }


def iter_participants(source: RowSource) -> Iterator[Row]:
    """Yield who takes part in the event of each claim, each once in each role."""
    for claim in source.document.claims:
        event = source.event_of(claim)
        if event is None:
            continue
        parts = {
            (source.entity_at(part.mark_id), part.role) for part in event.participants
        }
        for entity_id, role in sorted(parts, key=str):
            yield {
                "claim_id": source.claim_id(claim.node_id),
                "entity_id": entity_id,
                "role": role,
                "event_id": event.event_id,
            }


def iter_links(source: RowSource) -> Iterator[Row]:
    """Yield the links that the text itself makes between claims."""
    for link in source.document.links:
        yield {
            "claim_id": source.claim_id(link.claim_node_id),
            "relation": link.relation,
            "target_id": source.claim_id(link.target_node_id),
            "basis": "text",
        }
