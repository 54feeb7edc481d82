"""SQL of strangers: what it may ask, and that nothing else runs or lasts."""

from __future__ import annotations

import pyarrow as pa
import pytest

from claimpack import guarded_sql
from claimpack.guarded_sql import STOPPED, Answer, GuardedTable, Question, ask

PAYMENTS = GuardedTable(
    name="payments",
    cells=pa.table({"id": [1, 2, 3], "amount": [5.0, -2.0, None]}),
    row_count=3,
    key=("id",),
)


def condition(text: str, table: str = "payments") -> Question:
    """A question for the rows that a condition is false for."""
    return Question(table=table, text=text, is_condition=True)


def query(text: str, table: str = "payments") -> Question:
    """A question for the rows that a query gives the keys of."""
    return Question(table=table, text=text, is_condition=False)


def ask_one(question: Question, *tables: GuardedTable, most: int = 10) -> Answer:
    """The answer to one question."""
    (answer,) = ask(tables or (PAYMENTS,), [question], most)
    return answer


def find_rows(question: Question, *tables: GuardedTable) -> list[int]:
    """The numbers of the rows that one question is about."""
    answer = ask_one(question, *tables)
    assert answer.fault is None
    return [number for number, _ in answer.rows]


def test_a_condition_gives_the_rows_where_it_is_false_and_not_where_it_is_null() -> (
    None
):
    assert find_rows(condition("amount > 0")) == [2]


def test_a_query_gives_the_rows_whose_keys_it_selects_in_order() -> None:
    text = "SELECT id FROM payments WHERE id <> 2 ORDER BY id DESC; "

    assert find_rows(query(text)) == [1, 3]


def test_a_column_after_the_key_is_given_as_text() -> None:
    answer = ask_one(query("SELECT id, id * 2 FROM payments WHERE id = 3"))

    assert answer == Answer(rows=((3, "6"),), total=1)


def test_no_more_rows_than_asked_for_are_listed_and_all_are_counted() -> None:
    answer = ask_one(condition("false"), most=2)

    assert answer == Answer(rows=((1, None), (2, None)), total=3)


def test_damaged_rows_are_in_no_answer() -> None:
    table = GuardedTable(
        name="t",
        cells=pa.table({"id": [1, 2]}),
        row_count=2,
        key=("id",),
        damaged=frozenset({0}),
    )

    assert find_rows(condition("false", "t"), table) == [2]
    assert find_rows(query("SELECT id FROM t", "t"), table) == [2]


NAMES = {
    "a quote": 'a"b',
    "two quotes": '""',
    "an attack": '"; DROP TABLE payments; --',
    "a keyword": "order",
    "a word of ours": "row_number",
    "another word of ours": "is_damaged",
    "a name of ours": "c0",
    "a table of ours": "t0",
    "letters": "Größe",
    "a sign that turns the text": "\u202egnirts",
    "a table of DuckDB": "sqlite_master",
    "a schema of DuckDB": "information_schema",
    "blanks": "  ",
    "a dot": "a.b",
    "braces": "{x}",
}


@pytest.mark.parametrize("name", NAMES)
def test_tables_and_columns_may_have_any_name(name: str) -> None:
    word = NAMES[name]
    quoted = '"' + word.replace('"', '""') + '"'
    table = GuardedTable(
        name=word, cells=pa.table({word: [7, 8]}), row_count=2, key=(word,)
    )
    questions = [
        condition(f"{quoted} < 8", word),
        condition(f"{quoted}.{quoted} < 8", word),
        query(f"SELECT {quoted} FROM {quoted} WHERE {quoted} = 8", word),  # noqa: S608  # that is what is tested
    ]

    answers = list(ask([PAYMENTS, table], questions, 10))

    assert answers == [Answer(rows=((2, None),), total=1)] * 3


def test_a_table_of_which_no_column_is_kept_still_has_its_rows() -> None:
    table = GuardedTable(name="t", cells=pa.table({}), row_count=2)

    assert find_rows(condition("1 = 2", "t"), table) == [1, 2]


