"""Work that a runner does in other processes, which import it from here.

What happens is told in files of a folder, because processes share nothing else.
"""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import claimpack
from claimpack.errors import SourceError
from claimpack.schema_files import load_shipped_schema


def square(number: int) -> int:
    """Return what can be told in one line."""
    return number * number


def square_slowly(number: int) -> int:
    """Return the same after a while, the sooner the higher the number is."""
    time.sleep(0.2 / (number + 1))
    return number * number


def tell_process(_: int) -> int:
    """Return the process that does the task."""
    return os.getpid()


def tell_surroundings(_: int) -> tuple[tuple[int, int, int], str, bool]:
    """Return what a worker has of its parent, and what is its own."""
    print("printed")  # noqa: T201  # what nobody must see
    print("printed", file=sys.stderr)  # noqa: T201  # nor this
    is_imported = hasattr(sys.modules["__main__"], "IMPORTED")
    return gc.get_threshold(), os.environ["OMP_NUM_THREADS"], is_imported


def note_begin(folder: Path, number: int) -> int:
    """Leave a file when the task begins."""
    (folder / f"{number:04}").touch()
    return number


def die_once(folder: Path, number: int) -> int:
    """Die with task 3, unless that has happened before."""
    if number == 3:
        try:
            (folder / "died").touch(exist_ok=False)
        except FileExistsError:
            return number
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def die(number: int) -> int:
    """Die with task 3, as one does that takes too much memory."""
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def find_parent(pid: int) -> int:
    """Return the process that has started another one."""
    command = ["/bin/ps", "-o", "ppid=", "-p", str(pid)]
    return int(subprocess.run(command, check=True, capture_output=True).stdout)


def kill_executor_once(folder: Path, number: int) -> int:
    """End the Java that this Python works for, with task 3, unless it has happened."""
    if number == 3 and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(find_parent(os.getppid()), signal.SIGKILL)
        time.sleep(600)
    return number


def tell_code(_: int) -> list[str]:
    """Return where claimpack is in the worker, and what it reads there."""
    return [*Path(claimpack.__file__).parts[-3:-1], *load_shipped_schema().tables]


def leave(_: int) -> NoReturn:
    """End the process, as no work should."""
    sys.exit(7)


def refuse(number: int) -> int:
    """Refuse task 2 and all after it, the later the sooner."""
    if number >= 2:
        time.sleep(0.2 / number)
        message = f"a{number}.ann: found nothing; expected a line; write one."
        raise SourceError(message)
    return number


def fail(_: int) -> NoReturn:
    """Raise what is not ours."""
    raise KeyError("no such key")


class StubbornError(Exception):
    """An exception that cannot be pickled."""

    def __init__(self, message: str, number: int) -> None:
        """Take two words, of which one is passed on."""
        super().__init__(message)
        self.number = number


def fail_stubbornly(_: int) -> NoReturn:
    """Raise what does not pass from one process to another."""
    message = "two words"
    raise StubbornError(message, 2)


def make_function(_: int) -> Callable[[], None]:
    """Return what does not pass from one process to another."""
    return lambda: None


def sleep_long(folder: Path, number: int) -> int:
    """Leave a file with the name of the process, and sleep longer than any test."""
    if number:
        (folder / f"{os.getpid()}.process").touch()
        time.sleep(600)
    return number
