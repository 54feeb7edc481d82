"""One reading of a file: its size and hashes, and whether its text is plain.

Plain is what every reader of CSV takes alike: UTF-8 without byte order mark, NUL and
CR, and quotes only around whole cells. The bytes pass through to whoever reads them.
"""

from __future__ import annotations

import codecs
import hashlib
import io
from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

BYTE_ORDER_MARK = codecs.BOM_UTF8
LONGEST_LINE_BYTES = 32 * 1024 * 1024
"""A longer line takes the exact reading."""


class NotPlainError(Exception):
    """The file takes the exact reading: no finding, since it may be good CSV."""


class ByteStream(Protocol):
    """What can be read from its first byte to its last."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""


class Passing(io.RawIOBase):
    """A stream that gives the bytes of another one; some look at or change them."""

    def __init__(self, stream: ByteStream) -> None:
        """Read from `stream`, which stays open when this one is closed."""
        self.stream = stream

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        return self.stream.read(size)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Read bytes into a buffer, for `io.BufferedReader`."""
        view = memoryview(buffer).cast("B")
        chunk = self.read(len(view))
        view[: len(chunk)] = chunk
        return len(chunk)

    def readable(self) -> bool:
        """Return true, as for every stream that can be read."""
        return True


class Digest:
    """Size and hashes of a file, or of all parts of one, as they are read."""

    def __init__(
        self, algorithms: Iterable[str] = (), whole: Digest | None = None
    ) -> None:
        """Begin with no bytes; `algorithms` are names that hashlib knows.

        What this one takes, `whole` takes too: it is of all files of a table.
        """
        self.whole = whole
        self.size_bytes = 0
        self.hashes = {
            name: hashlib.new(name, usedforsecurity=False) for name in algorithms
        }

    def update(self, chunk: bytes) -> None:
        """Take the next bytes."""
        self.size_bytes += len(chunk)
        for digest in self.hashes.values():
            digest.update(chunk)
        if self.whole is not None:
            self.whole.update(chunk)

    def show(self, algorithm: str) -> str:
        """Return the hash of all bytes so far, in hexadecimal."""
        return self.hashes[algorithm].hexdigest()


class Measured(Passing):
    """A stream whose bytes enter a digest."""

    def __init__(self, stream: ByteStream, digest: Digest) -> None:
        """Read from `stream`."""
        super().__init__(stream)
        self.digest = digest

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the stream."""
        chunk = self.stream.read(size)
        self.digest.update(chunk)
        return chunk

    def drain(self) -> None:
        """Read the stream to its end."""
        while self.read(1 << 20):
            pass


class Gate(Passing):
    """A stream of plain text: `read` raises `NotPlainError` at bytes that are not."""

    def __init__(self, stream: ByteStream, delimiter: bytes) -> None:
        """Read from `stream`, in whose lines `delimiter` stands between cells."""
        super().__init__(stream)
        self.is_first = True
        self.quotes = QuoteCheck(delimiter)
        self.decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes of the stream, once they are found plain."""
        chunk = self.stream.read(size)
        if self.is_first and chunk.startswith(BYTE_ORDER_MARK):
            raise NotPlainError
        self.is_first = False
        if b"\r" in chunk or b"\0" in chunk:
            raise NotPlainError
        try:
            self.decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            raise NotPlainError from error
        self.quotes.feed(chunk)
        return chunk


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
