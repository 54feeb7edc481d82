"""Lists: items of one type with a delimiter between them."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "list"}
INTEGERS = {"type": "list", "itemType": "integer"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "value1,value2": ("value1", "value2"),
            "a": ("a",),
            "": ("",),
            "a,,b ": ("a", "", "b "),
        },
    ),
    Words(
        declaration=INTEGERS,
        accepted={"1,-2,+3": (1, -2, 3), "1": (1,)},
        refused=["", "1,", ",1", "1,,2", "1, 2", "1;2", "1.0", "a"],
    ),
    Words(
        declaration={"type": "list", "itemType": "number", "delimiter": "; "},
        accepted={"1.5; 2": (Decimal("1.5"), Decimal(2))},
        refused=["1.5;2", "1,5"],
    ),
    Words(
        declaration={"type": "list", "itemType": "date"},
        accepted={"2024-01-26,2024-02-29": (date(2024, 1, 26), date(2024, 2, 29))},
        refused=["2024-01-26,26.01.2024"],
    ),
    Words(
        declaration={"type": "list", "itemType": "time", "delimiter": "-"},
        accepted={"15:00:00-16:00:00": (time(15), time(16))},
        refused=["15:00:00,16:00:00"],
    ),
    Words(
        declaration={"type": "list", "itemType": "boolean"},
        accepted={"true,0": (True, False)},
        refused=["yes"],
    ),
    Words(
        declaration={"type": "list", "itemType": "integer", "delimiter": "1"},
        accepted={"213": (2, 3)},
        refused=["11", "1"],
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


def test_lists_of_the_items_hold_lists() -> None:
    strings, integers = read_field_type(PLAIN), read_field_type(INTEGERS)

    assert strings.holds(pa.list_(pa.large_string()))
    assert integers.holds(pa.large_list(pa.int16()))
    assert integers.holds(pa.string())
    assert not integers.holds(pa.list_(pa.string()))
    assert not integers.holds(pa.int64())


def test_a_stored_list_has_items_of_its_type() -> None:
    reader = read_field_type(INTEGERS)

    assert reader.from_stored([1, 2]) == (1, 2)
    assert reader.from_stored("1,2") == (1, 2)
    for stored in ([1, None], [1.5], 1, None):
        with pytest.raises(ValueError):  # noqa: PT011  # as above
            reader.from_stored(stored)


def test_a_list_is_written_as_json_so_that_no_item_is_split() -> None:
    reader = read_field_type(PLAIN)

    assert reader.write(("a,b", "é")) == '["a,b", "é"]'
    assert reader.write(("a", "b")) == '["a", "b"]'
    assert read_field_type(INTEGERS).write((1, 2)) == '["1", "2"]'


@pytest.mark.parametrize(
    ("declaration", "lexical"),
    [
        (PLAIN, "(?s:.*)"),
        (INTEGERS, "(?:[+-]?[0-9]{1,100})(?:,(?:[+-]?[0-9]{1,100}))*"),
        (
            {**INTEGERS, "delimiter": "|"},
            r"(?:[+-]?[0-9]{1,100})(?:\|(?:[+-]?[0-9]{1,100}))*",
        ),
        ({**INTEGERS, "delimiter": "1"}, None),
        ({**INTEGERS, "delimiter": "-"}, None),
    ],
)
def test_a_pattern_proves_a_list_only_where_no_item_has_the_delimiter(
    declaration: dict[str, Any], lexical: str | None
) -> None:
    assert read_field_type(declaration).lexical == lexical


def test_messages_describe_the_items() -> None:
    assert read_field_type(INTEGERS).expected == (
        'values with "," between, each an integer in ASCII digits, as 1200'
    )


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ({"delimiter": ""}, 'delimiter is ""; expected what stands between items'),
        (
            {"itemType": "datetme"},
            (
                'the itemType is "datetme"; expected one of string, integer, boolean, '
                'number, datetime, date, time; did you mean "datetime"?'
            ),
        ),
        ({"format": "csv"}, 'the format is "csv"; expected default'),
    ],
)
def test_a_wrong_declaration_is_refused(
    declaration: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({**PLAIN, **declaration})

    assert str(caught.value) == sentence
