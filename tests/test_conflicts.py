"""Pairs of claims that exclude, replace or reword one another, and the command."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyarrow import parquet

from claimpack import conflicts
from claimpack.cells import Value
from claimpack.commands.conflicts import KINDS
from claimpack.questions import load_question
from command_line import REPOSITORY, outcome, run_claimpack
from figures import Link, Row, about, ask, bounds, connect, figure
from invented_package import build_invented

PAIR = "kind reason claim_id other_claim_id"
APART = "no number is within the bounds of both"


def find(
    figures: Sequence[Row],
    links: Sequence[Link] = (),
    columns: str = PAIR,
    **given: Value,
) -> list[tuple[Any, ...]]:
    """The pairs among some figures."""
    return ask(connect(figures, links), "conflicts", columns, **given)


def test_figures_without_a_number_in_common_conflict() -> None:
    figures = [
        figure("a", 60, source="army"),
        figure("b", source="clinic", **bounds("at_most", 45, None, 45)),
        figure("c", source="mayor", **bounds("at_least", 50, 50)),
    ]

    assert find(figures) == [
        ("conflict", APART, "b", "a"),
        ("conflict", APART, "c", "b"),
    ]


def test_a_higher_total_that_was_said_later_is_an_update_and_a_lower_one_is_not() -> (
    None
):
    figures = [
        figure("a", 40, source="army", said="2031-05-01"),
        figure("b", 60, source="mayor", said="2031-05-02"),
        figure("c", 50, source="clinic", said="2031-05-03"),
    ]

    assert find(figures) == [
        ("conflict", APART, "c", "b"),
        ("update", "higher and later", "b", "a"),
    ]


def test_a_total_of_an_earlier_day_may_have_grown_though_it_was_said_later() -> None:
    figures = [
        figure("a", 60, source="army", said="2031-05-03", happened="../2031-05-03"),
        figure("b", 40, source="mayor", said="2031-05-04", happened="../2031-05-01"),
    ]

    assert find(figures) == [("update", "higher and later", "a", "b")]


def test_those_who_are_missing_may_be_fewer_later() -> None:
    figures = [
        figure("a", 40, source="army", said="2031-05-01", measure="missing"),
        figure("b", 9, source="mayor", said="2031-05-02", measure="missing"),
        figure("c", 8, source="clinic", said="2031-05-02", measure="missing"),
    ]

    assert find(figures) == [
        ("conflict", APART, "c", "b"),
        ("update", "lower and later", "b", "a"),
    ]


def test_a_number_that_is_about_so_much_is_a_band_of_the_tolerance() -> None:
    figures = [
        figure("a", source="army", **about(1100)),
        figure("b", 1200, source="mayor"),
    ]

    assert find(figures) == []
    assert find(figures, tolerance=0.05, columns=f"{PAIR} low other_low tolerance") == [
        ("conflict", APART, "b", "a", 1200, 1045, 0.05)
    ]


def test_a_bound_of_money_is_itself_excluded() -> None:
    figures = [
        figure("a", unit="USD", source="army", **bounds("more_than", 12, 12)),
        figure("b", 12, unit="USD", source="mayor"),
    ]

    assert find(figures) == [("conflict", APART, "b", "a")]


APART_BY: dict[str, Row] = {
    "another event": {"event_id": "flood"},
    "another measure": {"measure": "wounded"},
    "another unit": {"unit": "item"},
    "others who are counted": {"counted": "children"},
    "dates that do not overlap": {"happened": "2031-04-02"},
    "a rate": {"quantity_scope": "rate"},
    "an increment": {"quantity_scope": "increment"},
    "a denial": {"polarity": "negative"},
    "nobody's commitment": {"certainty": "uncommitted"},
    "a plan": {"claim_type": "intention"},
    "what lies ahead": {"time_relation": "after"},
}


@pytest.mark.parametrize("traits", APART_BY.values(), ids=APART_BY)
def test_figures_of_different_things_do_not_conflict(traits: Row) -> None:
    one = figure("a", 60, counted="people", happened="2031-04-01")
    other = {"counted": "people", "happened": "2031-04-01", **traits}

    assert find([one, figure("b", 40, source="mayor", **other)]) == []


def test_who_is_not_said_to_be_counted_may_be_the_same_people() -> None:
    figures = [
        figure("a", 60, counted="people"),
        figure("b", 40, source="mayor"),
    ]

    assert find(figures) == [("conflict", APART, "b", "a")]


def test_links_tell_what_one_claim_is_to_another() -> None:
    said = {"measure": None, "unit": None, **bounds("exact")}
    figures = [figure(name, **said) for name in "abcdef"]
    links = [
        ("b", "contradicts", "a"),
        ("c", "corrects", "a"),
        ("d", "retracts", "a"),
        ("e", "updates", "a"),
        ("f", "supports", "a"),
    ]

    assert find(figures, links) == [
        ("conflict", "linked in the text", "b", "a"),
        ("correction", "linked in the text", "c", "a"),
        ("retraction", "linked in the text", "d", "a"),
        ("update", "linked in the text", "e", "a"),
    ]


def test_a_pair_that_is_linked_is_there_once() -> None:
    figures = [figure("a", 60), figure("b", 40, source="mayor")]

    assert find(figures, [("a", "contradicts", "b")]) == [
        ("conflict", "linked in the text", "a", "b")
    ]
    assert find(figures, [("a", "supports", "b")]) == [("conflict", APART, "b", "a")]


def test_a_figure_that_was_taken_back_conflicts_no_more() -> None:
    figures = [
        figure("a", 60, source="army"),
        figure("b", 40, source="mayor"),
        figure("c", 45, source="mayor"),
        figure("d", 61, source="army", measure=None, unit=None),
    ]

    corrected = find(figures, [("c", "corrects", "b"), ("d", "retracts", "a")])
    moved = find([*figures[:2], figures[3]], [("d", "corrects", "b")])

    assert corrected == [
        ("correction", "linked in the text", "c", "b"),
        ("retraction", "linked in the text", "d", "a"),
    ]
    assert moved == [
        ("conflict", APART, "b", "a"),
        ("correction", "linked in the text", "d", "b"),
    ]


def test_a_restatement_conflicts_as_what_it_restates_and_drifts_where_it_differs() -> (
    None
):
    figures = [
        figure("a", source="army", certainty="probable", **about(1100)),
        figure("b", 1100, source=None),
        figure("c", source="clinic", certainty="probable", **about(1100)),
        figure("d", 40, source="mayor"),
    ]
    links = [("b", "restates", "a"), ("c", "restates", "a")]

    assert find(figures, links, f"{PAIR} changes") == [
        ("conflict", APART, "d", "a", "certainty, bounds"),
        ("drift", "linked in the text", "b", "a", "certainty, bounds"),
    ]


def test_the_same_origin_drifts_without_a_link() -> None:
    figures = [
        figure("a", source="army < clinic", certainty="probable", **about(60)),
        figure("b", 60, source="mayor < clinic", said="2031-05-02"),
        figure("c", 60, source="clinic", said="2031-05-03"),
    ]

    assert find(figures, columns=f"{PAIR} changes") == [
        ("drift", "the same origin", "b", "a", "certainty, bounds")
    ]


def test_one_origin_that_goes_up_updates_and_down_conflicts() -> None:
    figures = [
        figure("a", 40, said="2031-05-01"),
        figure("b", 60, said="2031-05-02"),
        figure("c", 50, said="2031-05-03"),
        figure("d", 40, said="2031-05-01", measure="missing"),
        figure("e", 30, said="2031-05-02", measure="missing"),
    ]

    assert find(figures) == [
        ("conflict", APART, "c", "b"),
        ("update", "higher and later", "b", "a"),
        ("update", "lower and later", "e", "d"),
    ]


SAME_RULES: dict[str, tuple[Row, Row, list[tuple[str, ...]]]] = {
    "nobody is said to be counted": (
        {"quantity": 60, "counted": "people"},
        {"quantity": 40},
        [("conflict", APART)],
    ),
    "others are counted": (
        {"quantity": 60, "counted": "people"},
        {"quantity": 40, "counted": "children"},
        [],
    ),
    "dates that do not overlap": (
        {"quantity": 60, "happened": "2031-04-01"},
        {"quantity": 40, "happened": "2031-04-02"},
        [],
    ),
    "a total of a later day": (
        {"quantity": 40, "happened": "../2031-04-01"},
        {"quantity": 60, "happened": "../2031-04-03"},
        [("update", "higher and later")],
    ),
    "what can fall, of a later day": (
        {"quantity": 60, "happened": "../2031-04-01", "measure": "present"},
        {"quantity": 40, "happened": "../2031-04-03", "measure": "present"},
        [("update", "lower and later")],
    ),
    "a strict bound": (
        {"quantity": 12, "unit": "USD"},
        {"unit": "USD", **bounds("more_than", 12, 12)},
        [("conflict", APART)],
    ),
    "figures without a day said": (
        {"quantity": 40, "said": None, "published": "2031-05-01"},
        {"quantity": 60, "said": None, "published": "2031-05-08"},
        [("update", "higher and later")],
    ),
}


@pytest.mark.parametrize("sources", [("army", "army"), ("army", "mayor")], ids=str)
@pytest.mark.parametrize(("one", "other", "pairs"), SAME_RULES.values(), ids=SAME_RULES)
def test_figures_exclude_each_other_by_the_same_rules_whoever_says_them(
    sources: tuple[str, str], one: Row, other: Row, pairs: list[tuple[str, ...]]
) -> None:
    figures = [
        figure(claim_id, source=source, **fill_bounds(traits))
        for claim_id, source, traits in zip("ab", sources, (one, other), strict=True)
    ]

    found = find(figures, columns="kind reason claim_id other_claim_id")

    assert found == [(*pair, "b", "a") for pair in pairs]


def fill_bounds(traits: Row) -> Row:
    """Traits in which a number without bounds has itself for both."""
    number = traits.get("quantity")
    return {"quantity_low": number, "quantity_high": number, **traits}


def test_one_origin_is_compared_with_all_that_it_said() -> None:
    figures = [
        figure("a", 60, said="2031-05-01"),
        figure("b", said="2031-05-02", **bounds("at_most", 70, None, 70)),
        figure("c", 50, said="2031-05-03"),
    ]

    assert find(figures) == [
        ("conflict", APART, "c", "a"),
        ("drift", "the same origin", "b", "a"),
        ("drift", "the same origin", "c", "b"),
    ]


def test_of_one_origin_another_certainty_is_another_wording() -> None:
    figures = [
        figure("a", 60, said="2031-05-01"),
        figure("b", 60, said="2031-05-02", certainty="possible"),
        figure("c", 40, said="2031-05-02", source="mayor"),
    ]

    assert find(figures) == [
        ("conflict", APART, "c", "a"),
        ("conflict", APART, "c", "b"),
        ("drift", "the same origin", "b", "a"),
    ]


def test_of_one_origin_a_strict_bound_is_another_figure() -> None:
    figures = [
        figure("a", unit="USD", **bounds("at_least", 12, 12)),
        figure("b", unit="USD", said="2031-05-02", **bounds("more_than", 12, 12)),
        figure("c", 12, unit="USD", source="mayor", said="2031-05-01"),
    ]

    assert (
        find(figures)
        == [
            ("drift", "the same origin", "b", "a"),
            ("update", "higher and later", "b", "c"),
        ][::-1]
    )


def test_a_linked_update_hides_no_other() -> None:
    figures = [
        figure("a", 40, source="army", said="2031-05-01"),
        figure("b", 60, source="army", said="2031-05-03"),
        figure("c", 50, source="mayor", said="2031-05-02"),
    ]

    assert find(figures, [("b", "updates", "a")]) == [
        ("update", "linked in the text", "b", "a"),
        ("update", "higher and later", "b", "c"),
        ("update", "higher and later", "c", "a"),
    ]


def test_experts_are_others_in_another_article() -> None:
    figures = [
        figure("a", 60, source="?experts"),
        figure("b", 60, source="?experts", certainty="possible"),
    ]

    assert find(figures) == []


def test_links_that_lead_back_are_refused() -> None:
    figures = [figure("a", 60), figure("b", 60)]
    links = [("a", "restates", "b"), ("b", "updates", "a")]

    with pytest.raises(
        duckdb.Error, match="the links of a lead back to it; expected no"
    ):
        find(figures, links)


def test_many_totals_that_rise_make_a_chain_and_no_square() -> None:
    days = [
        f"2031-{month:02}-{day:02}" for month in range(1, 11) for day in range(1, 29)
    ]
    figures = [
        figure(f"c{number:03}", number, source=f"s{number}", said=day)
        for number, day in enumerate(days)
    ]

    pairs = find(figures)

    assert pairs == [
        ("update", "higher and later", f"c{number:03}", f"c{number - 1:03}")
        for number in range(1, len(days))
    ]


def test_those_without_a_name_are_not_one_origin() -> None:
    figures = [figure("a", 60, source="?"), figure("b", 40, source="?")]

    assert find(figures) == [("conflict", APART, "b", "a")]


def test_of_the_same_figure_by_one_origin_the_first_stands_for_all() -> None:
    figures = [
        figure("a", 60, said="2031-05-01"),
        figure("b", 60, said="2031-05-02"),
        figure("c", 40, source="mayor", said="2031-05-02"),
    ]

    assert find(figures) == [("conflict", APART, "c", "a")]


def test_a_total_is_updated_by_the_next_that_is_higher() -> None:
    figures = [
        figure("a", 40, source="army", said="2031-05-01"),
        figure("b", 60, source="mayor", said="2031-05-02"),
        figure("c", 70, source="clinic", said="2031-05-03"),
    ]

    assert find(figures) == [
        ("update", "higher and later", "b", "a"),
        ("update", "higher and later", "c", "b"),
    ]


@pytest.mark.parametrize("name", ["walks", "circles", "totals"])
def test_conflicts_are_of_the_figures_of_estimates(name: str) -> None:
    """What both questions need stands in both, so that each can be read by itself."""
    texts = [
        re.search(
            rf"(?ms)^    {name}\b.*? as \(\n(.*?)^    \),$", load_question(it).sql
        )
        for it in ("conflicts", "estimates")
    ]

    one, other = [found and found[1] for found in texts]
    assert one == other is not None


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles, with their texts."""
    return build_invented(tmp_path_factory.mktemp("invented")).parent


