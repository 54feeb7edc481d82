"""Lists of claims, one line each: the first of many, and how to ask for all."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimpack.show.words import describe_date
from claimpack.site.claim_views import Named, describe_number, name_claim
from claimpack.site.library import Library
from claimpack.site.selection import Row
from claimpack.site.uses import Part

MOST_LISTED_CLAIMS = 200
"""Claims that a page lists of an entity or event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimLine:
    """A claim in a line: what it says, who says it, when, and how certainly."""

    claim: Named
    chain: str
    """Who says it, through whom, in words."""
    said: str | None
    row: Row
    quantity: str | None
    """Its number in words, with bounds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimList:
    """The claims that have something in common."""

    title: str
    count: int
    lines: tuple[ClaimLine, ...]
    query: str
    """The command that tells all of them."""

    @property
    def left_out(self) -> int:
        """How many are not listed."""
        return self.count - len(self.lines)


def list_claims(
    library: Library, claims: Sequence[str], part: Part, row_id: str, most: int
) -> ClaimList:
    """Return the first of some claims, in their order."""
    return ClaimList(
        title=part.title,
        count=len(claims),
        lines=tuple(view_line(library, each) for each in claims[:most]),
        query=write_query(part, row_id),
    )


def view_line(library: Library, claim_id: str) -> ClaimLine:
    """Return a claim in a line."""
    row, flat = library.claims[claim_id], library.flat[claim_id]
    return ClaimLine(
        claim=name_claim(row),
        chain="The article itself"
        if flat["chain"] == "writer"
        else flat["chain"] or "",
        said=describe_date(flat, "said"),
        row=row,
        quantity=describe_number(library, flat),
    )


def write_query(part: Part, row_id: str) -> str:
    """Return the command that gives all claims in which something plays a part."""
    values = {"id": row_id} | ({"role": part.role} if part.role else {})
    role = " AND role = $role" if part.role else ""
    chosen = f"SELECT claim_id FROM {part.table} WHERE {part.column} = $id{role}"  # noqa: S608  # of ours
    return write_command(f"FROM claims_flat WHERE claim_id IN ({chosen})", values)


def write_command(query: str, values: Mapping[str, str]) -> str:
    """Return the line for a shell that asks a package; no value leaves its place.

    >>> write_command("FROM spans WHERE event_id = $id", {"id": "ev-a"})
    "claimpack query --param id=ev-a 'FROM spans WHERE event_id = $id'"
    """
    given = [f"--param {shlex.quote(f'{name}={it}')}" for name, it in values.items()]
    return " ".join(["claimpack query", *given, shlex.quote(query)])


def share_out(sizes: Mapping[str, int], most: int) -> dict[str, int]:
    """Return how much of each list is shown, so that a long one leaves room for others.

    >>> share_out({"source": 500, "actor": 3, "place": 90}, 100)
    {'actor': 3, 'place': 48, 'source': 49}
    """
    shares: dict[str, int] = {}
    for name, size in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        shares[name] = min(size, most // (len(sizes) - len(shares)))
        most -= shares[name]
    return shares
