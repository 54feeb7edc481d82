"""JSON is read by the letter of the standard, and refused with line and column."""

import json
from typing import Any, NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimpack.errors import SourceError
from claimpack.strict_json import (
    DECODER,
    DEEPEST_JSON,
    LARGEST_JSON_BYTES,
    decode_json,
    find_defect,
    format_json,
    may_be_lax,
    parse_json,
)


def message_of(call: Any, *arguments: Any) -> str:  # noqa: ANN401  # any function
    """The sentence with which the call is refused."""
    with pytest.raises(SourceError) as caught:
        call(*arguments)
    return str(caught.value)


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)


@given(JSON_VALUES, st.booleans())
def test_any_json_value_is_read_as_it_was_written(
    value: Any,  # noqa: ANN401  # JSON
    ensure_ascii: bool,  # noqa: FBT001  # drawn by hypothesis
) -> None:
    assert (
        parse_json(json.dumps(value, ensure_ascii=ensure_ascii).encode(), "") == value
    )
    assert parse_json(format_json(value), "") == value


LAX_PARTS = st.sampled_from(
    [
        *("[", "]", "{", "}", ",", ":", '"', '\\"', "\\\\", "[" * 40, "]" * 40, " "),
        *(
            "9" * 9,
            "1",
            "-",
            ".",
            "e9",
            "\\ud83d",
            "\\ude00",
            "\\\\ud83d",
            "\\ude00",
            "é",
        ),
    ]
)


@example('\\ud83d\\"\\ude00', None)
@example("\\ud83d\\\\\\ude00", None)
@given(st.lists(LAX_PARTS).map("".join), JSON_VALUES)
def test_the_quick_look_at_json_misses_nothing_that_the_slow_one_finds(
    words: str,
    value: Any,  # noqa: ANN401  # JSON
) -> None:
    text = json.dumps([words, value, {words: words}])
    for content in (text, f'["{words}"]', f"[{words}]"):
        try:
            DECODER.decode(content)
        except (ValueError, RecursionError):
            continue
        is_lax = may_be_lax(content.encode())

        assert is_lax or find_defect(content) is None


def test_a_value_is_read_where_it_stands() -> None:
    assert decode_json('[{"a": [1]} , 2]', 1) == ({"a": [1]}, 11)


def test_our_json_has_readable_characters_and_a_line_end() -> None:
    assert format_json({"b": "é", "a": [1, None]}) == (
        '{\n  "b": "é",\n  "a": [\n    1,\n    null\n  ]\n}\n'.encode()
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"a": 1,\n "b": 2, "a": 3}', "line 2, column 10"),
        ('[{"a": 1, "\\u0061" : 3}]', "line 1, column 11"),
        ('{"b": {"a": 1}, "c": [], "a": {}, "a": 1}', "line 1, column 35"),
    ],
    ids=["two lines", "under an escape", "around other objects"],
)
def test_a_key_that_stands_twice_in_an_object_is_placed(text: str, place: str) -> None:
    assert message_of(parse_json, text.encode(), "a.json") == (
        f'a.json {place}: found the key "a" a second time in one object; expected each'
        " key once; remove or rename one of the two."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[1, NaN]", 'line 1, column 5: found "NaN"'),
        ("\n\n-Infinity", 'line 3, column 1: found "-Infinity"'),
        ("[1e999]", 'line 1, column 2: found "1e999"'),
        ("1" + "0" * 18, 'line 1, column 1: found "1000000000000000000"'),
        ("-1" + "0" * 18, 'line 1, column 1: found "-1000000000000000000"'),
        ("[" + "9" * 5000 + "]", f'line 1, column 2: found "{"9" * 59}…"'),
    ],
    ids=["NaN", "Infinity", "double", "integer", "negative", "too long for Python"],
)
def test_a_number_that_cannot_be_kept_is_placed(text: str, found: str) -> None:
    assert message_of(parse_json, text.encode(), "a.json") == (
        f"a.json {found}; expected 18 digits at most, or a finite decimal; correct it"
        " or write it as a string."
    )


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[" * 65 + "]" * 65, "line 1, column 65"),
        ('{"a":' * 100_000, "line 1, column 321"),
    ],
    ids=["one level more", "more than Python can hold"],
)
def test_nesting_that_is_too_deep_is_placed(text: str, place: str) -> None:
    assert message_of(parse_json, text.encode(), "a.json") == (
        f"a.json {place}: found deeper nesting; expected 64 levels at most; nest it"
        " less."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('["a", "\\ud800"]', 'column 7: found half of a character in "\\ud800"'),
        ('{"\\udc00": 1}', 'column 2: found half of a character in "\\udc00"'),
    ],
    ids=["value", "key"],
)
def test_half_of_a_surrogate_pair_is_placed(text: str, found: str) -> None:
    assert message_of(parse_json, text.encode(), "a.json") == (
        f"a.json line 1, {found}; expected whole characters; write the character"
        " itself."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            '{\n  "a" 1}\n',
            "line 2, column 7: found \"1}\" (Expecting ':' delimiter)",
        ),
        ("", "line 1, column 1: found the end (Expecting value)"),
        ("é é", 'line 1, column 1: found "é é" (Expecting value)'),
        ("[1]]", 'line 1, column 4: found "]" (Extra data)'),
    ],
    ids=["no colon", "empty", "text", "one bracket more"],
)
def test_what_is_no_json_is_placed(text: str, found: str) -> None:
    assert message_of(parse_json, text.encode(), "a.json") == (
        f"a.json {found}; expected JSON; correct that place."
    )


