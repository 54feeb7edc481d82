"""Safe reading of files that others made: paths, bytes and UTF-8 text.

All of it is strict, because everything that comes in is untrusted
(docs/architecture.md): what is refused is refused with a sentence, and nothing waits,
guesses or repairs.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, BytesIO, FileIO, RawIOBase
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from claimpack.errors import SourceError
from claimpack.findings import escape_character, quote

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LARGEST_FILE_BYTES = 1024**3
READ_BYTES = 64 * 1024
PLAIN_PATH = re.compile(
    r"[A-Za-z0-9_-][A-Za-z0-9._-]*+(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*+)*+"
)
"""Most paths, of which nothing is unsafe."""
SURROGATES = "[\ud800-\udfff]"

# O_NONBLOCK: opening a FIFO that nobody writes to must return at once.
OPEN_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a FIFO",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFREG: "a regular file",
    stat.S_IFSOCK: "a socket",
}

REASONS = {
    errno.EACCES: ("no permission to read it", "change its permissions"),
    errno.ELOOP: ("a symbolic link", "put a copy of the file itself in its place"),
    errno.ENAMETOOLONG: ("a name that is too long", "use a shorter name"),
    errno.ENOENT: ("nothing of that name", "check the spelling or restore it"),
    errno.ENOTDIR: ("a file where a folder should be", "check the path"),
}
"""What was found and what to do, by the number of the system's error."""


class FileReader(BufferedReader):
    """One file of a package, open for reading: `size_bytes` bytes, from the first on.

    Reading raises `SourceError` as soon as that turns out not to be so. A file of a
    folder can be read from any place (`seek`), one of a zip archive only in order.
    """

    def __init__(self, raw: RawIOBase | BytesIO, size_bytes: int) -> None:
        """Read from `raw`, which watches over its size itself."""
        super().__init__(raw, READ_BYTES)
        self.size_bytes = size_bytes
        """Bytes of the whole file."""


class PackageFiles(Protocol):
    """What a package offers to its readers, be it a folder or a zip archive.

    A relative path has forward slashes and stays in the package. Every method raises
    `SourceError` where a path is not safe or cannot be read.
    """

    @property
    def root(self) -> Path:
        """Where the package is, for messages about it as a whole."""

    def exists(self, relative: str) -> bool:
        """Return whether anything, be it a file or not, has that path."""

    def open_file(self, relative: str) -> FileReader:
        """Return the regular file of that path, open for reading, without waiting."""

    def read_bytes(self, relative: str, limit: int = LARGEST_FILE_BYTES) -> bytes:
        """Return the whole file, which may have up to `limit` bytes."""

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of one folder that end so, by code points of the name.

        Dot files (and so the `._*` files of macOS) are left out; sub-folders are
        not entered. `"."` is the root.
        """


@dataclass(frozen=True, slots=True)
class Folder:
    """The only door to the files of a package: nothing outside it can be reached.

    The methods of `PackageFiles` for a folder. No path passes a symbolic link; the
    root itself may lie behind one.
    """

    root: Path
    """The folder of the package; all paths are relative to it."""

    def resolve(self, relative: str) -> Path:
        """Return the path of a file or folder below the root; it need not exist."""
        return Path(self.find(relative))

    def find(self, relative: str) -> str:
        """Return what `resolve` does, as text, which takes a third of the time."""
        parts = split_path(relative)
        path = str(self.root)
        with Refusing(relative):
            for part in parts:
                path = f"{path.rstrip('/')}/{part}"
                if stat.S_ISLNK(mode_of(path)):
                    require_regular_file(relative, stat.S_IFLNK)
        return path

    def exists(self, relative: str) -> bool:
        """Return whether anything, be it a file or not, has that path."""
        return bool(mode_of(self.find(relative)))

    def open_file(self, relative: str) -> FileReader:
        """Return the regular file of that path, open for reading, without waiting."""
        path = self.find(relative)
        with Refusing(relative):
            # Before opening too: to open some devices already does something.
            require_regular_file(relative, os.lstat(path).st_mode)
            descriptor = os.open(path, OPEN_FLAGS)
        try:
            status = os.fstat(descriptor)
            require_regular_file(relative, status.st_mode)
        except BaseException:
            os.close(descriptor)
            raise
        file = SteadyFile(FileIO(descriptor), relative, status.st_size)
        return FileReader(file, status.st_size)

    def read_bytes(self, relative: str, limit: int = LARGEST_FILE_BYTES) -> bytes:
        """Return the whole file, which may have up to `limit` bytes."""
        with self.open_file(relative) as file:
            return read_whole(file, relative, limit)

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of one folder that end so, by code points of the name.

        Dot files (and so the `._*` files of macOS) are left out; sub-folders are
        not entered. `"."` is the root.
        """
        folder = self.resolve(relative_dir)
        with Refusing(relative_dir):
            names = sorted(path.name for path in folder.iterdir())
        above = "/".join(split_path(relative_dir))
        for name in names:
            if name.endswith(suffix) and not name.startswith("."):
                split_path(name)
                yield f"{above}/{name}" if above else name


