"""The rows of findings are read again, as far as that is possible and safe."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from claimpack.excerpts import Excerpt, ShownRow, read_excerpt, read_excerpts
from claimpack.files import Folder
from claimpack.sources import Resource
from command_line import run_claimpack
from packages import dump, write_descriptor, write_files
from test_render import CELL, LINE

TABLE = Resource(name="t", paths=("t.csv",), format="csv")


def read(root: Path, content: bytes, *lines: int) -> Excerpt:
    """What is read of a file with that content."""
    (root / "t.csv").write_bytes(content)
    return read_excerpt(Folder(root), "t.csv", TABLE, lines)


def test_a_row_is_found_by_the_line_that_it_begins_on(tmp_path: Path) -> None:
    csv = b'\xef\xbb\xbfid,name\r\n1,"a\nb"\r\n\r\n2,\xff\r\n3,c\r\n'

    assert read(tmp_path, csv, 2, 4, 5) == Excerpt(
        labels=("id", "name"),
        rows={
            2: ShownRow(number=2, cells=("1", "a\nb")),
            4: ShownRow(number=3, cells=()),
            5: ShownRow(number=4, cells=("2", "\ufffd")),
        },
    )


def test_the_labels_are_read_without_any_finding(tmp_path: Path) -> None:
    assert read(tmp_path, b"id,name\n1,a\n") == Excerpt(labels=("id", "name"))


def test_what_stands_behind_a_fault_is_left_out(tmp_path: Path) -> None:
    csv = b'id\n1\n"a"b\n2\n'

    assert read(tmp_path, csv, 2, 3, 4) == Excerpt(
        labels=("id",), rows={2: ShownRow(number=2, cells=("1",))}
    )


def test_a_row_is_cut(tmp_path: Path) -> None:
    csv = b"id\n" + b"x" * 500 + b"," * 5000 + b"\n"

    excerpt = read(tmp_path, csv, 2)

    cells = excerpt.rows[2].cells
    assert (len(cells), cells[0], set(cells[1:])) == (1000, "x" * 200, {""})


@pytest.mark.parametrize(
    "make", [os.mkfifo, Path.mkdir, None], ids=["a FIFO", "a folder", "none"]
)
def test_a_file_that_cannot_be_read_gives_nothing(
    tmp_path: Path, make: Callable[[Path], object] | None
) -> None:
    if make is not None:
        make(tmp_path / "t.csv")

    assert read_excerpt(Folder(tmp_path), "t.csv", TABLE, [1]) == Excerpt()


def test_only_tables_are_read_and_only_for_findings_in_them(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/claims.csv").write_text("id\n1\n2\n3\n")
    resources = [
        Resource(name="claims", paths=("data/claims.csv",), format="csv"),
        Resource(name="notes", paths=("notes.txt",)),
    ]

    excerpts = read_excerpts(Folder(tmp_path), resources, [CELL, LINE])

    assert excerpts == {
        "data/claims.csv": Excerpt(
            labels=("id",), rows={4: ShownRow(number=4, cells=("3",))}
        )
    }


def test_a_row_of_parquet_is_found_by_its_number(tmp_path: Path) -> None:
    days = [date(2031, 5, day) for day in range(1, 31)]
    table = pa.table({"id": range(30), "day": days, "name": [None] * 29 + ["x" * 500]})
    write_files(tmp_path, {"t.parquet": dump(table)})
    resource = Resource(name="t", paths=("t.parquet",), format="parquet")

    excerpt = read_excerpt(Folder(tmp_path), "t.parquet", resource, [2, 30])

    assert excerpt == Excerpt(
        labels=("id", "day", "name"),
        rows={
            2: ShownRow(number=3, cells=("1", "2031-05-02", "")),
            30: ShownRow(number=31, cells=("29", "2031-05-30", "x" * 200)),
        },
    )
    labels = read_excerpt(Folder(tmp_path), "t.parquet", resource, [])
    assert labels == Excerpt(labels=("id", "day", "name"))


def test_the_cells_of_parquet_stand_in_the_report(tmp_path: Path) -> None:
    write_files(tmp_path, {"t.parquet": dump(pa.table({"id": ["a", "b", "a"]}))})
    schema = {"fields": [{"name": "id"}], "primaryKey": ["id"]}
    resource = {"name": "t", "path": "t.parquet", "schema": schema}
    write_descriptor(tmp_path, {"resources": [resource]})

    run = run_claimpack("validate", "--format", "json", tmp_path)

    (error,) = json.loads(run.stdout)["tasks"][0]["errors"]
    assert (error["cells"], error["rowNumber"]) == (["a"], 4)
