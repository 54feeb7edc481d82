"""Sentences and tokens, which WebAnno TSV divides a text into, and what spans cover.

The rule is ours, and looks at the text alone, so that the files of two annotators have
the same tokens: a token is a run of characters without blanks and punctuation, or one
of punctuation. A sentence ends at a line break, and at the blanks after `.`, `!`, `?`
or `…` (and what closes quotes and brackets) unless a small letter follows. A sentence
goes on to where the next one begins. Blanks before all else are a token, because a
sentence begins with one; so is an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, pairwise
from typing import NamedTuple

from claimpack.annotations import Fragment

TOKEN = re.compile(r"[^\s!-/:-@\[-`{-~¡«»¿\u2010-\u2027\u3001-\u3003]+|\S")
LEADING_BLANKS = re.compile(r"\s*")
ENDS = frozenset(".!?…")
CLOSERS = frozenset("\"'”’»)]}")


class Token(NamedTuple):
    """A token in its sentence, both counted from 1."""

    sentence: int
    number: int
    place: Fragment

    @property
    def unit_id(self) -> str:
        """What the format calls it."""
        return f"{self.sentence}-{self.number}"


class Unit(NamedTuple):
    """A token or a part of it, with the spans that cover it."""

    unit_id: str
    place: Fragment
    spans: tuple[int, ...]
    """By their places among all spans."""


class Placement(NamedTuple):
    """Where the spans of a text are."""

    units: dict[str, list[Unit]]
    """The parts of each token that spans cover; the token itself may be among them."""
    firsts: list[str]
    """The first unit of each span."""
    covered: list[Fragment]
    """What each span covers of tokens; of no width where that is nothing."""


def iter_sentences(text: str) -> Iterator[list[Token]]:
    """Yield the tokens of each sentence; every text has one."""
    tokens: list[Token] = []
    number, is_over = 1, False
    for place in iter_tokens(text):
        gap = text[tokens[-1].place.char_end : place.char_start] if tokens else ""
        is_next = gap and is_over and not text[place.char_start].islower()
        if is_next or "\n" in gap:
            yield tokens
            tokens, number = [], number + 1
        tokens.append(Token(number, len(tokens) + 1, place))
        words = text[slice(*place)]
        is_over = words in ENDS or (is_over and words in CLOSERS)
    yield tokens


def iter_tokens(text: str) -> Iterator[Fragment]:
    """Yield where the tokens are."""
    blanks = LEADING_BLANKS.match(text)
    if blanks and (blanks[0] or not text):
        yield Fragment(*blanks.span())
    yield from (Fragment(*match.span()) for match in TOKEN.finditer(text))


def place_spans(text: str, places: Sequence[Fragment]) -> Placement:
    """Return what units the spans of a text are on.

    What a span has of blanks between tokens is lost. One that has nothing else, and one
    of no width, is on a part of no width of the token that it follows or is in.
    """
    order = sorted(range(len(places)), key=lambda i: places[i], reverse=True)
    tokens = chain.from_iterable(iter_sentences(text))
    placement = Placement({}, [""] * len(places), [Fragment(0, 0)] * len(places))
    open_spans: list[int] = []
    for token, following in pairwise(chain(tokens, [None])):
        if token is None:
            continue
        limit = following.place.char_start if following else len(text) + 1
        while order and places[order[-1]].char_start < limit:
            open_spans.append(order.pop())
        if open_spans:
            cover_token(token, limit, open_spans, places, placement)
            open_spans = [i for i in open_spans if places[i].char_end > limit]
    return placement


def cover_token(
    token: Token,
    limit: int,
    spans: Sequence[int],
    places: Sequence[Fragment],
    placement: Placement,
) -> None:
    """Add the units of a token; the next one begins at `limit`."""
    begin, end = token.place
    found: dict[Fragment, list[int]] = {}
    for i in spans:
        start, stop = places[i]
        piece = Fragment(min(max(start, begin), end), min(stop, end))
        if piece.char_start >= piece.char_end:
            if placement.firsts[i] or stop > limit:
                continue
            piece = Fragment(piece.char_start, piece.char_start)
        found.setdefault(piece, []).append(i)
    parts = sorted(found.keys() - {token.place})
    names = {token.place: token.unit_id}
    names |= {it: f"{token.unit_id}.{n}" for n, it in enumerate(parts, 1)}
    for piece, on_it in found.items():
        for i in on_it:
            is_first = not placement.firsts[i]
            start = piece.char_start if is_first else placement.covered[i].char_start
            placement.covered[i] = Fragment(start, piece.char_end)
            placement.firsts[i] = placement.firsts[i] or names[piece]
    placement.units[token.unit_id] = [
        Unit(name, place, tuple(sorted(found.get(place, ()))))
        for place, name in names.items()
    ]
