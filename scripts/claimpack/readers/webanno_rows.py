"""The body of WebAnno TSV 3: sentences with their text, and rows of tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from claimpack.annotations import Defects, Origin
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_columns import LINE_COLUMNS
from claimpack.readers.brat_marks import AFTER_START, OFFSET_PATTERN, SPAN_ORDER
from claimpack.readers.brat_rows import DUPLICATE_ID
from claimpack.readers.webanno_cells import NO_ANNOTATION, UNIT, read_text

TOKEN_SYNTAX = Rule(
    code="token-syntax",
    severity=Severity.ERROR,
    template="{found} does not begin with the number and the offsets of a token",
    explanation="What a line says, it says of the token that it begins with.",
)
NO_TOKENS = Rule(
    code="no-tokens",
    severity=Severity.ERROR,
    template="the sentence has no tokens",
    explanation="Where a sentence stands in the text, its first token says.",
)
UNKNOWN_COMMENT = Rule(
    code="unknown-comment",
    severity=Severity.WARNING,
    template="{found} is no part of the format, and is left out",
    explanation="Some tools say in such lines what the format has no place for.",
)
RULES = (TOKEN_SYNTAX, NO_TOKENS, UNKNOWN_COMMENT)

ROW_FORM = "like 1-2, a tab, 5-7, a tab, the words"
TEXT_PREFIX = "#Text="
ID_PREFIX = "#Sentence.id="
OFFSET = OFFSET_PATTERN.pattern
ROW_PATTERN = re.compile(rf"({UNIT})\t({OFFSET})-({OFFSET})\t([^\t]*)(?:\t|$)")


class Row(NamedTuple):
    """A token or a part of one, with what is annotated on it."""

    unit_id: str
    """Its number, like 1-2, or 1-2.1 for a part."""
    begin: int
    """In the unit of the file, as is `end`."""
    end: int
    words: str
    cells: list[str]
    """The columns of the layers."""
    origin: Origin


@dataclass(slots=True, kw_only=True)
class Sentence:
    """The text of a sentence and its tokens."""

    sentence_id: str = ""
    """Empty: it has none."""
    origin: Origin
    """Its first line."""
    lines: list[str] = field(default_factory=list)
    """Its text, line by line, with its escapes."""
    rows: list[Row] = field(default_factory=list)


class Body:
    """Reads the lines behind the header, from the first to the last."""

    def __init__(self, columns: int | None, defects: Defects) -> None:
        """Begin with no line; `columns` are those of all layers, None if unknown."""
        self.columns = columns
        self.defects = defects
        self.blank = [NO_ANNOTATION] * (columns or 0)
        """The columns of a token without annotation, which all of them share."""
        self.blank_line = f"{NO_ANNOTATION}\t" * (columns or 0)
        self.sentences: list[Sentence] = []
        self.units: dict[str, Row] = {}
        """Row by the number of its token."""
        self.refused_count = 0
        """Lines of tokens that are not read."""
        self.is_open = False
        """Whether the last sentence goes on."""

    def read(self, origins: list[Origin]) -> None:
        """Read the lines; an empty one ends a sentence."""
        for origin in origins:
            line = origin.excerpt
            match = ROW_PATTERN.match(line)
            if match:
                self.read_row(origin, match)
            elif not line:
                self.is_open = False
            elif line.startswith("#"):
                self.read_header(origin)
            else:
                self.refused_count += 1
                values = {"found": quote(line), "expected": ROW_FORM}
                self.defects.refuse(TOKEN_SYNTAX, origin, **values)
        for sentence in self.sentences:
            if not sentence.rows:
                expected = f"its tokens below it, {ROW_FORM}"
                self.defects.report(NO_TOKENS, sentence.origin, expected=expected)

    def read_header(self, origin: Origin) -> None:
        """Read a line with the text or the id of a sentence."""
        line = origin.excerpt
        if self.is_open and self.sentences[-1].rows:
            self.is_open = False
        if line.startswith(TEXT_PREFIX):
            text = line.removeprefix(TEXT_PREFIX)
            self.open_sentence(origin).lines.append(text)
        elif line.startswith(ID_PREFIX):
            sentence_id = read_text(line.removeprefix(ID_PREFIX))
            self.open_sentence(origin).sentence_id = sentence_id
        else:
            found = quote(line)
            expected = f"{TEXT_PREFIX}, {ID_PREFIX} or the number of a token"
            self.defects.report(UNKNOWN_COMMENT, origin, found=found, expected=expected)

    def open_sentence(self, origin: Origin) -> Sentence:
        """Return the sentence that a line belongs to."""
        if not self.is_open:
            self.sentences.append(Sentence(origin=origin))
            self.is_open = True
        return self.sentences[-1]

    def read_row(self, origin: Origin, match: re.Match[str]) -> None:
        """Read the line of a token, of which `match` is the beginning."""
        unit_id, begin, end, words = match.groups()
        rest = origin.excerpt[match.end() :]
        cells = self.blank if rest == self.blank_line else split_row(rest)
        row = Row(unit_id, int(begin), int(end), words, cells, origin)
        if self.has_defect(row):
            self.refused_count += 1
            return
        self.units[unit_id] = row
        sentence = self.sentences[-1] if self.is_open else self.open_sentence(origin)
        sentence.rows.append(row)

    def has_defect(self, row: Row) -> bool:
        """Return whether a row is not what it should be, which is reported."""
        columns = self.columns if self.columns is not None else len(row.cells)
        if len(row.cells) != columns:
            found, expected = 3 + len(row.cells), f"{3 + columns}, as the layers have"
            self.defects.refuse(
                LINE_COLUMNS, row.origin, found=found, expected=expected
            )
        elif row.begin > row.end:
            place, fault = f"{row.begin}-{row.end}", "ends before it starts"
            values = {"place": place, "fault": fault, "expected": AFTER_START}
            self.defects.refuse(SPAN_ORDER, row.origin, place, **values)
        elif row.unit_id in self.units:
            first = row.origin.name_line(self.units[row.unit_id].origin)
            values = {"first": first, "expected": "a number that no other token has"}
            self.defects.refuse(DUPLICATE_ID, row.origin, found=row.unit_id, **values)
        else:
            return False
        return True


def split_row(rest: str) -> list[str]:
    """Return the columns of the layers; a tab may stand behind the last one."""
    cells = rest.split("\t")
    if not cells[-1]:
        cells.pop()
    return cells
