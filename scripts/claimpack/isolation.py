"""Work in a child process, so that a crash of native code is told like any finding.

Readers of Parquet and SQL engines are large, and a file may be made to break them. The
parent only waits; it has loaded neither when it forks.
"""

from __future__ import annotations

import mmap
import os
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from claimpack.files import LARGEST_FILE_BYTES, FileReader, PackageFiles
from claimpack.findings import Finding, Location, Rule, Severity, make_finding

CRASHED = Rule(
    code="check-crashed",
    severity=Severity.ERROR,
    template="the check was ended by the signal {name}; what it had found is lost",
    explanation=(
        "A file that ends the program which reads it has not been checked, and may be "
        "made to do harm: where one reader crashes, others may too."
    ),
)
RULES = (CRASHED,)

NOTE_BYTES = 4096
ENDINGS = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT)
"""Signals by which people end a command."""


class Note:
    """A few words that a child process leaves to its parent."""

    def __init__(self) -> None:
        """Begin with none; to be made before the child is."""
        self.shared = mmap.mmap(-1, NOTE_BYTES)
        self.ended_by: int | None = None
        """In the parent: the signal that ended the child, None while it lives."""

    def write(self, words: str) -> None:
        """Take the place of what was written before."""
        content = words.encode("utf-8", "replace")[: NOTE_BYTES - 1]
        self.shared[: len(content) + 1] = content + b"\0"

    def read(self) -> str:
        """Return what was written last."""
        return self.shared[:].partition(b"\0")[0].decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Watched:
    """The files of a package, of which the last that was opened is noted."""

    files: PackageFiles
    note: Note

    @property
    def root(self) -> Path:
        """Where the package is, for messages about it as a whole."""
        return self.files.root

    def exists(self, relative: str) -> bool:
        """Return whether anything, be it a file or not, has that path."""
        return self.files.exists(relative)

    def open_file(self, relative: str) -> FileReader:
        """Return the regular file of that path, open for reading, without waiting."""
        self.note.write(relative)
        return self.files.open_file(relative)

    def read_bytes(self, relative: str, limit: int = LARGEST_FILE_BYTES) -> bytes:
        """Return the whole file, which may have up to `limit` bytes."""
        self.note.write(relative)
        return self.files.read_bytes(relative, limit)

    def iter_files(self, relative_dir: str, suffix: str) -> Iterator[str]:
        """Yield the paths of one folder that end so, by code points of the name."""
        return self.files.iter_files(relative_dir, suffix)


def start_child() -> int:
    """Return the process id of a new child, and 0 in that child.

    The child has a process group of its own, so that Ctrl-C reaches the parent alone.
    """
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        # A terminal with `stty tostop` would stop it at its first word, for ever.
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    return child


def wait_for(child: int) -> int:
    """Return the exit code of a child, negative where a signal ended it.

    What people send to the parent to end it is sent on.
    """

    def send_on(number: int, _: FrameType | None) -> None:
        os.kill(child, number)

    for ending in ENDINGS:
        signal.signal(ending, send_on)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status)


def end_likewise(number: int) -> None:
    """End this process by a signal, as its child was ended."""
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)


def describe_crash(number: int, note: Note) -> Finding:
    """Return the finding that a signal ended the child which has left a note."""
    hint = "the file that was opened last is named; what is wrong may be in another"
    if number == signal.SIGKILL:
        hint = "a system kills what takes too much memory: try --memory 256MB"
    return make_finding(
        CRASHED,
        Location(path=note.read() or None),
        name=signal.Signals(number).name,
        expected="files that can be read and compared to the end",
        hint=hint,
    )
