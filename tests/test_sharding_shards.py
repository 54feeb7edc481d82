"""A shard is a pure function of its articles and of what all shards are built with."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from claimpack.errors import BuildError
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Rest, Severity
from claimpack.sharding.found import MOST_DESCRIBED, Found
from claimpack.sharding.plans import HeldTexts, Options, PackedFile, SeedFiles
from claimpack.sharding.shards import SURE_RULES
from claimpack.sharding.sources import plan_texts
from claimpack.source_corpus import Choices, read_texts
from packages import SCHEMA
from shard_builds import (
    ONE,
    TROOPS,
    WHOLE,
    article,
    build,
    build_others,
    read_built,
    tell,
    write_corpus,
    write_source,
)

BUILD_AND_TELL = """
import sys
from pathlib import Path
from claimpack.build import build_package
from claimpack.schema_files import load_shipped_schema
from claimpack.sharding.plans import Options
options = Options(articles_per_shard=1)
report = build_package(Path(sys.argv[1]), load_shipped_schema(), options)
print(report.row_counts["documents"], "pandas" in sys.modules)
"""
CUTS = pytest.mark.parametrize("options", [ONE, WHOLE], ids=["many", "one"])
SKIPPING = Options(articles_per_shard=1, skips_invalid=True)


@contextmanager
def without_collection() -> Iterator[None]:
    """Keep the cyclic collector off, as a program may."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def test_the_collector_is_on_or_off_as_it_was(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, article("a"))

    build(root)
    is_on = gc.isenabled()
    with without_collection():
        build(root)
        is_off = not gc.isenabled()

    assert (is_on, is_off) == (True, True)


@pytest.mark.slow
@pytest.mark.locked  # pyarrow 21 loads pandas, where it is installed
def test_a_build_does_without_pandas(tmp_path: Path) -> None:
    root = write_corpus(tmp_path, article("a"), article("b"))

    run = subprocess.run(
        [sys.executable, "-c", BUILD_AND_TELL, root],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        check=True,
        capture_output=True,
        text=True,
    )

    assert run.stdout == "2 False\n"


def test_only_rules_that_there_are_count_as_kept() -> None:
    assert {rule.code for rule in SCHEMA.rules} >= SURE_RULES


@CUTS
def test_an_article_without_a_text_keeps_all_others_out(
    tmp_path: Path, options: Options
) -> None:
    root = write_corpus(tmp_path, article("a"), article("b", TROOPS), article("c"))
    (root / "seeds/c.txt").unlink()

    report = build(root, options)

    assert tell(report)[0] == ("text-missing", "seeds/c.ann", None)
    assert not (root / "data").exists()


def test_an_article_without_a_text_is_left_out_with_one_that_breaks_a_rule(
    tmp_path: Path,
) -> None:
    root = write_corpus(tmp_path, article("a"), article("b", TROOPS), article("c"))
    (root / "seeds/c.txt").unlink()

    report = build(root, Options(skips_invalid=True))

    assert (report.refused_count, report.row_counts["documents"]) == (2, 1)


def test_an_article_of_others_is_left_out_for_its_errors_and_not_for_its_labels(
    tmp_path: Path,
) -> None:
    strange = "T9|Spaceship 0 9|Yesterday\n"
    broken = article("b", strange + "T8|Claim 0 3|yes")
    source = write_source(tmp_path / "in", article("a", strange), broken)

    report = build_others(source, tmp_path / "out", SKIPPING)

    assert [it[:2] for it in tell(report)] == [
        ("text-left-out", "b.ann"),
        ("covered-text", "b.ann"),
        ("label-left-out", "a.ann"),
    ]
    assert (report.refused_count, report.row_counts["documents"]) == (1, 1)


def test_a_shard_is_called_by_what_it_has(tmp_path: Path) -> None:
    source = write_source(tmp_path, article("a"), article("b"))
    read = read_texts(Folder(source), Choices())
    _, sources = plan_texts(read, SCHEMA, Choices(), WHOLE)
    paths = ("seeds/a.ann", "seeds/b.ann")

    (held,) = sources.shards

    assert isinstance(held, HeldTexts)
    assert (str(held), held.article_count) == ("a to b", 2)
    assert str(SeedFiles(root=tmp_path, paths=paths)) == "seeds/a.ann to seeds/b.ann"
    packed = PackedFile(root=tmp_path, path="part-00000.parquet", article_count=5)
    assert str(packed) == "part-00000.parquet"


def make_finding(code: str, severity: Severity = Severity.ERROR) -> Finding:
    """A finding of a code."""
    return Finding(code=code, severity=severity, location=Location(), message="")


def test_findings_beyond_the_first_are_counted_by_code_and_severity() -> None:
    first = [make_finding("a")] * MOST_DESCRIBED
    found, other = Found(), Found()
    other.add([*first, make_finding("a"), make_finding("b", Severity.NOTE)])

    found.add([make_finding("c")])
    found.join(other)

    *described, rest, notes = found
    assert described == [make_finding("c"), *first[1:]]
    assert (rest, notes) == (
        Rest(code="a", severity=Severity.ERROR, location=Location(), count=2),
        Rest(code="b", severity=Severity.NOTE, location=Location(), count=1),
    )
    assert len(found) == MOST_DESCRIBED + 3
    assert found.count_errors() == {"c": 1, "a": MOST_DESCRIBED + 1}
    assert found.cut(1).counted == {"error a": MOST_DESCRIBED + 1, "note b": 1}


def test_a_folder_that_was_made_in_vain_goes_again(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in", article("a"))
    (source / "a.meta.json").write_text('{"text_access": "full"}')
    out = tmp_path / "new/out"

    def interrupt(*_: object) -> Iterator[object]:
        message = "no worker"
        raise BuildError(message)

    write_source(source, article("b"))
    with pytest.raises(BuildError):
        build_others(
            source,
            out,
            Options(articles_per_shard=1, run=interrupt, uses_store=False),
        )

    assert not (tmp_path / "new").exists()


def test_a_folder_with_a_package_stays_where_a_build_fails(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in", article("a"), article("b"))
    build_others(source, tmp_path / "out")
    before = read_built(tmp_path / "out")
    write_source(source, article("c", "T8|Claim 0 3|yes"))

    report = build_others(source, tmp_path / "out")

    assert [it[0] for it in tell(report)] == ["covered-text"]
    assert read_built(tmp_path / "out") == before
