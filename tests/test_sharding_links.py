"""Links between articles that are in different shards."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.findings import Finding, Location, Severity
from claimpack.sharding.plans import Options
from shard_builds import (
    ONE,
    UNKNOWN,
    WHOLE,
    article,
    build,
    check_built,
    links,
    read_column,
    read_table,
    tell,
    write_corpus,
)

SKIPPING = Options(articles_per_shard=1, skips_invalid=True)
SKIPPING_WHOLE = Options(skips_invalid=True)
CUTS = pytest.mark.parametrize("options", [ONE, WHOLE], ids=["many", "one"])
SKIPS = pytest.mark.parametrize(
    "options", [SKIPPING, SKIPPING_WHOLE], ids=["many", "one"]
)
TWO_CLAIMS = """
T11|Claim 18 35|burst near Arvika
T12|Claim 14 35|dam burst near Arvika
E8|Claim:T11
E9|Claim:T12
#8|AnnotatorNotes E8|Something burst.
#9|AnnotatorNotes E9|The dam burst.
R1|Supports Arg1:E8 Arg2:E9
"""


@CUTS
def test_a_link_stands_in_its_table_and_in_the_view(
    tmp_path: Path, options: Options
) -> None:
    rows = ["c.e2,restates,a.e2,", "c.e2,restates,b.e2,", "a.e2,updates,b.e2,see"]
    corpus = [article(name) for name in ("a", "b", "c")]
    root = write_corpus(tmp_path, *corpus, links(*rows))

    report = build(root, options)

    assert tell(report) == []
    assert read_table(root, "claim_links") == [
        "a.e2,updates,b.e2,curator",
        "c.e2,restates,a.e2,curator",
        "c.e2,restates,b.e2,curator",
    ]
    assert read_column(root, "claims_flat", "restates_claim_id") == [
        "",
        "",
        "a.e2; b.e2",
    ]
    assert check_built(root) == []


@CUTS
def test_an_end_that_no_article_has_is_told_with_the_claim_that_is_like_it(
    tmp_path: Path, options: Options
) -> None:
    row = "a.e2,restates,b.e3,"
    root = write_corpus(tmp_path, article("a"), article("b"), links(row))

    report = build(root, options)

    assert report.findings == (
        Finding(
            code="link-unknown",
            severity=Severity.ERROR,
            location=Location(path="seeds/links.csv", line=2, column=15, excerpt=row),
            message='target_id is "b.e3", which is no claim of the package',
            expected="a claim_id of the table claims",
            hint='did you mean "b.e2"?',
        ),
    )
    assert not (root / "data").exists()


FAULTS = {
    "a relation that is none": (["a.e2,restate,b.e2,"], ["link-unknown"]),
    "twice": (["a.e2,updates,b.e2,", "a.e2,updates,b.e2,"], ["link-repeated"]),
    "to itself": (["b.e2,updates,b.e2,"], ["link-to-itself"]),
    "a circle": (
        ["a.e2,updates,b.e2,", "b.e2,updates,c.e2,", "c.e2,updates,a.e2,"],
        ["link-cycle"],
    ),
}


@CUTS
@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_links_is_told_once(
    tmp_path: Path, case: str, options: Options
) -> None:
    rows, codes = FAULTS[case]
    corpus = [article(name) for name in ("a", "b", "c")]
    root = write_corpus(tmp_path, *corpus, links(*rows))

    report = build(root, options)

    last = ("seeds/links.csv", len(rows) + 1)
    assert tell(report) == [(code, *last) for code in codes]


@CUTS
def test_a_link_that_an_article_makes_too_is_told_with_its_line(
    tmp_path: Path, options: Options
) -> None:
    linked = article("b", TWO_CLAIMS)
    line = linked["seeds/b.ann"].count(b"\n")
    root = write_corpus(
        tmp_path, article("a"), linked, links("b.e8,supports,b.e9,again")
    )

    report = build(root, options)

    (finding,) = report.findings
    assert isinstance(finding, Finding)
    assert (finding.code, finding.message) == (
        "link-repeated",
        f'"b.e8" supports "b.e9" already on line {line} of seeds/b.ann',
    )


@CUTS
def test_a_circle_through_links_of_an_article_is_found(
    tmp_path: Path, options: Options
) -> None:
    linked = article("b", TWO_CLAIMS)
    rows = ["a.e2,supports,b.e8,", "b.e9,supports,a.e2,"]
    root = write_corpus(tmp_path, article("a"), linked, links(*rows))

    report = build(root, options)

    assert tell(report) == [("link-cycle", "seeds/links.csv", 3)]


@CUTS
def test_a_circle_that_a_link_of_an_article_closes_is_told_at_its_line(
    tmp_path: Path, options: Options
) -> None:
    turned = TWO_CLAIMS.replace("Arg1:E8 Arg2:E9", "Arg1:E9 Arg2:E8")
    linked = article("b", turned)
    line = linked["seeds/b.ann"].count(b"\n")
    rows = ["b.e8,supports,c.e2,", "c.e2,supports,b.e9,"]
    corpus = [article("a"), linked, article("c"), article("d")]
    root = write_corpus(tmp_path, *corpus, links(*rows))

    report = build(root, options)

    assert tell(report) == [("link-cycle", "seeds/b.ann", line)]


@SKIPS
def test_a_link_of_an_article_that_is_left_out_is_left_out_too(
    tmp_path: Path, options: Options
) -> None:
    rows = ["a.e2,restates,b.e2,", "b.e2,updates,c.e2,", "c.e2,restates,a.e2,"]
    corpus = [article("a"), article("b", UNKNOWN), article("c"), links(*rows)]
    root = write_corpus(tmp_path, *corpus)

    report = build(root, options)

    assert [it for it in tell(report) if it[0] == "link-left-out"] == [
        ("link-left-out", "seeds/links.csv", 2),
        ("link-left-out", "seeds/links.csv", 3),
    ]
    assert read_table(root, "claim_links") == ["c.e2,restates,a.e2,curator"]
    assert read_column(root, "claims_flat", "restates_claim_id") == ["", "a.e2"]
    assert check_built(root) == []


def test_what_a_broken_article_has_is_not_called_missing(tmp_path: Path) -> None:
    broken = {**article("b"), "seeds/b.ann": b"T1\tClaim 0 3\tyes\n"}
    corpus = [article("a"), broken, links("a.e2,restates,b.e2,", "a.e2,updates,x,")]
    root = write_corpus(tmp_path, *corpus)

    report = build(root)

    assert tell(report) == [
        ("covered-text", "seeds/b.ann", 1),
        ("link-unknown", "seeds/links.csv", 3),
    ]


@CUTS
def test_claims_of_whole_articles_are_known_beside_a_broken_one(
    tmp_path: Path, options: Options
) -> None:
    broken = {**article("b"), "seeds/b.ann": b"T1\tClaim 0 3\tyes\n"}
    whole = (article("a"), article("c"))
    corpus = [*whole, broken, links("a.e2,restates,c.e2,", "a.e2,updates,x,")]
    root = write_corpus(tmp_path, *corpus)

    report = build(root, options)

    assert tell(report) == [
        ("covered-text", "seeds/b.ann", 1),
        ("link-unknown", "seeds/links.csv", 3),
    ]
