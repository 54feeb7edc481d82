"""Estimates: one row per event and measure, by a method that the asker chooses.

The expected numbers follow from docs/estimates.md and were worked out by hand.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from claimpack.cells import Value
from claimpack.dataset import open_dataset
from claimpack.errors import ClaimpackError, UsageError
from command_line import REPOSITORY, outcome, run_claimpack
from figures import Link, Row, about, ask, bounds, connect, figure
from invented_package import build_invented

NUMBERS = "low best high independent_claims basis_claim_ids claim_ids"


def estimate(
    figures: Sequence[Row],
    links: Sequence[Link] = (),
    columns: str = NUMBERS,
    **given: Value,
) -> list[tuple[Any, ...]]:
    """The answer for some figures, of all that stands unless a method is given."""
    values = {"method": "lowest-highest", **given}
    return ask(connect(figures, links), "estimates", columns, **values)


def test_the_lowest_and_the_highest_of_what_stands() -> None:
    figures = [figure("a", 40, source="army"), figure("b", 60, source="mayor")]

    assert estimate(figures) == [(40, None, 60, 2, "a; b", "a; b")]


def test_the_latest_is_what_was_said_last_by_whomever() -> None:
    early = figure("a", 40, said="2031-05-01")
    late = figure("b", 60, said="2031-05-03", source="mayor")
    same_day = figure("c", 55, said="2031-05-03", source="clinic")

    found = estimate([early, late, same_day], method="latest")

    assert found == [(55, None, 60, 3, "b; c", "a; b; c")]


def write_ranking(folder: Path, *lines: str) -> str:
    """A file with a ranking."""
    path = folder / "ranking.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


def test_a_ranking_takes_the_first_of_its_sources_that_says_a_number(
    tmp_path: Path,
) -> None:
    figures = [
        figure("a", 40, source="army", said="2031-05-09"),
        figure("b", 60, source="mayor"),
        figure("c", 70, source="clinic"),
    ]
    lines = ("# those I trust", "", "Police", "mayor", " Clinic ", "Army")
    police = figure("z", 1, source="police", event_id="flood")

    found = estimate(
        [*figures, police],
        columns=f"event_id ranking {NUMBERS}",
        method="ranking",
        ranking=write_ranking(tmp_path, *lines),
    )

    ranking = "Police > mayor > Clinic > Army"
    assert found == [
        ("burst", ranking, 60, 60, 60, 3, "b", "a; b; c"),
        ("flood", ranking, 1, 1, 1, 1, "z", "z"),
    ]


def test_what_no_source_of_the_ranking_says_has_no_number(tmp_path: Path) -> None:
    figures = [figure("a", 40, source="army"), figure("b", 60, source="mayor")]
    flood = figure("c", 5, source="mayor", event_id="flood")
    ranking = write_ranking(tmp_path, "army")

    found = estimate([*figures, flood], method="ranking", ranking=ranking)

    assert found == [
        (40, 40, 40, 2, "a", "a; b"),
        (None, None, None, 1, None, "c"),
    ]


def test_a_publisher_may_stand_in_the_ranking(tmp_path: Path) -> None:
    figures = [figure("a", 40, source=None), figure("b", 60, source="mayor")]
    ranking = write_ranking(tmp_path, "News", "mayor")

    found = estimate(figures, method="ranking", ranking=ranking)

    assert found == [(40, 40, 40, 2, "a", "a; b")]


BOUNDS: dict[str, tuple[list[Row], tuple[float | None, ...]]] = {
    "one number": ([figure("a", 60)], (60, 60, 60)),
    "a lower bound alone": (
        [figure("a", **bounds("at_least", 71, 71))],
        (71, None, None),
    ),
    "an upper bound alone": (
        [figure("a", **bounds("at_most", 45, None, 45))],
        (None, None, 45),
    ),
    "a range": ([figure("a", **bounds("between", None, 20, 30))], (20, None, 30)),
    "a number that is about so much": ([figure("a", **about(1100))], (990, 1100, 1210)),
    "a band of people has whole ends": ([figure("a", **about(14))], (13, 14, 15)),
    "a band of money has not": (
        [figure("a", unit="USD", **about(15))],
        (13.5, 15, 16.5),
    ),
    "nearly: about so much, and a bound": (
        [figure("a", **bounds("approx", 100, None, 100))],
        (90, 100, 100),
    ),
    "about a fraction of a thing": (
        [figure("a", unit="item", **about(2.5))],
        (2.5, 2.5, 2.5),
    ),
    "about a number below zero": (
        [figure("a", unit="percent", **about(-100))],
        (-110, -100, -90),
    ),
    "a strict bound that is the number of another": (
        [
            figure("a", 12, unit="USD"),
            figure("b", unit="USD", source="mayor", **bounds("more_than", 12, 12)),
        ],
        (12, None, 12),
    ),
    "a strict bound from above": (
        [
            figure("a", 12, unit="USD"),
            figure(
                "b", unit="USD", source="mayor", **bounds("less_than", 12, None, 12)
            ),
        ],
        (12, None, 12),
    ),
    "a floor of vague words": (
        [figure("a", **bounds("vague", None, 100))],
        (100, None, None),
    ),
    "many": ([figure("a", **bounds("vague"))], (None, None, None)),
    "an open end that others close": (
        [figure("a", 500), figure("b", source="mayor", **bounds("more_than", 99, 100))],
        (100, 500, 500),
    ),
    "an open end beyond all others": (
        [figure("a", 40), figure("b", source="mayor", **bounds("at_least", 71, 71))],
        (40, None, None),
    ),
    "an open end below all others": (
        [
            figure("a", 60),
            figure("b", source="mayor", **bounds("at_most", 45, None, 45)),
        ],
        (None, None, 60),
    ),
    "a number that is said twice": (
        [figure("a", 60), figure("b", 60, source="mayor")],
        (60, 60, 60),
    ),
    "a number and one about it": (
        [figure("a", 60), figure("b", source="mayor", **about(60))],
        (54, 60, 66),
    ),
}


@pytest.mark.parametrize(("figures", "numbers"), BOUNDS.values(), ids=BOUNDS)
def test_bounds_become_low_best_and_high(
    figures: list[Row], numbers: tuple[float | None, ...]
) -> None:
    assert estimate(figures, columns="low best high") == [numbers]


def test_a_tolerance_of_zero_makes_a_point_of_a_band() -> None:
    found = estimate(
        [figure("a", **about(1100))], columns="low best high tolerance", tolerance=0
    )

    assert found == [(1100, 1100, 1100, 0)]


def test_a_band_is_exact_to_the_last_digit() -> None:
    figures = [figure("a", **about(200))]

    assert estimate(figures, columns="low high", tolerance=0.15) == [(170, 230)]


def test_a_filter_leaves_each_row_as_it_is() -> None:
    figures = [
        figure("a", 60, measure="casualties"),
        figure("b", 60, measure="killed"),
        figure("c", 60, measure="killed", event_id="flood", source=None),
        figure("d", 9, measure="killed", event_id="flood", source="mayor"),
    ]
    links = [("b", "restates", "a"), ("c", "restates", "b")]

    whole = estimate(figures, links, columns="event_label measure claim_ids")
    killed = estimate(
        figures, links, columns="event_label measure claim_ids", measure="killed"
    )
    flood = estimate(
        figures, links, columns="event_label measure claim_ids", event="flood"
    )

    assert whole == [
        ("The burst", "casualties", "a"),
        ("The flood", "killed", "d"),
    ]
    assert killed == flood == whole[1:]


def test_who_says_a_figure_again_under_a_name_is_a_second_source(
    tmp_path: Path,
) -> None:
    figures = [
        figure("a", 60, source="army"),
        figure("b", 61, source="clinic"),
        figure("c", 60, source=None),
        figure("d", 60, source="?experts"),
        figure("e", 60, source="army"),
    ]
    links = [(it, "restates", "a") for it in "bcde"]
    columns = f"{NUMBERS} sources"

    whole = estimate(figures, links, columns)
    ranked = estimate(
        figures,
        links,
        columns,
        method="ranking",
        ranking=write_ranking(tmp_path, "clinic"),
    )

    assert whole == ranked == [(60, 60, 60, 2, "a", "a", "army | clinic")]


@pytest.mark.parametrize(
    "traits",
    [
        {"quantity_scope": "increment"},
        {"quantity_scope": "rate"},
        {"certainty": "uncommitted"},
        {"polarity": "negative"},
    ],
    ids=str,
)
def test_what_does_not_stand_itself_updates_nothing(traits: Row) -> None:
    figures = [figure("a", 40), figure("b", 20, said="2031-05-03", **traits)]

    assert estimate(figures, [("b", "updates", "a")]) == [(40, 40, 40, 1, "a", "a")]


def test_a_denial_that_corrects_a_number_takes_it_back() -> None:
    figures = [figure("a", 40), figure("b", 40, polarity="negative")]

    assert estimate(figures, [("b", "corrects", "a")]) == []


def test_an_update_that_was_retracted_replaces_nothing() -> None:
    figures = [
        figure("a", 40, said="2031-05-01"),
        figure("b", 60, said="2031-05-02"),
        figure("c", 60, said="2031-05-03", certainty="uncommitted"),
    ]
    links = [("b", "updates", "a"), ("c", "retracts", "b")]

    assert estimate(figures, links) == [(40, 40, 40, 1, "a", "a")]


def test_of_a_chain_of_updates_the_last_stands() -> None:
    figures = [figure(f"c{number:03}", number) for number in range(300)]
    links = [
        (f"c{number:03}", "updates", f"c{number - 1:03}") for number in range(1, 300)
    ]

    assert estimate(figures, links) == [(299, 299, 299, 1, "c299", "c299")]


def test_figures_of_two_units_are_two_estimates() -> None:
    figures = [
        figure("a", 40, measure="cost", unit="USD", counted="people"),
        figure("b", 30, measure="cost", unit="EUR", source="mayor"),
    ]

    found = estimate(figures, columns="unit counted_name low")

    assert found == [("EUR", None, 30), ("USD", "People", 40)]


@pytest.mark.parametrize("trait", ["event_id", "measure"])
def test_who_is_counted_is_of_the_same_event_and_measure(trait: str) -> None:
    other = {"event_id": "flood", "measure": "wounded"}[trait]
    figures = [
        figure("a", 40, counted="people"),
        figure("b", 30, source="mayor", **{trait: other}),
    ]

    found = estimate(figures, columns=f"{trait} counted_name low")

    assert (other, None, 30) in found


def test_what_nobody_dated_is_not_the_latest() -> None:
    figures = [
        figure("a", 40, said=None, published=None),
        figure("b", 60, source="mayor"),
    ]

    found = estimate(figures, method="latest", columns="basis_claim_ids claim_ids")

    assert found == [("b", "a; b")]


def test_a_restatement_is_counted_as_what_it_restates() -> None:
    first = figure("a", source="army", certainty="probable", **about(1100))
    headline = figure("b", 1000, source=None, said="2031-05-09")
    again = figure("c", 1000, source="mayor", said="2031-05-09")
    links = [("b", "restates", "a"), ("c", "restates", "b")]

    found = estimate(
        [first, headline, again], links, columns=f"certainty {NUMBERS}", method="latest"
    )

    assert found == [("probable", 990, 1100, 1210, 1, "a", "a")]


@pytest.mark.parametrize("relation", ["updates", "corrects", "retracts"])
def test_what_was_replaced_is_gone_with_its_restatements(relation: str) -> None:
    figures = [
        figure("a", 14, source="mayor"),
        figure("b", 14, source=None),
        figure("c", 40, source="clinic", said="2031-05-02"),
    ]
    links = [("b", "restates", "a"), ("c", relation, "a")]

    assert estimate(figures, links) == [(40, 40, 40, 1, "c", "c")]


def test_a_source_that_replaces_its_restatement_replaces_what_it_restates() -> None:
    figures = [
        figure("a", 14, source="mayor", document_id="d"),
        figure("b", 14, source="mayor", document_id="e"),
        figure("c", 40, source="mayor", document_id="f", measure="wounded"),
    ]
    links = [("b", "restates", "a"), ("c", "corrects", "b")]

    found = estimate(figures, links, columns="measure claim_ids")

    assert found == [("wounded", "c")]


def test_who_corrects_a_headline_does_not_correct_its_source() -> None:
    figures = [
        figure("a", 14, source="mayor"),
        figure("b", 41, source=None),
        figure("c", 14, source=None, said="2031-05-03"),
    ]
    links = [("b", "restates", "a"), ("c", "corrects", "b")]

    found = estimate(figures, links, columns="claim_ids")

    assert found == [("a; c",)]


def test_a_correction_without_a_number_leaves_the_number() -> None:
    march = figure("a", 200, source=None)
    place = figure("b", source=None, measure=None, unit=None, **bounds("exact"))

    found = estimate([march, place], [("b", "corrects", "a")], columns="best claim_ids")

    assert found == [(200, "a")]


def test_a_retraction_without_a_number_takes_the_number_back() -> None:
    figures = [
        figure("a", 14, source="mayor"),
        figure("b", source="mayor", measure=None, unit=None, **bounds("exact")),
    ]

    assert estimate(figures, [("b", "retracts", "a")]) == []


def test_the_last_figure_of_a_source_stands() -> None:
    figures = [
        figure("a", 40, source="army", said="2031-05-01"),
        figure("b", 60, source="army", said="2031-05-03"),
        figure("c", 61, source="army", said="2031-05-03"),
    ]

    assert estimate(figures) == [(60, None, 61, 1, "b; c", "b; c")]


ORIGINS: dict[str, tuple[list[str | None], int]] = {
    "chains to one origin": (["army < clinic", "mayor < clinic"], 1),
    "an unnamed origin, told by one": (["army < ?", "army"], 1),
    "an unnamed origin, told by two": (["army < ?", "mayor < ?"], 2),
    "nobody with a name": (["?", "? < ?"], 1),
    "experts without a name": (["army < ?experts", "mayor < ?experts"], 2),
    "experts of two articles": (["?experts", "?experts"], 1),
    "nobody with a name, and somebody": (["?", "army"], 2),
    "two who speak together": (["army and mayor", "mayor and army"], 1),
    "the writers of a publisher": ([None, None], 1),
}


@pytest.mark.parametrize(("sources", "count"), ORIGINS.values(), ids=ORIGINS)
def test_sources_that_can_be_told_apart_are_counted(
    sources: list[str | None], count: int
) -> None:
    figures = [
        figure(claim_id, 40, source=source)
        for claim_id, source in zip("ab", sources, strict=True)
    ]

    assert estimate(figures, columns="independent_claims") == [(count,)]


def test_writers_of_two_publishers_are_two() -> None:
    figures = [
        figure("a", 40, source=None),
        figure("b", 40, source=None, document_id="e", publisher="Times"),
        figure("c", 40, source=None, document_id="f", publisher=None),
    ]

    assert estimate(figures, columns="independent_claims") == [(3,)]


@pytest.mark.parametrize(
    "traits",
    [
        {"quantity_scope": "rate"},
        {"quantity_scope": "increment"},
        {"polarity": "negative"},
        {"certainty": "uncommitted"},
        {"claim_type": "intention"},
        {"time_relation": "after"},
        {"event_id": None},
    ],
    ids=str,
)
def test_what_is_no_total_of_what_happened_is_left_out(traits: Row) -> None:
    kept = figure("a", 40)

    found = estimate([kept, figure("b", 90, source="mayor", **traits)])

    assert found == [(40, 40, 40, 1, "a", "a")]


def test_who_is_not_said_to_be_counted_are_all_of_them() -> None:
    figures = [
        figure("a", 60, counted="people"),
        figure("b", 15, counted="children", source="clinic"),
        figure("c", 5, counted="boys", source="police"),
        figure("d", 40, source="mayor"),
    ]

    found = estimate(figures, columns="counted_name low high claim_ids")

    assert found == [
        ("Boys", 5, 5, "c"),
        ("Children", 15, 15, "b"),
        ("People", 40, 60, "a; d"),
    ]


def test_who_is_not_said_to_be_counted_may_be_neither_of_two() -> None:
    figures = [
        figure("a", 60, counted="soldiers"),
        figure("b", 15, counted="civilians", source="clinic"),
        figure("c", 40, source="mayor"),
    ]

    found = estimate(figures, columns="counted_name low claim_ids")

    assert found == [(None, 40, "c"), ("Civilians", 15, "b"), ("Soldiers", 60, "a")]


def test_a_part_of_a_measure_is_not_added_to_it() -> None:
    figures = [
        figure("a", 100, measure="casualties"),
        figure("b", 40, measure="killed"),
        figure("c", 30, measure="wounded"),
        figure("d", 9, measure="destroyed", unit="item"),
    ]

    found = estimate(
        figures, columns="measure part_of_measure low", measure="casualties"
    )

    assert found == [
        ("casualties", None, 100),
        ("killed", "killed_or_wounded", 40),
        ("wounded", "killed_or_wounded", 30),
    ]


@pytest.mark.parametrize("event", ["flood", "The flood"])
def test_one_event_is_asked_for_by_its_id_or_label(event: str) -> None:
    figures = [figure("a", 40), figure("b", 5, event_id="flood")]

    assert estimate(figures, columns="event_label low", event=event) == [
        ("The flood", 5)
    ]


def test_the_record_of_a_day_has_what_was_said_by_then() -> None:
    figures = [
        figure("a", 14, source="mayor", said="2031-05-01"),
        figure("b", 14, source=None, said="2031-05-02"),
        figure("c", 40, source="mayor", said="2031-05-04"),
        figure("d", 50, source="clinic", said=None, published="2031-05-03"),
        figure("e", 90, source="police", said=None, published=None),
    ]
    links = [("b", "restates", "a"), ("c", "corrects", "a")]

    days = [
        estimate(figures, links, "claim_ids as_of", as_of=date(2031, 5, day))
        for day in (1, 2, 3, 4)
    ]

    assert days == [
        [("a", date(2031, 5, 1))],
        [("a", date(2031, 5, 2))],
        [("a; d", date(2031, 5, 3))],
        [("c; d", date(2031, 5, 4))],
    ]


def test_a_restatement_of_what_was_said_later_stands_for_itself() -> None:
    figures = [
        figure("a", 14, source="mayor", said="2031-05-05"),
        figure("b", 14, source=None, said="2031-05-02"),
    ]
    links = [("b", "restates", "a")]

    assert estimate(figures, links, "claim_ids", as_of=date(2031, 5, 2)) == [("b",)]


def test_what_contradicts_a_figure_stands_beside_it() -> None:
    figures = [
        figure("a", 60),
        figure("b", 60, source="mayor", polarity="negative"),
        figure("c", source="clinic", **bounds("at_most", 45, None, 45)),
    ]
    links = [("b", "contradicts", "a"), ("a", "contradicts", "c")]

    found = estimate(figures, links, columns="claim_ids contradicting_claim_ids")

    assert found == [("a; c", "a; b; c")]


def test_a_row_says_when_its_figures_were_said_and_by_whom() -> None:
    figures = [
        figure("a", 40, said="2031-05-01/2031-05-03", certainty="probable"),
        figure("b", 60, said="2031-05-09", source="mayor < clinic"),
    ]

    found = estimate(
        figures,
        columns="first_said_end last_said_end sources certainty method ranking as_of",
    )

    assert found == [
        (
            *(date(2031, 5, 3), date(2031, 5, 9), "army | mayor"),
            *("certain; probable", "lowest-highest", None, None),
        )
    ]


SEED = "000_8b7fbf13361c99b6"
SEED_ROWS = [
    ("casualties", 990, 1100, 1210, 1, f"{SEED}.e24"),
    ("killed", 100, None, None, 1, f"{SEED}.e13"),
    ("deployed", 1000, None, None, 1, f"{SEED}.e19"),
]


@pytest.mark.parametrize("method", ["lowest-highest", "latest"])
def test_the_first_article_has_three_estimates_by_either_method(method: str) -> None:
    """“More than 1,000” says the 1,100 of the same source again."""
    rows = open_dataset(REPOSITORY, unchecked=True).ask("estimates", method=method)

    columns = ["measure", "low", "best", "high", "independent_claims", "claim_ids"]
    assert [tuple(it.values()) for it in rows.select(columns).to_pylist()] == SEED_ROWS


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles."""
    return build_invented(tmp_path_factory.mktemp("invented")).parent


