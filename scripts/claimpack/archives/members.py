"""The bytes of one member of a zip archive, inflated as they are asked for."""

from __future__ import annotations

import zlib
from io import RawIOBase
from typing import TYPE_CHECKING

from claimpack.archives.directory import AGAIN
from claimpack.archives.entries import DEFLATED
from claimpack.archives.layout import Member
from claimpack.errors import SourceError
from claimpack.files import READ_BYTES, FileReader, refusal

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class MemberFile(RawIOBase):
    """A member as a file: never more than the archive says, and nothing less.

    Its checksum is verified together with its last byte; `SourceError` is raised where
    it does not hold.
    """

    def __init__(self, file: FileReader, member: Member, relative: str) -> None:
        """Read from the archive `file`, which is closed with this one."""
        self.file = file
        self.relative = relative
        self.entry = member.entry
        self.packed_left = member.entry.packed_bytes
        self.left = member.entry.size_bytes
        self.crc = 0
        is_deflated = member.entry.method == DEFLATED
        self.inflater = zlib.decompressobj(-zlib.MAX_WBITS) if is_deflated else None
        self.packed = b""  # was read, but is not inflated yet
        file.seek(member.offset)

    def readable(self) -> bool:
        """Return true: it is made for that."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Inflate some bytes and return how many."""
        view = memoryview(buffer).cast("B")
        wanted = min(len(view), self.left)
        content = self.inflate(wanted) if wanted else b""
        if wanted and not content:
            raise self.damage(f"found its end {self.left:,} bytes early")
        view[: len(content)] = content
        self.left -= len(content)
        self.crc = zlib.crc32(content, self.crc)
        if not self.left:
            self.require_end()
        return len(content)

    def inflate(self, most: int) -> bytes:
        """Return the next bytes, `most` of them at most, or none at the end."""
        if self.inflater is None:
            return self.read_packed(most)
        content = b""
        while not content and not self.inflater.eof:
            packed = self.packed or self.read_packed(READ_BYTES)
            try:
                content = self.inflater.decompress(packed, most)
            except zlib.error as error:
                raise self.damage("found bytes that cannot be inflated") from error
            self.packed = self.inflater.unconsumed_tail
            if not packed:
                break
        return content

    def read_packed(self, most: int) -> bytes:
        """Return the next bytes as they are packed, `most` of them at most."""
        content = self.file.read(min(most, self.packed_left))
        self.packed_left -= len(content)
        return content

    def require_end(self) -> None:
        """Raise unless the member ends here, and has the checksum that it should."""
        if self.inflate(1):
            raise self.damage("found more bytes in it")
        if self.inflater is not None:
            if not self.inflater.eof:
                raise self.damage("found its packed bytes cut short")
            if self.inflater.unused_data or self.packed_left:
                raise self.damage("found something else packed behind it")
        if self.crc != self.entry.crc:
            raise self.damage(f"found the checksum {self.crc:08x}")

    def damage(self, found: str) -> SourceError:
        """Return the error for a member that is not what the archive promises."""
        size_bytes, crc = self.entry.size_bytes, self.entry.crc
        expected = f"expected {size_bytes:,} bytes with the checksum {crc:08x}"
        return refusal(self.relative, found, expected, AGAIN)

    def close(self) -> None:
        """Close the archive as well."""
        self.file.close()
        super().close()