FOUND = [
    ("conflict", "linked in the text", "a.e24", "a.e11"),
    ("conflict", "linked in the text", "a.e32", "a.e30"),
    ("conflict", "linked in the text", "a.e38", "a.e30"),
    ("conflict", "linked by a curator", "b.e17", "a.e60"),
    ("correction", "linked in the text", "a.e18", "a.e16"),
    ("correction", "linked by a curator", "b.e33", "a.e63"),
    ("retraction", "linked by a curator", "b.e10", "a.e30"),
    ("update", "higher and later", "a.e11", "a.e18"),
    ("update", "linked by a curator", "b.e5", "a.e11"),
    ("update", "higher and later", "b.e5", "a.e24"),
    ("update", "linked in the text", "b.e25", "b.e26"),
    ("update", "linked by a curator", "b.e29", "a.e67"),
    ("update", "linked by a curator", "b.e6", "a.e12"),
    ("drift", "linked in the text", "b.e2", "b.e5"),
]
"""Read from the two articles and their links (tests/invented)."""


def list_pairs(package: Path, *options: str) -> list[dict[str, Any]]:
    """What the command lists as JSON, ids of the invented articles shortened."""
    run = run_claimpack("conflicts", "--format", "json", *options, package)
    assert (run.returncode, run.stderr) == (0, "")
    text = run.stdout
    for name, letter in (("invented-2031-05-07", "a"), ("invented-2031-05-14", "b")):
        text = text.replace(name, letter)
    pairs: list[dict[str, Any]] = json.loads(text)
    return pairs


