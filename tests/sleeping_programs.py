"""Programs whose workers sleep in their tasks, to be ended in one way or another."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROGRAM = """
import sys
from functools import partial
from pathlib import Path
import runner_work
from claimpack.runners import choose_runner
IMPORTED = True
folder, name, workers = sys.argv[1:]
run = choose_runner(name, int(workers) or None)
try:
    list(run(partial(runner_work.sleep_long, Path(folder)), range(5)))
except KeyboardInterrupt:
    sys.exit(130)
"""
"""Code of a program that has no guard of its main module."""

Program = tuple[subprocess.Popen[str], list[int]]
"""It, and all processes that it started, or that they did."""


def wait_until(holds: Callable[[], bool]) -> bool:
    """Whether something holds, perhaps after a while; a minute is enough."""
    for _ in range(1200):
        if holds():
            return True
        time.sleep(0.05)
    return False


def list_workers(folder: Path) -> list[int]:
    """The processes that sleep in a task."""
    return [int(path.stem) for path in folder.glob("*.process")]


def list_descendants(ancestor: int) -> list[int]:
    """The processes that another one has started, and those that they have."""
    command = ["/bin/ps", "-A", "-o", "ppid=,pid="]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    pairs = [line.split() for line in run.stdout.splitlines()]
    found = [ancestor]
    for each in found:
        found += [int(pid) for parent, pid in pairs if int(parent) == each]
    return found[1:]


def is_alive(pid: int) -> bool:
    """Whether there is such a process, be it a zombie."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@contextmanager
def sleeping_program(
    folder: Path,
    runner: str,
    workers: int,
    env: Mapping[str, str] = os.environ,
) -> Iterator[Program]:
    """Give a program in a process group of its own, once two workers sleep."""
    script = folder / "program.py"
    script.write_text(PROGRAM, encoding="utf-8")
    path = os.pathsep.join([*filter(None, sys.path), env.get("PYTHONPATH", "")])
    with subprocess.Popen(
        [sys.executable, script, folder, runner, str(workers)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**env, "PYTHONPATH": path},
        process_group=0,
    ) as process:
        try:
            assert wait_until(lambda: len(list_workers(folder)) == 2)
            yield process, list_descendants(process.pid)
        finally:
            process.kill()
