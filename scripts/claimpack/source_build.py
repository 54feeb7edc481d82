"""A package built from articles that others have annotated, in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from claimpack.build import BuildReport, plan_package, tabulate, write_package
from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import has_errors
from claimpack.journal import building, publish
from claimpack.mapping.scheme_files import SchemeMapping
from claimpack.package import DESCRIPTOR_PATH, Json, read_descriptor
from claimpack.schema import Schema
from claimpack.seeds import SEEDS
from claimpack.source_corpus import AUTO, ReadText, make_id, read_source

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAMELESS = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What was read of a source, and what was built of it."""

    built: BuildReport
    texts: tuple[ReadText, ...]


def build_source(  # noqa: PLR0913  # what can be chosen
    source: Path,
    output: Path,
    schema: Schema,
    *,
    scheme: SchemeMapping | None = None,
    format_name: str = AUTO,
    annotator: str | None = None,
) -> SourceReport:
    """Build a package in `output` from the annotated articles below `source`.

    An error among the findings keeps everything as it was.

    Raises:
        UsageError: `output` lies in `source`, or is a package with seeds of its own.
        SourceError: a file or the descriptor cannot be read.
        BuildError: another build is at work, or the files cannot be written.

    """
    require_apart(source, output)
    read = read_source(Folder(source), schema, scheme, format_name, annotator)
    output.mkdir(parents=True, exist_ok=True)
    with building(output) as completed:
        descriptor = read_or_begin(output)
        package = plan_package(descriptor, schema)
        tables, findings = tabulate(read.corpus, read.findings, package, schema)
        built = BuildReport(findings=findings, completed=tuple(completed))
        if not has_errors(findings):
            content = write_package(schema, tables, descriptor)
            changed = publish(output, content, last=DESCRIPTOR_PATH)
            counts = {name: table.num_rows for name, table in tables.items()}
            built = replace(built, row_counts=counts, changed=tuple(changed))
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
