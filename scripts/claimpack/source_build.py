"""A package built from articles that others have annotated, in a folder of its own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from claimpack.build import BuildReport, publish_corpus
from claimpack.durable import making_folder
from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import has_errors
from claimpack.journal import building
from claimpack.package import DESCRIPTOR_PATH, Json, read_descriptor
from claimpack.schema import SEEDS, Schema
from claimpack.sharding.plans import DEFAULTS, Options
from claimpack.sharding.sources import list_packed, plan_packed, plan_texts
from claimpack.source_corpus import Choices, read_texts
from claimpack.source_files import SourceText, make_id

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
NAMELESS = "corpus"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceReport:
    """What was read of a source, and what was built of it."""

    built: BuildReport
    texts: tuple[SourceText, ...]


def build_source(
    source: Path,
    output: Path,
    schema: Schema,
    choices: Choices,
    options: Options = DEFAULTS,
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
    folder = Folder(source)
    texts: tuple[SourceText, ...] = ()
    packed = list_packed(folder, ".")
    if packed:
        plan, sources = plan_packed(packed, schema, choices, options)
    else:
        read = read_texts(folder, choices)
        texts = tuple(it.text for it in read.texts)
        plan, sources = plan_texts(read, schema, choices, options)
    if has_errors(sources.found):
        return SourceReport(built=BuildReport(findings=sources.found), texts=texts)
    # Where nothing is built, shards for the next build may keep the folder.
    with making_folder(output), building(output) as completed:
        descriptor = read_or_begin(output)
        built = publish_corpus(output, plan, sources, descriptor, options)
    built = replace(built, completed=tuple(completed))
    return SourceReport(built=built, texts=texts)


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
