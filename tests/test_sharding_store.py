"""A build takes from the last one what has not changed, and nothing else."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimpack.errors import BuildError
from claimpack.files import Folder, sha256_hex
from claimpack.mapping.shipped import load_mapping
from claimpack.sharding import store as stores
from claimpack.sharding.links import narrow
from claimpack.sharding.plans import CsvChoice, Options, fingerprint
from claimpack.sharding.shards import build_shard
from claimpack.sharding.sources import plan_seeds
from claimpack.sharding.store import STORE, find_store, make_key, name_plan
from claimpack.source_corpus import Choices
from claimpack.source_shards import pack_source
from claimpack.strict_json import format_json
from command_line import edit, read_files
from packages import SCHEMA, check
from shard_builds import (
    MINISTRY,
    ONE,
    WHOLE,
    Witness,
    article,
    build,
    build_others,
    links,
    list_stored,
    read_built,
    register,
    tell,
    write_corpus,
    write_source,
)

NAMES = ("a", "b", "c", "d")
WITHOUT = Options(articles_per_shard=1, uses_store=False)
SHARED = "N1|Reference T3 Entity:shared|x\n"


def write_four(root: Path) -> Path:
    """Write four articles with a register and a link."""
    first, *others = (article(name) for name in NAMES)
    rows = register("entities", MINISTRY)
    return write_corpus(root, first, *others, rows, links("a.e2,restates,c.e2,"))


def list_states(root: Path) -> dict[Path, tuple[int, int]]:
    """Inode and time of the last change of each file of a package."""
    states = {path: path.stat() for path in root.rglob("*") if path.is_file()}
    return {path: (it.st_ino, it.st_ctime_ns) for path, it in states.items()}


def count_fresh(before: dict[str, int], after: dict[str, int]) -> int:
    """How many shards were built since."""
    return len(after.items() - before.items())


def test_a_second_build_touches_nothing_and_builds_nothing(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    build(root)
    before = list_states(root)

    report = build(root)

    assert report.changed == ()
    assert list_states(root) == before
    assert len(list_stored(root)) == 4


def test_of_a_changed_article_only_its_shard_is_built_anew(tmp_path: Path) -> None:
    root, fresh = write_four(tmp_path / "root"), write_four(tmp_path / "fresh")
    build(root)
    before = list_stored(root)
    for each in (root, fresh):
        edit(each / "seeds/b.ann", "burst near Arvika.", "had burst near Arvika.")

    build(root)
    build(fresh)

    after = list_stored(root)
    assert (len(after), count_fresh(before, after)) == (4, 1)
    assert read_built(root) == read_built(fresh)


CHANGES: dict[str, Callable[[Path], object]] = {
    "the text": lambda root: edit(root / "seeds/b.txt", "said.", "said!"),
    "the metadata": lambda root: (root / "seeds/b.meta.json").write_text(
        '{"text_access": "quotes"}'
    ),
    "no metadata": lambda root: (root / "seeds/b.meta.json").unlink(),
}


@pytest.mark.parametrize("case", CHANGES)
def test_each_file_of_an_article_counts(tmp_path: Path, case: str) -> None:
    root, fresh = write_four(tmp_path / "root"), write_four(tmp_path / "fresh")
    build(root)
    before = list_stored(root)
    for each in (root, fresh):
        CHANGES[case](each)

    build(root)
    build(fresh)

    assert count_fresh(before, list_stored(root)) == 1
    assert read_built(root) == read_built(fresh)


def test_a_changed_register_builds_all_anew(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    build(root)
    before = list_stored(root)
    edit(root / "seeds/entities.csv", "Ministry of Water", "Ministry of Waters")

    build(root)

    assert count_fresh(before, list_stored(root)) == 4


def test_a_further_link_builds_the_shards_of_its_two_articles_anew(
    tmp_path: Path,
) -> None:
    root, fresh = write_four(tmp_path / "root"), write_four(tmp_path / "fresh")
    build(root)
    before = list_stored(root)
    for each in (root, fresh):
        lines = (each / "seeds/links.csv").read_text()
        (each / "seeds/links.csv").write_text(f"{lines}a.e2,supports,d.e2,\n")

    build(root)
    build(fresh)

    assert count_fresh(before, list_stored(root)) == 2
    assert read_built(root) == read_built(fresh)


def test_what_a_shard_follows_from_is_in_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_four(tmp_path)
    plan, _ = plan_seeds(root, SCHEMA, ONE)
    mapped = Choices(scheme=load_mapping("entities-only", SCHEMA.codes))
    ruleless = replace(SCHEMA, rules=SCHEMA.rules[1:])

    names = {
        name_plan(it)
        for it in (
            plan,
            replace(plan, choices=Choices()),
            replace(plan, choices=mapped),
            replace(plan, csv="always"),
            replace(plan, skips_invalid=True),
            replace(plan, schema=ruleless),
            replace(plan, registers=replace(plan.registers, is_whole=False)),
        )
    }
    again, _ = plan_seeds(root, SCHEMA, ONE)

    assert len(names) == 7
    assert name_plan(again) in names
    monkeypatch.setattr(stores, "hash_code", lambda: "that of another version")
    assert name_plan(plan) not in names


def test_articles_that_were_read_have_no_name_that_comes_again(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in", article("a"), article("b"))

    build_others(source, tmp_path / "out")
    before = list_stored(tmp_path / "out")
    build_others(source, tmp_path / "out")

    after = list_stored(tmp_path / "out")
    assert (len(after), before.keys() & after.keys()) == (2, set())


def test_packed_articles_of_others_are_found_again(tmp_path: Path) -> None:
    source = write_source(tmp_path / "in", article("a", SHARED), article("b", SHARED))
    later = article("c", SHARED)
    shorter = later["seeds/c.ann"].replace(b"10 17\tthe dam", b"14 17\tdam")
    write_source(source, {**later, "seeds/c.ann": shorter})
    pack_source(source, tmp_path / "pack", SCHEMA, Choices(), ONE)
    build_others(tmp_path / "pack", tmp_path / "out")
    before = list_states(tmp_path / "out")
    witness = Witness()

    build_others(tmp_path / "pack", tmp_path / "out", replace(ONE, watcher=witness))

    assert witness.totals == [3, 1]
    assert list_states(tmp_path / "out") == before


def damage(path: Path, position: int = -9) -> None:
    """Flip a bit of a file."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


