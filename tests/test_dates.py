"""Dates in words come to the interval within which the text places a thing.

Monday 23 December 2024 is the day of publication in all tables that name no other.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.dates import Context, resolve
from claimpack.dates.tenses import FUTURE, PAST, UNKNOWN, find_cue
from claimpack.document import Unresolved, When
from claimpack.edtf import make_when, parse_edtf

PUBLISHED = date(2024, 12, 23)

ABSOLUTE = {
    "2022": "2022",
    "in 2022": "2022",
    "the year 2022": "2022",
    "in 1812": "1812",
    "February 2022": "2022-02",
    "in February 2022": "2022-02",
    "Feb. 2022": "2022-02",
    "February of 2022": "2022-02",
    "in early February 2022": "2022-02",
    "late 2023": "2023",
    "early 2023": "2023",
    "mid-2023": "2023",
    "the end of 2023": "2023",
    "the beginning of 2023": "2023",
    "December 19, 2024": "2024-12-19",
    "Dec. 19, 2024": "2024-12-19",
    "December 19th, 2024": "2024-12-19",
    "19 December 2024": "2024-12-19",
    "the 19th of December 2024": "2024-12-19",
    "on 19 December, 2024": "2024-12-19",
    "Thursday, December 19, 2024": "2024-12-19",
    "29 February 2024": "2024-02-29",
    "the night of December 3, 2024": "2024-12-03",
    "at 3 p.m. on 19 December 2024": "2024-12-19",
    "2024-12-23": "2024-12-23",
    "2024-12-23T10:00": "2024-12-23",
    "2024-12": "2024-12",
    "20241223": "2024-12-23",
    "23-Dec-2024": "2024-12-23",
    "2024-12-23T10:15:00Z": "2024-12-23",
    "2024-12-23T10:15:00+01:00": "2024-12-23",
    "nineteen ninety-seven": "1997",
    "the year two thousand": "2000",
    "two thousand and four": "2004",
    "March twenty-first, nineteen hundred and five": "1905-03-21",
    "twenty twenty-four": "2024",
    "1994 or later": "1994-01-01/..",
    "1990 and beyond": "1990-01-01/..",
    "the 1988 period": "1988",
    "the nineties": "1990-01-01/1999-12-31",
    "the 1988 third quarter": "1988-07-01/1988-09-30",
    "the last half of 1989": "1989-07-01/1989-12-31",
    "the last quarter of 1989": "1989-10-01/1989-12-31",
    "Thanksgiving 2024": "2024-11-28",
    "Labor Day 2024": "2024-09-02",
    "Easter 2024": "2024-03-31",
    "Good Friday 2025": "2025-04-18",
    "Boxing Day 2023": "2023-12-26",
    "23/12/2024": "2024-12-23",
    "12/23/2024": "2024-12-23",
    "23.12.2024": "2024-12-23",
    "2024/12/23": "2024-12-23",
    "05/05/2024": "2024-05-05",
    "the 1990s": "1990-01-01/1999-12-31",
    "early 1990s": "1990-01-01/1999-12-31",
    "the ’90s": "1990-01-01/1999-12-31",
    "the 19th century": "1801-01-01/1900-12-31",
    "Q3 2024": "2024-07-01/2024-09-30",
    "the third quarter of 2024": "2024-07-01/2024-09-30",
    "the first half of 2024": "2024-01-01/2024-06-30",
    "second half of 2024": "2024-07-01/2024-12-31",
    "the first nine months of 2024": "2024-01-01/2024-09-30",
    "the last three months of 2024": "2024-10-01/2024-12-31",
    "summer 2023": "2023-06-01~/2023-08-31~",
    "the spring of 2022": "2022-03-01~/2022-05-31~",
    "winter 2023": "2023-12-01~/2024-02-29~",
    "Christmas 2023": "2023-12-25",
    "New Year’s Eve 2023": "2023-12-31",
    "2014-2016": "2014-01-01/2016-12-31",
    "2014–16": "2014-01-01/2016-12-31",
    "between 2020 and 2022": "2020-01-01/2022-12-31",
    "from 2020 to 2022": "2020-01-01/2022-12-31",
    "June to August 2023": "2023-06-01/2023-08-31",
    "12–15 December 2024": "2024-12-12/2024-12-15",
    "December 12-15, 2024": "2024-12-12/2024-12-15",
    "between 12 and 15 December 2024": "2024-12-12/2024-12-15",
    "December 23, 2024 – January 5, 2025": "2024-12-23/2025-01-05",
    "around 2022": "2022~",
    "about February 2022": "2022-02~",
    "before 2022": "../2021-12-31",
    "before until 2022": "../2022-12-31",
    "after from 2020": "2020-01-01/..",
    "from 2020 onward": "2020-01-01/..",
    "from 2014 to 16": "2014-01-01/2016-12-31",
    "earlier from 2020": "2020-01-01/..",
    "later until 2022": "../2022-12-31",
    "the week of December 16, 2024": "2024-12-16/2024-12-22",
}
"""Words that need no day to count from."""

RELATIVE = {
    "the year": "2024",
    "the full year": "2024",
    "the year’s end": "2024",
    "the first half of the year": "2024-01-01/2024-06-30",
    "the latest quarter": "2024-07-01/2024-09-30",
    "the year-ago quarter": "2023-07-01/2023-09-30",
    "the year-earlier period": "2023-07-01/2023-09-30",
    "the comparable year-ago third quarter": "2023-07-01/2023-09-30",
    "the quarter a year ago": "2023-07-01/2023-09-30",
    "half a year ago": "2024-06",
    "this year’s third quarter": "2024-07-01/2024-09-30",
    "next year’s first quarter": "2025-01-01/2025-03-31",
    "its fourth quarter": "2024-10-01/2024-12-31",
    "a year and a half ago": "2023-06",
    "just over a year ago": "../2023-12-23",
    "just under a year ago": "2023-12-23/2024-12-23",
    "a year ago or so": "2023~",
    "no later than 15 January": "2024-12-23/2025-01-15",
    "ever since 2014": "2014-01-01/2024-12-23",
    "Monday through Friday": "2024-12-16/2024-12-20",
    "this coming Sunday, December 29th": "2024-12-29",
    "Tuesday, December 24": "2024-12-24",
    "Sunday, December 24": "2023-12-24",
    "today": "2024-12-23",
    "tonight": "2024-12-23",
    "yesterday": "2024-12-22",
    "yesterday afternoon": "2024-12-22",
    "tomorrow": "2024-12-24",
    "the day before yesterday": "2024-12-21",
    "the day after tomorrow": "2024-12-25",
    "this morning": "2024-12-23",
    "last night": "2024-12-22",
    "earlier today": "2024-12-23",
    "10:30": "2024-12-23",
    "Monday": "2024-12-23",
    "on Monday": "2024-12-23",
    "Monday morning": "2024-12-23",
    "Monday at 3 p.m.": "2024-12-23",
    "the early hours of Monday": "2024-12-23",
    "Tuesday": "2024-12-17",
    "On Thursday": "2024-12-19",
    "late Thursday": "2024-12-19",
    "Sunday": "2024-12-22",
    "Sun.": "2024-12-22",
    "last Monday": "2024-12-16",
    "last Thursday": "2024-12-19",
    "this past Thursday": "2024-12-19",
    "next Monday": "2024-12-30",
    "next Thursday": "2024-12-26",
    "this coming Thursday": "2024-12-26",
    "this Friday": "2024-12-27",
    "Thursday of last week": "2024-12-19",
    "Friday this week": "2024-12-27",
    "Friday next week": "2025-01-03",
    "Monday, December 23": "2024-12-23",
    "this week": "2024-12-23/2024-12-29",
    "last week": "2024-12-16/2024-12-22",
    "next week": "2024-12-30/2025-01-05",
    "late last week": "2024-12-16/2024-12-22",
    "the weekend": "2024-12-21/2024-12-22",
    "over the weekend": "2024-12-21/2024-12-22",
    "last weekend": "2024-12-21/2024-12-22",
    "this weekend": "2024-12-28/2024-12-29",
    "this month": "2024-12",
    "last month": "2024-11",
    "Last month": "2024-11",
    "next month": "2025-01",
    "the previous month": "2024-11",
    "the end of the month": "2024-12",
    "this year": "2024",
    "last year": "2023",
    "next year": "2025",
    "late last year": "2023",
    "the end of the year": "2024",
    "year-end": "2024",
    "last decade": "2010-01-01/2019-12-31",
    "last quarter": "2024-07-01/2024-09-30",
    "this quarter": "2024-10-01/2024-12-31",
    "Q3": "2024-07-01/2024-09-30",
    "the third quarter": "2024-07-01/2024-09-30",
    "the first half of last year": "2023-01-01/2023-06-30",
    "earlier this year": "2024-01-01/2024-12-23",
    "earlier this month": "2024-12-01/2024-12-23",
    "earlier this week": "2024-12-23",
    "so far this year": "2024-01-01/2024-12-23",
    "later this month": "2024-12-23/2024-12-31",
    "later this week": "2024-12-23/2024-12-29",
    "later in 2025": "2025",
    "later in 2023": "2023",
    "in December": "2024-12",
    "mid-December": "2024-12",
    "earlier in December": "2024-12-01/2024-12-23",
    "in November": "2024-11",
    "earlier in November": "2024-11",
    "in June": "2024-06",
    "in January": "2024-01",
    "last June": "2024-06",
    "last December": "2023-12",
    "this June": "2024-06",
    "next June": "2025-06",
    "June last year": "2023-06",
    "June of this year": "2024-06",
    "June 5 last year": "2023-06-05",
    "December 19": "2024-12-19",
    "Dec. 19": "2024-12-19",
    "19 December": "2024-12-19",
    "the 19th of December": "2024-12-19",
    "December 24": "2024-12-24",
    "the 19th": "2024-12-19",
    "the 24th": "2024-11-24",
    "29 February": "2024-02-29",
    "last summer": "2024-06-01~/2024-08-31~",
    "this winter": "2024-12-01~/2025-02-28~",
    "Christmas": "2024-12-25",
    "New Year's Day": "2024-01-01",
    "two days ago": "2024-12-21",
    "three weeks ago": "2024-12-02/2024-12-08",
    "two months ago": "2024-10",
    "a year ago": "2023",
    "10 years ago": "2014",
    "100 years ago": "1924",
    "a fortnight ago": "2024-12-09/2024-12-15",
    "two decades ago": "2004",
    "an hour ago": "2024-12-22/2024-12-23",
    "about three weeks ago": "2024-12-02~/2024-12-08~",
    "nearly two years ago": "2022~",
    "more than two years ago": "../2022-12-23",
    "less than a month ago": "2024-11-23/2024-12-23",
    "a year earlier": "2023",
    "the past two years": "2022-12-23/2024-12-23",
    "over the past two years": "2022-12-23/2024-12-23",
    "the last three months": "2024-09-23/2024-12-23",
    "the last 24 hours": "2024-12-22/2024-12-23",
    "the past week": "2024-12-16/2024-12-23",
    "the next two weeks": "2024-12-23/2025-01-06",
    "within two weeks": "2024-12-23/2025-01-06",
    "the day before": "2024-12-22",
    "the previous day": "2024-12-22",
    "the next day": "2024-12-24",
    "the following day": "2024-12-24",
    "since December": "2024-12-01/2024-12-23",
    "since entering combat in December": "2024-12-01/2024-12-23",
    "since last week": "2024-12-16/2024-12-23",
    "since Thursday": "2024-12-19/2024-12-23",
    "since February 2022": "2022-02-01/2024-12-23",
    "since the war began in 2022": "2022-01-01/2024-12-23",
    "by Friday": "2024-12-23/2024-12-27",
    "by the end of 2023": "../2023-12-31",
    "by 2030": "2024-12-23/2030-12-31",
    "until Friday": "2024-12-23/2024-12-27",
    "after February 2022": "2022-03-01/..",
    "before Christmas 2024": "2024-12-23/2024-12-24",
    "from 2020": "2020-01-01/..",
    "starting Monday": "2024-12-23/..",
    "Monday to Wednesday": "2024-12-16/2024-12-18",
    "from June to August": "2024-06-01/2024-08-31",
    "December 12-15": "2024-12-12/2024-12-15",
}
"""Words that are counted from the day of publication."""

IN_SENTENCE = {
    ("a year earlier", "It earned $2 a share, up from $1 a year earlier."): (
        "2023-07-01/2023-09-30"
    ),
    ("a year earlier", "Third-quarter profit fell from a year earlier."): (
        "2023-07-01/2023-09-30"
    ),
    ("a year ago", "Fourth-quarter sales were higher than a year ago."): (
        "2023-10-01/2023-12-31"
    ),
    (
        "a year earlier",
        "It earned $2 a share in nine months, up from a year earlier.",
    ): ("2023"),
    ("two years ago", "It earned $2 a share and was founded two years ago."): "2022",
    ("a year ago", "A quarter of the people fled a year ago."): "2023",
    ("the quarter", "Sales rose 4% in the quarter."): "2024-07-01/2024-09-30",
    ("Dec. 27", "The board called a meeting of all shareholders on Dec. 27."): (
        "2024-12-27"
    ),
    ("Dec. 27", "It is payable Dec. 27."): "2024-12-27",
    ("Dec. 27", "He was arrested on Dec. 27."): "2023-12-27",
    ("March", "It extended loans of up to $90 million through March."): "2025-03",
    ("March", "The fighting lasted through March."): "2024-03",
    ("Jan. 6", "The offer was extended to Jan. 6."): "2025-01-06",
    ("Jan. 6", "A vote was moved to Jan. 6 by the court."): "2025-01-06",
    ("Jan. 6", "Mr. Hill will succeed Ann P. Moss Jan. 6."): "2025-01-06",
    ("June", "Talks that are supposed to conclude by June have begun."): "2025-06",
    ("58", "He crossed it in the expedition of 1957-58."): "1958",
    ("25", "The summit will be held on January 24 and 25."): "2025-01-25",
    ("Friday", "Officials announced that the talks will begin Friday."): "2024-12-27",
    (
        "On Thursday",
        "On Thursday, Pyongyang lashed out at what it called",
    ): "2024-12-19",
    ("Thursday", "Talks will resume on Thursday."): "2024-12-26",
    ("Thursday", "The court is due to rule on Thursday."): "2024-12-26",
    ("Sunday", "The vote is to be held Sunday."): "2024-12-29",
    ("Sunday", "The vote was held on Sunday."): "2024-12-22",
    ("Saturday", "Troops fired missiles early Saturday."): "2024-12-21",
    ("Monday", "The announcement on Monday follows a report."): "2024-12-23",
    ("this Monday", "Parliament will meet this Monday."): "2024-12-23",
    ("within two weeks", "They fell within two weeks."): "2024-12-09/2024-12-23",
    ("Monday", "The unions are to strike Monday."): "2024-12-23",
    ("in 48 hours", "The truce will end in 48 hours."): "2024-12-25",
    ("March 3", "The vote will be held on March 3."): "2025-03-03",
    ("in March", "The country will vote in March."): "2025-03",
    ("in March", "The country voted in March."): "2024-03",
    ("in June", "A pact, signed in June, came into force."): "2024-06",
    ("Jan. 5", "The report is due on Jan. 5."): "2025-01-05",
    ("Christmas", "They hope to be home and will be by Christmas."): "2024-12-25",
    ("in two weeks", "Parliament will vote in two weeks."): "2025-01-06/2025-01-12",
    ("the weekend", "Snow fell over the weekend."): "2024-12-21/2024-12-22",
    ("the weekend", "Snow will fall over the weekend."): "2024-12-28/2024-12-29",
    ("after Thursday", "Shelling intensified after Thursday."): "2024-12-20/2024-12-23",
    ("by Friday", "The army had left by Friday."): "../2024-12-20",
    ("June to August", "Drills will run June to August."): "2025-06-01/2025-08-31",
    ("this week", "About 2,000 soldiers are to be sent to Arvika this week"): (
        "2024-12-23/2024-12-29"
    ),
}

VAGUE = "the words are vague"
RECURS = "a time that recurs"
DURATION = "a duration says how long, not when"
NO_SUCH_DAY = "the calendar has no such day"
NO_RULE = "no rule reads these words"
DIGITS = "is a digit other than 0 to 9"
UNRESOLVED = {
    "two days later": "the words point back to a time named elsewhere",
    "a year later": "the words point back to a time named elsewhere",
    "the year-ago month": NO_RULE,
    "recently": VAGUE,
    "soon": VAGUE,
    "now": VAGUE,
    "currently": VAGUE,
    "in the past": VAGUE,
    "in recent weeks": VAGUE,
    "several years ago": VAGUE,
    "a few weeks ago": VAGUE,
    "years later": "a plural without a number",
    "the coming days": "a plural without a number",
    "every Monday": RECURS,
    "Mondays": RECURS,
    "daily": RECURS,
    "each year": RECURS,
    "two years": DURATION,
    "two-week": DURATION,
    "for two years": DURATION,
    "a decade": DURATION,
    "in two weeks": DURATION,
    "that day": "named elsewhere",
    "the same month": "named elsewhere",
    "fiscal 2023": "a fiscal year",
    "31 February": NO_SUCH_DAY,
    "31 February 2024": NO_SUCH_DAY,
    "February 30": NO_SUCH_DAY,
    "29 February 2023": NO_SUCH_DAY,
    "the 32nd": NO_SUCH_DAY,
    "the fifth quarter of 2024": NO_SUCH_DAY,
    "99 centuries ago": NO_SUCH_DAY,
    "2024-02-30": "is a day that no calendar has",
    "31/02/2024": "is a day that no calendar has",
    "Tuesday, December 23": "another day of the week",
    "05/06/2024": "the month or the day first",
    "23/12/24": "no year of four figures",
    "2010-12": "a month or a range of years",
    "2024-00": "a month or a range of years",
    "25:00": "a time that no clock shows",
    "10:60": "a time that no clock shows",
    "13 p.m.": "a time that no clock shows",
    "0000": "the year 0000 is outside 1000 to 2999",
    "9999": "the year 9999 is outside 1000 to 2999",
    "9999-12-31": "the year 9999 is outside 1000 to 2999",
    "9999-12": "the year 9999 is outside 1000 to 2999",
    "0000-01-01": "is a day that no calendar has",
    "year 0": "a year has four figures",
    "20245": "is no day and no year",
    "the ’20s": "does not say of which century",
    "1995s": "is no decade",
    "199s": "is no decade",
    "9/11": NO_RULE,
    "the war": NO_RULE,
    "about the war": NO_RULE,
    "Monday of the war": NO_RULE,
    "Monday, June": NO_RULE,
    "Monday last month": NO_RULE,
    "last hour": NO_RULE,
    "the week": DURATION,
    "the week before yesterday": NO_RULE,
    "the first week": NO_RULE,
    "the first three weeks of 2024": NO_RULE,
    "June to the war": NO_RULE,
    "the war to June": NO_RULE,
    "Brigade 47": NO_RULE,
    "23": NO_RULE,
    "since": NO_RULE,
    "since the war": NO_RULE,
    "since 2030": "since a day that lies ahead",
    "2022 to 2020": "ends before it starts",
    "": "no words are given",
    " .,": "no words are given",
    "١٢ ديسمبر": DIGITS,
    "\uff12\uff10\uff12\uff14": DIGITS,  # full-width digits
    "D\u0435cember": "is no character",  # a Cyrillic e
    "\x00": "is no character",
    "Monday\x00": "is no character",
    "x" * 100_000: "longer than 200 characters",
    "1" * 100_000: "longer than 200 characters",
    "May " * 40: "more than 16 words",
}

ALL_WORDS = st.sampled_from(sorted({*ABSOLUTE, *RELATIVE}))
DAYS = st.dates(min_value=date(1100, 1, 1), max_value=date(2900, 12, 31))

FRAGMENTS = (
    "the of in since until by before after from to between and earlier later"
    " last past this next Monday May 5 19th 2024 two a week weeks year day ago"
    " more than less over for about early every that 10:30 2024-12-23 1990s"
    " winter Q3 first half Christmas yesterday century - , war"
)


def resolved(words: str, day: date | None, context: Context | None = None) -> When:
    found = resolve(words, day, context)
    assert isinstance(found, When), (words, found)
    return found


@pytest.mark.parametrize("words", ABSOLUTE)
def test_an_absolute_date_needs_no_day_to_count_from(words: str) -> None:
    assert resolved(words, None).edtf == ABSOLUTE[words]
    assert resolved(words, PUBLISHED).edtf == ABSOLUTE[words]


@pytest.mark.parametrize("words", RELATIVE)
def test_a_relative_date_counts_from_the_day_of_publication(words: str) -> None:
    assert resolved(words, PUBLISHED).edtf == RELATIVE[words]


@pytest.mark.parametrize(
    "words", ["Monday", "last week", "since Monday", "a year ago", "over a year ago"]
)
def test_a_relative_date_without_an_anchor_stays_unresolved(words: str) -> None:
    found = resolve(words, None)

    assert isinstance(found, Unresolved)
    assert "no day is known to count from" in found.reason


def test_a_relative_year_before_the_first_year_is_unresolved() -> None:
    assert isinstance(resolve("June last year", date(1, 5, 1)), Unresolved)


@pytest.mark.parametrize("words", ["earlier in 2024", "later in 2024"])
def test_earlier_and_later_narrow_nothing_without_an_anchor(words: str) -> None:
    assert resolved(words, None).edtf == "2024"


def test_since_an_absolute_date_is_open_without_an_anchor() -> None:
    assert resolved("since 2022", None).edtf == "2022-01-01/.."


@pytest.mark.parametrize(("words", "sentence"), IN_SENTENCE)
def test_the_sentence_chooses_between_past_and_future(
    words: str, sentence: str
) -> None:
    found = resolved(words, PUBLISHED, Context(sentence=sentence))

    assert found.edtf == IN_SENTENCE[words, sentence]


def test_a_quarter_that_has_just_ended_may_be_reported_later() -> None:
    context = Context(sentence="It expects to report third-quarter net income.")

    found = resolved("third-quarter", date(1989, 10, 26), context)

    assert found.edtf == "1989-07-01/1989-09-30"


def test_the_following_month_of_a_story_is_not_the_next_one() -> None:
    context = Context(sentence="The following month, the company was sold.")

    found = resolve("The following month", PUBLISHED, context)

    assert found == Unresolved(reason="the words point back to a time named elsewhere")


@pytest.mark.parametrize("words", UNRESOLVED, ids=lambda words: ascii(words[:24]))
def test_what_has_no_interval_is_unresolved_with_its_reason(words: str) -> None:
    found = resolve(words, PUBLISHED)

    assert isinstance(found, Unresolved)
    assert UNRESOLVED[words] in found.reason


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("since December", "2024-12-01/2024-12-22"),
        ("since entering combat in December", "2024-12-01/2024-12-22"),
        ("Monday", "2024-12-16"),
        ("yesterday", "2024-12-15/2024-12-21"),
        ("last week", "2024-12-09/2024-12-15"),
        ("last month", "2024-11"),
        ("February 2022", "2022-02"),
        ("more than two years ago", "../2022-12-22"),
        ("nearly two years ago", "2022~"),
    ],
)
def test_words_said_within_a_week_hold_their_readings_on_all_its_days(
    words: str, edtf: str
) -> None:
    said = make_when(date(2024, 12, 16), date(2024, 12, 22))

    assert resolved(words, PUBLISHED, Context(said=said)).edtf == edtf


@pytest.mark.parametrize(
    ("said", "edtf"),
    [
        ("../2024-12-20", "2024-12-19"),
        ("2024-12-20/..", "2024-12-19"),
        ("../..", "2024-12-22"),
        ("2024-12-20", "2024-12-19"),
    ],
)
def test_an_open_side_of_the_date_said_counts_as_the_other(
    said: str, edtf: str
) -> None:
    when = parse_edtf(said)
    assert isinstance(when, When)

    assert resolved("yesterday", PUBLISHED, Context(said=when)).edtf == edtf


def test_words_that_have_no_reading_on_the_first_day_said_are_unresolved() -> None:
    said = make_when(date(2021, 12, 16), date(2024, 12, 22))

    assert isinstance(resolve("since 2022", PUBLISHED, Context(said=said)), Unresolved)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ("Monday last week", "last week"),
        ("earlier this year", "this year"),
        ("late last year", "last year"),
        ("later this month", "this month"),
        ("last week", "since last week"),
        ("this morning", "today"),
        ("this month", "this quarter"),
        ("this quarter", "this year"),
        ("this year", "this decade"),
        ("this year", "this century"),
        ("yesterday", "less than two weeks ago"),
        ("yesterday", "the past week"),
        ("tomorrow", "the next two weeks"),
    ],
)
@given(day=DAYS)
def test_a_narrower_expression_stays_inside_its_wider_one(
    narrow: str, wide: str, day: date
) -> None:
    inner, outer = resolved(narrow, day), resolved(wide, day)

    assert outer.start is None or (inner.start and inner.start >= outer.start)
    assert outer.end is None or (inner.end and inner.end <= outer.end)


@given(ALL_WORDS, DAYS)
def test_an_interval_contains_its_start_and_is_told_by_its_edtf(
    words: str, day: date
) -> None:
    found = resolve(words, day)

    if isinstance(found, When):
        if found.start and found.end:
            assert found.start <= found.end
        read = parse_edtf(found.edtf)
        assert isinstance(read, When)
        assert (read.start, read.end) == (found.start, found.end)


@given(ALL_WORDS, st.text(alphabet=" \t\n", max_size=4))
def test_resolve_is_stable_under_spaces_and_case(words: str, space: str) -> None:
    spaced = space + words.replace(" ", " " + space) + space

    assert resolve(spaced, PUBLISHED) == resolve(words, PUBLISHED)
    assert resolve(words.upper(), PUBLISHED) == resolve(words, PUBLISHED)
    assert resolve(words.lower(), PUBLISHED) == resolve(words, PUBLISHED)


@given(DAYS)
def test_any_day_is_read_from_its_usual_forms(day: date) -> None:
    year, month, number = str(day).split("-")
    name = f"{day:%B}"

    for words in (
        str(day),
        f"{number} {name} {year}",
        f"{name} {int(number)}, {year}",
        f"{day:%A}, {int(number)} {name} {year}",
        f"{year}/{month}/{number}",
    ):
        assert resolved(words, None).start == day


@given(DAYS, st.integers(min_value=0, max_value=6))
def test_a_weekday_lies_within_the_week_before_or_after(day: date, ahead: int) -> None:
    name = f"{day + timedelta(days=ahead):%A}"
    future = Context(sentence=f"They will meet on {name}.")

    past_day = resolved(name, day).start
    next_day = resolved(name, day, future).start

    assert next_day == day + timedelta(days=ahead)
    assert past_day == (day if ahead == 0 else day + timedelta(days=ahead - 7))


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(FRAGMENTS.split()),
        max_size=14,
    ).map(" ".join),
    st.none() | st.dates(),
    st.text(max_size=80),
)
def test_no_string_raises(words: str, day: date | None, sentence: str) -> None:
    found = resolve(words, day, Context(sentence=words + sentence))

    assert isinstance(found, When | Unresolved)
    if isinstance(found, Unresolved):
        assert found.reason


@pytest.mark.parametrize(
    ("words", "sentence", "direction"),
    [
        ("Friday", "The minister said on Friday", PAST),
        ("Friday", "The minister will speak on Friday", FUTURE),
        ("Friday", "Friday", UNKNOWN),
        ("Friday", "", UNKNOWN),
        ("Friday", "No such day here.", UNKNOWN),
        ("Friday", "It rained. On Friday, the hundred", UNKNOWN),
        ("Friday", "On Friday he said that he would resign", PAST),
        ("Friday", "The talks planned for Friday", FUTURE),
        ("Friday", "Officials said the talks will begin Friday", FUTURE),
        ("Friday", "He promised aid and went home Friday", PAST),
    ],
)
def test_the_nearest_cue_decides_where_a_sentence_looks(
    words: str, sentence: str, direction: int
) -> None:
    assert find_cue(words, sentence).direction == direction


def test_a_sentence_of_100_kb_is_looked_at_only_near_the_words() -> None:
    sentence = "will " * 20_000 + "said on Thursday " + "will " * 20_000

    assert resolved("Thursday", PUBLISHED, Context(sentence=sentence)).edtf == (
        "2024-12-19"
    )
