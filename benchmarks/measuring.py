"""What a command takes: wall and CPU time, and the peak of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
MEBIBYTE = 1024 if sys.platform == "linux" else 1024 * 1024
"""In the units of `ru_maxrss`: KiB on Linux, bytes on macOS."""

SECONDS_BETWEEN_LOOKS = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one run of a command took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds, user and system."""
    peak_mib: float
    """Peak resident set; of several processes, that of the largest."""
    tree_mib: float = 0.0
    """Peak of what all processes take together, if it was looked at: shared pages are
    counted once."""


def measure(
    command: list[str],
    folder: Path,
    output: int | IO[bytes] = subprocess.DEVNULL,
    exit_code: int = 0,
) -> Usage:
    """Run a command that must end with an exit code, and return what it took."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=output, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - start
    if process.returncode != exit_code:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return Usage(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak_mib=usage.ru_maxrss / MEBIBYTE,
    )


def measure_tree(
    command: list[str], folder: Path, environment: dict[str, str]
) -> Usage:
    """Run a command that starts others, and return what all of them took (Linux).

    What a process takes is looked at ten times a second: one that ends between is
    known as it was then.
    """
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    cpu: dict[int, float] = {}
    peak = largest = 0.0
    while process.poll() is None:
        sizes = [look_at(pid, cpu) for pid in list_tree(process.pid)]
        peak, largest = max(peak, sum(sizes)), max([largest, *sizes])
        time.sleep(SECONDS_BETWEEN_LOOKS)
    wall = time.perf_counter() - start
    if process.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {process.returncode}")
    return Usage(wall=wall, cpu=sum(cpu.values()), peak_mib=largest, tree_mib=peak)


def list_tree(root: int) -> list[int]:
    """Return the ids of a process and of all that it has started."""
    parents: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = path.read_text().rpartition(")")[2].split()
            parents.setdefault(int(fields[1]), []).append(int(path.parent.name))
    found, pending = [], [root]
    while pending:
        found.append(pending.pop())
        pending += parents.get(found[-1], [])
    return found


def look_at(pid: int, cpu: dict[int, float]) -> float:
    """Return what memory a process takes, in MiB, and note its CPU time so far."""
    with suppress(OSError):
        status = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks = int(status[11]) + int(status[12])
        cpu[pid] = ticks / os.sysconf("SC_CLK_TCK")
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0
