"""What a command takes: wall and CPU time, and the peak of its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
MEBIBYTE = 1024 if sys.platform == "linux" else 1024 * 1024
"""In the units of `ru_maxrss`: KiB on Linux, bytes on macOS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What one run of a command took."""

    wall: float
    """Seconds from its start to its end."""
    cpu: float
    """Seconds, user and system."""
    peak_mib: float
    """Peak resident set."""


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
