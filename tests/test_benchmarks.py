"""What the benchmark takes for right is what our own normalisers answer."""

import pytest

from adapters import Row, make_claimpack_quantities
from normaliser_run import iter_distinct, read_list, vary
from normalisers import read_quantity

QUANTITIES = read_list("quantities")
DATES = read_list("dates")


@pytest.mark.parametrize("row", QUANTITIES, ids=[row["words"] for row in QUANTITIES])
def test_each_row_of_the_list_of_quantities_is_answered_right(row: Row) -> None:
    assert make_claimpack_quantities()(row) == read_quantity(row)


@pytest.mark.parametrize("rows", [QUANTITIES, DATES], ids=["quantities", "dates"])
def test_no_row_of_a_list_is_there_twice(rows: list[Row]) -> None:
    assert list(iter_distinct(iter(rows))) == rows


def test_a_varied_row_has_other_digits_or_another_anchor() -> None:
    assert vary({"words": "more than 1,090"}, 2) == {"words": "more than 3,020"}
    assert vary({"words": "Monday", "anchor": "2024-12-23"}, 1) == {
        "words": "Monday",
        "anchor": "2024-12-30",
    }