PAGE = (REPOSITORY / "docs" / "estimates.md").read_text(encoding="utf-8")
DAYS = [
    [cell.strip() for cell in line.split("|")[1:-1]]
    for line in PAGE.splitlines()
    if line.startswith("| 2031-")
]
"""The rows of the example on the page, which were read from the two articles."""


def test_the_page_has_the_four_days_of_the_record() -> None:
    assert [day for day, *_ in DAYS] == [
        f"2031-05-{day}" for day in ("05", "06", "07", 14)
    ]


def shorten(cell: str) -> str:
    """A cell in which the ids of the articles are a and b, as on the page."""
    first = cell.replace("invented-2031-05-07", "a")
    return first.replace("invented-2031-05-14", "b")


@pytest.mark.parametrize("row", DAYS, ids=[day for day, *_ in DAYS])
def test_the_toll_of_the_ferry_as_of_four_days(invented: Path, row: list[str]) -> None:
    day, *cells = row
    columns = "low, best, high, independent_claims, claim_ids"
    run = run_claimpack(
        *("query", "--format", "csv", "--as-of", day, "estimates", invented),
        *("--method", "lowest-highest", "--measure=killed", "--event", "ev-attack"),
    )

    header, *lines = [line.split(",") for line in run.stdout.splitlines()]
    places = [header.index(name) for name in columns.split(", ")]
    dead = [line for line in lines if not line[3].startswith("Children")]
    shown = [[shorten(line[place]) for place in places] for line in dead]
    assert (run.returncode, run.stderr, shown) == (0, "", [cells])


