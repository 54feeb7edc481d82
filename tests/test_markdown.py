"""Words in Markdown, as a parser of Markdown reads them."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from claimpack.render.markdown import escape_line, escape_signs

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = (
    *("# a", "1. a", "12) a", "- a", "+ a", "* a", "> a", "---", "===", "```", "~~~"),
    *("*a*", "**a**", "_a_", "__a__", "a _b_ c", "snake_case", "~~a~~", "`a`", "a\\"),
    *("[a](b)", "![a](b)", "<b>a</b>", "<!-- a -->", "&copy;", "&#35;", "AT&T"),
    *("https://example.org", "<https://example.org>", "www.example.org"),
    *("5 - 3 = 2", "a | b"),
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_that_begin_an_item_of_a_list_stand_for_themselves(words: str) -> None:
    block = PARSER.parse(f"- {escape_line(words)}\n")

    assert [token.type for token in block if token.nesting == 1] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
    ]
    assert read_words(block[3].children or []) == words


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_cell_of_a_table_stand_for_themselves(words: str) -> None:
    block = PARSER.parse(f"| a |\n| --- |\n| {escape_signs(words)} |\n")
    cells = [token for token in block if token.type == "inline"]

    assert [read_words(cell.children or []) for cell in cells] == ["a", words]


@pytest.mark.parametrize(
    ("words", "escaped"),
    [
        ("https://example.org", "https\\://example.org"),
        ("www.example.org", "www\\.example.org"),
    ],
)
def test_an_address_is_cut_where_github_would_see_a_link(
    words: str, escaped: str
) -> None:
    assert escape_signs(words) == escaped


def read_words(tokens: list[Token]) -> str:
    """What is read of a line that has nothing but text."""
    assert {token.type for token in tokens} <= {"text", "text_special"}
    return "".join(token.content for token in tokens)
