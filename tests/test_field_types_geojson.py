"""GeoJSON by RFC 7946, and TopoJSON by its specification."""

import json
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "geojson"}
TOPOJSON = {"type": "geojson", "format": "topojson"}
LINE = [[0, 0], [1, 1]]
RING = [[0, 0], [1, 0], [1, 1], [0, 0]]
POINT = {"type": "Point", "coordinates": [90.5, 45.5]}
MEMBER = {"any": "thing"}
FEATURE = {"type": "Feature", "geometry": POINT, "properties": {"a": 1}}
TOPOLOGY = {
    "type": "Topology",
    "transform": {"scale": [0.5, 0.5], "translate": [100, 0]},
    "objects": {
        "example": {
            "type": "GeometryCollection",
            "geometries": [
                {
                    "type": "Point",
                    "properties": {"a": 1},
                    "coordinates": [4000, 5000.0],
                },
                {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]},
                {"type": "LineString", "properties": None, "arcs": [0]},
                {"type": "MultiLineString", "arcs": [[0], [1, -1]]},
                {"type": "Polygon", "arcs": [[-2]], "id": 7},
                {"type": "MultiPolygon", "arcs": [[[1]]], "bbox": [0, 0, 1, 1]},
            ],
        }
    },
    "arcs": [[[4000, 0], [1999, 9999]], [[0, 0], [0, 9999], [2000, 0]]],
}
ONE_ARC: dict[str, Any] = {"type": "Topology", "objects": {}, "arcs": [LINE]}


def geometry(kind: str, coordinates: object, **members: object) -> dict[str, Any]:
    """A geometry of a type."""
    return {"type": kind, "coordinates": coordinates, **members}


def words(*objects: object) -> list[str]:
    """Objects as cells."""
    return [json.dumps(each) for each in objects]


def values(*objects: object) -> dict[str, object]:
    """Objects as cells with their values."""
    return dict(zip(words(*objects), objects, strict=True))


def holding(**members: object) -> dict[str, object]:
    """A topology with one object in it."""
    return {**ONE_ARC, "objects": {"a": members}}


