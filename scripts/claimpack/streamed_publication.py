"""Publication of files that come one by one: all of them or none, even if killed.

It is what `journal.publish` does, for files that have no room in memory together: each
is staged as soon as it is there, and the commit point comes behind the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimpack.durable import UNCHANGED, UNFINISHED, make_folder, reporting
from claimpack.errors import SourceError
from claimpack.files import Folder
from claimpack.journal import (
    Change,
    check_target,
    commit,
    complete,
    drop_stage,
    stage_file,
    stage_folder,
    unfinished,
)
from claimpack.staging import has_content, sum_of


class Publication:
    """Files that are staged for a folder; `publish` puts all of them into place."""

    def __init__(self, root: Path) -> None:
        """Begin without files, the stage empty."""
        self.root = root
        self.folder = Folder(root)
        self.changes: list[Change] = []

    def add(self, path: str, content: bytes) -> None:
        """Stage a file, unless it is there already; raise `BuildError` on failure."""
        with reporting(self.root, UNCHANGED):
            if has_content(self.folder, path, content):
                return
            check_target(self.folder, path)
            stage_file(self.root, len(self.changes), path, content)
        self.changes.append(Change(path=path, sha256=sum_of(content)))

    def publish(self, removed: Iterable[str] = ()) -> list[str]:
        """Put the staged files into place and remove others; return what changed.

        Raises `BuildError`, after which the folder is as before or, past the commit
        point, `unfinished`.
        """
        with reporting(self.root, UNCHANGED):
            for path in removed:
                check_target(self.folder, path)
                self.changes.append(Change(path=path, sha256=None))
            if not self.changes:
                return []
            commit(self.root, self.changes)
        with reporting(self.root, UNFINISHED):
            complete(self.root, self.changes)
        return [change.path for change in self.changes]


@contextmanager
def publishing(root: Path) -> Iterator[Publication]:
    """Give a publication; without its `publish`, the folder stays as it was.

    To be called while `building`.
    """
    try:
        with reporting(root, UNCHANGED):
            make_folder(stage_folder(root))
        yield Publication(root)
    finally:
        # What was committed is kept for the next run, which completes it; so is what
        # cannot be cleared now, to be cleared then.
        if not unfinished(root):
            with suppress(OSError, SourceError):
                drop_stage(root)
