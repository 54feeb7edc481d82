"""What is wrong with a stranger's statement, in words that are safe to show."""

from __future__ import annotations

import json

from claimpack.findings import escape_character

LONGEST_FAULT = 300


class QueryError(Exception):
    """There is no answer; the message says why, in one line."""

    def __init__(
        self, message: str, start: int | None = None, *, may_be_damage: bool = False
    ) -> None:
        """Give the reason, found after `start` bytes of the text; None: anywhere.

        `may_be_damage` tells that a file may be the reason, and not the query.
        """
        super().__init__(message)
        self.start = start
        self.may_be_damage = may_be_damage


def name_character(text: str, start: int | None) -> str:
    """Return which character stands after some bytes of a text; None: no words."""
    if start is None:
        return ""
    before = text.encode()[:start].decode(errors="ignore")
    return f" (character {len(before) + 1})"


def tidy(message: str) -> str:
    """Return what is wrong in one line, without the statement that it repeats."""
    lines = message.partition("\n\nLINE ")[0].split("\n")
    line = " ".join(line.strip() for line in lines if line.strip())
    return "".join(map(escape_character, line))[:LONGEST_FAULT]


def read_fault(message: str) -> tuple[str, int | None]:
    """Return what DuckDB says in JSON is wrong, and after how many bytes; else None.

    >>> read_fault('Binder Error: {"exception_message":"no x","position":"7"}')
    ('no x', 7)
    >>> read_fault("Invalid Error: what?")
    ('Invalid Error: what?', None)
    """
    try:
        content = json.loads(message[message.index("{") :])
        start = content.get("position")
        return content["exception_message"], None if start is None else int(start)
    except (KeyError, ValueError):
        return message, None
