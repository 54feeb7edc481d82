"""New content of files: bytes, or a finished file that needs no writing again."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from claimpack.durable import NEW_FILE, write_durably
from claimpack.files import (
    FileReader,
    Folder,
    Refusing,
    refusal,
    require_regular_file,
    sha256_hex,
)

COPY_BYTES = 1024**2
UNLINKABLE = frozenset(
    {errno.EMLINK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
    | {errno.EXDEV}
)
"""With these numbers a system refuses a further name for a file that it can copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedFile:
    """A finished file that waits elsewhere, as in a cache, to become one of a package.

    It may get a second name in the package, so whoever keeps it never writes to it
    again (other content is another file), and looks whether somebody else did.
    """

    path: Path
    size_bytes: int
    sha256: str
    """Of the content, in lower-case hexadecimal digits; not computed again here."""


Content = bytes | StagedFile


def size_of(content: Content) -> int:
    """Return how many bytes the content has."""
    return content.size_bytes if isinstance(content, StagedFile) else len(content)


def sum_of(content: Content) -> str:
    """Return the SHA-256 of the content, in lower-case hexadecimal digits."""
    return content.sha256 if isinstance(content, StagedFile) else sha256_hex(content)


def has_content(folder: Folder, path: str, content: Content) -> bool:
    """Return whether the file exists and holds just these bytes."""
    if not folder.exists(path):
        return False
    with folder.open_file(path) as file:
        if file.size_bytes != size_of(content):
            return False
        if isinstance(content, StagedFile):
            return is_same(file, content)
        return file.read() == content


def is_same(file: FileReader, staged: StagedFile) -> bool:
    """Return whether a file is a finished one under another name, or equal to it."""
    if os.path.samestat(os.fstat(file.fileno()), look_at(staged)):
        return True
    return hashlib.file_digest(file, "sha256").hexdigest() == staged.sha256


def look_at(staged: StagedFile) -> os.stat_result:
    """Return what the system says of a finished file.

    Raises `SourceError` where it is gone, or not as long as it was any more.
    """
    with Refusing(str(staged.path)):
        status = staged.path.lstat()
    require_regular_file(str(staged.path), status.st_mode)
    if status.st_size != staged.size_bytes:
        found = f"found {status.st_size:,} bytes"
        expected = f"expected a file of {staged.size_bytes:,}, as it was written"
        raise refusal(str(staged.path), found, expected, "remove it")
    return status


def put_durably(path: Path, content: Content, mode: int) -> None:
    """Make a new file that survives a power cut once this returns.

    Raises `SourceError` where a finished file is not as it was any more.
    """
    if not isinstance(content, StagedFile):
        write_durably(path, content, mode)
        return
    look_at(content)
    link_or_copy(content.path, path)
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        os.fchmod(descriptor, mode)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def link_or_copy(source: Path, path: Path) -> None:
    """Give a file a further name; where the system refuses that, copy it."""
    try:
        os.link(source, path)
    except OSError as error:
        if error.errno not in UNLINKABLE:
            raise
    else:
        return
    descriptor = os.open(path, NEW_FILE, 0o600)
    with source.open("rb") as old, os.fdopen(descriptor, "wb") as new:
        shutil.copyfileobj(old, new, COPY_BYTES)
