"""The rows that one article gives to each table."""

from __future__ import annotations

from datetime import date

from articles import SCHEMA, make_document
from claimpack.document import Document
from claimpack.findings import Location
from claimpack.resolution import resolve_document
from claimpack.row_source import Names, list_measure_units
from claimpack.spans import iter_spans
from claimpack.tables import WITHHELD, Rows, build_rows, make_source

NAMES = Names(
    named_entities=frozenset({"ministry", "rescue"}),
    measure_units=list_measure_units(SCHEMA),
)
TEXT = "At least 40 people died on Monday near Arvika, the ministry and rescuers said."
MARKS = """
T1|Quantity|At least 40
T2|Group|people
T3|Claim|At least 40 people died on Monday near Arvika
T4|Event|died
T5|Time|Monday
T6|Place|Arvika
T7|Organization|the ministry
T8|Organization|rescuers
T9|Attribution|said
"""
LINES = """
E1|Event:T4 Recipient:T2 When:T5
E2|Claim:T3 About:E1 Quantity:T1 QuantityOf:T2 When:T5 Place:T6
E3|Attribution:T9 Of:E2 Source:T7 Source2:T8
A1|Kind E2 Event
A2|Certainty E2 Certain
A3|TimeRelation E2 Before
A4|Quotation E2 Indirect
A5|Measure E2 killed
A6|Scope E2 Total
A7|PlacePrecision E2 2
N1|Reference T7 Entity:ministry|Ministry
N2|Reference T8 Entity:rescue|Rescue Service
N3|Reference E1 Event:dam-burst|Dam burst
#1|AnnotatorNotes E2|At least 40 people died near Arvika.
#2|Said E3|2031-05-06
"""


def rows_of(document: Document) -> Rows:
    resolved, findings = resolve_document(document, lambda _: Location())
    assert findings == []
    source = make_source(document, resolved, NAMES)
    return {
        **build_rows(source),
        "spans": [span._asdict() for span in iter_spans(source)],
    }


def example() -> Rows:
    return rows_of(make_document(TEXT, MARKS, LINES, published_edtf="2031-05-06"))


def test_an_article_without_a_headline_is_called_by_its_id() -> None:
    (row,) = example()["documents"]

    assert row["title"] == "dam"
    assert row["char_count"] == len(TEXT)
    assert row["published_start"] == row["published_end"] == date(2031, 5, 6)


def test_days_of_the_metadata_become_dates() -> None:
    document = make_document(TEXT, MARKS, LINES, retrieved="2031-05-07")

    resolved, _ = resolve_document(document, lambda _: Location())
    (row,) = build_rows(make_source(document, resolved, NAMES))["documents"]

    assert row["retrieved"] == date(2031, 5, 7)


def test_a_claim_row_keeps_what_was_said_apart_from_what_it_entails() -> None:
    (row,) = example()["claims"]

    assert row == {
        "claim_id": "dam.e2",
        "document_id": "dam",
        "claim_text": "At least 40 people died near Arvika.",
        "claim_type": "event",
        "event_id": "dam-burst",
        "certainty": "certain",
        "polarity": "positive",
        "time_relation": "before",
        "event_date_edtf": "2031-05-05",
        "event_date_start": date(2031, 5, 5),
        "event_date_end": date(2031, 5, 5),
        "place_id": "dam.t6",
        "place_precision": 2,
        "quotation": "indirect",
        "measure": "killed",
        "quantity": 40.0,
        "quantity_modifier": "at_least",
        "quantity_low": 40.0,
        "quantity_high": None,
        "quantity_scope": "total",
        "unit": "person",
        "counted_entity_id": "dam.t2",
        "is_presupposed": False,
    }


def test_joint_sources_share_a_level_and_have_a_row_each() -> None:
    rows = example()["attributions"]

    assert [
        (row["attribution_id"], row["level"], row["source_id"], row["source_kind"])
        for row in rows
    ] == [
        ("dam.e2.e3.t7", 1, "ministry", "named"),
        ("dam.e2.e3.t8", 1, "rescue", "named"),
    ]
    assert {row["said_edtf"] for row in rows} == {"2031-05-06"}


def test_an_entity_that_is_not_named_is_an_unnamed_source() -> None:
    lines = LINES.replace("Entity:rescue", "Entity:some-officials")

    rows = rows_of(make_document(TEXT, MARKS, lines, published_edtf="2031-05-06"))

    assert [row["source_kind"] for row in rows["attributions"]] == ["named", "unnamed"]


