"""Quantities follow the policy table: what was said, and what the wording entails."""

import math

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from claimpack.document import Quantity, Unresolved
from claimpack.quantities import apply_reading, bound, parse

K, MILLION, BILLION = 1e3, 1e6, 1e9

EXACT: dict[str, tuple[float, str | None]] = {
    "1,100": (1100, None),
    "0": (0, None),
    "7": (7, None),
    "12,000": (12000, None),
    "1,234,567": (1234567, None),
    "1100": (1100, None),
    "2,024": (2024, None),
    "2.5": (2.5, None),
    "one": (1, None),
    "twenty-one": (21, None),
    "ninety nine": (99, None),
    "a hundred": (100, None),
    "one hundred and one": (101, None),
    "a hundred and one": (101, None),
    "hundred": (100, None),
    "a hundred thousand": (100 * K, None),
    "a hundred million": (100 * MILLION, None),
    "a thousand and one": (1001, None),
    "two hundred and fifty thousand": (250 * K, None),
    "three hundred twelve": (312, None),
    "twelve hundred": (1200, None),
    "two million three hundred thousand and six": (2300006, None),
    "a million": (MILLION, None),
    "1.5 million": (1.5 * MILLION, None),
    "1.234 million": (1.234 * MILLION, None),
    "three trillion": (3e12, None),
    "two lakh": (200 * K, None),
    "3 crore": (30 * MILLION, None),
    "a dozen": (12, None),
    "two dozen": (24, None),
    "a score": (20, None),
    "half a dozen": (6, None),
    "half-dozen": (6, None),
    "half a million": (500 * K, None),
    "a half-million": (500 * K, None),
    "a quarter of a million": (250 * K, None),
    "three quarters of a million": (750 * K, None),
    "one and a half million": (1.5 * MILLION, None),
    "a million and a half": (1.5 * MILLION, None),
    "two and a half": (2.5, None),
    "3½": (3.5, None),
    "12k": (12 * K, None),
    "12K": (12 * K, None),
    "4bn": (4 * BILLION, None),
    "$3bn": (3 * BILLION, "USD"),
    "$3 billion": (3 * BILLION, "USD"),
    "$3-billion": (3 * BILLION, "USD"),
    "$5": (5, "USD"),
    "$1,100.50": (1100.5, "USD"),
    "US$5m": (5 * MILLION, "USD"),
    "C$5bn": (5 * BILLION, "CAD"),
    "A$20": (20, "AUD"),
    "HK$100": (100, "HKD"),
    "£5m": (5 * MILLION, "GBP"),
    "€1.2bn": (1.2 * BILLION, "EUR"),
    "5 €": (5, "EUR"),
    "¥500": (500, "JPY"),
    "₴40": (40, "UAH"),
    "EUR 5m": (5 * MILLION, "EUR"),
    "3 million dollars": (3 * MILLION, "USD"),
    "3 million US dollars": (3 * MILLION, "USD"),
    "40 Canadian dollars": (40, "CAD"),
    "100,000 euros": (100 * K, "EUR"),
    "90 roubles": (90, "RUB"),
    "10 billion won": (10 * BILLION, "KRW"),
    "5 pounds sterling": (5, "GBP"),
    "25%": (25, "percent"),
    "0.5 %": (0.5, "percent"),
    "25 percent": (25, "percent"),
    "twenty per cent": (20, "percent"),
    "half a percent": (0.5, "percent"),
    "two-thirds": (2 / 3, "fraction"),
    "two thirds": (2 / 3, "fraction"),
    "half": (0.5, "fraction"),
    "a half": (0.5, "fraction"),
    "half of the troops": (0.5, "fraction"),
    "a third": (1 / 3, "fraction"),
    "a third of the soldiers": (1 / 3, "fraction"),
    "three-quarters": (0.75, "fraction"),
    "a quarter": (0.25, "fraction"),
    "1 in 5": (0.2, "fraction"),
    "one in five": (0.2, "fraction"),
    "3 out of 5": (0.6, "fraction"),
    "1/5": (0.2, "fraction"),
    "½": (0.5, "fraction"),
    "12 km": (12, "km"),
    "3 square kilometres": (3, "km2"),
    "100 miles": (100, "mi"),
    "5 tonnes": (5, "t"),
    "2 hectares of land": (2, "ha"),
    "two and a half years": (2.5, "year"),
    "half an hour": (0.5, "h"),
    "no": (0, None),
    "none": (0, None),
    "zero": (0, None),
    "no soldiers": (0, None),
    "not a single": (0, None),
    "no one": (0, None),
    "only 20": (20, None),
    "just 20": (20, None),
    "exactly 20": (20, None),
    "another 20": (20, None),
    "a further 20": (20, None),
    "an additional 20": (20, None),
    "a total of 40": (40, None),
    "the two": (2, None),
    "all 20": (20, None),
    "a pair": (2, None),
    "a pair of": (2, None),
    "both": (2, None),
    "only 2000": (2000, None),
    "2000 soldiers": (2000, None),
    "100 killed or wounded": (100, None),
    "20 more": (20, None),
    "12 soldiers": (12, None),
    "1 100": (1100, None),
    "1\u00a0100": (1100, None),
    "1\u202f100\u202f000": (1100 * K, None),
    "1’100": (1100, None),
    "1.100.000": (1100 * K, None),
    "1.234,56": (1234.56, None),
    "12,34,567": (1234567, None),
    "3,5": (3.5, None),
}

