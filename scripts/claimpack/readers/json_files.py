"""Annotations in JSON: its values with their places, and what is read of one text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from claimpack.annotations import (
    CODE_POINTS,
    AnnotationFile,
    Annotations,
    Attribute,
    Defects,
    Link,
    Mark,
    Node,
    Note,
    Origin,
    Reading,
    Reference,
)
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.readers.brat_rows import DUPLICATE_ID, describe_byte
from claimpack.readers.places import Places
from claimpack.strict_json import (
    LARGEST_JSON_BYTES,
    JsonError,
    decode_json,
    require_end,
    skip_blanks,
)

JSON_SYNTAX = Rule(
    code="json-syntax",
    severity=Severity.ERROR,
    template="{found}: {what} is not read",
    explanation=(
        "JSON is read by the letter of RFC 8259. What readers make of anything else, "
        "such as a key that stands twice in one object, differs between them."
    ),
)
JSON_SHAPE = Rule(
    code="json-shape",
    severity=Severity.ERROR,
    template="{what} is {found}",
    explanation="What has not the shape of the format may hold what would be lost.",
)
WHOLE_TEXT = Rule(
    code="whole-text",
    severity=Severity.WARNING,
    template="{found} is about the whole text, and not read ({count:,} of them)",
    explanation=(
        "Annotations are about words. A mark over the whole text would be one that "
        "nobody made."
    ),
)
ANNOTATION_KIND = Rule(
    code="annotation-kind",
    severity=Severity.ERROR,
    template="{found} is no kind of annotation that is read ({count:,} of them)",
    explanation="What is not understood may be what the others depend on.",
)
RULES = (JSON_SYNTAX, JSON_SHAPE, WHOLE_TEXT, ANNOTATION_KIND)

BYTE_ORDER_MARK = "\ufeff"
NO_HINTS: Mapping[str, str] = {}
Json = Any
"""A value of JSON, as Python has it."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """What is read of the annotations of one text, as it comes up."""

    text: str
    places: Places
    """Of the file, in the part that holds the annotations."""
    ids: set[str]
    """Every id that is declared or made."""
    reserved: Collection[str] = ()
    """Ids of other texts, or of what is yet to come: none of them is made."""
    origin: Origin
    """Where that part starts."""
    marks: list[Mark] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    attributes: list[Attribute] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    defects: Defects = field(default_factory=Defects)
    numbers: dict[str, int] = field(default_factory=dict)
    """The last number of each kind of id that was made."""
    refused_count: int = 0
    left_out: dict[tuple[Rule, str], tuple[int, Origin]] = field(default_factory=dict)
    """What is not read, kind by kind: how many annotations, and where the first is."""

    def leave_out(self, number: int, rule: Rule, what: Json, origin: Origin) -> None:
        """Count annotations that are not read; all of one kind are one finding."""
        key = (rule, describe(what))
        before, first = self.left_out.get(key, (0, origin))
        self.left_out[key] = before + number, first

    def report_left_out(self, hints: Mapping[str, str] = NO_HINTS) -> None:
        """Add a finding for each kind of what is not read; hints are by its name."""
        for (rule, found), (count, origin) in self.left_out.items():
            hint = hints.get(found.strip('"'))
            self.refuse(count, rule, origin, found=found, count=count, hint=hint)

    def make_id(self, start: str) -> str:
        """Return a new id, like T1: some words and the next number that is free."""
        number = self.numbers.get(start, 0) + 1
        while (made := f"{start}{number}") in self.ids or made in self.reserved:
            number += 1
        self.numbers[start] = number
        self.ids.add(made)
        return made

    def refuse(self, number: int, rule: Rule, origin: Origin, /, **values: Any) -> None:  # noqa: ANN401  # those of any rule
        """Add a finding for annotations that are not read."""
        self.refused_count += number
        self.defects.report(rule, origin, **values)

    def refuse_shape(
        self, count: int, what: str, found: Json, expected: str, origin: Origin
    ) -> None:
        """Add a finding for a value that has not the shape of the format."""
        self.refuse(
            count,
            JSON_SHAPE,
            origin,
            what=what,
            found=describe(found),
            expected=expected,
        )

    def refuse_twin(self, count: int, found: str, line: int, origin: Origin) -> None:
        """Refuse what has an id that something on a line before it has."""
        self.refuse(
            count,
            DUPLICATE_ID,
            origin,
            words=found,
            found=quote(found),
            first=f"line {line}",
            expected="an id that nothing else of its kind has",
        )

    def absorb(self, other: Draft) -> None:
        """Take over the findings of another draft, which has no text."""
        self.refused_count += other.refused_count
        self.defects.findings += other.defects.findings
        self.defects.counts += other.defects.counts

    def finish(
        self,
        name: str,
        annotator: str = "",
        unit: str = CODE_POINTS,
        *,
        is_proved: bool = False,
    ) -> Reading:
        """Return the reading of the text."""
        annotations = Annotations(
            path=self.places.path,
            text=self.text,
            marks=tuple(self.marks),
            nodes=tuple(self.nodes),
            attributes=tuple(self.attributes),
            references=tuple(self.references),
            notes=tuple(self.notes),
            links=tuple(self.links),
            ids=frozenset(self.ids),
        )
        return Reading(
            annotations=annotations,
            findings=self.defects.sort(),
            refused_count=self.refused_count,
            name=name,
            annotator=annotator,
            unit=unit,
            is_proved=is_proved,
        )


def open_text(file: AnnotationFile) -> str | Finding:
    """Return a file as text, or why it cannot be read."""
    try:
        text = file.content.decode()
    except UnicodeDecodeError as error:
        return describe_byte(file.content, file.path, error.start)
    if text.startswith(BYTE_ORDER_MARK):
        place = Location(path=file.path, line=1, column=1)
        found, hint = "found a byte order mark", "save without it"
        return make_finding(JSON_SYNTAX, place, found=found, what="the file", hint=hint)
    return text


def read_value(file: AnnotationFile) -> Json | Finding:
    """Return the one value of a file, or why it cannot be read."""
    text = open_text(file)
    if isinstance(text, Finding):
        return text
    try:
        require_size(0, len(text))
        value, end = decode_json(text, skip_blanks(text, 0))
        require_end(text, end)
    except JsonError as error:
        return describe_error(Places(file.path, text), error, "the file")
    return value


def iter_values(places: Places) -> Iterator[Json | Finding]:
    """Yield the elements of an array, or the one value that a file holds instead.

    `places` is at the part that holds the value when it is yielded. What cannot be
    read ends it with a finding.
    """
    try:
        yield from iter_elements(places)
    except JsonError as error:
        yield describe_error(places, error, "what follows")


def iter_elements(places: Places) -> Iterator[Json]:
    """Yield the elements of an array; raise `JsonError` where it cannot be read."""
    text = places.text
    place = skip_blanks(text, 0)
    is_array = text.startswith("[", place)
    if is_array:
        place = skip_blanks(text, place + 1)
        if text.startswith("]", place):
            require_end(text, place + 1)
            return
    while True:
        value, end = decode_json(text, place)
        require_size(place, end)
        places.enter(place, end)
        yield value
        if not is_array:
            break
        place = skip_blanks(text, end)
        end = place + 1
        if text.startswith("]", place):
            break
        if not text.startswith(",", place):
            found = quote(text[place : place + 100]) if place < len(text) else "the end"
            parts = (f"found {found}", "expected a comma or ]", "correct that place")
            raise JsonError(place, parts)
        place = skip_blanks(text, end)
    require_end(text, end)


def require_size(start: int, end: int) -> None:
    """Raise `JsonError` for a value that is larger than a JSON file may be."""
    if end - start > LARGEST_JSON_BYTES:
        parts = (
            f"found a value of {end - start:,} characters",
            f"expected at most {LARGEST_JSON_BYTES:,}",
            "split it",
        )
        raise JsonError(start, parts)


def iter_lines(places: Places) -> Iterator[Json | Finding]:
    """Yield the value of each line that is not blank, or why it cannot be read.

    `places` is at that line.
    """
    start = 0
    while start < len(places.text):
        end = places.text.find("\n", start)
        end = end if end >= 0 else len(places.text)
        line = places.text[start:end]
        if line.strip():
            places.enter(start, end)
            try:
                require_size(start, end)
                value, stop = decode_json(line, skip_blanks(line, 0))
                require_end(line, stop)
            except JsonError as error:
                error.position += start
                yield describe_error(places, error, "the line")
            else:
                yield value
        start = end + 1


def describe_error(places: Places, error: JsonError, what: str) -> Finding:
    """Return the finding for JSON that cannot be read."""
    found, expected, hint = error.parts
    places.go_to(error.position)
    return make_finding(
        JSON_SYNTAX,
        places.here().locate(),
        found=found,
        what=what,
        expected=expected.removeprefix("expected "),
        hint=hint,
    )


def refuse_rest(path: str, finding: Finding) -> Reading:
    """Return the reading of something that cannot be read at all; it counts once."""
    return Reading(
        annotations=Annotations(path=path, text=""),
        findings=(finding,),
        refused_count=1,
    )


def read_id(value: Json) -> str | None:
    """Return an id, which may be written as a number; None for what is none."""
    if type(value) is str:
        return value or None
    return str(value) if type(value) is int else None


def describe(value: Json) -> str:
    """Return what a value is, for a message."""
    if value is None:
        return "missing"
    if value == []:
        return "an empty array"
    names = {dict: "an object", list: "an array", bool: "true or false"}
    return names.get(type(value)) or quote(value)
