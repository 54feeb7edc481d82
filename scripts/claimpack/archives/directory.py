"""The directory at the end of a zip archive: what it says of every entry.

Source: APPNOTE.TXT 6.3.10 (PKWARE, 2022), sections 4.3 to 4.5. It is read by its
letter, and nothing is searched for or repaired: a file in which two readers could see
two archives is refused.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from claimpack.errors import SourceError
from claimpack.files import FileReader, refusal
from claimpack.findings import quote

MOST_ENTRIES = 100_000
LARGEST_DIRECTORY_BYTES = 32 * 1024**2

ENTRY = struct.Struct("<4s6H3L5H2L")
END = struct.Struct("<4s4H2LH")
WIDE_END = struct.Struct("<4sQ2H2L4Q")
LOCATOR = struct.Struct("<4sLQL")
ENTRY_MARK, END_MARK, WIDE_MARK, LOCATOR_MARK = (
    b"PK\1\2",
    b"PK\5\6",
    b"PK\6\6",
    b"PK\6\7",
)
FULL = 0xFFFFFFFF
"""In place of a number that stands, with 64 bits, somewhere else."""
WIDE_FIELD = 1
"""The extra field for such numbers (4.5.3)."""
UNIX_SYSTEMS = (3, 19)  # Unix and macOS (4.4.2)
UTF8 = 1 << 11  # flag: the name is UTF-8 (4.4.4)
TRUSTED = "unpack it if you trust it, and validate the folder"
AGAIN = "fetch it or pack it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the directory says of one file or folder."""

    path: str
    """With forward slashes; that of a folder ends with one."""
    raw_path: bytes
    flags: int
    method: int
    crc: int
    packed_bytes: int
    size_bytes: int
    mode: int
    """Kind and permissions as Unix has them; 0 where they are not said."""
    offset: int
    """Where its local header begins in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """The entries in the order of the directory, and where in the file it begins."""

    entries: tuple[Entry, ...]
    offset: int


class End(NamedTuple):
    """The record that says where the directory is (4.3.14, 4.3.16)."""

    disk: int
    directory_disk: int
    entries_on_disk: int
    entries: int
    size_bytes: int
    offset: int


FULL_END = End(0xFFFF, 0xFFFF, 0xFFFF, 0xFFFF, FULL, FULL)


def read_directory(file: FileReader, where: str) -> Directory:
    """Return the directory of an archive; `where` names the archive in messages.

    Raises:
        SourceError: it is no zip archive, or not a whole one, or it could be read in
            two ways, or its directory is beyond a limit.

    """
    end = read_end(file, where)
    if end.entries > MOST_ENTRIES:
        found, most = f"found {end.entries:,} entries", f"expected {MOST_ENTRIES:,}"
        raise refusal(where, found, f"{most} at most", TRUSTED)
    if end.size_bytes > LARGEST_DIRECTORY_BYTES:
        found = f"found a directory of {end.size_bytes:,} bytes"
        most = f"expected {LARGEST_DIRECTORY_BYTES:,} at most"
        raise refusal(where, found, most, TRUSTED)
    content = read_at(file, end.offset, end.size_bytes)
    entries = tuple(iter_entries(content, end.entries, where))
    return Directory(entries=entries, offset=end.offset)


def read_at(file: FileReader, offset: int, size_bytes: int) -> bytes:
    """Return some bytes of a file, all of which it has."""
    file.seek(offset)
    return file.read(size_bytes)


def read_end(file: FileReader, where: str) -> End:
    """Return the end record, after checking that the directory stands right before."""
    tail_bytes = min(file.size_bytes, END.size + 0xFFFF)
    start = file.size_bytes - tail_bytes
    tail = read_at(file, start, tail_bytes)
    place = find_end(tail, where)
    end = End(*END.unpack_from(tail, place)[1:7])
    end, edge = read_wide_end(file, start + place, end, where)
    if (end.disk, end.directory_disk, end.entries_on_disk) != (0, 0, end.entries):
        found, expected = "found one part of several", "expected a whole archive"
        raise refusal(where, found, expected, "pack it again in one part")
    if end.offset + end.size_bytes != edge:
        found = f"found its directory at byte {end.offset:,}, {end.size_bytes:,} long"
        expected = f"expected it to end at byte {edge:,}, where the end record begins"
        raise refusal(where, found, expected, AGAIN)
    return end


def find_end(tail: bytes, where: str) -> int:
    """Return where in the last bytes of an archive its end record begins."""
    places = [match.start() for match in re.finditer(END_MARK, tail)]
    fitting = [place for place in places if is_end(tail, place)]
    if not fitting:
        found = "found no end of a zip archive at the end of the file"
        raise refusal(where, found, "expected a whole zip archive", AGAIN)
    if fitting != places[-1:]:
        found, expected = "found two ends of a zip archive", "expected one"
        raise refusal(where, found, expected, "pack it again without a comment")
    return fitting[0]


def is_end(tail: bytes, place: int) -> bool:
    """Return whether the end record at a place is followed by its comment alone."""
    rest = len(tail) - place - END.size
    return rest >= 0 and rest == END.unpack_from(tail, place)[-1]


def read_wide_end(
    file: FileReader, place: int, end: End, where: str
) -> tuple[End, int]:
    """Return the end record with numbers of 64 bits, and where the end records begin.

    They are two more, before the one at `place` (4.3.14, 4.3.15), or none.
    """
    start = place - LOCATOR.size - WIDE_END.size
    if start < 0 or read_at(file, place - LOCATOR.size, 4) != LOCATOR_MARK:
        return end, place
    content = read_at(file, start, place - start)
    mark, length, _, _, *numbers = WIDE_END.unpack_from(content)
    wide = End(*numbers)
    _, *location = LOCATOR.unpack_from(content, WIDE_END.size)
    is_sound = (mark, length, location) == (
        WIDE_MARK,
        WIDE_END.size - 12,
        [0, start, 1],
    )
    if not is_sound or not all(
        narrow in {number, full}
        for narrow, number, full in zip(end, wide, FULL_END, strict=True)
    ):
        found = "found two end records (zip64) that do not fit together"
        raise refusal(where, found, "expected one meaning", AGAIN)
    return wide, start


def iter_entries(content: bytes, count: int, where: str) -> Iterator[Entry]:
    """Yield the entries of a directory, which must be all that it holds."""
    place = 0
    for number in range(1, count + 1):
        entry, place = read_entry(content, place, f"{where}, entry {number}")
        yield entry
    if place != len(content):
        found = f"found the end of entry {count} at byte {place:,} of the directory"
        raise refusal(where, found, f"expected it at {len(content):,}", AGAIN)


def read_entry(content: bytes, place: int, where: str) -> tuple[Entry, int]:
    """Return the entry at a place of the directory, and where the next one begins."""
    if content[place : place + 4] != ENTRY_MARK or len(content) < place + ENTRY.size:
        raise torn(where)
    _, made_by, _, flags, method, _, _, crc, packed_bytes, size_bytes, *rest = (
        ENTRY.unpack_from(content, place)
    )
    path_bytes, extra_bytes, comment_bytes, disk, _, attributes, offset = rest
    after_path = place + ENTRY.size + path_bytes
    end = after_path + extra_bytes + comment_bytes
    if end > len(content) or disk:
        raise torn(where)
    raw_path = content[after_path - path_bytes : after_path]
    extra = content[after_path : after_path + extra_bytes]
    numbers = widen([size_bytes, packed_bytes, offset], read_extra(extra, where), where)
    entry = Entry(
        path=decode_path(raw_path, flags, made_by >> 8, where),
        raw_path=raw_path,
        flags=flags,
        method=method,
        crc=crc,
        packed_bytes=numbers[1],
        size_bytes=numbers[0],
        mode=attributes >> 16,
        offset=numbers[2],
    )
    return entry, end


def torn(where: str) -> SourceError:
    """Return the error for what does not have the form of an entry."""
    found = "found bytes that do not form an entry"
    return refusal(where, found, "expected an entry in the directory", AGAIN)


def read_extra(content: bytes, where: str) -> dict[int, bytes]:
    """Return the extra fields of an entry, by their number (4.5.1)."""
    fields: dict[int, bytes] = {}
    place = 0
    while place < len(content):
        number, size_bytes = (
            int.from_bytes(content[at : at + 2], "little") for at in (place, place + 2)
        )
        begin, place = place + 4, place + 4 + size_bytes
        if number in fields or place > len(content):
            found = "found extra fields that are cut short or repeated"
            raise refusal(where, found, "expected each field once", AGAIN)
        fields[number] = content[begin:place]
    return fields


def widen(numbers: Sequence[int], extra: dict[int, bytes], where: str) -> list[int]:
    """Return the numbers, those that are full taken from the extra field (4.5.3)."""
    wide = extra.get(WIDE_FIELD)
    if wide is None:
        return list(numbers)
    count = numbers.count(FULL)
    if len(wide) != 8 * count:
        found = f"found {len(wide)} bytes of numbers with 64 bits (zip64)"
        raise refusal(where, found, f"expected {8 * count}", AGAIN)
    values = iter(struct.unpack(f"<{count}Q", wide))
    return [next(values) if number == FULL else number for number in numbers]


def decode_path(raw_path: bytes, flags: int, system: int, where: str) -> str:
    """Return the path of an entry.

    It is UTF-8 where it is marked so. macOS and Info-ZIP on Unix write UTF-8 without
    the mark; from elsewhere, such a path could be in any encoding.
    """
    is_known = flags & UTF8 or system in UNIX_SYSTEMS or raw_path.isascii()
    try:
        return raw_path.decode("utf-8" if is_known else "ascii")
    except UnicodeDecodeError as error:
        shown = quote(raw_path.decode("ascii", "backslashreplace"))
        found = f"found the path {shown} in an unknown encoding"
        advice = "pack it again with paths in UTF-8"
        raise refusal(where, found, "expected UTF-8", advice) from error
