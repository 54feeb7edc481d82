"""`claimpack query`: what it answers, in which form, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.errors import UsageError
from claimpack.guarded_sql import queries
from claimpack.guarded_sql.queries import QueryError
from command_line import REPOSITORY, copy_package, outcome, read_files, run_claimpack
from packages import edit_descriptor, write_foreign
from zip_files import make_zip

FIELDS = [
    "town",
    {"name": "people", "type": "integer"},
    {"name": "area", "type": "number"},
    {"name": "founded", "type": "date"},
    {"name": "is_port", "type": "boolean"},
]
CSV = (
    "town,people,area,founded,is_port\n"
    "Alba,1200,2.5,1890-01-31,true\n"
    '"Bor, ""old""",30,,,false\n'
    "Città,,0.25,2001-12-01,\n"
)


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """A package with one table `t` of three towns."""
    return write_foreign(tmp_path / "towns", CSV, FIELDS)


def ask(package: Path, sql: str, *options: str | Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a query of a package that is not validated."""
    return outcome(run_claimpack("query", "--unchecked", *options, sql, package))


TABLE = """\
town         people  area  founded     is_port
-----------  ------  ----  ----------  -------
Alba           1200   2.5  1890-01-31  true
Bor, "old"       30                    false
Città                0.25  2001-12-01

3 rows.
"""


def test_rows_are_shown_in_columns_with_their_number(towns: Path) -> None:
    assert outcome(run_claimpack("query", "SELECT * FROM t", towns)) == (0, TABLE, "")
