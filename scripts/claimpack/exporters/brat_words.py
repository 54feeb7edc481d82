"""Words of a line of brat stand-off, spelt as its readers can read them."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimpack.annotations import Origin
from claimpack.exporters.losses import Losses

NAMES = "names that the format cannot have, which are now spelt with _"
TEXTS = "texts with line breaks, which are now spaces"
VALUES = "values with white space, which is now other or none"


class Dialect(NamedTuple):
    """What words may be; a pattern matches the whole word."""

    mark_label: re.Pattern[str]
    label: re.Pattern[str]
    """Of links, attributes and notes."""
    end: re.Pattern[str]
    """Name of an end of a link."""
    foreign: re.Pattern[str]
    """Characters that become `_` in a word that does not match."""
    line_break: re.Pattern[str]
    """What becomes a space in the text of a note or a mark."""
    gap: str
    """What stands between the words of a value."""


WORD = re.compile(r"\S+")
PART = re.compile(r"[^\s:]+")
"""A word that a colon ends."""
NODE_LABEL = re.compile(r"[^\s:]*[^\s:0-9][0-9]*")
ROLE_NAME = re.compile(r"[^\s:]*[^\s:0-9]")
"""A number at the end tells fillers of one role apart, and is no part of the name."""

BRAT = Dialect(
    mark_label=WORD,
    label=WORD,
    end=PART,
    foreign=re.compile(r"[\s:]"),
    line_break=re.compile(r"\n|\r+\Z"),
    gap=" ",
)
"""What `readers.brat` reads: only LF ends a line, but a CR before it is dropped."""
INCEPTION = Dialect(
    mark_label=re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*"),
    label=re.compile(r"[A-Za-z_][A-Za-z0-9_-]+"),
    end=re.compile(r"[A-Za-z][A-Za-z0-9]+"),
    foreign=re.compile(r"[^A-Za-z0-9_-]"),
    line_break=re.compile("[\n\r\x85\u2028\u2029]"),
    gap="_",
)
"""What INCEpTION reads: Java's `.` stops at whatever may end a line; of values with
several words it takes none."""


class Speller(NamedTuple):
    """Spells words in a dialect, and counts those that had to change."""

    dialect: Dialect
    losses: Losses

    def spell(self, word: str, form: re.Pattern[str], origin: Origin) -> str:
        """Return a word, or one of that form that comes near to it."""
        if form.fullmatch(word):
            return word
        self.losses.add(NAMES, origin)
        plain = self.dialect.foreign.sub("_", word)
        near = (plain, f"{plain}_", f"_{plain}_")
        return next(it for it in near if form.fullmatch(it))

    def spell_value(self, value: str | None, origin: Origin) -> str | None:
        """Return the value of an attribute in one line; None for a flag."""
        if value is None:
            return None
        spelt = self.dialect.gap.join(value.split()) or None
        if spelt != value:
            self.losses.add(VALUES, origin)
        return spelt

    def spell_text(self, text: str, origin: Origin) -> str:
        """Return a text of several words in one line."""
        spelt = self.dialect.line_break.sub(" ", text)
        if spelt != text:
            self.losses.add(TEXTS, origin)
        return spelt
