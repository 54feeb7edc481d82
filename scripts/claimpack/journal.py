"""Publication of the files of a package: all of them or none, even if killed.

1. Every changed file is staged in `.build/` under its number, and fsynced. What is
   already a file elsewhere (`StagedFile`) is linked there, and not written again.
2. A journal of paths and SHA-256 sums is renamed into place: the commit point.
3. The staged files replace the old ones, the descriptor last.
4. Folders without a file any more go, then the journal, then `.build/`.

Killed before 2, the old package is untouched and the next run clears `.build/`.
Killed after 2, `unfinished` says so and the next run completes it (`resume`), before
it reads anything: what it reads may have a defect that ends it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from claimpack.build_lock import lock
from claimpack.durable import (
    UNCHANGED,
    UNFINISHED,
    make_folder,
    reporting,
    sync_folder,
    write_durably,
)
from claimpack.errors import BuildError, SourceError
from claimpack.files import Folder, explain, mode_of, require_regular_file
from claimpack.findings import quote
from claimpack.staging import Content, has_content, put_durably, sum_of
from claimpack.strict_json import format_json, parse_json

STAGE = ".build"
JOURNAL = f"{STAGE}/journal.json"
NEW_JOURNAL = f"{STAGE}/journal.new"
OWN_NAMES = re.compile(r"[0-9]+|journal\.(json|new)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a publication does to one file."""

    path: str
    """File, relative to the package, with forward slashes."""
    sha256: str | None
    """Sum of the new content; None means that the file is removed."""


@contextmanager
def building(root: Path) -> Iterator[list[str]]:
    """Keep other builds out of the package, an unfinished one completed first.

    Gives the paths of the build that was completed. What a build reads it reads in
    here: before, the package may be half old, or change under its eyes.
    """
    with lock(root):
        yield resume(root)


def publish(
    root: Path,
    files: Mapping[str, Content],
    last: str = "datapackage.json",
    *,
    removed: Collection[str] = (),
) -> list[str]:
    """Write the files and remove those in `removed`; return the paths that changed.

    Unchanged files are not touched; `last` is replaced after all others. A new file
    gets mode 0644 whatever the umask, a replaced one keeps its mode. To be called
    while `building`. Raises `BuildError`, after which the package is as before or,
    past the commit point, `unfinished`.
    """
    with reporting(root, UNCHANGED):
        changes = list_changes(Folder(root), files, last, removed)
        if not changes:
            return []
        with undoing(root):
            stage(root, changes, files)
            commit(root, changes)
    with reporting(root, UNFINISHED):
        complete(root, changes)
    return [change.path for change in changes]


def unfinished(root: Path) -> bool:
    """Return whether a build was committed but is not complete."""
    return os.path.lexists(root / JOURNAL)


def resume(root: Path) -> list[str]:
    """Complete an unfinished build, or clear what an uncommitted one left behind.

    Returns the paths of the build that was completed. Raises `BuildError` where the
    journal or a staged file is damaged; nothing is moved then.
    """
    if not unfinished(root):
        with reporting(root, UNCHANGED):
            drop_stage(root)
        return []
    changes = read_journal(root)
    with reporting(root, UNFINISHED):
        complete(root, changes)
    return [change.path for change in changes]


def list_changes(
    folder: Folder,
    files: Mapping[str, Content],
    last: str,
    removed: Collection[str],
) -> list[Change]:
    """Return what there is to do, in order, after checking that it can be done."""
    changes = [
        Change(path=path, sha256=sum_of(content))
        for path, content in sorted(files.items())
        if not has_content(folder, path, content)
    ]
    gone = filter(folder.exists, sorted(removed))
    changes.extend(Change(path=path, sha256=None) for path in gone)
    changes.sort(key=lambda change: change.path == last)
    for change in changes:
        check_target(folder, change.path)
    return changes


def check_target(folder: Folder, path: str) -> None:
    """Raise, before anything is committed, if a file cannot be put at the path."""
    target = resolve_target(folder, path)
    above = target.parent
    while not above.exists():
        above = above.parent
    fault = 0
    if not above.is_dir():
        fault = errno.ENOTDIR
    elif above.stat().st_dev != folder.root.stat().st_dev:
        fault = errno.EXDEV
    elif not os.access(above, os.W_OK | os.X_OK):
        is_read_only = os.statvfs(above).f_flag & os.ST_RDONLY
        fault = errno.EROFS if is_read_only else errno.EACCES
    if fault:
        raise OSError(fault, os.strerror(fault), str(above))


def resolve_target(folder: Folder, path: str) -> Path:
    """Return the place of a file to publish: a regular file, or nothing yet.

    No part may begin with a dot. A journal is input like any other: one that came
    with a package must not write to `.git/hooks`.
    """
    if any(part.startswith(".") for part in path.split("/")):
        raise SourceError(
            explain(
                quote(path),
                "found a part that begins with a dot",
                "expected the path of a file of the package",
                "rename it",
            )
        )
    target = folder.resolve(path)
    if mode := mode_of(target):
        require_regular_file(path, mode)
    return target


