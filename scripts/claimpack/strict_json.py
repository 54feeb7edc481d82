"""What Python's reader of JSON lets pass though we refuse it.

Source: RFC 8259, where it leaves a choice to the reader: double keys, nesting, the
range of numbers and halves of surrogate pairs.
"""

from __future__ import annotations

import json
import math
import re

from claimpack.findings import quote

Defect = tuple[str, str, str]
"""What was found, what was expected, and what to do."""

DEEPEST_JSON = 64
TOO_DEEP = ("found deeper nesting", "expected 64 levels at most", "nest it less")
INTEGER_DIGITS = 18  # every such integer fits 64 bits
SURROGATES = "[\ud800-\udfff]"

# Possessive (`*+`): an unterminated string must not be scanned again and again.
JSON_TOKEN = re.compile(
    r'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<key>[ \t\n\r]*+:)?'
    r"|(?P<open>[\[{])|(?P<close>[\]}])"
    r"|(?P<number>-?(?:[0-9][0-9.eE+-]*+|NaN|Infinity))",
    re.DOTALL,
)


def find_defect(text: str) -> tuple[int, Defect] | None:
    """Return the first defect and its place (code points from 0), or None.

    `text` is JSON to Python's reader, or at least up to that defect.
    """
    keys: list[set[str]] = []  # of each open object or array, outermost first
    for token in JSON_TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "close":
            keys.pop()
            continue
        if kind == "open":
            keys.append(set())
            defect = TOO_DEEP if len(keys) > DEEPEST_JSON else None
        elif kind == "number":
            defect = number_defect(token["number"])
        else:
            defect = string_defect(token["string"], keys[-1] if kind == "key" else None)
        if defect:
            return token.start(), defect
    return None


def number_defect(word: str) -> Defect | None:
    """Return what is wrong with a number, or None."""
    digits = word.removeprefix("-")
    fits = len(digits) <= INTEGER_DIGITS or not digits.isdigit()
    if fits and math.isfinite(float(word)):
        return None
    expected = f"expected {INTEGER_DIGITS} digits at most, or a finite decimal"
    return f"found {quote(word)}", expected, "correct it or write it as a string"


def string_defect(string: str, keys: set[str] | None) -> Defect | None:
    """Return what is wrong with a string; a key is added to those of its object."""
    has_escape = "\\" in string
    words = json.loads(string) if has_escape else string[1:-1]
    if has_escape and re.search(SURROGATES, words):
        found = f"found half of a character in {quote(words)}"
        return found, "expected whole characters", "write the character itself"
    if keys is None:
        return None
    if words in keys:
        found = f"found the key {quote(words)} a second time in one object"
        return found, "expected each key once", "remove or rename one of the two"
    keys.add(words)
    return None
