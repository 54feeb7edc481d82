"""Estimates beside the figures that they are of, by each method of the question."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from claimpack.dataset import Dataset
from claimpack.opening import Opened
from claimpack.site.axes import NumberAxis, find_number, write_number
from claimpack.site.bounds import COUNTS, Shape, draw_shape
from claimpack.site.claim_views import Named, name_claim, name_entity, name_figure
from claimpack.site.conflicts import TOLERANCE
from claimpack.site.library import Library
from claimpack.site.selection import Row

MOST_ESTIMATES = 40
"""Estimates beside the figures of one drawing."""
MOST_BASES = 6
"""Figures that are named beside an estimate."""


class Method(NamedTuple):
    """A way to estimate."""

    code: str
    """As `claimpack query estimates --method` has it."""
    rule: str


METHODS = (
    Method(
        "lowest-highest",
        "Of all figures that stand, low is the lowest of their lower bounds, high the"
        " highest of their upper bounds, and best the number that all who give one"
        " agree on.",
    ),
    Method(
        "latest",
        "Of the figures that stand, those that were said last alone: low is the lowest"
        " of their lower bounds, high the highest of their upper bounds, and best the"
        " number that all who give one agree on.",
    ),
)
"""Those that need nothing but the package; ranking needs an order of sources."""
Place = tuple[str, str, str]
"""Event, measure and unit, as figures of one drawing have them."""
Estimates = Mapping[Place, Sequence[Row]]
"""Answers to the question `estimates` by where they are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """One of the three numbers of an estimate."""

    name: str
    """low, best or high."""
    words: str
    """The number; what it means that there is none."""
    figure: Named | None
    """The first of the figures that the number is of; None where there is no number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Some figures by name."""

    named: tuple[Named, ...]
    more: int
    """How many others there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EstimateView:
    """An estimate by one method."""

    method: str
    counted: Named | None
    """Who is counted; None where no figure says so."""
    words: str
    """Low and high as a range, as `71 or more`."""
    ends: tuple[End, ...]
    shape: Shape | None
    """None where there is no number."""
    row: Row
    said: str
    """From the first to the last day on which what stands was said."""
    basis: Figures
    """What the numbers are of."""
    contradictions: Figures
    """What contradicts by a link one of the figures that stand."""


def ask_estimates(package: Opened) -> Estimates:
    """Return the answers to the question `estimates`, the most claims first.

    Raises:
        UsageError: the question takes more than a query may (docs/limits.md), or links
            of the package lead in a circle.
        SourceError: a file cannot be read.

    """
    tables = Dataset(package)
    found: dict[Place, list[Row]] = defaultdict(list)
    for method in METHODS:
        answer = tables.ask("estimates", method=method.code, tolerance=TOLERANCE)
        for row in answer.to_pylist():
            found[row["event_id"], row["measure"], row["unit"] or ""].append(row)
    for rows in found.values():
        rows.sort(key=find_order)
    return found


def find_order(row: Row) -> tuple[int, str]:
    """Return what estimates are sorted by; those of both methods stay together."""
    return -row["independent_claims"], row["counted_entity_id"] or ""


def list_ends(row: Row) -> list[float]:
    """Return the numbers of an estimate that an axis must have room for."""
    found = (find_number(row[column]) for column in ("low", "best", "high"))
    return [number for number in found if number is not None]


def view_estimate(library: Library, row: Row, axis: NumberAxis) -> EstimateView:
    """Return an estimate over the axis of its figures."""
    basis = split_ids(row["basis_claim_ids"])
    figures = [library.claims[it] for it in basis]
    counted = row["counted_entity_id"]
    return EstimateView(
        method=row["method"],
        counted=name_entity(library, counted) if counted else None,
        words=tell_range(row),
        ends=tuple(iter_ends(row, figures)),
        shape=draw_estimate(row, axis),
        row=row,
        said=tell_days(row["first_said_end"], row["last_said_end"]),
        basis=name_figures(library, basis),
        contradictions=name_figures(library, split_ids(row["contradicting_claim_ids"])),
    )


def name_figures(library: Library, claim_ids: Sequence[str]) -> Figures:
    """Return the first of some figures by name."""
    return Figures(
        named=tuple(name_figure(library, it) for it in claim_ids[:MOST_BASES]),
        more=max(0, len(claim_ids) - MOST_BASES),
    )


def split_ids(cell: str | None) -> list[str]:
    """Return the ids of a cell.

    >>> split_ids("a.e1; a.e2"), split_ids(None)
    (['a.e1', 'a.e2'], [])
    """
    return cell.split("; ") if cell else []


def iter_ends(row: Row, figures: Sequence[Row]) -> Iterator[End]:
    """Yield low, best and high, each with a figure that has this number."""
    for name, nothing in (("low", "open"), ("best", "none"), ("high", "open")):
        number = row[name]
        figure = None if number is None else find_figure(name, number, figures)
        yield End(
            name=name,
            words=nothing if number is None else write_number(number),
            figure=figure,
        )


def find_figure(name: str, number: float, figures: Sequence[Row]) -> Named:
    """Return the first figure that a number of an estimate is of.

    A bound that no figure has itself is the end of the band around a number: the lowest
    number has the lowest band.
    """
    column = "quantity" if name == "best" else f"quantity_{name}"
    own = [it for it in figures if it[column] == number]
    numbers = [it for it in own if it["quantity_modifier"] in {"exact", "approx"}]
    if name == "best":
        return name_claim(numbers[0])
    around = [it for it in figures if it["quantity_modifier"] == "approx"]
    choose: Callable[..., Row] = max if name == "high" else min
    return name_claim(own[0] if own else choose(around, key=itemgetter("quantity")))


def draw_estimate(row: Row, axis: NumberAxis) -> Shape | None:
    """Return how an estimate is drawn: from low to high, with a mark for the best."""
    low, best, high = (find_number(row[it]) for it in ("low", "best", "high"))
    figure = {
        "quantity": best if low != high else low,
        "quantity_low": low,
        "quantity_high": high,
        "quantity_modifier": "between",
        "unit": row["unit"],
    }
    shape = draw_shape(figure, axis)
    if shape is None or best is None:
        return shape
    return replace(shape, mark=axis.place(best))


def tell_range(row: Row) -> str:
    """Return low and high of an estimate in words; what is empty is open.

    >>> dead = {"low": 71.0, "high": None, "unit": "person"}
    >>> tell_range(dead), tell_range({**dead, "high": 90.0})
    ('71 or more', '71 to 90')
    >>> tell_range({"low": None, "high": 9.0, "unit": "USD"})
    '9 or less'
    >>> tell_range({**dead, "low": None, "high": 9.0})
    '9 or fewer'
    >>> tell_range({**dead, "low": None})
    'open'
    """
    low, high = (
        None if row[it] is None else write_number(row[it]) for it in ("low", "high")
    )
    if low is None and high is None:
        return "open"
    if high is None:
        return f"{low} or more"
    if low is None:
        return f"{high} or {'fewer' if row['unit'] in COUNTS else 'less'}"
    return low if low == high else f"{low} to {high}"


def tell_days(first: date | None, last: date | None) -> str:
    """Return the days on which what stands was first and last said.

    >>> tell_days(date(2031, 5, 6), date(2031, 5, 14)), tell_days(None, None)
    ('2031-05-06 to 2031-05-14', '')
    """
    if first is None or last is None:
        return ""
    return f"{first}" if first == last else f"{first} to {last}"
