"""The timeline has each date that a claim gives, and when it was said."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from claimpack.show.words import describe_date
from claimpack.site.folder import Site
from claimpack.site.timeline import MOST_ROWS, MOST_UNDATED, view_timeline
from command_line import REPOSITORY
from drawn_site import Rows, change_site, read_site, repeat_claims, show_pages
from html_pages import read_text
from invented_package import FIRST, build_invented


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented package."""
    root: Path = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return read_site(root)


def test_each_dated_claim_has_a_row_with_both_dates(site: Site) -> None:
    page = show_pages(site)["timeline.html"]

    rows = [
        (
            read_text(line[0].findall("a")[0]),
            read_text(line[2].findall("span")[0]),
        )
        for line in page.iter("li")
        if "line" in line.get("class", "").split()
    ]

    assert sorted(rows) == sorted(
        (row["claim_text"], describe_date(row, "event_date"))
        for row in site.library.rows["claims"]
        if row["event_date_edtf"]
    )


def test_the_dates_said_stand_beside_those_of_the_events(site: Site) -> None:
    said = {
        claim.claim.href: claim.said_words
        for event in view_timeline(site.library).events
        for claim in event.claims
    }

    assert said == {
        f"articles/{row['document_id']}.html#{row['claim_id'].partition('.')[2]}": (
            describe_date(site.library.flat[row["claim_id"]], "said")
        )
        for row in site.library.rows["claims"]
        if row["event_date_edtf"]
    }


def test_events_stand_in_the_order_of_their_days() -> None:
    timeline = view_timeline(read_site(REPOSITORY).library)

    names = [event.event.name if event.event else "" for event in timeline.events]

    assert names[:2] == [
        "Russian invasion of Ukraine",
        "Strengthening of military ties between North Korea and Russia",
    ]
    assert names[-1] == ""
    assert timeline.is_cut
    assert (str(timeline.axis and timeline.axis.first), timeline.more) == (
        "2024-11-01",
        0,
    )


def test_events_without_dates_are_listed(site: Site) -> None:
    def forget(rows: Rows) -> None:
        for row in rows["claims"]:
            if row["event_id"] == "ev-attack" or row["claim_id"] == f"{FIRST}.e12":
                for part in ("edtf", "start", "end"):
                    row[f"event_date_{part}"] = None
        event = rows["events"][0]
        rows["events"] = [
            *rows["events"],
            *({**event, "event_id": f"x{number}"} for number in range(MOST_UNDATED)),
        ]

    timeline = view_timeline(change_site(site, forget).library)
    page = read_text(show_pages(change_site(site, forget))["timeline.html"])

    assert len(timeline.undated) == MOST_UNDATED
    assert timeline.more_undated > 0
    assert f"{timeline.more_undated} more are not listed here" in page
    assert f"{timeline.loose} claim has neither an event nor a date of one." in page


def test_a_page_has_room_for_few_dates_and_says_how_many_more_there_are(
    site: Site,
) -> None:
    many = change_site(site, lambda rows: repeat_claims(rows, 20, "event_date_edtf"))

    timeline = view_timeline(many.library)
    page = read_text(show_pages(many)["timeline.html"])

    assert sum(len(event.claims) for event in timeline.events) == MOST_ROWS
    assert f"{timeline.more} more dated claims are not on this page." in page


def test_dates_of_every_precision_are_drawn(site: Site) -> None:
    dates = [
        ("2031~", "2031-01-01", "2031-12-31"),
        ("2031-05-06?", "2031-05-06", "2031-05-06"),
        ("2031-05/..", "2031-05-01", None),
        ("../..", None, None),
    ]

    def set_dates(rows: Rows) -> None:
        for row, (edtf, start, end) in zip(rows["claims"], dates, strict=False):
            row["event_date_edtf"] = edtf
            row["event_date_start"] = start and date.fromisoformat(start)
            row["event_date_end"] = end and date.fromisoformat(end)

    page = show_pages(change_site(site, set_dates))["timeline.html"]

    plot = next(it for it in page.iter("div") if it.get("class") == "plot days")
    drawn = {
        (group.get("class"), each.get("class") or each.get("fill"))
        for group in plot.iter("g")
        for each in group.iter()
        if each.tag in {"rect", "circle", "line", "path"}
    }
    assert drawn >= {
        ("happened qualified", "span"),
        ("happened qualified", "cut"),
        ("happened qualified", "day"),
        ("happened", "url(#happened-ends)"),
        ("happened", "url(#happened-begins)"),
        ("happened", "both"),
        ("said", "day"),
    }


def test_a_claim_that_is_not_dated_itself_has_the_date_of_its_event(
    site: Site,
) -> None:
    def forget(rows: Rows) -> None:
        for row in rows["claims_flat"]:
            row["said_edtf"] = row["said_start"] = row["said_end"] = None

    timeline = view_timeline(change_site(site, forget).library)

    claims = [claim for event in timeline.events for claim in event.claims]
    assert {(claim.said, claim.said_words) for claim in claims} == {(None, None)}
    assert all(claim.happened for claim in claims)
