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

AFTER_START = "an end after the start"
"""What is expected of a span."""

OFFSET_PATTERN = re.compile(r"0|[1-9][0-9]{0,9}")
"""One spelling for each number: int() alone would take `1_0`, `+12` and `٤٠`."""
PAIR = rf"(?:{OFFSET_PATTERN.pattern}) (?:{OFFSET_PATTERN.pattern})"
PLACE_PATTERN = re.compile(rf"([^ ]+) ({PAIR}(?:;{PAIR})*)")
"""The label and the offsets of a mark."""


def read_marks(rows: list[Row], text: str, defects: Defects) -> list[Mark]:
    """Return the marks whose spans cover the words that their lines give."""
    marks: list[Mark] = []
    strays: list[Mark] = []
    for cells, origin in rows:
        mark = parse_mark(cells, origin, defects)
        if mark is not None:
            marks.append(mark)
            if not covers_words(mark, text):
                strays.append(mark)
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
    match = PLACE_PATTERN.fullmatch(place)
    if match is None:
        refuse_place(place, origin, defects)
        return None
    pairs = [pair.split(" ") for pair in match[2].split(";")]
    fragments = tuple([Fragment(int(start), int(end)) for start, end in pairs])
    if has_disorder(fragments, origin, defects):
        return None
    return Mark(mark_id, match[1], fragments, words, origin)


def refuse_place(place: str, origin: Origin, defects: Defects) -> None:
    """Refuse a mark whose label and offsets cannot be told."""
    defects.refuse(
        OFFSET_SYNTAX,
        origin,
        place,
        found=quote(place),
        expected="a label and offsets, like Person 10 14 or Claim 0 5;9 14",
    )


def has_disorder(
    fragments: Sequence[Fragment], origin: Origin, defects: Defects
) -> bool:
    """Return whether a fragment is empty or not in order; the first is reported."""
    last = 0
    for start, end in fragments:
        if start >= end:
            fault = "is empty" if start == end else "ends before it starts"
            rule, expected = SPAN_ORDER, AFTER_START
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
