"""Entities and events have a page each, with all that belongs to them."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

import claimpack
from claimpack.site.claim_lines import list_claims, write_command
from claimpack.site.entity_pages import iter_identifiers
from claimpack.site.folder import Site, iter_sheets, show_page
from claimpack.site.library import Library
from claimpack.site.list_pages import MOST_ROWS, split_list
from claimpack.site.mentions import cut_around, cut_pieces, view_mentions
from claimpack.site.uses import PARTS, Uses, list_wider
from html_pages import parse_page, read_facts, read_table, read_text
from invented_package import build_invented
from site_pages import check_page, find_links, list_paths, open_pages, read_sheets

WORDS = {
    *("name", "label", "description", "claim_text", "chain", "title", "text"),
    *("content_text", "definition", "close_match", "source", "wikidata_id"),
    *("quantity_text", "event_date_edtf", "said_edtf"),
}
"""Columns that have words of a stranger."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles."""
    return build_invented(tmp_path_factory.mktemp("invented")).parent


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    """Its site."""
    return open_pages(root)


@pytest.fixture(scope="module")
def library(site: Site) -> Library:
    """Its rows."""
    return site.library


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, Element]:
    """Its pages, by path."""
    return read_sheets(site)


def count(root: Path, query: str) -> int:
    """What a query counts."""
    (row,) = claimpack.open(root, unchecked=True).sql(query).to_pylist()
    return int(next(iter(row.values())))


def test_every_page_is_sound(pages: dict[str, Element]) -> None:
    for page in pages.values():
        check_page(page)


def test_every_entity_and_event_has_a_page(
    pages: dict[str, Element], library: Library
) -> None:
    wanted = {f"entities/{it}.html" for it in library.entities}
    wanted |= {f"events/{it}.html" for it in library.events}

    assert wanted == {path for path in pages if "/" in path}


def test_every_link_between_them_leads_to_a_page(
    site: Site, pages: dict[str, Element]
) -> None:
    elsewhere = {f"{it}.html" for it in ("articles", "claims", "figures", "sources")}

    links = {link for path, page in pages.items() for link in find_links(path, page)}

    assert links - elsewhere <= list_paths(site)


def test_the_list_counts_the_claims_in_which_an_entity_plays_any_part(
    root: Path, pages: dict[str, Element]
) -> None:
    (row,) = [
        row
        for row in read_table(pages["entities.html"], "Entities")
        if row[0] == "Ferry Sheli"
    ]

    claims = count(
        root,
        "SELECT count(*) FROM claims WHERE place_id = 'sheli' OR"
        " counted_entity_id = 'sheli' OR claim_id IN (SELECT claim_id FROM"
        " participants WHERE entity_id = 'sheli') OR claim_id IN (SELECT claim_id"
        " FROM attributions WHERE source_id = 'sheli' OR addressee_id = 'sheli')",
    )
    mentions = count(
        root,
        "SELECT count(DISTINCT mark_id) FROM spans"
        " WHERE entity_id = 'sheli' AND role = 'entity'",
    )
    assert row == ["Ferry Sheli", str(claims), str(mentions), "Object", "", ""]


@pytest.mark.parametrize("part", PARTS)
def test_the_command_that_is_shown_gives_the_claims_of_a_part(
    root: Path, library: Library, part: str
) -> None:
    found = Uses(library).of_entities
    entity_id = max(found, key=lambda each: len(found[each].get(part, ())))
    claims = found[entity_id].get(part, [])

    words = shlex.split(list_claims(library, claims, PARTS[part], entity_id, 0).query)

    given = [words[at + 1] for at, word in enumerate(words) if word == "--param"]
    params = dict(each.split("=", 1) for each in given)
    answer = claimpack.open(root, unchecked=True).sql(words[-1], **params)
    assert sorted(row["claim_id"] for row in answer.to_pylist()) == sorted(claims)


def test_no_id_leaves_its_place_in_a_command() -> None:
    line = write_command("FROM spans WHERE entity_id = $id", {"id": '"; rm -r ~ #'})

    assert shlex.split(line)[3] == 'id="; rm -r ~ #'


def test_an_event_has_its_claims_in_the_order_of_the_date_said(
    library: Library,
) -> None:
    claims = Uses(library).of_events["ev-attack"]

    ends = [str(library.flat[each]["said_end"] or "9999") for each in claims]
    assert ends == sorted(ends)
    assert set(claims) == {
        it["claim_id"] for it in library.rows["claims"] if it["event_id"] == "ev-attack"
    }


def test_an_event_tells_who_does_what_with_the_number_of_claims(
    root: Path, pages: dict[str, Element]
) -> None:
    page = pages["events/ev-attack.html"]
    (item,) = [
        read_text(it)
        for it in page.iter("li")
        if read_text(it).startswith("Ferry Sheli ")
    ]

    claims = count(
        root,
        "SELECT count(DISTINCT claim_id) FROM participants"
        " WHERE event_id = 'ev-attack' AND entity_id = 'sheli'",
    )
    assert item == f"Ferry Sheli {claims} claims"


