"""What dkpro-cassis would pass over in silence, or refuse a whole file for.

Of two feature structures with one id it keeps the last; what no view lists it drops;
offsets within a character or behind the text it takes for code points; an id that is
nowhere is None in JSON and ends the reading in XMI. Here each of these is a finding
about one feature structure, and the library gets the others.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from claimpack.annotations import Defects, Origin
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.brat_marks import AFTER_START, OFFSET_PATTERN, SPAN_ORDER
from claimpack.readers.brat_rows import DUPLICATE_ID, ID_FORM
from claimpack.readers.brat_strays import SPAN_BEYOND_TEXT
from claimpack.readers.json_files import describe
from claimpack.readers.span_rules import OFFSET_VALUE, SPLIT_CHARACTER
from claimpack.readers.uima_library import Structure, TypeSystem
from claimpack.readers.uima_types import (
    ANNOTATION_BASE,
    SOFA,
    Kinds,
    Layer,
    is_collection,
    shorten,
)

TYPE_UNKNOWN = Rule(
    code="type-unknown",
    severity=Severity.ERROR,
    template="the type {found} is not in the type system",
    explanation=(
        "The type system says what an annotation is and which values it has; this one "
        "belongs to other annotations, or is not all of it."
    ),
)
FEATURE_UNKNOWN = Rule(
    code="feature-unknown",
    severity=Severity.ERROR,
    template="{label} has the feature {found}, which is not in the type system",
    explanation="What it means is not known, and without it words would be lost.",
)
STRUCTURE_FORM = Rule(
    code="structure-form",
    severity=Severity.ERROR,
    template="a feature structure has {found} as a value",
    explanation="What has not the form of the format may hold what would be lost.",
)
RULES = (
    TYPE_UNKNOWN,
    FEATURE_UNKNOWN,
    STRUCTURE_FORM,
)

OWN_TYPES = "take the type system that was exported with the annotations"
MOST_TEXTS = 100
"""Views that one file may have."""
LONG_CHARACTER = re.compile("[\U00010000-\U0010ffff]")


class Raw(NamedTuple):
    """A feature structure as the file has it."""

    fs_id: object
    """A whole number, unless it has a defect."""
    type_name: str
    names: tuple[str, ...]
    """Its features, but for its place."""
    references: tuple[tuple[str, int], ...]
    """Feature and id of all that it refers to, but for its text."""
    place: tuple[object, object, object]
    """Text, begin and end, as far as it has them."""
    origin: Origin
    fault: str = ""
    """What of it has not the form of the format; empty: all has."""


class Text(NamedTuple):
    """A text of the file, and where its offsets may not point."""

    name: str
    content: str | None
    """None where the text is not in the file."""
    unit_count: int
    """Its UTF-16 units."""
    halves: frozenset[int]
    """Offsets between the two units of one character."""


def make_text(name: str, content: str | None) -> Text:
    """Return a text with the offsets that are in it."""
    words = content or ""
    matches = LONG_CHARACTER.finditer(words)
    halves = frozenset(it.start() + count for count, it in enumerate(matches, 1))
    return Text(name, content, len(words) + len(halves), halves)


@dataclass(slots=True)
class Sieve:
    """What of a file is read, as far as it can be told before it is read."""

    accepted: dict[int, Raw] = field(default_factory=dict)
    """By id, in the order of the file."""
    declared: dict[int, Raw] = field(default_factory=dict)
    """Likewise, with those that are refused."""
    cut: dict[object, set[str]] = field(default_factory=dict)
    """By id the features that refer to what is not read."""
    torn: dict[object, set[str]] = field(default_factory=dict)
    """By id the features that refer to it through arrays and lists, too."""
    refused_count: int = 0

    def accepts(self, raw: Raw) -> bool:
        """Return whether a feature structure of the file is read."""
        return isinstance(raw.fs_id, int) and self.accepted.get(raw.fs_id) is raw

    def keeps(self, target_id: object) -> bool:
        """Return whether a reference to that id is read: texts are not referred to."""
        target = self.accepted.get(target_id) if isinstance(target_id, int) else None
        return target is not None and target.type_name != SOFA


class CasFile(NamedTuple):
    """What a file holds."""

    texts: Mapping[int, Text]
    sieve: Sieve
    structures: Mapping[int, Structure]
    """By id; those that are refused are not there."""


def sift(
    raws: Sequence[Raw],
    texts: Mapping[int, Text],
    types: TypeSystem,
    defects: Defects,
) -> Sieve:
    """Return which feature structures can be read; of the others each is reported."""
    sieve = Sieve()
    # Texts first: what else has the id of one is refused, and not the text.
    for raw in sorted(raws, key=lambda it: it.type_name != SOFA):
        is_sound = check_raw(raw, texts, types.kinds, sieve, defects)
        if isinstance(raw.fs_id, int):
            sieve.declared.setdefault(raw.fs_id, raw)
            if is_sound:
                sieve.accepted[raw.fs_id] = raw
        if not is_sound:
            sieve.refused_count += weigh(raw, types.layers)
    for raw in sieve.accepted.values():
        check_references(raw, sieve, defects)
    sieve.torn = spread_cuts(sieve, types.kinds)
    return sieve


def weigh(raw: Raw, layers: Mapping[str, Layer]) -> int:
    """Return how many annotations a feature structure is.

    One of an unknown type counts, because it may be one.
    """
    layer = layers.get(raw.type_name)
    if layer is None:
        return 1
    return layer.weight if layer.is_read else 0


def check_raw(
    raw: Raw,
    texts: Mapping[int, Text],
    kinds: Kinds,
    sieve: Sieve,
    defects: Defects,
) -> bool:
    """Return whether a feature structure can be read; what keeps it is reported."""
    kind = kinds.get(raw.type_name)
    if not check_id(raw, sieve, defects):
        return False
    if kind is None:
        return refuse(raw, TYPE_UNKNOWN, defects, quote(raw.type_name), hint=OWN_TYPES)
    known = {it.name for it in kind.features}
    unknown = next((name for name in raw.names if name not in known), None)
    if unknown is not None:
        values = {"label": shorten(kind.name), "hint": OWN_TYPES}
        return refuse(raw, FEATURE_UNKNOWN, defects, quote(unknown), **values)
    if ANNOTATION_BASE not in kind.ancestors:
        return True
    text = texts.get(raw.place[0]) if isinstance(raw.place[0], int) else None
    if text is None:
        expected = "the id of a text (sofa)"
        return refuse(raw, DANGLING_ID, defects, quote(raw.place[0]), expected=expected)
    return not kind.is_annotation or check_span(raw, text, defects)


def refuse(
    raw: Raw,
    rule: Rule,
    defects: Defects,
    found: str,
    expected: str | None = None,
    **values: Any,  # noqa: ANN401  # of any finding
) -> bool:
    """Report what keeps a feature structure from being read, and return False."""
    words = f'id="{raw.fs_id}"'
    defects.report(rule, raw.origin, words, expected=expected, found=found, **values)
    return False


def check_id(raw: Raw, sieve: Sieve, defects: Defects) -> bool:
    """Return whether a feature structure has its form, and an id of its own."""
    if raw.fault:
        expected = "a word, a number, or the id of another"
        return refuse(raw, STRUCTURE_FORM, defects, quote(raw.fault), expected)
    if not isinstance(raw.fs_id, int) or isinstance(raw.fs_id, bool):
        expected = "a whole number"
        return refuse(raw, ID_FORM, defects, describe(raw.fs_id), expected)
    first = sieve.declared.get(raw.fs_id)
    if first is None:
        return True
    expected = "an id that nothing else has"
    line = raw.origin.name_line(first.origin)
    return refuse(raw, DUPLICATE_ID, defects, str(raw.fs_id), expected, first=line)


def check_span(raw: Raw, text: Text, defects: Defects) -> bool:
    """Return whether an annotation is in its text, between characters."""
    for offset in raw.place[1:]:
        if type(offset) is not int or not OFFSET_PATTERN.fullmatch(str(offset)):
            expected = "a whole number from 0 on"
            return refuse(raw, OFFSET_VALUE, defects, describe(offset), expected)
    begin, end = (int(str(offset)) for offset in raw.place[1:])
    place, unit = f"{begin}-{end}", "UTF-16 code units"
    if end < begin:
        values = {"place": place, "fault": "ends before it starts"}
        return refuse(raw, SPAN_ORDER, defects, place, AFTER_START, **values)
    if text.content is not None and end > text.unit_count:
        expected, size = f"an end of at most {text.unit_count}", text.unit_count
        return refuse(
            raw, SPAN_BEYOND_TEXT, defects, place, expected, end=end, size=size
        )
    if begin in text.halves or end in text.halves:
        return refuse(raw, SPLIT_CHARACTER, defects, place, place=place, unit=unit)
    return True


def check_references(raw: Raw, sieve: Sieve, defects: Defects) -> None:
    """Note the features of a feature structure that refer to what is not read.

    What is refused has a finding of its own; what is nowhere gets one here.
    """
    for name, target_id in raw.references:
        if sieve.keeps(target_id):
            continue
        sieve.cut.setdefault(raw.fs_id, set()).add(name)
        if target_id not in sieve.declared:
            found, expected = quote(target_id), "the id of a feature structure"
            refuse(raw, DANGLING_ID, defects, found, expected)


def spread_cuts(sieve: Sieve, kinds: Kinds) -> dict[object, set[str]]:
    """Return the features whose values are not whole, by the ids of their owners.

    An array or a list that is not whole makes what refers to it not whole.
    """
    referrers: dict[object, list[tuple[Raw, str]]] = defaultdict(list)
    for raw in sieve.accepted.values():
        for name, target_id in raw.references:
            if target_id in sieve.accepted:
                target = sieve.accepted[target_id]
                if is_collection(target.type_name, kinds):
                    referrers[target_id].append((raw, name))
    torn = {fs_id: set(names) for fs_id, names in sieve.cut.items()}
    pending = list(sieve.cut)
    while pending:
        # Taken out of `referrers`, so that each collection is looked at once.
        for raw, name in referrers.pop(pending.pop(), []):
            torn.setdefault(raw.fs_id, set()).add(name)
            pending.append(raw.fs_id)
    return torn
