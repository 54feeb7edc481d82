"""Tasks on a Spark cluster, or on the cores of one machine as Spark uses them."""

from __future__ import annotations

import pickle
import uuid
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from claimpack.errors import BuildError
from claimpack.runners.outcomes import (
    Job,
    Result,
    Task,
    Work,
    attempt,
    describe_job,
    take_result,
)
from claimpack.runners.spark_context import open_context, refusing

if TYPE_CHECKING:
    from pyspark import SparkContext

TASKS_PER_CORE = 4
"""Tasks of one job of Spark, for each core that it has when the job begins."""
JOBS_AT_ONCE = 2
"""While the last tasks of one job run, those of the next one take the other cores."""


def run_on_spark(work: Work[Task, Result], tasks: Sequence[Task]) -> Iterator[Result]:
    """Yield the result of each task, in their order.

    They come job by job, a job being a few tasks for each core. The code of claimpack
    travels to the workers; work of another package must be there already. A task whose
    executor is lost is tried again by Spark. Who stops early closes the iterator, which
    cancels what runs. A context that was there before stays; else it is made here, as
    `spark_context` says, and stopped.

    Raises:
        BuildError: there is no Spark or no Java, or Spark gave up.
        Exception: what the work raised, when its task has its turn.

    """
    if not tasks:
        return
    with open_context() as context:
        yield from map(take_result, run_jobs(context, describe_job(work), tasks))


def run_jobs(
    context: SparkContext, job: Job, tasks: Sequence[object]
) -> Iterator[bytes]:
    """Yield what became of each task.

    Not as `toLocalIterator` does, which runs one task after the other, nor in one job,
    whose results all come at the end. The cores are counted again for each job: a
    cluster that grows with what is asked of it gets more and more to do.
    """
    group = uuid.uuid4().hex
    running: deque[Future[list[bytes]]] = deque()
    threads = ThreadPoolExecutor(JOBS_AT_ONCE)
    begun = 0
    try:
        while begun < len(tasks) or running:
            while begun < len(tasks) and len(running) < JOBS_AT_ONCE:
                size = TASKS_PER_CORE * context.defaultParallelism
                some = tasks[begun : begun + size]
                running.append(threads.submit(run_job, context, group, job, some))
                begun += size
            outcomes = running[0].result()
            running.popleft()
            yield from outcomes
    finally:
        if running:
            with suppress(BuildError), refusing():
                context.cancelJobGroup(group)
        # Without waiting: a job that began just now has missed that, and ends with the
        # context.
        threads.shutdown(wait=False, cancel_futures=True)


def run_job(
    context: SparkContext, group: str, job: Job, tasks: Sequence[object]
) -> list[bytes]:
    """Return what became of some tasks, each a partition of its own."""
    pickled = [pickle.dumps(task) for task in tasks]
    with refusing():
        context.setJobGroup(group, "claimpack", interruptOnCancel=True)
        partitions = context.parallelize(pickled, len(pickled))
        outcomes: list[bytes] = partitions.map(partial(attempt, job)).collect()
    return outcomes