OPEN = math.nan
"""Stands for an absent value in the tables below."""

BOUNDED: dict[str, tuple[str, float, float, float, str | None]] = {
    "around 1,100": ("approx", 1100, OPEN, OPEN, None),
    "about 100": ("approx", 100, OPEN, OPEN, None),
    "some 300": ("approx", 300, OPEN, OPEN, None),
    "roughly 5 million": ("approx", 5 * MILLION, OPEN, OPEN, None),
    "approximately 12,000": ("approx", 12000, OPEN, OPEN, None),
    "an estimated 10,000": ("approx", 10000, OPEN, OPEN, None),
    "~100": ("approx", 100, OPEN, OPEN, None),
    "c. 100": ("approx", 100, OPEN, OPEN, None),
    "about 2000": ("approx", 2000, OPEN, OPEN, None),
    "only about 100": ("approx", 100, OPEN, OPEN, None),
    "about half": ("approx", 0.5, OPEN, OPEN, "fraction"),
    "100 or so": ("approx", 100, OPEN, OPEN, None),
    "100 or so soldiers": ("approx", 100, OPEN, OPEN, None),
    "a dozen or so": ("approx", 12, OPEN, OPEN, None),
    "100-odd": ("approx", 100, OPEN, OPEN, None),
    "a couple": ("approx", 2, OPEN, OPEN, None),
    "a couple of": ("approx", 2, OPEN, OPEN, None),
    "a couple of hundred": ("approx", 200, OPEN, OPEN, None),
    "a couple of hours": ("approx", 2, OPEN, OPEN, "h"),
    "nearly 100": ("approx", 100, OPEN, 100, None),
    "almost half": ("approx", 0.5, OPEN, 0.5, "fraction"),
    "close to 3,000": ("approx", 3000, OPEN, 3000, None),
    "more than 1,000": ("more_than", 1000, 1001, OPEN, None),
    "over 100": ("more_than", 100, 101, OPEN, None),
    "in excess of 100": ("more_than", 100, 101, OPEN, None),
    "well over 100": ("more_than", 100, 101, OPEN, None),
    "just over 100": ("more_than", 100, 101, OPEN, None),
    "upwards of 5": ("more_than", 5, 6, OPEN, None),
    "above 50": ("more_than", 50, 51, OPEN, None),
    ">100": ("more_than", 100, 101, OPEN, None),
    "more than a dozen": ("more_than", 12, 13, OPEN, None),
    "more than half a million": ("more_than", 500000, 500001, OPEN, None),
    "more than 2.5": ("more_than", 2.5, 3, OPEN, None),
    "north of $1bn": ("more_than", BILLION, BILLION, OPEN, "USD"),
    "more than 10%": ("more_than", 10, 10, OPEN, "percent"),
    "over half": ("more_than", 0.5, 0.5, OPEN, "fraction"),
    "more than one in five": ("more_than", 0.2, 0.2, OPEN, "fraction"),
    "more than 20 km": ("more_than", 20, 20, OPEN, "km"),
    "at least 100": ("at_least", 100, 100, OPEN, None),
    "no fewer than 5": ("at_least", 5, 5, OPEN, None),
    "no less than 5": ("at_least", 5, 5, OPEN, None),
    "not less than 3": ("at_least", 3, 3, OPEN, None),
    "a minimum of 3": ("at_least", 3, 3, OPEN, None),
    "100+": ("at_least", 100, 100, OPEN, None),
    "100-plus": ("at_least", 100, 100, OPEN, None),
    "100 or more": ("at_least", 100, 100, OPEN, None),
    "100 or more soldiers": ("at_least", 100, 100, OPEN, None),
    "≥ 5": ("at_least", 5, 5, OPEN, None),
    "at least $5": ("at_least", 5, 5, OPEN, "USD"),
    "fewer than 10": ("less_than", 10, OPEN, 9, None),
    "less than 10": ("less_than", 10, OPEN, 9, None),
    "under 18": ("less_than", 18, OPEN, 17, None),
    "just under 100": ("less_than", 100, OPEN, 99, None),
    "fewer than one": ("less_than", 1, OPEN, 0, None),
    "less than $5": ("less_than", 5, OPEN, 5, "USD"),
    "below 10%": ("less_than", 10, OPEN, 10, "percent"),
    "up to 20": ("at_most", 20, OPEN, 20, None),
    "at most 5": ("at_most", 5, OPEN, 5, None),
    "no more than 12": ("at_most", 12, OPEN, 12, None),
    "not more than 4": ("at_most", 4, OPEN, 4, None),
    "as many as 300": ("at_most", 300, OPEN, 300, None),
    "as much as $3m": ("at_most", 3 * MILLION, OPEN, 3 * MILLION, "USD"),
    "a maximum of 8": ("at_most", 8, OPEN, 8, None),
    "100 or fewer": ("at_most", 100, OPEN, 100, None),
    "between 300 and 500": ("between", OPEN, 300, 500, None),
    "300 to 500": ("between", OPEN, 300, 500, None),
    "300-500": ("between", OPEN, 300, 500, None),
    "300–500": ("between", OPEN, 300, 500, None),
    "300 — 500": ("between", OPEN, 300, 500, None),
    "from 300 to 500": ("between", OPEN, 300, 500, None),
    "2,000 to 3,000": ("between", OPEN, 2000, 3000, None),
    "10-12 million": ("between", OPEN, 10 * MILLION, 12 * MILLION, None),
    "10 million to 12 million": ("between", OPEN, 10 * MILLION, 12 * MILLION, None),
    "two to three thousand": ("between", OPEN, 2000, 3000, None),
    "one to two hundred": ("between", OPEN, 100, 200, None),
    "two or three": ("between", OPEN, 2, 3, None),
    "500 to 1 million": ("between", OPEN, 500, MILLION, None),
    "800,000 to 1 million": ("between", OPEN, 800000, MILLION, None),
    "$3-5bn": ("between", OPEN, 3 * BILLION, 5 * BILLION, "USD"),
    "$3bn-$5bn": ("between", OPEN, 3 * BILLION, 5 * BILLION, "USD"),
    "3 to 5 million euros": ("between", OPEN, 3 * MILLION, 5 * MILLION, "EUR"),
    "5%-10%": ("between", OPEN, 5, 10, "percent"),
    "5-10 percent": ("between", OPEN, 5, 10, "percent"),
    "between 5 and 10 km": ("between", OPEN, 5, 10, "km"),
    "about 300 to 500": ("approx", OPEN, 300, 500, None),
    "between about 300 and 500": ("approx", OPEN, 300, 500, None),
    "an estimated 10-12 million": ("approx", OPEN, 10 * MILLION, 12 * MILLION, None),
    "tens": ("vague", OPEN, 10, OPEN, None),
    "dozens": ("vague", OPEN, 12, OPEN, None),
    "scores": ("vague", OPEN, 20, OPEN, None),
    "hundreds": ("vague", OPEN, 100, OPEN, None),
    "thousands": ("vague", OPEN, 1000, OPEN, None),
    "thousands of soldiers": ("vague", OPEN, 1000, OPEN, None),
    "tens of thousands": ("vague", OPEN, 10000, OPEN, None),
    "hundreds of thousands": ("vague", OPEN, 100000, OPEN, None),
    "millions": ("vague", OPEN, MILLION, OPEN, None),
    "billions of dollars": ("vague", OPEN, BILLION, OPEN, "USD"),
    "hundreds of kilometres": ("vague", OPEN, 100, OPEN, "km"),
    "dozens more": ("vague", OPEN, 12, OPEN, None),
    "at least several hundred": ("vague", OPEN, 300, OPEN, None),
    "up to several hundred": ("vague", OPEN, OPEN, OPEN, None),
    "several": ("vague", OPEN, 3, OPEN, None),
    "a few": ("vague", OPEN, 3, OPEN, None),
    "several hundred": ("vague", OPEN, 300, OPEN, None),
    "a few thousand": ("vague", OPEN, 3000, OPEN, None),
    "several dozen": ("vague", OPEN, 36, OPEN, None),
    "several score": ("vague", OPEN, 60, OPEN, None),
    "several hundred thousand": ("vague", OPEN, 300000, OPEN, None),
    "many": ("vague", OPEN, OPEN, OPEN, None),
    "numerous": ("vague", OPEN, OPEN, OPEN, None),
    "countless": ("vague", OPEN, OPEN, OPEN, None),
    "a handful": ("vague", OPEN, OPEN, OPEN, None),
    "few": ("vague", OPEN, OPEN, OPEN, None),
    "some": ("vague", OPEN, OPEN, OPEN, None),
    "some soldiers": ("vague", OPEN, OPEN, OPEN, None),
    "many soldiers": ("vague", OPEN, OPEN, OPEN, None),
    "many thousands": ("vague", OPEN, 1000, OPEN, None),
}

