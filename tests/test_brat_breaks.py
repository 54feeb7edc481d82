"""Marks of brat whose words run over several lines of the file."""

from __future__ import annotations

import pytest

from claimpack.annotations import Fragment, Reading
from claimpack.readers.brat import read_brat

TEXT = "Eva Lind\nof Arvika\nspoke.\n"


def read(ann: str, text: str = TEXT) -> Reading:
    """The reading of an .ann file."""
    return read_brat(ann.encode(), text, "a.ann")


def list_found(reading: Reading) -> list[tuple[str, int | None]]:
    """Code and line of each finding."""
    return [(it.code, it.location.line) for it in reading.findings]


def test_words_with_line_breaks_are_read_as_the_text_has_them() -> None:
    reading = read("T1\tPerson 0 18\tEva Lind\nof Arvika\nT2\tCue 19 24\tspoke\n")

    first, second = reading.annotations.marks
    assert (first.fragments, first.text) == ((Fragment(0, 18),), "Eva Lind\nof Arvika")
    assert second.text == "spoke"
    assert second.origin.line == 3
    assert reading.refused_count == 0
    (finding,) = reading.findings
    assert finding.message == "the words of T1 hold a line break, and run over 2 lines"


def test_words_may_run_over_many_lines() -> None:
    reading = read(f"T1\tAll 0 {len(TEXT) - 1}\t{TEXT}")

    assert [mark.text for mark in reading.annotations.marks] == [TEXT.rstrip("\n")]
    assert list_found(reading) == [("broken-words", 1)]


def test_words_that_look_like_an_annotation_go_on_too() -> None:
    text = "Eva\nT9\tCue 0 3\tEva\nof\n"
    reading = read(f"T1\tAll 0 {len(text) - 1}\t{text}", text)

    assert [mark.mark_id for mark in reading.annotations.marks] == ["T1"]


@pytest.mark.parametrize(
    "ann",
    [
        pytest.param("T1\tPerson 0 18\tEva Lind\nof Sunne\n", id="another line"),
        pytest.param("T1\tPerson 0 18\tEva Lind\n", id="no further line"),
        pytest.param("T1\tPerson 0 19\tEva Lind\nof Arvika\n", id="a line break more"),
        pytest.param("T1\tPerson 0 17\tEva Lind\nof Arvika\n", id="a letter less"),
    ],
)
def test_other_lines_are_not_joined(ann: str) -> None:
    reading = read(ann)

    assert reading.annotations.marks == ()
    assert "broken-words" not in {code for code, _ in list_found(reading)}
    assert reading.refused_count == ann.count("\n")
