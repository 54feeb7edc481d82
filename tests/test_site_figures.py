"""The page of the figures agrees with the tables and with the named questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from claimpack.conflicts import find_pairs
from claimpack.dataset import Dataset
from claimpack.questions import load_question
from claimpack.site.conflicts import (
    TOLERANCE,
    WORDS,
    Conflict,
    find_conflicts,
    list_pairs,
)
from claimpack.site.figure_views import (
    MOST_FIGURES,
    MOST_LINES,
    MOST_NOTES,
    Answers,
    FigureView,
    list_sections,
)
from claimpack.site.folder import Site
from claimpack.site.restatements import find_first_statements
from command_line import REPOSITORY
from drawn_site import (
    Rows,
    change_site,
    read_site,
    repeat_claims,
    show_pages,
    write_pages,
)
from html_pages import iter_ids, read_text
from invented_package import FIRST, FOLLOW_UP, build_invented


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented package."""
    root = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return read_site(root)


@pytest.fixture(scope="module")
def pages(site: Site) -> Mapping[str, Element]:
    """Its pages."""
    return show_pages(site)


def iter_figures(site: Site) -> Iterator[FigureView]:
    """The figures that a site shows, in the order of the page."""
    pairs = list_pairs(site.package, site.library)
    answers = Answers(conflicts=find_conflicts(site.library, pairs), estimates={})
    for section in list_sections(site.library, answers):
        for group in section.groups:
            yield from group.figures


def find_lines(page: Element) -> list[Element]:
    """The lines of figures in the drawings of a page."""
    return [
        each
        for each in page.iter("li")
        if "line" in (traits := each.get("class", "").split())
        and "estimate" not in traits
    ]


def test_each_figure_has_a_line_that_leads_to_its_claim(
    site: Site, pages: Mapping[str, Element]
) -> None:
    lines = find_lines(pages["figures.html"])

    links = [line.find("div[@class='what']/a") for line in lines]

    numbers = [row for row in site.library.rows["claims"] if row["measure"]]
    assert sorted(link.get("href", "") for link in links if link is not None) == sorted(
        f"articles/{row['document_id']}.html#{row['claim_id'].partition('.')[2]}"
        for row in numbers
    )


def test_restatements_are_those_of_the_question_on_casualties(site: Site) -> None:
    figures = {it.claim_id: it for it in iter_figures(site)}
    first = find_first_statements(site.library.rows["claim_links"])

    answer = Dataset(site.package).ask("casualty-figures").to_pylist()

    assert [
        (
            row["is_restatement"],
            row["figure_id"],
            row["quantity_low"],
            row["quantity_high"],
        )
        for row in answer
    ] == [
        (
            "restated" in figures[row["claim_id"]].traits,
            first.get(row["claim_id"], row["claim_id"]),
            figures[row["claim_id"]].row["quantity_low"],
            figures[row["claim_id"]].row["quantity_high"],
        )
        for row in answer
    ]


def test_figures_of_a_drawing_are_in_the_order_of_the_question(site: Site) -> None:
    question = "SELECT claim_id FROM claims_flat WHERE event_label LIKE 'Attack%' AND"
    order = "measure = 'killed' ORDER BY said_end, said_start, document_id, char_start"
    answer = Dataset(site.package).sql(f"{question} {order}")

    section = list_sections(site.library, Answers(conflicts={}, estimates={}))[0]

    figures = section.groups[0].figures
    assert [it.claim_id for it in figures] == answer["claim_id"].to_pylist()


def test_conflicts_are_those_of_the_command(site: Site) -> None:
    expected = set()
    for row in find_pairs(Dataset(site.package), TOLERANCE).to_pylist():
        there, back = WORDS[row["kind"]]
        one, other = row["claim_id"], row["other_claim_id"]
        sides = {(one, there, other, row["reason"]), (other, back, one, row["reason"])}
        expected |= {it for it in sides if site.library.claims[it[0]]["measure"]}

    shown = {
        (it.claim_id, note.conflict.words, note.conflict.other_id, note.conflict.reason)
        for it in iter_figures(site)
        for note in it.notes
    }

    assert shown == expected


def test_the_page_says_how_many_pairs_there_are_and_how_far_around_reaches(
    pages: Mapping[str, Element],
) -> None:
    text = read_text(pages["figures.html"])

    assert (
        "Figures are in 2 conflicts, 2 corrections, 5 updates and 1 drift with" in text
    )
    assert "reaches a share of 0.1 of it each way: 1,100 is 990 to 1,210." in text


@pytest.mark.parametrize("question", ["conflicts", "estimates"])
def test_the_tolerance_is_the_one_that_the_question_has_by_itself(
    question: str,
) -> None:
    (tolerance,) = (
        it for it in load_question(question).parameters if it.name == "tolerance"
    )

    assert tolerance.default == TOLERANCE


