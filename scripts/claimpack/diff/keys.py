"""Keys as texts: what tells the rows of a table apart, in one column."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from pyarrow import compute

from claimpack.arrow_columns import pack_words
from claimpack.csv_columns import view_texts

SPECIAL = bytes(range(32)) + b'"\\'
"""Characters that JSON escapes."""
NULL, OPEN, COMMA, CLOSE, QUOTE = pack_words(["null", "[", ",", "]", '"'])


def join_keys(parts: Sequence[Any]) -> Any:  # noqa: ANN401  # pyarrow ships no types
    r"""Return the key of each row: the text itself, of several a list in JSON.

    >>> join_keys([pack_words(["a", 'b"']), pack_words(["1", None])]).to_pylist()
    ['["a","1"]', '["b\\"",null]']
    """
    if len(parts) == 1:
        return parts[0]
    return list_texts(parts)


def list_texts(parts: Sequence[Any]) -> Any:  # noqa: ANN401  # as above
    """Return the texts of each row as a list in JSON; null for no value."""
    words = [quote_texts(part) for part in parts]
    joined = [
        word for pair in zip(repeat(COMMA), words, strict=False) for word in pair
    ][1:]
    return join(OPEN, *joined, CLOSE)


def quote_texts(texts: Any) -> Any:  # noqa: ANN401  # as above
    """Return texts as JSON has them, and its word for null."""
    content = bytes(view_texts(texts))
    if len(content.translate(None, SPECIAL)) < len(content):
        return pack_words(
            [json.dumps(word, ensure_ascii=False) for word in texts.to_pylist()]
        )
    quoted = join(QUOTE, texts, QUOTE)
    return compute.coalesce(quoted, NULL) if texts.null_count else quoted


def join(*texts: Any) -> Any:  # noqa: ANN401  # as above
    """Return texts one behind the other; null where one is."""
    return compute.binary_join_element_wise(*texts, "")
