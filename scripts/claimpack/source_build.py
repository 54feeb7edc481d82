"""A package built from articles that others have annotated, in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimpack.build import BuildReport, plan_package, publish_package, tabulate
from claimpack.durable import UNCHANGED, make_folder, reporting
from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import has_errors
from claimpack.journal import building
from claimpack.package import DESCRIPTOR_PATH, Json, read_descriptor
from claimpack.schema import SEEDS, Schema
from claimpack.source_corpus import Choices, read_source
from claimpack.source_files import SourceText, make_id

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAMELESS = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What was read of a source, and what was built of it."""

    built: BuildReport
    texts: tuple[SourceText, ...]


def build_source(
    source: Path, output: Path, schema: Schema, choices: Choices
) -> SourceReport:
    """Build a package in `output` from the annotated articles below `source`.

    An error among the findings keeps everything as it was.

    Raises:
        UsageError: `output` lies in `source`, or is a package with seeds of its own; no
            format has the name that is chosen, or nobody who annotated.
        SourceError: a file or the descriptor cannot be read.
        BuildError: another build is at work, or the files cannot be written.

    """
    require_apart(source, output)
    read = read_source(Folder(source), schema, choices)
    if has_errors(read.findings):
        return SourceReport(built=BuildReport(findings=read.findings), texts=read.texts)
    with reporting(output, UNCHANGED):
        make_folder(output)
    with building(output) as completed:
        descriptor = read_or_begin(output)
        package = plan_package(Folder(output), descriptor, schema)
        tables, findings = tabulate(read.corpus, read.findings, package, schema)
        built = BuildReport(findings=findings, completed=tuple(completed))
        if not has_errors(findings):
            built = publish_package(output, schema, tables, descriptor, built)
    return SourceReport(built=built, texts=read.texts)


def require_apart(source: Path, output: Path) -> None:
    """Raise `UsageError` where a package would be built among what it is built from."""
    require_outside(source, output)
    if (output / SEEDS).exists():
        message = f"{output}: it has seeds of its own; choose an empty folder"
        raise UsageError(message)


def require_outside(source: Path, output: Path) -> None:
    """Raise `UsageError` where the output would be read with the source next time."""
    if output.resolve().is_relative_to(source.resolve()):
        message = f"{output}: it lies in {source}; choose a folder outside of it"
        raise UsageError(message)


def read_or_begin(output: Path) -> Json:
    """Return the descriptor of a package, a new one where there is none yet."""
    folder = Folder(output)
    if folder.exists(DESCRIPTOR_PATH):
        return read_descriptor(folder)
    return {"$schema": PROFILE, "name": make_id(output.resolve().name) or NAMELESS}
