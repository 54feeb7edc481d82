"""Places in a text: found in its order, shown in part where a line is long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import Origin
from claimpack.findings import Location
from claimpack.readers.places import NEAR, PATIENCE, Places

TEXT = "one two\nthree two\n\nfour"


def test_words_are_found_from_the_last_place_on() -> None:
    places = Places("a", TEXT)

    found = [places.find(words) for words in ("two", "two", "four", "two")]

    assert found == [
        Origin("a", 1, "one two"),
        Origin("a", 1, "one two"),
        Origin("a", 4, "four"),
        Origin("a", 4, "four"),
    ]


def test_the_next_words_are_behind_the_last_ones() -> None:
    places = Places("a", TEXT)

    found = [places.find_next("two"), places.find_pattern(re.compile("t.o"))]

    assert found == [Origin("a", 1, "one two"), Origin("a", 2, "three two")]


def test_words_are_not_found_behind_the_part_that_is_read() -> None:
    places = Places("a", TEXT)
    places.enter(8, 17)

    found = [places.find("four"), places.find_pattern(re.compile("four"))]

    assert found == [Origin("a", 2, "three two")] * 2
    assert places.is_one_line()


def test_a_place_is_located_at_its_words_or_at_those_that_are_asked_for() -> None:
    place = Places("a", TEXT).find("two")

    assert place.locate() == Location(path="a", line=1, column=5, excerpt="one two")
    assert place.locate("one") == Location(
        path="a", line=1, column=1, excerpt="one two"
    )


def test_a_long_line_is_shown_in_part() -> None:
    line = "." * 3000 + "two" + "," * 3000
    place = Places("a", f"one\n{line}\n").find("two")

    assert place == Origin("a", 2, line[2900:3900])
    assert place.locate() == Location(
        path="a", line=2, column=3001, excerpt=line[2900:3900], excerpt_start=2901
    )
    assert place.locate("wo").column == 3002


def test_a_long_line_is_shown_from_its_start_as_long_as_that_is_near() -> None:
    line = "." * 900 + "two" + "," * 3000

    place = Places("a", line).find("two")

    assert (place.excerpt, place.locate().column) == (line[:1000], 901)


def test_after_too_many_words_in_vain_only_near_ones_are_found() -> None:
    places = Places("a", "one" + "." * 2 * NEAR + "two")
    for _ in range(PATIENCE + 1):
        places.find("none")

    far, near = places.find("two"), places.find_pattern(re.compile("two"))

    assert (far.locate().column, near.locate().column) == (1, 1)
    assert places.find("ne").locate().column == 2


@given(st.lists(st.sampled_from(["a", "b", "\n", "ab\n", "." * 600]), max_size=20))
def test_a_place_is_at_its_line_and_column(parts: list[str]) -> None:
    text = "".join(parts)
    places = Places("a", text)
    starts = [match.start() for match in re.finditer("a", text)]

    found = [
        places.find("a") if not i else places.find_next("a") for i in range(len(starts))
    ]

    lines = text.split("\n")
    for start, place in zip(starts, found, strict=True):
        location = place.locate()
        assert location.line == text.count("\n", 0, start) + 1
        assert location.column == start - text.rfind("\n", 0, start)
        shown = lines[location.line - 1][location.excerpt_start - 1 :]
        assert location.excerpt == shown[:1000]


@pytest.mark.parametrize("text", ["", "\n", "a"])
def test_what_is_not_there_is_at_the_start(text: str) -> None:
    assert Places("a", text).find("x").locate().line == 1
