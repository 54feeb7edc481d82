"""Questions with names: the files that they stand in, and what they are asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from claimpack import questions
from claimpack.cells import Value
from claimpack.dataset import open_dataset
from claimpack.errors import SchemaError, SourceError, UsageError
from claimpack.questions import (
    Parameter,
    Question,
    bind,
    find_question,
    load_questions,
    load_shipped_questions,
    read_question,
)
from claimpack.render.questions import NO_QUESTIONS, render_questions
from command_line import REPOSITORY, outcome, run_claimpack
from packages import Row, write_foreign

TEXT = """\
-- A remark.
-- title: Large towns
-- description: Each town once,
--   with its people.
-- param: least (integer) = 100: people, at least
-- param: since (date): first day
-- param: name (text) =: part of the name
-- param: share (number) = 0.5: of all: of them
-- param: is_port (boolean) = true: ports only

-- title: no entry, for the head has ended
SELECT town FROM t WHERE people >= $least
"""
LARGE_TOWNS = Question(
    name="large-towns",
    title="Large towns",
    description="Each town once, with its people.",
    parameters=(
        Parameter(
            name="least",
            type="integer",
            description="people, at least",
            is_required=False,
            default=100,
        ),
        Parameter(name="since", type="date", description="first day", is_required=True),
        Parameter(
            name="name",
            type="text",
            description="part of the name",
            is_required=False,
        ),
        Parameter(
            name="share",
            type="number",
            description="of all: of them",
            is_required=False,
            default=0.5,
        ),
        Parameter(
            name="is_port",
            type="boolean",
            description="ports only",
            is_required=False,
            default=True,
        ),
    ),
    sql=TEXT,
)


def test_the_head_of_a_file_says_what_is_asked() -> None:
    assert read_question("large-towns", TEXT) == LARGE_TOWNS


def test_a_folder_has_its_questions_by_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        (tmp_path / f"{name}.sql").write_text("-- title: T\nSELECT 1")
    (tmp_path / "README.md").write_text("no question")

    assert list(load_questions(tmp_path)) == ["a", "b"]


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert load_questions(tmp_path / "queries") == {}


EXPECTED = (
    "expected `name (type) = default: words`, with one of the types text, integer, "
    "number, date, boolean, file"
)
NO_DAY = 'found "soon"; expected a day of the calendar as YYYY-MM-DD'
GIVE = "give it with --param since=…"
WRONG_FILES = {
    "a name in capitals": (
        "Towns",
        "-- title: T",
        "queries/Towns.sql: expected a name in small letters, as by-source",
    ),
    "two titles": (
        "towns",
        "-- title: T\n-- title: U\nSELECT 1",
        "queries/towns.sql: found 2 lines `-- title:`; expected 1",
    ),
    "a parameter without words": (
        "towns",
        "-- title: T\n-- param: a (text)",
        f'queries/towns.sql: found "a (text)"; {EXPECTED}',
    ),
    "an unknown type": (
        "towns",
        "-- title: T\n-- param: a (day): b",
        f'queries/towns.sql: found "a (day): b"; {EXPECTED}',
    ),
    "a default of another type": (
        "towns",
        "-- title: T\n-- param: a (date) = soon: b",
        f"queries/towns.sql: a: {NO_DAY}",
    ),
}


@pytest.mark.parametrize(
    ("name", "text", "said"), WRONG_FILES.values(), ids=WRONG_FILES
)
def test_a_wrong_head_is_refused(
    tmp_path: Path, name: str, text: str, said: str
) -> None:
    (tmp_path / f"{name}.sql").write_text(text)

    with pytest.raises(SchemaError) as caught:
        load_questions(tmp_path)

    assert str(caught.value) == said


def test_a_file_that_is_no_text_is_refused_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "a.sql").write_bytes(b"-- title: T\n\xff")

    with pytest.raises(SchemaError, match=r"^queries/a\.sql line 2: found the byte"):
        load_questions(tmp_path)


def test_words_become_values_and_defaults_stand_for_the_rest() -> None:
    given: dict[str, Value] = {"since": "2031-01-02", "share": 0.25}

    assert bind(LARGE_TOWNS, given) == {
        "least": 100,
        "since": date(2031, 1, 2),
        "name": None,
        "share": 0.25,
        "is_port": True,
    }


WRONG_VALUES: dict[str, tuple[dict[str, Value], str]] = {
    "an unknown one": (
        {"leest": "1"},
        "large-towns has no parameter \"leest\"; did you mean 'least'?",
    ),
    "a missing one": (
        {},
        "large-towns needs the parameter since (date), first day; " + GIVE,
    ),
    "another type": (
        {"since": "soon"},
        f"since: {NO_DAY}",
    ),
    "a value of another type": (
        {"since": "2031-01-02", "least": 1.5},
        'least: found "1.5"; expected an integer in ASCII digits, as 1200',
    ),
}


@pytest.mark.parametrize(("given", "said"), WRONG_VALUES.values(), ids=WRONG_VALUES)
def test_a_wrong_value_is_refused(given: dict[str, Value], said: str) -> None:
    with pytest.raises(UsageError) as caught:
        bind(LARGE_TOWNS, given)

    assert str(caught.value) == said


def test_a_file_that_a_parameter_names_is_read(tmp_path: Path) -> None:
    (tmp_path / "ranking.txt").write_text("first\nsecond\n", encoding="utf-8")
    question = read_question("q", "-- param: ranking (file) =: the best first")

    given = bind(question, {"ranking": str(tmp_path / "ranking.txt")})

    assert given == {"ranking": "first\nsecond\n"}
    assert bind(question) == {"ranking": None}
    with pytest.raises(SourceError, match=r"^none: found nothing of that name; "):
        bind(question, {"ranking": str(tmp_path / "none")})


def test_a_question_without_parameters_says_so() -> None:
    question = read_question("all", "-- title: T\nSELECT 1")

    with pytest.raises(UsageError) as caught:
        bind(question, {"a": "1"})

    assert str(caught.value) == 'all has no parameter "a"; it has none'


UNKNOWN = {
    "a near one": (
        {"large-towns": LARGE_TOWNS},
        "large-town",
        "no question has the name \"large-town\"; did you mean 'large-towns'?",
    ),
    "none near": (
        {"large-towns": LARGE_TOWNS},
        "x",
        'no question has the name "x"; known: large-towns',
    ),
    "none at all": ({}, "x", 'no question has the name "x"; there are none'),
}


@pytest.mark.parametrize(("known", "name", "said"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_question_is_told_with_near_names(
    known: dict[str, Question], name: str, said: str
) -> None:
    with pytest.raises(UsageError) as caught:
        find_question(known, name)

    assert str(caught.value) == said


LISTED = """\
large-towns: Large towns
  Each town once, with its people.
  --param least=… (integer, else 100): people, at least
  --param since=… (date, required): first day
  --param name=… (text, else none): part of the name
  --param share=… (number, else 0.5): of all: of them
  --param is_port=… (boolean, else true): ports only

