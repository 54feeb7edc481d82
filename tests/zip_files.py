"""Zip archives made byte by byte, sound ones and such as no packer writes.

Every number of every record can be set, so that a test can let an archive lie.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

DESCRIPTOR = b'{"resources": []}'
STREAMED = 1 << 3
UTF8 = 1 << 11

Numbers = Mapping[str, Any]


def deflate(content: bytes) -> bytes:
    """The content as a raw deflate stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(content) + packer.flush()


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One file of an archive, and what its two headers say of it.

    `local` and `listed` replace numbers of the local header and of the directory;
    `numbers` replaces those of both.
    """

    path: str | bytes
    content: bytes = b""
    method: int = 8
    mode: int = 0
    numbers: Numbers = field(default_factory=dict)
    local: Numbers = field(default_factory=dict)
    listed: Numbers = field(default_factory=dict)
    packed: bytes | None = None
    after: bytes = b""

    @property
    def raw_path(self) -> bytes:
        """The path as it stands in the headers."""
        return self.path.encode() if isinstance(self.path, str) else self.path

    @property
    def stored(self) -> bytes:
        """The content as it lies in the archive."""
        if self.packed is not None:
            return self.packed
        return self.content if self.method == 0 else deflate(self.content)

    def say(self, changes: Numbers) -> dict[str, Any]:
        """What a header says: the truth, but for some changes."""
        truth = {
            "mark": b"PK\3\4",
            "flags": UTF8,
            "method": self.method,
            "crc": zlib.crc32(self.content),
            "packed": len(self.stored),
            "size": len(self.content),
            "path": self.raw_path,
            "extra": b"",
            "comment": b"",
            "system": 0,
            "disk": 0,
            "attributes": self.mode << 16,
        }
        said = {**truth, **self.numbers, **changes}
        return {
            "path_bytes": len(said["path"]),
            "extra_bytes": len(said["extra"]),
            **said,
        }

    def local_header(self) -> bytes:
        """The header before the content (APPNOTE 4.3.7)."""
        says = self.say(self.local)
        sums = (says["crc"], says["packed"], says["size"])
        lengths = (says["path_bytes"], says["extra_bytes"])
        kinds = (20, says["flags"], says["method"], 0, 0x21)
        header = struct.pack("<4s5H3L2H", says["mark"], *kinds, *sums, *lengths)
        return bytes(header + says["path"] + says["extra"])

    def listing(self, offset: int) -> bytes:
        """The entry of the directory (APPNOTE 4.3.12)."""
        says = self.say({"mark": b"PK\1\2", "offset": offset, **self.listed})
        kinds = (says["system"] << 8, 20, says["flags"], says["method"], 0, 0x21)
        sums = (says["crc"], says["packed"], says["size"])
        lengths = (says["path_bytes"], says["extra_bytes"], len(says["comment"]))
        places = (says["disk"], 0, says["attributes"], says["offset"])
        header = struct.pack(
            "<4s6H3L5H2L", says["mark"], *kinds, *sums, *lengths, *places
        )
        return bytes(header + says["path"] + says["extra"] + says["comment"])


def make_zip(
    *entries: Entry,
    before: bytes = b"",
    after_directory: bytes = b"",
    comment: bytes = b"",
    wide: Numbers | None = None,
    **end: Any,  # noqa: ANN401  # numbers and bytes
) -> bytes:
    """An archive; `end` replaces numbers of its end record, `wide` of the zip64 one."""
    body, directory = before, b""
    for entry in entries:
        directory += entry.listing(len(body))
        body += entry.local_header() + entry.stored + entry.after
    says: dict[str, Any] = {
        "disks": (0, 0),
        "counts": (len(entries), len(entries)),
        "size": len(directory),
        "offset": len(body),
        "comment_bytes": len(comment),
    }
    body += directory + after_directory
    if wide is not None:
        body += wide_end(len(body), {**says, **wide})
    says.update(end)
    numbers = (*says["disks"], *says["counts"], says["size"], says["offset"])
    record = struct.pack("<4s4H2LH", b"PK\5\6", *numbers, says["comment_bytes"])
    return body + record + comment


def wide_end(offset: int, says: Numbers) -> bytes:
    """The two end records of zip64 (APPNOTE 4.3.14, 4.3.15)."""
    marks = {"mark": b"PK\6\6", "length": 44, "start": offset, "parts": 1, **says}
    numbers = (*says["disks"], *says["counts"], says["size"], says["offset"])
    record = struct.pack("<4sQ2H2L4Q", marks["mark"], marks["length"], 45, 45, *numbers)
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, marks["start"], marks["parts"])


def wide_field(*numbers: int) -> bytes:
    """The extra field with numbers of 64 bits (APPNOTE 4.5.3)."""
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)


def package_entry(folder: str = "") -> Entry:
    """The descriptor, which every package has."""
    return Entry(path=f"{folder}datapackage.json", content=DESCRIPTOR)
