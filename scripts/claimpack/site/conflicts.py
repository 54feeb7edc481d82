"""What figures do to one another, as the question `conflicts` answers it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimpack.conflicts import find_pairs
from claimpack.dataset import Dataset
from claimpack.opening import Opened
from claimpack.site.library import Library
from claimpack.site.selection import Row

TOLERANCE = 0.1
"""How far a number reaches that is about so much: that of the commands."""
WORDS = {
    "conflict": ("conflict with", "conflict with"),
    "correction": ("correction of", "correction by"),
    "retraction": ("retraction of", "retraction by"),
    "update": ("update of", "update by"),
    "drift": ("drift from", "drift in"),
}
"""By kind: what the first claim of a pair is to the other, and that one to it."""
UNDOING = ("correction", "retraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """What one figure is to another claim."""

    kind: str
    """As the question has it: conflict, correction, retraction, update, drift."""
    other_id: str
    words: str
    """As `conflict with`, `update of`, `correction by`."""
    reason: str
    """Who links the two, or what the figures show."""
    changes: str = ""
    """What is other in a drift: certainty, polarity, measure, bounds."""
    is_undone: bool = False
    """Whether the other one takes this figure back."""

    @property
    def is_dispute(self) -> bool:
        """Whether both cannot be right, nor one follow the other."""
        return self.kind == "conflict"


def list_pairs(package: Opened, library: Library) -> list[Row]:
    """Return the pairs of which one at least is a figure, as the question has them.

    Those of claims that the library has: it may have a part of a package.

    Raises:
        UsageError: the question takes more than a query may (docs/limits.md).
        SourceError: a file cannot be read.

    """
    if not any(row["measure"] for row in library.rows["claims"]):
        return []
    columns = ["kind", "claim_id", "other_claim_id", "reason", "changes"]
    pairs = find_pairs(Dataset(package), TOLERANCE).select(columns).to_pylist()
    return [row for row in pairs if has_figure(library, row)]


def has_figure(library: Library, pair: Row) -> bool:
    """Whether the library has both claims of a pair, and one of them has a number."""
    ends = [library.claims.get(pair[it]) for it in ("claim_id", "other_claim_id")]
    return None not in ends and any(it and it["measure"] for it in ends)


def find_conflicts(
    library: Library, pairs: Sequence[Row]
) -> Mapping[str, list[Conflict]]:
    """Return what each figure is to others, in the order of the pairs."""
    found: dict[str, list[Conflict]] = defaultdict(list)
    for pair in pairs:
        for claim_id, conflict in iter_sides(pair):
            if library.claims[claim_id]["measure"]:
                found[claim_id].append(conflict)
    return found


def iter_sides(pair: Row) -> Iterator[tuple[str, Conflict]]:
    """Yield what a pair means for the claims at both of its ends."""
    kind = pair["kind"]
    ends = pair["claim_id"], pair["other_claim_id"]
    for (claim_id, other_id), words in zip(
        (ends, ends[::-1]), WORDS[kind], strict=True
    ):
        yield (
            claim_id,
            Conflict(
                kind=kind,
                other_id=other_id,
                words=words,
                reason=pair["reason"],
                changes=pair["changes"] if kind == "drift" else "",
                is_undone=kind in UNDOING and claim_id == pair["other_claim_id"],
            ),
        )
