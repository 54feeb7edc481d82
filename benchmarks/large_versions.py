"""Two versions of the package of `large_package`.

`large_versions.py FOLDER CLAIMS` writes them into `old` and `new`, each in CSV, in
Parquet and in both, and the claims alone. Of the later one, one row of a hundred of
each table was withdrawn, corrected or added.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from large_package import describe_table, write_descriptor, write_variant
from large_schema import SCHEMAS, Json

SHARE = 0.01
"""Of all rows: those that are not the same in the later version."""
CORRECTED = {"string": "corrected", "integer": "7", "number": "7.5"}
"""What stands in a corrected cell, by type; of others the first day of 2001."""


def write_versions(root: Path, claims: int) -> None:
    """Write both versions of the package in all forms, and of the claims alone."""
    (root / "new").mkdir(parents=True)
    write_variant(root / "old", claims, "csv")
    write_later(root / "old/csv", root / "new/csv")
    for side in (root / "old", root / "new"):
        for variant in ("parquet", "twins"):
            write_variant(side, claims, variant)
        write_claims(side / "csv", side / "claims")


def write_later(source: Path, target: Path) -> None:
    """Write a package in CSV again, with other rows here and there."""
    (target / "data").mkdir(parents=True)
    resources = []
    for name, schema in SCHEMAS.items():
        chance = random.Random(name)  # noqa: S311  # no secret
        path = target / "data" / f"{name}.csv"
        with (
            (source / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as old,
            path.open("w", encoding="utf-8", newline="") as new,
        ):
            rows = csv.reader(old)
            writer = csv.writer(new, lineterminator="\n")
            writer.writerow(next(rows))
            writer.writerows(change_rows(chance, rows, schema))
        resources.append(describe_table(path))
    write_descriptor(target, resources)


def change_rows(
    chance: random.Random, rows: Iterable[list[str]], schema: Json
) -> Iterator[list[str]]:
    """Yield the rows without some, with some corrected, and with some more."""
    fields = schema["fields"]
    key = schema["primaryKey"]
    own = [index for index, field in enumerate(fields) if field["name"] not in key]
    first = [field["name"] for field in fields].index(key[0])
    for row in rows:
        fate = chance.random() / SHARE * 3
        if fate < 1:
            continue
        if fate < 2:  # noqa: PLR2004  # the second third
            place = own[-1]
            word = CORRECTED.get(fields[place]["type"], "2001-01-01")
            row[place] = word
        yield row
        if 2 <= fate < 3:  # noqa: PLR2004  # the last third
            yield [*row[:first], f"{row[first]}z", *row[first + 1 :]]


def write_claims(source: Path, target: Path) -> None:
    """Write a package that has the claims of another one alone."""
    (target / "data").mkdir(parents=True)
    shutil.copy2(source / "data/claims.csv", target / "data")
    write_descriptor(target, [describe_table(target / "data/claims.csv")])


if __name__ == "__main__":
    write_versions(Path(sys.argv[1]), int(sys.argv[2]))
