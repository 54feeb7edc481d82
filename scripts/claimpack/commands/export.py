"""`claimpack export`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.outputs import STDOUT, require_output, write

NAMES = ("citation", "croissant", "datacite", "huggingface", "jsonld", "zenodo")
"""The names in `catalogues.targets`, which take longer to import than help may take."""


@click.command(epilog="Example: claimpack export --output CITATION.cff citation .")
@click.option(
    "--output", metavar="FILE", default=STDOUT, help="Write the metadata to FILE."
)
@click.option(
    "--unchecked",
    is_flag=True,
    help="Do not validate the package first; sizes and checksums may be wrong.",
)
@click.argument("name", metavar="NAME", type=click.Choice(NAMES))
@click.argument("package", default=".", type=click.Path(exists=True, path_type=Path))
def export(name: str, package: Path, *, output: str, unchecked: bool) -> None:
    """Describe a package for a catalogue, from its datapackage.json alone.

    NAME is citation (CITATION.cff), croissant, datacite, huggingface (a card), jsonld
    (schema.org and DCAT) or zenodo (.zenodo.json). PACKAGE is a folder with a
    datapackage.json, a descriptor, or a zip archive. What a catalogue must know and the
    package does not say is told, and nothing is written (docs/interoperability.md).
    """
    from claimpack.catalogues.descriptor import read_publication
    from claimpack.catalogues.targets import CATALOGUES, list_left_out
    from claimpack.opening import open_package

    opened = open_package(package, unchecked=unchecked)
    require_output(output, package, opened)
    counts = opened.count_rows() if name == "huggingface" else {}
    publication = read_publication(opened.read_descriptor(), counts)
    content = CATALOGUES[name](publication)
    write(content, output)
    for words in list_left_out(name, publication):
        click.echo(f"claimpack: {words}", err=True)
