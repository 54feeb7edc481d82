"""Other tools read every table as its schema declares it, cell by cell.

What a cell is, is taken from the text of the CSV file and the type in the descriptor,
without any code of ours. An empty column keeps its type too.
"""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pytest

from packages import make_rows, write_package

ROOT = Path(__file__).parent.parent
EMPTY = "claim_links"

Cell = str | int | float | bool | date | None
Table = tuple[dict[str, str], list[tuple[Cell, ...]]]
"""The type of each column, in the words of the tool, and the rows."""

PARSE: dict[str, Callable[[str], Cell]] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
}


@dataclass(frozen=True, kw_only=True)
class Published:
    """One table as the descriptor declares it."""

    csv: Path
    parquet: Path
    types: dict[str, str]
    """Table Schema type by column."""
    schema: dict[str, Any]

    def rows(self) -> list[tuple[Cell, ...]]:
        """The cells in the declared types, None for an empty one."""
        with self.csv.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file, strict=True))
        assert lines[0] == list(self.types)
        parsers = [PARSE[kind] for kind in self.types.values()]
        return [
            tuple(
                parse(text) if text else None
                for parse, text in zip(parsers, line, strict=True)
            )
            for line in lines[1:]
        ]

    def columns_in(self, words: dict[str, str]) -> dict[str, str]:
        """The columns with their types in the words of a tool."""
        return {name: words[kind] for name, kind in self.types.items()}


def read_published(package: Path) -> dict[str, Published]:
    """The tables of a package, by name."""
    resources = json.loads((package / "datapackage.json").read_bytes())["resources"]
    twins = {entry["twinOf"]: entry for entry in resources if "twinOf" in entry}
    return {
        entry["name"]: Published(
            csv=package / entry["path"],
            parquet=package / twins[entry["name"]]["path"],
            types={field["name"]: field["type"] for field in entry["schema"]["fields"]},
            schema=entry["schema"],
        )
        for entry in resources
        if "schema" in entry
    }


SEED = read_published(ROOT)


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Published]:
    """The tables of a small package: one has no rows, one an empty truth value."""
    rows = {**make_rows(), EMPTY: []}
    for span in rows["spans"]:
        span.pop("is_metonymic", None)
    root = write_package(tmp_path_factory.mktemp("sparse"), rows, twins=True)
    return read_published(root)


def each_table(sparse: dict[str, Published]) -> Iterator[Published]:
    """All tables of the seed package, then all of the small one."""
    yield from SEED.values()
    yield from sparse.values()


