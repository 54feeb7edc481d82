"""UIMA CAS JSON 0.4.0: a file for each text, and the type system for INCEpTION.

Source: "JSON serialization of the Apache UIMA CAS", the draft specification of
`uimaj-io-jsoncas`, version 0.4.0. `layers` tells what annotations become. Offsets
count UTF-16 units. There are no sentences and tokens: INCEpTION makes its own where a
document has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import accumulate, count
from typing import Any

from claimpack.annotations import Fragment
from claimpack.exporters.layers import Layered, Span, layer_annotations
from claimpack.exporters.losses import Losses
from claimpack.exporters.texts import Texts, lose_annotators
from claimpack.exporters.uima_types import (
    ARRAY,
    LINK_TYPE,
    SLOT_TYPE,
    SOURCE,
    TARGET,
    format_json_types,
    format_xml_types,
    list_types,
)
from claimpack.readers.offsets import iter_utf_16_widths
from claimpack.readers.own_layers import PREFIX, ROLES
from claimpack.readers.uima_type_files import TYPE_SYSTEM_NAMES

Json = dict[str, Any]

TYPE_SYSTEM = TYPE_SYSTEM_NAMES[0]
VIEW = "_InitialView"
"""Name of the one text that a file has."""
SOFA, FIRST = 1, 2
"""Ids of the text and of the first annotation."""


def export_cas_json(texts: Texts, losses: Losses) -> dict[str, bytes]:
    """Return a file for each text, and the description of all types."""
    layered = [layer_annotations(text.annotations, losses) for text in texts]
    lose_annotators(texts, losses)
    files = {
        f"{text.document_id}.json": format_cas(it)
        for text, it in zip(texts, layered, strict=True)
    }
    return {**files, TYPE_SYSTEM: format_xml_types(list_types(layered))}


def format_cas(layered: Layered) -> bytes:
    """Return the file of a text, each feature structure on a line of its own."""
    structures = list(iter_structures(layered))
    members = [it["%ID"] for it in structures if "@sofa" in it]
    types = format_line(format_json_types(list_types([layered])))
    lines = ",\n".join(map(format_line, [make_sofa(layered.text), *structures]))
    views = format_line({VIEW: {"%SOFA": SOFA, "%MEMBERS": members}})
    return (
        f'{{"%TYPES": {types},\n"%FEATURE_STRUCTURES": [\n{lines}\n],\n'
        f'"%VIEWS": {views}}}\n'
    ).encode()


def format_line(value: Json) -> str:
    """Return an object in one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def make_sofa(text: str) -> Json:
    """Return the feature structure of the text."""
    return {
        "%ID": SOFA,
        "%TYPE": "uima.cas.Sofa",
        "sofaNum": 1,
        "sofaID": VIEW,
        "mimeType": "text",
        "sofaString": text,
    }


def iter_structures(layered: Layered) -> Iterator[Json]:
    """Yield the feature structures of all spans, of their roles and of all relations.

    The id of a span is its place among the spans, counted from `FIRST`.
    """
    units = list(accumulate(iter_utf_16_widths(layered.text), initial=0))
    ids = count(FIRST + len(layered.spans))
    for number, span in enumerate(layered.spans, FIRST):
        place = make_place(span.place, units)
        own = {"%ID": number, "%TYPE": f"{PREFIX}{span.layer}", **place}
        slots = list(iter_slots(span, ids))
        roles = {f"@{ROLES}": slots[0]["%ID"]} if slots else {}
        yield {**own, **span.features, **roles}
        yield from slots
    for relation in layered.relations:
        yield {
            "%ID": next(ids),
            "%TYPE": LINK_TYPE,
            **make_place(layered.spans[relation.target].place, units),
            **relation.features,
            f"@{SOURCE}": FIRST + relation.source,
            f"@{TARGET}": FIRST + relation.target,
        }


def make_place(place: Fragment, units: list[int]) -> Json:
    """Return where an annotation is; `units` has the offset of each code point."""
    begin, end = units[place.char_start], units[place.char_end]
    return {"@sofa": SOFA, "begin": begin, "end": end}


def iter_slots(span: Span, ids: Iterator[int]) -> Iterator[Json]:
    """Yield the array of what fills the roles of a span, and then each of it."""
    if not span.fillers:
        return
    array_id = next(ids)
    slots = [
        {
            "%ID": next(ids),
            "%TYPE": SLOT_TYPE,
            "role": filler.role,
            "@target": FIRST + filler.span,
        }
        for filler in span.fillers
    ]
    yield {"%ID": array_id, "%TYPE": ARRAY, "%ELEMENTS": [it["%ID"] for it in slots]}
    yield from slots