class SteadyFile(RawIOBase):
    """A file of a folder, which must keep the size that it had when it was opened."""

    def __init__(self, file: FileIO, relative: str, size_bytes: int) -> None:
        """Read from `file`, which is closed with this one."""
        self.file = file
        self.relative = relative
        self.size_bytes = size_bytes

    def readable(self) -> bool:
        """Return true: it is made for that."""
        return True

    def seekable(self) -> bool:
        """Return true: it is a regular file."""
        return True

    def fileno(self) -> int:
        """Return the descriptor of the system."""
        return self.file.fileno()

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a byte of the file, and return which one that is."""
        return self.file.seek(offset, whence)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read some bytes and return how many; raise where the size has changed."""
        with Refusing(self.relative):
            count = self.file.readinto(buffer)
            place = self.file.tell()
        if place > self.size_bytes or (not count and place < self.size_bytes):
            found = "found that it changed while it was read"
            expected = f"expected the {self.size_bytes:,} bytes it had at first"
            advice = "wait for its writer, try again"
            raise refusal(self.relative, found, expected, advice)
        return count

    def close(self) -> None:
        """Close the file itself."""
        self.file.close()
        super().close()


def read_whole(file: FileReader, relative: str, limit: int) -> bytes:
    """Return all bytes of a file that was just opened, if they are within the limit."""
    require_size(relative, file.size_bytes, limit)
    # One byte more than there are: a file that has grown is seen by it.
    return file.read(file.size_bytes + 1)


def explain(where: str, found: str, expected: str, advice: str) -> str:
    """Return the sentence of an error, in the four parts that every one has.

    >>> explain("a.txt", "found a FIFO", "expected a regular file", "copy it")
    'a.txt: found a FIFO; expected a regular file; copy it.'
    """
    shown = "".join(map(escape_character, where))
    return f"{shown}: {found}; {expected}; {advice}."


def refusal(where: str, found: str, expected: str, advice: str) -> SourceError:
    """Return the error for an input, its sentence in four parts."""
    return SourceError(explain(where, found, expected, advice))


class Refusing:
    """Turns an error of the system into a `SourceError` that names the file.

    A generator in its place would take as long as the rest of a small file.
    """

    def __init__(self, relative: str) -> None:
        """Name the file by its path."""
        self.relative = relative

    def __enter__(self) -> None:
        """Let the system be asked."""

    def __exit__(
        self, kind: object, error: BaseException | None, traceback: object
    ) -> None:
        """Raise `SourceError` where the system has an error."""
        if isinstance(error, OSError):
            unknown = (f"the error {quote(error.strerror)}", "check the disk")
            found, advice = REASONS.get(error.errno or 0, unknown)
            raise unreadable(self.relative, found, advice) from error


def unreadable(relative: str, found: str, advice: str) -> SourceError:
    """Return the error for what cannot be opened or read."""
    expected = "expected something that can be read"
    return refusal(relative, f"found {found}", expected, advice)


def require_size(relative: str, size_bytes: int, limit: int) -> None:
    """Raise `SourceError` for more bytes than are read at once."""
    if size_bytes > limit:
        found, most = f"found {size_bytes:,} bytes", f"expected at most {limit:,}"
        raise refusal(relative, found, most, "split it or raise the limit")


def split_path(relative: str) -> list[str]:
    """Return the parts of a safe relative path, `.` left out.

    >>> split_path("./data/claims.csv")
    ['data', 'claims.csv']
    """
    parts = relative.split("/")
    if fault := path_fault(relative, parts):
        expected = "expected a path with forward slashes that stays in the package"
        advice = "move the file into the package and name it from there"
        raise refusal(quote(relative), f"found {fault}", expected, advice)
    return [part for part in parts if part not in {"", "."}]


def path_fault(relative: str, parts: list[str]) -> str | None:
    """Return what is unsafe about a path, or None."""
    if PLAIN_PATH.fullmatch(relative):
        return None
    faults = {
        "no path at all": not relative,
        "an absolute path": relative.startswith("/"),
        "a URL": re.match(r"[A-Za-z][A-Za-z0-9+.-]*://|file:", relative),
        "a drive letter": re.match(r"[A-Za-z]:", relative),
        'a ".." that leads out of its folder': ".." in parts,
        "a backslash": "\\" in relative,
        "a NUL character": "\0" in relative,
        "a name that is not Unicode": re.search(SURROGATES, relative),
    }
    return next((fault for fault, is_so in faults.items() if is_so), None)


def mode_of(path: Path | str) -> int:
    """Return the kind and permissions of what has that path, 0 if nothing has."""
    try:
        return os.lstat(path).st_mode
    except (FileNotFoundError, NotADirectoryError):
        return 0


def require_regular_file(relative: str, mode: int) -> None:
    """Raise `SourceError` unless the mode is that of a regular file."""
    if not stat.S_ISREG(mode):
        found = f"found {KINDS.get(stat.S_IFMT(mode), 'a device')}"
        advice = "put a copy of the file itself in its place"
        raise refusal(relative, found, "expected a regular file", advice)


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of the bytes, in lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def decode_text(content: bytes, path: str) -> str:
    """Return the text of strict UTF-8, every character of it (also a BOM) kept."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        at, line = error.start, content.count(b"\n", 0, error.start) + 1
        found = f"found the byte 0x{content[at]:02X} at byte offset {at}"
        parts = (found, "expected UTF-8", "save the file as UTF-8")
        raise refusal(f"{path} line {line}", *parts) from error
