"""Packages of pairs of claims and of articles that are told in a few words."""

from __future__ import annotations

import re
import string
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
    rows = start_rows()
    for number, pair in enumerate(pairs):
        add_claim(rows, f"p{number:03}-event", f"p{number:03}-a", pair.first)
        add_claim(rows, f"p{number:03}-event", f"p{number:03}-b", pair.second)
    return write_package(root, rows)


def write_articles(
    root: Path, *told: Told, links: Iterable[tuple[str, str, str]] = ()
) -> Path:
    """Write a package with an article for each claim, all of them about one event.

    The claims are a.e1, b.e1 and so on, which `links` join.
    """
    rows = start_rows()
    for letter, each in zip(string.ascii_lowercase, told, strict=False):
        add_claim(rows, "event", letter, each)
    names = ("claim_id", "relation", "target_id")
    rows["claim_links"] = [
        {**dict(zip(names, link, strict=True)), "basis": "curator"} for link in links
    ]
    return write_package(root, rows)


def start_rows() -> Rows:
    """The tables of a package without an article."""
    return {**{name: [] for name in make_rows()}, "codes": make_rows()["codes"]}


def add_claim(rows: Rows, event_id: str, document_id: str, told: Told) -> None:
    """Add the rows of a claim about an event, and of the article that it stands in."""
    claim_id = f"{document_id}.e1"
    said = date_cells("said", told.said)
    publisher = told.more.get("publisher", POST if document_id[-1] == "b" else TIDE)
    published = date_cells("published", told.said.rpartition("/")[2])
    rows["documents"].append(
        {**make_rows()["documents"][0], "document_id": document_id, **published}
        | {"publisher": publisher}
    )
    event_id = f"{event_id}-{told.more['event']}" if "event" in told.more else event_id
    add_once(rows["events"], {"event_id": event_id, "label": f"Label of {event_id}"})
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
    add_once(rows["entities"], {"entity_id": entity_id, **entity})
    return entity_id


def add_once(rows: list[Row], row: Row) -> None:
    """Add a row where it is not there yet."""
    if row not in rows:
        rows.append(row)


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
    return {
        f"{stem}_edtf": "/".join(parts),
        f"{stem}_start": first,
        f"{stem}_end": last,
    }
