"""Estimates on the page of the figures are the answers to the question `estimates`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from changed_package import Change, edit_rows
from changed_package import Row as Cells
from claimpack.dataset import Dataset
from claimpack.site.axes import make_axis, write_number
from claimpack.site.bounds import Shape
from claimpack.site.claim_views import name_figure
from claimpack.site.estimates import (
    METHODS,
    MOST_BASES,
    MOST_ESTIMATES,
    EstimateView,
    Figures,
    draw_estimate,
    find_figure,
)
from claimpack.site.figure_views import Answers, list_sections
from claimpack.site.folder import Site
from claimpack.site.selection import Row
from command_line import ARTICLE, REPOSITORY
from drawn_site import read_site, show_pages
from html_pages import read_text
from invented_package import FIRST, FOLLOW_UP, build_invented

PLACE = ("ev-attack", "killed", "person")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented package."""
    root = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return read_site(root)


@pytest.fixture(scope="module")
def page(site: Site) -> Element:
    """The page of its figures."""
    return show_pages(site)["figures.html"]


def find_lines(page: Element, method: str) -> list[Element]:
    """The lines of the estimates by a method."""
    mark = f"line estimate by-method {method}"
    return [it for it in page.iter("li") if it.get("class") == mark]


def list_links(element: Element, mark: str) -> list[str]:
    """Where the links within elements of a class lead."""
    return [
        link.get("href", "")
        for each in element.iter()
        if each.get("class") == mark
        for link in each.iter("a")
    ]


def find_claim(claim_id: str) -> str:
    """Where a claim is shown."""
    document_id, _, anchor = claim_id.rpartition(".")
    return f"articles/{document_id}.html#{anchor}"


def tell(row: Row) -> tuple[str, ...]:
    """The estimate of a row in the words of its line."""
    numbers = {it: row[it] for it in ("low", "best", "high")}
    nothing = {"low": "open", "best": "none", "high": "open"}
    claims = row["independent_claims"]
    noun = "claim" if claims == 1 else "claims"
    first, last = row["first_said_end"], row["last_said_end"]
    days = first if first == last else f"{first} to {last}"
    return (
        f"Estimate: {row['method']}",
        row["counted_name"] or "",
        f"{claims} independent {noun}, said {days}",
        ", ".join(
            f"{name} {nothing[name] if it is None else write_number(it)}"
            for name, it in numbers.items()
        ),
    )


@pytest.mark.parametrize("method", [it.code for it in METHODS])
def test_the_numbers_are_those_of_the_question(
    site: Site, page: Element, method: str
) -> None:
    rows = Dataset(site.package).ask("estimates", method=method).to_pylist()

    lines = find_lines(page, method)

    shown = []
    for line in lines:
        who, _, what = line
        name, *counted, rest = who
        shown.append(
            (*(read_text(name), " ".join(map(read_text, counted)), read_text(rest)),
             read_text(what[1]))
        )  # fmt: skip
    assert sorted(shown) == sorted(map(tell, rows))


@pytest.mark.parametrize("method", [it.code for it in METHODS])
def test_the_figures_that_an_estimate_is_of_are_one_click_away(
    site: Site, page: Element, method: str
) -> None:
    rows = Dataset(site.package).ask("estimates", method=method).to_pylist()

    shown = [list_links(line, "notes") for line in find_lines(page, method)]

    expected = [
        [
            find_claim(claim_id)
            for column in ("basis_claim_ids", "contradicting_claim_ids")
            if row[column]
            for claim_id in row[column].split("; ")
        ]
        for row in rows
    ]
    assert sorted(shown) == sorted(expected)


def test_an_estimate_stands_above_the_figures_of_its_event_on_their_axis(
    page: Element,
) -> None:
    (plot,) = (
        it
        for it in page.iter("div")
        if it.get("class") == "plot"
        and any(each.get("aria-labelledby") == "event-ev-attack-1" for each in it)
    )

    scale, estimates, figures = plot

    words = [read_text(it[2][0]) for it in estimates]
    assert [it.tag for it in (scale, estimates, figures)] == ["div", "ul", "ol"]
    assert words == ["40 or more", "71 or more", "15 or more", "15 or more"]
    assert estimates.get("aria-label") == (
        "Estimates of Killed, Attack on the ferry Sheli"
    )


