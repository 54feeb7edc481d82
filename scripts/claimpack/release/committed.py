"""What git has of a package: a release is made of nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from claimpack.build_lock import LOCK
from claimpack.errors import UsageError
from claimpack.files import explain
from claimpack.journal import STAGE
from claimpack.render.summary import count_words
from claimpack.revisions import is_in_repository, list_tracked, list_uncommitted


def require_committed(root: Path, output: Path) -> None:
    """Raise `UsageError` where git has not all files of a package as they are."""
    if not is_in_repository(root):
        return
    besides = [STAGE, LOCK, *([place] if (place := locate(root, output)) else [])]
    if paths := list_uncommitted(root, besides):
        more = f" and {count_words(len(paths) - 1, 'file')} more" if paths[1:] else ""
        found = f"found {paths[0]}{more} not committed"
        refuse(root, found, "commit it, or remove it")


def require_tracked(root: Path, output: Path, paths: Iterable[str]) -> None:
    """Raise `UsageError` for a file that git ignores, or that nobody looked at."""
    place = locate(root, output)
    tracked = list_tracked(root) if is_in_repository(root) else None
    for path in paths:
        if place and path.startswith(f"{place}/"):
            found = f"found {path} in the folder for archives"
            refuse(root, found, "name another folder with --output")
        if tracked is not None and path not in tracked:
            refuse(root, f"found {path}, which git ignores", "let git have it")


def refuse(root: Path, found: str, advice: str) -> None:
    """Raise the `UsageError` about a file."""
    expected = "expected a package that git has as it is"
    raise UsageError(explain(str(root), found, expected, advice))


def locate(root: Path, output: Path) -> str:
    """Return where a folder lies in that of the package; "" where it does not."""
    inside = output.resolve().is_relative_to(root.resolve())
    place = output.resolve().relative_to(root.resolve()).as_posix() if inside else "."
    return "" if place == "." else place
