"""Articles that others have annotated, in any format and by any scheme.

There is no register: each entity and event is local to its text.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Origin, Reading
from claimpack.corpus import Corpus, Member
from claimpack.document import Article
from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import (
    Finding,
    Location,
    Rule,
    Severity,
    has_errors,
    make_finding,
    quote,
)
from claimpack.identifiers import is_valid_id
from claimpack.mapping.native import map_native
from claimpack.mapping.scheme import make_scheme
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.mapping.translation import translate
from claimpack.members import make_locate, name_link, read_metadata
from claimpack.readers.formats import FORMATS, recognise
from claimpack.registers import Register
from claimpack.schema import Schema
from claimpack.schema_entries import suggest

AUTO = "auto"
BESIDE = (".txt", ".meta.json", ".conf", ".a2")
"""How files end that lie beside annotations and are none."""

NOTHING_ANNOTATED = Rule(
    code="nothing-annotated",
    severity=Severity.ERROR,
    template="no file is an annotation of a format that we know",
    explanation="A package is built from at least one annotated article.",
)
FORMAT_UNKNOWN = Rule(
    code="format-unknown",
    severity=Severity.NOTE,
    template="it is no annotation of a format that we know, and is not read",
    explanation="docs/readers.md lists the formats, and how each is known.",
)
SEVERAL_ANNOTATORS = Rule(
    code="several-annotators",
    severity=Severity.ERROR,
    template="{name} is annotated by {found}",
    explanation="What two people saw in one text would be counted twice.",
)
LEFT_OUT = Rule(
    code="label-left-out",
    severity=Severity.WARNING,
    template="{found} is in no table (lines: {lines:,}, files: {files:,})",
    explanation="The mapping has nothing for it; what it tells is not in the package.",
)
RULES = (NOTHING_ANNOTATED, FORMAT_UNKNOWN, SEVERAL_ANNOTATORS, LEFT_OUT)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """What was read of one text, for a report."""

    path: str
    document_id: str
    format: str
    unit: str
    is_proved: bool
    counts: Mapping[str, int]
    """How many annotations of each kind were read."""
    refused_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCorpus:
    """Articles of a source, with what is wrong with them."""

    corpus: Corpus
    findings: tuple[Finding, ...]
    texts: tuple[ReadText, ...]


@dataclass(slots=True)
class Collection:
    """What has been read of a source so far."""

    readings: list[tuple[str, Reading]] = field(default_factory=list)
    """With the name of the format."""
    findings: list[Finding] = field(default_factory=list)
    left_out: dict[str, list[Sequence[Origin]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """Lines of what is in no table, by what it is and file by file."""


def read_source(
    folder: Folder,
    schema: Schema,
    scheme: SchemeMapping | None = None,
    format_name: str = AUTO,
    annotator: str | None = None,
) -> SourceCorpus:
    """Return the articles of all files below a folder.

    `scheme` None stands for our own scheme. Of a text with several annotators, only
    what `annotator` made is read.

    Raises:
        UsageError: no format has that name.
        SourceError: a file cannot be read.

    """
    collected = Collection()
    readings = read_files(folder, iter_paths(folder), format_name, annotator, collected)
    ids = name_documents([reading for _, reading in readings])
    members = [
        map_reading(folder, reading, document_id, schema, scheme, collected)
        for (_, reading), document_id in zip(readings, ids, strict=True)
    ]
    collected.findings += report_left_out(collected.left_out)
    texts = [
        describe_text(reading, name, document_id)
        for (name, reading), document_id in zip(readings, ids, strict=True)
    ]
    return SourceCorpus(
        corpus=Corpus(
            members=tuple(members),
            entities=Register(path="", entries={}),
            events=Register(path="", entries={}),
            has_registers=False,
        ),
        findings=tuple(collected.findings),
        texts=tuple(texts),
    )


def read_files(
    folder: Folder,
    paths: Iterable[str],
    format_name: str,
    annotator: str | None,
    collected: Collection,
) -> list[tuple[str, Reading]]:
    """Return the readings of some files, with their formats; defects are collected.

    Raises:
        UsageError: no format has that name.
        SourceError: a file cannot be read.

    """
    if format_name not in {AUTO, *FORMATS}:
        hint = suggest(format_name, [AUTO, *FORMATS])
        raise UsageError(f"no format has the name {quote(format_name)}; {hint}")
    for path in paths:
        read_file(folder, path, format_name, collected)
    readings = choose_annotator(collected, annotator)
    if not readings and not has_errors(collected.findings):
        place = Location(path=".")
        collected.findings.append(make_finding(NOTHING_ANNOTATED, place))
    return readings


def iter_paths(folder: Folder) -> Iterator[str]:
    """Yield the files below a folder, by folder and name."""
    pending = deque(["."])
    while pending:
        for path in folder.iter_files(pending.popleft(), ""):
            if folder.resolve(path).is_dir():
                pending.append(path)
            else:
                yield path


def read_file(
    folder: Folder,
    path: str,
    format_name: str,
    collected: Collection,
    texts: Folder | None = None,
) -> None:
    """Add the readings of one file, or a note that it is no annotation.

    `texts` is where its text is looked for that does not lie beside it.
    """
    content = folder.read_bytes(path)
    name = recognise(path, content)
    if format_name != AUTO:
        is_meant = path.endswith(FORMATS[format_name].ending)
        name = format_name if is_meant and not path.endswith(BESIDE) else None
    if name is None:
        if not path.endswith(BESIDE):
            collected.findings.append(make_finding(FORMAT_UNKNOWN, Location(path=path)))
        return
    above = PurePosixPath(path).parent

    def find_beside(file_name: str) -> bytes | None:
        beside = str(above / file_name)
        places = [(folder, beside)]
        if texts is not None:
            places += [(texts, beside), (texts, file_name)]
        return next((it.read_bytes(at) for it, at in places if it.exists(at)), None)

    file = AnnotationFile(path=path, content=content, find_beside=find_beside)
    for reading in FORMATS[name].read(file):
        collected.findings += reading.findings
        collected.readings.append((name, reading))


def choose_annotator(
    collected: Collection, annotator: str | None
) -> list[tuple[str, Reading]]:
    """Return the readings of one annotator, or all where no text has two of them."""
    readings = collected.readings
    if annotator is not None:
        return [it for it in readings if it[1].annotator in {"", annotator}]
    annotators: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for _, reading in readings:
        folder = str(PurePosixPath(reading.annotations.path).parent)
        annotators[folder, reading.name].append(reading)
    for (_, name), found in annotators.items():
        names = sorted({it.annotator for it in found if it.annotator})
        if len(names) > 1:
            place = Location(path=found[0].annotations.path)
            finding = make_finding(
                SEVERAL_ANNOTATORS,
                place,
                name=quote(name),
                found=", ".join(names),
                expected="one annotator",
                hint=f"choose one, as in --annotator {names[0]}",
            )
            collected.findings.append(finding)
    return readings


def name_documents(readings: Sequence[Reading]) -> list[str]:
    """Return an id for each text: its name, as far as an id may have its characters."""
    taken: Counter[str] = Counter()
    ids = []
    for number, reading in enumerate(readings, start=1):
        path = PurePosixPath(reading.annotations.path)
        wanted = make_id(reading.name or path.stem) or f"text-{number}"
        taken[wanted] += 1
        ids.append(wanted if taken[wanted] == 1 else f"{wanted}.{taken[wanted]}")
    return ids


def make_id(name: str) -> str:
    """Return a name as an id; empty where nothing of it can be one.

    >>> make_id("Bleak House, 2.txt")
    'bleak-house-2.txt'
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).lstrip("._-")[:80].rstrip("-")
    return plain if is_valid_id(plain) else ""


