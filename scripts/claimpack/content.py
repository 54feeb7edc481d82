"""The text of a CSV file as UTF-8, out of whatever it is packed and encoded in.

Data Package 2.0 gives a resource an `encoding`; gzip is common practice (`.csv.gz`),
and other tools name it in `compression`.
"""

from __future__ import annotations

import codecs
import io
import sys
import zlib
from dataclasses import dataclass

from claimpack.archives.entries import HIGHEST_RATIO, LARGEST_HARMLESS_BYTES
from claimpack.errors import SourceError
from claimpack.files import READ_BYTES, refusal
from claimpack.gate import ByteStream, NotPlainError, Passing

UTF8 = "utf-8"
GZIP = zlib.MAX_WBITS | 16
"""Tells zlib that header and checksum are those of gzip."""
NO_CHARSETS = frozenset(
    {"idna", "punycode", "raw-unicode-escape", "unicode-escape", "undefined"}
    | {"mbcs", "oem"}
)
"""Encodings of Python that are no character sets, or those of one machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrapping:
    """What stands between the bytes of a file and its text."""

    is_packed: bool | None = None
    """Whether the file is packed with gzip (RFC 1952); None: if its name says so."""
    encoding: str = UTF8
    """As `find_encoding` gives it."""

    def packs(self, path: str) -> bool:
        """Return whether a file is packed with gzip."""
        is_named_so = path.lower().endswith(".gz")
        return is_named_so if self.is_packed is None else self.is_packed

    def unwrap(self, stream: ByteStream, path: str) -> ByteStream:
        """Return the text of a file as UTF-8; `path` is for messages.

        Reading raises SourceError where the file is damaged or grows without measure,
        and `CodingError` where it is not in its encoding.
        """
        if self.packs(path):
            stream = Unpacked(stream, path)
        return stream if self.encoding == UTF8 else Recoded(stream, self.encoding)


PLAIN = Wrapping()


def find_encoding(name: str) -> str | None:
    """Return the name that Python has for a character set, None where it has none.

    >>> find_encoding("UTF8"), find_encoding("Latin1"), find_encoding("rot13")
    ('utf-8', 'iso8859-1', None)
    """
    try:
        "".encode(name)
        found = codecs.lookup(name).name
    except (LookupError, ValueError):  # no encoding, not one of texts, or NUL in it
        return None
    return None if found in NO_CHARSETS else found


class Unpacked(Passing):
    """The bytes that a stream packed with gzip holds, one member after the other."""

    def __init__(self, stream: ByteStream, path: str) -> None:
        """Read from `stream`; `path` is that of the file."""
        super().__init__(stream)
        self.path = path
        self.packed = b""  # was read, but is not inflated yet
        self.inflater = zlib.decompressobj(wbits=GZIP)
        self.packed_bytes = self.size_bytes = 0

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes, `size` of them if there are so many."""
        most = size if size >= 0 else sys.maxsize
        chunks: list[bytes] = []
        while most and self.fetch():
            chunks.append(self.inflate(most))
            most -= len(chunks[-1])
        return b"".join(chunks)

    def fetch(self) -> bool:
        """Return whether there are packed bytes, of which some are then at hand."""
        if not self.packed:
            self.packed = self.stream.read(READ_BYTES)
            self.packed_bytes += len(self.packed)
        if not self.packed and not self.inflater.eof:
            raise self.damage("found its end too early")
        return bool(self.packed)

    def inflate(self, most: int) -> bytes:
        """Return bytes that the packed ones at hand hold, `most` of them at most."""
        if self.inflater.eof:
            self.inflater = zlib.decompressobj(wbits=GZIP)
        try:
            chunk = self.inflater.decompress(self.packed, min(most, READ_BYTES))
        except zlib.error as error:
            raise self.damage(f"found what gzip cannot read ({error})") from error
        self.packed = self.inflater.unconsumed_tail or self.inflater.unused_data
        self.size_bytes += len(chunk)
        self.require_ratio()
        return chunk

    def require_ratio(self) -> None:
        """Raise SourceError for a file that grows more than honest ones do."""
        most = max(LARGEST_HARMLESS_BYTES, HIGHEST_RATIO * self.packed_bytes)
        if self.size_bytes > most:
            found = f"found over {most:,} bytes in {self.packed_bytes:,} packed ones"
            expected = f"expected at most {HIGHEST_RATIO} times as many"
            raise refusal(self.path, found, expected, "unpack it if you trust it")

    def damage(self, found: str) -> SourceError:
        """Return the error for a file that does not hold what was packed."""
        return refusal(self.path, found, "expected a whole file", "pack it again")


class CodingError(NotPlainError):
    """A byte that is not in the encoding of its file."""

    def __init__(self, found: str, expected: str) -> None:
        """Say what was found, and the encoding that was expected."""
        super().__init__(found)
        self.found = found
        self.expected = expected


class Recoded(Passing):
    """A stream of text in some encoding, as UTF-8."""

    def __init__(self, stream: ByteStream, encoding: str) -> None:
        """Read from `stream`; the encoding is one of Python's."""
        super().__init__(stream)
        self.encoding = encoding
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.offset = 0
        self.text = io.BytesIO()
        self.error: CodingError | None = None

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes of the text, `size` at most, none at its end.

        All text is given that stands before a byte that is not in the encoding.
        """
        chunk = self.text.read(size)
        while not chunk and size:
            if self.error is not None:
                raise self.error
            raw = self.stream.read(READ_BYTES)
            text = self.decode(raw)
            self.text = io.BytesIO(text.encode("utf-8", "surrogatepass"))
            chunk = self.text.read(size)
            if not raw and self.error is None:
                break
        return chunk

    def decode(self, raw: bytes) -> str:
        """Return the text of the next bytes, up to one that is not in the encoding."""
        state = self.decoder.getstate()
        try:
            return self.decoder.decode(raw, final=not raw)
        except UnicodeDecodeError as error:
            self.decoder.setstate(state)
            return self.decode_before(error, raw)
        except UnicodeError as error:  # no byte order mark
            return self.refuse_beginning(error)
        finally:
            self.offset += len(raw)

    def decode_before(self, error: UnicodeDecodeError, raw: bytes) -> str:
        """Note a byte that is not in the encoding; return the text before it."""
        held = len(error.object) - len(raw)
        at = self.offset - held + error.start
        found = f"the byte 0x{error.object[error.start]:02x} at offset {at}"
        self.error = CodingError(found, self.encoding)
        try:
            return self.decoder.decode(raw[: max(0, error.start - held)])
        except UnicodeError as earlier:  # no byte order mark either
            return self.refuse_beginning(earlier)

    def refuse_beginning(self, error: UnicodeError) -> str:
        """Note that the text lacks its beginning; return no text."""
        found = f"a text without beginning ({error})"
        self.error = CodingError(found, self.encoding)
        return ""
