"""Chains of attribution: from the source nearest the reader down to each claim."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimpack.annotations import Defects, Node
from claimpack.findings import Rule, Severity
from claimpack.mapping.index import Index
from claimpack.mapping.roles import Fillers
from claimpack.mapping.scheme import ATTRIBUTION, CLAIM

ATTRIBUTION_CYCLE = Rule(
    code="attribution-cycle",
    severity=Severity.ERROR,
    template="{found}: the attributions wrap each other",
    explanation="In a circle no source is nearest the reader, and none is the origin.",
)
OUTERMOST_COUNT = Rule(
    code="outermost-count",
    severity=Severity.ERROR,
    template="{node_id} reaches the reader through {found}, neither inside the other",
    explanation=(
        "The levels of a claim are one chain. A second, independent route is a "
        "second claim that restates the first, so that no figure counts twice."
    ),
)
CHAIN_LENGTH = Rule(
    code="chain-length",
    severity=Severity.ERROR,
    template="more than {limit} attributions wrap {node_id}",
    explanation="No article does that; the limit keeps hostile input from growing.",
)
RULES = (ATTRIBUTION_CYCLE, OUTERMOST_COUNT, CHAIN_LENGTH)

MOST_LINKS = 64
"""How many attributions may wrap one claim, on all its levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """Attributions by what they wrap and by how far from the reader they are."""

    wrappers: Mapping[str, list[str]]
    """Attributions that wrap a claim or an attribution, by its id."""
    levels: Mapping[str, int]
    """Level of each attribution, 1 nearest the reader; none where there is a cycle."""


def find_chains(
    index: Index, fillers: Mapping[str, Fillers], defects: Defects
) -> tuple[Mapping[str, int], dict[str, list[str]]]:
    """Return the level of each attribution, and the attributions of each claim."""
    ranked = rank_attributions(index, fillers, defects)
    claims = [node for node in index.nodes.values() if node.label == CLAIM]
    chains = {node.node_id: list_chain(node, ranked, defects) for node in claims}
    return ranked.levels, chains


def rank_attributions(
    index: Index, fillers: Mapping[str, Fillers], defects: Defects
) -> Ranked:
    """Return the level of each attribution; cycles are reported.

    What several attributions wrap stands below the lowest of them.
    """
    attributions = [it for it in index.nodes.values() if it.label == ATTRIBUTION]
    wrapped = {it.node_id: fillers[it.node_id].get("Of", ()) for it in attributions}
    wrappers: defaultdict[str, list[str]] = defaultdict(list)
    for node_id, targets in wrapped.items():
        for target_id in targets:
            wrappers[target_id].append(node_id)
    waiting = {node_id: len(wrappers[node_id]) for node_id in wrapped}
    levels = dict.fromkeys(wrapped, 1)
    ready = deque([node_id for node_id, count in waiting.items() if not count])
    while ready:
        node_id = ready.popleft()
        for target_id in wrapped[node_id]:
            if target_id in waiting:
                levels[target_id] = max(levels[target_id], levels[node_id] + 1)
                waiting[target_id] -= 1
                if not waiting[target_id]:
                    ready.append(target_id)
    stuck = {node_id for node_id, count in waiting.items() if count}
    for cycle in iter_cycles(stuck, wrappers):
        report_cycle(cycle, index, defects)
    levels = {it: level for it, level in levels.items() if it not in stuck}
    return Ranked(wrappers=wrappers, levels=levels)


def iter_cycles(
    stuck: set[str], wrappers: Mapping[str, list[str]]
) -> Iterator[list[str]]:
    """Yield a cycle for each group of nodes that wrap each other.

    Each stuck node has a stuck wrapper, so that a walk outwards must come back.
    """
    walked: set[str] = set()
    for start in sorted(stuck, key=lambda it: (len(it), it)):
        path: list[str] = []
        node_id = start
        while node_id not in walked:
            walked.add(node_id)
            path.append(node_id)
            node_id = next(it for it in wrappers[node_id] if it in stuck)
        if node_id in path:
            yield path[path.index(node_id) :]


def report_cycle(cycle: list[str], index: Index, defects: Defects) -> None:
    """Report a cycle at its first node."""
    defects.report(
        ATTRIBUTION_CYCLE,
        index.nodes[cycle[0]].origin,
        "Of",
        found=" < ".join([*cycle, cycle[0]]),
        expected="a chain that ends with a Claim",
        hint="let the outermost Attribution wrap the next, and nothing wrap it",
    )


def list_chain(claim: Node, ranked: Ranked, defects: Defects) -> list[str]:
    """Return the attributions that wrap a claim, the outermost first.

    None wrap what the writer claims. A chain with a defect is reported and empty.
    """
    chain = collect_wrappers(claim.node_id, ranked.wrappers)
    if chain is None:
        defects.report(
            CHAIN_LENGTH,
            claim.origin,
            node_id=claim.node_id,
            limit=MOST_LINKS,
            expected=f"at most {MOST_LINKS}",
        )
        return []
    if not all(node_id in ranked.levels for node_id in chain):
        return []
    outermost = [node_id for node_id in chain if ranked.levels[node_id] == 1]
    if len(outermost) > 1:
        defects.report(
            OUTERMOST_COUNT,
            claim.origin,
            CLAIM,
            node_id=claim.node_id,
            found=" and ".join(sorted(outermost, key=lambda it: (len(it), it))),
            expected="one outermost Attribution",
            hint="write a second Claim that restates the first for the second source",
        )
        return []
    return sorted(chain, key=lambda it: (ranked.levels[it], len(it), it))


def collect_wrappers(
    node_id: str, wrappers: Mapping[str, list[str]]
) -> list[str] | None:
    """Return all that wraps a node, however far out; None where it is too much."""
    found: dict[str, None] = {}
    queue = deque([node_id])
    while queue:
        for wrapper in wrappers.get(queue.popleft(), ()):
            if wrapper not in found:
                found[wrapper] = None
                queue.append(wrapper)
            if len(found) > MOST_LINKS:
                return None
    return list(found)
