"""Patterns as conditions of SQLite, which has GLOB and no regular expressions."""

from __future__ import annotations

import re

CHARACTER_SET = r"\[[A-Za-z0-9_.,:;/~?@#%&+=-]+\]"
PATTERN = re.compile(
    rf"(?P<head>(?:[A-Za-z0-9_:/-]|{CHARACTER_SET}(?![*+{{]))*)"
    rf"(?:(?P<tail>{CHARACTER_SET})(?P<count>\*|\+|\{{[1-9][0-9]{{0,3}}\}}))?"
)
"""Characters and sets of them, each once, and then one set any number of times."""
LONGEST_PATTERN = 40_000
"""Characters of a pattern that we write as GLOB, which takes 50,000."""
ITEM = re.compile(rf"{CHARACTER_SET}|.")


def match_pattern(name: str, pattern: str) -> str | None:
    """Return the condition that a text as a whole matches a pattern.

    None for a pattern that GLOB cannot say, or that is too long for it. `name` is a
    column as SQL has it.

    >>> match_pattern("id", "Q[1-9][0-9]*")
    "id GLOB 'Q[1-9]*' AND substr(id, 3) NOT GLOB '*[^0-9]*'"
    >>> match_pattern("id", "[0-9a-f]{64}")
    "length(id) = 64 AND id NOT GLOB '*[^0-9a-f]*'"
    >>> match_pattern("id", "a|b") is None
    True
    """
    found = PATTERN.fullmatch(pattern)
    if found is None or len(pattern) > LONGEST_PATTERN:
        return None
    head, tail, count = found["head"], found["tail"], found["count"] or "{0}"
    size = len(ITEM.findall(head))
    rest = f"substr({name}, {size + 1})" if size else name
    conditions = [
        f"{name} GLOB '{head}*'" if head else "",
        count_characters(f"length({name})", size, count),
        f"{rest} NOT GLOB '*[^{tail[1:]}*'" if tail else "",
    ]
    return " AND ".join(filter(None, conditions))


def count_characters(length: str, head: int, count: str) -> str:
    """Return the condition that a text has so many characters behind its head."""
    if count == "*":
        return ""
    if count == "+":
        return f"{length} > {head}"
    return f"{length} = {head + int(count[1:-1])}"