def stage(root: Path, changes: Sequence[Change], files: Mapping[str, Content]) -> None:
    """Put the new content of every changed file durably into `.build/`."""
    make_folder(stage_folder(root))
    for number, change in enumerate(changes):
        if change.sha256:
            stage_file(root, number, change.path, files[change.path])


def stage_file(root: Path, number: int, path: str, content: Content) -> None:
    """Put the new content of the file at a path into `.build/`, under its number."""
    mode = stat.S_IMODE(mode_of(root / path)) & 0o777 or 0o644
    put_durably(root / STAGE / str(number), content, mode)


def commit(root: Path, changes: Sequence[Change]) -> None:
    """Put the journal in place: from here on the build will be completed."""
    entries = [{"path": change.path, "sha256": change.sha256} for change in changes]
    write_durably(root / NEW_JOURNAL, format_json({"files": entries}), 0o644)
    sync_folder(root / STAGE)
    (root / NEW_JOURNAL).replace(root / JOURNAL)
    sync_folder(root / STAGE)


def complete(root: Path, changes: Sequence[Change]) -> None:
    """Put every staged file that is still there into its place, then drop the stage."""
    for number, change in enumerate(changes):
        target, staged = root / change.path, root / STAGE / str(number)
        if change.sha256 is None:
            target.unlink(missing_ok=True)
        elif staged.exists():
            make_folder(target.parent)
            staged.replace(target)
    for folder in sorted({(root / change.path).parent for change in changes}):
        if folder.exists():  # a completion that was killed may have removed it
            sync_folder(folder)
    for change in changes:
        if change.sha256 is None:
            remove_emptied(root, (root / change.path).parent)
    drop_stage(root)


def remove_emptied(root: Path, folder: Path) -> None:
    """Remove a folder of the package, and those above it, as far as they are empty."""
    # An empty folder harms nobody: one that cannot be removed stays.
    with suppress(OSError):
        while folder != root:
            folder.rmdir()
            sync_folder(folder.parent)
            folder = folder.parent


def read_journal(root: Path) -> list[Change]:
    """Return the changes of an unfinished build, each checked against its sum."""
    folder = Folder(root)
    try:
        changes = parse_journal(parse_json(folder.read_bytes(JOURNAL), JOURNAL))
        for number, change in enumerate(changes):
            check_staged(folder, number, change)
    except SourceError as error:
        cause = str(error).removesuffix(".")
        found = f"found that the unfinished build is damaged ({cause})"
        expected = "expected each file as it was staged"
        advice = f"remove the folder {STAGE} and build again to write all files anew"
        raise BuildError(explain(str(root), found, expected, advice)) from error
    return changes


def parse_journal(journal: object) -> list[Change]:
    """Return the changes that the value of a journal stands for."""
    match journal:
        case {"files": [*entries]}:
            return [parse_change(*entry) for entry in enumerate(entries, 1)]
    raise SourceError(f'{JOURNAL}: there is no list of "files"')


def parse_change(number: int, entry: object) -> Change:
    """Return the change that an entry of the journal stands for."""
    match entry:
        case {"path": str(path), "sha256": str() | None as sha256}:
            return Change(path=path, sha256=sha256)
    raise SourceError(f"{JOURNAL}: entry {number} is no path with its sha256")


def check_staged(folder: Folder, number: int, change: Change) -> None:
    """Raise `SourceError` unless the new content is staged, or already in place."""
    resolve_target(folder, change.path)
    if change.sha256 is None:
        return
    staged = f"{STAGE}/{number}"
    path = staged if folder.exists(staged) else change.path
    with folder.open_file(path) as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    if sha256 != change.sha256:
        raise SourceError(f"{path}: the sha256 is {sha256}, not {change.sha256}")


def stage_folder(root: Path) -> Path:
    """Return `.build/`, which must not be a symbolic link to somewhere else."""
    return Folder(root).resolve(STAGE)


def drop_stage(root: Path) -> None:
    """Remove the journal, then the staged files; nothing that is not ours."""
    folder = stage_folder(root)
    if not folder.exists():
        return
    (root / JOURNAL).unlink(missing_ok=True)
    sync_folder(folder)
    for path in sorted(folder.iterdir()):
        if OWN_NAMES.fullmatch(path.name):
            path.unlink()
    try:
        folder.rmdir()
    except OSError as error:
        if error.errno not in {errno.ENOTEMPTY, errno.EEXIST}:
            raise
    sync_folder(root)


@contextmanager
def undoing(root: Path) -> Iterator[None]:
    """Clear the stage on any failure, so that the old package stays the package."""
    try:
        yield
    except BaseException:
        # What cannot be cleared now is cleared by the next build.
        with suppress(OSError, SourceError):
            drop_stage(root)
        raise
