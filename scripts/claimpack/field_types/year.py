"""Years of the calendar.

Source: Table Schema, `year`; XML Schema Part 2, second edition, 3.2.11 (`gYear`): four
digits or more, perhaps a minus before them and a time zone after them, and no year 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from pyarrow import types

from claimpack.field_types.declarations import read_format
from claimpack.field_types.months import compare_months, parse_month, write_month
from claimpack.field_types.reader import CellReader, WordError, read_stored
from claimpack.field_types.storage import is_text, one_of
from claimpack.field_types.values import Month

parse_year = partial(parse_month, is_year=True)


def read_year(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of years.

    Raises:
        DeclarationError: the field has a format.

    """
    read_format(declaration)
    return CellReader(
        type="year",
        expected="a year as YYYY",
        parse=parse_year,
        lexical="[1-9][0-9]{3}",
        holds=one_of(is_text, types.is_integer),
        from_stored=read_stored(parse_year, take_year),
        write=partial(write_month, is_year=True),
        compare=compare_months,
    )


def take_year(value: object) -> Month:
    """Return the year of a stored integer; ValueError for all else, and for 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value == 0:
        raise WordError(value)
    return Month(year=value)
