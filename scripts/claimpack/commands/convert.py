"""`claimpack convert`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import annotator_option, source_format_option

if TYPE_CHECKING:
    from claimpack.conversion import Conversion

TARGETS = (
    "brat",
    "brat-portable",
    "cas-json",
    "doccano",
    "document",
    "label-studio",
    "web-annotation",
    "webanno-tsv",
)
"""The names in `exporters.targets`, which take longer to import than help may take."""
STDOUT = Path("-")
ARTICLE = "seeds/000_8b7fbf13361c99b6.ann"


@click.command(
    epilog="\b\nExample: claimpack convert --to web-annotation " + ARTICLE + " out"
)
@click.option(
    "--to",
    "target",
    type=click.Choice(TARGETS),
    required=True,
    help="Format to write; docs/readers.md says what each one carries.",
)
@source_format_option("Format to read; auto tells it from what the files hold.")
@annotator_option("Convert")
@click.option("--strict", is_flag=True, help="Write nothing if anything would be lost.")
@click.option("--replace", is_flag=True, help="Replace files of OUT that differ.")
@click.argument("source", metavar="IN", type=click.Path(exists=True, path_type=Path))
@click.argument(
    "output",
    metavar="OUT",
    type=click.Path(file_okay=False, allow_dash=True, path_type=Path),
)
def convert(  # noqa: PLR0913  # what can be chosen
    source: Path,
    output: Path,
    *,
    target: str,
    format_name: str,
    annotator: str | None,
    strict: bool,
    replace: bool,
) -> None:
    """Convert annotated texts into the format of another tool.

    IN is a file of annotations or a folder of them, in any format that docs/readers.md
    has. OUT is a folder, or - for stdout where the result is one file. What the format
    cannot carry is listed on stderr. An error in any file keeps OUT as it was.
    """
    from claimpack.conversion import convert_source, write_files
    from claimpack.render.summary import count_words
    from claimpack.schema_files import load_shipped_schema

    conversion = convert_source(
        source,
        target,
        load_shipped_schema(),
        format_name=format_name,
        annotator=annotator,
    )
    show_faults(conversion, is_strict=strict)
    if output == STDOUT:
        write_to_stdout(conversion, target)
        return
    changed = write_files(source, output, conversion.files, is_replacing=replace)
    click.echo(
        f"{count_words(len(changed), 'file')} written."
        if changed
        else "All files were already as they should be."
    )


def show_faults(conversion: Conversion, *, is_strict: bool) -> None:
    """Print defects and losses; exit 1 where they keep the files from being written."""
    from claimpack.findings import has_errors
    from claimpack.render import render_text
    from claimpack.render.losses import render_losses

    if conversion.findings:
        click.echo(render_text(conversion.findings), err=True)
    if conversion.losses:
        click.echo(render_losses(conversion.losses), err=True)
    if has_errors(conversion.findings) or (is_strict and conversion.losses):
        click.echo("Nothing was written.", err=True)
        raise click.exceptions.Exit(1)


def write_to_stdout(conversion: Conversion, target: str) -> None:
    """Print the file of a conversion, which must be one."""
    if len(conversion.files) != 1:
        message = f"{target} gives several files here; give a folder instead of -"
        raise click.UsageError(message)
    (content,) = conversion.files.values()
    click.echo(content, nl=False)
