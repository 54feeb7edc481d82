"""`claimpack show`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import format_option, limit_option
from claimpack.show.ids import SHOWN_TABLES


@click.command(epilog="Example: claimpack show 000_8b7fbf13361c99b6.e24")
@format_option(
    ["text", "json"], "Form of the output; JSON has all rows, whatever the limit."
)
@limit_option("Items of a list to show")
@click.option(
    "--table",
    type=click.Choice(SHOWN_TABLES),
    help="Where the id is, if two tables have it.",
)
@click.argument("row_id", metavar="ID")
@click.argument("package", default=".", type=click.Path(exists=True, path_type=Path))
def show(
    row_id: str, package: Path, *, output_format: str, limit: int, table: str | None
) -> None:
    """Show a claim, an entity or an event with all that belongs to it.

    ID is the id of a row, or the part behind the last dot if no other id ends so:
    e24. PACKAGE is a folder with a datapackage.json, or that file.

    A claim comes with its chain, level 1 nearest the reader, its dates, its number
    and its links, and with its sentence, in which ⟦its own words⟧ are marked.
    Characters count Unicode code points of the exact text from 0, the end excluded.
    """
    # pyarrow takes longer to import than help may take.
    from claimpack.files import Folder
    from claimpack.package import DESCRIPTOR_PATH
    from claimpack.schema_files import load_shipped_schema
    from claimpack.show.card import read_card
    from claimpack.show.report import render_card_json, render_card_text

    descriptor = package / DESCRIPTOR_PATH if package.is_dir() else package
    schema = load_shipped_schema()
    folder = Folder(descriptor.parent)
    card = read_card(folder, descriptor.name, schema, row_id, table)
    if output_format == "json":
        click.echo(render_card_json(card))
    else:
        click.echo(render_card_text(card, schema, limit))
