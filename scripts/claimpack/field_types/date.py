"""Dates without a time.

Source: Table Schema, `date`. The years are 1 to 9999.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from pyarrow import types

from claimpack.field_types.datetime import DAY
from claimpack.field_types.reader import CellReader, WordError, order, read_stored
from claimpack.field_types.storage import one_of
from claimpack.field_types.time_forms import read_time_form

DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
LEXICAL = f"[1-9][0-9]{{3}}-{DAY}"


def read_date(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of dates.

    Raises:
        DeclarationError: the format of the field is none that can be read.

    """
    form = read_time_form(declaration, "a day")
    if form is None:
        expected = "a day of the calendar as YYYY-MM-DD"
        return make_reader(expected, parse_date, LEXICAL)
    return make_reader(form.expected, lambda text: form.parse(text).date())


def make_reader(
    expected: str, parse: Callable[[str], date], lexical: str | None = None
) -> CellReader:
    """Return the reader of dates in one format."""
    return CellReader(
        type="date",
        expected=expected,
        parse=parse,
        lexical=lexical,
        holds=one_of(types.is_date),
        from_stored=read_stored(parse, take_date),
        write=date.isoformat,
        compare=order,
    )


def parse_date(text: str) -> date:
    """Return the day that the default format writes, if the calendar has it."""
    if not DATE.fullmatch(text):
        raise WordError(text)
    return date.fromisoformat(text)


def take_date(value: object) -> date:
    """Return a stored day; ValueError for all else."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise WordError(value)
    return value
