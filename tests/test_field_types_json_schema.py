"""JSON Schemas of strangers: what they allow, and what they cannot do to us."""

from typing import Any

import pytest

from claimpack.field_types import DeclarationError
from claimpack.field_types.json_schema import compile_schema

DRAFT_04 = "http://json-schema.org/draft-04/schema#"
DRAFT_07 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
TREE = {
    "$defs": {"tree": {"type": "array", "items": {"$ref": "#/$defs/tree"}}},
    "$ref": "#/$defs/tree",
}
CASES: dict[str, tuple[dict[str, Any], list[Any], list[Any]]] = {
    "nothing": ({}, [{}, [1]], []),
    "a type": ({"type": "object"}, [{}], [[]]),
    "a whole number with a point": ({"items": {"type": "integer"}}, [[1.0]], [[1.5]]),
    "a pattern": (
        {"items": {"pattern": "a|b"}},
        [["xax", "b"], [1]],
        [["x"]],
    ),
    "members by a pattern": (
        {"patternProperties": {"^a": {"type": "integer"}}},
        [{"a1": 1, "b": "x"}, []],
        [{"a1": "x"}],
    ),
    "no further members": (
        {
            "properties": {"b": {}},
            "patternProperties": {"^a": {}},
            "additionalProperties": False,
        },
        [{"a1": 1, "b": 2}, {}, []],
        [{"c": 1}],
    ),
    "further members of a type": (
        {"additionalProperties": {"type": "string"}},
        [{"a": "x"}],
        [{"a": 1}],
    ),
    "any further members": ({"additionalProperties": True}, [{"a": 1}], []),
    "different items": (
        {"uniqueItems": True},
        [[1, True, "1", {"a": 1}], {"a": 1}],
        [[1, 1.0], [{"a": 1, "b": 2}, {"b": 2, "a": 1}]],
    ),
    "items that may be equal": ({"uniqueItems": False}, [[1, 1]], []),
    "a reference": (TREE, [[[], [[]]]], [[1], {}]),
    "a reference to all of it": (
        {"properties": {"a": {"$ref": "#"}}, "required": ["b"]},
        [{"b": 1}, {"b": 1, "a": {"b": 2}}],
        [{"b": 1, "a": {}}],
    ),
    "a reference beside the known places": (
        {
            "$ref": "#/x/y",
            "x": {"y": {"items": {"$ref": "#/x/z"}}, "z": {"type": "null"}},
        },
        [[None]],
        [[1]],
    ),
    "an anchor": (
        {"$ref": "#here", "$defs": {"a": {"$anchor": "here", "type": "array"}}},
        [[]],
        [{}],
    ),
    "a dynamic reference": (
        {
            "$dynamicRef": "#here",
            "$defs": {"a": {"$dynamicAnchor": "here", "minItems": 1}},
        },
        [[1]],
        [[]],
    ),
    "a draft of its own, and an id": (
        {
            "$schema": DRAFT_04,
            "id": "https://example.org/a.json",
            "properties": {"a": {"minimum": 1, "exclusiveMinimum": True}},
        },
        [{"a": 2}],
        [{"a": 1}],
    ),
    "references of an older draft": (
        {
            "$schema": DRAFT_07,
            "$id": "https://example.org/a.json",
            "definitions": {"b": {"type": "array"}, "c": True},
            "anyOf": [{"$ref": "a.json#/definitions/b"}, {"$ref": "#/definitions/c"}],
        },
        [[], {}],
        [],
    ),
    "a recursive reference": (
        {"$schema": DRAFT_2019, "type": "array", "items": {"$recursiveRef": "#"}},
        [[[]]],
        [[1]],
    ),
    "members that nothing names": (
        {"properties": {"a": {}}, "unevaluatedProperties": False},
        [{"a": 1}],
        [{"b": 1}],
    ),
    "a format, which is not checked": ({"items": {"format": "date"}}, [["soon"]], []),
}


@pytest.mark.parametrize(("schema", "valid", "invalid"), CASES.values(), ids=CASES)
def test_which_values_a_schema_allows(
    schema: dict[str, Any], valid: list[Any], invalid: list[Any]
) -> None:
    is_valid = compile_schema(schema)

    assert [value for value in valid if not is_valid(value)] == []
    assert [value for value in invalid if is_valid(value)] == []


def bomb(depth: int) -> dict[str, Any]:
    """A schema whose parts each refer twice to the next one."""
    parts = {
        f"a{n}": {"allOf": [{"$ref": f"#/$defs/a{n + 1}"}] * 2} for n in range(depth)
    }
    return {"$defs": {**parts, f"a{depth}": {}}, "$ref": "#/$defs/a0"}


