"""The published package says what the article says.

What is expected here was written down from reading the article, not from the tables.
"""

from __future__ import annotations

import csv
import re
from itertools import groupby
from pathlib import Path

import pytest

from claimpack.corpus import build_tables
from claimpack.files import Folder
from claimpack.readers.brat import read_brat
from claimpack.schema_files import load_shipped_schema
from claimpack.seeds import read_seeds
from claimpack.writers import build_arrow, write_csv

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
ID = "000_8b7fbf13361c99b6"
TEXT = (SEEDS / f"{ID}.txt").read_bytes().decode("utf-8")
ORIGINAL = ROOT.parent / "shared" / "seeds" / f"{ID}.txt"
SCHEMA = load_shipped_schema()

Row = dict[str, str]


def read_table(name: str) -> list[Row]:
    """The rows of a published table, all cells as text."""
    path = ROOT / "data" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CLAIMS = {row["claim_id"]: row for row in read_table("claims")}
SPANS = read_table("spans")
ENTITIES = {row["entity_id"]: row for row in read_table("entities")}


def words_of(row_id: str, role: str) -> str:
    """The words of the article that carry a row in a role."""
    owners = ("claim_id", "attribution_id")
    spans = [
        (int(span["char_start"]), span["text"])
        for span in SPANS
        if span["role"] == role and row_id in {span[owner] for owner in owners}
    ]
    return " … ".join(text for _, text in sorted(spans))


def claim_about(words: str) -> Row:
    """The one claim whose own words begin so."""
    (claim,) = [
        claim
        for claim_id, claim in CLAIMS.items()
        if words_of(claim_id, "content").startswith(words)
    ]
    return claim


def chain_of(claim: Row) -> list[list[tuple[str, str, str, str]]]:
    """Who says it, level by level from the reader: who, act, cue, when.

    "Who" is the name of the source, or the words for it in brackets.
    """
    rows = [
        row
        for row in read_table("attributions")
        if row["claim_id"] == claim["claim_id"]
    ]
    rows.sort(key=lambda row: (int(row["level"]), row["attribution_id"]))
    return [
        [(name_source(row), row["act"], row["cue"], row["said_edtf"]) for row in level]
        for _, level in groupby(rows, key=lambda row: row["level"])
    ]


def name_source(row: Row) -> str:
    """The name of a source, or the words for it, or that the writer says it."""
    if row["source_id"]:
        return ENTITIES[row["source_id"]]["name"]
    return f"({row['source_text'] or row['source_kind']})"


def figures_of(claim: Row) -> tuple[str, ...]:
    """The words of a claim's quantity and all that is computed from them."""
    names = (
        *("quantity_modifier", "quantity", "quantity_low", "quantity_high"),
        *("measure", "unit"),
    )
    return (
        words_of(claim["claim_id"], "quantity"),
        *(claim[name] for name in names),
    )