def test_a_note_tells_the_kind_who_links_the_two_and_what_drifts(
    pages: Mapping[str, Element],
) -> None:
    line = find_line(pages["figures.html"], "At least 71")

    assert [read_text(it) for it in line.iter("li")][1:] == [
        "update of “60” (Health ministry of Velmora): linked by a curator",
        "update of “no more than 45” (St Brannoc’s hospital): higher and later",
        "drift in “71” (writer): other bounds; linked in the text",
    ]


def find_line(page: Element, words: str) -> Element:
    """The line of a figure by its words."""
    (line,) = (
        it
        for it in find_lines(page)
        if (link := it.find("div[@class='what']/a")) is not None
        and read_text(link) == words
    )
    return line


def test_a_restatement_that_drifts_is_named_once(pages: Mapping[str, Element]) -> None:
    line = find_line(pages["figures.html"], "71")

    (note,) = list(line.iter("li"))[1:]
    assert read_text(note) == (
        "drift from “At least 71” (Health ministry of Velmora): other bounds; linked in"
        " the text"
    )


def test_of_a_part_of_a_package_only_its_own_figures_are_in_conflict(
    site: Site,
) -> None:
    def leave_first(rows: Rows) -> None:
        for name in ("claims", "claims_flat"):
            rows[name] = [row for row in rows[name] if row["document_id"] == FIRST]
        rows["claim_links"] = []

    part = change_site(site, leave_first)

    pairs = list_pairs(part.package, part.library)

    assert [(row["kind"], row["claim_id"], row["other_claim_id"]) for row in pairs] == [
        ("conflict", f"{FIRST}.e24", f"{FIRST}.e11"),
        ("correction", f"{FIRST}.e18", f"{FIRST}.e16"),
        ("update", f"{FIRST}.e11", f"{FIRST}.e18"),
    ]


def test_a_figure_that_is_taken_back_and_one_that_is_denied_look_so(site: Site) -> None:
    traits = {it.claim_id: it.traits for it in iter_figures(site)}

    assert {it: traits[it] for it in sorted(traits) if traits[it]} == {
        f"{FIRST}.e11": "disputed",
        f"{FIRST}.e16": "undone",
        f"{FIRST}.e24": "disputed",
        f"{FIRST}.e3": "restated",
        f"{FIRST}.e60": "disputed",
        f"{FIRST}.e63": "undone",
        f"{FOLLOW_UP}.e17": "disputed denied",
        f"{FOLLOW_UP}.e2": "restated",
        f"{FOLLOW_UP}.e26": "restated",
        f"{FOLLOW_UP}.e31": "vague",
    }


def test_the_table_below_a_drawing_has_the_same_facts(
    site: Site, pages: Mapping[str, Element]
) -> None:
    tables = list(pages["figures.html"].iter("table"))

    rows = [
        [read_text(cell) for cell in row[2:8]]
        for table in tables
        for row in table.findall("tbody/tr")
    ]

    name = site.library.name_code
    assert rows == [
        [
            it.claim.name,
            " ".join(it.row["quantity_text"].split()),
            it.bounds,
            name("quantity_modifier", it.row["quantity_modifier"]),
            name("quantity_scope", it.row["quantity_scope"]),
            name("certainty", it.row["certainty"]),
        ]
        for it in iter_figures(site)
    ]


def test_the_figures_of_the_seed_are_drawn() -> None:
    page = show_pages(read_site(REPOSITORY))["figures.html"]

    headings = [read_text(each) for each in page.iter() if each.tag in {"h2", "h3"}]

    assert headings == [
        "Estimates by a method of your choice",
        "Combat of North Korean soldiers with Ukrainian forces",
        "Casualties (persons)",
        "Killed (persons)",
        "Killed or wounded (persons)",
        "Deployment of North Korean soldiers to Russia",
        "Deployed (persons)",
        "No event",
        "Present (persons)",
    ]


def test_money_shares_and_rates_stand_apart(pages: Mapping[str, Element]) -> None:
    headings = [read_text(each) for each in pages["figures.html"].iter("h3")]

    assert headings == [
        "Killed (persons)",
        "Displaced, rates (persons)",
        "Detained (persons)",
        "Cost (EUR)",
        "Present (persons)",
        "Cost (USD)",
        "Missing (persons)",
        "Present (persons)",
    ]


def test_numbers_of_many_sizes_are_told_to_be_on_a_logarithmic_scale(
    site: Site,
) -> None:
    def enlarge(rows: Rows) -> None:
        for row in (*rows["claims"], *rows["claims_flat"]):
            if row["claim_id"] == f"{FIRST}.e10":
                row["quantity"] = row["quantity_low"] = row["quantity_high"] = 1e6
            if row["claim_id"] == f"{FIRST}.e57":
                row["quantity_low"], row["unit"] = 1.0, None

    page = show_pages(change_site(site, enlarge))["figures.html"]

    headings = [read_text(each) for each in page.iter("h3")]
    assert headings[0] == "Killed (persons, on a logarithmic scale)"
    assert "Cost (on a logarithmic scale)" in headings


