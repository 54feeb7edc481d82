"""What lies within what, as comparing all with all finds it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimpack.mapping.nesting import Stretch, find_enclosing

PLACES = st.tuples(st.integers(0, 12), st.integers(1, 6))


def make_stretches(places: list[tuple[int, int]]) -> list[Stretch]:
    """Stretches of owners `a`, `b` and so on, from a start and a size."""
    return [
        Stretch(start, start + size, chr(ord("a") + number))
        for number, (start, size) in enumerate(places)
    ]


def compare_all(inner: list[Stretch], outer: list[Stretch]) -> dict[str, str]:
    """The same, by comparing each with each."""
    found = {}
    for start, end, owner in inner:
        sizes = [
            (it.end - it.start, it.owner)
            for it in outer
            if it.start <= start and end <= it.end and it.owner != owner
        ]
        if sizes:
            found[owner] = min(sizes)[1]
    return found


@given(st.lists(PLACES, max_size=8), st.lists(PLACES, max_size=8))
def test_the_shortest_around_is_found(
    inner: list[tuple[int, int]], outer: list[tuple[int, int]]
) -> None:
    cues, contents = make_stretches(inner), make_stretches(outer)

    assert find_enclosing(cues, contents) == compare_all(cues, contents)


def test_the_shortest_of_three_wraps() -> None:
    contents = [Stretch(0, 30, "a"), Stretch(5, 20, "b"), Stretch(6, 9, "c")]

    assert find_enclosing([Stretch(10, 14, "d")], contents) == {"d": "b"}
    assert find_enclosing([Stretch(0, 31, "d")], contents) == {}
    assert find_enclosing([Stretch(0, 30, "a")], contents) == {}
