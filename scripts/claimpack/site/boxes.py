"""The boxes of a diagram: one for each table, with the columns that are in keys."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimpack.schema import Table
from claimpack.site.relations import Relation

LONGEST_LABEL = 30
"""Cells of a name that a box shows; a wide character takes two."""
CELL = 7.3
"""Width of a cell in the font of the diagram, in pixels; the widest that was seen."""
HEAD, ROW, PADDING = 30, 20, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxRow:
    """A column in a box."""

    name: str
    label: str
    """The name as far as it has room."""
    marks: str
    """PK and FK for columns of keys, FK? for one that may be empty; or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A table in a diagram, wherever it stands."""

    table: Table
    label: str
    """The name as far as it has room."""
    rows: tuple[BoxRow, ...]

    @property
    def width(self) -> int:
        """Its width in pixels."""
        labels = (count_cells(f"{row.label}  {row.marks}") for row in self.rows)
        cells = max(count_cells(self.label), *labels, 10)
        return math.ceil(cells * CELL) + 2 * PADDING

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return HEAD + ROW * len(self.rows)

    def find_height(self, name: str) -> int:
        """Return how far below its top the middle of a column is."""
        index = next(i for i, row in enumerate(self.rows) if row.name == name)
        return HEAD + ROW * index + ROW // 2


def make_boxes(
    tables: Iterable[Table], relations: Sequence[Relation]
) -> dict[str, Box]:
    """Return the box of each table, by name."""
    return {table.name: make_box(table, relations) for table in tables}


def make_box(table: Table, relations: Sequence[Relation]) -> Box:
    """Return the box of a table, with the columns of its keys in their order."""
    marks: dict[str, dict[str, None]] = {}
    for name in table.primary_key:
        marks.setdefault(name, {})["PK"] = None
    for each in relations:
        if each.table == table.name:
            for name in each.key.fields:
                marks.setdefault(name, {})["FK?" if each.is_optional else "FK"] = None
        if each.key.table == table.name:
            for name in each.key.target_fields:
                marks.setdefault(name, {})
    rows = [
        BoxRow(name=name, label=shorten(name), marks=" ".join(marks[name]))
        for name in table.field_names
        if name in marks
    ]
    return Box(table=table, label=shorten(table.name), rows=tuple(rows))


def count_cells(text: str) -> int:
    """Return how wide a text is in a font of equal widths, in characters of ASCII.

    >>> count_cells("id"), count_cells("人口")
    (2, 4)
    """
    return sum(1 + (unicodedata.east_asian_width(it) in "WF") for it in text)


def shorten(name: str) -> str:
    """Return the name as far as it has room in a box.

    >>> shorten("claim_id"), shorten("x" * 40)
    ('claim_id', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…')
    """
    if count_cells(name[: LONGEST_LABEL + 1]) <= LONGEST_LABEL:
        return name
    kept = name[:LONGEST_LABEL]
    while count_cells(kept) >= LONGEST_LABEL:
        kept = kept[:-1]
    return f"{kept}…"
