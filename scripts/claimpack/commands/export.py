"""`claimpack export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimpack.commands.options import unchecked_option
from claimpack.commands.outputs import STDOUT, require_output, write

if TYPE_CHECKING:
    from claimpack.catalogues.publication import Publication
    from claimpack.opening import Opened

NAMES = ("citation", "croissant", "datacite", "huggingface", "jsonld", "zenodo")
"""The names in `catalogues.targets`, which take longer to import than help may take."""
README = "readme"
COUNTED = ("huggingface", README)
"""What tells how many rows there are."""


@click.command(epilog="Example: claimpack export --output CITATION.cff citation .")
@click.option(
    "--output", metavar="FILE", default=STDOUT, help="Write the metadata to FILE."
)
@unchecked_option("sizes and checksums may be wrong")
@click.argument("name", metavar="NAME", type=click.Choice([*NAMES, README]))
@click.argument("package", default=".", type=click.Path(exists=True, path_type=Path))
def export(name: str, package: Path, *, output: str, unchecked: bool) -> None:
    """Describe a package for a catalogue, or in its README.

    NAME is citation (CITATION.cff), croissant, datacite, huggingface (a card), jsonld
    (schema.org and DCAT), readme or zenodo (.zenodo.json). With readme, --output
    replaces what a README.md has between two lines (docs/readme.md). PACKAGE is a
    folder with a datapackage.json, a descriptor, or a zip archive. What a catalogue
    must know and the package does not say is told, and nothing is written
    (docs/interoperability.md).
    """
    from claimpack.catalogues.descriptor import read_publication
    from claimpack.catalogues.targets import CATALOGUES, list_left_out
    from claimpack.opening import open_package

    opened = open_package(package, unchecked=unchecked)
    require_output(output, package, opened)
    counts = opened.count_rows() if name in COUNTED else {}
    publication = read_publication(opened.read_descriptor(), counts)
    if name == README:
        content = describe(opened, publication, output)
    else:
        content = CATALOGUES[name](publication)
    write(content, output)
    for words in list_left_out(name, publication):
        click.echo(f"claimpack: {words}", err=True)


def describe(opened: Opened, publication: Publication, output: str) -> bytes:
    """Return the part of a README alone, or the file at `output` with it."""
    from claimpack.files import Folder, decode_text
    from claimpack.readme.background import read_background
    from claimpack.readme.datasheet import write_part
    from claimpack.readme.markers import place_part

    part = write_part(publication, read_background(opened))
    if output == STDOUT:
        return part.encode()
    path = Path(output)
    folder = Folder(path.parent)
    is_there = folder.exists(path.name)
    text = decode_text(folder.read_bytes(path.name), output) if is_there else None
    return place_part(text, publication.title or "", part, output).encode()
