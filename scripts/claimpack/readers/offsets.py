"""What offsets count, where they do not count code points of the exact text.

The covered texts of a file prove it: a way of counting is accepted only if every
span of the file then covers its own words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, repeat
from typing import NamedTuple

from claimpack.annotations import CODE_POINTS, Fragment, Mark

MOST_SHIFTS = 64
"""How many places of the same words are tried for a constant shift."""
FEWEST_MARKS = 2
"""One span fits some shift whenever its words are in the text: that proves nothing."""
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchoring:
    """A way of counting under which every span covers its words."""

    how: str
    """The way, in words that complete "all spans fit …"."""
    marks: list[Mark]
    """The marks with offsets in code points of the text."""


def find_anchoring(marks: Sequence[Mark], text: str) -> Anchoring | None:
    """Return how the offsets of all marks are counted, None where no way fits all.

    Units are tried before shifts: a unit says why the offsets differ.
    """
    for unit in UNITS:
        positions = map_positions(unit.iter_widths(text))
        anchored = anchor_marks(marks, text, positions)
        if anchored is not None:
            return Anchoring(how=unit.how, marks=anchored)
    for shift in find_shifts(marks, text):
        positions = {i - shift: i for i in range(len(text) + 1)}
        anchored = anchor_marks(marks, text, positions)
        if anchored is not None:
            return Anchoring(how=describe_shift(shift, text), marks=anchored)
    return None


def covers_words(mark: Mark, text: str) -> bool:
    """Return whether the fragments of a mark are in the text and cover its words."""
    fragments = mark.fragments
    size = sum(end - start for start, end in fragments) + len(fragments) - 1
    if fragments[-1].char_end > len(text) or size != len(mark.text):
        return False  # before anything is copied: spans may be hostile, and many
    return " ".join([text[start:end] for start, end in mark.fragments]) == mark.text


def anchor_marks(
    marks: Iterable[Mark], text: str, positions: Mapping[int, int]
) -> list[Mark] | None:
    """Return the marks in code points, None as soon as one does not fit."""
    anchored = []
    for mark in marks:
        fragments = anchor_fragments(mark.fragments, positions)
        if fragments is None:
            return None
        anchored.append(mark._replace(fragments=fragments))
        if not covers_words(anchored[-1], text):
            return None
    return anchored


def anchor_fragments(
    fragments: Iterable[Fragment], positions: Mapping[int, int]
) -> tuple[Fragment, ...] | None:
    """Return the fragments in code points, None where one is between two of them."""
    anchored = []
    for fragment in fragments:
        char_start = positions.get(fragment.char_start)
        char_end = positions.get(fragment.char_end)
        if char_start is None or char_end is None:
            return None
        anchored.append(Fragment(char_start=char_start, char_end=char_end))
    return tuple(anchored)


def map_positions(widths: Iterable[int]) -> dict[int, int]:
    """Return the code point at each offset; the widths are those of the characters.

    Of two code points at one offset (CR and LF, if LF has no width) the last counts,
    so that the CR belongs to the line that it ends.
    """
    return {offset: i for i, offset in enumerate(accumulate(widths, initial=0))}


def iter_utf_8_widths(text: str) -> Iterator[int]:
    """Yield the bytes of each character in UTF-8."""
    return (1 + (c > "\x7f") + (c > "\u07ff") + (c > "\uffff") for c in text)


def iter_utf_16_widths(text: str) -> Iterator[int]:
    """Yield the 16-bit units of each character in UTF-16."""
    return (1 + (c > "\uffff") for c in text)


def iter_folded_widths(text: str) -> Iterator[int]:
    """Yield 1 for each character, but 0 for an LF after a CR."""
    pairs = zip(" " + text, text, strict=False)
    return (int(pair != ("\r", "\n")) for pair in pairs)


def iter_folded_utf_16_widths(text: str) -> Iterator[int]:
    """Yield the 16-bit units of each character, but 0 for an LF after a CR."""
    pairs = zip(" " + text, text, strict=False)
    return (0 if pair == ("\r", "\n") else 1 + (pair[1] > "\uffff") for pair in pairs)


def iter_expanded_widths(text: str) -> Iterator[int]:
    """Yield 1 for each character, but 2 for an LF, which was CR and LF before."""
    return (1 + (c == "\n") for c in text)


class Unit(NamedTuple):
    """A way of counting offsets."""

    name: str
    how: str
    """The same, in words that complete "all spans fit …"."""
    iter_widths: Callable[[str], Iterator[int]]
    """Gives how much each character of a text counts."""


UNITS = (
    Unit("UTF-16 code units", "in UTF-16 code units", iter_utf_16_widths),
    Unit("UTF-8 bytes", "in UTF-8 bytes", iter_utf_8_widths),
    Unit(
        "code points, CRLF as one",
        "where CRLF counts as one character",
        iter_folded_widths,
    ),
    Unit(
        "UTF-16 code units, CRLF as one",
        "in UTF-16 code units where CRLF counts as one",
        iter_folded_utf_16_widths,
    ),
    Unit(
        "code points, LF as CRLF",
        "where each LF counts as the CRLF it was before",
        iter_expanded_widths,
    ),
)
"""Ways of counting other than code points, the likeliest first."""
UTF_16 = UNITS[0].name


def settle_offsets(
    marks: Sequence[Mark], text: str, documented: str
) -> tuple[str, list[Mark]] | None:
    """Return what the offsets of all marks count, and the marks in code points.

    It is what the format documents where that fits all of them, and else the likeliest
    that does; None where no unit fits every mark.
    """
    for unit in order_units(documented):
        anchored = anchor_marks(marks, text, map_positions(unit.iter_widths(text)))
        if anchored is not None:
            return unit.name, anchored
    return None


def order_units(documented: str) -> list[Unit]:
    """Return all units, the documented one first and then the likeliest."""
    code_points = Unit(CODE_POINTS, "in code points", lambda it: repeat(1, len(it)))
    return sorted([code_points, *UNITS], key=lambda unit: unit.name != documented)


def find_shifts(marks: Sequence[Mark], text: str) -> list[int]:
    """Return how far the longest words are from where their mark has them.

    The shortest way first; one per place of these words in the text.
    """
    if len(marks) < FEWEST_MARKS:
        return []
    longest = max(marks, key=lambda mark: size_first(mark.fragments))
    words = longest.text[: size_first(longest.fragments)]
    char_start = longest.fragments[0].char_start
    shifts = [place - char_start for place in iter_places(words, text)]
    return sorted(shifts, key=abs)


def size_first(fragments: Sequence[Fragment]) -> int:
    """Return the length of the first fragment."""
    return fragments[0].char_end - fragments[0].char_start


def iter_places(words: str, text: str) -> Iterator[int]:
    """Yield where the words stand in the text, at most `MOST_SHIFTS` times."""
    place = -1
    for _ in range(MOST_SHIFTS):
        place = text.find(words, place + 1)
        if place < 0:
            return
        yield place


def find_nearest(words: str, text: str, start: int, reach: int) -> int | None:
    """Return the place nearest to `start` at which the words stand, None for none.

    Places up to `reach` characters away are looked at. No words stand nowhere.
    """
    end = start + len(words)
    before = text.rfind(words, max(0, start - reach), end)
    after = text.find(words, start, end + reach)
    places = [place for place in (before, after) if place >= 0 and words]
    return min(places, key=lambda place: abs(place - start), default=None)


def describe_shift(shift: int, text: str) -> str:
    """Return what has to be done to the offsets, and why if that is known."""
    verb = f"{shift} is added to" if shift > 0 else f"{-shift} is taken from"
    how = f"when {verb} every offset"
    if shift == 1 and text.startswith(BYTE_ORDER_MARK):
        return f"{how}: they do not count the byte order mark of the text"
    if shift == -1:
        return f"{how}: they may count a byte order mark that the text lacks"
    return how
