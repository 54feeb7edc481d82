"""The words that frictionless judges otherwise, with the sentence that decides."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from test_field_types_constraints import field
from test_field_types_geojson import (
    FEATURE,
    MEMBER,
    ONE_ARC,
    POINT,
    TOPOLOGY,
    geometry,
    holding,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Words of one field that frictionless judges otherwise for one reason."""

    declaration: Mapping[str, Any]
    accepted: Sequence[str] = ()
    """What we accept: frictionless refuses it, or fails."""
    refused: Sequence[str] = ()
    """What we refuse: frictionless accepts it, or fails."""
    sentence: str
    """What decides: a sentence of Table Schema, unless it names another source."""


STRICT_JSON = (
    "RFC 8259, 4, 8.2 and 9: names should be unique, half of a surrogate pair has no "
    "predictable meaning, and a limit to the depth of nesting is allowed."
)
XML_YEAR = (
    "“A calendar year as per XMLSchema gYear”: four digits or more, perhaps a minus "
    "before them and a time zone after them, and no year 0."
)
XML_MONTH = (
    "“A specific month in a specific year as per XMLSchema gYearMonth”: a year as "
    "above, and two digits for the month."
)
OF_THEIR_TYPE = (
    "“All constraints MUST be tested against the logical representation of data.”"
)
OUR_LIMIT = "A limit of ours (limits.md): "

