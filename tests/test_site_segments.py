"""A text is cut where marks begin and end, and is the same when it is put together."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.site.segments import cut_text, join_segments, write_text

Row = dict[str, Any]
TEXT = "Dam bursts, killing 40, Anna said."


def span(start: int, end: int, role: str, claim_id: str | None = None) -> Row:
    """A span as far as a text is cut by it."""
    return {"char_start": start, "char_end": end, "role": role, "claim_id": claim_id}


def show(text: str, *spans: Row) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """Words, layers and claims of each segment."""
    return [(it.text, it.layers, it.claims) for it in cut_text(text, spans)]


def test_marks_that_nest_and_overlap_are_told_apart() -> None:
    claims = span(0, 22, "content", "e1"), span(12, 22, "content", "e2")
    others = span(0, 3, "entity"), span(20, 22, "quantity", "e2")

    assert show(TEXT, *claims, *others, span(18, 28, "cue")) == [
        ("Dam", ("claim", "entity"), ("e1",)),
        (" bursts, ", ("claim",), ("e1",)),
        ("killin", ("claim",), ("e1", "e2")),
        ("g ", ("claim", "source"), ("e1", "e2")),
        ("40", ("claim", "quantity", "source"), ("e1", "e2")),
        (", Anna", ("source",), ()),
        (" said.", (), ()),
    ]


def test_a_claim_in_pieces_is_as_long_as_all_of_them() -> None:
    pieces = span(0, 3, "content", "e1"), span(12, 30, "content", "e1")
    whole = span(0, 11, "content", "e2")

    assert show(TEXT, *pieces, whole)[0] == ("Dam", ("claim",), ("e1", "e2"))


def test_what_leads_to_one_claim_is_one_passage_and_no_link_has_no_word() -> None:
    marks = [
        span(0, 10, "content", "e1"),
        span(4, 6, "entity"),
        span(10, 12, "content", "e2"),
    ]

    passages = join_segments(cut_text(TEXT, marks))

    assert [(it.claim, [each.text for each in it.segments]) for it in passages] == [
        ("e1", ["Dam ", "bu", "rsts"]),
        (None, [", "]),
        (None, ["killing 40, Anna said."]),
    ]


def test_a_text_without_marks_is_one_segment() -> None:
    assert show("Nothing.") == [("Nothing.", (), ())]
    assert show("") == []


spans = st.tuples(
    st.integers(0, 40),
    st.integers(1, 40),
    st.sampled_from(["content", "entity", "cue"]),
).map(lambda it: span(it[0], it[0] + it[1], it[2], "e1"))


@given(st.text(max_size=60), st.lists(spans, max_size=8))
def test_the_segments_together_are_the_text(text: str, marks: list[Row]) -> None:
    segments = cut_text(text, [it for it in marks if it["char_end"] <= len(text)])

    assert "".join(segment.text for segment in segments) == text
    assert all(segment.text for segment in segments)


class Reader(HTMLParser):
    """Reads the text of a page back."""

    def __init__(self) -> None:
        """Begin with none."""
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  # theirs
        """Note an element."""
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        """Take some text."""
        self.text += data


HOSTILE = [
    *("<script>alert(1)</script>", "</div><!-- a -->", "&lt;b&gt;", "\"'`=/"),
    *(
        "a\r\nb\rc",
        "\u202eevil\u202c",
        "\x07bell\x1b[31m",
        "a\u2028b",
        "\x85",
        "\ufffe",
    ),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_hostile_reads_back_as_text(text: str) -> None:
    reader = Reader()
    reader.feed(f"<p>{write_text(text)}</p>")

    assert reader.text == text
    assert set(reader.tags) <= {"p", "span"}


@pytest.mark.parametrize("text", ["\u202e", "\x07", "\r"])
def test_what_steers_is_alone_in_an_element_that_names_it(text: str) -> None:
    name = f"U+{ord(text):04X}"

    assert str(write_text(f"a{text}b")).startswith(
        f'a<span class="control" data-name="{name}">'
    )
    assert str(write_text(f"a{text}b")).endswith("</span>b")