REFUSED = {
    "a file by function": "SELECT id FROM read_csv('/etc/passwd')",
    "a text file": "SELECT content FROM read_text('/etc/passwd')",
    "a binary file": "SELECT content FROM read_blob('/etc/passwd')",
    "JSON": "SELECT id FROM read_json('/etc/passwd')",
    "Parquet": "SELECT id FROM parquet_scan('/tmp/x')",
    "a file by name": "SELECT id FROM '/etc/passwd'",
    "a list of files": "SELECT file FROM glob('/*')",
    "the form of a file": "SELECT Delimiter FROM sniff_csv('/etc/passwd')",
    "secrets": "SELECT name FROM duckdb_secrets()",
    "settings by function": "SELECT name FROM duckdb_settings()",
    "settings by value": "SELECT length(current_setting('secret_directory'))",
    "the environment": "SELECT getenv('HOME')",
    "extensions": "SELECT extension_name FROM duckdb_extensions()",
    "the catalog": "SELECT table_name FROM information_schema.tables",
    "the older catalog": "SELECT name FROM sqlite_master",
    "a table of another catalog": "SELECT id FROM memory.main.payments",
    "the table behind the view": "SELECT c0 FROM t0",
    "a query in a text": "SELECT id FROM query('SELECT 1 AS id')",
    "a table in a text": "SELECT id FROM query_table('payments')",
    "a tree in a text": "SELECT id FROM json_execute_serialized_sql('{}')",
    "a log": "SELECT write_log('x')",
    "waiting": "SELECT sleep_ms(100000)",
    "chance": "SELECT id FROM payments WHERE random() < 0.5",
    "a sample": "SELECT id FROM payments USING SAMPLE 1",
    "logging": "SELECT 1 FROM enable_logging()",
    "a checkpoint": "SELECT 1 FROM force_checkpoint()",
    "a view of DuckDB behind a name of its own": (
        "SELECT name FROM (WITH pg_settings AS (SELECT 1 AS x) "
        "SELECT x FROM pg_settings) AS a, pg_settings"
    ),
    "COPY in a WITH": "WITH x AS (COPY payments TO '/tmp/stolen') SELECT id FROM x",
    "UPDATE in a WITH": "WITH x AS (UPDATE payments SET id = 1) SELECT 1",
    "two statements": "SELECT id FROM payments; SELECT 1",
    "a statement after it": "SELECT id FROM payments; DROP VIEW payments",
    "COPY": "COPY payments TO '/tmp/stolen.csv'",
    "COPY FROM": "COPY payments FROM '/etc/passwd'",
    "EXPORT": "EXPORT DATABASE '/tmp/stolen'",
    "ATTACH": "ATTACH '/tmp/stolen.db'",
    "INSTALL": "INSTALL httpfs",
    "LOAD": "LOAD httpfs",
    "PRAGMA": "PRAGMA database_list",
    "SET": "SET enable_external_access = true",
    "RESET": "RESET memory_limit",
    "CALL": "CALL pragma_version()",
    "CREATE": "CREATE TABLE x AS SELECT 1",
    "INSERT": "INSERT INTO payments VALUES (1)",
    "DELETE": "DELETE FROM payments",
    "UPDATE": "UPDATE payments SET id = 1",
    "EXPLAIN": "EXPLAIN ANALYZE SELECT id FROM payments",
    "DESCRIBE": "DESCRIBE payments",
    "SUMMARIZE": "SUMMARIZE payments",
    "SHOW": "SHOW ALL TABLES",
    "PIVOT": "PIVOT payments ON id USING sum(amount)",
    "PREPARE": "PREPARE x AS SELECT 1",
    "a variable": "SET VARIABLE x = 1",
    "a parameter": "SELECT id FROM payments WHERE id = $1",
    "all columns": "SELECT DISTINCT * FROM payments",
    "some columns": "SELECT COLUMNS('i.*') FROM payments",
    "a row as a value": "SELECT count(DISTINCT payments) FROM payments",
    "an alias as a value": "SELECT max(p) FROM payments AS p",
    "a natural join": "SELECT id FROM payments NATURAL JOIN payments AS p",
    "renamed columns": "SELECT x FROM payments AS p(x, y)",
    "no statement": "-- nothing",
    "an open comment": "SELECT id FROM payments /*",
    "a long chain": "SELECT " + " + ".join(["1"] * 2_400),
    "two columns too many": "SELECT 1, 2, 3",
    "an unknown key": "SELECT 77",
    "an unknown column": "SELECT idd FROM payments",
    "an error of its own": "SELECT error('x')",
    "a wrong cast": "SELECT CAST('x' AS INTEGER)",
    "a large string": "SELECT length(repeat(repeat('x', 1000000), 1000000))",
    "a large list": "SELECT len(range(10000000000))",
    "a large aggregate": "SELECT len(list(r)) FROM range(10000000000) t(r)",
    "a large text": "SELECT string_agg(repeat('x', 1000000), '') FROM range(9000)",
}


