"""Stand-off annotations of one text, as any format carries them.

Nothing here knows what a claim is: a reader makes these values from bytes, and
`claimpack.mapping` gives them a meaning. Everything keeps the order and the line
of its source, so that a defect found late is still reported at its place.

What exists once per line is a named tuple: readers make some for each line, and a
frozen dataclass takes eight times as long to make (74 ns against 587 ns on Python
3.11). Make them by keyword wherever speed does not matter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimpack.findings import Finding, Location, Rule, Severity, make_finding

CROWDED_LINE = Rule(
    code="crowded-line",
    severity=Severity.ERROR,
    template="{count:,} more findings about this line are not listed",
    explanation=(
        "A line with so many is not what it was meant to be. To look for the words of "
        "each in a line of any length would take time that grows with its square."
    ),
)
RULES = (CROWDED_LINE,)

MOST_OF_A_LINE = 20
"""Findings about one line that are listed, each at its words."""


make: Any = tuple.__new__
"""Makes a named tuple of its class and its values, in a third of the time."""


def find_words(words: str, line: str) -> int:
    """Return where words stand in a line, from 0; 0 where they do not.

    Whole words come first, so that T1 is not found in T12.

    >>> find_words("T1", "E1 T12 T1"), find_words("T1", "E1 T12")
    (7, 3)
    """
    first = place = line.find(words)
    while place >= 0:
        end = place + len(words)
        around = line[max(place - 1, 0) : place], line[end : end + 1]
        if not any(map(str.isalnum, around)):
            return place
        place = line.find(words, place + 1)
    return max(first, 0)


class Origin(NamedTuple):
    """The line of the source file that an annotation stands on."""

    path: str
    """File, relative to the folder of annotations, with forward slashes."""
    line: int
    """Physical line, counted from 1."""
    excerpt: str
    """The line itself, without its line end."""

    def locate(self, words: str = "") -> Location:
        """Return the location of `words` in the line, or of its first column."""
        start = find_words(words, self.excerpt)
        return Location(
            path=self.path, line=self.line, column=start + 1, excerpt=self.excerpt
        )

    def name_line(self, other: Origin) -> str:
        """Return what another line is called in a finding about this one."""
        file = "" if other.path == self.path else f" of {other.path}"
        return f"line {other.line}{file}"


class Fragment(NamedTuple):
    """One unbroken stretch of the text: code points from 0, end exclusive."""

    char_start: int
    char_end: int


class Mark(NamedTuple):
    """A labelled piece of the text, in one or more fragments (brat T)."""

    mark_id: str
    label: str
    fragments: tuple[Fragment, ...]
    """In the order of the text, without overlap."""
    text: str
    """Covered text; that of fragments is joined by one space."""
    origin: Origin


class Role(NamedTuple):
    """A place in a node, filled by a mark or a node."""

    name: str
    """Without the number that tells several fillers apart (`Source2`: Source)."""
    target_id: str


class Node(NamedTuple):
    """Something that a mark triggers and that has roles (brat E)."""

    node_id: str
    label: str
    trigger_id: str
    roles: tuple[Role, ...]
    origin: Origin


class Attribute(NamedTuple):
    """A flag or a closed value on a mark or a node (brat A, M)."""

    attribute_id: str
    label: str
    target_id: str
    value: str | None
    """None for a flag."""
    origin: Origin


class Reference(NamedTuple):
    """A pointer from a mark or a node into a register or a grammar (brat N)."""

    reference_id: str
    target_id: str
    register: str
    key: str
    text: str
    origin: Origin


class Note(NamedTuple):
    """Free words on a mark, a node or a link (brat #)."""

    note_id: str
    label: str
    target_id: str
    text: str
    origin: Origin


LINK_ENDS = ("Arg1", "Arg2")


class Link(NamedTuple):
    """A directed relation between two annotations (brat R, and pairs of *)."""

    link_id: str
    label: str
    source_id: str
    target_id: str
    origin: Origin
    names: tuple[str, str] = LINK_ENDS
    """What its two ends are called, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotations:
    """Everything annotated on one text, in source order."""

    path: str
    """File that holds the annotations, relative to their folder."""
    text: str
    """The exact text, never stripped or normalised."""
    marks: tuple[Mark, ...] = ()
    nodes: tuple[Node, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    references: tuple[Reference, ...] = ()
    notes: tuple[Note, ...] = ()
    links: tuple[Link, ...] = ()
    ids: frozenset[str] = field(default_factory=frozenset)
    """Every id that the file declares, those of refused lines included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotationFile:
    """One file with annotations, as a reader gets it."""

    path: str
    """Relative to the folder of annotations, with forward slashes."""
    content: bytes
    find_beside: Callable[[str], bytes | None] = lambda _: None
    """Gives the content of a file beside it by its name; None where there is none."""


CODE_POINTS = "code points"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader makes of one text; nothing is lost: it is read or refused."""

    annotations: Annotations
    """What could be read, though other parts have defects."""
    findings: tuple[Finding, ...] = ()
    """All defects, by line."""
    refused_count: int = 0
    """Annotations (of stand-off: lines) that the file has and that are not read."""
    name: str = ""
    """What the file calls the text, which may become its id; empty: nothing."""
    annotator: str = ""
    """Whose annotations these are, as the file has it; empty: it does not say."""
    unit: str = CODE_POINTS
    """What its offsets count, in words; those of the marks count code points."""
    is_proved: bool = False
    """Whether the file says the words of marks, and all of them are at their offsets.

    False: it says none, so that no more is known than that the offsets are in the text.
    """
    metadata: Mapping[str, Any] = field(default_factory=dict)
    """What the file says of the article, with the keys of `.meta.json`."""


@dataclass(slots=True)
class Defects:
    """The findings of one text as they come up, and the lines they refuse."""

    findings: list[Finding] = field(default_factory=list)
    refused_lines: set[tuple[str, int]] = field(default_factory=set)
    """By file and line: the annotations of a text may stand in two files."""
    unit: str = CODE_POINTS
    """What the offsets of the text count, as `Reading.unit` has it."""
    counts: Counter[Origin] = field(default_factory=Counter)
    """How many findings each line has, those that are not listed included."""

    def report(
        self,
        rule: Rule,
        origin: Origin,
        words: str = "",
        *,
        expected: str | None = None,
        hint: str | None = None,
        **values: object,
    ) -> None:
        """Add a finding at the words of the line, which is read all the same."""
        self.counts[origin] += 1
        if self.counts[origin] > MOST_OF_A_LINE:
            return
        location = origin.locate(words)
        self.findings.append(
            make_finding(rule, location, expected=expected, hint=hint, **values)
        )

    def refuse(
        self,
        rule: Rule,
        origin: Origin,
        words: str = "",
        *,
        expected: str | None = None,
        hint: str | None = None,
        **values: object,
    ) -> None:
        """Add a finding at the words of the line, which is not read."""
        self.report(rule, origin, words, expected=expected, hint=hint, **values)
        self.refused_lines.add(origin[:2])

    def sort(self) -> tuple[Finding, ...]:
        """Return the findings by file and line, those of a line as they came up."""
        crowded = [
            make_finding(CROWDED_LINE, origin.locate(), count=count - MOST_OF_A_LINE)
            for origin, count in self.counts.items()
            if count > MOST_OF_A_LINE
        ]
        found = [*self.findings, *crowded]
        return tuple(sorted(found, key=place_finding))


def place_finding(finding: Finding) -> tuple[str, int]:
    """Return the file and the line of a finding, by which findings are sorted."""
    location = finding.location
    return location.path or "", location.line or 0
