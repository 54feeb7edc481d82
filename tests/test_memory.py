"""Keys on disk, and queries that keep to a budget."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest

from claimpack.checks.package import check_package
from claimpack.files import Folder
from claimpack.key_engine import open_keys
from claimpack.key_store import Budget, KeyStore, open_budget
from command_line import run_claimpack
from packages import SCHEMA, make_rows, write_foreign, write_package

LEAST = 128_000_000


def test_keys_on_disk_are_those_in_memory(tmp_path: Path) -> None:
    budget = Budget(size_bytes=LEAST, folder=tmp_path)
    stores = [KeyStore(["a", "b"], None), KeyStore(["a", "b"], budget)]
    for store in stores:
        store.add({"b": pa.array(["1", None]), "a": pa.array(["x", "é"])})
        store.add({"a": pa.array(["y"]), "b": pa.array([""])})

    kept, stored = (store.finish() for store in stores)

    assert stored == kept
    assert kept.to_pydict() == {"a": ["x", "é", "y"], "b": ["1", None, ""]}
    (file,) = tmp_path.iterdir()
    assert file.stat().st_size > 0


def test_a_table_without_rows_or_keys_has_none_on_disk(tmp_path: Path) -> None:
    budget = Budget(size_bytes=LEAST, folder=tmp_path)

    assert KeyStore([], budget).finish().num_rows == 0
    assert list(tmp_path.iterdir()) == []
    assert KeyStore(["a"], budget).finish().to_pydict() == {"a": []}


def test_of_the_folder_nothing_is_left() -> None:
    with open_budget(LEAST) as budget:
        assert budget is not None
        assert budget.folder.is_dir()
        assert budget.size_bytes == LEAST // 2
    assert not budget.folder.exists()


def test_what_needs_more_than_the_budget_says_so(tmp_path: Path) -> None:
    words = pa.array([f"{number:0100}" for number in range(50_000)])
    budget = Budget(size_bytes=1_000_000, folder=tmp_path)

    with (
        open_keys({"t": pa.table({"id": words})}, budget) as engine,
        pytest.raises(MemoryError),
    ):
        engine.find_repeats("t", ("id",), 10)


KEY = {
    "primaryKey": ["id"],
    "foreignKeys": [{"fields": ["of"], "reference": {"resource": "", "fields": "id"}}],
}


def test_the_findings_are_the_same_in_little_memory(tmp_path: Path) -> None:
    rows = [f"{number % 900},{number % 1000}" for number in range(1000)]
    write_foreign(tmp_path, "\n".join(["id,of", *rows, ""]), ["id", "of"], **KEY)

    wide = list(check_package(Folder(tmp_path), SCHEMA))
    narrow = list(check_package(Folder(tmp_path), SCHEMA, memory_bytes=LEAST))

    assert narrow == wide
    assert {finding.code for finding in wide} == {"primary-key", "foreign-key"}


def test_a_package_of_the_model_is_valid_in_little_memory(tmp_path: Path) -> None:
    write_package(tmp_path, make_rows())

    assert list(check_package(Folder(tmp_path), SCHEMA, memory_bytes=LEAST)) == []


@pytest.mark.parametrize("size", ["128MB", "1GiB", "256m", "500000000", "999999999TB"])
def test_a_size_is_taken(tmp_path: Path, size: str) -> None:
    root = write_foreign(tmp_path, "id\na\n", ["id"])

    run = run_claimpack("validate", "--memory", size, root, cwd=tmp_path)

    assert (run.returncode, run.stdout) == (0, "Valid.\n")
    assert {path.name for path in tmp_path.iterdir()} == {"t.csv", "datapackage.json"}


WRONG_SIZES = {
    "much": "'much' is no size; expected one such as 256MB",
    "-1MB": "'-1MB' is no size; expected one such as 256MB",
    "²MB": "'²MB' is no size; expected one such as 256MB",
    "127MB": "127MB is too little; expected 128MB at least",
    "256": "256 is too little; expected 128MB at least",
}


@pytest.mark.parametrize("size", WRONG_SIZES)
def test_a_wrong_size_is_refused(tmp_path: Path, size: str) -> None:
    run = run_claimpack("validate", "--memory", size, tmp_path)

    assert run.returncode == 2
    assert f"Invalid value for '--memory': {WRONG_SIZES[size]}" in run.stderr
