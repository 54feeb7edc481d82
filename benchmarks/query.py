"""The questions with names on a large package, each in a process of its own.

The package is that of this repository many times over, each time with new documents,
claims, attributions and spans about the same entities and events. CPU is user and
system time of the command and of what it starts, memory the peak of the larger of the
two. `query.py CLAIMS` takes another size than 1,000,000.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import compute, parquet

from measuring import ROOT, measure

CLAIMS = 1_000_000
COPIES_OF_CHUNK = 1_000
OWN_IDS = (
    *("document_id", "claim_id", "target_id", "restates_claim_id"),
    *("attribution_id", "span_id", "mark_id"),
)
"""Columns whose ids are new in each copy."""
SHARED = ("entities", "events", "codes")
"""Tables that stand there once."""
GIVEN = {
    "estimates": ("method=lowest-highest",),
    "events-in-period": ("first_day=2024-12-01", "last_day=2024-12-31"),
}
"""Parameters that a question asks for."""
FILE_KEYS = ("bytes", "hash", "contentHash")


def main() -> None:
    """Print what each question takes."""
    claims = int(sys.argv[1]) if sys.argv[1:] else CLAIMS
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_package(root, claims)
        print(f"{'question':24}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
        for path in sorted((ROOT / "queries").glob("*.sql")):
            usage = measure(make_command(path.stem), root)
            print(
                f"{path.stem:24}{usage.cpu:8.2f}{usage.wall:8.2f}{usage.peak_mib:7.0f}"
            )


def make_command(name: str) -> list[str]:
    """Return the command that asks a question, its rows in Parquet."""
    options = [part for word in GIVEN.get(name, ()) for part in ("--param", word)]
    command = [str(Path(sys.executable).parent / "claimpack"), "query", "--unchecked"]
    return [*command, "--format", "parquet", "--output", "answer", *options, name, "."]


def write_package(root: Path, claims: int) -> None:
    """Write the package with so many claims, or some more, as Parquet."""
    descriptor = json.loads((ROOT / "datapackage.json").read_bytes())
    for resource in descriptor["resources"]:
        for key in FILE_KEYS:
            resource.pop(key, None)
    (root / "data").mkdir()
    (root / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    own = parquet.read_metadata(ROOT / "data/claims.parquet").num_rows
    for path in sorted((ROOT / "data").glob("*.parquet")):
        copies = 1 if path.stem in SHARED else -(-claims // own)
        write_copies(path, root / "data" / path.name, copies)


def write_copies(source: Path, target: Path, copies: int) -> None:
    """Write the rows of a table many times, each time with new ids."""
    table = parquet.read_table(source)
    with parquet.ParquetWriter(target, table.schema, write_page_checksum=True) as file:
        for first in range(0, copies, COPIES_OF_CHUNK):
            count = min(COPIES_OF_CHUNK, copies - first)
            file.write_table(repeat(table, range(first, first + count)))


def repeat(table: pa.Table, numbers: range) -> pa.Table:
    """Return a table once for each number, with the number behind its own ids."""
    repeated = pa.concat_tables([table] * len(numbers)).combine_chunks()
    behind = pa.array(
        [f"-{number}" for number in numbers for _ in range(table.num_rows)]
    )
    for index, name in enumerate(table.column_names):
        if name in OWN_IDS and len(numbers) > 1:
            renamed: Any = compute.binary_join_element_wise(
                repeated.column(name), behind, ""
            )
            repeated = repeated.set_column(index, table.schema.field(name), renamed)
    return repeated


if __name__ == "__main__":
    main()
