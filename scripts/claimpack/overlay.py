"""A package with files that are not written yet in the place of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from claimpack.files import (
    LARGEST_FILE_BYTES,
    FileReader,
    PackageFiles,
    read_whole,
    split_path,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The methods of `claimpack.files.PackageFiles` for a package and new files."""

    base: PackageFiles
    changed: Mapping[str, bytes]
    """The content of the new files by path, relative to the package."""

    @property
    def root(self) -> Path:
        """Where the package is, for messages about it as a whole."""
        return self.base.root

    def exists(self, relative: str) -> bool:
        """Return whether anything, be it a file or not, has that path."""
        path = "/".join(split_path(relative))
        is_new = any(f"{name}/".startswith(f"{path}/") for name in self.changed)
        return is_new or self.base.exists(relative)

    def open_file(self, relative: str) -> FileReader:
        """Return the regular file of that path, open for reading, without waiting."""
        content = self.changed.get("/".join(split_path(relative)))
        if content is None:
            return self.base.open_file(relative)
        return FileReader(BytesIO(content), len(content))

    def read_bytes(self, relative: str, limit: int = LARGEST_FILE_BYTES) -> bytes:
        """Return the whole file, which may have up to `limit` bytes."""
        with self.open_file(relative) as file:
            return read_whole(file, relative, limit)

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of one folder that end so, by code points of the name."""
        above = "/".join(split_path(relative_dir))
        old = self.base.iter_files(relative_dir, suffix)
        new = (
            path
            for path in self.changed
            if path.rpartition("/")[0] == above and path.endswith(suffix)
        )
        yield from sorted({*(old if self.base.exists(relative_dir) else ()), *new})
