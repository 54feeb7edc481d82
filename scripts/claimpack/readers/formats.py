"""The formats of annotation files: how each is recognised, and what reads it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Annotations, Reading
from claimpack.errors import SourceError
from claimpack.files import decode_text
from claimpack.findings import Location, Rule, Severity, make_finding, quote
from claimpack.readers.brat import read_brat

TEXT_NOT_FOUND = Rule(
    code="text-not-found",
    severity=Severity.ERROR,
    template="there is no text {found} beside the annotation",
    explanation="Stand-off annotations are about the exact characters of a text.",
)
TEXT_NOT_READ = Rule(
    code="text-not-read",
    severity=Severity.ERROR,
    template="the text of the annotation cannot be read: {found}",
    explanation="Offsets count the code points of strict UTF-8.",
)
RULES = (TEXT_NOT_FOUND, TEXT_NOT_READ)

BRAT_LINE = re.compile(rb"(?:[TERAMN#][^\t\n]*|\*)\t[^\n]*")
HEAD_BYTES = 64 * 1024
"""What of a file is looked at to tell its format."""

Reader = Callable[[AnnotationFile], Iterable[Reading]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format of annotation files."""

    read: Reader
    recognises: Callable[[bytes], bool]
    """Whether the first bytes of a file are of this format."""


def is_brat(head: bytes) -> bool:
    """Return whether the first line with something in it is one of brat stand-off."""
    lines = (line for line in head.split(b"\n") if line.strip())
    return BRAT_LINE.fullmatch(next(lines, b"").rstrip(b"\r")) is not None


def read_brat_file(file: AnnotationFile) -> Iterator[Reading]:
    """Yield the reading of an .ann file, with the text that lies beside it.

    `a_kim.ann` is what the annotator kim made of `a.txt`, if there is no `a_kim.txt`.
    """
    stem = PurePosixPath(file.path).name.removesuffix(".ann")
    name, content = find_text(file, stem)
    if content is None:
        yield refuse_text(file, TEXT_NOT_FOUND, quote(f"{stem}.txt"))
        return
    try:
        text = decode_text(content, f"{name}.txt")
    except SourceError as error:
        yield refuse_text(file, TEXT_NOT_READ, str(error))
        return
    reading = read_brat(file.content, text, file.path)
    annotator = stem.removeprefix(name).removeprefix("_")
    is_proved = bool(reading.annotations.marks) and not reading.findings
    yield replace(reading, name=name, annotator=annotator, is_proved=is_proved)


def find_text(file: AnnotationFile, stem: str) -> tuple[str, bytes | None]:
    """Return name and content of the text of an annotation; None if there is none."""
    name = stem
    while True:
        content = file.find_beside(f"{name}.txt")
        if content is not None or "_" not in name:
            return name, content
        name = name.rpartition("_")[0]


def refuse_text(file: AnnotationFile, rule: Rule, found: str) -> Reading:
    """Return the reading of a file whose text is not there: nothing of it is read."""
    lines = [line for line in file.content.split(b"\n") if line]
    return Reading(
        annotations=Annotations(path=file.path, text=""),
        findings=(make_finding(rule, Location(path=file.path), found=found),),
        refused_count=len(lines),
    )


FORMATS: Mapping[str, Format] = {
    "brat": Format(read=read_brat_file, recognises=is_brat),
}
"""Format by its name; the first that recognises a file reads it."""


def recognise(content: bytes) -> str | None:
    """Return the name of the format of a file, None where it is none that we know."""
    head = content[:HEAD_BYTES]
    return next((name for name, it in FORMATS.items() if it.recognises(head)), None)
