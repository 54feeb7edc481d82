"""A bound on what one step may take of the memory, while it runs.

A few bytes of a Parquet file can stand for gigabytes, which only its reading tells. On
systems other than Linux nothing is bounded.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "linux":
    import resource

STATUS = Path("/proc/self/statm")


@contextmanager
def bounded_memory(most_bytes: int) -> Iterator[None]:
    """Let the process take at most so many bytes more than it has.

    What needs more raises MemoryError.
    """
    if sys.platform != "linux" or not STATUS.exists():
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(STATUS.read_text(encoding="ascii").split()[0])
    bound = pages * resource.getpagesize() + most_bytes
    if soft != resource.RLIM_INFINITY:
        bound = min(bound, soft)
    resource.setrlimit(resource.RLIMIT_AS, (bound, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
