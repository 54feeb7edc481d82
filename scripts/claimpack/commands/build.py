"""`claimpack build`."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from claimpack.build import BuildReport, build_package
from claimpack.findings import has_errors
from claimpack.render import render_text
from claimpack.render.summary import count_words
from claimpack.schema_files import load_shipped_schema

AUTO = "auto"
NATIVE = "native"


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
@click.option(
    "--format",
    "format_name",
    metavar="NAME",
    default=AUTO,
    show_default=True,
    help="Format of their files; auto tells it from what they hold.",
)
@click.option("--annotator", metavar="NAME", help="Read only what NAME annotated.")
@click.option(
    "--text-access",
    type=click.Choice(["full", "quotes", "none"]),
    default="none",
    show_default=True,
    help="What may be shipped of texts whose metadata do not say it.",
)
@click.option(
    "--skip-broken",
    is_flag=True,
    help="Leave out texts that have an error, instead of building nothing.",
)
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
    skip_broken: bool,
) -> None:
    """Build the package in the folder PACKAGE from its annotated articles.

    Reads PACKAGE/seeds and writes PACKAGE/data and the resources of
    PACKAGE/datapackage.json. A defect in the articles is reported with its place,
    and nothing is written then, except to complete a build that was killed.

    With --output, PACKAGE is a folder of articles that others have annotated, in any
    format that docs/readers.md has, and the package is built in a folder of its own.
    """
    if output is None:
        require_default(click.get_current_context())
        show(build_package(package, load_shipped_schema()))
        return
    from claimpack.mapping.shipped import load_mapping
    from claimpack.render.texts import render_texts
    from claimpack.source_build import build_source
    from claimpack.source_corpus import Choices

    schema = load_shipped_schema()
    choices = Choices(
        scheme=load_mapping(mapping, schema.codes),
        format_name=format_name,
        annotator=annotator,
        text_access=text_access,
        skip_broken=skip_broken,
    )
    report = build_source(package, output, schema, choices)
    if report.texts:
        click.echo(render_texts(report.texts), err=True)
    show(report.built)


def require_default(context: click.Context) -> None:
    """Raise `click.UsageError` for an option that only a build with --output has."""
    for parameter in context.command.params:
        is_option = isinstance(parameter, click.Option)
        source = context.get_parameter_source(str(parameter.name))
        if is_option and source is ParameterSource.COMMANDLINE:
            raise click.UsageError(f"{parameter.opts[0]} needs --output")


def show(report: BuildReport) -> None:
    """Print what a build found and did; exit 1 where there are errors."""
    if report.completed:
        files = count_words(len(report.completed), "file")
        click.echo(f"An unfinished build of {files} was completed.", err=True)
    if report.findings:
        click.echo(render_text(report.findings), err=True)
    if has_errors(report.findings):
        rest = "Nothing else" if report.completed else "Nothing"
        click.echo(f"{rest} was written.", err=True)
        raise click.exceptions.Exit(1)
    click.echo(summarize(report))


def summarize(report: BuildReport) -> str:
    """Return what was built, in a line per table and a line on the files."""
    width = max(map(len, report.row_counts))
    lines = [f"{name:<{width}}  {rows:>8,}" for name, rows in report.row_counts.items()]
    lines.append(
        f"{count_words(len(report.changed), 'file')} written."
        if report.changed
        else "All files were already as they should be."
    )
    return "\n".join(lines)
