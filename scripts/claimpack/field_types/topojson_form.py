"""What makes a JSON object a TopoJSON object (The TopoJSON Format Specification).

Not looked at: whether the arcs of one line meet.
"""

from __future__ import annotations

from collections.abc import Mapping

from claimpack.field_types.geojson_form import (
    Test,
    is_bounded,
    is_number,
    is_position,
    list_of,
)
from claimpack.field_types.json_text import Json

PAIR = 2


def is_topojson(value: Json) -> bool:
    """Return whether a JSON value is a topology with all that it refers to (2.1)."""
    if not isinstance(value, dict) or value.get("type") != "Topology":
        return False
    is_place = is_quantized if "transform" in value else is_position
    has_arcs = list_of(list_of(is_place, 2))(value.get("arcs"))
    if not (has_arcs and has_transform(value) and is_bounded(value)):
        return False
    is_geometry = make_geometry_test(is_place, len(value["arcs"]))
    objects = value.get("objects")
    return isinstance(objects, dict) and all(map(is_geometry, objects.values()))


def is_whole(value: Json) -> bool:
    """Return whether a JSON value is an integer, with or without a point."""
    return is_number(value) and value % 1 == 0


def is_quantized(value: Json) -> bool:
    """Return whether a value is a position whose first two numbers are integers."""
    return is_position(value) and all(map(is_whole, value[:PAIR]))


def has_transform(topology: Json) -> bool:
    """Return whether the transform of a topology, if any, is two pairs (2.1.2)."""
    transform = topology.get("transform", {"scale": [1, 1], "translate": [0, 0]})
    return isinstance(transform, dict) and all(
        is_position(transform.get(name)) and len(transform[name]) == PAIR
        for name in ("scale", "translate")
    )


def make_geometry_test(is_place: Test, arc_count: int) -> Test:
    """Return the test of the geometries of a topology (2.2).

    `is_place` tests positions; an arc is referred to by its number, from 0, or by the
    complement of that where it runs backwards (2.1.3).
    """

    def is_arc(value: Json) -> bool:
        return is_whole(value) and -arc_count <= value < arc_count

    def is_geometry(value: Json) -> bool:
        if not isinstance(value, dict) or not is_bounded(value):
            return False
        if not isinstance(value.get("properties"), dict | None):
            return False
        return any(
            value.get("type") == name and test(value.get(member))
            for name, (member, test) in members.items()
        )

    is_line = list_of(is_arc)
    members: Mapping[str, tuple[str, Test]] = {
        "Point": ("coordinates", is_place),
        "MultiPoint": ("coordinates", list_of(is_place)),
        "LineString": ("arcs", is_line),
        "MultiLineString": ("arcs", list_of(is_line)),
        "Polygon": ("arcs", list_of(is_line)),
        "MultiPolygon": ("arcs", list_of(list_of(is_line))),
        "GeometryCollection": ("geometries", list_of(is_geometry)),
    }
    return is_geometry
