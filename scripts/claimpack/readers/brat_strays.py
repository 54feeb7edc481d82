"""Marks that do not cover their words: what moved them, or a finding for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from claimpack.annotations import Defects, Mark
from claimpack.findings import Finding, Rule, Severity, quote
from claimpack.readers.offsets import find_anchoring, find_nearest

SPAN_BEYOND_TEXT = Rule(
    code="span-beyond-text",
    severity=Severity.ERROR,
    template="the span ends at {end}, the text at {size}",
    explanation="The annotation belongs to another text, or to another version of it.",
)
COVERED_TEXT = Rule(
    code="covered-text",
    severity=Severity.ERROR,
    template="{mark_id} says {found}, the text has {actual} at {place}",
    explanation=(
        "Each mark repeats its words, so that a shift of the text or of the offsets "
        "is seen; one that differs would cite other words than the annotator chose."
    ),
)
OFFSET_UNIT = Rule(
    code="offset-unit",
    severity=Severity.ERROR,
    template="{count} of {total} spans do not cover their words; all fit {how}",
    explanation=(
        "Offsets count Unicode code points of the exact text. Tools that count "
        "bytes or UTF-16 units, or that change line ends, give other numbers."
    ),
)
RULES = (SPAN_BEYOND_TEXT, COVERED_TEXT, OFFSET_UNIT)

WINDOW = 1000
"""How far from its place the words of a mark are looked for, in characters."""


def settle_strays(
    marks: list[Mark], strays: list[Mark], text: str, defects: Defects
) -> list[Mark]:
    """Return the marks that are where they should be, or all if one reason moved them.

    A reason that puts every mark of the file on its words is one finding; without
    one, each stray mark is refused with a finding of its own.
    """
    anchoring = find_anchoring(marks, text)
    if anchoring is not None:
        defects.unit = anchoring.how
        defects.report(
            OFFSET_UNIT,
            strays[0].origin,
            show_offsets(strays[0]),
            count=len(strays),
            total=len(marks),
            how=anchoring.how,
            expected="code points of the exact text, counted from 0",
            hint="convert all offsets of the file, or annotate this very text",
        )
        return anchoring.marks
    for mark in strays:
        refuse_stray(mark, text, defects)
    return [mark for mark in marks if mark.origin[:2] not in defects.refused_lines]


def is_proved(marks: Sequence[Mark], findings: Iterable[Finding]) -> bool:
    """Return whether there are marks, and all that the file has cover their words."""
    unproved = {COVERED_TEXT.code, SPAN_BEYOND_TEXT.code}
    return bool(marks) and unproved.isdisjoint(it.code for it in findings)


def show_offsets(mark: Mark) -> str:
    """Return the offsets of a mark as its line has them."""
    return ";".join([f"{start} {end}" for start, end in mark.fragments])


def refuse_stray(mark: Mark, text: str, defects: Defects) -> None:
    """Refuse a mark that does not cover its words."""
    end = mark.fragments[-1].char_end
    if end > len(text):
        defects.refuse(
            SPAN_BEYOND_TEXT,
            mark.origin,
            show_offsets(mark),
            end=end,
            size=len(text),
            expected=f"an end of at most {len(text)}",
            hint=suggest_place(mark, text),
        )
        return
    actual = " ".join([text[start:end] for start, end in mark.fragments])
    found, shown = quote_difference(mark.text, actual)
    defects.refuse(
        COVERED_TEXT,
        mark.origin,
        show_offsets(mark),
        mark_id=mark.mark_id,
        found=found,
        actual=shown,
        place=show_offsets(mark),
        expected=shown,
        hint=suggest_place(mark, text, actual),
    )


def quote_difference(found: str, actual: str) -> tuple[str, str]:
    """Return both words in quotes, from shortly before the first difference on."""
    pairs = zip(found, actual, strict=False)
    same = next((i for i, (a, b) in enumerate(pairs) if a != b), 0)
    skipped = max(0, same - 20)
    mark = "…" if skipped else ""
    return quote(mark + found[skipped:]), quote(mark + actual[skipped:])


def suggest_place(mark: Mark, text: str, actual: str = "") -> str:
    """Return a hint: where the words are, if they are near, or what else to do."""
    if "\n" in actual and actual.startswith(mark.text):
        return "make a fragment of each line: a line of .ann holds no line break"
    start = mark.fragments[0].char_start
    place = find_nearest(mark.text, text, start, WINDOW)
    if place is None:
        return "mark the words anew, or take the text that was annotated"
    way = "later" if place > start else "earlier"
    distance = f", {abs(place - start)} {way}" if place != start else ""
    return f"the words stand at {place} {place + len(mark.text)}{distance}"