def test_json_with_a_byte_order_mark_is_refused() -> None:
    assert message_of(parse_json, "\ufeff{}".encode(), "a.json") == (
        "a.json line 1, column 1: found a byte order mark; expected none; save without"
        " it."
    )


def test_json_that_is_not_utf8_is_refused() -> None:
    assert message_of(parse_json, b'{"a": "\xe9"}', "a.json") == (
        "a.json line 1: found the byte 0xE9 at byte offset 7; expected UTF-8; save the"
        " file as UTF-8."
    )


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[" * DEEPEST_JSON + "]" * DEEPEST_JSON, None),
        ("999999999999999999", 999999999999999999),
        ("-999999999999999999", -999999999999999999),
        ('{"a": {"a": [{"a": 1}, {"a": 2}]}}', {"a": {"a": [{"a": 1}, {"a": 2}]}}),
        ('["{", "NaN", "\\"", "[[", "a:"]', ["{", "NaN", '"', "[[", "a:"]),
        ('{"a": "b", "c": "b", "b": "c"}', {"a": "b", "c": "b", "b": "c"}),
        ('"\\ud83d\\ude00"', "😀"),
        ("-0.5e-3", -0.0005),
    ],
    ids=[
        "deep",
        "large",
        "small",
        "key again further in",
        "brackets in strings",
        "values like keys",
        "surrogate pair",
        "decimal",
    ],
)
def test_json_at_the_edge_of_a_rule_is_read(
    text: str,
    value: Any,  # noqa: ANN401  # JSON
) -> None:
    expected = value if value is not None else json.loads(text)

    assert parse_json(text.encode(), "a.json") == expected


def test_json_too_deep_for_what_is_left_of_the_stack_is_not_taken_for_null(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(_text: str, _start: int) -> NoReturn:
        raise RecursionError

    monkeypatch.setattr(DECODER, "raw_decode", fail)

    with pytest.raises(RecursionError):
        parse_json(b"[1]", "a.json")


def test_a_string_full_of_quotes_without_an_end_is_refused_at_once() -> None:
    text = '["' + '\\"' * 1_000_000

    assert "Unterminated string" in message_of(parse_json, text.encode(), "a.json")


def test_json_of_more_bytes_than_the_limit_is_refused_before_it_is_read() -> None:
    fitting = b'"' + b"x" * (LARGEST_JSON_BYTES - 2) + b'"'

    assert len(parse_json(fitting, "a.json")) == LARGEST_JSON_BYTES - 2
    assert message_of(parse_json, b"[" + fitting, "a.json") == (
        "a.json: found 16,777,217 bytes; expected at most 16,777,216; split it or raise"
        " the limit."
    )
