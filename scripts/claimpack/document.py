"""One annotated article: who claims what, in the article's own order.

A `Document` is what an article says, before anything is computed from it: dates
and quantities are still words (with the annotator's overrides), entities and
events are still ids. `schemas/document.json` describes the same shape as JSON.

Ids inside a document are annotation ids in lower case (`t5`, `e12`); they become
permanent row ids when the document id is put before them.

What an article has many of is a named tuple, as in `claimpack.annotations`, and is made
by keyword too.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """One unbroken stretch of the article's text."""

    char_start: int
    """Code points of the exact text, counted from 0."""
    char_end: int
    """First code point after the span."""
    text: str
    """The exact slice."""


class Passage(NamedTuple):
    """Marked words: one span, or several where they are discontinuous."""

    mark_id: str
    spans: tuple[Span, ...]

    @property
    def words(self) -> str:
        """The covered words, fragments joined by one space."""
        return " ".join([span.text for span in self.spans])


class Mention(NamedTuple):
    """Words that stand for an entity."""

    passage: Passage
    entity_id: str
    """Id in the register; where there is none, an id local to the document."""
    entity_type: str
    is_metonymic: bool = False
    """True where a capital stands for its government."""


class TimeExpression(NamedTuple):
    """Words that date something."""

    passage: Passage
    edtf: str | None = None
    """The annotator's reading, where the words alone do not give it."""


class QuantityExpression(NamedTuple):
    """Words that say how many or how much."""

    passage: Passage
    number: str | None = None
    """The annotator's reading: a decimal number, or two with `..` between."""
    modifier: str | None = None
    """The annotator's reading of the modifier."""


class Participant(NamedTuple):
    """An entity in a role of an event."""

    role: str
    """actor, recipient or object."""
    mark_id: str
    """The mention that fills the role."""


class Event(NamedTuple):
    """Words that stand for an event; its identity is `event_id`."""

    node_id: str
    event_id: str
    """Id in the register; where there is none, an id local to the document."""
    event_type: str | None
    """PLOVER code; None where no type fits."""
    event_mode: str | None
    trigger: Passage
    participants: tuple[Participant, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    place_mark_id: str | None = None


class Attribution(NamedTuple):
    """One link of the chain through which a claim reaches the reader."""

    node_id: str
    level: int
    """1 is nearest the reader; the highest is the origin."""
    cue: Passage
    source_mark_ids: tuple[str, ...] = ()
    """Mentions of the named sources that speak jointly; empty: unnamed."""
    source_words: tuple[Passage, ...] = ()
    """Words for unnamed sources (`sources`, `intelligence`)."""
    act: str = "assertion"
    times: tuple[TimeExpression, ...] = ()
    """When it was said, in the article's words."""
    said_edtf: str | None = None
    """When it was said, by the annotator, where no words carry the date."""
    medium: Passage | None = None
    addressee_mark_id: str | None = None


class Claim(NamedTuple):
    """One proposition with at most one quantity; no attributions: the writer's."""

    node_id: str
    content: Passage
    claim_text: str | None
    claim_type: str | None = None
    certainty: str | None = None
    polarity: str | None = None
    time_relation: str | None = None
    quotation: str | None = None
    measure: str | None = None
    quantity: QuantityExpression | None = None
    quantity_scope: str | None = None
    counted_mark_id: str | None = None
    event_node_id: str | None = None
    times: tuple[TimeExpression, ...] = ()
    event_date_edtf: str | None = None
    place_mark_id: str | None = None
    place_precision: int | None = None
    """UCDP where_prec, 1 exact to 7 international."""
    hedges: tuple[Passage, ...] = ()
    is_presupposed: bool = False
    attributions: tuple[Attribution, ...] = ()
    """By level, from 1."""


class ClaimLink(NamedTuple):
    """A relation between two claims of one article."""

    claim_node_id: str
    relation: str
    target_node_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """The text and what is known of it; None means that it is not known."""

    document_id: str
    text: str
    """The exact text, as decoded from UTF-8: offsets count its code points."""
    text_sha256: str
    """SHA-256 of the exact bytes, in hexadecimal."""
    text_path: str | None = None
    """Relative to the package; None where it does not have the text."""
    title: str | None = None
    title_start: int | None = None
    title_end: int | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    archive_url: str | None = None
    retrieved: str | None = None
    """Day as `YYYY-MM-DD`."""
    updated: str | None = None
    """Day as `YYYY-MM-DD`."""
    published_edtf: str | None = None
    language: str = "und"
    rights: str | None = None
    text_access: str = "none"
    guideline_version: str | None = None
    annotator: str | None = None
    is_reviewed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """An article with its annotation; mentions, events and claims in text order."""

    article: Article
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    links: tuple[ClaimLink, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """An interval of days, as precise as the words and no more."""

    edtf: str
    """The same in EDTF (ISO 8601-2 level 0, with `..`, `~` and `?`)."""
    start: date | None
    """First day; None where the interval is open."""
    end: date | None
    """Last day, inclusive; None where the interval is open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as it was said, apart from what the wording entails."""

    modifier: str
    """A code of schemas/vocabularies/quantity_modifier.json."""
    quantity: float | None = None
    """The number said; None where the words give only bounds or none."""
    low: float | None = None
    """Lowest value that the words allow, inclusive; None: not bounded."""
    high: float | None = None
    """Highest value that the words allow, inclusive; None: not bounded."""
    unit: str | None = None
    """ISO 4217 code, `percent`, `fraction` or a unit of measure; None: a count."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unresolved:
    """Words whose value is not known, and why: they are kept, never guessed."""

    reason: str
