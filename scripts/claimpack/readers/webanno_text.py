"""The text of a WebAnno TSV file, put together from its sentences and offsets.

The words of a sentence stand in its #Text lines, each joined to the next by a line
break. What stands between two sentences does not: the offsets say how long it is, and
it is filled as INCEpTION fills it, with a line break and then spaces, and with spaces
before the first sentence. What comes behind the last sentence is not known at all, and
nothing is put there. The words of each token prove the text and the unit together: a
unit is accepted only if the text that it gives has every token at its offsets. So is a
way of escaping: INCEpTION does not escape in texts what its guide says is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from claimpack.annotations import Defects, Fragment
from claimpack.findings import quote
from claimpack.readers.brat_strays import COVERED_TEXT
from claimpack.readers.offsets import UTF_16, Unit, map_positions, order_units
from claimpack.readers.webanno_cells import read_text, unescape
from claimpack.readers.webanno_rows import Row, Sentence

ReadLine = Callable[[str], str]
"""Gives the text of a #Text line."""

MOST_FILLER = 1_000_000
"""Characters that are filled in between sentences, where nothing is known of them."""


class Settled(NamedTuple):
    """The text of a file, and where its tokens are in it."""

    text: str
    unit: Unit
    positions: Mapping[int, int] | None
    """Code point at each offset; None where each offset is the code point itself."""
    strays: Sequence[Row]
    """The tokens that do not cover their words."""

    def place(self, begin: int, end: int) -> Fragment | None:
        """Return where offsets are in the text, None where they are not in it."""
        if self.positions is None:
            return Fragment(begin, end) if end <= len(self.text) else None
        place = self.positions.get(begin), self.positions.get(end)
        return None if None in place else Fragment(*place)  # type: ignore[arg-type]


def settle_text(
    sentences: Sequence[Sentence], read_line: ReadLine, defects: Defects
) -> Settled:
    """Return the text by the unit that fits all tokens, or else most of them.

    `read_line` is how lines are escaped in that version. Where nothing fits all, that
    is one finding, at the first token that does not fit what fits most.
    """
    rows = [row for sentence in sentences for row in sentence.rows]
    tried: list[Settled] = []
    for read in (read_line, unescape):
        texts = ["\n".join(map(read, sentence.lines)) for sentence in sentences]
        for unit in order_units(UTF_16):
            settled = try_unit(sentences, texts, rows, unit)
            if not settled.strays:
                return settled
            tried.append(settled)
    best = min(tried, key=lambda it: len(it.strays))
    refuse_strays(best, len(rows), defects)
    return best


def try_unit(
    sentences: Sequence[Sentence], texts: list[str], rows: Sequence[Row], unit: Unit
) -> Settled:
    """Return the text that a unit gives, and the tokens that do not fit it."""
    text = build_text(sentences, texts, unit)
    if unit.name == UTF_16 and measure(text, unit) == len(text):
        settled = Settled(text, unit, None, ())
        strays = [
            row
            for row in rows
            if text[row.begin : row.end] != row.words or row.end > len(text)
        ]
    else:
        settled = Settled(text, unit, map_positions(unit.iter_widths(text)), ())
        strays = [row for row in rows if read_words(row, settled) != row.words]
    strays = [row for row in strays if not is_escaped(row, settled)]
    return settled._replace(strays=strays)


def is_escaped(row: Row, settled: Settled) -> bool:
    """Return whether a token covers its words if they are escaped as others are."""
    if "\\" not in row.words:
        return False
    return read_words(row, settled) in {unescape(row.words), read_text(row.words)}


def read_words(row: Row, settled: Settled) -> str | None:
    """Return what the text has at the offsets of a token, None where they are no place.

    They are none behind the end of the text, or within a character.
    """
    fragment = settled.place(row.begin, row.end)
    return None if fragment is None else settled.text[slice(*fragment)]


def build_text(sentences: Sequence[Sentence], texts: list[str], unit: Unit) -> str:
    """Return the text with each sentence where its first token says that it begins.

    A sentence that would begin within the one before, or too far behind it, follows
    it in the next line; its tokens do not fit then.
    """
    parts: list[str] = []
    size, left = 0, MOST_FILLER
    for sentence, words in zip(sentences, texts, strict=True):
        gap = find_begin(sentence, words, unit) - size if sentence.rows else -1
        if not 0 <= gap <= left:
            gap = 1 if parts else 0
        left -= gap
        filler = "\n" + " " * (gap - 1) if parts and gap else " " * gap
        parts.append(filler + words)
        size += measure(parts[-1], unit)
    return "".join(parts)


def find_begin(sentence: Sentence, words: str, unit: Unit) -> int:
    """Return the offset at which a sentence begins: that of its first token.

    Where the token is behind blanks of the text, which the format does not allow, the
    sentence begins before it.
    """
    token = sentence.rows[0]
    blanks = words[: len(words) - len(words.lstrip())]
    is_behind = blanks and words.startswith(token.words, len(blanks))
    return token.begin - (measure(blanks, unit) if is_behind else 0)


def measure(text: str, unit: Unit) -> int:
    """Return the size of a text in a unit."""
    if unit.name == UTF_16:
        return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2
    return sum(unit.iter_widths(text))


def refuse_strays(settled: Settled, total: int, defects: Defects) -> None:
    """Report the first token that does not cover its words, and how many there are."""
    row, count = settled.strays[0], len(settled.strays)
    actual = read_words(row, settled)
    is_beyond = row.end > measure(settled.text, settled.unit)
    nothing = "nothing" if is_beyond else "no whole characters"
    shown = nothing if actual is None else quote(actual)
    defects.refuse(
        COVERED_TEXT,
        row.origin,
        f"{row.begin}-{row.end}",
        mark_id=row.unit_id,
        found=quote(row.words),
        actual=shown,
        place=f"{row.begin}-{row.end}",
        expected="the words of the #Text lines, at offsets in UTF-16 code units",
        hint=f"{count:,} of {total:,} tokens do not cover their words; "
        f"most do {settled.unit.how}",
    )
