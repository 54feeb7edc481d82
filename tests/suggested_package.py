"""A package of the pairs of claims in `suggested_pairs`, each about an event of its own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from packages import Row, Rows, make_rows, write_package
from suggested_pairs import POST, TIDE, UNNAMED, WRITER, YEAR, Pair, Told, measure_of

OTHER_ID = re.compile(r"[^a-z]+")
OWN = ("publisher", "event", "counted", "place", "words", "scope", "when")
"""What a pair says that is no cell of a claim."""


def write_pairs(root: Path, pairs: Iterable[Pair]) -> Path:
    """Write a package with two articles for each pair; it follows the model.

    The claims of the pair 7 are `p007-a.e1` and `p007-b.e1`.
    """
    rows: Rows = {**{name: [] for name in make_rows()}, "codes": make_rows()["codes"]}
    for number, pair in enumerate(pairs):
        for letter, told in (("a", pair.first), ("b", pair.second)):
            add_claim(rows, f"p{number:03}", letter, told)
    for name, key in (("entities", "entity_id"), ("events", "event_id")):
        rows[name] = list({row[key]: row for row in rows[name]}.values())
    return write_package(root, rows)


def add_claim(rows: Rows, pair_id: str, letter: str, told: Told) -> None:
    """Add the rows of a claim, and of the article that it stands in."""
    document_id = f"{pair_id}-{letter}"
    claim_id = f"{document_id}.e1"
    said = date_cells("said", told.said)
    publisher = told.more.get("publisher", TIDE if letter == "a" else POST)
    published = date_cells("published", told.said.rpartition("/")[2])
    rows["documents"].append(
        {**make_rows()["documents"][0], "document_id": document_id, **published}
        | {"publisher": publisher}
    )
    event_id = f"{pair_id}-{told.more.get('event', 'event')}"
    rows["events"].append({"event_id": event_id, "label": f"Event of {pair_id}"})
    counted, place = (
        make_entity(rows, told.more.get(name)) for name in ("counted", "place")
    )
    rows["claims"].append(
        {
            "claim_id": claim_id,
            "document_id": document_id,
            "claim_text": told.text,
            "claim_type": "event",
            "event_id": event_id,
            "certainty": "certain",
            "polarity": "positive",
            "time_relation": "before",
            "is_presupposed": False,
            "place_id": place,
            "counted_entity_id": counted,
            **{key: cell for key, cell in told.more.items() if key not in OWN},
            **event_dates(told),
        }
    )
    add_number(rows, claim_id, told)
    for level, names in enumerate(told.chain.split(" < "), 1):
        for name in names.split(" + "):
            add_source(rows, claim_id, level, name, said)


def add_number(rows: Rows, claim_id: str, told: Told) -> None:
    """Give a claim its number, and the words of it."""
    if not told.figure:
        return
    cells = measure_of(told.figure)
    words = cells.pop("words")
    scope = told.more.get("scope", "total")
    rows["claims"][-1] |= {**cells, "quantity_scope": scope}
    span = next(row for row in make_rows()["spans"] if row["role"] == "quantity")
    own = {"span_id": f"{claim_id}.q", "document_id": claim_id.removesuffix(".e1")}
    text = told.more.get("words", words)
    rows["spans"].append({**span, **own, "claim_id": claim_id, "text": text})


def add_source(rows: Rows, claim_id: str, level: int, name: str, said: Row) -> None:
    """Add a source of a level of the chain of a claim."""
    is_named = name not in {UNNAMED, WRITER}
    source_id = make_entity(rows, name) if is_named else None
    rows["attributions"].append(
        {
            "attribution_id": f"{claim_id}.a{len(rows['attributions'])}",
            "claim_id": claim_id,
            "level": level,
            "source_id": source_id,
            "source_kind": "named" if is_named else name,
            "act": "assertion",
            **said,
        }
    )


def make_entity(rows: Rows, name: str | None) -> str | None:
    """Add what is called so, and return its id; None for nothing."""
    if name is None:
        return None
    entity_id = OTHER_ID.sub("-", name.lower()).strip("-")
    entity = {"name": name, "entity_type": "group", "is_named": True}
    rows["entities"].append({"entity_id": entity_id, **entity})
    return entity_id


def event_dates(told: Told) -> Row:
    """The dates of what is claimed: as told, or those that the time relation gives."""
    day = told.said.rpartition("/")[2]
    is_plan = told.more.get("time_relation") == "after"
    open_date = f"{day}/.." if is_plan else f"../{day}"
    return date_cells("event_date", told.more.get("when", open_date))


def date_cells(stem: str, words: str) -> Row:
    """The three columns of a date that is given without its year."""
    parts = [part if part == ".." else YEAR + part for part in words.split("/")]
    first, last = (
        None if part == ".." else date.fromisoformat(part)
        for part in (parts[0], parts[-1])
    )
    return {f"{stem}_edtf": "/".join(parts), f"{stem}_start": first, f"{stem}_end": last}
