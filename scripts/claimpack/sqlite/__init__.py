"""A package as one file of SQLite: tables, keys, words, answers and a search.

The same package gives the same bytes, read from CSV or Parquet, at any time and on any
machine with the same versions of claimpack, DuckDB and SQLite.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from sqlite3 import Connection

from claimpack.checks.dereference import dereference
from claimpack.checks.reread import without_findings
from claimpack.durable import replacing
from claimpack.opening import Opened
from claimpack.package import read_descriptor
from claimpack.questions import Question, load_shipped_questions
from claimpack.schema_files import load_shipped_schema
from claimpack.sqlite import comments
from claimpack.sqlite.answers import (
    describe_answer,
    is_answered,
    iter_answers,
    name_answer,
    write_answer,
)
from claimpack.sqlite.comments import Json, Row
from claimpack.sqlite.database import require_sqlite, writing
from claimpack.sqlite.names import quote_name, require_columns, require_names
from claimpack.sqlite.search import SEARCHED, list_search_names, write_search
from claimpack.sqlite.tables import (
    SqlTable,
    declare_table,
    fill_table,
    insert_rows,
    open_tables,
)


def write_sqlite(package: Opened, path: Path) -> int:
    """Write the tables of a package to a file, and return how many it has.

    The file takes the place of an old one, wholly or not at all. A package of the model
    with all its tables gets the answers to the questions and the search.

    Raises:
        ClaimpackError: SQLite is too old.
        SourceError: a file cannot be read, or SQLite cannot have a name or a row.
        BuildError: the file cannot be written.

    """
    require_sqlite()
    files, where = package.files, package.descriptor_path
    descriptor = read_descriptor(files, where)
    descriptor = without_findings(dereference(files, where, descriptor))
    names = tuple(package.resources)
    questions = list_questions(package)
    added = [*comments.DECLARATIONS, *map(name_answer, questions)]
    added += list_search_names() if questions else []
    require_names(where, names, added)
    tables = open_tables(package, descriptor)
    for table in tables:
        labels = [column.column.name for column in table.columns]
        require_columns(where, table.name, labels)
    with replacing(path) as staged, writing(staged) as connection:
        write_tables(connection, tables, descriptor)
        write_additions(connection, package, questions)
    return len(tables)


def list_questions(package: Opened) -> list[Question]:
    """Return the questions that the tables of a package answer by themselves."""
    tables = load_shipped_schema().tables
    is_whole = package.package.is_model and tables.keys() <= package.resources.keys()
    questions = load_shipped_questions().values() if is_whole else ()
    return list(filter(is_answered, questions))


def write_tables(
    connection: Connection, tables: Sequence[SqlTable], descriptor: Json
) -> None:
    """Write the tables of a package, and what its descriptor says."""
    by_name = {table.name: table for table in tables}
    filled = {}
    for table in tables:
        connection.execute(declare_table(table, by_name))
        filled[table.name] = fill_table(connection, table)
    for name, columns in comments.DECLARATIONS.items():
        connection.execute(f"CREATE TABLE {quote_name(name)} (\n{columns}\n) STRICT")
    described = [comments.describe_table(each, filled[each.name]) for each in tables]
    columns_of = [row for each in tables for row in comments.describe_columns(each)]
    write_rows(connection, comments.PACKAGE, comments.describe_package(descriptor))
    write_rows(connection, comments.TABLES, described)
    write_rows(connection, comments.COLUMNS, columns_of)


def write_additions(
    connection: Connection, package: Opened, questions: Sequence[Question]
) -> None:
    """Write the answers to questions, and the search, where there are questions."""
    if not questions:
        return
    for question, rows in iter_answers(package, questions):
        write_answer(connection, name_answer(question), rows)
    write_rows(connection, comments.QUESTIONS, list(map(describe_answer, questions)))
    for table in SEARCHED:
        write_search(connection, table)


def write_rows(connection: Connection, name: str, rows: Sequence[Row]) -> None:
    """Insert rows, if there are any, into one of our own tables."""
    if rows:
        insert_rows(connection, name, list(map(list, zip(*rows, strict=True))))
