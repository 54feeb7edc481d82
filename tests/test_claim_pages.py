"""The table of all claims and the list of articles show what the tables say."""

from __future__ import annotations

import csv
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from claimpack.flat import SEPARATOR
from claimpack.opening import open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site.claim_pages import CLAIMS_DATA
from claimpack.site.claim_table import (
    FILTERS,
    LABELS,
    MOST_CLAIMS,
    MOST_STATIC,
    SEARCHED,
    USUAL,
    write_claims,
)
from claimpack.site.folder import Site, iter_lists, iter_pages, open_site
from claimpack.site.library import Library
from claimpack.site.list_pages import MOST_ROWS
from claimpack.site.pages import UNSAFE, render_page
from claimpack.site.selection import Row
from html_pages import iter_ids, parse_page, read_table, read_text
from invented_package import FIRST, FOLLOW_UP, build_invented

CAPTION = "Claims in the order of the articles"
HOSTILE = "</script><b>x</b>\u202e\u2028\x7f{{ 7 * 7 }}"
SHOWN = r"</script><b>x</b>\u202e\u2028\x7f{{ 7 * 7 }}"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the built package of the invented articles."""
    root = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return root


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    """What the pages of that package share."""
    return open_site(open_package(root), load_shipped_schema(), None)


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, bytes]:
    """All its files, by path."""
    return dict(iter_pages(site))


@pytest.fixture(scope="module")
def flat(root: Path) -> list[dict[str, str]]:
    """The rows of `claims_flat.csv`, in the order of the articles."""
    with (root / "data" / "claims_flat.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sorted(rows, key=lambda row: (row["document_id"], int(row["char_start"])))


def change_rows(site: Site, **rows: list[Row]) -> dict[str, bytes]:
    """The lists of a package with other rows in some tables, by path."""
    library = Library(schema=site.library.schema, rows={**site.library.rows, **rows})
    return dict(iter_lists(replace(site, library=library)))


def repeat_claims(site: Site, count: int) -> list[Row]:
    """So many rows of `claims_flat`, each with an id of its own."""
    row = site.library.rows["claims_flat"][0]
    return [{**row, "claim_id": f"{FIRST}.x{number}"} for number in range(count)]


def repeat_articles(site: Site, count: int) -> list[Row]:
    """So many articles without claims, all of one day."""
    row = site.library.rows["documents"][0]
    return [{**row, "document_id": f"a{number:04}"} for number in range(count)]


def read_script(content: bytes) -> dict[str, Any]:
    """What the script with all claims holds."""
    text = content.decode().removeprefix("const claimpackClaims = ")
    table: dict[str, Any] = json.loads(text.removesuffix(";\n"))
    return table


def read_cells(column: dict[str, Any]) -> list[str]:
    """The cells of a column, whether or not its words are told apart."""
    if "words" not in column:
        return list(column["cells"])
    return [column["words"][place] for place in column["cells"]]


def read_note(content: bytes) -> str:
    """What a page says besides its table and its fields."""
    return " ".join(read_text(each) for each in parse_page(content).iter("p"))


def trim(text: str) -> str:
    """A text as `read_text` gives it: with single spaces."""
    return " ".join(text.split())


def list_links(page: Element) -> list[str]:
    """Where the links in the table of a page lead."""
    return [it.attrib["href"] for row in page.iter("tbody") for it in row.iter("a")]


def test_the_script_holds_the_cells_of_claims_flat(
    pages: dict[str, bytes], flat: list[dict[str, str]]
) -> None:
    table = read_script(pages[CLAIMS_DATA])

    columns = {column["name"]: read_cells(column) for column in table["columns"]}

    assert [*columns] == [*flat[0]]
    assert columns["char_start"] == [row["char_start"] for row in flat]
    by_id = {row["claim_id"]: row for row in flat}
    for place, claim_id in enumerate(columns["claim_id"]):
        row = {name: cells[place] for name, cells in columns.items()}
        assert row == by_id[claim_id]


def test_words_that_recur_are_held_once(pages: dict[str, bytes]) -> None:
    columns = {it["name"]: it for it in read_script(pages[CLAIMS_DATA])["columns"]}

    assert sorted(columns["polarity"]["words"]) == ["negative", "positive"]
    assert "words" not in columns["claim_text"]


def test_codes_have_their_labels_and_joined_ones_each_its_own(
    pages: dict[str, bytes], flat: list[dict[str, str]], site: Site
) -> None:
    columns = {it["name"]: it for it in read_script(pages[CLAIMS_DATA])["columns"]}
    sectors = {
        part for row in flat for part in row["source_sector"].split(SEPARATOR) if part
    }

    assert columns["source_sector"]["labels"] == {
        sector: site.library.labels["sector", sector] for sector in sectors
    }
    assert columns["certainty"]["labels"]["certain"] == "Certain"
    assert "labels" not in columns["sources"]


def test_columns_that_the_page_names_are_columns(flat: list[dict[str, str]]) -> None:
    named = {*USUAL, *SEARCHED, *FILTERS, *LABELS}

    assert named - {*flat[0]} == set()


def test_the_page_lists_the_claims_with_links_to_their_words(
    pages: dict[str, bytes], flat: list[dict[str, str]]
) -> None:
    page = parse_page(pages["claims.html"])

    rows = read_table(page, CAPTION)

    assert sorted((row[0], row[1], row[2], row[-1]) for row in rows) == sorted(
        (row["claim_text"], row["chain"], row["said_edtf"], trim(row["quantity_text"]))
        for row in flat
    )
    assert {row[4] for row in rows} == {"Positive", "Negative"}


def test_every_link_of_both_lists_leads_to_a_place_that_is_there(
    pages: dict[str, bytes],
) -> None:
    links = [
        link
        for path in ("claims.html", "articles.html")
        for link in list_links(parse_page(pages[path]))
    ]

    assert len(links) == 44
    for link in links:
        path, _, anchor = link.partition("#")
        assert not anchor or anchor in set(iter_ids(parse_page(pages[path])))


def test_each_field_has_a_label_and_each_id_is_there_once(
    pages: dict[str, bytes],
) -> None:
    page = parse_page(pages["claims.html"])
    ids = list(iter_ids(page))
    form = next(page.iter("form"))
    fields = [it.attrib["id"] for it in form.iter() if it.tag in {"input", "select"}]

    assert len(ids) == len(set(ids))
    assert fields == [label.attrib["for"] for label in form.iter("label")]
    assert [it.get("name") for it in form.iter("select")][:-1] == [*FILTERS]


def test_without_script_the_first_claims_are_listed_and_it_is_said(site: Site) -> None:
    files = change_rows(site, claims_flat=repeat_claims(site, MOST_STATIC + 1))
    page = parse_page(files["claims.html"])

    (note,) = page.iter("noscript")

    assert len(read_table(page, CAPTION)) == MOST_STATIC
    assert read_text(note) == (
        "201 claims, in the order of the articles. Without script this page has no"
        " search and lists the first 200; all stand on the pages of their articles."
    )


def test_a_package_with_more_claims_than_are_searched_says_how_to_query(
    site: Site,
) -> None:
    files = change_rows(site, claims_flat=repeat_claims(site, MOST_CLAIMS + 1))
    page = parse_page(files["claims.html"])

    assert CLAIMS_DATA not in files
    assert list(page.iter("form")) == []
    assert [it.get("src") for it in page.iter("script")] == ["assets/site.js"]
    assert (
        "This package has 20,001 claims; this page searches up to 20,000, and of more"
        " it lists the first 200."
    ) in read_note(files["claims.html"])
    assert "claimpack query" in read_note(files["claims.html"])


def test_empty_lists_have_a_sentence(site: Site) -> None:
    files = change_rows(site, claims_flat=[], claims=[], documents=[])

    assert sorted(files) == ["articles.html", "claims.html"]
    assert "No claim is annotated" in read_note(files["claims.html"])
    assert "This package has no article." in read_note(files["articles.html"])


def test_hostile_words_are_shown_as_they_are(site: Site) -> None:
    claims = [{**repeat_claims(site, 1)[0], "claim_text": HOSTILE, "chain": HOSTILE}]
    articles = [{**repeat_articles(site, 1)[0], "title": HOSTILE, "publisher": HOSTILE}]
    files = change_rows(site, claims_flat=claims, documents=articles)
    script = files[CLAIMS_DATA].decode()

    assert read_table(parse_page(files["claims.html"]), CAPTION)[0][:2] == [SHOWN] * 2
    (row,) = read_table(parse_page(files["articles.html"]), "Articles")
    assert (row[0], row[-1]) == (SHOWN, SHOWN)
    assert "<" not in script
    assert UNSAFE.search(script) is None
    assert read_cells(read_script(files[CLAIMS_DATA])["columns"][1]) == [HOSTILE]


def test_the_script_escapes_the_same_characters_as_the_pages() -> None:
    (pattern,) = re.findall(
        r"const UNSAFE = /(.*)/g;", render_page("claims.js").decode()
    )

    assert re.compile(pattern).pattern.encode().decode("unicode_escape") == (
        UNSAFE.pattern
    )


def test_equal_rows_give_equal_bytes(site: Site) -> None:
    library = Library(schema=site.library.schema, rows=site.library.rows)

    assert write_claims(library) == write_claims(site.library)


def test_articles_are_listed_with_how_many_claims_they_have_the_newest_first(
    pages: dict[str, bytes], flat: list[dict[str, str]], site: Site
) -> None:
    rows = read_table(parse_page(pages["articles.html"]), "Articles")

    assert rows == [
        [
            site.library.documents[document_id]["title"],
            document_id.removeprefix("invented-"),
            str(sum(row["document_id"] == document_id for row in flat)),
            "Nobody: invented for tests",
        ]
        for document_id in (FOLLOW_UP, FIRST)
    ]


def test_an_article_without_date_or_publisher_stands_at_last(site: Site) -> None:
    dated, other = repeat_articles(site, 2)
    dates = dict.fromkeys(("published_edtf", "published_start", "published_end"))
    undated = {**other, **dates, "publisher": None, "title": "Undated"}
    files = change_rows(site, documents=[undated, dated])

    rows = read_table(parse_page(files["articles.html"]), "Articles")

    assert rows[1] == ["Undated", "", "0", ""]


def test_many_articles_stand_on_several_pages(site: Site) -> None:
    articles = repeat_articles(site, 2 * MOST_ROWS + 1)
    files = change_rows(site, documents=articles)
    names = [name for name in files if name.startswith("articles")]

    links = [link for name in names for link in list_links(parse_page(files[name]))]

    assert names == ["articles.html", "articles-2.html", "articles-3.html"]
    assert links == [f"articles/{row['document_id']}.html" for row in articles]
    page = parse_page(files["articles-2.html"])
    assert len(read_table(page, "Articles 501 to 1,000")) == MOST_ROWS
    assert [
        (it.get("href"), read_text(it))
        for nav in page.iter("nav")
        if nav.get("class") == "pager"
        for it in nav.iter("a")
    ] == 2 * [
        ("articles.html", "First"),
        ("articles.html", "Previous"),
        ("articles-3.html", "Next"),
        ("articles-3.html", "Last"),
    ]