def test_every_planted_pair_is_found_and_nothing_else(invented: Path) -> None:
    pairs = list_pairs(invented)

    assert [tuple(pair[name] for name in PAIR.split()) for pair in pairs] == FOUND


def test_each_claim_comes_with_its_sentence(invented: Path) -> None:
    (pair,) = list_pairs(invented, "--kind", "drift")

    assert (pair["sentence"], pair["other_sentence"]) == (
        "Ferry death toll reaches 71",
        (
            "At least 71 people have died in the attack on the ferry Sheli, and fewer"
            " than ten are missing, Velmora’s health ministry said on Wednesday."
        ),
    )


def test_without_the_text_a_claim_comes_with_its_words(
    invented: Path, tmp_path: Path
) -> None:
    shutil.copytree(invented / "data", tmp_path / "data")
    shutil.copy(invented / "datapackage.json", tmp_path)

    (pair,) = list_pairs(tmp_path, "--kind", "drift", "--unchecked")

    assert (pair["sentence"], pair["other_sentence"]) == (
        "Ferry death toll reaches 71",
        "At least 71 people have died in the attack on the ferry Sheli",
    )


def test_an_article_that_is_not_there_leaves_its_claims_without_a_sentence(
    invented: Path, tmp_path: Path
) -> None:
    """In a package that is not valid."""
    shutil.copytree(invented / "data", tmp_path / "data")
    shutil.copy(invented / "datapackage.json", tmp_path)
    documents = parquet.read_table(tmp_path / "data/documents.parquet")
    parquet.write_table(documents.slice(0, 1), tmp_path / "data/documents.parquet")

    (pair,) = list_pairs(tmp_path, "--kind", "drift", "--unchecked")

    assert (pair["sentence"], pair["other_sentence"]) == (None, None)


