"""The rows of `spans`: the exact characters that carry each row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from claimpack import identifiers
from claimpack.annotations import make
from claimpack.document import Passage
from claimpack.row_source import RowSource


class SpanRow(NamedTuple):
    """A row of `spans`, which has a cell for each column: most rows are spans."""

    span_id: str
    document_id: str
    mark_id: str
    fragment: int
    char_start: int
    char_end: int
    text: str | None
    role: str
    claim_id: str | None
    attribution_id: str | None
    entity_id: str | None
    event_id: str | None
    is_metonymic: bool | None


class Carrier(NamedTuple):
    """A passage and the row that it carries, by its id."""

    passage: Passage
    role: str
    claim_id: str | None = None
    attribution_id: str | None = None
    entity_id: str | None = None
    event_id: str | None = None
    is_metonymic: bool | None = None
    """None where the passage is no mention of an entity."""


def iter_spans(source: RowSource) -> Iterator[SpanRow]:
    """Yield a row per fragment of each mark and owner, each once."""
    article = source.document.article
    document_id, is_withheld = article.document_id, article.text_access == "none"
    seen: set[str] = set()
    for carrier in list_carriers(source):
        passage, role, claim_id, attribution_id, entity_id, event_id, flag = carrier
        mark_id = identifiers.mark_id(document_id, passage.mark_id)
        owner_id = claim_id or attribution_id or entity_id or event_id or ""
        for fragment, (start, end, text) in enumerate(passage.spans, start=1):
            span_id = identifiers.span_id(mark_id, fragment, role, owner_id)
            if span_id in seen:
                continue
            seen.add(span_id)
            words = None if is_withheld else text
            yield make(
                SpanRow,
                (
                    *(span_id, document_id, mark_id, fragment, start, end, words, role),
                    *(claim_id, attribution_id, entity_id, event_id, flag),
                ),
            )


def list_carriers(source: RowSource) -> list[Carrier]:
    """Return every passage of the article with every row that it carries."""
    return [
        *iter_claim_carriers(source),
        *iter_attribution_carriers(source),
        *[
            make(
                Carrier, (passage, "entity", None, None, entity_id, None, is_metonymic)
            )
            for passage, entity_id, _, is_metonymic in source.document.mentions
        ],
        *iter_event_carriers(source),
    ]


def iter_claim_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield the passages of each claim."""
    for claim in source.document.claims:
        claim_id = source.claim_id(claim.node_id)
        yield Carrier(claim.content, "content", claim_id=claim_id)
        if claim.quantity is not None:
            yield Carrier(claim.quantity.passage, "quantity", claim_id=claim_id)
        for hedge in claim.hedges:
            yield Carrier(hedge, "hedge", claim_id=claim_id)
        for time in claim.times:
            yield Carrier(time.passage, "time", claim_id=claim_id)


def iter_attribution_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield the passages of each row of attributions."""
    for link_id, _, attribution, words in source.links:
        if attribution is None:
            continue
        yield Carrier(attribution.cue, "cue", attribution_id=link_id)
        for time in attribution.times:
            yield Carrier(time.passage, "time", attribution_id=link_id)
        if attribution.medium is not None:
            yield Carrier(attribution.medium, "medium", attribution_id=link_id)
        if words is not None:
            yield Carrier(words, "source", attribution_id=link_id)


def iter_event_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield the passages of each event mention."""
    for event in source.document.events:
        yield Carrier(event.trigger, "event", event_id=event.event_id)
        for time in event.times:
            yield Carrier(time.passage, "time", event_id=event.event_id)
