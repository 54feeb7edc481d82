"""Spans, headlines and counts against the exact texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.files import sha256_hex
from claimpack.findings import Finding, Location, Severity
from packages import (
    TEXT,
    Rows,
    change_rows,
    check,
    edit_file,
    make_span,
    write_files,
    write_package,
)

Make = Callable[[Path], object]


def change_text(root: Path) -> None:
    """A valid package with another text."""
    write_files(write_package(root), {"seeds/d1.txt": TEXT.lower().encode()})


def replace_text_by_folder(root: Path) -> None:
    """A valid package with a folder in the place of its text."""
    (write_package(root) / "seeds/d1.txt").unlink()
    (root / "seeds/d1.txt").mkdir()


SHORTER = {"char_start": 0, "char_end": 9}
CASES: dict[str, tuple[Make, list[str]]] = {
    "text-not-here": (change_rows(lambda _: None, is_text_here=False), []),
    "text-damaged": (replace_text_by_folder, []),
    "text-changed": (change_text, []),
    "char-count": (
        change_rows(lambda rows: rows["documents"][0].update(char_count=99)),
        [],
    ),
    "title-text": (
        change_rows(lambda rows: rows["documents"][0].update(title="Dam burst")),
        [],
    ),
    "span-text": (change_rows(lambda rows: rows["spans"][0].update(SHORTER)), []),
    "span-length": (
        change_rows(lambda rows: rows["spans"][0].update(SHORTER), is_text_here=False),
        ["text-not-here"],
    ),
    "span-bounds": (
        change_rows(lambda rows: rows["spans"][0].update(char_end=36)),
        [],
    ),
}
"""By code: how to make the smallest package that has it, and what comes before it."""


@pytest.mark.parametrize("code", CASES)
def test_the_smallest_fault_has_one_finding(tmp_path: Path, code: str) -> None:
    make, before = CASES[code]
    make(tmp_path)

    assert [finding.code for finding in check(tmp_path)] == [*before, code]


def test_a_span_that_was_shifted_is_shown_with_both_texts(tmp_path: Path) -> None:
    shifted = {"char_start": 21, "char_end": 23}
    change_rows(lambda rows: rows["spans"][2].update(shifted))(tmp_path)

    assert check(tmp_path) == [
        Finding(
            code="span-text",
            severity=Severity.ERROR,
            location=Location(
                path="data/spans.csv", line=9, resource="spans", row=8, field="text"
            ),
            message='the article has "0," at 21-23',
            expected='"40"',
            hint="these words stand at 20-22",
        )
    ]


def test_words_that_stand_nowhere_are_called_so(tmp_path: Path) -> None:
    change_rows(lambda rows: rows["spans"][2].update(text="41"))(tmp_path)

    assert check(tmp_path)[0].hint == "these words stand nowhere in the text"


def test_a_headline_said_to_stand_far_behind_the_text_is_found_in_it(
    tmp_path: Path,
) -> None:
    far = {"title_start": 5000, "title_end": 5010}
    change_rows(lambda rows: rows["documents"][0].update(far))(tmp_path)

    hints = {finding.code: finding.hint for finding in check(tmp_path)}

    assert hints["title-text"] == "these words stand at 0-10"


def test_a_headline_without_words_gets_no_hint(tmp_path: Path) -> None:
    change_rows(lambda rows: rows["documents"][0].update(title=None))(tmp_path)

    hints = {finding.code: finding.hint for finding in check(tmp_path)}

    assert hints["title-text"] is None


def test_a_span_with_an_unreadable_offset_is_not_compared(tmp_path: Path) -> None:
    edit_file(write_package(tmp_path), "data/spans.csv", ",1,0,10,", ",1,zero,10,")

    assert [finding.code for finding in check(tmp_path)] == ["type-error"]


def test_the_nearest_of_several_places_is_named(tmp_path: Path) -> None:
    late = make_span("event", "s", "burst", char_start=31, char_end=32)
    change_rows(lambda rows: rows["spans"].__setitem__(9, late))(tmp_path)

    assert check(tmp_path)[0].hint == "these words stand at 29-30"


def test_without_its_text_a_document_is_never_called_right(tmp_path: Path) -> None:
    CASES["text-not-here"][0](tmp_path)

    (finding,) = check(tmp_path)

    assert finding.severity == Severity.NOTE
    assert finding.message.startswith('the spans of "d1" are not verifiable here: ')


def test_a_document_without_a_path_to_its_text_is_not_verifiable(
    tmp_path: Path,
) -> None:
    change_rows(lambda rows: rows["documents"][0].update(text_path=None))(tmp_path)

    (finding,) = check(tmp_path)

    assert finding.message == (
        'the spans of "d1" are not verifiable here: the package does not have the text'
    )


def test_a_path_that_leads_out_of_the_package_is_not_followed(tmp_path: Path) -> None:
    outside = {"text_path": "../secret"}
    change_rows(lambda rows: rows["documents"][0].update(outside))(tmp_path / "p")
    write_files(tmp_path, {"secret": TEXT.encode()})

    assert [finding.code for finding in check(tmp_path / "p")] == ["unsafe-path"]


def test_a_text_that_is_not_utf_8_is_damaged(tmp_path: Path) -> None:
    content = TEXT.encode("utf-16")
    digest = {"text_sha256": sha256_hex(content)}
    change_rows(lambda rows: rows["documents"][0].update(digest))(tmp_path)
    write_files(tmp_path, {"seeds/d1.txt": content})

    (finding,) = check(tmp_path)

    assert finding.code == "text-damaged"
    assert "expected UTF-8" in finding.message


def test_offsets_count_code_points_of_the_exact_text(tmp_path: Path) -> None:
    text = "\ufeff🕯\u0301\r\n" + TEXT
    cells = {
        "text_sha256": sha256_hex(text.encode()),
        "char_count": len(text),
        "title_start": 5,
        "title_end": 15,
    }

    def shift(rows: Rows) -> None:
        rows["documents"][0].update(cells)
        for span in rows["spans"]:
            span["char_start"] += 5
            span["char_end"] += 5

    change_rows(shift)(tmp_path)
    write_files(tmp_path, {"seeds/d1.txt": text.encode()})

    assert check(tmp_path) == []


def test_a_title_that_is_not_located_is_not_compared(tmp_path: Path) -> None:
    unknown = {"title": "d1", "title_start": None, "title_end": None}
    change_rows(lambda rows: rows["documents"][0].update(unknown))(tmp_path)

    assert check(tmp_path) == []


@pytest.mark.parametrize("path", ["data/documents.csv", "data/spans.csv"])
def test_tables_that_cannot_be_read_are_passed_over(tmp_path: Path, path: str) -> None:
    edit_file(write_package(tmp_path), path, "document_id", "article_id")

    assert {finding.code for finding in check(tmp_path)} == {"incorrect-label"}
