"""The texts that two people have annotated, found by their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from pathlib import Path

from claimpack.annotations import Annotations
from claimpack.errors import SourceError
from claimpack.files import Folder, refusal
from claimpack.findings import Finding, Severity, quote
from claimpack.readers.texts import TEXT_MISSING
from claimpack.source_files import SourceText, iter_paths, list_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotator:
    """What one person annotated."""

    name: str
    """The folder or file, as it was given."""
    folder: str
    """The folder that the paths of its annotations are below, with a slash."""
    texts: Sequence[SourceText]
    findings: Sequence[Finding]
    """What is wrong with it, by paths as they were given; no notes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPair:
    """One text as two people have annotated it."""

    name: str
    a: Annotations
    b: Annotations
    """About the same characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The texts of two people, by name."""

    pairs: tuple[TextPair, ...]
    only_a: tuple[str, ...]
    """Texts that B has no annotation of."""
    only_b: tuple[str, ...]


def read_annotator(path: Path, texts: Path | None = None) -> Annotator:
    """Return the annotations of a file, or of all files below a folder.

    `texts` has those texts that do not lie beside their annotations, in the same
    folders or in none.

    Raises:
        SourceError: a file cannot be read.

    """
    root = path if path.is_dir() else path.parent
    folder = Folder(root)
    paths = iter_paths(folder) if path.is_dir() else [path.name]
    beyond = None if texts is None else Folder(texts)
    found = list_texts(folder, paths, beyond=beyond)
    of_texts = [it for text in found.texts for it in text.reading.findings]
    prefix = "" if root == Path() else f"{root.as_posix()}/"
    return Annotator(
        name=path.as_posix(),
        folder=prefix,
        texts=found.texts,
        findings=[
            place(finding, prefix)
            for finding in (*found.findings, *of_texts)
            if finding.severity is not Severity.NOTE
        ],
    )


def place(finding: Finding, prefix: str) -> Finding:
    """Return the finding with its file as it was given."""
    path = f"{prefix}{finding.location.path}"
    return replace(finding, location=replace(finding.location, path=path))


def pair_texts(a: Annotator, b: Annotator) -> Pairing:
    """Return the texts that both have, in the order of their names.

    A text is known by its name alone, or by its folder too where one of the two has
    two texts of one name.

    Raises:
        SourceError: no text is in both, two texts of one name differ, or one of the two
            has a text twice.

    """
    has_folders = any(
        count > 1
        for annotator in (a, b)
        for count in Counter(text.name for text in annotator.texts).values()
    )
    of_a, of_b = (index_texts(it, has_folders=has_folders) for it in (a, b))
    names = sorted(of_a.keys() & of_b.keys())
    if not names:
        found = f"found no text that {b.name} has too"
        expected = "expected the same texts by the same names"
        advice = "name two folders, or two files, of one corpus"
        raise refusal(a.name, found, expected, advice)
    for name in names:
        require_one_text(name, of_a[name].text, of_b[name].text)
    return Pairing(
        pairs=tuple(TextPair(name=it, a=of_a[it], b=of_b[it]) for it in names),
        only_a=tuple(sorted(of_a.keys() - of_b.keys())),
        only_b=tuple(sorted(of_b.keys() - of_a.keys())),
    )


def index_texts(
    annotator: Annotator, *, has_folders: bool
) -> Mapping[str, Annotations]:
    """Return the annotations of each text by its name.

    Raises:
        SourceError: two annotations are of one text.

    """
    found: dict[str, Annotations] = {}
    for text in annotator.texts:
        annotations = text.reading.annotations
        name = str(text.path.parent / text.name) if has_folders else text.name
        if name in found:
            paths = f"{quote(found[name].path)} and {quote(annotations.path)}"
            expected = "expected one annotation of each text"
            advice = "name the files that you mean"
            raise refusal(annotator.name, f"found {paths}", expected, advice)
        found[name] = annotations
    return found


def require_one_text(name: str, text_a: str, text_b: str) -> None:
    """Raise `SourceError` where two texts of one name are not the same characters."""
    if text_a == text_b:
        return
    lines = zip(text_a.split("\n"), text_b.split("\n"), strict=False)
    same = sum(1 for _ in takewhile(lambda both: both[0] == both[1], lines))
    found = f"found two texts that differ from line {same + 1:,} on"
    expected = "expected the exact text that both annotated"
    raise refusal(name, found, expected, "restore it on both sides")


def require_sound(annotators: Sequence[Annotator]) -> None:
    """Raise `SourceError` where annotations have errors: a part would be compared."""
    for annotator in annotators:
        errors = [it for it in annotator.findings if it.severity is Severity.ERROR]
        if errors:
            raise describe_errors(annotator, errors)


def describe_errors(annotator: Annotator, errors: Sequence[Finding]) -> SourceError:
    """Return the error for annotations that cannot be read as a whole."""
    is_text = any(it.code == TEXT_MISSING.code for it in errors)
    advice = "name the folder of the texts with --texts" if is_text else "correct them"
    count = len(errors)
    found = f"found {count:,} error{'s' * (count != 1)}"
    return refusal(annotator.name, found, "expected annotations without", advice)


def iter_findings(annotators: Sequence[Annotator]) -> Iterator[Finding]:
    """Yield what is wrong with the annotations of all."""
    for annotator in annotators:
        yield from annotator.findings
