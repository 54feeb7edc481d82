"""Rules whose SQL has several branches: what each of them lets pass and refuses."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from packages import SCHEMA, check, make_rows, make_span, write_package
from rule_cases import BROKEN, Change, attribute, both, update


@pytest.mark.parametrize(
    ("measure", "unit", "is_right"),
    [
        ("killed", "person", True),
        ("killed", "USD", False),
        ("killed", "percent", False),
        ("supplied", "item", True),
        ("supplied", "t", True),
        ("supplied", "person", False),
        ("supplied", "USD", False),
        ("other", "km", True),
        ("other", "USD", True),
        ("cost", "EUR", True),
        ("cost", "item", False),
        ("cost", "km", False),
        ("share", "fraction", True),
        ("share", "EUR", False),
        ("share", "km", False),
        ("area", "km2", True),
        ("area", "person", False),
    ],
)
def test_a_measure_has_units_of_its_own(
    tmp_path: Path, measure: str, unit: str, *, is_right: bool
) -> None:
    rows = make_rows()
    rows["claims"][1].update(measure=measure, unit=unit)

    codes = [finding.code for finding in check(write_package(tmp_path, rows))]

    assert codes == ([] if is_right else ["measure-unit"])


@pytest.mark.parametrize(
    ("event_type", "mode", "is_right"),
    [
        ("RETREAT", "withdraw", True),
        ("SANCTION", "withdraw", True),
        ("REQUEST", "meet", True),
        ("REJECT", "meet", True),
        ("CONSULT", "meet", False),
        (None, "troops", False),
    ],
)
def test_a_mode_belongs_to_the_types_of_its_definition(
    tmp_path: Path, event_type: str | None, mode: str, *, is_right: bool
) -> None:
    rows = make_rows()
    rows["events"][0].update(event_type=event_type, event_mode=mode)

    codes = [finding.code for finding in check(write_package(tmp_path, rows))]

    assert codes == ([] if is_right else ["event-mode"])


def test_each_mode_names_the_types_that_may_carry_it() -> None:
    types = "|".join(SCHEMA.codes["event_type"])
    modes = SCHEMA.vocabularies["event_mode"].codes

    for mode in modes:
        assert re.match(rf"(?:{types})(?:, (?:{types}))*: ", mode.definition)


@pytest.mark.parametrize(
    "change",
    [
        update("attributions", 2, addressee_id="dam"),
        update("spans", 11, mark_id="t9"),
    ],
    ids=["another addressee", "the same words elsewhere"],
)
def test_sources_that_speak_apart_are_not_joint(tmp_path: Path, change: Change) -> None:
    rows = make_rows()
    both(attribute("d1.e1.b", said_edtf="2031-05-06"), change)(rows)
    rows["attributions"][2].update(
        said_start=date(2031, 5, 6), said_end=date(2031, 5, 6)
    )

    findings = check(write_package(tmp_path, rows))

    assert [finding.code for finding in findings] == ["joint-sources"]


def test_a_source_that_its_words_do_not_name_is_shown_beside_the_one_they_do(
    tmp_path: Path,
) -> None:
    rows = make_rows()
    BROKEN["source-entity"](rows)

    (finding,) = check(write_package(tmp_path, rows))

    assert (finding.message, finding.expected) == (
        'source_id is "dam"',
        '"anna", which the words of the source mention',
    )


@pytest.mark.parametrize(
    "fragments",
    [(1, 3), (1, 1), (2, 3)],
    ids=["a gap", "the same twice", "no first"],
)
def test_fragments_are_counted_from_1_without_a_gap(
    tmp_path: Path, fragments: tuple[int, int]
) -> None:
    rows = make_rows()
    first, second = (
        make_span("content", words, "d1.e2", span_id=f"d1.{words}", mark_id="t9")
        for words in ("killing", "40")
    )
    rows["spans"][1] = {**first, "fragment": fragments[0]}
    rows["spans"].append({**second, "fragment": fragments[1]})

    codes = {finding.code for finding in check(write_package(tmp_path, rows))}

    assert "mark-fragments" in codes


def test_each_row_of_a_mark_has_all_of_its_fragments(tmp_path: Path) -> None:
    rows = make_rows()
    mark = {"mark_id": "t9"}
    rows["spans"][1] = make_span("content", "killing", "d1.e2", **mark)
    rows["spans"] += [
        make_span("content", "40", "d1.e2", span_id="d1.b", fragment=2, **mark),
        make_span("hedge", "killing", "d1.e2", **mark),
    ]

    (finding,) = check(write_package(tmp_path, rows))

    assert (finding.code, finding.message) == (
        "mark-fragments",
        'the mark "t9" in the role "hedge" lacks a fragment, or has one twice',
    )


def test_a_headline_that_ends_before_it_begins_is_not_valid(tmp_path: Path) -> None:
    rows = make_rows()
    rows["documents"][0].update(title_start=10, title_end=0)

    codes = [finding.code for finding in check(write_package(tmp_path, rows))]

    assert codes == ["constraint-error", "title-text", "title-bounds"]