ORDINAL = "an ordinal number is not a count"
SIGN = "a number with a sign is not a quantity"
YEAR = "a bare number from 1900 to 2099 is a year"
YEARS = "two bare numbers from 1900 to 2099 are years"
MULTIPLE = "a multiple of something else"
COMPOUND = "a number in a compound word is not a count"
GLUED = "right after the digits"
NOTHING = "begins no number"
DIGITS = "is a digit other than 0 to 9"
JOIN = "the policy does not join"
UNRESOLVED = {
    "11th": ORDINAL,
    "1st": ORDINAL,
    "eleventh": ORDINAL,
    "the third": ORDINAL,
    "a third soldier": ORDINAL,
    "170mm": GLUED,
    "5m": GLUED,
    "55-year-old": COMPOUND,
    "10-day": COMPOUND,
    "10,000-strong": COMPOUND,
    "T-72": NOTHING,
    "F-16s": NOTHING,
    "T72": "make a name",
    "Brigade 47": NOTHING,
    "number 10": NOTHING,
    "No 10": NOTHING,
    "soldiers": NOTHING,
    "a": NOTHING,
    "score": NOTHING,
    "2024": YEAR,
    "1900": YEAR,
    "2099": YEAR,
    "1914-1918": YEARS,
    "between 1900 and 2000": YEARS,
    "1980s": "a decade",
    "twice": MULTIPLE,
    "double": MULTIPLE,
    "more than double": MULTIPLE,
    "three times": MULTIPLE,
    "-5": SIGN,
    "\u22125": SIGN,  # a minus sign
    "minus 5": SIGN,
    "+5": SIGN,
    "5 percentage points": "percentage points",
    "1.100": "the separator is ambiguous",
    "$1.100": "the separator is ambiguous",
    "1,1000": "no convention",
    "1,10,0": "no convention",
    "007": "starts with 0",
    "9/11": "may be a date",
    "24/7": "may be a date",
    "5 to 3": "reversed",
    "3-0": "reversed",
    "10-12,000": "may begin with 10 or with 10,000",
    "$5 to €10": "from USD to EUR",
    "$5 euros": "in USD and in EUR",
    "100 pounds": "names more than one unit",
    "50 cents": "names more than one unit",
    "11 September": "a day of a month",
    "3 pm": "a time of day",
    "3 p.m.": "a time of day",
    "10:30": "no quantity",
    "100 to": "no quantity",
    "20 more than": "a difference",
    "two pairs": "pairs",
    "2 soldiers and 3 civilians": "more than one number",
    "nineteen eighty-four": "more than one number",
    "hundreds, thousands": "more than one number",
    "a third of a million": "not a whole number",
    "5 in 3": "less than its whole",
    "up to about 100": JOIN,
    "at least 10 to 12": JOIN,
    "nearly 10 to 12": JOIN,
    "between 10": "a range has two numbers",
    "from 10": "a range has two numbers",
    "fewer than 0": "no count is less than 0",
    "at least": "a modifier and no number",
    "": "no words are given",
    " \t\n": "no words are given",
    "...": "no words are given",
    "١٢": DIGITS,
    "\uff11\uff12": DIGITS,  # full-width digits
    "12٣": DIGITS,
    "сто": "is no character",  # Cyrillic
    "1\u041e0": "is no character",  # a Cyrillic O between digits
    "\x00": "is no character",
    "12\x00": "is no character",
    "🕯": "is no character",
    "9" * 23: "more than 15 digits",
    "999,999 trillion": "higher than 10**15",
    "5 soldiers + 3": "is not a word",
    "100 or more pounds": "names more than one unit",
    "thousands of pounds": "names more than one unit",
    "two thousand three thousand": "more than one number",
    "20 in 2024": "more than one number",
    "100 (of them)": "is no character",
    "9" * 100_000: "longer than 200 characters",
    "a " * 50_000: "longer than 200 characters",
}

