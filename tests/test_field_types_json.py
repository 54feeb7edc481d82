"""Objects and arrays: JSON by the letter, and equal values as one text."""

from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases


def nest(levels: int) -> list[Any]:
    """An array in an array, and so on."""
    return [] if levels == 1 else [nest(levels - 1)]


OBJECT, ARRAY = {"type": "object"}, {"type": "array"}
DEEP = 63 * "[" + 63 * "]"
BROKEN = [
    *("", "null", "1", '"a"', "true", "NaN", "{", "[", "{a: 1}", "[1,]", "[01]"),
    *("[NaN]", "[Infinity]", "[-Infinity]", "[1e999]", "[1] x", "\ufeff[]"),
    *('{"a": 1, "a": 1}', '[{"b": {"c": 1, "c": 2}}]', r'["\ud800"]', r'{"\udfff": 1}'),
    *(f"[[{DEEP}]]", "[" * 100_000, "[" + "1" * 4301 + "]", "['a']", '["a\nb"]'),
]
TABLES = [
    Words(
        declaration=OBJECT,
        accepted={
            "{}": {},
            ' {"a": [1, 2.5, true, null, "x"]} ': {"a": [1, 2.5, True, None, "x"]},
            '{"a": {"b": {}}}': {"a": {"b": {}}},
            r'{"\u00e9": "\ud83d\ude00"}': {"é": "😀"},
            '{"brackets": "' + "[{" * 100 + r'\"[[["}': {
                "brackets": "[{" * 100 + '"[[['
            },
            '{"n": 9007199254740993}': {"n": 9007199254740993},
        },
        refused=[*BROKEN, "[]", '[{"a": 1}]'],
    ),
    Words(
        declaration=ARRAY,
        accepted={
            "[]": [],
            "[1, -2.5e3]": [1, -2500.0],
            '[{"a": 1}, [[]]]': [{"a": 1}, [[]]],
            "[" * 64 + "]" * 64: nest(64),
            "[" + "[]," * 100 + "1]": [*[[]] * 100, 1],
        },
        refused=[*BROKEN, "{}", "1,2"],
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


def test_text_and_nested_types_hold_json() -> None:
    struct = pa.struct({"a": pa.int64()})
    pairs = pa.map_(pa.string(), pa.int64())
    lists = [pa.list_(pa.int64()), pa.large_list(pa.string()), pa.list_(pa.int8(), 2)]
    views = [pa.list_view(pa.int64()), pa.large_list_view(pa.int64())]
    holds_object = read_field_type(OBJECT).holds
    holds_array = read_field_type(ARRAY).holds

    assert all(map(holds_object, [struct, pairs, pa.string(), pa.json_()]))
    assert not any(map(holds_object, [*lists, pa.int64(), pa.binary()]))
    assert all(map(holds_array, [*lists, *views, pa.string()]))
    assert not any(map(holds_array, [struct, pa.int64()]))


def test_a_stored_struct_or_map_is_an_object() -> None:
    reader = read_field_type(OBJECT)

    assert reader.from_stored({"a": [1, None]}) == {"a": [1, None]}
    assert reader.from_stored([("a", 1), ("b", [("c", 2)])]) == {"a": 1, "b": {"c": 2}}
    assert reader.from_stored([]) == {}
    assert reader.from_stored('{"a": 1}') == {"a": 1}


def test_a_stored_list_is_an_array() -> None:
    reader = read_field_type(ARRAY)

    assert reader.from_stored([1, "a", [True], {"b": 0.5}]) == [
        1,
        "a",
        [True],
        {"b": 0.5},
    ]
    assert reader.from_stored([]) == []


@pytest.mark.parametrize(
    "stored",
    [None, 1, {"a": b"x"}, {"a": float("nan")}, {"a": object}, {"a": (1,)}],
    ids=str,
)
def test_what_json_cannot_say_is_no_stored_value(stored: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(OBJECT).from_stored(stored)
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(ARRAY).from_stored(stored if stored == 1 else [stored, ()])


def test_a_stored_value_nests_no_deeper_than_a_text_may() -> None:
    reader = read_field_type(ARRAY)

    assert reader.from_stored(nest(64)) == nest(64)
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored(nest(65))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (['{"b":1,"a":2}', '{ "a": 2.0, "b": 1e0 }'], '{"a":2,"b":1}'),
        (['{"é":"\\u00e9"}'], '{"é":"é"}'),
        (['{"a":true}'], '{"a":true}'),
        (['{"a":0.1}', '{"a":1e-1}'], '{"a":0.1}'),
        (['{"a":-0.0}', '{"a":0}'], '{"a":0}'),
    ],
)
def test_equal_objects_have_one_text(words: list[str], text: str) -> None:
    reader = read_field_type(OBJECT)

    assert {reader.write(reader.parse(word)) for word in words} == {text}


def test_json_has_no_formats() -> None:
    for declaration in (OBJECT, ARRAY):
        with pytest.raises(DeclarationError):
            read_field_type({**declaration, "format": "json"})
