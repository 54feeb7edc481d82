"""When things were said and happened: the rules of the codebook, one by one."""

from __future__ import annotations

from datetime import date

import pytest

from articles import make_document
from claimpack.document import Document
from claimpack.findings import Finding, Location
from claimpack.resolution import Resolved, find_sentence, resolve_document

TEXT = "The dam burst in May, the ministry said, citing a report by Anna Lind."
MARKS = """
T1|Claim|The dam burst in May
T2|Event|burst
T3|Time|in May
"""
SOURCES = """
T4|Organization|the ministry
T5|Attribution|said
T6|Attribution|citing
T7|Person|Anna Lind
"""
CLAIM = """
E1|Event:T2
E2|Claim:T1 About:E1
#1|AnnotatorNotes E2|The dam burst.
"""
CHAIN = """
E3|Attribution:T6 Of:E2 Source:T7
E4|Attribution:T5 Of:E3 Source:T4
"""


def resolve(
    lines: str, published: str | None = "2031-05-06", marks: str = MARKS
) -> tuple[Document, Resolved, list[Finding]]:
    metadata = {} if published is None else {"published_edtf": published}
    marks = marks + SOURCES.lstrip() if "Attribution" in lines else marks
    document = make_document(TEXT, marks, lines, **metadata)
    return document, *resolve_document(document, lambda mark: Location(path=mark))


def event_date(lines: str, published: str | None = "2031-05-06") -> str | None:
    _, resolved, _ = resolve(lines, published)
    when = resolved.event_dates.get("e2")
    return when.edtf if when else None


def said(lines: str, published: str | None = "2031-05-06") -> dict[str, str]:
    _, resolved, _ = resolve(lines, published)
    return {node: when.edtf for (_, node), when in resolved.said.items()}


RELATIONS = {
    "before ends with the publication": ("Before", "../2031-05-06"),
    "overlap ends with the publication": ("Overlap", "../2031-05-06"),
    "before and overlap too": ("BeforeOverlap", "../2031-05-06"),
    "after begins with the publication": ("After", "2031-05-06/.."),
}


@pytest.mark.parametrize(("relation", "expected"), RELATIONS.values(), ids=RELATIONS)
def test_without_words_the_time_relation_bounds_the_event(
    relation: str, expected: str
) -> None:
    assert event_date(f"{CLAIM}A1|TimeRelation E2 {relation}") == expected


def test_without_words_and_relation_there_is_no_date() -> None:
    assert event_date(CLAIM) is None


def test_without_a_publication_date_nothing_bounds_the_event() -> None:
    assert event_date(f"{CLAIM}A1|TimeRelation E2 Before", published=None) is None


def test_a_state_about_no_event_is_a_standing_property_without_a_date() -> None:
    lines = "E1|Event:T2\nE2|Claim:T1\nA1|Kind E2 State\nA2|TimeRelation E2 Overlap"

    assert event_date(lines) is None


def test_words_date_the_event() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 When:T3")

    assert event_date(lines) == "2031-05"


def test_the_annotators_reading_of_the_words_comes_before_the_words() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 When:T3")

    assert event_date(f"{lines}N1|Reference T3 EDTF:2030-05|May") == "2030-05"


def test_the_annotators_date_comes_before_all_words() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 When:T3")

    assert event_date(f"{lines}#2|EventDate E2|2029") == "2029"


def test_a_date_said_bounds_the_event_in_place_of_the_publication() -> None:
    lines = f"{CLAIM}{CHAIN}#2|Said E3|2031-04\n#3|Said E4|2031-05-05\n"

    assert event_date(f"{lines}A1|TimeRelation E2 Before") == "../2031-04"
    assert event_date(f"{lines}A1|TimeRelation E2 After") == "2031-04/.."


def test_an_origin_that_is_open_on_that_side_leaves_the_bound_to_the_next() -> None:
    lines = f"{CLAIM}{CHAIN}#2|Said E3|../2031-04\nA1|TimeRelation E2 After"

    assert event_date(lines) == "2031-05-06/.."


