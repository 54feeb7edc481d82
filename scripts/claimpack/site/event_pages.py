"""The pages of events: a list of all, and a page for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.show.words import describe_date
from claimpack.site.claim_lines import MOST_LISTED_CLAIMS, ClaimList, list_claims
from claimpack.site.claim_views import Named, name_entity, name_event
from claimpack.site.entity_pages import MOST_PARTS, Counted, iter_identifiers
from claimpack.site.library import Library
from claimpack.site.list_pages import split_list
from claimpack.site.mentions import Mentions, count_mentions, view_mentions
from claimpack.site.pages import Sheet
from claimpack.site.selection import Row
from claimpack.site.uses import ABOUT, Uses, list_wider, rank


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """An event with all that belongs to it."""

    row: Row
    identifiers: tuple[tuple[str, Named], ...]
    date: str | None
    """As the curator frames it, in words."""
    place: Named | None
    """Likewise."""
    wider: tuple[Named, ...]
    """All that it is part of, the widest first."""
    parts: Sequence[Counted]
    """What is directly part of it."""
    roles: tuple[tuple[str, Sequence[Counted]], ...]
    """Who does what in it, with the number of claims that have it so."""
    claims: ClaimList
    mentions: Mentions


def iter_event_pages(
    library: Library, uses: Uses, texts: Mapping[str, str]
) -> Iterator[Sheet]:
    """Yield the list of events, and the page of each."""
    rows = sorted(library.events.values(), key=lambda row: rank(row, "label"))
    views = [
        {
            "row": row,
            "date": describe_date(row, "event_date"),
            "place": name_place(library, row),
            "claims": len(uses.of_events.get(row["event_id"], ())),
            "mentions": count_mentions(library, "event", row["event_id"]),
        }
        for row in rows
    ]
    for page in split_list("events", views):
        yield page.path, "events.html", {"page": page, "here": "events"}
    participants = library.group("participants", "event_id")
    for event_id in library.events:
        roles = participants.get(event_id, ())
        event = view_event(library, uses, texts, event_id, roles)
        values = {"event": event, "most": MOST_PARTS, "here": "events"}
        yield f"events/{event_id}.html", "event.html", values


def view_event(
    library: Library,
    uses: Uses,
    texts: Mapping[str, str],
    event_id: str,
    roles: Sequence[Row],
) -> EventView:
    """Return an event with all that belongs to it; `roles` are its participants."""
    row = library.events[event_id]
    claims = uses.of_events.get(event_id, [])
    return EventView(
        row=row,
        identifiers=tuple(iter_identifiers(row)),
        date=describe_date(row, "event_date"),
        place=name_place(library, row),
        wider=tuple(
            name_event(library, each) for each in list_wider(library.events, event_id)
        ),
        parts=[
            Counted(
                thing=name_event(library, each),
                count=len(uses.of_events.get(each, ())),
            )
            for each in uses.parts_of_events.get(event_id, ())
        ],
        roles=tuple(iter_roles(library, roles)),
        claims=list_claims(library, claims, ABOUT, event_id, MOST_LISTED_CLAIMS),
        mentions=view_mentions(library, texts, "event", event_id),
    )


def name_place(library: Library, event: Row) -> Named | None:
    """Return where the curator places an event."""
    return name_entity(library, event["place_id"]) if event["place_id"] else None


def iter_roles(
    library: Library, participants: Sequence[Row]
) -> Iterator[tuple[str, Sequence[Counted]]]:
    """Yield who does what in an event: by role, those whom most claims have first."""
    claims: dict[str, dict[str, set[str]]] = {}
    for row in participants:
        things = claims.setdefault(row["role"], {})
        things.setdefault(row["entity_id"], set()).add(row["claim_id"])
    for role, things in sorted(claims.items()):
        yield (
            role,
            [
                Counted(thing=name_entity(library, entity_id), count=len(found))
                for entity_id, found in sorted(
                    things.items(), key=lambda item: (-len(item[1]), item[0])
                )
            ],
        )
