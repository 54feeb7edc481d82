"""Links between articles that are suggested: what for, what not for, and how well.

How well is told of the pairs of `suggested_pairs`, and docs/suggestions.md has the same
numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

import claimpack
from claimpack.checks.rule_functions import find_cycles
from claimpack.errors import UsageError
from suggested_package import write_articles, write_pairs
from suggested_pairs import (
    DEFENCE,
    DENIED,
    HELD_BACK,
    HOSPITAL,
    MINISTRY,
    NAVY,
    PLAN,
    STATE,
    TRIED,
    UNNAMED,
    WRITER,
    Pair,
    Told,
    told,
)

PAGE = Path(__file__).parent.parent / "docs" / "suggestions.md"
SUGGESTED = ("restates", "updates", "contradicts")
Links = list[tuple[str, str, str]]


def ask(package: Path, tolerance: float | None = None) -> Links:
    """The links that a package suggests, without `.e1` behind the ids."""
    given = {} if tolerance is None else {"tolerance": tolerance}
    rows = claimpack.open(package, unchecked=True).ask("suggested-links", **given)
    names = ("claim_id", "relation", "target_id")
    columns = [rows.column(name).to_pylist() for name in names]
    return [
        (claim_id.removesuffix(".e1"), relation, target_id.removesuffix(".e1"))
        for claim_id, relation, target_id in zip(*columns, strict=True)
    ]


def suggest(
    root: Path, *articles: Told, links: Sequence[tuple[str, str, str]] = ()
) -> Links:
    """The links that articles a, b and so on suggest beside those that they have."""
    return ask(write_articles(root, *articles, links=links))


def score(root: Path, pairs: Sequence[Pair]) -> dict[str, tuple[int, int, int]]:
    """By relation, how many of the suggestions are right, are made, and should be."""
    links = ask(write_pairs(root, pairs))
    right = {
        (f"p{number:03}-b", pair.relation, f"p{number:03}-a")
        for number, pair in enumerate(pairs)
    }
    return {
        relation: (
            sum(link[1] == relation for link in right.intersection(links)),
            sum(link[1] == relation for link in links),
            sum(pair.relation == relation for pair in pairs),
        )
        for relation in SUGGESTED
    }


def read_scores(part: str) -> dict[str, tuple[int, int, int]]:
    """What the page says of a part of the pairs."""
    row = re.compile(
        rf"(?m)^\| {part} \| `(\w+)` \| (\d+) of (\d+) \| [01]\.\d\d"
        r" \| (\d+) of (\d+) \| [01]\.\d\d \|$"
    )
    scores = {}
    for relation, right, made, found, wanted in row.findall(PAGE.read_text("utf-8")):
        assert right == found
        scores[relation] = (int(right), int(made), int(wanted))
    return scores


@pytest.mark.parametrize(
    ("part", "pairs"), [("tried", TRIED), ("held back", HELD_BACK)]
)
def test_the_page_tells_precision_and_recall(
    part: str, pairs: Sequence[Pair], tmp_path: Path
) -> None:
    assert score(tmp_path, pairs) == read_scores(part)


def test_the_page_divides_as_it_should() -> None:
    shares = re.findall(r"(\d+) of (\d+) \| ([01]\.\d\d)", PAGE.read_text("utf-8"))

    assert len(shares) == 12
    assert all(f"{int(a) / int(b):.2f}" == share for a, b, share in shares)


def test_the_pairs_are_many_and_many_are_no_links() -> None:
    pairs = (*TRIED, *HELD_BACK)
    no_links = [pair for pair in pairs if pair.relation == "none"]

    assert (len(pairs), len(no_links)) == (110, 35)
    assert len({pair.what for pair in pairs}) == len(pairs)
    words = PAGE.read_text("utf-8")
    assert f"{len(TRIED)} of them" in words
    assert f"other {len(HELD_BACK)}" in words


SIXTY = told("60 people died.", MINISTRY, "05-07", "killed 60")


def test_articles_that_say_the_same_all_restate_the_first(tmp_path: Path) -> None:
    days = ("05-07", "05-08", "05-08", "05-09")
    articles = [SIXTY._replace(said=day) for day in days]

    assert suggest(tmp_path, *articles) == [
        ("b", "restates", "a"),
        ("c", "restates", "a"),
        ("d", "restates", "a"),
    ]


def test_what_was_said_first_is_taken_up_whatever_the_ids(tmp_path: Path) -> None:
    later = SIXTY._replace(said="05-09")

    assert suggest(tmp_path, later, SIXTY) == [("a", "restates", "b")]


def test_a_figure_updates_the_one_before_it(tmp_path: Path) -> None:
    articles = [
        told(f"{number} people died.", MINISTRY, day, f"killed {number}")
        for number, day in ((60, "05-07"), (71, "05-09"), (71, "05-10"), (80, "05-14"))
    ]

    assert suggest(tmp_path, *articles) == [
        ("b", "updates", "a"),
        ("c", "restates", "b"),
        ("d", "updates", "b"),
    ]


def test_a_source_is_contradicted_where_it_stands_now(tmp_path: Path) -> None:
    articles = (
        SIXTY,
        told("71 people died.", MINISTRY, "05-09", "killed 71"),
        told("Fewer than 50 people died.", HOSPITAL, "05-09", "killed fewer than 50"),
    )

    assert suggest(tmp_path, *articles) == [
        ("b", "updates", "a"),
        ("c", "contradicts", "b"),
    ]


def test_what_is_wanted_of_one_article_is_no_link_between_two(tmp_path: Path) -> None:
    """Both claims are moved into the article a."""
    package = write_articles(tmp_path, SIXTY, SIXTY)
    for path in (package / "data").glob("claims*.csv"):
        path.write_text(path.read_text("utf-8").replace("b.e1,b,", "b.e1,a,"), "utf-8")

    assert ask(package) == []


@pytest.mark.parametrize(
    ("relation", "expected"),
    [
        pytest.param("supports", [("c", "restates", "a")], id="any relation"),
        pytest.param("restates", [("c", "restates", "a")], id="a restatement"),
    ],
)
def test_claims_that_a_link_joins_are_no_pair(
    relation: str, expected: Links, tmp_path: Path
) -> None:
    link = ("b.e1", relation, "a.e1")

    assert suggest(tmp_path, SIXTY, SIXTY, SIXTY, links=[link]) == expected


def test_claims_whose_restatements_a_link_joins_are_no_pair(tmp_path: Path) -> None:
    """The article c restates a, and what it says is already a part of another link."""
    denied = told("60 people died.", NAVY, "05-08", "killed 60", **DENIED)
    links = [("c.e1", "restates", "a.e1"), ("b.e1", "contradicts", "c.e1")]

    assert suggest(tmp_path, SIXTY, denied, SIXTY) != []
    assert suggest(tmp_path / "linked", SIXTY, denied, SIXTY, links=links) == []


@pytest.mark.parametrize("relation", ["updates", "corrects", "retracts"])
def test_what_was_replaced_is_left_out(relation: str, tmp_path: Path) -> None:
    other = told("The list was misread.", MINISTRY, "05-08")
    link = ("b.e1", relation, "a.e1")

    assert suggest(tmp_path, SIXTY, other, SIXTY, links=[link]) == []


def test_no_circle_comes_of_what_is_suggested(tmp_path: Path) -> None:
    """The first claim supports a later one, which would come back to it."""
    last = told("71 people died.", MINISTRY, "05-20", "killed 71")
    other = told("The count goes on.", MINISTRY, "05-08", **STATE)
    links = [("a.e1", "supports", "c.e1"), ("c.e1", "supports", "b.e1")]
    plain = suggest(tmp_path / "plain", SIXTY, last, other)

    suggested = suggest(tmp_path / "linked", SIXTY, last, other, links=links)

    assert plain == [("b", "updates", "a")]
    assert suggested == []
    assert list(find_cycles([(link[0], link[2]) for link in links])) == []
    assert list(find_cycles([("b.e1", "a.e1"), *((a, b) for a, _, b in links)])) != []


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [
        pytest.param(0.1, [("b", "contradicts", "a")], id="90 to 110"),
        pytest.param(0.5, [], id="50 to 150"),
    ],
)
def test_about_reaches_as_far_as_the_tolerance(
    tolerance: float, expected: Links, tmp_path: Path
) -> None:
    articles = (
        told("About 100 people marched.", "Union", "05-01", "present about 100"),
        told("60 people marched.", "Police", "05-01", "present 60"),
    )

    assert ask(write_articles(tmp_path, *articles), tolerance) == expected


def test_a_tolerance_beyond_a_share_is_an_error(tmp_path: Path) -> None:
    package = write_articles(tmp_path, SIXTY)

    with pytest.raises(UsageError, match=r"found the tolerance 1.*; expected a share"):
        ask(package, 1)


ACCEPTED = {
    "less than 5 million and 5 million exclude each other": (
        told("It cost €5 million.", "Port", "02-01", "cost €5 million"),
        told(
            "It cost less than €5 million.",
            "Union",
            "02-01",
            "cost less than €5 million",
        ),
        [("b", "contradicts", "a")],
    ),
    "at most 40 and at least 40 are two bounds": (
        told("At most 40 died.", MINISTRY, "05-07", "killed at most 40"),
        told("At least 40 died.", MINISTRY, "05-08", "killed at least 40"),
        [],
    ),
    "it was 40 by then may have grown to 60, though said on a later day": (
        told("60 people died.", MINISTRY, "05-07", "killed 60"),
        told("It was 40 by Monday.", HOSPITAL, "05-08", "killed 40", when="../05-05"),
        [],
    ),
    "those missing may have been fewer in the end": (
        told("60 people are missing.", MINISTRY, "05-07", "missing 60", **STATE),
        told("20 people are missing.", HOSPITAL, "05-09", "missing 20", **STATE),
        [],
    ),
    "those missing of one day cannot be two numbers": (
        told("60 people are missing.", MINISTRY, "05-07", "missing 60", **STATE),
        told("20 people are missing.", HOSPITAL, "05-07", "missing 20", **STATE),
        [("b", "contradicts", "a")],
    ),
    "a writer is of a newspaper": (
        told("The boat was hit.", WRITER, "05-07", publisher="P"),
        told("The boat was hit.", WRITER, "05-08", publisher="P"),
        [("b", "restates", "a")],
    ),
    "writers of no known newspaper are not one": (
        told("The boat was hit.", WRITER, "05-07", publisher=None),
        told("The boat was hit.", WRITER, "05-08", publisher=None),
        [],
    ),
    "an unnamed source may contradict": (
        told("60 people died.", UNNAMED, "05-07", "killed 60"),
        told("25 people died.", UNNAMED, "05-07", "killed 25"),
        [("b", "contradicts", "a")],
    ),
    "words without a letter in common are no words at all": (
        told("…", MINISTRY, "05-07"),
        told("!", MINISTRY, "05-08"),
        [],
    ),
    "plans are not denied by what came of them": (
        told("The navy will fire.", NAVY, "05-07", **PLAN),
        told("The navy did not fire.", DEFENCE, "05-08", **DENIED),
        [("b", "updates", "a")],
    ),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_a_pair_of_claims_has_its_link(case: str, tmp_path: Path) -> None:
    first, second, expected = ACCEPTED[case]

    assert suggest(tmp_path, first, second) == expected
