"""`claimpack dictionary`."""

from __future__ import annotations

from pathlib import Path

import click

from claimpack.commands.options import unchecked_option
from claimpack.commands.outputs import STDOUT, require_output, write


@click.command(epilog="Example: claimpack dictionary --output dictionary.html .")
@click.option(
    "--output", metavar="FILE", default=STDOUT, help="Write the page to FILE."
)
@unchecked_option("a cell must be of its type all the same")
@click.argument("package", default=".", type=click.Path(exists=True, path_type=Path))
def dictionary(package: Path, *, output: str, unchecked: bool) -> None:
    """Write the data dictionary of a package: one HTML page that needs no network.

    PACKAGE is a folder with a datapackage.json, a descriptor, or a zip archive. The
    page has its tables and how they relate, each column with what it means and how far
    it is filled, and each list of codes with definitions and counts
    (docs/dictionary.md).
    """
    from claimpack.opening import open_package
    from claimpack.site.dictionary import write_dictionary

    opened = open_package(package, unchecked=unchecked)
    require_output(output, package, opened)
    write(write_dictionary(opened), output)
