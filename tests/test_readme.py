"""What README.md shows is what happens."""

import csv
import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

from command_line import REPOSITORY, copy_package, outcome, run_claimpack, run_python

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
PART = re.compile(r"(?s)<!-- claimpack: begin -->.*<!-- claimpack: end -->")
"""What is generated, which test_readme_part.py is about."""
OWN_WORDS = PART.sub("", README)
EXAMPLES = re.findall(r"(?s)```python\n(.*?)```\n\n```text\n(.*?)```", README)
SESSIONS = re.findall(r"(?s)```console\n\$ claimpack (.+?)\n(.*?)```", README)
COMMANDS = re.findall(r"(?m)^claimpack (.+?)\s*(?:#.*)?$", README)
WIDEST_LINE = 100


def name_example(example: str) -> str:
    """The library that an example is about: the last one that it imports."""
    names: list[str] = re.findall(r"(?m)^import (\w+)", example)
    return names[-1]


@pytest.mark.locked
@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "shown"), EXAMPLES, ids=[name_example(code) for code, _ in EXAMPLES]
)
def test_an_example_prints_what_stands_below_it(code: str, shown: str) -> None:
    run = run_python("-W", "error", "-c", code, cwd=REPOSITORY)

    assert outcome(run) == (0, shown, "")
    assert shown


@pytest.mark.parametrize(
    ("command", "shown"), SESSIONS, ids=[command for command, _ in SESSIONS]
)
def test_a_command_prints_what_stands_below_it(command: str, shown: str) -> None:
    run = run_claimpack(*shlex.split(command), cwd=REPOSITORY)

    assert outcome(run) == (0, shown, "")
    assert shown


CSV_READERS: dict[str, Callable[[Path], Any]] = {
    "pl.read_csv(path, infer_schema_length=None)": (
        lambda path: pl.read_csv(path, infer_schema_length=None).to_pandas()
    ),
    'pd.read_csv(path, keep_default_na=False, na_values=[""])': (
        lambda path: pd.read_csv(path, keep_default_na=False, na_values=[""])
    ),
}


@pytest.mark.parametrize("call", CSV_READERS)
def test_a_reader_that_guesses_types_loses_nothing_if_told_how(call: str) -> None:
    for path in sorted((REPOSITORY / "data").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)

        frame = CSV_READERS[call](path)

        assert list(frame.columns) == header
        assert frame.isna().to_numpy().tolist() == [
            [not cell for cell in row] for row in rows
        ]
    assert f"`{call}`" in README


def test_each_example_has_its_output() -> None:
    shown = [OWN_WORDS.count(f"```{kind}\n") for kind in ("python", "text")]
    assert shown == [len(EXAMPLES)] * 2
    assert len(SESSIONS) == README.count("```console")


def test_no_block_is_too_wide_to_read() -> None:
    blocks = re.findall(r"(?s)```\w+\n(.*?)```", README)

    lines = [line for block in blocks for line in block.splitlines()]

    assert [line for line in lines if len(line) > WIDEST_LINE] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_is_shown_works(tmp_path: Path, command: str) -> None:
    package = copy_package(tmp_path / "p")
    archive = Path(shutil.make_archive(str(tmp_path / "package"), "zip", package))
    archive.rename(package / archive.name)

    run = run_claimpack(*shlex.split(command), cwd=package)

    assert (run.returncode, run.stderr) == (0, "")


def test_the_commands_of_make_exist() -> None:
    makefile = (REPOSITORY / "Makefile").read_text(encoding="utf-8")
    shown = re.findall(r"(?m)^make (\w+)", README)

    assert shown
    assert [name for name in shown if f"\n{name}:" not in makefile] == []


def test_every_table_is_listed() -> None:
    shown = re.findall(r"(?m)^\| (\w+) \| one row", README)

    names = [path.stem for path in (REPOSITORY / "data").glob("*.csv")]
    assert sorted(shown) == sorted(names)


def test_every_file_that_is_linked_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README)

    assert links
    assert [link for link in links if not (REPOSITORY / link).exists()] == []


def test_the_version_is_that_of_the_package() -> None:
    descriptor = (REPOSITORY / "datapackage.json").read_text(encoding="utf-8")
    (version,) = re.findall(r'(?m)^  "version": "(.+)",$', descriptor)

    assert set(re.findall(r"version ([0-9.]+[0-9])", README)) == {version}
