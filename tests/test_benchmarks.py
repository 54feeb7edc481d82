"""What the benchmarks take for right is what our own code answers."""

from pathlib import Path

import pytest

from adapters import Row, make_claimpack_quantities
from made_annotations import MARKS, RELATIONS, make_articles
from normaliser_run import iter_distinct, read_list, vary
from normalisers import read_quantity
from readers import CLAIMPACK, SUBJECTS, list_lines, read_as_build, write_files

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


@pytest.mark.parametrize("name", SUBJECTS)
def test_all_that_is_made_for_the_readers_is_read(name: str, tmp_path: Path) -> None:
    write_files(name, tmp_path / "made", [2, MARKS, RELATIONS])

    found = list_lines(name)[CLAIMPACK](tmp_path / "made")

    assert found == (2 * MARKS, 2 * RELATIONS)


def test_a_build_finds_in_brat_what_its_reader_finds(tmp_path: Path) -> None:
    write_files("brat", tmp_path / "made", [2, MARKS, RELATIONS])

    assert read_as_build(tmp_path / "made") == (2 * MARKS, 2 * RELATIONS)


def test_no_two_marks_of_a_made_article_cover_the_same_words() -> None:
    (made,) = make_articles(1)

    assert len({(start, end) for start, end, _ in made.marks}) == MARKS
