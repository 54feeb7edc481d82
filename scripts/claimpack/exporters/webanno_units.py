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
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from claimpack.annotations import Fragment

Item = TypeVar("Item")

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
    """Each token that a span is on, by its id, with the parts of it."""
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


def pair_up(items: Iterable[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Yield each item with the one that follows it, the last with None.

    >>> list(pair_up("ab"))
    [('a', 'b'), ('b', None)]
    """
    before: list[Item] = []
    for item in items:
        if before:
            yield before.pop(), item
        before.append(item)
    yield from ((item, None) for item in before)


def place_spans(text: str, places: Sequence[Fragment]) -> Placement:
    """Return what units the spans of a text are on.

    What a span has of blanks between tokens is lost. One that has nothing else, and one
    of no width, is on a part of no width of the token that it follows or is in.
    """
    order = sorted(range(len(places)), key=lambda i: places[i], reverse=True)
    placement = Placement({}, [""] * len(places), [Fragment(0, 0)] * len(places))
    near: list[int] = []
    for token, following in pair_up(chain.from_iterable(iter_sentences(text))):
        limit = following.place.char_start if following else len(text) + 1
        while order and places[order[-1]].char_start < limit:
            near.append(order.pop())
        if near:
            pieces = cut_pieces(token, limit, [(i, places[i]) for i in near], placement)
            add_units(token, pieces, placement)
            near = [i for i in near if places[i].char_end > limit]
    return placement


def cut_pieces(
    token: Token,
    limit: int,
    spans: Iterable[tuple[int, Fragment]],
    placement: Placement,
) -> dict[Fragment, list[int]]:
    """Return the pieces of a token, with the spans that are on each.

    `limit` is where the next token begins. A span that ends before and is on nothing
    yet is on a piece of no width.
    """
    begin, end = token.place
    pieces: dict[Fragment, list[int]] = {}
    for i, (start, stop) in spans:
        piece = Fragment(min(max(start, begin), end), min(stop, end))
        if piece.char_start >= piece.char_end:
            if placement.firsts[i] or stop > limit:
                continue
            piece = Fragment(piece.char_start, piece.char_start)
        pieces.setdefault(piece, []).append(i)
    return pieces


def add_units(
    token: Token, pieces: Mapping[Fragment, list[int]], placement: Placement
) -> None:
    """Add the units of a token: itself, and its other pieces in their order."""
    parts = sorted(pieces.keys() - {token.place})
    names = {token.place: token.unit_id}
    names |= {it: f"{token.unit_id}.{n}" for n, it in enumerate(parts, 1)}
    placement.units[token.unit_id] = [
        Unit(name, place, tuple(sorted(pieces.get(place, ()))))
        for place, name in names.items()
    ]
    for piece, spans in pieces.items():
        for i in spans:
            if placement.firsts[i]:
                start = placement.covered[i].char_start
                placement.covered[i] = Fragment(start, piece.char_end)
            else:
                placement.firsts[i], placement.covered[i] = names[piece], piece
