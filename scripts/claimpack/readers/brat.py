"""brat stand-off, the lines of an .ann file, as annotations.

Source: brat's manual, "brat standoff format", and what brat itself writes. Lines end
with LF and nothing else: CR, VT, FF, U+0085 and U+2028 are characters of the text.
"""

from __future__ import annotations

from claimpack.annotations import Annotations, Defects, Reading
from claimpack.readers.brat_breaks import join_rows
from claimpack.readers.brat_columns import Row
from claimpack.readers.brat_lines import read_nodes, read_others
from claimpack.readers.brat_marks import read_marks
from claimpack.readers.brat_plain import read_plain
from claimpack.readers.brat_rows import (
    BYTE_ORDER_MARK_CHARACTER,
    RARE_BYTES,
    clean_rows,
    describe_byte,
    drop_byte_order_mark,
    group_rows,
    has_ids,
    split_rows,
)
from claimpack.readers.brat_strays import is_proved


def read_brat(ann: bytes, text: str, path: str) -> Reading:
    """Return what the lines of an .ann file say of the text, with all defects.

    Every line that holds something is read or refused, whatever the bytes are. The
    ids of refused lines are among `annotations.ids`, so that what refers to them is
    not called dangling.
    """
    plain = read_plain(ann, text, path)
    if plain is not None:
        return Reading(annotations=plain, is_proved=bool(plain.marks))
    defects = Defects()
    try:
        rows = open_rows(ann, text, path, defects)
    except UnicodeDecodeError as error:
        return refuse_file(ann, text, path, error.start)
    annotations = read_rows(rows, text, path, defects)
    return make_reading(annotations, defects)


def make_reading(annotations: Annotations, defects: Defects) -> Reading:
    """Return what was read, and what is wrong with it."""
    findings = defects.sort()
    return Reading(
        annotations=annotations,
        findings=findings,
        refused_count=len(defects.refused_lines),
        unit=defects.unit,
        is_proved=is_proved(annotations.marks, findings),
    )


def open_rows(ann: bytes, text: str, path: str, defects: Defects) -> list[Row]:
    """Return the lines of a file in columns, without a byte order mark and CR.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.

    """
    content = ann.decode()
    rows = split_rows(content, path)
    if content.startswith(BYTE_ORDER_MARK_CHARACTER):
        rows = [drop_byte_order_mark(rows[0], defects), *rows[1:]]
    if len(ann.translate(None, RARE_BYTES)) != len(ann):
        rows = clean_rows(rows, text, defects)
    if not has_ids(rows):
        rows = join_rows(rows, text, defects)
    return rows


def read_rows(rows: list[Row], text: str, path: str, defects: Defects) -> Annotations:
    """Return the annotations of the lines, each kind in the order of the file."""
    by_kind, ids = group_rows(rows, defects)
    marks = read_marks(by_kind["T"], text, defects)
    nodes = read_nodes(by_kind["E"], ids, defects)
    return Annotations(
        path=path,
        text=text,
        marks=tuple(marks),
        nodes=tuple(nodes),
        ids=ids,
        **read_others(by_kind, ids, defects),
    )


def refuse_file(ann: bytes, text: str, path: str, byte: int) -> Reading:
    """Return the reading of a file that is not UTF-8 from the byte on."""
    lines = ann.split(b"\n")
    return Reading(
        annotations=Annotations(path=path, text=text),
        findings=(describe_byte(ann, path, byte),),
        refused_count=sum(1 for line in lines if line),
    )
