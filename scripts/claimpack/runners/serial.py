"""One task after the other, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from claimpack.runners.outcomes import Result, Task, Work


def run_serial(work: Work[Task, Result], tasks: Sequence[Task]) -> Iterator[Result]:
    """Yield the result of each task; a task begins when its result is asked for."""
    return map(work, tasks)