def forge(path: Path, change: Callable[[dict[str, object]], object]) -> None:
    """Change what is told of a shard, and mend its sum."""
    content = json.loads(path.read_bytes())
    change(content["shard"])
    text = format_json(content["shard"])
    content["sha256"] = sha256_hex(text)
    path.write_bytes(format_json(content))


def link(path: Path) -> None:
    """Put a link to a file in its place."""
    moved = path.rename(path.with_name("moved"))
    path.symlink_to(moved)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "a flipped bit of a table": lambda it: damage(it / "claims.parquet"),
    "a shorter table": lambda it: os.truncate(it / "claims.parquet", 100),
    "no table": lambda it: (it / "claims.parquet").unlink(),
    "a link in the place of a table": lambda it: link(it / "claims.parquet"),
    "no summary": lambda it: (it / "summary.json").unlink(),
    "an empty summary": lambda it: os.truncate(it / "summary.json", 0),
    "another number in the summary": lambda it: edit(
        it / "summary.json", '"rows": 7', '"rows": 8'
    ),
    "a list for a summary": lambda it: (it / "summary.json").write_text("[]"),
    "a summary of another shape": lambda it: (it / "summary.json").write_text(
        '{"shard": 1, "sha256": 2}'
    ),
    "a number for the parts": lambda it: forge(
        it / "summary.json", lambda shard: shard.update(summary={"parts": 5})
    ),
    "a word for the summary": lambda it: forge(
        it / "summary.json", lambda shard: shard.update(summary="x")
    ),
    "the summary of another": lambda it: forge(
        it / "summary.json", lambda shard: shard.update(key="0" * 32)
    ),
    "a file elsewhere": lambda it: forge(
        it / "summary.json",
        lambda shard: shard.update(files={"../../seeds/a.txt": {"sha256": ""}}),
    ),
}


@pytest.mark.parametrize("case", DAMAGES)
def test_what_is_not_as_it_was_written_is_built_anew(tmp_path: Path, case: str) -> None:
    root = write_four(tmp_path)
    build(root)
    before, stored = read_files(root), list_stored(root)
    DAMAGES[case](root / STORE / min(stored))

    report = build(root)

    assert count_fresh(stored, list_stored(root)) == 1
    assert report.changed == ()
    assert read_files(root) == before


def test_a_table_that_was_changed_in_its_place_is_written_anew(tmp_path: Path) -> None:
    # The file of a part is that of its shard under a second name.
    in_parts = replace(ONE, rows_per_file=1)
    root = write_four(tmp_path)
    build(root, in_parts)
    before = read_files(root)
    damage(root / "data/claims/part-00000.parquet")

    report = build(root, in_parts)

    assert report.changed == ("data/claims/part-00000.parquet",)
    assert read_files(root) == before


def test_git_does_not_see_the_shards_and_no_code_is_among_them(tmp_path: Path) -> None:
    root = write_four(tmp_path)

    build(root, replace(ONE, csv="always"))

    assert (root / STORE / ".gitignore").read_bytes() == b"*\n"
    endings = {path.suffix for path in (root / STORE).rglob("*.*")}
    assert endings == {"", ".json", ".parquet", ".csv"}
    assert check(root) == []


