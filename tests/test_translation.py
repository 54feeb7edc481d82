"""Foreign schemes said in the labels of ours: which tables come out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from claimpack.annotations import Annotations, Fragment, Mark, Origin
from claimpack.corpus import build_tables
from claimpack.files import Folder
from claimpack.findings import Finding, has_errors
from claimpack.mapping.scheme import make_scheme
from claimpack.mapping.scheme_files import SchemeMapping, read_mapping
from claimpack.mapping.shipped import load_mapping
from claimpack.mapping.translation import translate
from claimpack.schema_files import load_shipped_schema
from claimpack.source_corpus import Choices
from packages import write_files
from read_sources import read_source

SCHEMA = load_shipped_schema()
TEXT = (
    "Officials said that the dam had burst, the mayor told reporters. "
    "Experts warned of floods."
)
META = b'{"text_access": "quotes"}'
Tables = dict[str, list[dict[str, Any]]]


def mark(text: str, number: int, label: str, words: str, after: int = 0) -> str:
    """A T line of words that stand in a text after some place."""
    start = text.index(words, after)
    return f"T{number}\t{label} {start} {start + len(words)}\t{words}\n"


def build(
    root: Path, mapping: str, ann: str, text: str = TEXT
) -> tuple[Tables, list[str]]:
    """The tables of an article, and the codes and messages of what was found."""
    files = {"d.txt": text.encode(), "d.ann": ann.encode(), "d.meta.json": META}
    write_files(root, files)
    if "=" in mapping:
        scheme = read_mapping(mapping.encode(), "m.toml", SCHEMA.codes)
    else:
        loaded = load_mapping(mapping, SCHEMA.codes)
        assert loaded is not None
        scheme = loaded
    source = read_source(Folder(root), SCHEMA, Choices(scheme=scheme))
    said = [
        f"{it.code}: {it.message}" for it in source.findings if isinstance(it, Finding)
    ]
    assert not has_errors(source.findings)
    tables, findings = build_tables(source.corpus, SCHEMA)
    assert not has_errors(findings)
    return tables, said


def pick(rows: Sequence[dict[str, Any]], names: str) -> list[tuple[Any, ...]]:
    """Some columns of some rows, in the order of the first."""
    return sorted(tuple(row.get(name) for name in names.split()) for row in rows)


PARC = "".join(
    [
        mark(TEXT, 1, "Source", "Officials"),
        mark(TEXT, 2, "Cue", "said"),
        mark(TEXT, 3, "Content", "the dam had burst"),
        mark(TEXT, 4, "Source", "the mayor"),
        mark(TEXT, 5, "Cue", "told"),
        mark(TEXT, 6, "Content", "Officials said that the dam had burst"),
        mark(TEXT, 7, "Source", "Experts"),
        mark(TEXT, 8, "Cue", "warned"),
        mark(TEXT, 9, "Content", "of floods"),
        "E1\tAttribution:T2 Source:T1 Content:T3\n",
        "E2\tAttribution:T5 Source:T4 Content:T6\n",
        "E3\tAttribution:T8 Source:T7 Content:T9\n",
    ]
)


def test_what_is_said_within_what_another_says_has_both_in_its_chain(
    tmp_path: Path,
) -> None:
    tables, said = build(tmp_path, "parc", PARC)

    assert said == []
    assert pick(tables["claims"], "claim_id claim_text") == [
        ("d.t3-claim", "the dam had burst"),
        ("d.t6-claim", "Officials said that the dam had burst"),
        ("d.t9-claim", "of floods"),
    ]
    chain = pick(tables["attributions"], "claim_id level source_kind source_text cue")
    assert chain == [
        ("d.t3-claim", 1, "unnamed", "the mayor", "told"),
        ("d.t3-claim", 2, "unnamed", "Officials", "said"),
        ("d.t6-claim", 1, "unnamed", "the mayor", "told"),
        ("d.t9-claim", 1, "unnamed", "Experts", "warned"),
    ]


def test_a_content_that_two_put_forward_is_two_claims_of_which_one_restates(
    tmp_path: Path,
) -> None:
    ann = PARC + "E4\tAttribution:T8 Source:T7 Content:T3\n"

    tables, _ = build(tmp_path, "parc", ann)

    links = pick(tables["claim_links"], "claim_id relation target_id basis")
    assert links == [("d.t3-claim-e4", "restates", "d.t3-claim", "text")]
    assert ("d.t3-claim-e4", "Experts") in pick(
        tables["attributions"], "claim_id source_text"
    )


def test_an_attribution_without_content_is_told(tmp_path: Path) -> None:
    ann = mark(TEXT, 1, "Source", "Experts") + mark(TEXT, 2, "Cue", "warned")

    tables, said = build(tmp_path, "parc", f"{ann}E1\tAttribution:T2 Source:T1\n")

    assert tables["claims"] == []
    rest = "is in no table (lines: 1, files: 1)"
    assert said == [
        f'label-left-out: "Attribution without content" {rest}',
        f'label-left-out: "Cue" {rest}',
    ]


def test_every_span_is_an_entity(tmp_path: Path) -> None:
    ann = mark(TEXT, 1, "PER", "the mayor") + mark(TEXT, 2, "Dam", "the dam")

    tables, said = build(tmp_path, "entities-only", ann)

    assert said == []
    assert pick(tables["entities"], "entity_id name entity_type is_named") == [
        ("d.t1", "the mayor", "person", False),
        ("d.t2", "the dam", "object", False),
    ]


def test_spans_that_are_the_same_are_one_entity(tmp_path: Path) -> None:
    ann = "".join(
        [
            mark(TEXT, 1, "PER", "Officials"),
            mark(TEXT, 2, "PER", "Experts"),
            "R1\tSameAs Arg1:T1 Arg2:T2\n",
        ]
    )

    tables, _ = build(tmp_path, "entities-only", ann)

    assert pick(tables["entities"], "entity_id") == [("d.t1",)]
    assert pick(tables["spans"], "mark_id entity_id") == [
        ("d.t1", "d.t1"),
        ("d.t2", "d.t1"),
    ]


def test_each_event_is_a_claim_of_the_writer(tmp_path: Path) -> None:
    ann = mark(TEXT, 1, "Burst", "burst") + mark(TEXT, 2, "EVENT", "warned")

    tables, said = build(tmp_path, "events", f"{ann}E1\tBurst:T1\n")

    assert said == []
    assert pick(tables["events"], "event_id label") == [
        ("d.e1", "burst"),
        ("d.t2-event", "warned"),
    ]
    assert pick(tables["claims"], "claim_id claim_text event_id") == [
        ("d.e1-claim", "burst", "d.e1"),
        ("d.t2-event-claim", "warned", "d.t2-event"),
    ]
    kinds = {row["source_kind"] for row in tables["attributions"]}
    assert kinds == {"writer"}


OWN = """
asserts_events = true
ignore = ["Sentence"]

