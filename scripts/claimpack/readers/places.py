"""Where in a text file the parts of its content stand, found in the order of the file.

Parsers of JSON and XML do not say it. What has an id is looked for by it, from where
the last one was found: so that all of them together take one pass over the text.
"""

from __future__ import annotations

from claimpack.annotations import Origin


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

    def find(self, words: str) -> Origin:
        """Return the line with the next place of some words, or else the last line.

        They are not looked for before the place of the words that were found last.
        """
        place = self.text.find(words, self.char_start)
        if place >= 0:
            self.line += self.text.count("\n", self.char_start, place)
            self.char_start = place
        return Origin(self.path, self.line, self.read_line())

    def read_line(self) -> str:
        """Return the line of the place without its line end."""
        start = self.text.rfind("\n", 0, self.char_start) + 1
        end = self.text.find("\n", self.char_start)
        return self.text[start : end if end >= 0 else len(self.text)]