DUCKDB = {
    "string": "VARCHAR",
    "integer": "INTEGER",
    "number": "DOUBLE",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


def fetch_duckdb(query: str, *parameters: object) -> Table:
    """What a query gives in DuckDB."""
    with duckdb.connect() as connection:
        result = connection.execute(query, parameters)
        columns = [(entry[0], str(entry[1])) for entry in result.description or ()]
        return dict(columns), result.fetchall()


def read_csv_in_duckdb(table: Published) -> Table:
    """The CSV file in DuckDB, with the declared types."""
    columns = ", ".join(
        f"'{name}': '{kind}'" for name, kind in table.columns_in(DUCKDB).items()
    )
    # What RFC 4180 has; DuckDB 1.5 takes no quote in a cell without it.
    form = """header = true, auto_detect = false, quote = '"', escape = '"'"""
    return fetch_duckdb(
        f"FROM read_csv(?, {form}, columns = {{{columns}}})", str(table.csv)
    )


def read_parquet_in_duckdb(table: Published) -> Table:
    """The Parquet file in DuckDB, which is told no types."""
    return fetch_duckdb("FROM read_parquet(?)", str(table.parquet))


PANDAS = {
    "string": "string",
    "integer": "Int32",
    "number": "Float64",
    "boolean": "boolean",
    "date": "date",
}
"""Types of the nullable back end, which has none for days."""


def list_pandas_rows(frame: pd.DataFrame) -> list[tuple[Cell, ...]]:
    """The rows of a frame, None where a cell is missing."""
    columns = [
        [None if pd.isna(value) else as_day(value) for value in frame[name].tolist()]
        for name in frame.columns
    ]
    return list(zip(*columns, strict=True))


def as_day(value: Any) -> Cell:  # noqa: ANN401  # of any column
    """The day of a point in time, any other value as it is."""
    return value.date() if isinstance(value, pd.Timestamp) else value


def read_csv_in_pandas(table: Published) -> Table:
    """The CSV file in pandas; days become points in time."""
    types = table.columns_in(PANDAS)
    days = [name for name, kind in types.items() if kind == "date"]
    frame = pd.read_csv(
        table.csv,
        dtype={name: kind for name, kind in types.items() if kind != "date"},
        parse_dates=days,
        date_format="%Y-%m-%d",
        keep_default_na=False,
        na_values=[""],
        dtype_backend="numpy_nullable",
    )
    found = {
        name: "date" if name in days and str(kind).startswith("datetime64[") else kind
        for name, kind in frame.dtypes.items()
    }
    return {str(name): str(kind) for name, kind in found.items()}, list_pandas_rows(
        frame
    )


def read_parquet_in_pandas(table: Published) -> Table:
    """The Parquet file in pandas, which is told no types; days are objects."""
    frame = pd.read_parquet(table.parquet, dtype_backend="numpy_nullable")
    found = {
        str(name): "date" if kind == "object" else str(kind)
        for name, kind in frame.dtypes.items()
    }
    return found, list_pandas_rows(frame)


POLARS = {
    "string": "String",
    "integer": "Int32",
    "number": "Float64",
    "boolean": "Boolean",
    "date": "Date",
}


def list_polars(frame: pl.DataFrame) -> Table:
    """Types and rows of a frame."""
    types = {name: str(kind) for name, kind in frame.schema.items()}
    return types, frame.rows()


def read_csv_in_polars(table: Published) -> Table:
    """The CSV file in polars, with the declared types."""
    schema = {
        name: getattr(pl, kind) for name, kind in table.columns_in(POLARS).items()
    }
    return list_polars(pl.read_csv(table.csv, schema=schema))


def read_parquet_in_polars(table: Published) -> Table:
    """The Parquet file in polars, which is told no types."""
    return list_polars(pl.read_parquet(table.parquet))


READERS = {
    "duckdb-csv": (read_csv_in_duckdb, DUCKDB),
    "duckdb-parquet": (read_parquet_in_duckdb, DUCKDB),
    "pandas-csv": (read_csv_in_pandas, PANDAS),
    "pandas-parquet": (read_parquet_in_pandas, PANDAS),
    "polars-csv": (read_csv_in_polars, POLARS),
    "polars-parquet": (read_parquet_in_polars, POLARS),
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SEED)
def test_every_cell_and_type_of_the_seed_is_read_as_declared(
    name: str, reader: str
) -> None:
    read, words = READERS[reader]
    table = SEED[name]

    assert read(table) == (table.columns_in(words), table.rows())


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SEED)
def test_a_table_of_a_small_package_is_read_as_declared(
    sparse: dict[str, Published], name: str, reader: str
) -> None:
    """One of them has no rows, and most columns of the others are empty."""
    read, words = READERS[reader]
    table = sparse[name]

    assert read(table) == (table.columns_in(words), table.rows())
    assert (table.rows() == []) == (name == EMPTY)


def test_the_tables_have_all_that_is_hard_to_read(sparse: dict[str, Published]) -> None:
    """Columns of each type that are empty throughout, days, truth values, quotes."""
    empty = {
        table.types[name]
        for table in each_table(sparse)
        for name, column in zip(
            table.types, zip(*table.rows(), strict=True), strict=False
        )
        if set(column) == {None}
    }
    seed = {type(cell) for row in SEED["claims_flat"].rows() for cell in row}

    assert empty == {"string", "integer", "number", "boolean", "date"}
    assert seed == {str, int, float, bool, date, type(None)}
    assert '"' in SEED["documents"].csv.read_text(encoding="utf-8")


SQLITE = {
    "string": "TEXT",
    "integer": "INTEGER",
    "number": "REAL",
    "boolean": "INTEGER",
    "date": "TEXT",
}


def make_statement(name: str, table: Published) -> str:
    """The statement that creates a table, with all its keys."""
    required = {
        field["name"]
        for field in table.schema["fields"]
        if field.get("constraints", {}).get("required")
    }
    lines = [
        f"{column} {kind}{' NOT NULL' * (column in required)}"
        for column, kind in table.columns_in(SQLITE).items()
    ]
    lines.append(f"PRIMARY KEY ({', '.join(table.schema['primaryKey'])})")
    for key in table.schema.get("foreignKeys", ()):
        target = key["reference"]["resource"] or name
        lines.append(
            f"FOREIGN KEY ({', '.join(key['fields'])}) REFERENCES {target} "
            f"({', '.join(key['reference']['fields'])}) DEFERRABLE INITIALLY DEFERRED"
        )
    return f"CREATE TABLE {name} ({', '.join(lines)}) STRICT"


