"""Start, build and validate, side by side with what people use today.

Each command is a process of its own. The commands of one comparison take turns,
so that a change in the machine's speed meets both; each figure is the median of
the runs. CPU is user and system time, memory the peak resident set.
"""

from __future__ import annotations

import resource
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measuring import MEBIBYTE, ROOT, measure

BIN = Path(sys.executable).parent
RUNS = 7


def compare(title: str, ours: list[str], other: list[str], folder: Path) -> None:
    """Print what two commands take, measured in turns, and their ratio."""
    pairs = [(measure(ours, folder), measure(other, folder)) for _ in range(RUNS)]
    pairs = pairs[1:]  # the first warms the disk cache
    print(f"{title}\n{'':38}{'wall s':>8}{'CPU s':>8}{'MiB':>7}")
    for index, command in enumerate((ours, other)):
        runs = [pair[index] for pair in pairs]
        name = " ".join([Path(command[0]).name, *command[1:]])
        print(
            f"  {name[:35]:36}"
            f"{statistics.median(run.wall for run in runs):8.3f}"
            f"{statistics.median(run.cpu for run in runs):8.3f}"
            f"{statistics.median(run.peak_mib for run in runs):7.0f}"
        )
    wall = statistics.median(one.wall / two.wall for one, two in pairs)
    cpu = statistics.median(one.cpu / two.cpu for one, two in pairs)
    extra = statistics.median(one.wall - two.wall for one, two in pairs)
    print(f"  ratio: wall {wall:.2f}, CPU {cpu:.2f}; difference: {extra:+.3f} s wall\n")


def main() -> None:
    """Measure a copy of the package, so that nothing here is touched."""
    claimpack, python = str(BIN / "claimpack"), str(BIN / "python")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name in ("data", "seeds", "datapackage.json"):
            source, target = ROOT / name, folder / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, target)
        bare = [python, "-c", "pass"]
        compare("start (bar: +0.15 s wall)", [claimpack, "--help"], bare, folder)
        compare("build (bar: 1 s wall)", [claimpack, "build", "."], bare, folder)
        compare(
            "validate (bar: ratio 1 wall)",
            [claimpack, "validate", "."],
            [str(BIN / "frictionless"), "validate", "datapackage.json"],
            folder,
        )
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEBIBYTE
    print(f"median of {RUNS - 1} runs each; this script itself peaks at {own:.0f} MiB")


if __name__ == "__main__":
    main()