def test_no_cache_leaves_no_shards_and_the_same_bytes(tmp_path: Path) -> None:
    root, fresh = write_four(tmp_path / "root"), write_four(tmp_path / "fresh")
    build(root)
    before = list_states(root / "data")

    build(root, WITHOUT)
    build(fresh, WITHOUT)

    assert list_states(root / "data") == before
    assert sorted(path.name for path in fresh.iterdir()) == [
        "data",
        "datapackage.json",
        "seeds",
    ]
    assert not (root / STORE).exists()
    assert read_built(root) == read_built(fresh)


def test_no_cache_leaves_no_shards_of_a_build_that_fails(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    (root / "seeds/d.ann").unlink()
    (root / "seeds/d.ann").symlink_to("c.ann")

    with pytest.raises(Exception, match=r"seeds/d\.ann"):
        build(root, WITHOUT)

    assert not (root / STORE).exists()


def test_a_build_that_fails_leaves_only_shards_that_are_whole(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    build(root)
    before = list_stored(root)
    for rest in ("new", "old"):
        (root / STORE / f"{rest}-{'0' * 32}").mkdir()
    (root / "seeds/d.ann").unlink()
    (root / "seeds/d.ann").symlink_to("c.ann")

    with pytest.raises(Exception, match=r"seeds/d\.ann"):
        build(root)

    assert list_stored(root) == before


@pytest.mark.parametrize("options", [ONE, WHOLE], ids=["fewer", "one"])
def test_shards_that_nobody_needs_are_removed(tmp_path: Path, options: Options) -> None:
    root = write_four(tmp_path)
    build(root)
    before = list_stored(root)
    for rest in ("new", "old"):
        (root / STORE / f"{rest}-{'0' * 32}").mkdir()
    for path in (root / "seeds").glob("d.*"):
        path.unlink()

    build(root, options)

    assert len(list_stored(root)) == (3 if options is ONE else 0)
    assert list_stored(root).items() <= before.items()
    assert (root / STORE).exists() is (options is ONE)


@pytest.mark.parametrize("options", [ONE, WHOLE, WITHOUT], ids=["1", "all", "none"])
def test_what_is_not_ours_stays(tmp_path: Path, options: Options) -> None:
    root = write_four(tmp_path)
    build(root)
    (root / STORE / "notes").mkdir()
    (root / STORE / "notes/mine.txt").write_text("mine")

    build(root, options)

    assert (root / STORE / "notes/mine.txt").read_text() == "mine"


@pytest.mark.parametrize("options", [ONE, WHOLE, WITHOUT], ids=["1", "all", "none"])
def test_a_link_in_the_place_of_the_shards_is_refused(
    tmp_path: Path, options: Options
) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / ("0" * 32)).mkdir(parents=True)
    root = write_four(tmp_path / "root")
    (root / STORE).symlink_to(elsewhere)

    with pytest.raises(BuildError, match=r"\.shards: found a symbolic link"):
        build(root, options)

    assert (elsewhere / ("0" * 32)).exists()
    assert not (root / "data").exists()


def test_a_file_in_the_place_of_the_shards_is_told(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    (root / STORE).write_bytes(b"")

    with pytest.raises(BuildError, match="found a file in the place of a folder"):
        build(root)

    assert (root / STORE).read_bytes() == b""


def test_shards_are_open_to_all_readers(tmp_path: Path) -> None:
    root = write_four(tmp_path)

    build(root)

    modes = {
        (path.is_dir(), stat.S_IMODE(path.stat().st_mode))
        for path in (root / STORE).rglob("*")
    }
    assert modes == {(True, 0o755), (False, 0o644)}


def test_a_build_with_errors_keeps_its_shards_for_the_next(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    edit(root / "seeds/b.ann", "18 23", "19 23")
    refused = build(root)
    before = list_stored(root)
    edit(root / "seeds/b.ann", "19 23", "18 23")

    report = build(root)

    assert tell(refused) == [("covered-text", "seeds/b.ann", 2)]
    assert tell(report) == [("register-unused", "seeds/entities.csv", 2)]
    assert count_fresh(before, list_stored(root)) == 1


def test_the_same_shard_may_be_put_twice(tmp_path: Path) -> None:
    root = write_four(tmp_path)
    build(root)
    plan, sources = plan_seeds(root, SCHEMA, ONE)
    store, items = find_store(root), sources.shards[0].load()
    key = make_key(name_plan(plan), narrow(plan, items), fingerprint(items))
    before = read_files(root)

    store.put(key, build_shard(items, plan), plan)

    assert read_files(root) == before
    assert store.find("0" * 32) is None
    assert Folder(root).exists(f"{STORE}/{key}")


CHOICES: list[CsvChoice] = ["never", "auto"]


@pytest.mark.parametrize("choice", CHOICES)
def test_csv_is_stored_only_where_it_is_wanted(
    tmp_path: Path, choice: CsvChoice
) -> None:
    root = write_four(tmp_path)

    build(root, replace(ONE, csv=choice))

    assert list((root / STORE).rglob("*.csv")) == []
