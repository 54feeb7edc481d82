"""`claimpack show`: one row with all that belongs to it, found by its id.

The golden files are what the command prints about the package of this repository;
when its rows change, write them anew: `claimpack show e24 > tests/golden/show/e24.txt`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from claimpack.checks.row_schemas import load_validator
from claimpack.errors import SourceError, UsageError
from claimpack.files import Folder, sha256_hex
from claimpack.schema_files import find_schemas
from claimpack.show import ids
from claimpack.show.card import Card, read_card
from claimpack.show.report import render_card_json, render_card_text
from command_line import REPOSITORY, copy_package, outcome, run_claimpack
from packages import (
    SCHEMA,
    Rows,
    change_rows,
    dump,
    edit_descriptor,
    edit_file,
    make_attribution,
    make_claim,
    make_entity,
    make_span,
    write_files,
    write_package,
)
from rule_cases import Change, add, both, drop, update

GOLDEN = sorted((REPOSITORY / "tests" / "golden" / "show").iterdir())
ADVICE = "run `claimpack validate`, which says all that is wrong."


def make_card(root: Path, words: str, table: str | None = None) -> Card:
    """The card of a row of a package."""
    return read_card(Folder(root), "datapackage.json", SCHEMA, words, table)


def show(root: Path, words: str, limit: int = 20) -> list[str]:
    """The lines of the card of a row."""
    return render_card_text(make_card(root, words), SCHEMA, limit).split("\n")


def entry(lines: list[str], label: str) -> list[str]:
    """The first entry with a label: its lines, without the label."""
    start = next(i for i, line in enumerate(lines) if line.startswith(label.ljust(16)))
    rest = lines[start + 1 :]
    more = next((i for i, line in enumerate(rest) if line[:1] != " "), len(rest))
    return [line[16:] for line in lines[start : start + 1 + more]]


@pytest.mark.parametrize("path", GOLDEN, ids=[path.name for path in GOLDEN])
def test_the_command_prints_the_golden_file(path: Path) -> None:
    form = "json" if path.suffix == ".json" else "text"

    run = run_claimpack("show", "--format", form, path.stem, cwd=REPOSITORY)

    assert outcome(run) == (0, path.read_text(encoding="utf-8"), "")


@pytest.mark.slow
def test_no_line_about_the_first_article_is_wider_than_a_terminal() -> None:
    lines = [
        line
        for table in ids.SHOWN_TABLES
        for row_id in list_ids(table)
        for line in show(REPOSITORY, row_id)
    ]

    assert len(lines) > 1000
    assert [line for line in lines if len(line) > 80] == []


def list_ids(table: str) -> list[str]:
    """The ids of the rows of one table of this repository's package."""
    rows = (REPOSITORY / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return [line.partition(",")[0] for line in rows.splitlines()[1:]]


@pytest.mark.parametrize("words", ["e24", "gov-kor", "ev-prk-combat"])
def test_each_row_in_json_is_as_the_json_schema_of_its_table_says(words: str) -> None:
    report = json.loads(render_card_json(make_card(REPOSITORY, words)))

    for table in ("documents", "entities", "events", "claims", "attributions"):
        validator = load_validator(find_schemas() / "rows", table)
        assert report[table]
        assert [row for row in report[table] if not validator.is_valid(row)] == []


def test_the_card_of_a_claim_has_all_that_belongs_to_it(tmp_path: Path) -> None:
    write_package(tmp_path)

    assert show(tmp_path, "d1.e2") == [
        "claim           d1.e2",
        "                The dam bursts (d1.e2).",
        "",
        "level 1         Anna (anna) said",
        "                source “Anna”; act assertion; said on 2031-05-06",
        "",
        "certainty       certain",
        "quantity        “40” killed: quantity 40 (exact), low 40, high 40",
        "                unit person",
        "",
        "event           Dam burst (burst)",
        "",
        "link            this claim supports d1.e1",
        "                The dam bursts (d1.e1).",
        "",
        "sentence        Dam bursts, ⟦killing 40⟧, Anna said.",
        "                seeds/d1.txt, line 1, characters 12 to 22",
        "",
        "document        d1",
        "                Dam bursts",
        "                published on 2031-05-06",
    ]


def test_every_filled_cell_of_a_claim_is_told(tmp_path: Path) -> None:
    change_rows(fill)(tmp_path)

    assert show(tmp_path, "d1.e1")[3:-10] == [
        "level 1         Anna (anna) said",
        "                source “Anna”; source kind unnamed; act belief; said between",
        "                2031-05-01 and 2031-05-31 (2031-05), “bursts”; medium “air”;",
        "                addressee Dam (dam)",
        "",
        "claim type      event",
        "certainty       probable",
        "polarity        negative",
        "time relation   before_overlap (Before and overlap)",
        "quotation       mixed",
        "is presupposed  true",
        "hedge           “killing”",
        "",
        "event           Dam burst (burst)",
        "event type      ASSAULT",
        "event mode      troops",
        "event date      no later than 2031-05-06, “said”",
        "place           Arvika (arvika)",
        "place precision 2 (Near a location)",
        "actor           Anna (anna); Arvika (arvika)",
        "object          Dam (dam)",
    ]


def fill(rows: Rows) -> None:
    """Fill the cells of the first claim, and of what belongs to it."""
    rows["entities"].append(make_entity("arvika", "place"))
    rows["events"][0].update(event_type="ASSAULT", event_mode="troops")
    rows["claims"][0].update(
        claim_type="event",
        certainty="probable",
        polarity="negative",
        time_relation="before_overlap",
        quotation="mixed",
        is_presupposed=True,
        event_date_edtf="../2031-05-06",
        event_date_end=date(2031, 5, 6),
        place_id="arvika",
        place_precision=2,
    )
    rows["attributions"][0].update(
        source_kind="unnamed",
        act="belief",
        said_edtf="2031-05",
        said_start=date(2031, 5, 1),
        said_end=date(2031, 5, 31),
        medium="air",
        addressee_id="dam",
    )
    rows["participants"] += [
        {"claim_id": "d1.e1", "entity_id": who, "role": "actor", "event_id": "burst"}
        for who in ("anna", "arvika")
    ]
    rows["spans"] += [
        make_span("time", "bursts", "", attribution_id="d1.e1.a"),
        make_span("time", "said", "d1.e1", claim_id="d1.e1", span_id="x"),
        make_span("hedge", "killing", "d1.e1"),
    ]


def test_a_claim_about_no_event_shows_none(tmp_path: Path) -> None:
    change_rows(both(update("claims", 0, event_id=None), drop("participants")))(
        tmp_path
    )

    lines = show(tmp_path, "d1.e1")

    assert [line for line in lines if "event" in line] == []


def test_a_document_is_shown_with_publisher_and_address(tmp_path: Path) -> None:
    cells = {"publisher": "Daily", "url": "https://example.org/1"}
    change_rows(update("documents", 0, **cells))(tmp_path)

    assert entry(show(tmp_path, "d1.e1"), "document") == [
        "d1",
        "Dam bursts",
        "Daily; published on 2031-05-06; https://example.org/1",
    ]


def test_a_counted_entity_stands_with_the_number(tmp_path: Path) -> None:
    cells = {"counted_entity_id": "dam", "quantity_scope": "total"}
    change_rows(update("claims", 1, **cells))(tmp_path)

    assert entry(show(tmp_path, "d1.e2"), "quantity") == [
        "“40” killed: quantity 40 (exact), low 40, high 40",
        "scope total; unit person; counted Dam (dam)",
    ]
    assert entry(show(tmp_path, "dam"), "counted in") == [
        "1 claim",
        "d1.e2 (measure killed, said 2031-05-06): The dam bursts (d1.e2).",
    ]


def test_links_are_shown_from_both_sides_and_not_beyond_the_limit(
    tmp_path: Path,
) -> None:
    link = {"relation": "restates", "basis": "text"}
    change_rows(
        both(
            add("claims", make_claim("d1.e3")),
            add("attributions", make_attribution("d1.e3")),
            add("claim_links", {"claim_id": "d1.e1", "target_id": "d1.e3", **link}),
            add("claim_links", {"claim_id": "d1.e3", "target_id": "d1.e2", **link}),
        )
    )(tmp_path)

    all_links = "\n".join(show(tmp_path, "d1.e1"))
    first_link = "\n".join(show(tmp_path, "d1.e1", limit=1))

    assert re.findall(r"(?m)^link +(.+)$", all_links) == [
        "this claim restates d1.e3",
        "d1.e2 supports this claim",
    ]
    assert re.findall(r"(?m)^link +(.+)$", first_link) == ["this claim restates d1.e3"]
    assert "                … and 1 more\n\nsentence" in first_link


LEVELS: dict[str, tuple[Change, list[str]]] = {
    "the writer": (
        update("attributions", 0, source_id=None, source_kind="writer", cue=None),
        ["the writer", "act assertion; said on 2031-05-06"],
    ),
    "words for nobody in particular": (
        update("attributions", 0, source_id=None, source_kind="unnamed"),
        ["unnamed, “Anna said”", "act assertion; said on 2031-05-06"],
    ),
    "words that may not be shipped": (
        both(
            update("attributions", 0, source_id=None, source_kind="unnamed"),
            lambda rows: [span.update(text=None) for span in rows["spans"]],
        ),
        ["unnamed", "act assertion; said on 2031-05-06"],
    ),
    "no cue and no date": (
        update("attributions", 0, cue=None, said_edtf=None, source_text=None),
        ["Anna (anna)", "act assertion"],
    ),
    "joint sources, one of them unnamed": (
        add(
            "attributions",
            make_attribution(
                "d1.e1",
                attribution_id="d1.e1.b",
                source_id=None,
                source_kind="unnamed",
                source_text="others",
            ),
        ),
        [
            "Anna (anna); unnamed, “others” said",
            "source “Anna”; act assertion; said on 2031-05-06",
        ],
    ),
    "joint sources, one without words": (
        add(
            "attributions",
            make_attribution(
                "d1.e1",
                attribution_id="d1.e1.b",
                source_id=None,
                source_kind="unnamed",
                source_text=None,
            ),
        ),
        [
            "Anna (anna); unnamed said",
            "source “Anna”; act assertion; said on 2031-05-06",
        ],
    ),
}


@pytest.mark.parametrize(("change", "expected"), LEVELS.values(), ids=LEVELS)
def test_a_level_tells_who_speaks(
    tmp_path: Path, change: Change, expected: list[str]
) -> None:
    change_rows(change)(tmp_path)

    assert entry(show(tmp_path, "d1.e1"), "level 1") == expected


def test_the_tenth_level_stands_behind_the_second(tmp_path: Path) -> None:
    levels = [
        make_attribution("d1.e1", attribution_id=f"d1.e1.l{level}", level=level)
        for level in range(2, 11)
    ]
    change_rows(add("attributions", *levels))(tmp_path)

    labels = re.findall(r"(?m)^level (\d+)", "\n".join(show(tmp_path, "d1.e1")))

    assert labels == [str(level) for level in range(1, 11)]


def test_the_card_of_an_event_has_its_claims_in_the_order_of_the_date_said(
    tmp_path: Path,
) -> None:
    change_rows(tell_when)(tmp_path)

    assert show(tmp_path, "burst") == [
        "event           burst",
        "                Dam burst",
        "",
        "event date      on 2031-05-05; the curator's frame, no evidence",
        "place           Dam (dam)",
        "place precision 2 (Near a location)",
        "part of         Flood (flood)",
        "parts           1 event",
        "                Crack (crack)",
        "mentions        1: “bursts” 1",
        "",
        "claims          4 claims, by the date said; < means “on the word of”",
        "",
        "claim           d1.e2",
        "                The dam bursts (d1.e2).",
        "                Anna said, no later than 2031-05-06",
        "                certainty certain; restates d1.e1",
        "                “40” killed: quantity 40 (exact), low 40, high 40",
        "",
        "claim           d1.e1",
        "                The dam bursts (d1.e1).",
        "                Anna said, on 2031-05-06",
        "                polarity negative",
        "",
        "claim           d1.e3",
        "                The dam bursts (d1.e3).",
        "                Anna said, no earlier than 2031-05-01",
        "                certainty certain",
        "",
        "claim           d1.e4",
        "                The dam bursts (d1.e4).",
        "                Anna said",
        "                certainty certain",
    ]


def tell_when(rows: Rows) -> None:
    """Make claims that differ in the date said, about an event in its frame."""
    day = date(2031, 5, 5)
    rows["events"][0].update(
        event_date_edtf="2031-05-05",
        event_date_start=day,
        event_date_end=day,
        place_id="dam",
        place_precision=2,
        part_of_id="flood",
    )
    rows["events"] += [
        {"event_id": "flood", "label": "Flood"},
        {"event_id": "crack", "label": "Crack", "part_of_id": "burst"},
    ]
    rows["claims"][0].update(certainty=None, polarity="negative")
    rows["claims"] += [
        make_claim("d1.e3"),
        make_claim("d1.e4"),
        make_claim("d1.e5", event_id="flood"),
    ]
    rows["attributions"][1].update(said_edtf="../2031-05-06", said_start=None)
    said_start = date(2031, 5, 1)
    rows["attributions"] += [
        make_attribution("d1.e3", said_edtf="2031-05-01/..", said_start=said_start),
        make_attribution("d1.e4"),
        make_attribution("d1.e5"),
    ]
    rows["claim_links"][0].update(relation="restates")


def test_a_claim_without_a_chain_is_shown_without_one(tmp_path: Path) -> None:
    change_rows(both(drop("attributions"), drop_chain_spans))(tmp_path)

    assert show(tmp_path, "d1.e1")[2:5] == ["", "certainty       certain", ""]
    assert entry(show(tmp_path, "burst"), "claim") == [
        "d1.e1",
        "The dam bursts (d1.e1).",
        "certainty certain",
    ]


def drop_chain_spans(rows: Rows) -> None:
    """Take away the spans that carry an attribution."""
    rows["spans"] = [span for span in rows["spans"] if "attribution_id" not in span]


def test_mentions_whose_words_are_not_shipped_are_counted(tmp_path: Path) -> None:
    change_rows(lambda rows: [span.update(text=None) for span in rows["spans"]])(
        tmp_path
    )

    assert entry(show(tmp_path, "anna"), "mentions") == ["1: not shipped 1"]


def test_an_event_without_claims_says_so(tmp_path: Path) -> None:
    change_rows(add("events", {"event_id": "flood", "label": "Flood"}))(tmp_path)

    assert show(tmp_path, "flood")[2:] == ["", "claims          0 claims"]


def test_the_card_of_an_entity_has_each_part_that_it_plays(tmp_path: Path) -> None:
    change_rows(give_parts)(tmp_path)

    assert show(tmp_path, "anna") == [
        "entity          anna",
        "                Anna",
        "",
        "entity type     person",
        "is named        true",
        "latitude        59.5",
        "part of         Crew (crew)",
        "parts           1 part",
        "                Arm (arm)",
        "mentions        3: “Dam … said” 1, “said” 1, “said” 1 metonymic",
        "",
        "source of       1 claim",
        "                d1.e1 (level 1, level 2, said 2031-05-06): The dam bursts",
        "                (d1.e1).",
        "",
        "addressee of    1 claim",
        "                d1.e2 (level 1): The dam bursts (d1.e2).",
        "",
        "participant in  1 claim",
        "                d1.e1 (role actor, said 2031-05-06): The dam bursts (d1.e1).",
        "",
        "place of        1 claim",
        "                d1.e2: The dam bursts (d1.e2).",
        "",
        "place of        1 event",
        "                Dam burst (burst)",
    ]


def give_parts(rows: Rows) -> None:
    """Let Anna be source, addressee, participant, place, whole and part."""
    rows["entities"][0].update(part_of_id="crew", latitude=59.5)
    rows["entities"] += [
        make_entity("crew", "group"),
        make_entity("arm", "object", part_of_id="anna"),
    ]
    rows["events"][0].update(place_id="anna")
    rows["claims"][1].update(place_id="anna")
    rows["attributions"].append(
        make_attribution("d1.e1", attribution_id="d1.e1.b", level=2)
    )
    rows["attributions"][1].update(
        source_id="dam", addressee_id="anna", said_edtf=None, said_end=None
    )
    rows["participants"][0].update(entity_id="anna", role="actor")
    mention = {"mark_id": "d1.t9", "entity_id": "anna"}
    rows["spans"] = [
        make_span("entity", "Dam", "anna", span_id="s1", **mention),
        make_span("entity", "said", "anna", span_id="s2", **mention, fragment=2),
        make_span("entity", "said", "anna", span_id="s3", mark_id="d1.t8"),
        make_span("entity", "said", "anna", span_id="s4", is_metonymic=True),
        *(span for span in rows["spans"] if span["role"] != "entity"),
    ]


def test_a_limit_cuts_lists_and_not_their_totals(tmp_path: Path) -> None:
    change_rows(give_parts)(tmp_path)

    entity = show(tmp_path, "anna", limit=0)
    event = show(tmp_path, "burst", limit=1)

    assert entry(entity, "parts") == ["1 part", "… and 1 more"]
    assert entry(entity, "mentions") == ["3: … and 3 more"]
    assert entry(entity, "source of") == ["1 claim", "… and 1 more"]
    assert entry(event, "claims")[0].startswith("2 claims")
    assert event[-1] == "                … and 1 more"


IDS = {
    "d1.e1": ("claims", "d1.e1"),
    "e2": ("claims", "d1.e2"),
    "E2": ("claims", "d1.e2"),
    "dam": ("entities", "dam"),
    "burst": ("events", "burst"),
    "e9": ("events", "e9"),
}


@pytest.mark.parametrize("words", IDS)
def test_a_row_is_found_by_its_id_or_by_the_end_of_it(
    tmp_path: Path, words: str
) -> None:
    change_rows(
        both(
            add("events", {"event_id": "e9", "label": "Flood"}),
            add("entities", make_entity("d1.e9", "object")),
        )
    )(tmp_path)

    card = make_card(tmp_path, words)

    assert (card.table, card.row_id) == IDS[words]


UNKNOWN = {
    "like the end of an id": ("e21", 'the id "e21"; did you mean "d1.e2", "d1.e1"?'),
    "like an id": ("d2.e2", 'the id "d2.e2"; did you mean "d1.e2", "d1.e1"?'),
    "in capitals": ("ANN", 'the id "ANN"; did you mean "anna"?'),
    "a document": ("d1", 'the id "d1"; did you mean "d1.e1", "d1.e2"?'),
    "an attribution": ("d1.e1.a", 'the id "d1.e1.a"; did you mean "d1.e1"?'),
    "the beginning of one": ("bu", 'the id "bu"; did you mean "burst"?'),
    "nothing like it": ("\x1b[31m", r'the id "\x1b[31m"'),
}


@pytest.mark.parametrize(("words", "message"), UNKNOWN.values(), ids=UNKNOWN)
def test_an_unknown_id_is_told_with_near_ones(
    tmp_path: Path, words: str, message: str
) -> None:
    write_package(tmp_path)

    run = run_claimpack("show", words, tmp_path)

    told = f"claimpack: claims, entities and events: no row has {message}\n"
    assert outcome(run) == (2, "", told)


def test_near_ids_beyond_the_fifth_are_counted(tmp_path: Path) -> None:
    claims = [make_claim(f"d1.e{number}") for number in range(3, 8)]
    change_rows(add("claims", *claims))(tmp_path)

    with pytest.raises(UsageError, match=r'"d1\.e5", … \(7 in all\)\?$'):
        make_card(tmp_path, "d1")


def test_among_very_many_ids_no_like_one_is_sought(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_package(tmp_path)
    monkeypatch.setattr(ids, "MOST_NEAR_IDS", 4)

    with pytest.raises(UsageError, match=r'has the id "ana"$'):
        make_card(tmp_path, "ana")


def test_the_end_of_two_ids_names_neither(tmp_path: Path) -> None:
    change_rows(add("claims", make_claim("d2.e1")))(tmp_path)

    with pytest.raises(UsageError) as refused:
        make_card(tmp_path, "e1")

    assert str(refused.value) == (
        '"e1" may be any of 2 rows: "d1.e1" of claims, "d2.e1" of claims; give the '
        "whole id, and --table where two tables have it"
    )


def test_an_id_that_two_tables_have_is_told_apart_by_the_table(tmp_path: Path) -> None:
    change_rows(add("events", {"event_id": "dam", "label": "Damming"}))(tmp_path)

    refused = run_claimpack("show", "dam", tmp_path)
    entity = run_claimpack("show", "--table", "entities", "dam", tmp_path)
    event = run_claimpack("show", "--table", "events", "dam", tmp_path)
    claim = run_claimpack("show", "--table", "claims", "dam", tmp_path)

    message = (
        'claimpack: "dam" may be any of 2 rows: "dam" of entities, "dam" of events; '
        "give the whole id, and --table where two tables have it\n"
    )
    assert outcome(refused) == (2, "", message)
    assert entity.stdout.startswith("entity          dam\n")
    assert event.stdout.startswith("event           dam\n")
    assert outcome(claim) == (2, "", 'claimpack: claims: no row has the id "dam"\n')


def test_a_package_is_found_by_its_folder_and_by_its_descriptor(
    tmp_path: Path,
) -> None:
    package = write_package(tmp_path / "p")
    (package / "datapackage.json").rename(package / "other.json")

    by_descriptor = run_claimpack("show", "burst", "p/other.json", cwd=tmp_path)
    (package / "other.json").rename(package / "datapackage.json")
    by_folder = run_claimpack("show", "burst", "p", cwd=tmp_path)
    by_itself = run_claimpack("show", "burst", cwd=package)

    assert by_descriptor.returncode == 0
    assert outcome(by_descriptor) == outcome(by_folder) == outcome(by_itself)


def test_a_package_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    run = run_claimpack("show", "burst", tmp_path / "none")

    assert (run.returncode, run.stdout) == (2, "")
    assert "does not exist." in run.stderr


def test_csv_and_parquet_give_the_same_card(tmp_path: Path) -> None:
    both_forms = copy_package(tmp_path / "both", ("datapackage.json", "data", "seeds"))
    csv = copy_package(tmp_path / "csv", ("datapackage.json", "data", "seeds"))
    parquet_alone = copy_package(tmp_path / "pq", ("datapackage.json", "data", "seeds"))
    for path in [*csv.glob("data/*.parquet"), *parquet_alone.glob("data/*.csv")]:
        path.unlink()

    cards = [
        render_card_json(make_card(root, "e24"))
        for root in (both_forms, csv, parquet_alone)
    ]

    assert cards[0] == cards[1] == cards[2]


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view()], ids=["large string", "view"]
)
def test_a_parquet_file_with_strings_of_another_kind_is_read(
    tmp_path: Path, kind: pa.DataType
) -> None:
    write_package(tmp_path, twins=True)
    path = tmp_path / "data/claims.parquet"
    claims = parquet.read_table(path)
    index = claims.column_names.index("claim_id")
    claim_ids = claims.column("claim_id").cast(kind)
    path.write_bytes(dump(claims.set_column(index, "claim_id", claim_ids)))

    assert show(tmp_path, "e2")[0] == "claim           d1.e2"


