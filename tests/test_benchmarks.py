"""What the benchmarks take for right is what our own code answers."""

import pytest

from adapters import Row, make_claimpack_quantities
from claimpack.annotations import AnnotationFile
from normaliser_run import iter_distinct, read_list, vary
from normalisers import read_quantity
from readers import MARKS, RELATIONS, SUBJECTS

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
def test_all_that_is_made_for_the_readers_is_read(name: str) -> None:
    subject = SUBJECTS[name]
    content = subject.write(2)

    readings = list(subject.read(AnnotationFile(path="a", content=content)))

    read = [(it.annotations, it.refused_count) for it in readings]
    counts = [
        (len(it.marks), len(it.links) + len(it.nodes), refused) for it, refused in read
    ]
    relations = 0 if name == "doccano" else RELATIONS
    assert counts == [(MARKS, relations, 0)] * 2
    assert len(list(subject.load(content))) == (1 if subject.is_array else 2)
