"""The annotations in a ZIP file that INCEpTION or WebAnno exported.

Sources: INCEpTION User Guide, "UIMA CAS XMI" (a ZIP file of each document, with the
XMI and its type system) and "UIMA CAS JSON"; how a project is laid out, by looking at
its exporter and at exports: `annotation/DOCUMENT/ANNOTATOR.zip` and
`curation/DOCUMENT/CURATION_USER.zip`, or `.json` in their place. What no annotator has
touched is called INITIAL_CAS. The annotations in `annotation_ser` and `curation_ser`
are the same in a form of Java, and are not read.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Annotations, Reading
from claimpack.archives.contents import Contents, read_contents
from claimpack.errors import SourceError
from claimpack.files import refusal
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.readers.uima import (
    EXPORT_AGAIN,
    LARGEST_CAS_BYTES,
    read_cas_json,
    read_cas_xmi,
)
from claimpack.readers.uima_library import import_cassis

EXPORT_NOT_READ = Rule(
    code="export-not-read",
    severity=Severity.ERROR,
    template="nothing is read of it: {found}",
    explanation="Only an archive that is whole and safe tells what it holds.",
)
NO_CAS = Rule(
    code="no-cas",
    severity=Severity.ERROR,
    template="the archive has no annotations in XMI or in JSON",
    explanation=(
        "INCEpTION exports annotations in the format that is chosen; what it keeps for "
        "itself (.ser) only Java reads."
    ),
)
MEMBER_LEFT_OUT = Rule(
    code="member-left-out",
    severity=Severity.WARNING,
    template="{found} of the archive is not read ({count:,} of them)",
    explanation=(
        "XMI is read, and JSON where a project has its annotations. This file may hold "
        "annotations that are in no other one of the archive."
    ),
)
RULES = (EXPORT_NOT_READ, NO_CAS, MEMBER_LEFT_OUT)

HEADER_PATTERN = re.compile(rb"PK\x03\x04.{22}(..)..", re.DOTALL)
NAME_PATTERN = re.compile(
    rb"(?:[^/]*/)?(?:(?:annotation|curation)(?:_ser)?/.*|exportedproject[^/]*\.json)"
    rb"|.*\.xmi"
    rb"|(?:.*/)?[Tt]ype[Ss]ystem\.xml",
    re.DOTALL,
)
PROJECT_PATTERN = re.compile(r"(?:.*/)?(annotation|curation)/([^/]+)/([^/]+)\.[^./]+")
OTHER_PATTERN = re.compile(
    rf"{PROJECT_PATTERN.pattern}"
    r"|(?!(?:.*/)?(?:annotation_ser|curation_ser|source)/|exportedproject)"
    r".*\.(?:json|jsonl|tsv|zip|ann|ser|bin)"
)
"""What may hold annotations, and is not known to hold the same as other files."""
TEMPORARY_PATTERN = re.compile(r"(?:webanno|inception)[-0-9].*")
"""How older versions call the archive of an annotator, whose file has the name."""
INITIAL = "INITIAL_CAS"


def is_inception_zip(head: bytes) -> bool:
    """Return whether it is a ZIP file with a name that exports of INCEpTION have."""
    if not head.startswith(b"PK\3\4"):
        return False
    for match in HEADER_PATTERN.finditer(head):
        (size,) = struct.unpack("<H", match[1])
        if NAME_PATTERN.fullmatch(head[match.end() : match.end() + size]):
            return True
    return False


def read_inception_zip(file: AnnotationFile) -> Iterator[Reading]:
    """Yield a reading for each text and annotator of an export.

    All are of the path of the archive; their lines are placed in the files in there.

    Raises:
        ClaimpackError: dkpro-cassis is not installed.

    """
    import_cassis()
    try:
        contents = read_contents(file.content, file.path)
    except SourceError as error:
        yield refuse(file.path, make_fault(file.path, error))
        return
    found = False
    findings = report_left_out(contents)
    for path in list_documents(contents):
        for reading in read_document(contents, path):
            annotations = replace(reading.annotations, path=file.path)
            reading = replace(reading, annotations=annotations)  # noqa: PLW2901  # the same
            yield reading if found else prepend(findings, reading)
            found = True
    if not found:
        finding = make_finding(NO_CAS, Location(path=file.path), hint=EXPORT_AGAIN)
        yield refuse(file.path, finding, *findings)


def prepend(findings: Sequence[Finding], reading: Reading) -> Reading:
    """Return a reading that tells these findings first."""
    return replace(reading, findings=(*findings, *reading.findings))


def make_fault(path: str, error: SourceError) -> Finding:
    """Return the finding for an archive that is not read."""
    return make_finding(EXPORT_NOT_READ, Location(path=path), found=error)


def refuse(path: str, *findings: Finding) -> Reading:
    """Return the reading of what no text could be read from; it counts once."""
    return Reading(
        annotations=Annotations(path=path, text=""),
        findings=findings,
        refused_count=1,
    )


def list_documents(contents: Contents) -> list[str]:
    """Return the paths of what may hold a CAS.

    What no annotator has touched counts where a document has nothing else.
    """
    paths = [path for path in contents.members if is_document(path)]
    touched = {parent(path) for path in paths if not is_initial(path)}
    return [it for it in paths if not (is_initial(it) and parent(it) in touched)]


def parent(path: str) -> str:
    """Return the folder of a path."""
    return str(PurePosixPath(path).parent)


def is_initial(path: str) -> bool:
    """Return whether a file is what annotators began with."""
    return PurePosixPath(path).stem == INITIAL


def is_document(path: str) -> bool:
    """Return whether a file may hold a CAS: XMI, or JSON or ZIP of an annotator."""
    suffix = PurePosixPath(path).suffix
    is_of_project = PROJECT_PATTERN.fullmatch(path) is not None
    return suffix == ".xmi" or (is_of_project and suffix in {".json", ".zip"})


def report_left_out(contents: Contents) -> list[Finding]:
    """Return a finding for annotations in other formats, if there are any."""
    paths = [
        path
        for path in contents.members
        if OTHER_PATTERN.fullmatch(path) and not is_document(path)
    ]
    if not paths:
        return []
    return [
        make_finding(
            MEMBER_LEFT_OUT,
            Location(path=f"{contents.where}/{paths[0]}"),
            found=quote(paths[0]),
            count=len(paths),
            hint="take it out of the archive, and read it by itself",
        )
    ]


def read_document(contents: Contents, path: str) -> Iterator[Reading]:
    """Yield the readings of one file, or of the archive of one annotator.

    Where it lies says what its text is called, and whose annotations these are.
    """
    where = f"{contents.where}/{path}"
    match = PROJECT_PATTERN.fullmatch(path)
    try:
        if path.endswith(".zip"):
            contents = read_contents(contents.read(path, LARGEST_CAS_BYTES), where)
            path = find_inner(contents)
        readings = read_cas(contents, path)
    except SourceError as error:
        yield refuse(where, make_fault(where, error))
        return
    for number, reading in enumerate(readings, start=1):
        yield name_reading(reading, where, match, path, number)


def read_cas(contents: Contents, path: str) -> list[Reading]:
    """Return the readings of one file; its type system lies beside it.

    Raises:
        SourceError: one of the two is too large, or damaged.

    """
    file = AnnotationFile(
        path=f"{contents.where}/{path}",
        content=contents.read(path, LARGEST_CAS_BYTES),
        find_beside=lambda name: find_beside(contents, path, name),
    )
    read = read_cas_xmi if path.endswith(".xmi") else read_cas_json
    return list(read(file))


def find_inner(inner: Contents) -> str:
    """Return the path of the one CAS in the archive of an annotator.

    Raises:
        SourceError: it has none, or several.

    """
    paths = [it for it in inner.members if it.endswith((".xmi", ".json"))]
    if len(paths) != 1:
        found = f"found {len(paths)} files with annotations in XMI or JSON"
        raise refusal(inner.where, found, "expected one", "export it again")
    return paths[0]


def find_beside(contents: Contents, path: str, name: str) -> bytes | None:
    """Return the file of that name beside a path, None where there is none."""
    beside = str(PurePosixPath(path).parent / name)
    if beside not in contents.members:
        return None
    return contents.read(beside, LARGEST_CAS_BYTES)


def name_reading(
    reading: Reading, where: str, match: re.Match[str] | None, path: str, number: int
) -> Reading:
    """Return a reading with the name of its text and of its annotator."""
    file_name = PurePosixPath(path).stem
    if match is None:
        return replace(reading, name=reading.name or file_name)
    name, annotator = match[2], PurePosixPath(where).stem
    if TEMPORARY_PATTERN.fullmatch(annotator):
        annotator = file_name
    name = name if number == 1 else f"{name}-{number}"
    return replace(reading, name=name, annotator=annotator)
