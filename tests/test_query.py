"""`claimpack query`: what it answers, in which form, and what it refuses."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
from pyarrow import parquet

import claimpack
from claimpack import __main__ as entry
from claimpack.commands.query import render
from claimpack.errors import UsageError
from claimpack.guarded_sql import queries
from claimpack.guarded_sql.faults import QueryError
from claimpack.guarded_sql.queries import keep_rows, read_rows, run_query
from claimpack.render import results
from claimpack.worker_process import running, widen
from command_line import (
    REPOSITORY,
    copy_package,
    outcome,
    read_files,
    run_claimpack,
)
from packages import Row, edit_descriptor, write_foreign
from zip_files import Entry, make_zip

FIELDS: list[Row | str] = [
    "town",
    {"name": "people", "type": "integer"},
    {"name": "area", "type": "number"},
    {"name": "founded", "type": "date"},
    {"name": "is_port", "type": "boolean"},
]
CSV = (
    "town,people,area,founded,is_port\n"
    "Alba,1200,2.5,1890-01-31,true\n"
    "Bor | *old*,30,,,false\n"
    "Città,,0.25,2001-12-01,\n"
)
Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """A package with one table `t` of three towns."""
    return write_foreign(tmp_path / "towns", CSV, FIELDS)


@pytest.fixture
def query(capsys: pytest.CaptureFixture[str], towns: Path) -> Call:
    """Asks the package of towns in this process; gives exit code, stdout and stderr."""

    def run(*arguments: str | Path, package: Path = towns) -> tuple[int, str, str]:
        words = ["query", *map(str, arguments), str(package)]
        return entry.run(words) or 0, *capsys.readouterr()

    return run


def ask(package: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of a query of a package that is not validated."""
    return outcome(run_claimpack("query", "--unchecked", *arguments, package))


TABLE = """\
town         people  area  founded     is_port
-----------  ------  ----  ----------  -------
Alba           1200   2.5  1890-01-31  true
Bor | *old*      30                    false
Città                0.25  2001-12-01

3 rows.
"""
MARKDOWN = """\
| town | people | area | founded | is_port |
| --- | ---: | ---: | --- | --- |
| Alba | 1200 | 2.5 | 1890-01-31 | true |
| Bor \\| \\*old\\* | 30 |  |  | false |
| Città |  | 0.25 | 2001-12-01 |  |
"""


def test_rows_are_shown_in_columns_with_their_number(towns: Path) -> None:
    assert outcome(run_claimpack("query", "SELECT * FROM t", towns)) == (0, TABLE, "")


@pytest.mark.parametrize(
    ("form", "expected"), [("csv", CSV), ("markdown", MARKDOWN)], ids=["csv", "md"]
)
def test_rows_are_written_as_text(query: Call, form: str, expected: str) -> None:
    assert query("--format", form, "SELECT * FROM t") == (0, expected, "")


def test_a_row_with_one_empty_cell_is_a_row_of_the_csv(query: Call) -> None:
    sql = "SELECT area FROM t ORDER BY town"

    answer = query("--format", "csv", sql)

    assert answer == (0, 'area\n2.5\n""\n0.25\n', "")


def test_rows_are_written_as_json_with_null_for_what_is_not_there(query: Call) -> None:
    sql = "SELECT town, people, area, founded, is_port FROM t WHERE area < 1"

    code, out, err = query("--format", "json", sql)

    assert (code, err) == (0, "")
    assert json.loads(out) == [
        {
            "town": "Città",
            "people": None,
            "area": 0.25,
            "founded": "2001-12-01",
            "is_port": None,
        }
    ]


def test_rows_are_written_as_parquet_to_a_file_or_a_pipe(
    towns: Path, tmp_path: Path
) -> None:
    file, sql = tmp_path / "out.parquet", "SELECT town, people FROM t ORDER BY town"
    expected = {"town": ["Alba", "Bor | *old*", "Città"], "people": [1200, 30, None]}

    call = ["query", "--format", "parquet", sql, str(towns)]
    to_file = run_claimpack(*call, "--output", file)
    to_pipe = subprocess.run(
        [sys.executable, "-m", "claimpack", *call], capture_output=True, check=True
    )

    assert outcome(to_file) == (0, "", "")
    assert parquet.read_table(file).to_pydict() == expected
    assert to_pipe.stdout == file.read_bytes()


