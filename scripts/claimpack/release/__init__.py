"""A release: the version that the changes ask for, a changelog, and one archive.

The files of the package are written all together (`journal`), and the archive is put in
place when it is whole and valid. Called again for a version that was released, it makes
the same archive and writes nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimpack.archives import read_archive
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
from claimpack.release.committed import require_committed, require_tracked
from claimpack.release.contents import list_contents
from claimpack.release.derived import derive
from claimpack.release.drafts import (
    Choices,
    Draft,
    draft_first,
    draft_next,
    view_side,
)
from claimpack.release.previous import find_previous

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


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
    root: Path, output: Path, choices: Choices, budget: Budget
) -> Release:
    """Release the package in a folder into an archive in another folder.

    Raises:
        UsageError: there are uncommitted files, no release before, a version that says
            too little, ids withdrawn without a reason, or another archive of it.
        SourceError: the package has errors, or a file cannot be read.
        BuildError: another build is at work, or something cannot be written.

    """
    with building(root):
        require_committed(root, output)
        folder = Folder(root)
        require_sound(folder, DESCRIPTOR_PATH)
        name = require_name(folder)
        old = open_old(root, output, name, choices, budget.folder)
        draft = (
            draft_first(folder, choices)
            if old is None
            else draft_next(folder, old, choices, budget)
        )
        return write_release(folder, output / f"{name}-{draft.version}.zip", draft)


def require_name(files: PackageFiles) -> str:
    """Return the name of a package, of which that of the archive is made.

    Raises:
        SourceError: it has none, or one that is no part of a path.

    """
    name = read_descriptor(files).get("name")
    if isinstance(name, str) and NAME.fullmatch(name):
        return name
    found = "found no name" if name is None else f"found the name {quote(name)}"
    expected = "expected up to 100 letters, digits, hyphens, dots and underscores, "
    expected += "of which the first is a letter or a digit"
    raise refusal(DESCRIPTOR_PATH, found, expected, 'write "name": "my-package"')


def open_old(
    root: Path, output: Path, name: str, choices: Choices, scratch: Path
) -> Side | None:
    """Return the release before, None where there shall be none.

    Raises:
        UsageError: it is not found, found where there shall be none, or another one.
        SourceError: it cannot be read.

    """
    if choices.previous is not None:
        side = open_side(choices.previous, scratch)
        require_same_name(side, name)
        return side
    word = find_previous(root, name, output)
    if not choices.is_first and word is not None:
        return open_side(word, scratch, root)
    if choices.is_first and word is None:
        return None
    found = "found no release before this one, neither an archive nor a tag"
    expected = "expected one to tell the changes from"
    advice = "name it with --previous, or call with --first if there is none"
    if word is not None:
        found, expected = f"found the release {word}", "expected none before this one"
        advice = "call without --first"
    raise UsageError(explain(str(root), found, expected, advice))


def require_same_name(side: Side, name: str) -> None:
    """Raise `UsageError` for a release before of another package."""
    found = side.content.get("name")
    if found != name:
        words = f"found the package {quote(found)}"
        expected = f"expected an earlier version of {quote(name)}"
        advice = "name one, or call with --first"
        raise UsageError(explain(side.label, words, expected, advice))


def write_release(folder: Folder, archive: Path, draft: Draft) -> Release:
    """Write the archive of a release, and the files that it changes in its package."""
    drafted = Overlay(base=folder, changed=draft.files)
    derived = derive(view_side(folder).opened, view_side(drafted).opened)
    files = Overlay(base=folder, changed={**draft.files, **derived.packed})
    names = list_contents(view_side(files).opened, read_descriptor(files))
    names = sorted({*names, *derived.packed, *derived.by_hand})
    own = [name for name in names if name not in files.changed]
    require_tracked(folder.root, archive.parent, own)
    if draft.diff is not None and not draft.files:
        require_released(draft.diff.old, folder, own)
    with reporting(archive.parent, UNWRITTEN):
        make_folder(archive.parent)
    with replacing(archive) as staged:
        with reporting(archive.parent, UNWRITTEN):
            pack(staged, files, names)
        with naming(str(archive), staged.name):
            require_sound(read_archive(staged, DESCRIPTOR_PATH), DESCRIPTOR_PATH)
        size_bytes, sha256 = require_new(archive, staged)
        changed = draft.files and publish(folder.root, {**draft.files, **derived.kept})
    return Release(
        version=draft.version,
        diff=draft.diff,
        changed=tuple(changed),
        archive=archive,
        size_bytes=size_bytes,
        sha256=sha256,
        left_out=derived.left_out,
    )


def require_released(old: Side, folder: Folder, names: Iterable[str]) -> None:
    """Raise `UsageError` where a file is another one than in the release before.

    That is what no comparison of tables sees: a readme, a changelog, a question.
    """
    files = old.opened.files
    for name in names:
        if not files.exists(name) or not have_same_bytes(files, folder, name):
            found = f"found the file {name} with other content than in {old.version}"
            expected = "expected the package as it was released"
            advice = "release it as another version, with --bump patch"
            raise UsageError(explain(str(folder.root), found, expected, advice))


def have_same_bytes(one: PackageFiles, other: PackageFiles, path: str) -> bool:
    """Return whether a file is the same in two packages."""
    with one.open_file(path) as first, other.open_file(path) as second:
        digests = [hashlib.file_digest(file, "sha256") for file in (first, second)]
    return digests[0].digest() == digests[1].digest()


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
