"""What attributions wrap, found from the levels that they have in a document.

A document has for each claim the attributions around it and their levels, and not which
of them wraps which: `claimpack.mapping.chains`, the other way round.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from claimpack.mapping.chains import MOST_LINKS
from claimpack.mapping.order import order_id

Chains = Mapping[str, Sequence[str]]
"""Attributions by the claim that they are around."""


def surround(chains: Chains, levels: Mapping[str, int]) -> dict[str, set[str]]:
    """Return the attributions around each attribution.

    They are those of lower levels that are with it around every claim. So each of
    them has around it what is around both: who wrapped less would have the same
    chains, and no other levels.
    """
    around: dict[str, set[str]] = {}
    for chain in chains.values():
        # More than the mapping takes would take time with their square.
        taken = chain if len(chain) <= MOST_LINKS else ()
        for inner in chain:
            outer = {it for it in taken if levels[it] < levels[inner]}
            around[inner] = around[inner] & outer if inner in around else outer
    return around


def find_wrapped(
    chains: Chains, around: Mapping[str, set[str]]
) -> dict[str, list[str]]:
    """Return the claims and attributions that each attribution wraps itself."""
    wrapped: dict[str, list[str]] = {node_id: [] for node_id in around}
    for inner, outer in [*chains.items(), *around.items()]:
        for node_id in find_innermost(outer, around):
            wrapped[node_id].append(inner)
    return wrapped


def find_innermost(
    node_ids: Collection[str], around: Mapping[str, set[str]]
) -> list[str]:
    """Return those of some attributions that are around none of the others."""
    outer = {it for node_id in node_ids for it in around[node_id]}
    return sorted([it for it in node_ids if it not in outer], key=order_id)


def find_levels(
    around: Mapping[str, set[str]], levels: Mapping[str, int]
) -> dict[str, int]:
    """Return the levels that the attributions have by what is around them."""
    found: dict[str, int] = {}
    for node_id in sorted(around, key=lambda it: levels[it]):
        outer = [found[it] for it in around[node_id]]
        found[node_id] = max(outer, default=0) + 1
    return found
