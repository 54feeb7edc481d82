"""doccano JSONL: one text a line, with its spans and their relations.

Source: doccano has no specification of it. Its tutorial shows the lines of sequence
labeling; all else is from what its export writes (`data_export`: `models.py` and
`pipeline/factories.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from claimpack.annotations import (
    AnnotationFile,
    Fragment,
    Link,
    Mark,
    Origin,
    Reading,
    make,
)
from claimpack.findings import Finding, Rule, Severity, quote
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.brat_strays import SPAN_BEYOND_TEXT
from claimpack.readers.json_files import (
    ANNOTATION_KIND,
    BYTE_ORDER_MARK,
    WHOLE_TEXT,
    Draft,
    Json,
    iter_lines,
    open_text,
    read_id,
    refuse_rest,
)
from claimpack.readers.json_spans import read_fragment
from claimpack.readers.places import Places
from claimpack.readers.span_rules import CROWDED_TEXT, MOST_COVERS, limit_room

UNIT_UNKNOWN = Rule(
    code="unit-unknown",
    severity=Severity.WARNING,
    template="no words tell whether {found} counts once or twice for the offsets",
    explanation=(
        "Some tools count code points, others UTF-16 units, of which rarer characters "
        "have two. Behind such a character the spans of one are beside those of the "
        "other, and a format without covered texts does not show it."
    ),
)
RULES = (UNIT_UNKNOWN,)

TEXT_KEYS = ("text", "data")
"""The second is that of some earlier versions."""
SPAN_KEYS = ("label", "labels", "entities")
RELATIONS = "relations"
LEFT_OUT = {
    "cats": WHOLE_TEXT,
    "Comments": WHOLE_TEXT,
    "annotations": ANNOTATION_KIND,
}
"""Lists of what is not read, and why."""
HINTS = {
    "annotations": "their labels are numbers; export them with the names of labels",
}
RARE = re.compile("[\U00010000-\U0010ffff]")
SPAN_FIELDS = ("start_offset", "end_offset", "label")
SPAN_SIZE = len(SPAN_FIELDS)


def is_doccano(head: bytes) -> bool:
    """Return whether the first line is an object with a text and a list of labels.

    One that is longer than the head, or that is damaged, has their names at least.
    """
    line = head.removeprefix(BYTE_ORDER_MARK.encode()).lstrip().partition(b"\n")[0]
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        has_text = any(f'"{key}"'.encode() in line for key in TEXT_KEYS)
        has_spans = any(f'"{key}"'.encode() in line for key in SPAN_KEYS)
        return line.startswith(b"{") and has_text and has_spans
    if not isinstance(value, dict):
        return False
    has_text = any(isinstance(value.get(key), str) for key in TEXT_KEYS)
    return has_text and any(is_labels(value.get(key)) for key in SPAN_KEYS)


def is_labels(value: Json) -> bool:
    """Return whether a value is a list of labels, or empty."""
    return isinstance(value, list) and all(
        isinstance(it, str | list | dict) for it in value[:1]
    )


def read_doccano(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of each line, called by its id.

    Offsets are taken for code points. Nothing proves it.
    """
    text = open_text(file)
    if isinstance(text, Finding):
        yield refuse_rest(file.path, text)
        return
    places = Places(file.path, text)
    lines: dict[str, int] = {}
    for value in iter_lines(places):
        if isinstance(value, Finding):
            yield refuse_rest(file.path, value)
        else:
            yield read_line(value, places, lines)


def read_line(value: Json, places: Places, lines: dict[str, int]) -> Reading:
    """Return the reading of a line; `lines` has those of the ids before it."""
    draft = Draft(text="", places=places, ids=set(), origin=places.here())
    if not isinstance(value, dict):
        draft.refuse_shape(1, "the line", value, "an object", draft.origin)
        return draft.finish("")
    line_id = read_id(value.get("id")) or ""
    text = next((value[it] for it in TEXT_KEYS if isinstance(value.get(it), str)), None)
    keys = *SPAN_KEYS, RELATIONS, *LEFT_OUT
    count = sum(len(list_values(value, key)) for key in keys)
    if text is None:
        found = value.get(TEXT_KEYS[0])
        draft.refuse_shape(count, TEXT_KEYS[0], found, "a string", draft.origin)
    elif line_id and line_id in lines:
        draft.refuse_twin(count, line_id, lines[line_id], draft.origin)
    else:
        draft.text = text
        lines[line_id] = places.line
        read_values(value, draft)
    return draft.finish(line_id)


def list_values(line: dict[str, Json], key: str) -> list[Json]:
    """Return the elements of a list; what is no list counts as one."""
    value = line.get(key)
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def read_values(line: dict[str, Json], draft: Draft) -> None:
    """Read all that a line says of its text."""
    room = limit_room(draft.text)
    for key in SPAN_KEYS:
        room = read_spans(list_values(line, key), key, room, draft)
    spans = frozenset(draft.ids)
    for value in list_values(line, RELATIONS):
        read_relation(value, spans, draft)
    for key, rule in LEFT_OUT.items():
        values = list_values(line, key)
        if values:
            draft.leave_out(len(values), rule, key, draft.origin)
    draft.report_left_out(HINTS)
    warn_of_unit(draft)


