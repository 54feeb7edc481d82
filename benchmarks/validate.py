"""Validation of large packages, side by side with frictionless and with the floors.

Packages of the shape of ours with 10,000, 100,000 and 1,000,000 claims, each as CSV
and as Parquet. All runs are processes of their own; CPU is user and system time, memory
the peak resident set. The floors are what no validator can go below: reading the bytes
and hashing them, and reading the tables with polars, without any check.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from measuring import Usage, measure

BIN = Path(sys.executable).parent
SIZES = (10_000, 100_000, 1_000_000)
GENERATOR = Path(__file__).parent / "large_package.py"
HASHING = """
import hashlib, sys
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        hashlib.file_digest(file, "sha256")
"""
READING = """
import sys
import polars
for path in sys.argv[1:]:
    polars.read_csv(path, infer_schema=False)
"""


def main() -> None:
    """Measure each size; sizes on the command line take the place of the usual ones."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(f"{'claims':>9}  {'':34}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'ratio':>8}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            measure_size(Path(scratch), size)
    print("ratio: CPU of frictionless on the CSV, over that of the line")


def measure_size(folder: Path, size: int) -> None:
    """Print what the commands take on a package of one size."""
    claimpack, python = str(BIN / "claimpack"), str(BIN / "python")
    measure([python, str(GENERATOR), str(folder), str(size)], folder)
    files = [str(path) for path in sorted((folder / "csv" / "data").iterdir())]
    frictionless = [str(BIN / "frictionless"), "validate", "csv/datapackage.json"]
    commands = {
        "frictionless validate, CSV": frictionless,
        "claimpack validate, CSV": [claimpack, "validate", "csv"],
        "claimpack validate, Parquet": [claimpack, "validate", "parquet"],
        "floor: hashing the CSV": [python, "-c", HASHING, *files],
        "floor: polars reads the CSV": [python, "-c", READING, *files],
    }
    usages = {name: measure(command, folder) for name, command in commands.items()}
    for name, usage in usages.items():
        print_usage(size, name, usage, usages["frictionless validate, CSV"])


def print_usage(size: int, name: str, usage: Usage, other: Usage) -> None:
    """Print the line of one command."""
    print(
        f"{size:>9,}  {name:34}{usage.cpu:8.2f}{usage.wall:8.2f}"
        f"{usage.peak_mib:7.0f}{other.cpu / usage.cpu:8.1f}"
    )


if __name__ == "__main__":
    main()
