"""T lines of brat stand-off: marked words, with proof that they are those words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimpack.annotations import Defects, Fragment, Mark, Origin
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_columns import LINE_COLUMNS, Row
from claimpack.readers.brat_strays import settle_strays
from claimpack.readers.offsets import covers_words

OFFSET_SYNTAX = Rule(
    code="offset-syntax",
    severity=Severity.ERROR,
    template="{found} is not the label and the offsets of a mark",
    explanation=(
        "Offsets are decimal numbers of up to ten digits without sign or leading "
        "zero; other readers take other spellings for other numbers, or for none."
    ),
)
SPAN_ORDER = Rule(
    code="span-order",
    severity=Severity.ERROR,
    template="the span {place} {fault}",
    explanation="A span holds at least one character, and its end is exclusive.",
)
FRAGMENT_ORDER = Rule(
    code="fragment-order",
    severity=Severity.ERROR,
    template="the fragment {place} {fault}",
    explanation="Fragments stand in the order of the text and cover no words twice.",
)
RULES = (
    OFFSET_SYNTAX,
    SPAN_ORDER,
    FRAGMENT_ORDER,
)

OFFSET_PATTERN = re.compile(r"0|[1-9][0-9]{0,9}")
LONGEST_KEPT_OFFSET = 4


class OffsetWords(dict[str, int]):
    """Offsets by the only spelling each has; any other spelling is a KeyError.

    A look-up is four times as fast as int(), which takes `1_0`, `+12` and `٤٠`.
    Those of up to four digits are kept: enough for an article, and never many.
    """

    def __missing__(self, word: str) -> int:
        """Return the offset that the word spells."""
        if OFFSET_PATTERN.fullmatch(word) is None:
            raise KeyError(word)
        offset = int(word)
        if len(word) <= LONGEST_KEPT_OFFSET:
            self[word] = offset
        return offset


OFFSETS = OffsetWords()


def read_marks(rows: list[Row], text: str, defects: Defects) -> list[Mark]:
    """Return the marks whose spans cover the words that their lines give.

    The loop itself takes marks of one fragment without defect: nearly all lines.
    """
    make = tuple.__new__  # three times as fast as calling the class
    size, offsets = len(text), OFFSETS
    marks: list[Mark] = []
    rare: list[Row] = []
    for cells, origin in rows:
        try:
            mark_id, place, words = cells
            label, start, end = place.split(" ")
            char_start = offsets[start]
            char_end = offsets[end]
        except (KeyError, ValueError):
            rare.append((cells, origin))
            continue
        is_covering = text[char_start:char_end] == words and char_end <= size
        if not is_covering or not words or not label:
            rare.append((cells, origin))
            continue
        fragments = (make(Fragment, (char_start, char_end)),)
        marks.append(make(Mark, (mark_id, label, fragments, words, origin)))
    return add_rare_marks(marks, rare, text, defects) if rare else marks


def add_rare_marks(
    marks: list[Mark], rows: list[Row], text: str, defects: Defects
) -> list[Mark]:
    """Return the marks with those of more lines: of several fragments, or defective."""
    strays: list[Mark] = []
    for cells, origin in rows:
        mark = parse_mark(cells, origin, defects)
        if mark is not None:
            marks.append(mark)
            if not covers_words(mark, text):
                strays.append(mark)
    marks.sort(key=lambda mark: mark.origin.line)
    return settle_strays(marks, strays, text, defects) if strays else marks


def ends_with_return(cells: list[str], origin: Origin, text: str) -> bool:
    """Return whether the words of a mark themselves end with a carriage return."""
    mark = parse_mark(cells, origin, Defects())
    return mark is not None and mark.text[-1:] == "\r" and covers_words(mark, text)


def parse_mark(cells: list[str], origin: Origin, defects: Defects) -> Mark | None:
    """Return any mark, its words not compared with the text; None with a defect."""
    if len(cells) != 3:  # noqa: PLR2004  # id, label and offsets, words
        defects.refuse(
            LINE_COLUMNS,
            origin,
            found=len(cells),
            expected="3: the id, the label with its offsets, the words of the text",
            hint="separate the columns by single tabs",
        )
        return None
    mark_id, place, words = cells
    label, _, offsets = place.partition(" ")
    fragments = parse_fragments(label, offsets)
    if fragments is None:
        defects.refuse(
            OFFSET_SYNTAX,
            origin,
            place,
            found=quote(place),
            expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
        )
        return None
    if has_disorder(fragments, origin, defects):
        return None
    return Mark(mark_id, label, fragments, words, origin)


def parse_fragments(label: str, offsets: str) -> tuple[Fragment, ...] | None:
    """Return the fragments, None where label or offsets are not well-formed."""
    if not label:
        return None
    fragments = []
    for words in offsets.split(";"):
        try:
            start, end = words.split(" ")
            fragments.append(Fragment(OFFSETS[start], OFFSETS[end]))
        except (KeyError, ValueError):
            return None
    return tuple(fragments)


def has_disorder(
    fragments: Sequence[Fragment], origin: Origin, defects: Defects
) -> bool:
    """Return whether a fragment is empty or not in order; the first is reported."""
    last = 0
    for start, end in fragments:
        if start >= end:
            fault = "is empty" if start == end else "ends before it starts"
            rule, expected = SPAN_ORDER, "an end after the start"
        elif start < last:
            fault = f"starts before {last}, where another ends"
            rule, expected = FRAGMENT_ORDER, "fragments in the order of the text"
        else:
            last = end
            continue
        words, place = f"{start} {end}", f"{start}-{end}"
        defects.refuse(rule, origin, words, place=place, fault=fault, expected=expected)
        return True
    return False
