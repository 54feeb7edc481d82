"""Integers: what is one, how it is written, and what can hold it."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "integer"}
GROUPED = {"type": "integer", "groupChar": ","}
IN_WORDS = {"type": "integer", "bareNumber": False}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "0": 0,
            "-0": 0,
            "+12": 12,
            "-12": -12,
            "007": 7,
            "9223372036854775808": 2**63,
            "-" + "9" * 4300: 1 - 10**4300,
        },
        refused=[
            *("", " ", "+", "-", "+-1", "- 1", " 12", "12 ", "12\n", "1 2"),
            *("12.", "12.0", "1e5", "1E5", "1,000", "1_0", "0x10", "NaN", "INF"),
            *("٤٠", "²", "①", "\N{MINUS SIGN}12", "1" * 4301, "twelve"),
        ],
    ),
    Words(
        declaration=GROUPED,
        accepted={
            "1,000": 1000,
            "-1,000,000": -1_000_000,
            "12,34,567": 1_234_567,
            "1000": 1000,
        },
        refused=[",", "1,", ",1", "1,,000", "1.000", "1 000", "1,-000"],
    ),
    Words(
        declaration={"type": "integer", "groupChar": "\N{NO-BREAK SPACE}"},
        accepted={"1\N{NO-BREAK SPACE}000": 1000},
        refused=["1 000"],
    ),
    Words(
        declaration=IN_WORDS,
        accepted={
            "95%": 95,
            "€95": 95,
            "EUR 95": 95,
            "€ -5 net": -5,
            "+5": 5,
            "5.": 5,
            "95": 95,
        },
        refused=["", "%", "1.5%", "95 km2", "-€5", "5 to 6"],
    ),
    Words(
        declaration={"type": "integer", "bareNumber": False, "groupChar": " "},
        accepted={"about 1 200 people": 1200},
        refused=["1 200 of 1 300"],
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


@pytest.mark.parametrize(
    "stored", [pa.int8(), pa.uint64(), pa.decimal128(20, 0)], ids=str
)
def test_whole_numbers_hold_integers(stored: pa.DataType) -> None:
    assert read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize(
    "stored", [pa.float64(), pa.decimal128(20, 2), pa.string(), pa.bool_()], ids=str
)
def test_other_types_do_not_hold_integers(stored: pa.DataType) -> None:
    assert not read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize(
    ("stored", "value"), [(5, 5), (Decimal(5), 5), (5.0, 5), ("+5", 5)]
)
def test_a_stored_whole_number_is_an_integer(stored: object, value: int) -> None:
    assert repr(read_field_type(PLAIN).from_stored(stored)) == repr(value)


@pytest.mark.parametrize("stored", [True, 5.5, Decimal("5.5"), None, "5.0", [5]])
def test_all_else_that_is_stored_is_no_integer(stored: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(PLAIN).from_stored(stored)


def test_equal_integers_have_one_text() -> None:
    reader = read_field_type(GROUPED)

    texts = {reader.write(reader.parse(word)) for word in ("1,000", "+1000", "01000")}

    assert texts == {"1000"}


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ({"format": "decimal"}, 'the format is "decimal"; expected default'),
        ({"groupChar": 3}, 'groupChar is "3"; expected text'),
        ({"groupChar": "0"}, 'groupChar is "0"; expected no digit and no sign in it'),
        ({"bareNumber": "no"}, 'bareNumber is "no"; expected true or false'),
    ],
)
def test_a_wrong_declaration_is_refused(
    declaration: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({**PLAIN, **declaration})

    assert str(caught.value) == sentence


def test_messages_show_an_integer_as_it_is_declared() -> None:
    assert read_field_type(PLAIN).expected == "an integer in ASCII digits, as 1200"
    assert read_field_type(GROUPED).expected == "an integer in ASCII digits, as 1,200"
