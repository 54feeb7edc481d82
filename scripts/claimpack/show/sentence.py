"""A claim's words as they stand in the text, or what the spans keep of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimpack.errors import SourceError
from claimpack.files import PackageFiles, decode_text, refusal, sha256_hex
from claimpack.flat import index
from claimpack.resolution import SENTENCE_END
from claimpack.row_source import Row
from claimpack.show.selection import Rows

WIDEST_CONTEXT = 1000
"""Characters on each side of a claim's words in which their sentence is looked for."""
QUOTES_AFTER_STOP = 3
"""Characters at the end of a claim's words that may hold the end of the sentence."""

Interval = tuple[int, int]
"""From a code point of the exact text, counted from 0, to the first one after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """An unbroken stretch of the text."""

    char_start: int
    """Code points of the exact text, counted from 0."""
    char_end: int
    """First code point after the stretch."""
    text: str
    """The exact slice."""
    is_content: bool
    """Whether these are the claim's own words; else they stand around them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A claim's words with those that stand around them, in the order of the text."""

    stretches: tuple[Stretch, ...]
    """Without the text only marked words, and none where they may not be shipped."""
    line: int | None
    """Line of the text on which the claim's words begin, from 1; None without it."""
    why_no_text: str | None
    """Why the exact text is not at hand; None where it is."""


def read_sentence(folder: PackageFiles, rows: Rows, claim_id: str) -> Sentence:
    """Return the sentence of a claim, from the text if its SHA-256 is the right one.

    `rows` has the claim, its document, its chain and its spans.
    """
    claim = index(rows["claims"], "claim_id")[claim_id]
    document = index(rows["documents"], "document_id")[claim["document_id"]]
    spans = list_spans(rows, claim_id)
    try:
        text = read_text(folder, document)
    except SourceError as error:
        stretches = tuple(choose_stretches(spans))
        return Sentence(stretches=stretches, line=None, why_no_text=str(error))
    words = merge((span.char_start, span.char_end) for span in spans if span.is_content)
    return Sentence(
        stretches=tuple(iter_stretches(text, words)),
        line=text.count("\n", 0, words[0][0]) + 1 if words else None,
        why_no_text=None,
    )


def list_spans(rows: Rows, claim_id: str) -> list[Stretch]:
    """Return the words that carry a claim and its chain."""
    chain = {
        row["attribution_id"]
        for row in rows["attributions"]
        if row["claim_id"] == claim_id
    }
    return [
        Stretch(
            char_start=int(str(row["char_start"])),
            char_end=int(str(row["char_end"])),
            text=str(row["text"] or ""),
            is_content=row["role"] == "content",
        )
        for row in rows["spans"]
        if row["claim_id"] == claim_id or row["attribution_id"] in chain
    ]


def read_text(folder: PackageFiles, document: Row) -> str:
    """Return the exact text of a document.

    Raises:
        SourceError: it is not at hand, or not the one that was annotated.

    """
    path = document["text_path"]
    if path is None:
        where = str(document["document_id"])
        advice = "look the article up by its address"
        raise refusal(where, "found no text", "expected a text_path", advice)
    content = folder.read_bytes(str(path))
    if sha256_hex(content) != document["text_sha256"]:
        expected = f"expected the SHA-256 {document['text_sha256']}"
        advice = "restore the exact bytes that were annotated"
        raise refusal(str(path), "found another text", expected, advice)
    return decode_text(content, str(path))


def choose_stretches(spans: Sequence[Stretch]) -> list[Stretch]:
    """Return the claim's words and those others that do not overlap, in text order."""
    chosen: list[Stretch] = []
    for span in sorted(spans, key=lambda span: (not span.is_content, span.char_start)):
        overlaps = any(
            span.char_start < other.char_end and other.char_start < span.char_end
            for other in chosen
        )
        if span.text and not overlaps:
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.char_start)


def iter_stretches(text: str, words: Sequence[Interval]) -> Iterator[Stretch]:
    """Yield the sentences that hold the words, cut where the words begin and end."""
    for begin, end in merge(find_sentence(text, *interval) for interval in words):
        inside = [place for place in words if begin <= place[0] < end]
        cuts = [begin, *(cut for place in inside for cut in place), end]
        for number, (start, stop) in enumerate(pairwise(cuts)):
            if start < stop:
                yield Stretch(
                    char_start=start,
                    char_end=stop,
                    text=text[start:stop],
                    is_content=number % 2 == 1,
                )


def find_sentence(text: str, start: int, end: int) -> Interval:
    """Return where the sentence of some words begins and ends, roughly cut.

    It reaches up to 1000 characters beyond them.
    """
    first, last = max(0, start - WIDEST_CONTEXT), min(len(text), end + WIDEST_CONTEXT)
    before = SENTENCE_END.finditer(text, first, start)
    # The words may end with the full stop: "It burst." and the quotes after it.
    after = SENTENCE_END.finditer(text, max(start, end - QUOTES_AFTER_STOP), last)
    begin = max((match.end() for match in before), default=first)
    ends = (match.end() for match in after if match.end() > end)
    return begin, next(ends, last)


def merge(intervals: Iterable[Interval]) -> list[Interval]:
    """Return the intervals in order, those that touch or overlap as one.

    >>> merge([(7, 9), (0, 3), (3, 5)])
    [(0, 5), (7, 9)]
    """
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
