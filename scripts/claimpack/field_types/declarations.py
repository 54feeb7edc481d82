"""What a field declaration says, read strictly: format, words and flags."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from claimpack.findings import LONGEST_QUOTE, quote


class DeclarationError(ValueError):
    """A field is declared in a way that the standard does not allow, in a sentence."""


def read_format(declaration: Mapping[str, Any], known: Collection[str] = ()) -> str:
    """Return the format of a field, `default` where none is declared.

    Source: Table Schema, "type and format": the prefix `fmt:` is dropped.

    Raises:
        DeclarationError: it is neither `default` nor one of those that are known.

    """
    name = read_text(declaration, "format", "default").removeprefix("fmt:")
    if name != "default" and name not in known:
        raise DeclarationError(
            f"the format is {quote(name)}; expected {list_names(['default', *known])}"
            f"{suggest(name, known)}"
        )
    return name


def read_text(declaration: Mapping[str, Any], key: str, default: str) -> str:
    """Return what a property of a field says, which must be text.

    Raises:
        DeclarationError: it is something else.

    """
    text = declaration.get(key, default)
    if not isinstance(text, str):
        raise DeclarationError(f"{key} is {quote(text)}; expected text")
    return text


def read_words(
    declaration: Mapping[str, Any], key: str, default: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the words that a property of a field lists.

    Raises:
        DeclarationError: it is no list of texts.

    """
    words = declaration.get(key, default)
    is_list = isinstance(words, list | tuple)
    if not is_list or not all(isinstance(word, str) for word in words):
        raise DeclarationError(f"{key} is {quote(words)}; expected a list of texts")
    return tuple(words)


def read_flag(declaration: Mapping[str, Any], key: str, *, default: bool) -> bool:
    """Return whether a property of a field is true.

    Raises:
        DeclarationError: it is neither true nor false.

    """
    flag = declaration.get(key, default)
    if not isinstance(flag, bool):
        raise DeclarationError(f"{key} is {quote(flag)}; expected true or false")
    return flag


def suggest(name: str, known: Collection[str]) -> str:
    """Return a question that names the nearest of the known names, or nothing.

    >>> suggest("interger", ["integer", "number"])
    '; did you mean "integer"?'
    """
    near = get_close_matches(name[:LONGEST_QUOTE], known, n=1)
    return f"; did you mean {quote(near[0])}?" if near else ""


def list_names(names: Collection[str]) -> str:
    """Return names in words.

    >>> list_names(["default"]), list_names(["default", "array", "object"])
    ('default', 'one of default, array, object')
    """
    return ("one of " if len(names) > 1 else "") + ", ".join(names)


def show(value: object) -> str:
    """Return a value for a message, escaped and cut, without quotes around it.

    >>> show(True)
    'true'
    """
    return quote(json.dumps(value) if isinstance(value, bool) else value)[1:-1]
