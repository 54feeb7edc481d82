"""The quick starts of a README are run as they stand there.

R, Spark and datasets are skipped where they are not installed.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from claimpack.catalogues.descriptor import read_publication
from claimpack.opening import open_package
from claimpack.readme.background import Background, read_background
from claimpack.readme.datasheet import write_part
from claimpack.readme.quick_starts import Place, can_read, iter_quick_starts
from command_line import REPOSITORY, Run, copy_package
from packages import Row, dump, write_descriptor, write_files, write_foreign

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
INTEROP = REPOSITORY / ".venv-interop"
TOOLS = ("DuckDB", "pandas", "polars", "R", "Spark", "datasets", "SQLite")
FENCE = re.compile(r"(?ms)^(`{3,})(python|r|sh)\n(.*?)^\1$")
CLAIMPACK = f'claimpack() {{ {shlex.quote(sys.executable)} -m claimpack "$@"; }}\n'
"""What the shell is told of the command."""
OFFLINE = {"HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}

HAS = {
    "R": shutil.which("Rscript") is not None,
    "Spark": any(INTEROP.glob("lib/*/site-packages/pyspark")),
    "datasets": any(INTEROP.glob("lib/*/site-packages/datasets")),
}
REASONS = {
    "R": "there is no Rscript: install r-base",
    "Spark": "there is no pyspark in .venv-interop",
    "datasets": "the tools of others are not set up: run make .venv-interop/.ready",
}
of_each_tool = pytest.mark.parametrize(
    "tool",
    [
        pytest.param(
            tool,
            marks=pytest.mark.skipif(
                not HAS.get(tool, True), reason=REASONS.get(tool, "")
            ),
        )
        for tool in TOOLS
    ],
)


def describe(package: Path) -> str:
    """The part of the README of a package."""
    opened = open_package(package)
    publication = read_publication(opened.read_descriptor(), opened.count_rows())
    return write_part(publication, read_background(opened))


def list_starts(part: str) -> dict[str, list[tuple[str, str]]]:
    """The blocks of each quick start, as language and code, by its heading."""
    sections = re.findall(r"(?ms)^#### (\w+)\n(.*?)(?=^#+ |\Z)", part)
    return {name: [it[1:] for it in FENCE.findall(text)] for name, text in sections}


def run_block(tool: str, kind: str, code: str, package: Path) -> Run:
    """Run a block of code in the folder of a package."""
    python = str(INTEROP / "bin/python") if tool in HAS else sys.executable
    calls = {
        "python": [python, "-c", code],
        "r": ["Rscript", "-e", code],
        "sh": ["/bin/sh", "-e", "-c", CLAIMPACK + code],
    }
    return subprocess.run(
        calls[kind],
        capture_output=True,
        check=False,
        cwd=package,
        encoding="utf-8",
        env={**os.environ, **OFFLINE, "HF_HOME": str(package / "cache")},
    )


def run_start(tool: str, part: str, package: Path) -> str:
    """Run all blocks of a quick start; gives what the last of them prints."""
    runs = [run_block(tool, *it, package) for it in list_starts(part)[tool]]
    assert [run.returncode for run in runs] == [0] * len(runs), runs
    return runs[-1].stdout


def test_every_tool_has_a_quick_start_of_a_few_lines() -> None:
    starts = list_starts(README)

    assert tuple(starts) == TOOLS
    lengths = [sum(len(code.splitlines()) for _, code in it) for it in starts.values()]
    assert max(lengths) <= 7


@of_each_tool
@pytest.mark.slow
def test_a_quick_start_of_this_repository_reads_all_claims(
    tmp_path: Path, tool: str
) -> None:
    package = copy_package(tmp_path / "p")

    printed = run_start(tool, README, package)

    assert re.search(r"\b34\b", printed)


TABLE = "a `\"|*'b```"
NAMES = ("my data/a`b``` [1] $x'{y}*.", 'second "file"? #2, 100%.')
FIELDS: list[Row] = [
    {"name": 'gr"ö`ße', "type": "integer"},
    {"name": "word", "type": "string"},
]
ROWS = [range(100), range(100, 137)]


def make_csv(numbers: range) -> bytes:
    """Rows in which the number of every tenth, and the word of every 50th, is empty."""
    lines = [
        f"{'' if it % 10 == 1 else it},{'' if it % 50 == 2 else 'NA'}" for it in numbers
    ]
    return "\n".join(['"gr""ö`ße",word', *lines, ""]).encode()


def make_parquet(numbers: range) -> bytes:
    """The same rows in Parquet."""
    columns = {
        'gr"ö`ße': pa.array([None if it % 10 == 1 else it for it in numbers]),
        "word": pa.array([None if it % 50 == 2 else "NA" for it in numbers]),
    }
    return dump(pa.table(columns))


MAKERS: dict[str, Callable[[range], bytes]] = {"csv": make_csv, "parquet": make_parquet}


def write_hostile(root: Path, suffix: str, count: int) -> Path:
    """A package of one table in some files, with signs that end all that is quoted."""
    paths = [name + suffix for name in NAMES[:count]]
    parts = [range(137)] if count == 1 else ROWS
    files = dict(zip(paths, map(MAKERS[suffix], parts), strict=True))
    write_files(root, files)
    path = paths if count > 1 else paths[0]
    schema = {"fields": FIELDS}
    table = {"name": TABLE, "path": path, "format": suffix, "schema": schema}
    write_descriptor(root, {"name": "p", "resources": [table]})
    return root


@of_each_tool
@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("suffix", MAKERS)
def test_a_quick_start_survives_names_of_a_stranger(
    tmp_path: Path, tool: str, suffix: str, count: int
) -> None:
    if (tool, suffix) == ("R", "parquet"):
        pytest.skip("R reads Parquet with a package that Debian does not have")
    if (tool, suffix) == ("Spark", "csv"):
        pytest.skip("Spark does not find CSV under such names, and is not shown")
    package = write_hostile(tmp_path / "p", suffix, count)

    printed = run_start(tool, describe(package), package)

    assert re.search(r"\b137\b", printed)


UNUSUAL: dict[str, Row] = {
    "delimiter": {"dialect": {"delimiter": ";"}},
    "encoding": {"encoding": "latin-1"},
}


def edit_resource(root: Path, keys: Row) -> Path:
    """A package of one table in CSV, with more keys in its resource."""
    schema = {"fields": [{"name": "id", "type": "string"}]}
    table = {"name": "t", "path": "t.csv", "schema": schema, **keys}
    write_files(root, {"t.csv": b"id\na\n"})
    write_descriptor(root, {"name": "p", "resources": [table]})
    return root


@pytest.mark.parametrize("keys", UNUSUAL.values(), ids=UNUSUAL)
def test_unusual_csv_is_read_by_way_of_sqlite_alone(tmp_path: Path, keys: Row) -> None:
    package = edit_resource(tmp_path, keys)

    assert list(list_starts(describe(package))) == ["SQLite"]


def test_other_words_for_no_value_are_read_by_way_of_sqlite_alone(
    tmp_path: Path,
) -> None:
    package = write_foreign(tmp_path, "id\na\n", ["id"], missingValues=["-"])

    assert list(list_starts(describe(package))) == ["SQLite"]


def test_a_table_without_rows_is_not_loaded_with_datasets(tmp_path: Path) -> None:
    package = write_foreign(tmp_path, "id\n", ["id"])

    assert set(TOOLS) - set(list_starts(describe(package))) == {"datasets"}


UNSEEN = {
    "a hidden file": ("data/_a.parquet", "a/.b.parquet"),
    "CSV whose name is a pattern": ("a[1].csv", "{a}.csv", "a?.csv"),
}


@pytest.mark.parametrize("paths", UNSEEN.values(), ids=UNSEEN)
def test_what_spark_does_not_find_is_not_shown_with_it(paths: tuple[str, ...]) -> None:
    for path in ("_a/b.csv", "a[1].parquet", *paths):
        place = Place(paths=("b.csv", path), format=path.rpartition(".")[2])

        assert can_read("Spark", place, 1) is (path not in paths)


def test_a_package_without_tables_has_no_quick_starts() -> None:
    publication = read_publication({"resources": [{"name": "a", "path": "a.txt"}]})

    assert list(iter_quick_starts(publication, Background())) == []


def test_a_table_with_rows_is_read_before_one_without(tmp_path: Path) -> None:
    schema = {"fields": [{"name": "id", "type": "string"}]}
    tables = [
        {"name": name, "path": f"{name}.csv", "schema": schema} for name in ("a", "b")
    ]
    write_files(tmp_path, {"a.csv": b"id\n", "b.csv": b"id\nx\n"})
    write_descriptor(tmp_path, {"name": "p", "resources": tables})

    assert "They read b." in describe(tmp_path)