def test_parquet_has_its_rows_in_groups_of_one_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(results, "ROWS_OF_GROUP", 4)
    rows = pa.table({"x": range(10)})

    written = render("parquet", rows.schema, iter(rows.to_batches(3)))

    file = parquet.ParquetFile(BytesIO(written))
    groups = [file.metadata.row_group(number).num_rows for number in range(3)]
    assert groups == [4, 4, 2]
    assert file.read() == rows


def test_no_rows_are_written_as_parquet_with_their_columns() -> None:
    schema = pa.schema({"x": pa.int64(), "y": pa.string()})

    written = render("parquet", schema, iter([]))

    assert parquet.read_table(BytesIO(written)) == schema.empty_table()


def test_parquet_is_not_written_to_a_terminal(towns: Path) -> None:
    ours, theirs = pty.openpty()

    run = subprocess.run(
        [sys.executable, "-m", "claimpack", "query", "--format", "parquet", "x", towns],
        stdout=theirs,
        stderr=subprocess.PIPE,
        check=False,
        text=True,
    )

    os.close(theirs)
    os.close(ours)
    said = "Error: Parquet is no text: name a file (--output), or redirect the output\n"
    assert run.returncode == 2
    assert run.stderr.endswith(said)


def test_a_file_of_the_package_is_not_replaced(query: Call, towns: Path) -> None:
    before = read_files(towns)

    code, out, err = query("--output", towns / "t.csv", "SELECT * FROM t")

    assert (code, out) == (2, "")
    assert err.startswith(f"claimpack: {towns}/t.csv: found a file of what is checked")
    assert read_files(towns) == before


VALUES = {
    "a list": ("SELECT [1, NULL] AS x", "[1, null]", [1, None]),
    "a structure": ("SELECT {'a': 1.5} AS x", '{"a": 1.5}', {"a": 1.5}),
    "a sum": ("SELECT sum(people) AS x FROM t", "1230", 1230),
    "a decimal": ("SELECT 1.50 AS x", "1.50", 1.5),
    "not a number": ("SELECT 'NaN'::DOUBLE AS x", "NaN", "NaN"),
    "a moment": ("SELECT TIMESTAMP '2031-01-02' AS x", *["2031-01-02T00:00:00"] * 2),
    "an interval": ("SELECT to_days(2)::VARCHAR AS x", "2 days", "2 days"),
    "a map": ("SELECT MAP {'a': [1]} AS x", '[["a", [1]]]', [["a", [1]]]),
    "a large integer": (f"SELECT {10**37}::HUGEINT AS x", str(10**37), 10**37),
    "the last day": ("SELECT DATE '9999-12-31' AS x", *["9999-12-31"] * 2),
    "a day of a zone": (
        "SELECT TIMESTAMPTZ '9999-12-31' AS x", *["9999-12-31T00:00:00+00:00"] * 2
    ),
    "a control character": ("SELECT chr(27) AS x", "\x1b", "\x1b"),
}  # fmt: skip


@pytest.mark.parametrize(("sql", "text", "value"), VALUES.values(), ids=VALUES)
def test_values_of_all_types_are_written(
    query: Call, sql: str, text: str, value: object
) -> None:
    _, csv, _ = query("--unchecked", "--format", "csv", f"{sql} -- x")
    _, table, _ = query("--unchecked", f"{sql} -- x")
    _, out, _ = query("--unchecked", "--format", "json", f"{sql} -- x")

    assert csv.replace('""', '"').removeprefix("x\n").strip('"\n') == text
    assert text.replace("\x1b", "\\x1b") in table
    assert json.loads(out) == [{"x": value}]


