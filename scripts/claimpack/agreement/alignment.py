"""Which marks of one annotator are those of the other, one to one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from claimpack.annotations import Fragment

Extent = tuple[Fragment, ...]
"""Where a mark is: its fragments, in the order of the text."""


class Labelled(NamedTuple):
    """An extent with what its mark is called."""

    extent: Extent
    label: str


def align(
    first: Sequence[Labelled], second: Sequence[Labelled]
) -> list[tuple[int, int]]:
    """Return the pairs of indices that are one mark, by the order of the first.

    Those with the same extent come first, then those with the most characters in
    common; of these, those with the same label, and those that have less besides. What
    is still equal keeps the order in which it is given. Marks that share no character
    are never paired.
    """
    overlaps = count_overlaps(
        [mark.extent for mark in first], [mark.extent for mark in second]
    )

    def rank(pair: tuple[int, int]) -> tuple[object, ...]:
        one, other = first[pair[0]], second[pair[1]]
        besides = measure(one.extent) + measure(other.extent) - 2 * overlaps[pair]
        is_other = one.label != other.label
        return one.extent != other.extent, -overlaps[pair], is_other, besides, pair

    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for here, there in sorted(overlaps, key=rank):
        if here not in taken[0] and there not in taken[1]:
            taken[0].add(here)
            taken[1].add(there)
            pairs.append((here, there))
    return sorted(pairs)


def measure(extent: Extent) -> int:
    """Return how many characters an extent has."""
    return sum(end - start for start, end in extent)


def count_overlaps(
    first: Sequence[Extent], second: Sequence[Extent]
) -> dict[tuple[int, int], int]:
    """Return how many characters two extents share, by their indices, if they do.

    >>> count_overlaps([(Fragment(0, 9),)], [(Fragment(2, 4), Fragment(7, 12))])[0, 0]
    4
    """
    overlaps: defaultdict[tuple[int, int], int] = defaultdict(int)
    active: tuple[list[tuple[int, int]], ...] = [], []
    for start, end, side, index in sorted(iter_stretches(first, second)):
        # Those that end before will meet no later fragment either.
        active[1 - side][:] = [it for it in active[1 - side] if it[0] > start]
        for other_end, other in active[1 - side]:
            pair = (other, index) if side else (index, other)
            overlaps[pair] += min(end, other_end) - start
        active[side].append((end, index))
    return overlaps


def iter_stretches(
    first: Sequence[Extent], second: Sequence[Extent]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, end, side (0 or 1) and index of the mark of each fragment."""
    for side, extents in enumerate((first, second)):
        for index, extent in enumerate(extents):
            for start, end in extent:
                yield start, end, side, index
