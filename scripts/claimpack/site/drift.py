"""Certainty drift: how a claim changes from its origin to where it is said again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from claimpack.site.bounds import tell_bounds
from claimpack.site.claim_views import LevelView, Named, find_claim, iter_levels
from claimpack.site.library import Library
from claimpack.site.restatements import find_first_statements
from claimpack.site.selection import Row

MOST_RESTATEMENTS = 200
"""Restatements that a page lists."""
MOST_CHAINS = 200
"""Claims of several levels that it lists."""
CERTAINTIES = ("certain", "probable", "possible", "uncommitted", "")
"""From the most certain; the last stands for what is not annotated."""
BLANK = CERTAINTIES.index("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A claim as one of two wordings."""

    claim: Named
    quote: str
    """Its own words; empty where they may not be shown."""
    chain: str
    said: str
    is_headline: bool
    certainty: str
    modifier: str
    """Label of it; empty where there is no number."""
    bounds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """A first statement, and how it is said again."""

    first: Wording
    again: Wording

    @property
    def changes(self) -> list[str]:
        """What differs: certainty, modifier, bounds."""
        names = ("certainty", "modifier", "bounds")
        return [
            it for it in names if getattr(self.first, it) != getattr(self.again, it)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """How many restatements go from one certainty to another."""

    start: int
    """Place of the certainty in `CERTAINTIES`."""
    end: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainView:
    """A claim that comes through several levels."""

    claim: Named
    certainty: str
    bounds: str
    levels: tuple[LevelView, ...]
    """The origin first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifts:
    """All that is said again, or comes through several levels."""

    restatements: tuple[Drift, ...]
    """Those that change something first."""
    more: int
    total: int
    changed: int
    """How many of all restatements change something."""
    slopes: tuple[Slope, ...]
    """Of all restatements."""
    chains: tuple[ChainView, ...]
    more_chains: int


def find_drifts(library: Library) -> Drifts:
    """Return how claims of a package drift."""
    first = find_first_statements(library.rows["claim_links"])
    pairs = [(library.claims[it], library.claims[first[it]]) for it in sorted(first)]
    drifts = [
        Drift(first=view_wording(library, target), again=view_wording(library, claim))
        for claim, target in pairs
    ]
    slopes = Counter(
        (find_certainty(target), find_certainty(claim)) for claim, target in pairs
    )
    drifts.sort(key=lambda it: not it.changes)
    deep = [it for it in library.claims if is_deep(library, it)]
    return Drifts(
        restatements=tuple(drifts[:MOST_RESTATEMENTS]),
        more=max(0, len(drifts) - MOST_RESTATEMENTS),
        total=len(drifts),
        changed=sum(bool(it.changes) for it in drifts),
        slopes=tuple(
            Slope(start=start, end=end, count=count)
            for (start, end), count in sorted(slopes.items())
        ),
        chains=tuple(iter_chains(library, deep[:MOST_CHAINS])),
        more_chains=max(0, len(deep) - MOST_CHAINS),
    )


def find_certainty(claim: Row) -> int:
    """Return the place of a certainty; an unknown one counts as not annotated."""
    certainty = claim["certainty"]
    return CERTAINTIES.index(certainty) if certainty in CERTAINTIES else BLANK


def is_deep(library: Library, claim_id: str) -> bool:
    """Whether a claim comes through several levels."""
    rows = library.levels_of.get(claim_id, [])
    return bool(rows) and rows[-1]["level"] > 1


def view_wording(library: Library, claim: Row) -> Wording:
    """Return a claim as a wording."""
    flat = library.flat[claim["claim_id"]]
    return Wording(
        claim=Named(name=claim["claim_text"], href=find_claim(claim)),
        quote=flat["content_text"] or "",
        chain=flat["chain"],
        said=flat["said_edtf"] or "",
        is_headline=bool(flat["is_headline"]),
        certainty=library.name_code("certainty", claim["certainty"]) or "not annotated",
        modifier=library.name_code("quantity_modifier", claim["quantity_modifier"]),
        bounds=tell_bounds(claim) if claim["measure"] else "",
    )


def iter_chains(library: Library, claim_ids: list[str]) -> Iterator[ChainView]:
    """Yield claims with their levels, the origin first."""
    for claim_id in claim_ids:
        wording = view_wording(library, library.claims[claim_id])
        yield ChainView(
            claim=wording.claim,
            certainty=wording.certainty,
            bounds=wording.bounds,
            levels=tuple(iter_levels(library, claim_id))[::-1],
        )
