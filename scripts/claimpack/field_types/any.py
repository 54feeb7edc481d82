"""Values of any kind: nothing is asked of them, and nothing is done to them.

Source: Table Schema, `any`; it is also the type of a field that declares none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from claimpack.field_types.datetime import write_datetime
from claimpack.field_types.duration import write_duration
from claimpack.field_types.number import take_number, write_number
from claimpack.field_types.reader import ANY_TEXT, CellReader
from claimpack.field_types.values import Duration, Moment


def read_any(_: Mapping[str, Any]) -> CellReader:
    """Return the reader of all texts and all stored values."""
    return CellReader(
        type="any",
        expected="a value",
        parse=str,
        lexical=ANY_TEXT,
        accepts_all=True,
        holds=holds_all,
        from_stored=take_any,
        write=write_any,
    )


def holds_all(_: pa.DataType) -> bool:
    """Return that every stored type will do."""
    return True


def take_any(value: object) -> Any:  # noqa: ANN401  # whatever is stored
    """Return a stored value as it is."""
    return value


def write_any(value: object) -> str:
    """Return the text that a value of any kind has in CSV.

    Values of one kind have equal texts where they are equal; `1` as text and as a
    number have the same text, though they are two values.
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return write_number(take_number(value))
    if isinstance(value, Moment):
        return write_datetime(value)
    if isinstance(value, Duration):
        return write_duration(value)
    return str(value)
