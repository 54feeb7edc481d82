"""Keys are compared as texts: what repeats, what is empty, what leads nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from claimpack.arrow_columns import pack_words
from claimpack.key_engine import Dangling, Reference, Repeat, open_keys

Words = Sequence[str | None]


def tables(**columns_of: Mapping[str, Words]) -> dict[str, pa.Table]:
    """Key columns by table."""
    return {
        name: pa.table({field: pack_words(words) for field, words in columns.items()})
        for name, columns in columns_of.items()
    }


def test_a_row_that_repeats_a_key_is_found_with_the_first_one() -> None:
    with open_keys(tables(t={"id": ["a", "b", "a", None, None, "a"]})) as engine:
        assert engine.find_repeats("t", ["id"], 1) == ([Repeat(3, 1, ("a",))], 2)
        assert engine.find_empty("t", "id", 1) == ([4], 2)


def test_a_key_of_two_columns_repeats_only_as_a_whole() -> None:
    key: dict[str, Words] = {"a": ["1", "1", "1", "1"], "b": ["x", "y", "x", None]}

    with open_keys(tables(t=key)) as engine:
        assert engine.find_repeats("t", ["a", "b"], 9) == (
            [Repeat(3, 1, ("1", "x"))],
            1,
        )


def test_references_to_one_key_are_answered_together() -> None:
    content = tables(
        people={"id": ["a", "b", None]},
        claims={"by": ["a", "c", None, "d"], "to": ["b", "b", "b", "x"]},
    )
    references = [Reference(table="claims", fields=(name,)) for name in ("by", "to")]

    with open_keys(content) as engine:
        found = engine.find_dangling(
            references, Reference(table="people", fields=("id",)), 1
        )

    assert found == [([Dangling(2, ("c",))], 2), ([Dangling(4, ("x",))], 1)]


def test_foreign_names_never_enter_sql() -> None:
    hostile = 'x"; DROP TABLE t0; --'

    with open_keys(
        tables(**{hostile: {hostile: ["a", "a"], "ID": ["b", "c"]}})
    ) as engine:
        assert engine.find_repeats(hostile, [hostile], 9) == ([Repeat(2, 1, ("a",))], 1)
        assert engine.find_repeats(hostile, ["ID"], 9) == ([], 0)
        assert engine.list_texts(hostile, "ID", 1) == ["b"]
