"""Small packages of figures, as the tables that questions are asked of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyarrow import parquet

from claimpack.cells import Value
from claimpack.questions import bind, load_question

TABLES = Path(__file__).parent.parent / "data"
Row = Mapping[str, Any]
Link = tuple[str, str, str]
PARTS_OF_PEOPLE = {"children": "people", "boys": "children"}
"""Who is part of whom, among those who are counted."""


def figure(claim_id: str, number: float | None = None, **traits: object) -> Row:
    """A claim that so many were killed when the dam burst, unless traits differ.

    `source` is None for the writer; of several in a chain the last is the origin, "?"
    stands for one without a name, and "?experts" for one that is an entity even so.
    """
    exact = {"quantity": number, "quantity_low": number, "quantity_high": number}
    return {
        "claim_id": claim_id,
        "document_id": "d",
        "publisher": "News",
        "source": "army",
        "said": "2031-05-01",
        "published": "2031-05-02",
        "event_id": "burst",
        "measure": "killed",
        "unit": "person",
        "counted": None,
        "certainty": "certain",
        "polarity": "positive",
        "quantity_scope": "total",
        "quantity_modifier": "exact",
        **exact,
        "claim_type": "event",
        "time_relation": "before",
        "happened": None,
        **traits,
    }


def about(number: float) -> Row:
    """The traits of a number that is only about so much."""
    return bounds("approx", number)


def bounds(
    modifier: str,
    number: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Row:
    """The traits of a number with bounds."""
    return {
        "quantity_modifier": modifier,
        "quantity": number,
        "quantity_low": low,
        "quantity_high": high,
    }


def connect(
    figures: Sequence[Row], links: Iterable[Link] = ()
) -> duckdb.DuckDBPyConnection:
    """A connection that knows the tables of a package of some figures."""
    rows = {
        "claims": [make_claim(it) for it in figures],
        "claims_flat": [make_flat(it) for it in figures],
        "attributions": [row for it in figures for row in iter_levels(it)],
        "claim_links": [
            {"claim_id": one, "relation": relation, "target_id": other, "basis": "text"}
            for one, relation, other in links
        ],
        "entities": list(iter_entities(figures)),
        "events": [
            {"event_id": it, "label": f"The {it}"}
            for it in sorted({it["event_id"] for it in figures if it["event_id"]})
        ],
        "documents": [
            {"document_id": document, "publisher": publisher}
            for document, publisher in sorted(
                {(it["document_id"], it["publisher"]) for it in figures}
            )
        ],
        "codes": parquet.read_table(TABLES / "codes.parquet").to_pylist(),
    }
    connection = duckdb.connect()
    for name, own in rows.items():
        schema = parquet.read_schema(TABLES / f"{name}.parquet")
        loose = pa.schema([field.with_nullable(nullable=True) for field in schema])
        connection.register(name, pa.Table.from_pylist(own, schema=loose))
    return connection


def ask(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, **given: Value
) -> list[tuple[Any, ...]]:
    """Some columns of the answer to a question."""
    question = load_question(name)
    answer = connection.execute(question.sql, bind(question, given) or None)
    names = [column[0] for column in answer.description]
    places = [names.index(column) for column in columns.split()]
    return [tuple(row[place] for place in places) for row in answer.fetchall()]


def make_claim(traits: Row) -> Row:
    """The row of a figure in `claims`."""
    return {
        **traits,
        "counted_entity_id": traits["counted"],
        **make_interval("event_date", traits["happened"]),
    }


def make_flat(traits: Row) -> Row:
    """The row of a figure in `claims_flat`."""
    chain = list_chain(traits)
    return {
        **traits,
        "claim_text": f"Claim {traits['claim_id']}.",
        "sources": chain[0] or "writer",
        "origin": chain[-1] or "writer",
        "counted_name": traits["counted"],
        "event_label": traits["event_id"] and f"The {traits['event_id']}",
        **make_interval("event_date", traits["happened"]),
        **make_interval("said", traits["said"]),
        **make_interval("published", traits["published"]),
    }


def make_interval(stem: str, edtf: str | None) -> Row:
    """The three columns of a date: a day, or days with a bar between them."""
    if edtf is None:
        return {}
    start, _, end = edtf.partition("/")
    ends = {f"{stem}_start": start, f"{stem}_end": end or start}
    days = {
        name: None if it == ".." else date.fromisoformat(it)
        for name, it in ends.items()
    }
    return {f"{stem}_edtf": edtf, **days}


def list_chain(traits: Row) -> list[str | None]:
    """The sources of a figure, the one nearest the reader first."""
    source = traits["source"]
    return source.split(" < ") if source else [None]


def iter_levels(traits: Row) -> Iterable[Row]:
    """The rows of a figure in `attributions`."""
    for level, source in enumerate(list_chain(traits), start=1):
        words = source or ""
        kind = "writer" if source is None else "named"
        kind = "unnamed" if words.startswith("?") else kind
        for number, name in enumerate(words.removeprefix("?").split(" and ")):
            yield {
                "attribution_id": f"{traits['claim_id']}.{level}.{number}",
                "claim_id": traits["claim_id"],
                "level": level,
                "source_kind": kind,
                "source_id": name or None,
                "act": "assertion",
            }


def iter_entities(figures: Sequence[Row]) -> Iterable[Row]:
    """The rows of all sources, and of who is counted."""
    sources = {row["source_id"] for it in figures for row in iter_levels(it)}
    counted = {it["counted"] for it in figures} | {"people", "children"}
    for name in sorted((sources | counted) - {None}):
        yield {
            "entity_id": name,
            "name": name.capitalize(),
            "entity_type": "group",
            "is_named": True,
            "part_of_id": PARTS_OF_PEOPLE.get(name),
        }