def test_an_interval_is_bounded_by_its_days() -> None:
    lines = f"{CLAIM}{CHAIN}#2|Said E3|2031-04-01/2031-04-03\n"

    assert event_date(f"{lines}A1|TimeRelation E2 Before") == "../2031-04-03"
    assert event_date(f"{lines}A1|TimeRelation E2 After") == "2031-04-01/.."


def test_without_words_a_source_spoke_before_the_publication() -> None:
    assert said(CLAIM + CHAIN) == {"e3": "../2031-05-06", "e4": "../2031-05-06"}


def test_an_inner_source_spoke_no_later_than_the_source_that_cites_it() -> None:
    assert said(f"{CLAIM}{CHAIN}#2|Said E4|2031-04-30\n") == {
        "e3": "../2031-04-30",
        "e4": "2031-04-30",
    }


def test_without_a_publication_date_the_date_said_stays_empty() -> None:
    assert said(CLAIM + CHAIN, published=None) == {}


def test_words_date_what_was_said() -> None:
    lines = CLAIM + CHAIN.replace("Source:T4", "Source:T4 Said:T3")

    assert said(lines)["e4"] == "2031-05"


def test_several_words_give_what_they_have_in_common() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 When:T3 When2:T8")
    marks = MARKS + "T8|Time|May\n"

    _, resolved, _ = resolve(f"{lines}N1|Reference T8 EDTF:../2031-05-03|", marks=marks)

    assert resolved.event_dates["e2"].edtf == "2031-05-01/2031-05-03"


def test_words_that_exclude_each_other_leave_the_time_relation() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 When:T3 When2:T8")
    marks = MARKS + "T8|Time|May\n"
    readings = "N1|Reference T8 EDTF:2029|\nA1|TimeRelation E2 Before"

    _, resolved, _ = resolve(f"{lines}{readings}", marks=marks)

    assert resolved.event_dates["e2"].edtf == "../2031-05-06"


def test_words_without_a_date_are_noted_once_and_leave_the_time_relation() -> None:
    lines = CLAIM.replace("E1|Event:T2", "E1|Event:T2 When:T8").replace(
        "About:E1", "About:E1 When:T8"
    )
    marks = MARKS + "T8|Time|report\n"

    _, resolved, findings = resolve(f"{lines}A1|TimeRelation E2 Before", marks=marks)

    assert resolved.event_dates["e2"].end == date(2031, 5, 6)
    assert [(f.code, f.severity, f.location.path) for f in findings] == [
        ("unresolved-date", "note", "t8")
    ]
    assert findings[0].hint == ("where the text gives it, add: Reference T8 EDTF:…")


def test_words_without_a_number_are_a_warning_and_leave_the_quantity_empty() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 Quantity:T8")
    marks = MARKS + "T8|Quantity|dam\n"

    _, resolved, findings = resolve(lines, marks=marks)

    assert resolved.quantities == {}
    assert [(f.code, f.severity) for f in findings] == [
        ("unresolved-quantity", "warning")
    ]


def test_the_annotators_number_stands_where_words_give_none() -> None:
    lines = CLAIM.replace("About:E1", "About:E1 Quantity:T8")
    marks = MARKS + "T8|Quantity|dam\n"

    _, resolved, findings = resolve(
        f"{lines}N1|Reference T8 Number:300..500|\nA1|Modifier T8 Between", marks=marks
    )

    assert findings == []
    assert (resolved.quantities["e2"].low, resolved.quantities["e2"].high) == (300, 500)


SENTENCES = {
    "in the middle": ("One. Two words here. Three.", "Two", "Two words here."),
    "at the start": ("One. Two.", "One", "One."),
    "at the end": ("One. Two", "Two", "Two"),
    "after a quote": ("“One.” Two words.", "Two", "Two words."),
    "after a line end": ("One\nTwo words", "words", "Two words"),
}


@pytest.mark.parametrize(
    ("text", "words", "expected"), SENTENCES.values(), ids=SENTENCES
)
def test_the_sentence_around_words_is_found(
    text: str, words: str, expected: str
) -> None:
    start = text.index(words)

    assert find_sentence(text, start, start + len(words)) == expected
