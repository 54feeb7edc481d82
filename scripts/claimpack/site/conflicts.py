"""What figures do to one another: links, and bounds that exclude each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.dataset import Dataset
from claimpack.opening import Opened
from claimpack.site.claim_views import PASSIVES
from claimpack.site.library import Library
from claimpack.site.selection import Row

LINKED = ("contradicts", "corrects", "retracts", "updates")
"""Relations by which one figure disputes or replaces another."""
UNDOING = ("corrects", "retracts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What one figure does to another claim, or suffers from it."""

    other_id: str
    words: str
    """As `contradicts`, `is corrected by`, `excludes`, `differs from`."""
    is_undone: bool = False
    """Whether the other one takes this figure back."""
    is_dispute: bool = False
    """Whether both cannot be right, nor one follow the other."""
    may_be_growth: bool = False
    """Whether bounds exclude each other that may be of two days."""


def find_conflicts(package: Opened, library: Library) -> Mapping[str, list[Conflict]]:
    """Return the conflicts of each figure, those by links first.

    Which bounds exclude each other without a link is what the question
    `disputed-figures` answers.

    Raises:
        UsageError: the question takes more than a query may (docs/limits.md).
        SourceError: a file cannot be read.

    """
    found: dict[str, list[Conflict]] = defaultdict(list)
    for link in library.rows["claim_links"]:
        for claim_id, conflict in iter_link(link):
            if library.claims[claim_id]["measure"]:
                found[claim_id].append(conflict)
    if any(row["measure"] for row in library.rows["claims"]):
        pairs = list_exclusions(package, library)
        for claim_id, conflict in iter_excluded(pairs):
            found[claim_id].append(conflict)
    return found


def list_exclusions(package: Opened, library: Library) -> Sequence[Row]:
    """Return the pairs of figures that no link joins and that exclude each other.

    Those of claims that the library has: it may have a part of a package.
    """
    answer = Dataset(package).ask("disputed-figures")
    columns = ["claim_id", "other_claim_id", "relation", "may_be_growth"]
    rows = answer.select(columns).to_pylist()
    return [
        row
        for row in rows
        if row["relation"] is None
        and row["claim_id"] in library.claims
        and row["other_claim_id"] in library.claims
    ]


def iter_link(link: Row) -> Iterator[tuple[str, Conflict]]:
    """Yield what a link means for the claims at both of its ends."""
    relation = link["relation"]
    if relation not in LINKED:
        return
    is_dispute = relation == "contradicts"
    yield (
        link["claim_id"],
        Conflict(
            other_id=link["target_id"],
            words=relation,
            is_dispute=is_dispute,
        ),
    )
    yield (
        link["target_id"],
        Conflict(
            other_id=link["claim_id"],
            words=PASSIVES[relation],
            is_undone=relation in UNDOING,
            is_dispute=is_dispute,
        ),
    )


def iter_excluded(pairs: Iterable[Row]) -> Iterator[tuple[str, Conflict]]:
    """Yield what each pair of figures means for both of them."""
    for pair in pairs:
        both = pair["claim_id"], pair["other_claim_id"]
        growth = pair["may_be_growth"]
        words = "differs from" if growth else "excludes"
        for claim_id, other_id in (both, both[::-1]):
            yield (
                claim_id,
                Conflict(
                    other_id=other_id,
                    words=words,
                    is_dispute=not growth,
                    may_be_growth=growth,
                ),
            )
