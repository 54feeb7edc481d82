"""Which marks of one annotator are those of the other, one to one."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
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
    left, right = dict(enumerate(first)), dict(enumerate(second))
    pairs = take_equal(left, right, lambda mark: mark)
    pairs += take_equal(left, right, lambda mark: mark.extent)
    pairs += pair_overlapping(left, right)
    return sorted(pairs)


def take_equal(
    left: dict[int, Labelled],
    right: dict[int, Labelled],
    key: Callable[[Labelled], Hashable],
) -> list[tuple[int, int]]:
    """Take the marks with equal keys out of both, in their order, and return them."""
    waiting: defaultdict[Hashable, deque[int]] = defaultdict(deque)
    for index, mark in right.items():
        waiting[key(mark)].append(index)
    pairs = [
        (index, waiting[key(mark)].popleft())
        for index, mark in left.items()
        if waiting[key(mark)]
    ]
    for here, there in pairs:
        del left[here], right[there]
    return pairs


def pair_overlapping(
    left: Mapping[int, Labelled], right: Mapping[int, Labelled]
) -> list[tuple[int, int]]:
    """Return the pairs of marks that share characters, the best first."""
    overlaps = count_overlaps(left, right)

    def rank(pair: tuple[int, int]) -> tuple[int, bool, int, tuple[int, int]]:
        one, other = left[pair[0]], right[pair[1]]
        besides = measure(one.extent) + measure(other.extent) - 2 * overlaps[pair]
        return -overlaps[pair], one.label != other.label, besides, pair

    taken: tuple[set[int], set[int]] = set(), set()
    pairs = []
    for here, there in sorted(overlaps, key=rank):
        if here not in taken[0] and there not in taken[1]:
            taken[0].add(here)
            taken[1].add(there)
            pairs.append((here, there))
    return pairs


def measure(extent: Extent) -> int:
    """Return how many characters an extent has."""
    return sum(end - start for start, end in extent)


def count_overlaps(
    left: Mapping[int, Labelled], right: Mapping[int, Labelled]
) -> dict[tuple[int, int], int]:
    """Return how many characters two marks share, by their indices, if they do."""
    overlaps: defaultdict[tuple[int, int], int] = defaultdict(int)
    active: tuple[list[tuple[int, int]], ...] = [], []
    for start, end, side, index in sorted(iter_stretches(left, right)):
        # Those that end before will meet no later fragment either.
        active[1 - side][:] = [it for it in active[1 - side] if it[0] > start]
        for other_end, other in active[1 - side]:
            pair = (other, index) if side else (index, other)
            overlaps[pair] += min(end, other_end) - start
        active[side].append((end, index))
    return overlaps


def iter_stretches(
    left: Mapping[int, Labelled], right: Mapping[int, Labelled]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield start, end, side (0 or 1) and index of the mark of each fragment."""
    for side, marks in enumerate((left, right)):
        for index, mark in marks.items():
            for start, end in mark.extent:
                yield start, end, side, index
