"""The page of drift follows statements as the question on certainty drift does."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest

from claimpack.site.claim_views import name_source
from claimpack.site.drift import (
    MOST_CHAINS,
    MOST_STATEMENTS,
    MOST_TELLINGS,
    Slope,
    ask_steps,
    find_drifts,
)
from claimpack.site.folder import Site
from claimpack.site.selection import Row
from command_line import ARTICLE, REPOSITORY
from drawn_site import (
    Rows,
    change_site,
    read_site,
    repeat_claims,
    show_pages,
    show_steps,
)
from html_pages import read_text
from invented_package import FIRST, FOLLOW_UP, build_invented


@pytest.fixture(scope="module")
def seed() -> Site:
    """The site of the package of this repository."""
    return read_site(REPOSITORY)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site of the invented package."""
    root: Path = tmp_path_factory.mktemp("invented")
    build_invented(root)
    return read_site(root)


@pytest.fixture(params=["seed", "invented"])
def site(request: pytest.FixtureRequest) -> Site:
    """Each of them."""
    found: Site = request.getfixturevalue(request.param)
    return found


def name_steps(site: Site, rows: Sequence[Row]) -> list[tuple[object, ...]]:
    """The steps that a question tells, joint sources in one."""
    levels = {row["attribution_id"]: row for row in site.library.rows["attributions"]}
    found = []
    for (statement, number), own in groupby(
        rows, key=itemgetter("statement_id", "step")
    ):
        joint = list(own)
        first = joint[0]
        names = [
            name_source(site.library, levels[it["attribution_id"]]).name for it in joint
        ]
        found.append(
            (
                *(statement, number, names, first["cue"] or ""),
                *(first["certainty"], first["changes"]),
            )
        )
    return sorted(found, key=itemgetter(0, 1))


def test_each_step_is_that_of_the_question(site: Site) -> None:
    rows = ask_steps(site.package, site.library)

    drifts = find_drifts(site.library, rows)

    shown = [
        (
            *(statement.statement_id, step.number),
            [it.name for it in step.level.sources],
            step.level.cue,
            telling.certainty if step is telling.steps[-1] else None,
            (", ".join(telling.changes) or None) if step is telling.steps[-1] else None,
        )
        for statement in drifts.repeated
        for telling in statement.tellings
        for step in telling.steps
    ]
    assert sorted(shown, key=itemgetter(0, 1)) == name_steps(site, rows)


def find_statement(page: Element, claim_id: str) -> Element:
    """The place of a statement on the page."""
    (found,) = (it for it in page.iter("li") if it.get("id") == f"statement-{claim_id}")
    return found


def test_the_drift_of_the_seed_is_from_assessed_to_flatly_said(seed: Site) -> None:
    page = show_pages(seed)["drift.html"]

    statement = find_statement(page, f"{ARTICLE}.e24")

    assert [read_text(it) for it in statement.iter("h3")] == [
        (
            "First said: North Korean troops who have recently fought Ukrainian forces"
            " have suffered around 1,100 casualties."
        ),
        (
            "Said again: More than 1,000 North Korean soldiers have been killed or"
            " wounded in Russia’s war with Ukraine."
        ),
    ]
    assert [read_text(it) for it in statement.iter("li")][1:] == [
        (
            "unnamed “Through” various sources of information and intelligence said no"
            " later than 2024-12-23"
        ),
        "Joint Chiefs of Staff of South Korea “assess” Belief said on 2024-12-23",
        (
            "Joint Chiefs of Staff of South Korea “said” said on 2024-12-23 Probable"
            " “around 1,100” casualties: around 1,100"
        ),
        (
            "Joint Chiefs of Staff of South Korea “has said” said on 2024-12-23,"
            " “Monday” Certain “More than 1,000” killed or wounded: 1,001 at least"
            " other certainty, measure, bounds"
        ),
    ]
    assert [it.get("start") for it in statement.iter("ol")] == ["1", "4"]


def test_each_step_leads_to_its_sentence(seed: Site) -> None:
    page = show_pages(seed)["drift.html"]

    statement = find_statement(page, f"{ARTICLE}.e24")

    steps = [it for it in statement.iter("div") if it.get("class") == "step"]
    assert [
        [
            link.get("href")
            for link in step.iter("a")
            if link.get("href", "").startswith("articles/")
        ]
        for step in steps
    ] == [[f"articles/{ARTICLE}.html#{it}"] for it in ("e24", "e24", "e24", "e9")]


def test_statements_that_change_stand_first_and_restatements_are_counted(
    seed: Site,
) -> None:
    drifts = find_drifts(seed.library, ask_steps(seed.package, seed.library))

    assert drifts.repeated[0].statement_id == f"{ARTICLE}.e24"
    assert (drifts.total, drifts.changed, drifts.more) == (2, 1, 0)
    assert drifts.slopes == (
        Slope(start=1, end=0, count=1),
        Slope(start=1, end=1, count=1),
    )


def test_a_statement_without_restatements_goes_from_the_origin_to_the_reader(
    invented: Site,
) -> None:
    page = show_pages(invented)["drift.html"]

    statement = find_statement(page, f"{FIRST}.e41")

    assert [read_text(it) for it in statement.iter("h3")] == [
        "Said: A mine sank the ferry Sheli."
    ]
    assert [read_text(it) for it in statement.iter("li")][1:] == [
        "Crew of the ferry “believed” Belief the crew said no later than 2031-05-06",
        "Coastguard officer “told” a coastguard officer said on 2031-05-06, “Tuesday”",
        "Harbour pilot “says” a harbour pilot said no later than 2031-05-07",
        "The Morning Tide “According to” said no later than 2031-05-07 Probable",
    ]


