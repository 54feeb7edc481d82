"""Numbers: what is one, how it is written, and what can hold it."""

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "number"}
GERMAN = {"type": "number", "decimalChar": ",", "groupChar": "."}
IN_WORDS = {"type": "number", "bareNumber": False}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "12": Decimal(12),
            "-1.23": Decimal("-1.23"),
            "12678967.543233": Decimal("12678967.543233"),
            "+100000.00": Decimal("100000.00"),
            "12.": Decimal(12),
            ".5": Decimal("0.5"),
            "-0": Decimal("-0"),
            "0.1000000000000000055511151231257827": Decimal(
                "0.1000000000000000055511151231257827"
            ),
            "1E5": Decimal("1E+5"),
            "1e-5": Decimal("0.00001"),
            "1E+400": Decimal("1E+400"),
            "9" * 4300: Decimal("9" * 4300),
            "NaN": Decimal("NaN"),
            "nan": Decimal("NaN"),
            "INF": Decimal("Infinity"),
            "inf": Decimal("Infinity"),
            "-INF": Decimal("-Infinity"),
        },
        refused=[
            *("", ".", "+", "-.", "e5", "1e", "1e5.5", "1E 5", "--1", "1.2.3"),
            *(" 12", "12 ", "12.5\n", "1_0.5", "1,5", "1,000.5", "12%", "0x1p3"),
            *("Infinity", "+INF", "-NaN", "sNaN", "NaN1", "٤٠", "٤.٤", "1" * 4301),
            "1E99999999999999999999",
        ],
    ),
    Words(
        declaration=GERMAN,
        accepted={
            "1.234,56": Decimal("1234.56"),
            "1.234": Decimal(1234),
            "1234,5": Decimal("1234.5"),
            ",5": Decimal("0.5"),
            "1,5E3": Decimal("1.5E+3"),
            "NaN": Decimal("NaN"),
        },
        refused=["1,234.56", "1..234", ".234", "1.234.,5", "1,2,3"],
    ),
    Words(
        declaration={"type": "number", "groupChar": ","},
        accepted={"100,000": Decimal(100_000), "-1,234.5": Decimal("-1234.5")},
        refused=["1.5,000", ",5", "5,", "1,,0", "1.000,5"],
    ),
    Words(
        declaration={"type": "number", "decimalChar": "@"},
        accepted={"1@5": Decimal("1.5")},
        refused=["1.5"],
    ),
    Words(
        declaration=IN_WORDS,
        accepted={
            "95%": Decimal(95),
            "€95": Decimal(95),
            "EUR 95": Decimal(95),
            "$1.50 each": Decimal("1.50"),
            "v.5": Decimal("0.5"),
            "5e km": Decimal(5),
            "1e3 km": Decimal("1E+3"),
            "€ -5": Decimal(-5),
            "-INF": Decimal("-Infinity"),
        },
        refused=["", "%", "-$5", "5 of 6", "95 km2", "about INF"],
    ),
]


@pytest.mark.parametrize(("declaration", "word", "value"), accepted_cases(TABLES))
def test_a_word_of_the_type_has_its_value(
    declaration: dict[str, Any], word: str, value: object
) -> None:
    assert repr(read_field_type(declaration).parse(word)) == repr(value)


@pytest.mark.parametrize(("declaration", "word"), refused_cases(TABLES))
def test_another_word_is_refused(declaration: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the word is all there is to say
        read_field_type(declaration).parse(word)


@pytest.mark.parametrize(
    "stored", [pa.float16(), pa.float64(), pa.int32(), pa.decimal128(9, 2)], ids=str
)
def test_numbers_of_all_kinds_hold_numbers(stored: pa.DataType) -> None:
    assert read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize("stored", [pa.string(), pa.bool_(), pa.date32()], ids=str)
def test_other_types_do_not_hold_numbers(stored: pa.DataType) -> None:
    assert not read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize(
    ("stored", "value"),
    [
        (0.1, Decimal("0.1")),
        (float("nan"), Decimal("NaN")),
        (float("-inf"), Decimal("-Infinity")),
        (2**63, Decimal(2**63)),
        (Decimal("1.50"), Decimal("1.50")),
        ("1.5", Decimal("1.5")),
    ],
)
def test_a_stored_number_keeps_its_value(stored: object, value: Decimal) -> None:
    assert repr(read_field_type(PLAIN).from_stored(stored)) == repr(value)


@pytest.mark.parametrize("stored", [True, None, "1,5", b"1"])
def test_all_else_that_is_stored_is_no_number(stored: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(PLAIN).from_stored(stored)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["1", "1.0", "+1", "01.00", "10E-1", "0.01E2"], "1"),
        (["0", "-0", "0.000", "0E9", "-.0"], "0"),
        (["0.25", ".250", "25e-2"], "0.25"),
        (["1E300", "1" + "0" * 300, "10.0E299"], "1E+300"),
        (["nan", "NaN"], "NaN"),
        (["inf", "INF"], "INF"),
        (["-inf", "-INF"], "-INF"),
        (["1E39", "1" + "0" * 39], "1" + "0" * 39),
        (["-1E-19"], "-0." + "0" * 18 + "1"),
        (["-1.5E-21"], "-1.5E-21"),
        (["9" * 40 + ".5"], "9" * 40 + ".5"),
    ],
)
def test_equal_numbers_have_one_text(words: list[str], text: str) -> None:
    reader = read_field_type(PLAIN)

    assert {reader.write(reader.parse(word)) for word in words} == {text}


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("1", "1.0", 0),
        ("-INF", "1E400", -1),
        ("1E999999999999", "2", 1),
        ("NaN", "1", None),
        ("1", "NaN", None),
    ],
)
def test_numbers_have_an_order_but_for_nan(
    first: str, second: str, order: int | None
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(reader.parse(first), reader.parse(second)) == order


@pytest.mark.parametrize(
    ("declaration", "sentence"),
    [
        ({"format": "float"}, 'the format is "float"; expected default'),
        ({"decimalChar": 5}, 'decimalChar is "5"; expected text'),
        (
            {"decimalChar": "-"},
            'decimalChar is "-"; expected no digit and no sign in it',
        ),
        (
            {"decimalChar": ""},
            'decimalChar is "" and groupChar ""; expected two that can be told apart',
        ),
        (
            {"decimalChar": ",", "groupChar": ","},
            'decimalChar is "," and groupChar ","; expected two that can be told apart',
        ),
    ],
)
def test_a_wrong_declaration_is_refused(
    declaration: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({**PLAIN, **declaration})

    assert str(caught.value) == sentence


def test_messages_show_a_number_as_it_is_declared() -> None:
    assert read_field_type(PLAIN).expected == "a number with a decimal point, as 0.25"
    assert read_field_type(GERMAN).expected == 'a number with ",", as 0,25'