DAY = 'a day in the column "x" outside of the years 1 to 9999'
LARGE = 'a value in the column "x" that is too large for its type'
UNHELD = {
    "DATE '10000-01-01'": DAY,
    "DATE '0001-12-31 (BC)'": DAY,
    "'infinity'::DATE": DAY,
    "'-infinity'::TIMESTAMP": DAY,
    "'10000-01-01'::TIMESTAMP_S": DAY,
    "'infinity'::TIMESTAMP_MS": DAY,
    "'infinity'::TIMESTAMPTZ": DAY,
    "[{'a': DATE '10000-01-01'}]": DAY,
    "MAP {DATE '10000-01-01': 1}": DAY,
    "['infinity'::DATE]::DATE[1]": DAY,
    "170141183460469231731687303715884105727::HUGEINT": LARGE,
    "TIME '24:00:00'": LARGE,
    "MAP {}": 'a MAP of nothing in the column "x"',
    "{}": 'a STRUCT of nothing in the column "x"',
    "'a'::BLOB": 'the type BLOB in the column "x"',
    "'01'::BIT": 'the type BIT in the column "x"',
    "1::UHUGEINT": 'the type UHUGEINT in the column "x"',
    "1::VARIANT": 'the type VARIANT in the column "x"',
    "12345::BIGNUM": 'the type BIGNUM in the column "x"',
    "to_days(1)": 'the type INTERVAL in the column "x"',
    "[to_days(1)]": 'the type INTERVAL in the column "x"',
    "union_value(a := 1)": 'the type UNION in the column "x"',
    "{'a': [union_value(a := 1)]}": 'the type UNION in the column "x"',
    "'12:00+02'::TIMETZ": 'the type TIME WITH TIME ZONE in the column "x"',
    "'2031-01-02'::TIMESTAMP_NS": 'the type TIMESTAMP_NS in the column "x"',
    "[" * 60 + "1" + "]" * 60: 'more than 50 levels of lists in the column "x"',
}  # fmt: skip


def mark_value(value: str) -> object:
    """A value as an argument of a test; DuckDB 1.5 takes no empty braces."""
    marks = [pytest.mark.locked] if "{}" in value else []
    return pytest.param(value, marks=marks, id=value)


@pytest.mark.parametrize("value", [mark_value(it) for it in UNHELD])
def test_what_a_form_cannot_hold_is_refused_with_its_column(
    query: Call, value: str
) -> None:
    code, out, err = query("--unchecked", f"SELECT 1 AS a, {value} AS x")

    said = f"claimpack: the query gives {UNHELD[value]}"
    assert (code, out) == (2, "")
    assert err.startswith(said)
    assert err.endswith("; cast it to text (::VARCHAR)\n")


FORMS = ("table", "csv", "json", "markdown", "parquet")
MADE_BY_NAME = {"list", "array", "struct", "row", "tuple", "union", "map", "enum"}


def test_each_type_of_duckdb_is_written_in_all_forms_or_refused(
    towns: Path,
) -> None:
    query = "SELECT DISTINCT type_name FROM duckdb_types()"
    listed = duckdb.execute(query).fetchall()
    dataset = claimpack.open(towns, unchecked=True)
    answers, refused = [], []

    for name in sorted({name for (name,) in listed} - MADE_BY_NAME):
        try:
            answers.append(dataset.sql(f'SELECT NULL::"{name}" AS x'))
        except UsageError as error:
            refused.append(str(error))

    assert len(answers) > 20
    for form in FORMS:
        assert all(
            render(form, rows.schema, iter(rows.to_batches())) for rows in answers
        )
    assert all(' in the column "x", which not every form' in each for each in refused)


def test_a_value_is_as_good_as_its_text(query: Call) -> None:
    sql = "SELECT to_days(1)::VARCHAR AS a, 'infinity'::DATE::VARCHAR AS b"

    answer = query("--unchecked", "--format", "csv", sql)

    assert answer == (0, "a,b\n1 day,infinity\n", "")


def test_two_columns_of_one_name_are_no_json(query: Call) -> None:
    sql = "SELECT 1 AS a, 2 AS a"

    csv = query("--unchecked", "--format", "csv", sql)
    in_json = query("--unchecked", "--format", "json", sql)

    said = 'two columns are called "a"; JSON needs a name for each: use AS'
    assert csv == (0, "a,a\n1,2\n", "")
    assert in_json == (2, "", f"claimpack: {said}\n")


NOTHING = {
    "table": "No rows.\n",
    "markdown": "No rows.\n",
    "csv": "town,people\n",
    "json": "[]\n",
}


