"""A package in a zip archive, read where it lies: nothing is unpacked to the disk."""

from __future__ import annotations

import errno
import os
import stat
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from claimpack.archives.directory import read_directory
from claimpack.archives.entries import require_safe
from claimpack.archives.layout import Member, iter_members
from claimpack.archives.members import MemberFile
from claimpack.errors import SourceError
from claimpack.files import (
    LARGEST_FILE_BYTES,
    REASONS,
    FileReader,
    Folder,
    PackageFiles,
    read_whole,
    refusal,
    require_regular_file,
    split_path,
    unreadable,
)
from claimpack.findings import quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The methods of `claimpack.files.PackageFiles` for a zip archive.

    The archive was found safe when it was opened; each file of it is verified while
    it is read.
    """

    path: Path
    """The archive."""
    identity: tuple[int, ...]
    """What tells the archive from one that was put in its place."""
    folder: str
    """Where in the archive the package lies: "" or a folder with a slash."""
    members: Mapping[str, Member]
    """The files of the package by their paths, relative to it."""
    names: tuple[str, ...]
    """Paths of the files, and of folders with a slash, by code points."""

    @property
    def root(self) -> Path:
        """Where the package is: the archive, and its folder in there."""
        return self.path / self.folder

    def exists(self, relative: str) -> bool:
        """Return whether anything, be it a file or not, has that path."""
        path = "/".join(split_path(relative))
        return path in self.members or self.has_folder(path)

    def open_file(self, relative: str) -> FileReader:
        """Return the file of that path, inflated as it is read."""
        path = "/".join(split_path(relative))
        if self.has_folder(path):
            require_regular_file(relative, stat.S_IFDIR)
        if path not in self.members:
            raise self.absence(relative, path)
        member = self.members[path]
        file = open_regular(self.path)
        if identify(file) != self.identity:
            file.close()
            found = "found that it changed while it was read"
            expected, advice = "expected one archive", "wait for its writer, try again"
            raise refusal(self.path.name, found, expected, advice)
        return FileReader(MemberFile(file, member, relative), member.entry.size_bytes)

    def read_bytes(self, relative: str, limit: int = LARGEST_FILE_BYTES) -> bytes:
        """Return the whole file, which may have up to `limit` bytes."""
        with self.open_file(relative) as file:
            return read_whole(file, relative, limit)

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of one folder that end so, as `PackageFiles` says."""
        path = "/".join(split_path(relative_dir))
        if not self.has_folder(path):
            raise self.absence(relative_dir, path)
        above = f"{path}/" if path else ""
        for name in sorted(iter_children(self.names, above)):
            if name.endswith(suffix) and not name.startswith("."):
                yield above + name

    def has_folder(self, path: str) -> bool:
        """Return whether a folder has that path; the empty one is the package."""
        at = bisect_left(self.names, f"{path}/")
        return not path or "".join(self.names[at : at + 1]).startswith(f"{path}/")

    def absence(self, relative: str, path: str) -> SourceError:
        """Return the error for a path that is not there."""
        above = accumulate(path.split("/"), "{}/{}".format)
        is_file = any(part in self.members for part in above)
        reason = REASONS[errno.ENOTDIR if is_file else errno.ENOENT]
        return unreadable(relative, *reason)


def open_files(path: Path, landmark: str) -> PackageFiles:
    """Return the files of a package that is a folder or lies in a zip archive.

    Raises:
        SourceError: the archive is damaged or unsafe, or has no package or several.

    """
    return Folder(path) if path.is_dir() else read_archive(path, landmark)


def read_archive(path: Path, landmark: str) -> Archive:
    """Return the package in a zip archive, found safe without inflating anything.

    `landmark` is the file that every package has: the package is the folder that it
    lies in, which is the archive itself or a folder at the top of it.

    Raises:
        SourceError: the archive is damaged or unsafe, or has no package or several.

    """
    with open_regular(path) as file:
        identity = identify(file)
        directory = read_directory(file, path.name)
        require_safe(directory.entries, path.name)
        members = list(iter_members(file, directory, path.name))
    listed = {member.entry.path: member for member in members}
    folder = find_package(listed, landmark, path.name)
    inside = {
        name.removeprefix(folder): member
        for name, member in sorted(listed.items())
        if name.startswith(folder) and name != folder
    }
    return Archive(
        path=path,
        identity=identity,
        folder=folder,
        members={
            name: member for name, member in inside.items() if not name.endswith("/")
        },
        names=tuple(inside),
    )


def open_regular(path: Path) -> FileReader:
    """Return a file that somebody named, open for reading; a link to it is fine."""
    place = path.resolve()
    return Folder(place.parent).open_file(place.name)


def identify(file: FileReader) -> tuple[int, ...]:
    """Return what stays as long as nobody writes to a file or replaces it."""
    status = os.fstat(file.fileno())
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def find_package(paths: Collection[str], landmark: str, where: str) -> str:
    """Return the folder with the package: "" or a folder at the top, with a slash."""
    if landmark in paths:
        return ""
    folders = sorted(
        path.removesuffix(landmark)
        for path in paths
        if path.partition("/")[2] == landmark
    )
    if len(folders) != 1:
        several = f"in {' and in '.join(map(quote, folders[:2]))}"
        found = f"found {landmark} {several if folders else 'nowhere'}"
        expected = "expected it at the top or in one folder at the top"
        raise refusal(where, found, expected, "pack one package")
    return folders[0]


def iter_children(names: Sequence[str], above: str) -> Iterator[str]:
    """Yield what lies directly in a folder, given all names by code points."""
    at = bisect_left(names, above)
    while at < len(names) and names[at].startswith(above):
        name, slash, _ = names[at].removeprefix(above).partition("/")
        if name:
            yield name
        # "0" is what comes after "/": all that lies in the sub-folder is passed over.
        at = bisect_left(names, f"{above}{name}0", at) if slash else at + 1
