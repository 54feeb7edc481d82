"""Which files a release has: the package, and what tells of it.

An article is in there where `documents.text_access` is `full`. The spans of the others
can be verified by whoever has them: `documents.text_sha256` says which bytes they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from claimpack.catalogues.publication import Publication
from claimpack.catalogues.targets import CATALOGUES, list_left_out
from claimpack.checks.dereference import KEYS
from claimpack.errors import SourceError
from claimpack.files import decode_text
from claimpack.opening import Opened
from claimpack.package import DESCRIPTOR_PATH, Json, list_paths
from claimpack.readme.background import read_background
from claimpack.readme.datasheet import write_part
from claimpack.readme.markers import BEGIN, END, place_part

FOLDERS = (
    *(("changes", ".csv"), ("queries", ".sql")),
    *(("schemas", ".json"), ("schemas/rows", ".json")),
)
"""Folders of which the files that end so go in."""
PAPERS = re.compile(
    r"(readme|changelog|licen[cs]e|notice|copying)(\..+)?", re.IGNORECASE
)
"""Names of files that go in where they stand beside the descriptor."""
METADATA = {
    "citation": "CITATION.cff",
    "croissant": "croissant.json",
    "datacite": "datacite.json",
    "huggingface": "huggingface.md",
    "jsonld": "dataset.jsonld",
    "zenodo": ".zenodo.json",
}
"""What is written for catalogues, beside the descriptor as their paths have it."""
DOCUMENTS = "documents"
README = "README.md"


def write_metadata(publication: Publication) -> tuple[dict[str, bytes], dict[str, str]]:
    """Return what each catalogue has of a package, by path.

    Beside it sentences about what is left out, each with the first path that lacks it.
    """
    written: dict[str, bytes] = {}
    left_out: dict[str, str] = {}
    for name, path in METADATA.items():
        try:
            written[path] = CATALOGUES[name](publication)
        except SourceError as error:
            left_out[str(error)] = path
        else:
            for sentence in list_left_out(name, publication):
                left_out.setdefault(sentence, path)
    return written, left_out


def write_readme(package: Opened, publication: Publication) -> dict[str, bytes]:
    """Return the README.md of a package with what follows from it, by its path.

    None where people wrote one that has no place for it.

    Raises:
        SourceError: the place for it is not whole.

    """
    files = package.files
    text = None
    if files.exists(README):
        text = decode_text(files.read_bytes(README), README)
        if not {BEGIN, END} & set(text.splitlines()):
            return {}
    background = replace(read_background(package), keeps_versions=True)
    part = write_part(publication, background)
    placed = place_part(text, publication.title or "", part, README)
    return {README: placed.encode()}


def list_contents(package: Opened, descriptor: Json) -> list[str]:
    """Return the paths of all files of a package that go into a release, sorted."""
    files = package.files
    found = {DESCRIPTOR_PATH, *iter_named(descriptor), *iter_texts(package)}
    papers = files.iter_files(".", "")
    found |= {path for path in papers if PAPERS.fullmatch(path)}
    found |= {path for path in METADATA.values() if files.exists(path)}
    for folder, suffix in FOLDERS:
        if files.exists(folder):
            found |= set(files.iter_files(folder, suffix))
    return sorted(found)


def iter_named(descriptor: Json) -> Iterator[str]:
    """Yield the paths of files that a descriptor names; addresses are none."""
    paths: list[object] = [
        path for entry in descriptor["resources"] for path in list_paths(entry)
    ]
    paths += [entry.get(key) for entry in descriptor["resources"] for key in KEYS]
    paths.append(descriptor.get("claimpack", {}).get("rules"))
    for path in paths:
        if isinstance(path, str) and "://" not in path:
            yield path.removeprefix("./")


def iter_texts(package: Opened) -> Iterator[str]:
    """Yield the paths of articles that may be shipped and are here."""
    if not package.package.is_model or DOCUMENTS not in package.resources:
        return
    rows: list[Json] = package.read(DOCUMENTS).to_pylist()
    for row in rows:
        path = row["text_path"]
        if path and row["text_access"] == "full" and package.files.exists(path):
            yield path