SAID = st.sampled_from(sorted({*EXACT, *BOUNDED}))

FRAGMENTS = (
    "a an the of and to - / . , % $ € 1 20 300 1,000 2.5 half third twenty"
    " hundred thousand million dozen several few tens over under at least or"
    " more so in out not no twice between from 12k 5th km"
)


def fill(value: float) -> float | None:
    return None if math.isnan(value) else value


@pytest.mark.parametrize("words", EXACT)
def test_a_plain_number_is_exact_and_bounds_itself(words: str) -> None:
    number, unit = EXACT[words]

    assert parse(words) == Quantity(
        modifier="exact", quantity=number, low=number, high=number, unit=unit
    )


@pytest.mark.parametrize("words", BOUNDED)
def test_a_modified_number_has_the_bounds_of_the_policy(words: str) -> None:
    modifier, *numbers, unit = BOUNDED[words]
    quantity, low, high = map(fill, numbers)

    assert parse(words) == Quantity(
        modifier=modifier, quantity=quantity, low=low, high=high, unit=unit
    )


@pytest.mark.parametrize("words", UNRESOLVED, ids=lambda words: ascii(words[:24]))
def test_what_is_no_quantity_is_unresolved_with_its_reason(words: str) -> None:
    found = parse(words)

    assert isinstance(found, Unresolved)
    assert UNRESOLVED[words] in found.reason


@given(SAID, st.text(alphabet=" \t\n", max_size=4))
def test_parse_is_stable_under_spaces_and_case(words: str, space: str) -> None:
    spaced = space + words.replace(" ", " " + space) + space

    assert parse(spaced) == parse(words)
    assert parse(words.upper()) == parse(words)
    assert parse(words.lower()) == parse(words)


@given(SAID)
def test_the_number_said_lies_within_its_bounds_unless_they_are_strict(
    words: str,
) -> None:
    found = parse(words)

    assert isinstance(found, Quantity)
    if found.low is not None and found.high is not None:
        assert found.low <= found.high
    if found.quantity is not None and found.modifier in {"exact", "at_least"}:
        assert found.low == found.quantity


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_any_count_with_separators_is_read_exactly(number: int) -> None:
    grouped = f"{number:,}"

    found = parse(f"about {grouped}")

    assert found == Quantity(modifier="approx", quantity=float(number))


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
def test_bound_applies_the_policy_to_numbers(  # noqa: PLR0913, PLR0917  # one row  # one row of the table
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
