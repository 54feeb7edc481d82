"""Which claim a restatement says again, however many steps away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from claimpack.site.selection import Row


def find_first_statements(links: Iterable[Row]) -> dict[str, str]:
    """Return the claim that each restatement says again and that restates none.

    Of several it is the first by id, as in queries/casualty-figures.sql; where claims
    restate each other in a circle there is none.

    >>> find_first_statements(
    ...     [{"claim_id": "c", "relation": "restates", "target_id": "b"},
    ...      {"claim_id": "b", "relation": "restates", "target_id": "a"}])
    {'c': 'a', 'b': 'a'}
    """
    targets: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link["relation"] == "restates":
            targets[link["claim_id"]].append(link["target_id"])
    found = {claim_id: find_first(claim_id, targets) for claim_id in targets}
    return {claim_id: first for claim_id, first in found.items() if first is not None}


def find_first(claim_id: str, targets: Mapping[str, Sequence[str]]) -> str | None:
    """Return the first of the claims at the ends of all ways from a restatement."""
    seen, waiting = {claim_id}, [claim_id]
    ends = []
    while waiting:
        for target in targets[waiting.pop()]:
            if target not in targets:
                ends.append(target)
            elif target not in seen:
                seen.add(target)
                waiting.append(target)
    return min(ends, default=None)
