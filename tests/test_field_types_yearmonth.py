"""Months of a year."""

from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from claimpack.field_types.values import Month
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "yearmonth"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "2024-01": Month(year=2024, month=1),
            "12024-12": Month(year=12024, month=12),
            "-0044-03": Month(year=-44, month=3),
            "2024-01+01:00": Month(year=2024, month=1, offset=60),
        },
        refused=[
            *("", "2024", "2024-1", "2024-00", "2024-13", "202401", "2024/01"),
            *("24-01", "+2024-01", "0000-01", "2024-01-01", " 2024-01", "2024-01\n"),
            *("2024 - 01", "2024-0٢", "January 2024", "2024-01+1"),
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


def test_only_text_holds_months() -> None:
    reader = read_field_type(PLAIN)

    assert reader.holds(pa.string())
    assert not reader.holds(pa.int32())
    assert reader.from_stored("2024-01") == Month(year=2024, month=1)
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored(202401)


def test_equal_months_have_one_text() -> None:
    reader = read_field_type(PLAIN)

    texts = {reader.write(reader.parse(word)) for word in ("2024-01Z", "2024-01-00:00")}

    assert texts == {"2024-01Z"}


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2024-02", "2024-10", -1),
        ("2024-01", "2023-12", 1),
        ("2024-01Z", "2024-01", None),
        ("2024-02Z", "2024-01", 1),
        ("-0044-03", "0044-03", -1),
    ],
)
def test_months_have_an_order(first: str, second: str, order: int | None) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(reader.parse(first), reader.parse(second)) == order