def test_each_number_leads_to_the_figure_that_it_is_of(page: Element) -> None:
    both = [find_lines(page, it.code)[0] for it in METHODS]

    assert [list_links(line, "ends") for line in both] == [
        [find_claim(f"{FIRST}.e18")],
        [find_claim(f"{FOLLOW_UP}.e5")],
    ]


def test_the_band_of_the_tolerance_leads_to_the_number_that_it_is_around() -> None:
    page = show_pages(read_site(REPOSITORY))["figures.html"]

    line = find_lines(page, "latest")[0]

    assert read_text(line[2][0]) == "990 to 1,210"
    assert list_links(line, "ends") == [find_claim(f"{ARTICLE}.e24")] * 3


def make_figure(name: str, modifier: str, **bounds: float | None) -> Row:
    """A claim of a number."""
    nothing = {"quantity": None, "quantity_low": None, "quantity_high": None}
    return {
        "claim_id": f"d.{name}",
        "document_id": "d",
        "claim_text": name,
        "quantity_modifier": modifier,
        **nothing,
        **bounds,
    }


FIGURES = (
    make_figure("least", "at_least", quantity=50.0, quantity_low=50.0),
    make_figure("most", "around", quantity_high=90.0),
    make_figure("around 60", "approx", quantity=60.0),
    make_figure("around 50", "approx", quantity=50.0),
)


@pytest.mark.parametrize(
    ("end", "number", "figure"),
    [
        ("low", 50.0, "least"),
        ("low", 45.0, "around 50"),
        ("best", 50.0, "around 50"),
        ("high", 90.0, "most"),
        ("high", 66.0, "around 60"),
    ],
)
def test_a_number_is_of_the_figure_that_has_it(
    end: str, number: float, figure: str
) -> None:
    assert find_figure(end, number, FIGURES).name == figure


def test_the_page_has_the_rule_of_each_method_and_no_default(page: Element) -> None:
    (form,) = (it for it in page.iter("form") if it.get("class") == "methods")

    choices = list(form.iter("input"))
    rules = [it for it in form.iter("p") if "by-method" in it.get("class", "")]
    assert [(it.get("type"), it.get("value")) for it in choices] == [
        ("radio", "lowest-highest"),
        ("radio", "latest"),
    ]
    assert not any("checked" in it.attrib for it in choices)
    assert [read_text(it) for it in rules] == [
        f"{method.code}: {method.rule}" for method in METHODS
    ]
    assert "No method is the default" in read_text(form)
    assert "claimpack query estimates --method ranking --ranking FILE" in read_text(
        form
    )


def test_a_part_of_a_measure_is_told_to_be_one(page: Element) -> None:
    assert (
        "Killed is a part of “Killed or wounded”: what is estimated of it is not added"
        " to that." in read_text(page)
    )


def make_row(**values: object) -> Row:
    """An estimate of the dead."""
    return {
        "event_id": "ev-attack",
        "measure": "killed",
        "part_of_measure": "killed_or_wounded",
        "unit": "person",
        "counted_entity_id": None,
        "low": None,
        "best": None,
        "high": None,
        "independent_claims": 1,
        "first_said_end": None,
        "last_said_end": None,
        "method": "latest",
        "basis_claim_ids": f"{FIRST}.e18",
        "contradicting_claim_ids": None,
        **values,
    }


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        pytest.param(
            {"low": 0.0, "best": 50.0, "high": 100.0},
            {"left": 4.0, "right": 96.0, "mark": 50.0},
            id="a range with the best within",
        ),
        pytest.param(
            {"low": 50.0, "best": 50.0, "high": 50.0},
            {"mark": 50.0},
            id="one number",
        ),
        pytest.param(
            {"low": 50.0, "high": 50.0},
            {"mark": 50.0},
            id="one number that no figure gives itself",
        ),
        pytest.param(
            {"low": 50.0},
            {"left": 50.0, "right": 100.0, "right_end": "arrow"},
            id="no upper bound",
        ),
    ],
)
def test_an_estimate_is_drawn_from_low_to_high(
    values: Mapping[str, float], shape: Mapping[str, Any]
) -> None:
    axis = replace(make_axis([99.0]), low=0.0, high=100.0)
    nothing = Shape(
        left=None,
        right=None,
        left_end="cap",
        right_end="cap",
        mark=None,
        is_around=False,
    )

    assert draw_estimate(make_row(**values), axis) == replace(nothing, **shape)


