"""Articles, registers and links between articles become the tables of a package."""

from __future__ import annotations

import re
from pathlib import Path

from articles import SCHEMA, annotate
from claimpack.cells import Value
from claimpack.corpus import Corpus, build_tables
from claimpack.csv_files import format_csv
from claimpack.files import Folder
from claimpack.findings import Finding, Location, Severity
from claimpack.row_source import Row
from claimpack.seeds import read_seeds
from claimpack.tables import Rows
from packages import write_files

TEXT = "Yesterday the dam burst near Arvika, the ministry said.\n"
MARKS = """
T1|Claim|the dam burst near Arvika
T2|Assault|burst
T3|Object|the dam
T4|Place|Arvika
T5|Organization|the ministry
T6|Attribution|said
"""
LINES = """
E1|Assault:T2 Object:T3 Place:T4
E2|Claim:T1 About:E1 Place:T4
E3|Attribution:T6 Of:E2 Source:T5
#1|AnnotatorNotes E2|The dam burst near Arvika.
"""
MINISTRY: Row = {
    "entity_id": "ministry",
    "name": "Ministry of Water",
    "entity_type": "organization",
    "is_named": True,
}
BURST: Row = {
    "event_id": "burst",
    "label": "Burst of the dam",
    "event_type": "ASSAULT",
    "event_mode": "destroy",
}


def article(document_id: str = "dam", lines: str = "") -> dict[str, bytes]:
    """The files of one article, with more annotation lines."""
    return {
        f"seeds/{document_id}.txt": TEXT.encode(),
        f"seeds/{document_id}.ann": annotate(TEXT, MARKS, LINES + lines),
        f"seeds/{document_id}.meta.json": b'{"text_access": "full"}',
    }


def register(table: str, *rows: Row) -> dict[str, bytes]:
    """The register of a table, with a row for each of these."""
    names = SCHEMA.tables[table].field_names
    cells: list[list[Value]] = [[row.get(name) for name in names] for row in rows]
    return {f"seeds/{table}.csv": format_csv(names, cells)}


def links(*rows: str) -> dict[str, bytes]:
    """The links between articles."""
    lines = ["claim_id,relation,target_id,note", *rows, ""]
    return {"seeds/links.csv": "\n".join(lines).encode()}


def read_corpus(root: Path, *parts: dict[str, bytes]) -> Corpus:
    """The corpus that files hold, which must have nothing wrong in themselves."""
    for part in parts:
        write_files(root, part)
    seeds = read_seeds(Folder(root), SCHEMA)
    assert seeds.findings == ()
    return seeds.corpus


def build(root: Path, *parts: dict[str, bytes]) -> tuple[Rows, list[Finding]]:
    """The rows of all tables, and what is wrong between the files."""
    return build_tables(read_corpus(root, *parts), SCHEMA)


def place(path: str, line: int, column: int, excerpt: str) -> Location:
    """A place in a file of the seeds."""
    return Location(path=f"seeds/{path}", line=line, column=column, excerpt=excerpt)


def test_without_a_register_entities_have_the_ids_and_words_of_their_mentions(
    tmp_path: Path,
) -> None:
    rows, findings = build(tmp_path, article())

    assert findings == []
    assert rows["entities"] == [
        {
            "entity_id": "dam.t3",
            "name": "the dam",
            "entity_type": "object",
            "is_named": False,
        },
        {
            "entity_id": "dam.t4",
            "name": "Arvika",
            "entity_type": "place",
            "is_named": False,
        },
        {
            "entity_id": "dam.t5",
            "name": "the ministry",
            "entity_type": "organization",
            "is_named": False,
        },
    ]
    assert rows["attributions"][0]["source_kind"] == "unnamed"


def test_a_capital_at_the_start_of_a_sentence_names_no_source(tmp_path: Path) -> None:
    text = "The committee said that the dam burst.\n"
    marks = "T1|Claim|the dam burst\nT2|Organization|The committee\nT3|Attribution|said"
    lines = "E1|Claim:T1\nE2|Attribution:T3 Of:E1 Source:T2\n#1|AnnotatorNotes E1|x"
    files = {"seeds/a.txt": text.encode(), "seeds/a.ann": annotate(text, marks, lines)}

    rows, findings = build(tmp_path, files)

    assert findings == []
    assert [row["is_named"] for row in rows["entities"]] == [False]
    assert [row["source_kind"] for row in rows["attributions"]] == ["unnamed"]


