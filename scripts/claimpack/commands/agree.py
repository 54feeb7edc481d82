"""`claimpack agree`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import format_option, limit_option

EXAMPLE = "claimpack agree --texts seeds seeds/annotators/a seeds/annotators/b"
EXISTING = click.Path(exists=True, path_type=Path)


@click.command(epilog=f"Example: {EXAMPLE}")
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Where texts are that do not lie beside their annotations.",
)
@format_option(
    ["text", "json"],
    "Form of the output; JSON has all differences, whatever the limit.",
)
@limit_option("Differences to show")
@click.argument("a", type=EXISTING)
@click.argument("b", type=EXISTING)
def agree(
    a: Path, b: Path, *, texts: Path | None, output_format: str, limit: int
) -> None:
    """Tell how far two annotations of the same texts agree, and where they differ.

    A and B are files with annotations, or folders with such files, in any format that
    docs/readers.md has. Marks are compared by F1 and Krippendorff's unitised alpha,
    values by Cohen's kappa, and links by F1: docs/agreement.md defines each figure.
    Exits with 0 however they differ.
    """
    # jsonschema and the readers take longer to import than help may take.
    from claimpack.agreement.comparison import compare
    from claimpack.agreement.texts import (
        iter_findings,
        pair_texts,
        read_annotator,
        require_sound,
    )
    from claimpack.mapping.scheme import make_scheme
    from claimpack.render import render_text
    from claimpack.render.agreement import render_agreement_json, render_agreement_text
    from claimpack.schema_files import load_shipped_schema

    both = read_annotator(a, texts), read_annotator(b, texts)
    findings = list(iter_findings(both))
    if findings:
        click.echo(render_text(findings), err=True)
    require_sound(both)
    scheme = make_scheme(load_shipped_schema().codes)
    comparison = compare(pair_texts(*both), scheme)
    if output_format == "json":
        click.echo(render_agreement_json(comparison, *both))
    else:
        click.echo(render_agreement_text(comparison, *both, limit))
