"""The SQLite file of a package: what it holds besides the tables, and its bytes."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import duckdb
import pyarrow as pa
import pytest

import claimpack
from claimpack import __version__
from claimpack.durable import replacing
from claimpack.errors import BuildError, SourceError
from claimpack.files import sha256_hex
from claimpack.guarded_sql.worker import LIMITS
from claimpack.opening import open_package
from claimpack.questions import load_shipped_questions
from claimpack.sqlite import answers, write_sqlite
from claimpack.sqlite.answers import choose_values, write_answer
from claimpack.sqlite.comments import describe_package
from claimpack.sqlite.database import require_integrity, writing
from claimpack.sqlite.search import write_search
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from invented_package import build_invented
from packages import SCHEMA, edit_descriptor, write_foreign, write_package
from test_sqlite_tables import ask, ask_all, write

QUESTIONS = {
    name: question
    for name, question in load_shipped_questions().items()
    if name not in ("estimates", "suggested-links")
}
CHECK = "INSERT INTO {0}({0}, rank) VALUES ('integrity-check', 1)"
SEEDS = REPOSITORY / "data"


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The package of this repository and an invented one, each with its database."""
    copied = copy_package(tmp_path_factory.mktemp("seed"))
    invented = build_invented(tmp_path_factory.mktemp("invented")).parent
    write(copied, unchecked=True)
    write(invented, unchecked=True)
    return {"seed": copied, "invented": invented}


@pytest.fixture(scope="module")
def seed(packages: dict[str, Path]) -> Path:
    """The database of the package of this repository."""
    return packages["seed"] / "p.sqlite"


def as_sqlite_has(rows: pa.Table) -> list[tuple[object, ...]]:
    """Rows of Arrow with days as words."""
    return [
        tuple(
            cell.isoformat() if isinstance(cell, date) else cell
            for cell in row.values()
        )
        for row in rows.to_pylist()
    ]


