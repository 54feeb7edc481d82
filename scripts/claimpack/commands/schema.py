"""`claimpack schema`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.refresh import find_stale, refresh_package
from claimpack.render import render_text
from claimpack.schema_files import load_shipped_schema


@click.command(epilog="Example: claimpack schema --check .")
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list the files that are stale and exit with 1.",
)
@click.argument(
    "package",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
)
def schema(package: Path, *, check: bool) -> None:
    """Derive what follows from the schema files in the folder PACKAGE.

    Reads schemas/tables and schemas/vocabularies, and tries the rules; writes
    schemas/rows, where it removes what follows from no table, docs/tables.md with its
    diagram, docs/rules.md, data/codes.* and the resources of datapackage.json.
    """
    model = load_shipped_schema()
    if not check:
        changed = refresh_package(package, model)
        click.echo("\n".join(changed) or "All derived files are up to date.")
        return
    findings = find_stale(package, model)
    if findings:
        click.echo(render_text(findings))
        raise click.exceptions.Exit(1)
    click.echo("All derived files are up to date.")
