"""Durations: their form, their value, and the order that they have only partly."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from claimpack.field_types import read_field_type
from claimpack.field_types.values import Duration
from field_words import Words, accepted_cases, refused_cases

PLAIN = {"type": "duration"}
TABLES = [
    Words(
        declaration=PLAIN,
        accepted={
            "P1Y": Duration(months=12),
            "P1Y2M3DT4H5M6.7S": Duration(months=14, seconds=Decimal("273906.7")),
            "-P1Y1D": Duration(months=-12, seconds=Decimal(-86_400)),
            "PT0S": Duration(),
            "-PT0S": Duration(),
            "P0Y": Duration(),
            "PT36H": Duration(seconds=Decimal(129_600)),
            "P13M": Duration(months=13),
            "PT1M": Duration(seconds=Decimal(60)),
            "PT1.000000000000000000000000000000001S": Duration(
                seconds=Decimal("1.000000000000000000000000000000001")
            ),
            "P" + "9" * 100 + "D": Duration(seconds=Decimal(int("9" * 100) * 86_400)),
        },
        refused=[
            *("", "P", "PT", "P1", "1Y", "P1YT", "PY", "P1S", "P1H", "PT1Y", "PT1D"),
            *("P1D1Y", "P1.5D", "PT1.5H", "PT.5S", "PT1.S", "P1W", "P-1D", "+P1D"),
            *("p1d", "P 1D", " P1D", "P1D\n", "P1Y2MT", "P0001-01-01T00:00:00"),
            *("P1,5D", "PT1,5S", "P" + "9" * 4301 + "D", "P" + "9" * 4300 + "D"),
            *("P" + "9" * 4300 + "Y", "PT1:30", "3 days"),
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


def test_text_and_durations_hold_durations() -> None:
    holds = read_field_type(PLAIN).holds

    assert all(map(holds, [pa.duration("s"), pa.duration("ns"), pa.string()]))
    assert not any(map(holds, [pa.int64(), pa.time64("us")]))


@pytest.mark.parametrize(
    ("stored", "word"),
    [
        (timedelta(days=1, microseconds=5), "P1DT0.000005S"),
        (-timedelta(seconds=1.5), "-PT1.5S"),
        (pd.Timedelta("1.123456789s"), "PT1.123456789S"),
    ],
    ids=str,
)
def test_a_stored_duration_is_that_which_csv_writes(
    stored: timedelta, word: str
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.from_stored(stored) == reader.parse(word)


def test_all_else_that_is_stored_is_no_duration() -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # as above
        read_field_type(PLAIN).from_stored(86_400)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["P1Y", "P12M"], "P1Y"),
        (["P1D", "PT24H", "PT1440M", "PT86400S", "PT86400.0S"], "P1D"),
        (["PT0S", "P0Y0D", "-P0M"], "PT0S"),
        (["-P14MT36H0.50S"], "-P1Y2M1DT12H0.5S"),
        (["PT61S"], "PT1M1S"),
        (["-P1M"], "-P1M"),
        (["P1M0D"], "P1M"),
    ],
)
def test_equal_durations_have_one_text(words: list[str], text: str) -> None:
    reader = read_field_type(PLAIN)

    assert {reader.write(reader.parse(word)) for word in words} == {text}


@pytest.mark.parametrize(
    ("first", "second", "order"),
    [
        ("P1Y", "P12M", 0),
        ("P1M", "P30D", None),
        ("P1M", "P32D", -1),
        ("P1M", "P27D", 1),
        ("P1Y", "P364D", 1),
        ("P1Y", "P365D", None),
        ("P5M", "P154D", -1),
        ("-P1M", "P0D", -1),
        ("PT1.0000000000000000000000000000001S", "PT1S", 1),
        ("P" + "9" * 400 + "Y", "P1Y", 1),
    ],
)
def test_durations_have_an_order_where_the_month_does_not_matter(
    first: str, second: str, order: int | None
) -> None:
    reader = read_field_type(PLAIN)

    assert reader.compare is not None
    assert reader.compare(reader.parse(first), reader.parse(second)) == order
