"""What runs in a worker process: tasks come over a connection, and outcomes go back.

Nothing is printed: standard output and error lead nowhere. Ctrl-C is left to the
parent, which ends its workers. A parent that is killed cannot: therefore the standard
input is a pipe that only the parent holds, and whose end is the worker's end.
"""

from __future__ import annotations

import os
import pickle
import signal
from functools import lru_cache, partial
from multiprocessing.connection import Connection
from threading import Thread

from claimpack.runners.outcomes import Work, attempt


def main(descriptor: int) -> None:
    """Do the tasks that come, until the parent closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What the work starts must not keep the connection open once this process is dead.
    os.set_inheritable(descriptor, False)  # noqa: FBT003  # the library's signature
    Thread(target=die_with_parent, daemon=True).start()
    with Connection(descriptor) as connection:
        try:
            work, thresholds = connection.recv()
            answer = partial(attempt, partial(run_pickled, work), thresholds)
            while True:
                connection.send_bytes(answer(connection.recv_bytes()))
        except EOFError:
            return


def die_with_parent() -> None:
    """End this process at once when its parent has ended, whatever it is doing."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGKILL)  # pragma: no cover  # nothing is told then


def run_pickled(work: bytes, task: bytes) -> object:
    """Return the result of a task; both were pickled by the parent."""
    return load_work(work)(pickle.loads(task))  # noqa: S301  # by our own parent


@lru_cache(maxsize=1)
def load_work(content: bytes) -> Work[object, object]:
    """Return the work, loaded with the first task: its faults are those of a task."""
    work: Work[object, object] = pickle.loads(content)  # noqa: S301  # as above
    return work
