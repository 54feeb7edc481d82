"""Tables of a package in SQLite: types, keys, conditions and values."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.errors import ClaimpackError, SourceError
from claimpack.opening import open_package
from claimpack.sqlite import write_sqlite
from claimpack.sqlite.database import require_sqlite
from claimpack.sqlite.exact_rows import read_rows
from claimpack.sqlite.globs import LONGEST_PATTERN, match_pattern
from packages import Row, dump, write_descriptor, write_files, write_foreign

Rows = list[tuple[Any, ...]]


def ask(path: Path, sql: str, *values: str) -> Rows:
    """The rows that a database gives."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def ask_all(path: Path, table: str) -> Rows:
    """The rows of a table."""
    return ask(path, f"SELECT * FROM {table}")  # noqa: S608  # a name of ours


def write(package: Path, *, unchecked: bool = False) -> Path:
    """Write the database of a package beside its descriptor."""
    path = package / "p.sqlite"
    write_sqlite(open_package(package, unchecked=unchecked), path)
    return path


def declaration(path: Path, table: str = "t") -> str:
    """The CREATE TABLE of a table."""
    ((sql,),) = ask(path, "SELECT sql FROM sqlite_schema WHERE name = ?", table)
    return str(sql)


NUMBER: Row = {"name": "x", "type": "number"}
FIELDS: list[Row | str] = [
    "town",
    {"name": "people", "type": "integer"},
    {"name": "area", "type": "number"},
    {"name": "founded", "type": "date"},
    {"name": "is_port", "type": "boolean"},
    {"name": "since", "type": "year"},
    {"name": "seen", "type": "datetime"},
    {"name": "noon", "type": "time"},
    {"name": "tags", "type": "list"},
]
CSV = """\
town,people,area,founded,is_port,since,seen,noon,tags
Città,1200,2.5,1890-01-31,true,1890,2024-12-23T10:00:00,12:00:00,"a,b"
Bor,,,,false,,,,
"""


def test_values_have_the_types_of_sqlite(tmp_path: Path) -> None:
    path = write(write_foreign(tmp_path, CSV, FIELDS))

    first, second = ask(path, "SELECT * FROM t")
    kinds = ask(path, "SELECT name, type FROM pragma_table_info('t')")

    assert first == (
        *("Città", 1200, 2.5, "1890-01-31", 1, 1890),
        *("2024-12-23T10:00:00", "12:00:00", '["a", "b"]'),
    )
    assert second == ("Bor", None, None, None, 0, None, None, None, None)
    assert [kind for _, kind in kinds] == [
        *("TEXT", "INTEGER", "REAL", "TEXT", "INTEGER", "INTEGER"),
        *("TEXT", "TEXT", "TEXT"),
    ]


def test_an_integer_beyond_64_bits_makes_its_column_text(tmp_path: Path) -> None:
    limits: Row = {"name": "n", "type": "integer", "constraints": {"minimum": 0}}
    package = write_foreign(tmp_path, f"n\n{2**63}\n7\n", [limits])

    path = write(package)

    assert ask(path, "SELECT n FROM t") == [(str(2**63),), ("7",)]
    assert declaration(path) == 'CREATE TABLE "t" (\n    "n" TEXT\n) STRICT'


def test_a_number_that_sqlite_has_not_is_refused(tmp_path: Path) -> None:
    write_foreign(tmp_path, "x\nNaN\n", [{"name": "x", "type": "number"}])

    with pytest.raises(SourceError, match=r'^column "x": found NaN; expected numbers'):
        write(tmp_path)

    assert not (tmp_path / "p.sqlite").exists()


def test_an_infinite_number_is_kept(tmp_path: Path) -> None:
    limits = {"minimum": "-INF", "enum": ["INF", "-INF", "1.5", "NaN"]}
    field: Row = {"name": "x", "type": "number", "constraints": limits}
    write_foreign(tmp_path, "x\nINF\n-INF\n", [field])

    path = write(tmp_path)

    assert ask(path, "SELECT x FROM t") == [(float("inf"),), (float("-inf"),)]
    assert "IN (9e999, -9e999, 1.5, NULL)" in declaration(path)


WIDE = "9007199254740993"
"""The least integer that no double holds; the nearest double is one less."""


