"""What stands beside the seeds and is not read, told so that nobody waits for it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import PurePosixPath

from claimpack.errors import SourceError
from claimpack.files import PackageFiles
from claimpack.findings import Finding, Location, Rule, Severity, make_finding, quote

NOT_ANNOTATED = Rule(
    code="not-annotated",
    severity=Severity.NOTE,
    template="the text has no annotation: {found} does not exist",
    explanation="A text that nobody annotated gives no rows.",
)
NOT_READ = Rule(
    code="seed-not-read",
    severity=Severity.NOTE,
    template="it is not read: {reason}",
    explanation=(
        "Only what stands in the folder of the seeds itself, under the names that the "
        "codebook gives, becomes rows."
    ),
)
RULES = (NOT_ANNOTATED, NOT_READ)

ENDINGS = (".ann", ".txt", ".meta.json")
"""How the files of an article end."""
REGISTERS = ("entities.csv", "events.csv", "links.csv")
ENDINGS_OF_FILES = (*ENDINGS, ".csv", ".conf", ".md")
"""What ends so is taken for no folder, so that a large corpus is not opened thrice."""
ANNOTATORS = "annotators"
"""The folder that keeps what single annotators made (docs/codebook.md, section 11)."""


def iter_unread(folder: PackageFiles, where: str) -> Iterator[Finding]:
    """Yield a note for all below `where` that is not read and may be meant to be.

    Raises:
        SourceError: the folder cannot be opened.

    """
    stems = {path.removesuffix(".ann") for path in folder.iter_files(where, ".ann")}
    for path in folder.iter_files(where, ".txt"):
        stem = path.removesuffix(".txt")
        if stem not in stems:
            found = quote(f"{stem}.ann")
            yield make_finding(NOT_ANNOTATED, Location(path=path), found=found)
            stems.add(stem)
    for path in folder.iter_files(where, ".meta.json"):
        if path.removesuffix(".meta.json") not in stems:
            yield report_orphan(path)
    for path in list_children(folder, where):
        right = correct_ending(PurePosixPath(path).name)
        if right is not None:
            yield report_ending(path, right)
    for path, annotation in iter_annotated_folders(folder, where):
        yield report_folder(path, annotation)


def correct_ending(name: str) -> str | None:
    """Return how a name that is not read should end, if capitals are all that is wrong.

    >>> correct_ending("dam.ANN"), correct_ending("Links.csv"), correct_ending("x.ann")
    ('.ann', 'links.csv', None)
    """
    small = name.lower()
    ending = next((end for end in ENDINGS if small.endswith(end)), None)
    right = small if small in REGISTERS else ending
    return right if right and not name.endswith(right) else None


def list_children(folder: PackageFiles, path: str) -> list[str]:
    """Return the paths in a folder; none where it is a file or cannot be listed."""
    try:
        return list(folder.iter_files(path, ""))
    except SourceError:
        return []


def iter_annotated_folders(
    folder: PackageFiles, where: str
) -> Iterator[tuple[str, str]]:
    """Yield each folder below that holds annotations, with the first of them."""
    pending = deque(list_children(folder, where))
    while pending:
        path = pending.popleft()
        name = PurePosixPath(path).name
        if name == ANNOTATORS or name.lower().endswith(ENDINGS_OF_FILES):
            continue
        children = list_children(folder, path)
        pending += children
        annotation = next((it for it in children if it.endswith(".ann")), None)
        if annotation is not None:
            yield path, annotation


def report_orphan(path: str) -> Finding:
    """Return the note on metadata that belong to no article."""
    stem = path.removesuffix(".meta.json")
    return make_finding(
        NOT_READ,
        Location(path=path),
        reason=f"there is neither {quote(f'{stem}.ann')} nor {quote(f'{stem}.txt')}",
        hint="give it the name of its article, or take it away",
    )


def report_ending(path: str, right: str) -> Finding:
    """Return the note on a file whose name has capitals where there are none."""
    return make_finding(
        NOT_READ,
        Location(path=path),
        reason=f"its name ends in {quote(path[-len(right) :])}",
        expected=f"a name that ends in {quote(right)}",
    )


def report_folder(path: str, annotation: str) -> Finding:
    """Return the note on a folder with annotations."""
    return make_finding(
        NOT_READ,
        Location(path=path),
        reason=f"it is a folder, and yet has annotations ({quote(annotation)})",
        hint="move its files up, or check it by itself with claimpack validate",
    )
