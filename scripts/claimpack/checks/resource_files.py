"""The files of a resource: where they are, and what the descriptor says of each."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import Any

from claimpack.errors import SourceError
from claimpack.files import split_path
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote
from claimpack.sources import DeclaredPart

RESOURCE = Rule(
    code="resource-error",
    severity=Severity.ERROR,
    template="{where} is {found}",
    explanation="Each resource needs a name and a path, and properties of their types.",
)
UNSAFE_PATH = Rule(
    code="unsafe-path",
    severity=Severity.ERROR,
    template="the path cannot be used: {reason}",
    explanation=(
        "A package may come from a stranger: its paths stay inside its folder, and "
        "nothing is fetched from the network."
    ),
)
NOT_CHECKED = Rule(
    code="resource-not-checked",
    severity=Severity.WARNING,
    template="the rows are not checked: {reason}",
    explanation="This version does not read all that Data Package 2.0 allows.",
)
RULES = (RESOURCE, UNSAFE_PATH, NOT_CHECKED)

KINDS = {"bytes": int, "hash": str, "twinOf": str, "contentHash": str}
"""Types of what a resource says of its files."""
PART_KINDS = {"rows": int, "bytes": int, "hash": str}
"""Types of what it says of one of them."""


def name_value(value: object) -> str:
    """Return a JSON value in words, as what stands there.

    >>> name_value([]), name_value(None), name_value("a")
    ('an empty list', 'missing or null', '"a"')
    """
    if value is None:
        return "missing or null"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    return quote(value) if isinstance(value, str) else str(value)


def check_kinds(
    location: Location, entry: Mapping[str, Any], kinds: Mapping[str, type], above: str
) -> Iterator[Finding]:
    """Yield the properties that are of another type than theirs.

    `above` is where they stand, with a dot.
    """
    for key, kind in kinds.items():
        value = entry.get(key)
        if value is not None and type(value) is not kind:
            expected = "an integer" if kind is int else "a string"
            yield resource_finding(location, above + key, value, expected)


def read_parts(
    location: Location,
    value: Any,  # noqa: ANN401  # JSON
    paths: Sequence[str],
) -> Generator[Finding, None, tuple[DeclaredPart, ...]]:
    """Return what is said of each file, nothing unless it is said of just these."""
    if value is None or not paths:
        return ()
    entries = value if isinstance(value, list) else [value]
    parts = [entry if isinstance(entry, dict) else {} for entry in entries]
    if [part.get("path") for part in parts] != list(paths):
        expected = "a list of objects, one with each path of the resource, in order"
        yield resource_finding(location, "parts", value, expected)
        return ()
    for index, part in enumerate(parts):
        yield from check_kinds(location, part, PART_KINDS, f"parts[{index}].")
    return tuple(
        DeclaredPart(
            row_count=only_integer(part.get("rows")),
            size_bytes=only_integer(part.get("bytes")),
            hash=only_string(part.get("hash")),
        )
        for part in parts
    )


def only_integer(value: object) -> int | None:
    """Return the value if it is an integer, else None."""
    return value if type(value) is int else None


def only_string(value: object) -> str | None:
    """Return the value if it is a string, else None."""
    return value if isinstance(value, str) else None


def resource_finding(
    location: Location, where: str, found: object, expected: str
) -> Finding:
    """Return the finding that a property of a resource has the wrong form."""
    return make_finding(
        RESOURCE, location, where=where, found=name_value(found), expected=expected
    )


def read_paths(
    location: Location,
    value: Any,  # noqa: ANN401  # JSON
    has_data: bool,  # noqa: FBT001  # the second way to give content
) -> Generator[Finding, None, tuple[str, ...]]:
    """Return the paths, none unless all are safe to open; inline data is not read."""
    if has_data and value is None:
        yield not_checked(location, "they stand in the descriptor itself")
        return ()
    if has_data:
        yield resource_finding(location, "path", value, "a path or `data`, not both")
    paths = value if isinstance(value, list) and value else [value]
    for path in paths:
        if not isinstance(path, str):
            yield resource_finding(location, "path", path, "a path or a list of paths")
            return ()
        try:
            folders = split_path(path)[:-1]
        except SourceError as error:
            yield make_finding(UNSAFE_PATH, location, reason=str(error))
            return ()
        if hidden := [folder for folder in folders if folder.startswith(".")]:
            reason = f"found the hidden folder {quote(hidden[0])}"
            yield make_finding(UNSAFE_PATH, location, reason=reason)
            return ()
    return tuple(paths)


def not_checked(location: Location, reason: str) -> Finding:
    """Return the finding that the rows of a resource are not looked at."""
    return make_finding(NOT_CHECKED, location, reason=reason)
