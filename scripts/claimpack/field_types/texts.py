"""Strings in their formats, and columns that take anything.

Source: Data Package 2.0, Table Schema, "string" and "any".
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable

import pyarrow as pa
from pyarrow import types

from claimpack.field_types.readers import CellReader, Declaration, choose_format

DOMAIN = r"[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}"
EMAIL = r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + DOMAIN
URI = r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\x00-\x20<>\"{}|\\^`]+"
UUID = r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}"
PATTERNS = {"email": EMAIL, "uri": URI, "uuid": UUID}
EXPECTED = {
    "email": "an e-mail address, as a@b.org",
    "uri": "a URI with its scheme, as https://a.org/b",
    "uuid": "a UUID, as 95ecc380-afe9-11e4-9b6c-751b66dd541e",
    "binary": "bytes in Base64",
}


def holds_text(stored: pa.DataType) -> bool:
    """Return whether a stored type holds text."""
    if types.is_dictionary(stored):
        stored = stored.value_type
    return bool(
        types.is_string(stored)
        or types.is_large_string(stored)
        or types.is_string_view(stored)
    )


def holds_anything(_: pa.DataType) -> bool:
    """Return true: every stored type holds something."""
    return True


def parse_binary(word: str) -> str:
    """Return a word that is Base64 (RFC 4648), as it stands."""
    try:
        base64.b64decode(word, validate=True)
    except binascii.Error as error:
        raise ValueError(word) from error
    return word


def read_string(declaration: Declaration) -> CellReader:
    """Return the reader of a string column."""
    name = choose_format(declaration, ("default", *EXPECTED))
    if name == "default":
        return CellReader(
            type="string",
            expected="text",
            parse=str,
            holds=holds_text,
            accepts_all=True,
        )
    pattern = PATTERNS.get(name)
    parse = parse_binary if pattern is None else make_matcher(pattern)
    return CellReader(
        type="string",
        expected=EXPECTED[name],
        parse=parse,
        holds=holds_text,
        lexical=pattern,
    )


def make_matcher(pattern: str) -> Callable[[str], str]:
    """Return what lets a word pass that matches as a whole."""
    compiled = re.compile(pattern, re.ASCII)

    def parse(word: str) -> str:
        if not compiled.fullmatch(word):
            raise ValueError(word)
        return word

    return parse


def read_any(_: Declaration) -> CellReader:
    """Return the reader of a column that takes anything."""
    return CellReader(
        type="any",
        expected="anything",
        parse=str,
        holds=holds_anything,
        accepts_all=True,
    )
