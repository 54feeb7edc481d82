"""Pages made of templates, in which no word of a stranger can be anything but text."""

from __future__ import annotations

import functools
import re
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from claimpack.findings import escape_character

UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls, without tab and line feed
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"  # what turns the direction of text
    "\ufdd0-\ufdef\ufffe\uffff]"  # what no page may hold
)
LONGEST_NAME = 100
"""Characters of a name wherever it is a link; its own heading has all of it."""
HARDLY_ANY, NEARLY_ALL = 0.1, 99.9
"""In percent: what is hardly any is not none, and nearly all is not all."""


Sheet = tuple[str, str, dict[str, object]]
"""A page to be made: its path, its template, and the values for that."""


def render_page(template: str, **values: object) -> bytes:
    """Return the page that a template makes of some values."""
    text: str = open_templates().get_template(template).render(values)
    return text.encode()


@functools.cache
def open_templates() -> Environment:
    """Return the templates, which escape all that they are given."""
    environment = Environment(
        loader=PackageLoader("claimpack.site"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=show,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "grouped": group_digits,
        "paragraphs": split_paragraphs,
        "parts": split_code,
        "share": write_share,
        "shortened": shorten_name,
    }
    return environment


def show(value: Any) -> Any:  # noqa: ANN401  # whatever a template has
    r"""Return a value as a template shows it: what could fool readers is escaped.

    >>> show("a\u202eb")
    'a\\u202eb'
    """
    if hasattr(value, "__html__"):  # made of templates, and escaped
        return value
    return UNSAFE.sub(lambda found: escape_character(found[0]), str(value))


def group_digits(number: int) -> str:
    """Return a number with commas between its thousands.

    >>> group_digits(1234567)
    '1,234,567'
    """
    return f"{number:,}"


def shorten_name(name: str) -> str:
    """Return as much of a name as tells it from most others.

    >>> shorten_name("claim_id"), len(shorten_name("x" * 5000))
    ('claim_id', 100)
    """
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def write_share(count: int, total: int) -> str:
    """Return a share in percent; only all of it is 100 %.

    >>> write_share(1, 3), write_share(9999, 10000), write_share(7, 7)
    ('33.3 %', '99.9 %', '100 %')
    >>> write_share(0, 0)
    '–'
    """
    if not total:
        return "–"
    if count in {0, total}:
        return f"{100 * count // total} %"
    return f"{min(NEARLY_ALL, max(HARDLY_ANY, 100 * count / total)):.1f} %"


def split_paragraphs(text: str) -> list[str]:
    r"""Return the paragraphs of a text.

    >>> split_paragraphs("One row per claim.\n\nIt asserts nothing.")
    ['One row per claim.', 'It asserts nothing.']
    """
    return re.split(r"\n\s*\n", text.strip())


def split_code(text: str) -> list[tuple[str, bool]]:
    """Return the parts of a text, and of each whether it is code.

    Descriptions are Markdown (Data Package 2.0); of it, code and paragraphs are shown.

    >>> split_code("As in `unit`.")
    [('As in ', False), ('unit', True), ('.', False)]
    >>> split_code("a ` b")
    [('a ` b', False)]
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(text, False)]
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]
