"""Validation of large packages, side by side with others and with the floors.

Packages of the shape of ours with 10,000, 100,000 and 1,000,000 claims, and our own.
All runs are processes of their own, one after the other; CPU is user and system time,
memory the peak resident set. The floors are what no validator can go below: reading
the tables without any check, and hashing their bytes.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measuring import ROOT, Usage, measure

SIZES = (10_000, 100_000, 1_000_000)
BIN = Path(sys.executable).parent
HERE = Path(__file__).parent
PYTHON, CLAIMPACK, FRICTIONLESS = (
    str(BIN / name) for name in ("python", "claimpack", "frictionless")
)
VARIANTS = ("csv", "parquet", "twins", "faulty")
HASHING = """
import hashlib, sys
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        hashlib.file_digest(file, "sha256")
"""
POLARS = """
import sys
import polars
for path in sys.argv[1:]:
    polars.read_csv(path, infer_schema=False)
"""
ARROW = """
import sys
from pyarrow import csv, parquet
for path in sys.argv[1:]:
    if path.endswith(".csv"):
        for batch in csv.open_csv(path): pass
    else:
        for batch in parquet.ParquetFile(path).iter_batches(): pass
"""
FIRST = "frictionless, CSV"
CSV, PARQUET = "claimpack, CSV", "claimpack, Parquet"
BOUNDED = "claimpack, CSV, --memory 256MB"
TWINS, FAULTY = "claimpack, CSV with twins", "claimpack, a fault in every row"
BOTH = "floor: pyarrow reads both twins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of the table."""

    name: str
    command: list[str]
    exit_code: int = 0
    """What the command must end with: 1 where it has to find faults."""


def list_runs(folder: Path) -> list[Run]:
    """Return what is measured on a package, whose variants are in a folder."""
    csv = [str(path) for path in sorted((folder / "csv" / "data").iterdir())]
    both = [str(path) for path in sorted((folder / "twins" / "data").iterdir())]
    pandera = str(HERE / "pandera_package.py")
    validate = [CLAIMPACK, "validate"]
    return [
        Run(name=FIRST, command=[FRICTIONLESS, "validate", "csv/datapackage.json"]),
        Run(name=CSV, command=[*validate, "csv"]),
        Run(name=BOUNDED, command=[*validate, "--memory", "256MB", "csv"]),
        Run(name=PARQUET, command=[*validate, "parquet"]),
        Run(name=TWINS, command=[*validate, "twins"]),
        Run(name=FAULTY, command=[*validate, "faulty"], exit_code=1),
        Run(name="pandera on polars, CSV", command=[PYTHON, pandera, "csv"]),
        Run(name="floor: polars reads the CSV", command=[PYTHON, "-c", POLARS, *csv]),
        Run(name=BOTH, command=[PYTHON, "-c", ARROW, *both]),
        Run(name="floor: hashing the CSV", command=[PYTHON, "-c", HASHING, *csv]),
    ]


def main() -> None:
    """Measure each size; sizes on the command line take the place of the usual ones."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    print(
        f"{'claims':>9}  {'':33}{'CPU s':>8}{'wall s':>8}{'MiB':>6}{'ratio':>8}"
        f"{'us/claim':>10}{'growth':>8}"
    )
    usages: list[dict[str, Usage]] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            write_package(folder, size)
            usages.append({})
            for run in list_runs(folder):
                usages[-1][run.name] = measure(
                    run.command, folder, exit_code=run.exit_code
                )
                print_run(sizes, usages, run.name)
    print_own()
    print_comparisons(usages[-1])


def write_package(folder: Path, size: int) -> None:
    """Write all variants of a package."""
    generator = str(HERE / "large_package.py")
    measure([PYTHON, generator, str(folder), str(size), *VARIANTS], folder)


def print_run(sizes: list[int], usages: list[dict[str, Usage]], name: str) -> None:
    """Print the line of one run of the last size."""
    last = usages[-1]
    costs = list(iter_costs(sizes, [usage[name].cpu for usage in usages]))
    cost = f"{costs[-1] * 1e6:10.1f}" if costs else ""
    growth = f"{costs[-1] / costs[-2]:8.2f}" if len(costs) > 1 else ""
    size = sizes[len(usages) - 1]
    print_line(f"{size:,}", name, last[name], last[FIRST], cost + growth)


def iter_costs(sizes: list[int], cpu: list[float]) -> Iterator[float]:
    """Yield for each size but the first what a further claim took, in seconds.

    What it takes to start is in both sizes and so in no difference.
    """
    for index in range(1, len(cpu)):
        further = sizes[index] - sizes[index - 1]
        yield (cpu[index] - cpu[index - 1]) / further


def print_line(
    size: str, name: str, usage: Usage, first: Usage, rest: str = ""
) -> None:
    """Print what one run took; `first` is that of frictionless."""
    ratio = first.cpu / usage.cpu
    print(
        f"{size:>9}  {name:33}{usage.cpu:8.2f}{usage.wall:8.2f}"
        f"{usage.peak_mib:6.0f}{ratio:8.1f}{rest}",
        flush=True,
    )


def print_own() -> None:
    """Print what our own package takes."""
    first = measure([FRICTIONLESS, "validate", "datapackage.json"], ROOT)
    ours = measure([CLAIMPACK, "validate", "."], ROOT)
    print_line("our own", "frictionless, CSV and Parquet", first, first)
    print_line("our own", "claimpack, CSV and Parquet", ours, first)


def print_comparisons(usages: dict[str, Usage]) -> None:
    """Print what the lines of the largest size say of each other."""
    extra = usages[TWINS].cpu - usages[CSV].cpu
    reading = usages[CSV].cpu + usages[PARQUET].cpu
    faulty = usages[FAULTY].cpu / usages[CSV].cpu
    print(
        "\nratio: CPU of frictionless on the CSV, over that of the line\n"
        "us/claim: CPU of each further claim since the size before, in microseconds\n"
        "growth: that, over that of the size before; 1 is linear\n"
        f"the twins add {extra:.2f} s CPU; claimpack reads CSV and Parquet in"
        f" {reading:.2f} s, pyarrow in {usages[BOTH].cpu:.2f} s\n"
        f"a fault in every row takes {faulty:.2f} times as long as none"
    )


if __name__ == "__main__":
    main()