def read_spans(values: list[Json], key: str, room: int, draft: Draft) -> int:
    """Read the spans of a list, and return how much of `room` they leave.

    `room` is how many characters they may cover. A span that has no id is called T
    and its place in the list.
    """
    text, marks, ids, size = draft.text, draft.marks, draft.ids, len(draft.text)
    mark_id: str | None
    for number, value in enumerate(values, start=1):
        if type(value) is list and len(value) == SPAN_SIZE:
            start, end, label = value
            mark_id = f"T{number}"
        elif type(value) is dict:
            start, end, label = map(value.get, SPAN_FIELDS)
            mark_id = name("T", value.get("id"))
        else:
            start = end = label = mark_id = None
        if (
            mark_id
            and label
            and type(label) is str
            and type(start) is type(end) is int
            and 0 <= start < end <= size
            and end - start <= room
            and mark_id not in ids
        ):
            ids.add(mark_id)
            room -= end - start
            fragments, covered = (make(Fragment, (start, end)),), text[start:end]
            mark = mark_id, label, fragments, covered, draft.origin
            marks.append(make(Mark, mark))
        else:
            room = read_any_span(value, key, room, draft)
    return room


class Span(NamedTuple):
    """What a span says, whatever its shape."""

    start: Json
    end: Json
    label: Json
    mark_id: str | None
    """None: it has none."""
    pattern: str
    """Of its first words in the file."""


def read_any_span(value: Json, key: str, room: int, draft: Draft) -> int:
    """Read a span of any shape, and return how much of `room` it leaves."""
    if isinstance(value, str):
        draft.leave_out(1, WHOLE_TEXT, key, draft.origin)
        return room
    span = take_span(value)
    origin = draft.places.find_pattern(re.compile(span.pattern)) if span else None
    if not span or not origin or not span.label or not isinstance(span.label, str):
        expected = 'like [0, 8, "Person"], or an object with start_offset and label'
        draft.refuse_shape(1, "a span", value, expected, draft.origin)
        return room
    fragment = read_fragment(span.start, span.end, draft, origin)
    if fragment is None or is_refused(span, fragment, room, draft, origin):
        return room
    mark_id = span.mark_id or draft.make_id("T")
    draft.ids.add(mark_id)
    start, end = fragment
    covered = draft.text[start:end]
    draft.marks.append(Mark(mark_id, span.label, (fragment,), covered, draft.origin))
    return room - end + start


def take_span(value: Json) -> Span | None:
    """Return what a span says, None for what is none."""
    if isinstance(value, list) and len(value) == SPAN_SIZE:
        start, end, label = value
        pattern = rf"\[\s*{re.escape(str(start))}\s*,\s*{re.escape(str(end))}"
        return Span(start, end, label, None, pattern)
    if not isinstance(value, dict) or "start_offset" not in value:
        return None
    words = read_id(value.get("id"))
    pattern = rf'"id"\s*:\s*"?{re.escape(words or "")}\b'
    start, end, label = map(value.get, SPAN_FIELDS)
    return Span(start, end, label, name("T", value.get("id")), pattern)


def name(letter: str, found: Json) -> str | None:
    """Return the id of a span or a relation, None where it has none.

    doccano numbers both, each from 1: the letter tells them apart.
    """
    return f"{letter}{found}" if type(found) is int else read_id(found)


def is_refused(
    span: Span, fragment: Fragment, room: int, draft: Draft, origin: Origin
) -> bool:
    """Return whether a span is refused for its id or its place."""
    start, end = fragment
    size = len(draft.text)
    if span.mark_id in draft.ids:
        draft.refuse_twin(1, str(span.mark_id), origin.line, origin)
    elif end > size:
        expected = f"an end of at most {size}"
        draft.refuse(1, SPAN_BEYOND_TEXT, origin, end=end, size=size, expected=expected)
    elif end - start > room:
        draft.refuse(1, CROWDED_TEXT, origin, times=MOST_COVERS)
    else:
        return False
    return True


def read_relation(value: Json, spans: frozenset[str], draft: Draft) -> None:
    """Read a relation between two spans; those without an id are R1, R2 and so on."""
    fields = value if isinstance(value, dict) else {}
    label = fields.get("type")
    ends = fields.get("from_id"), fields.get("to_id")
    if not isinstance(label, str) or not label or None in ends:
        expected = "an object with from_id, to_id and type"
        draft.refuse_shape(1, "a relation", value, expected, draft.origin)
        return
    source_id, target_id = name("T", ends[0]) or "", name("T", ends[1]) or ""
    link_id = name("R", fields.get("id"))
    if link_id in draft.ids:
        draft.refuse_twin(1, str(link_id), draft.places.line, draft.origin)
    elif source_id not in spans or target_id not in spans:
        end = ends[source_id in spans]
        pattern = rf'_id"\s*:\s*"?{re.escape(str(end))}\b'
        origin = draft.places.find_pattern(re.compile(pattern))
        expected = "the id of a span of the line"
        draft.refuse(1, DANGLING_ID, origin, found=quote(end), expected=expected)
    else:
        link_id = link_id or draft.make_id("R")
        draft.ids.add(link_id)
        draft.links.append(Link(link_id, label, source_id, target_id, draft.origin))


def warn_of_unit(draft: Draft) -> None:
    """Warn where a span stands behind a character that units count differently."""
    if draft.text.isascii() or not (match := RARE.search(draft.text)):
        return
    mark = next(
        (it for it in draft.marks if it.fragments[0].char_end > match.start()), None
    )
    if mark is not None:
        found = quote(match[0])
        hint = "compare some spans behind it with what was marked"
        draft.defects.report(UNIT_UNKNOWN, draft.origin, found=found, hint=hint)
