"""What integer and number share: groups of digits, and words around a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from claimpack.field_types.declarations import (
    DeclarationError,
    read_flag,
    read_text,
)
from claimpack.field_types.reader import WordError
from claimpack.findings import quote

MOST_DIGITS = 4300
"""Python reads no longer integer, so that nobody can keep it busy with one."""
PROVED_DIGITS = 100
"""Digits that a pattern proves: RE2 counts each, and nearly no number has more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notation:
    """How the digits of a field are written (Table Schema, `number`, `integer`)."""

    group_char: str = ""
    """What groups digits; empty where nothing does."""
    is_bare: bool = True
    """False where other characters may stand before and after the number."""

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing but digits."""
        return self.is_bare and not self.group_char

    @property
    def digits(self) -> str:
        """Pattern of digits, grouped where the field groups them."""
        if not self.group_char:
            return "[0-9]+"
        return f"[0-9]+(?:{re.escape(self.group_char)}[0-9]+)*+"

    def surround(self, number: str) -> re.Pattern[str]:
        """Return the pattern of a cell, whose one group is the number.

        A sign is a part of the number: `-$5` is refused, because to strip the sign
        with the currency would give 5.
        """
        if self.is_bare:
            return re.compile(f"({number})")
        return re.compile(f"[^0-9+-]*?({number})[^0-9]*")

    def ungroup(self, number: str) -> str:
        """Return a number without what groups its digits.

        Raises ValueError where it has more digits than we read; those of an exponent
        do not count.
        """
        plain = number.replace(self.group_char, "") if self.group_char else number
        if len(plain) > MOST_DIGITS:
            mantissa = re.split("[eE]", plain, maxsplit=1)[0]
            if sum(map(mantissa.count, "0123456789")) > MOST_DIGITS:
                raise WordError(number)
        return plain


def read_notation(declaration: Mapping[str, Any]) -> Notation:
    """Return how the digits of a field are written.

    Raises:
        DeclarationError: `groupChar` or `bareNumber` cannot be meant so.

    """
    group_char = read_text(declaration, "groupChar", "")
    require_separator("groupChar", group_char)
    return Notation(
        group_char=group_char,
        is_bare=read_flag(declaration, "bareNumber", default=True),
    )


def require_separator(key: str, text: str) -> None:
    """Raise DeclarationError where what separates digits is itself part of a number."""
    if re.search("[0-9+-]", text):
        raise DeclarationError(
            f"{key} is {quote(text)}; expected no digit and no sign in it"
        )