DEPARTURES = [
    Departure(
        declaration={"type": "string", "format": "email"},
        accepted=[
            *("a@b.c", "用户@例子.广告", '"a b"@example.org', '"a@b"@example.org'),
            r'"a\"b"@example.org',
        ],
        refused=["ä" * 33 + "@example.org"],
        sentence=(
            "“A valid email address.” RFC 5321, 4.1.2 and 4.5.3.1, with the letters of "
            "RFC 6531: quoted local parts, at most 64 octets of them, short labels."
        ),
    ),
    Departure(
        declaration={"type": "string", "format": "uri"},
        refused=[
            *("http://example.org/a b", "http://example.org/é", "http://a/#b#c"),
            *("http://example.org/%zz", "http://example.org/%4", "http://a/<b>"),
            *("http://[::g]", "http://[1.2.3.4]", "http://[:::]", "http://[::1"),
            *("http://a:b:c/", "http://example.org:x", "http://a/[1]", "a:b\n"),
            *("http://a^b", "http://a@b@c/", "a:é", "a:|"),
        ],
        sentence="“A valid URI.” RFC 3986, appendix A.",
    ),
    Departure(
        declaration={"type": "string", "format": "binary"},
        refused=[
            *("YWJj=", "YQ==YQ==", "-_-_", "YQ ==", "YWJj\nYWJj", "YWJj\n", "===="),
        ],
        sentence=(
            "“A base64 encoded string representing binary data.” RFC 4648, 3.3 and 4: "
            "nothing outside of the alphabet, and padding at the end only."
        ),
    ),
    Departure(
        declaration={"type": "string", "format": "uuid"},
        refused=[
            "123e4567e89b12d3a456426614174000",
            "{123e4567-e89b-12d3-a456-426614174000}",
            "urn:uuid:123e4567-e89b-12d3-a456-426614174000",
        ],
        sentence=(
            "“A string that is a uuid.” RFC 9562, 4: five groups with hyphens between."
        ),
    ),
    Departure(
        declaration={"type": "number"},
        refused=[" 12", "12 ", "12.5\n", "1_0.5", "٤٠", "٤.٤"],
        sentence=(
            "“a non-empty finite-length sequence of decimal digits separated by a "
            "period as a decimal indicator”"
        ),
    ),
    Departure(
        declaration={"type": "number"},
        refused=["Infinity", "+INF", "-NaN", "sNaN", "NaN1"],
        sentence=(
            "“The following special string values are permitted (case need not be "
            "respected)”: NaN, INF, -INF."
        ),
    ),
    Departure(
        declaration={"type": "number"},
        refused=["1" * 4301],
        sentence=f"{OUR_LIMIT}4,300 digits.",
    ),
    Departure(
        declaration={"type": "number", "groupChar": ","},
        refused=[",5", "5,", "1,,0", "1.5,000", "1.000,5"],
        sentence=(
            "“A string whose value is used to group digits within the number.” It "
            "stands between two digits, and before the decimals."
        ),
    ),
    Departure(
        declaration={"type": "number", "decimalChar": ",", "groupChar": "."},
        refused=["1,234.56", "1..234", ".234", "1.234.,5"],
        sentence=("Likewise: `1,234.56` would be read as 1.23456, a thousandth of it."),
    ),
    Departure(
        declaration={"type": "number", "bareNumber": False},
        accepted=["-INF"],
        sentence="“The following special string values are permitted”, here as well.",
    ),
    Departure(
        declaration={"type": "integer"},
        refused=[" 12", "12 ", "12\n", "1_0", "٤٠"],
        sentence=(
            "“Integer values are indicated in the standard way for any valid integer.”"
        ),
    ),
    Departure(
        declaration={"type": "integer", "groupChar": ","},
        accepted=["1,000", "-1,000,000", "12,34,567"],
        sentence="“A string whose value is used to group digits within the integer.”",
    ),
    Departure(
        declaration={"type": "integer", "groupChar": "\N{NO-BREAK SPACE}"},
        accepted=["1\N{NO-BREAK SPACE}000"],
        sentence="Likewise.",
    ),
    Departure(
        declaration={"type": "integer", "bareNumber": False, "groupChar": " "},
        accepted=["about 1 200 people"],
        sentence="Likewise.",
    ),
    Departure(
        declaration={"type": "object"},
        refused=['{"a": 1, "a": 1}', r'{"\udfff": 1}'],
        sentence=STRICT_JSON,
    ),
    Departure(
        declaration={"type": "array"},
        refused=["[NaN]", "[Infinity]", "[-Infinity]", "[1e999]"],
        sentence=(
            "“The field contains a valid JSON array.” JSON has no such numbers; 1e999 "
            "would become one of them."
        ),
    ),
    Departure(
        declaration={"type": "array"},
        refused=[
            *('[{"b": {"c": 1, "c": 2}}]', r'["\ud800"]', "[" * 65 + "]" * 65),
        ],
        sentence=STRICT_JSON,
    ),
    Departure(
        declaration={"type": "list", "itemType": "integer"},
        refused=["1, 2"],
        sentence=(
            "“A data consumer MUST process list items as it were individual values of "
            "the corresponding data type.” A space is no part of an integer."
        ),
    ),
    Departure(
        declaration={"type": "datetime"},
        refused=[
            *("2024-01-26 15:00:00", "2024-01-26t15:00:00", "2024-01-26T15:00:00z"),
            *(
                "2024-01-26T15:00:00,3",
                "2024-01-26T15:00:00+0500",
                "2024-W04-5T15:00:00",
            ),
            *("2024-01-26T15:00:00+05", "2024-01-26T15:00:00+14:01"),
            "2024-01-26T15:00:00+15:00",
        ],
        sentence=(
            "“The lexical representation MUST be in a form defined by XML Schema”: a "
            "capital T, a point, and a time zone as +hh:mm up to 14 hours, or Z."
        ),
    ),
    Departure(
        declaration={"type": "datetime"},
        refused=["0001-01-01T00:00:00+01:00"],
        sentence=f"{OUR_LIMIT}the years 1 to 9999, in UTC.",
    ),
    Departure(
        declaration={"type": "datetime", "format": "%Y-%m-%d %H:%M %z"},
        refused=["0001-01-01 00:00 +0100"],
        sentence="Likewise.",
    ),
    Departure(
        declaration={"type": "date"},
        refused=["2024-1-5"],
        sentence="“The lexical representation MUST be yyyy-mm-dd”.",
    ),
    Departure(
        declaration={"type": "date", "format": "any"},
        refused=["2024-01-26" + " " * 91],
        sentence=f"{OUR_LIMIT}100 characters.",
    ),
    Departure(
        declaration={"type": "time"},
        refused=["15:00:00.5", "15:00:00Z", "15:00:00+01:00"],
        sentence="“The lexical representation MUST be hh:mm:ss”.",
    ),
    Departure(
        declaration={"type": "year"},
        accepted=["12024", "-0044", "2024Z", "2024-05:30"],
        refused=["0000", "٢٠٢٤"],
        sentence=XML_YEAR,
    ),
    Departure(
        declaration={"type": "yearmonth"},
        accepted=["-0044-03", "2024-01+01:00"],
        refused=[
            *("2024-1", "24-01", "+2024-01", "0000-01", " 2024-01", "2024-01\n"),
            *("2024 - 01", "2024-0٢"),
        ],
        sentence=XML_MONTH,
    ),
    Departure(
        declaration={"type": "duration"},
        accepted=["P" + "9" * 100 + "D"],
        refused=[
            *("PT", "P1YT", "P1.5D", "PT1.5H", "P1W", "+P1D", "P1D\n", "P1Y2MT"),
            *("P0001-01-01T00:00:00", "P1,5D", "PT1,5S"),
        ],
        sentence=(
            "“We follow the definition of XML Schema duration datatype directly”: no "
            "weeks, decimals of seconds only, and T only before a time."
        ),
    ),
    Departure(
        declaration={"type": "duration"},
        refused=["P" + "9" * 4300 + "Y"],
        sentence=f"{OUR_LIMIT}4,300 digits.",
    ),
    Departure(
        declaration={"type": "geopoint", "format": "array"},
        refused=['["90.50", "45.50"]', "[true, 1]"],
        sentence="“a JSON array … of exactly two items, where each item is a number”",
    ),
    Departure(
        declaration={"type": "geopoint", "format": "object"},
        refused=['{"lon": "1", "lat": "2"}', '{"lon": 1, "lat": 2, "lat": 3}'],
        sentence="“exactly two keys, lat and lon and each value is a number”",
    ),
    Departure(
        declaration={"type": "geojson"},
        accepted=['{"type": "Point", "coordinates": [90.5, 45.5, 300]}'],
        sentence="RFC 7946, 3.1.1: “There MUST be two or more elements.”",
    ),
    Departure(
        declaration={"type": "geojson"},
        accepted=[
            '{"type": "Point", "coordinates": []}',
            '{"type": "LineString", "coordinates": []}',
        ],
        sentence=(
            "RFC 7946, 3.1: “processors MAY interpret Geometry objects with empty "
            "‘coordinates’ arrays as null objects.”"
        ),
    ),
    Departure(
        declaration={"type": "geojson"},
        accepted=[
            json.dumps(geometry("Point", [1, 2], bbox=[1, 2, 1, 2], crs=MEMBER)),
        ],
        sentence="RFC 7946, 4 and 6.1: `crs` is a member like any other.",
    ),
    Departure(
        declaration={"type": "geojson"},
        refused=[
            '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2]}',
            '{"type": "Point", "coordinates": [1, 2], "bbox": [1, 2, 3, 4, 5]}',
        ],
        sentence=(
            "RFC 7946, 5: “The value of the bbox member MUST be an array of length 2*n "
            "where n is the number of dimensions represented”."
        ),
    ),
    Departure(
        declaration={"type": "geojson"},
        refused=[
            '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]}',
        ],
        sentence=(
            "RFC 7946, 3.1.6: “The first and last positions are equivalent, and they "
            "MUST contain identical values.”"
        ),
    ),
    Departure(
        declaration={"type": "geojson"},
        refused=[json.dumps({**FEATURE, "id": name}) for name in (True, None)],
        sentence=(
            "RFC 7946, 3.2, of `id`: “the value of this member is either a JSON string "
            "or number”."
        ),
    ),
    Departure(
        declaration={"type": "geojson"},
        refused=[
            '{"type": "Point", "coordinates": [1, 2], "properties": {}}',
            json.dumps({**FEATURE, "coordinates": [1, 2]}),
            '{"type": "FeatureCollection", "features": [], "properties": {}}',
        ],
        sentence=(
            "RFC 7946, 7.1: “FeatureCollection and Geometry objects, respectively, "
            "MUST NOT contain a ‘geometry’ or ‘properties’ member”, and so on."
        ),
    ),
    Departure(
        declaration={"type": "geojson", "format": "topojson"},
        accepted=[
            json.dumps(TOPOLOGY),
            json.dumps(
                {**ONE_ARC, "bbox": [0, 0, 1, 1], "arcs": [[[0.5, 0, 7], [1, 1.5]]]}
            ),
        ],
        refused=[
            json.dumps(holding(type="Point", coordinates=[0, 0], bbox=[0])),
        ],
        sentence=(
            "TopoJSON, 3: “The value of the bbox member must be a 2*n array where n is "
            "the number of dimensions”, and not two lists."
        ),
    ),
    Departure(
        declaration={"type": "geojson", "format": "topojson"},
        refused=[json.dumps(POINT)],
        sentence="TopoJSON, 2: “TopoJSON always consists of a single topology object.”",
    ),
    Departure(
        declaration={"type": "geojson", "format": "topojson"},
        refused=[
            json.dumps(
                {**ONE_ARC, "transform": {"scale": [1, 1], "translate": [1, 1, 1]}}
            ),
        ],
        sentence="TopoJSON, 2.1.2: “a two-element array of numbers.”",
    ),
    Departure(
        declaration={"type": "geojson", "format": "topojson"},
        refused=[
            json.dumps(holding(type="LineString", arcs=[1])),
            json.dumps(holding(type="LineString", arcs=[-2])),
        ],
        sentence=(
            "TopoJSON, 2.1.3: lines are “referenced by index into the containing "
            "topology’s arcs array.”"
        ),
    ),
    Departure(
        declaration=field("datetime", minimum="2024-01-26T15:00:00Z"),
        accepted=["2024-01-27T05:00:01"],
        refused=["2024-01-26T15:00:00", "2024-01-27T05:00:00"],
        sentence=(
            "“defined by XML Schema”, where a value without a time zone compares with "
            "another where the zone makes no difference, 3.2.7.4. frictionless fails."
        ),
    ),
    Departure(
        declaration=field("duration", minimum="PT1H", exclusiveMaximum="P1M"),
        accepted=["PT60M", "P27D"],
        refused=["PT59M", "P30D", "P1M"],
        sentence=(
            "minimum: “Fields: integer, number, date, time, datetime, duration, year, "
            "yearmonth”. The order is that of XML Schema, 3.2.6.2."
        ),
    ),
    Departure(
        declaration=field("string", pattern="a|b"),
        refused=["ax"],
        sentence=(
            "“The values of this field MUST conform to the standard XML Schema regular "
            "expression syntax”, whose patterns are for the text as a whole."
        ),
    ),
    Departure(
        declaration=field("string", pattern=r"\p{Lu}\c*"),
        accepted=["Éa-1"],
        refused=["éa"],
        sentence="Likewise: its classes of characters. frictionless fails.",
    ),
    Departure(
        declaration=field("string", pattern="[a-z]+"),
        refused=["abc\n"],
        sentence="Likewise.",
    ),
    Departure(
        declaration=field("number", enum=["NaN"]),
        accepted=["nan"],
        sentence=OF_THEIR_TYPE,
    ),
    Departure(
        declaration=field("object", enum=[{"a": 1}, '{"b": 2}']),
        refused=['{"a": true}'],
        sentence=(
            "“The value of the field MUST exactly match one of the values in the enum "
            "array.” To Python, true is 1."
        ),
    ),
    Departure(
        declaration={**field("list", enum=["1,2", [3]]), "itemType": "integer"},
        accepted=["+1,2", "3"],
        refused=["2,1"],
        sentence="enum: “Fields: all”. frictionless refuses the field.",
    ),
    Departure(
        declaration=field(
            "object", jsonSchema={"properties": {"value": {"type": "integer"}}}
        ),
        accepted=['{"value": 100}', "{}"],
        refused=['{"value": "bad"}'],
        sentence="jsonSchema: “Fields: array, object”. frictionless refuses the field.",
    ),
    Departure(
        declaration={"type": "string", "categories": ["apple", "orange"]},
        refused=["Apple", "plum"],
        sentence=(
            "“The logical representation of data in the field MUST exactly match one "
            "of the values in categories.”"
        ),
    ),
    Departure(
        declaration={
            "type": "integer",
            "categories": [{"value": 0, "label": "apple"}, {"value": 1}],
            "categoriesOrdered": True,
        },
        refused=["2"],
        sentence="Likewise.",
    ),
]
"""In the order of the standard."""

