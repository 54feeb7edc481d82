"""The process in which a stranger's SQL runs, as seen by the one that starts it.

Apart from `claimpack.guarded_sql`, which takes long to import: while it does, and while
a package is opened, the process can get ready.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO

BYTES_OF_PIPE = 1 << 20
"""Of the rows of an answer; with the 64 KiB of Linux both sides wait more often."""
SECONDS_TO_END = 2
"""What a worker has to end by itself once all is answered."""
START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "sys.modules.update(numpy=None, pandas=None); "
    "from claimpack.guarded_sql.worker import main; main(); "
    "import os; os._exit(0)"
)
"""Arrow loads numpy and pandas where they are, which takes long; we need neither.
To take all modules apart at the end takes 45 ms, for nothing."""
ENVIRONMENT = {
    "TZ": "UTC",
    "ARROW_DEFAULT_MEMORY_POOL": "jemalloc",
}
"""jemalloc keeps a tenth less memory of a large query than Arrow's own choice; where
there is none, Arrow makes its choice."""

Worker = subprocess.Popen[bytes]


@contextmanager
def running() -> Iterator[Worker]:
    """Give a worker that waits for its job; it has ended afterwards.

    It starts without the current folder, which may be a stranger's, on its path, and
    in UTC.
    """
    with subprocess.Popen(  # noqa: S603  # our own code; nothing of a stranger's
        [sys.executable, "-P", "-c", START, *filter(None, sys.path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | ENVIRONMENT,
    ) as worker:
        widen(worker.stdout)
        try:
            yield worker
            with ending(worker, SECONDS_TO_END):  # with a timeout it looks now and then
                worker.wait()
        finally:
            worker.kill()


def widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold more than the system gives it, where there is a way."""
    with suppress(AttributeError, OSError):  # of Linux alone, and not beyond its limits
        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, BYTES_OF_PIPE)  # type: ignore[arg-type]  # it is a pipe


def read_line(worker: Worker, seconds: float) -> bytes:
    """Return the next line that a worker writes; after too long it is killed.

    An empty line: it has ended.
    """
    with ending(worker, seconds):
        return worker.stdout.readline() if worker.stdout else b""


@contextmanager
def ending(worker: Worker, seconds: float) -> Iterator[None]:
    """Kill a worker that is waited for longer than so many seconds."""
    timer = Timer(seconds, worker.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
