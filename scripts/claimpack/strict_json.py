"""JSON that others wrote, read by the letter of RFC 8259, and JSON of ours.

Where the standard leaves a choice to the reader we refuse what Python's reader lets
pass: double keys, deep nesting, numbers without bounds, halves of surrogate pairs.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

from claimpack.errors import SourceError
from claimpack.files import SURROGATES, decode_text, refusal, require_size
from claimpack.findings import quote

Defect = tuple[str, str, str]
"""What was found, what was expected, and what to do."""

LARGEST_JSON_BYTES = 16 * 1024**2  # the worst of them takes 450 MB in memory
DEEPEST_JSON = 64
TOO_DEEP = ("found deeper nesting", "expected 64 levels at most", "nest it less")
INTEGER_DIGITS = 18  # every such integer fits 64 bits

# Possessive (`*+`): an unterminated string must not be scanned again and again.
JSON_TOKEN = re.compile(
    r'(?P<string>"[^"\\]*+(?:\\.[^"\\]*+)*+")(?P<key>[ \t\n\r]*+:)?'
    r"|(?P<open>[\[{])|(?P<close>[\]}])"
    r"|(?P<number>-?(?:[0-9][0-9.eE+-]*+|NaN|Infinity))",
    re.DOTALL,
)


def parse_json(content: bytes, path: str) -> Any:  # noqa: ANN401  # JSON enters here
    """Return the value of a JSON file, read by the letter of RFC 8259.

    Refused with line and column: a key twice in one object, NaN and Infinity,
    integers of more than 18 digits, decimals beyond a double, more than 64 levels,
    half of a surrogate pair; also a byte order mark, what is not UTF-8, and more
    than 16 MiB.
    """
    require_size(path, len(content), LARGEST_JSON_BYTES)
    text = decode_text(content, path)
    if text.startswith("\ufeff"):
        parts = ("found a byte order mark", "expected none", "save without it")
        raise json_error(path, text, 0, *parts)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        rest = text[error.pos :].partition("\n")[0]
        found = f"found {quote(rest) if rest else 'the end'} ({error.msg})"
        parts = (found, "expected JSON", "correct that place")
        raise json_error(path, text, error.pos, *parts) from error
    except (RecursionError, ValueError):
        # Too deep for Python, or over 4300 digits: refused with its place.
        require_strict_json(text, path)
        raise
    require_strict_json(text, path)
    return value


def require_strict_json(text: str, path: str) -> None:
    """Raise `SourceError` for what Python's reader lets pass though we do not."""
    if found := find_defect(text):
        position, defect = found
        raise json_error(path, text, position, *defect)


def json_error(path: str, text: str, position: int, *parts: str) -> SourceError:
    """Return the error for what stands at `position` (code points from 0)."""
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    return refusal(f"{path} line {line}, column {column}", *parts)


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


def format_json(value: Any) -> bytes:  # noqa: ANN401  # JSON leaves here
    """Return the bytes of our JSON files: indented by 2, key order kept, LF at end."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return f"{text}\n".encode()
