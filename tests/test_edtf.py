"""EDTF is read strictly and written in its shortest form."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.document import Unresolved, When
from claimpack.edtf import format_interval, hull, make_when, parse_edtf

READ = {
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "0001": (date(1, 1, 1), date(1, 12, 31)),
    "9999": (date(9999, 1, 1), date(9999, 12, 31)),
    "9999-12": (date(9999, 12, 1), date(9999, 12, 31)),
    "2024-12": (date(2024, 12, 1), date(2024, 12, 31)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2023-02": (date(2023, 2, 1), date(2023, 2, 28)),
    "1900-02": (date(1900, 2, 1), date(1900, 2, 28)),
    "2024-12-23": (date(2024, 12, 23), date(2024, 12, 23)),
    "2024-02-29": (date(2024, 2, 29), date(2024, 2, 29)),
    "2024-12-16/2024-12-22": (date(2024, 12, 16), date(2024, 12, 22)),
    "2022/2024": (date(2022, 1, 1), date(2024, 12, 31)),
    "2024-11/2024-12-23": (date(2024, 11, 1), date(2024, 12, 23)),
    "2024-12-20/2024": (date(2024, 12, 20), date(2024, 12, 31)),
    "2024-12-23/2024-12-23": (date(2024, 12, 23), date(2024, 12, 23)),
    "../2024-12-23": (None, date(2024, 12, 23)),
    "2024-12-23/..": (date(2024, 12, 23), None),
    "../2024": (None, date(2024, 12, 31)),
    "2024/..": (date(2024, 1, 1), None),
    "../..": (None, None),
    "2024~": (date(2024, 1, 1), date(2024, 12, 31)),
    "2024-12?": (date(2024, 12, 1), date(2024, 12, 31)),
    "2024-12-23~": (date(2024, 12, 23), date(2024, 12, 23)),
    "2024-12-01~/2024-12-31~": (date(2024, 12, 1), date(2024, 12, 31)),
    "../2024-12~": (None, date(2024, 12, 31)),
}

NO_SUCH_DAY = "is a day that the calendar does not have"
NO_SUCH_MONTH = "is a month that the calendar does not have"
NO_SUCH_YEAR = "is a year that the calendar does not have"
NO_DATE = "is not YYYY, YYYY-MM, YYYY-MM-DD or two of them with /"
REFUSED = {
    "": "no date is given",
    "2023-02-29": NO_SUCH_DAY,
    "2024-02-30": NO_SUCH_DAY,
    "2024-04-31": NO_SUCH_DAY,
    "2024-12-00": NO_SUCH_DAY,
    "2024-12-32": NO_SUCH_DAY,
    "2024-13": NO_SUCH_MONTH,
    "2024-00": NO_SUCH_MONTH,
    "2024-13-01": NO_SUCH_MONTH,
    "2024-21": NO_SUCH_MONTH,
    "0000": NO_SUCH_YEAR,
    "0000-01-01": NO_SUCH_YEAR,
    "2024-12-23/2024-12-22": "ends before it starts",
    "2024/2023": "ends before it starts",
    "2024-12-23T10:00": "has a time of day",
    "2024-12-23 10:00": "has a time of day",
    "٢٠٢٤": "has digits other than 0 to 9",
    "\uff12\uff10\uff12\uff14": "has digits other than 0 to 9",  # full-width digits
    "/2024": "one side of the interval is empty",
    "2024/": "one side of the interval is empty",
    "/": "one side of the interval is empty",
    "..": NO_DATE,
    "2024-1-5": NO_DATE,
    "24-12-23": NO_DATE,
    "20241223": NO_DATE,
    "-2024": NO_DATE,
    "+2024": NO_DATE,
    "Y12024": NO_DATE,
    "2024-XX": NO_DATE,
    "199X": NO_DATE,
    " 2024": NO_DATE,
    "2024\n": NO_DATE,
    "2024\x00": NO_DATE,
    "2024%": NO_DATE,
    "2024~?": NO_DATE,
    "~2024": NO_DATE,
    "2022/2023/2024": NO_DATE,
    "[2022,2024]": NO_DATE,
    "yesterday": NO_DATE,
    "2024" * 25_000: "is longer than any EDTF date",
}

DAYS = st.dates()


@pytest.mark.parametrize("edtf", READ)
def test_a_date_of_the_subset_gives_its_first_and_last_day(edtf: str) -> None:
    start, end = READ[edtf]

    assert parse_edtf(edtf) == When(edtf=edtf, start=start, end=end)


@pytest.mark.parametrize("edtf", REFUSED, ids=lambda edtf: ascii(edtf[:24]))
def test_anything_else_is_unresolved_with_its_reason(edtf: str) -> None:
    found = parse_edtf(edtf)

    assert isinstance(found, Unresolved)
    assert REFUSED[edtf] in found.reason


@pytest.mark.parametrize(
    ("start", "end", "edtf"),
    [
        (date(2024, 12, 23), date(2024, 12, 23), "2024-12-23"),
        (date(2024, 12, 1), date(2024, 12, 31), "2024-12"),
        (date(2024, 2, 1), date(2024, 2, 29), "2024-02"),
        (date(2024, 2, 1), date(2024, 2, 28), "2024-02-01/2024-02-28"),
        (date(2024, 1, 1), date(2024, 12, 31), "2024"),
        (date(33, 1, 1), date(33, 12, 31), "0033"),
        (date(2023, 1, 1), date(2024, 12, 31), "2023-01-01/2024-12-31"),
        (date(2024, 1, 1), date(2024, 3, 31), "2024-01-01/2024-03-31"),
        (None, date(2024, 12, 31), "../2024-12-31"),
        (date(2024, 12, 1), None, "2024-12-01/.."),
        (None, None, "../.."),
    ],
    ids=str,
)
def test_an_interval_is_written_in_its_shortest_form(
    start: date | None, end: date | None, edtf: str
) -> None:
    assert format_interval(start, end) == edtf


def test_a_reversed_interval_is_not_written() -> None:
    with pytest.raises(ValueError, match="ends before it starts"):
        format_interval(date(2024, 12, 23), date(2024, 12, 22))


def test_the_qualifier_stands_after_each_date_and_not_after_an_open_end() -> None:
    assert make_when(None, date(2024, 12, 22), "~").edtf == "../2024-12-22~"


def test_the_hull_of_two_intervals_is_open_where_one_of_them_is() -> None:
    first = make_when(None, date(2024, 12, 22))
    second = make_when(date(2024, 12, 1), date(2024, 12, 31), "~")

    assert hull(first, second) == make_when(None, date(2024, 12, 31), "~")


@given(st.none() | DAYS, st.none() | DAYS)
def test_what_is_written_is_read_back(start: date | None, end: date | None) -> None:
    if start and end and start > end:
        start, end = end, start

    found = parse_edtf(format_interval(start, end))

    assert isinstance(found, When)
    assert (found.start, found.end) == (start, end)


@given(st.text(max_size=40) | st.text(alphabet="0123456789-/.~?", max_size=25))
def test_no_string_raises_and_an_interval_never_ends_before_it_starts(
    words: str,
) -> None:
    found = parse_edtf(words)

    if isinstance(found, When) and found.start and found.end:
        assert found.start <= found.end
