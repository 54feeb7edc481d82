"""The text that stand-off annotations are about, as strict UTF-8."""

from __future__ import annotations

from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile
from claimpack.errors import SourceError
from claimpack.files import decode_text
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

TEXT_MISSING = Rule(
    code="text-missing",
    severity=Severity.ERROR,
    template="the annotation has no text: {found} does not exist",
    explanation="An annotation is about exact characters, so its text must be there.",
)
TEXT_UNREADABLE = Rule(
    code="text-unreadable",
    severity=Severity.ERROR,
    template="the text cannot be read: {found}",
    explanation="Offsets count the code points of strict UTF-8.",
)
RULES = (TEXT_MISSING, TEXT_UNREADABLE)


def read_text_beside(file: AnnotationFile, name: str) -> str | Finding:
    """Return the text in the file of that name, or why there is none."""
    content = file.find_beside(name)
    if content is None:
        return report_missing(file.path, name)
    return read_text(content, str(PurePosixPath(file.path).with_name(name)))


def read_text(content: bytes, path: str) -> str | Finding:
    """Return the text that a file holds, or why it cannot be read."""
    try:
        return decode_text(content, path)
    except SourceError as error:
        return make_finding(TEXT_UNREADABLE, Location(path=path), found=str(error))


def report_missing(path: str, text_path: str) -> Finding:
    """Return the finding of an annotation without its text."""
    return make_finding(
        TEXT_MISSING,
        Location(path=path),
        found=quote(text_path),
        expected="the exact text beside its annotation",
        hint="put the text there, or take the annotation away",
    )
