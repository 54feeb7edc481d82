"""The folder of a site, put in the place of an old one when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from claimpack.durable import UNWRITTEN, make_folder, reporting, write_file
from claimpack.errors import UsageError
from claimpack.files import explain, split_path

MARK = "assets/site.css"
"""What tells the folder of a site from any other."""


def write_site(output: Path, pages: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site to a folder, and return how many there are.

    An older site in its place is replaced; where something fails it stays as it was.
    Files are not forced to the disk, which would take most of the time.

    Raises:
        UsageError: the folder has something else than a site.
        SourceError: an id is no name of a file.
        BuildError: it cannot be written.

    """
    require_place(output)
    staged = output.with_name(f".{output.name}.{os.getpid()}")
    count = 0
    try:
        with reporting(output.parent, UNWRITTEN):
            make_folder(output.parent)
        for path, content in pages:
            place = staged.joinpath(*split_path(path))
            with reporting(output.parent, UNWRITTEN):
                make_folder(place.parent)
                write_file(place, content)
            count += 1
        with reporting(output.parent, UNWRITTEN):
            exchange(staged, output)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return count


def require_place(output: Path) -> None:
    """Raise `UsageError` for a folder that has other files than those of a site."""
    if output.exists() and any(output.iterdir()) and not (output / MARK).exists():
        found, expected = "found a folder with other files", "expected a new one"
        advice = "name another folder, or an older site"
        raise UsageError(explain(str(output), found, expected, advice))


def exchange(staged: Path, output: Path) -> None:
    """Put a folder in the place of another one, which is removed."""
    old = staged.with_name(f"{staged.name}.old")
    if output.exists():
        output.replace(old)
    staged.replace(output)
    shutil.rmtree(old, ignore_errors=True)
