"""The pages of the figures and of the timeline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from claimpack.conflicts import KINDS
from claimpack.errors import UsageError
from claimpack.opening import Opened
from claimpack.site.axes import make_axis
from claimpack.site.bounds import Shape, draw_shape
from claimpack.site.conflicts import TOLERANCE, find_conflicts, list_pairs
from claimpack.site.days import DayAxis, draw_days
from claimpack.site.estimates import METHODS, Estimates, ask_estimates
from claimpack.site.figure_views import Answers, list_sections
from claimpack.site.library import Library
from claimpack.site.pages import Sheet
from claimpack.site.selection import Row
from claimpack.site.timeline import view_timeline

Values = dict[str, Any]
SHAPES = (
    ("exact", 50, 50, 50, "one number"),
    ("between", None, 20, 80, "a range, from bound to bound"),
    ("at_least", 30, 30, None, "at least so many, more than: no upper bound"),
    ("vague", None, 30, None, "dotted: words such as “hundreds”, from their floor"),
    ("at_most", 70, None, 70, "at most so many, less than"),
    (
        "more_than",
        30,
        30,
        None,
        "a hollow end is itself left out: more than $12 million",
    ),
    ("approx", 45, None, None, "around a number, without bounds"),
)
"""Each way to draw a figure: modifier, number, bounds, and what it means."""
HUNDRED = make_axis([99.0])
MONTH = DayAxis(first=date(2024, 1, 1), last=date(2024, 1, 31), ticks=())
DATES = (
    ("happened", "", 16, 16, "a day on which an event took place"),
    ("happened", "", 8, 22, "some time between two days"),
    ("happened", "", None, 20, "no later than a day"),
    ("happened", "", 10, None, "no earlier than a day"),
    ("happened", "~", 16, 16, "dashed: about then, or not certain"),
    ("said", "", 16, 16, "the day on which it was said"),
)
"""Each way to draw a date: qualifier, days of a month, and what it means."""


def iter_figure_pages(
    package: Opened, library: Library, *, is_part: bool
) -> Iterator[Sheet]:
    """Yield path, template and values of each page.

    Estimates are of a whole package: where a part of it is shown there are none.

    Raises:
        SourceError: a file cannot be read.

    """
    pairs, pairs_fault = try_pairs(package, library)
    counts = Counter(row["kind"] for row in pairs)
    estimates, fault = try_estimates(package, is_part=is_part)
    answers = Answers(conflicts=find_conflicts(library, pairs), estimates=estimates)
    sections = list_sections(library, answers)
    shown = sum(len(it.figures) for each in sections for it in each.groups)
    total = sum(row["measure"] is not None for row in library.rows["claims"])
    values: Values = {
        "sections": sections,
        "legend": [draw_figure(*it) for it in SHAPES],
        "pairs_fault": pairs_fault,
        "methods": METHODS if estimates else (),
        "fault": fault,
        "pairs": [(kind, counts[kind]) for kind in KINDS if counts[kind]],
        "tolerance": TOLERANCE,
        "more": total - shown,
        "here": "figures",
    }
    yield "figures.html", "figures.html", values
    values = {
        "timeline": view_timeline(library),
        "legend": [draw_example(*it) for it in DATES],
        "here": "figures",
    }
    yield "timeline.html", "timeline.html", values


def try_pairs(package: Opened, library: Library) -> tuple[list[Row], str]:
    """Return the pairs that have a figure, or none and why there are none.

    Links of a package that nobody checked may lead in a circle, and of very many
    figures there may be more pairs than a query may give (docs/limits.md).
    """
    try:
        return list_pairs(package, library), ""
    except UsageError as error:
        return [], f"There are no pairs of figures: {error}."


def try_estimates(package: Opened, *, is_part: bool) -> tuple[Estimates, str]:
    """Return all estimates, or none and why there are none.

    Links of a package that nobody checked may lead in a circle.
    """
    if is_part:
        return {}, "Estimates are of all articles of a package, and these are some."
    try:
        return ask_estimates(
            package
        ), "No figure of this package can be estimated from."
    except UsageError as error:
        return {}, f"There are no estimates: {error}"


def draw_example(
    kind: str, qualifier: str, first: int | None, last: int | None, words: str
) -> tuple[Values, str]:
    """Return a date of the legend, as a strip of the timeline, with its words."""
    row = {
        "x_edtf": qualifier,
        "x_start": first and MONTH.first.replace(day=first),
        "x_end": last and MONTH.first.replace(day=last),
    }
    strip = {"happened": None, "said": None, kind: draw_days(row, "x", MONTH)}
    return strip, words


def draw_figure(
    modifier: str, number: int | None, low: int | None, high: int | None, words: str
) -> tuple[Shape | None, str, str]:
    """Return a figure of the legend with what it means, and its class."""
    row = {
        "quantity_modifier": modifier,
        "unit": "USD" if modifier == "more_than" else "person",
        "quantity": number,
        "quantity_low": low,
        "quantity_high": high,
    }
    return draw_shape(row, HUNDRED), words, modifier
