"""Words in GitHub's Markdown that stand for themselves."""

from __future__ import annotations

import re

from claimpack.render.summary import escape

SIGNS = re.compile(
    r"[\\`*\[\]<>|~]"
    r"|(?<![^\W_])_|_(?![^\W_])"  # within a word it has no meaning
    r"|&(?=#?\w+;)|:(?=//)|(?<=\bwww)\."
)
"""Signs with a meaning wherever they stand, and those that make entities and links."""
BEGINNING = re.compile(r"[#+=-]")
NUMBER = re.compile(r"(\d{1,9})([.)])")


def escape_signs(text: str) -> str:
    r"""Return text within a line, such as in a cell of a table.

    >>> escape_signs("_x_ of snake_case, 5 < 6, https://example.org")
    '\\_x\\_ of snake_case, 5 \\< 6, https\\://example.org'
    """
    return SIGNS.sub(r"\\\g<0>", escape(text))


def escape_line(text: str) -> str:
    r"""Return text that begins a line, or an item of a list: no heading, no list.

    >>> escape_line("# 1"), escape_line("1. a"), escape_line("a - b")
    ('\\# 1', '1\\. a', 'a - b')
    """
    escaped = escape_signs(text)
    if BEGINNING.match(escaped):
        return f"\\{escaped}"
    return NUMBER.sub(r"\1\\\2", escaped, count=1) if NUMBER.match(escaped) else escaped