HOSTILE: dict[str, tuple[dict[str, Any], Any]] = {
    "references that multiply": (bomb(40), {}),
    "a reference to itself": ({"$ref": "#"}, {}),
    "a quotient that is too large": ({"items": {"multipleOf": 0.5}}, [10**4000 + 1]),
}


@pytest.mark.parametrize(("schema", "value"), HOSTILE.values(), ids=HOSTILE)
def test_what_would_take_forever_is_not_allowed(
    schema: dict[str, Any], value: object
) -> None:
    assert not compile_schema(schema)(value)


def test_steps_are_counted_for_each_value_anew() -> None:
    is_valid = compile_schema(bomb(9))

    assert [is_valid({}) for _ in range(9)] == [True] * 9


def test_patterns_and_different_items_take_linear_time() -> None:
    long = "a" * 100_000 + "!"
    schema = {
        "uniqueItems": True,
        "items": {
            "pattern": "(a+)+$",
            "patternProperties": {"(a+)+$": {}},
            "additionalProperties": {},
        },
    }
    is_valid = compile_schema(schema)

    assert not is_valid([long])
    assert is_valid([{long: 1}, *range(20_000), *([number] for number in range(9))])


DEEP: dict[str, Any] = {}
for _ in range(500):
    DEEP = {"items": DEEP}
WRONG: dict[str, tuple[object, str]] = {
    "a list": ([], 'jsonSchema is "[]"; expected an object'),
    "true": (True, 'jsonSchema is "True"; expected an object'),
    "an unknown type": (
        {"type": "text"},
        (
            "jsonSchema is no JSON Schema: "
            "\"'text' is not valid under any of the given schemas\""
        ),
    ),
    "an unknown draft": (
        {"$schema": "https://example.org/draft"},
        (
            'the $schema of jsonSchema is "https://example.org/draft"; '
            "expected a draft, as https://json-schema.org/draft/2020-12/schema"
        ),
    ),
    "a draft that is no text": (
        {"$schema": {}},
        (
            'the $schema of jsonSchema is "{}"; '
            "expected a draft, as https://json-schema.org/draft/2020-12/schema"
        ),
    ),
    "a schema on the network": (
        {"items": {"$ref": "https://example.org/a.json"}},
        (
            'jsonSchema refers to "https://example.org/a.json"; '
            "expected a schema within it"
        ),
    ),
    "a schema that is not there": (
        {"$ref": "#/$defs/a"},
        'jsonSchema refers to "#/$defs/a"; expected a schema within it',
    ),
    "a reference into a number": (
        {"$ref": "#/maximum/0", "maximum": 5},
        'jsonSchema refers to "#/maximum/0"; expected a schema within it',
    ),
    "a reference that is no text": (
        {"$schema": DRAFT_04, "$ref": 5},
        'jsonSchema refers to "5"; expected a schema within it',
    ),
    "a reference to what is no schema": (
        {"$ref": "#/title", "title": "abc"},
        "jsonSchema is no JSON Schema: \"'abc' is not of type 'object', 'boolean'\"",
    ),
    "a pattern that RE2 cannot take": (
        {"items": {"pattern": "(?=a)"}},
        (
            'the pattern "(?=a)" cannot run in linear time on RE2: '
            "invalid perl operator: (?="
        ),
    ),
    "a pattern of names that RE2 cannot take": (
        {"patternProperties": {"(?!a)": {}}},
        (
            'the pattern "(?!a)" cannot run in linear time on RE2: '
            "invalid perl operator: (?!"
        ),
    ),
    "a pattern of names beside what nothing names": (
        {"patternProperties": {"a": {}}, "anyOf": [{"unevaluatedProperties": False}]},
        (
            "jsonSchema has unevaluatedProperties and patternProperties; "
            "expected one of both"
        ),
    ),
    "a draft in a part": (
        {"items": {"$schema": DRAFT_07}},
        "a part of jsonSchema has $schema; expected it at the top only",
    ),
    "an id in a part": (
        {"items": {"$id": "a"}},
        "a part of jsonSchema has $id; expected it at the top only",
    ),
    "deep nesting": (DEEP, "jsonSchema nests too deep to be checked"),
}


@pytest.mark.parametrize(("schema", "sentence"), WRONG.values(), ids=WRONG)
def test_a_schema_that_cannot_be_run_safely_is_refused(
    schema: object, sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        compile_schema(schema)

    assert str(caught.value) == sentence
