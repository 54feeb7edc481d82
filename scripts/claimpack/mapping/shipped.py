"""Mapping files that the tool ships, and those of its users."""

from __future__ import annotations

from pathlib import Path

from claimpack.errors import UsageError
from claimpack.files import Folder
from claimpack.findings import quote
from claimpack.mapping.scheme import Codes
from claimpack.mapping.scheme_files import SchemeMapping, read_mapping
from claimpack.schema_entries import suggest
from claimpack.schema_files import files_of, find_shipped

NATIVE = "native"
"""Our own scheme, which needs no mapping."""
SUFFIX = ".toml"
LARGEST_MAPPING_BYTES = 1024**2


def list_mappings() -> list[str]:
    """Return the names of the mappings that the tool ships."""
    paths = files_of(find_shipped("mappings")).iter_files(".", SUFFIX)
    return [NATIVE, *(path.removeprefix("./").removesuffix(SUFFIX) for path in paths)]


def load_mapping(name: str, codes: Codes) -> SchemeMapping | None:
    """Return the mapping of that name, or of the file if it ends so: `.toml`.

    None is our own scheme.

    Raises:
        UsageError: no mapping has that name.
        SourceError: the file cannot be read, or is no mapping.

    """
    if name == NATIVE:
        return None
    if name.endswith(SUFFIX):
        path = Path(name)
        content = Folder(path.parent).read_bytes(path.name, LARGEST_MAPPING_BYTES)
        return read_mapping(content, name, codes)
    names = list_mappings()
    if name not in names:
        hint = suggest(name, names)
        raise UsageError(f"no mapping has the name {quote(name)}; {hint}")
    file_name = f"{name}{SUFFIX}"
    content = files_of(find_shipped("mappings")).read_bytes(file_name)
    return read_mapping(content, file_name, codes)
