"""The normalisers that are compared, each as a function from a row to an answer.

A row is one of quantities.csv or dates.csv. A library is imported when its function
is made, so that a process has in memory only what it measures.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

Row = dict[str, str]
Said = list[float | str | None]
"""Of a quantity: first number, last number, unit. Of a date: first day, last day."""
Answer = dict[str, Said | None]
"""`said`, None where no number or date is given; for our own quantities also `row`,
all five fields as the list has them."""
Normaliser = Callable[[Row], Answer]

DECIMALS = 9
"""Of a number that is compared; a third is no decimal number."""
UNITS = {
    "dimensionless": None,
    "percentage": "percent",
    "per cent": "percent",
    "kilometre": "km",
    "square kilometre": "km2",
    "tonne": "t",
}
"""Names of quantulum3, by our own. Its currencies have their codes."""
GROUPS = {"dozen": 12, "pair": 2}
"""What quantulum3 takes for units and we for numbers; both are counted as right."""


def make_claimpack_quantities() -> Normaliser:
    """Return our own reader of quantities."""
    from claimpack.document import Quantity
    from claimpack.quantities import parse

    def normalise(row: Row) -> Answer:
        found = parse(row["words"])
        if not isinstance(found, Quantity):
            return {"said": None, "row": None}
        return describe_quantity(
            found.modifier, found.quantity, found.low, found.high, found.unit
        )

    return normalise


def make_quantulum3() -> Normaliser:
    """Return quantulum3, which gives a value with an uncertainty, and a unit."""
    from quantulum3 import parser

    def normalise(row: Row) -> Answer:
        said = [part for found in parser.parse(row["words"]) for part in split(found)]
        return {"said": said or None}

    def split(found: Any) -> Said:  # noqa: ANN401  # a class without types
        name = found.unit.name
        factor, width = GROUPS.get(name, 1), found.uncertainty or 0
        is_money = found.unit.entity.name == "currency"
        code = found.unit.currency_code if is_money else UNITS.get(name, name)
        sides = ((found.value + side * width) * factor for side in (-1, 1))
        return [
            *(round(side, DECIMALS) for side in sides),
            code if factor == 1 else None,
        ]

    return normalise


def make_claimpack_dates() -> Normaliser:
    """Return our own resolver of dates."""
    from claimpack.dates import Context, resolve
    from claimpack.document import When

    def normalise(row: Row) -> Answer:
        context = Context(sentence=row["sentence"])
        found = resolve(row["words"], date.fromisoformat(row["anchor"]), context)
        if not isinstance(found, When):
            return {"said": None}
        return {"said": describe_days(found.start, found.end)}

    return normalise


def make_dateparser() -> Normaliser:
    """Return dateparser for English news, whose dates mostly lie in the past.

    It gives one moment and the period that was said: a day, a week, a month, a year.
    """
    from dateparser.date import DateDataParser

    @cache
    def make_parser(anchor: str) -> Any:  # noqa: ANN401  # a class without types
        settings = {
            "RELATIVE_BASE": datetime.fromisoformat(anchor),
            "PREFER_DATES_FROM": "past",
        }
        return DateDataParser(languages=["en"], settings=settings)

    def normalise(row: Row) -> Answer:
        found = make_parser(row["anchor"]).get_date_data(row["words"])
        if found.date_obj is None:
            return {"said": None}
        return {"said": describe_days(*widen(found.date_obj.date(), found.period))}

    return normalise


NORMALISERS = {
    "claimpack.quantities": make_claimpack_quantities,
    "quantulum3": make_quantulum3,
    "claimpack.dates": make_claimpack_dates,
    "dateparser": make_dateparser,
}


def describe_quantity(
    modifier: str | None,
    quantity: float | None,
    low: float | None,
    high: float | None,
    unit: str | None,
) -> Answer:
    """Return the answer of the five fields; a vague one says no number."""
    row: Said = [modifier, quantity, low, high, unit]
    first, last = (low, high) if quantity is None else (quantity, quantity)
    if first is None or last is None:
        return {"said": None, "row": row if modifier else None}
    code = None if unit == "fraction" else unit
    said: Said = [round(first, DECIMALS), round(last, DECIMALS), code]
    return {"said": said, "row": row}


def describe_days(start: date | None, end: date | None) -> Said:
    """Return both days in ISO 8601; None is an open end."""
    return [None if day is None else day.isoformat() for day in (start, end)]


def widen(day: date, period: str) -> tuple[date, date]:
    """Return the period that a day stands for."""
    if period == "week":
        start = day - timedelta(days=day.weekday())
        return start, start + timedelta(days=6)
    if period == "month":
        length = monthrange(day.year, day.month)[1]
        return day.replace(day=1), day.replace(day=length)
    if period == "year":
        return date(day.year, 1, 1), date(day.year, 12, 31)
    return day, day