REFUSED_FIELDS = [
    Departure(
        declaration={"type": "string", "format": "wkt"},
        sentence="“Supported formats”: default, email, uri, binary, uuid.",
    ),
    Departure(
        declaration={"type": "integer", "format": "decimal"},
        sentence="`format` is for types that have one.",
    ),
    Departure(
        declaration={"type": "date", "format": "YYYY-MM-DD"},
        sentence=(
            "“<PATTERN> MUST follow the syntax of standard Python / C strptime.” This "
            "one has no directive, so that only itself would be a date."
        ),
    ),
    Departure(
        declaration={"type": "boolean", "trueValues": ["1"], "falseValues": ["1"]},
        sentence=(
            "“the values set in trueValues and falseValues are to be cast to their "
            "logical representation”: to one of both."
        ),
    ),
    Departure(
        declaration=field("string", pattern="(?!a).*"),
        sentence=(
            "“The values of this field MUST conform to the standard XML Schema regular "
            "expression syntax”, which does not look ahead."
        ),
    ),
    Departure(
        declaration=field("integer", minimum=0.5),
        sentence=(
            "“the physical representation of constraint values MAY be primitive types "
            "as possible in JSON, or represented as strings that are castable with the "
            "type and format rules of the field”"
        ),
    ),
    Departure(
        declaration=field("string", enum=[]),
        sentence="The published profile: at least one item.",
    ),
    Departure(
        declaration={**field("string", enum=["c"]), "categories": ["a", "b"]},
        sentence="“the enum values MUST be a subset of the values in categories.”",
    ),
    Departure(
        declaration={"type": "string", "categories": ["a", "a"]},
        sentence="“an array of unique values”",
    ),
    Departure(
        declaration={"type": "string", "missingValues": ["", ""]},
        sentence="“an array where each entry is a unique string”",
    ),
]
"""Fields that we refuse: frictionless checks cells by them."""
