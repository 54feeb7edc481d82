"""Which stretches of a text lie within which others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Stretch(NamedTuple):
    """A part of the text, from its first to behind its last character, and whose."""

    start: int
    end: int
    owner: str


def find_enclosing(
    inner: Iterable[Stretch], outer: Iterable[Stretch]
) -> dict[str, str]:
    """Return by owner the owner of the shortest stretch that each lies within.

    What lies only within its own owner's, or within none, is left out. Of several
    that are as short the owner that sorts first counts.
    """
    waiting = sorted(outer, reverse=True)
    around: list[Stretch] = []
    found = {}
    for start, end, owner in sorted(inner):
        while waiting and waiting[-1].start <= start:
            around.append(waiting.pop())
        around = [it for it in around if it.end > start]
        sizes = [
            (it.end - it.start, it.owner)
            for it in around
            if it.end >= end and it.owner != owner
        ]
        if sizes:
            found[owner] = min(sizes)[1]
    return found
