"""The rows of a table in parts are in one order, and none is lost."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from articles import SCHEMA
from claimpack.corpus import Corpus
from claimpack.registers import Register
from claimpack.row_source import Row
from claimpack.sharding.layout import Part, lay_out, return_rows
from claimpack.sharding.plans import Options, Plan
from claimpack.sharding.summaries import summarize_part
from claimpack.table_parts import TableParts
from claimpack.writers import build_arrow
from shard_builds import (
    MINISTRY,
    WHOLE,
    article,
    build,
    check_built,
    register,
    write_corpus,
)

NOTHING = Register(path="", entries={})
PLAN = Plan(
    schema=SCHEMA,
    registers=Corpus(members=(), entities=NOTHING, events=NOTHING),
    csv="always",
    rows_per_file=1,
)
EVENTS = SCHEMA.tables["events"]


def make_events(*keys: str) -> pa.Table:
    """The rows of these events, sorted."""
    rows: list[Row] = [{"event_id": key, "label": key} for key in keys]
    return build_arrow(EVENTS, rows)


def make_part(*keys: str) -> Part:
    """A part of the events."""
    rows = make_events(*keys)
    return Part(
        summary=summarize_part(EVENTS, rows),
        read=lambda: rows,
        parquet=f"parquet of {keys}".encode(),
        csv=f"csv of {keys}".encode(),
    )


def lay_out_events(parts: list[Part], others: pa.Table | None = None) -> list[object]:
    """The keys of each file, or what a file was written as before."""
    written = lay_out(PLAN, EVENTS, parts, others)
    assert isinstance(written, TableParts)
    assert len(written.csv) == len(written.parquet)
    return [read_keys(part.content, part.row_count) for part in written.parquet]


def read_keys(content: object, row_count: int) -> object:
    """The keys of a file, which must be so many; of one of before, its words."""
    assert isinstance(content, bytes)
    if content.startswith(b"parquet of"):
        return content.decode()
    keys: list[str] = (
        parquet.read_table(pa.BufferReader(content)).column("event_id").to_pylist()
    )
    assert len(keys) == row_count
    return keys


def test_parts_behind_each_other_are_published_as_they_were_written() -> None:
    parts = [make_part("a", "b"), make_part("c"), make_part("d", "e")]

    files = lay_out_events(parts)

    assert files == [
        "parquet of ('a', 'b')",
        "parquet of ('c',)",
        "parquet of ('d', 'e')",
    ]


def test_other_rows_are_added_where_they_belong() -> None:
    parts = [make_part("b", "c"), make_part("f"), make_part("h")]

    files = lay_out_events(parts, make_events("a", "d", "g"))

    assert files == [["a", "b", "c", "d"], ["f", "g"], "parquet of ('h',)"]


def test_parts_among_each_other_are_cut_anew() -> None:
    parts = [make_part("a"), make_part("b", "f"), make_part("c", "d"), make_part("g")]

    files = lay_out_events(parts)

    assert files == [
        "parquet of ('a',)",
        ["b", "c"],
        ["d", "f"],
        "parquet of ('g',)",
    ]


def test_a_part_may_belong_before_the_one_before_the_last() -> None:
    keys = ["a", "dam-1", "dam-2", "dam"]
    parts = [make_part(key) for key in keys]

    files = lay_out_events(parts)

    assert files == ["parquet of ('a',)", ["dam"], ["dam-1"], ["dam-2"]]


@given(
    st.lists(st.sets(st.sampled_from("abcdefghij"), min_size=1), min_size=2),
    st.sets(st.sampled_from("klmABC")),
)
def test_all_rows_are_there_in_one_order(
    keys: list[set[str]], others: set[str]
) -> None:
    own: set[str] = set()
    parts = []
    for each in keys:
        if each - own:
            rows = make_events(*(each - own))
            summary = summarize_part(EVENTS, rows)
            parts.append(Part(summary=summary, read=partial(return_rows, rows)))
        own |= each
    if len(parts) < 2:
        return

    files = lay_out_events(parts, make_events(*others))

    read = [key for keys in files if isinstance(keys, list) for key in keys]
    assert read == sorted(own | others)


def test_ids_that_begin_like_another_are_in_one_order(tmp_path: Path) -> None:
    names = ("dam-1", "dam-2", "dam", "dam.2", "dam.2.1", "dam.a", "dax")
    corpus = [article(name) for name in names]
    registers = register(
        "entities",
        *({**MINISTRY, "entity_id": key} for key in ("a", "dam.f", "dam.2.x", "z")),
    )
    lines = [
        f"N1|Reference T5 Entity:{key}|x" for key in ("a", "dam.f", "dam.2.x", "z")
    ]
    named = [article(f"e{n}", line) for n, line in enumerate(lines)]
    parted = write_corpus(tmp_path / "parted", *corpus, *named, registers)
    whole = write_corpus(tmp_path / "whole", *corpus, *named, registers)

    build(parted, Options(articles_per_shard=1, rows_per_file=2))
    build(whole, WHOLE)

    for name in SCHEMA.tables.keys() - {"codes", "claim_links"}:
        paths = sorted((parted / f"data/{name}").glob("*.parquet"))
        assert len(paths) > 1
        rows = pa.concat_tables([parquet.read_table(path) for path in paths])
        assert rows.equals(parquet.read_table(whole / f"data/{name}.parquet")), name
    assert check_built(parted) == []
