"""Annotated texts of one format as those of another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimpack.durable import make_folder, replace_durably, reporting
from claimpack.errors import UsageError
from claimpack.exporters.losses import Loss, Losses
from claimpack.exporters.targets import EXPORTERS
from claimpack.exporters.texts import AnnotatedText
from claimpack.files import Folder, explain
from claimpack.findings import Finding, has_errors
from claimpack.schema import Schema
from claimpack.source_build import require_outside
from claimpack.source_corpus import TEXT_ACCESS, describe_article, iter_named
from claimpack.source_files import (
    AUTO,
    SourceText,
    iter_paths,
    read_files,
)

UNWRITTEN = "try again; the files that are there are whole"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What became of annotated texts."""

    files: Mapping[str, bytes]
    """Content by name; none where there are errors."""
    findings: tuple[Finding, ...]
    losses: tuple[Loss, ...]


def convert_source(
    source: Path,
    target: str,
    schema: Schema,
    *,
    format_name: str = AUTO,
    annotator: str | None = None,
) -> Conversion:
    """Return the annotated texts of a file, or below a folder, in another format.

    `target` is a name in `EXPORTERS`. An error among the findings means that something
    was not read, so that there is nothing to write.

    Raises:
        UsageError: no format has the name `format_name`.
        SourceError: a file cannot be read.

    """
    is_folder = source.is_dir()
    folder = Folder(source if is_folder else source.parent)
    paths = iter_paths(folder) if is_folder else [source.name]
    found = read_files(folder, paths, format_name, annotator)
    texts, text_findings = list_texts(folder, found.texts, schema)
    findings = [*found.findings, *text_findings]
    losses = Losses()
    files = {}
    if not has_errors(findings):
        files = EXPORTERS[target](texts, losses)
        findings += losses.findings
    return Conversion(
        files={} if has_errors(findings) else files,
        findings=tuple(findings),
        losses=tuple(losses.found.values()),
    )


def list_texts(
    folder: Folder, texts: Sequence[SourceText], schema: Schema
) -> tuple[list[AnnotatedText], list[Finding]]:
    """Return each text by the id that a build would give it, and what is wrong."""
    annotated: list[AnnotatedText] = []
    findings: list[Finding] = []
    for named in iter_named(folder, texts):
        text = named.text
        article, found = describe_article(named, schema, TEXT_ACCESS)
        findings += [*text.reading.findings, *found]
        annotated.append(
            AnnotatedText(
                document_id=named.document_id,
                annotations=text.reading.annotations,
                article=article,
                annotator=text.reading.annotator,
                brat=folder.read_bytes(str(text.path))
                if text.format == "brat"
                else None,
            )
        )
    return annotated, findings


def write_files(
    source: Path, output: Path, files: Mapping[str, bytes], *, is_replacing: bool
) -> list[str]:
    """Write the files into a folder, and return the names of those that changed.

    Each is whole at any time. A file that is there and differs is replaced only if
    `is_replacing`; all are looked at before the first one is written.

    Raises:
        UsageError: a file is there and differs, or the output lies in the source.
        SourceError: something in the place of a file is no regular file.
        BuildError: the files cannot be written.

    """
    if source.is_dir():
        require_outside(source, output)
    folder = Folder(output)
    changed = list(iter_changed(folder, files))
    if not is_replacing:
        require_absent(folder, changed)
    with reporting(output, UNWRITTEN):
        make_folder(output)
    for name in changed:
        replace_durably(output / name, files[name])
    return changed


def iter_changed(folder: Folder, files: Mapping[str, bytes]) -> Iterator[str]:
    """Yield the names of the files that are not there yet as they should be."""
    for name, content in files.items():
        if not folder.exists(name) or folder.read_bytes(name) != content:
            yield name


def require_absent(folder: Folder, names: Iterable[str]) -> None:
    """Raise `UsageError` where one of the files is there."""
    for name in names:
        if folder.exists(name):
            raise UsageError(
                explain(
                    str(folder.root / name),
                    "found another file of that name",
                    "expected none",
                    "choose another folder, or give --replace",
                )
            )