def test_a_claim_that_nothing_wraps_is_the_writers_own() -> None:
    marks = MARKS.replace("T9|Attribution|said\n", "")
    lines = LINES.replace("E3|Attribution:T9 Of:E2 Source:T7 Source2:T8\n", "").replace(
        "#2|Said E3|2031-05-06\n", ""
    )

    rows = rows_of(make_document(TEXT, marks, lines, published_edtf="2031-05-06"))

    assert rows["attributions"] == [
        {
            "attribution_id": "dam.e2.writer",
            "claim_id": "dam.e2",
            "level": 1,
            "source_kind": "writer",
            "act": "assertion",
            "said_edtf": "2031-05-06",
            "said_start": date(2031, 5, 6),
            "said_end": date(2031, 5, 6),
        }
    ]


def test_the_participants_of_a_claim_are_those_of_its_event() -> None:
    assert example()["participants"] == [
        {
            "claim_id": "dam.e2",
            "entity_id": "dam.t2",
            "role": "recipient",
            "event_id": "dam-burst",
        }
    ]


def test_every_mark_has_a_span_for_each_row_that_it_carries() -> None:
    rows = example()["spans"]

    assert [(row["span_id"], row["char_start"], row["text"]) for row in rows] == [
        ("dam.t3.1.content.e2", 0, "At least 40 people died on Monday near Arvika"),
        ("dam.t1.1.quantity.e2", 0, "At least 40"),
        ("dam.t5.1.time.e2", 27, "Monday"),
        ("dam.t9.1.cue.e2.e3.t7", 73, "said"),
        ("dam.t7.1.source.e2.e3.t7", 47, "the ministry"),
        ("dam.t9.1.cue.e2.e3.t8", 73, "said"),
        ("dam.t8.1.source.e2.e3.t8", 64, "rescuers"),
        ("dam.t2.1.entity", 12, "people"),
        ("dam.t6.1.entity", 39, "Arvika"),
        ("dam.t7.1.entity", 47, "the ministry"),
        ("dam.t8.1.entity", 64, "rescuers"),
        ("dam.t4.1.event_dam-burst", 19, "died"),
        ("dam.t5.1.time_dam-burst", 27, "Monday"),
    ]


def test_words_that_may_not_be_shipped_stay_out_of_the_spans() -> None:
    rows = rows_of(
        make_document(
            TEXT, MARKS, LINES, published_edtf="2031-05-06", text_access="none"
        )
    )

    assert {row["text"] for row in rows["spans"]} == {None}
    assert {
        row[column]
        for row in rows["attributions"]
        for column in ("source_text", "cue", "medium")
    } == {None}


def test_words_that_may_not_be_shipped_do_not_stand_in_for_a_sentence() -> None:
    lines = LINES.replace(
        "#1|AnnotatorNotes E2|At least 40 people died near Arvika.", ""
    )

    rows = rows_of(
        make_document(
            TEXT, MARKS, lines, published_edtf="2031-05-06", text_access="none"
        )
    )

    assert rows["claims"][0]["claim_text"] == WITHHELD


def test_fragments_of_a_mark_are_counted_in_the_order_of_the_text() -> None:
    marks = MARKS.replace(
        "T3|Claim|At least 40 people died on Monday near Arvika",
        "T3|Claim|At least 40 people … near Arvika",
    )

    rows = rows_of(make_document(TEXT, marks, LINES, published_edtf="2031-05-06"))

    content = [row for row in rows["spans"] if row["role"] == "content"]
    assert [(row["fragment"], row["text"]) for row in content] == [
        (1, "At least 40 people"),
        (2, "near Arvika"),
    ]


def test_links_of_the_text_say_so() -> None:
    lines = LINES + "E9|Claim:T3 About:E1\nR1|Restates Arg1:E9 Arg2:E2\n"

    rows = rows_of(make_document(TEXT, MARKS, lines, published_edtf="2031-05-06"))

    assert rows["claim_links"] == [
        {
            "claim_id": "dam.e9",
            "relation": "restates",
            "target_id": "dam.e2",
            "basis": "text",
        }
    ]
    assert rows["claims"][-1]["claim_text"] == (
        "At least 40 people died on Monday near Arvika"
    )
