"""What makes a JSON object a GeoJSON object (RFC 7946).

Longitudes and latitudes have no limits there, and neither has what a Feature says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimpack.field_types.json_text import Json

Test = Callable[[Json], bool]


def is_number(value: Json) -> bool:
    """Return whether a JSON value is a number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def list_of(test: Test, fewest: int = 0) -> Test:
    """Return a test of lists that are long enough, and whose items all pass a test."""

    def is_list(value: Json) -> bool:
        is_long = isinstance(value, list) and len(value) >= fewest
        return is_long and all(map(test, value))

    return is_list


def is_bounded(value: Json) -> bool:
    """Return whether the bounding box of an object, if any, is two corners (5)."""
    bounds = value.get("bbox", [0, 0, 0, 0])
    return list_of(is_number, 4)(bounds) and len(bounds) % 2 == 0


is_position = list_of(is_number, 2)
is_line = list_of(is_position, 2)
is_long_line = list_of(is_position, 4)


def is_ring(value: Json) -> bool:
    """Return whether a value is a closed line of four or more positions (3.1.6)."""
    return is_long_line(value) and value[0] == value[-1]


COORDINATES: Mapping[str, Test] = {
    "Point": is_position,
    "MultiPoint": list_of(is_position),
    "LineString": is_line,
    "MultiLineString": list_of(is_line),
    "Polygon": list_of(is_ring),
    "MultiPolygon": list_of(list_of(is_ring)),
}
"""What the coordinates of each type are (3.1.2 to 3.1.7)."""


def is_geojson(value: Json) -> bool:
    """Return whether a JSON value is a GeoJSON object of any type."""
    return any(test(value) for test in (is_geometry, is_feature, is_collection))


def is_object(value: Json, types: Mapping[str, Test], foreign: set[str]) -> bool:
    """Return whether a value is an object of one of some types, all in order with it.

    `foreign` are the members that define other types; it must have none (7.1).
    """
    if not isinstance(value, dict) or not foreign.isdisjoint(value):
        return False
    name = value.get("type")
    if not isinstance(name, str) or name not in types:
        return False
    return is_bounded(value) and types[name](value)


def is_geometry(value: Json) -> bool:
    """Return whether a value is a Geometry object (3.1)."""
    return is_object(value, GEOMETRIES, {"geometry", "properties", "features"})


def is_feature(value: Json) -> bool:
    """Return whether a value is a Feature object (3.2)."""
    foreign = {"coordinates", "geometries", "features"}
    return is_object(value, {"Feature": has_feature_members}, foreign)


def is_collection(value: Json) -> bool:
    """Return whether a value is a FeatureCollection object (3.3)."""
    foreign = {"coordinates", "geometries", "geometry", "properties"}
    return is_object(value, {"FeatureCollection": has_features}, foreign)


def has_coordinates(value: Json) -> bool:
    """Return whether a Geometry has the coordinates of its type, or none (3.1)."""
    coordinates = value.get("coordinates")
    return coordinates == [] or COORDINATES[value["type"]](coordinates)


def has_geometries(value: Json) -> bool:
    """Return whether a GeometryCollection has its geometries (3.1.8)."""
    return list_of(is_geometry)(value.get("geometries"))


GEOMETRIES: Mapping[str, Test] = {
    **dict.fromkeys(COORDINATES, has_coordinates),
    "GeometryCollection": has_geometries,
}


def has_feature_members(value: Json) -> bool:
    """Return whether a Feature has a geometry and properties, or null for them."""
    if not {"geometry", "properties"} <= value.keys():
        return False
    is_id = isinstance(value.get("id", ""), str) or is_number(value["id"])
    is_placed = value["geometry"] is None or is_geometry(value["geometry"])
    return is_id and is_placed and isinstance(value["properties"], dict | None)


def has_features(value: Json) -> bool:
    """Return whether a FeatureCollection has its features."""
    return list_of(is_feature)(value.get("features"))
