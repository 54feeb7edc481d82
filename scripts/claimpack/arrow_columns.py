"""Arrow columns made without `pyarrow.array`.

That function imports pandas wherever it is installed, which takes longer than to check
a small package.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate
from typing import Any

import pyarrow as pa
from pyarrow import compute

DAY_0 = date(1970, 1, 1).toordinal()
"""The day from which Arrow counts days."""


def pack_words(words: Sequence[str | None]) -> pa.StringArray:
    """Return words as a column of text, None as null.

    >>> pack_words(["a", None, ""]).to_pylist()
    ['a', None, '']
    """
    filled, validity = fill(words, "")
    joined = "".join(filled)
    content = joined.encode()
    is_ascii = len(content) == len(joined)
    sizes = map(len, filled if is_ascii else map(str.encode, filled))
    # Of an iterator array() takes twice the time.
    offsets = array("i", list(accumulate(sizes, initial=0)))
    return pa.StringArray.from_buffers(
        len(filled), pa.py_buffer(offsets), pa.py_buffer(content), validity
    )


def pack_numbers(numbers: Sequence[Any], code: str, kind: pa.DataType) -> pa.Array:
    """Return numbers as a column, None as null.

    `code` is that of the type in the module `array`.

    >>> pack_numbers([3, None], "i", pa.int32()).to_pylist()
    [3, None]
    """
    filled, validity = fill(numbers, 0)
    packed = pa.py_buffer(array(code, filled))
    return pa.Array.from_buffers(kind, len(filled), [validity, packed])


def pack_days(days: Sequence[date | None]) -> pa.Array:
    """Return days as a column, None as null.

    >>> pack_days([date(2024, 12, 23), None]).to_pylist()
    [datetime.date(2024, 12, 23), None]
    """
    numbers = [None if day is None else day.toordinal() - DAY_0 for day in days]
    return pack_numbers(numbers, "i", pa.date32())


def pack_flags(flags: Sequence[bool | None]) -> pa.BooleanArray:
    """Return flags as a column, None as null.

    >>> pack_flags([True, None, False]).to_pylist()
    [True, None, False]
    """
    filled, validity = fill(flags, False)  # noqa: FBT003  # a value
    return pa.Array.from_buffers(pa.bool_(), len(filled), [validity, pack_bits(filled)])


def fill(values: Sequence[Any], filler: object) -> tuple[Sequence[Any], Any]:
    """Return values with something in the place of None, and the bits of the others.

    The bits are None where there is no None.
    """
    if None not in values:
        return values, None
    filled = [filler if value is None else value for value in values]
    return filled, pack_bits([value is not None for value in values])


def pack_integers(numbers: Iterable[int]) -> pa.Array:
    """Return numbers as a column of 64-bit integers.

    >>> pack_integers(range(3)).to_pylist()
    [0, 1, 2]
    """
    packed = array("q", numbers)
    return pa.Array.from_buffers(pa.int64(), len(packed), [None, pa.py_buffer(packed)])


def find_filled(words: pa.StringArray) -> pa.BooleanArray:
    """Return which texts are not empty; null for null.

    >>> find_filled(pack_words(["a", "", None])).to_pylist()
    [True, False, None]
    """
    return compute.greater(compute.binary_length(words), ZERO)


def pack_bits(flags: Iterable[bool]) -> pa.Buffer:
    """Return flags as the bits of a buffer, the first in the lowest bit."""
    octets = bytes(flags)
    column = [None, pa.py_buffer(octets)]
    flagged = pa.Array.from_buffers(pa.uint8(), len(octets), column).cast(pa.bool_())
    return flagged.buffers()[1]


ZERO = pack_integers([0])[0]
EMPTY = pack_words([""])[0]
"""As values of Arrow; of those of Python pyarrow makes them by importing pandas."""
