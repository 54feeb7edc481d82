"""Where in a text file the parts of its content stand, found in the order of the file.

Parsers of JSON and XML do not say it. What has an id is looked for by it, from where
the last one was found: so that all of them together take one pass over the text.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimpack.annotations import Origin
from claimpack.findings import Location

EXCERPT_WIDTH = 1000
"""Longer lines are not shown whole: a file may be one line of many megabytes."""
EXCERPT_LEAD = 100
"""How much of such a line is shown before a place."""
NEAR = 4096
"""How far words are looked for when too many have not been found."""
PATIENCE = 8
"""How many times the text may be read in vain."""


class Place(Origin):
    """The line of something that stands in it; of a long line the part around that."""

    start = 0
    """Code points of the line before the excerpt."""
    column = 1
    """Where the something stands, in code points of the line from 1."""

    def locate(self, words: str = "") -> Location:
        """Return the location of `words` in the excerpt, or of the something."""
        location = super().locate(words)
        column = location.column or 1
        is_found = words and words in self.excerpt
        return replace(
            location,
            column=column + self.start if is_found else self.column,
            excerpt_start=self.start + 1,
        )


class Places:
    """The lines of one text file, asked for from the first to the last."""

    def __init__(self, path: str, text: str) -> None:
        """Begin at the first line."""
        self.path = path
        self.text = text
        self.char_start = 0
        """Where the last words were found."""
        self.line = 1
        """The line that they stand on."""
        self.line_start = 0
        """Where that line starts."""
        self.part_end = len(text)
        """Words are not looked for behind it."""
        self.patience = PATIENCE * len(text)

    def enter(self, start: int, end: int) -> None:
        """Go on to a part of the text, behind which words are not looked for."""
        self.go_to(start)
        self.part_end = end

    def is_one_line(self) -> bool:
        """Return whether the rest of the part is one line."""
        return self.text.find("\n", self.char_start, self.part_end) < 0

    def go_to(self, place: int) -> None:
        """Go on to a place behind the last one."""
        breaks = self.text.count("\n", self.char_start, place)
        if breaks:
            self.line += breaks
            self.line_start = self.text.rfind("\n", self.char_start, place) + 1
        self.char_start = place

    def find(self, words: str) -> Origin:
        """Return the line with the next place of some words, or else the last line.

        They are not looked for before the place of the words that were found last.
        """
        return self.seek(words, self.char_start)

    def find_next(self, words: str) -> Origin:
        """Return what `find` does, but for words behind those that were found last."""
        return self.seek(words, self.char_start + 1)

    def seek(self, words: str, start: int) -> Origin:
        """Return the line with the next place of some words, or else the last line."""
        end = self.part_end if self.patience > 0 else start + NEAR
        place = self.text.find(words, start, min(end, self.part_end))
        if place >= 0:
            self.go_to(place)
        else:
            self.patience -= end - start
        return self.here()

    def find_pattern(self, pattern: re.Pattern[str]) -> Origin:
        """Return what `find_next` does, for words that have a form."""
        end = self.part_end if self.patience > 0 else self.char_start + NEAR
        match = pattern.search(self.text, self.char_start + 1, min(end, self.part_end))
        if match:
            self.go_to(match.start())
        else:
            self.patience -= end - self.char_start
        return self.here()

    def here(self) -> Origin:
        """Return the line of the last place; of a long line the part around it."""
        start = self.line_start
        if self.char_start - start > EXCERPT_WIDTH - EXCERPT_LEAD:
            start = self.char_start - EXCERPT_LEAD
        end = self.text.find("\n", self.char_start, start + EXCERPT_WIDTH)
        excerpt = self.text[start : end if end >= 0 else start + EXCERPT_WIDTH]
        place = Place(self.path, self.line, excerpt)
        place.start = start - self.line_start
        place.column = self.char_start - self.line_start + 1
        return place
