"""Who speaks, and through whom: sources with what they are heard to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise, product
from operator import itemgetter

from claimpack.site.claim_views import Named, name_entity
from claimpack.site.library import Library
from claimpack.site.selection import Row

WRITER = "writer"
Chain = list[list[str]]
"""The sources of each level, by key, the level nearest the reader first."""


@dataclass(slots=True, kw_only=True)
class SourceView:
    """A source and the claims that it is heard to make."""

    key: str
    named: Named
    kind: str
    """named, unnamed or writer."""
    sector: str
    country: str
    nearest: set[str] = field(default_factory=set)
    """Claims that it makes to the reader, by id."""
    origin: set[str] = field(default_factory=set)
    """Claims that no other source stands behind."""
    through: set[str] = field(default_factory=set)
    """Claims in which it is only heard through another source."""

    @property
    def claims(self) -> set[str]:
        """All its claims."""
        return self.nearest | self.origin | self.through


@dataclass(frozen=True, slots=True, kw_only=True)
class Speakers:
    """All sources of a package, and who is heard through whom."""

    sources: Mapping[str, SourceView]
    """By key, those with the most claims first."""
    heard: Mapping[tuple[str, str], int]
    """In how many claims one source is heard through another: (nearer, deeper)."""


def find_speakers(library: Library) -> Speakers:
    """Return who speaks in a package.

    The unnamed are told apart by their words alone: nobody knows whether two articles
    mean the same "officials".
    """
    sources: dict[str, SourceView] = {}
    heard: Counter[tuple[str, str]] = Counter()
    for claim_id, rows in library.levels_of.items():
        for row in rows:
            key = find_key(row)
            if key not in sources:
                sources[key] = view_source(library, key, row)
        chain = list_chain(rows)
        for key, is_nearest, is_origin in iter_places(chain):
            source = sources[key]
            (source.nearest if is_nearest else source.through).add(claim_id)
            if is_origin:
                source.origin.add(claim_id)
        heard.update({pair for level in pairwise(chain) for pair in product(*level)})
    ordered = sorted(sources.values(), key=lambda it: (-len(it.claims), it.key))
    return Speakers(
        sources={source.key: source for source in ordered},
        heard=dict(sorted(heard.items(), key=lambda it: (-it[1], it[0]))),
    )


def find_key(row: Row) -> str:
    """Return what tells a source from others: its id, or its kind and words.

    >>> row = {"source_id": None, "source_kind": "unnamed", "source_text": "Experts"}
    >>> find_key(row)
    'unnamed experts'
    >>> find_key({"source_id": "unnamed"})
    'id unnamed'
    """
    if row["source_id"]:
        return f"id {row['source_id']}"
    words = row["source_text"] if row["source_kind"] != WRITER else None
    return f"{row['source_kind']} {(words or '').casefold()}".strip()


def list_chain(rows: Sequence[Row]) -> Chain:
    """Return the sources of a claim by level."""
    levels = groupby(rows, key=itemgetter("level"))
    return [sorted({find_key(row) for row in level}) for _, level in levels]


def iter_places(chain: Chain) -> Iterator[tuple[str, bool, bool]]:
    """Yield each source of a claim, and whether it is the nearest, and the origin."""
    for key in sorted({key for level in chain for key in level}):
        yield key, key in chain[0], key in chain[-1]


def view_source(library: Library, key: str, row: Row) -> SourceView:
    """Return a source without claims yet."""
    entity = library.entities.get(row["source_id"] or "")
    if entity:
        named = name_entity(library, row["source_id"])
    elif row["source_kind"] == WRITER:
        named = Named(name="The articles themselves")
    else:
        named = Named(
            name=f"“{row['source_text']}”" if row["source_text"] else "unnamed"
        )
    return SourceView(
        key=key,
        named=named,
        kind=row["source_kind"],
        sector=library.name_code("sector", entity["sector"]) if entity else "",
        country=library.name_code("country", entity["country"]) if entity else "",
    )
