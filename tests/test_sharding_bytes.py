"""The same articles give the same bytes, however they are cut, packed and built."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from claimpack.mapping.shipped import load_mapping
from claimpack.sharding.plans import CsvChoice, Options
from claimpack.source_corpus import Choices
from claimpack.source_shards import pack_source
from command_line import copy_package, run_claimpack
from invented_package import copy_invented
from packages import SCHEMA, write_files
from shard_builds import (
    ONE,
    PROCESSES,
    WHOLE,
    article,
    build,
    build_others,
    check_built,
    links,
    read_built,
    read_descriptor,
    tell,
    without_text_paths,
    write_corpus,
)

IN_PARTS = Options(articles_per_shard=1, rows_per_file=1)
INPUTS = ("datapackage.json", "schemas", "seeds")


def pack_seeds(source: Path, target: Path, shard_size: int = 1) -> Path:
    """Write a package whose seeds are those of another one, packed."""
    options = Options(articles_per_shard=shard_size)
    pack_source(source, target / "seeds", SCHEMA, Choices(), options)
    descriptor = (source / "datapackage.json").read_bytes()
    (target / "datapackage.json").write_bytes(descriptor)
    return target


@pytest.mark.parametrize("options", [ONE, PROCESSES], ids=["serial", "processes"])
def test_one_shard_and_many_give_the_same_bytes(
    tmp_path: Path, options: Options
) -> None:
    whole = copy_invented(tmp_path / "whole")
    cut = copy_invented(tmp_path / "cut")

    build(whole, WHOLE)
    report = build(cut, options)

    assert tell(report) == []
    assert read_built(cut) == read_built(whole)
    assert check_built(cut) == []


def test_the_package_of_this_repository_is_the_same_in_a_shard(
    tmp_path: Path,
) -> None:
    plain = copy_package(tmp_path / "plain", INPUTS)
    packed = pack_seeds(plain, tmp_path / "packed")

    build(plain)
    build(packed)

    assert without_text_paths(read_built(packed)) == without_text_paths(
        read_built(plain)
    )


@pytest.mark.parametrize("shard_size", [1, 2])
def test_packed_articles_give_the_same_rows_as_loose_ones(
    tmp_path: Path, shard_size: int
) -> None:
    loose = copy_invented(tmp_path / "loose")
    packed = pack_seeds(loose, tmp_path / "packed", shard_size)

    build(loose)
    report = build(packed)

    assert tell(report) == []
    assert without_text_paths(read_built(packed)) == without_text_paths(
        read_built(loose)
    )
    assert check_built(packed) == []


def test_packed_articles_give_the_same_bytes_whoever_builds_them(
    tmp_path: Path,
) -> None:
    loose = copy_invented(tmp_path / "loose")
    packed = {
        options: pack_seeds(loose, tmp_path / name, size)
        for name, size, options in (
            ("whole", 2, WHOLE),
            ("cut", 1, ONE),
            ("processes", 1, PROCESSES),
        )
    }

    for options, root in packed.items():
        build(root, options)

    first, *others = map(read_built, packed.values())
    assert others == [first, first]


def test_tables_in_parts_are_the_same_whoever_builds_them(tmp_path: Path) -> None:
    serial = copy_invented(tmp_path / "serial")
    processes = copy_invented(tmp_path / "processes")

    build(serial, IN_PARTS)
    build(processes, replace(PROCESSES, rows_per_file=1))

    assert read_built(serial) == read_built(processes)
    assert (serial / "data/claims/part-00001.parquet").exists()
    assert check_built(serial) == []


OTHERS = {
    f"{name}.{ending}": content
    for name in ("a", "a-1", "b.c")
    for ending, content in (
        ("txt", b"The dam burst in Arvika, Anna said.\n"),
        ("ann", b"T1\tDam 4 7\tdam\nT2\tTown 17 23\tArvika\nT3\tDate 25 29\tAnna\n"),
        ("meta.json", b'{"publisher": "Herald", "text_access": "quotes"}'),
    )
}


@pytest.mark.parametrize("options", [ONE, WHOLE, PROCESSES], ids=["1", "all", "two"])
@pytest.mark.parametrize("is_packed", [False, True], ids=["folder", "pack"])
def test_articles_of_others_give_the_same_bytes_loose_and_packed(
    tmp_path: Path, options: Options, *, is_packed: bool
) -> None:
    source = tmp_path / "in"
    write_files(source, OTHERS)
    choices = Choices(scheme=load_mapping("entities-only", SCHEMA.codes))
    build_others(source, tmp_path / "whole/out", WHOLE, choices)
    if is_packed:
        pack_source(source, tmp_path / "pack", SCHEMA, choices, ONE)
        source = tmp_path / "pack"

    report = build_others(source, tmp_path / "cut/out", options, choices)

    assert report.row_counts["entities"] == 9
    assert read_built(tmp_path / "cut/out") == read_built(tmp_path / "whole/out")
    assert check_built(tmp_path / "cut/out") == []


@pytest.mark.slow
def test_the_command_line_builds_the_same(tmp_path: Path) -> None:
    plain = copy_invented(tmp_path / "plain")
    cut = copy_invented(tmp_path / "cut")
    options = ["--shard-size", "1", "--runner", "processes", "--quiet"]

    whole = run_claimpack("build", plain)
    run = run_claimpack("build", *options, cut)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == whole.stdout
    assert read_built(cut) == read_built(plain)


CSV: dict[CsvChoice, tuple[str, str, int]] = {
    "never": ("pq", "pq", 0),
    "auto": ("pq", "csv", 1),
    "always": ("csv", "csv", 5),
}


@pytest.mark.parametrize("choice", CSV)
def test_tables_are_in_csv_as_chosen_and_valid_either_way(
    tmp_path: Path, choice: CsvChoice
) -> None:
    of_large, of_small, count = CSV[choice]
    corpus = [article(name) for name in ("a", "b", "c")]
    root = write_corpus(tmp_path, *corpus, links("a.e2,restates,b.e2,"))
    options = Options(articles_per_shard=1, csv=choice, rows_per_file=3)

    report = build(root, options)
    run = run_claimpack("validate", root)

    resources = read_descriptor(root)["resources"]
    assert isinstance(resources, list)
    formats = {it["name"]: it["format"] for it in resources}
    assert (formats["spans"], formats["claim_links"]) == (of_large, of_small)
    assert report.row_counts["spans"] == 21
    assert len(list(root.glob("data/**/*.csv"))) >= count
    assert run.returncode == 0, run.stdout


def test_another_choice_of_csv_leaves_no_file_of_the_former(tmp_path: Path) -> None:
    corpus = [article(name) for name in ("a", "b", "c")]
    root = write_corpus(tmp_path / "changed", *corpus)
    fresh = write_corpus(tmp_path / "fresh", *corpus)
    never = Options(articles_per_shard=1, csv="never")

    build(root, Options(articles_per_shard=1, csv="always", rows_per_file=3))
    build(root, never)
    build(fresh, never)

    assert read_built(root) == read_built(fresh)
