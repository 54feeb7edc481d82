"""The card of an entity as blocks of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimpack.flat import group, index
from claimpack.row_source import Row
from claimpack.schema import Schema
from claimpack.show.card import Card
from claimpack.show.layout import Block, Entry
from claimpack.show.lists import iter_list, iter_mentions, sort_claims
from claimpack.show.words import list_other_cells, name_entity, name_event

TOLD_APART = {"entity_id", "name", "part_of_id"}
"""Columns that are not shown as they are."""
USES = (
    ("source of", "attributions", "source_id", "level"),
    ("addressee of", "attributions", "addressee_id", "level"),
    ("participant in", "participants", "entity_id", "role"),
    ("counted in", "claims", "counted_entity_id", "measure"),
    ("place of", "claims", "place_id", "place_precision"),
)
"""Label, table, the column with the entity, and the column that tells more."""


def list_entity_blocks(card: Card, schema: Schema, limit: int) -> list[Block]:
    """Return the row of an entity, and the claims that it plays a part in."""
    entity = index(card.rows["entities"], "entity_id")[card.row_id]
    events = [
        name_event(row) for row in card.rows["events"] if row["place_id"] == card.row_id
    ]
    return [
        [("entity", card.row_id, str(entity["name"]))],
        [
            *list_other_cells(schema, "entities", entity, TOLD_APART),
            *iter_parts(card, entity, limit),
            *iter_mentions(card, "entity", limit),
        ],
        *([entry] for entry in iter_uses(card, limit)),
        [*iter_list("place of", "event", events, limit)],
    ]


def iter_parts(card: Card, entity: Row, limit: int) -> Iterator[Entry]:
    """Yield the wider entity, and the entities that are parts of this one."""
    entities = card.rows["entities"]
    if entity["part_of_id"]:
        wider = index(entities, "entity_id")[entity["part_of_id"]]
        yield "part of", name_entity(wider)
    parts = [name_entity(row) for row in entities if row["part_of_id"] == card.row_id]
    yield from iter_list("parts", "part", parts, limit)


def iter_uses(card: Card, limit: int) -> Iterator[Entry]:
    """Yield lists of claims, one for each part that the entity plays in some.

    Each has a claim once; the claims are in the order of the date said.
    """
    claims = sort_claims(card)
    for label, table, column, detail in USES:
        uses = group(
            (row for row in card.rows[table] if row[column] == card.row_id), "claim_id"
        )
        items = [
            describe_use(claim, detail, uses[claim["claim_id"]])
            for claim in claims
            if claim["claim_id"] in uses
        ]
        yield from iter_list(label, "claim", items, limit)


def describe_use(claim: Row, detail: str, rows: Sequence[Row]) -> str:
    """Return the id and the text of a claim, between them the details and the date."""
    words = sorted(
        f"{detail.replace('_', ' ')} {row[detail]}" for row in rows if row[detail]
    )
    words += [f"said {claim['said_edtf']}"] if claim.get("said_edtf") else []
    between = f" ({', '.join(words)})" if words else ""
    return f"{claim['claim_id']}{between}: {claim['claim_text']}"
