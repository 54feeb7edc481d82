"""The words of a document: marks, whose words prove what their offsets count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from claimpack.annotations import CODE_POINTS, Fragment, Mark, make
from claimpack.readers.brat_marks import has_disorder
from claimpack.readers.document_parts import Parts
from claimpack.readers.json_files import Json
from claimpack.readers.json_spans import refuse_misfits, settle_marks

FIND_ORIGIN = attrgetter("origin")


class Settled(NamedTuple):
    """What the offsets of a document were found to count."""

    unit: str
    is_proved: bool


def settle_passages(parts: Parts) -> Settled:
    """Add the marks to the draft, at the offsets that their words prove."""
    draft = parts.draft
    marks = [
        mark
        for mark_id, passage in parts.passages.items()
        if (mark := make_mark(mark_id, passage, parts)) is not None
    ]
    draft.refused_count += len(parts.passages) - len(marks)
    if all(covers_spans(mark, parts.passages, draft.text) for mark in marks):
        draft.marks = marks
        return Settled(CODE_POINTS, is_proved=bool(marks))
    return settle_spans(marks, parts)


def make_mark(mark_id: str, passage: Json, parts: Parts) -> Mark | None:
    """Return the mark of a passage; None where its spans are not in order."""
    spans = passage["spans"]
    label, _, origin = parts.declared[mark_id]
    fragments = tuple(
        [make(Fragment, (it["char_start"], it["char_end"])) for it in spans]
    )
    if has_disorder(fragments, origin, parts.draft.defects):
        return None
    words = " ".join([it["text"] for it in spans])
    return Mark(mark_id, label, fragments, words, origin)


def covers_spans(mark: Mark, passages: Mapping[str, Json], text: str) -> bool:
    """Return whether each fragment of a mark has its words at its code points."""
    for (start, end), span in zip(
        mark.fragments, passages[mark.mark_id]["spans"], strict=True
    ):
        words = span["text"]
        if end - start != len(words) or not text.startswith(words, start):
            return False
    return True


def settle_spans(marks: Sequence[Mark], parts: Parts) -> Settled:
    """Add the marks whose spans have their words in the unit that fits best.

    A mark is refused with any of its spans, and counts as one.
    """
    draft = parts.draft
    spans = [
        mark._replace(fragments=(fragment,), text=span["text"])
        for mark in marks
        for fragment, span in zip(
            mark.fragments, parts.passages[mark.mark_id]["spans"], strict=True
        )
    ]
    refused_before = draft.refused_count
    settled = settle_marks(spans, draft, FIND_ORIGIN)
    refuse_misfits(settled, draft, FIND_ORIGIN)
    draft.marks = [*join_spans(marks, settled.marks)]
    draft.refused_count = refused_before + len(marks) - len(draft.marks)
    return Settled(settled.grid.unit.name, is_proved=settled.is_proved)


def join_spans(marks: Sequence[Mark], spans: Sequence[Mark]) -> list[Mark]:
    """Return the marks of which all spans are there, as the spans have them."""
    found: defaultdict[str, list[Mark]] = defaultdict(list)
    for span in spans:
        found[span.mark_id].append(span)
    return [
        mark._replace(
            fragments=tuple(it.fragments[0] for it in found[mark.mark_id]),
            text=" ".join(it.text for it in found[mark.mark_id]),
        )
        for mark in marks
        if len(found[mark.mark_id]) == len(mark.fragments)
    ]
