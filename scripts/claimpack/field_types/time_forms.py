"""The formats of date, time and datetime beside the default: `any`, and a pattern.

Source: Table Schema, `datetime`, which date and time refer to.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from claimpack.field_types.declarations import read_text, show
from claimpack.field_types.reader import WordError
from claimpack.field_types.strptime import compile_pattern, complete_year

LONGEST_ANY = 100
"""Characters that the format `any` reads; nobody writes a longer date."""
DAY_OF_ANY = datetime(2000, 1, 1)  # noqa: DTZ001  # a time zone would be a guess
"""Where the words leave out the year, the month or the day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeForm:
    """One format beside the default."""

    expected: str
    parse: Callable[[str], datetime]
    """The date and time of a text; ValueError where it has not the form."""


def read_time_form(declaration: Mapping[str, Any], kind: str) -> TimeForm | None:
    """Return how a field is read that has not the default format, else None.

    `kind` is what is read, in words: "a day".

    Raises:
        DeclarationError: the format is no pattern of `strptime`.

    """
    name = read_text(declaration, "format", "default").removeprefix("fmt:")
    if name == "default":
        return None
    if name == "any":
        return TimeForm(expected=f"{kind} in a common form", parse=parse_any)
    return TimeForm(
        expected=f"{kind} in the form {show(name)}", parse=compile_pattern(name)
    )


def parse_any(text: str) -> datetime:
    """Return the date and time of words in any common form.

    It depends neither on the day nor on the time zone of the machine.
    """
    if len(text) > LONGEST_ANY:
        raise WordError(text)
    parser = load_parser()
    try:
        return parser.parse(text, default=DAY_OF_ANY, tzinfos=make_zone)  # type: ignore[no-any-return]  # dateutil ships no types
    except (ArithmeticError, ValueError) as error:
        raise WordError(text) from error


@lru_cache(maxsize=1)
def load_parser() -> Any:  # noqa: ANN401  # as above
    """Return dateutil's parser, with a century that does not move on."""
    from dateutil import parser

    class Words(parser.parserinfo):  # type: ignore[misc]  # as above
        """The words that dateutil knows, and its years of two digits."""

        def convertyear(self, year: int, century_specified: object = False) -> int:  # noqa: FBT002  # dateutil calls it so
            """Return a year in full."""
            is_short = year < 100 and not century_specified  # noqa: PLR2004  # 2 digits
            return complete_year(year) if is_short else year

    return parser.parser(Words())


def make_zone(_: str | None, offset: int | None) -> timezone | None:
    """Return the time zone of an offset in seconds; a name alone says too little."""
    return None if offset is None else timezone(timedelta(seconds=offset))
