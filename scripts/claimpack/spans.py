"""The rows of `spans`: the exact characters that carry each row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from claimpack import identifiers
from claimpack.document import Attribution, Passage
from claimpack.row_source import Row, RowSource


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A passage and the row that it carries."""

    passage: Passage
    role: str
    owner: str
    """Column of the owner: claim_id, attribution_id, entity_id or event_id."""
    owner_id: str
    is_metonymic: bool | None = None
    """None where the passage is no mention of an entity."""


def iter_spans(source: RowSource) -> Iterator[Row]:
    """Yield a row per fragment of each mark and owner, each once."""
    seen: set[str] = set()
    for carrier in iter_carriers(source):
        for row in iter_fragments(source, carrier):
            span_id = str(row["span_id"])
            if span_id not in seen:
                seen.add(span_id)
                yield row


def iter_fragments(source: RowSource, carrier: Carrier) -> Iterator[Row]:
    """Yield a row per fragment of a passage."""
    article = source.document.article
    mark_id = identifiers.mark_id(article.document_id, carrier.passage.mark_id)
    for fragment, span in enumerate(carrier.passage.spans, start=1):
        yield {
            "span_id": identifiers.span_id(
                mark_id, fragment, carrier.role, carrier.owner_id
            ),
            "document_id": article.document_id,
            "mark_id": mark_id,
            "fragment": fragment,
            "char_start": span.char_start,
            "char_end": span.char_end,
            "text": None if article.text_access == "none" else span.text,
            "role": carrier.role,
            carrier.owner: carrier.owner_id,
            "is_metonymic": carrier.is_metonymic,
        }


def iter_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield every passage of the article with every row that it carries."""
    yield from iter_claim_carriers(source)
    yield from iter_attribution_carriers(source)
    for mention in source.document.mentions:
        yield Carrier(
            passage=mention.passage,
            role="entity",
            owner="entity_id",
            owner_id=mention.entity_id,
            is_metonymic=mention.is_metonymic,
        )
    for event in source.document.events:
        passages = [("event", event.trigger)]
        passages += [("time", time.passage) for time in event.times]
        for role, passage in passages:
            yield Carrier(
                passage=passage, role=role, owner="event_id", owner_id=event.event_id
            )


def iter_claim_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield the passages of each claim."""
    for claim in source.document.claims:
        passages = [("content", claim.content)]
        if claim.quantity is not None:
            passages.append(("quantity", claim.quantity.passage))
        passages += [("hedge", hedge) for hedge in claim.hedges]
        passages += [("time", time.passage) for time in claim.times]
        for role, passage in passages:
            yield Carrier(
                passage=passage,
                role=role,
                owner="claim_id",
                owner_id=source.claim_id(claim.node_id),
            )


def iter_attribution_carriers(source: RowSource) -> Iterator[Carrier]:
    """Yield the passages of each row of attributions."""
    for link in source.iter_source_links():
        if link.attribution is None:
            continue
        passages = list(iter_cue_passages(link.attribution))
        if link.source is not None:
            passages.append(("source", link.source))
        for role, passage in passages:
            yield Carrier(
                passage=passage,
                role=role,
                owner="attribution_id",
                owner_id=source.link_id(link),
            )


def iter_cue_passages(attribution: Attribution) -> Iterator[tuple[str, Passage]]:
    """Yield what all sources of an attribution share, with its role."""
    yield "cue", attribution.cue
    for time in attribution.times:
        yield "time", time.passage
    if attribution.medium is not None:
        yield "medium", attribution.medium
