"""One text that Web Annotations are about, from the file beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from claimpack.annotations import AnnotationFile, Reading
from claimpack.errors import SourceError
from claimpack.files import split_path
from claimpack.findings import Finding, Location, make_finding
from claimpack.readers.json_files import Draft
from claimpack.readers.texts import (
    TEXT_MISSING,
    TEXT_UNREADABLE,
    read_text_beside,
    report_missing,
)
from claimpack.readers.web_annotation_anchors import Anchors
from claimpack.readers.web_annotation_parts import Parsed
from claimpack.readers.web_annotation_terms import join_fragments

TEXT_ENDING = ".txt"
MARKUP = (".html", ".htm", ".xhtml", ".xml", ".pdf")
"""Of such a resource its text without markup is read, which lies in a .txt file."""


@dataclass(slots=True, kw_only=True)
class Text:
    """A text, with what is said of it."""

    name: str
    draft: Draft
    anchors: Anchors
    problem: Finding | None
    """Why there is no text: then all that is said of it is refused."""
    creators: set[str] = field(default_factory=set)
    families: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Marks of our own export that are the fragments of one, by the first of them."""

    def finish(self) -> Reading:
        """Return the reading of the text."""
        if self.problem is not None:
            self.draft.defects.findings.append(self.problem)
        settled = self.anchors.settle()
        join_fragments(self.draft, self.families.values())
        self.draft.report_left_out()
        creator = self.creators.pop() if len(self.creators) == 1 else ""
        return self.draft.finish(
            self.name,
            creator,
            settled.grid.unit.name,
            is_proved=settled.is_proved,
        )


def open_text(
    file: AnnotationFile, name: str, loose: Draft, reserved: Collection[str]
) -> Text:
    """Return the text in the file of that name, of which nothing is said yet.

    `loose` is at the annotations; no id of `reserved` is made.
    """
    read = read_text(file, name)
    problem = read if isinstance(read, Finding) else None
    draft = Draft(
        text="" if isinstance(read, Finding) else read,
        places=loose.places,
        ids=set(),
        reserved=reserved,
        origin=loose.origin,
    )
    return Text(
        name=name.removesuffix(TEXT_ENDING),
        draft=draft,
        anchors=Anchors(draft),
        problem=problem,
    )


def name_marks(parsed: Parsed, text: Text) -> list[str]:
    """Return an id for each mark of a target; the first has that of the annotation.

    Those of further tags and targets end with a number; without an id they are T1, T2.
    """
    draft, base = text.draft, parsed.annotation_id
    count = max(1, len(parsed.tags))
    if base is None:
        return [draft.make_id("T") for _ in range(count)]
    draft.numbers.setdefault(f"{base}.", 1)
    ids = [] if base in text.anchors.order else [base]
    draft.ids.add(base)
    return ids + [draft.make_id(f"{base}.") for _ in range(count - len(ids))]


def name_file(source: str) -> str:
    """Return the last part of an address, empty where no file can have that name.

    >>> name_file("http://example.org/texts/a%20b.txt?version=2#top")
    'a b.txt'
    """
    try:
        path = unquote(urlsplit(source).path)
        name = path.rstrip("/").rpartition("/")[2]
        return name if split_path(name) == [name] else ""
    except (ValueError, SourceError):
        return ""


def read_text(file: AnnotationFile, name: str) -> str | Finding:
    """Return the text in the file of that name, with or without .txt, or why not."""
    found: str | Finding = ""
    names = [f"{name}{TEXT_ENDING}"]
    if not name.lower().endswith(MARKUP):
        names.insert(0, name)
    for each in names if name else []:
        try:
            found = read_text_beside(file, each)
        except SourceError as error:
            place = Location(path=file.path)
            return make_finding(TEXT_UNREADABLE, place, found=str(error))
        if isinstance(found, str) or found.code != TEXT_MISSING.code:
            return found
    return report_missing(file.path, name)
