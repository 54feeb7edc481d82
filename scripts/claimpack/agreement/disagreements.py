"""Where two people differ, one by one, with the sentence that each is about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from claimpack.agreement.links import count_fillers, list_roles
from claimpack.agreement.pairs import Matched
from claimpack.agreement.things import Thing
from claimpack.agreement.values import LABEL, read_value
from claimpack.show.sentence import Stretch, iter_stretches, merge

MISSING = "missing"
"""What a disagreement is about where one of the two does not have the thing."""
EXTENT = "extent"
"""What it is about where both have it, but one with more words or other ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one of the two has."""

    words: str | None
    """Marked words, a value, or the words of what fills a role; None: nothing."""
    path: str
    """File, below the folder of the annotator."""
    line: int
    """Line of that file, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two people do not have alike."""

    text: str
    """Name of the text."""
    kind: str
    about: str
    """`MISSING`, `EXTENT`, `LABEL`, an attribute or a role."""
    text_line: int
    """Line of the text that the words begin on, from 1."""
    char_start: int
    char_end: int
    """Code points of the exact text, counted from 0, the end excluded."""
    stretches: tuple[Stretch, ...]
    """The sentence; the words that the thing is on are its content."""
    a: View | None
    """None where A does not have the thing."""
    b: View | None


def list_differences(texts: Iterable[Matched]) -> list[Difference]:
    """Return all differences, text by text in the order of the words."""
    return [
        difference
        for text in texts
        for difference in sorted(iter_differences(text), key=place)
    ]


def place(difference: Difference) -> tuple[int, int, str]:
    """Return what the differences of a text are sorted by."""
    return difference.char_start, difference.char_end, difference.kind


def iter_differences(text: Matched) -> Iterator[Difference]:
    """Yield the differences of one text."""
    for a, b in text.things:
        if a.extent != b.extent:
            yield describe(text, a, EXTENT, view(a, a.words), view(b, b.words))
        yield from iter_value_differences(text, a, b)
        yield from iter_link_differences(text, a, b)
    for thing in text.a.values():
        if thing.thing_id not in text.partners:
            yield describe(text, thing, MISSING, view(thing, thing.words), None)
    matched = set(text.partners.values())
    for thing in text.b.values():
        if thing.thing_id not in matched:
            yield describe(text, thing, MISSING, None, view(thing, thing.words))


def iter_value_differences(text: Matched, a: Thing, b: Thing) -> Iterator[Difference]:
    """Yield the attributes, and the label, that one thing has with two values."""
    for attribute in [LABEL, *sorted(a.values.keys() | b.values.keys())]:
        of_a, of_b = read_value(a, attribute), read_value(b, attribute)
        if of_a != of_b:
            yield describe(text, a, attribute, view(a, of_a), view(b, of_b))


def iter_link_differences(text: Matched, a: Thing, b: Thing) -> Iterator[Difference]:
    """Yield the roles that one thing has with other fillers on the two sides."""
    for role in list_roles(a, b):
        counts = count_fillers(text, a, b, role)
        if not counts["same"] == counts["count_a"] == counts["count_b"]:
            words_a = join_words(text.a, a.fillers.get(role, ()))
            words_b = join_words(text.b, b.fillers.get(role, ()))
            yield describe(text, a, role, view(a, words_a), view(b, words_b))


def join_words(things: Mapping[str, Thing], ids: Iterable[str]) -> str | None:
    """Return the words of the things with some ids; None where there are none."""
    return "; ".join(things[it].words for it in ids if it in things) or None


def view(thing: Thing, words: str | None) -> View:
    """Return what one side has, at the line of the thing."""
    return View(words=words, path=thing.origin.path, line=thing.origin.line)


def describe(
    text: Matched, thing: Thing, about: str, a: View | None, b: View | None
) -> Difference:
    """Return a difference about a thing, with the sentence of its words."""
    words = merge(thing.extent)
    return Difference(
        text=text.name,
        kind=thing.kind,
        about=about,
        text_line=bisect_left(text.line_ends, words[0][0]) + 1,
        char_start=words[0][0],
        char_end=words[-1][1],
        stretches=tuple(iter_stretches(text.text, words)),
        a=a,
        b=b,
    )