def show_estimates(site: Site, rows: list[Row]) -> list[EstimateView]:
    """The estimates of the dead that a site shows."""
    answers = Answers(conflicts={}, estimates={PLACE: rows})
    return list(list_sections(site.library, answers)[0].groups[0].estimates)


def test_an_axis_has_room_for_the_estimates(site: Site) -> None:
    row = make_row(low=40.0, high=400.0, basis_claim_ids=f"{FIRST}.e52")
    answers = Answers(conflicts={}, estimates={PLACE: [row]})

    group = list_sections(site.library, answers)[0].groups[0]

    assert group.axis.high > 400.0
    assert group.estimates[0].shape == Shape(
        left=group.axis.place(40.0),
        right=group.axis.place(400.0),
        left_end="cap",
        right_end="cap",
        mark=None,
        is_around=False,
    )


def test_an_estimate_without_numbers_is_open(site: Site) -> None:
    (estimate,) = show_estimates(site, [make_row()])

    assert (estimate.words, estimate.shape, estimate.said) == ("open", None, "")
    assert [(it.words, it.figure) for it in estimate.ends] == [
        ("open", None),
        ("none", None),
        ("open", None),
    ]


def test_a_drawing_has_room_for_few_estimates_and_knows_how_many_more_there_are(
    site: Site,
) -> None:
    rows = [make_row() for _ in range(MOST_ESTIMATES + 3)]
    answers = Answers(conflicts={}, estimates={PLACE: rows})

    group = list_sections(site.library, answers)[0].groups[0]

    assert (len(group.estimates), group.more_estimates) == (MOST_ESTIMATES, 3)


def test_few_of_many_figures_stand_beside_an_estimate(site: Site) -> None:
    ids = [row["claim_id"] for row in site.library.rows["claims"]][: MOST_BASES + 2]
    row = make_row(basis_claim_ids="; ".join(ids))

    (estimate,) = show_estimates(site, [row])

    names = tuple(name_figure(site.library, it) for it in ids)
    assert estimate.basis == Figures(named=names[:MOST_BASES], more=2)
    assert estimate.contradictions == Figures(named=(), more=0)


def test_a_part_of_a_package_has_no_estimates_and_says_why(site: Site) -> None:
    page = show_pages(replace(site, part=(1, 2)))["figures.html"]

    assert not list(page.iter("form"))
    assert (
        "Estimates are of all articles of a package, and these are some."
        in read_text(page)
    )


def edit_site(root: Path, table: str, change: Change) -> Site:
    """The site of the invented package, of which nobody checks the changed rows."""
    build_invented(root)
    for path in (root / "data").glob("*.parquet"):
        path.unlink()
    edit_rows(root, f"data/{table}.csv", change)
    return read_site(root)


def test_links_that_lead_in_a_circle_leave_the_page_without_estimates_and_pairs(
    tmp_path: Path,
) -> None:
    def add_way_back(rows: list[Cells]) -> None:
        link = next(row for row in rows if row["relation"] == "restates")
        ends = {"claim_id": link["target_id"], "target_id": link["claim_id"]}
        rows.append({**link, **ends})

    page = show_pages(edit_site(tmp_path, "claim_links", add_way_back))["figures.html"]

    assert not list(page.iter("form"))
    fault = f"the links of {FIRST}.e11 lead back to it; expected no circle"
    text = read_text(page)
    assert f"There are no estimates: estimates cannot be run: {fault}" in text
    assert f"There are no pairs of figures: conflicts cannot be run: {fault}." in text


def test_figures_without_events_leave_the_page_without_estimates(
    tmp_path: Path,
) -> None:
    def forget(rows: list[Cells]) -> None:
        for row in rows:
            row["event_id"] = ""

    page = show_pages(edit_site(tmp_path, "claims", forget))["figures.html"]

    assert not list(page.iter("form"))
    assert "No figure of this package can be estimated from." in read_text(page)


def test_figures_that_have_nothing_to_do_with_each_other_are_told_to_be_so(
    tmp_path: Path,
) -> None:
    def forget(rows: list[Cells]) -> None:
        for row in rows:
            row["relation"] = "supports"
            row["basis"] = "curator"

    root = tmp_path / "package"
    root.mkdir()
    edit_site(root, "claim_links", forget)
    edit_rows(
        root, "data/claims.csv", lambda rows: [it.update(event_id="") for it in rows]
    )

    page = show_pages(read_site(root))["figures.html"]

    assert (
        "No figure conflicts with another claim, replaces it or drifts from it."
        in read_text(page)
    )
