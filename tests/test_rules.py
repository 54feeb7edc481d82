"""The rules of schemas/rules.json: each is broken by a smallest change, and kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimpack.checks.rule_functions import find_cycles
from claimpack.errors import SchemaError
from claimpack.findings import Finding, Location, Severity
from claimpack.schema import CrossRule
from packages import (
    SCHEMA,
    check,
    edit_file,
    make_claim,
    make_rows,
    with_rules,
    write_package,
)
from rule_cases import BROKEN, COMPANIONS, GOOD, OF_THE_VIEW, quantity


@pytest.mark.parametrize("code", BROKEN)
def test_the_smallest_change_breaks_one_rule(tmp_path: Path, code: str) -> None:
    rows = make_rows()
    BROKEN[code](rows)

    findings = check(write_package(tmp_path, rows))

    found = {finding.code for finding in findings}
    assert found == {code} | COMPANIONS.get(code, set())


@pytest.mark.parametrize("name", GOOD)
def test_what_keeps_the_rules_has_no_findings(tmp_path: Path, name: str) -> None:
    rows = make_rows()
    GOOD[name](rows)

    assert check(write_package(tmp_path, rows)) == []


def test_each_rule_has_a_case() -> None:
    codes = {rule.code for rule in SCHEMA.rules}

    assert codes - OF_THE_VIEW == BROKEN.keys()


def test_a_view_with_other_dates_breaks_its_rule(tmp_path: Path) -> None:
    edit_file(
        write_package(tmp_path), "data/claims_flat.csv", "2031-05-06", "2031-05-07"
    )

    assert "view-dates" in {finding.code for finding in check(tmp_path)}


def test_each_rule_says_where_to_look_in_columns_that_exist() -> None:
    for rule in SCHEMA.rules:
        names = SCHEMA.tables[rule.table].field_names
        assert rule.field is None or rule.field in names


def test_a_finding_names_row_line_cell_and_what_was_expected(tmp_path: Path) -> None:
    rows = make_rows()
    BROKEN["more-than-bounds"](rows)

    findings = check(write_package(tmp_path, rows))

    assert findings == [
        Finding(
            code="more-than-bounds",
            severity=Severity.ERROR,
            location=Location(
                path="data/claims.csv",
                line=3,
                resource="claims",
                row=2,
                field="quantity_low",
            ),
            message=(
                'quantity is 40 with the unit "person", quantity_low 40, '
                "quantity_high empty"
            ),
            expected=(
                "a low bound of quantity + 1 for persons and items, else of quantity; "
                "no high bound"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("modifier", "low", "high"), [("more_than", 41, None), ("less_than", None, 39)]
)
def test_a_number_without_measure_and_unit_is_not_called_wrongly_bounded_too(
    tmp_path: Path, modifier: str, low: float | None, high: float | None
) -> None:
    rows = make_rows()
    quantity(modifier, 40, low, high, unit=None)(rows)
    rows["claims"][1]["measure"] = None

    findings = check(write_package(tmp_path, rows))

    assert [finding.code for finding in findings] == ["quantity-measure"]


def test_a_cue_that_the_article_does_not_have_is_shown_beside_its_words(
    tmp_path: Path,
) -> None:
    rows = make_rows()
    BROKEN["cue-words"](rows)

    (finding,) = check(write_package(tmp_path, rows))

    assert (finding.location.field, finding.message, finding.expected) == (
        "cue",
        'cue is "lied"',
        '"said", the words of its spans with the role cue',
    )


def test_a_bound_that_differs_from_its_edtf_is_named(tmp_path: Path) -> None:
    rows = make_rows()
    BROKEN["document-dates"](rows)

    (finding, _, _) = check(write_package(tmp_path, rows))

    assert finding.location.field == "published_end"
    assert (finding.message, finding.expected) == ("found empty", "2031-05-06")


def test_what_is_expected_of_a_date_is_said_without_quotes(tmp_path: Path) -> None:
    rows = make_rows()
    BROKEN["claim-dates"](rows)

    (finding, _) = check(write_package(tmp_path, rows))

    assert (finding.message, finding.expected) == (
        'found "2031-02-30"',
        'an EDTF date ("2031-02-30" is a day that the calendar does not have)',
    )


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([], []),
        ([("a", "b"), ("b", "c"), ("a", "c")], []),
        ([("a", "a")], [0]),
        ([("a", "b"), ("b", "c"), ("c", "a")], [2]),
        ([("c", "a"), ("a", "b"), ("b", "a")], [2]),
        ([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], [1, 3]),
        ([("a", None), (None, "a")], []),
    ],
    ids=["none", "diamond", "itself", "three", "behind a tail", "two circles", "null"],
)
def test_a_circle_is_found_where_it_closes(
    pairs: list[tuple[str | None, str | None]], expected: list[int]
) -> None:
    assert [breach.index for breach in find_cycles(pairs)] == expected


def test_a_long_chain_of_parts_is_walked_without_recursion() -> None:
    pairs = [(number, number + 1) for number in range(100_000)]

    assert list(find_cycles(pairs)) == []
    assert len(list(find_cycles([*pairs, (100_000, 0)]))) == 1


def test_a_row_with_an_unreadable_cell_breaks_no_rule_besides(tmp_path: Path) -> None:
    edit_file(write_package(tmp_path), "data/claims.csv", "exact,40", "exact,forty")

    assert [finding.code for finding in check(tmp_path)] == ["type-error"]


def test_a_rule_that_is_no_sql_is_refused(tmp_path: Path) -> None:
    rule = CrossRule(
        code="x", table="claims", message="m", explanation="e", condition="no sql"
    )

    with pytest.raises(SchemaError, match="the query cannot be run"):
        check(write_package(tmp_path), with_rules(rule))


def test_a_rule_cannot_read_files(tmp_path: Path) -> None:
    rule = CrossRule(
        code="x",
        table="claims",
        message="m",
        explanation="e",
        query="SELECT content FROM read_text('/etc/hostname')",
    )

    with pytest.raises(SchemaError, match="disabled by configuration"):
        check(write_package(tmp_path), with_rules(rule))


def test_a_rule_with_an_unknown_function_is_refused(tmp_path: Path) -> None:
    rule = CrossRule(
        code="x", table="claims", message="m", explanation="e", function="no-such"
    )

    with pytest.raises(SchemaError, match="no function 'no-such'"):
        check(write_package(tmp_path), with_rules(rule))


def test_a_claim_is_not_confused_with_another(tmp_path: Path) -> None:
    rows = make_rows()
    rows["claims"].append(make_claim("d1.e3"))

    findings = check(write_package(tmp_path, rows))

    assert {(item.code, item.location.row) for item in findings} >= {
        ("claim-content", 3),
        ("claim-attribution", 3),
    }
