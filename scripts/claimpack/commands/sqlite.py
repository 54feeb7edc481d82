"""`claimpack sqlite`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import unchecked_option
from claimpack.commands.outputs import require_output


@click.command(epilog="Example: claimpack sqlite --output claims.sqlite .")
@click.option(
    "--output",
    metavar="FILE",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write; one that is there is replaced.",
)
@unchecked_option("a cell that cannot be read is empty")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def sqlite(path: Path, *, output: Path, unchecked: bool) -> None:
    """Write the tables of a package to one SQLite database.

    PATH is a folder with a datapackage.json, a descriptor, or a zip archive. Columns
    have the types, keys and conditions that it declares; docs/sqlite.md says what else
    is there: words about columns, answers to the questions with names, and a search.
    """
    from claimpack.opening import open_package
    from claimpack.render.summary import count_words
    from claimpack.sqlite import write_sqlite

    package = open_package(path, unchecked=unchecked)
    require_output(str(output), path, package)
    click.echo(f"{count_words(write_sqlite(package, output), 'table')} written.")
