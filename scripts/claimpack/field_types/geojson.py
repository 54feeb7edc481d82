"""GeoJSON and TopoJSON in cells.

Source: Table Schema, `geojson`; what an object must have is in `geojson_form` and
`topojson_form`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimpack.field_types.declarations import read_format
from claimpack.field_types.geojson_form import is_geojson
from claimpack.field_types.json_text import parse_json, write_json
from claimpack.field_types.object import take_object
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import is_mapping, is_text, one_of
from claimpack.field_types.topojson_form import is_topojson


def read_geojson(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of GeoJSON objects, or of TopoJSON objects.

    Raises:
        DeclarationError: the format of the field is neither.

    """
    is_topology = read_format(declaration, ["topojson"]) == "topojson"
    has_form = is_topojson if is_topology else is_geojson

    def require_form(value: object) -> dict[str, Any]:
        if not isinstance(value, dict) or not has_form(value):
            raise WordError(value)
        return value

    def parse(text: str) -> dict[str, Any]:
        return require_form(parse_json(text))

    def take(value: object) -> dict[str, Any]:
        return require_form(take_object(value))

    return CellReader(
        type="geojson",
        expected="a TopoJSON object" if is_topology else "a GeoJSON object",
        parse=parse,
        holds=one_of(is_text, is_mapping),
        from_stored=read_stored(parse, take),
        write=write_json,
    )
