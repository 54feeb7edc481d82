"""The named questions in queries/, asked of the first article and of two invented ones.

The expected answers were read from the texts and their annotation (seeds, and
tests/invented/seeds), not taken from the queries. Each test states the columns that its
question is about, row by row, in the order of the answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

import claimpack
from claimpack.cells import Value
from claimpack.questions import bind, load_question
from invented_package import FIRST, FOLLOW_UP, build_invented

REPOSITORY = Path(__file__).parent.parent
QUESTIONS = {path.stem: path for path in sorted((REPOSITORY / "queries").glob("*.sql"))}
PAGE = (REPOSITORY / "docs" / "questions.md").read_text(encoding="utf-8")

SEED = "000_8b7fbf13361c99b6"
REQUIRED: dict[str, dict[str, Value]] = {
    "events-in-period": {
        "first_day": date(2024, 12, 1),
        "last_day": date(2024, 12, 31),
    },
    "estimates": {"method": "lowest-highest"},
}
"""Values of the parameters that have none by default, by question."""

Rows = list[tuple[Any, ...]]
Ask = Callable[..., Rows]


def connect(tables: Path) -> duckdb.DuckDBPyConnection:
    """A connection that knows the tables of a package by their names."""
    connection = duckdb.connect()
    for path in tables.glob("*.parquet"):
        connection.register(path.stem, pq.read_table(path))
    return connection


def alter(connection: duckdb.DuckDBPyConnection, table: str, query: str) -> None:
    """Put the answer to a query in the place of a table."""
    rows = connection.sql(query).to_arrow_table()
    connection.unregister(table)
    connection.register(table, rows)


def ask_question(
    connection: duckdb.DuckDBPyConnection, name: str, columns: str, **given: Value
) -> Rows:
    """Some columns of the answer to a question, cells as they are, ids shortened."""
    answer = execute(connection, name, **given)
    names = [column[0] for column in answer.description]
    places = [names.index(column) for column in columns.split()]
    return [tuple(shorten(row[place]) for place in places) for row in answer.fetchall()]


def execute(
    connection: duckdb.DuckDBPyConnection, name: str, **given: Value
) -> duckdb.DuckDBPyConnection:
    """The answer to a question, as the engine has it."""
    question = load_question(name)
    return connection.execute(question.sql, bind(question, given) or None)


def shorten(cell: object) -> object:
    """A cell in which the long ids of the articles are a, b (follow-up) or nothing."""
    if not isinstance(cell, str):
        return cell
    for long, short in ((f"{SEED}.", ""), (f"{FIRST}.", "a."), (f"{FOLLOW_UP}.", "b.")):
        cell = cell.replace(long, short)
    return cell


@pytest.fixture(scope="module")
def ask() -> Ask:
    """Asks the package of the first article."""
    connection = connect(REPOSITORY / "data")
    return lambda *args, **given: ask_question(connection, *args, **given)


@pytest.fixture(scope="module")
def ask_invented(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks the package of the two invented articles."""
    connection = connect(build_invented(tmp_path_factory.mktemp("invented")))
    return lambda *args, **given: ask_question(connection, *args, **given)


