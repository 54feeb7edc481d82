"""Dates: in the default form, in a pattern, and in any form."""

from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import DeclarationError, read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "date"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "2024-01-26": date(2024, 1, 26),
            "2024-02-29": date(2024, 2, 29),
            "0001-01-01": date(1, 1, 1),
            "9999-12-31": date(9999, 12, 31),
        },
        refused=[
            *("", "2024-1-5", "2023-02-29", "2024-13-01", "2024-00-10", "0000-01-01"),
            *("24-01-05", "20240105", "2024-W01-1", "2024/01/05", "05.01.2024"),
            *("2024-01-05T00:00:00", "2024-01-05Z", " 2024-01-05", "2024-01-05\n"),
            *("+2024-01-05", "-2024-01-05", "2024-01", "12024-01-05", "today"),
            "٢٠٢٤-٠١-٠٥",  # noqa: RUF001  # the digits of another script
        ],
    ),
    Words(
        declaration={"type": "date", "format": "%d.%m.%y"},
        accepted={
            "26.01.24": date(2024, 1, 26),
            "6.1.69": date(1969, 1, 6),
        },
        refused=["2024-01-26", "26.01.2024", "30.02.24", "26.01.24 "],
    ),
    Words(
        declaration={"type": "date", "format": "fmt:%d %B %Y"},
        accepted={"26 January 2024": date(2024, 1, 26)},
        refused=["26 Januar 2024"],
    ),
    Words(
        declaration={"type": "date", "format": "any"},
        accepted={
            "26 Jan 2024": date(2024, 1, 26),
            "January 26, 2024": date(2024, 1, 26),
            "2024-01-26T15:00:00Z": date(2024, 1, 26),
            "1/2/68": date(2068, 1, 2),
            "1/2/69": date(1969, 1, 2),
            "1/2/0069": date(69, 1, 2),
        },
        refused=[
            *("", "soon", "2024-02-30", "13/13/2024", "2024-01-26" + " " * 91),
            *("99:992024999999999999999999999999  ", "9" * 24),
        ],
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


@pytest.mark.parametrize("stored", [pa.date32(), pa.date64()], ids=str)
def test_stored_dates_hold_dates(stored: pa.DataType) -> None:
    assert read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize("stored", [pa.timestamp("us"), pa.string()], ids=str)
def test_other_types_do_not_hold_dates(stored: pa.DataType) -> None:
    assert not read_field_type(PLAIN).holds(stored)


def test_a_stored_date_keeps_its_value() -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(date(2024, 1, 26)) == date(2024, 1, 26)
    for stored in (datetime(2024, 1, 26), 20240126):  # noqa: DTZ001  # no zone is stored
        with pytest.raises(ValueError):  # noqa: PT011  # as above
            reader.from_stored(stored)


def test_a_date_is_written_in_the_default_form() -> None:
    reader = read_field_type({"type": "date", "format": "%d.%m.%Y"})

    assert reader.write(reader.parse("26.01.0924")) == "0924-01-26"


def test_words_without_a_year_do_not_depend_on_the_day_they_are_read() -> None:
    assert read_field_type({"type": "date", "format": "any"}).parse("29 Feb") == (
        date(2000, 2, 29)
    )


def test_messages_show_the_format() -> None:
    formats = ["default", "%d.%m.%Y", "any"]

    assert [
        read_field_type({"type": "date", "format": name}).expected for name in formats
    ] == [
        "a day of the calendar as YYYY-MM-DD",
        "a day in the form %d.%m.%Y",
        "a day in a common form",
    ]


def test_a_format_without_directives_is_refused() -> None:
    with pytest.raises(DeclarationError) as caught:
        read_field_type({"type": "date", "format": "YYYY-MM-DD"})

    assert str(caught.value) == (
        'the format "YYYY-MM-DD" is no pattern of strptime: '
        "it has no directive, as %Y-%m-%d has three"
    )
