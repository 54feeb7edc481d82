"""The lock that keeps two builds out of one package."""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimpack.durable import UNCHANGED, reporting
from claimpack.errors import BuildError
from claimpack.files import KINDS, explain, mode_of
from claimpack.findings import quote

LOCK = ".build.lock"
LOCK_FILE = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def lock(root: Path) -> Iterator[None]:
    """Keep every other build out of the package; raise `BuildError` if one is in.

    `.build.lock` names its holder, for people. What excludes is the lock that the
    system keeps on the open file (flock): it ends with the process, however that
    ends, so a file that a killed build left behind keeps nobody out and is taken
    over. Nothing waits. Workers forked by the holder share its lock.
    """
    path = root / LOCK
    with reporting(root, UNCHANGED):
        descriptor = acquire(path)
    try:
        yield
    finally:
        with suppress(OSError):
            if is_at(path, descriptor):
                path.unlink()
        os.close(descriptor)


def acquire(path: Path) -> int:
    """Return the descriptor of the lock file, locked and with our name in it."""
    require_lock_file(path)
    descriptor = os.open(path, LOCK_FILE, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if is_at(path, descriptor):
            name = f"process {os.getpid()} on {os.uname().nodename}"
            os.ftruncate(descriptor, 0)
            os.write(descriptor, name.encode())
            return descriptor
    except BlockingIOError as error:
        holder = os.read(descriptor, 200).decode(errors="replace")
        os.close(descriptor)
        raise held_error(path, holder) from error
    except BaseException:
        os.close(descriptor)
        raise
    os.close(descriptor)
    return acquire(path)


def require_lock_file(path: Path) -> None:
    """Raise `BuildError` if something else than a file has the path of the lock.

    Before opening it: to open some devices already does something.
    """
    mode = mode_of(path)
    if mode and not stat.S_ISREG(mode):
        found = f"found {KINDS.get(stat.S_IFMT(mode), 'a device')}"
        expected = "expected the file with which builds keep each other out, or nothing"
        advice = f"move it away and {UNCHANGED}"
        raise BuildError(explain(str(path), found, expected, advice))


def is_at(path: Path, descriptor: int) -> bool:
    """Return whether the open file still has that path.

    A build removes its lock file before it lets go; whoever opened it just before
    then holds a lock on a file without a name, which keeps nobody out.
    """
    try:
        return os.path.samestat(path.lstat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def held_error(path: Path, holder: str) -> BuildError:
    """Return the error for a package that another build works in."""
    found = f"found another build at work, {quote(holder or 'not yet named')}"
    expected = "expected to be the only one"
    advice = f"wait for it to end, then {UNCHANGED}"
    return BuildError(explain(str(path), found, expected, advice))
