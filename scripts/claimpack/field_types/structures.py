"""Objects, arrays, lists and points: cells that hold more than one value.

Source: Data Package 2.0, Table Schema, "object", "array", "list", "geopoint",
"geojson"; RFC 7946 for GeoJSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
from pyarrow import types

from claimpack.errors import SourceError
from claimpack.field_types.moments import READERS as MOMENTS
from claimpack.field_types.numbers import READERS as NUMBERS
from claimpack.field_types.readers import (
    CellReader,
    Declaration,
    DeclarationError,
    Value,
    choose_format,
    read_option,
)
from claimpack.field_types.texts import holds_text, read_string
from claimpack.files import parse_json
from claimpack.findings import quote

COORDINATE = re.compile(r" ?(-?[0-9]{1,3}(?:\.[0-9]{1,30})?)", re.ASCII)
LIMITS = (180, 90)
"""Degrees of longitude and of latitude, east and north of zero."""
GEOJSON_TYPES = frozenset(
    {"Feature", "FeatureCollection", "GeometryCollection", "Point", "MultiPoint"}
    | {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}
)
NEEDED = {
    "Feature": ("geometry", "properties"),
    "FeatureCollection": ("features",),
    "GeometryCollection": ("geometries",),
}


def parse_value(word: str) -> Any:  # noqa: ANN401  # JSON
    """Return the JSON value that a word writes; ValueError where it is none."""
    try:
        return parse_json(word.encode(), "cell")
    except SourceError as error:
        raise ValueError(word) from error


def write_json(value: Any) -> str:  # noqa: ANN401  # JSON
    """Return the one text of a JSON value: keys in order, no spaces."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_object(_: Declaration) -> CellReader:
    """Return the reader of JSON objects."""
    return make_json_reader("object", "a JSON object", dict, holds_object)


def read_array(_: Declaration) -> CellReader:
    """Return the reader of JSON arrays."""
    return make_json_reader("array", "a JSON array", list, holds_array)


def holds_object(stored: pa.DataType) -> bool:
    """Return whether a stored type holds objects."""
    return holds_text(stored) or types.is_struct(stored) or types.is_map(stored)


def holds_array(stored: pa.DataType) -> bool:
    """Return whether a stored type holds arrays."""
    return holds_text(stored) or types.is_list(stored) or types.is_large_list(stored)


def make_json_reader(
    kind: str, expected: str, python_type: type, holds: Callable[[pa.DataType], bool]
) -> CellReader:
    """Return the reader of JSON values of one kind."""

    def require(value: Any) -> Value:  # noqa: ANN401  # JSON
        if not isinstance(value, python_type):
            raise ValueError(value)  # noqa: TRY004  # as for every word of no type
        return value

    return CellReader(
        type=kind,
        expected=expected,
        parse=lambda word: require(parse_value(word)),
        holds=holds,
        write=write_json,
        from_stored=lambda value: require(
            parse_value(value) if isinstance(value, str) else value
        ),
    )


def read_list(declaration: Declaration) -> CellReader:
    """Return the reader of lists of values of one type, with a delimiter between."""
    delimiter = read_option(declaration, "delimiter", ",")
    item_type = read_option(declaration, "itemType", "string")
    makers = {"string": read_string, **NUMBERS, **MOMENTS}
    if not delimiter or item_type not in makers:
        found = item_type if delimiter else delimiter
        raise DeclarationError(f"a list has no items of the type {quote(found)}")
    item = makers[item_type]({"type": item_type})

    def parse(word: str) -> list[Value]:
        return [item.parse(part) for part in word.split(delimiter)] if word else []

    return CellReader(
        type="list",
        expected=f"{item.expected}, several with {quote(delimiter)} between",
        parse=parse,
        holds=holds_array,
        accepts_all=item.accepts_all,
        write=lambda value: delimiter.join(map(item.write, value)),
        from_stored=lambda value: (
            parse(value)
            if isinstance(value, str)
            else [item.from_stored(each) for each in value]
        ),
    )


def read_geopoint(declaration: Declaration) -> CellReader:
    """Return the reader of points: longitude and latitude in degrees."""
    name = choose_format(declaration, ("default", "array", "object"))
    parse: Callable[[str], Value] = parse_pair
    if name != "default":
        parse = partial(parse_point, name=name)
    expected = {
        "default": "longitude, latitude in degrees, as 36.5, 50.45",
        "array": "longitude and latitude as [36.5, 50.45]",
        "object": 'a point as {"lon": 36.5, "lat": 50.45}',
    }[name]
    return CellReader(
        type="geopoint",
        expected=expected,
        parse=parse,
        holds=holds_text,
        write=lambda point: ",".join(f"{part.normalize():f}" for part in point),
        from_stored=parse,
    )


def parse_pair(word: str) -> tuple[Decimal, ...]:
    """Return the point of two numbers with a comma between."""
    parts = [COORDINATE.fullmatch(part) for part in word.split(",")]
    return make_point([Decimal(part[1]) if part else None for part in parts])


def parse_point(word: str, name: str = "array") -> tuple[Decimal, ...]:
    """Return the point that JSON writes, as an array or as an object."""
    value = parse_value(word)
    if name == "object":
        if not isinstance(value, dict) or value.keys() != {"lon", "lat"}:
            raise ValueError(word)
        value = [value["lon"], value["lat"]]
    return make_point(value)


def make_point(parts: Any) -> tuple[Decimal, ...]:  # noqa: ANN401  # JSON
    """Return a point of two numbers that lie on the globe."""
    if not isinstance(parts, list) or len(parts) != len(LIMITS):
        raise ValueError(parts)
    if any(type(part) not in (int, float, Decimal) for part in parts):
        raise ValueError(parts)
    point = tuple(Decimal(str(part)) for part in parts)
    if any(not abs(part) <= limit for part, limit in zip(point, LIMITS, strict=True)):
        raise ValueError(parts)
    return point


def read_geojson(declaration: Declaration) -> CellReader:
    """Return the reader of GeoJSON or TopoJSON objects."""
    name = choose_format(declaration, ("default", "topojson"))
    is_one = is_topojson if name == "topojson" else is_geojson
    expected = "a TopoJSON object" if name == "topojson" else "a GeoJSON object"

    def require(value: Any) -> Value:  # noqa: ANN401  # JSON
        if not isinstance(value, dict) or not is_one(value):
            raise ValueError(value)
        return value

    return CellReader(
        type="geojson",
        expected=expected,
        parse=lambda word: require(parse_value(word)),
        holds=holds_object,
        write=write_json,
        from_stored=lambda value: require(
            parse_value(value) if isinstance(value, str) else value
        ),
    )


def is_topojson(value: dict[str, Any]) -> bool:
    """Return whether an object is a topology."""
    return value.get("type") == "Topology" and isinstance(value.get("objects"), dict)


def is_geojson(value: dict[str, Any]) -> bool:
    """Return whether an object is GeoJSON, by its type and its members."""
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in GEOJSON_TYPES:
        return False
    return all(key in value for key in NEEDED.get(kind, ("coordinates",)))


READERS: dict[str, Callable[[Declaration], CellReader]] = {
    "object": read_object,
    "array": read_array,
    "list": read_list,
    "geopoint": read_geopoint,
    "geojson": read_geojson,
}
