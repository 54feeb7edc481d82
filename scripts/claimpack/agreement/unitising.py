"""Krippendorff's alpha for the unitising of texts by two people.

Each of them cuts a text into units and the gaps between them. Where coefficients of
coding ask whether the same thing got the same value, this one asks whether the same
stretches were found, and a unit that is a little longer costs a little.

Source: Krippendorff, "On the Reliability of Unitizing Continuous Data", Sociological
Methodology 25, 1995, and "Content Analysis", 2nd edition, 2004, whose worked example
on page 254 is a test. The formulas are for two people here (m = 2). All counts are
integers, so that nothing is rounded before the last division.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

Interval = tuple[int, int]
"""From a code point of the exact text, counted from 0, to the first one after."""


class Section(NamedTuple):
    """A part of a text that one person has as a unit, or as the gap between two."""

    start: int
    end: int
    is_unit: bool

    @property
    def length(self) -> int:
        """Code points of the section."""
        return self.end - self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuum:
    """One text and the units that two people found there."""

    length: int
    """Code points of the text."""
    units_a: Sequence[Interval]
    """In the order of the text, without overlap; two may touch."""
    units_b: Sequence[Interval]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """What was observed, and what is expected where units fall as chance has it."""

    observed: float
    expected: float


def measure_alpha(disagreements: Iterable[Disagreement]) -> float | None:
    """Return alpha of one kind of units, or of several kinds together.

    1 is perfect, 0 what chance gives, and less is worse than chance. None where no
    disagreement is possible: there are no units.
    """
    found = list(disagreements)
    expected = sum(it.expected for it in found)
    observed = sum(it.observed for it in found)
    return 1 - observed / expected if expected else None


def measure_disagreement(continua: Sequence[Continuum]) -> Disagreement:
    """Return the disagreement about one kind of units in texts that follow each other.

    No unit and no gap goes from one text into the next.
    """
    length = sum(it.length for it in continua)
    cut = [
        (cut_sections(it.units_a, it.length), cut_sections(it.units_b, it.length))
        for it in continua
    ]
    sections = [it for both in cut for one in both for it in one]
    units = [it.length for it in sections if it.is_unit]
    gaps = [it.length for it in sections if not it.is_unit]
    if not units:
        return Disagreement(observed=0, expected=0)
    differences = sum(sum_differences(*both) for both in cut)
    pairs = 2 * length * (2 * length - 1) - sum(it * (it - 1) for it in units)
    expected = 2 * sum_chances(units, gaps) / (length * pairs)
    return Disagreement(observed=differences / length**2, expected=expected)


def cut_sections(units: Sequence[Interval], length: int) -> list[Section]:
    """Return the units of one person and the gaps between them: the whole text."""
    sections, place = [], 0
    for start, end in [*units, (length, length)]:
        if place < start:
            sections.append(Section(place, start, is_unit=False))
        if start < end:
            sections.append(Section(start, end, is_unit=True))
        place = end
    return sections


def sum_differences(first: Sequence[Section], second: Sequence[Section]) -> int:
    """Return the sum of the squared differences of all sections that meet."""
    return sum(
        square_difference(one, other) for one, other in iter_meets(first, second)
    )


def iter_meets(
    first: Sequence[Section], second: Sequence[Section]
) -> Iterator[tuple[Section, Section]]:
    """Yield the pairs of sections that have characters in common."""
    here = there = 0
    while here < len(first) and there < len(second):
        one, other = first[here], second[there]
        yield one, other
        here += one.end <= other.end
        there += other.end <= one.end


def square_difference(one: Section, other: Section) -> int:
    """Return how far two sections that meet differ, in squared characters.

    Two units differ by their beginnings and ends; a unit within a gap by its length. A
    gap that holds only a part of a unit adds nothing: the other unit there has told it.

    >>> square_difference(Section(225, 295, True), Section(220, 300, True))
    50
    """
    if one.is_unit and other.is_unit:
        return (one.start - other.start) ** 2 + (one.end - other.end) ** 2
    unit, gap = (one, other) if one.is_unit else (other, one)
    is_missed = unit.is_unit and gap.start <= unit.start and unit.end <= gap.end
    return unit.length**2 if is_missed else 0


def sum_chances(units: Sequence[int], gaps: Sequence[int]) -> int:
    """Return the differences of each unit at every place beside units and in gaps.

    `units` and `gaps` are lengths, those of both people.
    """
    ordered = sorted(gaps)
    sums = [*accumulate(reversed(ordered), initial=0)]
    total = 0
    for length in units:
        beside = length * (length - 1) * (2 * length - 1) // 3
        wide_enough = len(ordered) - bisect_left(ordered, length)
        places = sums[wide_enough] - wide_enough * (length - 1)
        total += (len(units) - 1) * beside + length**2 * places
    return total
