"""The file of a report: where it may be, and how it is written."""

from __future__ import annotations

import stat
from pathlib import Path

from claimpack.checked import Checked
from claimpack.durable import replace_durably
from claimpack.errors import UsageError
from claimpack.files import explain, mode_of
from claimpack.schema import SEEDS


def require_report_path(path: Path, checked: Checked) -> None:
    """Raise `UsageError` where a report would take the place of something else.

    It neither replaces a file of what is checked nor stands in a folder of it, where
    the next check would find a stray file. A package may have it beside its descriptor.
    """
    place = path.parent.resolve() / path.name
    root = checked.files.root.resolve()
    mode = mode_of(path)
    files = [root / file_path for _, file_path in checked.places]
    folders = {root / (checked.articles or SEEDS), *(file.parent for file in files)}
    files += [checked.path.resolve(), checked.descriptor_file.resolve()]
    if mode and not stat.S_ISREG(mode):
        refuse(path, "found something that is no regular file")
    if place in files:
        refuse(path, "found a file of what is checked")
    if any(place.is_relative_to(folder) for folder in folders - {root}):
        refuse(path, "found a folder of what is checked")


def refuse(path: Path, found: str) -> None:
    """Raise the `UsageError` for the path of a report."""
    parts = ("expected a new file or an old report", "name another one")
    raise UsageError(explain(str(path), found, *parts))


def write_report(path: Path, report: str) -> None:
    """Write a report as UTF-8, wholly or not at all; raise `BuildError` if not."""
    replace_durably(path, f"{report}\n".encode())
