"""Patterns of strptime: what each directive reads, under every locale."""

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from claimpack.field_types import DeclarationError
from claimpack.field_types.strptime import DIRECTIVES, compile_pattern


def clock(*parts: int, zone: timezone | None = None) -> datetime:
    """A date and time by its parts."""
    return datetime(*parts, tzinfo=zone)  # type: ignore[arg-type,misc]  # mypy counts no parts


PYTHON_313 = pytest.mark.filterwarnings("ignore:Parsing dates:DeprecationWarning")
"""It reads a day without its year as before, and warns."""
READ: list[tuple[str, str, datetime]] = [
    ("%Y-%m-%d", "2024-1-5", clock(2024, 1, 5)),
    ("%d%m%Y", "05012024", clock(2024, 1, 5)),
    ("%d %b %y", " 5 JAN 68", clock(2068, 1, 5)),
    ("%A, %B %d, %Y", "friday, january 26, 2024", clock(2024, 1, 26)),
    ("%a %d.%m.%Y", "Mon 26.01.2024", clock(2024, 1, 26)),
    ("%B", "May", clock(1900, 5, 1)),
    ("%H:%M:%S.%f", "3:4:5.6", clock(1900, 1, 1, 3, 4, 5, 600_000)),
    ("%I%p", "12AM", clock(1900, 1, 1)),
    ("%I%p", "11pm", clock(1900, 1, 1, 23)),
    ("%I", "12", clock(1900, 1, 1)),
    ("%Y%j", "2024060", clock(2024, 2, 29)),
    ("%Y %U %w", "2024 4 5", clock(2024, 2, 2)),
    ("%Y %W %u", "2024 4 7", clock(2024, 1, 28)),
    ("%Y %W %a", "2024 0 Sun", clock(2024, 1, 7)),
    ("%Y %U %A", "2024 00 Monday", clock(2024, 1, 1)),
    ("%Y %U", "2024 4", clock(2024, 1, 1)),
    ("%G-W%V-%u", "2024-W05-5", clock(2024, 2, 2)),
    ("%Y-%m-%dT%H:%M%z", "2024-01-26t15:00Z", clock(2024, 1, 26, 15, zone=UTC)),
    ("%H%z", "15-0530", clock(1900, 1, 1, 15, zone=timezone(-timedelta(hours=5.5)))),
    (
        "%H%z",
        "15+01:02:03.5",
        clock(
            1900,
            1,
            1,
            15,
            zone=timezone(
                timedelta(hours=1, minutes=2, seconds=3, microseconds=500_000)
            ),
        ),
    ),
    ("%H%Z", "15GMT", clock(1900, 1, 1, 15)),
    ("%c", "Fri Jan 26 15:00:00 2024", clock(2024, 1, 26, 15)),
    ("%x %X", "01/26/24 15:00:00", clock(2024, 1, 26, 15)),
    ("%d  %m", "5 \t 1", clock(1900, 1, 5)),
    ("%Y%%", "2024%", clock(2024, 1, 1)),
    ("(%Y)[.]", "(2024)[.]", clock(2024, 1, 1)),
]
REFUSED = [
    ("%Y-%m-%d", "2024-02-30"),
    ("%Y-%m-%d", "2024-01-26x"),
    ("%Y-%m-%d", "٢٢٢٢-٢-٢"),
    ("%d %m", "29 2"),
    ("%H", "24"),
    ("%S", "60"),
    ("%Y%j", "2024367"),
    ("%G-W%V-%u", "2023-W53-1"),
    ("%z", "+24:00"),
    ("%z", "+05:3000"),
    ("%z", "z"),
    ("%Z", "EST"),
    ("%B", "Januar"),
    ("%d%m", "5\N{NO-BREAK SPACE}1"),
    ("%Y %U %w", "0001 0 0"),
]


@PYTHON_313
@pytest.mark.parametrize(("pattern", "text", "value"), READ)
def test_a_pattern_reads_what_python_reads(
    pattern: str, text: str, value: datetime
) -> None:
    assert compile_pattern(pattern)(text) == value
    assert datetime.strptime(text, pattern) == value  # noqa: DTZ007  # as written


@pytest.mark.parametrize(("pattern", "text"), REFUSED)
def test_a_pattern_refuses_other_texts(pattern: str, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # the text is all there is to say
        compile_pattern(pattern)(text)


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        ("", "it has no directive, as %Y-%m-%d has three"),
        ("%%", "it has no directive, as %Y-%m-%d has three"),
        ("DD.MM.YYYY", "it has no directive, as %Y-%m-%d has three"),
        ("%Y-%", "there is no %"),
        ("%Y-%Q", "there is no %Q"),
        ("%-d.%m.%Y", "there is no %-"),
        ("%Y-%m-%Y", "it has one directive twice"),
        ("%c %Y", "it has one directive twice"),
        ("%Y %U %W %a", "it counts weeks in two ways"),
        ("%G-W%V", "%G, %V and a day of the week belong together, without %j"),
        ("%Y-W%V-%u", "%G, %V and a day of the week belong together, without %j"),
        ("%G-W%V-%u %j", "%G, %V and a day of the week belong together, without %j"),
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str, fault: str) -> None:
    with pytest.raises(DeclarationError) as caught:
        compile_pattern(pattern)

    assert str(caught.value) == (
        f'the format "{pattern}" is no pattern of strptime: {fault}'
    )


def read(reader: Any, *arguments: str) -> datetime | None:  # noqa: ANN401  # any function
    """What a reader makes of a text, None where it refuses it."""
    try:
        return reader(*arguments)  # type: ignore[no-any-return]  # as above
    except ValueError:
        return None


DATES = st.sampled_from(
    ["%Y-%m-%d", "%d %b %y", "%B %d", "%j %Y", "%Y %U %a", "%Y %W %u", "%G %V %w", "%m"]
)
TIMES = st.sampled_from(["%H:%M:%S.%f", "%I %p", "%H%M%z", "%X", "%M %Z", "%S%%"])


@PYTHON_313
@given(data=st.data(), date=DATES, time=TIMES)
def test_any_text_of_a_pattern_is_read_as_by_python(
    data: st.DataObject, date: str, time: str
) -> None:
    """Python's own strptime is the oracle; the tests run in the locale C.

    Some versions of it read a week 53 in a year that has none.
    """
    pattern = f"{date} {time}"
    expanded = pattern.replace("%X", "%H:%M:%S")
    parts = re.sub(
        "%(.)",
        lambda found: f"(?:{DIRECTIVES[found[1]]})" if found[1] != "%" else "%",
        expanded.replace(".", r"\."),
    )
    form = re.compile(parts, re.ASCII | re.IGNORECASE)
    text = data.draw(
        st.from_regex(form, fullmatch=True, alphabet=st.characters(codec="ascii"))
    )

    assume(not re.match("[0-9]{4} 53 [0-6] ", text))
    assert read(compile_pattern(pattern), text) == read(
        datetime.strptime, text, pattern
    )
