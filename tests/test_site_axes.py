"""Numbers and dates stand where they belong on their axes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.site.axes import NumberAxis, find_number, make_axis
from claimpack.site.bounds import Shape, draw_shape, tell_bounds
from claimpack.site.days import (
    TICKS,
    DayAxis,
    DayBar,
    choose_ticks,
    draw_days,
    make_day_axis,
)
from claimpack.site.selection import Row

PERSONS = make_axis([0.0, 71.0])


def make_row(
    modifier: str,
    number: float | None,
    low: float | None,
    high: float | None,
    unit: str = "person",
) -> Row:
    """The number of a claim."""
    return {
        "quantity_modifier": modifier,
        "quantity": number,
        "quantity_low": low,
        "quantity_high": high,
        "unit": unit,
    }


def list_labels(axis: NumberAxis | DayAxis) -> list[str]:
    """What an axis names."""
    return [f"{tick.label} {tick.below}".strip() for tick in axis.ticks]


@pytest.mark.parametrize(
    ("numbers", "labels"),
    [
        ([14.0, 71.0], ["0", "20", "40", "60", "80"]),
        ([100.0], ["0", "50", "100", "150"]),
        ([0.25, 0.4], ["0", "0.1", "0.2", "0.3", "0.4", "0.5"]),
        ([-30.0, 10.0], ["-30", "-20", "-10", "0", "10", "20"]),
        ([1.0, 100.0], ["0", "50", "100", "150"]),
        ([1.0, 101.0], ["1", "10", "100", "1,000"]),
        ([1.0, 1e9], ["1", "1,000", "1 million", "1 billion"]),
        ([40_000_000.0], ["0", "10 million", "20 million", "30 million",
                          "40 million", "50 million"]),
        ([], ["0", "0.5"]),
    ],
    ids=str,
)  # fmt: skip
def test_an_axis_names_round_numbers_and_ends_behind_the_last(
    numbers: list[float], labels: list[str]
) -> None:
    axis = make_axis(numbers)

    assert list_labels(axis) == labels
    assert all(4 <= axis.place(number) < 96 for number in numbers)
    assert axis.is_log == (numbers[:1] == [1.0] and numbers[1] > 100)


def test_an_axis_of_persons_names_no_half_of_one() -> None:
    assert list_labels(make_axis([2.0], is_whole=True)) == ["0", "1", "2", "3"]


@given(st.lists(st.floats().map(find_number)))
def test_every_number_has_a_place_on_the_axis_made_for_it(
    found: list[float | None],
) -> None:
    numbers = [number for number in found if number is not None]

    axis = make_axis(numbers)

    assert all(4 <= axis.place(number) <= 96 for number in numbers)
    assert 1 < len(axis.ticks) < 9


@given(st.lists(st.dates(), min_size=1))
def test_every_axis_of_days_names_five_of_them_at_most(days: list[date]) -> None:
    axis = make_day_axis([[day] for day in days])

    assert len(axis.ticks) <= TICKS


def make_shape(**said: object) -> Shape:
    """A shape without line and mark, but for what is said."""
    values: dict[str, object] = {
        "left": None,
        "right": None,
        "left_end": "arrow",
        "right_end": "arrow",
        "mark": None,
        "is_around": False,
    }
    return Shape(**(values | said))  # type: ignore[arg-type]  # by name


SHAPES = {
    "exact": (
        make_row("exact", 40, 40, 40),
        make_shape(left_end="cap", right_end="cap", mark=50.0),
        "40",
    ),
    "at least": (
        make_row("at_least", 40, 40, None),
        make_shape(left=50.0, right=100.0, left_end="cap"),
        "40 at least",
    ),
    "more than, of persons": (
        make_row("more_than", 39, 40, None),
        make_shape(left=50.0, right=100.0, left_end="cap"),
        "40 at least",
    ),
    "more than, of money": (
        make_row("more_than", 40, 40, None, "USD"),
        make_shape(left=50.0, right=100.0, left_end="strict"),
        "more than 40",
    ),
    "less than, of money": (
        make_row("less_than", 40, None, 40, "USD"),
        make_shape(left=0.0, right=50.0, right_end="strict"),
        "less than 40",
    ),
    "at most": (
        make_row("at_most", 40, None, 40),
        make_shape(left=0.0, right=50.0, right_end="cap"),
        "40 at most",
    ),
    "a range": (
        make_row("between", None, 40, 80),
        make_shape(left=50.0, right=96.0, left_end="cap", right_end="cap"),
        "40 to 80",
    ),
    "around": (
        make_row("approx", 40, None, None),
        make_shape(mark=50.0, is_around=True),
        "around 40",
    ),
    "around, with a bound": (
        make_row("approx", 40, None, 80),
        make_shape(left=0.0, right=96.0, right_end="cap", mark=50.0, is_around=True),
        "around 40, 80 at most",
    ),
    "vague, by its floor": (
        make_row("vague", None, 40, None),
        make_shape(left=50.0, right=100.0, left_end="cap"),
        "40 at least",
    ),
    "a number alone": (make_row("exact", 40, None, None), make_shape(mark=50.0), "40"),
    "vague": (make_row("vague", None, None, None), None, "no number"),
    "infinite": (make_row("exact", float("inf"), None, None), None, "inf"),
}


@pytest.mark.parametrize(("row", "shape", "words"), SHAPES.values(), ids=SHAPES)
def test_a_figure_is_drawn_as_far_as_its_words_go(
    row: Row, shape: Shape | None, words: str
) -> None:
    assert draw_shape(row, PERSONS) == shape
    assert tell_bounds(row) == words


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        ("2031-05-05", "2031-05-07", ["05-05 2031", "05-06", "05-07"]),
        ("2031-12-30", "2032-01-02", ["12-30 2031", "12-31", "01-01 2032", "01-02"]),
        ("2024-11-01", "2024-12-31",
         ["11-04 2024", "11-18", "12-02", "12-16", "12-30"]),
        ("2024-08-15", "2024-12-31", ["2024-09", "2024-10", "2024-11", "2024-12"]),
        ("2020-02-01", "2022-01-01", ["2020-07", "2021-01", "2021-07", "2022-01"]),
        ("2020-02-01", "2023-06-01", ["2021", "2022", "2023"]),
        ("1990-02-01", "2023-06-01", ["1991", "1998", "2005", "2012", "2019"]),
    ],
    ids=str,
)  # fmt: skip
def test_an_axis_of_days_names_few_of_them(
    first: str, last: str, labels: list[str]
) -> None:
    named = choose_ticks(date.fromisoformat(first), date.fromisoformat(last))

    assert [f"{label} {below}".strip() for _, label, below in named] == labels


def test_few_days_that_lie_far_off_do_not_stretch_the_axis() -> None:
    near = [[date(2024, 12, day)] for day in range(1, 21)]
    far = [[date(2022, 2, 1), date(2022, 2, 28)], [date(2040, 1, 1)], []]

    axis = make_day_axis([*near, *far])
    whole = make_day_axis([*near[:3], *far])

    assert (axis.first, axis.last) == (date(2024, 12, 2), date(2024, 12, 19))
    assert (whole.first, whole.last) == (date(2022, 2, 1), date(2040, 1, 1))


def make_bar(left: float, right: float, *traits: str) -> DayBar:
    """A bar with some traits."""
    names = ("is_start_open", "is_end_open", "is_cut_left", "is_cut_right")
    known = (*names, "is_day", "is_qualified")
    return DayBar(left=left, right=right, **{name: name in traits for name in known})


BARS: dict[str, tuple[str | None, DayBar | None]] = {
    "2024-01-06": ("2024-01-06/2024-01-06", make_bar(50, 59.2, "is_day")),
    "2024-01-06~": ("2024-01-06/2024-01-06",
                    make_bar(50, 59.2, "is_day", "is_qualified")),
    "2024-01-06/2024-01-10": ("2024-01-06/2024-01-10", make_bar(50, 96)),
    "../2024-01-05": ("../2024-01-05", make_bar(0, 50, "is_start_open")),
    "2024-01-06/..": ("2024-01-06/..", make_bar(50, 100, "is_end_open")),
    "../..": ("../..", make_bar(0, 100, "is_start_open", "is_end_open")),
    "2023": ("2023-01-01/2023-12-31", make_bar(4, 4, "is_cut_left")),
    "2024": ("2024-01-01/2024-12-31", make_bar(4, 96, "is_cut_right")),
    "2025": ("2025-01-01/2025-12-31", make_bar(96, 96, "is_cut_right")),
}  # fmt: skip


@pytest.mark.parametrize(("edtf", "days", "bar"), [(it, *BARS[it]) for it in BARS])
def test_a_date_is_drawn_with_its_precision(
    edtf: str, days: str, bar: DayBar | None
) -> None:
    axis = DayAxis(first=date(2024, 1, 1), last=date(2024, 1, 10), ticks=())
    start, end = (
        None if it == ".." else date.fromisoformat(it) for it in days.split("/")
    )

    drawn = draw_days({"x_edtf": edtf, "x_start": start, "x_end": end}, "x", axis)

    assert drawn == bar


def test_a_day_stands_in_its_middle() -> None:
    assert (make_bar(50, 59.2).middle, make_bar(50, 59.2).width) == (54.6, 9.2)
