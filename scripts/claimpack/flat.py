"""The rows of `claims_flat`: each claim in one row, derived from the other tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # What resolves dates takes long to load.
    from claimpack.row_source import Row


SEPARATOR = "; "
"""Between several values in one cell."""
STEP = " < "
"""Between the levels of a chain, nearest the reader first."""
GAP = " … "
"""Between the stretches of a discontinuous claim."""
DATE_STEMS = ("edtf", "start", "end")
CLAIM_COLUMNS = (
    "claim_id",
    "claim_text",
    "certainty",
    "polarity",
    "event_date_edtf",
    "event_date_start",
    "event_date_end",
    "measure",
    "quantity",
    "quantity_modifier",
    "quantity_low",
    "quantity_high",
    "quantity_scope",
    "unit",
    "document_id",
)
DOCUMENT_COLUMNS = (
    "title",
    "publisher",
    "published_edtf",
    "published_start",
    "published_end",
    "url",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The rows of the other tables, by the keys that a claim joins them on."""

    documents: Mapping[object, Row]
    entities: Mapping[object, Row]
    events: Mapping[object, Row]
    attributions: Mapping[object, list[Row]]
    spans: Mapping[object, list[Row]]
    link_spans: Mapping[object, list[Row]]
    """The spans of a link of a chain, by attribution."""
    restated: Mapping[object, list[Row]]


def flatten_claims(rows: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Return one row per claim, in the order of the claims.

    `rows` holds the rows of documents, entities, events, claims, attributions,
    spans and claim_links, by table.
    """
    tables = Tables(
        documents=index(rows["documents"], "document_id"),
        entities=index(rows["entities"], "entity_id"),
        events=index(rows["events"], "event_id"),
        attributions=group(rows["attributions"], "claim_id"),
        spans=group(rows["spans"], "claim_id"),
        link_spans=group(rows["spans"], "attribution_id"),
        restated=group(
            (row for row in rows["claim_links"] if row["relation"] == "restates"),
            "claim_id",
        ),
    )
    return [flatten_claim(claim, tables) for claim in rows["claims"]]


def index(rows: Iterable[Row], key: str) -> dict[object, Row]:
    """Return the rows by their key."""
    return {row[key]: row for row in rows}


def group(rows: Iterable[Row], key: str) -> dict[object, list[Row]]:
    """Return the rows that share a key, in their order."""
    groups: dict[object, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.get(key)].append(row)
    return groups


def flatten_claim(claim: Row, tables: Tables) -> Row:
    """Return the row of one claim."""
    claim_id = claim["claim_id"]
    event = tables.events.get(claim.get("event_id"), {})
    place = tables.entities.get(claim.get("place_id"), {})
    counted = tables.entities.get(claim.get("counted_entity_id"), {})
    document = tables.documents[claim["document_id"]]
    spans = tables.spans.get(claim_id, [])
    targets = sorted(str(row["target_id"]) for row in tables.restated.get(claim_id, []))
    return {
        **{name: claim.get(name) for name in CLAIM_COLUMNS},
        **source_cells(tables.attributions.get(claim_id, []), tables),
        "event_label": event.get("label"),
        "event_type": event.get("event_type"),
        "place_name": place.get("name"),
        "quantity_text": GAP.join(list_texts(spans, "quantity")) or None,
        "counted_name": counted.get("name"),
        "restates_claim_id": SEPARATOR.join(targets) or None,
        **{name: document.get(name) for name in DOCUMENT_COLUMNS},
        **content_cells(spans, document),
    }


def source_cells(attributions: Sequence[Row], tables: Tables) -> Row:
    """Return the columns about who says so, from the rows of a claim's chain."""
    levels: dict[int, list[Row]] = defaultdict(list)
    for row in sorted(attributions, key=lambda row: str(row["attribution_id"])):
        levels[int(str(row["level"]))].append(row)
    chain = [levels[level] for level in sorted(levels)]
    if not chain:
        return {}
    nearest, entities = chain[0], tables.entities
    speakers = [entities.get(row.get("source_id"), {}) for row in nearest]
    return {
        "sources": name_sources(nearest, entities),
        "source_text": join(row.get("source_text") for row in nearest),
        "source_sector": join(speaker.get("sector") for speaker in speakers),
        "source_country": join(speaker.get("country") for speaker in speakers),
        "origin": name_sources(chain[-1], entities),
        "chain": STEP.join(describe_level(level, tables) for level in chain),
        **{f"said_{stem}": nearest[0].get(f"said_{stem}") for stem in DATE_STEMS},
    }


def join(values: Iterable[object]) -> str | None:
    """Return the values that are not empty, each once, None where none is left."""
    return (
        SEPARATOR.join(dict.fromkeys(str(value) for value in values if value)) or None
    )


def name_source(row: Row, entities: Mapping[object, Row]) -> str:
    """Return the name of a source, or what kind of source it is."""
    entity = entities.get(row.get("source_id"))
    return str(entity["name"] if entity else row["source_kind"])


def name_sources(level: Sequence[Row], entities: Mapping[object, Row]) -> str:
    """Return the names of the sources that speak at one level."""
    return SEPARATOR.join(name_source(row, entities) for row in level)


def describe_level(level: Sequence[Row], tables: Tables) -> str:
    """Return one link of a chain in words: who, and how it is put.

    A source with a name has its cue beside it, on the side where the article has it
    ("Kyiv said", "According to Kyiv"); where nobody is named, the article's words
    stand in brackets ("unnamed (reportedly)").
    """
    first = level[0]
    if first["source_kind"] == "writer":
        return "writer"
    names, cue = name_sources(level, tables.entities), first.get("cue")
    if any(row.get("source_id") for row in level):
        parts = [names, str(cue)] if cue else [names]
        spans = tables.link_spans.get(first["attribution_id"], [])
        return " ".join(reversed(parts) if is_cue_first(spans) else parts)
    words = first.get("source_text") or cue
    return f"unnamed ({words})" if words else "unnamed"


def is_cue_first(spans: Sequence[Row]) -> bool:
    """Return whether the cue stands before the source, from the spans of a link."""
    words = [row for row in spans if row["role"] in ("cue", "source")]
    return bool(words) and min(words, key=position)["role"] == "cue"


def list_texts(spans: Sequence[Row], role: str) -> list[str]:
    """Return the words of the spans in a role, in the order of the text."""
    return [
        str(row["text"])
        for row in sorted(spans, key=position)
        if row["role"] == role and row.get("text")
    ]


def position(row: Row) -> int:
    """Return where a span begins."""
    return int(str(row["char_start"]))


def content_cells(spans: Sequence[Row], document: Row) -> Row:
    """Return the claim's own words, where they stand, and whether in the headline."""
    content = [row for row in spans if row["role"] == "content"]
    if not content:
        return {}
    start = min(position(row) for row in content)
    end = max(int(str(row["char_end"])) for row in content)
    return {
        "content_text": GAP.join(list_texts(spans, "content")) or None,
        "char_start": start,
        "char_end": end,
        "is_headline": stands_in_headline(start, end, document),
    }


def stands_in_headline(start: int, end: int, document: Row) -> bool:
    """Return whether a stretch of the text lies within the headline."""
    first, last = document.get("title_start"), document.get("title_end")
    if first is None or last is None:
        return False
    return int(str(first)) <= start and end <= int(str(last))
