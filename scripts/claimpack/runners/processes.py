"""Tasks on all cores: worker processes, each with one task at a time."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from claimpack.runners.crew import hiring
from claimpack.runners.outcomes import Result, Task, Work, describe_job, take_result


def run_in_processes(
    work: Work[Task, Result], tasks: Sequence[Task], workers: int
) -> Iterator[Result]:
    """Yield the result of each task, in their order, each as soon as it can be had.

    Nothing begins before the first result is asked for. At most `workers` tasks are in
    hand, and at most twice as many are begun whose results are not taken yet. Who stops
    early closes the iterator, which ends all workers at once.

    Raises:
        BuildError: a task whose workers died, again and again.
        Exception: what the work raised, when its task has its turn.

    """
    with hiring(describe_job(work), tasks, workers) as crew:
        for number in range(len(tasks)):
            yield take_result(crew.wait_for(number))


def count_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1  # pragma: no cover  # macOS, where no test is traced
