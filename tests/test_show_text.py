"""The words on a card: dates, numbers, sentences with their marks, and lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.files import Folder, sha256_hex
from claimpack.render.text import measure_width
from claimpack.row_source import Row
from claimpack.show.card import read_card
from claimpack.show.layout import lay_out, wrap
from claimpack.show.report import render_card_text
from claimpack.show.sentence import iter_stretches, merge
from claimpack.show.words import describe_date, describe_quantity, join_words
from packages import SCHEMA, Rows, make_rows, make_span, write_package

DAY = date(2031, 5, 6)
DATES: dict[str, tuple[Row, str | None]] = {
    "none": ({}, None),
    "a day": (
        {"said_edtf": "2031-05-06", "said_start": DAY, "said_end": DAY},
        "on 2031-05-06",
    ),
    "a day with a qualifier": (
        {"said_edtf": "2031-05-06~", "said_start": DAY, "said_end": DAY},
        "on 2031-05-06 (2031-05-06~)",
    ),
    "an interval": (
        {
            "said_edtf": "2031-05-01/2031-05-06",
            "said_start": date(2031, 5, 1),
            "said_end": DAY,
        },
        "between 2031-05-01 and 2031-05-06",
    ),
    "a month": (
        {
            "said_edtf": "2031-05",
            "said_start": date(2031, 5, 1),
            "said_end": date(2031, 5, 31),
        },
        "between 2031-05-01 and 2031-05-31 (2031-05)",
    ),
    "open at its start": (
        {"said_edtf": "../2031-05-06", "said_end": DAY},
        "no later than 2031-05-06",
    ),
    "open at its end": (
        {"said_edtf": "2031-05-06/..", "said_start": DAY},
        "no earlier than 2031-05-06",
    ),
    "open at both ends": ({"said_edtf": "../.."}, "at any time"),
}


@pytest.mark.parametrize(("row", "expected"), DATES.values(), ids=DATES)
def test_a_date_is_told_in_words(row: Row, expected: str | None) -> None:
    assert describe_date(row, "said") == expected


QUANTITIES: dict[str, tuple[Row, str | None]] = {
    "none": ({}, None),
    "a number without bounds": (
        {"quantity_text": "some 40", "quantity_modifier": "approx", "quantity": 40.0},
        "“some 40” killed: quantity 40 (approx), no bounds",
    ),
    "a low bound alone": (
        {"quantity_text": "dozens", "quantity_modifier": "vague", "quantity_low": 12.0},
        "“dozens” killed: no quantity (vague), low 12, no high",
    ),
    "two bounds": (
        {
            "quantity_text": "3 to 5",
            "quantity_modifier": "between",
            "quantity_low": 3.0,
            "quantity_high": 5.5,
        },
        "“3 to 5” killed: no quantity (between), low 3, high 5.5",
    ),
    "words that may not be shipped": (
        {"quantity_modifier": "at_most", "quantity": 40.0, "quantity_high": 40.0},
        "killed: quantity 40 (at_most), no low, high 40",
    ),
}


@pytest.mark.parametrize(("cells", "expected"), QUANTITIES.values(), ids=QUANTITIES)
def test_a_number_is_told_with_its_bounds(cells: Row, expected: str | None) -> None:
    assert describe_quantity({"measure": "killed", **cells}) == expected


def test_words_inside_wider_words_stand_once() -> None:
    places = [
        (0, 14, "since December"),
        (6, 14, "December"),
        (14, 15, "."),
        (16, 17, "x"),
    ]

    assert join_words(places) == "since December. x"


def marked(text: str, *words: str) -> str:
    """The sentences of words in a text, the words in brackets, sentences with |."""
    places = merge((text.index(word), text.index(word) + len(word)) for word in words)
    stretches = list(iter_stretches(text, places))
    shown, last = "", 0
    for stretch in stretches:
        shown += "|" if shown and stretch.char_start != last else ""
        shown += f"[{stretch.text}]" if stretch.is_content else stretch.text
        last = stretch.char_end
        assert text[stretch.char_start : stretch.char_end] == stretch.text
    return shown


SENTENCES = {
    "one of several": (
        ("First. Dam bursts, she said. Last.", "Dam bursts"),
        "[Dam bursts], she said. ",
    ),
    "its full stop is marked": (
        ("It broke. It burst. Last.", "It burst."),
        "[It burst.] ",
    ),
    "its closing quotes are marked": (
        ("“It broke.” “It burst.” Last.", "“It burst.”"),
        "[“It burst.”] ",
    ),
    "a line of its own": (("Head\nDam bursts\nLast", "bursts"), "Dam [bursts]\n"),
    "the whole text": (("Dam bursts", "Dam bursts"), "[Dam bursts]"),
    "in several pieces": (
        ("The old dam has burst. Last.", "dam", "burst"),
        "The old [dam] has [burst]. ",
    ),
    "pieces that touch": (
        ("The dam burst. Last.", "dam ", "burst"),
        "The [dam burst]. ",
    ),
    "two sentences that follow each other": (
        ("It broke. Then it burst. Last.", "broke", "burst"),
        "It [broke]. Then it [burst]. ",
    ),
    "two sentences that stand apart": (
        ("It broke. Then rain. It burst. Last.", "broke", "burst"),
        "It [broke]. |It [burst]. ",
    ),
    "words over the end of a sentence": (
        ("So it broke. It burst, he said. Last.", "broke. It burst"),
        "So it [broke. It burst], he said. ",
    ),
    "no end far and wide": (
        ("a" * 1500 + "dam" + "b" * 1500, "dam"),
        "a" * 1000 + "[dam]" + "b" * 1000,
    ),
}


@pytest.mark.parametrize(("words", "expected"), SENTENCES.values(), ids=SENTENCES)
def test_a_sentence_is_cut_around_the_claims_words(
    words: tuple[str, ...], expected: str
) -> None:
    assert marked(*words) == expected


def test_words_beyond_the_end_of_the_text_are_not_marked() -> None:
    stretches = iter_stretches("Dam", [(10, 12)])

    assert [(stretch.text, stretch.is_content) for stretch in stretches] == [
        ("Dam", False)
    ]


def sentence_of(
    root: Path, change: Callable[[Rows], object], text: str | None = None
) -> list[str]:
    """The entry of the sentence on the card of the first claim.

    With a text, it is that of the document.
    """
    rows = make_rows()
    if text is not None:
        rows["documents"][0].update(text_sha256=sha256_hex(text.encode()))
    change(rows)
    write_package(root, rows)
    if text is not None:
        (root / "seeds/d1.txt").write_bytes(text.encode())
    card = read_card(Folder(root), "datapackage.json", SCHEMA, "d1.e1")
    lines = render_card_text(card, SCHEMA, 20).split("\n")
    start = next((i for i, line in enumerate(lines) if line.startswith("sent")), None)
    if start is None:
        return []
    return [line[16:] for line in lines[start : lines.index("", start)]]


def keep(_: Rows) -> None:
    """No change."""


def test_the_sentence_stands_with_its_place(tmp_path: Path) -> None:
    text = "Dam bursts\n\nIt did, Anna said.\n"

    def move(rows: Rows) -> None:
        rows["spans"][0].update(char_start=12, char_end=18, text="It did")

    assert sentence_of(tmp_path, move, text) == [
        "⟦It did⟧, Anna said.",
        "seeds/d1.txt, line 3, characters 12 to 18",
    ]


def test_brackets_of_the_text_are_not_taken_for_marks(tmp_path: Path) -> None:
    text = "Dam bursts ⟦sic⟧, Anna said.\n"

    assert sentence_of(tmp_path, keep, text)[0] == (
        r"⟦Dam bursts⟧ \u27e6sic\u27e7, Anna said."
    )


def test_a_claim_in_the_headline_is_told(tmp_path: Path) -> None:
    assert sentence_of(tmp_path, keep)[1] == (
        "seeds/d1.txt, line 1, characters 0 to 10, in the headline"
    )


NO_TEXT: dict[str, tuple[Callable[[Rows], object], list[str]]] = {
    "no path": (
        lambda rows: rows["documents"][0].update(text_path=None),
        [
            "d1: found no text; expected a text_path; look the article up by",
            "its address.",
        ],
    ),
    "no file": (
        lambda rows: rows["documents"][0].update(text_path="seeds/d2.txt"),
        [
            "seeds/d2.txt: found nothing of that name; expected something",
            "that can be read; check the spelling or restore it.",
        ],
    ),
    "an unsafe path": (
        lambda rows: rows["documents"][0].update(text_path="../d1.txt"),
        [
            '"../d1.txt": found a ".." that leads out of its folder; expected',
            "a path with forward slashes that stays in the package; move the",
            "file into the package and name it from there.",
        ],
    ),
    "a changed text": (
        lambda rows: rows["documents"][0].update(text_sha256="0" * 64),
        [
            "seeds/d1.txt: found another text; expected the SHA-256",
            f"{'0' * 64};",
            "restore the exact bytes that were annotated.",
        ],
    ),
}


@pytest.mark.parametrize(("change", "why"), NO_TEXT.values(), ids=NO_TEXT)
def test_without_the_exact_text_the_marked_words_stand_there(
    tmp_path: Path, change: Callable[[Rows], object], why: list[str]
) -> None:
    assert sentence_of(tmp_path, change) == [
        "⟦Dam bursts⟧ … Anna said",
        "characters 0 to 10, in the headline",
        "Only its marked words, because the text is not at hand.",
        *why,
    ]


def test_marked_words_inside_others_stand_once(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["documents"][0].update(text_path=None)
        rows["spans"].append(make_span("hedge", "bursts", "d1.e1"))
        rows["spans"].append(make_span("medium", "said", "d1.e1.a"))
        rows["spans"].append(make_span("hedge", "40", "d1.e1", span_id="x"))

    assert sentence_of(tmp_path, change)[0] == "⟦Dam bursts⟧ … 40 … Anna said"


def test_words_that_may_not_be_shipped_are_left_out(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        rows["documents"][0].update(text_path=None, text_access="none")
        for span in rows["spans"]:
            span.update(text=None)

    assert sentence_of(tmp_path, change)[0] == "characters 0 to 10, in the headline"


def test_a_claim_without_words_has_no_sentence(tmp_path: Path) -> None:
    def change(rows: Rows) -> None:
        del rows["spans"][0]

    assert sentence_of(tmp_path, change) == []


LINES = {
    "words": ("The dam burst.", 8, ["The dam", "burst."]),
    "just fitting": ("The dam burst.", 7, ["The dam", "burst."]),
    "a word wider than the line": (
        "at 000_8b7fbf.e24 it",
        8,
        ["at", "000_8b7fbf.e24", "it"],
    ),
    "wide characters": ("漢字漢字", 5, ["漢字", "漢字"]),
    "wide and narrow": ("dam漢字x", 5, ["dam漢", "字x"]),
    "combining": ("e\u0301e\u0301 e\u0301", 2, ["e\u0301e\u0301", "e\u0301"]),
    "combining on wide": ("漢\u0301字\u0301", 2, ["漢\u0301", "字\u0301"]),
    "nothing": ("", 8, [""]),
}


@pytest.mark.parametrize(("text", "width", "expected"), LINES.values(), ids=LINES)
def test_lines_break_where_a_terminal_is_full(
    text: str, width: int, expected: list[str]
) -> None:
    assert wrap(text, width) == expected


@given(st.lists(st.sampled_from(["a", "b", " ", "漢", "é", "e\u0301"]), max_size=60))
def test_wrapping_loses_nothing_and_fills_no_line_beyond_its_width(
    characters: list[str],
) -> None:
    text = " ".join("".join(characters).split())

    lines = wrap(text, 10)

    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(measure_width(line) <= 10 or " " not in line for line in lines)


def test_white_space_of_the_article_is_one_space_and_controls_are_escaped() -> None:
    entry = ("a\x1b", "x\n\ty\u00a0z\u2028\x07\u202e", "")

    assert lay_out([[entry], [], [("b", "")], [("c", "d")]]) == (
        "a\\x1b           x y z \\x07\\u202e\n\nc               d"
    )
