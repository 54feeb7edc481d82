"""A release: the version that the changes ask for, a changelog, and one archive.

The files of the package are written all together (`journal`), and the archive is put in
place when it is whole and valid. Called again for a version that was released, it makes
the same archive and writes nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from claimpack.archives import read_archive
from claimpack.catalogues.descriptor import read_publication
from claimpack.diff.packages import PackageDiff
from claimpack.diff.sides import Side, naming, open_side
from claimpack.durable import UNWRITTEN, make_folder, replacing, reporting
from claimpack.errors import UsageError
from claimpack.files import Folder, PackageFiles, explain, refusal
from claimpack.findings import quote
from claimpack.journal import building, publish
from claimpack.key_store import Budget
from claimpack.opening import require_sound
from claimpack.overlay import Overlay
from claimpack.package import DESCRIPTOR_PATH, read_descriptor
from claimpack.packing import pack
from claimpack.release.contents import list_contents, write_metadata, write_readme
from claimpack.release.drafts import Choices, Draft, draft_first, draft_next, view
from claimpack.release.previous import find_previous
from claimpack.revisions import list_uncommitted

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
FIRST = "first"
"""What stands for no release before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What was released."""

    version: str
    diff: PackageDiff | None
    """From the release before; None where it is the first."""
    changed: tuple[str, ...]
    """Files of the package that were written; unchanged ones are not touched."""
    archive: Path
    size_bytes: int
    sha256: str
    left_out: Mapping[str, str]
    """Sentences about what metadata lacks, each with the path of it."""


def release_package(
    root: Path, output: Path, previous: str | None, choices: Choices, budget: Budget
) -> Release:
    """Release the package in a folder into an archive in another folder.

    `previous` is the release before as `open_side` takes it, `first` where there is
    none, None to look for it.

    Raises:
        UsageError: there are uncommitted files, no release before, a version that says
            too little, ids withdrawn without a reason, or another archive of it.
        SourceError: the package has errors, or a file cannot be read.
        BuildError: another build is at work, or something cannot be written.

    """
    require_committed(root, output)
    with building(root):
        folder = Folder(root)
        require_sound(folder, DESCRIPTOR_PATH)
        name = require_name(folder)
        old = open_old(root, output, name, previous, budget.folder)
        draft = (
            draft_first(folder, choices)
            if old is None
            else draft_next(folder, old, choices, budget)
        )
        return write_release(folder, output / f"{name}-{draft.version}.zip", draft)


def require_committed(root: Path, output: Path) -> None:
    """Raise `UsageError` where git has not all files of the package as they are."""
    inside = output.resolve().is_relative_to(root.resolve())
    besides = output.resolve().relative_to(root.resolve()).as_posix() if inside else ""
    paths = list_uncommitted(root, besides.removeprefix("."))
    if paths:
        more = f" and {len(paths) - 1:,} more" if len(paths) > 1 else ""
        found = f"found {paths[0]}{more} not committed"
        expected = "expected a package that git has as it is"
        raise UsageError(explain(str(root), found, expected, "commit it, or remove it"))


def require_name(files: PackageFiles) -> str:
    """Return the name of a package, of which that of the archive is made.

    Raises:
        SourceError: it has none, or one that is no part of a path.

    """
    name = read_descriptor(files).get("name")
    if isinstance(name, str) and NAME.fullmatch(name):
        return name
    found = f"found the name {quote(name)}" if name else "found no name"
    expected = "expected letters, digits, hyphens, dots and underscores"
    raise refusal(DESCRIPTOR_PATH, found, expected, 'write "name": "my-package"')


def open_old(
    root: Path, output: Path, name: str, previous: str | None, scratch: Path
) -> Side | None:
    """Return the release before, None where there shall be none.

    Raises:
        UsageError: it is not found, or found where there shall be none.
        SourceError: it cannot be read.

    """
    found = find_previous(root, name, output)
    if previous == FIRST:
        if found is None:
            return None
        words, expected = f"found the release {found}", "expected none before this one"
        advice = "call without --first"
        raise UsageError(explain(str(root), words, expected, advice))
    if previous is not None:
        return open_side(previous, scratch)
    if found is not None:
        return open_side(found, scratch, root)
    words = "found no release before this one, neither an archive nor a tag"
    expected = "expected one to tell the changes from"
    advice = "name it with --previous, or call with --first if there is none"
    raise UsageError(explain(str(root), words, expected, advice))


def write_release(folder: Folder, archive: Path, draft: Draft) -> Release:
    """Write the archive of a release, and the files that it changes in its package."""
    drafted = Overlay(base=folder, changed=draft.files)
    package = view(drafted).opened
    descriptor = package.read_descriptor()
    publication = read_publication(descriptor, package.count_rows())
    metadata, left_out = write_metadata(publication)
    derived = {**metadata, **write_readme(package, publication)}
    files = Overlay(base=folder, changed={**draft.files, **derived})
    names = list_contents(view(files).opened, read_descriptor(files))
    with reporting(archive.parent, UNWRITTEN):
        make_folder(archive.parent)
    with replacing(archive) as staged:
        with reporting(archive.parent, UNWRITTEN):
            pack(staged, files, names)
        with naming(str(archive)):
            require_sound(read_archive(staged, DESCRIPTOR_PATH), DESCRIPTOR_PATH)
        size_bytes, sha256 = require_new(archive, staged)
        changed = publish(folder.root, choose_written(folder, draft, derived))
    return Release(
        version=draft.version,
        diff=draft.diff,
        changed=tuple(changed),
        archive=archive,
        size_bytes=size_bytes,
        sha256=sha256,
        left_out=left_out,
    )


def choose_written(
    folder: Folder, draft: Draft, derived: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return what is written to the package: what follows from it, if it is there.

    `.zenodo.json` is left as it is: a build writes no files whose names begin so.
    """
    own = {
        path: content
        for path, content in derived.items()
        if folder.exists(path) and not path.startswith(".")
    }
    return {**draft.files, **own}


def require_new(archive: Path, staged: Path) -> tuple[int, str]:
    """Return size and SHA-256 of an archive that is staged.

    Raises:
        UsageError: there is one of that version already, and it is another one.

    """
    size_bytes, sha256 = measure(staged)
    if archive.exists() and measure(archive) != (size_bytes, sha256):
        found = "found an archive of this version with other content"
        expected = "expected a version that nobody has yet"
        advice = "raise it with --bump, or remove the archive if nobody has it"
        raise UsageError(explain(str(archive), found, expected, advice))
    return size_bytes, sha256


def measure(path: Path) -> tuple[int, str]:
    """Return size and SHA-256 of a file."""
    with Folder(path.parent).open_file(path.name) as file:
        return file.size_bytes, hashlib.file_digest(file, "sha256").hexdigest()