[entities]
PER = "person"
LOC = "place"

[words]
DATE = "time"

[events]
Attack = "ASSAULT"

[roles]
Agent = "actor"
Time = "when"
Where = "place"

[attributes.Modality]
as = "Certainty"
values = { may = "Possible" }

[attributes.Negation]
as = "Negated"

[links]
Again = "restates"
"""
RAID = "Rebels may have raided Arvika on Monday. Rebels raided it again."


def annotate(*lines: str) -> str:
    """An annotation of the raid, with further lines."""
    return "".join(
        [
            mark(RAID, 1, "PER", "Rebels"),
            mark(RAID, 2, "Attack", "raided"),
            mark(RAID, 3, "LOC", "Arvika"),
            mark(RAID, 4, "DATE", "Monday"),
            mark(RAID, 5, "Attack", "raided", 40),
            "E1\tAttack:T2 Agent:T1 Where:T3 Time:T4\n",
            "E2\tAttack:T5 Agent:T1\n",
            *(f"{line.strip()}\n" for line in lines),
        ]
    )


def test_roles_attributes_and_links_have_the_names_of_the_mapping(
    tmp_path: Path,
) -> None:
    ann = annotate(
        "A1\tModality E1 may", "A2\tNegation E2", "R1\tAgain Arg1:E2 Arg2:E1"
    )

    tables, said = build(tmp_path, OWN, ann, RAID)

    assert said == []
    assert pick(tables["claims"], "claim_id certainty polarity place_id") == [
        ("d.e1-claim", "possible", "positive", "d.t3"),
        ("d.e2-claim", None, "negative", None),
    ]
    assert pick(tables["participants"], "claim_id entity_id role") == [
        ("d.e1-claim", "d.t1", "actor"),
        ("d.e2-claim", "d.t1", "actor"),
    ]
    assert pick(tables["claim_links"], "claim_id relation target_id") == [
        ("d.e2-claim", "restates", "d.e1-claim")
    ]
    assert {row["event_type"] for row in tables["events"]} == {"ASSAULT"}


LEFT = {
    "an unknown label": (mark(RAID, 9, "ORG", "it"), '"ORG"'),
    "an unknown node": (
        "E9\tMeet:T1",
        '"Meet"',
    ),
    "an unknown role": ("E9\tAttack:T5 Tool:T3", '"Attack.Tool"'),
    "a role of another kind": (
        "E9\tAttack:T5 Agent:T4",
        '"Assault.Actor of another kind"',
    ),
    "a second place": (
        mark(RAID, 9, "LOC", "it") + "E9\tAttack:T5 Where:T3 Where2:T9",
        '"a second Assault.Place"',
    ),
    "an unknown attribute": ("A1\tTense E1 past", '"Tense"'),
    "an unknown value": ("A1\tModality E1 must", '"Modality"'),
    "an unknown link": ("R1\tCause Arg1:E2 Arg2:E1", '"Cause"'),
}


@pytest.mark.parametrize(("lines", "what"), LEFT.values(), ids=LEFT)
def test_what_the_mapping_does_not_have_is_counted(
    tmp_path: Path, lines: str, what: str
) -> None:
    _, said = build(tmp_path, OWN, annotate(lines), RAID)

    assert [it for it in said if what in it] == [
        f"label-left-out: {what} is in no table (lines: 1, files: 1)"
    ]


def test_what_is_ignored_is_not_told(tmp_path: Path) -> None:
    _, said = build(tmp_path, OWN, annotate(mark(RAID, 9, "Sentence", RAID)), RAID)

    assert said == []


def test_a_mark_without_characters_is_in_no_table() -> None:
    origin = Origin("a.tsv", 1, "")
    empty = Mark("T1", "PER", (Fragment(4, 4),), "", origin)
    annotations = Annotations(path="a.tsv", text=TEXT, marks=(empty,))
    scheme = SchemeMapping(entities={"PER": "person"})

    said = translate(annotations, scheme, make_scheme(SCHEMA.codes))

    assert said.annotations.marks == ()
    assert said.left_out == {"PER without characters": [origin]}