@pytest.mark.parametrize("form", NOTHING)
def test_no_rows_are_said_in_words_or_in_the_form(query: Call, form: str) -> None:
    sql = "SELECT town, people FROM t WHERE people > 9999"

    assert query("--format", form, sql) == (0, NOTHING[form], "")


def test_a_long_cell_is_cut_in_the_table_and_nowhere_else(query: Call) -> None:
    _, table, _ = query("SELECT repeat('ab', 50) AS x")
    _, csv, _ = query("--format", "csv", "SELECT repeat('ab', 50) AS x")

    assert table.split("\n")[2] == "ab" * 29 + "a…"
    assert csv == f"x\n{'ab' * 50}\n"


RICH = {
    "joins": "SELECT a.town FROM t a JOIN t b ON a.people > b.people",
    "WITH": "WITH big AS (SELECT * FROM t WHERE people > 100) SELECT town FROM big",
    "a window": "SELECT town FROM t QUALIFY row_number() OVER (ORDER BY area DESC) = 1",
    "aggregates": "SELECT arg_max(town, people) AS town FROM t GROUP BY ALL",
    "lists": "SELECT unnest(list_filter(list(town), lambda x: x = 'Alba')) FROM t",
    "VALUES": "SELECT town FROM (VALUES ('Alba')) AS v(town) NATURAL JOIN (FROM t)",
    "recursion": "WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r "
    "WHERE x < 3) SELECT town FROM r JOIN t ON x = 3 WHERE people = 1200",
    "a row as a value": "SELECT max(t).town FROM t WHERE people > 100",
}


def test_sql_may_have_all_that_only_looks_at_the_tables(query: Call) -> None:
    answers = {
        name: query("--unchecked", "--format", "json", sql)
        for name, sql in RICH.items()
    }

    assert {name: (code, err) for name, (code, _, err) in answers.items()} == (
        dict.fromkeys(RICH, (0, ""))
    )
    for _, out, _ in answers.values():
        assert [*json.loads(out)[0].values()] == ["Alba"]


def test_the_package_may_be_an_archive(tmp_path: Path, towns: Path) -> None:
    archive = tmp_path / "towns.zip"
    files = read_files(towns).items()
    archive.write_bytes(make_zip(*(Entry(path=n, content=c) for n, c in files)))

    assert outcome(run_claimpack("query", "SELECT * FROM t", archive)) == (0, TABLE, "")


@pytest.mark.parametrize(
    "comment", ["-- towns\n", "--towns\n", "--\n", "-- a = 1\n-- b\n"]
)
def test_sql_may_begin_with_a_comment(query: Call, comment: str) -> None:
    answer = query("--format", "csv", f"{comment}FROM t LIMIT 0")

    assert answer == (0, "town,people,area,founded,is_port\n", "")


def test_a_misspelt_option_is_no_comment(query: Call) -> None:
    code, out, err = query("--uncheked", "SELECT 1 AS x")

    assert (code, out) == (2, "")
    assert re.search(r"No such option:? '?--uncheked'?\.? Did you mean ", err)
    assert "--unchecked" in err


def test_a_parameter_of_a_question_is_an_option() -> None:
    days = ("--first-day", "2024-12-01", "--last-day=2024-12-31")

    run = run_claimpack("query", "events-in-period", *days, "--format=csv", REPOSITORY)
    same = run_claimpack(
        *("query", "--format", "csv", "--param", "first_day=2024-12-01"),
        *("--param", "last_day=2024-12-31", "events-in-period", REPOSITORY),
    )

    assert outcome(run) == outcome(same)
    assert run.stdout.startswith("label,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--first-day"], r"Option '--first-day' requires an argument\."),
        (["--fist-day", "2024-12-01"], r"No such option:? '?--fist-day'?"),
    ],
)
def test_an_option_without_a_value_or_of_another_name_is_refused(
    words: list[str], said: str
) -> None:
    run = run_claimpack("query", "events-in-period", REPOSITORY, *words)

    assert (run.returncode, run.stdout) == (2, "")
    assert re.search(said, run.stderr)


