"""The invented articles become exactly the tables that were read by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from claimpack.commands import claimpack
from claimpack.corpus import build_tables
from claimpack.files import Folder
from claimpack.row_source import Row
from claimpack.schema_files import load_shipped_schema
from claimpack.seeds import read_seeds
from claimpack.tables import Rows
from invented_package import (
    FIRST,
    FOLLOW_UP,
    INVENTED,
    build_invented,
    copy_invented,
)

SCHEMA = load_shipped_schema()
EXPECTED = {path.stem: path for path in (INVENTED / "expected").glob("*.csv")}
TABLES_OF_ARTICLES = ("documents", "claims", "attributions", "participants", "spans")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, built once for the tests that only read it."""
    return build_invented(tmp_path_factory.mktemp("invented")).parent


def read_lines(path: Path) -> list[str]:
    """The lines of a file, split at LF only."""
    return path.read_bytes().decode().split("\n")


def build_rows(root: Path) -> Rows:
    """The rows of all tables, in memory; nothing may be wrong in the seeds."""
    seeds = read_seeds(Folder(root), SCHEMA)
    rows, findings = build_tables(seeds.corpus, SCHEMA)
    assert [f for f in (*seeds.findings, *findings) if f.severity != "note"] == []
    return rows


def keep_alone(root: Path, document_id: str) -> Path:
    """Take the other article away, and the links between the two."""
    for path in root.glob("seeds/invented-*"):
        if not path.name.startswith(f"{document_id}."):
            path.unlink()
    (root / "seeds" / "links.csv").unlink()
    return root


def select_rows(rows: Rows, table: str, document_id: str) -> list[Row]:
    """The rows of a table that one article gives."""
    key = SCHEMA.tables[table].primary_key[0]
    return [row for row in rows[table] if f"{row[key]}.".startswith(f"{document_id}.")]


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_each_table_is_the_one_that_was_read_by_hand(name: str, package: Path) -> None:
    built = read_lines(package / "data" / f"{name}.csv")

    assert built == read_lines(EXPECTED[name])


def test_every_table_but_the_codes_was_read_by_hand() -> None:
    assert EXPECTED.keys() == SCHEMA.tables.keys() - {"codes"}


@pytest.mark.parametrize(
    "arguments",
    [["."], ["--rows", "."], ["seeds"]],
    ids=["the package", "its rows", "its annotations"],
)
def test_the_validation_says_nothing(
    arguments: list[str], package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(package)

    result = CliRunner().invoke(claimpack, ["validate", *arguments])

    assert (result.exit_code, result.stdout, result.stderr) == (0, "Valid.\n", "")


@pytest.mark.parametrize("document_id", [FIRST, FOLLOW_UP])
def test_an_article_alone_has_the_rows_that_it_has_beside_the_other(
    document_id: str, tmp_path: Path
) -> None:
    root = copy_invented(tmp_path)
    both = build_rows(root)

    alone = build_rows(keep_alone(root, document_id))

    for table in TABLES_OF_ARTICLES:
        assert alone[table] == select_rows(both, table, document_id) != []
    for table in ("entities", "events"):
        assert alone[table] == [row for row in both[table] if row in alone[table]]
    assert alone["claim_links"] == [
        link
        for link in select_rows(both, "claim_links", document_id)
        if link["basis"] == "text"
    ]
