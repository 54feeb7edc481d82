"""Tables of fixed phrases, and the longest phrase of a table that stands at a token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

Value = TypeVar("Value")
Forms = Mapping[str, Sequence[tuple[list[str], Value]]]
"""By first token: the tokens of each phrase, the longest first, and its value."""


def index_forms(*tables: Mapping[Value, str]) -> Forms[Value]:
    """Return the phrases of tables that have them by value, `|` between phrases.

    >>> index_forms({"more_than": "over|more than"})["more"]
    [(['more', 'than'], 'more_than')]
    """
    forms: dict[str, list[tuple[list[str], Value]]] = {}
    for value, listed in (item for table in tables for item in table.items()):
        for form in listed.split("|"):
            tokens = form.split()
            forms.setdefault(tokens[0], []).append((tokens, value))
    for entries in forms.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return forms


def find_longest(
    forms: Forms[Value], tokens: list[str], position: int
) -> tuple[Value | None, int]:
    """Return the value of the longest phrase that stands at a token, and its end.

    Where none does, the value is None and the end is the position itself.
    """
    first = tokens[position] if position < len(tokens) else ""
    for form, value in forms.get(first, ()):
        if tokens[position : position + len(form)] == form:
            return value, position + len(form)
    return None, position
