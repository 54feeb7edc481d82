"""`claimpack build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from claimpack.commands.options import (
    annotator_option,
    shard_size_option,
    skip_invalid_option,
    source_format_option,
    text_access_option,
)
from claimpack.commands.outcomes import tell_findings, tell_left_out

if TYPE_CHECKING:
    from claimpack.build import BuildReport
    from claimpack.schema import Schema
    from claimpack.sharding.plans import CsvChoice, Options
    from claimpack.source_corpus import Choices

AUTO = "auto"
NATIVE = "native"
OF_ARTICLES = ("mapping", "format_name", "annotator", "text_access")
"""Options about articles of others, which only a build with --output reads."""
RUNNERS = ("serial", "processes", "spark")
"""The names in `claimpack.runners`, which takes longer to import than help may take."""


@click.command(epilog="Example: claimpack build .")
@click.option(
    "--output",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Build a package in DIR from what others have annotated below PACKAGE.",
)
@click.option(
    "--mapping",
    metavar="NAME|FILE",
    default=NATIVE,
    show_default=True,
    help="What their labels are in ours: parc, entities-only, events, or a .toml.",
)
@source_format_option("Format of their files; auto tells it from what they hold.")
@annotator_option("Read")
@text_access_option()
@skip_invalid_option("building nothing")
@click.option(
    "--csv",
    type=click.Choice(["never", "auto", "always"]),
    default=AUTO,
    show_default=True,
    help="Tables as CSV too: auto leaves out those that are too large for one file.",
)
@click.option(
    "--runner",
    type=click.Choice(RUNNERS),
    default="serial",
    show_default=True,
    help="Who builds the shards of a large corpus (docs/scale.md).",
)
@click.option(
    "--workers",
    metavar="N",
    type=int,
    help="How many processes; one for each core where it is not said.",
)
@shard_size_option("Articles of a shard, where they are not packed.")
@click.option(
    "--no-cache",
    "uses_store",
    flag_value=False,
    default=True,
    help="Build every shard anew, and keep none in PACKAGE/.shards.",
)
@click.option("--quiet", is_flag=True, help="Say nothing while it is built.")
@click.argument(
    "package",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def build(  # noqa: PLR0913  # one per option
    package: Path,
    *,
    output: Path | None,
    mapping: str,
    format_name: str,
    annotator: str | None,
    text_access: str,
    skips_invalid: bool,
    csv: CsvChoice,
    runner: str,
    workers: int | None,
    shard_size: int,
    uses_store: bool,
    quiet: bool,
) -> None:
    """Build the package in the folder PACKAGE from its annotated articles.

    Reads PACKAGE/seeds and writes PACKAGE/data and the resources of
    PACKAGE/datapackage.json. A defect in the articles is reported with its place,
    and nothing is written then, except to complete a build that was killed.

    With --output, PACKAGE is a folder of articles that others have annotated, in any
    format that docs/readers.md has, and the package is built in a folder of its own.
    """
    from claimpack.build import build_package
    from claimpack.commands.progress import watching
    from claimpack.runners import choose_runner
    from claimpack.schema_files import load_shipped_schema
    from claimpack.sharding.plans import Options

    if output is None:
        require_default(click.get_current_context())
    schema = load_shipped_schema()
    with watching(quiet=quiet) as watcher:
        options = Options(
            articles_per_shard=shard_size,
            csv=csv,
            skips_invalid=skips_invalid,
            run=choose_runner(runner, workers),
            uses_store=uses_store,
            watcher=watcher,
        )
        if output is None:
            report = build_package(package, schema, options)
        else:
            choices = make_choices(schema, mapping, format_name, annotator, text_access)
            report = build_others(package, output, schema, choices, options)
    show(report)


def make_choices(
    schema: Schema,
    mapping: str,
    format_name: str,
    annotator: str | None,
    text_access: str,
) -> Choices:
    """Return how articles of others are read."""
    from claimpack.mapping.shipped import load_mapping
    from claimpack.source_corpus import Choices

    return Choices(
        scheme=load_mapping(mapping, schema.codes),
        format_name=format_name,
        annotator=annotator,
        text_access=text_access,
    )


def build_others(
    source: Path, output: Path, schema: Schema, choices: Choices, options: Options
) -> BuildReport:
    """Build a package of what others have annotated, and say what was read."""
    from claimpack.render.texts import render_texts
    from claimpack.source_build import build_source

    report = build_source(source, output, schema, choices, options)
    if report.texts:
        click.echo(render_texts(report.texts), err=True)
    return report.built


def require_default(context: click.Context) -> None:
    """Raise `click.UsageError` for an option that only a build with --output has."""
    for parameter in context.command.params:
        source = context.get_parameter_source(str(parameter.name))
        if parameter.name in OF_ARTICLES and source is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[0]} needs --output")


def show(report: BuildReport) -> None:
    """Print what a build found and did; exit 1 where there are errors."""
    from claimpack.sharding.refused import REFUSED_PATH

    tell_findings("build", report.completed, report.findings)
    click.echo(summarize(report))
    tell_left_out(report.refused_count, f", see {REFUSED_PATH}")


def summarize(report: BuildReport) -> str:
    """Return what was built, in a line per table and a line on the files."""
    from claimpack.render.summary import count_words

    width = max(map(len, report.row_counts))
    lines = [f"{name:<{width}}  {rows:>8,}" for name, rows in report.row_counts.items()]
    lines.append(
        f"{count_words(len(report.changed), 'file')} written."
        if report.changed
        else "All files were already as they should be."
    )
    return "\n".join(lines)
