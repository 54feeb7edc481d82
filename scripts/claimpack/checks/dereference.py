"""Schemas and dialects that stand in files of their own.

Source: Data Package 2.0, Data Resource: `schema` and `dialect` may be a path. Only
files of the package are read; an address is never fetched.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Location, Rule, Severity, make_finding
from claimpack.strict_json import parse_json

REFERENCE_FILE = Rule(
    code="reference-file",
    severity=Severity.ERROR,
    template="`{key}` names a file that cannot be read: {reason}",
    explanation="A schema or a dialect in a file of its own is a part of the package.",
)
RULES = (REFERENCE_FILE,)
KEYS = ("schema", "dialect")


def dereference(
    folder: PackageFiles,
    path: str,
    content: Any,  # noqa: ANN401  # JSON enters here
) -> Generator[Finding, None, Any]:
    """Return the descriptor with such files in the place of their paths."""
    resources = content.get("resources") if isinstance(content, dict) else None
    if not isinstance(resources, list):
        return content
    entries = []
    for entry in resources:
        if isinstance(entry, dict):
            entries.append((yield from read_references(folder, path, entry)))
        else:
            entries.append(entry)
    return {**content, "resources": entries}


def read_references(
    folder: PackageFiles, path: str, entry: Mapping[str, Any]
) -> Generator[Finding, None, dict[str, Any]]:
    """Return one resource with its schema and its dialect.

    A dialect that cannot be read is left out, so that it is told once.
    """
    read = dict(entry)
    name = entry.get("name")
    for key in KEYS:
        file_path = entry.get(key)
        if not isinstance(file_path, str) or "://" in file_path:
            continue
        try:
            read[key] = parse_json(folder.read_bytes(file_path), file_path)
        except SourceError as error:
            location = Location(
                path=path, resource=name if isinstance(name, str) else None
            )
            yield make_finding(REFERENCE_FILE, location, key=key, reason=str(error))
            read[key] = None if key == "dialect" else file_path
    return read
