"""Entities and events that articles of several shards mention."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.sharding.plans import Options
from shard_builds import (
    BURST,
    MINISTRY,
    ONE,
    WHOLE,
    Row,
    Witness,
    article,
    build,
    build_others,
    check_built,
    read_built,
    read_column,
    read_table,
    register,
    tell,
    write_corpus,
    write_source,
)

CUTS = pytest.mark.parametrize("options", [ONE, WHOLE], ids=["many", "one"])
TO_MINISTRY = "N1|Reference T5 Entity:ministry|x\n"
TO_BURST = "N2|Reference E1 Event:burst|x\n"
WORLD: Row = {
    "entity_id": "world",
    "name": "World",
    "entity_type": "place",
    "is_named": True,
}
SWEDEN: Row = {**WORLD, "entity_id": "sweden", "name": "Sweden", "part_of_id": "world"}
MOON: Row = {**WORLD, "entity_id": "moon", "name": "Moon"}
PART: Row = {
    **BURST,
    "place_id": "sweden",
    "place_precision": 6,
    "part_of_id": "flood",
}
FLOOD: Row = {"event_id": "flood", "label": "Flood"}
REGISTERS = {
    **register("entities", MINISTRY, WORLD, SWEDEN, MOON),
    **register("events", PART, FLOOD),
}


@CUTS
def test_of_registers_is_kept_what_is_mentioned_and_what_contains_it(
    tmp_path: Path, options: Options
) -> None:
    first, second = article("a", TO_BURST), article("b", TO_BURST + TO_MINISTRY)
    root = write_corpus(tmp_path, first, second, REGISTERS)

    report = build(root, options)

    assert tell(report) == [("register-unused", "seeds/entities.csv", 5)]
    assert read_column(root, "entities", "entity_id") == [
        *("a.t3", "a.t4", "a.t5", "b.t3", "b.t4"),
        *("ministry", "sweden", "world"),
    ]
    assert read_column(root, "events", "event_id") == ["burst", "flood"]
    assert read_column(root, "claims_flat", "sources") == [
        "the ministry",
        "Ministry of Water",
    ]
    assert read_column(root, "claims_flat", "event_label") == ["Burst of the dam"] * 2
    assert check_built(root) == []


FAULTS: dict[str, tuple[Row, str, int]] = {
    "a rule of its table": ({"latitude": 5.0, "longitude": 4.0}, "coordinates", 3),
    "a circle": ({"part_of_id": "ministry"}, "entity-cycle", 3),
    "no such row": ({"part_of_id": "nobody"}, "register-unknown", 3),
    "a cell that is none": ({"entity_type": "thing"}, "register-cell", 3),
}


@CUTS
@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_of_a_register_is_told_once(
    tmp_path: Path, case: str, options: Options
) -> None:
    cells, code, line = FAULTS[case]
    rows = register("entities", WORLD, {**MINISTRY, **cells})
    corpus = [article(name, TO_MINISTRY) for name in ("a", "b", "c")]
    root = write_corpus(tmp_path, *corpus, rows)

    report = build(root, options)

    ((found, *place),) = [it for it in tell(report) if it[0] != "register-unused"]
    assert (found.startswith(code), place) == (True, ["seeds/entities.csv", line])
    assert not (root / "data").exists()


@CUTS
def test_an_event_whose_mode_is_none_of_its_type_is_told(
    tmp_path: Path, options: Options
) -> None:
    root = write_corpus(tmp_path, article("a"), article("b", "A9|Mode E1 troops"))

    report = build(root, options)

    assert tell(report) == [("event-mode", "seeds/b.ann", 7)]


PLACE = "N1|Reference T4 Entity:shared|x\n"
OBJECT = "N1|Reference T3 Entity:shared|x\n"
EVENT = "N2|Reference E1 Event:shared|x\n"


@CUTS
def test_without_a_register_the_first_article_says_what_is_shared(
    tmp_path: Path, options: Options
) -> None:
    other = article("c", EVENT)
    other["seeds/c.ann"] = other["seeds/c.ann"].replace(b"18 23\tburst", b"14 17\tdam")
    source = write_source(tmp_path / "in", article("a", OBJECT), other)
    write_source(source, article("b", OBJECT + EVENT))
    out = tmp_path / "out"

    build_others(source, out, options)

    assert read_table(out, "entities")[-1] == "shared,the dam,object,false,,,,,,,,"
    assert read_column(out, "events", "label") == ["burst", "burst"]
    assert read_column(out, "claims_flat", "event_label") == ["burst"] * 3
    assert check_built(out) == []


def test_a_shard_that_took_it_for_another_is_built_again(tmp_path: Path) -> None:
    later = article("b", OBJECT)
    shorter = later["seeds/b.ann"].replace(b"10 17\tthe dam", b"14 17\tdam")
    later["seeds/b.ann"] = shorter
    source = write_source(tmp_path / "in", article("a", OBJECT), later)
    write_source(source, article("c", OBJECT))
    witness = Witness()

    build_others(
        source, tmp_path / "out", Options(articles_per_shard=1, watcher=witness)
    )
    build_others(source, tmp_path / "whole/out", WHOLE)

    assert witness.totals == [3, 1]
    assert [it.documents for it in witness.summaries[3:]] == [("b",)]
    assert read_built(tmp_path / "out") == read_built(tmp_path / "whole/out")


@CUTS
def test_an_entity_that_another_article_calls_a_place_is_none(
    tmp_path: Path, options: Options
) -> None:
    source = write_source(tmp_path / "in", article("a", OBJECT), article("b", PLACE))

    report = build_others(source, tmp_path / "out", options)

    assert tell(report) == [("claim-place", "b.ann", 8)]


def test_an_article_that_is_left_out_in_the_end_says_nothing_of_what_is_shared(
    tmp_path: Path,
) -> None:
    # Only as `a` has it, `shared` is no place, and only without `b` is `more` as `c`
    # has it.
    doubled = PLACE + "N3|Reference T3 Entity:more|x\n"
    third = article("c", "N3|Reference T5 Entity:more|x\n")
    source = write_source(tmp_path / "in", article("a", OBJECT), third)
    write_source(source, article("b", doubled), article("d", PLACE.replace("T4", "T3")))
    skipping = Options(articles_per_shard=1, skips_invalid=True)

    many = build_others(source, tmp_path / "out", skipping)
    build_others(source, tmp_path / "whole/out", Options(skips_invalid=True))

    assert many.refused_count == 1
    assert (
        "more,the ministry,organization,false"
        in read_table(tmp_path / "out", "entities")[-2]
    )
    assert read_built(tmp_path / "out") == read_built(tmp_path / "whole/out")


@CUTS
@pytest.mark.parametrize("mentions", ["a", "b"])
def test_an_article_may_mention_what_another_one_has(
    tmp_path: Path, options: Options, mentions: str
) -> None:
    own = "b" if mentions == "a" else "a"
    lines = f"N1|Reference T5 Entity:{own}.t3|x\nN2|Reference E1 Event:{own}.e1|x\n"
    source = write_source(tmp_path / "in", article(mentions, lines), article(own))
    out = tmp_path / "out"

    build_others(source, out, options)

    first = "the ministry,organization" if mentions == "a" else "the dam,object"
    assert f"{own}.t3,{first},false,,,,,,,," in read_table(out, "entities")
    assert check_built(out) == []
