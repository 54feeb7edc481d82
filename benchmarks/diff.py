"""The difference of two large packages, beside validation and beside what others do.

The package of `large_package` with 1,000,000 claims is compared with a later version
(`large_versions`). All runs are processes of their own, one after the other; CPU is
user and system time, memory the peak resident set. csv-diff and daff compare the claims
alone, and so does claimpack once more. `diff.py CLAIMS` takes another size.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import Usage, measure

CLAIMS = 1_000_000
BIN = Path(sys.executable).parent
CLAIMPACK = str(BIN / "claimpack")
WRITER = Path(__file__).parent / "large_versions.py"
VARIANTS = ("csv", "parquet", "twins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of the table."""

    name: str
    command: list[str]
    compared: str | None = None
    """The run whose time this one is a multiple of."""


def main() -> None:
    """Print what each run takes."""
    claims = int(sys.argv[1]) if sys.argv[1:] else CLAIMS
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        # In a process of its own: what this one has taken would count for each run.
        subprocess.run([sys.executable, WRITER, root, str(claims)], check=True)
        print(f"{'':34}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'CPU':>8}{'wall':>8}")
        taken: dict[str, Usage] = {}
        for run in list_runs():
            taken[run.name] = measure(run.command, root)
            print_usage(run, taken)


def print_usage(run: Run, taken: dict[str, Usage]) -> None:
    """Print what a run has taken, and how many times as much as another one."""
    usage = taken[run.name]
    line = f"{run.name:34}{usage.cpu:8.2f}{usage.wall:8.2f}{usage.peak_mib:7.0f}"
    if run.compared is not None:
        other = taken[run.compared]
        line += f"{usage.cpu / other.cpu:7.2f}x{usage.wall / other.wall:7.2f}x"
        line += f" {run.compared}"
    print(line)


def list_runs() -> Iterator[Run]:
    """Yield the runs, each after the one that it is compared with."""
    for variant in VARIANTS:
        validate = f"claimpack validate, {variant}"
        yield Run(name=validate, command=[CLAIMPACK, "validate", f"old/{variant}"])
        yield Run(
            name=f"claimpack diff, {variant}",
            command=[CLAIMPACK, "diff", f"old/{variant}", f"new/{variant}"],
            compared=validate,
        )
    ours = "claimpack diff, claims in CSV"
    yield Run(name=ours, command=[CLAIMPACK, "diff", "old/claims", "new/claims"])
    paths = [f"{side}/claims/data/claims.csv" for side in ("old", "new")]
    for tool, options in (
        ("csv-diff", ["--key", "claim_id"]),
        ("daff", ["diff", "--id", "claim_id"]),
    ):
        command = [str(BIN / tool), *options, *paths]
        yield Run(name=f"{tool}, claims in CSV", command=command, compared=ours)


if __name__ == "__main__":
    main()
