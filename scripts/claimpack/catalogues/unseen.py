"""Characters that nobody sees and that steer what does: controls, and marks of order.

A terminal obeys ESC, and the bidirectional controls of Unicode (UAX #9) show what
stands around them in another order. Forms that have escapes keep them as such.
"""

from __future__ import annotations

import re
from typing import Any

from claimpack.findings import escape_character
from claimpack.strict_json import format_json

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069"
    "\ufeff\ufffe\uffff]"
)
"""All of them have four digits; tabs and ends of lines are none."""


def escape_unseen(text: str) -> str:
    r"""Return a text of JSON or YAML in which they are escaped.

    >>> print(escape_unseen('"\x1b"'))
    "\u001b"
    """
    return UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def show_unseen(text: str) -> str:
    r"""Return a text for people in which they can be seen; an end of a line is LF.

    >>> print(show_unseen("a\r\n\x1b"))
    a
    \x1b
    """
    text = text.replace("\r\n", "\n")
    return UNSEEN.sub(lambda found: escape_character(found[0]), text)


def drop_unseen(text: str) -> str:
    """Return a text without them."""
    return UNSEEN.sub("", text)


def format_safe_json(content: dict[str, Any]) -> bytes:
    """Return an object as JSON in which they are escaped."""
    return escape_unseen(format_json(content).decode()).encode()
