"""Every line of a corpus of others is read: LitBank, 200 files of brat stand-off.

Source: dbamman/litbank, CC BY 4.0. It is no part of the project; where it is not beside
the checkout, these tests are skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.annotations import Reading
from claimpack.readers.brat import read_brat

LITBANK = Path(__file__).parents[2] / "shared" / "corpora" / "litbank"
FOLDERS = ["entities", "events"]

pytestmark = pytest.mark.skipif(not LITBANK.is_dir(), reason=f"{LITBANK} is not there")


def list_files(folder: str) -> list[Path]:
    """The annotations of one layer."""
    return sorted((LITBANK / folder / "brat").glob("*.ann"))


def read(path: Path) -> Reading:
    """What our reader makes of a file."""
    text = path.with_suffix(".txt").read_bytes().decode("utf-8")
    return read_brat(path.read_bytes(), text, path.name)


def count_marks(path: Path) -> int:
    """The T lines of a file, counted with nothing but a split."""
    return sum(line.startswith(b"T") for line in path.read_bytes().split(b"\n"))


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mark_is_read(folder: str) -> None:
    files = list_files(folder)

    marks = {path.name: len(read(path).annotations.marks) for path in files}

    assert marks == {path.name: count_marks(path) for path in files}
    assert len(files) == 100
    assert sum(marks.values()) > 7000


def list_stray_notes(path: Path) -> list[tuple[str, str, int]]:
    """The file, target and line of each note on an id that no line begins with."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").split("\n")]
    ids = {row[0] for row in rows}
    return [
        (path.name, row[1].split(" ")[1], number)
        for number, row in enumerate(rows, start=1)
        if row[0].startswith("#") and row[1].split(" ")[1] not in ids
    ]


def test_the_only_defects_are_notes_on_marks_that_were_deleted() -> None:
    files = [path for name in FOLDERS for path in list_files(name)]

    readings = [(path, read(path)) for path in files]

    assert sum(reading.refused_count for _, reading in readings) == 0
    assert [
        (path.name, finding.code, finding.message, finding.location.line)
        for path, reading in readings
        for finding in reading.findings
    ] == [
        (
            name,
            "dangling-note",
            f'the note is on "{target}", which stands on no line of the file',
            line,
        )
        for path in files
        for name, target, line in list_stray_notes(path)
    ]


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_mark_has_the_offsets_and_words_of_its_line(folder: str) -> None:
    for path in list_files(folder):
        lines = path.read_bytes().decode("utf-8").split("\n")
        expected = [
            (mark_id, *body.split(" "), words)
            for mark_id, body, words in (
                line.split("\t") for line in lines if line.startswith("T")
            )
        ]

        found = [
            (
                mark.mark_id,
                mark.label,
                str(mark.fragments[0].char_start),
                str(mark.fragments[-1].char_end),
                mark.text,
            )
            for mark in read(path).annotations.marks
        ]
        assert found == expected, path.name
