"""Tables in columns from left to right: each stands right of those it refers to.

A reference that passes a column takes a place there too, so that its line crosses no
table. All references to one table share that place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import fmean

SWEEPS = 12
"""How often the columns are sorted: more changed no diagram that was looked at."""

Edge = tuple[str, str]
"""A table and the one that it refers to."""
Node = tuple[str, int]
"""A table in its column, or the place of the lines to it in another column."""


def rank_tables(names: Sequence[str], edges: Iterable[Edge]) -> dict[str, int]:
    """Return the column of each table, counted from 0.

    Where tables refer to each other in a circle, the first of those that refer to the
    fewest begins.
    """
    targets: dict[str, set[str]] = {name: set() for name in names}
    for name, target in edges:
        if name != target:
            targets[name].add(target)
    ranks: dict[str, int] = {}
    while waiting := [name for name in names if name not in ranks]:
        ready = [name for name in waiting if targets[name] <= ranks.keys()]
        first = min(waiting, key=lambda name: len(targets[name] - ranks.keys()))
        found = {
            name: max((ranks[it] + 1 for it in targets[name] if it in ranks), default=0)
            for name in ready or [first]
        }
        ranks.update(found)
    return ranks


def list_path(edge: Edge, ranks: Mapping[str, int]) -> list[Node]:
    """Return the places that a reference passes, from its table to its target."""
    name, target = edge
    start, end = ranks[name], ranks[target]
    step = -1 if end <= start else 1
    passed = [(target, rank) for rank in range(start + step, end, step)]
    return [(name, start), *passed, (target, end)]


def order_columns(
    names: Sequence[str], edges: Sequence[Edge], ranks: Mapping[str, int]
) -> list[list[Node]]:
    """Return what stands in each column, from top to bottom.

    What is joined stands at about the same height: each place goes to the middle of its
    neighbours in the column before, and then in the column behind, again and again.
    """
    paths = [list_path(edge, ranks) for edge in edges]
    nodes = dict.fromkeys((name, ranks[name]) for name in names)
    nodes.update(dict.fromkeys(node for path in paths for node in path))
    width = max(ranks.values(), default=-1) + 1
    columns = [[node for node in nodes if node[1] == rank] for rank in range(width)]
    neighbours = list_neighbours(paths)
    for sweep in range(SWEEPS):
        steps = list(pairwise(columns if sweep % 2 == 0 else reversed(columns)))
        for before, column in steps:
            sort_column(column, before, neighbours)
    return columns


def list_neighbours(paths: Iterable[Sequence[Node]]) -> dict[Node, list[Node]]:
    """Return the places that each place is joined with."""
    found: dict[Node, dict[Node, None]] = {}
    for path in paths:
        for one, other in pairwise(path):
            found.setdefault(one, {})[other] = None
            found.setdefault(other, {})[one] = None
    return {node: list(others) for node, others in found.items()}


def sort_column(
    column: list[Node], before: Sequence[Node], neighbours: Mapping[Node, list[Node]]
) -> None:
    """Sort a column by the middle of what each place is joined with in another one.

    A place that is joined with none keeps its height.
    """
    heights = {node: (i + 0.5) / len(before) for i, node in enumerate(before)}
    own = {node: (i + 0.5) / len(column) for i, node in enumerate(column)}

    def find_middle(node: Node) -> float:
        joined = [heights[it] for it in neighbours.get(node, ()) if it in heights]
        return fmean(joined) if joined else own[node]

    column.sort(key=find_middle)
