"""`claimpack site`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import unchecked_option


@click.command(epilog="Example: claimpack site --output site .")
@click.option(
    "--output",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the site; one that was written before is replaced.",
)
@click.option(
    "--texts",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder with the exact texts, for a site that is not published.",
)
@click.option(
    "--articles",
    metavar="ID[,ID...]",
    help="Show these articles alone, such as some of a large package.",
)
@unchecked_option("a cell that cannot be read is empty")
@click.argument("package", default=".", type=click.Path(exists=True, path_type=Path))
def site(
    package: Path,
    *,
    output: Path,
    texts: Path | None,
    articles: str | None,
    unchecked: bool,
) -> None:
    """Write the pages of a package: a site that opens by double click.

    PACKAGE is a folder with a datapackage.json, a descriptor, or a zip archive of our
    model. Pages need no server and no network. Where a text may not be published, each
    claim has its own words alone (docs/site.md).
    """
    from claimpack.files import Folder
    from claimpack.opening import open_package, require_sound
    from claimpack.render.summary import count_words
    from claimpack.schema_files import load_shipped_schema
    from claimpack.site.folder import iter_pages, open_site
    from claimpack.site.selection import require_model, require_size
    from claimpack.site.writing import write_site

    chosen = [each.strip() for each in articles.split(",")] if articles else []
    opened = open_package(package, unchecked=True)
    opened.read_descriptor()  # which tells a wrong shape
    require_model(opened, load_shipped_schema())
    require_size(opened, chosen)
    if not unchecked:
        require_sound(opened.files, opened.descriptor_path)
    folder = Folder(texts) if texts else None
    shared = open_site(opened, load_shipped_schema(), folder, chosen)
    count = write_site(output, iter_pages(shared))
    click.echo(f"{count_words(count, 'file')} written to {output}.")
