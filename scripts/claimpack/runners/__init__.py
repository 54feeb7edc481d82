"""Runners: who does a piece of work for each of many tasks.

A runner is a function of the work and of the tasks, and yields the results in the order
of the tasks. Which one it is cannot be told from the results. A runner knows nothing of
what is done; the work writes what is large to the disk and returns what is small, and a
task may be done twice where a process has died. docs/scale.md tells more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from claimpack.errors import UsageError
from claimpack.runners.outcomes import Work
from claimpack.runners.processes import count_cores, run_in_processes
from claimpack.runners.serial import run_serial
from claimpack.runners.spark import run_on_spark

Runner = Callable[[Work[Any, Any], Sequence[Any]], Iterator[Any]]

RUNNERS: Mapping[str, Callable[..., Iterator[Any]]] = {
    "serial": run_serial,
    "processes": run_in_processes,
    "spark": run_on_spark,
}
"""Runner by its name."""


def choose_runner(name: str, workers: int | None = None) -> Runner:
    """Return a runner, which then takes the work and the tasks.

    `workers` is for `processes` alone; None is one for each core.

    Raises:
        UsageError: there is no such runner, or it has no workers to count.

    """
    if name not in RUNNERS:
        known = ", ".join(RUNNERS)
        raise UsageError(f"no runner is called {name!r}; known: {known}")
    if name == "processes":
        count = count_cores() if workers is None else workers
        if count < 1:
            raise UsageError(f"found {count} workers; expected one at least")
        return partial(run_in_processes, workers=count)
    if workers is not None:
        message = f"the runner {name!r} has no workers to count; only processes has"
        raise UsageError(message)
    return RUNNERS[name]