def describe_article(
    folder: Folder, reading: Reading, schema: Schema
) -> tuple[Article, list[Finding]]:
    """Return the text of a reading with what its `.meta.json` says, if it has one.

    The package that is built does not have the text.
    """
    annotations = reading.annotations
    stem = str(PurePosixPath(annotations.path).parent / reading.name)
    content = annotations.text.encode("utf-8")
    article, findings = read_metadata(folder, stem, annotations.text, content, schema)
    annotator = reading.annotator or article.annotator
    return replace(article, text_path=None, annotator=annotator), findings


def map_reading(  # noqa: PLR0913, PLR0917  # what `read_source` knows
    folder: Folder,
    reading: Reading,
    document_id: str,
    schema: Schema,
    scheme: SchemeMapping | None,
    collected: Collection,
) -> Member:
    """Return the article of a reading; what is wrong with it is collected."""
    annotations = reading.annotations
    article, findings = describe_article(folder, reading, schema)
    collected.findings += findings
    article = replace(article, document_id=document_id)
    if scheme is not None:
        translated = translate(annotations, scheme, make_scheme(schema.codes))
        annotations = translated.annotations
        for what, origins in translated.left_out.items():
            collected.left_out[what].append(origins)
    mapped = map_native(
        annotations, article, schema.codes, is_translated=scheme is not None
    )
    for what, lines in mapped.unknown_labels.items():
        collected.left_out[what].append(lines)
    collected.findings += mapped.findings
    return Member(
        document=mapped.document,
        locate=make_locate(annotations, annotations.path),
        link_places={
            name_link(document_id, link): origin.locate()
            for link, origin in mapped.link_origins.items()
        },
    )


def report_left_out(left_out: Mapping[str, list[Sequence[Origin]]]) -> list[Finding]:
    """Return one finding for all that is in no table under one name."""
    return [
        make_finding(
            LEFT_OUT,
            files[0][0].locate(),
            found=quote(what),
            lines=sum(map(len, files)),
            files=len(files),
            hint="map it, or put it into `ignore` of the mapping",
        )
        for what, files in sorted(left_out.items())
    ]


def describe_text(reading: Reading, name: str, document_id: str) -> ReadText:
    """Return what was read of a text."""
    annotations = reading.annotations
    kinds = ("marks", "nodes", "attributes", "references", "notes", "links")
    return ReadText(
        path=annotations.path,
        document_id=document_id,
        format=name,
        unit=reading.unit,
        is_proved=reading.is_proved,
        counts={kind: len(getattr(annotations, kind)) for kind in kinds},
        refused_count=reading.refused_count,
    )
