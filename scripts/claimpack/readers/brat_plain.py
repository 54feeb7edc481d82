"""Plain .ann files, read column by column, which is faster than line by line.

Nearly all files are plain: nothing in them is wrong, and their marks and nodes have the
form in which brat writes them. Of any other file nothing is read here; `brat.read_rows`
tells what is out of the ordinary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import count, repeat
from operator import itemgetter, sub

from claimpack.annotations import (
    Annotations,
    Defects,
    Fragment,
    Mark,
    Node,
    Origin,
    Role,
    make,
)
from claimpack.readers.brat_columns import Row
from claimpack.readers.brat_lines import read_others
from claimpack.readers.brat_marks import OFFSET_PATTERN, read_marks
from claimpack.readers.brat_rows import RARE_BYTES, group_rows

OFFSET = rf"(?:{OFFSET_PATTERN.pattern})"
FRAGMENTS = ";"
"""Separates the fragments of a mark; a line that has it is read by itself."""
NAME = r"[^: \t\n]*[^: \t\n0-9][0-9]*"
FILE_PATTERN = re.compile(
    rf"(?:T[0-9]{{1,9}}\t[^ \t\n]++ {OFFSET} {OFFSET}\t[^\t\n]++\n"
    rf"|E[0-9]{{1,9}}\t{NAME}:T[0-9]{{1,9}}(?: {NAME}:[TE][0-9]{{1,9}})*+\n"
    rf"|T[0-9]{{1,9}}\t[^;\n]*+{FRAGMENTS}[^\n]*+\n"
    r"|(?:[RAMN#][0-9]{1,9}|\*)\t[^\n]*+\n)*+"
)
ROLE_PATTERN = re.compile(r"([^: \t\n]*[^: \t\n0-9])[0-9]*:([TE][0-9]+)")


class Lines:
    """Lines of one kind, with where they stand."""

    def __init__(self) -> None:
        """Begin with none."""
        self.words: list[str] = []
        self.origins: list[Origin] = []

    def split(self) -> list[str]:
        """Return the columns of all lines, one after the other."""
        return "\t".join(self.words).split("\t") if self.words else []


def read_plain(ann: bytes, text: str, path: str) -> Annotations | None:
    """Return what the lines of a plain file say; None for any other file."""
    try:
        content = ann.decode()
    except UnicodeDecodeError:
        return None
    is_rare = len(ann.translate(None, RARE_BYTES)) != len(ann)
    if is_rare or not FILE_PATTERN.fullmatch(content):
        return None
    mark_lines, node_lines, rows = sort_lines(content.split("\n")[:-1], path)
    mark_cells, node_cells = mark_lines.split(), node_lines.split()
    defects = Defects()
    others, other_ids = group_rows(rows, defects)
    declared = [*mark_cells[::3], *node_cells[::2]]
    ids = other_ids.union(declared)
    marks = make_marks(mark_cells, mark_lines.origins, text)
    nodes = make_nodes(node_cells, node_lines.origins, ids)
    if len(ids) != len(other_ids) + len(declared) or marks is None or nodes is None:
        return None
    if others["T"]:
        marks += read_marks(others["T"], text, defects)
        marks.sort(key=lambda mark: mark.origin.line)
    more = read_others(others, ids, defects)
    annotations = Annotations(
        path=path, text=text, marks=tuple(marks), nodes=tuple(nodes), ids=ids, **more
    )
    return None if defects.findings else annotations


def sort_lines(lines: Sequence[str], path: str) -> tuple[Lines, Lines, list[Row]]:
    """Return the marks of one fragment, the nodes, and all other lines."""
    marks, nodes, others = Lines(), Lines(), []
    places = zip(repeat(path), count(1), lines, strict=False)
    for line, origin in zip(lines, map(make, repeat(Origin), places), strict=True):
        kind = line[0]
        if kind == "T" and FRAGMENTS not in line:
            marks.words.append(line)
            marks.origins.append(origin)
        elif kind == "E":
            nodes.words.append(line)
            nodes.origins.append(origin)
        else:
            others.append((line.split("\t", 2), origin))
    return marks, nodes, others


def make_marks(
    cells: Sequence[str], origins: Iterable[Origin], text: str
) -> list[Mark] | None:
    """Return the marks; None where one of them does not cover its words."""
    ids, words = cells[::3], cells[2::3]
    places = " ".join(cells[1::3]).split(" ") if cells else []
    starts, ends = list(map(int, places[1::3])), list(map(int, places[2::3]))
    are_as_long = list(map(sub, ends, starts)) == list(map(len, words))
    if not are_as_long or not all(map(text.startswith, words, starts)):
        return None
    fragments = zip(map(make, repeat(Fragment), zip(starts, ends, strict=True)))
    columns = zip(ids, places[::3], fragments, words, origins, strict=True)
    return list(map(make, repeat(Mark), columns))


def make_nodes(
    cells: Sequence[str], origins: Iterable[Origin], ids: frozenset[str]
) -> list[Node] | None:
    """Return the nodes; None where one of them refers to what is not there."""
    bodies = cells[1::2]
    pairs = ROLE_PATTERN.findall(" ".join(bodies))
    if not ids.issuperset(map(itemgetter(1), pairs)):
        return None
    roles = list(map(make, repeat(Role), pairs))
    nodes, first = [], 0
    for node_id, body, origin in zip(cells[::2], bodies, origins, strict=True):
        last = first + 1 + body.count(" ")
        label, trigger = body.partition(":")[0], pairs[first][1]
        filled = tuple(roles[first + 1 : last])
        nodes.append(make(Node, (node_id, label, trigger, filled, origin)))
        first = last
    return nodes
