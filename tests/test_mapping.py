"""The native mapping: what annotations by the codebook make."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimpack.annotations import Annotations, Origin
from claimpack.document import (
    Article,
    Attribution,
    Claim,
    ClaimLink,
    Document,
    Event,
    Mention,
    Participant,
    Passage,
    QuantityExpression,
    Span,
    TimeExpression,
)
from claimpack.mapping import Mapped, map_native
from claimpack.readers.brat import read_brat
from mapping_input import (
    ARTICLE,
    CODES,
    LINES,
    MARKS,
    NODES,
    TEXT,
    map_lines,
    mark,
    with_lines,
)

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT.parent / "shared" / "example"


def passage(mark_id: str, words: str) -> Passage:
    start = TEXT.index(words)
    span = Span(char_start=start, char_end=start + len(words), text=words)
    return Passage(mark_id=mark_id, spans=(span,))


MONDAY = TimeExpression(passage=passage("t7", "Monday"), edtf="2031-05-05")
EVENT = Event(
    node_id="e1",
    event_id="march",
    event_type="MOBILIZE",
    event_mode="heavy-weapons",
    trigger=passage("t5", "go"),
    participants=(
        Participant(role="actor", mark_id="t15"),
        Participant(role="object", mark_id="t2"),
    ),
    times=(MONDAY,),
    place_mark_id="t6",
)
MINISTRY = Attribution(
    node_id="e4",
    level=1,
    cue=passage("t9", "said"),
    source_mark_ids=("t8",),
    act="belief",
    times=(TimeExpression(passage=passage("t10", "Tuesday")),),
    addressee_mark_id="t16",
)
SOURCES = Attribution(
    node_id="e3",
    level=2,
    cue=passage("t11", "citing"),
    source_words=(passage("t13", "sources"),),
    said_edtf="../2031-05-06",
    medium=passage("t12", "a report"),
)
MARCH_CLAIM = Claim(
    node_id="e2",
    content=passage("t3", "About 2,000 soldiers may go to Arvika on Monday"),
    claim_text="About 2,000 soldiers may go to Arvika.",
    claim_type="intention",
    certainty="possible",
    polarity="negative",
    time_relation="before_overlap",
    quotation="none",
    measure="killed_or_wounded",
    quantity=QuantityExpression(
        passage=passage("t1", "About 2,000"), number="2000", modifier="more_than"
    ),
    quantity_scope="increment",
    counted_mark_id="t2",
    event_node_id="e1",
    times=(MONDAY,),
    event_date_edtf="2031-05",
    place_mark_id="t6",
    place_precision=1,
    hedges=(passage("t4", "may"),),
    is_presupposed=True,
    attributions=(MINISTRY, SOURCES),
)
WRITERS_CLAIM = Claim(
    node_id="e5",
    content=passage("t14", "Norland told the press so"),
    claim_text="Norland told the press so.",
    polarity="positive",
)


def mention(
    mark_id: str, words: str, entity_type: str, entity_id: str | None = None
) -> Mention:
    return Mention(
        passage=passage(mark_id, words),
        entity_id=entity_id or f"norland.{mark_id}",
        entity_type=entity_type,
        is_metonymic=mark_id == "t15",
    )


CONTRADICTION = ClaimLink(
    claim_node_id="e5", relation="contradicts", target_node_id="e2"
)


def test_all_that_is_annotated_is_in_the_document() -> None:
    line = LINES.index("R1\tContradicts Arg1:E5 Arg2:E2") + 1

    assert map_lines(*LINES) == Mapped(
        document=Document(
            article=ARTICLE,
            mentions=(
                mention("t2", "soldiers", "group"),
                mention("t6", "Arvika", "place"),
                mention("t8", "the ministry", "organization", "ministry"),
                mention("t15", "Norland", "organization"),
                mention("t16", "the press", "group"),
            ),
            events=(EVENT,),
            claims=(MARCH_CLAIM, WRITERS_CLAIM),
            links=(CONTRADICTION,),
        ),
        link_origins={CONTRADICTION: Origin("norland.ann", line, LINES[line - 1])},
    )


def test_without_annotations_a_document_is_an_article() -> None:
    assert map_lines() == Mapped(document=Document(article=ARTICLE))


@pytest.mark.parametrize("line", LINES)
def test_each_line_counts(line: str) -> None:
    """Without any one line, the document differs or there is a finding."""
    content = "\n".join([it for it in LINES if it != line])
    reading = read_brat(content.encode(), TEXT, "norland.ann")

    mapped = map_native(reading.annotations, ARTICLE, CODES)

    assert mapped != map_lines(*LINES)


def find_entities(*lines: str) -> dict[str, str]:
    mentions = map_lines(*with_lines(*lines)).document.mentions
    return {it.passage.mark_id: it.entity_id for it in mentions}


def test_marks_that_are_the_same_have_the_id_of_the_register() -> None:
    entities = find_entities("R2\tSameAs Arg1:T15 Arg2:T8")

    assert entities["t15"] == entities["t8"] == "ministry"


def test_without_a_register_the_first_mark_of_the_text_gives_the_id() -> None:
    entities = find_entities(
        mark("T17", "Group", "the press"),
        mark("T18", "Group", "press"),
        "R2\tSameAs Arg1:T18 Arg2:T17",
        "R3\tSameAs Arg1:T17 Arg2:T2",
    )

    assert entities["t2"] == entities["t17"] == entities["t18"] == "norland.t2"


def test_two_marks_with_one_register_id_may_also_be_joined() -> None:
    entities = find_entities(
        "N9\tReference T15 Entity:ministry\tthe same", "R2\tSameAs Arg1:T15 Arg2:T8"
    )

    assert entities["t15"] == entities["t8"] == "ministry"


def test_an_event_without_a_register_has_a_local_id_and_may_have_no_type() -> None:
    lines = [mark("T17", "Event", "told"), "E6\tEvent:T17"]

    events = map_lines(*with_lines(*lines)).document.events

    assert events[1] == Event(
        node_id="e6",
        event_id="norland.e6",
        event_type=None,
        event_mode=None,
        trigger=passage("t17", "told"),
    )


def test_claims_stand_in_the_order_of_the_text() -> None:
    lines = [
        mark("T17", "Claim", "Arvika"),
        mark("T18", "Claim", "Arvika on"),
        "E9\tClaim:T18",
        "E10\tClaim:T17",
        "E8\tClaim:T17",
        *[f"#{it}\tAnnotatorNotes E{it}\tArvika." for it in (8, 9, 10)],
    ]

    claims = map_lines(*with_lines(*lines)).document.claims

    assert [claim.node_id for claim in claims] == ["e2", "e8", "e10", "e9", "e5"]


def test_an_attribution_below_two_others_is_below_the_lower() -> None:
    levels = map_lines(
        *with_lines(
            "E4\tAttribution:T9 Of:E3 Of2:E6 Source:T8 Said:T10 Addressee:T16",
            "E6\tAttribution:T11 Of:E3",
        )
    ).document.claims[0]

    assert [(it.node_id, it.level) for it in levels.attributions] == [
        ("e4", 1),
        ("e6", 2),
        ("e3", 3),
    ]


def test_one_attribution_may_wrap_two_claims_for_joint_sources() -> None:
    lines = with_lines(
        "E4\tAttribution:T9 Of:E3 Of2:E5 Source:T8 Source2:T15 Said:T10 Addressee:T16"
    )

    first, second = map_lines(*lines).document.claims

    assert first.attributions[0] == second.attributions[0]
    assert second.attributions[0].source_mark_ids == ("t8", "t15")
    assert len(second.attributions) == 1


def test_a_discontinuous_mark_keeps_its_fragments() -> None:
    lines = with_lines("T14\tClaim 107 114;130 132\tNorland so")

    content = map_lines(*lines).document.claims[1].content

    assert content == Passage(
        mark_id="t14",
        spans=(
            Span(char_start=107, char_end=114, text="Norland"),
            Span(char_start=130, char_end=132, text="so"),
        ),
    )
    assert content.words == "Norland so"


@pytest.mark.parametrize(
    "key", ["Number:0", "Number:2.50", "Number:300..500", "Number:5..5"]
)
def test_a_number_may_be_decimal_or_a_range(key: str) -> None:
    lines = with_lines(f"N4\tReference T1 {key}\tAbout 2,000")

    quantity = map_lines(*lines).document.claims[0].quantity

    assert quantity is not None
    assert quantity.number == key.removeprefix("Number:")


def test_marks_that_nothing_uses_are_not_reported_while_lines_are_refused() -> None:
    content = "\n".join([*MARKS, *NODES, "E9\tClaim:T99", ""])
    annotations = read_brat(content.encode(), TEXT, "norland.ann").annotations
    spare = annotations.marks[3]._replace(mark_id="T17")
    with_spare = Annotations(
        path="norland.ann",
        text=TEXT,
        marks=(*annotations.marks, spare),
        nodes=annotations.nodes,
        ids=annotations.ids | {"T17"},
    )

    codes = [it.code for it in map_native(with_spare, ARTICLE, CODES).findings]

    assert codes == ["no-claim-text", "no-claim-text"]


IDS = st.sampled_from(
    [
        "T1",
        "T2",
        "T3",
        "T5",
        "T7",
        "T9",
        "T14",
        "T15",
        "T17",
        "E1",
        "E2",
        "E3",
        "E4",
        "E5",
        "E9",
        "R1",
        "A1",
        "#1",
    ]
)
NAMES = st.sampled_from(
    [
        "Claim",
        "Attribution",
        "Mobilize",
        "Event",
        "Of",
        "About",
        "Actor",
        "Quantity",
        "When",
        "Source",
        "Hedge",
    ]
)
CHANGES = st.one_of(
    st.builds("E{1[1]}\t{0}:{1} {2}:{3}".format, NAMES, IDS, NAMES, IDS),
    st.builds("R2\tSameAs Arg1:{} Arg2:{}".format, IDS, IDS),
    st.builds("R1\tRestates Arg1:{} Arg2:{}".format, IDS, IDS),
    st.builds("A1\tKind {} Event".format, IDS),
    st.builds("A13\tMetonymy {}".format, IDS),
    st.builds("N1\tReference {} Entity:a\ta".format, IDS),
    st.builds("#1\tSaid {}\t2031".format, IDS),
    st.builds("T17\t{} 0 5\tAbout".format, NAMES),
)


@given(st.lists(CHANGES, max_size=6))
def test_no_annotations_raise(changes: list[str]) -> None:
    content = "\n".join(with_lines(*changes))
    annotations = read_brat(content.encode(), TEXT, "norland.ann").annotations

    document = map_native(annotations, ARTICLE, CODES).document

    marks = {it.passage.mark_id for it in document.mentions}
    for claim in document.claims:
        levels = [it.level for it in claim.attributions]
        assert sorted({*levels}) == list(range(1, len({*levels}) + 1))
        assert levels.count(1) <= 1
        assert {
            it for it in (claim.place_mark_id, claim.counted_mark_id) if it
        } <= marks


@pytest.mark.skipif(not EXAMPLE.exists(), reason="the example is not in the project")
def test_the_worked_example_maps_without_a_finding() -> None:
    (path,) = EXAMPLE.glob("*.ann")
    text = path.with_suffix(".txt").read_bytes().decode()
    codes = {
        it.stem: frozenset(
            code["code"] for code in json.loads(it.read_text(encoding="utf-8"))["codes"]
        )
        for it in (ROOT / "schemas" / "vocabularies").glob("*.json")
    }
    article = Article(
        document_id=path.stem, text=text, text_sha256="0" * 64, text_path=path.stem
    )

    reading = read_brat(path.read_bytes(), text, path.name)
    mapped = map_native(reading.annotations, article, codes)

    assert reading.findings + mapped.findings == ()
    chains = {
        claim.node_id: [(it.node_id, it.level) for it in claim.attributions]
        for claim in mapped.document.claims
    }
    assert chains == {
        "e2": [("e4", 1), ("e3", 2)],
        "e6": [("e7", 1)],
        "e8": [("e9", 1)],
        "e11": [],
    }
