"""Times of the day: forms, time zones, and their order."""

from datetime import UTC, time, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "time"}
WITH_ZONE = {"type": "time", "format": "%H:%M:%S%z"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "15:00:00": time(15),
            "00:00:00": time(),
            "23:59:59": time(23, 59, 59),
            "24:00:00": time(),
        },
        refused=[
            *("", "15:00", "15", "150000", "15:00:00.5", "15:00:00Z", "15:00:00+01:00"),
            *("5:00:00", "25:00:00", "15:60:00", "15:00:60", "24:00:01", "3pm"),
            *(" 15:00:00", "15:00:00\n", "T15:00:00"),
        ],
    ),
    Words(
        declaration={"type": "time", "format": "%I:%M %p"},
        accepted={"03:05 PM": time(15, 5), "12:00 am": time(), "12:00 pm": time(12)},
        refused=["15:05", "13:00 PM", "03:05"],
    ),
    Words(
        declaration=WITH_ZONE,
        accepted={
            "15:00:00Z": time(15, tzinfo=UTC),
            "00:30:00+01:00": time(23, 30, tzinfo=UTC),
        },
        refused=["15:00:00"],
    ),
    Words(
        declaration={"type": "time", "format": "any"},
        accepted={"3pm": time(15), "15:00:00.25": time(15, microsecond=250_000)},
        refused=["", "noon"],
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


@pytest.mark.parametrize("stored", [pa.time32("s"), pa.time64("ns")], ids=str)
def test_stored_times_hold_times(stored: pa.DataType) -> None:
    assert read_field_type(PLAIN).holds(stored)


@pytest.mark.parametrize("stored", [pa.timestamp("s"), pa.string()], ids=str)
def test_other_types_do_not_hold_times(stored: pa.DataType) -> None:
    assert not read_field_type(PLAIN).holds(stored)


def test_a_stored_time_keeps_its_value() -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(time(15)) == time(15)
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        reader.from_stored(54_000)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (time(15), "15:00:00"),
        (time(15, 0, 0, 500_000), "15:00:00.5"),
        (time(15, 0, 10), "15:00:10"),
        (time(15, tzinfo=UTC), "15:00:00Z"),
    ],
    ids=str,
)
def test_a_time_has_one_text(value: time, text: str) -> None:
    assert read_field_type(PLAIN).write(value) == text


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        (time(15), time(15, 0, 0, 1), -1),
        (time(15, tzinfo=UTC), time(14, tzinfo=UTC), 1),
        (time(15), time(15, tzinfo=UTC), None),
        (time(0, 30), time(15, tzinfo=UTC), -1),
        (time(23, tzinfo=UTC), time(8), 1),
    ],
    ids=str,
)
def test_times_have_an_order_where_the_zone_does_not_matter(
    first: time, second: time, order: int | None
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(first, second) == order


def test_a_stored_time_with_a_zone_is_kept_in_utc() -> None:
    stored = time(1, tzinfo=timezone(timedelta(hours=2)))

    assert read_field_type(PLAIN).from_stored(stored) == time(23, tzinfo=UTC)


def test_messages_show_the_format() -> None:
    assert read_field_type(PLAIN).expected == "a time as hh:mm:ss"
    assert read_field_type(WITH_ZONE).expected == "a time in the form %H:%M:%S%z"
