"""The lines of a README.md between which its part stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NoReturn

from claimpack.files import refusal
from claimpack.readme.words import in_line

BEGIN = "<!-- claimpack: begin -->"
END = "<!-- claimpack: end -->"


def make_readme(title: str, part: str) -> str:
    """Return a README.md with nothing but a title and the part."""
    heading = re.sub(r"#+$", lambda signs: r"\#" * len(signs[0]), in_line(title))
    return f"# {heading}\n\n{BEGIN}\n\n{part.strip()}\n\n{END}\n"


def place_part(text: str | None, title: str, part: str, where: str) -> str:
    """Return a README.md with the part; None: there is none yet, so it gets a title.

    Raises:
        SourceError: as `replace_part` has it.

    """
    return make_readme(title, part) if text is None else replace_part(text, part, where)


def replace_part(text: str, part: str, where: str) -> str:
    """Return a README.md with another part; all else is kept, character by character.

    The lines of the part end as that of the first marker does. `where` is for messages.

    Raises:
        SourceError: the text has not each marker once, on a line of its own, the first
            before the second.

    """
    begins, ends = (list(iter_lines(text, marker)) for marker in (BEGIN, END))
    if len(begins) != 1 or len(ends) != 1:
        refuse(where, f"found {len(begins)} lines `{BEGIN}` and {len(ends)} `{END}`")
    (begin,), (end,) = begins, ends
    if begin.start() > end.start():
        refuse(where, f"found `{END}` before `{BEGIN}`")
    lines = ["", "", *part.strip().split("\n"), "", ""]
    between = f"{begin['cr']}\n".join(lines)
    return text[: begin.start("cr")] + between + text[end.start() :]


def iter_lines(text: str, marker: str) -> Iterator[re.Match[str]]:
    """Yield the lines that are a marker, with the CR at their end, if any, as `cr`."""
    return re.finditer(rf"(?m)^{re.escape(marker)}[ \t]*(?P<cr>\r?)$", text)


def refuse(where: str, found: str) -> NoReturn:
    """Raise the `SourceError` for a file without a place for the part."""
    expected = "expected each once, the first before the second"
    advice = f"put a line `{BEGIN}` and a line `{END}` where the part is to stand"
    raise refusal(where, found, expected, advice)
