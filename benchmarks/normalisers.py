"""Quantities and dates, side by side with what people use today.

Each normaliser answers our list, quantities.csv or dates.csv, in a process of its own;
the two of one comparison take turns. An answer is right if it gives the number and
the unit, or the days, or nothing where the list has nothing; wrong if it gives another;
silent if it gives nothing. `row` counts those with all fields of the list, which only
we have. Cold means that no expression was seen before, warm that all were. CPU and
memory are those of the whole process, its start included.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from adapters import Answer, Row, Said, describe_quantity
from measuring import ROOT, Usage, measure
from normaliser_run import read_list

RUN = Path(__file__).parent / "normaliser_run.py"
RUNS = 5
NAME_WIDTH = 30
HEADER = "  right  wrong silent    row    cold/s     warm/s  CPU s  MiB"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What one normaliser answered, and what it took."""

    name: str
    version: str
    answers: list[Answer]
    """One per row of the list, in its order."""
    cold: float
    """Rows per second, each for the first time."""
    warm: float
    """Rows per second, each for the second time."""
    usage: Usage


def main() -> None:
    """Compare the two normalisers of quantities, then the two of dates."""
    quantities = [read_quantity(row) for row in read_list("quantities")]
    compare("quantities", ["claimpack.quantities", "quantulum3"], quantities)
    dates = [read_date(row) for row in read_list("dates")]
    compare("dates", ["claimpack.dates", "dateparser"], dates)
    print(f"medians of {RUNS} runs")


def read_quantity(row: Row) -> Answer:
    """Return the answer that a row of quantities.csv expects."""
    quantity, low, high = (
        float(row[name]) if row[name] else None for name in ("quantity", "low", "high")
    )
    return describe_quantity(
        row["modifier"] or None, quantity, low, high, row["unit"] or None
    )


def read_date(row: Row) -> Answer:
    """Return the answer that a row of dates.csv expects; without days, none."""
    days: Said = [row["start"] or None, row["end"] or None]
    return {"said": days if any(days) else None}


def compare(list_name: str, names: list[str], expected: list[Answer]) -> None:
    """Print what each normaliser answers and takes, and the ratio of their speeds."""
    turns = [[run(name, list_name) for name in names] for _ in range(RUNS)]
    print(f"{list_name}.csv: {len(expected)} rows\n{'':{NAME_WIDTH}}{HEADER}")
    for runs in zip(*turns, strict=True):
        print_runs(list(runs), expected)
    ratio = statistics.median(one.cold / other.cold for one, other in turns)
    print(f"  ratio of the speeds, cold: {ratio:.1f}\n")


def run(name: str, list_name: str) -> Run:
    """Return what one normaliser gives in a process of its own."""
    command = [sys.executable, str(RUN), name, list_name]
    with tempfile.TemporaryFile() as output:
        usage = measure(command, ROOT, output)
        output.seek(0)
        return Run(name=name, **json.load(output), usage=usage)


def print_runs(runs: list[Run], expected: list[Answer]) -> None:
    """Print one line: the counts of the first run, and medians of what all took."""
    counts = count_answers(runs[0].answers, expected)
    print(
        f"  {runs[0].name} {runs[0].version}".ljust(NAME_WIDTH)
        + "".join(f"{count:>7}" for count in counts)
        + f"{statistics.median(run.cold for run in runs):10,.0f}"
        + f"{statistics.median(run.warm for run in runs):11,.0f}"
        + f"{statistics.median(run.usage.cpu for run in runs):7.2f}"
        + f"{statistics.median(run.usage.peak_mib for run in runs):5.0f}"
    )


def count_answers(answers: list[Answer], expected: list[Answer]) -> list[int | str]:
    """Return how many answers are right, wrong, silent, and right in all fields."""
    pairs = list(zip(answers, expected, strict=True))
    right = sum(found["said"] == wanted["said"] for found, wanted in pairs)
    silent = sum(
        found["said"] is None and wanted["said"] is not None for found, wanted in pairs
    )
    whole = sum(found.get("row") == wanted.get("row") for found, wanted in pairs)
    has_rows = any("row" in found for found in answers)
    return [right, len(pairs) - right - silent, silent, whole if has_rows else "-"]


if __name__ == "__main__":
    main()
