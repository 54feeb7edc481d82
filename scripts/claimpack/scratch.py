"""Private folders for what has no room in memory, of which nothing is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir


@contextmanager
def open_scratch() -> Iterator[Path]:
    """Give a new folder that only this user can read, and remove it in the end."""
    with TemporaryDirectory(prefix=name_scratch(os.getpid())) as folder:
        yield Path(folder)


def remove_scratch(process: int) -> None:
    """Remove the folders of a process that was ended before it could."""
    for folder in Path(gettempdir()).glob(f"{name_scratch(process)}*"):
        shutil.rmtree(folder, ignore_errors=True)


def name_scratch(process: int) -> str:
    """Return what the names of the folders of a process begin with."""
    return f"claimpack-{process}-"
