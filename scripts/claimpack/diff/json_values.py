"""Values of a descriptor: whether two are the same, and what they are called."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def is_same(old: Any, new: Any) -> bool:  # noqa: ANN401  # JSON
    """Return whether two values are the same in JSON, whatever the order of keys.

    >>> is_same({"a": 1, "b": []}, {"b": [], "a": 1}), is_same(1, True)
    (True, False)
    """
    return json.dumps(old, sort_keys=True) == json.dumps(new, sort_keys=True)


def list_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return the keys of two objects, each once, those of the first before."""
    return list(dict.fromkeys([*old, *new]))


def write_json(value: Any) -> str | None:  # noqa: ANN401  # JSON
    """Return a value as text: strings as they are, others as JSON."""
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
