"""Files that others have annotated: which are read, as what, and under which ids."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from claimpack.annotations import AnnotationFile, Reading
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
from claimpack.readers.brat_rows import UTF_16_MARKS
from claimpack.readers.brat_strays import OFFSET_UNIT
from claimpack.readers.formats import FORMATS, HEAD_BYTES, recognise
from claimpack.readers.uima_type_files import TYPE_SYSTEM_NAMES, is_type_system
from claimpack.schema_entries import suggest
from claimpack.seeds import NO_ARTICLE
from claimpack.unread import ANNOTATORS

AUTO = "auto"
FIRST, SECOND = ".a1", ".a2"
"""How the two files of BioNLP stand-off end; the second is read with the first."""
BESIDE = (".txt", ".meta.json", ".conf", SECOND, *TYPE_SYSTEM_NAMES)
"""How files end that lie beside annotations, and are not read by themselves."""
ALONE = f"BioNLP stand-off without a file {FIRST} beside it"
NOBODY = "nobody by name"
TYPES = "a type system"
UNKNOWN = "no annotation of a format that we know"
NOT_UTF_8 = "text in UTF-16 instead of UTF-8"

FORMAT_UNKNOWN = Rule(
    code="format-unknown",
    severity=Severity.NOTE,
    template="it is {found}, and is not read",
    explanation="docs/readers.md lists the formats, and how each is known.",
)
SEVERAL_ANNOTATORS = Rule(
    code="several-annotators",
    severity=Severity.ERROR,
    template="{name} is annotated by {found}",
    explanation="What two people saw in one text would be counted twice.",
)
OTHER_UNIT = Rule(
    code="other-unit",
    severity=Severity.NOTE,
    template="offsets do not count code points: all spans fit {unit}",
    explanation=(
        "The words that every span repeats prove it. The tables have code points, "
        "whatever the file counts."
    ),
)
RULES = (FORMAT_UNKNOWN, SEVERAL_ANNOTATORS, OTHER_UNIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceText:
    """One text as a file has it annotated."""

    format: str
    """As `readers.formats` names it."""
    reading: Reading

    @property
    def path(self) -> PurePosixPath:
        """The file with the annotations, relative to the source."""
        return PurePosixPath(self.reading.annotations.path)

    @property
    def name(self) -> str:
        """What the text is called: as its file has it, or else by the file itself."""
        return self.reading.name or self.path.stem


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceFiles:
    """The texts of some files."""

    texts: tuple[SourceText, ...]
    findings: tuple[Finding, ...]
    """About the files; those about a text are in its reading."""


def read_files(
    folder: Folder,
    paths: Iterable[str],
    format_name: str = AUTO,
    annotator: str | None = None,
) -> SourceFiles:
    """Return the texts of some files, each as one annotator has it.

    Raises:
        UsageError: no format has that name, or nobody who annotated.
        SourceError: a file cannot be read.

    """
    found = list_texts(folder, paths, format_name)
    texts, doubled = choose_annotator(found.texts, annotator)
    findings = [*found.findings, *doubled]
    if not texts and not has_errors(findings):
        expected = "an annotation of a format that docs/readers.md has"
        findings.append(make_finding(NO_ARTICLE, Location(path="."), expected=expected))
    return SourceFiles(texts=tuple(texts), findings=tuple(findings))


def list_texts(
    folder: Folder,
    paths: Iterable[str],
    format_name: str = AUTO,
    beyond: Folder | None = None,
) -> SourceFiles:
    """Return the texts of some files, by whomever, and which files are none.

    `beyond` is where a text is looked for that does not lie beside its annotation.

    Raises:
        UsageError: no format has that name.
        SourceError: a file cannot be read.

    """
    if format_name not in {AUTO, *FORMATS}:
        hint = suggest(format_name, [AUTO, *FORMATS])
        raise UsageError(f"no format has the name {quote(format_name)}; {hint}")
    texts: list[SourceText] = []
    findings: list[Finding] = []
    for path in paths:
        content = folder.read_bytes(path)
        found = recognise(path, content) or describe(content)
        name = choose_format(path, found, format_name)
        if name is not None:
            file = AnnotationFile(
                path=path,
                content=content,
                find_beside=Beside(folder, path, beyond).find,
            )
            readings = map(accept_unit, FORMATS[name].read(file))
            texts += [SourceText(format=name, reading=it) for it in readings]
        elif is_alone(folder, path):
            findings.append(
                make_finding(FORMAT_UNKNOWN, Location(path=path), found=ALONE)
            )
        elif not path.endswith(BESIDE):
            findings.append(
                make_finding(FORMAT_UNKNOWN, Location(path=path), found=found)
            )
    return SourceFiles(texts=tuple(texts), findings=tuple(findings))


def describe(content: bytes) -> str:
    """Return what a file is whose format is not known, in words."""
    if content.startswith(UTF_16_MARKS):
        return NOT_UTF_8
    return TYPES if is_type_system(content[:HEAD_BYTES]) else UNKNOWN


def choose_format(path: str, found: str, format_name: str) -> str | None:
    """Return the format that a file is read in, None for one that is not read.

    What is asked for is what is known as nothing else.
    """
    if format_name == AUTO:
        return found if found in FORMATS else None
    is_meant = path.endswith(FORMATS[format_name].ending)
    is_other = found not in {UNKNOWN, NOT_UTF_8, format_name} or path.endswith(BESIDE)
    return format_name if is_meant and not is_other else None


def is_alone(folder: Folder, path: str) -> bool:
    """Return whether a file is the second one of BioNLP, and the first is missing."""
    first = f"{path.removesuffix(SECOND)}{FIRST}"
    return path.endswith(SECOND) and not folder.exists(first)


class Beside:
    """The files beside one file."""

    def __init__(self, folder: Folder, path: str, beyond: Folder | None) -> None:
        """Look in the folder of a file, and then in the same one, or none, `beyond`."""
        self.above = PurePosixPath(path).parent
        self.folder = folder
        self.beyond = beyond

    def find(self, name: str) -> bytes | None:
        """Return the content of a file of some name; None where there is none.

        One type system may serve all files below its folder.
        """
        beside = str(self.above / name)
        places = [(self.folder, beside)]
        if name in TYPE_SYSTEM_NAMES:
            places += [(self.folder, str(it / name)) for it in self.above.parents]
        if self.beyond is not None:
            places += [(self.beyond, beside), (self.beyond, name)]
        return next((it.read_bytes(at) for it, at in places if it.exists(at)), None)


def accept_unit(reading: Reading) -> Reading:
    """Return a reading whose offsets may count anything that all its spans prove.

    What we annotate ourselves must count code points; others need not.
    """
    findings = [
        make_finding(OTHER_UNIT, it.location, unit=reading.unit)
        if it.code == OFFSET_UNIT.code
        else it
        for it in reading.findings
    ]
    return replace(reading, findings=tuple(findings))


def iter_paths(folder: Folder) -> Iterator[str]:
    """Yield the files below a folder, by folder and name.

    Folders of annotators (docs/codebook.md, section 11) are left out.
    """
    pending = deque(["."])
    while pending:
        for path in folder.iter_files(pending.popleft(), ""):
            if not folder.resolve(path).is_dir():
                yield path
            elif PurePosixPath(path).name != ANNOTATORS:
                pending.append(path)


def choose_annotator(
    texts: Sequence[SourceText], annotator: str | None
) -> tuple[list[SourceText], list[Finding]]:
    """Return each text as one annotator has it, and where it is not known which.

    A text without any by the annotator that is asked for is taken as nobody by name
    annotated it.

    Raises:
        UsageError: the annotator that is asked for annotated nothing.

    """
    names = {text.reading.annotator for text in texts} - {""}
    if annotator is not None and annotator not in names:
        known = suggest(annotator, sorted(names)) if names else "no file names one"
        raise UsageError(f"nobody is called {quote(annotator)}; {known}")
    by_text: dict[tuple[PurePosixPath, str], list[SourceText]] = defaultdict(list)
    for text in texts:
        by_text[text.path.parent, text.name].append(text)
    chosen: list[SourceText] = []
    findings: list[Finding] = []
    for versions in by_text.values():
        own = [it for it in versions if it.reading.annotator == annotator]
        kept = own or [
            it for it in versions if not (annotator and it.reading.annotator)
        ]
        if len({it.reading.annotator for it in kept}) > 1:
            findings.append(report_several(kept))
        chosen += kept
    return chosen, findings


def report_several(versions: Sequence[SourceText]) -> Finding:
    """Return the finding of a text that several have annotated."""
    names = sorted({text.reading.annotator for text in versions})
    return make_finding(
        SEVERAL_ANNOTATORS,
        Location(path=str(versions[0].path)),
        name=quote(versions[0].name),
        found=", ".join(name or NOBODY for name in names),
        expected="one annotator",
        hint=f"choose one, as in --annotator {names[-1]}",
    )


def name_documents(texts: Sequence[SourceText]) -> list[str]:
    """Return an id for each text: its name, as far as an id may have its characters."""
    taken: set[str] = set()
    ids = []
    for number, text in enumerate(texts, start=1):
        wanted = document_id = make_id(text.name) or f"text-{number}"
        further = 1
        while document_id in taken:
            further += 1
            document_id = f"{wanted}.{further}"
        taken.add(document_id)
        ids.append(document_id)
    return ids


def make_id(name: str) -> str:
    """Return a name as an id; empty where nothing of it can be one.

    >>> make_id("Bleak House, 2.txt")
    'bleak-house-2.txt'
    """
    plain = re.sub(r"[^a-z0-9._-]+", "-", name.lower()).lstrip("._-")[:80].rstrip("-")
    return plain if is_valid_id(plain) else ""


def count_kinds(reading: Reading) -> Mapping[str, int]:
    """Return how many annotations of each kind were read."""
    kinds = ("marks", "nodes", "attributes", "references", "notes", "links")
    return {kind: len(getattr(reading.annotations, kind)) for kind in kinds}
