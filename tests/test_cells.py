"""Which words each type has, how a value is written, and what a column refuses."""

import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.cells import (
    LONGEST_INTEGER,
    CellFault,
    Value,
    breaks_pattern,
    format_cell,
    is_below,
    iter_cell_faults,
    parse_cell,
)
from claimpack.schema import Field

ACCEPTED: list[tuple[str, str, Value]] = [
    ("string", " 12", " 12"),
    ("string", "NaN", "NaN"),
    ("string", "two\r\nlines", "two\r\nlines"),
    ("integer", "0", 0),
    ("integer", "-0", 0),
    ("integer", "+12", 12),
    ("integer", "-12", -12),
    ("integer", "007", 7),
    ("integer", "9223372036854775808", 2**63),
    ("number", "12", 12.0),
    ("number", "+12.5", 12.5),
    ("number", "-12.5", -12.5),
    ("number", "12.", 12.0),
    ("number", ".5", 0.5),
    ("number", "1e5", 100000.0),
    ("number", "1E-5", 0.00001),
    ("number", "INF", float("inf")),
    ("number", "-INF", float("-inf")),
    ("boolean", "true", True),
    ("boolean", "True", True),
    ("boolean", "TRUE", True),
    ("boolean", "1", True),
    ("boolean", "false", False),
    ("boolean", "False", False),
    ("boolean", "FALSE", False),
    ("boolean", "0", False),
    ("date", "2024-02-29", date(2024, 2, 29)),
    ("date", "0001-01-01", date(1, 1, 1)),
    ("date", "9999-12-31", date(9999, 12, 31)),
]
REFUSED = {
    "integer": [
        *("12.7", "12.0", "1e5", "1,000", "1_0", "٤٠", "²", "+ 12", "+-12", "+"),
        *(" 12", "12 ", "12\n", "0x10", "NaN", "INF", "twelve"),
        "\N{MINUS SIGN}12",
    ],
    "number": [
        *("1,000.5", "1,5", "1_0.5", "٤٠", " 12", "12 ", "12\n", "1e", "e5", "."),
        *("1e5.5", "0x1p3", "nan", "inf", "Infinity", "+INF", "-NaN", "--1", "12%"),
        *("1e999", "-1e999", "9" * 400),  # beyond a double, and not infinite
    ],
    "boolean": ["yes", "no", "t", "f", "tRUE", "2", "01", " true", "true\n", "on"],
    "date": [
        *("2024-1-5", "2024-02-30", "2023-02-29", "2024-13-01", "2024-00-10"),
        *("0000-01-01", "24-01-05", "20240105", "2024/01/05", "05.01.2024"),
        *("2024-01-05T00:00:00", " 2024-01-05", "2024-01-05\n"),
        "٢٠٢٤-٠١-٠٥",  # noqa: RUF001  # the digits of another script
        *("+2024-01-05", "2024-12", "2024", "..", "today"),
    ],
}


def column(kind: str, **limits: object) -> Field:
    """A column of a type."""
    return Field(name="x", type=kind, **limits)  # type: ignore[arg-type]  # of any type


@pytest.mark.parametrize(
    ("kind", "word", "value"),
    [pytest.param(*case, id=f"{case[0]}-{case[1]!r}") for case in ACCEPTED],
)
def test_a_word_of_the_type_has_its_value(kind: str, word: str, value: Value) -> None:
    parsed = parse_cell(word, column(kind))

    assert (type(parsed), parsed) == (type(value), value)


def test_not_a_number_is_a_number() -> None:
    assert repr(parse_cell("NaN", column("number"))) == "nan"


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        pytest.param(kind, word, id=f"{kind}-{word[:20]!r}")
        for kind, words in REFUSED.items()
        for word in words
    ],
)
def test_a_word_of_another_type_is_refused(kind: str, word: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text is all there is to say
        parse_cell(word, column(kind))


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "date"])
def test_an_empty_cell_of_any_type_has_no_value(kind: str) -> None:
    assert parse_cell("", column(kind)) is None


def test_an_integer_has_as_many_digits_as_the_widest_decimal_of_arrow() -> None:
    longest = "9" * LONGEST_INTEGER

    assert parse_cell(longest, column("integer")) == 10**LONGEST_INTEGER - 1


@pytest.mark.parametrize("digits", [LONGEST_INTEGER + 1, 300, 5000])
def test_a_longer_integer_is_a_finding_and_no_crash(digits: int) -> None:
    faults = list(iter_cell_faults("1" * digits, column("integer")))

    assert faults == [
        CellFault(
            found=f'"{"1" * 59}…"',
            expected="an integer in ASCII digits, as 1200",
        )
    ]


@given(st.floats())
def test_a_number_reads_back_as_it_was(number: float) -> None:
    """Also -0.0 and NaN, which `==` does not tell from others."""
    read = parse_cell(format_cell(number), column("number"))

    assert repr(read) == repr(number)


@given(st.integers(min_value=-(10**75) + 1, max_value=10**75 - 1))
def test_an_integer_reads_back_as_it_was(number: int) -> None:
    assert parse_cell(format_cell(number), column("integer")) == number