def test_of_an_article_whose_words_may_not_be_shipped_no_word_is_in_any_table(
    tmp_path: Path,
) -> None:
    closed = {**article(), "seeds/dam.meta.json": b'{"text_access": "none"}'}

    rows, findings = build(tmp_path, closed)

    assert findings == []
    assert [row["name"] for row in rows["entities"]] == ["dam.t3", "dam.t4", "dam.t5"]
    assert [row["label"] for row in rows["events"]] == ["dam.e1"]
    sentence = "The dam burst near Arvika."
    words = re.findall(r"[a-z]{4,}", TEXT.lower())
    assert [
        value
        for table in rows.keys() - {"codes"}
        for row in rows[table]
        for value in row.values()
        if value != sentence and any(word in str(value).lower() for word in words)
    ] == []


def test_without_a_register_an_event_is_called_by_its_word(tmp_path: Path) -> None:
    rows, findings = build(tmp_path, article(lines="A9|Mode E1 destroy"))

    assert findings == []
    assert rows["events"] == [
        {
            "event_id": "dam.e1",
            "label": "burst",
            "event_type": "ASSAULT",
            "event_mode": "destroy",
        }
    ]
    assert rows["claims"][0]["event_id"] == "dam.e1"


def test_a_register_gives_its_rows_to_what_refers_to_them(tmp_path: Path) -> None:
    references = "N1|Reference T5 Entity:ministry|x\nN2|Reference E1 Event:burst|x"

    rows, findings = build(
        tmp_path,
        article(lines=references),
        register("entities", MINISTRY),
        register("events", BURST),
    )

    assert findings == []
    assert [row["entity_id"] for row in rows["entities"]] == [
        "ministry",
        "dam.t3",
        "dam.t4",
    ]
    assert rows["entities"][0]["name"] == "Ministry of Water"
    assert [row["label"] for row in rows["events"]] == ["Burst of the dam"]
    assert rows["attributions"][0]["source_kind"] == "named"


def test_an_unknown_id_is_reported_with_the_one_that_is_like_it(tmp_path: Path) -> None:
    rows, findings = build(
        tmp_path,
        article(lines="N1|Reference T5 Entity:minstry|x"),
        register("entities", MINISTRY),
    )

    excerpt = "T5\tOrganization 37 49\tthe ministry"
    assert findings == [
        Finding(
            code="register-unknown",
            severity=Severity.ERROR,
            location=place("dam.ann", 5, 23, excerpt),
            message='"minstry" is not in seeds/entities.csv',
            expected="the id of a row of the register",
            hint='did you mean "ministry"?',
        )
    ]
    assert "minstry" in {row["entity_id"] for row in rows["entities"]}


def test_an_unknown_event_unlike_any_other_needs_a_row(tmp_path: Path) -> None:
    _, findings = build(tmp_path, article(lines="N1|Reference E1 Event:flood|x"))

    assert findings == [
        Finding(
            code="register-unknown",
            severity=Severity.ERROR,
            location=place("dam.ann", 7, 1, "E1\tAssault:T2 Object:T3 Place:T4"),
            message='"flood" is not in seeds/events.csv',
            expected="the id of a row of the register",
            hint="add a row for it",
        )
    ]


def test_an_id_that_only_begins_like_a_local_one_is_unknown_too(tmp_path: Path) -> None:
    _, findings = build(tmp_path, article(lines="N1|Reference T5 Entity:dam.office|x"))

    assert [finding.message for finding in findings] == [
        '"dam.office" is not in seeds/entities.csv'
    ]


def test_an_entity_whose_type_disagrees_with_its_row_is_reported(
    tmp_path: Path,
) -> None:
    person: Row = {**MINISTRY, "entity_type": "person"}

    _, findings = build(
        tmp_path,
        article(lines="N1|Reference T5 Entity:ministry|x"),
        register("entities", person),
    )

    excerpt = "T5\tOrganization 37 49\tthe ministry"
    assert findings == [
        Finding(
            code="register-disagrees",
            severity=Severity.ERROR,
            location=place("dam.ann", 5, 23, excerpt),
            message='the annotation says entity_type "organization", '
            'seeds/entities.csv line 2 says "person" of "ministry"',
            expected="the same entity_type in both",
            hint="mend the annotation or the register",
        )
    ]


def test_an_event_whose_type_and_mode_disagree_is_reported_twice(
    tmp_path: Path,
) -> None:
    other: Row = {**BURST, "event_type": None, "event_mode": "aerial"}

    _, findings = build(
        tmp_path,
        article(lines="N1|Reference E1 Event:burst|x\nA9|Mode E1 destroy"),
        register("events", other),
    )

    said = "seeds/events.csv line 2 says"
    assert [finding.message for finding in findings] == [
        f'the annotation says event_type "ASSAULT", {said} "" of "burst"',
        f'the annotation says event_mode "destroy", {said} "aerial" of "burst"',
    ]


