"""The build of a large corpus by each runner, beside what no build can go below.

`build_corpus.py [ARTICLES ...]` makes corpora of 20,000 and 200,000 articles, or of
those sizes, and builds each by every runner, one after the other, without anything from
an earlier build. The floors are reading the same shards, and writing the same Parquet
files from tables that are ready. CPU is user and system time of all processes, memory
the peak of all of them together, and of the largest.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pyarrow import parquet

from made_corpus import write_corpus
from measuring import ROOT, Usage, measure_tree

SIZES = (20_000, 200_000)
CLAIMPACK = str(Path(sys.executable).parent / "claimpack")
BUILD = (CLAIMPACK, "build", "--no-cache", "--quiet", ".")
READING = """
from pathlib import Path
from claimpack.files import Folder
from claimpack.shard_folders import list_shards
from claimpack.shards import read_shard
folder = Folder(Path())
for path in list_shards(folder, "seeds"):
    read_shard(folder, path)
"""
WRITING = """
from pathlib import Path
from pyarrow import parquet
from claimpack.schema_files import load_shipped_schema
from claimpack.writers import write_parquet
for name, table in load_shipped_schema().tables.items():
    for path in sorted(Path("data").glob(f"{name}/*.parquet")):
        write_parquet(table, parquet.read_table(path, partitioning=None))
    for path in Path("data").glob(f"{name}.parquet"):
        write_parquet(table, parquet.read_table(path, partitioning=None))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One line of the table."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str]


def list_spark_runs() -> list[Run]:
    """Return the build by Spark, if the environment of foreign tools is there."""
    folder = next(ROOT.glob(".venv-interop/lib/*/site-packages/pyspark"), None)
    if folder is None:
        return []
    environment = {
        "MASTER": "local[2]",
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(map(str, folder.glob("python/lib/*.zip"))),
        "SPARK_HOME": str(folder),
        "SPARK_LOCAL_IP": "127.0.0.1",
    }
    command = (*BUILD[:-1], "--runner", "spark", ".")
    return [Run(name="spark, local[2]", command=command, environment=environment)]


RUNS = (
    Run(name="serial", command=BUILD, environment={}),
    Run(
        name="processes, 2 workers",
        command=(*BUILD[:-1], "--runner", "processes", "--workers", "2", "."),
        environment={},
    ),
    *list_spark_runs(),
    Run(
        name="floor: reading the shards",
        command=(sys.executable, "-c", READING),
        environment={},
    ),
    Run(
        name="floor: writing the tables",
        command=(sys.executable, "-c", WRITING),
        environment={},
    ),
)


def main() -> None:
    """Print what each runner takes for each size."""
    for articles in map(int, sys.argv[1:]) if sys.argv[1:] else SIZES:
        with tempfile.TemporaryDirectory() as scratch:
            root = Path(scratch)
            write_corpus(root, articles)
            print_runs(root, articles)


def print_runs(root: Path, articles: int) -> None:
    """Print a line for each runner and each floor."""
    print(f"{articles:,} articles")
    print(
        f"{'':28}{'wall s':>8}{'CPU s':>8}{'art./s':>8}{'rows/s':>9}{'CPU':>7}"
        f"{'MiB':>7}{'largest':>9}  parts"
    )
    serial: Usage | None = None
    for run in RUNS:
        usage = measure_tree(list(run.command), root, run.environment)
        serial = serial or usage
        rows = count_rows(root)
        print(
            f"{run.name:28}{usage.wall:8.1f}{usage.cpu:8.1f}"
            f"{articles / usage.wall:8.0f}{rows / usage.wall:9.0f}"
            f"{usage.cpu / serial.cpu:7.2f}{usage.tree_mib:7.0f}{usage.peak_mib:9.0f}"
            f"  {hash_parts(root)}",
            flush=True,
        )


def list_parts(root: Path) -> Iterator[Path]:
    """Yield the Parquet files of a package."""
    yield from sorted((root / "data").rglob("*.parquet"))


def count_rows(root: Path) -> int:
    """Return how many rows the tables have."""
    return sum(parquet.read_metadata(path).num_rows for path in list_parts(root))


def hash_parts(root: Path) -> str:
    """Return the beginning of a hash of all Parquet files."""
    digest = hashlib.sha256()
    for path in list_parts(root):
        digest.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:8]


if __name__ == "__main__":
    main()