@pytest.fixture(scope="module")
def ask_unlinked(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """Asks the package of the two invented articles without links between them."""
    connection = connect(build_invented(tmp_path_factory.mktemp("unlinked")))
    alter(connection, "claim_links", "from claim_links where basis = 'text'")
    return lambda *args, **given: ask_question(connection, *args, **given)


JCS = "Joint Chiefs of Staff of South Korea"
KOREA = "Government of South Korea"
PYONGYANG = "Government of North Korea"
RUSSIA = "Government of Russia"
KYIV = "Government of Ukraine"
HEALTH = "Health ministry of Velmora"
DEFENCE = "Defence ministry of Sarrovia"
HOSPITAL = "St Brannoc’s hospital"
MAYOR = "Ilse Orbán"
NAVY = "Navy of Velmora"


def test_the_two_figures_of_the_jcs_are_one_figure(ask: Ask) -> None:
    figures = ask(
        "casualty-figures",
        "sources said_edtf measure quantity_text quantity_low quantity_high certainty"
        " is_restatement figure_id claim_id",
    )

    week = "2024-12-16/2024-12-22"
    assert figures == [
        (
            *(JCS, "2024-12-23", "killed_or_wounded", "More than 1,000", 1001, None),
            *("certain", True, "e24", "e9"),
        ),
        (
            *(JCS, "2024-12-23", "casualties", "around 1,100", None, None),
            *("probable", False, "e24", "e24"),
        ),
        (
            *("Spy agency of South Korea", week, "killed", "at least 100", 100, None),
            *("certain", False, "e13", "e13"),
        ),
    ]


def test_a_figure_and_its_headline_name_what_replaced_it(
    ask_invented: Ask,
) -> None:
    figures = ask_invented(
        "casualty-figures",
        "sources said_edtf quantity_text quantity_low quantity_high quantity_scope"
        " figure_id replaced_by_claim_id claim_id",
    )

    total, early, late = "total", "2031-05-07", "2031-05-14"
    assert figures == [
        (HEALTH, early, "Another 20", 20, 20, "increment", "a.e10", None, "a.e10"),
        (HEALTH, early, "60", 60, 60, total, "a.e11", "b.e5", "a.e11"),
        (HEALTH, early, "as many", 60, 60, total, "a.e12", "b.e6", "a.e12"),
        (HEALTH, late, "At least 71", 71, None, total, "b.e5", None, "b.e5"),
        (HEALTH, late, "fewer than ten", None, 9, total, "b.e6", None, "b.e6"),
        (MAYOR, "2031-05-05", "14", 14, 14, total, "a.e16", "a.e18", "a.e16"),
        (MAYOR, "2031-05-06", "40", 40, 40, total, "a.e18", None, "a.e18"),
        (HOSPITAL, early, "no more than 45", None, 45, total, "a.e24", None, "a.e24"),
        (HOSPITAL, early, "Fifteen", 15, None, total, "a.e26", None, "a.e26"),
        ("writer", early, "Sixty", 60, 60, total, "a.e11", "b.e5", "a.e3"),
        ("writer", late, "71", 71, 71, total, "b.e5", None, "b.e2"),
    ]


def test_casualty_measures_are_casualties_and_their_parts(ask: Ask) -> None:
    connection = connect(REPOSITORY / "data")
    measures = connection.execute("""
        with recursive parts (code) as (
            select 'casualties'
            union
            select codes.code from codes join parts on codes.part_of = parts.code
        )
        select code from parts
    """).fetchall()
    sql = QUESTIONS["casualty-figures"].read_text(encoding="utf-8")
    (listed,) = re.findall(r"measure in \(([^)]+)\)", sql)

    assert sorted(re.findall(r"'(\w+)'", listed)) == sorted(
        code for (code,) in measures
    )
    assert ask("casualty-figures", "claim_id")


def test_a_chain_is_told_from_the_reader_to_the_origin(ask: Ask) -> None:
    chains = ask(
        "second-hand-claims", "claim_id level place_in_chain source source_text"
    )

    near, origin = "nearest the reader", "origin"
    combat = [
        (1, near, JCS, "the JCS"),
        (2, "between", JCS, "we"),
        (3, origin, "unnamed", "various sources of information and intelligence"),
    ]
    drones = [(1, near, JCS, "JCS"), (2, origin, "unnamed", "Intelligence")]
    kim = [
        (1, near, "Experts", "Experts"),
        (2, origin, "Kim Jong Un", "North Korean leader Kim Jong Un"),
    ]
    yoon = [
        (1, near, "Yoon Suk-yeol", "South Korea’s President Yoon Suk-yeol"),
        (2, origin, KOREA, "Seoul"),
    ]
    headline = [(1, near, KOREA, "South Korea"), (2, origin, "unnamed", None)]
    soldiers = [(1, near, JCS, "the JCS"), (2, origin, "unnamed", None)]
    assert chains == [
        (claim_id, *link)
        for claim_id, chain in (
            ("e4", headline),
            ("e24", combat),
            ("e25", combat),
            ("e32", soldiers),
            ("e39", drones),
            ("e40", drones),
            ("e59", kim),
            ("e60", kim),
            ("e86", yoon),
        )
        for link in chain
    ]


def test_hearsay_of_four_links_keeps_its_order_and_its_nameless(
    ask_invented: Ask,
) -> None:
    chains = ask_invented(
        "second-hand-claims", "claim_id level levels place_in_chain source source_kind"
    )

    assert chains == [
        ("a.e41", 1, 4, "nearest the reader", "The Morning Tide", "named"),
        ("a.e41", 2, 4, "between", "Harbour pilot", "unnamed"),
        ("a.e41", 3, 4, "between", "Coastguard officer", "unnamed"),
        ("a.e41", 4, 4, "origin", "Crew of the ferry", "unnamed"),
    ]


def test_one_source_at_two_levels_is_no_second_hand(ask: Ask) -> None:
    """Without its unnamed origin, the JCS only says what the JCS assesses."""
    connection = connect(REPOSITORY / "data")
    kept = f"claim_id <> '{SEED}.e24' or level < 3"
    alter(connection, "attributions", f"from attributions where {kept}")

    claims = ask_question(connection, "second-hand-claims", "claim_id")

    assert set(ask("second-hand-claims", "claim_id")) - set(claims) == {("e24",)}


def test_the_hedges_of_south_korean_agencies_have_their_offsets(ask: Ask) -> None:
    hedges = ask(
        "hedged-claims",
        "claim_id agencies certainty hedge hedge_start hedge_end",
        country="KOR",
    )

    assert hedges == [
        ("e4", KOREA, "probable", "reportedly", 47, 57),
        ("e24", JCS, "probable", "assess", 717, 723),
        ("e32", JCS, "probable", "reportedly", 992, 1002),
        ("e39", JCS, "probable", "suggests", 1104, 1112),
        ("e40", JCS, "probable", "suggests", 1104, 1112),
        ("e86", KOREA, "possible", "not ruling out", 2271, 2285),
        ("e86", KOREA, "possible", "possibility", 2290, 2301),
    ]
    assert ask("hedged-claims", "claim_id", country="prk") == []


def test_what_a_ministry_does_not_deny_is_hedged(ask_invented: Ask) -> None:
    hedges = ask_invented(
        "hedged-claims", "claim_id agencies certainty hedge hedge_start hedge_end"
    )

    assert hedges == [
        ("a.e36", DEFENCE, "uncommitted", "did not deny", 767, 779),
        ("a.e57", "Government of Velmora", "possible", "demanded", 1226, 1234),
        ("b.e10", NAVY, "uncommitted", "withdrew", 196, 204),
    ]


def test_a_wish_without_a_hedge_of_its_own_hedges_by_its_cue() -> None:
    connection = connect(REPOSITORY / "data")
    alter(connection, "spans", "from spans where role <> 'hedge'")

    hedges = ask_question(connection, "hedged-claims", "claim_id hedge hedged_by")

    assert hedges == [("e86", "not ruling out", "cue")]


def test_a_cue_in_two_stretches_that_sources_share_is_told_once() -> None:
    """As if "not ruling out" had another word in it, and two agencies said so."""
    connection = connect(REPOSITORY / "data")
    cue = "from spans where role = 'cue' and text = 'not ruling out'"
    connection.execute(f"create table cue as {cue}")
    source = f"from attributions where claim_id = '{SEED}.e86'"
    connection.execute(f"create table source as select attribution_id {source}")
    first = "'not' as text, 2274 as char_end"
    second = "'ruling out' as text, 2275 as char_start, 2 as fragment"
    stretches = [
        "from cue, source"
        f" select cue.* replace (source.attribution_id as attribution_id, {cells})"
        for cells in (first, second)
    ]
    alter(connection, "spans", " union all ".join(stretches))
    wish = "select * replace ('eventuality' as act) from attributions"
    alter(connection, "attributions", wish)

    hedges = ask_question(
        connection, "hedged-claims", "claim_id hedge hedge_start hedge_end"
    )

    assert hedges == [("e86", "not … ruling out", 2271, 2285)]


def test_the_article_speaks_for_itself_in_fourteen_claims(ask: Ask) -> None:
    claims = ask(
        "in-own-voice", "claim_id claim_type certainty polarity is_presupposed"
    )

    event, said = "event", ("certain", "positive", False)
    assumed = ("certain", "positive", True)
    assert claims == [
        ("e19", event, *said),
        ("e20", event, *said),
        ("e21", event, *said),
        ("e43", "state", *assumed),
        ("e48", event, *said),
        ("e51", event, *said),
        ("e52", event, *assumed),
        ("e56", event, *said),
        ("e55", event, *said),
        ("e68", event, *said),
        ("e71", event, *assumed),
        ("e83", event, "certain", "negative", False),
        ("e89", event, "uncommitted", "positive", False),
        ("e90", "state", *assumed),
    ]


def test_a_headline_names_the_source_that_it_restates(ask_invented: Ask) -> None:
    claims = ask_invented("in-own-voice", "claim_id is_headline restated_sources")

    assert claims == [
        ("a.e3", True, HEALTH),
        ("a.e4", True, "writer"),
        *((f"a.{name}", False, None) for name in ("e7", "e8", "e23", "e56", "e63")),
        ("a.e67", False, None),
        ("b.e2", True, HEALTH),
        *((f"b.{name}", False, None) for name in ("e12", "e31", "e33", "e34")),
    ]


def test_military_aid_counts_origins_and_not_repetitions(ask: Ask) -> None:
    aid = ask(
        "military-aid",
        "event_id givers things recipients is_planned highest_certainty"
        " independent_claims claims first_said_edtf claim_ids",
    )

    day = "2024-12-23"
    shells = "Artillery shells that North Korea is accused of providing"
    missiles = "Missiles that North Korea is accused of providing"
    drones = "Drones that North Korea is said to produce and provide"
    weapons = "Weapons that South Korea might provide to Ukraine"
    more = "North Korean soldiers to be rotated or additionally deployed"
    soldiers = "North Korean soldiers sent to Russia"
    assert aid == [
        (
            *("ev-arms-supply", PYONGYANG, f"{shells}; {missiles}", RUSSIA, False),
            *("possible", 1, 1, f"../{day}", "e46"),
        ),
        (
            *("ev-drone-supply", PYONGYANG, drones, RUSSIA, False),
            *("probable", 1, 1, day, "e40"),
        ),
        (
            *("ev-prk-additional", PYONGYANG, more, RUSSIA, True),
            *("probable", 1, 2, day, "e32; e4"),
        ),
        (
            *("ev-prk-support", PYONGYANG, None, RUSSIA, False),
            *("certain", 1, 1, "../2024-12-19", "e72"),
        ),
        (
            *("ev-prk-deployment", PYONGYANG, soldiers, "Russian military", False),
            *("certain", 3, 4, "2024-11", "e19; e20; e73; e81"),
        ),
        (
            *("ev-kor-weapons", KOREA, weapons, KYIV, True),
            *("possible", 1, 1, "2024-11", "e86"),
        ),
    ]


def test_military_aid_has_its_sources_its_origins_and_what_is_left_open(
    ask: Ask,
) -> None:
    """Sources who say a thing together stand together; Seoul names no sender."""
    aid = ask(
        "military-aid", "event_id quantities sources origins left_open", arms="drone"
    )

    allies = "Government of the United States; Allies of the United States"
    koreans = f"{KOREA}; {KYIV}"
    everybody = f"{koreans} | {allies} | writer"
    left_open = "e73 (recipients); e81 (givers, recipients)"
    assert aid == [
        ("ev-drone-supply", None, JCS, "unnamed (Intelligence)", None),
        ("ev-prk-additional", None, f"{KOREA} | {JCS}", "unnamed", "e32 (recipients)"),
        ("ev-prk-support", None, allies, allies, "e72 (things)"),
        ("ev-prk-deployment", "thousands", everybody, everybody, left_open),
    ]


@pytest.mark.parametrize(
    ("thing", "found"),
    [
        pytest.param("Artillery ammunition", True, id="ammunition"),
        pytest.param("TORPEDOES", True, id="torpedoes"),
        pytest.param("Armoured vehicles", True, id="vehicles"),
        pytest.param("Gunpowder tea", False, id="no whole word"),
    ],
)
def test_things_are_arms_by_a_word_of_their_name(
    thing: str,
    found: bool,  # noqa: FBT001  # a case
) -> None:
    connection = connect(REPOSITORY / "data")
    name = f"if(entity_id = 'drones-prk', '{thing}', name)"
    alter(connection, "entities", f"from entities select * replace ({name} as name)")

    aid = ask_question(connection, "military-aid", "event_id")

    assert (("ev-drone-supply",) in aid) == found


@pytest.mark.parametrize(
    ("origin", "independent"),
    [
        pytest.param("unnamed", 1, id="two chains to nameless origins"),
        pytest.param(JCS, 2, id="two origins"),
    ],
)
def test_claims_are_independent_where_their_origins_can_be_told_apart(
    origin: str, independent: int
) -> None:
    connection = connect(REPOSITORY / "data")
    alter(connection, "claim_links", "from claim_links where relation <> 'restates'")
    origins = f"if(claim_id = '{SEED}.e32', '{origin}', origin)"
    alter(
        connection,
        "claims_flat",
        f"from claims_flat select * replace ({origins} as origin)",
    )

    aid = ask_question(connection, "military-aid", "event_id independent_claims claims")

    assert ("ev-prk-additional", independent, 2) in aid


def test_accounts_that_name_two_givers_are_kept_apart() -> None:
    """Where the headline has Seoul send them, neither account fills the other."""
    connection = connect(REPOSITORY / "data")
    sender = f"if(claim_id = '{SEED}.e4' and role = 'actor', 'gov-kor', entity_id)"
    senders = f"from participants select * replace ({sender} as entity_id)"
    alter(connection, "participants", senders)

    aid = ask_question(connection, "military-aid", "event_id givers recipients claims")

    assert [row[1:] for row in aid if row[0] == "ev-prk-additional"] == [
        (PYONGYANG, RUSSIA, 1),
        (KOREA, RUSSIA, 1),
    ]


def test_the_wounded_and_a_compensation_get_no_military_aid(ask_invented: Ask) -> None:
    assert ask_invented("military-aid", "event_id") == []


def test_an_intention_has_who_holds_it_and_when_it_was_first_made(ask: Ask) -> None:
    intentions = ask(
        "intentions", "claim_id wanted_by actors sources restated_by first_said_edtf"
    )

    kim, day = "Kim Jong Un", "2024-12-23"
    assert intentions == [
        ("e79", None, f"{KOREA}; {KYIV}", f"{KOREA}; {KYIV}", None, "2024-11"),
        ("e86", KOREA, KOREA, "Yoon Suk-yeol", None, "2024-11"),
        ("e32", None, PYONGYANG, JCS, KOREA, day),  # its headline: "Seoul says"
        ("e59", kim, kim, "Experts", None, f"../{day}"),
        ("e60", kim, kim, "Experts", None, f"../{day}"),
        ("e89", None, KOREA, "writer", None, day),  # "which would mark": nobody's wish
    ]


def test_who_demands_holds_the_wish_and_a_plan_may_come_to_nothing(
    ask_invented: Ask,
) -> None:
    intentions = ask_invented(
        "intentions",
        "claim_id wanted_by claim_type first_said_edtf updated_by_claim_id",
    )

    assert intentions == [
        ("a.e57", "Government of Velmora", "position", "../2031-05-07", None),
        ("a.e67", None, "intention", "2031-05-07", "b.e29"),
    ]


def test_the_mention_is_denied_and_the_shift_is_conditional(ask: Ask) -> None:
    claims = ask(
        "denied-claims",
        "claim_id certainty polarity words found_by words_start words_end",
    )

    assert claims == [
        ("e83", "certain", "negative", "no", "content", 2132, 2134),
        ("e89", "uncommitted", "positive", "would", "hedge", 2342, 2347),
    ]


def test_a_denial_names_what_it_opposes(ask_invented: Ask) -> None:
    claims = ask_invented("denied-claims", "claim_id opposed_claim_ids")

    # What the other side said of the boat (twice), and of the detention.
    assert [claim for claim in claims if claim[1]] == [
        ("a.e38", "a.e30"),
        ("b.e10", "a.e30"),
        ("b.e17", "a.e60"),
    ]


def test_no_more_than_45_in_quotation_marks_denies_nothing(ask_invented: Ask) -> None:
    claims = ask_invented(
        "denied-claims",
        "claim_id certainty polarity words found_by words_start words_end",
    )

    assert claims == [
        ("a.e36", "uncommitted", "positive", "did not deny", "hedge", 767, 779),
        ("a.e38", "certain", "negative", "denied", "cue", 822, 828),
        ("b.e10", "uncommitted", "positive", "withdrew", "hedge", 196, 204),
        ("b.e12", "certain", "negative", "no", "content", 275, 277),
        ("b.e17", "certain", "negative", "denied", "cue", 374, 380),
        ("b.e29", "certain", "negative", "No", "content", 594, 596),
        ("b.e34", "certain", "negative", "not", "content", 789, 792),
    ]


def test_events_of_december_lie_in_it_or_only_overlap(ask: Ask) -> None:
    """What was announced or assumed before December is not of December."""
    events = ask(
        "events-in-period",
        "event_id begin_start begin_end only_overlaps highest_certainty reports"
        " sources claim_ids",
        first_day=date(2024, 12, 1),
        last_day=date(2024, 12, 31),
    )

    first, day = date(2024, 12, 1), date(2024, 12, 23)
    thursday = date(2024, 12, 19)
    usa = "Government of the United States; Allies of the United States"
    combat = f"{JCS}; Spy agency of South Korea"
    assert events == [
        (
            *("ev-prk-combat", first, date(2024, 12, 22), False, "certain", 4),
            *(combat, "e13; e14; e24; e25"),
        ),
        ("ev-pact-in-force", first, day, False, "certain", 1, "writer", "e55"),
        ("ev-lash-out", thursday, thursday, False, "certain", 1, "writer", "e68"),
        (
            *("ev-kursk-seizure", date(2024, 1, 1), day, True, "certain", 1),
            *("writer", "e21"),
        ),
        ("ev-joint-statement", None, thursday, True, "certain", 1, "writer", "e71"),
        ("ev-prk-support", None, thursday, True, "certain", 1, usa, "e72"),
        ("ev-arms-accusation", None, day, True, "certain", 1, "writer", "e48"),
        ("ev-arms-supply", None, day, True, "possible", 1, "unnamed", "e46"),
        ("ev-drone-production", None, day, True, "probable", 1, JCS, "e39"),
        ("ev-drone-supply", None, day, True, "probable", 1, JCS, "e40"),
    ]


def test_planned_talks_that_did_not_take_place_are_no_event_of_the_week(
    ask_invented: Ask,
) -> None:
    events = ask_invented(
        "events-in-period",
        "event_id begin_start begin_end only_overlaps negated_claims",
        first_day=date(2031, 5, 5),
        last_day=date(2031, 5, 9),
    )

    monday, tuesday, wednesday = (date(2031, 5, day) for day in (5, 6, 7))
    friday = date(2031, 5, 9)
    assert events == [
        ("ev-attack", monday, monday, False, 1),
        ("ev-departures", monday, monday, False, 0),
        ("ev-march", tuesday, tuesday, False, 1),
        ("ev-examination", friday, friday, False, 0),
        ("ev-find", friday, date(2031, 5, 14), True, 0),
        ("ev-misreading", None, tuesday, True, 0),
        ("ev-sinking", None, tuesday, True, 0),
        ("ev-demand", None, wednesday, True, 0),
        ("ev-detention", None, wednesday, True, 1),
        ("ev-hospital", None, wednesday, True, 0),
    ]


@pytest.mark.parametrize(
    ("first_day", "last_day", "ties"),
    [
        pytest.param(date(2022, 2, 1), date(2022, 2, 28), [False], id="its month"),
        pytest.param(date(2022, 2, 24), date(2022, 2, 24), [True], id="a day of it"),
        pytest.param(date(2022, 3, 1), date(2024, 12, 23), [], id="while it lasts"),
    ],
)
def test_ties_that_grow_since_february_began_in_february(
    first_day: date, last_day: date, ties: list[bool], ask: Ask
) -> None:
    events = ask(
        "events-in-period",
        "event_id only_overlaps",
        first_day=first_day,
        last_day=last_day,
    )

    assert [overlaps for event, overlaps in events if event == "ev-ties"] == ties


def test_an_event_that_a_report_has_earlier_than_the_register_is_in_both_months() -> (
    None
):
    """Troops of which Seoul spoke in November, in the register of December."""
    connection = connect(REPOSITORY / "data")
    start = "if(event_id = 'ev-prk-deployment', date '2024-12-01', event_date_start)"
    frames = f"from events select * replace ({start} as event_date_start)"
    alter(connection, "events", frames)
    columns = "event_id begin_start begin_end dates_disagree only_overlaps"

    november, december = (
        ask_question(connection, "events-in-period", columns, **days)
        for days in (
            {"first_day": date(2024, 11, 1), "last_day": date(2024, 11, 30)},
            REQUIRED["events-in-period"],
        )
    )

    event = "ev-prk-deployment"
    row = (event, date(2024, 11, 30), date(2024, 12, 19), True, True)
    assert row in november
    assert row in december


def test_a_corrected_date_bounds_no_event(tmp_path: Path) -> None:
    """Where the march is corrected to 7 May, what was first said is no bound."""
    connection = connect(build_invented(tmp_path))
    marched = "event_id = 'ev-march' and claim_id not like '%.e63'"
    new_day = f"if({marched}, date '2031-05-07', event_date_end)"
    alter(
        connection,
        "claims",
        f"from claims select * replace ({new_day} as event_date_end)",
    )
    alter(
        connection,
        "events",
        "from events select * replace (if(event_id = 'ev-march', date '2031-05-08',"
        " event_date_end) as event_date_end)",
    )

    events = ask_question(
        connection,
        "events-in-period",
        "event_id begin_end",
        first_day=date(2031, 5, 6),
        last_day=date(2031, 5, 8),
    )

    assert ("ev-march", date(2031, 5, 7)) in events


def test_a_period_has_its_first_and_its_last_day(ask: Ask) -> None:
    day = date(2024, 12, 19)
    events = ask(
        "events-in-period", "event_id only_overlaps", first_day=day, last_day=day
    )

    assert [event for event, overlaps in events if not overlaps] == ["ev-lash-out"]
    assert ("ev-joint-statement", True) in events


def test_a_period_that_ends_before_it_begins_is_an_error(ask: Ask) -> None:
    found = "found the last_day 2024-12-01 and the first_day 2024-12-31; a period must"
    with pytest.raises(duckdb.InvalidInputException, match=found):
        ask(
            "events-in-period",
            "event_id",
            first_day=date(2024, 12, 31),
            last_day=date(2024, 12, 1),
        )


def test_pyongyang_stands_for_its_government_five_times(ask: Ask) -> None:
    mentions = ask(
        "state-names",
        "form uses_of_form mentions_of_form metonymic_mentions char_start char_end",
        country="PRK",
    )

    assert mentions == [
        ("Pyongyang", 5, 5, 5, 34, 43),
        ("Pyongyang", 5, 5, 5, 482, 491),
        ("Pyongyang", 5, 5, 5, 979, 988),
        ("Pyongyang", 5, 5, 5, 1512, 1521),
        ("Pyongyang", 5, 5, 5, 1727, 1736),
        ("North Korea", 4, 4, 0, 1136, 1147),
        ("North Korea", 4, 4, 0, 1279, 1290),
        ("North Korea", 4, 4, 0, 1368, 1379),
        ("North Korea", 4, 4, 0, 1859, 1870),
        ("it", 1, 1, 0, 1756, 1758),
    ]


def test_a_country_that_is_a_place_is_kept_apart_from_its_government(ask: Ask) -> None:
    mentions = ask("state-names", "form entity_type char_start", country="ukr")

    government = "organization"
    assert mentions == [
        ("Ukraine", government, 225),
        ("Ukraine", government, 1258),
        ("Ukraine", government, 1454),
        ("Ukraine", government, 1975),
        ("Ukraine", government, 2327),
        ("Kyiv", government, 899),
        ("Kyiv", government, 2185),
        ("Ukraine", "place", 1901),
    ]


def test_a_capital_that_is_only_a_place_is_no_name_of_the_state(
    ask_invented: Ask,
) -> None:
    """It is counted among the uses of the word all the same."""
    mentions = ask_invented(
        "state-names",
        "form uses_of_form mentions_of_form metonymic_mentions is_metonymic document_id"
        " char_start",
    )

    assert mentions == [
        ("Sarrovia", 2, 2, 0, False, FIRST, 687),
        ("Sarrovia", 2, 2, 0, False, FOLLOW_UP, 293),
        ("Odrezh", 4, 1, 1, True, FIRST, 1268),
        ("Velmora", 4, 4, 0, False, FIRST, 252),
        ("Velmora", 4, 4, 0, False, FIRST, 627),
        ("Velmora", 4, 4, 0, False, FOLLOW_UP, 124),
        ("Velmora", 4, 4, 0, False, FOLLOW_UP, 170),
        ("Lindqvar", 3, 1, 1, True, FIRST, 1213),
    ]


def test_a_mention_in_two_stretches_is_one_form() -> None:
    """As if the first "North Korea" had another word in it."""
    connection = connect(REPOSITORY / "data")
    mention = "role = 'entity' and char_start = 1136"
    connection.execute(f"create table mention as from spans where {mention}")
    first = "'North' as text, 1141 as char_end"
    second = "'Korea' as text, 1142 as char_start, 2 as fragment"
    stretches = [
        f"from mention select * replace ({cells})" for cells in (first, second)
    ]
    others = f"from spans where not ({mention})"
    alter(connection, "spans", " union all ".join([others, *stretches]))

    mentions = ask_question(
        connection,
        "state-names",
        "form uses_of_form mentions_of_form char_start char_end",
        country="PRK",
    )

    assert [row for row in mentions if row[0] not in {"Pyongyang", "it"}] == [
        ("North Korea", 3, 3, 1279, 1290),
        ("North Korea", 3, 3, 1368, 1379),
        ("North Korea", 3, 3, 1859, 1870),
        ("North … Korea", 1, 1, 1136, 1147),
    ]


def test_no_figures_of_the_first_article_exclude_each_other(ask: Ask) -> None:
    assert ask("disputed-figures", "claim_id") == []


def test_tolls_that_exclude_or_replace_one_another_make_pairs(
    ask_invented: Ask,
) -> None:
    pairs = ask_invented(
        "disputed-figures",
        "sources quantity_text relation may_be_growth other_sources other_quantity_text"
        " claim_id other_claim_id",
    )

    assert pairs == [
        (HEALTH, "60", None, True, MAYOR, "40", "a.e11", "a.e18"),
        (MAYOR, "40", "corrects", None, MAYOR, "14", "a.e18", "a.e16"),
        (
            *(HOSPITAL, "no more than 45", "contradicts", None, HEALTH, "60"),
            *("a.e24", "a.e11"),
        ),
        (HEALTH, "At least 71", "updates", None, HEALTH, "60", "b.e5", "a.e11"),
        (HEALTH, "At least 71", None, True, MAYOR, "40", "b.e5", "a.e18"),
        (
            *(HEALTH, "At least 71", None, True, HOSPITAL, "no more than 45"),
            *("b.e5", "a.e24"),
        ),
        (
            *("Safe Harbour", "About 900 … a week", "updates", None),
            *("Safe Harbour", "about 300 a day", "b.e25", "b.e26"),
        ),
        (DEFENCE, "two", "contradicts", None, "unnamed", "Two", "b.e17", "a.e60"),
        (HEALTH, "fewer than ten", "updates", None, HEALTH, "as many", "b.e6", "a.e12"),
    ]


def test_a_pair_has_what_is_counted_and_of_which_day(ask_invented: Ask) -> None:
    pairs = ask_invented(
        "disputed-figures",
        "claim_id quantity_scope unit counted_name as_of document_id"
        " other_claim_id other_quantity_scope other_unit other_counted_name other_as_of"
        " other_document_id",
    )

    dead = "People killed by the attack on the ferry"
    leaving = "People who leave Quenna"
    gunners = "Gunners who are said to be detained"
    first, monday, wednesday = FIRST, date(2031, 5, 5), date(2031, 5, 7)
    later, week_after = FOLLOW_UP, date(2031, 5, 14)
    figures = {
        "a.e11": ("total", "person", dead, wednesday, first),
        "a.e12": ("total", "person", None, wednesday, first),
        "a.e16": ("total", "person", None, monday, first),
        "a.e18": ("total", "person", None, monday, first),
        "a.e24": ("total", "person", dead, wednesday, first),
        "a.e60": (None, "person", gunners, wednesday, first),
        "b.e5": ("total", "person", dead, week_after, later),
        "b.e6": ("total", "person", None, week_after, later),
        "b.e17": (None, "person", gunners, week_after, later),
        "b.e25": ("rate", "person", leaving, week_after, later),
        "b.e26": ("rate", "person", leaving, week_after, later),
    }
    assert {
        name: tuple(cells) for pair in pairs for name, *cells in (pair[:6], pair[6:])
    } == figures


@pytest.mark.parametrize(
    ("day", "grown"),
    [
        pytest.param("date '2031-05-04'", [True], id="the lower one earlier"),
        pytest.param("date '2031-05-07'", [False], id="both of one day"),
        pytest.param("date '2031-05-08'", [False], id="the lower one later"),
        pytest.param("null", [None], id="the lower one of no known day"),
    ],
)
def test_only_a_later_figure_that_is_higher_may_be_growth(
    day: str, grown: list[bool | None], tmp_path: Path
) -> None:
    """The mayor's 40 and the 60 of the ministry, which are of Wednesday the 7th."""
    connection = connect(build_invented(tmp_path))
    mayor = f"claim_id = '{FIRST}.e18'"
    alter(
        connection,
        "claims_flat",
        f"from claims_flat select * replace ("
        f"if({mayor}, {day}::date, event_date_end) as event_date_end,"
        f" if({mayor}, {day}::date, said_end) as said_end)",
    )

    pairs = ask_question(
        connection, "disputed-figures", "may_be_growth claim_id other_claim_id"
    )

    assert [row[0] for row in pairs if {"a.e11", "a.e18"} == set(row[1:])] == grown


@pytest.mark.parametrize(
    ("modifier", "pairs"), [("less_than", [("b.e5", "a.e24")]), ("at_most", [])]
)
def test_less_than_71_dollars_excludes_71(
    modifier: str, pairs: Rows, tmp_path: Path
) -> None:
    """Of money the bound is the number itself, and the modifier leaves it out."""
    connection = connect(build_invented(tmp_path))
    hospital = f"claim_id = '{FIRST}.e24'"
    figures = f"""
        from claims
        select * replace (
            'USD' as unit,
            if({hospital}, 71, quantity_high) as quantity_high,
            if({hospital}, '{modifier}', quantity_modifier) as quantity_modifier
        )
        where {hospital} or claim_id = '{FOLLOW_UP}.e5'
    """
    alter(connection, "claim_links", "from claim_links limit 0")
    alter(connection, "claims", figures)

    found = ask_question(connection, "disputed-figures", "claim_id other_claim_id")

    assert found == pairs


def test_a_statement_is_followed_from_its_origin_to_where_it_is_said_again(
    ask: Ask,
) -> None:
    steps = ask(
        "certainty-drift",
        "statement_id step level source cue certainty quantity_low changes claim_id",
    )

    unnamed, none = "unnamed", (None, None, None)
    assert steps == [
        ("e24", 1, 3, unnamed, "Through", *none, "e24"),
        ("e24", 2, 2, JCS, "assess", *none, "e24"),
        ("e24", 3, 1, JCS, "said", "probable", None, None, "e24"),
        (
            *("e24", 4, 1, JCS, "has said", "certain", 1001),
            *("certainty, measure, bounds", "e9"),
        ),
        ("e32", 1, 2, unnamed, "reportedly", *none, "e32"),
        ("e32", 2, 1, JCS, "added", "probable", None, None, "e32"),
        ("e32", 3, 2, unnamed, "reportedly", *none, "e4"),
        ("e32", 4, 1, KOREA, "says", "probable", None, None, "e4"),
    ]


def test_a_headline_is_the_last_step(ask_invented: Ask) -> None:
    columns = "step source is_headline changes claim_id"

    first, last = (
        ask_invented("certainty-drift", columns, claim=claim)
        for claim in ("e11", "invented-2031-05-14.e2")
    )

    assert first == [
        (1, HEALTH, False, None, "a.e11"),
        (2, "writer", True, None, "a.e3"),
    ]
    assert last == [
        (1, HEALTH, False, None, "b.e5"),
        (2, "writer", True, "bounds", "b.e2"),
    ]


def test_a_statement_that_is_said_once_is_followed_if_asked_for(ask: Ask) -> None:
    steps = ask("certainty-drift", "step source certainty", claim="e59")

    assert steps == [(1, "Kim Jong Un", None), (2, "Experts", "possible")]


def test_an_unknown_claim_has_no_statement(ask: Ask) -> None:
    with pytest.raises(duckdb.Error, match=r"no claim has the id .+e99; did you mean "):
        ask("certainty-drift", "step", claim=f"{SEED}.e99")


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_page_has_the_title_of_each_question(name: str) -> None:
    sql = QUESTIONS[name].read_text(encoding="utf-8")
    (title,) = re.findall(r"\A-- title: (.+)\n-- description: ", sql)

    assert f"## {title}\n\n`{name}`" in PAGE


def test_the_page_has_no_other_questions() -> None:
    assert len(re.findall(r"(?m)^## ", PAGE)) == len(QUESTIONS)


@pytest.fixture
def others(ask_invented: Ask, ask_unlinked: Ask) -> dict[str, Ask]:
    """By question, who answers it on the page where it is not the first article."""
    return {"disputed-figures": ask_invented, "suggested-links": ask_unlinked}


EXAMPLES = re.findall(
    r"(?ms)^`([a-z-]+)`.*?^\| (.+?) \|\n\|[-| ]+\|\n\| (.+?) \|$", PAGE
)


@pytest.mark.parametrize(
    ("name", "columns", "shown"), EXAMPLES, ids=[example[0] for example in EXAMPLES]
)
def test_an_answer_on_the_page_is_a_row_of_the_answer(
    name: str, columns: str, shown: str, ask: Ask, others: dict[str, Ask]
) -> None:
    source = others.get(name, ask)
    given = REQUIRED.get(name, {})
    rows = source(name, columns.replace("`", "").replace(" | ", " "), **given)

    assert shown in [" | ".join(map(show_cell, row)) for row in rows]


def show_cell(cell: object) -> str:
    """A cell as the page has it: numbers short, nothing for an empty one."""
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else f"{cell:g}" if isinstance(cell, float) else str(cell)


def test_every_question_has_an_example_on_the_page() -> None:
    assert {name for name, _, _ in EXAMPLES} == set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_keeps_the_limits_of_queries(name: str) -> None:
    required = REQUIRED.get(name, {})
    expected = execute(connect(REPOSITORY / "data"), name, **required)

    answer = claimpack.open(REPOSITORY, unchecked=True).ask(name, **required)

    rows = [tuple(row.values()) for row in answer.to_pylist()]
    assert rows == expected.fetchall()


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_has_the_same_order_whatever_the_order_of_its_tables(
    name: str,
) -> None:
    """Each ORDER BY ends in a unique key."""
    connection = connect(REPOSITORY / "data")
    required = REQUIRED.get(name, {})
    before = execute(connection, name, **required).fetchall()
    for path in (REPOSITORY / "data").glob("*.parquet"):
        backwards = f"from {path.stem} order by row_number() over () desc"
        alter(connection, path.stem, backwards)

    assert execute(connection, name, **required).fetchall() == before
