"""Where the targets of Web Annotations are in a text: by position, and by quote.

Source: Web Annotation Data Model, sections 4.2.4 (quotes), 4.2.5 (positions, which
count code points) and 4.2.9 (refinement). The model takes a quote that fits several
places for all of them; here it is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from claimpack.annotations import Fragment, Mark, Origin
from claimpack.findings import Rule, Severity, quote
from claimpack.readers.brat_strays import SPAN_BEYOND_TEXT, show_offsets
from claimpack.readers.json_files import ANNOTATION_KIND, Draft
from claimpack.readers.json_spans import (
    Settled,
    read_fragment,
    refuse_misfits,
    settle_marks,
)
from claimpack.readers.span_rules import CROWDED_TEXT, MOST_COVERS, limit_room
from claimpack.readers.web_annotation_parts import POSITION, QUOTE, Selector

QUOTE_PLACE = Rule(
    code="quote-place",
    severity=Severity.ERROR,
    template="the quote {found} {fault}",
    explanation="Words that stand nowhere or at several places say not where it is.",
)
MOVED_SPAN = Rule(
    code="moved-span",
    severity=Severity.WARNING,
    template="{mark_id} says {place}, its quote stands at {found} ({count:,} like it)",
    explanation=(
        "The text was changed after it was annotated, or is another version of it. The "
        "words are taken where they stand with what is before and after them."
    ),
)
RULES = (QUOTE_PLACE, MOVED_SPAN)

MOST_SEARCHED = 2**31
"""How many characters are looked at for all quotes of a text."""


class Quote(NamedTuple):
    """The words of a target, with what is before and after them."""

    exact: str
    prefix: str
    suffix: str


NO_QUOTE = Quote("", "", "")


@dataclass(slots=True)
class Anchors:
    """The places of the targets in one text."""

    draft: Draft
    placed: list[Mark] = field(default_factory=list)
    """By position, with the words of their quote; empty: they have none."""
    quotes: dict[str, Quote] = field(default_factory=dict)
    """By mark: what may move those."""
    quoted: list[Mark] = field(default_factory=list)
    """By quote alone, or by a selector that refines another."""
    order: dict[str, int] = field(default_factory=dict)
    """Number of each mark."""
    patience: int = field(init=False)
    """How many characters may be looked at yet."""
    room: int = field(init=False)
    """How many characters they may cover yet."""

    def __post_init__(self) -> None:
        """Begin with all the room that the text has."""
        self.patience = MOST_SEARCHED
        self.room = limit_room(self.draft.text)

    def add(
        self, labels: dict[str, str], selectors: list[Selector], origin: Origin
    ) -> None:
        """Place the marks of one target, which have labels by their ids."""
        for mark_id in labels:
            self.order[mark_id] = len(self.order)
        plain = [it for it in selectors if not it.refinements]
        position = pick(plain, POSITION)
        if position is None:
            place = Place(Fragment(0, len(self.draft.text)), origin, len(labels))
            self.add_resolved(labels, self.resolve(selectors, place), origin)
            return
        words = self.read_quote(pick(plain, QUOTE), origin, len(labels))
        if words is None:
            return
        start, end = position.fields.get("start"), position.fields.get("end")
        fragment = read_fragment(start, end, self.draft, origin, len(labels))
        if fragment is not None:
            self.placed += make_marks(labels, fragment, words.exact, origin)
            self.quotes |= dict.fromkeys(labels, words)

    def add_resolved(
        self, labels: dict[str, str], fragment: Fragment | None, origin: Origin
    ) -> None:
        """Add marks at a place that is known; None: they have been refused."""
        if fragment is None:
            return
        start, end = fragment
        self.room -= end - start
        if self.room < 0:
            self.draft.refuse(len(labels), CROWDED_TEXT, origin, times=MOST_COVERS)
            return
        words = self.draft.text[start:end]
        self.quoted += make_marks(labels, fragment, words, origin)

    def resolve(self, selectors: list[Selector], place: Place) -> Fragment | None:
        """Return what selectors tell of a part of the text; None: it is refused.

        All tell the same part; one that can be read is enough.
        """
        readable = [it for it in selectors if is_readable(it)]
        if not readable:
            kind = selectors[0].kind or "a selector without a type"
            self.draft.leave_out(place.number, ANNOTATION_KIND, kind, place.origin)
            return None
        selector = pick(readable, POSITION) or readable[0]
        if selector.kind == POSITION:
            fragment = self.resolve_position(selector, place)
        else:
            fragment = self.resolve_quote(selector, place)
        if fragment is None or not selector.refinements:
            return fragment
        return self.resolve(selector.refinements, place._replace(within=fragment))

    def resolve_position(self, selector: Selector, place: Place) -> Fragment | None:
        """Return a position in a part of the text."""
        fields = selector.fields
        origin, count = place.origin, place.number
        fragment = read_fragment(
            fields.get("start"), fields.get("end"), self.draft, origin, count
        )
        if fragment is None:
            return None
        first, last = place.within
        moved = Fragment(fragment.char_start + first, fragment.char_end + first)
        if moved.char_end <= last:
            return moved
        size = last - first
        values = {"end": fragment.char_end, "size": size}
        expected = f"an end of at most {size}"
        self.draft.refuse(count, SPAN_BEYOND_TEXT, origin, expected=expected, **values)
        return None

    def resolve_quote(self, selector: Selector, place: Place) -> Fragment | None:
        """Return the only place of a quote in a part of the text."""
        words = self.read_quote(selector, place.origin, place.number)
        if words is None:
            return None
        places = self.find(words, place.within)
        if len(places) == 1:
            return Fragment(places[0], places[0] + len(words.exact))
        fault = "stands nowhere" if not places else "stands at several places"
        if self.patience <= 0:
            fault = "is not looked for, after so many others"
        self.draft.refuse(
            place.number,
            QUOTE_PLACE,
            place.origin,
            words=words.exact,
            found=quote(words.exact),
            fault=fault,
            expected="one place, with the prefix before it and the suffix behind it",
        )
        return None

    def read_quote(
        self, selector: Selector | None, origin: Origin, count: int
    ) -> Quote | None:
        """Return what a selector quotes, nothing without one; None: it is refused."""
        if selector is None:
            return NO_QUOTE
        words = [selector.fields.get(name, "") for name in Quote._fields]
        for name, value in zip(Quote._fields, words, strict=True):
            if not isinstance(value, str) or (name == "exact" and not value):
                expected = "words of the text"
                self.draft.refuse_shape(count, name, value or None, expected, origin)
                return None
        return Quote(*words)

    def find(self, words: Quote, within: Fragment) -> list[int]:
        """Return where a quote stands in a part of the text, at most two places."""
        start, end = within
        whole = words.prefix + words.exact + words.suffix
        places: list[int] = []
        while len(places) < 2 and self.patience > 0:  # noqa: PLR2004  # more is no use
            place = self.draft.text.find(whole, start, end)
            stop = place if place >= 0 else end
            self.patience -= stop - start + len(whole)
            if place < 0:
                break
            places.append(place + len(words.prefix))
            start = place + 1
        return places

    def settle(self) -> Settled:
        """Put all marks into the draft, in their order, and return what was found.

        A mark whose position has not the words of its quote is moved to them, if they
        stand at one place.
        """
        draft = self.draft
        settled = settle_marks(self.placed, draft, lambda mark: mark.origin)
        whole = Fragment(0, len(draft.text))
        moved, misfits = [], []
        for mark in settled.misfits:
            places = self.find(self.quotes[mark.mark_id], whole)
            if len(places) == 1:
                fragment = Fragment(places[0], places[0] + len(mark.text))
                moved.append((mark, mark._replace(fragments=(fragment,))))
            else:
                misfits.append(mark)
        settled.misfits = misfits
        refuse_misfits(settled, draft, lambda mark: mark.origin)
        warn_of_moves(moved, draft)
        marks = [*settled.marks, *(mark for _, mark in moved), *self.quoted]
        draft.marks = sorted(marks, key=lambda mark: self.order[mark.mark_id])
        settled.misfits += [mark for mark, _ in moved]
        settled.total += len(self.quoted)
        return settled


class Place(NamedTuple):
    """Where a selector is resolved, and where it stands in the file."""

    within: Fragment
    origin: Origin
    number: int
    """How many marks it has."""


def pick(selectors: list[Selector], kind: str) -> Selector | None:
    """Return the first selector of a class, None for none."""
    return next((it for it in selectors if it.kind == kind), None)


def is_readable(selector: Selector) -> bool:
    """Return whether a selector, and one of those that refine it, can be read."""
    is_known = selector.kind in {POSITION, QUOTE}
    refinements = selector.refinements
    return is_known and (not refinements or any(map(is_readable, refinements)))


def make_marks(
    labels: dict[str, str], fragment: Fragment, words: str, origin: Origin
) -> list[Mark]:
    """Return a mark of each label at one place."""
    return [
        Mark(mark_id, label, (fragment,), words, origin)
        for mark_id, label in labels.items()
    ]


def warn_of_moves(moved: list[tuple[Mark, Mark]], draft: Draft) -> None:
    """Warn of marks that were moved to their quotes, with one finding at the first."""
    if moved:
        before, after = moved[0]
        values = {"place": show_offsets(before), "found": show_offsets(after)}
        draft.defects.report(
            MOVED_SPAN,
            before.origin,
            mark_id=before.mark_id,
            count=len(moved),
            hint="take the text that was annotated, if there is another",
            **values,
        )
