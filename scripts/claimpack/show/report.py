"""Cards as text for people and as JSON for programs."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from claimpack.cells import format_cell
from claimpack.schema import Schema
from claimpack.show.card import Card
from claimpack.show.claims import list_claim_blocks
from claimpack.show.entities import list_entity_blocks
from claimpack.show.events import list_event_blocks
from claimpack.show.layout import lay_out
from claimpack.sources import make_object

BLOCKS = {
    "claims": list_claim_blocks,
    "entities": list_entity_blocks,
    "events": list_event_blocks,
}
"""What makes the text of a card, by the table of its row."""


def render_card_text(card: Card, schema: Schema, limit: int) -> str:
    """Return the card in lines of 80 columns, the first `limit` items of each list.

    Nothing in it is a control character, and nothing needs colour.
    """
    return lay_out(BLOCKS[card.table](card, schema, limit))


def render_card_json(card: Card) -> str:
    """Return one JSON object with all rows of the card, by table.

    Rows are as `schemas/rows` has them: no key for an empty cell. Numbers that JSON
    does not have, NaN and the infinite ones, stand there in the words of CSV.
    """
    tables = {
        name: [spell_numbers(make_object(row)) for row in rows]
        for name, rows in card.rows.items()
    }
    sentence = None if card.sentence is None else asdict(card.sentence)
    report = {"table": card.table, "id": card.row_id, **tables, "sentence": sentence}
    # str: integers beyond 64 bits, which Arrow gives as decimals.
    return json.dumps(report, indent=2, allow_nan=False, default=str)


def spell_numbers(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with the words of CSV for each number that JSON does not have."""
    return {
        name: format_cell(value)
        if isinstance(value, float) and not math.isfinite(value)
        else value
        for name, value in row.items()
    }
