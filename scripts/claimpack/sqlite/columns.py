"""Columns of a table in SQLite: their types, their conditions and their values.

| type in the descriptor | in SQLite |
|---|---|
| integer, year | INTEGER |
| number | REAL |
| boolean | INTEGER, 0 or 1 |
| date and all others | TEXT, the words as our CSV has them |

A column is TEXT, too, where SQLite does not hold all of its values
(`claimpack.sqlite.exact_rows`): an integer beyond 64 bits, a number that is no double.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import compute, types

from claimpack.checks.twin_columns import make_twin_column
from claimpack.columns import Column
from claimpack.field_types import Month
from claimpack.files import refusal
from claimpack.findings import quote
from claimpack.sqlite.exact_rows import is_held
from claimpack.sqlite.globs import match_pattern
from claimpack.sqlite.names import quote_name

Json = Mapping[str, Any]
BOUNDS = {
    "minimum": ">=",
    "exclusiveMinimum": ">",
    "maximum": "<=",
    "exclusiveMaximum": "<",
}
COMPARED = {"string", "integer", "year", "number", "boolean", "date"}
"""Types of which SQLite orders and compares the values as the standard does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SqlColumn:
    """One column of a table."""

    column: Column
    stored: pa.DataType
    """The type in which its values come."""
    entry: Json
    """What the descriptor says of it."""

    @property
    def name(self) -> str:
        """Its name as SQL has it."""
        return quote_name(self.column.name)

    @property
    def is_text(self) -> bool:
        """Whether it is TEXT in SQLite."""
        return name_type(self.stored) == "TEXT"

    def is_like(self, other: SqlColumn) -> bool:
        """Return whether equal values of it and of another are equal to SQLite, too.

        They are where both come in one type or as numbers, but not `1` as a text and 1.
        """
        return self.stored == other.stored or not (self.is_text or other.is_text)

    def write_texts(self, cells: Any) -> Any:  # noqa: ANN401  # pyarrow ships no types
        """Return the cells as our CSV has them, null for an empty one."""
        if types.is_string(self.stored):
            return cells
        return make_twin_column(self.column, self.stored).write(cells)

    def list_values(self, cells: Any, texts: Any) -> list[Any]:  # noqa: ANN401  # as above
        """Return cells, which also come as texts, as SQLite stores them.

        Raises:
            SourceError: one is NaN, which SQLite would make null.

        """
        is_number = types.is_floating(self.stored)
        if is_number and compute.any(compute.is_nan(cells)).as_py():
            where, found = f"column {quote(self.column.name)}", "found NaN"
            expected = "expected numbers that SQLite has"
            raise refusal(where, found, expected, "leave such cells empty")
        return (texts if self.is_text else cells).to_pylist()  # type: ignore[no-any-return]  # as above

    def declare(self, *, is_key: bool) -> str:
        """Return the column as CREATE TABLE has it."""
        parts = [self.name, name_type(self.stored)]
        if self.column.is_required or is_key:
            parts.append("NOT NULL")
        parts += [f"CHECK ({each})" for each in self.iter_conditions()]
        return " ".join(parts)

    def iter_conditions(self) -> Iterator[str]:
        """Yield what SQLite can say of the values."""
        kind = self.column.reader.type
        if types.is_boolean(self.stored):
            yield f"{self.name} IN (0, 1)"
        if kind not in COMPARED or (self.is_text and kind not in {"string", "date"}):
            return
        limits = self.entry.get("constraints", {})
        for constraint in self.column.constraints:  # those that are declared well
            condition = self.limit(constraint.name, limits.get(constraint.name))
            if condition and "\0" not in condition:
                yield condition

    def limit(self, name: str, value: Any) -> str | None:  # noqa: ANN401  # JSON
        """Return a constraint as SQL, None where SQLite cannot say it."""
        if name == "enum":
            words = [word for each in value if (word := self.write_literal(each))]
            is_whole = len(words) == len(value)
            return f"{self.name} IN ({', '.join(words)})" if is_whole else None
        if name in BOUNDS:
            word = self.write_literal(value)
            return f"{self.name} {BOUNDS[name]} {word}" if word else None
        if name == "pattern":
            return match_pattern(self.name, value)
        return None

    def write_literal(self, word: Any) -> str | None:  # noqa: ANN401  # JSON
        """Return a value of a constraint as SQL, None where SQLite does not hold it."""
        reader = self.column.reader
        value: Any = reader.from_stored(word)
        text = reader.write(value)
        if self.is_text:
            return "'" + text.replace("'", "''") + "'"
        if types.is_floating(self.stored):
            return write_double(float(value)) if is_held(text, reader) else None
        if isinstance(value, Month):
            return write_integer(value.year) if value.offset is None else None
        return write_integer(int(value))


def write_double(number: float) -> str:
    """Return a number as SQL, and for NaN, which equals nothing, null."""
    word = repr(number)
    return {"inf": "9e999", "-inf": "-9e999", "nan": "NULL"}.get(word, word)


def write_integer(number: int) -> str:
    """Return an integer as SQL: one beyond 64 bits as infinite, as it is to the others.

    SQLite would round it to the nearest double, which may be one of them.
    """
    if -(2**63) <= number < 2**63:
        return str(number)
    return "9e999" if number > 0 else "-9e999"


def name_type(stored: pa.DataType) -> str:
    """Return the type of SQLite for values that come in a type of Arrow."""
    if types.is_integer(stored) or types.is_boolean(stored):
        return "INTEGER"
    return "REAL" if types.is_floating(stored) else "TEXT"
