"""An annotated article with all that its rows are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from claimpack import identifiers
from claimpack.cells import Value
from claimpack.document import (
    Article,
    Attribution,
    Claim,
    Document,
    Event,
    Mention,
    Passage,
    When,
)
from claimpack.resolution import Resolved
from claimpack.schema import Schema

Row = dict[str, Value]
"""One row by column name; a column that is empty may be absent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What the tables need to know of the registers and code lists."""

    named_entities: frozenset[str]
    """Ids of the entities that are named, not only described."""
    measure_units: Mapping[str, str | None]
    """Unit of each measure; None where the words carry it."""


def list_measure_units(schema: Schema) -> dict[str, str | None]:
    """Return the unit of each measure, None where the words carry it."""
    return {code.code: code.unit for code in schema.vocabularies["measure"].codes}


class SourceLink(NamedTuple):
    """One source at one level of one claim: what a row of attributions is about."""

    link_id: str
    """The permanent id of that row."""
    claim: Claim
    attribution: Attribution | None
    """None where the writer claims it."""
    source: Passage | None
    """The article's words for the source; None for the writer and for no words."""


@dataclass(frozen=True, kw_only=True)  # without slots: `links` are made once
class RowSource:
    """An article with everything its rows are made of."""

    document: Document
    resolved: Resolved
    names: Names
    mentions: Mapping[str, Mention]
    """By mark."""
    events: Mapping[str, Event]
    """By node."""

    @property
    def document_id(self) -> str:
        """The id that stands before every other id of the article."""
        return self.document.article.document_id

    def entity_at(self, mark_id: str | None) -> str | None:
        """Return the entity that a mark mentions, None where it mentions none."""
        mention = self.mentions.get(mark_id or "")
        return mention.entity_id if mention else None

    def quote(self, passage: Passage | None) -> str | None:
        """Return the words of a passage, None for none and for withheld ones."""
        article = self.document.article
        return None if passage is None else quote_words(article, passage)

    def event_of(self, claim: Claim) -> Event | None:
        """Return the event mention that a claim is about."""
        return self.events.get(claim.event_node_id or "")

    def claim_id(self, node_id: str) -> str:
        """Return the permanent id of a claim."""
        return identifiers.claim_id(self.document_id, node_id)

    @cached_property
    def links(self) -> list[SourceLink]:
        """The sources of each claim, by level from the reader."""
        links = []
        for claim in self.document.claims:
            claim_id = self.claim_id(claim.node_id)
            if not claim.attributions:
                writer_id = identifiers.writer_id(claim_id)
                links.append(SourceLink(writer_id, claim, None, None))
            for attribution in claim.attributions:
                for source in self.list_sources(attribution) or [None]:
                    mark_id = source.mark_id if source else None
                    link_id = identifiers.attribution_id(
                        claim_id, attribution.node_id, mark_id
                    )
                    links.append(SourceLink(link_id, claim, attribution, source))
        return links

    def list_sources(self, attribution: Attribution) -> list[Passage | None]:
        """Return the words of the sources that speak at one level, named first."""
        named = [self.mentions[mark].passage for mark in attribution.source_mark_ids]
        return [*named, *attribution.source_words]


def quote_words(article: Article, passage: Passage) -> str | None:
    """Return the words of a passage, None where they may not be shipped."""
    return None if article.text_access == "none" else passage.words


def date_cells(stem: str, when: When | None) -> Row:
    """Return the three columns of a date, none where there is no date."""
    if when is None:
        return {}
    return {
        f"{stem}_edtf": when.edtf,
        f"{stem}_start": when.start,
        f"{stem}_end": when.end,
    }