def test_a_page_has_room_for_few_figures_and_says_how_many_more_there_are(
    site: Site,
) -> None:
    many = change_site(site, lambda rows: repeat_claims(rows, 61, "measure"))

    page = show_pages(many)["figures.html"]

    total = sum(row["measure"] is not None for row in many.library.rows["claims"])
    text = read_text(page)
    assert len(find_lines(page)) == MOST_FIGURES
    assert f"The {MOST_LINES} said last are shown; " in text
    assert f"{total - MOST_FIGURES:,} more figures are not on this page" in text


def test_few_of_many_conflicts_stand_beside_a_figure(site: Site) -> None:
    conflict = Conflict(
        kind="conflict",
        other_id=f"{FIRST}.e19",
        words="conflict with",
        reason="linked by a curator",
    )
    answers = Answers(conflicts={f"{FIRST}.e16": [conflict] * 9}, estimates={})

    section = list_sections(site.library, answers)[0]

    figure = section.groups[0].figures[0]
    assert (len(figure.notes), figure.more_notes) == (MOST_NOTES, 9 - MOST_NOTES)
    assert figure.notes[0].claim.name.startswith("The mayor of Quenna misread")


def test_a_package_without_numbers_dates_and_chains_has_pages_that_say_so(
    site: Site,
) -> None:
    def empty(rows: Rows) -> None:
        for row in (*rows["claims"], *rows["claims_flat"]):
            for name in row:
                if name.startswith(("measure", "quantity", "event_date")):
                    row[name] = None
        rows["attributions"] = rows["claim_links"] = rows["events"] = []
        for row in rows["claims"]:
            row["event_id"] = None

    pages = {
        path: read_text(page)
        for path, page in show_pages(change_site(site, empty)).items()
    }

    assert "No claim of this package has a number." in pages["figures.html"]
    assert "No claim of this package dates an event." in pages["timeline.html"]
    assert "Events that no claim dates There is none." in pages["timeline.html"]
    assert "No claim of this package has a source." in pages["sources.html"]
    assert "Every source of this package speaks for itself" in pages["sources.html"]
    assert "No claim of this package says another one again." in pages["drift.html"]
    assert "No claim of this package comes through more than" in pages["drift.html"]


SPOKEN = "</p><script>alert(1)</script><b>\u202e\"' onload='x"


def test_words_of_a_package_are_text_on_every_page(site: Site) -> None:
    def speak(rows: Rows) -> None:
        for table, names in {
            "claims": ["claim_text"],
            "claims_flat": ["quantity_text", "sources", "chain", "content_text"],
            "entities": ["name"],
            "events": ["label"],
            "attributions": ["source_text", "cue"],
        }.items():
            for row in rows[table]:
                row.update(dict.fromkeys(names, SPOKEN))

    for page in show_pages(change_site(site, speak)).values():
        scripts = [each.get("src") for each in page.iter("script")]

        assert scripts == ["assets/site.js"]
        assert not list(page.iter("b"))
        assert "\u202e" not in read_text(page)
        assert all("style" not in each.attrib for each in page.iter())


def test_ids_stand_once_and_links_within_a_page_lead_to_them(
    pages: Mapping[str, Element],
) -> None:
    for page in pages.values():
        ids = list(iter_ids(page))
        links = [each.get("href", "") for each in page.iter("a")]

        assert sorted(set(ids)) == sorted(ids)
        assert {it[1:] for it in links if it.startswith("#")} <= set(ids)


def test_headings_are_in_order_and_drawings_have_titles(
    pages: Mapping[str, Element],
) -> None:
    for page in pages.values():
        levels = [int(each.tag[1]) for each in page.iter() if each.tag in HEADINGS]
        images = [each for each in page.iter("svg") if each.get("role")]

        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in zip([0, *levels], levels, strict=False))
        assert images
        assert all(each[0].tag == "title" and each[0].text for each in images)


HEADINGS = {"h1", "h2", "h3"}


def test_claims_that_restate_each_other_in_a_circle_have_no_first_statement() -> None:
    pairs = [("a", "b"), ("b", "a"), ("c", "b"), ("d", "e"), ("d", "c"), ("e", "f")]
    links = [
        {"claim_id": one, "relation": "restates", "target_id": other}
        for one, other in pairs
    ]

    assert find_first_statements(links) == {"d": "f", "e": "f"}


def test_pages_of_the_same_package_have_the_same_bytes(
    tmp_path: Path, site: Site
) -> None:
    build_invented(tmp_path)

    assert write_pages(read_site(tmp_path)) == write_pages(site)
