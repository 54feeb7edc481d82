"""Tables become the same bytes everywhere, and read back as what they were."""

import io
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.cells import Value
from claimpack.errors import BuildError
from claimpack.schema import Field, Table
from claimpack.writers import (
    TableFiles,
    arrow_schema,
    build_arrow,
    write_csv,
    write_parquet,
    write_table,
)

SCRIPTS = Path(__file__).parents[1] / "scripts"

Row = dict[str, Value]

FIGURES = Table(
    name="figures",
    title="Figures",
    description="One row per figure.",
    fields=(
        Field(name="figure_id", type="string", description="Id.", is_required=True),
        Field(name="level", type="integer", description="Level.", is_required=True),
        Field(name="number", type="number", description="How many.", unit="person"),
        Field(
            name="is_vague", type="boolean", description="No number.", when_empty="?"
        ),
        Field(name="said", type="date", description="Day.", when_empty="Not stated."),
        Field(name="note", type="string", description="Words.", when_empty="None."),
    ),
    primary_key=("figure_id", "level"),
)
ROWS: list[Row] = [
    {"figure_id": "b", "level": 1, "number": 1100.0, "said": date(2024, 12, 23)},
    {"figure_id": "a", "level": 2, "is_vague": True, "note": 'say "x", \r\n“y”'},
    {"figure_id": "a", "level": 1, "number": 0.25, "is_vague": False},
]
CSV = (
    "figure_id,level,number,is_vague,said,note\n"
    "a,1,0.25,false,,\n"
    'a,2,,true,,"say ""x"", \r\n“y”"\n'
    "b,1,1100,,2024-12-23,\n"
)
TYPES = {
    "figure_id": pa.string(),
    "level": pa.int32(),
    "number": pa.float64(),
    "is_vague": pa.bool_(),
    "said": pa.date32(),
    "note": pa.string(),
}


def parquet_of(rows: list[Row]) -> bytes:
    """The Parquet file of rows of FIGURES."""
    return write_parquet(FIGURES, build_arrow(FIGURES, rows))


def sorted_rows() -> list[Row]:
    """ROWS by primary key, with None where a column is not named."""
    return [{name: ROWS[i].get(name) for name in TYPES} for i in (2, 1, 0)]


def test_rows_are_sorted_by_key_and_missing_cells_are_null() -> None:
    table = build_arrow(FIGURES, ROWS)

    assert table.to_pylist() == sorted_rows()


def test_text_is_sorted_by_code_points() -> None:
    ids = ["é", "z", "Z", "\U0001f600", "\uffee", "a"]
    rows: list[Row] = [{"figure_id": name, "level": 1} for name in ids]

    table = build_arrow(FIGURES, rows)

    assert table["figure_id"].to_pylist() == sorted(ids)


def test_the_csv_file_has_quotes_only_where_they_are_needed() -> None:
    assert write_csv(FIGURES, build_arrow(FIGURES, ROWS)).decode() == CSV


def test_both_files_come_from_the_same_rows() -> None:
    rows = build_arrow(FIGURES, ROWS)

    files = write_table(FIGURES, rows)

    assert files == TableFiles(csv=CSV.encode(), parquet=write_parquet(FIGURES, rows))


@pytest.mark.parametrize("rows", [ROWS, []], ids=["filled", "empty"])
def test_parquet_keeps_types_nullability_and_metadata(
    rows: list[Row],
) -> None:
    content = parquet_of(rows)

    schema = parquet.read_schema(io.BytesIO(content))

    assert schema.equals(arrow_schema(FIGURES), check_metadata=True)
    assert dict(zip(schema.names, schema.types, strict=True)) == TYPES
    assert [f.name for f in schema if not f.nullable] == ["figure_id", "level"]


def test_the_schema_carries_what_the_columns_mean() -> None:
    schema = arrow_schema(FIGURES)

    number = schema.field("number").metadata
    assert number == {b"description": b"How many.", b"unit": b"person"}
    assert set(schema.metadata) == {b"description", b"model", b"table_schema"}
    assert schema.metadata[b"description"] == b"One row per figure."


def test_parquet_is_written_with_the_promised_settings() -> None:
    file = parquet.ParquetFile(io.BytesIO(parquet_of(ROWS)))

    group = file.metadata.row_group(0)
    assert file.metadata.format_version == "2.6"
    assert [column.column_index for column in group.sorting_columns] == [0, 1]
    assert {group.column(i).compression for i in range(6)} == {"ZSTD"}
    assert all(group.column(i).has_offset_index for i in range(6))
    assert all(group.column(i).has_column_index for i in range(6))


def test_a_row_group_has_at_most_100_000_rows() -> None:
    rows: list[Row] = [{"figure_id": f"f{i}", "level": 1} for i in range(100_001)]

    metadata = parquet.ParquetFile(io.BytesIO(parquet_of(rows))).metadata

    sizes = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
    assert sizes == [100_000, 1]


