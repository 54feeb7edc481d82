"""The chain of a claim in words, level by level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from claimpack.flat import SEPARATOR, group, index
from claimpack.row_source import Row
from claimpack.show.card import Card
from claimpack.show.layout import Entry
from claimpack.show.words import cite, describe_date, join_spans, name_entity

Entities = Mapping[object, Row]
"""By id."""


def iter_levels(card: Card) -> Iterator[Entry]:
    """Yield the levels of a claim's chain, the one nearest the reader first."""
    entities = index(card.rows["entities"], "entity_id")
    spans = group(card.rows["spans"], "attribution_id")
    chain = [row for row in card.rows["attributions"] if row["claim_id"] == card.row_id]
    chain.sort(key=lambda row: int(str(row["level"])))
    for level, rows in group(chain, "level").items():
        words = [span for row in rows for span in spans.get(row["attribution_id"], ())]
        yield (
            f"level {level}",
            name_level(rows, words, entities),
            describe_level(rows, words, entities),
        )


def name_level(rows: Sequence[Row], spans: Sequence[Row], entities: Entities) -> str:
    """Return who speaks at a level, and by which cue.

    Where there is nobody that has an id, the article's words for source and cue
    stand in quotation marks: `unnamed, “reportedly”`.
    """
    if rows[0]["source_kind"] == "writer":
        return "the writer"
    if any(row["source_id"] for row in rows):
        names = SEPARATOR.join(name_source(row, entities) for row in rows)
        return f"{names} {rows[0]['cue'] or ''}"
    words = join_spans(spans, "source", "cue")
    return f"unnamed, {cite(words)}" if words else "unnamed"


def name_source(row: Row, entities: Entities) -> str:
    """Return the name of a source, or the words for one that has none."""
    if row["source_id"]:
        return name_entity(entities[row["source_id"]])
    return f"unnamed, {cite(row['source_text'])}" if row["source_text"] else "unnamed"


def describe_level(
    rows: Sequence[Row], spans: Sequence[Row], entities: Entities
) -> str:
    """Return the other cells of a level, what its sources share but once."""
    known = [row for row in rows if row["source_id"]]
    parts = [
        *(f"source {cite(row['source_text'])}" for row in known if row["source_text"]),
        *("source kind unnamed" for row in known if row["source_kind"] == "unnamed"),
        *(f"act {row['act']}" for row in rows),
        *(
            f"said {describe_date(row, 'said', spans)}"
            for row in rows
            if row["said_edtf"]
        ),
        *(f"medium {cite(row['medium'])}" for row in rows if row["medium"]),
        *(
            f"addressee {name_entity(entities[row['addressee_id']])}"
            for row in rows
            if row["addressee_id"]
        ),
    ]
    return "; ".join(dict.fromkeys(parts))
