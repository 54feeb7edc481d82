"""The questions with names, answered: a table of SQLite for each.

Their SQL is that of DuckDB. SQLite 3.40 reads none of the ten
(docs/decisions/0016-answers-are-tables-in-sqlite.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from sqlite3 import Connection

import pyarrow as pa
from pyarrow import types

from claimpack.cells import Value, format_cell
from claimpack.dataset import Dataset
from claimpack.questions import Question
from claimpack.sqlite.columns import name_type
from claimpack.sqlite.names import quote_name
from claimpack.sqlite.tables import insert_rows

WHOLE_TIME: Mapping[str, Value] = {"first_day": date.min, "last_day": date.max}
"""Values of the parameters that have none by default."""


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


def write_answer(
    connection: Connection, dataset: Dataset, question: Question
) -> tuple[str | None, ...]:
    """Make the table with the answer, and return its row of `question_comments`."""
    name, values = name_answer(question), choose_values(question)
    rows = dataset.ask(question, **values)
    declared = [
        f"{quote_name(field.name)} {name_type(field.type)}" for field in rows.schema
    ]
    body = ",\n    ".join(declared)
    connection.execute(f"CREATE TABLE {quote_name(name)} (\n    {body}\n) STRICT")
    for batch in rows.to_batches():
        columns = [type_cells(column).to_pylist() for column in batch.columns]
        insert_rows(connection, name, columns)
    words = {key: format_cell(value) for key, value in values.items()}
    parameters = json.dumps(words, ensure_ascii=False)
    described = (question.title, question.description, parameters, question.sql)
    return (name, question.name, *described)


def type_cells(column: pa.Array) -> pa.Array:
    """Return cells in a type whose values SQLite stores."""
    is_text = name_type(column.type) == "TEXT" and not types.is_string(column.type)
    return column.cast(pa.string()) if is_text else column