def test_mentions_are_told_by_their_words_and_stand_in_their_context(
    library: Library,
) -> None:
    mentions = view_mentions(library, {}, "entity", "sheli")

    forms = [(form.words, form.count) for form in mentions.forms]
    assert forms[:2] == [("the boat", 4), ("the ferry", 2)]
    assert sum(form.count for form in mentions.forms) == mentions.count
    assert len(mentions.shown) == mentions.count
    articles = {mention.article.href for mention in mentions.shown}
    assert articles == {f"articles/{it}.html" for it in library.documents}


def test_without_the_text_the_words_of_the_claim_stand_around_a_mention(
    library: Library,
) -> None:
    mention = view_mentions(library, {}, "entity", "sheli").shown[0]

    words = [(str(piece.markup), piece.is_mention) for piece in mention.pieces]
    assert ("ferry", True) in words
    assert mention.claim is not None
    assert mention.claim.name == "A ferry was hit off Quenna."


def test_around_a_mention_stand_whole_words() -> None:
    text = f"{'far ' * 30}the {'near ' * 3}dam burst {'later ' * 30}"
    start = text.index("dam")
    mark = [{"char_start": start, "char_end": start + 3}]

    pieces = cut_around(text, mark)

    words = [str(piece.markup) for piece in pieces]
    assert words[0] == words[-1] == "…"
    assert words[1].startswith("far ")
    assert words[2:4] == ["dam", " burst" + " later" * 10]


def test_a_mention_in_two_fragments_is_marked_twice() -> None:
    marks = [{"char_start": 4, "char_end": 7}, {"char_start": 12, "char_end": 16}]

    pieces = cut_pieces("the old and new dams", 0, 0, 20, marks)

    assert [(str(it.markup), it.is_mention) for it in pieces] == [
        ("the ", False),
        ("old", True),
        (" and ", False),
        ("new ", True),
        ("dams", False),
    ]


def test_an_id_that_is_none_of_a_register_is_no_link() -> None:
    row = {"wikidata_id": "javascript:alert(1)", "geonames_id": "703448"}

    named = [(register, thing.href) for register, thing in iter_identifiers(row)]

    assert named == [
        ("Wikidata", None),
        ("GeoNames", "https://www.geonames.org/703448"),
    ]


def test_what_is_part_of_itself_ends() -> None:
    rows = {"a": {"part_of_id": "b"}, "b": {"part_of_id": "a"}}

    assert list_wider(rows, "a") == ["a", "b"]


def test_a_long_list_goes_on_over_pages() -> None:
    pages = list(split_list("entities", range(MOST_ROWS + 1)))

    assert [(page.path, len(page.items), page.first) for page in pages] == [
        ("entities.html", MOST_ROWS, 1),
        ("entities-2.html", 1, MOST_ROWS + 1),
    ]


def test_words_of_a_stranger_are_text_on_every_page(site: Site) -> None:
    words = "</script><img src=x onerror=alert(1)>{{ 7 * 7 }}\u202e\x00\uffff"
    rows = {
        table: [
            {key: words if key in WORDS and it else it for key, it in row.items()}
            for row in found
        ]
        for table, found in site.library.rows.items()
    }
    said = replace(site.publication, title=words, description=f"{words} [a](data:x)")
    library = Library(site.library.schema, rows)
    hostile = replace(site, library=library, publication=said)

    for path, template, values in iter_sheets(hostile):
        content = show_page(hostile, path, template, values)
        page = parse_page(content)
        check_page(page)
        assert "img" not in {it.tag for it in page.iter()}
        assert not re.search("[\x00\u202e\uffff]", content.decode())
        assert not any(it.get("href", "").startswith("data:") for it in page.iter())


def test_an_entity_that_only_contains_others_says_so(site: Site) -> None:
    rows = {**site.library.rows}
    sheli = {**site.library.entities["sheli"], "part_of_id": "fleet"}
    empty = dict.fromkeys(sheli)
    fleet = {**empty, "entity_id": "fleet", "name": "Fleet", "entity_type": "group"}
    rows["entities"] = [
        *(row for row in rows["entities"] if row["entity_id"] != "sheli"),
        sheli,
        fleet,
    ]
    library = Library(site.library.schema, rows)

    pages = read_sheets(replace(site, library=library))

    facts = [read_facts(it) for it in pages["entities/sheli.html"].iter("main")]
    assert facts[0]["Part of"] == ["Fleet"]
    text = read_text(pages["entities/fleet.html"])
    assert "Its parts Ferry Sheli 10 claims" in text
    assert "it is here for what is part of it" in text
    assert "No article mentions it by itself." in text
