"""Words of a package in Markdown that they cannot break out of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from claimpack.data_dictionary import markdown_table
from claimpack.render.markdown import escape_line, escape_signs
from claimpack.render.summary import escape

SAFE = ":/?#@!$&'*+,;=%~"
"""Signs of an address that neither end it in Markdown nor mean anything there."""
LINE_END = re.compile(r"\r\n?|\n")
HTML = re.compile(r"<(?=[!?/A-Za-z])(?!https?://)")
"""Where HTML begins: a comment that never ends would hide all that follows."""


def in_line(text: str) -> str:
    r"""Return plain words within a line, as they stand.

    >>> print(in_line("a\n*b*"))
    a \*b\*
    """
    return escape_signs(" ".join(text.split()))


def begin_line(text: str) -> str:
    r"""Return plain words that begin a line or an item of a list.

    >>> print(begin_line("# a"))
    \# a
    """
    return escape_line(" ".join(text.split()))


def link(text: str, url: str | None) -> str:
    """Return words that lead to an address in the web; mere words where it is None.

    >>> print(link("a", "https://example.org/(b)"))
    [a](https://example.org/%28b%29)
    """
    if url is None:
        return begin_line(text)
    return f"[{in_line(text)}]({quote(url, safe=SAFE)})"


def link_file(path: str) -> str:
    """Return the path of a file beside the README, which leads to it.

    >>> print(link_file("my data/a.csv"))
    [my data/a.csv](my%20data/a.csv)
    """
    return f"[{in_line(path)}]({quote(path)})"


def fence(kind: str, code: str) -> str:
    """Return a block of code, whatever backticks are in there."""
    longest = max(map(len, re.findall("`+", code)), default=0)
    ticks = "`" * max(3, longest + 1)
    return f"{ticks}{kind}\n{code}\n{ticks}"


def quote_block(markdown: str) -> str:
    """Return Markdown as a quotation, which ends all that it leaves open.

    It has no HTML of its own.
    """
    lines = LINE_END.split(HTML.sub(r"\\<", markdown.expandtabs(4)))
    return "\n".join(f"> {escape(line)}".rstrip() for line in lines)


def list_items(items: Sequence[str]) -> str:
    """Return a list of items that are Markdown already."""
    return "\n".join(f"- {item}" for item in items)


def tabulate(columns: Mapping[str, Sequence[str]]) -> str:
    """Return a table of cells that are Markdown already, without its empty columns."""
    filled = {head: cells for head, cells in columns.items() if any(cells)}
    return markdown_table(tuple(filled), zip(*filled.values(), strict=True))
