"""`claimpack suggest`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import format_option, unchecked_option
from claimpack.worker_process import running

if TYPE_CHECKING:
    import pyarrow as pa

    from claimpack.opening import Opened

RELATIONS = ("restates", "updates", "contradicts")
FORMATS = ("text", "csv", "json")


@click.group(epilog="Example: claimpack suggest links .")
def suggest() -> None:
    """Suggest to a curator what the articles leave open."""


@suggest.command(epilog="Example: claimpack suggest links --relation updates .")
@format_option(FORMATS, "Form of the list; CSV begins with the columns of links.csv.")
@click.option(
    "--relation",
    "relations",
    type=click.Choice(RELATIONS),
    multiple=True,
    help="Suggest only links of this relation; may be repeated.",
)
@click.option(
    "--claim",
    "claim_ids",
    metavar="ID",
    multiple=True,
    help="Suggest only links from or to this claim; may be repeated.",
)
@click.option(
    "--accept",
    "is_accepted",
    is_flag=True,
    help="Append what is listed to seeds/links.csv, with the reasons as notes.",
)
@unchecked_option("a cell that cannot be read is empty")
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def links(  # noqa: PLR0913  # one per option
    path: Path,
    *,
    output_format: str,
    relations: tuple[str, ...],
    claim_ids: tuple[str, ...],
    is_accepted: bool,
    unchecked: bool,
) -> None:
    """Suggest links between claims of two articles, each with a reason.

    One claim may restate, update or contradict another about the same event, by the
    rules of the question `suggested-links`; docs/suggestions.md says how far they can
    be relied on. PATH is a folder with a datapackage.json, a descriptor, or a zip
    archive; only into a folder can links be accepted.
    """
    with running() as worker:  # it gets ready while we do
        from claimpack.dataset import Dataset
        from claimpack.opening import open_package
        from claimpack.render.suggested_links import LINK_FORMS
        from claimpack.suggestions import suggest_links

        opened = open_package(path, unchecked=unchecked)
        if is_accepted:
            require_folder(opened)
        rows = suggest_links(Dataset(opened, worker), relations, claim_ids)
    click.echo(LINK_FORMS[output_format](rows))
    if is_accepted and rows.num_rows:
        accept(opened, rows)


def require_folder(opened: Opened) -> None:
    """Raise `UsageError` for a package that links cannot be accepted into."""
    from claimpack.errors import UsageError
    from claimpack.files import Folder

    if not isinstance(opened.files, Folder):
        found = "found an archive; expected a folder to accept links into"
        raise UsageError(f"{opened.path}: {found}; unpack it, or leave out --accept")


def accept(opened: Opened, rows: pa.Table) -> None:
    """Append the links, and say how many were appended."""
    from claimpack.accepted_links import LINKS_PATH, append_links
    from claimpack.render.summary import count_words
    from claimpack.suggestions import list_lines

    made = append_links(opened.path, list_lines(rows))
    if made.completed:
        files = count_words(len(made.completed), "file")
        click.echo(f"An unfinished build of {files} was completed.", err=True)
    count = count_words(len(made.appended), "link")
    standing = f", {made.standing_count:,} stood there" if made.standing_count else ""
    advice = "`claimpack build` makes them rows."
    click.echo(f"{count} appended to {LINKS_PATH}{standing}; {advice}", err=True)
