"""A text cut wherever a mark begins or ends: together the segments are the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from markupsafe import Markup, escape

from claimpack.site.pages import UNSAFE
from claimpack.site.selection import Row

LAYERS = {
    "content": "claim",
    "source": "source",
    "cue": "source",
    "medium": "source",
    "hedge": "hedge",
    "quantity": "quantity",
    "time": "date",
    "entity": "entity",
    "event": "event",
}
"""The layer of each role of a span."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A stretch of the text in which the same marks stand from end to end."""

    char_start: int
    """Code points of the exact text, counted from 0."""
    text: str
    layers: tuple[str, ...]
    """Each once, in alphabetical order; none where nothing is marked."""
    claims: tuple[str, ...]
    """Ids of the claims that it is content of, the longest first."""

    @property
    def markup(self) -> Markup:
        """The text as HTML."""
        return write_text(self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Segments in a row that lead to one claim, or to none."""

    claim: str | None
    """The shortest claim that all of them are content of; None where there is none, or
    where they have no word that a link could be called by."""
    segments: tuple[Segment, ...]


def join_segments(segments: Iterable[Segment]) -> list[Passage]:
    """Return segments in passages, of which each is one link or none."""
    passages = []
    for claim, found in groupby(segments, key=find_shortest):
        own = tuple(found)
        has_word = any(any(map(str.isalnum, segment.text)) for segment in own)
        passages.append(Passage(claim=claim if has_word else None, segments=own))
    return passages


def find_shortest(segment: Segment) -> str | None:
    """Return the shortest claim that a segment is content of."""
    return segment.claims[-1] if segment.claims else None


def cut_text(text: str, spans: Sequence[Row]) -> list[Segment]:
    """Return the segments of a text, cut by spans that lie within it."""
    cuts = {0, len(text)}
    for span in spans:
        cuts |= {span["char_start"], span["char_end"]}
    lengths = measure_claims(spans)
    places = [place for place in sorted(cuts) if place <= len(text)]
    waiting = sorted(spans, key=lambda span: span["char_start"], reverse=True)
    active: list[Row] = []
    segments = []
    for start, end in pairwise(places):
        while waiting and waiting[-1]["char_start"] <= start:
            active.append(waiting.pop())
        active = [span for span in active if span["char_end"] > start]
        segments.append(make_segment(text, start, end, active, lengths))
    return segments


def measure_claims(spans: Iterable[Row]) -> dict[str, int]:
    """Return how many characters the content of each claim has."""
    lengths: dict[str, int] = {}
    for span in spans:
        if span["role"] == "content" and span["claim_id"] is not None:
            size = span["char_end"] - span["char_start"]
            lengths[span["claim_id"]] = lengths.get(span["claim_id"], 0) + size
    return lengths


def make_segment(
    text: str, start: int, end: int, spans: Iterable[Row], lengths: dict[str, int]
) -> Segment:
    """Return a segment of a text with the marks that stand over all of it."""
    layers, claims = set(), set()
    for span in spans:
        layers.add(LAYERS[span["role"]])
        if span["role"] == "content":
            claims.add(span["claim_id"])
    return Segment(
        char_start=start,
        text=text[start:end],
        layers=tuple(sorted(layers)),
        claims=tuple(sorted(claims, key=lambda each: (-lengths[each], each))),
    )


def write_text(text: str) -> Markup:
    r"""Return text as HTML that reads back as the same characters.

    A control, or what turns the direction of text, is alone in an element that names
    it, so that it can do nothing to what stands around. NUL, which no page can hold, is
    shown as U+FFFD.

    >>> print(write_text("a<b"))
    a&lt;b
    >>> print(write_text("a\u202eb"))
    a<span class="control" data-name="U+202E">\u202e</span>b
    """
    parts = []
    place = 0
    for found in re.finditer(UNSAFE, text):
        parts += [escape(text[place : found.start()]), write_control(found[0])]
        place = found.end()
    return Markup("").join([*parts, escape(text[place:])])


def write_control(character: str) -> Markup:
    """Return a character that could fool readers, as an element with its name."""
    shown = {"\0": "\ufffd", "\r": Markup("&#13;")}.get(character, character)
    name = f"U+{ord(character):04X}"
    return Markup('<span class="control" data-name="{}">{}</span>').format(name, shown)