@pytest.mark.parametrize("package", ["seed", "invented"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_the_answer_to_a_question_is_that_of_duckdb(
    packages: dict[str, Path], package: str, name: str
) -> None:
    question, root = QUESTIONS[name], packages[package]

    rows = ask_all(root / "p.sqlite", name.replace("-", "_"))
    answer = claimpack.open(root, unchecked=True).ask(
        question, **choose_values(question)
    )

    assert rows == as_sqlite_has(answer)


@pytest.mark.parametrize("package", ["seed", "invented"])
def test_the_rows_of_a_table_are_those_of_the_package(
    packages: dict[str, Path], package: str
) -> None:
    tables = claimpack.open(packages[package], unchecked=True)

    rows = {
        name: ask_all(packages[package] / "p.sqlite", name) for name in tables.tables
    }

    assert rows == {name: as_sqlite_has(tables[name]) for name in tables.tables}


def test_each_question_has_its_words_and_its_sql(seed: Path) -> None:
    rows = ask(seed, "SELECT * FROM question_comments")

    asked = QUESTIONS["events-in-period"]
    assert [row[1] for row in rows] == list(QUESTIONS)
    assert rows[list(QUESTIONS).index("events-in-period")] == (
        *("events_in_period", "events-in-period", asked.title, asked.description),
        *('{"first_day": "0001-01-01", "last_day": "9999-12-31"}', asked.sql),
    )


def test_each_column_has_the_words_of_the_descriptor(seed: Path) -> None:
    rows = ask(seed, "SELECT * FROM column_comments WHERE column_name = 'title_start'")
    counts = ask(
        seed,
        "SELECT count(*) FROM column_comments "
        "JOIN pragma_table_info(table_name) ON name = column_name "
        "AND cid = column_number - 1",
    )

    assert rows == [
        (
            *("documents", 3, "title_start", "integer", None),
            "First character of the headline in the text.",
            "Unicode code points of the exact text, counted from 0",
            *("17", "The headline is not part of the text.", '{"minimum": 0}'),
        )
    ]
    assert counts == ask(seed, "SELECT count(*) FROM column_comments")


def test_each_table_has_its_content_hash(seed: Path) -> None:
    hashes = ask(seed, "SELECT table_name, content_hash FROM table_comments")
    counts = ask(
        seed, "SELECT row_count FROM table_comments WHERE table_name = 'claims'"
    )

    assert dict(hashes) == {
        name: f"sha256:{sha256_hex((SEEDS / f'{name}.csv').read_bytes())}"
        for name in SCHEMA.tables
    }
    assert counts == [(34,)]


def test_moments_have_no_content_hash(tmp_path: Path) -> None:
    write_foreign(
        tmp_path, "a\n2024-12-23T10:00:00Z\n", [{"name": "a", "type": "datetime"}]
    )

    path = write(tmp_path)

    assert ask(path, "SELECT a, content_hash FROM t, table_comments") == [
        ("2024-12-23T10:00:00", None)
    ]


def test_the_package_has_the_words_of_the_descriptor() -> None:
    descriptor = {
        "name": "p",
        "licenses": [{"name": "é"}],
        "resources": [1],
        "$schema": "",
        "homepage": None,
    }

    assert describe_package(descriptor) == [
        ("name", "p"),
        ("licenses", '[{"name": "é"}]'),
        ("writer.claimpack", __version__),
        ("writer.duckdb", duckdb.__version__),
        ("writer.sqlite", sqlite3.sqlite_version),
    ]


def test_claims_and_spans_are_searched_by_their_words(seed: Path) -> None:
    found = ask(
        seed,
        "SELECT claim_id, snippet(claims_search, 0, '[', ']', '…', 5) "
        "FROM claims_search JOIN claims ON claims.rowid = claims_search.rowid "
        "WHERE claims_search MATCH '\"1,100\" AND casualties' ORDER BY rank",
    )
    spans = ask(
        seed,
        "SELECT spans.text FROM spans_search "
        "JOIN spans ON spans.rowid = spans_search.rowid "
        "WHERE spans_search MATCH 'kyiv'",
    )

    assert [claim_id for claim_id, _ in found] == ["000_8b7fbf13361c99b6.e24"]
    assert found[0][1] == "…suffered around [1,100] [casualties]."
    assert spans
    assert all("kyiv" in text.lower() for (text,) in spans)


def search(connection: sqlite3.Connection, texts: Iterable[str]) -> None:
    """Fill a database with claims of these words, and their search."""
    connection.execute("CREATE TABLE claims (claim_text TEXT)")
    rows = [(text,) for text in texts]
    connection.executemany("INSERT INTO claims VALUES (?)", rows)
    write_search(connection, "claims")


def test_words_are_found_whatever_their_accents() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        search(connection, ["Việt Nam", "Città"])
        sql = "SELECT rowid FROM claims_search WHERE claims_search MATCH ?"
        found = [
            connection.execute(sql, (word,)).fetchall() for word in ("VIET", "citta")
        ]

    assert found == [[(1,)], [(2,)]]


def test_a_large_search_is_one_segment() -> None:
    words = [f"w{number * 7919:x}" for number in range(200_000)]

    with closing(sqlite3.connect(":memory:")) as connection:
        search(connection, map(" ".join, zip(*[iter(words)] * 20, strict=True)))
        sql = "SELECT count(DISTINCT segid) FROM claims_search_idx"
        segments = connection.execute(sql).fetchall()

    assert segments == [(1,)]


def test_the_search_keeps_no_text_and_fits_its_table_when_compacted(
    seed: Path, tmp_path: Path
) -> None:
    path = shutil.copy(seed, tmp_path / "copy.sqlite")

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        # They fail where the index is not that of the rows.
        for table in ("claims_search", "spans_search"):
            connection.execute(CHECK.format(table))

    names = [name for (name,) in ask(seed, "SELECT name FROM sqlite_schema")]
    assert "claims_search_docsize" in names
    assert "claims_search_content" not in names


def test_a_package_of_another_model_has_neither_answers_nor_search(
    tmp_path: Path,
) -> None:
    path = write(write_foreign(tmp_path, "a\nx\n", ["a"]))

    assert ask(path, "SELECT name FROM sqlite_schema WHERE type = 'table'") == [
        *(("t",), ("package_metadata",), ("table_comments",)),
        *(("column_comments",), ("question_comments",)),
    ]
    assert ask(path, "SELECT * FROM question_comments") == []


def test_a_package_without_all_tables_of_the_model_has_no_answers(
    tmp_path: Path,
) -> None:
    write_package(tmp_path)
    edit_descriptor(tmp_path, lambda root: root["resources"].pop())

    path = write(tmp_path, unchecked=True)

    assert ask(path, "SELECT * FROM question_comments") == []


def test_the_bytes_are_the_same_from_csv_parquet_and_an_archive(tmp_path: Path) -> None:
    plain = write_package(tmp_path / "plain")
    twins = write_package(tmp_path / "twins", twins=True)
    with ZipFile(tmp_path / "p.zip", "w") as archive:
        for path in sorted(filter(Path.is_file, twins.rglob("*"))):
            archive.write(path, path.relative_to(twins))

    contents = {
        write(plain, unchecked=True).read_bytes(),
        write(twins, unchecked=True).read_bytes(),
        write_to(tmp_path / "p.zip", tmp_path / "z.sqlite").read_bytes(),
    }

    assert len(contents) == 1


def write_to(package: Path, path: Path) -> Path:
    """Write the database of a package to a file."""
    write_sqlite(open_package(package, unchecked=True), path)
    return path


def test_the_bytes_depend_on_no_clock_zone_language_or_memory(
    tmp_path: Path, seed: Path
) -> None:
    package = copy_package(tmp_path / "p")
    odd = {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8", "MALLOC_PERTURB_": "170"}

    run = run_claimpack(
        "sqlite", "--unchecked", "--output", "o", package, cwd=tmp_path, env=odd
    )

    assert outcome(run) == (0, "10 tables written.\n", "")
    assert (tmp_path / "o").read_bytes() == seed.read_bytes()


def test_the_file_stands_alone_with_pages_of_one_size(seed: Path) -> None:
    pragmas = ("page_size", "encoding", "auto_vacuum", "journal_mode", "freelist_count")
    checks = ("integrity_check", "foreign_key_check")

    found = {name: ask(seed, f"PRAGMA {name}") for name in (*pragmas, *checks)}

    assert found == {
        "page_size": [(4096,)],
        "encoding": [("UTF-8",)],
        "auto_vacuum": [(0,)],
        "journal_mode": [("delete",)],
        "freelist_count": [(0,)],
        "integrity_check": [("ok",)],
        "foreign_key_check": [],
    }
    assert sorted(path.name for path in seed.parent.glob("*sqlite*")) == ["p.sqlite"]


def test_an_old_file_is_replaced_and_open_to_readers(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a\nx\n", ["a"])
    (tmp_path / "p.sqlite").write_text("old")

    path = write(tmp_path)

    assert ask(path, "SELECT a FROM t") == [("x",)]
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_file_is_as_it_was_after_an_error(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a\nx\nx\n", ["a"], primaryKey="a")
    (tmp_path / "p.sqlite").write_text("old")

    with pytest.raises(SourceError):
        write(tmp_path, unchecked=True)

    assert (tmp_path / "p.sqlite").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 3


def fill(path: Path) -> None:
    """Write more to a database than its disk holds."""
    with writing(path) as connection:
        connection.execute("PRAGMA max_page_count = 1")
        connection.execute("CREATE TABLE t (a)")


def test_an_error_of_sqlite_is_one_of_the_output(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        fill(tmp_path / "p.sqlite")

    assert str(caught.value) == (
        f'{tmp_path}: found the error "database or disk is full" of SQLite; expected'
        " none; look at the disk and try again."
    )


def fill_cell(path: Path) -> None:
    """Write a longer text to a database than it takes."""
    with writing(path) as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 99)
        connection.execute("INSERT INTO t VALUES (?)", ("x" * 100,))


def test_what_is_too_long_for_sqlite_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError) as caught:
        fill_cell(tmp_path / "p.sqlite")

    assert str(caught.value) == (
        "the database: found a value or a statement that SQLite cannot hold (string or "
        "blob too big); expected shorter ones; shorten it."
    )


def test_what_is_deleted_leaves_no_trace(tmp_path: Path) -> None:
    with writing(tmp_path / "p.sqlite") as connection:
        connection.execute("CREATE TABLE t (a)")
        connection.execute("INSERT INTO t VALUES ('stood here')")
        before = connection.serialize()
        connection.execute("DELETE FROM t")
        after = connection.serialize()

    assert (b"stood here" in before, b"stood here" in after) == (True, False)


def test_a_database_that_is_not_sound_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "p.sqlite"

    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE t (a CHECK (a > 0))")
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("INSERT INTO t VALUES (0)")
        connection.execute("PRAGMA ignore_check_constraints = OFF")
        with pytest.raises(BuildError, match='found "CHECK constraint failed in t"'):
            require_integrity(connection)


def test_an_answer_that_needs_too_much_memory_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = write_package(tmp_path)
    little = {**LIMITS, "memory_limit": "1MB"}
    monkeypatch.setattr(answers, "LIMITS", little)

    with pytest.raises(MemoryError):
        write(package, unchecked=True)

    assert not (tmp_path / "p.sqlite").exists()


def test_an_answer_that_ends_for_lack_of_memory_is_none() -> None:
    def find_rows() -> Iterator[pa.RecordBatch]:
        yield pa.RecordBatch.from_pydict({"a": [1]})
        raise OSError

    answer = pa.RecordBatchReader.from_batches(
        pa.schema({"a": pa.int64()}), find_rows()
    )

    with closing(sqlite3.connect(":memory:")) as connection, pytest.raises(MemoryError):
        write_answer(connection, "t", answer)


def test_a_place_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    path = tmp_path / "none" / "p.sqlite"

    with pytest.raises(BuildError, match="found no such folder"), replacing(path):
        pytest.fail("it must not get here")


def test_the_command_refuses_a_package_that_is_not_valid(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a\nx\n", [{"name": "a", "type": "integer"}])
    call = ("sqlite", "--output", tmp_path / "o.sqlite", tmp_path)

    run, unchecked = run_claimpack(*call), run_claimpack(*call, "--unchecked")

    assert (run.returncode, run.stdout) == (3, "")
    assert run.stderr.startswith("claimpack: datapackage.json: found 1 error, ")
    assert outcome(unchecked) == (0, "1 table written.\n", "")
    assert ask(tmp_path / "o.sqlite", "SELECT a FROM t") == [(None,)]


def test_the_command_replaces_no_file_of_the_package(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a\nx\n", ["a"])

    run = run_claimpack("sqlite", "--output", tmp_path / "t.csv", tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert "found a file of what is checked" in run.stderr
    assert (tmp_path / "t.csv").read_text() == "a\nx\n"