def test_the_package_of_another_model_is_refused(tmp_path: Path) -> None:
    write_package(tmp_path)
    advice = "use the version of claimpack that built the package.\n"

    edit_descriptor(tmp_path, lambda root: root["claimpack"].update(model="0.9"))
    other = run_claimpack("show", "dam", tmp_path)
    edit_descriptor(tmp_path, lambda root: root.pop("claimpack"))
    none = run_claimpack("show", "dam", tmp_path)

    begin, expected = (
        "claimpack: datapackage.json: found",
        "; expected the model 1.0.0;",
    )
    assert outcome(other) == (3, "", f'{begin} the model "0.9"{expected} {advice}')
    assert outcome(none) == (3, "", f"{begin} no model{expected} {advice}")


def leave_unfinished(root: Path) -> None:
    """A package in which a build was committed and not completed."""
    write_package(root)
    write_files(root, {".build/journal.json": b"{}"})


def edited(path: str, old: str, new: str) -> Callable[[Path], object]:
    """A package with other words in one file."""
    return lambda root: edit_file(write_package(root), path, old, new)


REFUSED: dict[str, tuple[Callable[[Path], object], str]] = {
    "an unfinished build": (
        leave_unfinished,
        (
            "datapackage.json: found an unfinished build; expected a package that was"
            " published as a whole; run `claimpack build`, which completes it."
        ),
    ),
    "a table that no resource has": (
        lambda root: edit_descriptor(
            write_package(root), lambda package: package["resources"].pop(0)
        ),
        (
            "datapackage.json: found no file of the table documents; expected every"
            f" table of the model; {ADVICE}"
        ),
    ),
    "a file that is not there": (
        lambda root: (write_package(root) / "data/claims.csv").unlink(),
        (
            "data/claims.csv: found nothing of that name; expected something that can"
            " be read; check the spelling or restore it."
        ),
    ),
    "a path that leads out": (
        lambda root: edit_descriptor(
            write_package(root),
            lambda package: package["resources"][0].update(path="../d.csv"),
        ),
        (
            '"../d.csv": found a ".." that leads out of its folder; expected a path'
            " with forward slashes that stays in the package; move the file into the"
            " package and name it from there."
        ),
    ),
    "a fault in the form of a CSV file": (
        edited("data/claims.csv", "The dam", '"The dam'),
        (
            "data/claims.csv line 2: found a row that cannot be read (unexpected end of"
            " data); expected cells as in RFC 4180, quotes doubled inside quoted cells;"
            f" {ADVICE}"
        ),
    ),
    "a column with another label": (
        edited("data/claims.csv", "certainty", "sureness"),
        (
            'data/claims.csv: found no column "certainty" at its place; expected claims'
            f" as the model has it; {ADVICE}"
        ),
    ),
    "an empty cell where one is required": (
        edited("data/attributions.csv", "d1.e1,1,anna", "d1.e1,,anna"),
        (
            "data/attributions.csv: found an empty or unreadable cell in level;"
            f" expected attributions as the model has it; {ADVICE}"
        ),
    ),
    "a cell of another type": (
        edited("data/claims.csv", "40,exact", "forty,exact"),
        (
            "data/claims.csv: found a missing or unreadable cell in row 2; expected"
            f" claims as the model has it; {ADVICE}"
        ),
    ),
    "a reference that leads nowhere": (
        change_rows(update("attributions", 0, source_id="bob")),
        (
            "data/entities.csv: found no row of that id; expected one, as other rows"
            f' refer to "bob"; {ADVICE}'
        ),
    ),
}


