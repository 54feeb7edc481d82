"""What runs in a worker process: tasks come over a connection, and outcomes go back.

Nothing is printed: standard output and error lead nowhere. Ctrl-C is left to the
parent, which ends its workers. A parent that is killed cannot: therefore the standard
input is a pipe that only the parent holds, and whose end is the worker's end.
"""

from __future__ import annotations

import os
import signal
from multiprocessing.connection import Connection
from threading import Thread

from claimpack.runners.outcomes import attempt


def main(descriptor: int) -> None:
    """Do the tasks that come, until the parent closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What the work starts must not keep the connection open once this process is dead.
    os.set_inheritable(descriptor, False)  # noqa: FBT003  # the library's signature
    Thread(target=die_with_parent, daemon=True).start()
    with Connection(descriptor) as connection:
        try:
            job = connection.recv()
            while True:
                connection.send_bytes(attempt(job, connection.recv_bytes()))
        except EOFError:
            return


def die_with_parent() -> None:
    """End this process at once when its parent has ended, whatever it is doing."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGKILL)  # pragma: no cover  # nothing is told then
