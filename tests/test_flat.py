"""The flat view: what each claim shows in one row."""

from __future__ import annotations

import pytest

from claimpack.flat import flatten_claims
from claimpack.row_source import Row

DOCUMENT: Row = {
    "document_id": "dam",
    "title": "Dam bursts",
    "title_start": 0,
    "title_end": 10,
    "published_edtf": "2031-05-06",
}
MINISTRY: Row = {
    "entity_id": "ministry",
    "name": "Ministry",
    "sector": "GOV",
    "country": "NOR",
}
RESCUE: Row = {"entity_id": "rescue", "name": "Rescue Service", "sector": "GOV"}
OFFICIALS: Row = {"entity_id": "officials", "name": "Officials"}


def attribution(level: int, kind: str, **cells: object) -> Row:
    row: dict[str, object] = {
        "attribution_id": f"dam.e1.e{level}.{cells.get('source_id', '')}",
        "claim_id": "dam.e1",
        "level": level,
        "source_kind": kind,
        **cells,
    }
    return row  # type: ignore[return-value]  # cells are values of a table


def flatten(attributions: list[Row], **tables: list[Row]) -> Row:
    (row,) = flatten_claims(
        {
            "documents": [DOCUMENT],
            "entities": [MINISTRY, RESCUE, OFFICIALS],
            "events": [],
            "claims": [
                {"claim_id": "dam.e1", "document_id": "dam", "claim_text": "It burst."}
            ],
            "attributions": attributions,
            "spans": [],
            "claim_links": [],
            **tables,
        }
    )
    return row


WRITER = attribution(1, "writer")
CHAINS = {
    "the writer": ([WRITER], ("writer", "writer", "writer")),
    "a chain of two": (
        [
            attribution(2, "named", source_id="rescue", cue="report"),
            attribution(1, "named", source_id="ministry", cue="said"),
        ],
        ("Ministry", "Rescue Service", "Ministry said < Rescue Service report"),
    ),
    "joint sources": (
        [
            attribution(1, "named", source_id="rescue", cue="said"),
            attribution(1, "named", source_id="ministry", cue="said"),
        ],
        (
            "Ministry; Rescue Service",
            "Ministry; Rescue Service",
            "Ministry; Rescue Service said",
        ),
    ),
    "a cue that names nobody": (
        [attribution(1, "unnamed", cue="reportedly")],
        ("unnamed", "unnamed", "unnamed (reportedly)"),
    ),
    "words for nobody in particular": (
        [attribution(1, "unnamed", cue="suggests", source_text="Intelligence")],
        ("unnamed", "unnamed", "unnamed (Intelligence)"),
    ),
    "words that may not be shipped": (
        [
            attribution(2, "unnamed"),
            attribution(1, "named", source_id="ministry"),
        ],
        ("Ministry", "unnamed", "Ministry < unnamed"),
    ),
    "a group without a name": (
        [attribution(1, "unnamed", source_id="officials", cue="say")],
        ("Officials", "Officials", "Officials say"),
    ),
}


@pytest.mark.parametrize(("attributions", "expected"), CHAINS.values(), ids=CHAINS)
def test_the_chain_is_told_from_the_reader_to_the_origin(
    attributions: list[Row], expected: tuple[str, str, str]
) -> None:
    row = flatten(attributions)

    assert (row["sources"], row["origin"], row["chain"]) == expected


def span(role: str, start: int) -> Row:
    return {
        "attribution_id": "dam.e1.e1.ministry",
        "role": role,
        "char_start": start,
        "text": role,
    }


@pytest.mark.parametrize(
    ("cue", "starts", "chain"),
    [
        ("According to", (0, 13), "According to Ministry"),
        ("said", (13, 0), "Ministry said"),
    ],
)
def test_a_cue_stands_on_the_side_of_its_source_where_the_article_has_it(
    cue: str, starts: tuple[int, int], chain: str
) -> None:
    spans = [span("source", starts[1]), span("cue", starts[0]), span("time", 30)]

    row = flatten([attribution(1, "named", source_id="ministry", cue=cue)], spans=spans)

    assert row["chain"] == chain


def test_sectors_and_countries_of_the_nearest_sources_stand_once_each() -> None:
    row = flatten(
        [
            attribution(
                1, "named", source_id="ministry", source_text="the ministry", cue="said"
            ),
            attribution(
                1, "named", source_id="rescue", source_text="rescuers", cue="said"
            ),
        ]
    )

    assert row["source_sector"] == "GOV"
    assert row["source_country"] == "NOR"
    assert row["source_text"] == "the ministry; rescuers"


def content(start: int, end: int, text: str | None) -> Row:
    return {
        "claim_id": "dam.e1",
        "role": "content",
        "char_start": start,
        "char_end": end,
        "text": text,
    }


def test_discontinuous_words_are_shown_in_the_order_of_the_text() -> None:
    row = flatten([WRITER], spans=[content(20, 25, "burst"), content(12, 18, "It has")])

    assert row["content_text"] == "It has … burst"
    assert (row["char_start"], row["char_end"]) == (12, 25)
    assert row["is_headline"] is False


def test_a_claim_inside_the_headline_is_marked() -> None:
    row = flatten([WRITER], spans=[content(0, 10, "Dam bursts")])

    assert row["is_headline"] is True


def test_words_that_may_not_be_shipped_leave_the_text_empty() -> None:
    row = flatten([WRITER], spans=[content(0, 10, None)])

    assert row["content_text"] is None
    assert row["char_end"] == 10


def test_restated_claims_are_listed_and_other_links_are_not() -> None:
    links: list[Row] = [
        {"claim_id": "dam.e1", "relation": "restates", "target_id": "dam.e9"},
        {"claim_id": "dam.e1", "relation": "restates", "target_id": "dam.e3"},
        {"claim_id": "dam.e1", "relation": "updates", "target_id": "dam.e4"},
        {"claim_id": "dam.e2", "relation": "restates", "target_id": "dam.e5"},
    ]

    row = flatten([WRITER], claim_links=links)

    assert row["restates_claim_id"] == "dam.e3; dam.e9"


def test_without_a_headline_in_the_text_no_claim_is_in_it() -> None:
    row = flatten(
        [WRITER],
        documents=[{"document_id": "dam", "title": "dam"}],
        spans=[content(0, 10, "Dam bursts")],
    )

    assert row["is_headline"] is False
