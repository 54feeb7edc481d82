"""Certainty drift: statements followed from their origins to the headlines.

What the steps are is what the question `certainty-drift` answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from claimpack.dataset import Dataset
from claimpack.opening import Opened
from claimpack.site.claim_views import (
    LevelView,
    Named,
    describe_number,
    name_claim,
    name_event,
    view_level,
)
from claimpack.site.library import Library
from claimpack.site.selection import Row

MOST_STATEMENTS = 200
"""Statements that the page follows."""
MOST_TELLINGS = 20
"""Claims of one statement that it shows: the first ones and the last."""
CERTAINTIES = ("certain", "probable", "possible", "uncommitted", "")
"""From the most certain; the last stands for what is not annotated."""
BLANK = CERTAINTIES.index("")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Who passes a statement on, and how."""

    number: int
    """Counted from the origin."""
    level: LevelView


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One claim that makes the statement, with its steps to the reader."""

    claim: Named
    steps: tuple[Step, ...]
    """The origin first; the last reaches the reader."""
    certainty: str
    """Code of it; empty where it is not annotated."""
    is_negative: bool
    number: str | None
    """In words with its bounds."""
    changes: tuple[str, ...]
    """What is other than in the claim that it restates."""
    is_headline: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What is said again, or comes through several levels."""

    statement_id: str
    event: Named | None
    tellings: tuple[Telling, ...]
    """The first statement first, headlines last."""
    left_out: int
    """How many claims before the last one are not shown."""

    @property
    def is_repeated(self) -> bool:
        """Whether it is said again."""
        return len(self.tellings) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slope:
    """How many restatements go from one certainty to another."""

    start: int
    """Place of the certainty in `CERTAINTIES`."""
    end: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drifts:
    """All statements that take more than one step."""

    repeated: tuple[Statement, ...]
    """Those that are said again, and of these those that change first."""
    passed_on: tuple[Statement, ...]
    """Those that are said once, through several sources."""
    more: int
    """How many statements are not shown."""
    total: int
    """How many claims say again what another one says."""
    changed: int
    """How many of these change something."""
    slopes: tuple[Slope, ...]
    """Of all restatements."""


def ask_steps(package: Opened, library: Library) -> list[Row]:
    """Return the steps of all statements, as the question has them.

    Those that the library has: it may have a part of a package.

    Raises:
        UsageError: the question takes more than a query may (docs/limits.md).
        SourceError: a file cannot be read.

    """
    known = {row["attribution_id"] for row in library.rows["attributions"]}
    rows = Dataset(package).ask("certainty-drift").to_pylist()
    return [row for row in rows if row["attribution_id"] in known]


def find_drifts(library: Library, rows: Iterable[Row]) -> Drifts:
    """Return the statements that some steps are of; those of one stand together."""
    found = [list(own) for _, own in groupby(rows, key=itemgetter("statement_id"))]
    found.sort(key=find_rank)
    shown = [view_statement(library, own) for own in found[:MOST_STATEMENTS]]
    pairs = [
        (first, row) for first, *again in map(list_nearest, found) for row in again
    ]
    slopes = Counter(tuple(map(find_certainty, pair)) for pair in pairs)
    return Drifts(
        repeated=tuple(it for it in shown if it.is_repeated),
        passed_on=tuple(it for it in shown if not it.is_repeated),
        more=len(found) - len(shown),
        total=len(pairs),
        changed=sum(row["changes"] is not None for _, row in pairs),
        slopes=tuple(
            Slope(start=start, end=end, count=count)
            for (start, end), count in sorted(slopes.items())
        ),
    )


def find_rank(rows: Sequence[Row]) -> tuple[bool, bool]:
    """Return what statements are sorted by: those that change first, then repeated."""
    is_changed = any(row["changes"] for row in rows)
    return not is_changed, len(list_nearest(rows)) == 1


def list_nearest(rows: Iterable[Row]) -> list[Row]:
    """Return a step of each claim that is nearest the reader, the first claim first.

    Joint sources share the step and all that is asked of it here.
    """
    return list({row["claim_id"]: row for row in rows if row["level"] == 1}.values())


def find_certainty(row: Row) -> int:
    """Return the place of a certainty; an unknown one counts as not annotated."""
    certainty = row["certainty"]
    return CERTAINTIES.index(certainty) if certainty in CERTAINTIES else BLANK


def view_statement(library: Library, rows: Sequence[Row]) -> Statement:
    """Return a statement with the claims that make it."""
    claims = [list(own) for _, own in groupby(rows, key=itemgetter("claim_id"))]
    shown = [*claims[: MOST_TELLINGS - 1], *claims[MOST_TELLINGS - 1 :][-1:]]
    event_id = library.claims[rows[0]["claim_id"]]["event_id"]
    return Statement(
        statement_id=rows[0]["statement_id"],
        event=name_event(library, event_id) if event_id else None,
        tellings=tuple(view_telling(library, own) for own in shown),
        left_out=len(claims) - len(shown),
    )


def view_telling(library: Library, rows: Sequence[Row]) -> Telling:
    """Return a claim with its steps, as they count within its statement."""
    claim_id = rows[0]["claim_id"]
    claim, last = library.claims[claim_id], rows[-1]
    levels = group_levels(library, claim_id)
    steps = {row["step"]: levels[row["level"]] for row in rows}
    return Telling(
        claim=name_claim(claim),
        steps=tuple(Step(number=it, level=level) for it, level in steps.items()),
        certainty=last["certainty"] or "",
        is_negative=last["polarity"] == "negative",
        number=describe_number(library, library.flat[claim_id]),
        changes=tuple(last["changes"].split(", ")) if last["changes"] else (),
        is_headline=bool(last["is_headline"]),
    )


def group_levels(library: Library, claim_id: str) -> dict[int, LevelView]:
    """Return who speaks in each level of a claim, by its number."""
    found = groupby(library.levels_of[claim_id], key=itemgetter("level"))
    return {level: view_level(library, list(rows)) for level, rows in found}
