"""What is found on the tables is told at the line of the seeds that gave the row."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from articles import SCHEMA, annotate, make_document
from claimpack.checks.annotations import check_annotations
from claimpack.corpus import Corpus, Member
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity
from claimpack.origins import place_findings
from claimpack.registers import Entry, Register, locate_cell
from claimpack.render import render_text
from packages import write_files

TEXT = "At least 40 people may have died near Arvika, the ministry said.\n"
MARKS = """
T1|Claim|At least 40 people may have died near Arvika
T2|Quantity|At least 40
T3|Group|people
T4|Hedge|may
T5|Place|Arvika
T6|Organization|the ministry
T7|Attribution|said
"""
LINES = """
E1|Claim:T1 Quantity:T2 QuantityOf:T3 Place:T5 Hedge:T4
E2|Attribution:T7 Of:E1 Source:T6
A1|Certainty E1 Possible
A2|Measure E1 killed
A3|PlacePrecision E1 2
#1|AnnotatorNotes E1|At least 40 people may have died near Arvika.
E3|Claim:T1
A4|Certainty E3 Certain
#2|AnnotatorNotes E3|At least 40 people may have died.
E4|Claim:T1
A5|Certainty E4 Certain
#3|AnnotatorNotes E4|People may have died.
"""
CLAIM = "E1\tClaim:T1 Quantity:T2 QuantityOf:T3 Place:T5 Hedge:T4"
ENTITIES = ",".join(SCHEMA.tables["entities"].field_names)
EVENTS = ",".join(SCHEMA.tables["events"].field_names)
LINKS = "claim_id,relation,target_id,note"


def check(root: Path, lines: str, **registers: list[str]) -> list[Finding]:
    """All findings about one article with these lines, and registers of rows."""
    headers = {"entities": ENTITIES, "events": EVENTS, "links": LINKS}
    files = {
        f"seeds/{name}.csv": "\n".join([headers[name], *rows, ""]).encode()
        for name, rows in registers.items()
    }
    write_files(root, {"seeds/dam.txt": TEXT.encode(), **files})
    write_files(root, {"seeds/dam.ann": annotate(TEXT, MARKS, lines)})
    return list(check_annotations(Folder(root), SCHEMA, "seeds"))


def list_places(findings: list[Finding]) -> list[tuple[str, Location]]:
    """Code and place of each finding."""
    return [(finding.code, finding.location) for finding in findings]


def place(path: str, line: int, excerpt: str, cell: str, column: int = 1) -> Location:
    """The place of a row that a line of the seeds gave; the cell has a dot inside."""
    table, _, field = cell.partition(".")
    return Location(
        path=f"seeds/{path}",
        line=line,
        column=column,
        excerpt=excerpt,
        resource=table,
        field=field,
    )


def test_a_missing_hedge_is_told_with_the_line_of_the_claim(tmp_path: Path) -> None:
    lines = LINES.replace(" Hedge:T4", "")

    findings = check(tmp_path, lines)

    excerpt = CLAIM.removesuffix(" Hedge:T4")
    assert [found for found in findings if found.severity is Severity.ERROR] == [
        Finding(
            code="hedge",
            severity=Severity.ERROR,
            location=place("dam.ann", 8, excerpt, "claims.certainty"),
            message='certainty of the claim "dam.e1" is "possible", and no words '
            "lower it",
            expected="a hedge span, or an attribution with the act eventuality",
        )
    ]


def test_a_report_shows_the_line_with_a_caret(tmp_path: Path) -> None:
    lines = LINES.replace("A2|Measure E1 killed", "")

    report = render_text(check(tmp_path, lines))

    assert report == (
        "seeds/dam.ann:8:1: error[quantity-measure]: claims, measure: "
        'quantity_modifier is "at_least", and measure empty, unit empty\n'
        "  | E1\\tClaim:T1 Quantity:T2 QuantityOf:T3 Place:T5 Hedge:T4\n"
        "  | ^\n"
        "  expected: a measure and a unit\n"
        "\n"
        "quantity-measure       1\n"
        "Not valid: 1 error."
    )


CYCLE = ["dam.e3,restates,dam.e4,", "dam.e4,restates,dam.e3,"]
STATE = "{0},The {0},organization,true,,,{1},,,,,"
STORM = "{0},The {0},,,,,,,,,{1},"
CASES: dict[str, tuple[str, dict[str, list[str]], str, Location]] = {
    "a precision without a place": (
        LINES.replace(" Place:T5", ""),
        {},
        "claim-precision",
        place("dam.ann", 8, CLAIM.replace(" Place:T5", ""), "claims.place_precision"),
    ),
    "R lines in a circle": (
        f"{LINES}\nR1|Restates Arg1:E3 Arg2:E4\nR2|Restates Arg1:E4 Arg2:E3",
        {},
        "link-cycle",
        place("dam.ann", 21, "R2\tRestates Arg1:E4 Arg2:E3", "claim_links.target_id"),
    ),
    "links.csv in a circle": (
        LINES,
        {"links": CYCLE},
        "link-cycle",
        place("links.csv", 3, CYCLE[1], "claim_links.target_id", 17),
    ),
    "a claim that restates itself": (
        LINES,
        {"links": ["dam.e3,restates,dam.e3,"]},
        "link-to-itself",
        place("links.csv", 2, "dam.e3,restates,dam.e3,", "claim_links.target_id", 17),
    ),
    "entities in a circle": (
        f"{LINES}\nN1|Reference T6 Entity:one|x",
        {"entities": [STATE.format("one", "two"), STATE.format("two", "one")]},
        "entity-cycle",
        place("entities.csv", 3, STATE.format("two", "one"), "entities.part_of_id", 33),
    ),
    "events in a circle": (
        f"{LINES}\nT8|Event 28 32|died\nE5|Event:T8\nN1|Reference E5 Event:one|x",
        {"events": [STORM.format("one", "two"), STORM.format("two", "one")]},
        "event-cycle",
        place("events.csv", 3, STORM.format("two", "one"), "events.part_of_id", 21),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_defect_that_the_tables_show_has_its_place_in_the_seeds(
    tmp_path: Path, case: str
) -> None:
    lines, registers, code, location = CASES[case]

    findings = check(tmp_path, lines, **registers)

    assert list_places(findings) == [(code, location)]


DAM = make_document(
    TEXT, MARKS, f"{LINES}\nT8|Event 28 32|died\nE5|Event:T8 Recipient:T3"
)
KEYS: dict[str, dict[str, str]] = {
    "documents": {"document_id": "dam"},
    "entities": {"entity_id": "dam.t6"},
    "events": {"event_id": "dam.e5"},
    "claims": {"claim_id": "dam.e1"},
    "attributions": {
        "attribution_id": "dam.e1.e2.t6",
        "claim_id": "dam.e1",
        "source_kind": "unnamed",
    },
    "participants": {"claim_id": "dam.e1"},
    "spans": {"mark_id": "dam.t2"},
    "claims_flat": {"claim_id": "dam.e1"},
}
ORIGINS = {
    "documents": "seeds/dam.txt",
    "entities": "t6",
    "events": "e5",
    "claims": "e1",
    "attributions": "e2",
    "participants": "e1",
    "spans": "t2",
    "claims_flat": "e1",
}


def place_row(table: str, row: dict[str, str]) -> str | None:
    """The annotation that a row is placed at, or the file."""
    nothing = Register(path="", entries={})
    member = Member(document=DAM, locate=lambda it: Location(path=it))
    corpus = Corpus(members=(member,), entities=nothing, events=nothing)
    finding = Finding(
        code="x",
        severity=Severity.ERROR,
        location=Location(path="data/x.csv", resource=table, row=2),
        message="m",
    )
    rows = {table: pa.Table.from_pylist([dict.fromkeys(row), row])}
    (found,) = place_findings([finding], rows, corpus)
    assert found.location == Location(path=found.location.path, resource=table)
    return found.location.path


@pytest.mark.parametrize("table", KEYS)
def test_a_row_of_each_table_leads_back_to_its_annotation(table: str) -> None:
    assert place_row(table, KEYS[table]) == ORIGINS[table]


def test_the_writers_own_claim_leads_back_to_the_claim() -> None:
    row = {
        "attribution_id": "dam.e3.writer",
        "claim_id": "dam.e3",
        "source_kind": "writer",
    }

    assert place_row("attributions", row) == "e3"


def test_a_row_of_a_register_as_a_whole_is_placed_at_the_start_of_its_line() -> None:
    line = Location(path="seeds/entities.csv", line=2, column=1, excerpt="gov,x")
    entry = Entry(values={"entity_id": "gov", "name": "x"}, location=line)

    assert entry.locate(None) == line
    assert entry.locate("name") == replace(line, column=5)


@pytest.mark.parametrize(
    "location",
    [Location(path="data/codes.csv", resource="codes", row=1), Location(path="x")],
    ids=["a code", "no row"],
)
def test_what_is_of_no_seed_stays_in_its_place(location: Location) -> None:
    nothing = Register(path="", entries={})
    corpus = Corpus(members=(), entities=nothing, events=nothing)
    finding = Finding(code="x", severity=Severity.ERROR, location=location, message="m")

    assert list(place_findings([finding], {}, corpus)) == [finding]


def test_a_cell_after_a_quoted_comma_is_pointed_at() -> None:
    row = place("entities.csv", 2, 'gov,"Norland, the",x,yes', "entities.is_named")

    assert locate_cell(row, 3).column == 22
    assert locate_cell(row, 9).column == 1
