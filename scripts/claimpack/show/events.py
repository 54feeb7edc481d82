"""The card of an event as blocks of text."""

from __future__ import annotations

from collections.abc import Iterator

from claimpack.flat import index
from claimpack.render.summary import count_words
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.show.card import Card
from claimpack.show.layout import Block, Entry
from claimpack.show.lists import describe_rest, iter_list, iter_mentions, sort_claims
from claimpack.show.words import (
    describe_date,
    describe_quantity,
    list_cells,
    list_other_cells,
    name_entity,
    name_event,
)

TOLD_APART = {
    "event_id",
    "label",
    "event_date_edtf",
    "event_date_start",
    "event_date_end",
    "place_id",
    "place_precision",
    "part_of_id",
}
"""Columns that are not shown as they are."""
ORDER = ", by the date said; < means “on the word of”"
"""What is said of the list of claims."""


def list_event_blocks(card: Card, schema: Schema, limit: int) -> list[Block]:
    """Return the row of an event, and the claims about it, first said first."""
    event = index(card.rows["events"], "event_id")[card.row_id]
    about = {
        row["claim_id"] for row in card.rows["claims"] if row["event_id"] == card.row_id
    }
    claims = [claim for claim in sort_claims(card) if claim["claim_id"] in about]
    return [
        [("event", card.row_id, str(event["label"]))],
        [
            *list_other_cells(schema, "events", event, TOLD_APART),
            *iter_frame(card, event, schema),
            *iter_parts(card, event, limit),
            *iter_mentions(card, "event", limit),
        ],
        [("claims", f"{count_words(len(claims), 'claim')}{ORDER if claims else ''}")],
        *([describe_claim(claim)] for claim in claims[:limit]),
        [("", describe_rest(len(claims), limit))],
    ]


def iter_frame(card: Card, event: Row, schema: Schema) -> Iterator[Entry]:
    """Yield date and place as the curator sets them."""
    date = describe_date(event, "event_date")
    if date:
        yield "event date", f"{date}; the curator's frame, no evidence"
    if event["place_id"]:
        places = index(card.rows["entities"], "entity_id")
        yield "place", name_entity(places[event["place_id"]])
        yield from list_cells(schema, "events", event, ["place_precision"])


def iter_parts(card: Card, event: Row, limit: int) -> Iterator[Entry]:
    """Yield the wider event, and the events that are parts of this one."""
    events = card.rows["events"]
    if event["part_of_id"]:
        yield "part of", name_event(index(events, "event_id")[event["part_of_id"]])
    parts = [name_event(row) for row in events if row["part_of_id"] == card.row_id]
    yield from iter_list("parts", "event", parts, limit)


def describe_claim(claim: Row) -> Entry:
    """Return the entry of one claim: its text, who said it and when, and its number."""
    told = (claim.get("chain"), describe_date(claim, "said"))
    cells = {
        "certainty": claim["certainty"],
        "polarity": claim["polarity"],
        "restates": claim["restates_claim_id"],
    }
    return (
        "claim",
        str(claim["claim_id"]),
        str(claim["claim_text"]),
        ", ".join(str(part) for part in told if part),
        "; ".join(f"{name} {value}" for name, value in cells.items() if value),
        describe_quantity(claim) or "",
    )
