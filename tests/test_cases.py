"""Each case of tests/cases gives what it says, from a folder and from an archive."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from cases import (
    DESCRIPTOR,
    MODEL,
    WITH_ROWS,
    Case,
    Place,
    check_package_at,
    lay_out,
    list_cases,
    list_places,
    read_files,
)
from claimpack.archives import read_archive
from claimpack.checks.annotations import check_annotations
from claimpack.checks.row_schemas import check_rows_as_json
from claimpack.csv_lines import parse_csv
from claimpack.files import Folder
from claimpack.package import csv_path
from claimpack.rule_book import Part, list_entries
from claimpack.schema_files import find_schemas
from claimpack.typed_rows import type_csv
from packages import SCHEMA, check, write_files
from source_cases import read_case
from zip_files import Entry, make_zip

CASES = list_cases()
NOT_A_CASE = {
    "check-crashed": "no file is known that ends a reader",
    "profile-error": "no command asks for profiles; the library does",
    "second-opinion": "frictionless says it, not we",
    "derived-stale": "of the files that `claimpack schema` writes",
    "document-schema": "no annotation that can be read is a document that it refuses",
    "link-left-out": "only a build leaves out articles of seeds",
}
"""Rules that no case can break, and why."""
COMPANIONS = {
    "crowded-line": {"unknown-role"},  # the faults that crowd the line
    "reference-file": {"resource-not-checked"},  # a table without its schema
    "row-schema": {"constraint-error", "type-error"},  # says again what they say
    "rule-not-checked": {"resource-not-checked"},  # a table that is not read
    "span-length": {"text-not-here"},  # else the words themselves are compared
    "text-left-out": {"covered-text"},  # the error for which it is left out
    "view-dates": {"view-differs"},  # the view repeats the dates of the claims
}
"""By code: what is found with it in a case that has no other fault."""


ROW_SCHEMAS = find_schemas() / "rows"
Row = tuple[str, object, object]
"""A case, a table of it, and the number of a row."""


def mark_case(case: Case) -> object:
    """A case as an argument of a test; hundreds of packages of the model are slow."""
    marks = [pytest.mark.slow] if case.part is Part.MODEL else []
    return pytest.param(case, id=case.name, marks=marks)


def find_places(case: Case, root: Path) -> tuple[Place, ...]:
    """All that is found in a case; `root` is a new folder for a package."""
    if case.part is Part.ANNOTATIONS:
        return find_in_articles(*read_files(case).items())
    if case.part is Part.SOURCES:
        return list_places(read_case(case).findings)
    return check_package_at(Folder(lay_out(case, root)), rows=case.code == WITH_ROWS)


@functools.cache
def find_in_articles(*files: tuple[str, bytes]) -> tuple[Place, ...]:
    """What is found in articles; the valid ones of many cases are alike."""
    with TemporaryDirectory() as root:
        write_files(Path(root) / "seeds", dict(files))
        found = check_annotations(Folder(Path(root)), SCHEMA, "seeds")
        return list_places(found, within="seeds")


@pytest.mark.parametrize("case", [mark_case(case) for case in CASES])
def test_a_case_gives_exactly_what_it_says(tmp_path: Path, case: Case) -> None:
    assert find_places(case, tmp_path / "package") == case.expected


def test_a_case_has_no_fault_but_its_own() -> None:
    codes = {case: {place["code"] for place in case.expected} for case in CASES}

    strange = {
        case.name: found
        for case, found in codes.items()
        if case.kind == "valid"
        or case.code not in found
        or not found <= {case.code, *COMPANIONS.get(case.code, ())}
    }

    assert strange == {case.name: set() for case in CASES if case.kind == "valid"}


@pytest.mark.parametrize("kind", ["valid", "invalid"])
def test_each_rule_has_a_case_of_each_kind(kind: str) -> None:
    rules = {(entry.part, entry.code) for entry in list_entries(SCHEMA)}
    shown = {(case.part, case.code) for case in CASES if case.kind == kind}

    missing = {(part, code) for part, code in rules - shown if code not in NOT_A_CASE}

    assert missing == set()
    assert NOT_A_CASE.keys() <= {code for _, code in rules - shown}


def test_the_package_under_the_cases_of_the_model_is_valid() -> None:
    assert check(MODEL) == []


def test_json_schemas_and_columns_refuse_the_same_rows() -> None:
    """A cell that is no word of its type has no value that a schema could refuse."""
    by_rows = set(iter_refused_rows())

    assert by_rows <= list_rows("constraint-error", "type-error")
    assert by_rows >= list_rows("constraint-error")
    assert len(by_rows) > 1


def iter_refused_rows() -> Iterator[Row]:
    """Each row of a table of a case that the JSON Schema of its rows refuses."""
    for case in CASES:
        paths = case.folder.glob("data/*.csv") if case.part is Part.MODEL else ()
        for path in paths:
            table = SCHEMA.tables[path.stem]
            content = parse_csv(path.read_bytes())
            rows = type_csv(table.name, csv_path(table.name), table, content)
            for finding in check_rows_as_json({table.name: rows}, ROW_SCHEMAS):
                yield case.name, finding.location.resource, finding.location.row


def list_rows(*codes: str) -> set[Row]:
    """The rows of cases of the model with a finding of one of these codes."""
    return {
        (case.name, place["resource"], place["row"])
        for case in CASES
        for place in case.expected
        if case.part is Part.MODEL and place["code"] in codes
    }


RULES_ACROSS_ROWS = {rule.code for rule in SCHEMA.rules}


def is_zipped(case: Case) -> bool:
    """Whether a case is a package whose fault can depend on how files are read.

    Rules across rows see rows, wherever these were read.
    """
    if case.part is Part.MODEL:
        return case.kind == "invalid" and case.code not in RULES_ACROSS_ROWS
    return case.part is Part.PACKAGES


ZIPPED = [case for case in CASES if is_zipped(case)]


@pytest.mark.slow
@pytest.mark.parametrize("case", ZIPPED, ids=[case.name for case in ZIPPED])
def test_an_archive_gives_what_its_folder_gives(tmp_path: Path, case: Case) -> None:
    files = read_files(case).items()
    entries = [Entry(path=path, content=content) for path, content in files]
    archive = tmp_path / "package.zip"
    archive.write_bytes(make_zip(*entries))

    package = read_archive(archive, DESCRIPTOR)

    found = check_package_at(package, rows=case.code == WITH_ROWS)
    assert found == case.expected
