"""What docs/sqlite.md shows is what happens."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from claimpack.schema_files import load_shipped_schema
from claimpack.sqlite.comments import DECLARATIONS
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from test_sqlite_tables import ask, write

PAGE = (REPOSITORY / "docs" / "sqlite.md").read_text(encoding="utf-8")
(COMMAND,) = re.findall(r"(?m)^claimpack (sqlite .+)$", PAGE)
STATEMENTS = re.findall(r"(?s)```sql\n(.*?)```", PAGE)


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the package of this repository."""
    return write(copy_package(tmp_path_factory.mktemp("seed")), unchecked=True)


def test_the_command_that_is_shown_works(tmp_path: Path) -> None:
    copy_package(tmp_path)
    run_claimpack("schema", tmp_path)  # other versions of pyarrow write other bytes

    run = run_claimpack(*shlex.split(COMMAND), cwd=tmp_path)

    tables = len(load_shipped_schema().tables)
    assert outcome(run) == (0, f"{tables} tables written.\n", "")
    assert (tmp_path / "claims.sqlite").is_file()


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_that_is_shown_finds_rows(seed: Path, statement: str) -> None:
    assert ask(seed, statement)


def test_every_table_of_ours_is_named() -> None:
    assert re.findall(r"(?m)^\| `(\w+_(?:metadata|comments))` \|", PAGE) == list(
        DECLARATIONS
    )
