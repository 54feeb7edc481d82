"""What an entry of a zip archive may be, and what all of them together may not.

All of it is decided by the directory, before anything is inflated.
"""

from __future__ import annotations

import stat
from collections.abc import Sequence
from itertools import pairwise, takewhile
from unicodedata import normalize

from claimpack.archives.directory import AGAIN, TRUSTED, UTF8, Entry
from claimpack.files import KINDS, path_fault, refusal
from claimpack.findings import quote

LARGEST_UNPACKED_BYTES = 16 * 1024**3
LONGEST_PATH = 1024
HIGHEST_RATIO = 200
LARGEST_HARMLESS_BYTES = 1024**2

STORED, DEFLATED = 0, 8  # methods (4.4.5)
STREAMED = 1 << 3  # flag: a data descriptor follows the content (4.4.4)
ENCRYPTED = 1 | 1 << 6 | 1 << 13  # content, strongly, and the directory
EFFORT = 1 << 1 | 1 << 2  # how hard the packer tried: of no consequence

Fault = tuple[str, str, str]
"""What was found, what was expected, and what to do."""


def require_safe(entries: Sequence[Entry], where: str) -> None:
    """Raise `SourceError` for the first entry that is not safe to read.

    `where` names the archive in messages.
    """
    for entry in entries:
        if fault := path_defect(entry) or kind_defect(entry) or size_defect(entry):
            raise refusal(name_entry(where, entry), *fault)
    require_unlike(entries, where)
    total_bytes = sum(entry.size_bytes for entry in entries)
    if total_bytes > LARGEST_UNPACKED_BYTES:
        found = f"found {total_bytes:,} bytes when it is unpacked"
        most = f"expected {LARGEST_UNPACKED_BYTES:,} at most"
        raise refusal(where, found, most, TRUSTED)


def name_entry(where: str, entry: Entry) -> str:
    """Return how messages name an entry of an archive."""
    return f"{where}, entry {quote(entry.path)}"


def path_defect(entry: Entry) -> Fault | None:
    """Return what is wrong with the path of an entry, or None."""
    advice = "rename the file and pack it again"
    if len(entry.raw_path) > LONGEST_PATH:
        found = f"found a path of {len(entry.raw_path):,} bytes"
        return found, f"expected {LONGEST_PATH:,} at most", advice
    path = entry.path.removesuffix("/")
    parts = path.split("/")
    fault = path_fault(path, parts)
    if fault is None and {"", "."}.intersection(parts):
        fault = "a part without a name"
    if fault is None:
        return None
    expected = "expected a path with forward slashes that stays in the archive"
    return f"found {fault}", expected, advice


def kind_defect(entry: Entry) -> Fault | None:
    """Return what makes an entry no plain file or folder, or None."""
    if entry.flags & ENCRYPTED:
        expected = "expected one that anybody can read"
        return "found an encrypted entry", expected, "pack it again without a password"
    if unknown := entry.flags & ~(UTF8 | STREAMED | EFFORT):
        found = f"found the unknown flags 0x{unknown:04X}"
        return found, "expected none", "pack it again with a plain packer"
    if entry.method not in {STORED, DEFLATED}:
        found = f"found the compression method {entry.method}"
        expected = "expected 0 (stored) or 8 (deflated)"
        return found, expected, "pack it again with deflate"
    kind = stat.S_IFMT(entry.mode)
    own_kind = stat.S_IFDIR if entry.path.endswith("/") else stat.S_IFREG
    if kind in {0, own_kind}:
        return None
    found = f"found {KINDS.get(kind, 'a device')}"
    expected = f"expected {KINDS[own_kind]}"
    return found, expected, "pack it again with a copy of the file itself"


def size_defect(entry: Entry) -> Fault | None:
    """Return what is wrong with the sizes of an entry, or None."""
    size_bytes, packed_bytes = entry.size_bytes, entry.packed_bytes
    found = f"found {size_bytes:,} bytes packed in {packed_bytes:,}"
    if entry.path.endswith("/") and size_bytes:
        return f"found a folder of {size_bytes:,} bytes", "expected none", AGAIN
    if entry.method == STORED and size_bytes != packed_bytes:
        return found, "expected as many, as they are stored", AGAIN
    if size_bytes > max(LARGEST_HARMLESS_BYTES, HIGHEST_RATIO * packed_bytes):
        return found, f"expected {HIGHEST_RATIO} times as many at most", TRUSTED
    return None


def require_unlike(entries: Sequence[Entry], where: str) -> None:
    """Raise `SourceError` where two entries meet in some file system.

    Some do not tell upper from lower case, some do not tell a letter with an accent
    from a letter and its accent, and none has a folder that is a file.
    """
    # By parts: all that lies in a folder then stands together, right behind it.
    ordered = sorted((fold_path(entry.path), entry.path) for entry in entries)
    for (parts, path), (next_parts, next_path) in pairwise(ordered):
        shared = count_shared(parts, next_parts)
        if expected := meeting_defect(path, next_path, shared):
            found = f"found {quote(path)} beside {quote(next_path)}"
            advice = "rename or remove one and pack it again"
            raise refusal(where, found, expected, advice)


def count_shared(parts: list[str], next_parts: list[str]) -> int:
    """Return how many of the first parts are the same."""
    pairs = zip(parts, next_parts, strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def meeting_defect(path: str, next_path: str, shared: int) -> str | None:
    """Return what was expected of two paths whose first parts are alike, or None."""
    parts, next_parts = path.split("/"), next_path.split("/")
    if path == next_path:
        return "expected each path once"
    if parts[:shared] != next_parts[:shared]:
        return "expected paths that differ in more than their case or accents"
    return "expected a folder to hold that" if len(parts) == shared else None


def fold_path(path: str) -> list[str]:
    """Return the parts of a path, the same for all that look alike.

    Source: Unicode, section 3.13, canonical caseless matching (D145).
    """
    folded = normalize("NFD", normalize("NFD", path).casefold())
    return folded.removesuffix("/").split("/")
