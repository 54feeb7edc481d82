"""The text that lies beside stand-off annotations, as strict UTF-8."""

from __future__ import annotations

from claimpack.annotations import AnnotationFile
from claimpack.errors import SourceError
from claimpack.files import decode_text
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

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


def read_text_beside(file: AnnotationFile, name: str) -> str | Finding:
    """Return the text in the file of that name, or why there is none."""
    content = file.find_beside(name)
    if content is None:
        location = Location(path=file.path)
        return make_finding(TEXT_NOT_FOUND, location, found=quote(name))
    try:
        return decode_text(content, name)
    except SourceError as error:
        return make_finding(TEXT_NOT_READ, Location(path=file.path), found=str(error))
