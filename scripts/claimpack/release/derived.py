"""What a release derives from a package for catalogues and readers, in files.

What people wrote by hand stays theirs: a file is ours only where it is what we would
have written of the package as it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from claimpack.catalogues.descriptor import read_publication
from claimpack.catalogues.publication import Publication
from claimpack.catalogues.targets import CATALOGUES, list_left_out
from claimpack.errors import SourceError
from claimpack.files import PackageFiles, decode_text
from claimpack.opening import Opened
from claimpack.readme.background import read_background
from claimpack.readme.datasheet import write_part
from claimpack.readme.markers import BEGIN, END, make_readme, replace_part

METADATA = {
    "citation": "CITATION.cff",
    "croissant": "croissant.json",
    "datacite": "datacite.json",
    "huggingface": "huggingface.md",
    "jsonld": "dataset.jsonld",
    "zenodo": ".zenodo.json",
}
"""What a catalogue's metadata is called, beside the descriptor as its paths have it."""
README = "README.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """Files that follow from a package, by path."""

    packed: Mapping[str, bytes] = field(default_factory=dict)
    """Those of the archive."""
    kept: Mapping[str, bytes] = field(default_factory=dict)
    """Those of the package itself, where it has them already."""
    by_hand: tuple[str, ...] = ()
    """Those that people wrote, which go into the archive as they are."""
    left_out: Mapping[str, str] = field(default_factory=dict)
    """Sentences about what is not in there, each with the path that lacks it."""


def derive(before: Opened, after: Opened) -> Derived:
    """Return what follows from a package, of which `before` is the older state.

    Raises:
        SourceError: the place for it in README.md is not whole.

    """
    publication = publish(after)
    written, left_out = make_metadata(publication)
    old, _ = make_metadata(publish(before))
    here = [path for path in METADATA.values() if before.files.exists(path)]
    by_hand = [path for path in here if before.files.read_bytes(path) != old.get(path)]
    packed = {path: written[path] for path in written if path not in by_hand}
    readme, kept = derive_readme(after, publication)
    # A build writes no file whose name begins with a dot.
    kept |= {path: packed[path] for path in here if path in packed and path[0] != "."}
    return Derived(
        packed=packed | readme,
        kept=kept,
        by_hand=tuple(by_hand),
        left_out={
            sentence: path for sentence, path in left_out.items() if path not in by_hand
        },
    )


def publish(package: Opened) -> Publication:
    """Return a package as catalogues see it."""
    return read_publication(package.read_descriptor(), package.count_rows())


def make_metadata(publication: Publication) -> tuple[dict[str, bytes], dict[str, str]]:
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


def derive_readme(
    package: Opened, publication: Publication
) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Return the README.md of the archive, and that of the package itself.

    A readme of people without a place for our part is packed as it is. Else the archive
    has our part alone: other words may be about files that are not in there.
    """
    path = find_readme(package.files)
    text = None if path is None else decode_text(package.files.read_bytes(path), path)
    has_place = text is not None and bool({BEGIN, END} & set(text.splitlines()))
    if text is not None and not has_place:
        return {}, {}
    part = write_part(publication, read_background(package))
    packed = {path or README: make_readme(publication.title or "", part).encode()}
    if path is None or text is None:
        return packed, {}
    return packed, {path: replace_part(text, part, path).encode()}


def find_readme(files: PackageFiles) -> str | None:
    """Return the path of the readme beside the descriptor; None where there is none."""
    names = [path for path in files.iter_files(".", "") if is_readme(path)]
    return next((path for path in names if path.endswith(".md")), None) or next(
        iter(names), None
    )


def is_readme(path: str) -> bool:
    """Return whether a file is called as readmes are.

    >>> is_readme("readme.rst"), is_readme("README"), is_readme("readmes.txt")
    (True, True, False)
    """
    return path.lower().partition(".")[0] == "readme"
