"""What a package expects of itself is asked of all shards together."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.findings import Finding, Location, Severity
from claimpack.sharding.plans import Options
from claimpack.source_corpus import Choices
from claimpack.source_shards import pack_source
from packages import SCHEMA, write_descriptor
from shard_builds import (
    MINISTRY,
    ONE,
    WHOLE,
    Row,
    article,
    build,
    build_others,
    register,
    tell,
    write_corpus,
    write_source,
)

CUTS = pytest.mark.parametrize("options", [ONE, WHOLE], ids=["many", "one"])
CERTAIN = "A8|Certainty E2 Certain\n"
TO_MINISTRY = "N1|Reference T5 Entity:ministry|x\n"


@CUTS
def test_floors_that_are_met_let_the_package_be_built(
    tmp_path: Path, options: Options
) -> None:
    expect = {
        "claims": {"rows_min": 3},
        "claims.certainty": {"filled": 0.6},
        "codes": {"rows_min": 1},
        "entities.name": {"filled": 1},
        "claim_links.basis": {"filled": 1},
    }
    corpus = [article("a", CERTAIN), article("b"), article("c", CERTAIN)]
    root = write_corpus(tmp_path, *corpus, expect=expect)

    report = build(root, options)

    assert tell(report) == []
    assert report.row_counts["claims"] == 3


@CUTS
def test_a_missed_floor_is_told_at_the_line_of_the_first_empty_cell(
    tmp_path: Path, options: Options
) -> None:
    expect = {"claims.certainty": {"filled": 0.9}}
    corpus = [article("a", CERTAIN), article("b"), article("c"), article("b-1")]
    root = write_corpus(tmp_path, *corpus, expect=expect)

    report = build(root, options)

    assert report.findings == (
        Finding(
            code="expectation",
            severity=Severity.ERROR,
            location=Location(
                path="seeds/b-1.ann",
                line=8,
                column=1,
                excerpt="E2\tClaim:T1 About:E1 Place:T4",
                resource="claims",
                field="certainty",
            ),
            message='empty cells: 3 of 4, the first in "b-1.e2"',
            expected="at least 90% of the cells filled",
        ),
    )
    assert not (root / "data").exists()


@CUTS
def test_too_few_rows_are_told(tmp_path: Path, options: Options) -> None:
    expect = {"spans": {"rows_min": 15}}
    root = write_corpus(tmp_path, article("a"), article("b"), expect=expect)

    report = build(root, options)

    assert report.findings == (
        Finding(
            code="expectation",
            severity=Severity.ERROR,
            location=Location(path="data/spans.csv", resource="spans"),
            message="the number of rows is 14",
            expected="at least 15",
        ),
    )


@CUTS
def test_an_empty_cell_of_a_register_is_told_at_its_row(
    tmp_path: Path, options: Options
) -> None:
    place: Row = {**MINISTRY, "entity_id": "a"}
    corpus = [
        article("b", TO_MINISTRY.replace("ministry", "a")),
        article("c", TO_MINISTRY),
        register("entities", MINISTRY, place),
    ]
    root = write_corpus(tmp_path, *corpus, expect={"entities.country": {"filled": 1}})

    report = build(root, options)

    assert tell(report) == [("expectation", "seeds/entities.csv", 3)]


@CUTS
def test_an_empty_cell_of_documents_is_told_with_their_file(
    tmp_path: Path, options: Options
) -> None:
    expect = {"documents.publisher": {"filled": 1}}
    loose = write_corpus(tmp_path / "p", article("a"), article("b"), expect=expect)
    packed = write_corpus(tmp_path / "packed", expect=expect)
    pack_source(loose, packed / "seeds", SCHEMA, Choices(), ONE)

    reports = [build(loose, options), build(packed, options)]

    assert [tell(report) for report in reports] == [
        [("expectation", "seeds/a.txt", None)],
        [("expectation", "seeds/a.ann", None)],
    ]


WITHOUT_LINE = {
    "entities.country": "data/entities.csv",
    "events.wikidata_id": "data/events.csv",
    "codes.close_match": "data/codes.csv",
}


@CUTS
@pytest.mark.parametrize("target", WITHOUT_LINE)
def test_what_has_no_line_is_told_with_its_table(
    tmp_path: Path, options: Options, target: str
) -> None:
    lines = "N1|Reference T5 Entity:a-ministry|x\nN2|Reference E1 Event:a-burst|x\n"
    corpus = [article("a", lines), article("b", lines)]
    source = write_source(tmp_path / "in", *corpus)
    own = {"expect": {target: {"filled": 1}}}
    write_descriptor(tmp_path / "out", {"name": "p", "claimpack": own})

    report = build_others(source, tmp_path / "out", options)

    assert tell(report) == [("expectation", WITHOUT_LINE[target], None)]
