"""One normaliser over one list: what it answers and how fast, as JSON on stdout.

`normalisers.py` starts it, a process for each normaliser, so that each has its own
memory.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path

from adapters import NORMALISERS, Normaliser, Row

FOLDER = Path(__file__).parent
VARIATIONS = range(1, 9)
DIGITS = "123456789"


def main() -> None:
    """Print the answers to each row, and the rows per second of two passes.

    The first pass meets rows that are all new, the second the same ones again.
    """
    name, list_name = sys.argv[1:]
    rows = read_list(list_name)
    normalise = NORMALISERS[name]()
    answers = [normalise(row) for row in rows]
    varied = list(iter_distinct(vary(row, step) for step in VARIATIONS for row in rows))
    cold, warm = (len(varied) / time_pass(normalise, varied) for _ in range(2))
    results = {"version": version(name.partition(".")[0]), "answers": answers}
    json.dump({**results, "cold": cold, "warm": warm}, sys.stdout)


def read_list(name: str) -> list[Row]:
    """Return the rows of quantities.csv or dates.csv, in their order."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def vary(row: Row, step: int) -> Row:
    """Return a row with other digits, or with an anchor that is weeks later.

    Only its speed is of interest: a varied range may be reversed.
    """
    if "anchor" in row:
        anchor = date.fromisoformat(row["anchor"]) + timedelta(weeks=step)
        return {**row, "anchor": anchor.isoformat()}
    moved = str.maketrans(DIGITS, DIGITS[step:] + DIGITS[:step])
    return {**row, "words": row["words"].translate(moved)}


def iter_distinct(rows: Iterator[Row]) -> Iterator[Row]:
    """Yield each row once: words without digits have no variations."""
    seen = set()
    for row in rows:
        key = (row["words"], row.get("anchor"))
        if key not in seen:
            seen.add(key)
            yield row


def time_pass(normalise: Normaliser, rows: list[Row]) -> float:
    """Return the seconds that it takes to normalise each row."""
    start = time.perf_counter()
    for row in rows:
        normalise(row)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
