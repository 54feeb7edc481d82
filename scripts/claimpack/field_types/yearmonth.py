"""Months of a year.

Source: Table Schema, `yearmonth`; XML Schema Part 2, second edition, 3.2.10
(`gYearMonth`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from claimpack.field_types.declarations import read_format
from claimpack.field_types.months import compare_months, parse_month, write_month
from claimpack.field_types.reader import CellReader, read_stored, refuse
from claimpack.field_types.storage import holds_text

parse_yearmonth = partial(parse_month, is_year=False)


def read_yearmonth(declaration: Mapping[str, Any]) -> CellReader:
    """Return the reader of months.

    Raises:
        DeclarationError: the field has a format.

    """
    read_format(declaration)
    return CellReader(
        type="yearmonth",
        expected="a month as YYYY-MM",
        parse=parse_yearmonth,
        lexical="[1-9][0-9]{3}-(?:0[1-9]|1[0-2])",
        holds=holds_text,
        from_stored=read_stored(parse_yearmonth, refuse),
        write=partial(write_month, is_year=False),
        compare=compare_months,
    )
