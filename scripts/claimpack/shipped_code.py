"""claimpack itself as one zip file, from which it runs on machines that have it not.

What it works with (pyarrow and the others) must be there; see pyproject.toml.
"""

from __future__ import annotations

import hashlib
import importlib.resources
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path
from zipfile import ZipFile

from claimpack.packing import make_member
from claimpack.schema_files import find_shipped

FOLDERS = ("mappings", "queries", "schemas")
"""What lies beside the modules in a wheel, and elsewhere in a checkout."""


def write_code(path: Path) -> None:
    """Write the zip file: its member `claimpack` is a package that can be imported."""
    with ZipFile(path, "w") as archive:
        for member, content in iter_code():
            archive.writestr(make_member(member), content)


def hash_code() -> str:
    """Return the SHA-256 of all that claimpack is made of."""
    digest = hashlib.sha256()
    for member, content in iter_code():
        digest.update(f"{member} {len(content)} ".encode() + content)
    return digest.hexdigest()


def iter_code() -> Iterator[tuple[str, bytes]]:
    """Yield the content of each file of claimpack, with its name in the zip file."""
    modules = importlib.resources.files("claimpack")
    members = {f"claimpack/_{name}": find_shipped(name) for name in FOLDERS}
    for name, folder in {"claimpack": modules, **members}.items():
        for member, file in iter_files(name, folder):
            yield member, file.read_bytes()


def iter_files(name: str, folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Yield each file of a folder and of those in it, with its name in the zip file.

    Not so compiled modules, nor folders that `iter_code` names itself.
    """
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if entry.is_file():
            yield f"{name}/{entry.name}", entry
        elif not entry.name.startswith("_"):
            yield from iter_files(f"{name}/{entry.name}", entry)
