"""The view of the claims and the codes are what follows from tables and model."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from claimpack.checks import derived
from claimpack.csv_files import format_csv
from claimpack.findings import Finding, Location, Severity
from descriptors import set_column, spoil_model
from packages import Row, change_rows, check, edit_file, replace_file, write_package

Cells = list[dict[str, str]]


def edit_view(root: Path, change: Callable[[Cells], object]) -> None:
    """Change the rows of the view alone."""
    path = "data/claims_flat.csv"
    reader = csv.DictReader(io.StringIO((root / path).read_text(encoding="utf-8")))
    rows = list(reader)
    change(rows)
    names = reader.fieldnames or ()
    content = format_csv(names, ([row[name] for name in names] for row in rows))
    replace_file(root, path, content)


def test_a_view_that_says_other_than_its_claims_is_told_at_the_first_cell(
    tmp_path: Path,
) -> None:
    edit_view(
        write_package(tmp_path),
        lambda rows: [row.update(certainty="uncommitted") for row in rows],
    )

    assert check(tmp_path) == [
        Finding(
            code="view-differs",
            severity=Severity.ERROR,
            location=Location(
                path="data/claims_flat.csv",
                line=2,
                resource="claims_flat",
                row=1,
                field="certainty",
            ),
            message='found "uncommitted"; such rows: 2',
            expected='"certain", as follows from the other tables',
            hint="build the package again; never edit the view",
        )
    ]


def test_a_view_without_some_of_the_claims_is_not_valid(tmp_path: Path) -> None:
    edit_view(write_package(tmp_path), lambda rows: rows.pop())

    assert check(tmp_path) == [
        Finding(
            code="view-differs",
            severity=Severity.ERROR,
            location=Location(path="data/claims_flat.csv", resource="claims_flat"),
            message='found no row for "d1.e2"; such rows: 1',
            expected="a row for it, as follows from the other tables",
            hint="build the package again; never edit the view",
        )
    ]


def test_a_row_of_the_view_without_a_claim_is_told_once(tmp_path: Path) -> None:
    edit_view(
        write_package(tmp_path),
        lambda rows: rows.append({**rows[0], "claim_id": "d1.e3"}),
    )

    assert [finding.code for finding in check(tmp_path)] == ["foreign-key"]


def test_long_words_are_shown_where_they_differ(tmp_path: Path) -> None:
    words = "The dam at the upper end of the valley bursts in the early morning"
    change_rows(lambda rows: rows["claims"][0].update(claim_text=f"{words} hours."))(
        tmp_path
    )
    edit_view(tmp_path, lambda rows: rows[0].update(claim_text=words))

    (finding,) = check(tmp_path)

    assert (finding.message, finding.expected) == (
        'found "…in the early morning"; such rows: 1',
        '"…in the early morning hours.", as follows from the other tables',
    )


def test_a_row_of_the_view_that_cannot_be_read_is_not_compared(tmp_path: Path) -> None:
    edit_view(write_package(tmp_path), lambda rows: rows[0].update(char_start="zero"))

    assert [finding.code for finding in check(tmp_path)] == ["type-error"]


def test_a_view_of_a_claim_without_its_document_is_not_compared(
    tmp_path: Path,
) -> None:
    edit_file(write_package(tmp_path), "data/claims.csv", "d1.e1,d1,", "d1.e1,d2,")

    assert {item.code for item in check(tmp_path)} == {"foreign-key", "span-document"}


def test_a_view_of_claims_with_an_empty_level_is_no_traceback(tmp_path: Path) -> None:
    spoil_model(set_column("attributions", "level", constraints={"minimum": 1}))(
        tmp_path
    )
    edit_file(tmp_path, "data/attributions.csv", ",1,anna", ",,anna")

    assert [item.code for item in check(tmp_path)] == ["table-differs"]


def test_a_view_is_compared_in_batches_to_its_last_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(derived, "FEWEST_CLAIMS", 1)
    monkeypatch.setattr(derived, "MOST_BATCHES", 2)
    edit_view(
        write_package(tmp_path), lambda rows: rows[1].update(certainty="possible")
    )

    (finding,) = check(tmp_path)

    assert (finding.location.row, finding.message) == (
        2,
        'found "possible"; such rows: 1',
    )


def find_code(codes: list[Row], code: str) -> Row:
    """The row of the first code of that name."""
    return next(row for row in codes if row["code"] == code)


CODES: dict[str, tuple[Callable[[list[Row]], object], str, str]] = {
    "another whole": (
        lambda codes: find_code(codes, "killed").update(part_of="missing"),
        'found "missing"; such rows: 1',
        '"killed_or_wounded"',
    ),
    "a code of its own": (
        lambda codes: codes.append({**find_code(codes, "killed"), "code": "lost"}),
        'found a row for "measure", "lost"; such rows: 1',
        "no such row",
    ),
    "a code less": (
        lambda codes: codes.remove(find_code(codes, "killed")),
        'found no row for "measure", "killed"; such rows: 1',
        "a row for it",
    ),
}
"""By what was changed: message, and what was expected."""


@pytest.mark.parametrize("name", CODES)
def test_codes_are_those_of_the_model(tmp_path: Path, name: str) -> None:
    change, message, expected = CODES[name]
    change_rows(lambda rows: change(rows["codes"]))(tmp_path)

    (finding,) = check(tmp_path)

    assert (finding.code, finding.message, finding.expected) == (
        "codes-differ",
        message,
        f"{expected}, as the code lists of the model have it",
    )
