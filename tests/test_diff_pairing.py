"""Rows of one key meet, in whatever order and in whatever batches they come."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimpack.diff import pairing
from claimpack.diff.pairing import KEY, Met, pair_rows
from claimpack.errors import SourceError
from claimpack.files import refusal
from claimpack.key_store import Budget

SCHEMA = pa.schema([(KEY, pa.string()), ("c0", pa.int64())])
KEYS = st.lists(st.text("abé", min_size=1, max_size=3), unique=True, max_size=12)
SIZES = st.integers(1, 4)


def cut(keys: Sequence[str], size: int) -> Iterator[pa.Table]:
    """The keys in batches, each with its length."""
    for start in range(0, len(keys), size):
        some = keys[start : start + size]
        yield pa.table({KEY: some, "c0": list(map(len, some))}, SCHEMA)


def pair(old: Iterator[pa.Table], new: Iterator[pa.Table]) -> list[Met]:
    with TemporaryDirectory() as folder:
        budget = Budget(size_bytes=256 * 1024**2, folder=Path(folder))
        return list(pair_rows(old, new, (SCHEMA, SCHEMA), budget))


def list_met(met: Met) -> list[tuple[str, str]]:
    """The keys of the rows that met, of both sides."""
    old, new = (rows.filter(met.is_met)[KEY].to_pylist() for rows in (met.old, met.new))
    return list(zip(old, new, strict=True))


@pytest.mark.parametrize("most", [0, 60, pairing.MOST_HELD_BYTES])
@settings(max_examples=60, deadline=None)
@given(old=KEYS, new=KEYS, sizes=st.tuples(SIZES, SIZES))
def test_each_row_meets_its_like_or_is_alone(
    most: int, old: list[str], new: list[str], sizes: tuple[int, int]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairing, "MOST_HELD_BYTES", most)

        steps = pair(cut(old, sizes[0]), cut(new, sizes[1]))

    met = sorted(each for step in steps for each in list_met(step))
    both = set(old) & set(new)
    assert met == sorted((key, key) for key in both)
    for keys, name in ((old, "only_old"), (new, "only_new")):
        rows = pa.concat_tables([getattr(step, name) for step in steps])
        assert sorted(rows[KEY].to_pylist()) == sorted(set(keys) - both)
        assert rows["c0"].to_pylist() == list(map(len, rows[KEY].to_pylist()))


def test_in_one_order_no_more_is_held_than_a_batch_and_what_is_alone() -> None:
    keys = [f"{number:04}" for number in range(1000)]

    steps = pair(cut(keys, 100), cut(keys[::2], 70))

    assert max(step.old.num_rows for step in steps) < 700
    assert sum(len(list_met(step)) for step in steps) == 500


def test_sorted_rows_are_let_go_of_as_soon_as_nothing_can_meet_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pairing, "MOST_HELD_BYTES", 0)
    old = [f"a{number:06}" for number in range(200_000)]
    new = [f"b{number:06}" for number in range(10)]

    steps = pair(cut(old, 50_000), cut(new, 10))

    alone = [step.only_old.num_rows for step in steps if step.only_old.num_rows]
    assert sum(alone) == 200_000
    assert max(alone) <= 65_536


@pytest.mark.parametrize("most", [0, pairing.MOST_HELD_BYTES])
def test_an_error_of_reading_stays_itself(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(pairing, "MOST_HELD_BYTES", most)

    def fail() -> Iterator[pa.Table]:
        yield from cut(["a", "b"], 1)
        raise refusal("t.csv", "found x", "expected y", "mend it")

    with pytest.raises(SourceError, match="found x"):
        pair(fail(), cut(["c", "d", "e"], 1))