@pytest.mark.parametrize(
    "words", [f"{WIDE} 9007199254740992", "1E+400 INF", "12345678901234567890.123 -1"]
)
def test_numbers_that_no_double_holds_make_their_column_text(
    tmp_path: Path, words: str
) -> None:
    limits: Row = {"name": "x", "type": "number", "constraints": {"minimum": -1}}
    cells = words.split()
    write_foreign(tmp_path, "\n".join(["x", *cells, ""]), [limits], primaryKey="x")

    path = write(tmp_path)

    assert ask(path, "SELECT x FROM t ORDER BY rowid") == [(cell,) for cell in cells]
    assert declaration(path) == (
        'CREATE TABLE "t" (\n    "x" TEXT NOT NULL,\n    PRIMARY KEY ("x")\n) STRICT'
    )


def test_all_other_numbers_are_doubles(tmp_path: Path) -> None:
    cells = ["-1.0", "0.1", "3.141592653589793", "1e300", "5e-324", "-0", "+7", ""]
    write_foreign(
        tmp_path, "\n".join(["x,y", *[f"{c},z" for c in cells], ""]), [NUMBER, "y"]
    )

    path = write(tmp_path)

    values = [float(cell) if cell else None for cell in cells]
    assert ask(path, "SELECT x FROM t") == [(value,) for value in values]
    assert declaration(path).startswith('CREATE TABLE "t" (\n    "x" REAL,')


def test_a_table_without_rows_or_column_has_its_numbers_as_doubles(
    tmp_path: Path,
) -> None:
    absent = {**NUMBER, "name": "y"}
    write_foreign(tmp_path, "x\n", [NUMBER, absent], fieldsMatch="superset")

    path = write(tmp_path, unchecked=True)

    assert declaration(path) == 'CREATE TABLE "t" (\n    "x" REAL\n) STRICT'


@pytest.mark.parametrize(
    ("stored", "kind"),
    [
        (pa.array([int(WIDE), 1]), "TEXT"),
        (pa.array([1, 2]), "REAL"),
        (pa.array([Decimal(WIDE), Decimal(1)]), "TEXT"),
        (pa.array([0.1, 0.2], pa.float32()), "REAL"),
        (pa.array([0.1, 0.2]), "REAL"),
    ],
    ids=lambda case: str(getattr(case, "type", case)),
)
def test_numbers_in_parquet_are_doubles_where_doubles_hold_them(
    tmp_path: Path, stored: pa.Array, kind: str
) -> None:
    write_files(tmp_path, {"t.parquet": dump(pa.table({"x": stored}))})
    schema = {"fields": [NUMBER]}
    resource = {"name": "t", "path": "t.parquet", "format": "parquet", "schema": schema}
    write_descriptor(tmp_path, {"resources": [resource]})

    path = write(tmp_path)

    held = stored.to_pylist()
    rows = [str(value) if kind == "TEXT" else float(value) for value in held]
    assert ask(path, "SELECT x FROM t") == [(value,) for value in rows]
    assert declaration(path) == f'CREATE TABLE "t" (\n    "x" {kind}\n) STRICT'


LEFT_OUT: dict[str, tuple[Row, str]] = {
    "a bound that no double holds": (
        {"type": "number", "constraints": {"exclusiveMaximum": WIDE}},
        "9007199254740992",
    ),
    "a value that no double holds": (
        {"type": "number", "constraints": {"enum": ["1", "0.10000000000000001"]}},
        "1",
    ),
    "a bound of a type that is text": (
        {"type": "yearmonth", "constraints": {"minimum": "1999-01"}},
        "2000-01",
    ),
}


@pytest.mark.parametrize("case", LEFT_OUT)
def test_a_constraint_that_sqlite_cannot_say_is_left_out(
    tmp_path: Path, case: str
) -> None:
    field, cell = LEFT_OUT[case]
    write_foreign(tmp_path, f"a\n{cell}\n", [{"name": "a", **field}])

    path = write(tmp_path)

    assert "CHECK" not in declaration(path)


def test_a_year_in_a_time_zone_is_no_limit_of_years_without(tmp_path: Path) -> None:
    limits = {"enum": ["2000", "2001Z"]}
    write_foreign(
        tmp_path, "a\n2000\n", [{"name": "a", "type": "year", "constraints": limits}]
    )

    path = write(tmp_path)

    assert declaration(path) == 'CREATE TABLE "t" (\n    "a" INTEGER\n) STRICT'


