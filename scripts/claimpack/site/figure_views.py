"""Figures as their page shows them: a line each, grouped by event and measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from claimpack.show.words import describe_date
from claimpack.site.axes import NumberAxis, make_axis
from claimpack.site.bounds import COUNTS, Shape, draw_shape, list_numbers, tell_bounds
from claimpack.site.claim_views import (
    Named,
    name_claim,
    name_event,
    name_figure,
    name_source,
)
from claimpack.site.conflicts import Conflict
from claimpack.site.estimates import (
    MOST_ESTIMATES,
    Estimates,
    EstimateView,
    list_ends,
    view_estimate,
)
from claimpack.site.library import Library
from claimpack.site.restatements import find_first_statements
from claimpack.site.selection import Row

MOST_FIGURES = 400
"""Figures of a page."""
MOST_LINES = 60
"""Figures of one drawing: those said last."""
MOST_NOTES = 6
"""Other claims that are named beside a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What questions of the tool answer about the figures of a package."""

    conflicts: Mapping[str, Sequence[Conflict]]
    """By claim."""
    estimates: Estimates


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A claim that has to do with a figure."""

    conflict: Conflict
    claim: Named


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One figure, as one claim has it."""

    claim_id: str
    claim: Named
    row: Row
    """As in `claims_flat`."""
    sources: tuple[Named, ...]
    """Those nearest the reader."""
    said: str | None
    bounds: str
    shape: Shape | None
    """None for a figure without a number."""
    restated: Named | None
    """What it says again; None for a first statement, and where a note names it."""
    notes: tuple[Note, ...]
    """Disputes first."""
    more_notes: int

    @property
    def words(self) -> str:
        """The number as the article has it; its bounds where that is not known."""
        return self.row["quantity_text"] or self.bounds

    @property
    def traits(self) -> str:
        """What its line looks like beside its bounds, as classes."""
        traits = {
            "restated": self.row["restates_claim_id"] is not None,
            "undone": any(note.conflict.is_undone for note in self.notes),
            "disputed": any(note.conflict.is_dispute for note in self.notes),
            "denied": self.row["polarity"] == "negative",
            "vague": self.row["quantity_modifier"] == "vague",
        }
        return " ".join(name for name, is_so in traits.items() if is_so)


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureGroup:
    """Figures of one event, measure and unit over one axis."""

    measure: str
    unit: str
    is_rate: bool
    part_of: str
    """Label of the measure that this one is a part of; empty where it is of none."""
    axis: NumberAxis
    estimates: tuple[EstimateView, ...]
    """Those of the most claims first; of who is counted, method by method."""
    more_estimates: int
    figures: tuple[FigureView, ...]
    more: int
    """How many others there are, said earlier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureSection:
    """All figures of one event."""

    anchor: str
    event: Named | None
    """None for figures without an event."""
    groups: tuple[FigureGroup, ...]
    count: int


def list_sections(library: Library, answers: Answers) -> tuple[FigureSection, ...]:
    """Return the events with figures, those with the most figures first.

    Figures without an event come last, and beyond the room of a page there are none.
    """
    by_event: dict[str, list[Row]] = {}
    for row in library.rows["claims"]:
        if row["measure"]:
            by_event.setdefault(row["event_id"] or "", []).append(row)
    order = sorted(by_event, key=lambda it: (it == "", -len(by_event[it]), it))
    first = find_first_statements(library.rows["claim_links"])
    sections: list[FigureSection] = []
    room = MOST_FIGURES
    for event_id in order:
        groups = tuple(iter_groups(library, by_event[event_id], answers, first, room))
        room -= sum(len(group.figures) for group in groups)
        sections.append(
            FigureSection(
                anchor=f"event-{event_id}" if event_id else "no-event",
                event=name_event(library, event_id) if event_id else None,
                groups=groups,
                count=len(by_event[event_id]),
            )
        )
        if room <= 0:
            break
    return tuple(sections)


def iter_groups(
    library: Library,
    claims: Sequence[Row],
    answers: Answers,
    first: Mapping[str, str],
    room: int,
) -> Iterator[FigureGroup]:
    """Yield the figures of an event by measure and unit; rates are apart."""
    ordered = sorted(
        claims, key=lambda row: (find_group(row), find_order(library, row))
    )
    for _, own in groupby(ordered, key=find_group):
        if room <= 0:
            return
        rows = list(own)
        shown = rows[-min(room, MOST_LINES) :]
        room -= len(shown)
        more = len(rows) - len(shown)
        yield view_group(library, shown, answers, first, more)


def view_group(
    library: Library,
    claims: Sequence[Row],
    answers: Answers,
    first: Mapping[str, str],
    more: int,
) -> FigureGroup:
    """Return figures of one group, and what is estimated of all of it."""
    measure, unit, is_rate = find_group(claims[0])
    place = claims[0]["event_id"] or "", measure, unit
    estimates = () if is_rate else answers.estimates.get(place, ())
    numbers = [number for row in claims for number in list_numbers(row)]
    ends = [number for row in estimates for number in list_ends(row)]
    axis = make_axis([*numbers, *ends], is_whole=unit in COUNTS)
    return FigureGroup(
        measure=library.name_code("measure", measure),
        unit=unit,
        is_rate=is_rate,
        part_of=name_whole(library, estimates),
        axis=axis,
        estimates=tuple(
            view_estimate(library, row, axis) for row in estimates[:MOST_ESTIMATES]
        ),
        more_estimates=max(0, len(estimates) - MOST_ESTIMATES),
        figures=tuple(
            view_figure(library, row, axis, answers, first) for row in claims
        ),
        more=more,
    )


def name_whole(library: Library, estimates: Sequence[Row]) -> str:
    """Return the measure that estimates of one measure are of a part of."""
    whole = estimates[0]["part_of_measure"] if estimates else None
    return library.name_code("measure", whole)


def find_group(claim: Row) -> tuple[str, str, bool]:
    """Return the measure and unit of a claim, and whether it is a rate."""
    return claim["measure"], claim["unit"] or "", claim["quantity_scope"] == "rate"


def find_order(library: Library, claim: Row) -> tuple[date, date, str, int, str]:
    """Return what figures are sorted by: the date said, as casualty-figures has it."""
    flat = library.flat[claim["claim_id"]]
    return (
        flat["said_end"] or date.max,
        flat["said_start"] or date.min,
        flat["document_id"],
        flat["char_start"],
        flat["claim_id"],
    )


def view_figure(
    library: Library,
    claim: Row,
    axis: NumberAxis,
    answers: Answers,
    first: Mapping[str, str],
) -> FigureView:
    """Return a figure over the axis of its group."""
    claim_id = claim["claim_id"]
    flat = library.flat[claim_id]
    levels = library.levels_of.get(claim_id, ())
    restated = first.get(claim_id)
    own = sorted(answers.conflicts.get(claim_id, ()), key=lambda it: not it.is_dispute)
    noted = own[:MOST_NOTES]
    is_noted = any(it.kind == "drift" and it.other_id == restated for it in noted)
    return FigureView(
        claim_id=claim_id,
        claim=name_claim(claim),
        row=flat,
        sources=tuple(name_source(library, row) for row in levels if row["level"] == 1),
        said=describe_date(flat, "said"),
        bounds=tell_bounds(claim),
        shape=draw_shape(claim, axis),
        restated=name_figure(library, restated) if restated and not is_noted else None,
        notes=tuple(
            Note(conflict=it, claim=name_figure(library, it.other_id)) for it in noted
        ),
        more_notes=max(0, len(own) - MOST_NOTES),
    )