FAULTS: dict[str, tuple[dict[str, Value], str]] = {
    "an unknown method": (
        {"method": "latst"},
        "found the method latst; expected lowest-highest, latest or ranking",
    ),
    "a ranking that is not there": (
        {"method": "ranking"},
        "the method ranking needs a ranking: a file with a source on each line",
    ),
    "an unknown event": (
        {"event": "ev-attak"},
        "no event has the id or label ev-attak; did you mean ev-attack?",
    ),
    "an unknown measure": (
        {"measure": "kiled"},
        "no measure has the code kiled; did you mean killed?",
    ),
    "a day before all claims": (
        {"as_of": date(2031, 5, 4)},
        "found the as_of 2031-05-04; the first claim was said by 2031-05-05",
    ),
    "a tolerance of all": (
        {"tolerance": 1},
        "found the tolerance 1.0; expected a share from 0 to below 1",
    ),
}


@pytest.mark.parametrize(("given", "said"), FAULTS.values(), ids=FAULTS)
def test_what_is_wrong_with_the_call_is_said_in_a_sentence(
    invented: Path, given: dict[str, Value], said: str
) -> None:
    values: dict[str, Value] = {"method": "latest", **given}

    with pytest.raises(UsageError) as caught:
        open_dataset(invented, unchecked=True).ask("estimates", **values)
    assert str(caught.value).startswith(f"estimates cannot be run: {said}")


