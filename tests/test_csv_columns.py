"""Columns as the bytes of CSV: the same as the rows give, for any text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimpack.arrow_columns import pack_words
from claimpack.csv_columns import format_columns
from claimpack.csv_files import format_csv

TEXTS = st.none() | st.text(st.sampled_from('a,"\r\n é😀'), max_size=4)
ROWS = st.integers(1, 2).flatmap(
    lambda width: st.lists(st.tuples(*[TEXTS] * width), max_size=6)
)


@given(ROWS, st.integers(0, 6))
def test_columns_are_written_as_their_rows_are(
    rows: list[tuple[str | None, ...]], start: int
) -> None:
    width = len(rows[0]) if rows else 2
    columns = [pack_words([row[index] for row in rows]) for index in range(width)]

    written = bytes(format_columns([column.slice(start) for column in columns]))

    assert written == format_csv([], rows[start:]).removeprefix(b"\n")