def load_sqlite(tables: dict[str, Published]) -> sqlite3.Connection:
    """All tables in SQLite, loaded from the text of the CSV files."""
    connection = sqlite3.connect(":memory:")
    connection.execute("PRAGMA foreign_keys = ON")
    for name, table in tables.items():
        connection.execute(make_statement(name, table))
    with connection:
        for name, table in tables.items():
            with table.csv.open(encoding="utf-8", newline="") as file:
                rows = [
                    [
                        to_sqlite(text, kind)
                        for text, kind in zip(row, kinds, strict=True)
                    ]
                    for kinds in [list(table.types.values())]
                    for row in list(csv.reader(file))[1:]
                ]
            places = ", ".join("?" * len(table.types))
            insert = f"INSERT INTO {name} VALUES ({places})"  # noqa: S608  # our names
            connection.executemany(insert, rows)
    return connection


def to_sqlite(text: str, kind: str) -> str | None:
    """The text to load: SQLite has no truth values, and converts numbers itself."""
    if kind == "boolean":
        return {"true": "1", "false": "0", "": None}[text]
    return text or None


def from_sqlite(value: Any, kind: str) -> Cell:  # noqa: ANN401  # of any column
    """The value of a cell, in the declared type."""
    if value is None:
        return None
    convert = {"boolean": bool, "date": date.fromisoformat}
    return convert[kind](value) if kind in convert else value  # type: ignore[no-any-return, operator]  # by kind


def check_sqlite(tables: dict[str, Published]) -> None:
    """Compare each cell, and its type in SQLite, with what is published."""
    connection = load_sqlite(tables)
    for name, table in tables.items():
        keys = ", ".join(table.schema["primaryKey"])
        stored = connection.execute(f"SELECT * FROM {name} ORDER BY {keys}")  # noqa: S608  # our names
        kinds = list(table.types.values())
        read = [
            tuple(
                from_sqlite(value, kind) for value, kind in zip(row, kinds, strict=True)
            )
            for row in stored
        ]
        assert read == table.rows(), name
        assert [list(map(type, row)) for row in read] == [
            list(map(type, row)) for row in table.rows()
        ]
    connection.close()


def test_sqlite_takes_all_tables_with_their_types_and_keys() -> None:
    check_sqlite(SEED)


def test_sqlite_takes_an_empty_table_too(sparse: dict[str, Published]) -> None:
    check_sqlite(sparse)


def read_flat() -> list[list[str]]:
    """The flat table as a spreadsheet reads it."""
    text = SEED["claims_flat"].csv.read_text(encoding="utf-8")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_spreadsheet_shows_one_row_for_each_claim() -> None:
    header, *rows = read_flat()

    assert header == list(SEED["claims_flat"].types)
    assert len(rows) == len(SEED["claims"].rows())
    assert {len(row) for row in rows} == {len(header)}
    assert not [cell for row in rows for cell in row if "\n" in cell or "\r" in cell]


def test_a_spreadsheet_runs_no_cell_of_the_flat_table() -> None:
    """Source: OWASP, CSV injection: the first character makes a formula."""
    cells = [cell for row in read_flat() for cell in row]

    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))] == []


GOVERNMENTS = ("South Korea", "the United States", "Ukraine")


def test_the_flat_table_alone_answers_who_said_how_many_and_when() -> None:
    with SEED["claims_flat"].csv.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["quantity_text"]]

    names = ("sources", "said_edtf", "quantity_text", "measure")
    assert sorted(tuple(row[name] for name in names) for row in rows) == [
        (
            "; ".join(f"Government of {name}" for name in GOVERNMENTS),
            "../2024-12-23",
            "approximately 12,000",
            "present",
        ),
        (
            "Joint Chiefs of Staff of South Korea",
            "2024-12-23",
            "More than 1,000",
            "killed_or_wounded",
        ),
        (
            "Joint Chiefs of Staff of South Korea",
            "2024-12-23",
            "around 1,100",
            "casualties",
        ),
        (
            "Spy agency of South Korea",
            "2024-12-16/2024-12-22",
            "at least 100",
            "killed",
        ),
        ("writer", "2024-12-23", "thousands", "deployed"),
    ]
