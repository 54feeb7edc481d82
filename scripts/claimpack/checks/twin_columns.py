"""Columns that are stored twice, in CSV and in Parquet: where their cells differ."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute, types

from claimpack.arrow_columns import pack_words
from claimpack.cells import format_cell
from claimpack.checks.stored import write_stored
from claimpack.columns import Column, encode


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinColumn:
    """One column of a table that is stored twice."""

    column: Column
    is_held: bool
    """Whether the stored type can hold the declared one; if not, it is passed over."""
    is_double: bool
    """Whether its numbers are stored as doubles, and so are equal where doubles are."""

    def write(self, stored: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return stored cells as texts, as our CSV has them; null stays null."""
        if not self.is_held:
            return pa.nulls(len(stored), pa.string())
        if not self.is_double:
            return write_stored(stored, self.column.reader)
        if types.is_float16(stored.type):  # pyarrow 21 cannot encode it
            stored = stored.cast(pa.float32())
        return replace_words(stored, format_cell)

    def list_differences(self, cells: Any, texts: Any) -> list[int]:  # noqa: ANN401  # as above
        """Return the rows where the cells of CSV and texts of stored cells differ."""
        filled = self.column.drop_missing(cells)
        if not self.is_held or filled.equals(texts):
            return []
        rows = compute.indices_nonzero(find_unlike(filled, texts))
        expected, found = self.read(cells.take(rows)), texts.take(rows)
        if self.is_double:
            found = replace_words(found, round_to_double)
        return rows.filter(find_unlike(expected, found)).to_pylist()  # type: ignore[no-any-return]  # as above

    def read(self, cells: Any) -> Any:  # noqa: ANN401  # as above
        """Return cells of CSV as texts that are equal to `write` where values are."""
        texts = self.column.key_texts(cells)
        return replace_words(texts, round_to_double) if self.is_double else texts


def make_twin_column(column: Column, stored: pa.DataType) -> TwinColumn:
    """Return how a column is compared that is stored in a type."""
    plain = stored.value_type if types.is_dictionary(stored) else stored
    return TwinColumn(
        column=column,
        is_held=column.reader.holds(stored),
        is_double=column.reader.type == "number" and types.is_floating(plain),
    )


def replace_words(cells: Any, write: Callable[[Any], str]) -> Any:  # noqa: ANN401  # as above
    """Return cells as the texts that `write` makes of their values; null stays null."""
    encoded = encode(cells)
    values = encoded.dictionary.to_pylist()
    words = [None if value is None else write(value) for value in values]
    return pack_words(words).take(encoded.indices)


def round_to_double(word: str) -> str:
    """Return the text of the double nearest to a number; none is nearest to `1E+999`.

    >>> [round_to_double(word) for word in ("0.10000000000000000001", "-0", "1E+999")]
    ['0.1', '0', '1E+999']
    """
    double = float(word)
    if math.isinf(double) and not word.endswith("INF"):
        return word
    return format_cell(double + 0.0)  # of both zeros, 0


def find_unlike(first: Any, second: Any) -> Any:  # noqa: ANN401  # as above
    """Return where two columns differ; null is like null."""
    is_other = compute.not_equal(first, second).fill_null(False)  # noqa: FBT003  # Arrow's
    return compute.or_(is_other, compute.xor(first.is_null(), second.is_null()))
