"""A small annotated article, and the code lists, that the mapping tests build on."""

from __future__ import annotations

from claimpack.document import Article
from claimpack.mapping import Mapped, map_native
from claimpack.readers.brat import read_brat

TEXT = (
    "About 2,000 soldiers may go to Arvika on Monday, the ministry said on Tuesday, "
    "citing a report by sources. Norland told the press so.\n"
)
CODES = {
    name: frozenset(codes.split())
    for name, codes in {
        "entity_type": "person organization group place object agreement",
        "event_type": "MOBILIZE ASSAULT",
        "event_mode": "troops heavy-weapons",
        "claim_type": "event state position intention",
        "certainty": "certain probable possible uncommitted",
        "polarity": "positive negative",
        "time_relation": "before overlap before_overlap after",
        "quotation": "direct mixed indirect none",
        "measure": "killed killed_or_wounded deployed",
        "quantity_modifier": "exact more_than approx between",
        "quantity_scope": "total increment rate",
        "source_act": "assertion belief fact eventuality",
        "participant_role": "actor recipient object",
        "link_relation": "restates contradicts",
        "place_precision": "1 2 3",
    }.items()
}
ARTICLE = Article(
    document_id="norland",
    text=TEXT,
    text_sha256="0" * 64,
    text_path="seeds/norland.txt",
)


def mark(mark_id: str, label: str, words: str) -> str:
    """The line of a mark on the first place where the words stand."""
    start = TEXT.index(words)
    return f"{mark_id}\t{label} {start} {start + len(words)}\t{words}"


MARKS = [
    mark("T1", "Quantity", "About 2,000"),
    mark("T2", "Group", "soldiers"),
    mark("T3", "Claim", "About 2,000 soldiers may go to Arvika on Monday"),
    mark("T4", "Hedge", "may"),
    mark("T5", "Mobilize", "go"),
    mark("T6", "Place", "Arvika"),
    mark("T7", "Time", "Monday"),
    mark("T8", "Organization", "the ministry"),
    mark("T9", "Attribution", "said"),
    mark("T10", "Time", "Tuesday"),
    mark("T11", "Attribution", "citing"),
    mark("T12", "Medium", "a report"),
    mark("T13", "Source", "sources"),
    mark("T14", "Claim", "Norland told the press so"),
    mark("T15", "Organization", "Norland"),
    mark("T16", "Group", "the press"),
]
NODES = [
    "E1\tMobilize:T5 Actor:T15 Object:T2 Place:T6 When:T7",
    "E2\tClaim:T3 About:E1 Quantity:T1 QuantityOf:T2 When:T7 Place:T6 Hedge:T4",
    "E3\tAttribution:T11 Of:E2 Source:T13 Medium:T12",
    "E4\tAttribution:T9 Of:E3 Source:T8 Said:T10 Addressee:T16",
    "E5\tClaim:T14",
]
FACTS = [
    "A1\tKind E2 Intention",
    "A2\tCertainty E2 Possible",
    "A3\tNegated E2",
    "A4\tTimeRelation E2 BeforeOverlap",
    "A5\tQuotation E2 None",
    "A6\tMeasure E2 killed_or_wounded",
    "A7\tScope E2 Increment",
    "A8\tPresupposed E2",
    "A9\tPlacePrecision E2 1",
    "A10\tAct E4 Belief",
    "A11\tModifier T1 MoreThan",
    "A12\tMode E1 heavy-weapons",
    "A13\tMetonymy T15",
    "N1\tReference T8 Entity:ministry\tMinistry of Norland",
    "N2\tReference E1 Event:march\tMarch to Arvika",
    "N3\tReference T7 EDTF:2031-05-05\tMonday",
    "N4\tReference T1 Number:2000\tAbout 2,000",
    "#1\tAnnotatorNotes E2\tAbout 2,000 soldiers may go to Arvika. ",
    "#2\tAnnotatorNotes E5\tNorland told the press so.",
    "#3\tEventDate E2\t2031-05",
    "#4\tSaid E3\t../2031-05-06",
    "R1\tContradicts Arg1:E5 Arg2:E2",
]
LINES = [*MARKS, *NODES, *FACTS]


def map_lines(*lines: str, text: str = TEXT) -> Mapped:
    """What the lines are mapped to; the reader finds no defect in them."""
    reading = read_brat("\n".join([*lines, ""]).encode(), text, "norland.ann")
    assert reading.findings == ()
    return map_native(reading.annotations, ARTICLE, CODES)


def with_lines(*changes: str) -> list[str]:
    """The lines of the article; a change replaces the line with its id, or is added."""
    by_id = {line.partition("\t")[0]: line for line in LINES}
    by_id.update({line.partition("\t")[0]: line for line in changes})
    return list(by_id.values())
