"""The reading of one text as strict JSON and back, exact to the line of each part.

    {
      "path": "dam.xmi", "unit": "UTF-16 units", "is_proved": true, "refused_count": 0,
      "lines": [["dam.xmi", 3, "<t:Place begin=…"]],
      "marks": [["T1", "Place", [[4, 7]], "dam", 0]],
      "nodes": [["E1", "Burst", "T1", [["Place", "T1"]], 0]],
      "attributes": [["A1", "Negated", "E1", null, 0]],
      "references": [["N1", "T1", "Entity", "dam", "the dam", 0]],
      "notes": [["#1", "AnnotatorNotes", "E1", "Words.", 0]],
      "links": [["R1", "SameAs", "T1", "T2", 0, "Arg1", "Arg2"]],
      "ids": ["E1", "T1"]
    }

Each row has the values of a named tuple of `claimpack.annotations` in its order, with
the number of an element of `lines` in the place of the origin: some formats have
hundreds of annotations on one line.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from types import NoneType
from typing import Any

from claimpack.annotations import (
    Annotations,
    Attribute,
    Fragment,
    Link,
    Mark,
    Node,
    Note,
    Origin,
    Reading,
    Reference,
    Role,
)
from claimpack.errors import SourceError
from claimpack.files import refusal, require_size
from claimpack.findings import quote
from claimpack.readers.offsets import covers_words
from claimpack.strict_json import JsonError, decode_json, require_end

LARGEST_ANNOTATIONS_BYTES = 128 * 1024**2
"""Python takes up to 28 times as much for the worst JSON of that size."""
EXPECTED = "expected the annotations of a text as `claimpack pack` writes them"
ADVICE = "pack the source again"

Types = tuple[type, ...]
STRING: Types = (str,)
STRING_OR_NULL: Types = (str, NoneType)
NUMBER: Types = (int,)
LIST: Types = (list,)
BOOLEAN: Types = (bool,)

KEYS: Mapping[str, Types] = {
    "path": STRING,
    "unit": STRING,
    "is_proved": BOOLEAN,
    "refused_count": NUMBER,
    "lines": LIST,
    "marks": LIST,
    "nodes": LIST,
    "attributes": LIST,
    "references": LIST,
    "notes": LIST,
    "links": LIST,
    "ids": LIST,
}
ROWS: Mapping[str, Sequence[Types]] = {
    "lines": (STRING, NUMBER, STRING),
    "marks": (STRING, STRING, LIST, STRING, NUMBER),
    "nodes": (STRING, STRING, STRING, LIST, NUMBER),
    "attributes": (STRING, STRING, STRING, STRING_OR_NULL, NUMBER),
    "references": (STRING, STRING, STRING, STRING, STRING, NUMBER),
    "notes": (STRING, STRING, STRING, STRING, NUMBER),
    "links": (STRING, STRING, STRING, STRING, NUMBER, STRING, STRING),
}
FRAGMENT = (NUMBER, NUMBER)
ROLE = (STRING, STRING)

Json = Any
Row = list[Any]


def format_annotations(reading: Reading) -> str:
    """Return the annotations of a text, without the text, as JSON on one line.

    What is known of the article, the findings and the annotator are not in there.

    Raises:
        SourceError: they are too many to be read again.

    """
    numbers: dict[Origin, int] = {}
    annotations = reading.annotations
    rows = {
        "marks": [pack_row(it, numbers) for it in annotations.marks],
        "nodes": [pack_row(it, numbers) for it in annotations.nodes],
        "attributes": [pack_row(it, numbers) for it in annotations.attributes],
        "references": [pack_row(it, numbers) for it in annotations.references],
        "notes": [pack_row(it, numbers) for it in annotations.notes],
        "links": [pack_link(it, numbers) for it in annotations.links],
    }
    value = {
        "path": annotations.path,
        "unit": reading.unit,
        "is_proved": reading.is_proved,
        "refused_count": reading.refused_count,
        "lines": list(numbers),
        **rows,
        "ids": sorted(annotations.ids),
    }
    packed = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    require_size(annotations.path, len(packed.encode()), LARGEST_ANNOTATIONS_BYTES)
    return packed


def number_line(origin: Origin, numbers: dict[Origin, int]) -> int:
    """Return the number of a line, counted from 0 in the order of their first use."""
    return numbers.setdefault(origin, len(numbers))


def pack_row(
    it: Mark | Node | Attribute | Reference | Note, numbers: dict[Origin, int]
) -> Row:
    """Return the row of what ends with its line."""
    return [*it[:-1], number_line(it.origin, numbers)]


def pack_link(link: Link, numbers: dict[Origin, int]) -> Row:
    """Return the row of a link, with the names of its ends behind its line."""
    return [*link[:4], number_line(link.origin, numbers), *link.names]


def parse_annotations(packed: str, text: str, where: str) -> Reading:
    """Return what `format_annotations` has packed, about the text that it was of.

    Targets may be missing, as they may in a reading: an annotation that was refused
    may leave some that refer to it.

    Raises:
        SourceError: it is no strict JSON, it has another shape, a mark does not cover
            its words, or two marks or nodes have one id. `where` names it.

    """
    require_size(where, len(packed.encode()), LARGEST_ANNOTATIONS_BYTES)
    try:
        value, end = decode_json(packed)
        require_end(packed, end)
    except JsonError as error:
        raise refusal(where, *error.parts) from error
    return Parser(value, text, where).make_reading()


class Parser:
    """Makes the reading of one text from strict JSON."""

    def __init__(self, value: Json, text: str, where: str) -> None:
        """Take the value as a whole; raise `SourceError` where it has other parts."""
        self.where = where
        self.text = text
        self.value: dict[str, Json] = value if isinstance(value, dict) else {}
        if self.value.keys() != KEYS.keys():
            raise self.refuse(list(self.value))
        for key, types in KEYS.items():
            if type(self.value[key]) not in types:
                raise self.refuse(self.value[key])
        self.lines = [Origin(*row) for row in self.list_rows("lines")]

    def refuse(self, found: Json) -> SourceError:
        """Return the error for some part of the value."""
        shown = quote(json.dumps(found, ensure_ascii=False))
        return refusal(self.where, f"found {shown}", EXPECTED, ADVICE)

    def make_reading(self) -> Reading:
        """Return all of it."""
        annotations = Annotations(
            path=self.value["path"],
            text=self.text,
            marks=tuple(self.iter_marks()),
            nodes=tuple(self.iter_nodes()),
            attributes=tuple(Attribute(*it) for it in self.iter_rows("attributes")),
            references=tuple(Reference(*it) for it in self.iter_rows("references")),
            notes=tuple(Note(*it) for it in self.iter_rows("notes")),
            links=tuple(self.iter_links()),
            ids=frozenset(self.list_ids()),
        )
        self.require_distinct(annotations)
        return Reading(
            annotations=annotations,
            refused_count=self.value["refused_count"],
            unit=self.value["unit"],
            is_proved=self.value["is_proved"],
        )

    def list_rows(self, key: str) -> list[Row]:
        """Return the rows of a part, each of the right types."""
        rows: list[Row] = self.value[key]
        for row in rows:
            self.require_types(row, ROWS[key])
        return rows

    def require_types(self, row: Json, types: Sequence[Types]) -> None:
        """Raise `SourceError` unless a row has just these types."""
        is_right = isinstance(row, list) and len(row) == len(types)
        # By the type itself: to Python, `true` is a whole number too.
        if not is_right or any(
            type(cell) not in allowed for cell, allowed in zip(row, types, strict=True)
        ):
            raise self.refuse(row)

    def iter_rows(self, key: str) -> Iterator[Row]:
        """Yield the rows of a part, the origin in the place of the number of a line."""
        place = ROWS[key].index(NUMBER)
        for row in self.list_rows(key):
            if not 0 <= row[place] < len(self.lines):
                raise self.refuse(row)
            yield [*row[:place], self.lines[row[place]], *row[place + 1 :]]

    def iter_marks(self) -> Iterator[Mark]:
        """Yield the marks, each on its words."""
        for mark_id, label, places, words, origin in self.iter_rows("marks"):
            for place in places:
                self.require_types(place, FRAGMENT)
            fragments = tuple(Fragment(*place) for place in places)
            mark = Mark(mark_id, label, fragments, words, origin)
            if not (is_in_order(fragments) and covers_words(mark, self.text)):
                raise self.refuse([mark_id, label, places, words])
            yield mark

    def iter_nodes(self) -> Iterator[Node]:
        """Yield the nodes."""
        for node_id, label, trigger_id, roles, origin in self.iter_rows("nodes"):
            for role in roles:
                self.require_types(role, ROLE)
            fillers = tuple(Role(*role) for role in roles)
            yield Node(node_id, label, trigger_id, fillers, origin)

    def iter_links(self) -> Iterator[Link]:
        """Yield the links."""
        for row in self.iter_rows("links"):
            link_id, label, source_id, target_id, origin, *names = row
            yield Link(link_id, label, source_id, target_id, origin, tuple(names))

    def list_ids(self) -> list[str]:
        """Return all ids that the source declares."""
        ids: list[str] = self.value["ids"]
        self.require_types(ids, [STRING] * len(ids))
        return ids

    def require_distinct(self, annotations: Annotations) -> None:
        """Raise `SourceError` where two marks or nodes have one id."""
        ids = [it.mark_id for it in annotations.marks]
        ids += [it.node_id for it in annotations.nodes]
        if len(set(ids)) != len(ids):
            raise self.refuse(next(it for it in ids if ids.count(it) > 1))


def is_in_order(fragments: Sequence[Fragment]) -> bool:
    """Return whether there are fragments, in the order of the text, without overlap."""
    bounds = [bound for fragment in fragments for bound in fragment]
    return bool(bounds) and bounds[0] >= 0 and bounds == sorted(bounds)