LIMITS_OF_INTEGERS: dict[str, tuple[Row, str, str]] = {
    "a year": ({"minimum": "1999"}, "2000", '"a" >= 1999'),
    "a year as an integer": ({"exclusiveMaximum": 2001}, "2000", '"a" < 2001'),
    "years": ({"enum": ["1999", "2000"]}, "2000", '"a" IN (1999, 2000)'),
    "401 digits": ({"maximum": "1" + "0" * 400}, "2000", '"a" <= 9e999'),
    "the greatest of 64 bits": (
        {"maximum": str(2**63 - 1)},
        str(2**63 - 1),
        f'"a" <= {2**63 - 1}',
    ),
    "more than 64 bits hold": ({"maximum": str(2**63)}, "2000", '"a" <= 9e999'),
    "the least of 64 bits": (
        {"minimum": str(-(2**63))},
        str(-(2**63)),
        f'"a" >= -{2**63}',
    ),
    "less than 64 bits hold": (
        {"exclusiveMinimum": str(-(2**63) - 1)},
        str(-(2**63)),
        '"a" > -9e999',
    ),
}


@pytest.mark.parametrize("case", LIMITS_OF_INTEGERS)
def test_limits_of_years_and_integers_are_exact(tmp_path: Path, case: str) -> None:
    limits, cell, condition = LIMITS_OF_INTEGERS[case]
    kind = "year" if "year" in case else "integer"
    field: Row = {"name": "a", "type": kind, "constraints": limits}
    write_foreign(tmp_path, f"a\n{cell}\n", [field])

    path = write(tmp_path)

    assert ask(path, "SELECT a FROM t") == [(int(cell),)]
    assert f'"a" INTEGER CHECK ({condition})\n' in declaration(path)


LIMITED: list[Row | str] = [
    {"name": "a", "type": "string", "constraints": {"enum": ["it's", "b"]}},
    {
        "name": "b",
        "type": "integer",
        "constraints": {"required": True, "minimum": 1, "exclusiveMaximum": 9},
    },
    {
        "name": "c",
        "type": "date",
        "constraints": {"maximum": "2024-12-31", "exclusiveMinimum": "2000-01-01"},
    },
    {"name": "d", "type": "number", "constraints": {"minimum": 0.5, "unique": True}},
    {"name": "e", "type": "boolean", "constraints": {"enum": [True]}},
    {"name": "f", "type": "string", "constraints": {"pattern": "Q[1-9][0-9]*"}},
    {
        "name": "g",
        "type": "string",
        "constraints": {"pattern": "(a|b)", "minLength": 1},
    },
    {
        "name": "h",
        "type": "datetime",
        "constraints": {"minimum": "2024-01-01T00:00:00Z"},
    },
]
LIMITED_CSV = "a,b,c,d,e,f,g,h\nit's,1,2024-12-31,0.5,true,Q12,a,2024-12-23T10:00:00Z\n"


def test_constraints_become_conditions_where_sqlite_can_say_them(
    tmp_path: Path,
) -> None:
    write_foreign(
        tmp_path, LIMITED_CSV, LIMITED, primaryKey="a", uniqueKeys=[["b", "c"]]
    )

    path = write(tmp_path)

    assert (
        declaration(path)
        == """\
CREATE TABLE "t" (
    "a" TEXT NOT NULL CHECK ("a" IN ('it''s', 'b')),
    "b" INTEGER NOT NULL CHECK ("b" < 9) CHECK ("b" >= 1),
    "c" TEXT CHECK ("c" > '2000-01-01') CHECK ("c" <= '2024-12-31'),
    "d" REAL CHECK ("d" >= 0.5),
    "e" INTEGER CHECK ("e" IN (0, 1)) CHECK ("e" IN (1)),
    "f" TEXT CHECK ("f" GLOB 'Q[1-9]*' AND substr("f", 3) NOT GLOB '*[^0-9]*'),
    "g" TEXT,
    "h" TEXT,
    PRIMARY KEY ("a"),
    UNIQUE ("d"),
    UNIQUE ("b", "c")
) STRICT"""
    )


def test_a_word_that_ends_sql_is_no_condition(tmp_path: Path) -> None:
    field: Row = {"name": "a", "type": "string", "constraints": {"enum": ["b", "\0"]}}
    write_foreign(tmp_path, "a\nb\n", [field])

    path = write(tmp_path)

    assert declaration(path) == 'CREATE TABLE "t" (\n    "a" TEXT\n) STRICT'


