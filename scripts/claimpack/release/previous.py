"""The release before: an archive that was made here, or a tag of git."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from claimpack.diff.versions import read_version
from claimpack.errors import SourceError
from claimpack.package import DESCRIPTOR_PATH
from claimpack.revisions import is_in_repository, list_tags, name_folder, read_tagged
from claimpack.strict_json import parse_json

Version = tuple[int, int, int]


def find_previous(root: Path, name: str, output: Path) -> str | None:
    """Return the last release of a package as a word for `open_side`.

    It is the archive or the tag with the greatest version; None where there is none.
    """
    found = [*iter_archives(output, name), *iter_tags(root, name)]
    return max(found, key=lambda each: each[0], default=(None, None))[1]


def iter_archives(output: Path, name: str) -> Iterator[tuple[Version, str]]:
    """Yield the archives of a package in a folder, each with its version."""
    for path in sorted(output.glob("*.zip")):
        version = read_version(path.stem.removeprefix(f"{name}-"))
        if version and path.name.startswith(f"{name}-"):
            yield version, str(path)


def iter_tags(root: Path, name: str) -> Iterator[tuple[Version, str]]:
    """Yield the last tag `v1.4.2` that has the package in just that version.

    Tags of a program, and of other packages in the repository, are none of its own.
    """
    if not is_in_repository(root):
        return
    versions = {tag: read_version(tag.removeprefix("v")) for tag in list_tags(root)}
    known = {tag: version for tag, version in versions.items() if version}
    for tag in sorted(known, key=known.__getitem__, reverse=True):
        if has_package(root, tag, name):
            yield known[tag], name_folder(root, tag)
            return


def has_package(root: Path, tag: str, name: str) -> bool:
    """Return whether a tag has a package of that name in the version of the tag."""
    text = read_tagged(root, tag, DESCRIPTOR_PATH)
    try:
        content = parse_json((text or "").encode(errors="surrogateescape"), tag)
    except SourceError:
        return False
    return (
        isinstance(content, dict)
        and content.get("name") == name
        and content.get("version") == tag.removeprefix("v")
    )
