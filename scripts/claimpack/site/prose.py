"""Markdown of a package as HTML: a small part of it, in which nothing is loaded.

markdown-it, and only here. HTML in there is shown as text, a picture as a link, and a
link that leads elsewhere than to the web as its words: what lies beside the package
does not lie beside the site.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from claimpack.findings import escape_character
from claimpack.site.pages import UNSAFE

WEB = re.compile("https?://", re.IGNORECASE)
LOWEST_HEADING = 6
BLOCKS = {"paragraph_open", "heading_open", "th_open", "td_open"}
"""What has a direction of its own."""


def render_prose(text: str, top: int) -> Markup:
    r"""Return Markdown as HTML, its highest heading on the level `top`.

    >>> print(render_prose("# A\n[b](https://b.example) [c](c.csv)", 2), end="")
    <h2 dir="auto">A</h2>
    <p dir="auto"><a href="https://b.example" rel="noreferrer">b</a> c</p>
    """
    reader = open_reader()
    tokens = reader.parse(text.replace("\r\n", "\n").replace("\r", "\n"))
    fit_headings(tokens, top)
    for token in tokens:
        if token.type in BLOCKS:
            token.attrSet("dir", "auto")
        token.children = keep_web_links(token.children or ())
    html = reader.renderer.render(tokens, reader.options, {})
    return Markup(UNSAFE.sub(lambda found: escape_character(found[0]), html))  # noqa: S704  # of tokens that were escaped


@functools.cache
def open_reader() -> MarkdownIt:
    """Return what reads CommonMark with tables, without HTML and without pictures."""
    reader = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False})
    return reader.enable("table").disable("image")


def fit_headings(tokens: Iterable[Token], top: int) -> None:
    """Set headings so that the first are on the level `top` and no level is skipped."""
    above: list[str] = []
    for token in tokens:
        if token.type == "heading_open":
            above = [tag for tag in above if tag < token.tag]
            above.append(token.tag)
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(LOWEST_HEADING, top + len(above) - 1)}"


def keep_web_links(tokens: Sequence[Token]) -> list[Token]:
    """Return the parts of a line without its links that do not lead to the web."""
    kept: list[Token] = []
    is_kept: list[bool] = []
    for token in tokens:
        if token.type == "link_open":
            is_kept.append(WEB.match(str(token.attrGet("href"))) is not None)
            token.attrSet("rel", "noreferrer")
        if token.type not in {"link_open", "link_close"} or is_kept[-1]:
            kept.append(token)
        if token.type == "link_close":
            is_kept.pop()
    return kept
