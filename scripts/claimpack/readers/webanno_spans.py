"""What the cells of WebAnno TSV 3 say, before it is known what they refer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from claimpack.annotations import Defects
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_lines import ATTRIBUTE_CONFLICT
from claimpack.readers.webanno_cells import (
    LINK_PATTERN,
    NO_ANNOTATION,
    NO_VALUE,
    SLOTS,
    SOURCE_PATTERN,
    TARGET_PATTERN,
    count_stacks,
    cut_id,
    read_value,
    split_cell,
    split_stacks,
)
from claimpack.readers.webanno_layers import (
    CHAIN,
    CHAIN_RELATION,
    RELATION,
    SPAN,
    UNTYPED,
    Features,
    Layer,
    Slot,
)
from claimpack.readers.webanno_rows import Row

CELL_SYNTAX = Rule(
    code="cell-syntax",
    severity=Severity.ERROR,
    template="{found} is not what the columns of {layer} hold",
    explanation="A cell that is read in parts would say something else than it was.",
)
STACK_SIZE = Rule(
    code="stack-size",
    severity=Severity.ERROR,
    template="the columns of {layer} hold different numbers of annotations",
    explanation=(
        "Annotations of one layer on one token are told apart by their place in the "
        "cell, so that each column has a value for each of them, or one `_` for all."
    ),
)
RULES = (CELL_SYNTAX, STACK_SIZE)

Numbers = frozenset[int]
"""Disambiguation ids."""


class Target(NamedTuple):
    """What a cell refers to."""

    unit_id: str
    number: int = 0
    """Disambiguation id, 0 for none."""

    def __str__(self) -> str:
        """Return it as the file has it."""
        return f"{self.unit_id}[{self.number}]" if self.number else self.unit_id


class Filler(NamedTuple):
    """What fills a slot."""

    slot: Slot
    role: str | None
    target: Target


@dataclass(slots=True)
class Span:
    """An annotation of some tokens, as far as the rows are read."""

    layer: Layer
    first: Row
    last: Row
    features: Features
    entries: tuple[str, ...] = ()
    """Its part of each cell."""
    fillers: list[Filler] = field(default_factory=list)
    number: int = 0
    """Its place among all spans of the file, from 1."""
    is_refused: bool = False


class Relation(NamedTuple):
    """A relation, from its source to an annotation of the row."""

    layer: Layer
    row: Row
    features: Features
    source: Target
    target: Target


class Cells:
    """Reads the cells of rows, from the first to the last."""

    def __init__(self, layers: list[Layer], defects: Defects) -> None:
        """Begin with no row."""
        self.layers = layers
        self.defects = defects
        self.bases = list_bases(layers)
        self.spans: list[Span] = []
        self.relations: list[Relation] = []
        self.continued: dict[tuple[str, int, int], Span] = {}
        """By layer and id; the elements of chains by layer, chain and place."""
        self.on_units: dict[tuple[str, str, int], list[Span]] = {}
        """By token, layer and id: what can be referred to. Id 0 stands for any."""
        self.refused_count = 0

    def read(self, row: Row) -> None:
        """Read the annotations of a row."""
        for layer in self.layers:
            cells = row.cells[layer.start : layer.stop]
            if cells.count(NO_ANNOTATION) != len(cells):
                self.read_layer(layer, row, cells)

    def read_layer(self, layer: Layer, row: Row, cells: list[str]) -> None:
        """Read the annotations of one layer that are stacked in a row."""
        stacks = split_stacks(cells)
        if stacks is None:
            self.refused_count += count_stacks(cells) * layer.weight
            words = max(cells, key=len)
            values = {"layer": layer.label, "expected": "as many in each, or one _"}
            self.defects.refuse(STACK_SIZE, row.origin, words, **values)
            return
        for entries in stacks:
            if not READERS[layer.kind](self, layer, row, entries):
                self.refuse_entries(layer, row, entries)

    def refuse_entries(self, layer: Layer, row: Row, entries: tuple[str, ...]) -> None:
        """Refuse an annotation whose part of the cells has not its form."""
        self.refused_count += layer.weight
        found = quote("\t".join(entries))
        words = max(entries, key=len)
        self.defects.refuse(
            CELL_SYNTAX,
            row.origin,
            words,
            found=found,
            layer=layer.label,
            expected=FORMS[layer.kind],
        )

    def add(self, span: Span, key: tuple[str, int, int], number: int) -> bool:
        """Keep a span, or go on with an earlier one; False: it is twice in a row."""
        first = self.continued.get(key)
        if first is None:
            self.spans.append(span)
            span.number = len(self.spans)
            if key[1]:
                self.continued[key] = span
            first = span
        elif first.last is span.first:
            return False
        elif first.is_refused:
            return True
        elif (first.features, first.fillers) != (span.features, span.fillers):
            refuse_conflict(span, first, self.defects)
            first.is_refused = True
        first.last = span.last
        for base in self.bases.get(span.layer.name, ()):
            for one in {0, number}:
                place = span.last.unit_id, base, one
                self.on_units.setdefault(place, []).append(first)
        return True


def list_bases(layers: list[Layer]) -> dict[str, list[str]]:
    """Return by what names relations and slots refer to the annotations of a layer."""
    bases = {slot.base for layer in layers for slot in layer.slots}
    bases |= {layer.base for layer in layers if layer.kind == RELATION}
    names = [layer.name for layer in layers]
    return {name: sorted(bases & {name, UNTYPED}) for name in names}


def refuse_conflict(span: Span, first: Span, defects: Defects) -> None:
    """Refuse a span that says something else than on an earlier row."""
    origin = span.first.origin
    defects.refuse(
        ATTRIBUTE_CONFLICT,
        origin,
        span.entries[0],
        label="what is said",
        target_id=span.layer.label,
        found=quote("\t".join(span.entries)),
        first=quote("\t".join(first.entries)),
        line=origin.name_line(first.first.origin),
        expected="the same on every token of an annotation",
    )


def read_span(cells: Cells, layer: Layer, row: Row, entries: tuple[str, ...]) -> bool:
    """Read a span; False: it has a defect."""
    parsed = parse_features(layer, entries)
    slots = parse_slots(layer, entries)
    if parsed is None or slots is None:
        return False
    features, numbers = parsed
    fillers, more = slots
    numbers |= more
    if len(numbers) > 1:
        return False
    number = max(numbers, default=0)
    span = Span(layer, row, row, features, entries, fillers)
    return cells.add(span, (layer.name, number, 0), number)


def read_chain(cells: Cells, layer: Layer, row: Row, entries: tuple[str, ...]) -> bool:
    """Read an element of a chain; False: it has a defect."""
    parsed = parse_features(layer, entries)
    link = LINK_PATTERN.fullmatch(entries[layer.reference])
    if parsed is None or link is None or int(link[2]) == 0:
        return False
    features, numbers = parsed
    chain, place = int(link[2]), int(link[3])
    relation = read_value(link[1])
    if relation is not None:
        features = (*features, (CHAIN_RELATION, relation))
    span = Span(layer, row, row, features, entries)
    is_same = numbers == {chain}
    return is_same and cells.add(span, (layer.name, chain, place), 0)


def read_relation(
    cells: Cells, layer: Layer, row: Row, entries: tuple[str, ...]
) -> bool:
    """Read a relation; False: it has a defect."""
    parsed = parse_features(layer, entries)
    source = SOURCE_PATTERN.fullmatch(entries[layer.reference])
    if parsed is None or source is None:
        return False
    unit_id, first, second = source.groups("0")
    ends = Target(unit_id, int(first)), Target(row.unit_id, int(second))
    cells.relations.append(Relation(layer, row, parsed[0], *ends))
    return True


READERS: Mapping[str, Callable[[Cells, Layer, Row, tuple[str, ...]], bool]] = {
    SPAN: read_span,
    CHAIN: read_chain,
    RELATION: read_relation,
}
FORMS = {
    SPAN: "values like PER or PER[3]; of slots, roles like a;b with 1-2;1-3[4]",
    CHAIN: "a value like pr[1], and its place like coref->1-2",
    RELATION: "values, and a source like 1-2 or 1-2[3_4]",
}


def parse_features(
    layer: Layer, entries: tuple[str, ...]
) -> tuple[Features, Numbers] | None:
    """Return the values of the plain features, and the ids in their columns."""
    features, numbers = [], []
    for column, name in layer.features:
        parts = cut_id(entries[column])
        if parts is None:
            return None
        value = read_value(parts[0])
        if value is not None:
            features.append((name, value))
        if parts[1]:
            numbers.append(parts[1])
        if value and not name:
            return None
    return tuple(features), frozenset(numbers)


def parse_slots(
    layer: Layer, entries: tuple[str, ...]
) -> tuple[list[Filler], Numbers] | None:
    """Return what fills the slots, and the ids in the columns of roles."""
    fillers: list[Filler] = []
    numbers = []
    for slot in layer.slots:
        parts = cut_id(entries[slot.roles])
        cell = entries[slot.roles + 1]
        if parts is None:
            return None
        roles = [] if parts[0] == NO_ANNOTATION else split_cell(parts[0], SLOTS)
        is_empty = cell in {NO_ANNOTATION, NO_VALUE}
        targets = [] if is_empty else split_cell(cell, SLOTS)
        matches = [it for it in map(TARGET_PATTERN.fullmatch, targets) if it]
        if not len(roles) == len(targets) == len(matches):
            return None
        if parts[1]:
            numbers.append(parts[1])
        for role, match in zip(roles, matches, strict=True):
            target = Target(match[1], int(match[2] or 0))
            fillers.append(Filler(slot, read_value(role), target))
    return fillers, frozenset(numbers)
