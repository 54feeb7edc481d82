"""The graph of who is heard through whom, laid out from origins to the reader."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimpack.site.boxes import count_cells
from claimpack.site.layout import BETWEEN, LANE, MARGIN, Lane, find_heights
from claimpack.site.lines import End, draw_path
from claimpack.site.ranks import (
    Edge,
    Node,
    list_neighbours,
    list_path,
    order_columns,
    rank_tables,
)
from claimpack.site.source_views import SourceView, Speakers

MOST_SOURCES = 60
"""Sources that are drawn: those that stand in the most chains."""
WIDTH, PADDING, ROW = 190, 10, 17
"""Of a box, of its edge, and of a line of its name, in pixels."""
PORT = 16
"""From one line that meets a box to the next."""
LOOP = 46
"""Left of the first column, for lines within it."""
CELLS, LINES = 22, 3
"""A name has so many lines in a box, each with so many cells."""
THINNEST, THICKEST = 1.5, 9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceBox:
    """A source where it stands."""

    source: SourceView
    lines: tuple[str, ...]
    """Its name, as far as it has room."""
    x: int
    y: int
    height: int
    repeats: int
    """In how many claims it is heard through itself: "we said that we assess"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardLine:
    """From a source to the one through which it is heard."""

    words: str
    path: str
    width: float
    count: int
    x: int
    y: int
    """Where its count stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceGraph:
    """All that is drawn, in pixels."""

    width: int
    height: int
    boxes: tuple[SourceBox, ...]
    lines: tuple[HeardLine, ...]
    left_out: int
    """Sources in chains that are not drawn."""


def draw_graph(speakers: Speakers) -> SourceGraph | None:
    """Return the graph of the sources in chains; None where there are no chains."""
    heard = {pair: it for pair, it in speakers.heard.items() if pair[0] != pair[1]}
    joined = {key for pair in heard for key in pair}
    if not joined:
        return None
    counts = count_heard(heard)
    names = sorted(joined, key=lambda key: (-counts[key], key))
    kept = set(names[:MOST_SOURCES])
    edges = [pair for pair in heard if kept.issuperset(pair)]
    boxes, lanes, ranks = place_boxes(
        speakers, [it for it in names if it in kept], edges
    )
    lines = draw_lines(boxes, lanes, ranks, heard, edges)
    return SourceGraph(
        width=max(box.x for box in boxes.values()) + WIDTH + MARGIN,
        height=max(box.y + box.height for box in boxes.values()) + MARGIN,
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
        left_out=len(names) - len(kept),
    )


def count_heard(heard: Mapping[Edge, int]) -> Counter[str]:
    """Return how often each source stands at an end of a line."""
    counts: Counter[str] = Counter()
    for pair, count in heard.items():
        counts.update(dict.fromkeys(pair, count))
    return counts


def place_boxes(
    speakers: Speakers, names: Sequence[str], edges: Sequence[Edge]
) -> tuple[dict[str, SourceBox], dict[Node, Lane], dict[str, int]]:
    """Return the boxes, where lines pass a column, and the column of each box."""
    ranks = rank_tables(names, edges)
    labels = {it: wrap_name(speakers.sources[it].named.name) for it in names}
    heights = {it: find_height(labels[it], count_ports(edges, it)) for it in names}
    tops = find_tops(names, edges, ranks, heights)
    left = MARGIN + LOOP * any(ranks[one] == ranks[other] for one, other in edges)
    lefts = [left + (WIDTH + BETWEEN) * it for it in range(max(ranks.values()) + 1)]
    lanes = {
        (name, rank): Lane(lefts[rank], lefts[rank] + WIDTH, top + LANE // 2)
        for (name, rank), top in tops.items()
        if ranks[name] != rank
    }
    boxes = {
        name: SourceBox(
            source=speakers.sources[name],
            lines=labels[name],
            x=lefts[ranks[name]],
            y=tops[name, ranks[name]],
            height=heights[name],
            repeats=speakers.heard.get((name, name), 0),
        )
        for name in names
    }
    return boxes, lanes, ranks


def find_tops(
    names: Sequence[str],
    edges: Sequence[Edge],
    ranks: Mapping[str, int],
    heights: Mapping[str, int],
) -> dict[Node, int]:
    """Return where each box begins, and each place where lines pass a column."""
    columns = order_columns(names, edges, ranks)
    sizes = {
        (name, rank): heights[name] if ranks[name] == rank else LANE
        for column in columns
        for name, rank in column
    }
    paths = [list_path(edge, ranks) for edge in edges]
    return find_heights(columns, sizes, list_neighbours(paths))


def find_height(lines: Sequence[str], ports: tuple[int, int]) -> int:
    """Return how high a box is, with its name, its count, and room for its lines."""
    return max(ROW * (len(lines) + 1), PORT * max(ports)) + PADDING


def count_ports(edges: Iterable[Edge], name: str) -> tuple[int, int]:
    """Return how many lines go out from a source, and how many come in."""
    outward = sum(deeper == name for _, deeper in edges)
    return outward, sum(nearer == name for nearer, _ in edges)


def wrap_name(name: str) -> tuple[str, ...]:
    """Return a name in lines that a box has room for, cut with `…`.

    >>> wrap_name("Joint Chiefs of Staff of South Korea")
    ('Joint Chiefs of Staff', 'of South Korea')
    """
    lines = [""]
    for word in name.split():
        joined = f"{lines[-1]} {word}".strip()
        if count_cells(joined) <= CELLS:
            lines[-1] = joined
        else:
            lines.append(word)
    found = [it for it in lines if it]
    if len(found) > LINES:
        found = [*found[: LINES - 1], f"{found[LINES - 1]} …"]
    return tuple(cut_line(it) for it in found)


def cut_line(line: str) -> str:
    """Return a line as far as it has room."""
    if count_cells(line) <= CELLS:
        return line
    kept = line[:CELLS]
    while count_cells(kept) >= CELLS:
        kept = kept[:-1]
    return f"{kept}…"


def draw_lines(
    boxes: Mapping[str, SourceBox],
    lanes: Mapping[Node, Lane],
    ranks: Mapping[str, int],
    heard: Mapping[Edge, int],
    edges: Sequence[Edge],
) -> list[HeardLine]:
    """Return a line for each pair, as thick as it is often heard, in their order."""
    most = max(heard[edge] for edge in edges) if edges else 1
    starts = spread_ports(boxes, edges, of=0)
    ends = spread_ports(boxes, edges, of=1)
    found = []
    for nearer, deeper in edges:
        is_back, is_level = (
            ranks[deeper] > ranks[nearer],
            ranks[deeper] == ranks[nearer],
        )
        near, far = boxes[nearer], boxes[deeper]
        start = meet(near, starts[nearer, deeper], is_right=is_back)
        end = meet(far, ends[nearer, deeper], is_right=not is_back and not is_level)
        passed = list_path((nearer, deeper), ranks)[1:-1]
        count = heard[nearer, deeper]
        found.append(
            HeardLine(
                words=f"{far.source.named.name} through {near.source.named.name}",
                path=draw_path(start, [lanes[node] for node in passed], end),
                width=find_width(count, most),
                count=count,
                x=start.x + start.side * 14,
                y=start.y - 5,
            )
        )
    return found


def spread_ports(
    boxes: Mapping[str, SourceBox], edges: Sequence[Edge], *, of: int
) -> dict[Edge, int]:
    """Return at which height each line meets the box at one of its ends.

    Lines of a box are in the order of the boxes at their other ends.
    """
    found: dict[Edge, int] = {}
    for name, box in boxes.items():
        own = [edge for edge in edges if edge[of] == name]
        own.sort(key=lambda edge: (boxes[edge[1 - of]].y, edge))
        for index, edge in enumerate(own):
            found[edge] = box.y + box.height * (2 * index + 1) // (2 * len(own))
    return found


def meet(box: SourceBox, y: int, *, is_right: bool) -> End:
    """Return where a line meets a box."""
    return End(x=box.x + WIDTH * is_right, y=y, side=1 if is_right else -1)


def find_width(count: int, most: int) -> float:
    """Return how thick a line is: by the logarithm of its claims.

    >>> find_width(1, 1), find_width(1, 100), find_width(100, 100)
    (1.5, 1.5, 9.0)
    """
    if most == 1:
        return THINNEST
    share = math.log(count) / math.log(most)
    return round(THINNEST + (THICKEST - THINNEST) * share, 1)
