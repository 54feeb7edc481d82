"""The questions with names, answered: a table of SQLite for each.

Their SQL is that of DuckDB, which SQLite 3.40 does not read
(docs/decisions/0016-answers-are-tables-in-sqlite.md).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from sqlite3 import Connection
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.cells import Value, format_cell
from claimpack.engine import ROWS_OF_STEP, EngineMemoryError, connect, relate
from claimpack.guarded_sql import GuardedTable, describe, number_columns
from claimpack.guarded_sql.stored_rows import open_rows
from claimpack.guarded_sql.worker import LIMITS, Source
from claimpack.opening import Opened
from claimpack.questions import Question
from claimpack.schema_files import load_shipped_schema
from claimpack.sqlite.columns import name_type
from claimpack.sqlite.names import quote_name
from claimpack.sqlite.tables import insert_rows

STORED = "stored_"
"""What the engine's own names of tables begin with; the questions see views."""
WHOLE_TIME: Mapping[str, Value] = {"first_day": date.min, "last_day": date.max}
"""Values of the parameters that have none by default."""
PROPOSALS = ("suggested-links",)
"""Questions of a curator, whose answers say nothing yet."""


def is_answered(question: Question) -> bool:
    """Whether a question has a table: no proposal, and no choice for who asks it."""
    required = [each.name for each in question.parameters if each.is_required]
    return question.name not in PROPOSALS and WHOLE_TIME.keys() >= set(required)


def name_answer(question: Question) -> str:
    """Return the name of the table with the answer to a question.

    That of `casualty-figures` is `casualty_figures`, which needs no quotes in SQL.
    """
    return question.name.replace("-", "_")


def choose_values(question: Question) -> dict[str, Value]:
    """Return the value of each parameter: its default, or else all of time."""
    return {
        each.name: WHOLE_TIME[each.name] if each.is_required else each.default
        for each in question.parameters
    }


def iter_answers(
    package: Opened, questions: Sequence[Question]
) -> Iterator[tuple[Question, pa.RecordBatchReader]]:
    """Yield each question with its answer, which is found while it is read.

    The questions are ours, and so they need no process of their own, as strangers' do.

    Raises:
        SourceError: a file cannot be read to the end.
        MemoryError: to find it takes more than there is for it.

    """
    names = load_shipped_schema().tables
    opened = {STORED + name: open_source(package, name) for name in names}
    rows = {alias: rows for alias, (_, rows) in opened.items()}
    with connect(rows, LIMITS) as connection:
        for source, _ in opened.values():
            connection.execute(source.view)
        for question in questions:
            values = choose_values(question)
            try:
                answer: Any = relate(connection, question.sql, values)
                reader = answer.to_arrow_reader(ROWS_OF_STEP)
            except EngineMemoryError as error:
                raise MemoryError from error
            yield question, reader


def open_source(package: Opened, name: str) -> tuple[Source, Any]:
    """Return a table as a query sees it, and its rows as the engine takes them."""
    stored = package.find_stored(name)
    cells = pa.table({}) if stored else package.read_words(name)
    count = cells.num_rows
    table = GuardedTable(name=name, cells=cells, row_count=count, stored=stored)
    rows = (
        open_rows(package.files, stored.paths, stored.text_fields)
        if stored
        else number_columns(table)
    )
    return Source(describe(table), f"{STORED}{name}", rows), rows


def write_answer(
    connection: Connection, name: str, answer: pa.RecordBatchReader
) -> None:
    """Make a table with an answer.

    Raises:
        MemoryError: to find it takes more than there is for it.

    """
    declared = [
        f"{quote_name(field.name)} {name_type(field.type)}" for field in answer.schema
    ]
    body = ",\n    ".join(declared)
    connection.execute(f"CREATE TABLE {quote_name(name)} (\n    {body}\n) STRICT")
    try:
        for batch in answer:
            columns = [type_cells(column).to_pylist() for column in batch.columns]
            insert_rows(connection, name, columns)
    except OSError as error:  # so Arrow tells what the engine tells late
        raise MemoryError from error


def describe_answer(question: Question) -> tuple[str, ...]:
    """Return what is said of the table with the answer to a question."""
    values = choose_values(question)
    words = {key: format_cell(value) for key, value in values.items()}
    return (
        *(name_answer(question), question.name, question.title, question.description),
        *(json.dumps(words, ensure_ascii=False), question.sql),
    )


def type_cells(column: pa.Array) -> pa.Array:
    """Return cells in a type whose values SQLite stores."""
    is_text = name_type(column.type) == "TEXT" and not types.is_string(column.type)
    return column.cast(pa.string()) if is_text else column
