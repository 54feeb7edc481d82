"""One reading of a file: its size and hashes, and whether its text is plain.

Plain is what every reader of CSV takes alike: UTF-8 without byte order mark, NUL and
CR, and quotes only around whole cells. The bytes pass through to whoever reads them.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BYTE_ORDER_MARK = codecs.BOM_UTF8
LONGEST_LINE_BYTES = 32 * 1024 * 1024
"""A longer line takes the exact reading."""


class NotPlainError(Exception):
    """The file takes the exact reading: no finding, since it may be good CSV."""


class Gate(io.RawIOBase):
    """A binary stream that looks at the bytes that are read from it.

    With a delimiter, `read` raises `NotPlainError` at the first bytes that are not
    plain; without one it only counts and hashes. After the end of the stream
    `size_bytes` and `digests` are those of the whole.
    """

    def __init__(
        self,
        stream: BinaryIO,
        algorithms: Iterable[str] = (),
        delimiter: bytes | None = None,
    ) -> None:
        """Wrap a stream; `algorithms` are names that hashlib knows."""
        self.stream = stream
        self.size_bytes = 0
        self.hashes = {
            name: hashlib.new(name, usedforsecurity=False) for name in algorithms
        }
        self.quotes = QuoteCheck(delimiter) if delimiter is not None else None
        self.decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of the stream, as `io.RawIOBase.read` does."""
        chunk = self.stream.read(size)
        for digest in self.hashes.values():
            digest.update(chunk)
        if self.quotes is not None:
            self.require_plain(chunk, self.quotes)
        self.size_bytes += len(chunk)
        return chunk

    def require_plain(self, chunk: bytes, quotes: QuoteCheck) -> None:
        """Raise `NotPlainError` where the next bytes are not plain."""
        if not self.size_bytes and chunk.startswith(BYTE_ORDER_MARK):
            raise NotPlainError
        if b"\r" in chunk or b"\0" in chunk:
            raise NotPlainError
        try:
            self.decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise NotPlainError from error
        quotes.feed(chunk)

    def drain(self) -> None:
        """Read the stream to its end."""
        while self.read(1 << 20):
            pass

    @property
    def digests(self) -> dict[str, str]:
        """The hashes so far, in hexadecimal."""
        return {name: digest.hexdigest() for name, digest in self.hashes.items()}

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read bytes into a buffer, for `io.BufferedReader`."""
        chunk = self.read(len(memoryview(buffer)))
        memoryview(buffer)[: len(chunk)] = chunk
        return len(chunk)

    def readable(self) -> bool:
        """Return true, as for every stream that can be read."""
        return True


class QuoteCheck:
    """Whether quotes stand only around whole cells of one line each."""

    def __init__(self, delimiter: bytes) -> None:
        """Begin before the first byte."""
        self.ends = (delimiter, b"\n")
        self.pending = b""
        """Bytes after the last line end."""

    def feed(self, chunk: bytes) -> None:
        """Raise `NotPlainError` where quotes of the next lines are not plain."""
        if not chunk:
            self.require_plain(self.pending + b"\n")
        elif b'"' in chunk or b'"' in self.pending:
            text = self.pending + chunk
            cut = text.rfind(b"\n") + 1
            self.pending = text[cut:]
            self.require_plain(text[:cut])
        else:
            cut = chunk.rfind(b"\n") + 1
            self.pending = chunk[cut:] if cut else self.pending + chunk
        if len(self.pending) > LONGEST_LINE_BYTES:
            raise NotPlainError

    def require_plain(self, lines: bytes) -> None:
        """Raise `NotPlainError` unless each quote opens or closes a whole cell."""
        if b'"' not in lines:
            return
        if any(lines.startswith(b'""') or end + b'""' in lines for end in self.ends):
            raise NotPlainError  # an empty cell in quotes, or one that begins with one
        parts = lines.replace(b'""', b"").split(b'"')
        inside, outside = parts[1::2], parts[::2]
        if len(inside) == len(outside) or any(b"\n" in part for part in inside):
            raise NotPlainError
        if not all(part.endswith(self.ends) or not part for part in outside[:1]):
            raise NotPlainError
        if not all(part.endswith(self.ends) for part in outside[1:-1]):
            raise NotPlainError
        if not all(part.startswith(self.ends) for part in outside[1:]):
            raise NotPlainError
