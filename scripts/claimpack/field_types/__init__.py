"""The types of Table Schema: what a cell of each may say, and what it means.

Source: Data Package 2.0, Table Schema, "Field Types" (datapackage.org). Where
frictionless reads cells otherwise, docs/departures.md names the sentence that decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from claimpack.field_types.any import read_any
from claimpack.field_types.array import read_array
from claimpack.field_types.boolean import read_boolean
from claimpack.field_types.constraints import Constraint, read_constraints
from claimpack.field_types.date import read_date
from claimpack.field_types.datetime import read_datetime
from claimpack.field_types.declarations import (
    DeclarationError,
    list_names,
    read_text,
    suggest,
)
from claimpack.field_types.duration import read_duration
from claimpack.field_types.geojson import read_geojson
from claimpack.field_types.geopoint import read_geopoint
from claimpack.field_types.integer import read_integer
from claimpack.field_types.list import read_list
from claimpack.field_types.missing_values import read_missing_values
from claimpack.field_types.number import read_number
from claimpack.field_types.object import read_object
from claimpack.field_types.patterns import PatternError
from claimpack.field_types.reader import CellReader
from claimpack.field_types.string import read_string
from claimpack.field_types.time import read_time
from claimpack.field_types.values import Duration, Moment, Month, Value
from claimpack.field_types.year import read_year
from claimpack.field_types.yearmonth import read_yearmonth
from claimpack.findings import quote

__all__ = [
    "CellReader",
    "Constraint",
    "DeclarationError",
    "Duration",
    "Moment",
    "Month",
    "PatternError",
    "Value",
    "read_constraints",
    "read_field_type",
    "read_missing_values",
]

FIELD_TYPES: Mapping[str, Callable[[Mapping[str, Any]], CellReader]] = {
    "string": read_string,
    "number": read_number,
    "integer": read_integer,
    "boolean": read_boolean,
    "object": read_object,
    "array": read_array,
    "list": read_list,
    "datetime": read_datetime,
    "date": read_date,
    "time": read_time,
    "year": read_year,
    "yearmonth": read_yearmonth,
    "duration": read_duration,
    "geopoint": read_geopoint,
    "geojson": read_geojson,
    "any": read_any,
}
"""What reads the declaration of each type, in the order of the standard."""


def read_field_type(declaration: Mapping[str, Any]) -> CellReader:
    """Return how the cells of a declared field are read.

    >>> reader = read_field_type({"name": "count", "type": "integer"})
    >>> reader.parse("+12"), reader.write(12)
    (12, '12')

    Raises:
        DeclarationError: there is no such type, or it has no such format or option.

    """
    name = read_text(declaration, "type", "any")
    if name not in FIELD_TYPES:
        raise DeclarationError(
            f"the type is {quote(name)}; expected {list_names(FIELD_TYPES)}"
            f"{suggest(name, FIELD_TYPES)}"
        )
    return FIELD_TYPES[name](declaration)
