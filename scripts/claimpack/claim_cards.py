"""One claim with all that belongs to it, as values for Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimpack.cells import Value
from claimpack.flat import group, index
from claimpack.row_source import Row
from claimpack.show.card import Card
from claimpack.show.levels import name_level
from claimpack.show.sentence import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One level of a claim's chain: who speaks, and how."""

    number: int
    """1 is nearest the reader."""
    speaker: str
    """Who speaks, in words: names with ids, or the article's words for the unnamed."""
    source_ids: tuple[str, ...]
    """Entities that speak; none for the writer and for the unnamed."""
    act: str | None
    """How it is said: a code of `attributions.act`."""
    said_edtf: str | None
    """When it was said, as EDTF; None where nothing dates it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relation between the claim and another one."""

    relation: str
    """A code of `claim_links.relation`; the source has it to the target."""
    source_id: str
    """The claim that the link is from."""
    target_id: str
    """The claim that it is to."""
    other_text: str
    """The text of that of the two which this is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimCard:
    """A claim with its chain, its sentence and its links."""

    claim_id: str
    text: str
    """The claim in words of its own (`claims.claim_text`)."""
    document_id: str
    row: Mapping[str, Value]
    """All cells of its row in `claims`, by column; None for an empty one."""
    chain: tuple[Level, ...]
    """From the level nearest the reader inwards."""
    sentence: Sentence | None
    """Its words as they stand in the text, with those around them."""
    links: tuple[Link, ...]
    """Those from it and to it, by the ids of both claims."""


def make_claim_card(card: Card) -> ClaimCard:
    """Return the card of a claim as values."""
    row = index(card.rows["claims"], "claim_id")[card.row_id]
    return ClaimCard(
        claim_id=card.row_id,
        text=str(row["claim_text"]),
        document_id=str(row["document_id"]),
        row=row,
        chain=tuple(iter_chain(card)),
        sentence=card.sentence,
        links=tuple(iter_links(card)),
    )


def iter_chain(card: Card) -> Iterator[Level]:
    """Yield the levels of a claim's chain, the one nearest the reader first."""
    entities = index(card.rows["entities"], "entity_id")
    spans = group(card.rows["spans"], "attribution_id")
    chain = [row for row in card.rows["attributions"] if row["claim_id"] == card.row_id]
    chain.sort(key=lambda row: int(str(row["level"])))
    for number, rows in group(chain, "level").items():
        words = [span for row in rows for span in spans.get(row["attribution_id"], ())]
        yield Level(
            number=int(str(number)),
            speaker=name_level(rows, words, entities).strip(),
            source_ids=tuple(str(r["source_id"]) for r in rows if r["source_id"]),
            act=read_text(rows[0], "act"),
            said_edtf=read_text(rows[0], "said_edtf"),
        )


def read_text(row: Row, column: str) -> str | None:
    """Return a cell of text, None for an empty one."""
    value = row[column]
    return None if value is None else str(value)


def iter_links(card: Card) -> Iterator[Link]:
    """Yield the links from and to a claim."""
    claims = index(card.rows["claims"], "claim_id")
    for row in card.rows["claim_links"]:
        ends = str(row["claim_id"]), str(row["target_id"])
        if card.row_id in ends:
            other = ends[1] if ends[0] == card.row_id else ends[0]
            yield Link(
                relation=str(row["relation"]),
                source_id=ends[0],
                target_id=ends[1],
                other_text=str(claims[other]["claim_text"]),
            )
