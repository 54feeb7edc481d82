"""Words of each type of Table Schema, taken and refused."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from claimpack.field_types import CellReader, DeclarationError, read_field_type
from claimpack.field_types.moments import Duration

Declaration = dict[str, Any]


def declare(kind: str, **options: Any) -> Declaration:  # noqa: ANN401  # JSON
    """The declaration of a column."""
    return {"type": kind, **options}


UUID = "95ecc380-afe9-11e4-9b6c-751b66dd541e"
POINT = {"type": "Point", "coordinates": [1, 2]}
TAKEN: list[tuple[Declaration, dict[str, Any]]] = [
    (declare("any"), {"": "", "x": "x"}),
    (declare("string"), {"": "", " a ": " a "}),
    (declare("string", format="email"), {"a.b+c@d-e.org": "a.b+c@d-e.org"}),
    (declare("string", format="uri"), {"https://a.org/b?c#d": "https://a.org/b?c#d"}),
    (declare("string", format="binary"), {"YWI=": "YWI=", "": ""}),
    (
        declare("string", format="uuid"),
        dict.fromkeys(
            ["95ecc380-afe9-11e4-9b6c-751b66dd541e"],
            "95ecc380-afe9-11e4-9b6c-751b66dd541e",
        ),
    ),
    (declare("integer"), {"0": 0, "-007": -7, "+12": 12, "9" * 40: int("9" * 40)}),
    (declare("integer", groupChar=","), {"1,200": 1200}),
    (declare("integer", bareNumber=False), {"95%": 95, "EUR -5": -5, "€3": 3}),
    (
        declare("number"),
        {
            "1.50": Decimal("1.5"),
            ".5": Decimal("0.5"),
            "5.": Decimal(5),
            "1e3": Decimal(1000),
            "INF": Decimal("Infinity"),
            "-INF": Decimal("-Infinity"),
        },
    ),
    (
        declare("number", decimalChar=",", groupChar="."),
        {"1.200,5": Decimal("1200.5"), "3": Decimal(3)},
    ),
    (declare("boolean"), {"true": True, "1": True, "FALSE": False, "0": False}),
    (declare("boolean", trueValues=["ja"], falseValues=["nein"]), {"ja": True}),
    (declare("year"), {"2024": 2024, "-0044": -44, "12024": 12024, "2024Z": 2024}),
    (declare("yearmonth"), {"2024-02": (2024, 2), "2024-12Z": (2024, 12)}),
    (declare("date"), {"2024-02-29": date(2024, 2, 29)}),
    (declare("date", format="%d.%m.%Y"), {"29.02.2024": date(2024, 2, 29)}),
    (declare("date", format="any"), {"2024-02-29": date(2024, 2, 29)}),
    (
        declare("time"),
        {
            "23:59:59": time(23, 59, 59, tzinfo=UTC),
            "10:00:00.123456789": time(10, 0, 0, 123456, tzinfo=UTC),
        },
    ),
    (
        declare("datetime"),
        {
            "2024-02-29T10:00:00Z": datetime(2024, 2, 29, 10, tzinfo=UTC),
            "2024-02-29T11:00:00+01:00": datetime(2024, 2, 29, 10, tzinfo=UTC),
            "2024-02-29T10:00:00": datetime(2024, 2, 29, 10, tzinfo=UTC),
        },
    ),
    (
        declare("datetime", format="%Y%m%d %H%M"),
        {"20240229 1000": datetime(2024, 2, 29, 10, tzinfo=UTC)},
    ),
    (
        declare("duration"),
        {
            "P1Y2M": Duration(14, Decimal(0)),
            "-P1DT2H": Duration(0, Decimal(-93600)),
            "PT1.5S": Duration(0, Decimal("1.5")),
        },
    ),
    (declare("object"), {'{"a": 1}': {"a": 1}}),
    (declare("array"), {"[1, [2]]": [1, [2]]}),
    (declare("list"), {"a,b": ["a", "b"], "": []}),
    (declare("list", itemType="integer", delimiter=";"), {"1;2": [1, 2]}),
    (declare("geopoint"), {"36.5, -50.45": (Decimal("36.5"), Decimal("-50.45"))}),
    (
        declare("geopoint", format="array"),
        {"[36.5, 50]": (Decimal("36.5"), Decimal(50))},
    ),
    (
        declare("geopoint", format="object"),
        {'{"lon": 1, "lat": 2}': (Decimal(1), Decimal(2))},
    ),
    (
        declare("geojson"),
        {
            '{"type":"Point","coordinates":[1,2]}': {
                "type": "Point",
                "coordinates": [1, 2],
            }
        },
    ),
    (
        declare("geojson", format="topojson"),
        {'{"type":"Topology","objects":{}}': {"type": "Topology", "objects": {}}},
    ),
]


@pytest.mark.parametrize(
    ("declaration", "word", "value"),
    [
        pytest.param(declaration, word, value, id=f"{index}-{ascii(word)[:30]}")
        for index, (declaration, words) in enumerate(TAKEN)
        for word, value in words.items()
    ],
)
def test_a_word_of_a_type_has_its_value(
    declaration: Declaration, word: str, value: object
) -> None:
    reader = read_field_type(declaration)

    assert reader.parse(word) == value


@pytest.mark.parametrize(
    ("declaration", "word"),
    [
        pytest.param(declaration, word, id=f"{index}-{ascii(word)[:30]}")
        for index, (declaration, words) in enumerate(TAKEN)
        for word in words
        if declaration.get("format") in (None, "array", "object")
        and declaration["type"] not in ("duration", "any")
        and declaration.keys() <= {"type", "format"}
    ],
)
def test_what_is_written_reads_back_the_same(
    declaration: Declaration, word: str
) -> None:
    reader = read_field_type(declaration)
    value = reader.parse(word)

    text = reader.write(value)

    again = read_field_type({"type": reader.type}).parse(text)
    assert reader.write(again) == text


REFUSED: list[tuple[Declaration, list[str]]] = [
    (declare("string", format="email"), ["a", "a@", "@b.org", "a b@c.org", "a@b..org"]),
    (declare("string", format="uri"), ["a.org", "https:", "https://a b"]),
    (declare("string", format="binary"), ["YWI", "%%"]),
    (declare("string", format="uuid"), ["95ecc380afe911e49b6c751b66dd541e"]),
    (
        declare("integer"),
        ["1.0", "1e3", "1_000", "٤٠", " 1", "", "0x1", "1,200", "9" * 5000],
    ),
    (
        declare("number"),
        ["1,5", "one", "nan", "Infinity", "+INF", "1e", ".", "1e99999", "1_0"],
    ),
    (declare("number", decimalChar=","), ["1.5"]),
    (declare("boolean"), ["yes", "tRUE", "", "2"]),
    (declare("boolean", trueValues=["ja"]), ["true"]),
    (declare("year"), ["24", "02024", "2024-01", "x"]),
    (declare("yearmonth"), ["2024-13", "2024-1", "2024"]),
    (declare("date"), ["2024-1-5", "2023-02-29", "20240105", "2024-01-05T00:00:00"]),
    (declare("date", format="%d/%m/%Y"), ["2024-01-05", "31/02/2024"]),
    (declare("time"), ["25:00:00", "10:00", "10:00:00 am"]),
    (declare("datetime"), ["2024-02-29", "2024-02-29 10:00:00", "2024-02-30T10:00:00"]),
    (declare("duration"), ["P", "PT", "1Y", "P1H", "P-1Y", "P1.5Y"]),
    (declare("object"), ["[]", "{", '{"a":1,"a":2}', "NaN", "[" * 100 + "]" * 100]),
    (declare("array"), ["{}", "1"]),
    (declare("list", itemType="integer"), ["1,x"]),
    (declare("geopoint"), ["181, 0", "0, 91", "1", "1,2,3", "x, y"]),
    (declare("geopoint", format="array"), ["[1]", '["x", 1]', "1, 2", "[null, 1]"]),
    (declare("geopoint", format="object"), ['{"lon": 1}', "[1, 2]"]),
    (declare("geojson"), ["{}", '{"type":"Point"}', '{"type":"Topology"}', "[]"]),
    (declare("geojson", format="topojson"), ['{"type":"Point","coordinates":[1,2]}']),
]


def is_refused(reader: CellReader, word: str) -> bool:
    """Whether a word is none of the type."""
    try:
        reader.parse(word)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize(
    ("declaration", "word"),
    [
        pytest.param(declaration, word, id=f"{index}-{ascii(word)[:30]}")
        for index, (declaration, words) in enumerate(REFUSED)
        for word in words
    ],
)
def test_a_word_of_no_type_is_refused(declaration: Declaration, word: str) -> None:
    reader = read_field_type(declaration)

    assert is_refused(reader, word)


WRONG: dict[str, tuple[Declaration, str]] = {
    "a misspelt type": (
        declare("intger"),
        'there is no type "intger"; did you mean "integer"?',
    ),
    "a type that is no word": (declare([]), 'there is no type "[]"'),  # type: ignore[arg-type]  # as JSON may have it
    "a misspelt format": (
        declare("string", format="emial"),
        'the type string has no format "emial"; did you mean "email"?',
    ),
    "a format of a type without": (
        declare("integer", format="x"),
        'the type integer has no format "x"',
    ),
    "a format without directives": (
        declare("date", format="dd/mm"),
        'the type date has no format "dd/mm"',
    ),
    "a format that is no word": (declare("date", format=1), '`format` is "1"'),
    "true values that are a word": (
        declare("boolean", trueValues="ja"),
        '`trueValues` is "ja"',
    ),
    "true values that are numbers": (
        declare("boolean", trueValues=[1]),
        '`trueValues` is "[1]"',
    ),
    "a decimal character that groups": (
        declare("number", groupChar="."),
        '`decimalChar` is "."',
    ),
    "items of an unknown type": (
        declare("list", itemType="object"),
        'a list has no items of the type "object"',
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_declaration_says_what_is_wrong(case: str) -> None:
    declaration, message = WRONG[case]

    with pytest.raises(DeclarationError) as refused:
        read_field_type(declaration)

    assert str(refused.value) == message
