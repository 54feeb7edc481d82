"""The worker processes of one run, as seen by the parent that hands them tasks."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe, wait

from claimpack.errors import BuildError
from claimpack.files import explain
from claimpack.findings import quote
from claimpack.runners.outcomes import Job, describe_failure

MOST_TRIES = 3
"""Workers that may die with a task before it is given up."""
OUTSTANDING_PER_WORKER = 2
"""Tasks that are begun and whose results are not taken yet, for each worker.

Results are taken in order. With room for one task more than there are workers, sixteen
of them waited a fifth of their time for the slowest; with this much they hardly wait.
"""
SECONDS_TO_END = 2
START = (
    "import sys; sys.path[:] = sys.argv[2:]; "
    "from claimpack.runners.worker import main; main(int(sys.argv[1]))"
)
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
"""There is a worker for each core: more threads would be in each other's way. Arrow
takes the first for its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Worker:
    """A process that does one task at a time."""

    process: subprocess.Popen[bytes]
    connection: Connection

    def give(self, content: bytes) -> None:
        """Hand it a job or a task; its death is noticed when the outcome is taken."""
        with suppress(OSError):
            self.connection.send_bytes(content)

    def take(self) -> bytes | None:
        """Return the outcome of its task, None if it has died."""
        try:
            return self.connection.recv_bytes()
        except (EOFError, OSError):
            return None

    def dismiss(self) -> int:
        """Let it end by itself, kill it if it does not; return its exit code."""
        self.connection.close()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_END)
        return self.kill()

    def kill(self) -> int:
        """End it at once, whatever it is doing; return its exit code."""
        self.connection.close()
        with self.process:
            self.process.kill()
        return self.process.returncode


def hire(job: Job) -> Worker:
    """Return a new worker that knows what to do.

    It is a new Python and not a fork, which would inherit locks that threads of Arrow
    or DuckDB hold. It does not import the program of the parent, as workers of
    `multiprocessing` do, so that this program needs no `if __name__ == "__main__"`.
    """
    ours, its = Pipe()
    with its:
        descriptor = its.fileno()
        process = subprocess.Popen(  # noqa: S603  # our own code
            [
                sys.executable,
                "-P",
                "-c",
                START,
                str(descriptor),
                *filter(None, sys.path),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=ONE_THREAD | os.environ,
            pass_fds=[descriptor],
        )
    worker = Worker(process, ours)
    worker.give(pickle.dumps(job))
    return worker


class Crew:
    """Up to so many workers, what they have in hand, and what they have done."""

    def __init__(self, job: Job, tasks: Sequence[object], most: int) -> None:
        """Begin with no worker: they are hired when there is a task for them."""
        self.job = job
        self.tasks = tasks
        self.most = most
        self.begun = 0
        """Tasks that were given to a worker so far; the first ones."""
        self.idle: list[Worker] = []
        self.busy: dict[Worker, int] = {}
        """The number of the task that each of the others has in hand."""
        self.outcomes: dict[int, bytes] = {}
        """What became of tasks, by their number, until it is asked for."""
        self.deaths: Counter[int] = Counter()
        """How many workers died with a task."""

    def wait_for(self, number: int) -> bytes:
        """Return what became of a task; all before it have been asked for."""
        self.take_outcomes(seconds=0)
        self.hand_out(number)
        while number not in self.outcomes:
            self.take_outcomes(seconds=None)
            self.hand_out(number)
        return self.outcomes.pop(number)

    def hand_out(self, number: int) -> None:
        """Give each worker a task, as far as that goes before one is asked for."""
        room = number + OUTSTANDING_PER_WORKER * self.most
        end = min(len(self.tasks), room)
        while self.begun < end and len(self.busy) < self.most:
            self.give(self.begun)
            self.begun += 1

    def give(self, number: int) -> None:
        """Give a task to a worker that has none."""
        task = pickle.dumps(self.tasks[number])
        worker = self.idle.pop() if self.idle else hire(self.job)
        self.busy[worker] = number
        worker.give(task)

    def take_outcomes(self, seconds: float | None) -> None:
        """Take what workers have done; wait for one of them, but not longer."""
        ready = wait([worker.connection for worker in self.busy], seconds)
        for worker in [each for each in self.busy if each.connection in ready]:
            number = self.busy.pop(worker)
            outcome = worker.take()
            if outcome is None:
                self.try_again(number, worker.dismiss())
            else:
                self.outcomes[number] = outcome
                self.idle.append(worker)

    def try_again(self, number: int, exit_code: int) -> None:
        """Give the task of a dead worker to another one, or give it up."""
        self.deaths[number] += 1
        if self.deaths[number] < MOST_TRIES:
            self.give(number)
            return
        message = describe_death(self.tasks[number], exit_code)
        self.outcomes[number] = describe_failure(BuildError(message))

    def dismiss(self) -> None:
        """Let all workers end, who have nothing more to do."""
        for worker in self.idle:
            worker.connection.close()
        for worker in self.idle:
            worker.dismiss()

    def kill(self) -> None:
        """End all workers at once."""
        for worker in (*self.idle, *self.busy):
            worker.kill()


@contextmanager
def hiring(job: Job, tasks: Sequence[object], most: int) -> Iterator[Crew]:
    """Give a crew; none of its workers is left afterwards, however that ends."""
    crew = Crew(job, tasks, most)
    try:
        yield crew
        crew.dismiss()
    finally:
        crew.kill()


def describe_death(task: object, exit_code: int) -> str:
    """Return what to say of a task with which all workers died."""
    ending = f"ended with the exit code {exit_code}"
    advice = "see that claimpack and what it works with can be imported there"
    if exit_code < 0:
        ending = f"were killed by the signal {signal.Signals(-exit_code).name}"
        advice = "try another machine, and tell who maintains claimpack"
    if exit_code == -signal.SIGKILL:
        advice = (
            "a system kills what takes too much memory: give it more, or use fewer"
            " workers"
        )
    found = f"found that {MOST_TRIES} worker processes {ending}"
    expected = "expected one of them to do it"
    return explain(f"task {quote(task)}", found, expected, advice)
