"""Files as typed tables: every value arrives as it was written."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.arrow_columns import pack_words
from claimpack.cells import Value, format_cell
from claimpack.csv_files import format_csv
from claimpack.csv_lines import parse_csv
from claimpack.engine import connect, find_rows, select
from claimpack.findings import Location
from claimpack.schema import Field, Table
from claimpack.sources import TableRows
from claimpack.typed_rows import type_csv

VALUES: dict[str, st.SearchStrategy[Value]] = {
    "string": st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    "integer": st.integers(1 - 10**75, 10**75 - 1),
    "number": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "date": st.dates(),
}


def make_table(*fields: tuple[str, str]) -> Table:
    """A table without keys, from names and types."""
    return Table(
        name="t",
        title="",
        description="",
        fields=tuple(Field(name=name, type=kind) for name, kind in fields),
        primary_key=(),
    )


def read(csv: bytes, *fields: tuple[str, str]) -> TableRows:
    """The rows of a CSV file."""
    return type_csv("t", "t.csv", make_table(*fields), parse_csv(csv))


@pytest.mark.parametrize("kind", VALUES)
@given(data=st.data())
def test_a_column_keeps_its_values(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[kind]))
    cells = [["x", format_cell(value)] for value in values]
    if any("\0" in cell for _, cell in cells):
        return

    rows = read(format_csv(("id", "v"), cells), ("id", "string"), ("v", kind))

    assert rows.column("v") == values
    assert rows.damaged == frozenset()


@given(st.lists(st.none() | st.text(st.characters(exclude_categories=["Cs"]))))
def test_packed_words_are_the_words(words: list[str | None]) -> None:
    column = pack_words(words)
    column.validate(full=True)

    assert column.to_pylist() == words


def test_what_cannot_be_read_is_empty_and_its_row_is_known() -> None:
    rows = read(b'n,d\n1,2031-05-06\nx,\n2\n"3",\n', ("n", "integer"), ("d", "date"))

    assert rows.keys(("n", "d")) == [
        (1, date(2031, 5, 6)),
        (None, None),
        (2, None),
        (3, None),
    ]
    assert rows.damaged == {1, 2}
    assert rows.row(0) == {"n": 1, "d": date(2031, 5, 6)}


def test_a_column_under_another_label_is_left_out() -> None:
    rows = read(b"a,c\n1,2\n", ("a", "string"), ("b", "string"))

    assert rows.cells.column_names == ["a"]
    assert not rows.is_complete


def test_a_row_knows_its_physical_line() -> None:
    rows = read(b'a\n"1\n"\n2\n', ("a", "string"))

    assert rows.locate(1, "a") == Location(
        path="t.csv", line=4, resource="t", row=2, field="a"
    )


def test_sql_sees_rows_by_number_and_null_as_true() -> None:
    rows = read(b"a,b\n1,x\n,y\n3,z\n", ("a", "integer"), ("b", "string"))

    with connect({"t": rows.cells}) as connection:
        assert find_rows(connection, "t", "a < 2") == [3]
        assert select(connection, "SELECT b FROM t WHERE row_number = 2") == [("y",)]
