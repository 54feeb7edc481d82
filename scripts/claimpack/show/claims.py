"""The card of a claim as blocks of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimpack.flat import SEPARATOR, flatten_claims, group, index
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.show.card import Card
from claimpack.show.layout import Block, Entry
from claimpack.show.levels import iter_levels
from claimpack.show.lists import describe_rest
from claimpack.show.sentence import Sentence, Stretch
from claimpack.show.words import (
    cite,
    describe_date,
    describe_quantity,
    join_spans,
    join_words,
    list_cells,
    name_entity,
    name_event,
)

COMMITMENT = ("claim_type", "certainty", "polarity", "time_relation", "quotation")
"""Columns about how the claim is put."""
MARKS = "⟦⟧"
"""Around a claim's words; where the text itself has one of these, it is escaped.

Carets on a line below would not survive a line end, a right-to-left or wide script, a
screen reader or a copy; brackets in the text do, and no newsroom writes these two.
"""


def list_claim_blocks(card: Card, schema: Schema, limit: int) -> list[Block]:
    """Return all there is to say of a claim, from its text to its document."""
    claim = index(card.rows["claims"], "claim_id")[card.row_id]
    flat = index(flatten_claims(card.rows), "claim_id")[card.row_id]
    document = index(card.rows["documents"], "document_id")[claim["document_id"]]
    spans = [row for row in card.rows["spans"] if row["claim_id"] == card.row_id]
    return [
        [("claim", card.row_id, str(claim["claim_text"]))],
        [*iter_levels(card)],
        [*iter_commitment(claim, spans, schema), *iter_quantity(card, claim, flat)],
        [*iter_event(card, claim, spans, schema)],
        list_links(card, limit),
        [*iter_sentence(card.sentence, flat, document)],
        [describe_document(document)],
    ]


def iter_commitment(
    claim: Row, spans: Sequence[Row], schema: Schema
) -> Iterator[Entry]:
    """Yield how the claim is put, with its hedges."""
    presupposed = ["is_presupposed"] if claim["is_presupposed"] else []
    yield from list_cells(schema, "claims", claim, [*COMMITMENT, *presupposed])
    hedges = join_spans(spans, "hedge")
    if hedges:
        yield "hedge", cite(hedges)


def iter_quantity(card: Card, claim: Row, flat: Row) -> Iterator[Entry]:
    """Yield the number of the claim, if it has one."""
    words = describe_quantity(flat)
    if words is None:
        return
    entities = index(card.rows["entities"], "entity_id")
    counted = entities.get(claim["counted_entity_id"])
    cells = {
        "scope": claim["quantity_scope"],
        "unit": claim["unit"],
        "counted": name_entity(counted) if counted else None,
    }
    yield (
        "quantity",
        words,
        "; ".join(f"{name} {value}" for name, value in cells.items() if value),
    )


def iter_event(
    card: Card, claim: Row, spans: Sequence[Row], schema: Schema
) -> Iterator[Entry]:
    """Yield the event with its date, place and participants as this claim has it."""
    entities = index(card.rows["entities"], "entity_id")
    if claim["event_id"]:
        event = index(card.rows["events"], "event_id")[claim["event_id"]]
        yield "event", name_event(event)
        yield from list_cells(schema, "events", event, ["event_type", "event_mode"])
    date = describe_date(claim, "event_date", spans)
    if date:
        yield "event date", date
    if claim["place_id"]:
        yield "place", name_entity(entities[claim["place_id"]])
        yield from list_cells(schema, "claims", claim, ["place_precision"])
    own = [row for row in card.rows["participants"] if row["claim_id"] == card.row_id]
    own.sort(key=lambda row: str(row["role"]))
    for role, rows in group(own, "role").items():
        names = (name_entity(entities[row["entity_id"]]) for row in rows)
        yield str(role), SEPARATOR.join(names)


def list_links(card: Card, limit: int) -> list[Entry]:
    """Return the first links of the claim, and how many more there are."""
    links = list(iter_links(card))
    return [*links[:limit], ("", describe_rest(len(links), limit))]


def iter_links(card: Card) -> Iterator[Entry]:
    """Yield the links from and to the claim, each with the text of the other claim."""
    claims = index(card.rows["claims"], "claim_id")
    for row in card.rows["claim_links"]:
        source, target, relation = row["claim_id"], row["target_id"], row["relation"]
        if source == card.row_id:
            text = str(claims[target]["claim_text"])
            yield "link", f"this claim {relation} {target}", text
        elif target == card.row_id:
            text = str(claims[source]["claim_text"])
            yield "link", f"{source} {relation} this claim", text


def iter_sentence(
    sentence: Sentence | None, flat: Row, document: Row
) -> Iterator[Entry]:
    """Yield the sentence with the claim's words marked, and where these stand."""
    if sentence is None or flat.get("char_start") is None:
        return
    words = join_words(
        (stretch.char_start, stretch.char_end, mark(stretch))
        for stretch in sentence.stretches
    )
    place = f"characters {flat['char_start']} to {flat['char_end']}"
    if flat["is_headline"]:
        place += ", in the headline"
    if sentence.why_no_text is None:
        place = f"{document['text_path']}, line {sentence.line}, {place}"
        yield "sentence", words, place
    else:
        note = "Only its marked words, because the text is not at hand."
        yield "sentence", words, place, note, sentence.why_no_text


def mark(stretch: Stretch) -> str:
    """Return the words of a stretch, between the marks if they are the claim's own."""
    text = stretch.text
    for character in MARKS:
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text.join(MARKS) if stretch.is_content else text


def describe_document(document: Row) -> Entry:
    """Return the entry of the article that carries the claim."""
    published = describe_date(document, "published")
    parts = (
        document["publisher"],
        published and f"published {published}",
        document["url"],
    )
    return (
        "document",
        str(document["document_id"]),
        str(document["title"]),
        "; ".join(str(part) for part in parts if part),
    )