one: One"""


def test_questions_are_listed_with_titles_and_parameters() -> None:
    one = read_question("one", "-- title: One\nSELECT 1")

    assert render_questions([LARGE_TOWNS, one]) == LISTED
    assert render_questions([]) == NO_QUESTIONS


def test_the_list_of_the_command_has_the_questions_that_are_shipped() -> None:
    expected = render_questions(load_shipped_questions().values())

    assert outcome(run_claimpack("query", "--list")) == (0, f"{expected}\n", "")


@pytest.fixture
def shipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder of questions, as if the tool shipped that one."""
    folder = tmp_path / "queries"
    folder.mkdir()
    find: Callable[[str], Path] = lambda name: tmp_path / name  # noqa: E731  # shorter
    monkeypatch.setattr(questions, "find_shipped", find)
    return folder


def test_a_question_is_asked_by_its_name_with_its_values(
    shipped: Path, tmp_path: Path
) -> None:
    (shipped / "large-towns.sql").write_text(
        "-- title: T\n-- param: least (integer) = 100: people\n"
        "SELECT town FROM t WHERE people >= $least ORDER BY town\n"
    )
    fields: list[Row | str] = ["town", {"name": "people", "type": "integer"}]
    towns = open_dataset(
        write_foreign(tmp_path / "p", "town,people\na,5\nb,500\n", fields)
    )

    assert towns.ask("large-towns").to_pydict() == {"town": ["b"]}
    assert towns.ask("large-towns", least="1").to_pydict() == {"town": ["a", "b"]}


def test_a_file_of_ones_own_is_asked(tmp_path: Path) -> None:
    package = write_foreign(tmp_path / "p", "town\na\nb\n", ["town"])
    file = tmp_path / "my towns.sql"
    file.write_text("-- param: town (text) = b: name\nFROM t WHERE town = $town\n")

    run = run_claimpack("query", "--format", "csv", file, package)
    rows = open_dataset(package).ask(str(file), town="a")

    assert outcome(run) == (0, "town\nb\n", "")
    assert rows.to_pydict() == {"town": ["a"]}


def test_a_question_is_read_from_the_standard_input(tmp_path: Path) -> None:
    package = write_foreign(tmp_path / "p", "town\na\nb\n", ["town"])
    text = "-- param: town (text): name\nFROM t WHERE town = $town"

    run = run_claimpack(
        *("query", "--format", "csv", "--param", "town=a", "-", package), stdin=text
    )

    assert outcome(run) == (0, "town\na\n", "")


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    run = run_claimpack("query", "mine.sql", cwd=tmp_path)

    assert run.returncode == 3
    assert run.stderr.startswith("claimpack: mine.sql: found nothing of that name")


@pytest.mark.parametrize("name", ["military-aid", "in-own-voice"])
def test_the_sql_of_a_question_is_shown_as_it_stands_in_its_file(name: str) -> None:
    text = (REPOSITORY / "queries" / f"{name}.sql").read_text(encoding="utf-8")

    assert outcome(run_claimpack("query", "--show-sql", name)) == (0, text, "")


def test_what_is_wrong_with_its_sql_is_told_with_the_line_of_the_file(
    shipped: Path, tmp_path: Path
) -> None:
    (shipped / "bad.sql").write_text("-- title: T\nSELECT twon FROM t\n")
    dataset = open_dataset(write_foreign(tmp_path / "p", "town\na\n", ["town"]))

    with pytest.raises(UsageError, match=r"^bad, line 2, column 8: cannot be run: "):
        dataset.ask("bad")
