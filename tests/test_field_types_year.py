"""Years: four digits or more, before and after the year 1, with time zones."""

from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from claimpack.field_types.values import Month
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "year"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "2024": Month(year=2024),
            "0001": Month(year=1),
            "12024": Month(year=12024),
            "-0044": Month(year=-44),
            "2024Z": Month(year=2024, offset=0),
            "2024-05:30": Month(year=2024, offset=-330),
        },
        refused=[
            *("", "0000", "-0000", "24", "024", "02024", "+2024", " 2024", "2024 "),
            *("2024\n", "2024.0", "20_24", "2024-01", "2024+15:00", "٢٠٢٤", "MMXXIV"),
            "1" * 4301,
        ],
    )
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


def test_text_and_integers_hold_years() -> None:
    holds = read_field_type(PLAIN).holds

    assert all(map(holds, [pa.int16(), pa.string()]))
    assert not any(map(holds, [pa.float64(), pa.date32()]))


def test_a_stored_integer_is_a_year() -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(2024) == reader.parse("2024")
    for stored in (0, True, 2024.0, None):
        with pytest.raises(ValueError):  # noqa: PT011  # as above
            reader.from_stored(stored)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["2024"], "2024"),
        (["-0044"], "-0044"),
        (["2024Z", "2024+00:00", "2024-00:00"], "2024Z"),
        (["12024+14:00"], "12024+14:00"),
    ],
)
def test_equal_years_have_one_text(words: list[str], text: str) -> None:
    reader = read_field_type(PLAIN)

    assert {reader.write(reader.parse(word)) for word in words} == {text}


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2024", "2025", -1),
        ("2024", "2024", 0),
        ("0001", "-0001", 1),
        ("2024Z", "2024+01:00", 1),
        ("2024Z", "2024", None),
        ("2023Z", "2024", -1),
        ("9" * 100, "9999", 1),
    ],
)
def test_years_have_an_order(first: str, second: str, order: int | None) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(reader.parse(first), reader.parse(second)) == order