def test_the_database_refuses_what_the_package_may_not_hold(tmp_path: Path) -> None:
    path = write(write_foreign(tmp_path, LIMITED_CSV, LIMITED, primaryKey="a"))
    good = ("b", 2, "2024-01-01", 0.75, 1, "Q1", None, None)
    wrong = ("c", 9, "1999-01-01", 0.25, 2, "Q01", 1.5, None)
    values = "INSERT INTO t VALUES (?, ?, ?, ?, ?, ?, ?, ?)"

    with closing(sqlite3.connect(path)) as connection:
        for index in range(6):
            row = (*good[:index], wrong[index], *good[index + 1 :])
            with pytest.raises(sqlite3.IntegrityError):
                connection.execute(values, row)
        connection.execute(values, good)


PATTERNS = [
    *("[a-z0-9][a-z0-9._-]*", "[0-9~?/.-]+", "[0-9a-f]{4}", "Q[1-9][0-9]*", "[1-9]"),
    *("a-b", "[a-z][a-z0-9_]*", "ab[c-d]{2}", ""),
]


@pytest.mark.parametrize("pattern", PATTERNS)
@given(word=st.text(alphabet="abcfQ019._-~?/*[]^é\n", max_size=6))
def test_a_condition_holds_where_its_pattern_matches(pattern: str, word: str) -> None:
    condition = match_pattern("w", pattern)

    with closing(sqlite3.connect(":memory:")) as connection:
        sql = f"SELECT {condition} FROM (SELECT ? AS w)"  # noqa: S608  # ours
        (holds,) = connection.execute(sql, (word,)).fetchone()

    assert bool(holds) is (re.fullmatch(pattern, word) is not None)


@pytest.mark.parametrize(
    "pattern",
    ["a|b", "(a)b", ".*", r"\d+", "[^a]", "[a-z]*x", "a*", "[]a]", "[a]{0}", "a+", "é"],
)
def test_a_pattern_that_glob_cannot_say_is_left_out(pattern: str) -> None:
    assert match_pattern("w", pattern) is None


def test_a_pattern_that_is_too_long_for_glob_is_left_out(tmp_path: Path) -> None:
    cell = "a" * 60_000
    field: Row = {"name": "a", "type": "string", "constraints": {"pattern": cell}}
    write_foreign(tmp_path, f"a\n{cell}\n", [field])

    path = write(tmp_path)

    assert declaration(path) == 'CREATE TABLE "t" (\n    "a" TEXT\n) STRICT'


@pytest.mark.parametrize("pattern", ["a" * LONGEST_PATTERN, f"[{'a' * 39_997}]+"])
def test_glob_takes_the_longest_pattern(pattern: str) -> None:
    condition = match_pattern("w", pattern)

    with closing(sqlite3.connect(":memory:")) as connection:
        sql = f"SELECT {condition} FROM (SELECT ? AS w)"  # noqa: S608  # ours
        rows = connection.execute(sql, ("a" * LONGEST_PATTERN,)).fetchall()

    assert rows == [(1,)]


def write_family(root: Path, *children: str) -> Path:
    """A package of people with a mother, and of visits to them by name and town."""
    people = "name,town,mother\nAnna,Bor,\nBo,Bor,Anna\n"
    visits = "".join(f"{child}\n" for child in ["person,place", *children])
    write_files(root, {"p.csv": people.encode(), "v.csv": visits.encode()})
    names = {"p.csv": ["name", "town", "mother"], "v.csv": ["person", "place"]}
    mother = {"fields": "mother", "reference": {"fields": "name"}}
    visited = {
        "fields": ["place", "person"],
        "reference": {"resource": 'pe"ople', "fields": ["town", "name"]},
    }
    by_town = {
        "fields": "place",
        "reference": {"resource": 'pe"ople', "fields": "town"},
    }
    keys: dict[str, Row] = {
        "p.csv": {
            "primaryKey": ["name"],
            "uniqueKeys": [["name", "town"]],
            "foreignKeys": [mother],
        },
        "v.csv": {"foreignKeys": [visited, by_town]},
    }
    resources = [
        {
            "name": name,
            "path": path,
            "schema": {
                "fields": [{"name": n, "type": "string"} for n in names[path]],
                **keys[path],
            },
        }
        for name, path in (("visits", "v.csv"), ('pe"ople', "p.csv"))
    ]
    write_descriptor(root, {"resources": resources})
    return root


def test_foreign_keys_may_have_several_columns_or_lead_to_the_table_itself(
    tmp_path: Path,
) -> None:
    path = write(write_family(tmp_path, "Bo,Bor", ",Bor"))

    assert (
        declaration(path, "visits")
        == """\
CREATE TABLE "visits" (
    "person" TEXT,
    "place" TEXT,
    FOREIGN KEY ("place", "person") REFERENCES "pe""ople" ("town", "name")
) STRICT"""
    )
    assert declaration(path, 'pe"ople').endswith("""
    PRIMARY KEY ("name"),
    UNIQUE ("name", "town"),
    FOREIGN KEY ("mother") REFERENCES "pe""ople" ("name")
) STRICT""")


