"""The release before: an archive that was made here, or a tag of git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimpack.diff.versions import read_version
from claimpack.revisions import PREFIX, list_tags

Version = tuple[int, int, int]


def find_previous(root: Path, name: str, output: Path) -> str | None:
    """Return the last release of a package as a word for `open_side`.

    It is the archive or the tag with the greatest version; None where there is none.
    """
    found = [*iter_tags(root), *iter_archives(output, name)]
    return max(found, key=lambda each: each[0], default=(None, None))[1]


def iter_archives(output: Path, name: str) -> Iterator[tuple[Version, str]]:
    """Yield the archives of a package in a folder, each with its version."""
    for path in sorted(output.glob("*.zip")):
        version = read_version(path.stem.removeprefix(f"{name}-"))
        if version and path.name.startswith(f"{name}-"):
            yield version, str(path)


def iter_tags(root: Path) -> Iterator[tuple[Version, str]]:
    """Yield the tags `v1.4.2` of the repository that a package is in."""
    for word in list_tags(root):
        tag = word.removeprefix(PREFIX).partition(":")[0]
        if version := read_version(tag.removeprefix("v")):
            yield version, word
