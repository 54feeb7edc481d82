"""The lines of an .ann file, each with an id of its own and without foreign bytes."""

from __future__ import annotations

import re
from itertools import count, repeat

from claimpack.annotations import Defects, Origin, make
from claimpack.findings import Finding, Rule, Severity, make_finding, quote
from claimpack.readers.brat_columns import Row
from claimpack.readers.brat_marks import ends_with_return

TEXT_ENCODING = Rule(
    code="text-encoding",
    severity=Severity.ERROR,
    template="byte {byte} of the file, {found}, is not UTF-8: nothing is read",
    explanation=(
        "In an unknown encoding every word and every id would be a guess, so that "
        "the whole file is refused."
    ),
)
BYTE_ORDER_MARK = Rule(
    code="byte-order-mark",
    severity=Severity.WARNING,
    template="the file starts with a byte order mark",
    explanation="brat and most readers take it for a part of the first id.",
)
CARRIAGE_RETURN = Rule(
    code="carriage-return",
    severity=Severity.WARNING,
    template="the line ends with a carriage return, as {count} of {total} lines do",
    explanation=(
        "brat ends lines with LF; readers that do not drop the CR take it for a "
        "part of the last word."
    ),
)
CONTROL_CHARACTER = Rule(
    code="control-character",
    severity=Severity.WARNING,
    template="the line holds the control character {found}",
    explanation="It is invisible, and no annotation tool writes one on purpose.",
)
EMPTY_LINE = Rule(
    code="empty-line",
    severity=Severity.WARNING,
    template="the line is empty",
    explanation=(
        "brat writes no empty line: it stems from an edit by hand, or from marked "
        "words with a line break in them."
    ),
)
LINE_TYPE = Rule(
    code="line-type",
    severity=Severity.ERROR,
    template="the line starts with {found}, which no kind of annotation does",
    explanation="A line that is not understood may hold an annotation that is lost.",
)
ID_FORM = Rule(
    code="id-form",
    severity=Severity.ERROR,
    template="the id is {found}",
    explanation=(
        "The letter of an id says what the line holds, and its number makes the "
        "permanent id of a row."
    ),
)
ID_COLUMN = Rule(
    code="id-column",
    severity=Severity.ERROR,
    template="no tab stands after the id {found}",
    explanation="The columns of a line are separated by tabs, never by spaces.",
)
DUPLICATE_ID = Rule(
    code="duplicate-id",
    severity=Severity.ERROR,
    template="{found} is declared again, first on {first}",
    explanation="Whatever refers to the id would refer to two things.",
)
RULES = (
    TEXT_ENCODING,
    BYTE_ORDER_MARK,
    CARRIAGE_RETURN,
    CONTROL_CHARACTER,
    EMPTY_LINE,
    LINE_TYPE,
    ID_FORM,
    ID_COLUMN,
    DUPLICATE_ID,
)

KINDS = "TERAMN#*"
EQUIVALENCE = "*"
"""Stands in the column of ids, but is none: every such line has it."""
ID_PATTERN = re.compile(r"[TERAMN#][0-9]{1,9}|\*")
ID_COLUMN_PATTERN = re.compile(rf"(?:(?:{ID_PATTERN.pattern})\n)*+")
CONTROL_PATTERN = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
RARE_BYTES = bytes(range(9)) + bytes(range(0x0B, 0x20)) + b"\x7f"
BYTE_ORDER_MARK_CHARACTER = "\ufeff"
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def split_rows(content: str, path: str) -> list[Row]:
    """Return the columns of each line, up to three, with the line itself."""
    lines = content.split("\n")
    if not lines[-1]:
        lines.pop()
    places = zip(repeat(path), count(1), lines)
    origins = map(make, repeat(Origin), places)
    return list(zip([line.split("\t", 2) for line in lines], origins, strict=True))


def make_row(origin: Origin, line: str) -> Row:
    """Return a line that has been mended."""
    return line.split("\t", 2), origin._replace(excerpt=line)


def drop_byte_order_mark(row: Row, defects: Defects) -> Row:
    """Return the first line without the byte order mark, which is reported."""
    _, origin = row
    defects.report(
        BYTE_ORDER_MARK,
        origin,
        expected="UTF-8 without a byte order mark",
        hint="save the file as plain UTF-8; the mark is left out here",
    )
    return make_row(origin, origin.excerpt.removeprefix(BYTE_ORDER_MARK_CHARACTER))


