"""Declarations of fields: unknown types, missing values."""

from typing import Any

import pytest

from claimpack.field_types import (
    FIELD_TYPES,
    DeclarationError,
    read_field_type,
    read_missing_values,
)


def test_every_type_of_the_standard_has_a_reader_of_its_name() -> None:
    names = [read_field_type({"type": name}).type for name in FIELD_TYPES]

    assert names == [
        *("string", "number", "integer", "boolean", "object", "array", "list"),
        *("datetime", "date", "time", "year", "yearmonth", "duration", "geopoint"),
        *("geojson", "any"),
    ]


def test_an_unknown_type_is_refused_with_a_suggestion() -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"name": "a", "type": "interger"})

    assert str(caught.value) == (
        'the type is "interger"; expected one of string, number, integer, boolean, '
        "object, array, list, datetime, date, time, year, yearmonth, duration, "
        'geopoint, geojson, any; did you mean "integer"?'
    )


@pytest.mark.parametrize("declared", [None, 1, ["integer"]], ids=str)
def test_a_type_that_is_no_text_is_refused(declared: object) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"type": declared})

    assert str(caught.value) == f'type is "{declared}"; expected text'


def test_a_type_of_control_characters_is_escaped_and_cut() -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"type": "\x1b[2J" * 100})

    assert str(caught.value).startswith('the type is "\\x1b[2J')
    assert len(str(caught.value)) < 500


MISSING: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "neither declares any": ({}, {}, {""}),
    "the schema does": ({"missingValues": ["", "-"]}, {}, {"", "-"}),
    "the field does": ({}, {"missingValues": ["NA"]}, {"NA"}),
    "both do": ({"missingValues": ["", "NA"]}, {"missingValues": ["-"]}, {"-"}),
    "none is missing": ({"missingValues": ["-"]}, {"missingValues": []}, set()),
    "some have labels": (
        {"missingValues": [{"value": "", "label": "OMITTED"}, {"value": "-99"}]},
        {},
        {"", "-99"},
    ),
}


@pytest.mark.parametrize(("schema", "field", "missing"), MISSING.values(), ids=MISSING)
def test_which_texts_stand_for_no_value(
    schema: dict[str, Any], field: dict[str, Any], missing: set[str]
) -> None:
    assert read_missing_values(schema, field) == missing


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ("NA", 'missingValues is "NA"; expected a list'),
        (None, 'missingValues is "None"; expected a list'),
        ([-99], 'missingValues has "-99"; expected text, as in the file'),
        (["", "-", ""], 'missingValues has "" twice; expected it once'),
        (
            ["", {"value": "-"}],
            "missingValues has objects and values; expected one of both",
        ),
        (
            [{"label": "OMITTED"}],
            "an object of missingValues has no value; expected one in each",
        ),
        (
            [{"value": "", "label": 1}],
            'a label of missingValues is "1"; expected text',
        ),
        (
            [{"value": "a", "label": "x"}, {"value": "b", "label": "x"}],
            'the labels of missingValues has "x" twice; expected it once',
        ),
    ],
)
def test_wrong_missing_values_are_refused(missing: object, sentence: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_missing_values({}, {"missingValues": missing})

    assert str(caught.value) == sentence
