"""Constraints: what each lets pass, and where it may stand."""

from typing import Any

import pytest

from claimpack.field_types import (
    Constraint,
    DeclarationError,
    read_constraints,
    read_field_type,
)


def read(declaration: dict[str, Any]) -> tuple[Constraint, ...]:
    """The constraints of a field."""
    return read_constraints(declaration, read_field_type(declaration))


def field(kind: str, /, **constraints: object) -> dict[str, Any]:
    """A field of a type with constraints."""
    return {"name": "x", "type": kind, "constraints": constraints}


def keeps(declaration: dict[str, Any], word: str) -> bool:
    """Whether a word of a field keeps all its constraints."""
    value = read_field_type(declaration).parse(word)
    return all(each.keeps(word, value) for each in read(declaration))


Case = tuple[dict[str, Any], list[str], list[str]]
CASES: dict[str, Case] = {
    "minimum": (field("integer", minimum=10), ["10", "11"], ["9", "-10"]),
    "minimum as text": (field("integer", minimum="10"), ["10"], ["9"]),
    "maximum": (field("number", maximum=1.5), ["1.50", "-INF"], ["1.51", "NaN"]),
    "exclusive minimum": (field("number", exclusiveMinimum=0), ["1E-9"], ["0", "NaN"]),
    "exclusive maximum": (field("integer", exclusiveMaximum=5), ["4"], ["5", "6"]),
    "minimum of a decimal that no double has": (
        field("number", minimum=0.1),
        ["0.1"],
        ["0.0999999999999999999999"],
    ),
    "minimum of a date": (
        field("date", minimum="2024-01-26"),
        ["2024-01-26"],
        ["2024-01-25"],
    ),
    "minimum of a date in the format of the field": (
        {**field("date", minimum="26.01.2024"), "format": "%d.%m.%Y"},
        ["27.01.2024"],
        ["25.01.2024"],
    ),
    "maximum of a time": (
        field("time", maximum="15:00:00"),
        ["15:00:00"],
        ["15:00:01"],
    ),
    "minimum of a date with a time": (
        field("datetime", minimum="2024-01-26T15:00:00Z"),
        ["2024-01-26T16:00:00+01:00", "2024-01-27T05:00:01"],
        ["2024-01-26T15:00:00+01:00", "2024-01-26T15:00:00", "2024-01-27T05:00:00"],
    ),
    "bounds of a duration": (
        field("duration", minimum="PT1H", exclusiveMaximum="P1M"),
        ["PT60M", "P27D"],
        ["PT59M", "P30D", "P1M"],
    ),
    "minimum of a year": (field("year", minimum=1970), ["1970"], ["1969", "-1970"]),
    "minimum of a year as text": (field("year", minimum="1970"), ["1970"], ["1969"]),
    "maximum of a month": (
        field("yearmonth", maximum="2024-01"),
        ["2024-01", "2023-12"],
        ["2024-02"],
    ),
    "lengths of a string": (
        field("string", minLength=2, maxLength=3),
        ["éé", "abc"],
        ["a", "abcd"],
    ),
    "length of an array": (field("array", minLength=1), ["[1]"], ["[]"]),
    "length of an object": (
        field("object", maxLength=1),
        ['{"a": 1}'],
        ['{"a": 1, "b": 2}'],
    ),
    "length of a list": (field("list", minLength=2), ["a,b"], ["a"]),
    "pattern": (field("string", pattern="^a.*$"), ["apple", "a"], ["orange", ""]),
    "pattern of alternatives": (
        field("string", pattern="a|b"),
        ["a", "b"],
        ["ax", "xb"],
    ),
    "enum": (field("string", enum=["a", "B"]), ["a", "B"], ["b", "A", ""]),
    "enum of numbers": (field("number", enum=["1.0", 2.5]), ["1", "+2.50"], ["3"]),
    "enum of NaN": (field("number", enum=["NaN"]), ["nan"], ["1"]),
    "enum of booleans": (
        {**field("boolean", enum=[True]), "trueValues": ["yes"]},
        ["yes"],
        ["false"],
    ),
    "enum of booleans as text": (field("boolean", enum=["true"]), ["1"], ["0"]),
    "enum of dates": (
        field("date", enum=["2024-01-26"]),
        ["2024-01-26"],
        ["2024-01-27"],
    ),
    "enum of objects": (
        field("object", enum=[{"a": 1}, '{"b": 2}']),
        ['{"a": 1.0}', '{"b": 2}'],
        ["{}", '{"a": true}'],
    ),
    "enum of lists": (
        {**field("list", enum=["1,2", [3]]), "itemType": "integer"},
        ["+1,2", "3"],
        ["2,1"],
    ),
    "enum of points": (
        {**field("geopoint", enum=[[90.5, 45]]), "format": "array"},
        ["[90.50, 45]"],
        ["[45, 89]"],
    ),
    "enum of durations": (field("duration", enum=["P1Y"]), ["P12M"], ["P365D"]),
    "enum of any": (field("any", enum=["1", 2]), ["1"], ["2", "1.0"]),
    "enum without a type": (
        {"name": "x", "constraints": {"enum": ["a"]}},
        ["a"],
        ["b"],
    ),
    "JSON Schema": (
        field("object", jsonSchema={"properties": {"value": {"type": "integer"}}}),
        ['{"value": 100}', "{}"],
        ['{"value": "bad"}'],
    ),
    "several at once": (
        field("string", minLength=2, pattern="[a-z]+", enum=["ab", "a", "AB"]),
        ["ab"],
        ["a", "AB"],
    ),
    "those that are read elsewhere": (
        field("string", required=True, unique=True),
        [""],
        [],
    ),
    "categories": (
        {"type": "string", "categories": ["apple", "orange"]},
        ["apple"],
        ["Apple", "plum"],
    ),
    "categories with labels": (
        {
            "type": "integer",
            "categories": [{"value": 0, "label": "apple"}, {"value": 1}],
            "categoriesOrdered": True,
        },
        ["0", "+1"],
        ["2"],
    ),
    "categories and a part of them": (
        {**field("string", enum=["a"]), "categories": ["a", "b"]},
        ["a"],
        ["b"],
    ),
}


