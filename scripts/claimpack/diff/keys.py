"""Keys as texts: what tells the rows of a table apart, in one column."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence
from typing import Any

from pyarrow import compute

from claimpack.arrow_columns import pack_words

SPECIAL = r'[\x00-\x1f"\\]'
"""Characters that JSON escapes."""
NULL, OPEN, COMMA, CLOSE, QUOTE = pack_words(["null", "[", ",", "]", '"'])


def join_keys(parts: Sequence[Any]) -> Any:  # noqa: ANN401  # pyarrow ships no types
    """Return the key of each row: the text itself, of several a list in JSON.

    >>> join_keys([pack_words(["a", 'b"']), pack_words(["1", None])]).to_pylist()
    ['["a","1"]', '["b\\\\"",null]']
    """
    if len(parts) == 1:
        return parts[0]
    return list_texts(parts)


def list_texts(parts: Sequence[Any]) -> Any:  # noqa: ANN401  # as above
    """Return the texts of each row as a list in JSON; null for no value."""
    words = [quote_texts(part) for part in parts]
    joined = compute.binary_join_element_wise(*words, COMMA)
    return functools.reduce(join, [OPEN, joined, CLOSE])


def join(left: Any, right: Any) -> Any:  # noqa: ANN401  # as above
    """Return texts with others right behind them."""
    return compute.binary_join_element_wise(left, right, "")


def quote_texts(texts: Any) -> Any:  # noqa: ANN401  # as above
    """Return texts as JSON has them, and its word for null."""
    special = compute.match_substring_regex(texts, SPECIAL)
    if compute.any(special).as_py():
        return pack_words(
            [json.dumps(word, ensure_ascii=False) for word in texts.to_pylist()]
        )
    quoted = functools.reduce(join, [QUOTE, texts, QUOTE])
    return compute.if_else(compute.is_valid(texts), quoted, NULL)