def write_pair(root: Path, fields: list[Row], content: str) -> Path:
    """A package of one table whose second column refers to its first, the key."""
    reference = {"fields": "b", "reference": {"fields": "a"}}
    keys = {"primaryKey": "a", "foreignKeys": [reference]}
    named = [{"name": n, **f} for n, f in zip("ab", fields, strict=True)]
    return write_foreign(root, content, named, **keys)


REFERENCES: dict[str, tuple[str, str, str, bool]] = {
    "numbers to integers": ("integer", "number", "a,b\n1,1.0\n", True),
    "numbers to integers as text": (
        "integer",
        "number",
        f"a,b\n{2**63},\n1,1\n",
        False,
    ),
    "integers to numbers as text": ("number", "integer", f"a,b\n{WIDE},\n1,1\n", False),
    "text to numbers": ("number", "string", "a,b\nINF,INF\n", False),
    "text to days": ("date", "string", "a,b\n2024-01-01,2024-01-01\n", False),
    "days to days": ("date", "date", "a,b\n2024-01-01,2024-01-01\n", True),
}


@pytest.mark.parametrize("case", REFERENCES)
def test_a_foreign_key_is_declared_where_sqlite_compares_as_the_standard_does(
    tmp_path: Path, case: str
) -> None:
    target, kind, content, is_declared = REFERENCES[case]
    write_pair(tmp_path, [{"type": target}, {"type": kind}], content)

    path = write(tmp_path)

    assert ("FOREIGN KEY" in declaration(path)) is is_declared


def test_a_column_that_is_the_primary_key_is_declared_unique_once(
    tmp_path: Path,
) -> None:
    field: Row = {"name": "a", "type": "string", "constraints": {"unique": True}}
    write_foreign(tmp_path, "a\nx\n", [field], primaryKey="a")

    path = write(tmp_path)

    assert declaration(path) == (
        'CREATE TABLE "t" (\n    "a" TEXT NOT NULL,\n    PRIMARY KEY ("a")\n) STRICT'
    )


def test_a_row_that_refers_to_none_is_refused_also_unchecked(tmp_path: Path) -> None:
    write_family(tmp_path, "Carl,Bor")

    with pytest.raises(SourceError) as caught:
        write(tmp_path, unchecked=True)

    assert str(caught.value) == (
        'the database: found that row 1 of "visits" refers to no row of "pe"ople"; '
        "expected valid rows; run `claimpack validate`, which tells all such rows; "
        "what it does not tell, SQLite does not hold exactly (docs/sqlite.md)."
    )
    assert list(tmp_path.glob("*sqlite*")) == []


