"""Tables in parts: the files of a table that is too large for one.

They lie in a folder of its own, `data/<table>/part-00000.parquet` and so on. The rows
of the table are those of the first part, then those of the second, sorted by its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimpack.files import PackageFiles
from claimpack.staging import Content, size_of, sum_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFile:
    """One file of a table in parts: its own header or schema, and some rows."""

    content: Content
    row_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableParts:
    """The files of a table in parts, in the order of their rows."""

    parquet: tuple[PartFile, ...]
    """One at least, if without rows."""
    csv: tuple[PartFile, ...] = ()
    """The same rows in CSV; none where the table is in Parquet only."""


def part_path(table_name: str, number: int, suffix: str) -> str:
    """Return where a part of a table is, relative to the package.

    >>> part_path("claims", 0, "parquet")
    'data/claims/part-00000.parquet'
    """
    return f"data/{table_name}/part-{number:05}.{suffix}"


def is_part_path(table_name: str, path: str) -> bool:
    """Return whether a file that has the path is a part of the table."""
    pattern = rf"data/{re.escape(table_name)}/part-[0-9]{{5,}}\.(csv|parquet)"
    return re.fullmatch(pattern, path) is not None


def name_parts(
    table_name: str, parts: Sequence[PartFile], suffix: str
) -> dict[str, PartFile]:
    """Return the parts of a table by path, in order."""
    return {
        part_path(table_name, number, suffix): part for number, part in enumerate(parts)
    }


def part_files(table_name: str, parts: TableParts) -> dict[str, Content]:
    """Return the content of each file of a table in parts, by path."""
    named = {
        **name_parts(table_name, parts.csv, "csv"),
        **name_parts(table_name, parts.parquet, "parquet"),
    }
    return {path: part.content for path, part in named.items()}


def describe_parts(
    table_name: str, parts: Sequence[PartFile], suffix: str
) -> dict[str, Any]:
    """Return what a resource says of its parts, as JSON has it.

    There is no hash of the whole, for which all parts would have to be read again, and
    of CSV no size either: frictionless counts the labels of the first part only, the
    standard those of each.
    """
    named = name_parts(table_name, parts, suffix)
    size_bytes = sum(size_of(part.content) for part in parts)
    return {
        "path": list(named),
        **({} if suffix == "csv" else {"bytes": size_bytes}),
        "parts": [describe_part(path, part) for path, part in named.items()],
    }


def describe_part(path: str, part: PartFile) -> dict[str, Any]:
    """Return what a resource says of one of its parts."""
    return {
        "path": path,
        "rows": part.row_count,
        "bytes": size_of(part.content),
        "hash": f"sha256:{sum_of(part.content)}",
    }


def iter_parts(folder: PackageFiles, table_name: str) -> Iterator[str]:
    """Yield the paths of all parts of a table that are in a package."""
    if folder.exists(f"data/{table_name}"):
        for path in folder.iter_files(f"data/{table_name}", ""):
            if is_part_path(table_name, path):
                yield path