TABLES = [
    Words(
        declaration=PLAIN,
        accepted=values(
            POINT,
            geometry("Point", [90.5, 45.5, 300]),
            geometry("Point", [1, 2], bbox=[1, 2, 1, 2], crs=MEMBER),
            geometry("Point", [999, -999]),
            geometry("Point", []),
            geometry("MultiPoint", LINE),
            geometry("MultiPoint", []),
            geometry("LineString", LINE),
            geometry("LineString", []),
            geometry("MultiLineString", [LINE, LINE]),
            geometry("Polygon", [RING, RING]),
            geometry("MultiPolygon", [[RING]]),
            {"type": "GeometryCollection", "geometries": [POINT]},
            {"type": "GeometryCollection", "geometries": []},
            FEATURE,
            {**FEATURE, "id": 1, "bbox": [0, 0, 0, 1, 1, 1]},
            {**FEATURE, "id": "a", "properties": None, "geometry": None},
            {"type": "FeatureCollection", "features": [FEATURE]},
            {"type": "FeatureCollection", "features": []},
        ),
        refused=[
            *("", "{}", "[]", "null", "1", "{", '"Point"', '{"type": "Point"}'),
            *words(
                {"coordinates": [1, 2]},
                {"type": ["Point"], "coordinates": [1, 2]},
                geometry("point", [1, 2]),
                geometry("Point", [1]),
                geometry("Point", ["1", "2"]),
                geometry("Point", [True, 2]),
                geometry("Point", {"x": 1}),
                geometry("Point", [1, 2], properties={}),
                geometry("Point", [1, 2], bbox=[1, 2]),
                geometry("Point", [1, 2], bbox=[1, 2, 3, 4, 5]),
                geometry("Point", [1, 2], bbox=None),
                geometry("LineString", [[0, 0]]),
                geometry("MultiLineString", [[]]),
                geometry("Polygon", [LINE]),
                geometry("Polygon", [[[0, 0], [1, 0], [1, 1], [0, 1]]]),
                geometry("Polygon", RING),
                {"type": "GeometryCollection"},
                {"type": "GeometryCollection", "geometries": [FEATURE]},
                {"type": "Feature", "geometry": POINT},
                {"type": "Feature", "properties": {}},
                {**FEATURE, "properties": []},
                {**FEATURE, "geometry": FEATURE},
                {**FEATURE, "id": True},
                {**FEATURE, "id": None},
                {**FEATURE, "coordinates": [1, 2]},
                {"type": "FeatureCollection"},
                {"type": "FeatureCollection", "features": [POINT]},
                {"type": "FeatureCollection", "features": [], "properties": {}},
                TOPOLOGY,
            ),
        ],
    ),
    Words(
        declaration=TOPOJSON,
        accepted=values(
            TOPOLOGY,
            ONE_ARC,
            {"type": "Topology", "objects": {}, "arcs": []},
            {**ONE_ARC, "bbox": [0, 0, 1, 1], "arcs": [[[0.5, 0, 7], [1, 1.5]]]},
        ),
        refused=[
            *("", "[]", "{}", json.dumps(POINT)),
            *words(
                {"type": "Topology", "objects": {}},
                {"type": "Topology", "arcs": []},
                {**ONE_ARC, "objects": []},
                {**ONE_ARC, "arcs": [[[0, 0]]]},
                {**ONE_ARC, "bbox": [1]},
                {**ONE_ARC, "transform": None},
                {**ONE_ARC, "transform": {"scale": [1, 1]}},
                {**ONE_ARC, "transform": {"scale": [1, 1], "translate": [1, 1, 1]}},
                {**TOPOLOGY, "arcs": [[[0.5, 0], [1, 1]]]},
                holding(type="LineString", arcs=[1]),
                holding(type="LineString", arcs=[-2]),
                holding(type="LineString", arcs=[0.5]),
                holding(type="LineString", arcs=[[0]]),
                holding(type="LineString", coordinates=LINE),
                holding(type="Point", arcs=[0]),
                holding(type="Point", coordinates=[0, 0], properties=[]),
                holding(type="Point", coordinates=[0, 0], bbox=[0]),
                holding(type="Topology", objects={}, arcs=[]),
                holding(type="Feature", geometry=POINT, properties={}),
                holding(type=None),
                {**ONE_ARC, "objects": {"a": None}},
            ),
        ],
    ),
]


@pytest.mark.parametrize(("declaration", "word", "value"), accepted_cases(TABLES))
def test_a_word_of_the_type_has_its_value(
    declaration: dict[str, Any], word: str, value: object
) -> None:
    parsed = read_field_type(declaration).parse(word)

    assert (type(parsed), parsed) == (type(value), value)


@pytest.mark.parametrize(("declaration", "word"), refused_cases(TABLES))
def test_another_word_is_refused(declaration: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the word is all there is to say
        read_field_type(declaration).parse(word)


def test_text_and_structs_hold_geojson() -> None:
    struct = pa.struct({"type": pa.string(), "coordinates": pa.list_(pa.float64())})
    holds = read_field_type(PLAIN).holds

    assert all(map(holds, [pa.string(), struct]))
    assert not any(map(holds, [pa.list_(pa.float64()), pa.binary()]))


def test_a_stored_struct_has_the_form_as_well() -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(POINT) == POINT
    assert reader.from_stored(json.dumps(POINT)) == POINT
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored({"type": "Point", "coordinates": [1]})


def test_messages_name_the_format() -> None:
    assert read_field_type(PLAIN).expected == "a GeoJSON object"
    assert read_field_type(TOPOJSON).expected == "a TopoJSON object"
    with pytest.raises(DeclarationError):
        read_field_type({"type": "geojson", "format": "kml"})
