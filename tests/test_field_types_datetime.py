"""Dates with a time: forms, time zones, fractions of a second, and their order."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from claimpack.field_types.values import Moment
from field_words import Words, accepted_cases, refused_cases


def moment(*parts: int, zone: timezone | None = None, fraction: str = "0") -> Moment:
    """A moment by the parts of its date and time, and its fraction of a second."""
    return Moment(
        second=datetime(*parts, tzinfo=zone),  # type: ignore[arg-type,misc]  # mypy counts no parts
        fraction=Decimal(fraction),
    )


PLAIN = {"type": "datetime"}
WITH_ZONE = {"type": "datetime", "format": "%Y-%m-%d %H:%M %z"}
NANOSECOND = "2024-01-26T15:00:00.123456789"
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "2024-01-26T15:00:00": moment(2024, 1, 26, 15),
            "2024-01-26T15:00:00Z": moment(2024, 1, 26, 15, zone=UTC),
            "2024-01-26T15:00:00-05:00": moment(2024, 1, 26, 20, zone=UTC),
            "2024-01-26T15:00:00+14:00": moment(2024, 1, 26, 1, zone=UTC),
            "2024-01-26T15:00:00.300-05:00": moment(
                2024, 1, 26, 20, zone=UTC, fraction="0.300"
            ),
            NANOSECOND: moment(2024, 1, 26, 15, fraction="0.123456789"),
            "2024-02-28T24:00:00": moment(2024, 2, 29),
            "2024-02-28T24:00:00.0Z": moment(2024, 2, 29, zone=UTC, fraction="0.0"),
            "0001-01-01T00:00:00": moment(1, 1, 1),
            "9999-12-31T23:59:59": moment(9999, 12, 31, 23, 59, 59),
        },
        refused=[
            *("", "2024-01-26", "2024-01-26T15:00", "2024-01-26T15", "15:00:00"),
            *("2024-01-26 15:00:00", "2024-01-26t15:00:00", "2024-01-26T15:00:00z"),
            *("2024-01-26T15:00:00,3", "2024-01-26T15:00:00.", "20240126T150000"),
            *(
                "2024-01-26T15:00:00+0500",
                "2024-01-26T15:00:00+05",
                "24-01-26T15:00:00",
            ),
            *("2024-01-26T15:00:00+14:01", "2024-01-26T15:00:00+15:00"),
            *("2024-01-26T25:00:00", "2024-01-26T15:60:00", "2024-01-26T15:00:60"),
            *("2024-01-26T24:00:01", "2024-01-26T24:00:00.1", "2023-02-29T15:00:00"),
            *(" 2024-01-26T15:00:00", "2024-01-26T15:00:00\n", "2024-W04-5T15:00:00"),
            *(
                "0000-01-01T00:00:00",
                "9999-12-31T24:00:00",
                "0001-01-01T00:00:00+01:00",
            ),
        ],
    ),
    Words(
        declaration={"type": "datetime", "format": "%d/%m/%Y %H:%M:%S"},
        accepted={"12/11/2018 09:15:32": moment(2018, 11, 12, 9, 15, 32)},
        refused=["2018-11-12T09:15:32", "12/13/2018 09:15:32"],
    ),
    Words(
        declaration=WITH_ZONE,
        accepted={"2024-01-26 15:00 +05:30": moment(2024, 1, 26, 9, 30, zone=UTC)},
        refused=["2024-01-26 15:00", "0001-01-01 00:00 +0100"],
    ),
    Words(
        declaration={"type": "datetime", "format": "any"},
        accepted={
            "26 Jan 2024 3pm": moment(2024, 1, 26, 15),
            "Fri Jan 26 15:00:00 UTC 2024": moment(2024, 1, 26, 15, zone=UTC),
            "2024-01-26 15:00 EST": moment(2024, 1, 26, 15),
            "2024-01-26 15:00:00.25 -0500": moment(
                2024, 1, 26, 20, zone=UTC, fraction="0.250000000"
            ),
        },
        refused=["", "soon", "2024-01-26 25:00", "10:00 GMT+3 99:99"],
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
    "stored", [pa.timestamp("s"), pa.timestamp("ns", tz="Europe/Paris")], ids=str
)
def test_timestamps_hold_dates_with_a_time(stored: pa.DataType) -> None:
    assert read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize("stored", [pa.date64(), pa.int64(), pa.string()], ids=str)
def test_other_types_do_not_hold_them(stored: pa.DataType) -> None:
    assert not read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize(
    ("stored", "word"),
    [
        (datetime(2024, 1, 26, 15, 0, 0, 300_000), "2024-01-26T15:00:00.3"),  # noqa: DTZ001  # no zone is stored
        (
            datetime(2024, 1, 26, 15, tzinfo=timezone(timedelta(hours=-5))),
            "2024-01-26T20:00:00Z",
        ),
        (pd.Timestamp(NANOSECOND), NANOSECOND),
        (pd.Timestamp(NANOSECOND + "+01:00"), NANOSECOND + "+01:00"),
    ],
    ids=str,
)
def test_a_stored_timestamp_is_the_moment_that_csv_writes(
    stored: datetime, word: str
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(stored) == reader.parse(word)
    assert type(reader.from_stored(stored).second) is datetime  # type: ignore[union-attr]  # a Moment


@pytest.mark.parametrize(
    "stored",
    [
        date(2024, 1, 26),
        1706281200,
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=1))),
    ],
    ids=str,
)
def test_all_else_that_is_stored_is_no_date_with_a_time(stored: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(PLAIN).from_stored(stored)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["2024-01-26T15:00:00", "2024-01-26T15:00:00.000"], "2024-01-26T15:00:00"),
        (
            ["2024-01-26T15:00:00.50Z", "2024-01-26T16:00:00.5+01:00"],
            "2024-01-26T15:00:00.5Z",
        ),
        (["2024-01-26T24:00:00", "2024-01-27T00:00:00"], "2024-01-27T00:00:00"),
        ([NANOSECOND], NANOSECOND),
        (
            ["2024-01-26T00:00:00." + "0" * 30 + "1"],
            "2024-01-26T00:00:00." + "0" * 30 + "1",
        ),
    ],
)
def test_equal_moments_have_one_text(words: list[str], text: str) -> None:
    reader = read_field_type(PLAIN)

    assert {reader.write(reader.parse(word)) for word in words} == {text}


def test_with_and_without_a_time_zone_are_two_moments() -> None:
    reader = read_field_type(PLAIN)
    first, second = map(reader.parse, ["2024-01-26T15:00:00", "2024-01-26T15:00:00Z"])

    assert first != second
    assert reader.write(first) != reader.write(second)


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("2024-01-26T15:00:00", "2024-01-26T15:00:00.000000001", -1),
        ("2024-01-26T15:00:00Z", "2024-01-26T15:00:00+01:00", 1),
        ("2024-01-26T15:00:00Z", "2024-01-26T16:00:00+01:00", 0),
        ("2024-01-26T15:00:00", "2024-01-26T15:00:00Z", None),
        ("2024-01-26T01:00:00", "2024-01-26T15:00:00Z", None),
        ("2024-01-26T00:59:59", "2024-01-26T15:00:00Z", -1),
        ("2024-01-27T05:00:00.1Z", "2024-01-26T15:00:00", 1),
        ("0001-01-01T00:00:00", "9999-12-31T23:59:59Z", -1),
    ],
)
def test_moments_have_an_order_where_the_zone_does_not_matter(
    first: str, second: str, order: int | None
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(reader.parse(first), reader.parse(second)) == order


def test_messages_show_the_format() -> None:
    assert read_field_type(PLAIN).expected == (
        "a date with a time as YYYY-MM-DDThh:mm:ss"
    )
    assert read_field_type(WITH_ZONE).expected == (
        "a date with a time in the form %Y-%m-%d %H:%M %z"
    )
