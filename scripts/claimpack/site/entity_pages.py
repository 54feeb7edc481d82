"""The pages of entities: a list of all, and a page for each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.show.words import describe_date
from claimpack.site.claim_lines import (
    MOST_LISTED_CLAIMS,
    ClaimList,
    list_claims,
    share_out,
)
from claimpack.site.claim_views import Named, name_entity, name_event
from claimpack.site.library import Library
from claimpack.site.list_pages import split_list
from claimpack.site.mentions import Mentions, count_mentions, view_mentions
from claimpack.site.pages import Sheet
from claimpack.site.selection import Row
from claimpack.site.uses import PARTS, Uses, list_wider, rank

MOST_PARTS = 200
"""Parts of something, events at a place, and the like, that a page lists."""
ADDRESSES = {
    "wikidata_id": (re.compile("Q[1-9][0-9]*"), "https://www.wikidata.org/wiki/{}"),
    "geonames_id": (re.compile("[1-9][0-9]*"), "https://www.geonames.org/{}"),
}
"""Of each column the form of its ids, and the address of a record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Something with the number of claims that belong to it."""

    thing: Named
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityView:
    """An entity with all that belongs to it."""

    row: Row
    identifiers: tuple[tuple[str, Named], ...]
    """The names of registers, and its ids there."""
    wider: tuple[Named, ...]
    """All that it is part of, the widest first."""
    parts: Sequence[Counted]
    """What is directly part of it."""
    claim_count: int
    """The claims in which it plays any part."""
    claims: tuple[ClaimList, ...]
    """One list for each part that it plays."""
    events: Sequence[tuple[Named, str | None]]
    """The events that the curator places there, with their dates."""
    mentions: Mentions


def iter_entity_pages(
    library: Library, uses: Uses, texts: Mapping[str, str]
) -> Iterator[Sheet]:
    """Yield the list of entities, and the page of each."""
    rows = sorted(library.entities.values(), key=lambda row: rank(row, "name"))
    counts = {
        row["entity_id"]: (
            uses.count_claims(row["entity_id"]),
            count_mentions(library, "entity", row["entity_id"]),
        )
        for row in rows
    }
    for page in split_list("entities", rows):
        values = {"page": page, "counts": counts, "here": "entities"}
        yield page.path, "entities.html", values
    for entity_id in library.entities:
        entity = view_entity(library, uses, texts, entity_id)
        values = {"entity": entity, "most": MOST_PARTS, "here": "entities"}
        yield f"entities/{entity_id}.html", "entity.html", values


def view_entity(
    library: Library, uses: Uses, texts: Mapping[str, str], entity_id: str
) -> EntityView:
    """Return an entity with all that belongs to it."""
    row = library.entities[entity_id]
    return EntityView(
        row=row,
        identifiers=tuple(iter_identifiers(row)),
        wider=tuple(
            name_entity(library, each)
            for each in list_wider(library.entities, entity_id)
        ),
        parts=[
            Counted(thing=name_entity(library, each), count=uses.count_claims(each))
            for each in uses.parts_of.get(entity_id, ())
        ],
        claim_count=uses.count_claims(entity_id),
        claims=tuple(iter_claims(library, uses, entity_id)),
        events=[
            (name_event(library, each["event_id"]), describe_date(each, "event_date"))
            for each in uses.events_at.get(entity_id, ())
        ],
        mentions=view_mentions(library, texts, "entity", entity_id),
    )


def iter_identifiers(row: Row) -> Iterator[tuple[str, Named]]:
    """Yield the names of registers, and the ids of an entity or event there.

    >>> list(iter_identifiers({"wikidata_id": "Q212", "geonames_id": None}))
    [('Wikidata', Named(name='Q212', href='https://www.wikidata.org/wiki/Q212'))]
    """
    for column, register in (("wikidata_id", "Wikidata"), ("geonames_id", "GeoNames")):
        identifier = row.get(column)
        if identifier is not None:
            pattern, address = ADDRESSES[column]
            is_sound = pattern.fullmatch(identifier)
            href = address.format(identifier) if is_sound else None
            yield register, Named(name=identifier, href=href)


def iter_claims(library: Library, uses: Uses, entity_id: str) -> Iterator[ClaimList]:
    """Yield the claims in which an entity plays a part, a list for each part."""
    found = uses.of_entities.get(entity_id, {})
    sizes = {name: len(claims) for name, claims in found.items()}
    shares = share_out(sizes, MOST_LISTED_CLAIMS)
    for name, claims in found.items():
        yield list_claims(library, claims, PARTS[name], entity_id, shares[name])