SHOWN = """\
drift           Combat of North Korean soldiers with Ukrainian forces,
                killed_or_wounded, North Korean soldiers sent to Russia
                linked in the text; other certainty, measure, bounds
claim           Joint Chiefs of Staff of South Korea, 2024-12-23: “More than
                1,000” (1001 or more), certain
"""
END = """

1 pair: 1 drift. A number that is about so much is taken as 20 % to each side.
"""


def test_the_first_article_has_no_conflict_and_one_drift() -> None:
    run = run_claimpack("conflicts", "--unchecked", "--tolerance", "0.2", REPOSITORY)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith(SHOWN)
    assert run.stdout.endswith(END)
    assert "“around 1,100” (880 to 1320), probable" in " ".join(run.stdout.split())


def test_no_pairs_are_said_in_words() -> None:
    run = run_claimpack("conflicts", "--unchecked", "--kind", "conflict", REPOSITORY)

    assert outcome(run) == (
        0,
        "No such pairs of claims.\n",
        "",
    )


def test_a_limit_cuts_what_is_shown_and_not_what_is_counted(invented: Path) -> None:
    run = run_claimpack("conflicts", "--unchecked", "--limit", "1", invented)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.count("\nclaim  ") == 1
    assert (
        "\n14 pairs: 4 conflicts, 2 corrections, 1 retraction, 6 updates, 1 drift."
        in run.stdout
    )


def test_a_tolerance_that_is_no_share_is_refused() -> None:
    run = run_claimpack("conflicts", "--unchecked", "--tolerance", "1", REPOSITORY)

    said = "found the tolerance 1.0; expected a share from 0 to below 1"
    assert outcome(run) == (2, "", f"claimpack: conflicts cannot be run: {said}\n")


def test_the_kinds_are_the_same_everywhere() -> None:
    assert KINDS == conflicts.KINDS
