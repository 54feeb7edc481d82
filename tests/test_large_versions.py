"""The two versions that differences are measured on differ as the benchmark says."""

from pathlib import Path

import pytest

from changed_package import compare
from claimpack.diff.packages import PackageDiff
from large_schema import SCHEMAS
from large_versions import write_versions
from packages import check

CLAIMS = 4_000


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("versions")
    write_versions(folder, CLAIMS)
    return folder


def count_rows(diff: PackageDiff) -> dict[str, tuple[int, int, int]]:
    """By table: rows withdrawn, changed and added."""
    return {
        it.name: (
            it.rows.withdrawn.row_count,
            it.rows.changed.row_count,
            it.rows.added.row_count,
        )
        for it in diff.tables
    }


def test_one_row_of_a_hundred_was_withdrawn_corrected_or_added(root: Path) -> None:
    counts = compare(root / "old/csv", root / "new/csv", count_rows)

    assert list(counts) == list(SCHEMAS)
    assert all(0.001 < count / CLAIMS < 0.006 for count in counts["claims"])


@pytest.mark.parametrize("old", ["csv", "parquet", "twins"])
@pytest.mark.parametrize("new", ["csv", "parquet", "twins"])
def test_the_versions_differ_alike_in_every_form(
    root: Path, old: str, new: str
) -> None:
    counts = compare(root / "old/csv", root / "new/csv", count_rows)

    assert compare(root / "old" / old, root / "new" / new, count_rows) == counts


def test_the_claims_alone_are_those_of_the_package(root: Path) -> None:
    all_counts = compare(root / "old/csv", root / "new/csv", count_rows)

    counts = compare(root / "old/claims", root / "new/claims", count_rows)

    assert counts == {"claims": all_counts["claims"]}


def test_the_earlier_version_is_valid(root: Path) -> None:
    assert check(root / "old/csv") == []
