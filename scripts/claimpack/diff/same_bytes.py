"""Whether the files of a resource have the same bytes in two packages."""

from __future__ import annotations

from contextlib import ExitStack

from claimpack.diff.sides import Side, naming
from claimpack.files import FileReader

BYTES_AT_ONCE = 1024**2


def have_same_bytes(old: Side, new: Side, name: str) -> bool:
    """Return whether the files that the rows of a resource are read from are the same.

    They are where the descriptors name the same hash; else they are read. A file that
    is not there is none.

    Raises:
        SourceError: a file cannot be read.

    """
    if (sums := list_hashes(old, name)) and sums == list_hashes(new, name):
        return True
    before, after = old.list_paths(name), new.list_paths(name)
    return len(before) == len(after) and all(
        is_same_file((old, was), (new, now))
        for was, now in zip(before, after, strict=True)
    )


def list_hashes(side: Side, name: str) -> list[str | None]:
    """Return the hash of a resource, or of each of its parts; none where one is not.

    Of a table with a twin they are those of CSV: equal rows are equal there too.
    """
    entry = side.entries[name]
    if hash_value := entry.get("hash"):
        return [hash_value]
    resources = {each.name: each for each in side.opened.package.resources}
    hashes = [part.hash for part in resources[name].parts]
    return [] if None in hashes else hashes


def is_same_file(*places: tuple[Side, str]) -> bool:
    """Return whether a file is there in both packages and has the same bytes."""
    with ExitStack() as stack:
        files: list[FileReader] = []
        for side, path in places:
            with naming(side.label):
                if not side.opened.files.exists(path):
                    return False
                files.append(stack.enter_context(side.opened.files.open_file(path)))
        first, second = files
        if first.size_bytes != second.size_bytes:
            return False
        while chunk := first.read(BYTES_AT_ONCE):
            if chunk != second.read(BYTES_AT_ONCE):
                return False
    return True
