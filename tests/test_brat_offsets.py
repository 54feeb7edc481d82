"""Offsets that do not count code points: the file says what they do count."""

from __future__ import annotations

import tracemalloc

import pytest

from claimpack.annotations import Fragment, Reading
from claimpack.findings import Finding, Location, Severity
from claimpack.readers.brat import read_brat
from claimpack.readers.offsets import covers_words

TEXT = "Eva Lind said 40 people died.\r\nShe 🕯 left Arvika.\n"


def read(ann: str, text: str = TEXT) -> Reading:
    return read_brat(ann.encode(), text, "a.ann")


@pytest.mark.parametrize(
    ("lines", "text", "at", "count", "how"),
    [
        pytest.param(
            [
                "T1\tPlace 43 49\tArvika",
                "T2\tA 38 42\tleft",
                "T3\tPerson 0 8\tEva Lind",
            ],
            TEXT,
            (1, 10),
            "2 of 3",
            "all fit in UTF-16 code units",
            id="utf-16",
        ),
        pytest.param(
            [
                "T1\tPlace 45 51\tArvika",
                "T2\tA 40 44\tleft",
                "T3\tPerson 0 8\tEva Lind",
            ],
            TEXT,
            (1, 10),
            "2 of 3",
            "all fit in UTF-8 bytes",
            id="utf-8",
        ),
        pytest.param(
            [
                "T1\tPlace 41 47\tArvika",
                "T2\tA 36 40\tleft",
                "T3\tPerson 0 8\tEva Lind",
            ],
            TEXT,
            (1, 10),
            "2 of 3",
            "all fit where CRLF counts as one character",
            id="crlf-folded",
        ),
        pytest.param(
            [
                "T1\tPlace 42 48\tArvika",
                "T2\tB 34 41\t🕯 left",
                "T3\tPerson 0 8\tEva Lind",
            ],
            TEXT,
            (2, 6),
            "1 of 3",
            "all fit in UTF-16 code units where CRLF counts as one",
            id="crlf-folded-utf-16",
        ),
        pytest.param(
            ["T1\tPerson 0 3\tEva", "T2\tPerson 5 9\tLind"],
            "Eva\nLind",
            (2, 11),
            "1 of 2",
            "all fit where each LF counts as the CRLF it was before",
            id="lf-expanded",
        ),
        pytest.param(
            ["T1\tPlace 47 53\tArvika", "T2\tA 42 46\tleft"],
            TEXT,
            (1, 10),
            "2 of 2",
            "all fit when 5 is taken from every offset",
            id="shift-down",
        ),
        pytest.param(
            ["T1\tPlace 40 46\tArvika", "T2\tA 35 39\tleft"],
            TEXT,
            (1, 10),
            "2 of 2",
            "all fit when 2 is added to every offset",
            id="shift-up",
        ),
        pytest.param(
            ["T1\tPerson 0 3\tEva", "T2\tPerson 4 8\tLind"],
            "\ufeffEva Lind",
            (1, 11),
            "2 of 2",
            (
                "all fit when 1 is added to every offset: they do not "
                "count the byte order mark of the text"
            ),
            id="bom-dropped",
        ),
        pytest.param(
            ["T1\tPerson 1 4\tEva", "T2\tPerson 5 9\tLind"],
            "Eva Lind",
            (1, 11),
            "2 of 2",
            (
                "all fit when 1 is taken from every offset: they may count "
                "a byte order mark that the text lacks"
            ),
            id="bom-counted",
        ),
    ],
)
def test_offsets_of_another_unit_are_one_finding(
    lines: list[str], text: str, at: tuple[int, int], count: str, how: str
) -> None:
    reading = read("\n".join([*lines, ""]), text)

    line, column = at
    excerpt = lines[line - 1]
    assert reading.findings == (
        Finding(
            code="offset-unit",
            severity=Severity.ERROR,
            location=Location(path="a.ann", line=line, column=column, excerpt=excerpt),
            message=f"{count} spans do not cover their words; {how}",
            expected="code points of the exact text, counted from 0",
            hint="convert all offsets of the file, or annotate this very text",
        ),
    )
    assert reading.refused_count == 0
    for mark in reading.annotations.marks:
        ((start, end),) = mark.fragments
        assert text[start:end] == mark.text


def test_offsets_between_the_bytes_of_a_character_are_in_no_unit() -> None:
    ann = "T1\tA 1 2\tb\nT2\tA 3 9\téé\n"

    reading = read(ann, "éébéé")

    assert [finding.code for finding in reading.findings] == [
        "covered-text",
        "span-beyond-text",
    ]


def test_words_that_stand_everywhere_are_looked_for_in_64_places() -> None:
    text = "ab" * 100
    lines = ["T1\tA 1 3\tab", "T2\tA 0 2\tba", "T3\tA 0 2\tab"]

    reading = read("\n".join(lines), text)

    assert [finding.code for finding in reading.findings] == ["covered-text"] * 2
    assert reading.findings[0].hint == "the words stand at 0 2, 1 earlier"


def test_a_span_of_a_whole_text_is_not_copied_to_be_compared() -> None:
    """100,000 of them in one file would take hours."""
    text = "x" * 1_000_000
    (mark,) = read("T1\tA 0 1\tx\n", text).annotations.marks
    mark = mark._replace(fragments=(Fragment(1, len(text)),))
    tracemalloc.start()

    is_covered = covers_words(mark, text)

    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert not is_covered
    assert peak_bytes < 10_000
