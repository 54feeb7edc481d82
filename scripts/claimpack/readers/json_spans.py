"""Spans of annotations in JSON: their offsets, and what they count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import Any

from claimpack.annotations import CODE_POINTS, Fragment, Mark, Origin
from claimpack.findings import LONGEST_QUOTE, Rule
from claimpack.readers.brat_marks import AFTER_START, OFFSET_PATTERN, SPAN_ORDER
from claimpack.readers.brat_strays import (
    COVERED_TEXT,
    SPAN_BEYOND_TEXT,
    quote_difference,
    show_offsets,
)
from claimpack.readers.json_files import Draft, Json, describe
from claimpack.readers.offsets import UNITS, Unit, map_positions
from claimpack.readers.span_rules import (
    CROWDED_TEXT,
    MOST_COVERS,
    OFFSET_VALUE,
    SPLIT_CHARACTER,
    limit_room,
)

UNITS_BY_LIKELIHOOD = (
    Unit(CODE_POINTS, "in code points", lambda text: repeat(1, len(text))),
    *UNITS,
)
"""Code points first, which our formats in JSON document."""


class Grid:
    """The places of a text, in a unit of offsets."""

    def __init__(self, unit: Unit, text: str) -> None:
        """Look at all characters of the text, unless code points are counted."""
        self.unit = unit
        self.size = len(text)
        """Offset of the end of the text."""
        self.positions: dict[int, int] | None = None
        """Code point at each offset; None where offsets are code points."""
        if unit.name != CODE_POINTS:
            self.positions = map_positions(unit.iter_widths(text))
            self.size = next(reversed(self.positions))

    def find(self, fragment: Fragment) -> Fragment | None:
        """Return a fragment in code points; None where it is between two or outside."""
        if self.positions is None:
            return fragment if fragment.char_end <= self.size else None
        start, end = map(self.positions.get, fragment)
        return None if start is None or end is None else Fragment(start, end)


@dataclass(slots=True, kw_only=True)
class Settled:
    """Marks in code points, and what their offsets were found to count."""

    grid: Grid
    total: int
    """How many of them say their words."""
    marks: list[Mark] = field(default_factory=list)
    """With their words from the text."""
    misfits: list[Mark] = field(default_factory=list)
    """Those that say other words than the text has at their offsets."""

    @property
    def is_proved(self) -> bool:
        """Whether there are words, and all of them are where they should be."""
        return self.total > 0 and not self.misfits


def show_same(words: str) -> str:
    """Return the words as they are."""
    return words


def settle_marks(
    marks: Sequence[Mark],
    draft: Draft,
    locate: Callable[[Mark], Origin],
    show: Callable[[str], str] = show_same,
) -> Settled:
    """Return the marks at the offsets that the file says, in the unit that fits best.

    A mark has its words as the file has them, empty where it has none; `show` gives
    how the file writes words of the text, which makes them no shorter. What is not in
    the text, or within a character, is refused at the place that `locate` gives.
    """
    worded = [mark for mark in marks if mark.text]
    grid = choose_grid(worded, draft.text, show)
    settled = Settled(grid=grid, total=len(worded))
    room = limit_room(draft.text)
    for mark in marks:
        fragment = grid.find(mark.fragments[0])
        if mark.text and not fits(mark.text, fragment, draft.text, show):
            settled.misfits.append(mark)
        elif fragment is None:
            rule, values = explain_outside(mark, grid)
            draft.refuse(1, rule, locate(mark), **values)
        elif (room := room - fragment.char_end + fragment.char_start) < 0:
            draft.refuse(1, CROWDED_TEXT, locate(mark), times=MOST_COVERS)
        else:
            start, end = fragment
            covered = draft.text[start:end]
            settled.marks.append(mark._replace(fragments=(fragment,), text=covered))
    return settled


def choose_grid(worded: Sequence[Mark], text: str, show: Callable[[str], str]) -> Grid:
    """Return the text in the unit by which most marks cover their words.

    Of several units the likeliest is taken.
    """
    best_count, best = -1, Grid(UNITS_BY_LIKELIHOOD[0], text)
    for unit in UNITS_BY_LIKELIHOOD:
        grid = Grid(unit, text)
        count = sum(
            fits(mark.text, grid.find(mark.fragments[0]), text, show) for mark in worded
        )
        if count > best_count:
            best_count, best = count, grid
        if count == len(worded):
            break
    return best


def fits(
    words: str, fragment: Fragment | None, text: str, show: Callable[[str], str]
) -> bool:
    """Return whether a fragment covers some words, as they are or as they are shown."""
    if fragment is None:
        return False
    start, end = fragment
    # No more is copied of the text than the file has: spans may be long.
    if end - start > len(words):
        return False
    covered = text[start:end]
    return words in {covered, show(covered)}


def covers(words: str, fragment: Fragment, text: str) -> bool:
    """Return whether a fragment in code points is in a text and covers some words."""
    is_inside = fragment.char_end <= len(text)
    return is_inside and words != "" and fits(words, fragment, text, show_same)


def explain_outside(mark: Mark, grid: Grid) -> tuple[Rule, dict[str, Any]]:
    """Return what is wrong with a mark that is not in the text, or within a character.

    With the values of the finding.
    """
    size = grid.size
    place = show_offsets(mark)
    end = mark.fragments[0].char_end
    if end > size:
        expected = f"an end of at most {size}"
        values = {"end": end, "size": size, "expected": expected}
        return SPAN_BEYOND_TEXT, {"words": place, **values}
    return SPLIT_CHARACTER, {"words": place, "place": place, "unit": grid.unit.name}


def refuse_misfits(
    settled: Settled, draft: Draft, locate: Callable[[Mark], Origin]
) -> None:
    """Refuse the marks that do not cover their words, with one finding at the first."""
    if not settled.misfits:
        return
    mark, count = settled.misfits[0], len(settled.misfits)
    hint = f"{count} of {settled.total} spans do not cover their words"
    if count < settled.total:
        hint += f"; the others do {settled.grid.unit.how}"
    fragment = settled.grid.find(mark.fragments[0])
    if fragment is None:
        rule, values = explain_outside(mark, settled.grid)
        draft.refuse(count, rule, locate(mark), hint=hint, **values)
        return
    start, end = fragment
    covered = draft.text[start : min(end, start + len(mark.text) + LONGEST_QUOTE)]
    found, actual = quote_difference(mark.text, covered)
    draft.refuse(
        count,
        COVERED_TEXT,
        locate(mark),
        mark_id=mark.mark_id,
        found=found,
        actual=actual,
        place=show_offsets(mark),
        expected=actual,
        hint=hint,
    )


def read_fragment(
    start: Json, end: Json, draft: Draft, origin: Origin, count: int = 1
) -> Fragment | None:
    """Return the fragment between two offsets; None: what `count` says is refused.

    Whether it is in the text is not asked.
    """
    offsets = read_offset(start), read_offset(end)
    if offsets[0] is None or offsets[1] is None:
        found = start if offsets[0] is None else end
        draft.refuse(
            count,
            OFFSET_VALUE,
            origin,
            found=describe(found),
            expected="a whole number from 0 on",
        )
        return None
    fragment = Fragment(offsets[0], offsets[1])
    if fragment.char_start < fragment.char_end:
        return fragment
    is_empty = fragment.char_start == fragment.char_end
    draft.refuse(
        count,
        SPAN_ORDER,
        origin,
        place=f"{fragment.char_start}-{fragment.char_end}",
        fault="is empty" if is_empty else "ends before it starts",
        expected=AFTER_START,
    )
    return None


def read_offset(value: Json) -> int | None:
    """Return an offset, which may be written as a string; None for what is none."""
    if type(value) is int:
        return value if value >= 0 else None
    is_number = isinstance(value, str) and OFFSET_PATTERN.fullmatch(value)
    return int(value) if is_number else None
