"""Lines of a diagram, as the paths of SVG have them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimpack.site.layout import Lane

STUB = 20
"""A line is straight for so long, where it begins and ends: there stand its signs."""
BOW = 26
"""How far a line from a table to itself goes further."""
HALF = 5
"""Half the height of a sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Where a line meets a table."""

    x: int
    y: int
    side: int
    """1 on the right of the table, -1 on its left."""

    @property
    def foot(self) -> int:
        """Where the straight part ends."""
        return self.x + self.side * STUB


def draw_path(start: End, lanes: Iterable[Lane], end: End) -> str:
    """Return a line from one table to another, or to itself."""
    if start.side == end.side:
        bow = start.foot + start.side * BOW
        curve = f"C{bow} {start.y} {bow} {end.y} {end.foot} {end.y}"
        return f"M{start.x} {start.y}H{start.foot}{curve}H{end.x}"
    parts = [f"M{start.x} {start.y}H{start.foot}"]
    x, y = start.foot, start.y
    for lane in lanes:
        near, far = lane.left, lane.right
        if start.side < 0:
            near, far = far, near
        parts.append(f"{bend(x, y, near, lane.y)}H{far}")
        x, y = far, lane.y
    parts.append(f"{bend(x, y, end.foot, end.y)}H{end.x}")
    return "".join(parts)


def bend(x: int, y: int, to_x: int, to_y: int) -> str:
    """Return a curve that begins and ends level."""
    middle = (x + to_x) // 2
    return f"C{middle} {y} {middle} {to_y} {to_x} {to_y}"


def draw_signs(start: End, end: End, *, is_single: bool) -> str:
    """Return the signs at both ends: a crow's foot is many rows, a bar is one."""
    return (draw_bar(start) if is_single else draw_foot(start)) + draw_bar(end)


def draw_foot(end: End) -> str:
    """Return a crow's foot."""
    width = end.side * 2 * HALF
    return f"M{end.x} {end.y - HALF}l{width} {HALF}l{-width} {HALF}"


def draw_bar(end: End) -> str:
    """Return a bar."""
    return f"M{end.x + end.side * 2 * HALF} {end.y - HALF}v{2 * HALF}"