def read_configuration() -> dict[str, list[str]]:
    """The lines of each section of brat's configuration, its macros left out."""
    sections: dict[str, list[str]] = {}
    section = ""
    for line in (SEEDS / "annotation.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("<"):
            sections.setdefault(section, []).append(line)
    return sections


def list_values(attribute: str) -> list[str]:
    """The values of an attribute in brat's configuration, in its order."""
    (line,) = [
        line
        for line in read_configuration()["attributes"]
        if line.startswith(f"{attribute}\t")
    ]
    return line.partition("Value:")[2].split("|")


def list_codes(name: str) -> list[str]:
    """The codes of a list, in its order."""
    return [code.code for code in SCHEMA.vocabularies[name].codes]


def name_codes(name: str) -> list[str]:
    """The codes of a list as brat shows them: `more_than` is MoreThan."""
    return [code.title().replace("_", "") for code in list_codes(name)]


def test_the_tables_rebuilt_in_memory_are_the_published_ones() -> None:
    seeds = read_seeds(Folder(ROOT), SCHEMA)
    rows, findings = build_tables(seeds.corpus, SCHEMA)

    rebuilt = {
        name: write_csv(table, build_arrow(table, rows[name]))
        for name, table in SCHEMA.tables.items()
    }

    assert [
        finding
        for finding in (*seeds.findings, *findings)
        if finding.severity != "note"
    ] == []
    assert rebuilt == {
        path.stem: path.read_bytes() for path in (ROOT / "data").glob("*.csv")
    }


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the original is not beside it")
def test_the_text_has_the_exact_bytes_of_the_original() -> None:
    assert (SEEDS / f"{ID}.txt").read_bytes() == ORIGINAL.read_bytes()


def test_every_span_is_the_exact_slice_of_the_text() -> None:
    slices = [TEXT[int(span["char_start"]) : int(span["char_end"])] for span in SPANS]

    assert [span["text"] for span in SPANS] == slices
    assert "" not in slices


JCS = "Joint Chiefs of Staff of South Korea"
SPIES = "Spy agency of South Korea"
SEOUL = "Government of South Korea"
WASHINGTON = "Government of the United States"
KYIV = "Government of Ukraine"
CASUALTIES = (
    "North Korean troops who have recently engaged in combat with Ukrainian forces "
    "have suffered"
)
FIGURES = {
    "More than 1,000 North Korean soldiers have been killed or wounded": (
        ("More than 1,000", "more_than", "1000", "1001", "", "killed_or_wounded"),
        # "The announcement on Monday" dates what the JCS "has said".
        [[(JCS, "assertion", "has said", "2024-12-23")]],
        "../2024-12-23",
    ),
    "at least 100 North Korean soldiers had been killed": (
        ("at least 100", "at_least", "100", "100", "", "killed"),
        # Last week ran from Monday the 16th to Sunday the 22nd.
        [[(SPIES, "assertion", "said", "2024-12-16/2024-12-22")]],
        "2024-12-01/2024-12-22",
    ),
    "Pyongyang has sent thousands of soldiers": (
        ("thousands", "vague", "", "1000", "", "deployed"),
        [[("(writer)", "assertion", "", "2024-12-23")]],
        "../2024-12-23",
    ),
    CASUALTIES: (
        ("around 1,100", "approx", "1100", "", "", "casualties"),
        [
            [(JCS, "assertion", "said", "2024-12-23")],
            [(JCS, "belief", "assess", "2024-12-23")],
            [
                (
                    "(various sources of information and intelligence)",
                    "assertion",
                    "Through",
                    "../2024-12-23",
                )
            ],
        ],
        "../2024-12-23",
    ),
    "there are approximately 12,000 North Korean soldiers": (
        ("approximately 12,000", "approx", "12000", "", "", "present"),
        [
            [
                (SEOUL, "assertion", "have said", "../2024-12-23"),
                (WASHINGTON, "assertion", "have said", "../2024-12-23"),
                (KYIV, "assertion", "have said", "../2024-12-23"),
            ]
        ],
        "../2024-12-23",
    ),
}


@pytest.mark.parametrize(
    ("words", "figures", "chain", "event_date"),
    [pytest.param(words, *case, id=case[0][0]) for words, case in FIGURES.items()],
)
def test_each_figure_has_its_bounds_its_sources_and_both_its_dates(
    words: str,
    figures: tuple[str, ...],
    chain: list[list[tuple[str, str, str, str]]],
    event_date: str,
) -> None:
    claim = claim_about(words)

    assert figures_of(claim) == (*figures, "person")
    assert chain_of(claim) == chain
    assert claim["event_date_edtf"] == event_date


def test_no_other_claim_has_a_figure() -> None:
    with_figures = [
        words_of(claim_id, "quantity")
        for claim_id, claim in CLAIMS.items()
        if claim["quantity_modifier"]
    ]

    assert sorted(with_figures) == sorted(case[0][0] for case in FIGURES.values())


def test_the_spy_agency_reported_to_parliamentarians() -> None:
    claim = claim_about("at least 100 North Korean soldiers")

    (row,) = [
        row
        for row in read_table("attributions")
        if row["claim_id"] == claim["claim_id"]
    ]
    assert (row["medium"], ENTITIES[row["addressee_id"]]["country"]) == ("a report", "")
    assert words_of(row["attribution_id"], "time") == "last week"


def test_what_the_jcs_assess_is_probable_and_what_they_said_is_certain() -> None:
    quoted = claim_about(CASUALTIES)
    lead = claim_about("More than 1,000")

    assert (quoted["certainty"], quoted["quotation"]) == ("probable", "direct")
    assert words_of(quoted["claim_id"], "hedge") == "assess"
    assert (lead["certainty"], lead["quotation"]) == ("certain", "indirect")


def test_only_the_mention_of_arms_shipments_is_denied() -> None:
    (denied,) = [claim for claim in CLAIMS.values() if claim["polarity"] == "negative"]

    assert words_of(denied["claim_id"], "content") == (
        "there was no mention of potential arms shipments from Seoul to Kyiv"
    )
    assert chain_of(denied) == [[("(writer)", "assertion", "", "2024-12-23")]]
    assert (denied["certainty"], denied["event_date_edtf"]) == ("certain", "2024-11")
    assert words_of(denied["claim_id"], "time") == "Last month"
    triggers = {
        span["text"]
        for span in SPANS
        if span["role"] == "event" and span["event_id"] == denied["event_id"]
    }
    assert triggers == {"mention"}


def test_headline_and_lead_restate_what_the_jcs_say_further_down() -> None:
    headline = claim_about("Pyongyang is … preparing for ‘additional deployment of")
    rotation = claim_about("Pyongyang is … “preparing for the rotation or additional")
    lead = claim_about("More than 1,000 North Korean soldiers")
    casualties = claim_about(CASUALTIES)

    assert [list(link.values()) for link in read_table("claim_links")] == [
        [headline["claim_id"], "restates", rotation["claim_id"], "text"],
        [lead["claim_id"], "restates", casualties["claim_id"], "text"],
    ]


CAPITALS = {
    "Seoul": SEOUL,
    "Pyongyang": "Government of North Korea",
    "Moscow": "Government of Russia",
    "Kyiv": KYIV,
    "Washington": WASHINGTON,
}


@pytest.mark.parametrize("capital", CAPITALS)
def test_every_capital_of_the_text_stands_for_its_government(capital: str) -> None:
    expected = [
        (match.start(), CAPITALS[capital], "true")
        for match in re.finditer(rf"\b{capital}\b", TEXT)
    ]

    marked = [
        (
            int(span["char_start"]),
            ENTITIES[span["entity_id"]]["name"],
            span["is_metonymic"],
        )
        for span in SPANS
        if span["role"] == "entity" and span["text"] == capital
    ]
    assert sorted(marked) == expected != []


def test_nothing_but_a_capital_is_metonymic() -> None:
    words = {span["text"] for span in SPANS if span["is_metonymic"] == "true"}

    assert words == set(CAPITALS)


CHAINS: dict[str, list[list[tuple[str, str, str, str]]]] = {
    "Pyongyang is … preparing for ‘additional": [
        [(SEOUL, "assertion", "says", "2024-12-23")],
        [("(unnamed)", "assertion", "reportedly", "../2024-12-23")],
    ],
    "Pyongyang is … “preparing for the rotation": [
        [(JCS, "assertion", "added", "2024-12-23")],
        [("(unnamed)", "assertion", "reportedly", "../2024-12-23")],
    ],
    "North Korea is … providing self-destructible drones": [
        [(JCS, "assertion", "noted", "2024-12-23")],
        [("(Intelligence)", "assertion", "suggests", "2024-12-23")],
    ],
    "North Korea … providing missiles": [
        [("(unnamed)", "assertion", "accused", "../2024-12-23")]
    ],
    "North Korean leader Kim Jong Un … to acquire advanced technology": [
        [("Experts", "assertion", "say", "../2024-12-23")],
        [("Kim Jong Un", "eventuality", "is eager", "../2024-12-23")],
    ],
    "“reckless provocation”": [
        [("Government of North Korea", "assertion", "called", "2024-12-19")]
    ],
    "they would deepen security cooperation": [
        [
            (SEOUL, "assertion", "announced", "2024-11"),
            (KYIV, "assertion", "announced", "2024-11"),
        ]
    ],
    "Seoul … providing weapons” to Ukraine": [
        [("Yoon Suk-yeol", "assertion", "said", "2024-11")],
        [(SEOUL, "eventuality", "not ruling out", "2024-11")],
    ],
}


@pytest.mark.parametrize("words", CHAINS)
def test_each_chain_leads_from_the_reader_to_the_origin(words: str) -> None:
    assert chain_of(claim_about(words)) == CHAINS[words]


DATES = {
    "the Kursk border region, where Ukrainian": "2024-01-01/2024-12-23",
    "North Korea and Russia have strengthened": "2022-02-01/2024-12-23",
    "the latter invaded Ukraine": "2022-02",
    "A landmark defence pact between Pyongyang and Moscow, signed": "2024-06",
    "A landmark defence pact between Pyongyang and Moscow … came": "2024-12",
    "On Thursday, Pyongyang lashed out": "2024-12-19",
    "nuclear-armed North Korea": "",
    "its longstanding policy": "",
}


@pytest.mark.parametrize("words", DATES)
def test_each_event_has_the_date_that_the_text_gives_it(words: str) -> None:
    assert claim_about(words)["event_date_edtf"] == DATES[words]


@pytest.mark.parametrize(
    ("attribute", "vocabulary"),
    [
        ("Kind", "claim_type"),
        ("Certainty", "certainty"),
        ("TimeRelation", "time_relation"),
        ("Quotation", "quotation"),
        ("Act", "source_act"),
        ("Scope", "quantity_scope"),
        ("Modifier", "quantity_modifier"),
    ],
)
def test_brat_offers_exactly_the_codes_by_their_names(
    attribute: str, vocabulary: str
) -> None:
    assert list_values(attribute) == name_codes(vocabulary)


@pytest.mark.parametrize(
    ("attribute", "vocabulary"),
    [
        ("Measure", "measure"),
        ("Mode", "event_mode"),
        ("PlacePrecision", "place_precision"),
    ],
)
def test_brat_offers_exactly_the_codes_as_published(
    attribute: str, vocabulary: str
) -> None:
    assert list_values(attribute) == list_codes(vocabulary)


def test_brat_offers_exactly_the_types_of_plover_and_one_for_the_rest() -> None:
    types = [line.partition("\t")[0] for line in read_configuration()["events"]]
    macro = next(
        line
        for line in (SEEDS / "annotation.conf").read_text().splitlines()
        if line.startswith("<PLOVER>=")
    )

    expected = [*(code.capitalize() for code in list_codes("event_type")), "Event"]
    assert types == ["Claim", "Attribution", *expected]
    assert macro.removeprefix("<PLOVER>=").split("|") == expected


def test_brat_offers_exactly_the_types_of_entities_and_of_links() -> None:
    sections = read_configuration()
    relations = [line.partition("\t")[0] for line in sections["relations"]]

    types = name_codes("entity_type")
    assert sections["entities"][: len(types)] == types
    assert sorted(relations) == sorted([*name_codes("link_relation"), "SameAs"])


@pytest.mark.parametrize("annotator", ["a", "b"])
def test_what_each_annotator_wrote_fits_the_text(annotator: str) -> None:
    path = f"seeds/annotators/{annotator}/{ID}.ann"

    reading = read_brat((ROOT / path).read_bytes(), TEXT, path)

    assert (reading.findings, reading.refused_count) == ((), 0)
    assert len(reading.annotations.marks) > 150


def test_what_the_article_does_not_say_of_itself_is_empty() -> None:
    (document,) = read_table("documents")

    unknown = ("publisher", "author", "url", "archive_url", "retrieved", "updated")
    assert [document[name] for name in unknown] == [""] * len(unknown)
    assert (document["published_edtf"], document["text_access"]) == (
        "2024-12-23",
        "quotes",
    )
