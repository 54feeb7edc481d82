"""Which columns an answer may have: those that each of its forms can hold.

Arrow would hold more, but tells some of it wrongly (the zone of a time is lost, the
largest UHUGEINT is -1), Parquet lacks types, and Python has no year 10000.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa
from pyarrow import compute, types

from claimpack.arrow_columns import pack_integers
from claimpack.findings import quote
from claimpack.guarded_sql.faults import QueryError

PLAIN = frozenset(
    {
        *("null", "boolean", "varchar", "enum", "uuid", "float", "double", "decimal"),
        *("tinyint", "smallint", "integer", "bigint", "hugeint"),
        *("utinyint", "usmallint", "uinteger", "ubigint"),
        *("date", "time", "timestamp", "timestamp with time zone"),
        *("timestamp_s", "timestamp_ms"),
    }
)
NESTED = frozenset({"list", "array", "struct", "tuple", "map"})
MOST_LEVELS = 50
"""Of lists and structures within each other."""
CALENDAR = pack_integers([-62_135_596_800_000_000, 253_402_300_799_999_999]).cast(
    pa.timestamp("us", "UTC")
)
"""The first and the last moment of the years that Python knows, 1 to 9999."""
CAST = "cast it to text (::VARCHAR)"


def find_wrong_type(names: Iterable[str], kinds: Iterable[Any]) -> str | None:
    """Return which column has a type that not every form holds, None for none.

    The kinds are types of DuckDB.
    """
    for name, kind in zip(names, kinds, strict=True):
        if found := name_unheld(kind, MOST_LEVELS):
            what = f"gives {found} in the column {quote(name)}"
            return f"{what}, which not every form of an answer holds; {CAST}"
    return None


def name_unheld(kind: Any, levels: int) -> str | None:  # noqa: ANN401  # of DuckDB
    """Return what in a type cannot be held, within so many levels; None for nothing."""
    if kind.id in PLAIN:
        return None
    if kind.id not in NESTED:
        return f"the type {kind.id.upper()}"
    if not levels:
        return f"more than {MOST_LEVELS} levels of lists"
    # Of an array, the last of them is its size.
    parts = [part for _, part in kind.children if isinstance(part, type(kind))]
    if not parts or (kind.id == "map" and parts[0].id == "null"):
        return f"a {kind.id.upper()} of nothing"
    found = (name_unheld(part, levels - 1) for part in parts)
    return next(filter(None, found), None)


def require_values(rows: pa.Table) -> None:
    """Raise `QueryError` for a value that not every form holds."""
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        where = f"in the column {quote(name)}"
        try:
            column.validate(full=True)
        except pa.ArrowException as error:
            if "UTF8" in str(error):
                fault = f"gives text {where} that is not UTF-8: a file is damaged"
                raise QueryError(fault, may_be_damage=True) from error
            fault = f"gives a value {where} that is too large for its type; {CAST}"
            raise QueryError(fault) from error
        if not all(map(is_of_calendar, iter_leaves(column.chunks))):
            raise QueryError(
                f"gives a day {where} outside of the years 1 to 9999; {CAST}"
            )


def iter_leaves(chunks: Sequence[pa.Array]) -> Iterator[pa.Array]:
    """Yield the values that lists and structures are made of, and all others."""
    for cells in chunks:
        if types.is_struct(cells.type):
            yield from iter_leaves(cells.flatten())
        elif types.is_map(cells.type):
            yield from iter_leaves([cells.keys, cells.items])
        elif types.is_list(cells.type) or types.is_fixed_size_list(cells.type):
            yield from iter_leaves([cells.flatten()])
        else:
            yield cells


def is_of_calendar(cells: pa.Array) -> bool:
    """Return whether all days are of the years 1 to 9999; what is no day is, too."""
    kind = cells.type
    if not (types.is_date(kind) or types.is_timestamp(kind)):
        return True
    first, last = (moment.cast(kind, safe=False) for moment in CALENDAR)
    found = compute.min_max(cells)
    is_early = compute.less(found["min"], first).as_py()
    return not is_early and not compute.greater(found["max"], last).as_py()