def test_a_mention_without_a_mode_agrees_with_any(tmp_path: Path) -> None:
    _, findings = build(
        tmp_path,
        article(lines="N1|Reference E1 Event:burst|x"),
        register("events", BURST),
    )

    assert findings == []


def test_a_row_that_no_article_mentions_stays_out_with_a_note(tmp_path: Path) -> None:
    rows, findings = build(tmp_path, article(), register("events", BURST))

    assert findings == [
        Finding(
            code="register-unused",
            severity=Severity.NOTE,
            location=place(
                "events.csv", 2, 1, "burst,Burst of the dam,ASSAULT,destroy,,,,,,,,"
            ),
            message='no article mentions "burst", so it stays out of the tables',
        )
    ]
    assert [row["event_id"] for row in rows["events"]] == ["dam.e1"]


def test_what_contains_a_mentioned_thing_is_kept(tmp_path: Path) -> None:
    state: Row = {**MINISTRY, "entity_id": "state", "part_of_id": "union"}
    union: Row = {**MINISTRY, "entity_id": "union"}
    part: Row = {**MINISTRY, "part_of_id": "state"}

    rows, findings = build(
        tmp_path,
        article(lines="N1|Reference T5 Entity:ministry|x"),
        register("entities", union, state, part),
    )

    assert findings == []
    assert [row["entity_id"] for row in rows["entities"]][:3] == [
        "union",
        "state",
        "ministry",
    ]


def test_the_places_of_kept_events_and_what_contains_them_are_kept(
    tmp_path: Path,
) -> None:
    county: Row = {**MINISTRY, "entity_id": "county", "entity_type": "place"}
    town: Row = {**county, "entity_id": "town", "part_of_id": "county"}
    flood: Row = {"event_id": "flood", "label": "Flood", "place_id": "town"}
    burst: Row = {**BURST, "part_of_id": "flood"}

    rows, findings = build(
        tmp_path,
        article(lines="N1|Reference E1 Event:burst|x"),
        register("entities", county, town),
        register("events", burst, flood),
    )

    assert findings == []
    assert [row["event_id"] for row in rows["events"]] == ["burst", "flood"]
    assert [row["entity_id"] for row in rows["entities"]][:2] == ["county", "town"]


def test_registers_may_only_refer_to_rows_that_exist(tmp_path: Path) -> None:
    part: Row = {**MINISTRY, "part_of_id": "ministri"}
    burst: Row = {**BURST, "part_of_id": "war", "place_id": "minister"}
    references = "N1|Reference T5 Entity:ministry|x\nN2|Reference E1 Event:burst|x"

    _, findings = build(
        tmp_path,
        article(lines=references),
        register("entities", part),
        register("events", burst),
    )

    assert [
        (finding.location.path, finding.location.line, finding.message, finding.hint)
        for finding in findings
    ] == [
        (
            "seeds/entities.csv",
            2,
            '"ministri" is not in seeds/entities.csv',
            'did you mean "ministry"?',
        ),
        (
            "seeds/events.csv",
            2,
            '"war" is not in seeds/events.csv',
            "add a row for it",
        ),
        (
            "seeds/events.csv",
            2,
            '"minister" is not in seeds/entities.csv',
            'did you mean "ministry"?',
        ),
    ]


def test_a_link_between_articles_is_a_curators(tmp_path: Path) -> None:
    rows, findings = build(
        tmp_path,
        article("dam"),
        article("dike"),
        links("dike.e2,restates,dam.e2,both on the same day"),
    )

    assert findings == []
    assert rows["claim_links"] == [
        {
            "claim_id": "dike.e2",
            "relation": "restates",
            "target_id": "dam.e2",
            "basis": "curator",
        }
    ]
    assert [
        (row["claim_id"], row["restates_claim_id"]) for row in rows["claims_flat"]
    ] == [("dam.e2", None), ("dike.e2", "dam.e2")]


