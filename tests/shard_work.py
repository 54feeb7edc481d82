"""What befalls a build in its worker processes, which import it from here.

Where it happens is told in files of the folder `NOTES`, because processes share nothing
else.
"""

from __future__ import annotations

import os
import resource
import signal
import time
from functools import partial
from pathlib import Path
from typing import Any

from claimpack.runners.outcomes import Work
from claimpack.runners.processes import run_in_processes

NOTES = "CLAIMPACK_TEST_NOTES"
"""Variable with the folder of the notes."""
MOST_FILE_BYTES = 2000
"""No file of a full disk is longer; each Parquet file would be."""


def note(name: object) -> bool:
    """Leave a note, and return whether it was not there yet."""
    path = Path(os.environ[NOTES]) / str(name)
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def hang(work: Work[Any, Any], source: object) -> object:
    """Do the work of the first two articles, and never come to an end of another."""
    if str(source).split("/")[-1] not in {"a.ann", "b.ann"}:
        note(os.getpid())
        time.sleep(600)
    return work(source)


def die_once(work: Work[Any, Any], source: object) -> object:
    """Die when a shard is written, the first time."""
    result = work(source)
    if str(source).endswith("b.ann") and note("died"):
        os.kill(os.getpid(), signal.SIGKILL)
    return result


def fill_disk(work: Work[Any, Any], source: object) -> object:
    """Do the work where no file may become large."""
    if str(source).endswith("b.ann"):
        most = (MOST_FILE_BYTES, resource.RLIM_INFINITY)
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    return work(source)


def run_with(
    befall: Any,  # noqa: ANN401  # one of the functions above
    work: Work[Any, Any],
    tasks: Any,  # noqa: ANN401  # as a runner has them
    workers: int = 2,
) -> Any:  # noqa: ANN401  # as a runner has them
    """Run tasks in processes, in which something happens."""
    return run_in_processes(partial(befall, work), tasks, workers)
