"""`claimpack conflicts`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import format_option, limit_option, unchecked_option

KINDS = ("conflict", "correction", "retraction", "update", "drift")
"""As `claimpack.conflicts` has them, which takes long to load."""


@click.command(epilog="Example: claimpack conflicts --kind conflict --kind drift")
@format_option(
    ["text", "csv", "json"], "Form of the pairs; only text is cut to the limit."
)
@limit_option("Pairs to show as text")
@click.option(
    "--kind",
    "kinds",
    type=click.Choice(KINDS),
    multiple=True,
    help="Only pairs of this kind; may be repeated.",
)
@click.option(
    "--tolerance",
    type=float,
    default=0.1,
    show_default=True,
    help="How far a number reaches that is about so much, as a share of it.",
)
@unchecked_option("a cell that cannot be read is empty")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def conflicts(  # noqa: PLR0913  # one per option
    path: Path,
    *,
    output_format: str,
    limit: int,
    kinds: tuple[str, ...],
    tolerance: float,
    unchecked: bool,
) -> None:
    """List claims that exclude, replace or reword one another.

    Each comes with its sentence. A conflict is linked as one, or is of figures of one
    event, measure and unit that cannot both hold. Corrections and retractions are
    linked; an update is linked, or is a higher total that was said later; a drift is
    the same statement with another certainty, polarity, measure or bound. The SQL is
    that of the question conflicts (claimpack query --show-sql conflicts). PATH is a
    package as in claimpack query.
    """
    from claimpack.conflicts import add_sentences, find_pairs
    from claimpack.dataset import Dataset
    from claimpack.opening import open_package
    from claimpack.render.conflicts import render_pairs
    from claimpack.render.results import RESULTS

    opened = open_package(path, unchecked=unchecked)
    package = Dataset(opened)
    pairs = find_pairs(package, tolerance, kinds or KINDS)
    if output_format == "text":
        shown = add_sentences(opened, package, pairs.slice(0, limit))
        click.echo(render_pairs(shown, pairs["kind"].to_pylist(), tolerance))
    else:
        click.echo(RESULTS[output_format](add_sentences(opened, package, pairs)))
