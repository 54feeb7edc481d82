"""The claims in which entities and events play a part, and what part it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from claimpack.show.lists import rank_by_date
from claimpack.site.library import Library
from claimpack.site.selection import Row

Parts = Mapping[str, list[str]]
"""Ids of claims by the part that something plays in them, those said first first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part that an entity can play in a claim, and where the tables have it."""

    title: str
    table: str
    column: str
    role: str | None = None
    """Of a participant."""


PARTS = {
    "source": Part(title="As source", table="attributions", column="source_id"),
    "addressee": Part(
        title="As who is spoken to", table="attributions", column="addressee_id"
    ),
    "actor": Part(
        title="As actor", table="participants", column="entity_id", role="actor"
    ),
    "recipient": Part(
        title="As recipient", table="participants", column="entity_id", role="recipient"
    ),
    "object": Part(
        title="As object", table="participants", column="entity_id", role="object"
    ),
    "counted": Part(
        title="As what is counted", table="claims", column="counted_entity_id"
    ),
    "place": Part(title="As place", table="claims", column="place_id"),
}
"""In the order in which pages show them."""
ABOUT = Part(title="Claims about it", table="claims", column="event_id")
"""What a claim is to its event."""


@dataclass(frozen=True)
class Uses:
    """The claims of each entity and event of a package."""

    library: Library

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The place of each claim in the order of the date said."""
        rows = sorted(self.library.flat.values(), key=rank_by_date)
        return {row["claim_id"]: rank for rank, row in enumerate(rows)}

    @cached_property
    def of_entities(self) -> dict[str, Parts]:
        """The claims of each entity by part, each once; none for one without claims."""
        found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for name, part in PARTS.items():
            for row in self.iter_rows(part):
                found[row[part.column]][name].add(row["claim_id"])
        return {
            entity_id: {name: self.order(claims) for name, claims in parts.items()}
            for entity_id, parts in found.items()
        }

    @cached_property
    def of_events(self) -> dict[str, list[str]]:
        """The claims about each event, those said first first."""
        groups = self.library.group(ABOUT.table, ABOUT.column)
        return {
            event_id: self.order({row["claim_id"] for row in rows})
            for event_id, rows in groups.items()
        }

    @cached_property
    def parts_of(self) -> dict[str, list[str]]:
        """The ids of the parts of each entity, by name."""
        return self.group_parts("entities", "entity_id", "name")

    @cached_property
    def parts_of_events(self) -> dict[str, list[str]]:
        """The ids of the parts of each event, by label."""
        return self.group_parts("events", "event_id", "label")

    @cached_property
    def events_at(self) -> Mapping[str, list[Row]]:
        """The events that the curator places at an entity."""
        return self.library.group("events", "place_id")

    def iter_rows(self, part: Part) -> Iterator[Row]:
        """Yield the rows in which an entity plays a part."""
        for row in self.library.rows[part.table]:
            if row[part.column] is not None and part.role in {None, row.get("role")}:
                yield row

    def order(self, claims: set[str]) -> list[str]:
        """Return claims in the order of the date said."""
        return sorted(claims, key=self.ranks.__getitem__)

    def group_parts(self, table: str, key: str, name: str) -> dict[str, list[str]]:
        """Return what is directly part of each row of a table."""
        groups = self.library.group(table, "part_of_id")
        return {
            wider: [row[key] for row in sorted(rows, key=lambda row: rank(row, name))]
            for wider, rows in groups.items()
        }

    def count_claims(self, entity_id: str) -> int:
        """Return in how many claims an entity plays any part."""
        parts = self.of_entities.get(entity_id, {})
        return len({claim for claims in parts.values() for claim in claims})


def rank(row: Row, name: str) -> tuple[str, str]:
    """Return what rows are sorted by, so that case does not matter: a name.

    >>> rank({"name": "Øst"}, "name"), rank({"name": "east"}, "name")
    (('øst', 'Øst'), ('east', 'east'))
    """
    return row[name].casefold(), row[name]


def list_wider(rows: Mapping[str, Row], row_id: str) -> list[str]:
    """Return the ids of all that something is part of, the widest first.

    >>> rows = {"a": {"part_of_id": "b"}, "b": {"part_of_id": None}}
    >>> list_wider(rows, "a")
    ['b']
    """
    found: list[str] = []
    wider = rows[row_id]["part_of_id"]
    while wider in rows and wider not in found:
        found.append(wider)
        wider = rows[wider]["part_of_id"]
    return found[::-1]
