"""What the first article cannot show, asked of the tables of two invented ones.

Each test asks the built package in SQL, as a reader of the data would, and states the
answer as it was read from the text (tests/invented/seeds).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from invented_package import FIRST, FOLLOW_UP, INVENTED, build_invented

CODEBOOK = (Path(__file__).parent.parent / "docs" / "codebook.md").read_text("utf-8")

Ask = Callable[[str], list[tuple[Any, ...]]]

TEXTS = {
    name: (INVENTED / "seeds" / f"{name}.txt").read_bytes().decode()
    for name in (FIRST, FOLLOW_UP)
}
LINKED = """
    create view linked as
    select relation, basis, claim, target
    from claim_links
        join claims_flat as claim using (claim_id)
        join claims_flat as target on target.claim_id = target_id
"""
"""Each link with the rows of both its claims."""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """The rows that answer a question in SQL, over the tables of the package."""
    tables = build_invented(tmp_path_factory.mktemp("invented"))
    connection = duckdb.connect()
    for path in tables.glob("*.parquet"):
        connection.read_parquet(str(path)).create_view(path.stem)
    connection.execute(LINKED)
    return lambda question: connection.sql(question).fetchall()


def test_another_20_is_an_increment_and_60_is_the_total(ask: Ask) -> None:
    figures = ask("""
        select content_text, quantity_text, quantity, quantity_scope, event_date_edtf
        from claims_flat
        where sources = 'Health ministry of Velmora' and measure = 'killed'
            and document_id = 'invented-2031-05-07'
        order by char_start
    """)

    died = "Another 20 people died of their wounds on Tuesday"
    assert figures == [
        (died, "Another 20", 20, "increment", "2031-05-06"),
        ("bringing the total to 60", "60", 60, "total", "../2031-05-07"),
    ]


def test_a_range_has_two_bounds_and_no_number(ask: Ask) -> None:
    figures = ask("""
        select quantity_text, quantity, quantity_low, quantity_high, measure, certainty
        from claims_flat where quantity_modifier = 'between'
    """)

    assert figures == [("Between 120 and 150", None, 120, 150, "present", "probable")]


def test_a_sum_of_money_has_its_currency_and_its_bound_is_the_number(ask: Ask) -> None:
    figures = ask("""
        select quantity_text, quantity_modifier, quantity, quantity_low, unit
        from claims_flat where measure = 'cost' order by char_start
    """)

    assert figures == [
        ("more than $12 million", "more_than", 12e6, 12e6, "USD"),
        ("€40\u00a0million", "exact", 40e6, 40e6, "EUR"),
    ]


def test_a_rate_has_its_scope_and_keeps_its_period_in_its_words(ask: Ask) -> None:
    rates = ask("""
        select quantity_text, quantity, unit, measure
        from claims_flat where quantity_scope = 'rate'
        order by document_id, char_start
    """)

    assert rates == [
        ("About 300 … a day", 300, "person", "displaced"),
        ("About 900 … a week", 900, "person", "displaced"),
        ("about 300 a day", 300, "person", "displaced"),
    ]


def test_a_number_may_be_given_or_qualified_by_words_elsewhere(ask: Ask) -> None:
    figures = ask("""
        select content_text, quantity_modifier, quantity, quantity_low, quantity_high
        from claims_flat where quantity_text in ('as many', 'Fifteen')
        order by char_start
    """)

    assert figures == [
        ("as many are missing", "exact", 60, 60, 60),
        ("Fifteen were children", "at_least", 15, 15, None),
    ]


def test_two_tolls_that_exclude_each_other_contradict(ask: Ask) -> None:
    conflicts = ask("""
        select claim.sources, claim.quantity_high, target.sources, target.quantity_low
        from linked
        where relation = 'contradicts' and claim.quantity_high < target.quantity_low
    """)

    assert conflicts == [
        ("St Brannoc’s hospital", 45, "Health ministry of Velmora", 60)
    ]


def test_the_query_of_the_codebook_gives_the_tolls_that_stand(ask: Ask) -> None:
    (query,) = re.findall(r"(?s)```sql\n(.+?)```", CODEBOOK)

    tolls = ask(query)

    dead = "People killed by the attack on the ferry"
    children = "Children killed by the attack on the ferry"
    assert tolls == [
        ("2031-05-06", "Ilse Orbán", "40", None),
        ("2031-05-07", "St Brannoc’s hospital", "no more than 45", dead),
        ("2031-05-07", "St Brannoc’s hospital", "Fifteen", children),
        ("2031-05-14", "Health ministry of Velmora", "At least 71", dead),
    ]


def test_two_sources_give_one_event_opposite_actors(ask: Ask) -> None:
    actors = ask("""
        select sources, name, role
        from participants
        join entities using (entity_id) join claims_flat using (claim_id)
        where content_text in
            ('Sarrovian artillery fired on the ferry', 'a Velmoran gunboat did')
            and event_id = 'ev-attack'
        order by char_start, role
    """)

    assert actors == [
        ("Navy of Velmora", "Sarrovian artillery", "actor"),
        ("Navy of Velmora", "Ferry Sheli", "recipient"),
        ("Defence ministry of Sarrovia", "Velmoran gunboat", "actor"),
        ("Defence ministry of Sarrovia", "Ferry Sheli", "recipient"),
    ]


def test_a_denial_reaches_what_is_denied_and_no_further(ask: Ask) -> None:
    claims = ask("""
        select chain, content_text, certainty, polarity, event_label
        from claims_flat
        where sources = 'Defence ministry of Sarrovia' and contains(chain, 'den')
        order by document_id, char_start
    """)

    ministry = "Defence ministry of Sarrovia"
    assert claims == [
        (
            f"{ministry} did not deny",
            "its guns had fired that evening",
            *("uncommitted", "positive", "Fire of Sarrovian guns"),
        ),
        (
            f"{ministry} denied",
            "they had hit the boat",
            *("certain", "negative", "Attack on the ferry Sheli"),
        ),
        (
            f"{ministry} denied",
            "two gunners had been detained",
            *("certain", "negative", "Detention of gunners in Odrezh"),
        ),
    ]


def test_a_denied_number_keeps_its_columns_and_its_polarity(ask: Ask) -> None:
    figures = ask("""
        select chain, quantity, measure, certainty, polarity
        from claims_flat where measure = 'detained' order by document_id
    """)

    assert figures == [
        ("unnamed (reportedly)", 2, "detained", "probable", "positive"),
        (
            "Defence ministry of Sarrovia denied",
            *(2, "detained", "certain", "negative"),
        ),
    ]


def test_a_chain_of_four_leads_from_the_newspaper_to_the_crew(ask: Ask) -> None:
    chain = ask("""
        select level, name, source_kind, act, cue, attributions.said_edtf
        from attributions
        join entities on entity_id = source_id join claims_flat using (claim_id)
        where content_text = 'a mine had sunk the boat' order by level
    """)
    (claim,) = ask("""
        select origin, certainty, polarity from claims_flat
        where content_text = 'a mine had sunk the boat'
    """)

    today, tuesday = "../2031-05-07", "2031-05-06"
    assert chain == [
        (1, "The Morning Tide", "named", "assertion", "According to", today),
        (2, "Harbour pilot", "unnamed", "assertion", "says", today),
        (3, "Coastguard officer", "unnamed", "assertion", "told", tuesday),
        (4, "Crew of the ferry", "unnamed", "belief", "believed", f"../{tuesday}"),
    ]
    assert claim == ("Crew of the ferry", "probable", "positive")


def test_who_corrects_herself_replaces_her_figure_and_gives_the_reason(
    ask: Ask,
) -> None:
    links = ask("""
        select claim.content_text, relation, target.content_text, basis
        from linked
        where claim.sources = 'Ilse Orbán' order by claim.char_start
    """)

    assert links == [
        ("It was 40 by then", "corrects", "the death toll at 14", "text"),
        ("I misread the list", "supports", "It was 40 by then", "text"),
    ]


def test_a_retraction_says_the_claim_again_and_takes_no_side(ask: Ask) -> None:
    links = ask("""
        select claim.chain, claim.claim_text, claim.certainty,
            target.chain, target.claim_text, target.certainty
        from linked where relation = 'retracts'
    """)

    words = "Sarrovian artillery fired on the ferry Sheli."
    assert links == [
        (
            *("Navy of Velmora withdrew", words, "uncommitted"),
            *("Navy of Velmora says", words, "certain"),
        )
    ]


def test_a_correction_moves_the_march_and_denies_the_old_place(ask: Ask) -> None:
    places = ask("""
        select claim_id, place_name, polarity, restates_claim_id
        from claims_flat where event_label = 'March after the attack'
        order by claim_id
    """)
    corrections = ask("""
        select claim.claim_id, target.claim_id from linked
        where relation = 'corrects' and basis = 'curator'
    """)

    reported, right, wrong = f"{FIRST}.e63", f"{FOLLOW_UP}.e33", f"{FOLLOW_UP}.e34"
    assert places == [
        (reported, "Lindqvar", "positive", None),
        (right, "Quenna", "positive", None),
        (wrong, "Lindqvar", "negative", None),
    ]
    assert corrections == [(right, reported)]


def test_links_lead_from_the_follow_up_to_the_first_article(ask: Ask) -> None:
    links = ask("""
        select claim.content_text, relation, target.content_text
        from linked
        where claim.document_id = 'invented-2031-05-14'
            and target.document_id = 'invented-2031-05-07' and basis = 'curator'
        order by claim.char_start, claim.char_end
    """)

    assert links == [
        (
            "At least 71 people have died in the attack on the ferry Sheli",
            "updates",
            "bringing the total to 60",
        ),
        ("fewer than ten are missing", "updates", "as many are missing"),
        (
            "Sarrovian artillery had fired on the boat",
            "retracts",
            "Sarrovian artillery fired on the ferry",
        ),
        ("a Velmoran gunboat had shelled it", "restates", "a Velmoran gunboat did"),
        (
            "two gunners had been detained",
            "contradicts",
            "Two gunners have … been detained in Odrezh",
        ),
        (
            "Divers … found shell fragments",
            "supports",
            "Shells struck the ferry Sheli (“שלי”) off Quenna on Monday evening",
        ),
        (
            "people … leaving Quenna … about 300 a day",
            "restates",
            "About 300 people a day have fled Quenna since Monday",
        ),
        (
            "No talks took place in Odrezh on Friday",
            "updates",
            "Foreign minister Anneke Dahl is to fly to Odrezh for talks on Friday",
        ),
        (
            "The march on 6 May took place in Quenna",
            "corrects",
            "Some 200 people marched in Lindqvar on Tuesday night",
        ),
    ]


def test_a_demand_is_one_claim_and_what_is_demanded_another(ask: Ask) -> None:
    claims = ask("""
        select chain, event_type, quantity_text, time_relation, claims.certainty
        from claims_flat join claims using (claim_id)
        where contains(content_text, 'compensation') order by char_start
    """)

    assert claims == [
        ("writer", "REQUEST", None, "before", "certain"),
        (
            "Government of Velmora has demanded",
            *("AID", "€40\u00a0million", "after", "possible"),
        ),
    ]


def test_one_word_may_be_a_government_and_a_place(ask: Ask) -> None:
    mentions = ask("""
        select text, entity_id, is_metonymic from spans
        where role = 'entity' and text in ('Lindqvar', 'St Brannoc’s hospital')
        order by document_id, char_start, entity_id
    """)

    assert mentions == [
        ("St Brannoc’s hospital", "st-brannoc", False),
        ("St Brannoc’s hospital", "st-brannoc-building", False),
        ("Lindqvar", "gov-velmora", True),
        ("Lindqvar", "lindqvar", False),
        ("Lindqvar", "lindqvar", False),
    ]


@pytest.mark.parametrize("document_id", TEXTS)
def test_every_span_is_the_slice_that_its_offsets_cut(
    document_id: str, ask: Ask
) -> None:
    spans = ask("select document_id, char_start, char_end, text from spans")

    text = TEXTS[document_id]
    own = [span[1:] for span in spans if span[0] == document_id]
    assert [words for _, _, words in own] == [text[start:end] for start, end, _ in own]


def test_offsets_count_code_points_behind_emoji_accents_and_hebrew(ask: Ask) -> None:
    spans = ask("""
        select distinct text, char_start, char_end from spans
        where text in ('Sixty', 'The mayor of Quenna, Ilse Orba\u0301n', 'لا للحرب')
            or contains(text, 'שלי') and role = 'entity'
        order by char_start
    """)

    assert spans == [
        ("Sixty", 3, 8),
        ("the ferry Sheli (“שלי”)", 76, 99),
        ("The mayor of Quenna, Ilse Orba\u0301n", 304, 336),
        ("لا للحرب", 1409, 1417),
    ]
    assert TEXTS[FIRST].startswith("\N{CANDLE}\N{VARIATION SELECTOR-16} Sixty")


def test_words_in_another_script_are_kept_and_told_in_english(ask: Ask) -> None:
    claims = ask("""
        select content_text, claims.claim_text, chain, medium, quotation
        from claims_flat
        join claims using (claim_id) join attributions using (claim_id)
        where content_text = 'لا للحرب'
    """)

    words = ("لا للحرب", "There should be no war.")
    assert claims == [(*words, "unnamed (read)", "a banner", "direct")]


def test_curly_quotes_tell_direct_from_mixed_speech(ask: Ask) -> None:
    quotes = ask("""
        select content_text, quotation from claims_flat join claims using (claim_id)
        where quotation in ('direct', 'mixed') order by char_start
    """)

    assert quotes == [
        ("It was 40 by then", "direct"),
        ("I misread the list", "direct"),
        ("“no more than 45” people have died", "mixed"),
        ("لا للحرب", "direct"),
    ]


def test_a_discontinuous_claim_has_a_span_for_each_stretch(ask: Ask) -> None:
    spans = ask("""
        select fragment, spans.char_start, spans.char_end, text
        from spans join claims_flat using (claim_id)
        where content_text = 'people … leaving Quenna … about 300 a day'
            and role = 'content'
        order by fragment
    """)

    assert spans == [
        (1, 513, 519, "people"),
        (2, 531, 545, "leaving Quenna"),
        (3, 557, 572, "about 300 a day"),
    ]
