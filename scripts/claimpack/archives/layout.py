"""Where the content of each entry lies in a zip archive.

The entries must fill the file from its first byte to the directory, and each must say
of itself what the directory says of it: then there is nothing in the file that one
reader sees and another does not. Source: APPNOTE.TXT 6.3.10, 4.3.7 and 4.3.9.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from claimpack.archives.directory import (
    AGAIN,
    FULL,
    Directory,
    Entry,
    read_at,
    read_extra,
    widen,
)
from claimpack.archives.entries import STREAMED, name_entry
from claimpack.files import FileReader, refusal

HEADER = struct.Struct("<4s5H3L2H")
HEADER_MARK, DESCRIPTOR_MARK = b"PK\3\4", b"PK\7\10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An entry and where in the file its content lies."""

    entry: Entry
    offset: int
    """First byte of its content, as it is packed."""


def iter_members(
    file: FileReader, directory: Directory, where: str
) -> Iterator[Member]:
    """Yield the content of each entry, in the order of the file.

    Raises:
        SourceError: two entries overlap, something lies between them, or one is not
            what the directory says.

    """
    entries = sorted(directory.entries, key=lambda entry: entry.offset)
    edges = [*(entry.offset for entry in entries), directory.offset]
    if edges[0]:
        found = f"found {edges[0]:,} as the place of the first entry"
        raise refusal(where, found, "expected the beginning of the file", AGAIN)
    for entry, edge in zip(entries, edges[1:], strict=True):
        yield read_member(file, entry, edge, name_entry(where, entry))


def read_member(file: FileReader, entry: Entry, edge: int, where: str) -> Member:
    """Return where the content of an entry lies that ends at an edge of the file."""
    header_bytes = HEADER.size + len(entry.raw_path)
    extra_offset = entry.offset + header_bytes
    require_room(edge - extra_offset, where)
    header = read_at(file, entry.offset, header_bytes)
    mark, _, flags, method, _, _, crc, packed, size, path_bytes, extra_bytes = (
        HEADER.unpack_from(header)
    )
    path = (path_bytes, header[HEADER.size :])
    require_same(where, "mark", mark, HEADER_MARK)
    require_same(where, "path", path, (len(entry.raw_path), entry.raw_path))
    require_same(where, "method", method, entry.method)
    require_same(where, "set of flags", flags, entry.flags)
    offset = extra_offset + extra_bytes
    require_room(edge - offset - entry.packed_bytes, where)
    extra = read_extra(read_at(file, extra_offset, extra_bytes), where)
    require_sums(where, entry, [crc, *widen([size, packed], extra, where)])
    require_edge(file, entry, offset + entry.packed_bytes, edge, where)
    return Member(entry=entry, offset=offset)


def require_room(room_bytes: int, where: str) -> None:
    """Raise `SourceError` where an entry reaches beyond its edge."""
    if room_bytes < 0:
        found = "found that it reaches into what comes after it"
        raise refusal(where, found, "expected entries side by side", AGAIN)


def require_same(where: str, name: str, said: object, listed: object) -> None:
    """Raise `SourceError` where an entry and the directory differ in something."""
    if said != listed:
        found = f"found another {name} before its content than in the directory"
        raise refusal(where, found, "expected the same", AGAIN)


def require_sums(where: str, entry: Entry, said: list[int]) -> None:
    """Raise `SourceError` where checksum, size or packed size differ.

    What was not known yet when the entry was written is 0 there.
    """
    listed = [entry.crc, entry.size_bytes, entry.packed_bytes]
    if entry.flags & STREAMED:
        said = [here or there for here, there in zip(said, listed, strict=True)]
    require_same(where, "checksum or size", said, listed)


def require_edge(
    file: FileReader, entry: Entry, after: int, edge: int, where: str
) -> None:
    """Raise `SourceError` unless nothing but its descriptor stands after an entry."""
    descriptors = list_descriptors(entry)
    is_short = edge - after <= max(map(len, descriptors))
    if is_short and read_at(file, after, edge - after) in descriptors:
        return
    found = f"found its end at byte {after:,} and what comes next at {edge:,}"
    expected = "expected entries side by side"
    if entry.flags & STREAMED:
        expected = "expected a data descriptor between them that agrees"
    raise refusal(where, found, expected, AGAIN)


def list_descriptors(entry: Entry) -> list[bytes]:
    """Return what may stand after the content of an entry (4.3.9).

    That is nothing, or what was not known before it, with or without a mark, in
    numbers of 32 or of 64 bits.
    """
    if not entry.flags & STREAMED:
        return [b""]
    numbers = (entry.crc, entry.packed_bytes, entry.size_bytes)
    sums = [struct.pack("<L2Q", *numbers)]
    if max(numbers) <= FULL:
        sums.append(struct.pack("<3L", *numbers))
    return [*sums, *(DESCRIPTOR_MARK + numbers for numbers in sums)]
