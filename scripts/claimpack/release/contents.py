"""Which files a release has: the package, and what people wrote beside it.

An article is in there where `documents.text_access` is `full`. The spans of the others
can be verified by whoever has them: `documents.text_sha256` says which bytes they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from claimpack.checks.dereference import KEYS
from claimpack.checks.own_rule_files import DEFAULT_PATH
from claimpack.files import refusal, split_path
from claimpack.opening import Opened
from claimpack.package import DESCRIPTOR_PATH, Json, list_paths, only_objects
from claimpack.packing import SUMS

FOLDERS = (
    *(("changes", ".csv"), ("queries", ".sql"), ("LICENSES", ".txt")),
    *(("schemas", ".json"), ("schemas/rows", ".json")),
)
"""Folders of which the files that end so go in."""
PAPERS = re.compile(
    r"(readme|changelog|licen[cs]e|notice|copying)([-._].+)?", re.IGNORECASE
)
"""Names of files that go in where they stand beside the descriptor."""
DOCUMENTS = "documents"


def list_contents(package: Opened, descriptor: Json) -> list[str]:
    """Return the paths of all files of a package that go into a release, sorted.

    Raises:
        SourceError: a file would have the name of the sums, or is an article that may
            not be shipped.

    """
    named = list(iter_named(descriptor))
    texts = list_texts(package)
    for path in named:
        if texts.get(path, "full") != "full":
            found = f"found an article whose text_access is {texts[path]}"
            advice = "take the resource out, or the article has to be shipped"
            raise refusal(path, found, "expected files that may be shipped", advice)
        if path == SUMS:
            expected = "expected another name: the release writes one itself"
            raise refusal(path, "found a resource", expected, "rename it")
    full = [path for path, access in texts.items() if access == "full"]
    here = [*full, *iter_papers(package), *iter_mentioned(descriptor)]
    found_here = {path for path in here if is_file(package, path)}
    return sorted({DESCRIPTOR_PATH, *named, *found_here})


def iter_named(descriptor: Json) -> Iterator[str]:
    """Yield the paths of files that a package cannot be without; addresses are none."""
    paths: list[object] = []
    for entry in only_objects(descriptor.get("resources")):
        paths += [*list_paths(entry), *(entry.get(key) for key in KEYS)]
    paths.append(descriptor.get("claimpack", {}).get("rules"))
    yield from iter_local(paths)


def iter_mentioned(descriptor: Json) -> Iterator[str]:
    """Yield the paths of licences and the like, which may be files or addresses."""
    paths = [
        entry.get("path")
        for key in ("licenses", "sources")
        for entry in only_objects(descriptor.get(key))
    ]
    yield from iter_local([*paths, descriptor.get("image"), DEFAULT_PATH])


def iter_local(paths: list[Any]) -> Iterator[str]:
    """Yield those values that are paths of the package, as short as they can be."""
    for path in paths:
        if isinstance(path, str) and path and "://" not in path:
            yield "/".join(split_path(path))


def iter_papers(package: Opened) -> Iterator[str]:
    """Yield the paths of what people wrote beside the descriptor."""
    files = package.files
    yield from (path for path in files.iter_files(".", "") if PAPERS.fullmatch(path))
    for folder, suffix in FOLDERS:
        if files.exists(folder):
            yield from files.iter_files(folder, suffix)


def is_file(package: Opened, path: str) -> bool:
    """Return whether there is something of that path, and it is no folder."""
    is_folder = (package.files.root / path).is_dir()
    return package.files.exists(path) and not is_folder


def list_texts(package: Opened) -> Mapping[str, str]:
    """Return what may be shipped of each article whose text the package names."""
    if not package.package.is_model or DOCUMENTS not in package.resources:
        return {}
    rows: list[Json] = package.read(DOCUMENTS).to_pylist()
    return {
        "/".join(split_path(row["text_path"])): str(row["text_access"])
        for row in rows
        if row["text_path"]
    }
