"""The texts that Web Annotations are about, and what is said of each."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from claimpack.annotations import AnnotationFile, Attribute, Link, Note, Origin, Reading
from claimpack.findings import quote
from claimpack.readers.brat_columns import DANGLING_ID
from claimpack.readers.json_files import WHOLE_TEXT, Draft
from claimpack.readers.web_annotation_parts import LINKING, TAGGING, Parsed, Target
from claimpack.readers.web_annotation_terms import (
    MARK,
    TermError,
    list_ends,
    read_own,
)
from claimpack.readers.web_annotation_text import (
    Text,
    name_file,
    name_marks,
    open_text,
)


class Pending(NamedTuple):
    """A link whose end may not have been read yet."""

    draft: Draft
    label: str
    source_id: str
    target_id: str
    link_id: str | None
    """None: it has none."""
    origin: Origin


@dataclass(slots=True)
class Texts:
    """All texts that a file of annotations is about, by the names of their files."""

    file: AnnotationFile
    loose: Draft
    """For what is about no text."""
    by_name: dict[str, Text] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """Of the files, by their addresses."""
    homes: dict[str, Text | None] = field(default_factory=dict)
    """The text of each annotation with marks; its id is that of the first of them.

    Of those of our own export also what is about them; None: about no text.
    """
    known: dict[str, Parsed] = field(default_factory=dict)
    """Annotations by their ids."""
    pending: list[Pending] = field(default_factory=list)

    def read(self, annotations: list[Parsed]) -> None:
        """Read annotations: first those of words, then those of other annotations."""
        accepted = [it for it in annotations if not self.is_repeated(it)]
        own = [it for it in accepted if it.terms.get("kind", MARK) != MARK]
        plain = [it for it in accepted if it.terms.get("kind", MARK) == MARK]
        for parsed in plain:
            self.read_words(parsed)
        for parsed in plain:
            self.read_links(parsed)
        for parsed in own:
            self.read_terms(parsed)

    def read_terms(self, parsed: Parsed) -> None:
        """Read what an annotation of our own export says of another one."""
        ends = list_ends(parsed)
        text = self.find_home(ends[0]) if ends else None
        draft = text.draft if text else self.loose
        dangling = [it for it in ends if text is None or self.find_home(it) is not text]
        if dangling:
            self.refuse_end(1, dangling[0], parsed.origin, draft)
        elif text is not None and text.problem is not None:
            draft.refused_count += 1
        else:
            try:
                read_own(parsed, draft)
            except TermError as error:
                parts = error.what, error.found, error.expected
                draft.refuse_shape(1, *parts, parsed.origin)

    def find_home(self, annotation_id: str) -> Text | None:
        """Return the text that an annotation is about in the end, None for none."""
        passed = []
        while annotation_id not in self.homes:
            passed.append(annotation_id)
            self.homes[annotation_id] = None
            parsed = self.known.get(annotation_id)
            if parsed is None or not parsed.terms or not parsed.targets:
                break
            annotation_id = parsed.targets[0].source
        text = self.homes[annotation_id]
        self.homes |= dict.fromkeys(passed, text)
        return text

    def is_repeated(self, parsed: Parsed) -> bool:
        """Return whether an annotation has the id of one before it, and refuse it."""
        if parsed.annotation_id is None:
            return False
        first = self.known.setdefault(parsed.annotation_id, parsed)
        if first is parsed:
            return False
        count = parsed.count_bodies() * max(1, len(parsed.targets))
        first_line = first.origin.line
        self.loose.refuse_twin(count, parsed.annotation_id, first_line, parsed.origin)
        return True

    def read_words(self, parsed: Parsed) -> None:
        """Read what an annotation says of words; its links are read later."""
        if not parsed.targets:
            expected = "the address of a text, and a selector"
            count = parsed.count_bodies()
            self.loose.refuse_shape(count, "the target", None, expected, parsed.origin)
        for target in parsed.targets:
            if target.source in self.known:
                continue
            count, origin = parsed.count_bodies(), parsed.origin
            if not target.source:
                what, expected = "the source of the target", "the address of a text"
                self.loose.refuse_shape(count, what, None, expected, origin)
            elif not target.selectors:
                what = "a target without a selector"
                self.loose.leave_out(count, WHOLE_TEXT, what, origin)
            else:
                self.read_target(parsed, target)

    def read_target(self, parsed: Parsed, target: Target) -> None:
        """Read what an annotation says of one target: a mark for each tag."""
        text = self.find_text(target.source)
        text.creators.add(parsed.creator)
        if parsed.annotation_id is not None:
            self.homes.setdefault(parsed.annotation_id, text)
        if text.problem is not None:
            text.draft.refused_count += parsed.count_bodies()
            return
        ids = name_marks(parsed, text)
        labels = parsed.tags or [parsed.motivation or "annotation"]
        labelled = dict(zip(ids, labels, strict=True))
        if parsed.terms and parsed.annotation_id and len(ids) == 1:
            text.families[parsed.annotation_id] += ids
        text.anchors.add(labelled, target.selectors, parsed.origin)
        self.add_bodies(parsed, ids[0], text.draft)

    def add_bodies(self, parsed: Parsed, mark_id: str, draft: Draft) -> None:
        """Add what an annotation says besides its tags; links are kept for later."""
        origin = parsed.origin
        for label, words in parsed.notes:
            note_id = draft.make_id("#")
            draft.notes.append(Note(note_id, label, mark_id, words, origin))
        values = [it for it in parsed.addresses if it[1] not in self.known]
        for label, value in [*parsed.values, *values]:
            attribute_id = draft.make_id("A")
            draft.attributes.append(
                Attribute(attribute_id, label, mark_id, value, origin)
            )
        for body in parsed.odd:
            expected = "an address, or an object with a value"
            draft.refuse_shape(1, "a body", body, expected, origin)
        for label, address in parsed.addresses:
            if address in self.known:
                pending = Pending(draft, label, mark_id, address, None, origin)
                self.pending.append(pending)

    def read_links(self, parsed: Parsed) -> None:
        """Read what an annotation says of other annotations, or between two."""
        ends = [it.source for it in parsed.targets if it.source in self.known]
        if len(ends) > 1 and parsed.motivation == LINKING:
            self.link(parsed, ends)
            return
        for end in ends:
            draft = self.find_draft(end)
            if draft is None:
                self.refuse_end(
                    max(1, count_bodies(parsed)), end, parsed.origin, self.loose
                )
            else:
                self.add_tags(parsed, end, draft)
                self.add_bodies(parsed, end, draft)

    def add_tags(self, parsed: Parsed, mark_id: str, draft: Draft) -> None:
        """Add the tags of an annotation of another one; it must say something."""
        for tag in parsed.tags:
            attribute_id = draft.make_id("A")
            draft.attributes.append(
                Attribute(attribute_id, TAGGING[0], mark_id, tag, parsed.origin)
            )
        if not count_bodies(parsed):
            expected = "an address, or an object with a value"
            draft.refuse_shape(1, "the body", None, expected, parsed.origin)

    def link(self, parsed: Parsed, ends: list[str]) -> None:
        """Read an annotation that links others: the first to each of the rest."""
        draft = self.find_draft(ends[0])
        if draft is None:
            count = (len(ends) - 1) * max(1, len(parsed.tags))
            count += count_bodies(parsed) - len(parsed.tags)
            self.refuse_end(count, ends[0], parsed.origin, self.loose)
            return
        ids = iter_link_ids(parsed.annotation_id, draft, self.homes)
        first = next(ids)
        draft.ids.add(first)
        ids = itertools.chain([first], ids)
        for end, label in itertools.product(ends[1:], parsed.tags or [LINKING]):
            pending = Pending(draft, label, ends[0], end, next(ids), parsed.origin)
            self.pending.append(pending)
        self.add_bodies(parsed, first, draft)

    def finish(self) -> Iterator[Reading]:
        """Yield the readings of all texts; what is about none is with the first."""
        for pending in self.pending:
            self.add_link(pending)
        texts = list(self.by_name.values())
        self.loose.report_left_out()
        if texts:
            texts[0].draft.absorb(self.loose)
        elif self.loose.refused_count or self.loose.defects.findings:
            yield self.loose.finish("")
        for text in texts:
            yield text.finish()

    def add_link(self, pending: Pending) -> None:
        """Add a link, if it leads to a mark of the same text."""
        draft, end = pending.draft, pending.target_id
        if self.find_draft(end) is not draft:
            self.refuse_end(1, end, pending.origin, draft)
            return
        link_id = pending.link_id or draft.make_id("R")
        draft.ids.add(link_id)
        draft.links.append(
            Link(link_id, pending.label, pending.source_id, end, pending.origin)
        )

    def find_draft(self, annotation_id: str) -> Draft | None:
        """Return the draft of the text that an annotation is about, None for none."""
        text = self.homes.get(annotation_id)
        return text.draft if text and text.problem is None else None

    def refuse_end(self, count: int, end: str, origin: Origin, draft: Draft) -> None:
        """Refuse what is said of an annotation that has no words in the text."""
        expected = "an annotation of words of the same text"
        values = {"words": end, "found": quote(end), "expected": expected}
        draft.refuse(count, DANGLING_ID, origin, **values)

    def find_text(self, source: str) -> Text:
        """Return the text of an address, whose file is read once."""
        if source not in self.names:
            self.names[source] = name_file(source)
        name = self.names[source]
        if name not in self.by_name:
            self.by_name[name] = open_text(self.file, name, self.loose, self.known)
        return self.by_name[name]


def iter_link_ids(
    base: str | None, draft: Draft, taken: Collection[str]
) -> Iterator[str]:
    """Yield ids for links; the first has that of the annotation, if no mark has it."""
    if base is not None and base not in taken:
        yield base
    start = "R" if base is None else f"{base}."
    if base is not None:
        draft.numbers.setdefault(start, 1)
    while True:
        yield draft.make_id(start)


def count_bodies(parsed: Parsed) -> int:
    """Return how many bodies an annotation has."""
    return parsed.count_bodies() - (not parsed.tags)
