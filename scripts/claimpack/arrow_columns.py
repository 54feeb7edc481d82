"""Arrow columns made without `pyarrow.array`.

That function imports pandas wherever it is installed, which takes longer than to check
a small package.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate

import pyarrow as pa
from pyarrow import compute


def pack_words(words: Sequence[str | None]) -> pa.StringArray:
    """Return words as a column of text, None as null.

    >>> pack_words(["a", None, ""]).to_pylist()
    ['a', None, '']
    """
    encoded = [b"" if word is None else word.encode() for word in words]
    offsets = array("i", accumulate(map(len, encoded), initial=0))
    return pa.StringArray.from_buffers(
        len(words),
        pa.py_buffer(offsets),
        pa.py_buffer(b"".join(encoded)),
        pack_bits(word is not None for word in words) if None in words else None,
    )


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
    bits = bytearray()
    for index, flag in enumerate(flags):
        if index % 8 == 0:
            bits.append(0)
        bits[-1] |= flag << index % 8
    return pa.py_buffer(bytes(bits))


ZERO = pack_integers([0])[0]
