"""Regular expressions of strangers, run on RE2: linear time whatever they say.

Source: Table Schema, `pattern`: the syntax of XML Schema Part 2, appendix F, which
always means the whole text. `^` and `$` are anchors all the same, because the example
of the standard has them.
"""

from __future__ import annotations

import re
import struct

import pyarrow as pa
from pyarrow import compute

from claimpack.field_types.declarations import DeclarationError, show
from claimpack.findings import quote

CLASSES = {
    "d": r"\p{Nd}",
    "w": r"\p{L}_\p{M}\p{N}",
    "i": r"\p{L}_:\p{L}",
    "c": r"\p{L}._:\-\p{M}\p{N}",
}
r"""What stands in brackets for an escape, in all scripts.

RE2 has them for ASCII, or not at all. None begins or ends with a character that could
be taken for the end of a range. `\w` has the underscore, which XML Schema leaves
out, because nobody who writes `\w` means it to be missing.
"""
PART = re.compile(r"\\.|\[\^?\]?|-\[|.", re.DOTALL)


class PatternError(DeclarationError):
    """RE2 cannot run a pattern."""


def translate(pattern: str) -> str:
    r"""Return a pattern of XML Schema as RE2 has it.

    >>> translate(r"\d+[\w-]")
    '[\\p{Nd}]+[\\p{L}_\\p{M}\\p{N}-]'

    Raises:
        PatternError: RE2 cannot say the same.

    """
    translated: list[str] = []
    is_in_class = False
    for part in PART.findall(pattern):
        if is_in_class and part == "-[":
            raise refuse_pattern(pattern, "it takes one class from another")
        translated.append(translate_part(pattern, part, is_in_class=is_in_class))
        is_in_class = part.startswith("[") or (is_in_class and part != "]")
    require_pattern("".join(translated), declared=pattern)
    return "".join(translated)


def translate_part(pattern: str, part: str, *, is_in_class: bool) -> str:
    """Return one character of a pattern, or one escape, as RE2 has it."""
    name = part[1:].lower()
    if not part.startswith("\\") or name not in CLASSES:
        return part
    is_negated = part[1:] != name
    if is_in_class and is_negated:
        raise refuse_pattern(pattern, f"it has {part} in brackets")
    if is_in_class:
        return CLASSES[name]
    return f"[{'^' * is_negated}{CLASSES[name]}]"


def refuse_pattern(pattern: str, reason: str) -> PatternError:
    """Return the error for a pattern that cannot be run."""
    return PatternError(
        f"the pattern {quote(pattern)} cannot run in linear time on RE2: {reason}"
    )


def require_pattern(pattern: str, *, declared: str) -> None:
    """Raise PatternError where RE2 cannot take a pattern, and say why.

    `declared` is what the message shows: the pattern before it was translated.
    """
    try:
        is_found("", pattern)
    except ValueError as error:
        reason = str(error).removeprefix("Invalid regular expression: ")
        raise refuse_pattern(declared, show(reason)) from error


def anchor(pattern: str) -> str:
    """Return the pattern for the whole text, `a|b` included."""
    return rf"\A(?:{pattern})\z"


def is_found(text: str, pattern: str) -> bool:
    """Return whether an RE2 pattern is found anywhere in a text.

    `pyarrow.array` would do for the buffers, but it imports pandas where it can.
    """
    word = text.encode()
    column = pa.StringArray.from_buffers(
        1, pa.py_buffer(struct.pack("ii", 0, len(word))), pa.py_buffer(word)
    )
    return bool(compute.match_substring_regex(column, pattern)[0].as_py())