def test_a_flipped_bit_in_a_page_is_noticed() -> None:
    content = bytearray(parquet_of(ROWS))
    column = parquet.ParquetFile(io.BytesIO(content)).metadata.row_group(0).column(0)
    end = column.dictionary_page_offset + column.total_compressed_size
    content[end - 1] ^= 1

    file = parquet.ParquetFile(io.BytesIO(content), page_checksum_verification=True)

    with pytest.raises(OSError, match="CRC checksum"):
        file.read()


def test_chunks_leave_no_trace_in_the_file() -> None:
    whole = build_arrow(FIGURES, ROWS)
    chunked = pa.concat_tables([whole.slice(0, 1), whole.slice(1)])

    assert chunked["figure_id"].num_chunks > 1
    assert write_table(FIGURES, chunked) == write_table(FIGURES, whole)


PRINT_HASHES = """
import hashlib
from claimpack.derivation import code_rows
from claimpack.schema_files import load_shipped_schema
from claimpack.writers import build_arrow, write_table
schema = load_shipped_schema()
for table in schema.tables.values():
    rows = code_rows(schema) if table.name == "codes" else []
    files = write_table(table, build_arrow(table, rows))
    print(hashlib.sha256(files.csv + files.parquet).hexdigest())
"""


@pytest.mark.slow
def test_the_bytes_depend_on_no_setting_of_the_machine() -> None:
    settings = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Seoul", "LC_ALL": "C.UTF-8"},
    )

    outputs = {
        subprocess.run(
            [sys.executable, "-c", PRINT_HASHES],
            env={**os.environ, "PYTHONPATH": str(SCRIPTS), **setting},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for setting in settings
    }

    assert len(outputs) == 1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(
            {"figure_id": "a", "levle": 1},
            "figures row 1: no column is called 'levle'; did you mean 'level'?",
            id="unknown column",
        ),
        pytest.param(
            {"figure_id": "a", "level": 1, "qqq": 1},
            "figures row 1: no column is called 'qqq'; known: "
            "figure_id, level, number, is_vague, said, note",
            id="unknown column, none near",
        ),
        pytest.param(
            {"figure_id": "a", "level": 2**31},
            "figures.level: expected integer: Value 2147483648 too large to fit in "
            "C integer type",
            id="integer beyond 32 bits",
        ),
        pytest.param(
            {"figure_id": 7, "level": 1},
            "figures.figure_id: expected string: Expected bytes, got a 'int' object",
            id="number for text",
        ),
        pytest.param(
            {"figure_id": "\ud800", "level": 1},
            "figures.figure_id: expected string: 'utf-8' codec can't encode "
            "character '\\ud800' in position 0: surrogates not allowed",
            id="half a character",
        ),
    ],
)
def test_a_row_that_does_not_fit_the_table_is_refused(row: Row, message: str) -> None:
    with pytest.raises(BuildError) as raised:
        build_arrow(FIGURES, [row])

    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        pytest.param(
            {"figure_id": "b"},
            "figures row 2, level: empty, but it is required",
            id="empty required cell",
        ),
        pytest.param(
            {"figure_id": "b", "level": 1, "note": ""},
            "figures row 2, note: an empty string; an empty cell is null",
            id="empty string",
        ),
    ],
)
def test_a_cell_that_may_not_be_published_is_refused(row: Row, message: str) -> None:
    rows = build_arrow(FIGURES, [{"figure_id": "a", "level": 1}, row])

    for write in (write_csv, write_parquet):
        with pytest.raises(BuildError) as raised:
            write(FIGURES, rows)
        assert str(raised.value) == message


def test_columns_of_other_types_are_refused() -> None:
    rows = build_arrow(FIGURES, ROWS).set_column(
        1, "level", pa.array([1, 2, 1], pa.int64())
    )

    with pytest.raises(BuildError, match="not those that build_arrow makes"):
        write_parquet(FIGURES, rows)


def test_duckdb_reads_the_same_cells_and_types(tmp_path: Path) -> None:
    path = tmp_path / "figures.parquet"
    path.write_bytes(parquet_of(ROWS))

    with duckdb.connect() as connection:
        relation = connection.read_parquet(str(path))
        types = [str(kind) for kind in relation.types]
        rows = [dict(zip(TYPES, row, strict=True)) for row in relation.fetchall()]

    assert rows == sorted_rows()
    assert types == ["VARCHAR", "INTEGER", "DOUBLE", "BOOLEAN", "DATE", "VARCHAR"]


def test_polars_reads_the_same_cells_and_types() -> None:
    frame = pl.read_parquet(io.BytesIO(parquet_of(ROWS)))

    assert frame.to_dicts() == sorted_rows()
    assert frame.dtypes == [
        pl.String,
        pl.Int32,
        pl.Float64,
        pl.Boolean,
        pl.Date,
        pl.String,
    ]


def test_pandas_reads_the_types_of_an_empty_table() -> None:
    content = io.BytesIO(parquet_of([]))

    frame = pd.read_parquet(content, dtype_backend="pyarrow")

    assert [str(kind) for kind in frame.dtypes] == [
        "string[pyarrow]",
        "int32[pyarrow]",
        "double[pyarrow]",
        "bool[pyarrow]",
        "date32[day][pyarrow]",
        "string[pyarrow]",
    ]
