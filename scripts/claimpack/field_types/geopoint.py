"""Points on the earth: a longitude and a latitude, exact.

Source: Table Schema, `geopoint`. "Each item is a number": a text that reads as one is
none. White space around the two is stripped, as the published profile asks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.field_types.declarations import read_format
from claimpack.field_types.json_text import parse_json
from claimpack.field_types.number import (
    make_number,
    read_number,
    take_number,
    write_number,
)
from claimpack.field_types.reader import CellReader, WordError, read_stored, refuse
from claimpack.field_types.storage import Holds, is_sequence, is_text, one_of

Point = tuple[Decimal, Decimal]
"""Longitude and latitude, in degrees."""
DEGREES = (180, 90)
"""How far longitudes and latitudes go, east and west, north and south."""
WHITE_SPACE = " \t\n\r"
NUMBER = read_number({})


def read_geopoint(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of points.

    Raises:
        DeclarationError: the format of the field is none of points.

    """
    name = read_format(declaration, [*FORMATS][1:])
    expected, parse, take, test = FORMATS[name]
    return CellReader(
        type="geopoint",
        expected=expected,
        parse=parse,
        holds=one_of(is_text, test),
        from_stored=read_stored(parse, take),
        write=write_point,
        parse_written=parse_pair,
    )


def parse_pair(text: str) -> Point:
    """Return the point that two numbers with a comma between them write."""
    longitude, latitude = text.split(",")
    return make_point(
        NUMBER.parse(longitude.strip(WHITE_SPACE)),
        NUMBER.parse(latitude.strip(WHITE_SPACE)),
    )


def parse_array(text: str) -> Point:
    """Return the point that a JSON array of two numbers writes."""
    return take_array(parse_json(text, make_number))


def take_array(value: object) -> Point:
    """Return the point of a stored list of two numbers."""
    if not isinstance(value, list) or len(value) != 2:  # noqa: PLR2004  # a point has 2
        raise WordError(value)
    return make_point(*value)


def parse_object(text: str) -> Point:
    """Return the point that a JSON object with `lon` and `lat` writes."""
    return take_object(parse_json(text, make_number))


def take_object(value: object) -> Point:
    """Return the point of a stored struct with `lon` and `lat`."""
    if not isinstance(value, dict) or value.keys() != {"lon", "lat"}:
        raise WordError(value)
    return make_point(value["lon"], value["lat"])


def make_point(longitude: object, latitude: object) -> Point:
    """Return a point; ValueError where one is no number, or lies off the earth."""
    point = take_number(longitude), take_number(latitude)
    for degrees, most in zip(point, DEGREES, strict=True):
        if not (degrees.is_finite() and -most <= degrees <= most):
            raise WordError(point)
    return point


def write_point(value: Point) -> str:
    """Return the canonical text of a point, whatever its format.

    >>> write_point((Decimal("90.50"), Decimal(45)))
    '90.5,45'
    """
    return ",".join(map(write_number, value))


def holds_array(stored: pa.DataType) -> bool:
    """Return whether a plain type is a list of numbers."""
    return is_sequence(stored) and NUMBER.holds(stored.value_type)


def holds_object(stored: pa.DataType) -> bool:
    """Return whether a plain type is a struct of two numbers."""
    if not types.is_struct(stored):
        return False
    parts = {part.name: part.type for part in stored}
    return parts.keys() == {"lon", "lat"} and all(map(NUMBER.holds, parts.values()))


def holds_nothing(_: pa.DataType) -> bool:
    """Return that no type but text will do: the default format is a string."""
    return False


FORMATS: Mapping[
    str, tuple[str, Callable[[str], Point], Callable[[object], Any], Holds]
] = {
    "default": (
        "a longitude and a latitude, as 90.5, 45.5",
        parse_pair,
        refuse,
        holds_nothing,
    ),
    "array": (
        "a JSON array of longitude and latitude, as [90.5, 45.5]",
        parse_array,
        take_array,
        holds_array,
    ),
    "object": (
        'a JSON object of lon and lat, as {"lon": 90.5, "lat": 45.5}',
        parse_object,
        take_object,
        holds_object,
    ),
}
"""Each format: in words, its parser, its reader of stored values, what can hold it."""