def clean_rows(rows: list[Row], text: str, defects: Defects) -> list[Row]:
    """Return the lines without the CR at their end; report it and other controls."""
    cleaned = [drop_carriage_return(row, text) for row in rows]
    changed = [old for old, new in zip(rows, cleaned, strict=True) if old is not new]
    if changed:
        _, origin = changed[0]
        defects.report(
            CARRIAGE_RETURN,
            origin,
            "\r",
            count=len(changed),
            total=len(rows),
            expected="lines that end with LF alone",
            hint="convert the line ends of the .ann file; the CR are left out here",
        )
    for _, origin in cleaned:
        match = CONTROL_PATTERN.search(origin.excerpt)
        if match:
            defects.report(
                CONTROL_CHARACTER, origin, match[0], found=f"U+{ord(match[0]):04X}"
            )
    return cleaned


def drop_carriage_return(row: Row, text: str) -> Row:
    """Return a line without the CR at its end, unless marked words end with it."""
    cells, origin = row
    line = origin.excerpt
    if not line.endswith("\r"):
        return row
    if line.startswith("T") and ends_with_return(cells, origin, text):
        return row
    return make_row(origin, line.removesuffix("\r"))


def group_rows(
    rows: list[Row], defects: Defects
) -> tuple[dict[str, list[Row]], frozenset[str]]:
    """Return the lines by kind, and every id that the file declares."""
    words = [cells[0] for cells, _ in rows]
    ids = frozenset(words)
    if len(ids) != len(words) or not has_ids(rows):
        rows, ids = check_ids(rows, defects)
        words = [cells[0] for cells, _ in rows]
    elif EQUIVALENCE in ids:
        ids -= {EQUIVALENCE}
    by_kind: dict[str, list[Row]] = {kind: [] for kind in KINDS}
    for word, row in zip(words, rows, strict=True):
        by_kind[word[0]].append(row)
    return by_kind, ids


def has_ids(rows: list[Row]) -> bool:
    """Return whether every line begins with an id, or with that of an equivalence."""
    column = "\n".join([*(cells[0] for cells, _ in rows), ""])
    return ID_COLUMN_PATTERN.fullmatch(column) is not None


def check_ids(rows: list[Row], defects: Defects) -> tuple[list[Row], frozenset[str]]:
    """Return the lines with an id of their own, and every id that is declared."""
    accepted: list[Row] = []
    firsts: dict[str, Origin] = {}
    for row in rows:
        cells, origin = row
        match = ID_PATTERN.match(cells[0])
        if match is None or match[0] != cells[0] or len(cells) == 1:
            refuse_id(origin, defects)
        elif match[0] in firsts:
            refuse_duplicate(origin, match[0], firsts[match[0]], defects)
        else:
            accepted.append(row)
        if match is not None and match[0] != EQUIVALENCE:
            firsts.setdefault(match[0], origin)
    return accepted, frozenset(firsts)


def refuse_id(origin: Origin, defects: Defects) -> None:
    """Refuse a line that has no id in a column of its own."""
    line = origin.excerpt
    word = line.split("\t", 1)[0]
    if not line:
        defects.report(EMPTY_LINE, origin, hint="delete the line")
    elif line[0] not in KINDS:
        expected = "one of T, E, R, A, M, N, # and *"
        hint = "if these are marked words that go on from the line before, split "
        hint += "their mark into fragments at the line break"
        defects.refuse(
            LINE_TYPE, origin, found=quote(line[0]), expected=expected, hint=hint
        )
    elif match := re.match(rf"({ID_PATTERN.pattern})(?: |$)", word):
        hint = "put a tab after the id, and another before the words of the text"
        defects.refuse(ID_COLUMN, origin, found=match[1], expected="a tab", hint=hint)
    else:
        expected = f"{line[0]} and a number of up to nine digits"
        defects.refuse(ID_FORM, origin, found=quote(word), expected=expected)


def refuse_duplicate(
    origin: Origin, annotation_id: str, first: Origin, defects: Defects
) -> None:
    """Refuse a line whose id an earlier line has."""
    defects.refuse(
        DUPLICATE_ID,
        origin,
        found=annotation_id,
        first=origin.name_line(first),
        expected="an id that no other line has",
        hint="give one of the two lines a number that was never used",
    )


def describe_byte(ann: bytes, path: str, byte: int) -> Finding:
    """Return the finding for the first byte that is not UTF-8."""
    start = ann.rfind(b"\n", 0, byte) + 1
    end = ann.find(b"\n", byte)
    line = ann[start : end if end >= 0 else len(ann)].decode(errors="backslashreplace")
    origin = Origin(path=path, line=ann.count(b"\n", 0, byte) + 1, excerpt=line)
    is_utf_16 = ann.startswith(UTF_16_MARKS)
    return make_finding(
        TEXT_ENCODING,
        origin.locate(line[len(ann[start:byte].decode()) :]),
        byte=byte,
        found=f"0x{ann[byte]:02X}",
        expected="UTF-8",
        hint=f"save the file as UTF-8{'; it looks like UTF-16' * is_utf_16}",
    )