def test_what_a_query_must_not_do_is_answered_with_a_fault_and_the_worker_goes_on() -> (
    None
):
    questions = [*map(query, REFUSED.values()), condition("id < 3")]

    answers = list(ask([PAYMENTS], questions, 10))

    ran = [
        name
        for name, answer in zip(REFUSED, answers, strict=False)
        if answer.fault in (None, STOPPED)
    ]
    assert ran == []
    assert answers[-1] == Answer(rows=((3, None),), total=1)


BROKEN_OUT = {
    "a closed bracket": "true) FROM payments; DROP VIEW payments; --",
    "a second column": "true), (false",
    "a source": "true) FROM (SELECT 1",
    "a comment": "true --",
    "an open comment": "true /*",
    "an order": "true) ORDER BY (1",
    "a filter": "true) WHERE (true",
    "a union": "true) UNION SELECT (true",
    "nothing": "",
    "a subquery": "SELECT true",
    "an aggregate": "sum(amount) > 0",
    "a window": "row_number() OVER () > 0",
    "a file": "EXISTS (SELECT 1 FROM read_text('/etc/passwd'))",
    "all columns": "COLUMNS(*) > 0",
    "a text": "'x'",
}


def test_a_condition_is_one_expression_over_a_row() -> None:
    answers = list(ask([PAYMENTS], [*map(condition, BROKEN_OUT.values())], 10))

    ran = [
        name
        for name, answer in zip(BROKEN_OUT, answers, strict=True)
        if not answer.fault
    ]
    assert ran == ["a comment", "a subquery"]


SAID = {
    "selec 1": 'is no SQL: syntax error at or near "selec" (character 1)',
    "SELECT 'ü' FROM a b c": ('is no SQL: syntax error at or near "c" (character 21)'),
    "SELECT id FROM payment": (
        'names the table "payment", which is not there; did you mean "payments"? '
        "(character 16)"
    ),
    "SELECT id, id, id FROM payments": (
        "gives 3 columns; expected 1, as the primary key has, or one more"
    ),
    "DROP VIEW payments": "is not a SELECT",
    "SELECT 1; SELECT 2": "has 2 statements; expected one SELECT",
}


@pytest.mark.locked
def test_a_fault_says_what_is_wrong_and_where() -> None:
    answers = ask([PAYMENTS], [*map(query, SAID)], 10)

    assert dict(zip(SAID, (answer.fault for answer in answers), strict=True)) == SAID


BOMBS = {
    "a product": "SELECT count(*) FROM range(1000000000000) a, range(1000000000000) b",
    "no end": "WITH RECURSIVE a AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM a) "
    "SELECT count(x) FROM a",
    "a distance": "SELECT levenshtein(repeat('a', 200000), repeat('b', 200000))",
    "padding": "SELECT length(lpad('', 2000000000, 'x'))",
    "a form": "SELECT length(format('{:>2000000000}', 1))",
    "a list": "SELECT list_distinct(range(100000000))[1]",
    "a longer list": "SELECT len(list_resize([1], 2000000000, 0))",
    "texts in a list": (
        "SELECT len(list_transform(range(100000000), lambda x: repeat('y', 1000)))"
    ),
    "deep nesting": "SELECT " + "(" * 4_000 + "77" + ")" * 4_000,
    "a count": "SELECT count(DISTINCT r) FROM range(10000000000) t(r)",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_within_its_limits_and_what_follows_is_answered(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(guarded_sql, "MOST_SECONDS_OF_ONE", 1)

    bomb, after = ask([PAYMENTS], [query(BOMBS[name]), condition("id < 3")], 10)

    assert bomb.fault is not None
    assert after == Answer(rows=((3, None),), total=1)


@pytest.mark.slow
def test_all_statements_together_have_a_limit_of_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guarded_sql, "MOST_SECONDS_OF_ALL", 1)
    monkeypatch.setattr(guarded_sql, "MOST_SECONDS_OF_ONE", 1)
    questions = [query(BOMBS["a distance"])] * 4

    answers = list(ask([PAYMENTS], questions, 10))

    assert answers == [
        Answer(fault=guarded_sql.STOPPED),
        *[Answer(fault=guarded_sql.NOT_ASKED)] * 3,
    ]


def test_no_question_starts_no_process() -> None:
    assert list(ask([PAYMENTS], [], 10)) == []
