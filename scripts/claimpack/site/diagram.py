"""A diagram of tables and the foreign keys between them, in numbers and paths.

A template draws it. The same tables give the same diagram.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimpack.schema import Table
from claimpack.site.boxes import make_boxes
from claimpack.site.layout import MARGIN, Layout, PlacedBox, lay_out
from claimpack.site.lines import End, draw_path, draw_signs
from claimpack.site.ranks import list_path
from claimpack.site.relations import Relation

MOST_DRAWN = 200
"""Tables of a diagram; in a larger one nobody would find any."""
HUES = 6
"""Colours of lines; all that refer to one table have the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A foreign key as it is drawn."""

    relation: Relation
    path: str
    """From the column to the one that it refers to."""
    signs: str
    """What tells one row from many, at both ends."""
    hue: int
    """Number of its colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagram:
    """All that is drawn, in pixels."""

    width: int
    height: int
    boxes: tuple[PlacedBox, ...]
    lines: tuple[Line, ...]


def draw_diagram(
    tables: Sequence[Table], relations: Sequence[Relation]
) -> Diagram | None:
    """Return the diagram of some tables; None where there are none, or too many."""
    if not 0 < len(tables) <= MOST_DRAWN:
        return None
    pairs = dict.fromkeys((each.table, each.key.table) for each in relations)
    layout = lay_out(make_boxes(tables, relations), list(pairs))
    hues = {target: 0 for _, target in pairs}
    hues = {target: index % HUES for index, target in enumerate(hues)}
    boxes = layout.boxes.values()
    return Diagram(
        width=max(box.right for box in boxes) + MARGIN,
        height=max(box.bottom for box in boxes) + MARGIN,
        boxes=tuple(boxes),
        lines=tuple(
            draw_line(each, layout, hues[each.key.table]) for each in relations
        ),
    )


def draw_line(relation: Relation, layout: Layout, hue: int) -> Line:
    """Return the line of a foreign key; the first of several columns stands for all."""
    name, target = relation.table, relation.key.table
    to_right = layout.ranks[target] > layout.ranks[name]
    is_level = layout.ranks[target] == layout.ranks[name]
    start = meet(layout.boxes[name], relation.key.fields[0], is_right=to_right)
    end = meet(
        layout.boxes[target],
        relation.key.target_fields[0],
        is_right=not to_right and not is_level,
    )
    passed = list_path((name, target), layout.ranks)[1:-1]
    return Line(
        relation=relation,
        path=draw_path(start, [layout.lanes[node] for node in passed], end),
        signs=draw_signs(start, end, is_single=relation.is_single),
        hue=hue,
    )


def meet(placed: PlacedBox, name: str, *, is_right: bool) -> End:
    """Return where a line meets a column."""
    return End(
        x=placed.right if is_right else placed.x,
        y=placed.y + placed.box.find_height(name),
        side=1 if is_right else -1,
    )
