"""What is checked or asked: a package, or a folder of annotated articles."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from claimpack.files import PackageFiles
from claimpack.package import DESCRIPTOR_PATH, list_places


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was checked: a package, or else a folder of annotated articles."""

    path: Path
    """What was named: a folder, a descriptor or an archive."""
    files: PackageFiles
    """The package, or what the folder of annotations is in."""
    descriptor: str | None = None
    """The path of the descriptor in there; None where it is no package."""
    articles: str = ""
    """The name of the folder of annotations in there; empty where it is a package."""

    @property
    def descriptor_file(self) -> Path:
        """Where the descriptor is; of a folder of annotations, where it would be."""
        return self.files.root / (self.descriptor or DESCRIPTOR_PATH)

    @property
    def places(self) -> list[tuple[str, str]]:
        """Name and path of each resource of the package."""
        return list_places(self.files, self.descriptor) if self.descriptor else []
