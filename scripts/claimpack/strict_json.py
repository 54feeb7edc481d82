"""JSON that others wrote, read by the letter of RFC 8259, and JSON of ours.

Where the standard leaves a choice to the reader we refuse what Python's reader lets
pass: double keys, deep nesting, numbers without bounds, halves of surrogate pairs.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any, NoReturn

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

BLANKS = re.compile(r"[ \t\n\r]*+")

# For `may_be_lax`, which looks at bytes: what is left of them, and as what.
OTHER_BYTES = bytes(set(range(256)) - set(b'"[]{}'))
BRACKETS = bytes.maketrans(b"{}", b"[]")
ZEROS = bytes.maketrans(b"123456789", b"000000000")
LONG_NUMBER = b"0" * (INTEGER_DIGITS + 1)
SURROGATE_PAIR = re.compile(rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..")
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


class JsonError(ValueError):
    """JSON that is refused.

    Attributes:
        position: the place of the defect, in code points from 0.
        parts: what was found there, what was expected, and what to do.

    """

    def __init__(self, position: int, parts: Defect) -> None:
        """Keep the place and the parts of the sentence."""
        super().__init__(*parts)
        self.position = position
        self.parts = parts


def make_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON; raise `ValueError` where it has a key twice."""
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError
    return value


def make_decimal(word: str) -> float:
    """Return a decimal; raise `ValueError` where a double cannot hold it."""
    value = float(word)
    if math.isinf(value):
        raise ValueError(word)
    return value


def refuse_constant(word: str) -> NoReturn:
    """Raise `ValueError` for NaN and Infinity."""
    raise ValueError(word)


DECODER = json.JSONDecoder(
    object_pairs_hook=make_object,
    parse_float=make_decimal,
    parse_constant=refuse_constant,
)


def decode_json(text: str, start: int = 0) -> tuple[Any, int]:
    """Return the JSON value that begins at a place, and the place behind it.

    It is read by the letter of RFC 8259, as `parse_json` does.

    Raises:
        JsonError: there is none, or it is refused.

    """
    try:
        value, end = DECODER.raw_decode(text, start)
    except json.JSONDecodeError as error:
        raise JsonError(error.pos, syntax_defect(text, error)) from error
    except (RecursionError, ValueError):
        # Too deep for Python, a number of over 4300 digits, or what a hook refuses.
        require_strict(text, start)
        raise
    if may_be_lax(text[start:end].encode()):
        require_strict(text, start, end)
    return value, end


def require_strict(text: str, start: int, end: int | None = None) -> None:
    """Raise `JsonError` for what Python's reader lets pass though we do not."""
    if found := find_defect(text[start:end]):
        raise JsonError(start + found[0], found[1])


def may_be_lax(content: bytes) -> bool:
    """Return whether JSON may have more than 64 levels, long integers, half characters.

    It may say so of what has none, and never misses one. Only a few calls look at all
    bytes, so that it takes a hundredth of the time of `find_defect`. Double keys, NaN
    and large decimals are none of its business: the hooks of the decoder find them.
    """
    if b"\\" in content:
        # Not by nothing: two halves with an escape between them are not a pair.
        content = content.replace(b"\\\\", b"_").replace(b'\\"', b"_")
        if SURROGATE.search(SURROGATE_PAIR.sub(b"", content)):
            return True
    if LONG_NUMBER in content.translate(ZEROS):
        return True
    # Without what is not a quote or a bracket, most strings are two quotes.
    bare = content.translate(BRACKETS, OTHER_BYTES).replace(b'""', b"")
    if b'"' in bare:
        bare = b"".join(bare.split(b'"')[::2])
    for _ in range(DEEPEST_JSON):
        if not bare:
            return False
        bare = bare.replace(b"[]", b"")  # takes away the innermost level
    return bare != b""


def syntax_defect(text: str, error: json.JSONDecodeError) -> Defect:
    """Return what stands where JSON was expected."""
    rest = text[error.pos : error.pos + 100].partition("\n")[0]
    what = error.msg.removesuffix(" starting at")
    found = f"found {quote(rest) if rest else 'the end'} ({what})"
    return found, "expected JSON", "correct that place"


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
        value, end = decode_json(text, skip_blanks(text, 0))
        require_end(text, end)
    except JsonError as error:
        raise json_error(path, text, error.position, *error.parts) from error
    return value


def skip_blanks(text: str, place: int) -> int:
    """Return the first place from there on that is no blank of JSON."""
    match = BLANKS.match(text, place)
    return match.end() if match else place


def require_end(text: str, place: int) -> None:
    """Raise `JsonError` unless only blanks stand from that place on."""
    place = skip_blanks(text, place)
    if place != len(text):
        error = json.JSONDecodeError("Extra data", text, place)
        raise JsonError(place, syntax_defect(text, error))


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
