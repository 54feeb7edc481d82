"""`claimpack build`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.build import BuildReport, build_package
from claimpack.findings import has_errors
from claimpack.render import render_text
from claimpack.render.summary import count_words
from claimpack.schema_files import load_shipped_schema


@click.command(epilog="Example: claimpack build .")
@click.argument(
    "package",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def build(package: Path) -> None:
    """Build the package in the folder PACKAGE from its annotated articles.

    Reads PACKAGE/seeds and writes PACKAGE/data and the resources of
    PACKAGE/datapackage.json. A defect in the articles is reported with its place,
    and nothing is written then, except to complete a build that was killed.
    """
    report = build_package(package, load_shipped_schema())
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
