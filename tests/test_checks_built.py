"""What is wrong with rows that were just built is placed where people mend it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from articles import SCHEMA, annotate
from claimpack.checks.built import check_built
from claimpack.corpus import Corpus, build_tables
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity
from claimpack.schema import CrossRule, Schema
from claimpack.seeds import read_seeds
from claimpack.writers import build_arrow
from packages import write_files

TEXT = "The dam burst near Arvika, the ministry said.\n"
MARKS = """
T1|Claim|The dam burst near Arvika
T2|Assault|burst
T3|Object|The dam
T4|Place|Arvika
T5|Organization|the ministry
T6|Attribution|said
"""
LINES = """
E1|Assault:T2 Object:T3 Place:T4
E2|Claim:T1 About:E1 Place:T4
E3|Attribution:T6 Of:E2 Source:T5
N1|Reference T5 Entity:ministry|Ministry
N2|Reference E1 Event:burst|Burst
"""
ENTITIES = "ministry,Ministry of Water,organization,true"
EVENTS = "burst,Burst of the dam,ASSAULT"


def write_register(table: str, row: str) -> bytes:
    """A register with one row, which may leave out its last cells."""
    names = SCHEMA.tables[table].field_names
    missing = len(names) - len(row.split(","))
    return f"{','.join(names)}\n{row}{',' * missing}\n".encode()


def read_corpus(root: Path) -> Corpus:
    """One article about a dam, with a register for the ministry and the burst."""
    files = {
        "seeds/dam.txt": TEXT.encode(),
        "seeds/dam.ann": annotate(TEXT, MARKS, LINES),
        "seeds/entities.csv": write_register("entities", ENTITIES),
        "seeds/events.csv": write_register("events", EVENTS),
    }
    write_files(root, files)
    return read_seeds(Folder(root), SCHEMA).corpus


def check(corpus: Corpus, schema: Schema) -> list[Finding]:
    """All that is wrong with the tables of a corpus."""
    rows, _ = build_tables(corpus, schema)
    tables = {name: build_arrow(schema.tables[name], rows[name]) for name in rows}
    return list(check_built(tables, corpus, schema))


def test_a_broken_rule_is_placed_at_the_annotation_of_its_row(tmp_path: Path) -> None:
    rule = CrossRule(
        code="no-place",
        table="claims",
        message="the place is {place_id}",
        explanation="None is wanted.",
        condition="place_id IS NULL",
        field="place_id",
    )

    findings = check(read_corpus(tmp_path), replace(SCHEMA, rules=(rule,)))

    assert findings == [
        Finding(
            code="no-place",
            severity=Severity.ERROR,
            location=Location(
                path="seeds/dam.ann",
                line=8,
                column=1,
                excerpt="E2\tClaim:T1 About:E1 Place:T4",
                resource="claims",
                field="place_id",
            ),
            message='the place is "dam.t4"',
        )
    ]


def test_a_fault_of_an_article_is_placed_at_its_text(tmp_path: Path) -> None:
    rule = CrossRule(
        code="no-dam",
        table="documents",
        message="the article is {document_id}",
        explanation="None is wanted.",
        condition="false",
    )

    (finding,) = check(read_corpus(tmp_path), replace(SCHEMA, rules=(rule,)))

    assert finding.location == Location(path="seeds/dam.txt", resource="documents")
