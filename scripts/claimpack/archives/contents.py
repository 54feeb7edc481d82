"""The members of a zip archive whose bytes are at hand: one that lies in another."""

from __future__ import annotations

import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimpack.archives.directory import read_directory
from claimpack.archives.entries import require_safe
from claimpack.archives.layout import Member, iter_members
from claimpack.archives.members import MemberFile
from claimpack.files import FileReader, read_whole

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class ContentFile(io.RawIOBase):
    """Bytes as a file that can be read from any place."""

    def __init__(self, content: bytes) -> None:
        """Begin at the first byte."""
        self.buffer = io.BytesIO(content)

    def readable(self) -> bool:
        """Return true: it is made for that."""
        return True

    def seekable(self) -> bool:
        """Return true: all of it is there."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """Go to a byte, and return which one that is."""
        return self.buffer.seek(offset, whence)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read some bytes and return how many."""
        return self.buffer.readinto(buffer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A zip archive in memory, found safe without inflating anything."""

    content: bytes
    where: str
    """What messages call it."""
    members: Mapping[str, Member]
    """Its files by their paths, in the order of these."""

    def read(self, path: str, limit: int) -> bytes:
        """Return a whole file, which may have up to `limit` bytes.

        Raises:
            SourceError: it is larger, or not what the archive says.

        """
        member = self.members[path]
        name = f"{self.where}/{path}"
        inflated = MemberFile(open_content(self.content), member, name)
        with FileReader(inflated, member.entry.size_bytes) as file:
            return read_whole(file, name, limit)


def open_content(content: bytes) -> FileReader:
    """Return bytes as a file."""
    return FileReader(ContentFile(content), len(content))


def read_contents(content: bytes, where: str) -> Contents:
    """Return the files of an archive; `where` names it in messages.

    Raises:
        SourceError: it is no zip archive, or damaged, or unsafe.

    """
    with open_content(content) as file:
        directory = read_directory(file, where)
        require_safe(directory.entries, where)
        members = {it.entry.path: it for it in iter_members(file, directory, where)}
    files = {path: it for path, it in sorted(members.items()) if path[-1] != "/"}
    return Contents(content=content, where=where, members=files)