@pytest.mark.parametrize(("make", "message"), REFUSED.values(), ids=REFUSED)
def test_a_package_that_is_not_sound_is_refused(
    tmp_path: Path, make: Callable[[Path], object], message: str
) -> None:
    make(tmp_path)

    with pytest.raises(SourceError) as refused:
        make_card(tmp_path, "d1.e1")

    assert str(refused.value) == message


def test_a_damaged_parquet_file_is_refused_though_its_csv_twin_is_whole(
    tmp_path: Path,
) -> None:
    write_package(tmp_path, twins=True)
    twin = tmp_path / "data/spans.parquet"
    twin.write_bytes(twin.read_bytes()[:-10])

    with pytest.raises(SourceError, match=r"^data/spans\.parquet: found "):
        make_card(tmp_path, "d1.e1")


def test_numbers_that_json_does_not_have_are_written_as_in_csv(tmp_path: Path) -> None:
    change_rows(
        both(
            update("claims", 1, quantity=float("nan"), quantity_low=float("-inf")),
            update("documents", 0, char_count=35),
        )
    )(tmp_path)
    edit_file(tmp_path, "data/documents.csv", ",35,", f",{10**30},")

    report = json.loads(render_card_json(make_card(tmp_path, "d1.e2")))

    claim = report["claims"][1]
    assert (claim["quantity"], claim["quantity_low"]) == ("NaN", "-INF")
    assert report["documents"][0]["char_count"] == str(10**30)