def test_a_link_to_a_claim_or_of_a_relation_that_does_not_exist_is_left_out(
    tmp_path: Path,
) -> None:
    rows, findings = build(
        tmp_path, article(), links("dam.e2,restate,dam.e3,", "tower,restates,dam.e2,")
    )

    row = "dam.e2,restate,dam.e3,"
    assert rows["claim_links"] == []
    assert findings == [
        Finding(
            code="link-unknown",
            severity=Severity.ERROR,
            location=place("links.csv", 2, 16, row),
            message='target_id is "dam.e3", which is no claim of the package',
            expected="a claim_id of the table claims",
            hint='did you mean "dam.e2"?',
        ),
        Finding(
            code="link-unknown",
            severity=Severity.ERROR,
            location=place("links.csv", 2, 8, row),
            message='relation is "restate", which is no relation between claims',
            expected="one of contradicts, corrects, restates, retracts, supports, "
            "updates",
            hint='did you mean "restates"?',
        ),
        Finding(
            code="link-unknown",
            severity=Severity.ERROR,
            location=place("links.csv", 3, 1, "tower,restates,dam.e2,"),
            message='claim_id is "tower", which is no claim of the package',
            expected="a claim_id of the table claims",
        ),
    ]


def test_a_link_that_stands_twice_in_links_csv_names_its_first_line(
    tmp_path: Path,
) -> None:
    row = "dike.e2,restates,dam.e2,"

    _, findings = build(
        tmp_path, article("dam"), article("dike"), links(row, f"{row}again")
    )

    assert findings == [
        Finding(
            code="link-repeated",
            severity=Severity.ERROR,
            location=place("links.csv", 3, 1, f"{row}again"),
            message='"dike.e2" restates "dam.e2" already on line 2 of seeds/links.csv',
            expected="each link once",
            hint="delete one of the two lines",
        )
    ]


def test_a_link_that_an_r_line_has_already_names_that_line(tmp_path: Path) -> None:
    lines = "E4|Claim:T1\n#2|AnnotatorNotes E4|It burst.\nR1|Restates Arg1:E4 Arg2:E2"

    rows, findings = build(
        tmp_path, article(lines=lines), links("dam.e4,restates,dam.e2,")
    )

    assert [(finding.location.path, finding.message) for finding in findings] == [
        (
            "seeds/links.csv",
            '"dam.e4" restates "dam.e2" already on line 13 of seeds/dam.ann',
        )
    ]
    assert [row["basis"] for row in rows["claim_links"]] == ["text"]


def test_two_articles_share_what_their_register_names_and_nothing_else(
    tmp_path: Path,
) -> None:
    reference = "N1|Reference T5 Entity:ministry|x"

    rows, findings = build(
        tmp_path,
        article("dam", reference),
        article("dike", reference),
        register("entities", MINISTRY),
    )

    assert findings == []
    assert [row["document_id"] for row in rows["documents"]] == ["dam", "dike"]
    assert [row["claim_id"] for row in rows["claims"]] == ["dam.e2", "dike.e2"]
    assert [row["entity_id"] for row in rows["entities"]] == [
        "ministry",
        "dam.t3",
        "dam.t4",
        "dike.t3",
        "dike.t4",
    ]
    assert [row["event_id"] for row in rows["events"]] == ["dam.e1", "dike.e1"]


def test_what_is_wrong_in_one_article_does_not_hide_the_other(tmp_path: Path) -> None:
    _, findings = build(
        tmp_path,
        article("dam", "N1|Reference T5 Entity:one|x"),
        article("dike", "N1|Reference T5 Entity:two|x"),
    )

    assert [(finding.location.path, finding.message) for finding in findings] == [
        ("seeds/dam.ann", '"one" is not in seeds/entities.csv'),
        ("seeds/dike.ann", '"two" is not in seeds/entities.csv'),
    ]


def test_a_row_may_take_over_a_local_id_and_is_then_compared(tmp_path: Path) -> None:
    office: Row = {**MINISTRY, "entity_id": "dam.t5", "entity_type": "person"}

    rows, findings = build(tmp_path, article(), register("entities", office))

    assert rows["entities"][0]["name"] == "Ministry of Water"
    assert [finding.code for finding in findings] == ["register-disagrees"]


def test_words_that_date_two_mentions_of_one_event_are_one_span(
    tmp_path: Path,
) -> None:
    lines = (
        "N1|Reference E1 Event:burst|x\n"
        "T7|Time 0 9|Yesterday\n"
        "E4|Assault:T2 When:T7\n"
        "E5|Assault:T2 When:T7\n"
        "N2|Reference E4 Event:burst|x\n"
        "N3|Reference E5 Event:burst|x\n"
    )

    rows, findings = build(tmp_path, article(lines=lines), register("events", BURST))

    assert findings == []
    assert [row["span_id"] for row in rows["spans"] if row["role"] == "time"] == [
        "dam.t7.1.time_burst"
    ]