def test_a_day_on_which_an_article_was_published_has_its_claims() -> None:
    figures = [
        figure("a", 40, said=None, published="2031-05-01"),
        figure("b", 60, said="2031-05-03", source="mayor"),
    ]

    assert estimate(figures, columns="claim_ids", as_of=date(2031, 5, 2)) == [("a",)]
    with pytest.raises(duckdb.Error, match="the first claim was said by 2031-05-01"):
        estimate(figures, as_of=date(2031, 4, 30))


def test_a_ranking_may_have_the_line_ends_and_the_mark_of_windows(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ranking.txt"
    path.write_bytes("\ufeffArmy\t\r\n  mayor\r\n".encode())
    figures = [figure("a", 40), figure("b", 60, source="mayor")]

    found = estimate(
        figures, columns="ranking low", method="ranking", ranking=str(path)
    )

    assert found == [("Army > mayor", 40)]


def test_a_place_is_no_source(invented: Path, tmp_path: Path) -> None:
    ranking = write_ranking(tmp_path, "quenna")

    with pytest.raises(UsageError, match="no source is called quenna; did you mean "):
        open_dataset(invented, unchecked=True).ask(
            "estimates", method="ranking", ranking=ranking
        )


@pytest.mark.parametrize("relation", ["restates", "updates"])
def test_a_circle_of_any_links_is_refused(relation: str) -> None:
    figures = [figure("a", 1), figure("b", 2)]
    links = [("a", "restates", "b"), ("b", relation, "a")]

    with pytest.raises(duckdb.Error, match="the links of a lead back to it"):
        estimate(figures, links)


def test_an_unknown_source_of_a_ranking_is_told_with_its_line(
    invented: Path, tmp_path: Path
) -> None:
    ranking = write_ranking(tmp_path, "Ilse Orbán", "", "St Branoc’s hospital", "x")

    with pytest.raises(ClaimpackError) as caught:
        open_dataset(invented, unchecked=True).ask(
            "estimates", method="ranking", ranking=ranking
        )
    assert str(caught.value) == (
        "estimates cannot be run: line 3 of the ranking: no source is called"
        " St Branoc’s hospital; did you mean St Brannoc’s hospital?"
    )


def test_a_ranking_without_the_method_is_refused(
    invented: Path, tmp_path: Path
) -> None:
    ranking = write_ranking(tmp_path, "Ilse Orbán")

    with pytest.raises(UsageError, match="found a ranking with the method latest; "):
        open_dataset(invented, unchecked=True).ask(
            "estimates", method="latest", ranking=ranking
        )


def test_links_that_lead_back_are_refused() -> None:
    figures = [figure("a", 1), figure("b", 2), figure("c", 3)]
    links = [("a", "updates", "b"), ("b", "corrects", "c"), ("c", "updates", "a")]

    with pytest.raises(Exception, match="the links of a lead back to it; expected no"):
        estimate(figures, links)


def test_without_a_method_nothing_is_estimated() -> None:
    run = run_claimpack("query", "--unchecked", "estimates", REPOSITORY)

    said = (
        "claimpack: estimates needs the parameter method (text), lowest-highest, latest"
        " or ranking; give it with --param method=…\n"
    )
    assert outcome(run) == (2, "", said)


@pytest.mark.parametrize("command", re.findall(r"(?m)^claimpack (.+)$", PAGE))
def test_a_command_that_the_page_shows_works(command: str) -> None:
    run = run_claimpack(*shlex.split(command), cwd=REPOSITORY)

    assert (run.returncode, run.stderr) == (0, "")