def test_what_changes_in_a_headline_stands_out(invented: Site) -> None:
    page = show_pages(invented)["drift.html"]

    changes = [
        read_text(it) for it in page.iter("strong") if it.get("class") == "changes"
    ]

    statement = find_statement(page, f"{FOLLOW_UP}.e5")
    assert changes == ["other bounds"]
    assert read_text(list(statement.iter("h3"))[1]) == (
        "Said again, in a headline: The attack on a ferry has killed 71 people."
    )


def change_rows(site: Site, claim_id: str, **values: object) -> list[Row]:
    """The steps with other values for one claim."""
    rows = ask_steps(site.package, site.library)
    return [{**row, **values} if row["claim_id"] == claim_id else row for row in rows]


def change_claim(site: Site, claim_id: str, **values: object) -> Site:
    """The site with other values in one claim."""

    def change(rows: Rows) -> None:
        for row in rows["claims"]:
            if row["claim_id"] == claim_id:
                row.update(values)

    return change_site(site, change)


def test_a_certainty_that_is_not_annotated_is_said_to_be_so(
    invented: Site,
) -> None:
    claim_id = f"{FOLLOW_UP}.e2"
    rows = change_rows(invented, claim_id, certainty=None, changes="certainty")
    other = change_claim(invented, claim_id, certainty=None)

    page = show_steps(other, rows)

    marked = [it for it in page.iter("span") if it.get("class") == "tag changed"]
    assert [read_text(it) for it in marked] == ["certainty not annotated"]
    assert "Not annotated" in [read_text(it) for it in page.iter("text")]


def test_a_denial_is_told(invented: Site) -> None:
    denied = change_claim(invented, f"{FOLLOW_UP}.e2", polarity="negative")

    page = show_pages(denied)["drift.html"]

    statement = find_statement(page, f"{FOLLOW_UP}.e5")
    assert read_text(list(statement.iter("li"))[2]) == (
        "The article itself without a cue said on 2031-05-14 Certain Negative"
        " “71” killed: 71 other bounds"
    )


def test_a_claim_of_no_event_has_none(invented: Site) -> None:
    def forget(rows: Rows) -> None:
        for row in rows["claims"]:
            row["event_id"] = None

    page = show_pages(change_site(invented, forget))["drift.html"]

    links = [it.get("href", "") for it in page.iter("a")]
    assert [it for it in links if it.startswith("events/")] == []


def test_of_a_part_of_a_package_only_its_own_steps_are_told(invented: Site) -> None:
    def leave_first(rows: Rows) -> None:
        rows["attributions"] = [
            row for row in rows["attributions"] if row["claim_id"].startswith(FIRST)
        ]

    part = change_site(invented, leave_first)

    steps = ask_steps(part.package, part.library)

    assert {row["document_id"] for row in steps} == {FIRST}
    assert len(steps) == 6


def test_a_statement_of_which_a_part_has_one_claim_is_said_once(seed: Site) -> None:
    rows = ask_steps(seed.package, seed.library)

    drifts = find_drifts(seed.library, [it for it in rows if it["is_headline"]])

    assert drifts.repeated == ()
    assert f"{ARTICLE}.e4" in {it.statement_id for it in drifts.chains}


def test_a_page_has_room_for_few_claims_of_several_sources(seed: Site) -> None:
    many = change_site(seed, lambda rows: repeat_claims(rows, 40, "certainty"))

    drifts = find_drifts(many.library, ask_steps(many.package, many.library))

    assert len(drifts.chains) == MOST_CHAINS
    page = show_pages(many)["drift.html"]
    assert (
        f"{drifts.more_chains} more are not on this page: claimpack query"
        " second-hand-claims." in read_text(page)
    )


def test_a_page_has_room_for_few_statements_and_says_how_many_more_there_are(
    invented: Site,
) -> None:
    rows = ask_steps(invented.package, invented.library)
    many = [
        {**row, "statement_id": f"s{number:04d}{row['statement_id']}"}
        for number in range(MOST_STATEMENTS // 5 + 8)
        for row in rows
    ]

    page = show_steps(invented, many)

    shown = [it for it in page.iter("li") if it.get("id", "").startswith("statement-")]
    assert len(shown) == MOST_STATEMENTS + 1
    assert (
        "40 more statements are not on this page: claimpack query certainty-drift."
        in read_text(page)
    )


def test_of_a_statement_that_is_often_said_the_first_claims_and_the_last_are_shown(
    invented: Site,
) -> None:
    rows = [
        row
        for row in ask_steps(invented.package, invented.library)
        if row["statement_id"] == f"{FOLLOW_UP}.e5"
    ]
    often = [
        {**row, "step": 2 * number + row["step"]}
        for number in range(MOST_TELLINGS)
        for row in rows
    ]

    page = show_steps(invented, often)

    statement = find_statement(page, f"{FOLLOW_UP}.e5")
    starts = [int(it.get("start", "")) for it in statement.iter("ol")]
    assert starts == [*range(1, MOST_TELLINGS), 2 * MOST_TELLINGS]
    assert (
        f"{MOST_TELLINGS} more claims say it again: claimpack query certainty-drift"
        f" --claim {FOLLOW_UP}.e5." in read_text(statement)
    )
