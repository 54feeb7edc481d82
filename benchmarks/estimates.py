"""Estimates and conflicts on large packages of several sizes, side by side.

The packages are those of query.py, with two things changed: ten articles share an
event, which is one of very many, and each figure is another number, so that many of
them exclude or follow one another. `estimates.py CLAIMS ...` takes other sizes than
250,000, 500,000 and 1,000,000.
"""

from __future__ import annotations

import sys
import tempfile
from multiprocessing import Process
from pathlib import Path

import duckdb
from pyarrow import parquet

from measuring import measure
from query import write_package

SIZES = (250_000, 500_000, 1_000_000)
ARTICLES_OF_EVENT = 10
ROWS_OF_GROUP = 100_000
CLAIMPACK = str(Path(sys.executable).parent / "claimpack")
QUERY = [CLAIMPACK, "query", "--unchecked", "--format", "parquet", "--output", "answer"]
QUESTIONS = (
    ("estimates", "--method", "lowest-highest"),
    ("estimates", "--method", "latest", "--as-of", "2024-12-23"),
    ("conflicts",),
)
COPY = "coalesce(try_cast(regexp_extract(claim_id, '-([0-9]+)$', 1) as integer), 0)"
"""The number of the article that a claim is of."""
EVENT = f"event_id || '-' || ({COPY} // {ARTICLES_OF_EVENT})"
SPREAD = f"(1 + (hash({COPY}) % 100) / 100.0)"
"""Up to twice the number, another one for each article, and always the same."""
NUMBERS = ", ".join(
    f"round({name} * {SPREAD}) as {name}"
    for name in ("quantity", "quantity_low", "quantity_high")
)
CHANGES = {
    "claims": f"from rows select * replace ({EVENT} as event_id, {NUMBERS})",
    "claims_flat": f"from rows select * replace ({NUMBERS})",
    "events": (
        "select rows.* replace (event_id || '-' || number as event_id)"
        " from rows cross join range({events}) as numbers (number)"
    ),
}


def main() -> None:
    """Print what each question takes at each size."""
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    print(
        f"{'claims':>10}  {'question':56}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'rows':>9}"
    )
    for claims in sizes:
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            # Apart, because a child begins with the memory of its parent.
            writing = Process(target=write_figures, args=(root, claims))
            writing.start()
            writing.join()
            for question in QUESTIONS:
                usage = measure([*QUERY, *question, "."], root)
                rows = parquet.read_metadata(root / "answer").num_rows
                print(
                    f"{claims:10,}  {' '.join(question):56}{usage.cpu:8.2f}"
                    f"{usage.wall:8.2f}{usage.peak_mib:7.0f}{rows:9,}",
                    flush=True,
                )


def write_figures(root: Path, claims: int) -> None:
    """Write the package with so many claims, or some more."""
    write_package(root, claims)
    vary_figures(root / "data")


def vary_figures(data: Path) -> None:
    """Give events and figures their variety, in place."""
    articles = parquet.read_metadata(data / "documents.parquet").num_rows
    for name, change in CHANGES.items():
        path = data / f"{name}.parquet"
        schema = parquet.read_schema(path)
        connection = duckdb.connect()
        connection.register("rows", parquet.read_table(path))
        events = -(-articles // ARTICLES_OF_EVENT)
        changed = connection.sql(change.format(events=events)).to_arrow_table()
        rows = changed.cast(schema)
        parquet.write_table(rows, path, ROWS_OF_GROUP, write_page_checksum=True)


if __name__ == "__main__":
    main()
