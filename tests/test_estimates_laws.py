"""Estimates of any figures are those of the rule, written here in Python once more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from figures import Link, Row, ask, bounds, connect, figure

Bounds = tuple[float | None, float | None, float | None]
COLUMNS = "measure low best high independent_claims basis_claim_ids claim_ids"
DAYS = [f"2031-05-0{day}" for day in range(1, 5)]
RELATIONS = ("restates", "updates", "corrects", "retracts")

numbers = st.integers(0, 12).map(float)
wordings = st.one_of(
    numbers.map(lambda n: bounds("exact", n, n, n)),
    numbers.map(lambda n: bounds("approx", n)),
    numbers.map(lambda n: bounds("approx", n, None, n)),
    numbers.map(lambda n: bounds("at_least", n, n)),
    numbers.map(lambda n: bounds("at_most", n, None, n)),
    st.just(bounds("vague")),
)


@st.composite
def figures(draw: st.DrawFn) -> list[Row]:
    """Some figures of one event."""
    count = draw(st.integers(1, 6))
    return [
        figure(
            f"c{number}",
            source=draw(st.sampled_from(["army", "mayor", "army < ?", "?", None])),
            said=draw(st.sampled_from([*DAYS, None])),
            measure=draw(st.sampled_from(["killed", "wounded"])),
            polarity=draw(st.sampled_from(["positive"] * 4 + ["negative"])),
            **draw(wordings),
        )
        for number in range(count)
    ]


def links_of(rows: Sequence[Row]) -> st.SearchStrategy[list[Link]]:
    """Links of figures to earlier ones, so that they make no circle."""
    pairs = [
        (str(one["claim_id"]), str(other["claim_id"]))
        for number, one in enumerate(rows)
        for other in rows[:number]
    ]
    if not pairs:
        return st.just([])
    linked = st.tuples(st.sampled_from(pairs), st.sampled_from(RELATIONS))
    chosen = st.lists(linked, max_size=3, unique_by=lambda it: it[0])
    return chosen.map(lambda links: [(a, relation, b) for (a, b), relation in links])


def known_on(row: Row) -> str:
    """The day on which a figure was known: said, or else published."""
    return str(row["said"] or row["published"])


def find_origin(row: Row) -> str | None:
    """Who can be told apart as the source of a figure."""
    if row["source"] is None:
        return str(row["publisher"])
    named = [it for it in row["source"].split(" < ") if it != "?"]
    return named[-1] if named else None


def find_replacing(
    by_id: Mapping[str, Row], links: Sequence[Link], usable: set[str]
) -> list[tuple[str, str]]:
    """The claims that replace others, with what they replace."""
    lapsed = {target for _, relation, target in links if relation == "retracts"}
    return [
        (claim_id, target)
        for claim_id, relation, target in links
        if claim_id not in lapsed
        and (
            relation == "retracts"
            or (relation in ("updates", "corrects") and claim_id in usable)
            or (relation == "corrects" and by_id[claim_id]["polarity"] == "negative")
        )
    ]


def find_standing(rows: Sequence[Row], links: Sequence[Link]) -> list[Row]:
    """The figures that stand, but for the older ones of a source."""
    by_id = {str(row["claim_id"]): row for row in rows}
    usable = {it for it, row in by_id.items() if row["polarity"] == "positive"}
    restated = find_restated(links, usable)
    replaced = set()
    for claim_id, target in find_replacing(by_id, links, usable):
        reached = [target]
        while reached:
            one = reached.pop()
            replaced.add(one)
            reached += [
                it
                for it in restated.get(one, ())
                if find_origin(by_id[it]) == find_origin(by_id[claim_id]) is not None
            ]
    return [by_id[it] for it in sorted(usable - replaced - restated.keys())]


def find_restated(
    links: Sequence[Link], usable: set[str]
) -> Mapping[str, Sequence[str]]:
    """The figures that each restatement restates."""
    pairs = [(a, b) for a, relation, b in links if relation == "restates"]
    return {
        a: [b for one, b in pairs if one == a and b in usable]
        for a, target in pairs
        if target in usable
    }


def list_voices(
    kept: Sequence[Row], rows: Sequence[Row], links: Sequence[Link]
) -> set[str | None]:
    """Who says the figures that are kept, or says them again under a name."""
    ids = {it["claim_id"] for it in kept}
    again = {a for a, relation, b in links if relation == "restates" and b in ids}
    return {find_origin(it) for it in kept} | {
        find_origin(it)
        for it in rows
        if it["claim_id"] in again
        and it["polarity"] == "positive"
        and it["source"] not in (None, "?")
    }


def find_bounds(row: Row) -> Bounds:
    """Low, number and high of a figure, with a band of a tenth."""
    low, number, high = (
        row[it] for it in ("quantity_low", "quantity", "quantity_high")
    )
    if row["quantity_modifier"] == "approx":
        exact = Fraction(number)
        low = min(math.ceil(exact * 9 / 10), number) if low is None else low
        high = max(math.floor(exact * 11 / 10), number) if high is None else high
    is_said = row["quantity_modifier"] in ("exact", "approx")
    return low, number if is_said else None, high


def combine(rows: Sequence[Row]) -> Bounds:
    """Low, best and high of some figures."""
    found = [find_bounds(row) for row in rows]
    lows = [low for low, _, _ in found if low is not None]
    highs = [high for _, _, high in found if high is not None]
    numbers = {number for _, number, _ in found if number is not None}
    below = [h for low, _, h in found if low is None and h is not None]
    above = [low for low, _, h in found if h is None and low is not None]
    low = min(lows) if lows and not any(it < min(lows) for it in below) else None
    high = max(highs) if highs and not any(it > max(highs) for it in above) else None
    best = numbers.pop() if len(numbers) == 1 else None
    if best is not None and not max([*lows, best]) <= best <= min([*highs, best]):
        best = None
    return low, best, high


def iter_estimates(
    rows: Sequence[Row], links: Sequence[Link], method: str
) -> Iterator[tuple[Any, ...]]:
    """The rows of the answer."""
    standing = find_standing(rows, links)
    for measure in ("killed", "wounded"):
        group = [row for row in standing if row["measure"] == measure]
        last: Mapping[str | None, str] = {
            origin: max(known_on(it) for it in group if find_origin(it) == origin)
            for origin in {find_origin(it) for it in group}
        }
        kept = [
            it
            for it in group
            if find_origin(it) is None or known_on(it) == last[find_origin(it)]
        ]
        if not kept:
            continue
        newest = max(map(known_on, kept))
        chosen = [
            it for it in kept if method == "lowest-highest" or known_on(it) == newest
        ]
        yield (
            measure,
            *combine(chosen),
            len(list_voices(kept, rows, links)),
            *("; ".join(it["claim_id"] for it in part) for part in (chosen, kept)),
        )


@settings(max_examples=100, deadline=None)
@given(st.data(), figures(), st.sampled_from(["lowest-highest", "latest"]))
def test_estimates_are_those_of_the_rule(
    data: st.DataObject, rows: list[Row], method: str
) -> None:
    links = data.draw(links_of(rows))

    found = ask(connect(rows, links), "estimates", COLUMNS, method=method)

    assert found == list(iter_estimates(rows, links, method))
