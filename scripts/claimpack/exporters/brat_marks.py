"""Marks as brat has them: no line break within, one fragment for each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claimpack.annotations import Annotations, Fragment, Mark
from claimpack.exporters.losses import Losses

LINE_BREAK = re.compile(r"\r?\n")


def split_at_breaks(annotations: Annotations, losses: Losses) -> Annotations:
    """Return the annotations with a fragment for each line that a mark covers.

    A mark of line breaks alone has no fragment then.
    """
    return replace(
        annotations,
        marks=tuple(
            split_mark(mark, annotations.text, losses) for mark in annotations.marks
        ),
    )


def split_mark(mark: Mark, text: str, losses: Losses) -> Mark:
    """Return a mark without the line breaks that it covers."""
    pieces = tuple(
        piece for fragment in mark.fragments for piece in iter_pieces(fragment, text)
    )
    if pieces == mark.fragments:
        return mark
    losses.add("marks with line breaks, which now have fragments", mark.origin)
    words = " ".join(text[start:end] for start, end in pieces)
    return mark._replace(fragments=pieces, text=words)


def iter_pieces(fragment: Fragment, text: str) -> Iterator[Fragment]:
    """Yield the stretches of a fragment between its line breaks."""
    start = fragment.char_start
    for found in LINE_BREAK.finditer(text, start, fragment.char_end):
        if start < found.start():
            yield Fragment(start, found.start())
        start = found.end()
    if start < fragment.char_end:
        yield Fragment(start, fragment.char_end)
