"""Labels with prose beside them, in lines that fit a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from claimpack.render.summary import escape
from claimpack.render.text import measure_width

LINE_WIDTH = 80
"""Columns of a line; only a word that is wider takes more."""
LABEL_WIDTH = 16
"""Columns of a label with the space after it."""

Entry = tuple[str, ...]
"""A label and the paragraphs that stand beside it; empty ones are left out."""
Block = Sequence[Entry]
"""Entries without a blank line between them."""


def lay_out(blocks: Iterable[Block]) -> str:
    r"""Return the blocks as text, with a blank line between two.

    White space of any kind is shown as one space, because the lines are broken
    anew; whatever else could fool a terminal is escaped.

    >>> print(lay_out([[("claim", "a.e1", "It\nburst.")], [], [("link", "\x1b")]]))
    claim           a.e1
                    It burst.
    <BLANKLINE>
    link            \x1b
    """
    texts = (
        "\n".join(line for entry in block for line in iter_lines(entry))
        for block in blocks
    )
    return "\n\n".join(filter(None, texts))


def iter_lines(entry: Entry) -> Iterator[str]:
    """Yield the lines of an entry; the label stands on the first."""
    label, *paragraphs = (escape(" ".join(words.split())) for words in entry)
    for paragraph in filter(None, paragraphs):
        for line in wrap(paragraph, LINE_WIDTH - LABEL_WIDTH):
            yield f"{label:<{LABEL_WIDTH - 1}} {line}".rstrip()
            label = ""


def wrap(text: str, width: int) -> list[str]:
    """Return the text in lines of so many columns of a terminal.

    >>> wrap("The dam burst.", 8)
    ['The dam', 'burst.']
    """
    lines = [""]
    for piece in iter_pieces(text):
        if lines[-1] and measure_width((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def iter_pieces(text: str) -> Iterator[str]:
    """Yield what no line end divides: a word, or one wide character with its marks.

    Source: Unicode, UAX #14, as far as spaces and ideographs go.
    """
    piece = ""
    for character in text:
        if piece and can_break(piece, character):
            yield piece
            piece = ""
        piece += character
    yield piece


def can_break(piece: str, character: str) -> bool:
    """Return whether a line may end after the piece, before the character."""
    if character == " " or unicodedata.combining(character):
        return False
    return piece.endswith(" ") or is_wide(piece[0]) or is_wide(character)


def is_wide(character: str) -> bool:
    """Return whether the character takes two columns of a terminal."""
    return unicodedata.east_asian_width(character) in "WF"