@pytest.mark.parametrize("sql", ["DESCRIBE t", "SUMMARIZE t", "SHOW TABLES"])
def test_who_asks_for_columns_is_told_where_they_are(query: Call, sql: str) -> None:
    said = (
        "claimpack: the query describes tables and is not a SELECT; datapackage.json"
        " has their columns, `FROM name LIMIT 1` shows some values\n"
    )
    assert query("--unchecked", sql) == (2, "", said)


def test_a_value_is_given_by_name(query: Call) -> None:
    sql = "SELECT town FROM t WHERE people = $people::BIGINT"

    answer = query("--format", "csv", "--param", "people=30", sql)

    assert answer == (0, "town\nBor | *old*\n", "")


REFUSED = (
    'found 2 errors, first t.csv:2: t row 1, people: found "many"; expected a valid '
    "package; run `claimpack validate`, which tells all of them, or read what is "
    "readable with --unchecked (in Python, unchecked=True)."
)


def test_a_package_with_errors_is_refused_and_read_if_asked(
    query: Call, towns: Path
) -> None:
    (towns / "t.csv").write_text(CSV.replace("1200", "many").replace("30,", "few,"))

    refused = query("SELECT people FROM t WHERE people IS NOT NULL")
    unchecked = query("--unchecked", "SELECT people FROM t WHERE people IS NOT NULL")

    assert refused == (3, "", f"claimpack: datapackage.json: {REFUSED}\n")
    assert unchecked == (0, "No rows.\n", "")


WRONG = {
    "an unknown column": (
        "SELECT town,\n  peple FROM t",
        """\
, line 2, column 3: cannot be run: Referenced column "peple" not found in FROM clause! \
Candidate bindings: "people"
  |   peple FROM t
  |   ^
""",
    ),
    "what is no SQL": (
        "SELECT 'ü' FROM a b c",
        """\
, line 1, column 21: is no SQL: syntax error at or near "c"
  | SELECT 'ü' FROM a b c
  |                     ^
""",
    ),
    "an unknown table": (
        "SELECT * FROM tt",
        """\
, line 1, column 15: names the table "tt", which is not there; did you mean "t"?
  | SELECT * FROM tt
  |               ^
""",
    ),
    "a missing value": (
        "SELECT * FROM t WHERE people = $n",
        " has no value for $n; give it with --param\n",
    ),
}


