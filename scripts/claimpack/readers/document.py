"""Our own `document.json`: an article, and who claims what in it.

Source: `schemas/document.json`. A file holds one document, an array of them, or one on
each line. One that has not that shape is not read: its parts refer to each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from claimpack.annotations import AnnotationFile, Reading
from claimpack.files import sha256_hex
from claimpack.findings import Finding, Rule, Severity, quote
from claimpack.metadata import COMPUTED, iter_key_findings
from claimpack.readers.document_marks import settle_passages
from claimpack.readers.document_nodes import Article, read_parts
from claimpack.readers.document_parts import Parts
from claimpack.readers.document_shape import (
    MOST_FAULTS,
    find_part,
    load_check,
    name_part,
)
from claimpack.readers.json_files import (
    BYTE_ORDER_MARK,
    JSON_SHAPE,
    Draft,
    Json,
    describe,
    iter_lines,
    iter_values,
    open_text,
    refuse_rest,
)
from claimpack.readers.places import Places
from claimpack.schema_files import load_shipped_schema

NOT_OF_TEXT = Rule(
    code="not-of-text",
    severity=Severity.ERROR,
    template="{key} is {found}, which is not that of the text",
    explanation=(
        "What follows from the text must agree with it. Otherwise another text was "
        "annotated, and the offsets may be about that one."
    ),
)
RULES = (NOT_OF_TEXT,)

START = re.compile(rb'[\s\[]*\{\s*"article"\s*:\s*\{')
COUNTED = ("mentions", "events", "claims", "links")
"""Keys whose items are the annotations of a document that is not read."""


@dataclass(slots=True)
class Export:
    """One file, as it is read."""

    places: Places
    lines: dict[tuple[str, str], int] = field(default_factory=dict)
    """Line of each document by its id and annotator."""


def is_document(head: bytes) -> bool:
    """Return whether content is a document, or an array or lines of them.

    The text of an article, which may be longer than the head, stands before its hash.
    """
    head = head.removeprefix(BYTE_ORDER_MARK.encode())
    has_hash = b'"text_sha256"' in head or START.match(head) is not None
    return has_hash and b'"article"' in head and b'"document_id"' in head


def read_document(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of each document; its name is the id of the article."""
    text = open_text(file)
    if isinstance(text, Finding):
        yield refuse_rest(file.path, text)
        return
    places = Places(file.path, text)
    export = Export(places)
    for value in iter_lines(places) if has_lines(text) else iter_values(places):
        if isinstance(value, Finding):
            yield refuse_rest(file.path, value)
        else:
            yield read_value(value, export)


def has_lines(text: str) -> bool:
    """Return whether a file may hold a document on each line."""
    line = text.lstrip().partition("\n")[0].rstrip()
    return line.startswith("{") and line.endswith("}")


def read_value(value: Json, export: Export) -> Reading:
    """Return the reading of one document, if it has the shape of one."""
    places = export.places
    draft = Draft(text="", places=places, ids=set(), origin=places.here())
    if refuse_faults(value, draft):
        return draft.finish("")
    article = value["article"]
    name, annotator = article["document_id"], article.get("annotator", "")
    if (name, annotator) in export.lines:
        first = export.lines[name, annotator]
        draft.refuse_twin(count_parts(value), name, first, draft.origin)
        return draft.finish(name, annotator)
    export.lines[name, annotator] = places.line
    draft.text = article["text"]
    parts = Parts(draft=draft, is_one_line=places.is_one_line())
    metadata = read_metadata(article, parts)
    read_parts(value, Article(document_id=name, parts=parts))
    settled = settle_passages(parts)
    reading = draft.finish(name, annotator, settled.unit, is_proved=settled.is_proved)
    return replace(reading, metadata=metadata)


def refuse_faults(value: Json, draft: Draft) -> bool:
    """Return whether a value is not of the shape of a document, and so is refused."""
    faults = load_check()(value)
    if not faults:
        return False
    text, start = draft.places.text, draft.places.char_start
    placed = [(find_part(text, start, fault.path), fault) for fault in faults]
    for place, fault in sorted(placed)[:MOST_FAULTS]:
        draft.places.go_to(place)
        draft.defects.report(
            JSON_SHAPE,
            draft.places.here(),
            what=name_part(fault.path),
            found=fault.found,
            expected=fault.expected,
            hint="there are more such places" if len(faults) > MOST_FAULTS else None,
        )
    draft.refused_count += count_parts(value)
    return True


def count_parts(value: Json) -> int:
    """Return how many annotations a document has that is not read, at least one."""
    if not isinstance(value, dict):
        return 1
    parts = [value[key] for key in COUNTED if isinstance(value.get(key), list)]
    return max(1, sum(map(len, parts)))


def read_metadata(article: Json, parts: Parts) -> Mapping[str, Any]:
    """Return what is known of the article, without what is wrong with it."""
    table = load_shipped_schema().tables["documents"]
    fields = {it.name: it for it in table.fields if it.name not in COMPUTED}
    computed = compute_values(article)
    metadata = {}
    for key, value in article.items():
        origin = parts.locate(key)
        if key in fields:
            faults = [
                *iter_key_findings(origin.locate, key, value, fields, article["text"])
            ]
            parts.draft.defects.findings += faults
            if not faults:
                metadata[key] = value
        elif value != computed.get(key, value):
            parts.draft.defects.report(
                NOT_OF_TEXT,
                origin,
                key=key,
                found=quote(value),
                expected=describe(computed[key]),
            )
    return metadata


def compute_values(article: Json) -> Mapping[str, str | int | None]:
    """Return the values that follow from the text of an article, by their keys.

    Nothing is said of the place of a title that is not in the text.
    """
    text, title = article["text"], article.get("title")
    values: dict[str, str | int | None] = {"text_sha256": sha256_hex(text.encode())}
    start = None if title is None else text.find(title)
    if start is None:
        return {**values, "title_start": None, "title_end": None}
    if start >= 0:
        values.update(title_start=start, title_end=start + len(title))
    return values
