r"""The cells of WebAnno TSV 3: stacks, values, ids and references, and their escapes.

Source: INCEpTION User Guide, appendix "WebAnno TSV 3.3 File format", sections "Reserved
Characters", "Disambiguation IDs", "Slot features", "Chain Annotations" and "Relation
Annotations". The guide has reserved characters escaped in texts too; INCEpTION does so
in values only, and in texts escapes controls and the backslash, which 3.1 did as Java
does. This is known from what INCEpTION reads and writes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

NO_ANNOTATION = "_"
NO_VALUE = "*"
STACK, SLOTS = "|", ";"

UNIT = r"[0-9]{1,9}-[0-9]{1,9}(?:\.[0-9]{1,9})?"
NUMBER = r"[0-9]{1,9}"
ID_PATTERN = re.compile(rf"(.*)\[({NUMBER})\]", re.DOTALL)
TARGET_PATTERN = re.compile(rf"({UNIT})(?:\[({NUMBER})\])?")
SOURCE_PATTERN = re.compile(rf"({UNIT})(?:\[({NUMBER})_({NUMBER})\])?")
LINK_PATTERN = re.compile(rf"(.*)->({NUMBER})-({NUMBER})", re.DOTALL)

VALUE_ESCAPE = re.compile(r"\\(->|[\\\[\]|_;*tn])")
TEXT_ESCAPE = re.compile(r"\\([tnfrb\\\0-\x07\x0e-\x1f])")
JAVA_ESCAPE = re.compile(
    r"\\(?:u+([Dd][89ABab][0-9A-Fa-f]{2})\\u+([Dd][C-Fc-f][0-9A-Fa-f]{2})"
    r"|u+((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})|([0-3][0-7]{2}|[0-7]{1,2})|([tnfrb\\\"'])|(?!u))"
)
"""A surrogate pair, another character, an octal number, a letter for a character, or
nothing; half of a pair is no character and stays as it is."""
CHARACTERS = {"t": "\t", "n": "\n", "f": "\f", "r": "\r", "b": "\b"}


def split_cell(cell: str, separator: str) -> list[str]:
    """Return the parts of a cell between separators that are not escaped."""
    if "\\" not in cell:
        return cell.split(separator)
    parts, start = [], 0
    for match in re.finditer(rf"\\.|{re.escape(separator)}", cell, re.DOTALL):
        if match[0] == separator:
            parts.append(cell[start : match.start()])
            start = match.end()
    return [*parts, cell[start:]]


def split_stacks(cells: Sequence[str]) -> list[tuple[str, ...]] | None:
    """Return the cells of each of the annotations that are stacked in some cells.

    A cell without annotation says nothing of any of them. None: the cells have
    different numbers of them.
    """
    if not any(STACK in cell for cell in cells):
        return [tuple(cells)]
    stacks = [split_cell(cell, STACK) for cell in cells]
    size = max(map(len, stacks))
    if size > 1:
        stacks = [it * size if it == [NO_ANNOTATION] else it for it in stacks]
    if any(len(stack) != size for stack in stacks):
        return None
    return list(zip(*stacks, strict=True))


def count_stacks(cells: Sequence[str]) -> int:
    """Return how many annotations are stacked where there are most."""
    return max(len(split_cell(cell, STACK)) for cell in cells)


def cut_id(entry: str) -> tuple[str, int] | None:
    r"""Return an entry without its disambiguation id, and that id; 0 for none.

    None: it ends with a bracket that is neither escaped nor that of an id.

    >>> cut_id("PER[3]")
    ('PER', 3)
    >>> cut_id(r"PER\\[3\\]")
    ('PER\\\\[3\\\\]', 0)
    """
    if not entry.endswith("]") or entry.endswith("\\]"):
        return entry, 0
    match = ID_PATTERN.fullmatch(entry)
    return (match[1], int(match[2])) if match else None


def read_value(entry: str) -> str | None:
    """Return the value that an entry without its id stands for, None for none."""
    return None if entry in {NO_VALUE, NO_ANNOTATION} else unescape(entry)


def unescape(words: str) -> str:
    """Return words in which any reserved character may be escaped."""
    if "\\" not in words:
        return words
    return VALUE_ESCAPE.sub(lambda it: CHARACTERS.get(it[1], it[1]), words)


def read_text(line: str) -> str:
    """Return the text of a line since version 3.2; other escapes stay as they are."""
    return TEXT_ESCAPE.sub(lambda it: CHARACTERS.get(it[1], it[1]), line)


def read_java_text(line: str) -> str:
    """Return the text of a line of version 3.1."""
    return JAVA_ESCAPE.sub(read_java_escape, line)


def read_java_escape(match: re.Match[str]) -> str:
    """Return what an escape of Java stands for: a character, alone it is nothing."""
    high, low, unit, octal, letter = match.groups()
    if high:
        return bytes.fromhex(high + low).decode("utf-16-be")
    if unit:
        return chr(int(unit, 16))
    return chr(int(octal, 8)) if octal else CHARACTERS.get(letter, letter or "")
