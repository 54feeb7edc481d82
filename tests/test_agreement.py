"""Figures of agreement: published examples, cases counted by hand, and laws."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles import annotate
from claimpack.agreement.alignment import Labelled, align, count_overlaps
from claimpack.agreement.coefficients import measure_f1, measure_kappa
from claimpack.agreement.comparison import Comparison, compare
from claimpack.agreement.disagreements import Difference, View
from claimpack.agreement.links import LinkAgreement
from claimpack.agreement.spans import SpanAgreement
from claimpack.agreement.texts import Pairing, TextPair
from claimpack.agreement.unitising import (
    Continuum,
    Disagreement,
    Interval,
    measure_alpha,
    measure_disagreement,
)
from claimpack.agreement.values import ValueAgreement
from claimpack.annotations import Annotations, Fragment
from claimpack.mapping.scheme import make_scheme
from claimpack.readers.brat import read_brat
from claimpack.schema_files import load_shipped_schema
from claimpack.show.sentence import Stretch

SCHEME = make_scheme(load_shipped_schema().codes)
TEXT = "The mayor said the dam burst. Police did not say it."

MARKS = """
T1|Person|The mayor
T2|Attribution|said
T3|Claim|the dam burst
T4|Event|burst
"""
LINES = """
E1|Event:T4
E2|Claim:T3 About:E1
E3|Attribution:T2 Of:E2 Source:T1
A1|Certainty E2 Certain
"""


def read(text: str, marks: str, lines: str = "", path: str = "dam.ann") -> Annotations:
    """The annotations of a text, which must be right."""
    reading = read_brat(annotate(text, marks, lines), text, path)
    assert reading.findings == ()
    return reading.annotations


def compare_one(a: Annotations, b: Annotations) -> Comparison:
    """What two annotations of one text come to."""
    return compare_all(TextPair(name="dam", a=a, b=b))


def compare_all(*pairs: TextPair) -> Comparison:
    """What two annotations of some texts come to."""
    return compare(Pairing(pairs=pairs, only_a=(), only_b=()), SCHEME)


def list_f1(comparison: Comparison) -> dict[str, tuple[float | None, float | None]]:
    """Both F1 by kind or label."""
    return {
        it.label or it.kind: (it.exact_f1, it.overlapping_f1) for it in comparison.spans
    }


def list_about(comparison: Comparison) -> list[tuple[str, str]]:
    """What the differences are about, by kind."""
    return [(it.kind, it.about) for it in comparison.differences]


KRIPPENDORFF_C = Continuum(
    length=300,
    units_a=[(75, 145), (220, 250)],
    units_b=[(70, 150), (205, 225), (250, 270)],
)
KRIPPENDORFF_K = Continuum(
    length=300, units_a=[(30, 90), (150, 200)], units_b=[(30, 90), (150, 200)]
)
"""Krippendorff, "Content Analysis", 2nd ed., 2004, page 254; the text begins at 150."""


def test_the_example_of_krippendorff_2004_has_its_published_figures() -> None:
    found = [measure_disagreement([it]) for it in (KRIPPENDORFF_C, KRIPPENDORFF_K)]

    of_c, of_k = found
    assert (of_c.observed, of_c.expected) == pytest.approx((0.0144, 0.0532), abs=5e-5)
    assert (of_k.observed, of_k.expected) == pytest.approx((0, 0.0490), abs=5e-5)
    assert measure_alpha([of_c]) == pytest.approx(0.7286, abs=5e-5)
    assert measure_alpha([of_k]) == 1
    assert measure_alpha(found) == pytest.approx(0.8591, abs=5e-4)


EXAMPLES_OF_1995 = {
    "A": ("..11111111....222222....", "....1111.......22......."),
    "B": ("111111111111111111......", "1123456667.............."),
    "C": ("..111111..22..3333..44..", "11..2222..3333..44..55.."),
    "D": ("112222222233334444445555", "111122223333333445555555"),
}
"""Krippendorff, "On the Reliability of Unitizing Continuous Data", 1995, page 57: a
digit for the unit that a place is in, a point for a gap."""


def cut(places: str) -> list[Interval]:
    """The units of a row of places, those with one digit as one."""
    edges = [0, *(i for i in range(1, 24) if places[i] != places[i - 1]), 24]
    return [(start, end) for start, end in pairwise(edges) if places[start] != "."]


@pytest.mark.parametrize(
    ("name", "observed"),
    [("A", 0.03125), ("B", 2.26736), ("C", 0.02777), ("D", 0.38715)],
)
def test_the_examples_of_krippendorff_1995_differ_as_published(
    name: str, observed: float
) -> None:
    a, b = map(cut, EXAMPLES_OF_1995[name])

    found = measure_disagreement([Continuum(length=24, units_a=a, units_b=b)])

    assert found.observed == pytest.approx(observed, abs=1e-5)


def test_an_example_of_krippendorff_1995_is_expected_to_differ_as_published() -> None:
    a, b = (
        [(start // 2, end // 2) for start, end in cut(places)]
        for places in EXAMPLES_OF_1995["C"]
    )

    found = measure_disagreement([Continuum(length=12, units_a=a, units_b=b)])

    assert found.expected == pytest.approx(0.05494, abs=1e-5)
    assert measure_alpha([found]) == pytest.approx(0.494, abs=1e-3)


@pytest.mark.parametrize(
    ("name", "kappa"), [("A", 0.385), ("B", 0.385), ("C", 0.314), ("D", None)]
)
def test_kappa_of_the_examples_of_1995_place_by_place(
    name: str, kappa: float | None
) -> None:
    a, b = EXAMPLES_OF_1995[name]

    found = measure_kappa([(x == ".", y == ".") for x, y in zip(a, b, strict=True)])

    assert found == (kappa and pytest.approx(kappa, abs=1e-3))


def test_alpha_of_one_who_is_silent_is_worse_than_chance() -> None:
    # Observed: 2² of 4². Expected: 2² in gaps with 1 and 3 places, of 8 · 7 - 2 · 1.
    found = measure_disagreement([Continuum(length=4, units_a=[(0, 2)], units_b=[])])

    assert found == Disagreement(observed=4 / 16, expected=2 * 16 / (4 * 54))
    assert measure_alpha([found]) == 1 - (4 / 16) / (2 * 16 / (4 * 54))


def test_alpha_is_not_defined_where_nobody_found_anything() -> None:
    found = measure_disagreement([Continuum(length=4, units_a=[], units_b=[])])

    assert measure_alpha([found]) is None


def test_a_gap_does_not_go_from_one_text_into_the_next() -> None:
    one = Continuum(length=3, units_a=[(0, 2)], units_b=[(0, 2)])
    other = Continuum(length=3, units_a=[], units_b=[])
    joined = Continuum(length=6, units_a=[(0, 2)], units_b=[(0, 2)])

    # Places of 2 characters: 2 in each gap of 3, where the joined ones have 3.
    apart = measure_disagreement([one, other])
    assert apart.expected == 2 * (2 * 2 + 4 * 4 * 2) / (6 * (12 * 11 - 4))
    assert apart.expected < measure_disagreement([joined]).expected


@st.composite
def units(draw: st.DrawFn, length: int) -> list[Interval]:
    """Units in a text of some length, without overlap."""
    edges = sorted(draw(st.sets(st.integers(0, length), max_size=8)))
    return [it for it in pairwise(edges) if draw(st.booleans())]


def list_gaps(found: list[Interval], length: int) -> list[int]:
    """The lengths of the gaps, character by character."""
    covered = {place for start, end in found for place in range(start, end)}
    text = "".join("x" if place in covered else " " for place in range(length))
    return [len(gap) for gap in text.split("x") if gap]


@given(a=units(20), b=units(20))
def test_alpha_is_what_a_slow_count_of_its_definition_gives(
    a: list[Interval], b: list[Interval]
) -> None:
    found = measure_disagreement([Continuum(length=20, units_a=a, units_b=b)])

    observed = sum(
        (x[0] - y[0]) ** 2 + (x[1] - y[1]) ** 2
        for x in a
        for y in b
        if x[0] < y[1] and y[0] < x[1]
    )
    for own, others in ((a, b), (b, a)):
        for start, end in own:
            if all(end <= x or y <= start for x, y in others):
                observed += (end - start) ** 2
    lengths = [end - start for start, end in a + b]
    gaps = list_gaps(a, 20) + list_gaps(b, 20)
    expected = 0.0
    for length in lengths:
        # Two units of one length, at every place where they share a character.
        expected += (
            (len(lengths) - 1)
            * sum(2 * shift**2 for shift in range(1 - length, length))
            / 2
        )
        expected += length**2 * sum(max(gap - length + 1, 0) for gap in gaps)
    divisor = 40 * 39 - sum(length * (length - 1) for length in lengths)
    assert found.observed == pytest.approx(observed / 400)
    assert found.expected == pytest.approx(2 * expected / 20 / divisor)


@given(a=units(20))
def test_alpha_of_one_and_the_same_is_1(a: list[Interval]) -> None:
    found = measure_disagreement([Continuum(length=20, units_a=a, units_b=a)])

    is_defined = any(end - start > 1 for start, end in a) or list_gaps(a, 20)
    assert measure_alpha([found]) == (1 if a and is_defined else None)


@pytest.mark.parametrize(
    ("same", "count_a", "count_b", "f1"),
    [(0, 0, 0, None), (0, 2, 0, 0), (2, 2, 2, 1), (1, 1, 3, 0.5)],
)
def test_f1(same: int, count_a: int, count_b: int, f1: float | None) -> None:
    assert measure_f1(same, count_a, count_b) == f1


def test_kappa_corrects_for_what_chance_gives() -> None:
    # 8 of 10 alike; by chance (9 · 9 + 1 · 1) of 100.
    pairs = [("no", "no")] * 8 + [("yes", "no"), ("no", "yes")]

    assert measure_kappa(pairs) == pytest.approx((0.8 - 0.82) / (1 - 0.82))
    assert measure_kappa([]) is None


def marks(*extents: str, label: str = "x") -> list[Labelled]:
    """Marks by their extents, as in `0-4 6-9`."""
    return [
        Labelled(
            tuple(Fragment(*map(int, it.split("-"))) for it in extent.split()), label
        )
        for extent in extents
    ]


@pytest.mark.parametrize(
    ("first", "second", "pairs"),
    [
        (["0-4"], ["4-8"], []),
        (["0-4", "6-9"], ["6-9", "0-4"], [(0, 1), (1, 0)]),
        (["0-9", "0-4"], ["0-4"], [(1, 0)]),
        (["0-9"], ["0-2", "3-9"], [(0, 1)]),
        (["0-4"], ["2-9", "2-5"], [(0, 1)]),
        (["0-2 7-9"], ["2-7", "8-9"], [(0, 1)]),
        (["0-4", "0-4"], ["0-4", "0-4", "0-4"], [(0, 0), (1, 1)]),
        ([], ["0-4"], []),
    ],
    ids=[
        "marks that only touch",
        "the same in another order",
        "the same before wider ones",
        "more characters in common",
        "less besides",
        "the hole of a mark is no part of it",
        "twins in their order",
        "nothing on one side",
    ],
)
def test_marks_are_aligned_one_to_one(
    first: list[str], second: list[str], pairs: list[tuple[int, int]]
) -> None:
    assert align(marks(*first), marks(*second)) == pairs


def test_of_marks_on_the_same_words_those_with_one_label_are_aligned() -> None:
    same = [*marks("0-4", label="y"), *marks("0-4", label="x")]
    wider = [*marks("0-5", label="y"), *marks("0-5", label="x")]

    assert align(marks("0-4"), same) == align(marks("0-4"), wider) == [(0, 1)]


def test_the_same_words_under_another_label_come_before_more_words() -> None:
    second = [*marks("0-5"), *marks("0-4", label="y")]

    assert align(marks("0-4"), second) == [(0, 1)]


def test_ten_thousand_marks_of_one_word_are_aligned_at_once() -> None:
    many = marks("0-4") * 10_000

    assert align(many, many) == [(index, index) for index in range(10_000)]


extents = st.lists(
    st.lists(st.integers(0, 30), min_size=2, max_size=6, unique=True).map(
        lambda edges: tuple(Fragment(*it) for it in list(pairwise(sorted(edges)))[::2])
    ),
    max_size=6,
)


@given(first=extents, second=extents)
def test_overlaps_are_those_of_sets_of_characters(
    first: list[tuple[Fragment, ...]], second: list[tuple[Fragment, ...]]
) -> None:
    def cover(extent: tuple[Fragment, ...]) -> set[int]:
        return {place for start, end in extent for place in range(start, end)}

    shared = {
        (here, there): len(cover(one) & cover(other))
        for here, one in enumerate(first)
        for there, other in enumerate(second)
    }
    left, right = (
        {index: Labelled(it, "x") for index, it in enumerate(side)}
        for side in (first, second)
    )
    assert count_overlaps(left, right) == {
        pair: count for pair, count in shared.items() if count
    }


def test_one_annotation_agrees_with_itself_in_everything() -> None:
    comparison = compare_one(read(TEXT, MARKS, LINES), read(TEXT, MARKS, LINES))

    assert {*list_f1(comparison).values()} == {(1, 1)}
    assert {it.alpha for it in comparison.spans} == {1}
    assert {(it.pairs, it.same) for it in comparison.values} == {(1, 1)}
    assert {(it.f1, it.alike_f1) for it in comparison.links} == {(1, 1)}
    assert comparison.differences == ()


def test_annotations_of_other_words_agree_in_nothing() -> None:
    b = read(TEXT, "T1|Person|Police\nT2|Attribution|say")

    comparison = compare_one(read(TEXT, MARKS, LINES), b)

    assert {*list_f1(comparison).values()} == {(0, 0)}
    assert (comparison.values, comparison.links) == ((), ())
    assert list_about(comparison) == [
        ("entities", "missing"),
        ("attributions", "missing"),
        ("claims", "missing"),
        ("events", "missing"),
        ("entities", "missing"),
        ("attributions", "missing"),
    ]


def test_two_who_say_nothing_have_no_figures() -> None:
    comparison = compare_one(read(TEXT, ""), read(TEXT, ""))

    nothing = SpanAgreement(
        kind="all", label=None, count_a=0, count_b=0, exact=0, overlapping=0, alpha=None
    )
    assert comparison.spans == (nothing,)
    assert (comparison.values, comparison.links, comparison.differences) == ((), (), ())
    assert nothing.exact_f1 is nothing.overlapping_f1 is None


def test_one_who_is_silent_lacks_each_thing_once() -> None:
    comparison = compare_one(read(TEXT, ""), read(TEXT, MARKS, LINES))

    first = comparison.differences[0]
    assert len(comparison.differences) == 4
    assert first == Difference(
        text="dam",
        kind="entities",
        about="missing",
        text_line=1,
        char_start=0,
        char_end=9,
        stretches=(
            Stretch(char_start=0, char_end=9, text="The mayor", is_content=True),
            Stretch(
                char_start=9,
                char_end=30,
                text=" said the dam burst. ",
                is_content=False,
            ),
        ),
        a=None,
        b=View(words="The mayor", path="dam.ann", line=1),
    )


def test_marks_with_other_words_overlap_and_are_told_with_both() -> None:
    a = read(TEXT, "T1|Claim|the dam burst", "E1|Claim:T1")
    b = read(TEXT, "T1|Claim|dam burst.", "E1|Claim:T1")

    comparison = compare_one(a, b)

    assert list_f1(comparison) == {"all": (0, 1), "claims": (0, 1)}
    (difference,) = comparison.differences
    assert (difference.about, difference.char_start) == ("extent", 15)
    assert difference.a == View(words="the dam burst", path="dam.ann", line=2)
    assert difference.b == View(words="dam burst.", path="dam.ann", line=2)


def test_a_discontinuous_mark_is_not_the_mark_of_its_whole_length() -> None:
    a = read(TEXT, "T1|Claim|the dam … burst")
    b = read(TEXT, "T1|Claim|the dam burst")

    comparison = compare_one(a, b)

    assert list_f1(comparison)["claims"] == (0, 1)
    assert [it.about for it in comparison.differences] == ["extent"]


def test_a_label_tells_marks_apart_and_is_a_value_of_what_both_have() -> None:
    a = read(TEXT, "T1|Person|The mayor\nT2|Group|Police")
    b = read(TEXT, "T1|Person|The mayor\nT2|Organization|Police")

    comparison = compare_one(a, b)

    assert list_f1(comparison) == {
        "all": (0.5, 0.5),
        "entities": (0.5, 0.5),
        "Group": (0, 0),
        "Organization": (0, 0),
        "Person": (1, 1),
    }
    # By chance 1 of 4 pairs, seen 1 of 2.
    assert comparison.values == (
        ValueAgreement(
            kind="entities",
            attribute="label",
            pairs=2,
            both=2,
            only_one=0,
            same=1,
            kappa=1 / 3,
        ),
    )
    assert list_about(comparison) == [("entities", "label")]


def test_labels_of_other_schemes_are_kinds_of_their_own() -> None:
    a = read(TEXT, "T1|PER|The mayor\nT2|ORG|Police")

    comparison = compare_one(a, a)

    assert list(list_f1(comparison)) == ["all", "ORG", "PER"]


def test_nested_marks_of_one_label_are_one_unit_for_alpha() -> None:
    a = read(TEXT, "T1|Claim|the dam burst\nT2|Claim|dam")
    b = read(TEXT, "T1|Claim|the dam burst")

    comparison = compare_one(a, b)

    assert list_f1(comparison)["claims"] == (2 / 3, 2 / 3)
    assert comparison.spans[1].alpha == 1


def test_what_one_leaves_out_is_no_value_of_an_attribute() -> None:
    text = "It is. It was. It burst."
    claims = "T1|Claim|It is\nT2|Claim|It was\nT3|Claim|It burst"
    lines = "E1|Claim:T1\nE2|Claim:T2\nE3|Claim:T3\n"
    a = read(text, claims, f"{lines}A1|Kind E1 State\nA2|Kind E2 State")
    b = read(text, claims, f"{lines}A1|Kind E1 State\nA2|Kind E3 Event")

    comparison = compare_one(a, b)

    assert comparison.values == (
        ValueAgreement(
            kind="claims",
            attribute="Kind",
            pairs=3,
            both=1,
            only_one=2,
            same=1,
            kappa=None,
        ),
    )
    words = [
        (it.a and it.a.words, it.b and it.b.words) for it in comparison.differences
    ]
    assert words == [("State", None), (None, "Event")]


def test_a_flag_that_is_not_there_is_a_value() -> None:
    text = "It is. It was."
    claims = "T1|Claim|It is\nT2|Claim|It was"
    lines = "E1|Claim:T1\nE2|Claim:T2\nA1|Negated E1"

    comparison = compare_one(read(text, claims, lines), read(text, claims, lines))

    assert comparison.values == (
        ValueAgreement(
            kind="claims",
            attribute="Negated",
            pairs=2,
            both=2,
            only_one=0,
            same=2,
            kappa=1,
        ),
    )


CHAIN = """
T1|Person|The mayor
T2|Attribution|said
T3|Claim|the dam burst
T4|Group|Police
T5|Attribution|say
"""


def test_the_sources_of_a_claim_are_those_of_its_whole_chain() -> None:
    lines = "E1|Claim:T3\nE2|Attribution:T2 Of:E1 Source:T1\n"
    a = read(TEXT, CHAIN, f"{lines}E3|Attribution:T5 Of:E2 Source:T4")
    b = read(TEXT, CHAIN, f"{lines}E3|Attribution:T5 Of:E2 Source:T1")

    comparison = compare_one(a, b)

    # The mayor is a source once, though on both levels of B.
    assert [it for it in comparison.links if it.kind == "claims"] == [
        LinkAgreement(
            kind="claims",
            role="Source of its chain",
            pairs=1,
            count_a=2,
            count_b=1,
            same=1,
            alike=1,
        )
    ]
    assert list_about(comparison) == [
        ("claims", "Source of its chain"),
        ("attributions", "Source"),
    ]
    assert [it.a and it.a.words for it in comparison.differences] == [
        "The mayor; Police",
        "Police",
    ]


def test_attributions_that_wrap_each_other_are_walked_once() -> None:
    lines = (
        "E1|Claim:T3\nE2|Attribution:T2 Of:E1 Of2:E3\nE3|Attribution:T5 Of:E2 Source:T4"
    )
    a = read(TEXT, CHAIN, lines)

    assert list_about(compare_one(a, a)) == []


def test_a_source_that_both_refer_to_the_same_is_alike() -> None:
    text = "The mayor came. She said it burst."
    words = "T1|Person|The mayor\nT2|Person|She\nT3|Attribution|said\nT4|Claim|it burst"
    said = "E1|Claim:T4\nE2|Attribution:T3 Of:E1 Source:"
    a = read(
        text, words, f"{said}T1\nN1|Reference T1 Entity:m|m\nN2|Reference T2 Entity:m|m"
    )
    b = read(
        text, words, f"{said}T2\nN1|Reference T1 Entity:x|x\nN2|Reference T2 Entity:x|x"
    )
    other = read(
        text, words, f"{said}T2\nN1|Reference T1 Entity:x|x\nN2|Reference T2 Entity:y|y"
    )

    of_b, of_other = compare_one(a, b).links[1], compare_one(a, other).links[1]

    assert (of_b.role, of_b.f1, of_b.alike_f1) == ("Source", 0, 1)
    assert (of_other.f1, of_other.alike_f1) == (0, 0)


def test_an_event_that_only_one_has_is_no_link_of_both() -> None:
    b = read(
        TEXT,
        "T2|Attribution|said\nT3|Claim|the dam burst\nT4|Event|dam",
        "E1|Event:T4\nE2|Claim:T3 About:E1\nE3|Attribution:T2 Of:E2",
    )

    comparison = compare_one(read(TEXT, MARKS, LINES), b)

    found = {(it.kind, it.role): (it.same, it.alike) for it in comparison.links}
    assert found["claims", "About"] == (0, 0)
    assert found["attributions", "Source"] == (0, 0)


def test_a_link_that_is_a_line_of_its_own_is_compared_as_a_role() -> None:
    text = "It is. It was."
    claims = "T1|Claim|It is\nT2|Claim|It was"
    nodes = "E1|Claim:T1\nE2|Claim:T2\n"
    a = read(text, claims, f"{nodes}R1|Restates Arg1:E1 Arg2:E2")
    b = read(text, claims, f"{nodes}R1|Restates Arg1:E2 Arg2:E1")

    comparison = compare_one(a, b)

    assert comparison.links == (
        LinkAgreement(
            kind="claims",
            role="Restates",
            pairs=2,
            count_a=1,
            count_b=1,
            same=0,
            alike=0,
        ),
    )


def test_a_role_that_names_the_mark_means_the_node_that_it_triggers() -> None:
    marks_of_both = "T1|Claim|the dam burst\nT2|Event|burst"
    a = read(TEXT, marks_of_both, "E1|Event:T2\nE2|Claim:T1 About:E1")
    b = read(TEXT, marks_of_both, "E1|Event:T2\nE2|Claim:T1 About:T2")

    assert compare_one(a, b).differences == ()


def test_several_texts_are_added_up_before_a_figure_is_made() -> None:
    one = read(TEXT, "T1|Claim|the dam burst\nT2|Claim|say it")
    nothing, other = read("Quiet.", ""), read("Quiet.", "T1|Claim|Quiet")

    comparison = compare_all(
        TextPair(name="a", a=one, b=one), TextPair(name="b", a=nothing, b=other)
    )

    assert list_f1(comparison)["claims"] == (4 / 5, 4 / 5)
    assert [it.text for it in comparison.differences] == ["b"]
