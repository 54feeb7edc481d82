"""A claim as pages show it: its words, its chain, and all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from claimpack.show.words import cite, describe_date, join_spans
from claimpack.site.bounds import tell_bounds
from claimpack.site.library import Library
from claimpack.site.selection import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Something that has a page of its own, or only a name."""

    name: str
    href: str | None = None
    """From the root of the site; None where there is no page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelView:
    """One level of a chain: who speaks, and how."""

    sources: tuple[Named, ...]
    """Those who speak together; the writer, or the unnamed, where nobody has an id."""
    words: str
    """What the article calls them; empty where it is silent, or may not be quoted."""
    cue: str
    act: str
    said: str | None
    """When, in words; None where nothing dates it."""
    medium: str
    addressees: tuple[Named, ...]
    is_unnamed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """A relation to another claim."""

    words: str
    """What this claim does to the other, as `restates` or `is restated by`."""
    claim: Named
    """The other claim, by its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimView:
    """A claim with all that belongs to it."""

    claim_id: str
    anchor: str
    """Its id on the page of its article."""
    href: str
    """From the root of the site."""
    text: str
    quote: str
    """Its own words; empty where they may not be shown."""
    row: Row
    flat: Row
    levels: tuple[LevelView, ...]
    hedges: str
    quantity: str | None
    """Its number in words, with bounds; None where it has none."""
    event: Named | None
    event_date: str | None
    place: Named | None
    roles: tuple[tuple[str, tuple[Named, ...]], ...]
    links: tuple[LinkView, ...]

    @property
    def citation(self) -> str:
        """The claim for who copies it: wording, chain, date said, number and id."""
        said = self.levels[0].said if self.levels else None
        parts = [
            self.text,
            self.flat["chain"],
            f"said {said}" if said else None,
            self.quantity,
            self.claim_id,
        ]
        return "\n".join(filter(None, parts))


PASSIVES = {
    "restates": "is restated by",
    "updates": "is updated by",
    "contradicts": "is contradicted by",
    "corrects": "is corrected by",
    "retracts": "is retracted by",
    "supports": "is supported by",
}
"""Each relation from the other side."""


def find_anchor(claim: Row) -> str:
    """Return the id of a claim on the page of its article: without that of the article.

    >>> find_anchor({"claim_id": "a.e1", "document_id": "a"})
    'e1'
    """
    claim_id: str = claim["claim_id"]
    return claim_id.removeprefix(f"{claim['document_id']}.")


def find_claim(claim: Row) -> str:
    """Return where a claim is shown, from the root of the site."""
    return f"articles/{claim['document_id']}.html#{find_anchor(claim)}"


def name_claim(claim: Row) -> Named:
    """Return a claim by its text."""
    return Named(name=claim["claim_text"], href=find_claim(claim))


def name_figure(library: Library, claim_id: str) -> Named:
    """Return a claim by its number and who says it; without a number by its text."""
    claim, flat = library.claims[claim_id], library.flat[claim_id]
    if not flat["measure"]:
        return name_claim(claim)
    words = flat["quantity_text"] or claim["claim_text"]
    return Named(name=f"“{words}” ({flat['sources']})", href=find_claim(claim))


def name_entity(library: Library, entity_id: str) -> Named:
    """Return an entity by its name."""
    row = library.entities[entity_id]
    return Named(name=row["name"], href=f"entities/{entity_id}.html")


def name_event(library: Library, event_id: str) -> Named:
    """Return an event by its label."""
    row = library.events[event_id]
    return Named(name=row["label"], href=f"events/{event_id}.html")


def view_claim(library: Library, claim_id: str) -> ClaimView:
    """Return a claim with all that belongs to it."""
    row, flat = library.claims[claim_id], library.flat[claim_id]
    spans = library.list_spans("claim_id", claim_id)
    return ClaimView(
        claim_id=claim_id,
        anchor=find_anchor(row),
        href=find_claim(row),
        text=row["claim_text"],
        quote=flat["content_text"] or "",
        row=row,
        flat=flat,
        levels=tuple(iter_levels(library, claim_id)),
        hedges=join_spans(spans, "hedge"),
        quantity=describe_number(library, flat),
        event=name_event(library, row["event_id"]) if row["event_id"] else None,
        event_date=describe_date(row, "event_date", spans),
        place=name_entity(library, row["place_id"]) if row["place_id"] else None,
        roles=tuple(iter_roles(library, claim_id)),
        links=tuple(iter_links(library, claim_id)),
    )


def describe_number(library: Library, flat: Row) -> str | None:
    """Return the number of a claim in words with its bounds, None where it has none."""
    if flat["quantity_modifier"] is None:
        return None
    said = [cite(flat["quantity_text"])] if flat["quantity_text"] else []
    measure = library.name_code("measure", flat["measure"]).lower()
    return f"{' '.join([*said, measure])}: {tell_bounds(flat)}"


def iter_levels(library: Library, claim_id: str) -> Iterator[LevelView]:
    """Yield the levels of a claim's chain, the one nearest the reader first."""
    rows = library.levels_of.get(claim_id, [])
    for _, level in groupby(rows, key=itemgetter("level")):
        yield view_level(library, list(level))


def view_level(library: Library, rows: Sequence[Row]) -> LevelView:
    """Return one level, whose sources share all but their names."""
    first = rows[0]
    spans = [
        span
        for row in rows
        for span in library.list_spans("attribution_id", row["attribution_id"])
    ]
    addressees = {row["addressee_id"] for row in rows if row["addressee_id"]}
    return LevelView(
        sources=tuple(name_source(library, row) for row in rows),
        words="; ".join(row["source_text"] for row in rows if row["source_text"]),
        cue=first["cue"] or "",
        act=first["act"],
        said=describe_date(first, "said", spans),
        medium=first["medium"] or "",
        addressees=tuple(name_entity(library, each) for each in sorted(addressees)),
        is_unnamed=first["source_kind"] == "unnamed",
    )


def name_source(library: Library, row: Row) -> Named:
    """Return who speaks: an entity, the writer, or somebody unnamed."""
    if row["source_id"]:
        return name_entity(library, row["source_id"])
    return Named(
        name="The article itself" if row["source_kind"] == "writer" else "unnamed"
    )


def iter_roles(
    library: Library, claim_id: str
) -> Iterator[tuple[str, tuple[Named, ...]]]:
    """Yield who does what in the event, as the claim has it, by role."""
    rows = sorted(library.roles_of.get(claim_id, ()), key=itemgetter("role"))
    for role, own in groupby(rows, key=itemgetter("role")):
        yield role, tuple(name_entity(library, row["entity_id"]) for row in own)


def iter_links(library: Library, claim_id: str) -> Iterator[LinkView]:
    """Yield the relations of a claim to others, in their order."""
    for row in library.links_of.get(claim_id, ()):
        is_source = row["claim_id"] == claim_id
        other = library.claims[row["target_id" if is_source else "claim_id"]]
        relation: str = row["relation"]
        words = relation if is_source else PASSIVES.get(relation, relation)
        yield LinkView(words=words, claim=name_claim(other))
