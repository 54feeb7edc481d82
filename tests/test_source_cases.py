"""No annotation of a source is lost in silence: it is read, or counted as refused."""

from __future__ import annotations

import pytest

from cases import Case, list_cases
from claimpack.rule_book import Part
from source_cases import FORMATS, count_files, count_texts, read_case, read_counts

CASES = [case for case in list_cases() if case.part is Part.SOURCES]
NOT_COUNTED = {"export-not-read", "format-unknown", "member-left-out", "no-cas"}
"""Codes of files whose annotations are not counted, because nobody can read them."""
COUNTED = [case for case in CASES if case.code not in NOT_COUNTED]


def test_a_case_is_called_by_its_code_and_its_format() -> None:
    starts = {f"{case.code}-{name}-" for case in CASES for name in FORMATS.values()}

    names = [case.folder.name for case in CASES]

    assert [name for name in names if not name.startswith(tuple(starts))] == []


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_case_reads_and_refuses_what_it_says(case: Case) -> None:
    assert count_texts(read_case(case)) == read_counts(case)


@pytest.mark.parametrize("case", COUNTED, ids=[case.name for case in COUNTED])
def test_what_is_read_and_refused_is_what_the_files_have(case: Case) -> None:
    told = {
        name: count["read"] + count["refused"]
        for name, count in read_counts(case).items()
    }

    assert told == count_files(case)
