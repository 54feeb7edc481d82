"""`claimpack build`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.build import BuildReport, build_package
from claimpack.findings import has_errors
from claimpack.render import render_text
from claimpack.render.summary import count_words
from claimpack.schema_files import load_shipped_schema

if TYPE_CHECKING:
    from claimpack.source_build import SourceReport

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
@click.argument(
    "package",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def build(
    package: Path,
    *,
    output: Path | None,
    mapping: str,
    format_name: str,
    annotator: str | None,
) -> None:
    """Build the package in the folder PACKAGE from its annotated articles.

    Reads PACKAGE/seeds and writes PACKAGE/data and the resources of
    PACKAGE/datapackage.json. A defect in the articles is reported with its place,
    and nothing is written then, except to complete a build that was killed.

    With --output, PACKAGE is a folder of articles that others have annotated, in any
    format that docs/readers.md has, and the package is built in a folder of its own.
    """
    if output is None:
        if (mapping, format_name, annotator) != (NATIVE, AUTO, None):
            message = "--mapping, --format and --annotator need --output"
            raise click.UsageError(message)
        show(build_package(package, load_shipped_schema()))
        return
    report = build_from(package, output, mapping, format_name, annotator)
    if report.texts:
        click.echo(describe_texts(report), err=True)
    show(report.built)


def build_from(
    source: Path, output: Path, mapping: str, format_name: str, annotator: str | None
) -> SourceReport:
    """Return the report of a build from what others have annotated."""
    from claimpack.mapping.shipped import load_mapping
    from claimpack.source_build import build_source

    schema = load_shipped_schema()
    return build_source(
        source,
        output,
        schema,
        scheme=load_mapping(mapping, schema.codes),
        format_name=format_name,
        annotator=annotator,
    )


def describe_texts(report: SourceReport) -> str:
    """Return what was read, a line for each format and way of counting offsets."""
    from claimpack.render.texts import render_texts

    return render_texts(report.texts)


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