@pytest.mark.parametrize(("declaration", "kept", "broken"), CASES.values(), ids=CASES)
def test_which_words_keep_a_constraint(
    declaration: dict[str, Any], kept: list[str], broken: list[str]
) -> None:
    assert [word for word in kept if not keeps(declaration, word)] == []
    assert [word for word in broken if keeps(declaration, word)] == []


def test_constraints_come_in_the_order_of_their_declaration_with_their_words() -> None:
    declaration = {
        **field("string", pattern="[a-z]+", required=True, minLength=2, enum=["ab"]),
        "categories": ["ab", "cd"],
    }

    constraints = read(declaration)

    assert [(each.name, each.expected, each.pattern) for each in constraints] == [
        ("pattern", "a match of [a-z]+", "[a-z]+"),
        ("minLength", "a length of at least 2", None),
        ("enum", "one of ab", None),
        ("categories", "one of ab, cd", None),
    ]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("minimum", "at least 5"),
        ("maximum", "at most 5"),
        ("exclusiveMinimum", "more than 5"),
        ("exclusiveMaximum", "less than 5"),
    ],
)
def test_bounds_have_words(name: str, expected: str) -> None:
    (constraint,) = read(field("integer", **{name: 5}))

    assert (constraint.name, constraint.expected) == (name, expected)


