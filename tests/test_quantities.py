"""Quantities follow the policy table: what was said, and what the wording entails."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimpack.document import Quantity, Unresolved
from claimpack.quantities import apply_reading, parse
from claimpack.quantities.policy import bound
from quantity_cases import BAD_INPUT, BOUNDED, EXACT, MILLION, UNRESOLVED

SAID = st.sampled_from(sorted({*EXACT, *BOUNDED}))
COUNTS = st.integers(min_value=1, max_value=10**12)

FRAGMENTS = (
    "a an the of and to - / . , % $ € 1 20 300 1,000 2.5 half third twenty"
    " hundred thousand million dozen several few tens over under at least or"
    " more so in out not no twice between from 12k 5th km"
)
SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen"
    " fourteen fifteen sixteen seventeen eighteen nineteen"
)
TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"


def spell(number: int) -> str:
    """A number below a billion in words, in the British way."""
    if number < 20:
        return SMALL_WORDS.split()[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return TENS_WORDS.split()[tens - 2] + (f"-{spell(ones)}" if ones else "")
    power, name = next(
        (power, name)
        for power, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred"))
        if number >= power
    )
    count, rest = divmod(number, power)
    joint = " and " if rest < 100 else " "
    return f"{spell(count)} {name}" + (joint + spell(rest) if rest else "")


def make_exact(number: float, unit: str | None = None) -> Quantity:
    return Quantity(
        modifier="exact", quantity=number, low=number, high=number, unit=unit
    )


@pytest.mark.parametrize("words", EXACT)
def test_a_plain_number_is_exact_and_bounds_itself(words: str) -> None:
    assert parse(words) == make_exact(*EXACT[words])


@pytest.mark.parametrize("words", BOUNDED)
def test_a_modified_number_has_the_bounds_of_the_policy(words: str) -> None:
    modifier, quantity, low, high, unit = BOUNDED[words]

    assert parse(words) == Quantity(
        modifier=modifier, quantity=quantity, low=low, high=high, unit=unit
    )


@pytest.mark.parametrize("words", UNRESOLVED)
def test_what_is_no_quantity_is_unresolved_with_its_reason(words: str) -> None:
    found = parse(words)

    assert isinstance(found, Unresolved)
    assert UNRESOLVED[words] in found.reason


@pytest.mark.parametrize("words", BAD_INPUT, ids=lambda words: ascii(words[:24]))
def test_bad_input_is_unresolved_with_its_reason(words: str) -> None:
    found = parse(words)

    assert isinstance(found, Unresolved)
    assert BAD_INPUT[words] in found.reason


@given(SAID, st.text(alphabet=" \t\n\u00a0\u2009", max_size=4))
def test_parse_is_stable_under_spaces(words: str, space: str) -> None:
    spaced = space + words.replace(" ", " " + space) + space

    assert parse(spaced) == parse(words)


@given(SAID)
def test_parse_is_stable_under_case(words: str) -> None:
    assert parse(words.upper()) == parse(words)
    assert parse(words.lower()) == parse(words)


@given(SAID, st.sampled_from(["({})", "“{}”", "{}.", "{},", "‘{}’"]))
def test_parse_is_stable_under_the_punctuation_around(words: str, frame: str) -> None:
    assert parse(frame.format(words)) == parse(words)


@given(SAID)
def test_the_number_said_lies_within_its_bounds_unless_the_words_exclude_it(
    words: str,
) -> None:
    found = parse(words)

    assert isinstance(found, Quantity)
    numbers = [found.low, found.quantity, found.high]
    if found.modifier not in {"more_than", "less_than"}:
        given_numbers = [number for number in numbers if number is not None]
        assert given_numbers == sorted(given_numbers)


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_any_count_with_separators_is_read_exactly(number: int) -> None:
    found = parse(f"about {number:,}")

    assert found == Quantity(modifier="approx", quantity=float(number))


@given(
    st.integers(min_value=10**6, max_value=10**12),
    st.sampled_from([",", ".", " ", "\u00a0", "\u202f", "’", "'"]),
)
def test_every_convention_of_thousands_separators_gives_the_same(
    number: int, separator: str
) -> None:
    grouped = f"{number:,}".replace(",", separator)

    assert parse(grouped) == make_exact(number)


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_a_number_in_words_is_the_number_in_digits(number: int) -> None:
    assert parse(spell(number)) == make_exact(number)


@given(COUNTS)
def test_a_bound_of_a_count_is_the_next_whole_number(number: int) -> None:
    more, less = parse(f"more than {number:,}"), parse(f"fewer than {number:,}")

    assert more == Quantity(modifier="more_than", quantity=number, low=number + 1)
    assert less == Quantity(modifier="less_than", quantity=number, high=number - 1)


@given(COUNTS, st.sampled_from(["{} dollars", "{} percent", "{} km", "${}"]))
def test_a_bound_of_a_measure_is_the_number_itself(number: int, frame: str) -> None:
    found = parse("more than " + frame.format(f"{number:,}"))

    assert isinstance(found, Quantity)
    assert found.low == found.quantity == number


@given(st.integers(min_value=1, max_value=900), st.integers(min_value=1, max_value=99))
def test_a_range_may_name_its_multiplier_and_its_currency_once(
    low: int, width: int
) -> None:
    high = low + width
    expected = Quantity(
        modifier="between", low=low * MILLION, high=high * MILLION, unit="USD"
    )

    assert parse(f"${low}-{high}m") == expected
    assert parse(f"${low}m to ${high}m") == expected
    assert parse(f"between {low} and {high} million dollars") == expected


@example("²")  # a digit for str.isdigit, and none for int
@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(FRAGMENTS.split()),
        max_size=12,
    ).map(" ".join)
)
def test_no_string_raises(words: str) -> None:
    found = parse(words)

    assert isinstance(found, Quantity | Unresolved)
    if isinstance(found, Unresolved):
        assert found.reason


@pytest.mark.parametrize(
    ("modifier", "quantity", "low", "high", "unit", "expected"),
    [
        ("exact", 5, None, None, None, (5, 5, 5)),
        ("more_than", 5, None, None, None, (5, 6, None)),
        ("more_than", 5, None, None, "USD", (5, 5, None)),
        ("at_least", 5, None, None, None, (5, 5, None)),
        ("less_than", 5, None, None, None, (5, None, 4)),
        ("less_than", 5, None, None, "percent", (5, None, 5)),
        ("at_most", 5, None, None, None, (5, None, 5)),
        ("approx", 5, None, None, None, (5, None, None)),
        ("approx", 5, None, 5, None, (5, None, 5)),
        ("approx", None, 3, 5, None, (None, 3, 5)),
        ("between", None, 3, 5, None, (None, 3, 5)),
        ("between", None, 5, 5, None, (None, 5, 5)),
        ("vague", None, 100, None, None, (None, 100, None)),
        ("vague", 5, None, None, None, (None, None, None)),
    ],
)
def test_bound_applies_the_policy_to_numbers(  # noqa: PLR0913, PLR0917  # one row of the table
    modifier: str,
    quantity: float | None,
    low: float | None,
    high: float | None,
    unit: str | None,
    expected: tuple[float | None, float | None, float | None],
) -> None:
    found = bound(modifier, quantity, low=low, high=high, unit=unit)

    assert isinstance(found, Quantity)
    assert (found.quantity, found.low, found.high) == expected
    assert (found.modifier, found.unit) == (modifier, unit)


@pytest.mark.parametrize(
    ("modifier", "quantity", "low", "high", "reason"),
    [
        ("nearly", 5, None, None, "is no modifier"),
        ("exact", None, None, None, "needs one number"),
        ("exact", None, 3, 5, "needs one number"),
        ("between", 5, None, None, "needs a low and a high number"),
        ("between", None, 3, None, "needs a low and a high number"),
        ("between", None, 5, 3, "reversed"),
        ("exact", math.inf, None, None, "finite"),
        ("exact", math.nan, None, None, "finite"),
        ("exact", -1, None, None, "not negative"),
        ("less_than", 0, None, None, "no count is less than 0"),
    ],
)
def test_bound_refuses_what_the_policy_does_not_have(
    modifier: str,
    quantity: float | None,
    low: float | None,
    high: float | None,
    reason: str,
) -> None:
    found = bound(modifier, quantity, low=low, high=high)

    assert isinstance(found, Unresolved)
    assert reason in found.reason


@pytest.mark.parametrize(
    ("words", "number", "modifier", "expected"),
    [
        (
            "over a grand",
            "1000",
            "more_than",
            Quantity(modifier="more_than", quantity=1000, low=1001),
        ),
        (
            "dozens",
            "24",
            None,
            Quantity(modifier="exact", quantity=24, low=24, high=24),
        ),
        ("dozens", "24", "approx", Quantity(modifier="approx", quantity=24)),
        ("a lot", "300..500", None, Quantity(modifier="between", low=300, high=500)),
        ("a lot", "300..500", "approx", Quantity(modifier="approx", low=300, high=500)),
        (
            "over $5",
            "6",
            None,
            Quantity(modifier="more_than", quantity=6, low=6, unit="USD"),
        ),
        ("100", None, "approx", Quantity(modifier="approx", quantity=100)),
        (
            "100",
            None,
            None,
            Quantity(modifier="exact", quantity=100, low=100, high=100),
        ),
        ("nearly 9", None, "approx", Quantity(modifier="approx", quantity=9, high=9)),
        ("3 to 5", None, "approx", Quantity(modifier="approx", low=3, high=5)),
        ("several", None, "vague", Quantity(modifier="vague", low=3)),
        ("at least 5", None, "vague", Quantity(modifier="vague", low=5)),
    ],
)
def test_an_annotators_reading_comes_to_the_same_policy(
    words: str, number: str | None, modifier: str | None, expected: Quantity
) -> None:
    assert apply_reading(parse(words), number, modifier) == expected


@pytest.mark.parametrize(
    ("words", "number", "modifier", "reason"),
    [
        ("100", "1,000", None, "is not a number"),
        ("100", "", None, "is not a number"),
        ("100", "..", None, "is not a number"),
        ("100", "1_0", None, "is not a number"),
        ("100", "1e5", None, "is not a number"),
        ("100", "-5", None, "not negative"),
        ("100", "500..300", None, "reversed"),
        ("100", "3..5", "exact", "needs one number"),
        ("100", "5", "between", "needs a low and a high number"),
        ("several", None, "exact", "needs a number"),
        ("T-72", None, "exact", "begins no number"),
    ],
)
def test_a_reading_without_sense_is_unresolved(
    words: str, number: str | None, modifier: str | None, reason: str
) -> None:
    found = apply_reading(parse(words), number, modifier)

    assert isinstance(found, Unresolved)
    assert reason in found.reason