@given(st.booleans())
def test_a_truth_value_reads_back_as_it_was(value: bool) -> None:  # noqa: FBT001  # the value
    assert parse_cell(format_cell(value), column("boolean")) is value


@given(st.dates())
def test_a_day_reads_back_as_it_was(day: date) -> None:
    assert parse_cell(format_cell(day), column("date")) == day


CODES = ("killed", "wounded")
FAULTS: dict[str, tuple[str, Field, list[tuple[str, str]]]] = {
    "an empty cell where a value is required": (
        "",
        column("string", is_required=True, pattern="x"),
        [("an empty cell", "a value")],
    ),
    "an empty cell elsewhere": ("", column("string", codes=CODES, pattern="x"), []),
    "a word that is no date": (
        "2024-02-30",
        column("date", is_required=True),
        [('"2024-02-30"', "a day of the calendar as YYYY-MM-DD")],
    ),
    "a word that is no boolean": (
        "yes",
        column("boolean"),
        [('"yes"', "true or false")],
    ),
    "a word that is no number": (
        "1,100",
        column("number", minimum=5000),
        [('"1,100"', "a number with a decimal point, as 0.25")],
    ),
    "a word of the list": ("killed", column("string", codes=CODES), []),
    "a word that is not in the list": (
        "Killed",
        column("string", codes=CODES),
        [('"Killed"', "one of killed, wounded")],
    ),
    "a word that is not in a long list": (
        "x",
        column("string", codes=tuple(f"c{n}" for n in range(21)), vocabulary="country"),
        [('"x"', "a code of the list country")],
    ),
    "a word that is not in a long list of the schema itself": (
        "x",
        column("string", codes=tuple(f"c{n}" for n in range(21))),
        [('"x"', "a code of the list in the schema")],
    ),
    "a number of the list in another spelling": (
        "04.0",
        column("number", codes=("4", "5")),
        [],
    ),
    "a word that does not match the pattern": (
        "KOREA",
        column("string", pattern="[A-Z]{3}"),
        [('"KOREA"', "a match of [A-Z]{3}")],
    ),
    "the lowest and the highest number": ("4", column("integer", minimum=4), []),
    "a number below the lowest": (
        "3",
        column("integer", minimum=4),
        [('"3"', "at least 4")],
    ),
    "a number above the highest": (
        "90.5",
        column("number", minimum=-90, maximum=90),
        [('"90.5"', "at most 90")],
    ),
    "several constraints at once": (
        "-3",
        column("integer", codes=("1", "2"), pattern="[0-9]+", minimum=0),
        [
            ('"-3"', "one of 1, 2"),
            ('"-3"', "a match of [0-9]+"),
            ('"-3"', "at least 0"),
        ],
    ),
    "a control character, escaped": (
        "a\x1b[2J",
        column("integer"),
        [('"a\\x1b[2J"', "an integer in ASCII digits, as 1200")],
    ),
}


@pytest.mark.parametrize(
    ("text", "field", "faults"), list(FAULTS.values()), ids=list(FAULTS)
)
def test_what_is_wrong_with_a_cell(
    text: str, field: Field, faults: list[tuple[str, str]]
) -> None:
    expected = [CellFault(found=found, expected=expected) for found, expected in faults]

    assert list(iter_cell_faults(text, field)) == expected


def test_the_highest_number_itself_is_allowed() -> None:
    assert list(iter_cell_faults("90", column("number", maximum=90))) == []


@pytest.mark.parametrize(
    ("pattern", "text", "is_broken"),
    [
        pytest.param("a|b", "a", False, id="first-alternative"),
        pytest.param("a|b", "b", False, id="second-alternative"),
        pytest.param("a|b", "ax", True, id="first-with-more-after-it"),
        pytest.param("a|b", "xb", True, id="second-with-more-before-it"),
        pytest.param("^a|b$", "ab", True, id="anchors-of-its-own"),
        pytest.param("[a-z]+", "abc\n", True, id="line-feed-last"),
        pytest.param("(?m)^a$", "a\nb", True, id="one-line-of-two"),
        pytest.param("(?i)jcs", "JCS", False, id="without-case"),
        pytest.param("", "", False, id="empty-pattern"),
        pytest.param("", "a", True, id="empty-pattern-and-a-text"),
        pytest.param("é.", "é…", False, id="code-points-and-no-bytes"),
    ],
)
def test_a_pattern_holds_for_the_whole_text(
    pattern: str,
    text: str,
    is_broken: bool,  # noqa: FBT001  # the expectation
) -> None:
    assert breaks_pattern(text, pattern) is is_broken


def test_a_pattern_takes_linear_time() -> None:
    """The run ends at once; an engine that backtracks would need years."""
    call = 'breaks_pattern("a" * 100_000 + "!", "(a+)+$")'
    program = f"from claimpack.cells import breaks_pattern; print({call})"

    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, timeout=60
    )

    assert done.stdout == b"True\n"


def test_what_is_no_number_lies_below_nothing() -> None:
    assert not is_below("1", 2)
    assert not is_below(1, None)
    assert not is_below(None, 2)