def test_other_constraints_have_words() -> None:
    (longest,) = read(field("string", maxLength=3))
    (schema,) = read(field("array", jsonSchema={}))
    (many,) = read(field("integer", enum=[*range(23)]))

    assert longest.expected == "a length of at most 3"
    assert schema.expected == "what its JSON Schema allows"
    assert many.expected == (
        "one of 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 "
        "and 3 more"
    )


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "constraints are a list": (
        {"type": "string", "constraints": ["required"]},
        "constraints is \"['required']\"; expected an object",
    ),
    "a misspelt name": (
        field("integer", minimun=1),
        (
            'there is no constraint "minimun"; expected one of minLength, '
            "maxLength, minimum, maximum, exclusiveMinimum, exclusiveMaximum, "
            'jsonSchema, pattern, enum, required, unique; did you mean "minimum"?'
        ),
    ),
    "a minimum of texts": (
        field("string", minimum="a"),
        (
            "minimum stands on a field of the type string; expected one of "
            "integer, number, date, time, datetime, duration, year, yearmonth"
        ),
    ),
    "a bound without a type": (
        {"name": "x", "constraints": {"maximum": 1}},
        (
            "maximum stands on a field of the type any; expected one of "
            "integer, number, date, time, datetime, duration, year, yearmonth"
        ),
    ),
    "a pattern of numbers": (
        field("integer", pattern="[0-9]+"),
        "pattern stands on a field of the type integer; expected string",
    ),
    "a length of numbers": (
        field("integer", maxLength=3),
        (
            "maxLength stands on a field of the type integer; expected one of "
            "string, array, object, list, geojson"
        ),
    ),
    "a JSON Schema of texts": (
        field("string", jsonSchema={}),
        (
            "jsonSchema stands on a field of the type string; expected one of "
            "array, object"
        ),
    ),
    "a bound of another type": (
        field("integer", minimum="a"),
        'minimum is "a"; expected an integer in ASCII digits, as 1200',
    ),
    "a bound that is no whole number": (
        field("integer", maximum=0.5),
        'maximum is "0.5"; expected an integer in ASCII digits, as 1200',
    ),
    "a bound that is true": (
        field("number", minimum=True),
        'minimum is "True"; expected a number with a decimal point, as 0.25',
    ),
    "a length that is a text": (
        field("string", minLength="3"),
        'minLength is "3"; expected an integer',
    ),
    "a length that is true": (
        field("string", minLength=True),
        'minLength is "True"; expected an integer',
    ),
    "a pattern that is no text": (
        field("string", pattern=3),
        'pattern is "3"; expected text',
    ),
    "an enum that is no list": (
        field("string", enum="a"),
        'enum is "a"; expected a list of values',
    ),
    "an enum of nothing": (
        field("string", enum=[]),
        'enum is "[]"; expected a list of values',
    ),
    "an enum of another type": (
        field("date", enum=["2024-01-26", "soon"]),
        'enum is "soon"; expected a day of the calendar as YYYY-MM-DD',
    ),
    "an enum of nulls": (
        field("string", enum=[None]),
        'enum is "None"; expected text',
    ),
    "categories of booleans": (
        {"type": "boolean", "categories": [True]},
        (
            "categories stands on a field of the type boolean; "
            "expected one of string, integer"
        ),
    ),
    "categories of another type": (
        {"type": "integer", "categories": ["a"]},
        'categories is "a"; expected an integer in ASCII digits, as 1200',
    ),
    "categories twice": (
        {"type": "string", "categories": [{"value": "a"}, {"value": "a"}]},
        'categories has "a" twice; expected it once',
    ),
    "no categories": (
        {"type": "string", "categories": []},
        'categories is "[]"; expected a list of values',
    ),
    "an order that is no truth value": (
        {"type": "string", "categories": ["a"], "categoriesOrdered": "yes"},
        'categoriesOrdered is "yes"; expected true or false',
    ),
    "an enum beyond the categories": (
        {**field("string", enum=["a", "c"]), "categories": ["a", "b"]},
        'enum has "c", which is not in categories; expected a part of them',
    ),
}


@pytest.mark.parametrize(("declaration", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_constraint_is_refused(
    declaration: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read(declaration)

    assert str(caught.value) == sentence
