"""Booleans: the words that a field declares for true and for false.

Source: Table Schema, `boolean`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pyarrow import types

from claimpack.field_types.declarations import (
    DeclarationError,
    read_format,
    read_words,
    show,
)
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import one_of
from claimpack.findings import quote

TRUE_VALUES = ("true", "True", "TRUE", "1")
FALSE_VALUES = ("false", "False", "FALSE", "0")
LONGEST_LEXICAL = 1000
"""Characters of the words that one pattern proves; RE2 needs memory for each."""


def read_boolean(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of booleans.

    Raises:
        DeclarationError: one word stands for both, or the words are no texts.

    """
    read_format(declaration)
    true_values = read_words(declaration, "trueValues", TRUE_VALUES)
    false_values = read_words(declaration, "falseValues", FALSE_VALUES)
    for word in true_values:
        if word in false_values:
            raise DeclarationError(
                f"{quote(word)} is in trueValues and in falseValues; "
                "expected a word to stand for one of both"
            )
    values = {**dict.fromkeys(true_values, True), **dict.fromkeys(false_values, False)}

    def parse(text: str) -> bool:
        if text not in values:
            raise WordError(text)
        return values[text]

    is_short = sum(map(len, values)) <= LONGEST_LEXICAL
    examples = [*true_values[:1], *false_values[:1]]
    return CellReader(
        type="boolean",
        expected=" or ".join(map(show, examples)),
        parse=parse,
        lexical="|".join(map(re.escape, values)) if values and is_short else None,
        holds=one_of(types.is_boolean),
        from_stored=read_stored(parse, take_boolean),
        write=write_boolean,
    )


def take_boolean(value: object) -> bool:
    """Return a stored truth value; ValueError for all else."""
    if not isinstance(value, bool):
        raise WordError(value)
    return value


def write_boolean(value: object) -> str:
    """Return the canonical word for a truth value.

    >>> write_boolean(True), write_boolean(False)
    ('true', 'false')
    """
    return str(value).lower()