def test_a_row_that_breaks_a_key_is_refused_also_unchecked(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a\nx\nx\n", ["a"], primaryKey="a")

    with pytest.raises(SourceError, match=r"UNIQUE constraint failed: t\.a"):
        write(tmp_path, unchecked=True)

    assert list(tmp_path.glob("*sqlite*")) == []


def test_columns_that_the_file_has_not_are_not_there(tmp_path: Path) -> None:
    keys: Row = {"primaryKey": ["b"], "uniqueKeys": [["a", "b"]]}
    write_foreign(tmp_path, "a\nx\n", ["a", "b"], fieldsMatch="superset", **keys)

    path = write(tmp_path, unchecked=True)

    assert declaration(path) == 'CREATE TABLE "t" (\n    "a" TEXT\n) STRICT'


def rename(root: Path, *names: str) -> Path:
    """A package of tables with these names and the one column `a`."""
    write_files(root, {"t.csv": b"a\nx\n"})
    fields = {"fields": [{"name": "a", "type": "string"}]}
    tables = [{"name": name, "path": "t.csv", "schema": fields} for name in names]
    write_descriptor(root, {"resources": tables})
    return root


NAMES = {
    "of SQLite": (
        ["SQLite_stat1"],
        'a table with the name "SQLite_stat1", which SQLite keeps for itself',
    ),
    "of ours": (
        ["Column_comments"],
        (
            'a table with the name "Column_comments", which the database has for a'
            " table of its own"
        ),
    ),
    "that differ in case": (
        ["towns", "Towns"],
        'a table "towns" and a table "Towns", which SQLite cannot tell apart',
    ),
    "with NUL": (
        ["a\0b"],
        r'a table with the name "a\x00b", in which a NUL character ends the SQL',
    ),
}


@pytest.mark.parametrize("case", NAMES)
def test_a_name_that_a_table_cannot_have_is_refused(tmp_path: Path, case: str) -> None:
    names, found = NAMES[case]
    rename(tmp_path, *names)

    with pytest.raises(SourceError) as caught:
        write(tmp_path, unchecked=True)

    told = f"datapackage.json: found {found}; expected another name; rename it."
    assert str(caught.value) == told
    assert list(tmp_path.glob("*sqlite*")) == []


def test_columns_that_differ_in_case_are_refused(tmp_path: Path) -> None:
    write_foreign(tmp_path, "a,A\nx,y\n", ["a", "A"])

    with pytest.raises(
        SourceError, match='found a column of t "a" and a column of t "A"'
    ):
        write(tmp_path)


def test_names_that_differ_in_case_beyond_ascii_are_two(tmp_path: Path) -> None:
    write_foreign(tmp_path, "é,É\nx,y\n", ["é", "É"], primaryKey="É")

    path = write(tmp_path)

    assert ask(path, 'SELECT "é", "É" FROM t') == [("x", "y")]
    assert 'PRIMARY KEY ("É")' in declaration(path)


@pytest.mark.parametrize(("count", "told"), [(0, "0"), (2001, "2,001")])
def test_a_table_with_no_or_too_many_columns_is_refused(
    tmp_path: Path, count: int, told: str
) -> None:
    names = [f"c{number}" for number in range(count)]
    write_foreign(tmp_path, ",".join(["x", *names]) + "\n", ["y", *names])

    with pytest.raises(SourceError) as caught:
        write(tmp_path, unchecked=True)

    assert str(caught.value) == (
        f'datapackage.json: found {told} columns of the table "t" in its file; '
        "expected from 1 to 2,000, as SQLite has them; declare those of the file, in "
        "several tables."
    )


def test_a_table_may_have_as_many_columns_as_sqlite(tmp_path: Path) -> None:
    names: list[Row | str] = [f"c{number}" for number in range(2000)]
    cells = ",".join("x" * 2000)
    write_foreign(tmp_path, f"{','.join(map(str, names))}\n{cells}\n", names)

    path = write(tmp_path, unchecked=True)

    assert ask(path, "SELECT c0, c1999 FROM t") == [("x", "x")]


def test_a_descriptor_without_resources_gives_no_table(tmp_path: Path) -> None:
    write_descriptor(tmp_path, {"name": "p"})

    path = write(tmp_path, unchecked=True)

    assert ask(path, "SELECT * FROM table_comments") == []


def test_any_other_name_is_quoted(tmp_path: Path) -> None:
    package = rename(tmp_path, 'select "é"; --')

    path = write(package)

    assert ask(path, 'SELECT a FROM "select ""é""; --"') == [("x",)]


def test_rows_come_in_batches_from_parquet(tmp_path: Path) -> None:
    count = 70_000
    table = pa.table({"n": pa.array(range(count), pa.int32())})
    write_files(tmp_path, {"t.parquet": dump(table)})
    schema = {"fields": [{"name": "n", "type": "integer"}]}
    resource = {"name": "t", "path": "t.parquet", "format": "parquet", "schema": schema}
    write_descriptor(tmp_path, {"resources": [resource]})

    path = write(tmp_path)

    assert ask(path, "SELECT count(*), min(n), max(n), max(rowid) FROM t") == [
        (count, 0, count - 1, count)
    ]


def test_rows_of_parquet_are_read_when_they_are_asked_for(tmp_path: Path) -> None:
    write_files(tmp_path, {"t.parquet": dump(pa.table({"x": [0.5]}))})
    resource = {"name": "t", "path": "t.parquet", "format": "parquet"}
    write_descriptor(
        tmp_path, {"resources": [resource | {"schema": {"fields": [NUMBER]}}]}
    )

    schema, batches = read_rows(open_package(tmp_path), "t")
    (tmp_path / "t.parquet").unlink()

    assert schema.names == ["x"]
    with pytest.raises(SourceError):
        next(batches)


def test_an_old_sqlite_is_named() -> None:
    with pytest.raises(ClaimpackError) as caught:
        require_sqlite((3, 36, 0))

    assert str(caught.value) == (
        "Python has SQLite 3.36.0, which knows no STRICT tables; expected 3.37 or "
        "newer; use a Python with one"
    )
