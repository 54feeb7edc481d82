"""Quantities against their words, as far as words alone decide it."""

from __future__ import annotations

from pathlib import Path

import pytest

from packages import check, edit_file, make_rows, write_package
from rule_cases import BROKEN, quantity_words


def test_a_number_whose_columns_were_emptied_is_not_valid(tmp_path: Path) -> None:
    rows = make_rows()
    BROKEN["quantity-modifier"](rows)

    (finding,) = check(write_package(tmp_path, rows))

    assert (finding.message, finding.expected) == (
        'quantity_modifier is empty, and the quantity span has the words "40"',
        "exact, the modifier of these words",
    )


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("40th", []),
        ("10 barrel bombs", []),
        ("40 dead", ["quantity-modifier"]),
        (None, ["span-text-withheld"]),
    ],
    ids=["an ordinal", "a weapon", "a count", "words withheld"],
)
def test_words_that_give_no_number_may_leave_the_columns_empty(
    tmp_path: Path, words: str | None, codes: list[str]
) -> None:
    rows = make_rows()
    BROKEN["quantity-modifier"](rows)
    quantity_words(words or "40")(rows)
    rows["spans"][2].update(text=words)

    findings = check(write_package(tmp_path, rows))

    assert [finding.code for finding in findings] == ["text-not-here", *codes]


def test_words_of_which_a_part_is_unreadable_are_not_compared(tmp_path: Path) -> None:
    rows = make_rows()
    BROKEN["quantity-modifier"](rows)
    edit_file(
        write_package(tmp_path, rows), "data/spans.csv", ",1,20,22,", ",one,20,22,"
    )

    assert [finding.code for finding in check(tmp_path)] == ["type-error"]


def test_a_floor_that_the_words_do_not_have_is_shown_beside_theirs(
    tmp_path: Path,
) -> None:
    rows = make_rows()
    BROKEN["vague-floor"](rows)

    (_, finding) = check(write_package(tmp_path, rows))

    assert (finding.message, finding.expected) == (
        'quantity_low is 10, and the words are "dozens"',
        "12, the floor of these words",
    )
