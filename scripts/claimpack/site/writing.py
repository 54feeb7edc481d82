"""The folder of a site, put in the place of an old one when it is whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from claimpack.durable import UNWRITTEN, make_folder, reporting, write_file
from claimpack.errors import SourceError, UsageError
from claimpack.files import Folder, explain, split_path

LIST = "assets/files.txt"
"""The paths of all files of a site, one a line: what may be replaced with it."""


def write_site(output: Path, pages: Iterable[tuple[str, bytes]]) -> int:
    """Write the files of a site to a folder, and return how many there are.

    An older site in its place is replaced; where something fails it stays as it was.
    Files are not forced to the disk, which would take most of the time.

    Raises:
        UsageError: the folder has something else than a site.
        BuildError: it cannot be written.

    """
    place = output.resolve()
    require_place(place, output)
    staged = place.with_name(f".{place.name}.{os.getpid()}")
    paths: list[str] = []
    try:
        for path, content in pages:
            add_file(staged, path, content)
            paths.append(path)
        listed = "".join(f"{path}\n" for path in sorted([*paths, LIST]))
        add_file(staged, LIST, listed.encode())
        with reporting(place.parent, UNWRITTEN):
            exchange(staged, place)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return len(paths) + 1


def add_file(folder: Path, path: str, content: bytes) -> None:
    """Write one file of a site."""
    place = folder.joinpath(*split_path(path))
    with reporting(folder.parent, UNWRITTEN):
        make_folder(place.parent)
        write_file(place, content)


def require_place(place: Path, output: Path) -> None:
    """Raise `UsageError` for a folder with a file that no site has written there.

    Nor may it be the folder in which the command runs, or one above.
    """
    expected, advice = "expected a new folder or an older site", "name another folder"
    if Path.cwd().is_relative_to(place):
        found = "found the folder in which you are"
        raise UsageError(explain(str(output), found, expected, advice))
    known = read_list(place)
    for path in place.rglob("*"):
        name = path.relative_to(place).as_posix()
        if (path.is_symlink() or not path.is_dir()) and name not in known:
            found = f"found {name}, which is no file of a site"
            raise UsageError(explain(str(output), found, expected, advice))


def read_list(place: Path) -> set[str]:
    """Return the files that an older site has in a folder; none where it is no site."""
    try:
        return set(Folder(place).read_bytes(LIST).decode().splitlines())
    except (SourceError, UnicodeDecodeError):
        return set()


def exchange(staged: Path, place: Path) -> None:
    """Put a folder in the place of another one, which is removed."""
    old = staged.with_name(f"{staged.name}.old")
    if place.exists():
        place.replace(old)
    try:
        staged.replace(place)
    except OSError:
        if old.exists():
            old.replace(place)
        raise
    shutil.rmtree(old, ignore_errors=True)
