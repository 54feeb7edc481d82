"""Articles with errors: all of them told, or left out as if they were not there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimpack.errors import SourceError
from claimpack.findings import Rest, has_errors
from claimpack.sharding import found as found_module
from claimpack.sharding.plans import Options
from command_line import edit, read_files, run_claimpack
from packages import edit_descriptor
from shard_builds import (
    MINISTRY,
    ONE,
    TROOPS,
    UNKNOWN,
    WHOLE,
    Witness,
    article,
    build,
    check_built,
    links,
    list_stored,
    read_built,
    read_descriptor,
    register,
    tell,
    write_corpus,
)

SKIPPING = Options(articles_per_shard=2, skips_invalid=True)
CUTS = pytest.mark.parametrize(
    "options",
    [
        SKIPPING,
        replace(SKIPPING, articles_per_shard=1),
        replace(SKIPPING, articles_per_shard=9),
    ],
    ids=["two", "many", "one"],
)
COVERED = {**article("b"), "seeds/b.ann": b"T1\tClaim 0 3\tyes\n"}
UNLABELLED = article("c", "T9|Spaceship 0 9|Yesterday")
SECRET = {
    **article("d", UNKNOWN + "\n" + TROOPS),
    "seeds/d.meta.json": b'{"text_access": "none"}',
}
BAD = [COVERED, UNLABELLED, SECRET, article("e", TROOPS)]
GOOD = [article(name) for name in ("a", "f", "g")]
OTHERS = [register("entities", MINISTRY), links("a.e2,restates,g.e2,")]


@CUTS
def test_the_others_are_published_as_if_they_were_not_there(
    tmp_path: Path, options: Options
) -> None:
    clean = write_corpus(tmp_path / "clean", *GOOD, *OTHERS)
    mixed = write_corpus(tmp_path / "mixed", *GOOD, *BAD, *OTHERS)
    build(clean)

    report = build(mixed, options)

    built = read_files(mixed / "data")
    del built["refused.csv"]
    assert not has_errors(report.findings)
    assert report.refused_count == 4
    assert built == read_files(clean / "data")
    assert check_built(mixed) == []


def test_the_list_tells_what_is_wrong_and_has_no_word_of_the_article(
    tmp_path: Path,
) -> None:
    root = write_corpus(tmp_path, *GOOD, *BAD)

    build(root, SKIPPING)

    assert (root / "data/refused.csv").read_text() == (
        "document_id,path,errors,codes\n"
        "b,seeds/b.ann,1,covered-text\n"
        "c,seeds/c.ann,1,unknown-label\n"
        "d,seeds/d.ann,1,register-unknown\n"
        "e,seeds/e.ann,1,event-mode\n"
    )
    resources = read_descriptor(root)["resources"]
    assert isinstance(resources, list)
    (resource,) = [it for it in resources if it["name"] == "refused"]
    fields = [it["name"] for it in resource["schema"]["fields"]]
    assert (resource["path"], fields) == (
        "data/refused.csv",
        ["document_id", "path", "errors", "codes"],
    )


@CUTS
def test_what_is_wrong_with_them_is_told_as_warnings(
    tmp_path: Path, options: Options
) -> None:
    root = write_corpus(tmp_path, *GOOD, *BAD)

    report = build(root, options)

    assert tell(report) == [
        ("text-left-out", "seeds/b.ann", None),
        ("covered-text", "seeds/b.ann", 1),
        ("text-left-out", "seeds/c.ann", None),
        ("unknown-label", "seeds/c.ann", 11),
        ("text-left-out", "seeds/d.ann", None),
        ("register-unknown", "seeds/d.ann", 5),
        ("text-left-out", "seeds/e.ann", None),
        ("event-mode", "seeds/e.ann", 7),
    ]
    assert {it.severity for it in report.findings} == {"warning"}


@pytest.mark.slow
def test_the_command_ends_with_1_and_the_next_one_without_faults_with_0(
    tmp_path: Path,
) -> None:
    root = write_corpus(tmp_path / "p", *GOOD[:2], COVERED)
    clean = write_corpus(tmp_path / "clean", *GOOD[:2], article("b"))
    build(clean)
    options = ["--skip-invalid", "--shard-size", "1", "--quiet"]

    skipping = run_claimpack("build", *options, root)
    validation = run_claimpack("validate", root)
    edit(root / "seeds/b.ann", "T1\tClaim 0 3\tyes\n", "")
    (root / "seeds/b.ann").write_bytes(article("b")["seeds/b.ann"])
    whole = run_claimpack("build", *options, root)

    assert skipping.returncode == 1
    assert skipping.stderr.endswith("1 article left out, see data/refused.csv.\n")
    assert validation.returncode == 0, validation.stdout
    assert (whole.returncode, whole.stderr) == (0, "")
    assert read_built(root) == read_built(clean)


@pytest.mark.parametrize("options", [ONE, WHOLE], ids=["many", "one"])
def test_by_default_all_errors_are_told_and_nothing_is_written(
    tmp_path: Path, options: Options
) -> None:
    root = write_corpus(tmp_path, *GOOD, article("b"))
    build(root)
    for part in (COVERED, UNLABELLED):
        write_corpus(root, part)
    before = read_built(root)

    report = build(root, options)

    assert sorted(tell(report)) == [
        ("covered-text", "seeds/b.ann", 1),
        ("unknown-label", "seeds/c.ann", 11),
    ]
    assert (report.row_counts, report.changed) == ({}, ())
    assert read_built(root)["data/claims.csv"] == before["data/claims.csv"]


@CUTS
def test_where_all_are_left_out_there_is_no_article(
    tmp_path: Path, options: Options
) -> None:
    root = write_corpus(tmp_path, *BAD)

    report = build(root, options)

    assert tell(report)[-1] == ("no-article", ".", None)
    assert not (root / "data").exists()


def test_the_list_goes_with_the_faults_and_with_the_choice(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, *GOOD, COVERED)
    build(root, SKIPPING)
    (root / "seeds/b.ann").unlink()
    (root / "seeds/b.txt").unlink()
    (root / "seeds/b.meta.json").unlink()

    report = build(root)

    assert "data/refused.csv" in report.changed
    assert not (root / "data/refused.csv").exists()
    assert check_built(root) == []


def test_a_resource_of_people_keeps_its_name(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, *GOOD, COVERED)
    own = [{"name": "refused", "path": "mine.csv"}]
    edit_descriptor(root, lambda descriptor: descriptor.update(resources=own))

    with pytest.raises(SourceError) as caught:
        build(root, SKIPPING)

    assert str(caught.value) == (
        'datapackage.json, resource "refused": found the path "mine.csv"; expected'
        " data/refused.csv, as the name is that of a list of a build; rename the"
        " resource."
    )


def test_other_resources_of_people_stay_beside_the_list(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, *GOOD, COVERED)
    own = [{"name": "mine", "path": "mine.csv"}]
    edit_descriptor(root, lambda descriptor: descriptor.update(resources=own))

    build(root, SKIPPING)

    resources = read_descriptor(root)["resources"]
    assert isinstance(resources, list)
    assert [it["name"] for it in resources[-2:]] == ["refused", "mine"]


def test_findings_are_bounded_and_their_totals_are_true(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found_module, "MOST_DESCRIBED", 3)
    monkeypatch.setattr("claimpack.sharding.summaries.MOST_DESCRIBED", 3)
    faults = "T8|Claim 0 3|yes\nT9|Claim 0 4|no\n"
    root = write_corpus(tmp_path, *(article(name, faults) for name in "abcd"))
    witness = Witness()

    many = build(root, replace(ONE, watcher=witness)).findings
    one = build(root, WHOLE).findings

    rest = [it for it in many if isinstance(it, Rest)]
    assert [(it.severity, it.code, it.count) for it in rest] == [
        ("error", "covered-text", 5)
    ]
    assert [it.finding_count for it in witness.summaries] == [2, 2, 2, 2]
    assert many == one


def test_findings_of_what_is_left_out_are_bounded_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = "T8|Claim 0 3|yes\nT9|Claim 0 4|no\n" + UNKNOWN
    bad = [article(name, faults) for name in "abcd"]
    root = write_corpus(tmp_path, *bad, article("e"))
    monkeypatch.setattr("claimpack.sharding.summaries.MOST_DESCRIBED", 3)
    witness = Witness()

    build(root, replace(SKIPPING, watcher=witness))

    described = [
        [len(it.findings.described) for it in summary.refused]
        for summary in witness.summaries
    ]
    assert described == [[2, 1], [2, 1], []]
    rows = (root / "data/refused.csv").read_text().splitlines()[1:]
    assert [row.split(",")[2] for row in rows] == ["2"] * 4


def test_shards_are_found_again_with_what_is_left_out(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, *GOOD, *BAD, *OTHERS)
    first = build(root, SKIPPING)
    before = list_stored(root)

    again = build(root, SKIPPING)

    assert list_stored(root) == before
    assert (again.findings, again.changed) == (first.findings, ())
