"""The timeline: when events took place, as claims have it, and when that was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from claimpack.show.words import describe_date
from claimpack.site.claim_views import Named, find_claim, name_event
from claimpack.site.days import DayAxis, DayBar, draw_days, list_days, make_day_axis
from claimpack.site.library import Library
from claimpack.site.selection import Row

MOST_ROWS = 400
"""Claims that a timeline shows."""
MOST_UNDATED = 400
"""Events without dates that it lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedClaim:
    """A claim that dates its event."""

    claim: Named
    sources: str
    happened: DayBar | None
    happened_words: str | None
    said: DayBar | None
    said_words: str | None
    """None where nothing dates it."""
    is_negative: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedEvent:
    """An event with the claims that date it, by the date that they give."""

    event: Named | None
    """None for claims without an event."""
    claims: tuple[DatedClaim, ...]
    count: int
    """How many there are, shown or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """All dated events over one axis."""

    axis: DayAxis | None
    """None where nothing has a date."""
    events: tuple[DatedEvent, ...]
    more: int
    """Dated claims that are not shown."""
    undated: tuple[Named, ...]
    """Events that no claim dates."""
    more_undated: int
    loose: int
    """Claims with neither an event nor a date of one."""

    @property
    def is_cut(self) -> bool:
        """Whether some date goes beyond the axis."""
        return any(
            bar.is_cut_left or bar.is_cut_right
            for event in self.events
            for claim in event.claims
            for bar in (claim.happened, claim.said)
            if bar
        )


def view_timeline(library: Library) -> Timeline:
    """Return the timeline of a package, in the order in which events took place."""
    by_event: dict[str, list[Row]] = {}
    dated = [row for row in library.rows["claims"] if row["event_date_edtf"]]
    for row in dated:
        by_event.setdefault(row["event_id"] or "", []).append(row)
    undated = [it for it in library.events if it not in by_event]
    shown = choose_rows(library, by_event)
    axis = find_axis(library, [row for rows in shown.values() for row in rows])
    return Timeline(
        axis=axis,
        events=tuple(
            DatedEvent(
                event=name_event(library, event_id) if event_id else None,
                claims=tuple(view_dates(library, row, axis) for row in rows if axis),
                count=len(by_event[event_id]),
            )
            for event_id, rows in shown.items()
        ),
        more=len(dated) - sum(map(len, shown.values())),
        undated=tuple(name_event(library, it) for it in undated[:MOST_UNDATED]),
        more_undated=max(0, len(undated) - MOST_UNDATED),
        loose=sum(
            not row["event_id"] and not row["event_date_edtf"]
            for row in library.rows["claims"]
        ),
    )


def choose_rows(
    library: Library, by_event: Mapping[str, Sequence[Row]]
) -> dict[str, list[Row]]:
    """Return the rows that are shown, by event, both in the order of their dates."""

    def find_order(row: Row) -> tuple[date, date, date, str]:
        said = library.flat[row["claim_id"]]["said_end"]
        return (*find_period(row), said or date.max, row["claim_id"])

    ordered = {it: sorted(rows, key=find_order) for it, rows in by_event.items()}
    events = sorted(ordered, key=lambda it: (it == "", find_order(ordered[it][0])))
    shown: dict[str, list[Row]] = {}
    room = MOST_ROWS
    for event_id in events:
        if room > 0:
            shown[event_id] = ordered[event_id][:room]
            room -= len(shown[event_id])
    return shown


def find_period(row: Row) -> tuple[date, date]:
    """Return the days that the date of an event is sorted by: what is open is far."""
    start, end = row["event_date_start"], row["event_date_end"]
    return start or end or date.max, end or date.max


def find_axis(library: Library, rows: Sequence[Row]) -> DayAxis | None:
    """Return the axis for the dates of some claims, None where they have no day."""
    dates = [
        list_days(row, stem)
        for claim in rows
        for row, stem in (
            (claim, "event_date"),
            (library.flat[claim["claim_id"]], "said"),
        )
    ]
    return make_day_axis(dates) if any(dates) else None


def view_dates(library: Library, claim: Row, axis: DayAxis) -> DatedClaim:
    """Return a claim with its dates over an axis."""
    flat = library.flat[claim["claim_id"]]
    return DatedClaim(
        claim=Named(name=claim["claim_text"], href=find_claim(claim)),
        sources=flat["sources"],
        happened=draw_days(claim, "event_date", axis),
        happened_words=describe_date(claim, "event_date"),
        said=draw_days(flat, "said", axis),
        said_words=describe_date(flat, "said"),
        is_negative=claim["polarity"] == "negative",
    )
