"""A zip archive that is the same whenever and by whomever it is packed.

Names are in order, times and modes are fixed. Of the tools only zlib counts, which may
pack the same bytes otherwise in another version; the sums inside do not change then.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from claimpack.files import READ_BYTES, PackageFiles

SUMS = "SHA256SUMS"
"""The member that has the sums of all others, as `sha256sum --check` reads them."""
MODE = 0o100644
UNIX = 3
BACKSLASH = "\\"
ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\r": "\\r"})


def pack(path: Path, files: PackageFiles, names: Iterable[str]) -> None:
    """Write an archive with these files of a package, and their sums.

    Raises:
        SourceError: a file cannot be read.
        OSError: the archive cannot be written.

    """
    with ZipFile(path, "w") as archive:
        sums = {name: add_file(archive, files, name) for name in sorted(names)}
        archive.writestr(make_member(SUMS), format_sums(sums))


def add_file(archive: ZipFile, files: PackageFiles, name: str) -> str:
    """Add a file to an archive, and return its SHA-256."""
    digest = hashlib.sha256()
    with files.open_file(name) as file:
        member = make_member(name)
        member.file_size = file.size_bytes  # which tells whether it is a large one
        with archive.open(member, "w") as packed:
            while chunk := file.read(READ_BYTES):
                digest.update(chunk)
                packed.write(chunk)
    return digest.hexdigest()


def make_member(name: str) -> ZipInfo:
    """Return the head of a member: a file of 1980 that all may read."""
    member = ZipInfo(name)
    member.compress_type = ZIP_DEFLATED
    member.create_system = UNIX
    member.external_attr = MODE << 16
    return member


def format_sums(sums: Mapping[str, str]) -> str:
    r"""Return the lines that GNU coreutils' `sha256sum --check` reads.

    >>> print(format_sums({"a b": "12", "c\nd": "34"}), end="")
    12  a b
    \34  c\nd
    """
    return "".join(format_sum(name, value) for name, value in sums.items())


def format_sum(name: str, value: str) -> str:
    """Return the line of one file; a backslash in front says that the name has some."""
    words = name.translate(ESCAPES)
    return f"{'' if words == name else BACKSLASH}{value}  {words}\n"
