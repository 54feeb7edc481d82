"""Points on the earth in their three formats."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "geopoint"}
AS_ARRAY = {"type": "geopoint", "format": "array"}
AS_OBJECT = {"type": "geopoint", "format": "object"}
POINT = (Decimal("90.50"), Decimal("45.50"))
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "90.50,45.50": POINT,
            "90.50, 45.50": POINT,
            " 90.50 ,\t45.50\n": POINT,
            "-180,-90": (Decimal(-180), Decimal(-90)),
            "180.0,+90": (Decimal("180.0"), Decimal(90)),
            "1E1,0": (Decimal("1E+1"), Decimal(0)),
        },
        refused=[
            *("", ",", "90.50", "90.50 45.50", "90.50,45.50,0", "a,b", "90,5, 45,5"),
            *("180.1,0", "-181,0", "0,90.1", "0,-91", "NaN,0", "0,INF", "[90.5, 45.5]"),
            "90.5;45.5",
        ],
    ),
    Words(
        declaration=AS_ARRAY,
        accepted={"[90.50, 45.50]": POINT, " [1,2] ": (Decimal(1), Decimal(2))},
        refused=[
            *("", "90.50,45.50", "[]", "[1]", "[1,2,3]", '["90.50", "45.50"]'),
            *("[true, 1]", "[null, 1]", "[181, 0]", "[0, 91]", '{"lon": 1, "lat": 2}'),
            *("[1,", "[NaN, 1]"),
        ],
    ),
    Words(
        declaration=AS_OBJECT,
        accepted={
            '{"lon": 90.50, "lat": 45.50}': POINT,
            '{"lat": 45.50, "lon": 90.50}': POINT,
        },
        refused=[
            *("", "{}", "[1, 2]", '{"lon": 1}', '{"lon": 1, "lat": 2, "alt": 3}'),
            *(
                '{"lon": "1", "lat": "2"}',
                '{"Lon": 1, "Lat": 2}',
                '{"lon": 1, "lat": 91}',
            ),
            '{"lon": 1, "lat": 2, "lat": 3}',
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


def test_what_holds_a_point_depends_on_the_format() -> None:
    pair = pa.list_(pa.float64(), 2)
    struct = pa.struct({"lon": pa.float64(), "lat": pa.float64()})
    other = pa.struct({"x": pa.float64(), "y": pa.float64()})
    words = pa.struct({"lon": pa.string(), "lat": pa.string()})
    stored = [pa.string(), pair, pa.list_(pa.string()), struct, other, words]
    readers = map(read_field_type, [PLAIN, AS_ARRAY, AS_OBJECT])

    assert [[*map(reader.holds, stored)] for reader in readers] == [
        [True, False, False, False, False, False],
        [True, True, False, False, False, False],
        [True, False, False, True, False, False],
    ]


def test_a_stored_point_has_the_form_of_its_format() -> None:
    point = (Decimal("90.5"), Decimal(45))

    assert read_field_type(AS_ARRAY).from_stored([90.5, 45]) == point
    assert read_field_type(AS_OBJECT).from_stored({"lon": 90.5, "lat": 45}) == point
    assert read_field_type(PLAIN).from_stored("90.5,45") == point


@pytest.mark.parametrize(
    ("declaration", "stored"),
    [
        (PLAIN, [90.5, 45]),
        (AS_ARRAY, [90.5]),
        (AS_ARRAY, [None, 45]),
        (AS_ARRAY, {"lon": 90.5, "lat": 45}),
        (AS_OBJECT, {"lon": 90.5, "lat": None}),
        (AS_OBJECT, {"lon": 90.5}),
        (AS_OBJECT, [90.5, 45]),
    ],
    ids=str,
)
def test_all_else_that_is_stored_is_no_point(
    declaration: dict[str, Any], stored: object
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(declaration).from_stored(stored)


def test_equal_points_have_one_text_in_all_formats() -> None:
    words = [
        (PLAIN, "90.50, 45.0"),
        (AS_ARRAY, "[90.5, 45]"),
        (AS_OBJECT, '{"lat": 45, "lon": 90.5}'),
    ]
    readers = [(read_field_type(declaration), word) for declaration, word in words]

    assert {reader.write(reader.parse(word)) for reader, word in readers} == {"90.5,45"}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({**PLAIN, "format": "wkt"})

    assert str(caught.value) == (
        'the format is "wkt"; expected one of default, array, object'
    )
