"""Where the boxes of a diagram stand, and where lines pass between them, in pixels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from claimpack.site.boxes import Box
from claimpack.site.ranks import (
    Edge,
    Node,
    list_neighbours,
    list_path,
    order_columns,
    rank_tables,
)

MARGIN = 16
"""Around the diagram."""
LOOP = 40
"""Left of the first column, for lines from a table to itself."""
BETWEEN = 84
"""From one column to the next."""
GAP = 22
"""Between what stands in a column."""
LANE = 12
"""Height of the place of lines that pass a column."""
LEAST_WIDTH = 960
"""What tables without relations fill, in rows below the others."""
PULLS = 10
"""How often all heights are drawn to those of their neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedBox:
    """A table where it stands."""

    box: Box
    x: int
    y: int

    @property
    def right(self) -> int:
        """Where it ends."""
        return self.x + self.box.width

    @property
    def bottom(self) -> int:
        """Where it ends below."""
        return self.y + self.box.height


class Lane(NamedTuple):
    """Where lines pass a column."""

    left: int
    right: int
    y: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where all of a diagram is."""

    boxes: Mapping[str, PlacedBox]
    ranks: Mapping[str, int]
    """The column of each table that has a relation."""
    lanes: Mapping[Node, Lane]


def lay_out(boxes: Mapping[str, Box], edges: Sequence[Edge]) -> Layout:
    """Return where some tables stand; those that are in no relation stand below."""
    joined = {name for edge in edges for name in edge}
    names = [name for name in boxes if name in joined]
    ranks = rank_tables(names, edges)
    columns = order_columns(names, edges, ranks)
    sizes = {
        (name, rank): boxes[name].height if ranks[name] == rank else LANE
        for column in columns
        for name, rank in column
    }
    paths = [list_path(edge, ranks) for edge in edges]
    heights = find_heights(columns, sizes, list_neighbours(paths))
    spans = list(iter_spans(boxes, columns, ranks))
    placed = {
        name: PlacedBox(box=boxes[name], x=spans[rank][0], y=heights[name, rank])
        for name, rank in ranks.items()
    }
    lanes = {
        (name, rank): Lane(*spans[rank], heights[name, rank] + LANE // 2)
        for name, rank in heights
        if ranks[name] != rank
    }
    rest = {name: box for name, box in boxes.items() if name not in joined}
    width = max([LEAST_WIDTH, *(right for _, right in spans)])
    top = max((y + sizes[node] + GAP for node, y in heights.items()), default=MARGIN)
    placed.update(iter_rows(rest, width, top))
    return Layout(boxes=placed, ranks=ranks, lanes=lanes)


def iter_spans(
    boxes: Mapping[str, Box],
    columns: Sequence[Sequence[Node]],
    ranks: Mapping[str, int],
) -> Iterator[tuple[int, int]]:
    """Yield where each column begins and ends; in each there is a table."""
    left = MARGIN + LOOP
    for index, column in enumerate(columns):
        widths = [boxes[name].width for name, _ in column if ranks[name] == index]
        yield left, left + max(widths)
        left += max(widths) + BETWEEN


def find_heights(
    columns: Sequence[Sequence[Node]],
    sizes: Mapping[Node, int],
    neighbours: Mapping[Node, Sequence[Node]],
) -> dict[Node, int]:
    """Return where each place begins, so that lines are as level as may be."""
    middles = {node: 0.0 for column in columns for node in column}
    for _ in range(PULLS):
        for column in columns:
            wanted = [
                fmean(middles[it] for it in neighbours.get(node, [node]))
                for node in column
            ]
            found = space_out(wanted, [sizes[node] for node in column])
            middles.update(zip(column, found, strict=True))
    tops = {node: middle - sizes[node] / 2 for node, middle in middles.items()}
    first = min(tops.values(), default=0)
    return {node: round(top - first) + MARGIN for node, top in tops.items()}


def space_out(wanted: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Return middles near the wanted ones, in their order, that leave room for all.

    They are the mean of two solutions: one pushes down what has no room, one up.

    >>> space_out([10, 10], [20, 20])
    [-11.0, 31.0]
    """
    down = push(wanted, sizes)
    mirrored = push([-middle for middle in reversed(wanted)], sizes[::-1])
    up = [-middle for middle in reversed(mirrored)]
    return [fmean(both) for both in zip(down, up, strict=True)]


def push(wanted: Sequence[float], sizes: Sequence[int]) -> list[float]:
    """Return the wanted middles, each moved down as far as the one before asks."""
    found: list[float] = []
    free = float("-inf")
    for middle, size in zip(wanted, sizes, strict=True):
        found.append(max(middle, free + size / 2))
        free = found[-1] + size / 2 + GAP
    return found


def iter_rows(
    boxes: Mapping[str, Box], width: int, top: int
) -> Iterator[tuple[str, PlacedBox]]:
    """Yield boxes in rows of some width, which begin at some height."""
    x, y, height = MARGIN, top, 0
    for name, box in boxes.items():
        if x > MARGIN and x + box.width > width:
            x, y, height = MARGIN, y + height + GAP, 0
        yield name, PlacedBox(box=box, x=x, y=y)
        x, height = x + box.width + GAP, max(height, box.height)
