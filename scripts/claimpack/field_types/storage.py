"""Which Arrow types can hold a declared type.

A column without any value has the type null, and can hold every type.
"""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
from pyarrow import types

Holds = Callable[[pa.DataType], bool]


def unwrap(stored: pa.DataType) -> pa.DataType:
    """Return the type of the values, without encodings and names around it."""
    if isinstance(stored, pa.BaseExtensionType):
        return unwrap(stored.storage_type)
    if types.is_dictionary(stored) or types.is_run_end_encoded(stored):
        return unwrap(stored.value_type)
    return stored


def one_of(*tests: Holds) -> Holds:
    """Return a test of stored types that passes where one of some tests does."""

    def holds(stored: pa.DataType) -> bool:
        plain = unwrap(stored)
        return types.is_null(plain) or any(test(plain) for test in tests)

    return holds


def is_text(stored: pa.DataType) -> bool:
    """Return whether a plain type is one of those of text."""
    return bool(
        types.is_string(stored)
        or types.is_large_string(stored)
        or types.is_string_view(stored)
    )


def is_whole(stored: pa.DataType) -> bool:
    """Return whether a plain type has whole numbers only."""
    is_unscaled = types.is_decimal(stored) and stored.scale <= 0
    return bool(types.is_integer(stored) or is_unscaled)


def is_sequence(stored: pa.DataType) -> bool:
    """Return whether a plain type is one of lists."""
    return bool(
        types.is_list(stored)
        or types.is_large_list(stored)
        or types.is_fixed_size_list(stored)
        or types.is_list_view(stored)
        or types.is_large_list_view(stored)
    )


def is_mapping(stored: pa.DataType) -> bool:
    """Return whether a plain type has values by name."""
    return bool(types.is_struct(stored) or types.is_map(stored))


holds_text = one_of(is_text)
