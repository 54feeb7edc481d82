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
    iter_levels,
    name_claim,
    name_event,
)
from claimpack.site.library import Library
from claimpack.site.selection import Row

MOST_STATEMENTS = 200
"""Statements that are said again and that the page follows."""
MOST_TELLINGS = 20
"""Claims of one statement that it shows: the first ones and the last."""
MOST_CHAINS = 200
"""Claims of several levels that it follows, beside those."""
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
    more: int
    total: int
    """How many claims say again what another one says."""
    changed: int
    """How many of these change something."""
    slopes: tuple[Slope, ...]
    """Of all restatements."""
    chains: tuple[Statement, ...]
    """Those that are said once, through several sources."""
    more_chains: int


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
    """Return the statements that some steps are of, and those that are said once.

    Steps of one statement stand together. Where a part of a package has only one of its
    claims, it is said once.
    """
    groups = (list(own) for _, own in groupby(rows, key=itemgetter("statement_id")))
    found = sorted((it for it in groups if len(list_nearest(it)) > 1), key=find_rank)
    told = {row["claim_id"] for own in found for row in own}
    deep = [it for it in library.claims if it not in told and is_deep(library, it)]
    pairs = [
        (first, row) for first, *again in map(list_nearest, found) for row in again
    ]
    slopes = Counter((find_certainty(one), find_certainty(it)) for one, it in pairs)
    return Drifts(
        repeated=tuple(view_statement(library, it) for it in found[:MOST_STATEMENTS]),
        more=max(0, len(found) - MOST_STATEMENTS),
        total=len(pairs),
        changed=sum(row["changes"] is not None for _, row in pairs),
        slopes=tuple(
            Slope(start=start, end=end, count=count)
            for (start, end), count in sorted(slopes.items())
        ),
        chains=tuple(view_chain(library, it) for it in deep[:MOST_CHAINS]),
        more_chains=max(0, len(deep) - MOST_CHAINS),
    )


def is_deep(library: Library, claim_id: str) -> bool:
    """Whether a claim comes through several levels."""
    rows = library.levels_of.get(claim_id, [])
    return bool(rows) and rows[-1]["level"] > 1


def find_rank(rows: Sequence[Row]) -> bool:
    """Return what statements are sorted by: those that change stand first."""
    return not any(row["changes"] for row in rows)


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
    return Statement(
        statement_id=rows[0]["statement_id"],
        event=find_event(library, rows[0]["claim_id"]),
        tellings=tuple(
            view_telling(
                library, own[0]["claim_id"], own[0]["step"], own[-1]["changes"]
            )
            for own in shown
        ),
        left_out=len(claims) - len(shown),
    )


def view_chain(library: Library, claim_id: str) -> Statement:
    """Return a statement that one claim makes alone."""
    return Statement(
        statement_id=claim_id,
        event=find_event(library, claim_id),
        tellings=(view_telling(library, claim_id, 1, None),),
        left_out=0,
    )


def find_event(library: Library, claim_id: str) -> Named | None:
    """Return the event of a claim, None where it has none."""
    event_id = library.claims[claim_id]["event_id"]
    return name_event(library, event_id) if event_id else None


def view_telling(
    library: Library, claim_id: str, first: int, changes: str | None
) -> Telling:
    """Return a claim whose steps count from a number on."""
    claim, flat = library.claims[claim_id], library.flat[claim_id]
    levels = tuple(iter_levels(library, claim_id))[::-1]
    return Telling(
        claim=name_claim(claim),
        steps=tuple(Step(number=it, level=own) for it, own in enumerate(levels, first)),
        certainty=claim["certainty"] or "",
        is_negative=claim["polarity"] == "negative",
        number=describe_number(library, flat),
        changes=tuple(changes.split(", ")) if changes else (),
        is_headline=bool(flat["is_headline"]),
    )
