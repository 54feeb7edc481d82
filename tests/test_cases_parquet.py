"""The cases that can exist in Parquet give there what they give in CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import Case, Place, check_package_at, lay_out, list_cases
from claimpack.files import Folder
from claimpack.rule_book import Part
from parquet_cases import NoParquetError, write_as_parquet

pytestmark = pytest.mark.slow
CASES = [case for case in list_cases() if case.part is Part.PACKAGES]
ABOUT_VALUES = frozenset(
    {"constraint-error", "primary-key", "unique-error", "foreign-key", "expectation"}
)
"""Codes of what is wrong with values: how they are written does not matter."""
NOT_STORED = {
    "valid/constraint-error-minimum-of-a-datetime",  # time zones of two kinds
    "invalid/constraint-error-minimum-of-a-datetime",
}
"""Cases about values with a column that Arrow has no type for."""
EMPTY_TEXT = {"valid/constraint-error-required-and-a-missing-word"}
"""Without "" in `missingValues`, an empty cell is a value; in Parquet it is none."""


def leave_out_file(places: tuple[Place, ...]) -> list[Place]:
    """What was found, without what depends on the file's format."""
    return [
        {key: value for key, value in place.items() if key not in {"path", "line"}}
        for place in places
    ]


def try_to_store(case: Case, root: Path) -> int:
    """How many tables of a case could be written as Parquet; none where one cannot."""
    try:
        return write_as_parquet(lay_out(case, root))
    except NoParquetError:
        return 0


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The packages whose tables could be written as Parquet, by the case's name."""
    folder = tmp_path_factory.mktemp("stored")
    roots = {case.name: folder / case.name.replace("/", "-") for case in CASES}
    return {
        case.name: roots[case.name]
        for case in CASES
        if try_to_store(case, roots[case.name])
    }


def test_a_case_gives_in_parquet_what_it_gives_in_csv(stored: dict[str, Path]) -> None:
    expected = {case.name: leave_out_file(case.expected) for case in CASES}

    differing = {
        name
        for name, root in stored.items()
        if leave_out_file(check_package_at(Folder(root), rows=False)) != expected[name]
    }

    assert differing == EMPTY_TEXT


def test_every_case_about_values_in_csv_was_run(stored: dict[str, Path]) -> None:
    about_values = {
        case.name
        for case in CASES
        if case.code in ABOUT_VALUES and any(case.folder.glob("*.csv"))
    }

    assert about_values - stored.keys() == NOT_STORED
    assert len(stored) > len(about_values)
