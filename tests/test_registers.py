"""Registers: typed rows of hand-edited CSV files, and what is wrong with them."""

from __future__ import annotations

from datetime import date

from claimpack.findings import Finding, Location, Severity
from claimpack.registers import LINK_FIELDS, read_register, read_sheet
from claimpack.schema_files import load_shipped_schema

EVENTS = load_shipped_schema().tables["events"]
HEADER = ",".join(EVENTS.field_names)


def register(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows, ""]).encode()


def test_a_row_becomes_typed_values_by_id() -> None:
    content = register("flood,Flood,ASSAULT,,,2031-05,2031-05-01,2031-05-31,,4,,")

    found, findings = read_register("events.csv", content, EVENTS)

    assert findings == []
    assert found.entries["flood"].location.line == 2
    assert found.entries["flood"].values == {
        "event_id": "flood",
        "label": "Flood",
        "event_type": "ASSAULT",
        "event_mode": None,
        "acled_sub_event": None,
        "event_date_edtf": "2031-05",
        "event_date_start": date(2031, 5, 1),
        "event_date_end": date(2031, 5, 31),
        "place_id": None,
        "place_precision": 4,
        "part_of_id": None,
        "wikidata_id": None,
    }


def test_a_wrong_header_is_told_whole_and_no_row_is_read() -> None:
    found, findings = read_register("events.csv", b"event_id,title\nx,y\n", EVENTS)

    assert found.entries == {}
    assert [finding.code for finding in findings] == ["register-form"]
    assert findings[0].message == (
        'the register cannot be read: its header is "event_id,title"'
    )
    assert findings[0].location == Location(
        path="events.csv", line=1, column=1, excerpt="event_id,title"
    )


def test_a_code_outside_its_list_is_placed_and_the_row_left_out() -> None:
    row = "flood,Flood,FLOOD,,,,,,,,,"

    found, findings = read_register("events.csv", register(row), EVENTS)

    assert found.entries == {}
    assert findings == [
        Finding(
            code="register-cell",
            severity=Severity.ERROR,
            location=Location(path="events.csv", line=2, column=13, excerpt=row),
            message='event_type is "FLOOD"',
            expected="one of AGREE, CONSULT, SUPPORT, CONCEDE, COOPERATE, AID, "
            "RETREAT, REQUEST, ACCUSE, REJECT, THREATEN, PROTEST, SANCTION, "
            "MOBILIZE, COERCE, ASSAULT",
            hint=None,
        )
    ]


def test_a_row_with_too_few_cells_is_a_finding() -> None:
    _, findings = read_register("events.csv", register("flood,Flood"), EVENTS)

    assert [finding.message for finding in findings] == ["the row has 2 cells"]


def test_an_id_that_stands_twice_names_its_first_line() -> None:
    row = "flood,Flood,,,,,,,,,,"

    found, findings = read_register("events.csv", register(row, row), EVENTS)

    assert list(found.entries) == ["flood"]
    assert [finding.message for finding in findings] == [
        '"flood" stands twice in the register, first on line 2'
    ]


def test_an_id_of_101_characters_is_too_long_and_one_of_100_is_not() -> None:
    longest = f"{'x' * 100},Flood,,,,,,,,,,"
    longer = f"x{longest}"

    found, findings = read_register("events.csv", register(longest, longer), EVENTS)

    assert list(found.entries) == ["x" * 100]
    assert findings == [
        Finding(
            code="register-cell",
            severity=Severity.ERROR,
            location=Location(path="events.csv", line=3, column=1, excerpt=longer),
            message=f'event_id is "{"x" * 59}…"',
            expected="up to 100 of a-z, 0-9, `.`, `_` and `-`, a letter or digit first",
        )
    ]


def test_days_must_be_those_of_the_edtf_form() -> None:
    row = "flood,Flood,,,,2031-05,2031-05-02,2031-05-31,,,,"

    _, findings = read_register("events.csv", register(row), EVENTS)

    assert [(finding.message, finding.expected) for finding in findings] == [
        (
            'event_date_start is "2031-05-02", which "2031-05" does not give',
            "2031-05-01",
        )
    ]


def test_days_without_an_edtf_form_are_a_finding() -> None:
    row = "flood,Flood,,,,,2031-05-02,,,,,"

    _, findings = read_register("events.csv", register(row), EVENTS)

    assert [(finding.message, finding.expected) for finding in findings] == [
        (
            'event_date_start is "2031-05-02", which an empty date does not give',
            "an empty cell",
        )
    ]


def test_a_date_that_is_not_edtf_is_a_finding() -> None:
    row = "flood,Flood,,,,2031-13,,,,,,"

    _, findings = read_register("events.csv", register(row), EVENTS)

    assert [finding.code for finding in findings] == ["register-cell"]
    assert findings[0].message == 'event_date_edtf is "2031-13"'


def test_a_quoted_line_end_keeps_the_physical_line_of_the_next_row() -> None:
    content = b'claim_id,relation,target_id,note\na,restates,b,"two\nlines"\nc,,d,\n'

    sheet = read_sheet("links.csv", content, LINK_FIELDS)

    assert [entry.location.line for entry in sheet.entries] == [2]
    assert [finding.location.line for finding in sheet.findings] == [4]


def test_bytes_that_are_not_utf8_are_a_finding() -> None:
    sheet = read_sheet("links.csv", b"claim_id\n\xff\n", LINK_FIELDS)

    assert [finding.message for finding in sheet.findings] == [
        "the register cannot be read: the byte 0xff at offset 9"
    ]
