"""Stored values as Python has them: exact, and the same whatever else is installed.

For moments and durations pyarrow gives what Python's own types hold: of nanoseconds
they hold none, unless pandas is there, and of a time zone only one that is known.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.field_types import Duration, Moment
from claimpack.field_types.storage import is_sequence

DIGITS = {"s": 0, "ms": 3, "us": 6, "ns": 9}
"""By unit of Arrow: the decimals of a second."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, repr=False)
class Unheld:
    """A value that Python has none for, and so none of any type: the year 10000."""

    number: object
    kind: Any

    def __repr__(self) -> str:
        """Return what is stored, for messages."""
        return f"{self.number} in {self.kind}"


def list_values(column: Any) -> list[object]:  # noqa: ANN401  # pyarrow ships no types
    """Return stored values, None for null.

    `Unheld` are the year 10000, a time between two microseconds, and an object with one
    name twice.
    """
    kind = column.type
    if types.is_timestamp(kind):
        return make_values(column, read_moment)
    if types.is_duration(kind):
        return make_values(column, read_duration)
    if types.is_time64(kind) and kind.unit == "ns":
        return make_values(column, read_time)
    try:
        return column.to_pylist()  # type: ignore[no-any-return]  # as above
    except (OverflowError, ValueError):
        return [read_scalar(cell) for cell in column]


def make_values(
    column: Any,  # noqa: ANN401  # as above
    make: Callable[[int, Any], object],
) -> list[object]:
    """Return what is made of each number of a column, and of its type."""
    kind = column.type
    numbers = column.cast(pa.int64()).to_pylist()
    return [None if number is None else make(number, kind) for number in numbers]


def read_moment(number: int, kind: Any) -> object:  # noqa: ANN401  # as above
    """Return the moment so many units after 1970, in UTC where there is a time zone."""
    seconds, units = divmod(number, 10 ** DIGITS[kind.unit])
    try:
        second = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return Unheld(number, kind)
    return Moment(
        second=second.replace(tzinfo=UTC if kind.tz else None),
        fraction=Decimal(units).scaleb(-DIGITS[kind.unit]),
    )


def read_duration(number: int, kind: Any) -> Duration:  # noqa: ANN401  # as above
    """Return a duration of so many units."""
    return Duration(seconds=Decimal(number).scaleb(-DIGITS[kind.unit]))


def read_time(number: int, kind: Any) -> object:  # noqa: ANN401  # as above
    """Return the time so many nanoseconds after midnight."""
    microseconds, rest = divmod(number, 1000)
    if rest:
        return Unheld(number, kind)
    return (EPOCH + timedelta(microseconds=microseconds)).time()


def read_scalar(cell: Any) -> object:  # noqa: ANN401  # as above
    """Return the value of one cell."""
    if cell.is_valid and is_sequence(cell.type):
        return list_values(cell.values)
    try:
        return cell.as_py()
    except (OverflowError, ValueError):
        return Unheld(getattr(cell, "value", "a value"), cell.type)
