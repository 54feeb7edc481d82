"""Writing of files and folders so that they survive a power cut."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimpack.errors import BuildError, SourceError
from claimpack.files import explain
from claimpack.findings import quote

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
UNWRITTEN = "try again; the file is as it was"
UNCHANGED = "build again; the package is unchanged"
UNFINISHED = "build again; that completes the unfinished build"

REASONS = {
    errno.EACCES: ("no permission to write", "a folder to write to", "change that"),
    errno.EDQUOT: ("the disk quota used up", "room for the files", "free some space"),
    errno.EEXIST: ("a file in the place of a folder", "a folder", "move the file"),
    errno.EISDIR: ("a folder in the place of a file", "a file", "move the folder"),
    errno.ENOENT: ("no such folder", "the folder of a package", "create it"),
    errno.ENOSPC: ("the disk full", "room for the new files", "free some space"),
    errno.ENOTDIR: ("a file in the place of a folder", "a folder", "move the file"),
    errno.EPERM: ("no permission to write", "a folder to write to", "change that"),
    errno.EROFS: ("a read-only file system", "one to write to", "copy the package"),
    errno.EXDEV: ("another file system", "the package on one", "move it as a whole"),
}
"""What was found, expected and to do, by the number of the system's error."""


@contextmanager
def reporting(root: Path, outcome: str) -> Iterator[None]:
    """Turn an error of the system into a `BuildError` that ends with the outcome."""
    try:
        yield
    except SourceError as error:
        raise BuildError(f"{str(error).removesuffix('.')}, then {outcome}.") from error
    except OSError as error:
        where = str(error.filename2 or error.filename or root)
        unknown = (f"the error {quote(error.strerror)}", "none", "look at the disk")
        found, expected, advice = REASONS.get(error.errno or 0, unknown)
        advice = f"{advice} and {outcome}"
        parts = (f"found {found}", f"expected {expected}", advice)
        raise BuildError(explain(where, *parts)) from error


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Let an error of the system name a file, and not what is staged for it."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise


def make_folder(folder: Path) -> None:
    """Make the folder and those above it, open to all readers whatever the umask."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir()
        folder.chmod(0o755)
        sync_folder(folder.parent)


@contextmanager
def making_folder(folder: Path) -> Iterator[None]:
    """Make a folder with those above it; those that are empty in the end go again.

    Raises `BuildError`.
    """
    missing = [it for it in (folder, *folder.parents) if not it.exists()]
    try:
        with reporting(folder, UNCHANGED):
            make_folder(folder)
        yield
    finally:
        for made in missing:
            with suppress(OSError):
                made.rmdir()


def write_durably(path: Path, content: bytes, mode: int) -> None:
    """Write a new file that survives a power cut once this returns."""
    with os.fdopen(os.open(path, NEW_FILE, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), mode)
        os.fsync(file.fileno())


def write_file(path: Path, content: bytes) -> None:
    """Write a new file that all may read; a power cut may leave less of it."""
    with os.fdopen(os.open(path, NEW_FILE, 0o600), "wb") as file:
        file.write(content)
        os.fchmod(file.fileno(), 0o644)


def replace_durably(path: Path, content: bytes) -> None:
    """Put a file with that content in the place of the old one, if there is one.

    Raises `BuildError`, after which the old file is as it was.
    """
    with replacing(path) as staged, reporting(path.parent, UNWRITTEN):
        staged.write_bytes(content)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give an empty file to write to, which at the end takes the place of the old one.

    Raises `BuildError`, after which, as after any other error, the old file is as it
    was.
    """
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with reporting(path.parent, UNWRITTEN), naming(path):
            write_durably(staged, b"", 0o644)
        yield staged
        with reporting(path.parent, UNWRITTEN), naming(path):
            sync_file(staged)
            staged.replace(path)
            sync_folder(path.parent)
    finally:
        staged.unlink(missing_ok=True)


def sync_file(path: Path) -> None:
    """Make the content of a file survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in the folder survive a power cut, where the system can."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot do it for folders, and say so like this.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(descriptor)