HOSTILE = "x\x1b[31m\u202ey\u2066\x07\x9b\u2028\nz⟧"
HOSTILE_TEXT = f"Dam bursts, {HOSTILE} killing 40, Anna said.\n"


def spoil_words(rows: Rows) -> None:
    """Put controls into every cell of words, and into the text."""
    rows["documents"][0].update(
        title=HOSTILE,
        publisher=HOSTILE,
        url=HOSTILE,
        text_path=f"seeds/{HOSTILE}.txt",
        text_sha256=sha256_hex(HOSTILE_TEXT.encode()),
    )
    rows["entities"][0].update(name=HOSTILE, description=HOSTILE, sector=HOSTILE)
    rows["events"][0].update(label=HOSTILE, event_type=HOSTILE, place_id="anna")
    rows["claims"][0].update(
        claim_text=HOSTILE,
        quotation=HOSTILE,
        measure=HOSTILE,
        quantity_modifier=HOSTILE,
        unit=HOSTILE,
        event_date_edtf=HOSTILE,
    )
    rows["attributions"][0].update(
        source_text=HOSTILE, cue=HOSTILE, medium=HOSTILE, said_edtf=HOSTILE
    )
    rows["participants"][0].update(role=HOSTILE)
    rows["claim_links"][0].update(relation=HOSTILE)
    rows["spans"].append(make_span("hedge", "40", "d1.e1", text=HOSTILE))
    rows["spans"].append(make_span("event", "40", "burst", text=HOSTILE, mark_id="m"))


@pytest.mark.parametrize("words", ["d1.e1", "anna", "burst"])
@pytest.mark.parametrize("is_text_here", [True, False], ids=["text", "no text"])
def test_no_control_character_of_a_package_reaches_the_terminal(
    tmp_path: Path, words: str, *, is_text_here: bool
) -> None:
    change_rows(spoil_words)(tmp_path)
    if is_text_here:
        path = tmp_path / f"seeds/{HOSTILE}.txt"
        path.write_bytes(HOSTILE_TEXT.encode())

    lines = show(tmp_path, words)
    report = render_card_json(make_card(tmp_path, words))

    assert [line for line in lines if not line.isprintable()] == []
    assert any(r"x\x1b[31m\u202ey\u2066\x07\x9b z⟧" in line for line in lines)
    assert report.isascii()
    assert report.replace("\n", "").isprintable()
