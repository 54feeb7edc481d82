"""YAML that any reader understands alike: block style, each text in quotes.

A JSON string is a quoted scalar of YAML, but for the characters that YAML does not
print or takes for ends of lines (YAML 1.2.2, sections 5.1 and 5.4): those are escaped.
Without quotes `no`, `1.10` and `2025-01-31` would become other things than texts.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from claimpack.catalogues.unseen import escape_unseen


def format_yaml(content: dict[str, Any]) -> str:
    """Return an object as a YAML document; its keys are plain words."""
    return "".join(f"{line}\n" for line in iter_lines(content))


def iter_lines(value: Any) -> Iterator[str]:  # noqa: ANN401  # JSON leaves here
    """Yield the lines of a value that is an object or a list, and not empty."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from join_lines(f"{key}:", item)
    else:
        for item in value:
            yield from hang(item)


def join_lines(key: str, item: Any) -> Iterator[str]:  # noqa: ANN401  # JSON
    """Yield the lines of a key: its value beside it, or below."""
    if isinstance(item, dict | list):
        yield key
        yield from (f"  {line}" for line in iter_lines(item))
    else:
        yield f"{key} {format_scalar(item)}"


def hang(item: Any) -> Iterator[str]:  # noqa: ANN401  # JSON leaves here
    """Yield the lines of an entry of a list, which hangs from a hyphen."""
    is_nested = isinstance(item, dict | list)
    lines = iter_lines(item) if is_nested else iter([format_scalar(item)])
    for mark, line in zip(chain_marks(), lines, strict=False):
        yield f"{mark}{line}"


def chain_marks() -> Iterator[str]:
    """Yield what stands before the lines of an entry: a hyphen, then blanks."""
    yield "- "
    while True:
        yield "  "


def format_scalar(value: Any) -> str:  # noqa: ANN401  # JSON leaves here
    r"""Return a text, number or truth value.

    >>> print(format_scalar('no "end"\x85'))
    "no \"end\"\u0085"
    """
    return escape_unseen(json.dumps(value, ensure_ascii=False))