@pytest.mark.locked
@pytest.mark.parametrize(("sql", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_sql_is_said_with_its_place(
    query: Call, sql: str, said: str
) -> None:
    assert query("--unchecked", sql) == (2, "", f"claimpack: the query{said}")


CALLS = {
    "a value that SQL does not ask for": (
        ["--param", "n=1", "SELECT 1 AS x"],
        "claimpack: the query has no parameter $n\n",
    ),
    "a value without a name": (
        ["--param", "n", "SELECT 1 AS x"],
        'found "n"; expected NAME=VALUE, each name once',
    ),
    "a value twice": (
        ["--param", "n=1", "--param", "n=2", "SELECT 1 AS x"],
        'found "n" twice; expected NAME=VALUE, each name once',
    ),
    "an unknown question": (["x-y"], 'claimpack: no question has the name "x-y"; '),
    "a statement that is too long": (
        [f"SELECT '{'x' * 40_000}'  AS x"],
        "claimpack: the query has 40,015 characters; expected at most 40,000\n",
    ),
}


@pytest.mark.parametrize(("arguments", "said"), CALLS.values(), ids=CALLS)
def test_a_wrong_call_is_refused(query: Call, arguments: list[str], said: str) -> None:
    code, out, err = query("--unchecked", *arguments)

    assert (code, out) == (2, "")
    assert said in err


SHORTER = "expected SQL of at most 40,000 characters"
INPUTS = {
    "no input": (None, "the standard input is closed; expected SQL there"),
    "an endless one": (
        b"-" * 1_000_000,
        f"standard input: found more than 100,000 bytes; {SHORTER}",
    ),
    "one that is too long": (
        b"SELECT 1 AS x" + b" " * 40_000,
        "standard input has 40,013 characters; expected at most 40,000",
    ),
}


@pytest.mark.parametrize(("content", "said"), INPUTS.values(), ids=INPUTS)
def test_a_standard_input_that_is_no_statement_is_refused(
    towns: Path, content: bytes | None, said: str
) -> None:
    command = f"{sys.executable} -m claimpack query --unchecked - {towns}"

    run = subprocess.run(  # noqa: S602  # only a shell closes the input
        command if content else f"{command} <&-",
        shell=True,
        input=content,
        capture_output=True,
        check=False,
    )

    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.decode() == f"claimpack: {said}\n"


def test_without_sql_or_a_name_nothing_is_asked() -> None:
    code, out, err = outcome(run_claimpack("query"))

    assert (code, out) == (2, "")
    assert "Missing argument 'SQL|NAME|FILE'; --list lists the names." in err


def test_a_folder_without_a_package_is_refused(tmp_path: Path) -> None:
    said = f"claimpack: {tmp_path}: there is no datapackage.json; name a package\n"

    assert outcome(run_claimpack("query", "SELECT 1 AS x", tmp_path)) == (2, "", said)


def test_columns_that_differ_in_case_only_cannot_be_queried(tmp_path: Path) -> None:
    package = write_foreign(tmp_path / "p", "a,A\n1,2\n", ["a", "A"])

    run = run_claimpack("query", "SELECT a FROM t", package)

    said = 'claimpack: the query names "a" and "A", which SQL cannot tell apart\n'
    assert outcome(run) == (2, "", said)


def test_tables_that_clash_are_no_hindrance_to_others(tmp_path: Path) -> None:
    package = write_foreign(tmp_path / "p", "a\n1\n", ["a"])
    schema = {"fields": [{"name": "a", "type": "string"}]}
    more = [{"name": name, "path": "t.csv", "schema": schema} for name in ("T", "x")]
    edit_descriptor(package, lambda root: root["resources"].extend(more))

    right = ask(package, "--format", "csv", "SELECT a FROM x")
    wrong = ask(package, "SELECT a FROM t")

    said = 'claimpack: the query names "t" and "T", which SQL cannot tell apart\n'
    assert right == (0, "a\n1\n", "")
    assert wrong == (2, "", said)


HOSTILE = {
    "a file": "SELECT * FROM '/etc/passwd'",
    "a file after FROM": "FROM '/etc/passwd' SELECT *",
    "a file of the package": 'SELECT * FROM "t.csv"',
    "an address": "SELECT * FROM 'https://example.org/x.csv'",
    "a CSV file": "SELECT * FROM read_csv('/etc/passwd')",
    "a text file": "SELECT * FROM read_text('/etc/passwd')",
    "a text file as a value": "SELECT (SELECT content FROM read_text('/etc/passwd'))",
    "a file for each row": "SELECT * FROM t, LATERAL (SELECT * FROM read_blob(town))",
    "a Parquet file": "SELECT * FROM parquet_metadata('x.parquet')",
    "files": "SELECT town FROM t UNION SELECT file FROM glob('/*')",
    "the environment": "SELECT getenv('HOME')",
    "a setting": "SELECT current_setting('secret_directory')",
    "settings": "SELECT * FROM duckdb_settings()",
    "settings as a view": "SELECT * FROM pg_settings",
    "settings behind a WITH": (
        "SELECT * FROM (WITH pg_settings AS (SELECT 1) FROM pg_settings), pg_settings"
    ),
    "settings behind a value": "SELECT * FROM pg_settings WHERE $pg_settings = 1",
    "secrets": "SELECT * FROM duckdb_secrets()",
    "a variable": "SELECT getvariable('x')",
    "the catalog": "SELECT * FROM information_schema.tables",
    "another catalog": "SELECT * FROM temp.main.t",
    "the table behind a view": "SELECT * FROM t0",
    "a name of Python": "SELECT * FROM connection",
    "a query in a text": "SELECT * FROM query('SELECT 1')",
    "a table in a text": "SELECT * FROM query_table(['t'])",
    "a tree in a text": "SELECT * FROM json_execute_serialized_sql('{}')",
    "a log": "SELECT write_log('x')",
    "chance": "SELECT random() AS x",
    "a sample": "SELECT * FROM t TABLESAMPLE 10%",
    "two statements": "SELECT 1; SELECT 2",
    "a statement after it": "SELECT 1; DROP VIEW t",
    "no statement": "/* nothing */ ",
    "COPY TO": "COPY (SELECT 1) TO '/tmp/stolen'",
    "COPY in a WITH": "WITH x AS (COPY t TO '/tmp/stolen') SELECT * FROM x",
    "INSERT in a WITH": "WITH x AS (INSERT INTO t VALUES (1) RETURNING *) FROM x",
    "EXPORT": "EXPORT DATABASE '/tmp/stolen'",
    "ATTACH": "ATTACH '/tmp/stolen.db' AS x",
    "INSTALL": "INSTALL httpfs",
    "LOAD": "LOAD httpfs",
    "SET": "SET enable_external_access = true",
    "PRAGMA": "PRAGMA database_list",
    "CALL": "CALL pragma_version()",
    "CREATE": "CREATE TABLE x AS SELECT 1",
    "a secret": "CREATE SECRET s (TYPE s3)",
    "DELETE": "DELETE FROM t",
    "SHOW": "SHOW ALL TABLES",
    "SUMMARIZE": "SUMMARIZE t",
    "an extension": "SELECT ST_Point(1, 2)",
    "a message": "SELECT error('a\n\x1b[31m' || repeat('b', 100000)) AS x",
    "too many rows": "SELECT * FROM range(20000000)",
    "too many bytes": "SELECT repeat('x', 100000000) AS x FROM range(6)",
    "too much memory": "SELECT len(list(r)) AS x FROM range(10000000000) t(r)",
    "a string that is too large": "SELECT repeat(repeat('x', 1000000), 1000000) AS x",
}  # fmt: skip


@pytest.mark.parametrize("sql", HOSTILE.values(), ids=HOSTILE)
def test_sql_that_reaches_for_more_is_refused_in_one_sentence(
    query: Call, tmp_path: Path, sql: str
) -> None:
    options = ["--param", "pg_settings=1"] if "$" in sql else []
    before = read_files(tmp_path)

    code, out, err = query("--unchecked", *options, sql)

    assert (code, out) == (2, "")
    first, *excerpt = err.removesuffix("\n").split("\n")
    assert first.startswith("claimpack: the query")
    assert len(first) < 400
    assert all(line.startswith("  | ") for line in excerpt)
    assert err.replace("\n", "").isprintable()
    assert read_files(tmp_path) == before


BOMBS = {
    "time": "SELECT count(*) FROM range(1000000000000) a, range(1000000000000) b",
    "a distance": "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
}


@pytest.mark.slow
@pytest.mark.parametrize("sql", BOMBS.values(), ids=BOMBS)
def test_a_query_that_takes_too_long_is_ended(
    monkeypatch: pytest.MonkeyPatch, sql: str
) -> None:
    monkeypatch.setattr(queries, "MOST_SECONDS_OF_QUERY", 1)

    with running() as worker, pytest.raises(QueryError) as caught:
        run_query(worker, [], sql, {})

    assert str(caught.value) == queries.STOPPED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has wider pipes")
def test_a_worker_hands_over_a_mebibyte_of_rows_at_once() -> None:
    with running() as worker:
        size_bytes = fcntl.fcntl(worker.stdout or 0, fcntl.F_GETPIPE_SZ)

    assert size_bytes == 1024 * 1024


def test_a_pipe_that_cannot_be_wider_stays_as_it_is() -> None:
    with Path(os.devnull).open("rb") as file:
        widen(file)

        assert file.read() == b""


def test_an_answer_that_breaks_off_is_none() -> None:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, pa.schema({"x": pa.int64()})) as writer:
        writer.write_table(pa.table({"x": [1, 2]}))
    whole = sink.getvalue().to_pybytes()

    with pytest.raises(QueryError) as caught:
        keep_rows(*read_rows(BytesIO(b"{}\n" + whole[:-40])))

    assert str(caught.value) == queries.STOPPED


def test_the_package_of_this_repository_is_as_it_was_after_a_query(
    tmp_path: Path,
) -> None:
    package = copy_package(tmp_path / "package")
    before = read_files(package)

    run = run_claimpack(
        "query", "--format", "csv", "SELECT count(*) AS claims FROM claims", package
    )

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("claims\n")
    assert read_files(package) == before
