"""Plain files are read column by column as they are line by line, and no others are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import Annotations, Defects
from claimpack.exporters.texts import AnnotatedText
from claimpack.readers.brat import open_rows, read_rows
from claimpack.readers.brat_plain import read_plain
from exported import SEED, TIDY, export, make_annotations, make_text

TEXT = "Eva Lind said 40 people died.\n"
PLAIN = "T1\tPerson 0 8\tEva Lind\nT2\tClaim 14 29\t40 people died.\n"


def read_by_lines(ann: bytes, text: str) -> tuple[Annotations, Defects]:
    """What the reader of lines makes of a file."""
    defects = Defects()
    rows = open_rows(ann, text, "a.ann", defects)
    return read_rows(rows, text, "a.ann", defects), defects


def require_same(ann: bytes, text: str) -> Annotations | None:
    """A plain file has no finding, and says the same line by line."""
    plain = read_plain(ann, text, "a.ann")
    if plain is not None:
        by_lines, defects = read_by_lines(ann, text)
        assert (plain, defects.findings) == (by_lines, [])
    return plain


def test_the_seed_is_plain() -> None:
    text = SEED.with_suffix(".txt").read_bytes().decode()

    assert require_same(SEED.read_bytes(), text) is not None


@given(make_annotations(TIDY))
def test_what_we_write_is_read_alike(annotations: Annotations) -> None:
    article: AnnotatedText = make_text(annotations)
    files, _ = export("brat", article)

    require_same(files["dam.ann"], files["dam.txt"].decode())


PIECES = st.sampled_from(
    [
        *("T1\tPerson 0 8\tEva Lind\n", "T2\tClaim 14 29\t40 people died.\n"),
        *("T3\tA 0 3;4 8\tEva Lind\n", "T3\tA 9 13\tsaid\n", "T4\tA 9 13\tsay;\n"),
        *("E1\tClaim:T2 Source:T1 Source2:E1\n", "E2\tClaim:T9\n", "E2\tB2:T1 \n"),
        *("A1\tKind E1 Event\n", "A1\tKind E1\n", "R1\tIn Arg1:T1 Arg2:T2\n"),
        *("#1\tNote T1\twords\n", "#2\tNote T7\t\n", "*\tEquiv T1 T2\n", "T1\n"),
        *("N1\tReference T1 E:e\n", "M1\tNegated E1\n", "\n", "x\n", "T5\t\t\n"),
        *("T6\tA B 0 3\tEva\n", "T6\tA 0 3\tEv\ta\n", "T6\tA 00 3\tEva\n", "E3\t:T1\n"),
        *("E4\tA:T1 B\n", "E4\tA:T1 1:T2\n", "E4\tA:E1\n", "T7\tA 0 3\tEva\r\n"),
    ]
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_any_lines_are_read_alike_or_not_at_all(ann: str) -> None:
    require_same(ann.encode(), TEXT)


@pytest.mark.parametrize(
    "ann",
    [
        pytest.param(PLAIN.removesuffix("\n"), id="no line end at the end"),
        pytest.param(PLAIN + "\n", id="empty line"),
        pytest.param(PLAIN + "T1\tA 0 3\tEva\n", id="id twice"),
        pytest.param(PLAIN + "T3\tA 1 4\tEva\n", id="words elsewhere"),
        pytest.param(PLAIN + "T3\tA 0 4\tEva\n", id="words too short"),
        pytest.param(PLAIN + "T3\tA 0 3;4 8\tEva Lund\n", id="other words in parts"),
        pytest.param(PLAIN + "T3\tA 000 3\tEva\n", id="zeros before an offset"),
        pytest.param(PLAIN + "T3\tA 29 29\t\n", id="empty span"),
        pytest.param(PLAIN + "E1\tA:T3\n", id="trigger that is not there"),
        pytest.param(PLAIN + "E1\tA:T1 B:T3\n", id="filler that is not there"),
        pytest.param(PLAIN + "E1\tA:T1 B:T3 \n", id="space at the end"),
        pytest.param(PLAIN + "#1\tA T3\tgone\n", id="note on nothing"),
        pytest.param("\ufeff" + PLAIN, id="byte order mark"),
        pytest.param(PLAIN.replace("\n", "\r\n"), id="carriage returns"),
        pytest.param(PLAIN + "T3\tA 0 3\tEva\x00\n", id="control character"),
    ],
)
def test_what_is_out_of_the_ordinary_is_left_to_the_reader_of_lines(ann: str) -> None:
    assert read_plain(ann.encode(), TEXT, "a.ann") is None


def test_bytes_that_are_no_text_are_left_to_the_reader_of_lines() -> None:
    assert read_plain(b"T1\tA 0 1\t\xff\n", TEXT, "a.ann") is None


def test_marks_of_several_fragments_keep_their_place() -> None:
    ann = b"T1\tA 0 3;4 8\tEva Lind\nT2\tA 9 13\tsaid\nT3\tA 0 3;9 13\tEva said\n"

    plain = require_same(ann, TEXT)

    assert plain is not None
    assert [mark.mark_id for mark in plain.marks] == ["T1", "T2", "T3"]
