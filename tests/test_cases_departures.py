"""Where frictionless judges a case otherwise, and the sentence that decides.

frictionless is run on the cases of packages. Whatever it judges otherwise is in
`package_departures`, and docs/departures.md shows it.
"""

from __future__ import annotations

import functools
import re
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest
from frictionless import Error, FrictionlessException, errors, validate

from cases import DESCRIPTOR, Case, list_cases
from claimpack.rule_book import Part
from package_departures import PACKAGE_DEPARTURES, PackageDeparture

pytestmark = pytest.mark.locked
PAGE = (Path(__file__).parent.parent / "docs" / "departures.md").read_text("utf-8")
NOT_ASKED = frozenset({"unsafe-path"})
"""Codes of cases that are not shown to frictionless: it would follow the path."""
THEIR_TYPES = frozenset(
    each.type
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Error)
)
CASES = [
    case
    for case in list_cases()
    if case.part is Part.PACKAGES and case.code not in NOT_ASKED
]


def list_codes(case: Case) -> list[str]:
    """The codes that we find in a case, in order of the alphabet."""
    return sorted({str(place["code"]) for place in case.expected})


def is_invalid(case: Case) -> bool:
    """Whether we find an error in a case."""
    return any(place["severity"] == "error" for place in case.expected)


@functools.cache
def list_types(case: Case) -> list[str] | None:
    """The types of error that frictionless finds; None where it fails."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about what it depends on
        try:
            report = validate(str(case.folder / DESCRIPTOR), type="package")
        except (FrictionlessException, AttributeError, EOFError, TypeError, re.error):
            return None
    found = [*report.errors, *(each for task in report.tasks for each in task.errors)]
    return sorted({error.type for error in found})


def is_judged_alike(case: Case) -> bool:
    """Whether both find a case valid, or invalid for the same reasons.

    Where a code of ours is no type of theirs, only the verdicts are compared.
    """
    types, codes = list_types(case), list_codes(case)
    if types is None or is_invalid(case) is not bool(types):
        return False
    return types == codes or not THEIR_TYPES.issuperset(codes)


@pytest.mark.slow
def test_frictionless_judges_all_other_cases_as_we_do() -> None:
    known = {name for departure in PACKAGE_DEPARTURES for name in departure.cases}

    differing = {case.name for case in CASES if not is_judged_alike(case)}

    assert differing == known


@pytest.mark.parametrize(
    "departure", PACKAGE_DEPARTURES, ids=[each.cases[0] for each in PACKAGE_DEPARTURES]
)
def test_a_departure_says_what_both_find(departure: PackageDeparture) -> None:
    cases = [case for case in CASES if case.name in departure.cases]

    theirs = None if departure.theirs is None else list(departure.theirs)
    assert [list_codes(case) for case in cases] == [list(departure.ours)] * len(cases)
    assert [list_types(case) for case in cases] == [theirs] * len(cases)
    assert len(cases) == len(departure.cases)


def show(names: Sequence[str] | None) -> str:
    """Codes in a cell of a Markdown table."""
    if names is None:
        return "fails"
    return " ".join(f"`{name}`" for name in names) or "valid"


def write_rows(departures: Sequence[PackageDeparture]) -> str:
    """The rows of the page about packages."""
    return "\n".join(
        f"| {show(each.cases)} | {show(each.ours)} | {show(each.theirs)} "
        f"| {each.sentence} |"
        for each in departures
    )


def test_the_page_shows_every_departure() -> None:
    assert write_rows(PACKAGE_DEPARTURES) in PAGE
